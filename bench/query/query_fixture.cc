// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/query_fixture.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <utility>

#include "common/indexes.h"
#include "common/measure.h"

namespace newsearch::bench {
namespace {

[[noreturn]] void Fail(const std::string& message) {
  std::cerr << message << '\n';
  std::exit(1);
}

Searcher OpenOurs() {
  auto searcher = Searcher::Open(OurIndex());
  if (!searcher.ok()) Fail(searcher.status().ToString());
  return std::move(*searcher);
}

std::string Describe(const BenchQuery& query) {
  std::string text = query.text.empty() ? "(all)" : query.text;
  for (const FacetFilter& filter : query.filters) text += " " + filter.facet + "=" + filter.value;
  return text;
}

// Of all queries of a class in one run.
constexpr int64_t kPasses = 3;

using FacetCounts = std::map<std::string, std::map<std::string, uint64_t>>;

// Facets off the list are not compared.
FacetCounts CountsOf(const SearchResponse& response) {
  FacetCounts counts;
  for (const FacetResult& facet : response.facets) {
    for (const FacetCount& value : facet.values) counts[facet.facet][value.value] = value.count;
  }
  return counts;
}

FacetCounts CountsOf(const RawResponse& response) {
  FacetCounts counts;
  for (const auto& [facet, values] : response.facets) {
    for (const auto& [value, count] : values) counts[facet][value] = count;
  }
  return counts;
}

}  // namespace

QueryFixture& QueryFixture::Get() {
  static QueryFixture fixture;
  return fixture;
}

QueryFixture::QueryFixture() : ours_(OpenOurs()), raw_(RawIndex()) { Compare(); }

void QueryFixture::Compare() {
  // Once for each pair of indexes is enough.
  const std::string note = KeptPath("agreement");
  std::string agreement;
  if (std::getline(std::ifstream(note) >> std::ws, agreement)) {
    benchmark::AddCustomContext("agreement", agreement);
    return;
  }
  size_t compared = 0;
  size_t different = 0;
  for (const BenchQuery& query : QueryMix()) {
    if (!query.comparable) continue;
    SearchRequest request = OurRequest(query, {true, true, false});
    for (FacetRequest& facet : request.facets) facet.max_values = 0;
    const auto ours = ours_.Search(request);
    if (!ours.ok()) Fail(ours.status().ToString());
    const RawResponse raw = raw_.Search(query, {true, true, false, 0});
    ++compared;
    if (ours->total == raw.total && CountsOf(*ours) == CountsOf(raw)) continue;
    ++different;
    std::cerr << "the engines disagree: " << Describe(query) << ": newsearch finds " << ours->total
              << ", Xapian " << raw.total << (ours->total == raw.total ? ", with other facet counts" : "")
              << '\n';
  }
  if (different > 0) Fail(std::to_string(different) + " of " + std::to_string(compared) + " queries differ");
  agreement = "totals and all facet counts of " + std::to_string(compared) + " of " +
              std::to_string(QueryMix().size()) + " queries compared, all equal";
  std::ofstream(note) << agreement << '\n';
  benchmark::AddCustomContext("agreement", agreement);
}

SearchRequest OurRequest(const BenchQuery& query, const SearchParts& parts) {
  SearchRequest request;
  request.text = query.text;
  request.syntax = query.operators ? QuerySyntax::kFull : QuerySyntax::kPlain;
  request.filters = query.filters;
  request.snippets = parts.snippets;
  if (parts.facets) {
    for (const RawFacet& facet : kRawFacets) request.facets.push_back({facet.name, 10});
  }
  return request;
}

namespace {

// Times `answer(query)`, which gives a number that must not change, for all queries again and again.
template <typename Answer>
void RunPasses(benchmark::State& state, const std::vector<BenchQuery>& queries, const Answer& answer) {
  Latencies latencies(queries.size());
  uint64_t expected = 0;
  for (const BenchQuery& query : queries) expected += answer(query);  // warms up too
  for (auto _ : state) {
    uint64_t sum = 0;
    for (size_t i = 0; i < queries.size(); ++i) latencies.Time(i, [&] { sum += answer(queries[i]); });
    if (sum != expected || sum == 0) {
      state.SkipWithError("the answers changed between passes, or there were none");
      return;
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(queries.size()));
  state.counters["queries"] = static_cast<double>(queries.size());
  latencies.Report(&state);
}

}  // namespace

void RunOurs(benchmark::State& state, const std::vector<BenchQuery>& queries, const SearchParts& parts) {
  const Searcher& searcher = QueryFixture::Get().ours();
  RunPasses(state, queries, [&](const BenchQuery& query) -> uint64_t {
    const SearchRequest request = OurRequest(query, parts);
    if (!parts.total && !parts.facets) {
      const auto ids = searcher.SearchIds(request);
      return ids.ok() ? ids->size() : 0;
    }
    const auto response = searcher.Search(request);
    if (!response.ok()) return 0;
    uint64_t answer = response->total + response->hits.size();
    for (const FacetResult& facet : response->facets) answer += facet.values.size();
    if (parts.snippets) {
      for (const Hit& hit : response->hits) answer += hit.snippet.text.size();
    }
    return answer;
  });
}

void RunRaw(benchmark::State& state, const std::vector<BenchQuery>& queries, const SearchParts& parts) {
  RawXapianSearcher& searcher = QueryFixture::Get().raw();
  RunPasses(state, queries, [&](const BenchQuery& query) -> uint64_t {
    const RawResponse response = searcher.Search(query, {parts.total, parts.facets, parts.snippets, 10});
    uint64_t answer = response.total + response.hits.size();
    for (const auto& [facet, values] : response.facets) answer += values.size();
    for (const std::string& snippet : response.snippets) answer += snippet.size();
    return answer;
  });
}

void AddQueryContests(const std::string& operation, const SearchParts& parts, bool by_class) {
  QueryFixture::Get();  // now, so that what it found out stands in the output's context
  const auto add = [&](const std::string& name, const std::vector<BenchQuery>& queries) {
    AddContest("query/" + operation + "/" + name,
               {{kOurs, [&queries, parts](benchmark::State& state) { RunOurs(state, queries, parts); }},
                {"xapian", [&queries, parts](benchmark::State& state) { RunRaw(state, queries, parts); }}},
               {kPasses, benchmark::kMillisecond});
  };
  add("mix", QueryMix());
  if (!by_class) return;
  for (const QueryClass& query_class : TheQueries()) add(query_class.name, query_class.queries);
}

}  // namespace newsearch::bench
