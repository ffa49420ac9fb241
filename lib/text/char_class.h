// SPDX-License-Identifier: GPL-2.0-or-later
//
// Classes of characters (Unicode Character Database through ICU), for code that may not include ICU.
#ifndef NEWSEARCH_LIB_TEXT_CHAR_CLASS_H_
#define NEWSEARCH_LIB_TEXT_CHAR_CLASS_H_

namespace newsearch {

namespace char_class_internal {
bool IsLetterBeyondAscii(char32_t c);
bool IsUpperBeyondAscii(char32_t c);
bool IsLowerBeyondAscii(char32_t c);
bool IsDigitBeyondAscii(char32_t c);
bool IsSpaceBeyondAscii(char32_t c);
}  // namespace char_class_internal

// L*, and marks that belong to letters.
inline bool IsLetter(char32_t c) {
  if (c >= 0x80) return char_class_internal::IsLetterBeyondAscii(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Lu, Lt.
inline bool IsUpper(char32_t c) {
  return c < 0x80 ? c >= 'A' && c <= 'Z' : char_class_internal::IsUpperBeyondAscii(c);
}

// Ll.
inline bool IsLower(char32_t c) {
  return c < 0x80 ? c >= 'a' && c <= 'z' : char_class_internal::IsLowerBeyondAscii(c);
}

// Nd.
inline bool IsDigit(char32_t c) {
  return c < 0x80 ? c >= '0' && c <= '9' : char_class_internal::IsDigitBeyondAscii(c);
}

// White_Space, and the zero-width and no-break spaces of web pages.
inline bool IsSpace(char32_t c) {
  return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : char_class_internal::IsSpaceBeyondAscii(c);
}

int DigitValue(char32_t c);  // 0..9; -1 if it is no digit
bool IsDash(char32_t c);     // hyphens and dashes

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_CHAR_CLASS_H_
