// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_WORD_SET_H_
#define NEWSEARCH_LIB_FACETS_WORD_SET_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "facets/scanned_article.h"

namespace newsearch {

// A set of words, by WordHash, in bounded memory: a Bloom filter (Bloom 1970, "Space/time trade-offs in hash
// coding with allowable errors"). May say yes for a word that was not added: in an archive's set for two in a
// thousand with 200,000 words, more often beyond.
class WordSet {
 public:
  // For an archive, or for a single article.
  static constexpr size_t kArchiveBits = size_t{1} << 23;
  static constexpr size_t kArticleBits = size_t{1} << 15;

  // REQUIRES: `bits` is a power of two, at least 64.
  explicit WordSet(size_t bits = kArchiveBits) : mask_(bits - 1) {}

  void Add(uint64_t word_hash) {
    if (bits_.empty()) bits_.resize((mask_ + 1) / 64);
    bits_[First(word_hash) / 64] |= uint64_t{1} << (First(word_hash) % 64);
    bits_[Second(word_hash) / 64] |= uint64_t{1} << (Second(word_hash) % 64);
  }

  bool MayHave(uint64_t word_hash) const {
    return !bits_.empty() && (bits_[First(word_hash) / 64] >> (First(word_hash) % 64) & 1) != 0 &&
           (bits_[Second(word_hash) / 64] >> (Second(word_hash) % 64) & 1) != 0;
  }

  void Clear() { std::fill(bits_.begin(), bits_.end(), 0); }

 private:
  size_t First(uint64_t hash) const { return hash & mask_; }
  size_t Second(uint64_t hash) const { return hash >> 32 & mask_; }

  size_t mask_;
  std::vector<uint64_t> bits_;
};

// Adds the words that an article writes without a capital.
void AddSmallWords(const ScannedArticle& article, WordSet* words);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_WORD_SET_H_
