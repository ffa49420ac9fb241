// SPDX-License-Identifier: GPL-2.0-or-later
//
// A search for the best ten hits.
//
//   query/top10/mix     ids and scores of the best ten, no total; Xapian: get_mset(0, 10) and the data of the
//   hits query/total/CLASS   hits with all their fields, and the exact total; Xapian: the same with
//   check_at_least
//
// Classes: mix (all queries), one_word, two_words, three_words (different words of one document, any of
// them), headline (of a real story), stop_words, phrase, filter (facets alone), word_and_filter, match_all.
#include "query/query_fixture.h"

namespace newsearch::bench {
namespace {

void AddSearch() {
  AddQueryContests("top10", {false, false, false}, false);
  AddQueryContests("total", {true, false, false}, true);
}
NEWSEARCH_BENCH(AddSearch);

}  // namespace
}  // namespace newsearch::bench
