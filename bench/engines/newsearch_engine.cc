// SPDX-License-Identifier: GPL-2.0-or-later
//
// newsearch through its public C++ API. Indexes are made by `newsearch index`, as its users make them. The
// list of stop words is the library's own, since queries with them are another question to each engine.
#include <memory>
#include <string>
#include <utility>

#include "engines/engine.h"
#include "newsearch/index.h"
#include "newsearch/search.h"
#include "newsearch/version.h"
#include "text/stop_words.h"

namespace newsearch::bench {
namespace {

class NewsearchEngine final : public SearchEngine {
 public:
  explicit NewsearchEngine(Searcher searcher) : searcher_(std::move(searcher)) {}

  EngineAnswer Search(const EngineQuery& query, const Parts& parts) override {
    SearchRequest request;
    request.text = query.text;
    request.max_hits = kHits;
    request.snippets = parts.snippets;
    for (const auto& [facet, value] : query.filters) request.filters.push_back({facet, value});
    EngineAnswer answer;
    if (!parts.total) {
      auto ids = searcher_.SearchIds(request);
      if (!ids.ok()) Fail(ids.status().ToString());
      for (ScoredId& hit : *ids) answer.ids.push_back(std::move(hit.id));
      return answer;
    }
    if (parts.facets) {
      for (const char* facet : kFacetNames) request.facets.push_back({facet, parts.max_values});
    }
    auto response = searcher_.Search(request);
    if (!response.ok()) Fail(response.status().ToString());
    answer.total = response->total;
    for (Hit& hit : response->hits) {
      answer.ids.push_back(std::move(hit.document.id));
      if (parts.snippets) answer.snippets.push_back(std::move(hit.snippet.text));
    }
    for (FacetResult& facet : response->facets) {
      auto& values = answer.facets[facet.facet];
      for (FacetCount& value : facet.values) values.emplace_back(std::move(value.value), value.count);
    }
    return answer;
  }

 private:
  Searcher searcher_;
};

void Build(const std::string& documents, const std::string& index) {
  auto writer = IndexWriter::Open(index);
  if (!writer.ok()) Fail(writer.status().ToString());
  IngestOptions options;
  options.facets = false;
  const auto report = IndexArchive(*writer, documents, options);
  if (!report.ok()) Fail(report.status().ToString());
  if (report->archive.skipped != 0) Fail("not all documents were indexed");
}

std::unique_ptr<SearchEngine> Open(const std::string& index) {
  auto searcher = Searcher::Open(index);
  if (!searcher.ok()) Fail(searcher.status().ToString());
  return std::make_unique<NewsearchEngine>(std::move(*searcher));
}

}  // namespace
}  // namespace newsearch::bench

int main(int argc, char** argv) {
  using namespace newsearch;
  return bench::RunEngine(
      argc, argv,
      {"newsearch " NEWSEARCH_VERSION_STRING, bench::Build, bench::Open,
       [](const std::string& word) { return StopWords("en").count(word) != 0 ? "1" : "0"; }, true});
}
