// SPDX-License-Identifier: GPL-2.0-or-later
//
// A query as a tree, before any index is opened.
#ifndef NEWSEARCH_LIB_QUERY_QUERY_TREE_H_
#define NEWSEARCH_LIB_QUERY_QUERY_TREE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace newsearch {

struct QueryNode {
  enum class Kind {
    kAll,         // every document
    kWords,       // free text: `text`
    kPhrase,      // the words of `text` next to each other; in `field` "title" or everywhere
    kTitleWords,  // free text that must stand in the title
    kFacet,       // `field` has the value `text`
    kFacetRange,  // `field` has a value from `low` to `high`, empty: open
    kDateRange,   // the date overlaps the days from `low` to `high` (day numbers as text), empty: open
    kSequence,    // what stands side by side: words by MatchMode, the rest always
    kAnd,
    kOr,
    kNot,  // one child
  };
  Kind kind = Kind::kAll;
  std::string text;
  std::string field;
  std::string low;
  std::string high;
  uint64_t offset = 0;  // bytes into the query text
  std::vector<QueryNode> children;
};

// Whether the node always holds in a sequence, rather than being one of its free words: phrases, filters,
// exclusions and groups of nothing else.
bool IsStrict(const QueryNode& node);

// The tree in full notation: "(smart OR city) AND city:Kista AND NOT bus". `all_words` as MatchMode::kAll.
std::string DescribeQuery(const QueryNode& node, bool all_words);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_QUERY_QUERY_TREE_H_
