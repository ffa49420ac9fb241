// SPDX-License-Identifier: GPL-2.0-or-later
#include "translate/lexicon.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

#include "text/normalizer.h"
#include "translate/freedict_entry.h"
#include "util/file.h"

namespace newsearch {
namespace {

// On disk, numbers little-endian of four bytes: magic, number of keys, of entries, bytes of text; then for
// each key its text and its first entry (one more key for the end), for each entry its text and its two
// scores in thousandths; then the texts, each with a NUL. Keys are in the order of their bytes.
constexpr std::string_view kMagic = "NSLEX001";
constexpr size_t kHeaderBytes = 8 + 3 * 4;
constexpr size_t kKeyBytes = 8;
constexpr size_t kEntryBytes = 12;
constexpr double kScoreUnit = 1000;

void AppendNumber(uint32_t number, std::string* out) {
  for (unsigned shift = 0; shift < 32; shift += 8) out->push_back(static_cast<char>(number >> shift & 0xFF));
}

bool IsJoiner(std::string_view text, size_t at, size_t* length) {
  static constexpr std::string_view kJoiners[] = {"-",      "'",      "\u2019", "\u2010",
                                                  "\u2011", "\u2013", "\u02BC", "\u00A0"};
  for (const std::string_view joiner : kJoiners) {
    if (text.substr(at, joiner.size()) == joiner) {
      *length = joiner.size();
      return true;
    }
  }
  return false;
}

}  // namespace

std::string PhraseKey(std::string_view phrase) {
  const std::string folded = FoldCase(phrase);
  std::string key;
  key.reserve(folded.size());
  for (size_t at = 0; at < folded.size();) {
    size_t length = 1;
    const char c = folded[at];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!letter && (c == ' ' || IsJoiner(folded, at, &length))) {
      if (!key.empty() && key.back() != ' ') key.push_back(' ');
    } else {
      key.push_back(c);
    }
    at += length;
  }
  while (!key.empty() && (key.back() == ' ' || key.back() == '.')) key.pop_back();
  return key;
}

double PlaceScore(size_t sense, size_t place) {
  return 1.0 / ((1.0 + 0.2 * static_cast<double>(sense)) * (1.0 + 0.5 * static_cast<double>(place)));
}

void AddScored(std::string_view text, double forward, double inverse, std::vector<ScoredPhrase>* phrases) {
  for (ScoredPhrase& phrase : *phrases) {
    if (phrase.text != text) continue;
    phrase.forward += forward;
    phrase.inverse += inverse;
    return;
  }
  phrases->push_back({std::string(text), forward, inverse});
}

Result<Lexicon> Lexicon::Open(const std::string& path) {
  Result<FileContents> contents = FileContents::Open(path);
  if (!contents.ok()) return contents.status();
  return FromBytes(std::string(contents->bytes()), path);
}

Result<Lexicon> Lexicon::FromBytes(std::string bytes, std::string name) {
  Lexicon lexicon;
  lexicon.bytes_ = std::move(bytes);
  const auto damaged = [&](std::string_view what) {
    return Status(StatusCode::kCorruption, "lexicon " + name + ": " + std::string(what));
  };
  if (lexicon.bytes_.size() < kHeaderBytes || !lexicon.bytes_.starts_with(kMagic.substr(0, 5)))
    return damaged("no lexicon of newsearch");
  if (!lexicon.bytes_.starts_with(kMagic))
    return Status(StatusCode::kVersionMismatch, "lexicon " + name + ": made by another version");
  const uint64_t keys = lexicon.Number(kMagic.size());
  const uint64_t entries = lexicon.Number(kMagic.size() + 4);
  const uint64_t texts = lexicon.Number(kMagic.size() + 8);
  const uint64_t entries_at = kHeaderBytes + (keys + 1) * kKeyBytes;
  const uint64_t texts_at = entries_at + entries * kEntryBytes;
  if (texts_at + texts != lexicon.bytes_.size() || texts == 0 || lexicon.bytes_.back() != '\0')
    return damaged("its size is wrong");
  lexicon.keys_ = keys;
  lexicon.entries_ = entries;
  lexicon.entries_at_ = entries_at;
  lexicon.texts_at_ = texts_at;
  return lexicon;
}

uint32_t Lexicon::Number(size_t at) const {
  uint32_t number = 0;
  std::memcpy(&number, bytes_.data() + at, sizeof(number));
  if constexpr (std::endian::native == std::endian::big) number = __builtin_bswap32(number);
  return number;
}

// A damaged offset gives the empty text; the last byte is a NUL.
std::string_view Lexicon::Text(uint32_t offset) const {
  if (offset >= bytes_.size() - texts_at_) return {};
  return bytes_.data() + texts_at_ + offset;
}

std::string_view Lexicon::key(size_t number) const { return Text(Number(kHeaderBytes + number * kKeyBytes)); }

std::pair<size_t, size_t> Lexicon::WithPrefix(std::string_view prefix) const {
  const auto search = [&](size_t first, const auto& before) {
    size_t last = keys_;
    while (first < last) {
      const size_t middle = first + (last - first) / 2;
      if (before(key(middle).substr(0, prefix.size()))) {
        first = middle + 1;
      } else {
        last = middle;
      }
    }
    return first;
  };
  const size_t first = search(0, [&](std::string_view front) { return front < prefix; });
  return {first, search(first, [&](std::string_view front) { return front == prefix; })};
}

