// SPDX-License-Identifier: GPL-2.0-or-later
//
// How a benchmark joins a program, and what can be set on its command line.
//
// Names are "layer/operation/case/engine". tools/bench.sh compares those that differ in the engine alone.
#ifndef NEWSEARCH_BENCH_COMMON_REGISTRY_H_
#define NEWSEARCH_BENCH_COMMON_REGISTRY_H_

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace newsearch::bench {

struct Options {
  size_t docs = 0;           // --docs=N: documents of the corpus; 0: as many as it has by itself
  uint64_t seed = 2026;      // --seed=N: of facets, queries and generated text
  uint64_t archive_mb = 10;  // --archive_mb=N: the largest made archive to segment
  std::string work_dir;  // --work_dir=DIR: for indexes, kept and used again; empty: a folder that goes away
  bool peers_first = false;  // --peers_first: run each peer before us, to even out what order does
};
const Options& TheOptions();
Options* MutableOptions();

// A folder for indexes and input files. Lives until the program ends.
const std::string& WorkDir();

// Called by main() once the options are known, in the order of registration.
struct Registration {
  explicit Registration(std::function<void()> add);
};
const std::vector<std::function<void()>>& Registrations();

#define NEWSEARCH_BENCH(function) \
  static const ::newsearch::bench::Registration registration_##function(&function)

// One operation done by several engines, ours first.
struct Contender {
  std::string engine;
  std::function<void(benchmark::State&)> run;
};
inline constexpr const char* kOurs = "newsearch";

// How a benchmark is to be run; what is 0 is left to Google Benchmark.
struct Pace {
  int64_t iterations = 0;
  benchmark::TimeUnit unit = benchmark::kMillisecond;
};
void AddContest(const std::string& name, std::vector<Contender> contenders, const Pace& pace = {});

}  // namespace newsearch::bench

#endif  // NEWSEARCH_BENCH_COMMON_REGISTRY_H_
