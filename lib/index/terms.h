// SPDX-License-Identifier: GPL-2.0-or-later
//
// How words, facet values, ids and archives are written as terms: the one place for writer and query builder.
#ifndef NEWSEARCH_LIB_INDEX_TERMS_H_
#define NEWSEARCH_LIB_INDEX_TERMS_H_

#include <string>
#include <string_view>

#include "schema/fields.h"

namespace newsearch {

// Xapian refuses terms over 245 bytes; ours stay below this.
inline constexpr size_t kMaxTermBytes = 200;

std::string IdTerm(std::string_view id);
std::string SourceHash(std::string_view source);
std::string SourceTerm(std::string_view source_hash);
std::string StemTerm(std::string_view lang, std::string_view stem);
std::string TitleTerm(std::string_view form);
// Case and marks do not count.
std::string FacetTerm(const FacetField& field, std::string_view value);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_TERMS_H_
