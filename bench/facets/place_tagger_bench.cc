// SPDX-License-Identifier: GPL-2.0-or-later
//
// Finding cities and countries with the gazetteer.
//
//   ingest/places/sample   PlaceTagger over the articles of the sample archive, repeated to about a megabyte
//   (no peer)
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "common/corpus.h"
#include "common/registry.h"
#include "facets/place_tagger.h"
#include "newsearch/ingest.h"

namespace newsearch::bench {
namespace {

constexpr size_t kTextBytes = 1'000'000;

void TagPlaces(benchmark::State& state) {
  std::vector<Document> articles;
  uint64_t bytes = 0;
  uint64_t tagged = 0;  // articles with a city, by the reader of archives
  const Status status = ReadText(SampleArchive(), {}, [&](Document document) {
    bytes += document.body.size();
    tagged += !document.values("city").empty();
    articles.push_back(std::move(document));
    return Status();
  });
  if (!status.ok() || bytes == 0) return state.SkipWithError("cannot read the sample archive");
  const size_t passes = kTextBytes / bytes + 1;
  PlaceTagger tagger(Gazetteer::Builtin());
  uint64_t found = 0;
  for (auto _ : state) {
    found = 0;
    for (size_t pass = 0; pass < passes; ++pass) {
      for (const Document& article : articles) {
        ArticleText text;
        text.lang = article.lang;
        text.pieces.push_back({article.body, false});
        found += !tagger.Tag(ScanArticle(text)).empty();
      }
    }
  }
  // Titles name cities too, and the archive helps the reader: half must do.
  if (found * 2 < tagged * passes) state.SkipWithError("too few places");
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(articles.size() * passes));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(bytes * passes));
}

void AddPlaceTagger() { AddContest("facets/places/sample", {{kOurs, TagPlaces}}); }
NEWSEARCH_BENCH(AddPlaceTagger);

}  // namespace
}  // namespace newsearch::bench
