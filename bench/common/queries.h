// SPDX-License-Identifier: GPL-2.0-or-later
//
// The queries of the benchmarks, in classes, drawn from the corpus with a fixed seed: what a query asks for
// is in the corpus, and a change of the corpus changes the queries with it.
#ifndef NEWSEARCH_BENCH_COMMON_QUERIES_H_
#define NEWSEARCH_BENCH_COMMON_QUERIES_H_

#include <string>
#include <vector>

#include "newsearch/search.h"

namespace newsearch::bench {

struct BenchQuery {
  std::string text;        // lower case; empty: every document
  bool operators = false;  // "a phrase"; else every character is text
  std::vector<FacetFilter> filters;
  // Both engines must find the same documents: no word in it is cut or stemmed differently by them anywhere
  // in the corpus.
  bool comparable = false;
};

struct QueryClass {
  std::string name;
  std::vector<BenchQuery> queries;
};

// Classes: one_word, two_words, three_words, headline, stop_words, phrase, filter, word_and_filter,
// match_all.
const std::vector<QueryClass>& TheQueries();

// All of them.
const std::vector<BenchQuery>& QueryMix();

}  // namespace newsearch::bench

#endif  // NEWSEARCH_BENCH_COMMON_QUERIES_H_
