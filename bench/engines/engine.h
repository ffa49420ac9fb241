// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the programs of the engines share. bench/engines/engine_bench.py runs one program for each engine, all
// over the same documents and queries, and asks them in turn:
//
//   PROGRAM version                  its name and version
//   PROGRAM build DOCS INDEX         makes an index; prints {"seconds": S, "cpu_seconds": C, "peak_bytes": B}
//   PROGRAM serve INDEX QUERIES.tsv  then, line by line on standard input:
//     answers     one line for each query: {"total": N, "facets": {"city": {"Kista": 3}}}, and "." at the end
//     run MODE    all queries once: {"wall_us": [...], "cpu_us": [...], "check": N}
//     threads N MODE  all queries once in each of N threads: {"seconds": S}; of engines that allow it
//     quit
//
// MODE: top10 (ids alone), total (ten hits and their exact number), facets (total and four facets), page
// (facets and snippets), and snippets: what a search of mode total costs more with snippets than without, one
// right after the other. A single difference may be negative by chance; their mean is what counts.
//
// DOCS is the table of corpus_maker.py; for newsearch, which reads no such table, the JSON Lines beside it.
// Times are taken here, so that what passes between the programs costs nobody anything.
#ifndef NEWSEARCH_BENCH_ENGINES_ENGINE_H_
#define NEWSEARCH_BENCH_ENGINES_ENGINE_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace newsearch::bench {

inline constexpr size_t kFacets = 4;
inline constexpr std::array<const char*, kFacets> kFacetNames = {"project", "city", "country", "year"};
inline constexpr uint32_t kHits = 10;

struct EngineDocument {
  std::string id;
  std::string title;
  std::string text;
  std::string date;  // YYYY-MM-DD
  std::array<std::vector<std::string>, kFacets> facets;
};

struct EngineQuery {
  std::string text;  // in the engine's own syntax; empty: every document
  std::vector<std::pair<std::string, std::string>> filters;  // facet, value; all must hold
};

// What is asked for beside the ids of the best ten.
struct Parts {
  bool total = false;
  bool facets = false;
  bool snippets = false;
  uint32_t max_values = 10;  // of a facet; 0: all
};

struct EngineAnswer {
  uint64_t total = 0;  // if asked for
  std::vector<std::string> ids;
  std::vector<std::string> snippets;
  std::map<std::string, std::vector<std::pair<std::string, uint64_t>>> facets;  // the most frequent first
};

class SearchEngine {
 public:
  virtual ~SearchEngine() = default;
  virtual EngineAnswer Search(const EngineQuery& query, const Parts& parts) = 0;
};

struct EngineProgram {
  std::string version;  // "Xapian 1.4.22"
  std::function<void(const std::string& documents, const std::string& index)> build;
  std::function<std::unique_ptr<SearchEngine>(const std::string& index)> open;
  // What the engine knows about a word: what `PROGRAM words` prints for each line that it reads. May be
  // empty.
  std::function<std::string(const std::string& word)> describe_word;
  bool threads_share = false;  // whether threads may use one SearchEngine at once
};

// Ends the program with a message.
[[noreturn]] void Fail(const std::string& message);

// Reads the documents of a file one after another.
void ForEachDocument(const std::string& path, const std::function<void(const EngineDocument&)>& visit);

// The most frequent `max_values` (0: all), ties by value.
std::vector<std::pair<std::string, uint64_t>> MostFrequent(
    std::vector<std::pair<std::string, uint64_t>> counts, uint32_t max_values);

// main() of an engine's program.
int RunEngine(int argc, char** argv, const EngineProgram& program);

}  // namespace newsearch::bench

#endif  // NEWSEARCH_BENCH_ENGINES_ENGINE_H_
