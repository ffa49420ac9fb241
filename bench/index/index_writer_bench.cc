// SPDX-License-Identifier: GPL-2.0-or-later
//
// Writing documents that are in memory already, with their facets, into a new index.
//
//   index/documents/new    IndexWriter::Put and Commit; Xapian: TermGenerator, add_document, commit
#include <benchmark/benchmark.h>

#include <filesystem>
#include <string>
#include <vector>

#include "common/corpus.h"
#include "common/measure.h"
#include "common/raw_xapian.h"
#include "common/registry.h"
#include "newsearch/index.h"

namespace newsearch::bench {
namespace {

void Report(benchmark::State& state, const std::string& path, const PeakMemory& peak) {
  const auto documents = static_cast<int64_t>(TheCorpus().documents.size());
  state.counters["peak_MB"] = static_cast<double>(peak.bytes()) / kMegabyte;
  state.counters["disk_MB"] = static_cast<double>(DiskSize(path)) / kMegabyte;
  state.SetItemsProcessed(state.iterations() * documents);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(TheCorpus().text_bytes));
}

void PutDocuments(benchmark::State& state) {
  const std::vector<Document>& documents = CorpusDocuments();
  const std::string path = WorkDir() + "/new-newsearch";
  const PeakMemory peak;
  for (auto _ : state) {
    auto writer = IndexWriter::Open(path);
    if (!writer.ok()) return state.SkipWithError(writer.status().ToString().c_str());
    for (const Document& document : documents) {
      if (Status status = writer->Put(document); !status.ok())
        return state.SkipWithError(status.ToString().c_str());
    }
    if (Status status = writer->Commit(); !status.ok()) return state.SkipWithError(status.ToString().c_str());
  }
  Report(state, path, peak);
  if (Xapian::Database(path).get_doccount() != documents.size()) state.SkipWithError("documents are missing");
  std::filesystem::remove_all(path);
}

void PutDocumentsRaw(benchmark::State& state) {
  std::vector<std::string> data;
  for (const CorpusDocument& document : TheCorpus().documents) data.push_back(JsonLine(document));
  const std::string path = WorkDir() + "/new-xapian";
  const PeakMemory peak;
  for (auto _ : state) {
    RawXapianWriter writer(path);
    for (size_t i = 0; i < data.size(); ++i) writer.Add(TheCorpus().documents[i], data[i]);
    writer.Commit();
  }
  Report(state, path, peak);
  if (Xapian::Database(path).get_doccount() != data.size()) state.SkipWithError("documents are missing");
  std::filesystem::remove_all(path);
}

void AddIndexWriter() {
  AddContest("index/documents/new", {{kOurs, PutDocuments}, {"xapian", PutDocumentsRaw}},
             {1, benchmark::kMillisecond});
}
NEWSEARCH_BENCH(AddIndexWriter);

}  // namespace
}  // namespace newsearch::bench
