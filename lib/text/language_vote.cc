// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/language_vote.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "text/stop_words.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// As GuessLanguage: more than this adds nothing.
constexpr size_t kMaxVoteBytes = 4096;
constexpr size_t kMaxWordBytes = 16;
constexpr size_t kMaxLanguages = 64;
// A word of more languages than this tells nothing.
constexpr int kMaxLanguagesOfWord = 20;

// What the winner needs that another language has not, and how much more it is than the other way round.
constexpr uint32_t kMinLead = 6;
constexpr uint32_t kMinRatio = 5;
// Text is looked at in stretches: lines together until they have so many bytes, long ones cut at a blank.
constexpr size_t kMinStretch = 80;
constexpr size_t kMaxStretch = 320;
// A stretch has one word of the winner for so many bytes.
constexpr size_t kBytesPerWord = 80;

using Counts = std::array<uint16_t, kMaxLanguages>;

// A word as one number: no two of seven bytes are the same, and hardly any longer ones.
uint64_t AddByte(uint64_t word, uint8_t byte) { return std::rotl(word, 9) ^ byte; }

// The stop words of all languages.
class WordMasks {
 public:
  static const WordMasks& Get() {
    static const WordMasks masks;
    return masks;
  }

  // The languages `word` is a stop word of, by their numbers.
  uint64_t Of(uint64_t word) const {
    for (size_t slot = Slot(word);; slot = (slot + 1) & (slots_.size() - 1)) {
      if (slots_[slot].word == word) return slots_[slot].languages;
      if (slots_[slot].word == 0) return 0;
    }
  }

  std::string_view Language(size_t number) const { return languages_[number]; }

 private:
  struct Entry {
    uint64_t word = 0;
    uint64_t languages = 0;
  };
  static constexpr int kSlotBits = 14;

  WordMasks() : slots_(size_t{1} << kSlotBits) {
    size_t used = 0;
    ForEachStopWord([&](std::string_view lang, std::string_view word) {
      if (word.size() > kMaxWordBytes || used * 2 > slots_.size()) return;
      const bool plain = std::all_of(word.begin(), word.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z');
      });
      if (!plain) return;
      if (languages_.empty() || languages_.back() != lang) languages_.emplace_back(lang);
      if (languages_.size() > kMaxLanguages) return;
      uint64_t number = 0;
      for (const char c : word) number = AddByte(number, static_cast<unsigned char>(c));
      size_t slot = Slot(number);
      while (slots_[slot].word != 0 && slots_[slot].word != number) slot = (slot + 1) & (slots_.size() - 1);
      used += slots_[slot].word == 0;
      slots_[slot].word = number;
      slots_[slot].languages |= uint64_t{1} << (languages_.size() - 1);
    });
    for (Entry& entry : slots_) {
      if (std::popcount(entry.languages) > kMaxLanguagesOfWord) entry.languages = 0;
    }
  }

  static size_t Slot(uint64_t word) { return (word * 0x9E3779B97F4A7C15u) >> (64 - kSlotBits); }

  std::vector<Entry> slots_;
  std::vector<std::string> languages_;
};

// Small letters of ASCII for all of its letters, what is beyond ASCII as it is; 0: no part of a word.
constexpr std::array<uint8_t, 256> kWordBytes = [] {
  std::array<uint8_t, 256> bytes{};
  for (size_t c = 0; c < 256; ++c) {
    if ((c >= 'a' && c <= 'z') || c >= 0x80) bytes[c] = static_cast<uint8_t>(c);
    if (c >= 'A' && c <= 'Z') bytes[c] = static_cast<uint8_t>(c + 32);
  }
  return bytes;
}();

struct Stretch {
  size_t bytes = 0;
  size_t end = 0;  // of its words
};

}  // namespace

