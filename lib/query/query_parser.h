// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_QUERY_QUERY_PARSER_H_
#define NEWSEARCH_LIB_QUERY_QUERY_PARSER_H_

#include <string>
#include <string_view>
#include <vector>

#include "newsearch/search.h"
#include "newsearch/status.h"
#include "query/query_tree.h"

namespace newsearch {

struct ParsedQuery {
  QueryNode root;
  std::vector<QueryWarning> warnings;
};

inline constexpr size_t kMaxQueryBytes = 1u << 16;
inline constexpr int kMaxQueryDepth = 50;

// Reads a query (docs/query-syntax.md). Text of any form gives a tree: what cannot be an operator is read as
// words, with a warning. `facet_names` are the names that may stand before a colon: the index's facets.
// Errors: kBadQuery with an offset, for what is clearly meant and has no meaning: a range that ends before it
// starts, a date that is none, a query over kMaxQueryBytes or nested deeper than kMaxQueryDepth.
Result<ParsedQuery> ParseQuery(std::string_view text, QuerySyntax syntax,
                               const std::vector<std::string>& facet_names);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_QUERY_QUERY_PARSER_H_
