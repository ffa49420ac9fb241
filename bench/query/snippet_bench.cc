// SPDX-License-Identifier: GPL-2.0-or-later
//
// Snippets of the hits, and all parts of an answer together.
//
//   query/snippets/mix   the best ten with a highlighted snippet each, and the exact total; Xapian:
//   MSet::snippet query/page/mix       what a person sees: hits, total, four facets, snippets
#include "query/query_fixture.h"

namespace newsearch::bench {
namespace {

void AddSnippets() {
  AddQueryContests("snippets", {true, false, true}, false);
  AddQueryContests("page", {true, true, true}, false);
}
NEWSEARCH_BENCH(AddSnippets);

}  // namespace
}  // namespace newsearch::bench
