// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TRANSLATE_FREEDICT_ENTRY_H_
#define NEWSEARCH_LIB_TRANSLATE_FREEDICT_ENTRY_H_

#include <string>
#include <string_view>
#include <vector>

namespace newsearch {

struct FreedictEntry {
  std::vector<std::string> headwords;  // as written, "a/b" as two
  // For each sense its translations, the usual one first. No sense is empty.
  std::vector<std::vector<std::string>> senses;
};

// What an entry of a FreeDict dictionary says, in any of their layouts: translations alone, without
// pronunciation, grammar, labels in brackets, examples, definitions, cross-references and placeholders for
// objects ("etw.", "sb."). Translations of several words stay phrases; those of more than four are
// definitions. Total: any text is read.
FreedictEntry ParseFreedictEntry(std::string_view entry);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TRANSLATE_FREEDICT_ENTRY_H_
