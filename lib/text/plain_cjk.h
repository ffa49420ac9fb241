// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TEXT_PLAIN_CJK_H_
#define NEWSEARCH_LIB_TEXT_PLAIN_CJK_H_

namespace newsearch {

// Whether `c` is a character of Han, kana or a syllable of Hangul that is a word character in any
// surroundings, folds to itself and composes with nothing before it: nearly all of what is written with them.
constexpr bool IsPlainCjk(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FEF) || (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA) ||
         c == 0x30FC || c == 0x3005 || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x3400 && c <= 0x4DB5);
}

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_PLAIN_CJK_H_
