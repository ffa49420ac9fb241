// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_GLASS_TERM_PREFIX_H_
#define NEWSEARCH_LIB_GLASS_TERM_PREFIX_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace newsearch {

// The first eight bytes as a number. Terms with different numbers are in the order of these.
inline uint64_t TermPrefix(std::string_view term) {
  uint64_t prefix = 0;
  const size_t size = std::min<size_t>(term.size(), 8);
  for (size_t i = 0; i < size; ++i) prefix = prefix << 8 | static_cast<unsigned char>(term[i]);
  return size == 0 ? 0 : prefix << (8 * (8 - size));
}

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_GLASS_TERM_PREFIX_H_
