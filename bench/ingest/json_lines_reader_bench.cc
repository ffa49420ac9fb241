// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reading documents that others have prepared.
//
//   ingest/json_lines/corpus   ReadArchive over the corpus as JSON Lines; nlohmann: its parser over the same
//   lines
#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "common/corpus.h"
#include "common/registry.h"
#include "newsearch/ingest.h"

namespace newsearch::bench {
namespace {

void Report(benchmark::State& state, uint64_t documents) {
  if (documents != TheCorpus().documents.size()) state.SkipWithError("documents are missing");
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(documents));
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(std::filesystem::file_size(CorpusFile())));
}

void Read(benchmark::State& state) {
  uint64_t documents = 0;
  const std::string& file = CorpusFile();
  for (auto _ : state) {
    documents = 0;
    const Status status = ReadArchive(file, {}, [&documents](const Document& document) {
      documents += document.values("year").size() == 1;
      return Status();
    });
    if (!status.ok()) return state.SkipWithError(status.ToString().c_str());
  }
  Report(state, documents);
}

void Parse(benchmark::State& state) {
  uint64_t documents = 0;
  const std::string& path = CorpusFile();
  for (auto _ : state) {
    documents = 0;
    std::ifstream file(path, std::ios::binary);
    for (std::string line; std::getline(file, line);)
      documents += nlohmann::json::parse(line).contains("year");
  }
  Report(state, documents);
}

void AddJsonLinesReader() { AddContest("ingest/json_lines/corpus", {{kOurs, Read}, {"nlohmann", Parse}}); }
NEWSEARCH_BENCH(AddJsonLinesReader);

}  // namespace
}  // namespace newsearch::bench
