// SPDX-License-Identifier: GPL-2.0-or-later
//
// UTF-8 by hand, for the places that need no Unicode tables. Offsets are bytes.
#ifndef NEWSEARCH_LIB_UTIL_UTF8_H_
#define NEWSEARCH_LIB_UTIL_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace newsearch {

inline constexpr char32_t kReplacement = 0xFFFD;
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // U+FEFF

// One step through a text. Ill-formed bytes give kReplacement, one for each maximal subpart (Unicode
// Standard, chapter 3, "U+FFFD Substitution of Maximal Subparts").
struct Utf8Step {
  char32_t code_point = 0;
  uint32_t length = 0;  // bytes; 0 at the end of the text
  bool well_formed = true;
};
Utf8Step DecodeUtf8Slow(std::string_view text, size_t offset);
inline Utf8Step DecodeUtf8(std::string_view text, size_t offset) {
  if (offset < text.size() && static_cast<unsigned char>(text[offset]) < 0x80) {
    return {static_cast<char32_t>(text[offset]), 1, true};
  }
  if (offset + 2 < text.size()) {
    // Two and three bytes whose second byte has no range of its own: nearly all there is.
    const auto lead = static_cast<unsigned char>(text[offset]);
    const auto second = static_cast<unsigned char>(text[offset + 1]);
    const auto third = static_cast<unsigned char>(text[offset + 2]);
    if ((second & 0xC0) == 0x80) {
      if (lead >= 0xC2 && lead <= 0xDF)
        return {static_cast<char32_t>((lead & 0x1F) << 6 | (second & 0x3F)), 2, true};
      if (lead >= 0xE1 && lead <= 0xEC && (third & 0xC0) == 0x80)
        return {static_cast<char32_t>((lead & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F)), 3, true};
    }
  }
  return DecodeUtf8Slow(text, offset);
}

// The step that ends just before `offset`. REQUIRES: offset > 0 and on a boundary.
Utf8Step DecodeUtf8BeforeSlow(std::string_view text, size_t offset);
inline Utf8Step DecodeUtf8Before(std::string_view text, size_t offset) {
  if (static_cast<unsigned char>(text[offset - 1]) < 0x80) {
    return {static_cast<char32_t>(text[offset - 1]), 1, true};
  }
  return DecodeUtf8BeforeSlow(text, offset);
}

void AppendUtf8(char32_t code_point, std::string* out);

bool IsValidUtf8(std::string_view text);

// Whether all bytes are below 0x80.
bool IsAscii(std::string_view text);

// `text` with every ill-formed sequence replaced by U+FFFD; adds the number of bytes replaced.
std::string SanitizeUtf8(std::string_view text, uint64_t* ill_formed_bytes);

// The longest prefix of at most `max_bytes` bytes that ends between code points.
std::string_view Utf8Prefix(std::string_view text, size_t max_bytes);

size_t CountCodePoints(std::string_view text);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_UTIL_UTF8_H_
