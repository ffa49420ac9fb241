// SPDX-License-Identifier: GPL-2.0-or-later
//
// A 64-bit hash that is the same on every machine and in every version: ids and fingerprints on disk are
// made with it. FNV-1a (Fowler, Noll, Vo; RFC 9923) with the finalizer of MurmurHash3 (Appleby).
#ifndef NEWSEARCH_LIB_UTIL_HASH_H_
#define NEWSEARCH_LIB_UTIL_HASH_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace newsearch {

class StableHash {
 public:
  // Adds `part` and its length, so that ("ab", "c") and ("a", "bc") differ.
  StableHash& Add(std::string_view part) {
    for (char c : part) AddByte(static_cast<unsigned char>(c));
    return Add(static_cast<uint64_t>(part.size()));
  }
  StableHash& Add(uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) AddByte(static_cast<unsigned char>(number >> shift));
    return *this;
  }
  uint64_t value() const {
    uint64_t h = state_;
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdu;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53u;
    h ^= h >> 33;
    return h;
  }
  // 16 lower-case hexadecimal digits.
  std::string hex() const {
    static constexpr char kDigits[] = "0123456789abcdef";
    uint64_t h = value();
    std::string text(16, '0');
    for (int i = 15; i >= 0; --i, h >>= 4) text[static_cast<size_t>(i)] = kDigits[h & 15];
    return text;
  }

 private:
  void AddByte(unsigned char byte) { state_ = (state_ ^ byte) * 0x100000001b3u; }
  uint64_t state_ = 0xcbf29ce484222325u;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_UTIL_HASH_H_
