// SPDX-License-Identifier: GPL-2.0-or-later
//
// Case and mark folding. Every function is total: ill-formed UTF-8 is read as U+FFFD.
// Thread-safety: all functions may be called from many threads.
#ifndef NEWSEARCH_LIB_TEXT_NORMALIZER_H_
#define NEWSEARCH_LIB_TEXT_NORMALIZER_H_

#include <string>
#include <string_view>

namespace newsearch {

// NFKC_Casefold (Unicode Standard Annex #31): "Straße" -> "strasse", "ﬁ" -> "fi", "Ⅷ" -> "viii".
// Doing it twice changes nothing.
std::string FoldCase(std::string_view text);

// Takes the marks off Latin, Greek, Arabic and Hebrew letters and writes ł đ ø æ œ þ ð ı ĸ with plain
// letters; Cyrillic loses only the dots of ё. The letters in `kept` stay. REQUIRES: case-folded text
// (FoldCase).
std::string FoldMarks(std::string_view text, std::u32string_view kept = {});

// FoldMarks(FoldCase(text)) with white space trimmed and runs of it made one blank: how names are compared.
std::string FoldName(std::string_view text);

// White space (Unicode White_Space, U+200B, U+FEFF, U+00AD) trimmed at both ends; runs become one blank.
std::string CollapseSpace(std::string_view text);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_NORMALIZER_H_
