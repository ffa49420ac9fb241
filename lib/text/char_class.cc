// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/char_class.h"

#include <unicode/uchar.h>

#include "text/char_tables.h"

namespace newsearch {
namespace char_class_internal {

bool IsLetterBeyondAscii(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
}

bool IsUpperBeyondAscii(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_LU_MASK | U_GC_LT_MASK)) != 0;
}

bool IsLowerBeyondAscii(char32_t c) { return u_charType(static_cast<UChar32>(c)) == U_LOWERCASE_LETTER; }

bool IsDigitBeyondAscii(char32_t c) { return u_isdigit(static_cast<UChar32>(c)); }

bool IsSpaceBeyondAscii(char32_t c) {
  return u_isUWhiteSpace(static_cast<UChar32>(c)) || c == 0x200B || c == 0xFEFF || c == 0x2060;
}

}  // namespace char_class_internal

const CharClasses& CharClasses::Get() {
  static const CharClasses classes;
  return classes;
}

CharClasses::CharClasses() {
  if (const CharTables* built_in = BuiltInCharTables(); built_in != nullptr) {
    table_ = built_in->char_classes;
    return;
  }
  computed_ = ComputeAll();
  table_ = computed_.data();
}

std::vector<uint8_t> CharClasses::ComputeAll() {
  std::vector<uint8_t> table(kTableBytes);
  for (char32_t c = 0; c < kTableBytes; ++c) table[c] = Compute(c);
  return table;
}

uint8_t CharClasses::Compute(char32_t c) {
  return static_cast<uint8_t>((IsLetter(c) ? kLetter : 0) | (IsUpper(c) ? kUpper : 0) |
                              (IsLower(c) ? kLower : 0) | (IsDigit(c) ? kDigit : 0) |
                              (IsSpace(c) ? kSpace : 0));
}

int DigitValue(char32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9' ? static_cast<int>(c - '0') : -1;
  return u_charDigitValue(static_cast<UChar32>(c));
}

bool IsDash(char32_t c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE58 || c == 0xFE63 || c == 0xFF0D;
}

}  // namespace newsearch
