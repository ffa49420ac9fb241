// SPDX-License-Identifier: GPL-2.0-or-later
//
// Classes of characters (Unicode Character Database through ICU), for code that may not include ICU.
#ifndef NEWSEARCH_LIB_TEXT_CHAR_CLASS_H_
#define NEWSEARCH_LIB_TEXT_CHAR_CLASS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

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

// All of these classes at once, for loops over whole texts.
class CharClasses {
 public:
  static constexpr uint8_t kLetter = 1;
  static constexpr uint8_t kUpper = 2;
  static constexpr uint8_t kLower = 4;
  static constexpr uint8_t kDigit = 8;
  static constexpr uint8_t kSpace = 16;

  static const CharClasses& Get();

  uint8_t Of(char32_t c) const { return c < kTableBytes ? table_[c] : Compute(c); }

  // Before ideographs: scripts in which every word is looked at letter by letter. A byte for each character.
  static constexpr size_t kTableBytes = 0x3000;

  // The table that Get() has, asked of ICU. kTableBytes long.
  static std::vector<uint8_t> ComputeAll();

 private:
  CharClasses();
  static uint8_t Compute(char32_t c);

  std::vector<uint8_t> computed_;  // empty where the table was built in
  const uint8_t* table_;
};

int DigitValue(char32_t c);  // 0..9; -1 if it is no digit
bool IsDash(char32_t c);     // hyphens and dashes

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_CHAR_CLASS_H_
