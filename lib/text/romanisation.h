// SPDX-License-Identifier: GPL-2.0-or-later
//
// Greek, Cyrillic, Georgian and Armenian words with Latin letters, for names: lib/text/data/romanisation.tsv.
// Thread-safety: all functions may be called from many threads.
#ifndef NEWSEARCH_LIB_TEXT_ROMANISATION_H_
#define NEWSEARCH_LIB_TEXT_ROMANISATION_H_

#include <string>
#include <string_view>

namespace newsearch {

// Whether the language is written with one of these scripts.
bool IsRomanisedLanguage(std::string_view lang);

// The word with Latin letters as `lang` writes them, empty if it has a character there is no Latin for, or
// none that needs any. Without a language that writes so, Ukrainian is known by its letters.
// REQUIRES: marks folded (FoldMarks).
std::string Romanise(std::string_view word, std::string_view lang);

// What the usual romanisations of a name of `lang` have in common, its ending aside; empty if nothing is
// left. REQUIRES: marks folded; other letters than a to z are taken out.
std::string LevelRomanised(std::string_view latin, std::string_view lang);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_ROMANISATION_H_
