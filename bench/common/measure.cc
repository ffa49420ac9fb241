// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/measure.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <numeric>

namespace newsearch::bench {
namespace {

// A line of /proc/self/status, "VmHWM:   12345 kB", in bytes.
uint64_t StatusBytes(const std::string& key) {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    if (word != key) continue;
    uint64_t kilobytes = 0;
    status >> kilobytes;
    return kilobytes * 1024;
  }
  return 0;
}

}  // namespace

double ProcessorTime::Now() {
  double seconds = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    for (const timeval& time : {usage.ru_utime, usage.ru_stime})
      seconds += static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  }
  return seconds;
}

void ProcessorTime::Report(benchmark::State* state, uint64_t bytes) const {
  const double seconds = (Now() - start_) / static_cast<double>(std::max<int64_t>(1, state->iterations()));
  state->counters["processor_s"] = seconds;
  if (seconds > 0) state->counters["processor_bytes_per_second"] = static_cast<double>(bytes) / seconds;
}

void Latencies::Report(benchmark::State* state) const {
  std::vector<double> medians;
  for (std::vector<double> times : micros_) {
    if (times.empty()) continue;
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    medians.push_back(*middle);
  }
  if (medians.empty()) return;
  std::sort(medians.begin(), medians.end());
  const auto percentile = [&medians](double p) {
    return medians[static_cast<size_t>(std::lround(p * static_cast<double>(medians.size() - 1)))];
  };
  const double sum = std::accumulate(medians.begin(), medians.end(), 0.0);
  state->counters["mean_us"] = sum / static_cast<double>(medians.size());
  state->counters["p50_us"] = percentile(0.50);
  state->counters["p95_us"] = percentile(0.95);
  state->counters["p99_us"] = percentile(0.99);
}

PeakMemory::PeakMemory() {
#ifdef __GLIBC__
  // What earlier benchmarks freed must not hide what this one takes.
  malloc_trim(0);
#endif
  std::ofstream("/proc/self/clear_refs") << "5";  // resets VmHWM, see proc(5)
  start_ = StatusBytes("VmRSS:");
}

uint64_t PeakMemory::bytes() const {
  const uint64_t peak = StatusBytes("VmHWM:");
  return peak > start_ ? peak - start_ : 0;
}

uint64_t DiskSize(const std::string& directory) {
  uint64_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

}  // namespace newsearch::bench
