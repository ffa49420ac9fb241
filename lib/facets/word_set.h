// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_WORD_SET_H_
#define NEWSEARCH_LIB_FACETS_WORD_SET_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace newsearch {

// A set of words, by WordHash, in bounded memory: a Bloom filter (Bloom 1970, "Space/time trade-offs in hash
// coding with allowable errors"). May say yes for a word that was not added: for one in a thousand with
// 200,000 words, more often beyond.
class WordSet {
 public:
  void Add(uint64_t word_hash) {
    if (bits_.empty()) bits_.resize(kBits / 64);
    bits_[First(word_hash) / 64] |= uint64_t{1} << (First(word_hash) % 64);
    bits_[Second(word_hash) / 64] |= uint64_t{1} << (Second(word_hash) % 64);
  }

  bool MayHave(uint64_t word_hash) const {
    return !bits_.empty() && (bits_[First(word_hash) / 64] >> (First(word_hash) % 64) & 1) != 0 &&
           (bits_[Second(word_hash) / 64] >> (Second(word_hash) % 64) & 1) != 0;
  }

 private:
  static constexpr uint64_t kBits = uint64_t{1} << 23;
  static size_t First(uint64_t hash) { return hash & (kBits - 1); }
  static size_t Second(uint64_t hash) { return hash >> 32 & (kBits - 1); }

  std::vector<uint64_t> bits_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_WORD_SET_H_
