// SPDX-License-Identifier: GPL-2.0-or-later
//
// What Google Benchmark does not measure: percentiles of single operations, peak memory, size on disk.
#ifndef NEWSEARCH_BENCH_COMMON_MEASURE_H_
#define NEWSEARCH_BENCH_COMMON_MEASURE_H_

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace newsearch::bench {

// Times of several operations, each done again and again in the iterations of a benchmark. An operation's
// time is the median of its repetitions, so that percentiles tell slow operations from quick ones, and not
// the moments in which the machine did something else.
class Latencies {
 public:
  explicit Latencies(size_t operations) : micros_(operations) {}

  template <typename Operation>
  void Time(size_t index, Operation&& operation) {
    const auto start = std::chrono::steady_clock::now();
    operation();
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
    micros_[index].push_back(took.count());
  }

  // Sets the counters mean_us, p50_us, p95_us and p99_us, over the operations.
  void Report(benchmark::State* state) const;

 private:
  std::vector<std::vector<double>> micros_;  // by operation
};

// Peak of the resident memory above what the process held at the start. Linux only: elsewhere 0.
class PeakMemory {
 public:
  PeakMemory();
  uint64_t bytes() const;

 private:
  uint64_t start_ = 0;
};

// Processor time of this process and of those it waited for: what a busy machine disturbs least.
class ProcessorTime {
 public:
  ProcessorTime() : start_(Now()) {}
  // Sets the counters processor_s, of one iteration, and processor_bytes_per_second for `bytes` in each.
  void Report(benchmark::State* state, uint64_t bytes) const;

 private:
  static double Now();
  double start_;
};

// All files under `directory`, bytes.
uint64_t DiskSize(const std::string& directory);

inline constexpr double kMegabyte = 1e6;

}  // namespace newsearch::bench

#endif  // NEWSEARCH_BENCH_COMMON_MEASURE_H_
