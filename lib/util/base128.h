// SPDX-License-Identifier: GPL-2.0-or-later
//
// Numbers in base 128, low bits first, as many bytes as they need: each byte but the last has its high bit
// set. They are written to disk: do not change their form.
#ifndef NEWSEARCH_LIB_UTIL_BASE128_H_
#define NEWSEARCH_LIB_UTIL_BASE128_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace newsearch {

inline void AppendNumber(uint64_t number, std::string* out) {
  for (; number >= 0x80; number >>= 7) out->push_back(static_cast<char>((number & 0x7F) | 0x80));
  out->push_back(static_cast<char>(number));
}

// Reads the number at *at and moves on. False, with both in any state, at the end of `bytes` and for a number
// that does not fit. `Bytes` is a string_view or a span.
template <typename Bytes, std::unsigned_integral Number>
bool TakeNumber(const Bytes& bytes, size_t* at, Number* number) {
  *number = 0;
  for (int shift = 0; shift < std::numeric_limits<Number>::digits; shift += 7) {
    if (*at >= bytes.size()) return false;
    const auto byte = static_cast<unsigned char>(bytes[(*at)++]);
    const auto digits = static_cast<Number>(byte & 0x7F);
    const auto shifted = static_cast<Number>(digits << shift);
    if (static_cast<Number>(shifted >> shift) != digits) return false;
    *number |= shifted;
    if (byte < 0x80) return true;
  }
  return false;
}

// The same from the front of *bytes, which it leaves.
template <std::unsigned_integral Number>
bool TakeNumber(std::string_view* bytes, Number* number) {
  size_t at = 0;
  const bool taken = TakeNumber(*bytes, &at, number);
  bytes->remove_prefix(at);
  return taken;
}

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_UTIL_BASE128_H_
