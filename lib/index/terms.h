// SPDX-License-Identifier: GPL-2.0-or-later
//
// How words, facet values, ids and archives are written as terms: the one place for writer and query builder.
#ifndef NEWSEARCH_LIB_INDEX_TERMS_H_
#define NEWSEARCH_LIB_INDEX_TERMS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "schema/fields.h"

namespace newsearch {

// Xapian refuses terms over 245 bytes; ours stay below this.
inline constexpr size_t kMaxTermBytes = 200;

std::string IdTerm(std::string_view id);
std::string SourceTerm(uint32_t source);  // the archive's number
// REQUIRES: `lang` is in small letters.
std::string WordTerm(std::string_view lang, std::string_view folded);
// The same into *term, in memory used again.
void AssignWordTerm(std::string_view lang, std::string_view folded, std::string* term);
// The parts of what WordTerm made; false for any other term. They are parts of `term`.
bool SplitWordTerm(std::string_view term, std::string_view* lang, std::string_view* folded);
// Case and marks do not count.
std::string FacetTerm(const FacetField& field, std::string_view value);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_TERMS_H_
