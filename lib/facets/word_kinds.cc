// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/word_kinds.h"

#include <algorithm>
#include <unordered_map>

#include "text/word_scanner.h"

namespace newsearch {

WordKinds::WordKinds(const WordTable& table, const std::vector<std::string_view>& kinds,
                     std::string_view lang) {
  std::unordered_map<uint64_t, uint32_t> collected;
  const std::string marked = "," + std::string(lang) + ",";
  std::vector<ScannedWord> words;
  table.ForEach([&](std::string_view kind, std::string_view word, std::string_view languages) {
    const auto bit = std::find(kinds.begin(), kinds.end(), kind);
    if (bit == kinds.end()) return;
    if (!lang.empty() && !languages.empty() && languages.find(marked) == std::string_view::npos) return;
    words.clear();
    ScanWords(word, &words);
    uint64_t key = 0;
    for (const ScannedWord& part : words) key = ExtendNameKey(key, part.hash);
    collected[key] |= uint32_t{1} << (bit - kinds.begin());
  });
  size_t size = 16;
  while (size < collected.size() * 2) size *= 2;
  entries_.resize(size);
  mask_ = size - 1;
  for (const auto& [key, bits] : collected) {
    size_t at = key & mask_;
    while (entries_[at].kinds != 0) at = (at + 1) & mask_;
    entries_[at] = {key, bits};
  }
}

}  // namespace newsearch
