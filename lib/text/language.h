// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TEXT_LANGUAGE_H_
#define NEWSEARCH_LIB_TEXT_LANGUAGE_H_

#include <string>
#include <string_view>

namespace newsearch {

inline constexpr std::string_view kUnknownLanguage = "und";

struct LanguageGuess {
  std::string lang = std::string(kUnknownLanguage);  // ISO 639-1
  bool reliable = false;
  int percent = 100;  // of the text that is in `lang`
};

// The language most of `text` (UTF-8) is in, by CLD2 (https://github.com/CLD2Owners/cld2): letter quadgrams,
// works from a sentence on. Thread-safety: may be called from many threads.
LanguageGuess GuessLanguage(std::string_view text);

// "pt-BR", "PT_br" -> "pt"; "nb", "nn" -> "no"; "iw" -> "he"; kUnknownLanguage for what is no language tag.
std::string NormalizeLanguageTag(std::string_view tag);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_LANGUAGE_H_
