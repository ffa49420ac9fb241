// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_WORD_KINDS_H_
#define NEWSEARCH_LIB_FACETS_WORD_KINDS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/word_table.h"

namespace newsearch {

// The whole words and phrases of a WordTable in one language, looked up by their keys (ExtendNameKey), with
// their kinds as bits. Thread-safety: const after construction.
class WordKinds {
 public:
  // Bit i of the result is kinds[i]. `lang` may be empty: all languages.
  WordKinds(const WordTable& table, const std::vector<std::string_view>& kinds, std::string_view lang);

  uint32_t Of(uint64_t key) const {
    for (size_t at = key & mask_; entries_[at].kinds != 0; at = (at + 1) & mask_) {
      if (entries_[at].key == key) return entries_[at].kinds;
    }
    return 0;
  }

 private:
  struct Entry {
    uint64_t key = 0;
    uint32_t kinds = 0;  // 0: free
  };
  // Open addressing; a power of two, at most half full.
  std::vector<Entry> entries_;
  uint64_t mask_ = 0;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_WORD_KINDS_H_