LanguageVote VoteOnLanguage(std::string_view text) {
  text = Utf8Prefix(text, kMaxVoteBytes);
  const WordMasks& masks = WordMasks::Get();
  // The stop words of the text, and where each stretch of them ends.
  std::array<uint64_t, kMaxVoteBytes / 2 + 1> words;
  std::array<Stretch, kMaxVoteBytes / kMinStretch + 2> stretches;
  size_t word_count = 0;
  size_t stretch_count = 0;
  size_t stretch_begin = 0;
  for (size_t i = 0; i < text.size();) {
    const size_t begin = i;
    uint64_t word = 0;
    for (uint8_t byte; i < text.size() && (byte = kWordBytes[static_cast<unsigned char>(text[i])]) != 0; ++i)
      word = AddByte(word, byte);
    const size_t length = i - begin;
    if (length > 0 && length <= kMaxWordBytes) {
      const uint64_t languages = masks.Of(word);
      words[word_count] = languages;
      word_count += languages != 0;
    }
    if (i == text.size()) break;
    const size_t stretch = i - stretch_begin;
    if ((text[i] == '\n' && stretch >= kMinStretch) || stretch >= kMaxStretch) {
      stretches[stretch_count++] = {stretch, word_count};
      stretch_begin = i;
    }
    ++i;
  }
  // What is too short to be one goes with the last.
  if (stretch_count == 0 || text.size() - stretch_begin >= kMinStretch) {
    stretches[stretch_count++] = {text.size() - stretch_begin, word_count};
  } else {
    stretches[stretch_count - 1].bytes += text.size() - stretch_begin;
    stretches[stretch_count - 1].end = word_count;
  }

  // Counts of each stretch, and of all.
  std::array<Counts, stretches.size()> stretch_counts;
  Counts counts{};
  size_t begin = 0;
  for (size_t s = 0; s < stretch_count; ++s) {
    Counts& here = stretch_counts[s];
    here.fill(0);
    for (size_t i = std::exchange(begin, stretches[s].end); i < stretches[s].end; ++i) {
      for (uint64_t mask = words[i]; mask != 0; mask &= mask - 1)
        ++here[static_cast<size_t>(std::countr_zero(mask))];
    }
    for (size_t lang = 0; lang < kMaxLanguages; ++lang)
      counts[lang] = static_cast<uint16_t>(counts[lang] + here[lang]);
  }
  const auto winner = static_cast<size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin());
  // Those that have so few words that they are behind whichever words these are need no second look.
  uint64_t rivals = 0;
  for (size_t lang = 0; lang < kMaxLanguages; ++lang) {
    const bool far_behind =
        counts[winner] >= kMinLead + counts[lang] && counts[winner] >= (kMinRatio + 1) * counts[lang];
    if (!far_behind && lang != winner) rivals |= uint64_t{1} << lang;
  }
  bool sure = counts[winner] >= kMinLead;
  if (sure && rivals != 0) {
    Counts shared{};
    for (size_t i = 0; i < word_count; ++i) {
      if ((words[i] >> winner & 1) == 0) continue;
      for (uint64_t mask = words[i] & rivals; mask != 0; mask &= mask - 1)
        ++shared[static_cast<size_t>(std::countr_zero(mask))];
    }
    for (uint64_t mask = rivals; mask != 0; mask &= mask - 1) {
      const auto rival = static_cast<size_t>(std::countr_zero(mask));
      const uint32_t lead = counts[winner] - shared[rival];
      const uint32_t against = counts[rival] - shared[rival];
      if (lead < kMinLead || lead < kMinRatio * against) sure = false;
    }
  }
  LanguageVote vote;
  for (size_t s = 0; s < stretch_count; ++s) {
    const Counts& here = stretch_counts[s];
    const uint16_t most = *std::max_element(here.begin(), here.end());
    if (most > here[winner] || here[winner] * kBytesPerWord < stretches[s].bytes) sure = false;
    if (most > here[winner] + 1) vote.mixed = true;
  }
  if (sure) vote.lang = masks.Language(winner);
  return vote;
}

bool IsUnlistedKin(std::string_view lang, std::string_view other) {
  static constexpr std::pair<std::string_view, std::string_view> kKin[] = {
      {"pt", "gl"}, {"es", "gl"},  {"es", "an"}, {"ca", "oc"},  {"fr", "oc"}, {"it", "co"}, {"nl", "af"},
      {"nl", "fy"}, {"nl", "li"},  {"de", "lb"}, {"en", "sco"}, {"is", "fo"}, {"da", "fo"}, {"ga", "gd"},
      {"ga", "gv"}, {"bg", "mk"},  {"sr", "mk"}, {"sr", "bs"},  {"hr", "bs"}, {"sr", "me"}, {"ru", "be"},
      {"uk", "be"}, {"uk", "rue"}, {"ru", "bg"}, {"tr", "az"},  {"he", "yi"}, {"ar", "fa"}, {"ar", "ur"},
  };
  return std::find(std::begin(kKin), std::end(kKin), std::pair(lang, other)) != std::end(kKin);
}

}  // namespace newsearch
