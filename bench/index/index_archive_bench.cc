// SPDX-License-Identifier: GPL-2.0-or-later
//
// From a file of JSON Lines to an index.
//
//   index/archive/new         IndexArchive into a new index; Xapian: each line parsed, TermGenerator,
//   add_document index/archive/unchanged   the same archive once more: every document is found unchanged (no
//   peer)
#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "common/corpus.h"
#include "common/indexes.h"
#include "common/measure.h"
#include "common/raw_xapian.h"
#include "common/registry.h"
#include "newsearch/index.h"

namespace newsearch::bench {
namespace {

void Report(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(TheCorpus().documents.size()));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(TheCorpus().text_bytes));
}

void IndexNew(benchmark::State& state) {
  const std::string file = CorpusFile();
  const std::string path = WorkDir() + "/archive-newsearch";
  const PeakMemory peak;
  for (auto _ : state) {
    auto writer = IndexWriter::Open(path);
    if (!writer.ok()) return state.SkipWithError(writer.status().ToString().c_str());
    const auto report = IndexArchive(*writer, file);
    if (!report.ok()) return state.SkipWithError(report.status().ToString().c_str());
    if (report->added != TheCorpus().documents.size()) return state.SkipWithError("documents are missing");
  }
  state.counters["peak_MB"] = static_cast<double>(peak.bytes()) / kMegabyte;
  state.counters["disk_MB"] = static_cast<double>(DiskSize(path)) / kMegabyte;
  Report(state);
  std::filesystem::remove_all(path);
}

void IndexNewRaw(benchmark::State& state) {
  const std::string path = WorkDir() + "/archive-xapian";
  std::ifstream file(CorpusFile(), std::ios::binary);
  const PeakMemory peak;
  for (auto _ : state) {
    RawXapianWriter writer(path);
    for (std::string line; std::getline(file, line);) {
      const nlohmann::json json = nlohmann::json::parse(line);
      const CorpusDocument document = {json.at("id"),      json.at("title"), json.at("text"),
                                       json.at("project"), json.at("city"),  json.at("country"),
                                       json.at("year")};
      writer.Add(document, line);
    }
    writer.Commit();
  }
  state.counters["peak_MB"] = static_cast<double>(peak.bytes()) / kMegabyte;
  state.counters["disk_MB"] = static_cast<double>(DiskSize(path)) / kMegabyte;
  Report(state);
  if (Xapian::Database(path).get_doccount() != TheCorpus().documents.size())
    state.SkipWithError("documents are missing");
  std::filesystem::remove_all(path);
}

void IndexUnchanged(benchmark::State& state) {
  const std::string file = CorpusFile();
  const std::string path = OurIndex();
  for (auto _ : state) {
    auto writer = IndexWriter::Open(path);
    if (!writer.ok()) return state.SkipWithError(writer.status().ToString().c_str());
    const auto report = IndexArchive(*writer, file);
    if (!report.ok()) return state.SkipWithError(report.status().ToString().c_str());
    if (report->unchanged != TheCorpus().documents.size())
      return state.SkipWithError("documents have changed");
  }
  Report(state);
}

void AddIndexArchive() {
  AddContest("index/archive/new", {{kOurs, IndexNew}, {"xapian", IndexNewRaw}}, {1, benchmark::kMillisecond});
  AddContest("index/archive/unchanged", {{kOurs, IndexUnchanged}}, {1, benchmark::kMillisecond});
}
NEWSEARCH_BENCH(AddIndexArchive);

}  // namespace
}  // namespace newsearch::bench
