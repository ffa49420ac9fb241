// SPDX-License-Identifier: GPL-2.0-or-later
//
// Both engines over the same corpus, and the check that they give the same answers.
#ifndef NEWSEARCH_BENCH_QUERY_QUERY_FIXTURE_H_
#define NEWSEARCH_BENCH_QUERY_QUERY_FIXTURE_H_

#include <string>
#include <vector>

#include "common/queries.h"
#include "common/raw_xapian.h"
#include "common/registry.h"
#include "newsearch/search.h"

namespace newsearch::bench {

class QueryFixture {
 public:
  // Made at the first call. Ends the program if the engines disagree
  // about the total or a facet count of a comparable query.
  static QueryFixture& Get();

  Searcher& ours() { return ours_; }
  RawXapianSearcher& raw() { return raw_; }

 private:
  QueryFixture();
  void Compare();

  Searcher ours_;
  RawXapianSearcher raw_;
};

// What is measured of a search beyond the best ten.
struct SearchParts {
  bool total = true;
  bool facets = false;
  bool snippets = false;
};

SearchRequest OurRequest(const BenchQuery& query, const SearchParts& parts);

// Runs all of `queries` in each iteration, timing each; fails when the answers change from one pass to the
// next or there are none.
void RunOurs(benchmark::State& state, const std::vector<BenchQuery>& queries, const SearchParts& parts);
void RunRaw(benchmark::State& state, const std::vector<BenchQuery>& queries, const SearchParts& parts);

// "query/OPERATION/mix", and one for each class of queries if `by_class`.
void AddQueryContests(const std::string& operation, const SearchParts& parts, bool by_class);

}  // namespace newsearch::bench

#endif  // NEWSEARCH_BENCH_QUERY_QUERY_FIXTURE_H_
