// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reading an archive in plain text: blocks, dates, article boundaries, languages, projects and places.
//
//   ingest/segment/sample   ReadText over the sample archive repeated to about five megabytes (no peer)
#include <benchmark/benchmark.h>

#include <string>

#include "common/corpus.h"
#include "common/registry.h"
#include "newsearch/ingest.h"

namespace newsearch::bench {
namespace {

constexpr size_t kArchiveBytes = 5'000'000;

uint64_t CountArticles(const std::string& text) {
  uint64_t articles = 0;
  const Status status = ReadText(text, {}, [&articles](const Document& document) {
    articles += !document.body.empty();
    return Status();
  });
  return status.ok() ? articles : 0;
}

void Segment(benchmark::State& state) {
  const std::string& once = SampleArchive();
  const size_t copies = kArchiveBytes / once.size() + 1;
  std::string archive;
  for (size_t i = 0; i < copies; ++i) archive += once + "\n\n";
  const uint64_t expected = copies * CountArticles(once);
  uint64_t found = 0;
  for (auto _ : state) found = CountArticles(archive);
  // The copies touch, and the archive's habits weigh more when there is more of it: allow one article in a
  // hundred.
  if (expected == 0 || found * 100 < expected * 99 || found * 100 > expected * 101) {
    state.SkipWithError("not as many articles as in the copies");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(found));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(archive.size()));
}

void AddTextReader() {
  AddContest("ingest/segment/sample", {{kOurs, Segment}}, {1, benchmark::kMillisecond});
}
NEWSEARCH_BENCH(AddTextReader);

}  // namespace
}  // namespace newsearch::bench
