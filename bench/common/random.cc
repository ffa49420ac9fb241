// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/random.h"

#include <algorithm>

namespace newsearch::bench {

uint64_t Random::Next() {
  uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

double Random::Unit() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }

Zipf::Zipf(size_t n) {
  double sum = 0;
  for (size_t rank = 0; rank < n; ++rank) cumulative_.push_back(sum += 1 / static_cast<double>(rank + 1));
}

size_t Zipf::Draw(Random* random) const {
  const double at = random->Unit() * cumulative_.back();
  return static_cast<size_t>(std::upper_bound(cumulative_.begin(), cumulative_.end() - 1, at) -
                             cumulative_.begin());
}

}  // namespace newsearch::bench