void Lexicon::Find(std::string_view wanted, std::vector<ScoredPhrase>* phrases) const {
  const size_t number = WithPrefix(wanted).first;
  if (number >= keys_ || key(number) != wanted) return;
  const size_t at = kHeaderBytes + number * kKeyBytes + 4;
  const size_t last = std::min<size_t>(Number(at + kKeyBytes), entries_);
  for (size_t i = Number(at); i < last; ++i) {
    const size_t entry = entries_at_ + i * kEntryBytes;
    const std::string_view text = Text(Number(entry));
    if (!text.empty())
      AddScored(text, Number(entry + 4) / kScoreUnit, Number(entry + 8) / kScoreUnit, phrases);
  }
}

void LexiconBuilder::Add(std::string_view phrase, std::string_view translation, double forward,
                         double inverse) {
  const std::string key = PhraseKey(phrase);
  if (key.empty() || translation.empty()) return;
  const auto keep = [&](std::string_view text) {
    arena_.append(text);
    return static_cast<uint32_t>(arena_.size() - text.size());
  };
  const uint32_t at = keep(key);
  pairs_.push_back({at, static_cast<uint32_t>(key.size()), keep(translation),
                    static_cast<uint32_t>(translation.size()), static_cast<float>(forward),
                    static_cast<float>(inverse)});
}

Status LexiconBuilder::AddForward(DictdFile* file) {
  // By headword, since an inflected form leads to the entry of its base form.
  std::vector<size_t> order(file->size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return file->offset(a) < file->offset(b); });
  for (const size_t i : order) {
    const Result<std::string> text = file->Entry(i);
    if (!text.ok()) return text.status();
    const FreedictEntry entry = ParseFreedictEntry(*text);
    for (size_t sense = 0; sense < entry.senses.size(); ++sense) {
      for (size_t place = 0; place < entry.senses[sense].size(); ++place) {
        const double score = PlaceScore(sense, place);
        Add(file->headword(i), entry.senses[sense][place], score, 0);
        for (const std::string& headword : entry.headwords) {
          // The index writes "power-station" as "powerstation".
          if (const std::string key = PhraseKey(headword);
              key.find(' ') != std::string::npos && key != file->headword(i))
            Add(headword, entry.senses[sense][place], score, 0);
        }
      }
    }
  }
  return Status();
}

Status LexiconBuilder::AddInverse(DictdFile* file) {
  return file->ForEachEntry([&](std::string_view text) {
    const FreedictEntry entry = ParseFreedictEntry(text);
    for (size_t sense = 0; sense < entry.senses.size(); ++sense) {
      for (size_t place = 0; place < entry.senses[sense].size(); ++place) {
        for (const std::string& headword : entry.headwords)
          Add(entry.senses[sense][place], headword, 0, PlaceScore(sense, place));
      }
    }
  });
}

Lexicon LexiconBuilder::Build(size_t max_translations) {
  const auto key = [&](const Pair& pair) { return std::string_view(arena_).substr(pair.key, pair.key_size); };
  const auto text = [&](const Pair& pair) {
    return std::string_view(arena_).substr(pair.text, pair.text_size);
  };
  std::sort(pairs_.begin(), pairs_.end(), [&](const Pair& a, const Pair& b) {
    const int keys = key(a).compare(key(b));
    return keys != 0 ? keys < 0 : text(a) < text(b);
  });
  // The same pair said twice is evidence twice.
  size_t kept = 0;
  for (size_t i = 0; i < pairs_.size(); ++i) {
    if (kept > 0 && key(pairs_[kept - 1]) == key(pairs_[i]) && text(pairs_[kept - 1]) == text(pairs_[i])) {
      pairs_[kept - 1].forward += pairs_[i].forward;
      pairs_[kept - 1].inverse += pairs_[i].inverse;
    } else {
      pairs_[kept++] = pairs_[i];
    }
  }
  pairs_.resize(kept);

  std::string keys;
  std::string entries;
  std::string texts(1, '\0');
  uint32_t key_count = 0;
  uint32_t entry_count = 0;
  const auto keep = [&](std::string_view piece) {
    const auto at = static_cast<uint32_t>(texts.size());
    texts.append(piece);
    texts.push_back('\0');
    return at;
  };
  for (size_t begin = 0; begin < pairs_.size();) {
    size_t end = begin;
    while (end < pairs_.size() && key(pairs_[end]) == key(pairs_[begin])) ++end;
    AppendNumber(keep(key(pairs_[begin])), &keys);
    AppendNumber(entry_count, &keys);
    ++key_count;
    std::stable_sort(pairs_.begin() + static_cast<std::ptrdiff_t>(begin),
                     pairs_.begin() + static_cast<std::ptrdiff_t>(end), [](const Pair& a, const Pair& b) {
                       return a.forward + a.inverse > b.forward + b.inverse;
                     });
    for (size_t i = begin; i < std::min(end, begin + max_translations); ++i) {
      AppendNumber(keep(text(pairs_[i])), &entries);
      AppendNumber(static_cast<uint32_t>(pairs_[i].forward * kScoreUnit), &entries);
      AppendNumber(static_cast<uint32_t>(pairs_[i].inverse * kScoreUnit), &entries);
      ++entry_count;
    }
    begin = end;
  }
  AppendNumber(0, &keys);
  AppendNumber(entry_count, &keys);
  std::string bytes(kMagic);
  AppendNumber(key_count, &bytes);
  AppendNumber(entry_count, &bytes);
  AppendNumber(static_cast<uint32_t>(texts.size()), &bytes);
  bytes.append(keys).append(entries).append(texts);
  pairs_ = {};
  arena_ = {};
  return std::move(Lexicon::FromBytes(std::move(bytes), "memory")).value();
}

}  // namespace newsearch
