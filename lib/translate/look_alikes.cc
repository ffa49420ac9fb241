// SPDX-License-Identifier: GPL-2.0-or-later
#include "translate/look_alikes.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace newsearch {
namespace {

// a to z, 0 to 9 and the mark at a word's ends.
constexpr uint32_t kLetters = 37;
constexpr uint32_t kGramCount = kLetters * kLetters * kLetters;
constexpr size_t kMaxGrams = 60;  // of a word; longer ones are cut
constexpr size_t kMinLetters = 3;

uint32_t LetterNumber(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<uint32_t>(c - 'a') + 1;
  return static_cast<uint32_t>(c - '0') + 27;
}

}  // namespace

double LookAlikeWeight(double dice, bool name_or_unknown) {
  return std::max(0.0, dice - 0.2) * (name_or_unknown ? 1.0 : 0.5);
}

std::vector<uint32_t> LookAlikes::Grams(std::string_view word) {
  const std::string level = LevelSpelling(transliterator_.ToLatin(word));
  std::vector<uint32_t> grams;
  if (level.size() < kMinLetters) return grams;
  uint32_t before = 0;
  uint32_t last = LetterNumber(level[0]);
  for (size_t i = 1; i <= level.size() && grams.size() < kMaxGrams; ++i) {
    const uint32_t next = i < level.size() ? LetterNumber(level[i]) : 0;
    grams.push_back((before * kLetters + last) * kLetters + next);
    before = last;
    last = next;
  }
  std::sort(grams.begin(), grams.end());
  grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
  return grams;
}

LookAlikes::LookAlikes(std::vector<VocabularyWord> vocabulary) : vocabulary_(std::move(vocabulary)) {
  const size_t count = vocabulary_.size();
  std::vector<uint32_t> grams;
  std::vector<uint32_t> first_gram{0};
  grams.reserve(count * 8);
  first_gram.reserve(count + 1);
  for (const VocabularyWord& word : vocabulary_) {
    const std::vector<uint32_t> of_word = Grams(word.word);
    grams.insert(grams.end(), of_word.begin(), of_word.end());
    first_gram.push_back(static_cast<uint32_t>(grams.size()));
  }
  const auto gram_count = [&](uint32_t number) { return first_gram[number + 1] - first_gram[number]; };

  // Two counting sorts: words by their number of trigrams, then postings by trigram.
  first_with_.assign(kMaxGrams + 2, 0);
  for (uint32_t i = 0; i < count; ++i) ++first_with_[gram_count(i) + 1];
  std::partial_sum(first_with_.begin(), first_with_.end(), first_with_.begin());
  order_.resize(count);
  gram_counts_.resize(count);
  std::vector<uint32_t> next = first_with_;
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t place = next[gram_count(i)]++;
    order_[place] = i;
    gram_counts_[place] = static_cast<uint8_t>(gram_count(i));
  }
  first_posting_.assign(kGramCount + 1, 0);
  for (const uint32_t gram : grams) ++first_posting_[gram + 1];
  std::partial_sum(first_posting_.begin(), first_posting_.end(), first_posting_.begin());
  postings_.resize(grams.size());
  next = first_posting_;
  for (uint32_t place = 0; place < count; ++place) {
    for (uint32_t i = first_gram[order_[place]]; i < first_gram[order_[place] + 1]; ++i)
      postings_[next[grams[i]]++] = place;
  }
  shared_.assign(count, 0);
}

std::vector<LookAlike> LookAlikes::Find(std::string_view word, size_t max_found, double min_dice) {
  std::vector<LookAlike> found;
  const std::vector<uint32_t> grams = Grams(word);
  if (grams.empty() || vocabulary_.empty()) return found;
  const auto own = static_cast<double>(grams.size());
  // Dice >= d of a and b trigrams of which at most min(a, b) are shared: b lies between these.
  constexpr double kRounding = 1e-9;
  const auto fewest = static_cast<size_t>(std::ceil(own * min_dice / (2 - min_dice) - kRounding));
  const auto most =
      std::min(kMaxGrams,
               static_cast<size_t>(std::floor(own * (2 - min_dice) / std::max(min_dice, 0.01) + kRounding)));
  const uint32_t begin = first_with_[std::min(fewest, kMaxGrams)];
  const uint32_t end =
      most + 1 < first_with_.size() ? first_with_[most + 1] : static_cast<uint32_t>(order_.size());

  std::vector<uint32_t> touched;
  for (const uint32_t gram : grams) {
    const auto first = postings_.begin() + first_posting_[gram];
    const auto last = postings_.begin() + first_posting_[gram + 1];
    for (auto at = std::lower_bound(first, last, begin); at != last && *at < end; ++at) {
      if (shared_[*at]++ == 0) touched.push_back(*at);
    }
  }
  for (const uint32_t place : touched) {
    const double dice = 2.0 * shared_[place] / (own + gram_counts_[place]);
    shared_[place] = 0;
    if (dice + kRounding >= min_dice) found.push_back({order_[place], dice});
  }
  const size_t kept = std::min(max_found, found.size());
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(),
                    [&](const LookAlike& a, const LookAlike& b) {
                      if (a.dice != b.dice) return a.dice > b.dice;
                      const uint32_t in_a = vocabulary_[a.word].documents;
                      const uint32_t in_b = vocabulary_[b.word].documents;
                      return in_a != in_b ? in_a > in_b : a.word < b.word;
                    });
  found.resize(kept);
  return found;
}

}  // namespace newsearch
