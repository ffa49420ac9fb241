// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/name_index.h"

#include <algorithm>
#include <string>

#include "text/char_class.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// Names of more parts are known as written and in one word only.
constexpr size_t kMaxParts = 5;

// "BeWiser2" -> "Be", "Wiser2": cut where a capital follows a small letter.
void AppendParts(std::string_view word, std::vector<std::string>* parts) {
  size_t begin = 0;
  bool after_small = false;
  for (size_t i = 0; i < word.size();) {
    const Utf8Step step = DecodeUtf8(word, i);
    if (after_small && IsUpper(step.code_point)) {
      parts->emplace_back(word.substr(begin, i - begin));
      begin = i;
    }
    after_small = IsLower(step.code_point);
    i += step.length;
  }
  parts->emplace_back(word.substr(begin));
}

}  // namespace

const NameIndex::Entry* NameIndex::Find(uint64_t key) const {
  if (entries_.empty()) return nullptr;
  const size_t mask = entries_.size() - 1;
  for (size_t at = key & mask; entries_[at].used; at = (at + 1) & mask) {
    if (entries_[at].key == key) return &entries_[at];
  }
  return nullptr;
}

NameIndex::Entry* NameIndex::Insert(uint64_t key) {
  if (count_ * 2 >= entries_.size()) {
    std::vector<Entry> old(std::max<size_t>(16, entries_.size() * 2));
    old.swap(entries_);
    count_ = 0;
    for (const Entry& entry : old) {
      if (entry.used) *Insert(entry.key) = entry;
    }
  }
  const size_t mask = entries_.size() - 1;
  size_t at = key & mask;
  while (entries_[at].used && entries_[at].key != key) at = (at + 1) & mask;
  if (!entries_[at].used) {
    entries_[at].key = key;
    entries_[at].used = true;
    ++count_;
  }
  return &entries_[at];
}

void NameIndex::MarkStart(uint64_t word_hash) {
  const uint64_t bit = word_hash & (starts_.size() * 64 - 1);
  starts_[bit / 64] |= uint64_t{1} << (bit % 64);
}

void NameIndex::AddStart(uint64_t word_hash) {
  first_words_.push_back(word_hash);
  if (first_words_.size() * 8 <= starts_.size() * 64) {
    MarkStart(word_hash);
    return;
  }
  starts_.assign(starts_.size() * 2, 0);
  for (const uint64_t hash : first_words_) MarkStart(hash);
}

void NameIndex::Add(std::span<const uint64_t> words, uint32_t id) {
  if (words.empty()) return;
  uint64_t key = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    key = ExtendNameKey(key, words[i]);
    const size_t count = count_;
    Entry* entry = Insert(key);
    if (i == 0 && count_ > count) AddStart(words[0]);
    if (i + 1 < words.size()) {
      entry->longer = true;
      continue;
    }
    // Ids ascend: if it is there, it is the last one added.
    if (entry->link != kNone && links_[entry->link].id == id) return;
    links_.push_back({id, entry->link});
    entry->link = static_cast<uint32_t>(links_.size() - 1);
  }
}

std::vector<std::vector<uint64_t>> NameVariants(std::string_view name) {
  std::vector<ScannedWord> words;
  ScanWords(name, &words);
  std::vector<std::vector<uint64_t>> variants;
  if (words.empty()) return variants;
  std::vector<uint64_t> written;
  std::vector<std::string> parts;
  const bool units =
      std::any_of(words.begin(), words.end(), [](const ScannedWord& word) { return word.Is(kUnitWord); });
  for (const ScannedWord& word : words) {
    written.push_back(word.hash);
    AppendParts(name.substr(word.begin, word.end - word.begin), &parts);
  }
  variants.push_back(written);
  if (units) return variants;
  const auto add = [&variants](std::vector<uint64_t> variant) {
    if (std::find(variants.begin(), variants.end(), variant) == variants.end())
      variants.push_back(std::move(variant));
  };
  if (parts.size() > kMaxParts) {
    std::string joined;
    for (const std::string& part : parts) joined.append(part);
    add({WordHash(joined)});
    return variants;
  }
  // Bit i: part i + 1 is written onto part i.
  for (unsigned joins = 0; joins < 1u << (parts.size() - 1); ++joins) {
    std::vector<uint64_t> variant;
    std::string word = parts[0];
    for (size_t i = 1; i < parts.size(); ++i) {
      if ((joins >> (i - 1) & 1) != 0) {
        word.append(parts[i]);
        continue;
      }
      variant.push_back(WordHash(word));
      word = parts[i];
    }
    variant.push_back(WordHash(word));
    add(std::move(variant));
  }
  return variants;
}

}  // namespace newsearch
