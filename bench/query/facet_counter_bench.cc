// SPDX-License-Identifier: GPL-2.0-or-later
//
// Counting facets over all matches. query/total of searcher_bench.cc is the same without.
//
//   query/facets/CLASS   the best ten, the exact total and the ten largest values of project, city, country
//   and year;
//                        Xapian: a ValueCountMatchSpy for each, values in one slot counted apart
#include "query/query_fixture.h"

namespace newsearch::bench {
namespace {

void AddFacets() { AddQueryContests("facets", {true, true, false}, true); }
NEWSEARCH_BENCH(AddFacets);

}  // namespace
}  // namespace newsearch::bench
