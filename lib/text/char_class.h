// SPDX-License-Identifier: GPL-2.0-or-later
//
// Classes of characters (Unicode Character Database through ICU), for code that may not include ICU.
#ifndef NEWSEARCH_LIB_TEXT_CHAR_CLASS_H_
#define NEWSEARCH_LIB_TEXT_CHAR_CLASS_H_

namespace newsearch {

bool IsLetter(char32_t c);   // L*, and marks that belong to letters
bool IsUpper(char32_t c);    // Lu, Lt
bool IsLower(char32_t c);    // Ll
bool IsDigit(char32_t c);    // Nd
int DigitValue(char32_t c);  // 0..9; -1 if it is no digit
bool IsSpace(char32_t c);    // White_Space, and the zero-width and no-break spaces of web pages
bool IsDash(char32_t c);     // hyphens and dashes

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_CHAR_CLASS_H_
