// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_NAME_INDEX_H_
#define NEWSEARCH_LIB_FACETS_NAME_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "text/word_scanner.h"

namespace newsearch {

// Names by the hashes of their words. A word that starts no name costs one bit to look up, however many names
// there are. Thread-safety: const but for Add.
class NameIndex {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  NameIndex() : starts_(kMinStartBits / 64) {}

  // Makes `id` one of the names that these words are. Adding it twice is the same as once.
  // REQUIRES: the ids of the same words come in ascending order.
  void Add(std::span<const uint64_t> words, uint32_t id);

  bool MayStart(uint64_t word_hash) const {
    const uint64_t bit = word_hash & (starts_.size() * 64 - 1);
    return (starts_[bit / 64] >> (bit % 64) & 1) != 0;
  }

  struct Entry {
    uint64_t key = 0;
    uint32_t link = kNone;  // of its names, see ForEach
    bool used = false;
    bool longer = false;  // names go on behind these words
  };
  // nullptr if no name has these words, nor starts with them. `key`: by ExtendNameKey.
  const Entry* Find(uint64_t key) const;

  // Calls visit(id) for the names of an entry.
  template <typename Visit>
  void ForEach(const Entry& entry, const Visit& visit) const {
    for (uint32_t at = entry.link; at != kNone; at = links_[at].next) visit(links_[at].id);
  }

  bool empty() const { return count_ == 0; }

 private:
  // Eight kilobytes: stays in the first cache.
  static constexpr uint64_t kMinStartBits = uint64_t{1} << 16;
  struct Link {
    uint32_t id;
    uint32_t next;
  };
  Entry* Insert(uint64_t key);
  void AddStart(uint64_t word_hash);
  void MarkStart(uint64_t word_hash);

  std::vector<uint64_t> starts_;       // bits by hash; a power of two, at least eight for each first word
  std::vector<uint64_t> first_words_;  // hashes of the different words that start names
  std::vector<Entry> entries_;         // open addressing; a power of two, at most half full
  std::vector<Link> links_;
  size_t count_ = 0;
};

// The ways in which people put a name's words together and apart: "SmartCity Lab" is also "Smart City Lab",
// "SmartCityLab", "Smart CityLab". Hashes of the words of each, the way it is written first.
std::vector<std::vector<uint64_t>> NameVariants(std::string_view name);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_NAME_INDEX_H_
