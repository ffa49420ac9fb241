// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_WORD_POSTING_H_
#define NEWSEARCH_LIB_INDEX_WORD_POSTING_H_

#include <cstdint>

namespace newsearch {

// A document with a word, and the word's wdf there.
struct WordPosting {
  uint32_t doc = 0;
  uint32_t wdf = 0;
  friend bool operator==(const WordPosting&, const WordPosting&) = default;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_WORD_POSTING_H_
