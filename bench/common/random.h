// SPDX-License-Identifier: GPL-2.0-or-later
//
// Random numbers that are the same on every platform, so that a seed names a corpus and a set of queries.
#ifndef NEWSEARCH_BENCH_COMMON_RANDOM_H_
#define NEWSEARCH_BENCH_COMMON_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace newsearch::bench {

// SplitMix64 (Steele, Lea, Flood 2014).
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t Next();
  // REQUIRES: limit > 0.
  uint64_t Below(uint64_t limit) { return Next() % limit; }
  double Unit();  // [0, 1)

 private:
  uint64_t state_;
};

// Draws 0 .. n-1, the rank r with a probability in proportion to 1 / (r + 1).
class Zipf {
 public:
  explicit Zipf(size_t n);
  size_t Draw(Random* random) const;

 private:
  std::vector<double> cumulative_;
};

}  // namespace newsearch::bench

#endif  // NEWSEARCH_BENCH_COMMON_RANDOM_H_
