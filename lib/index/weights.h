// SPDX-License-Identifier: GPL-2.0-or-later
//
// The numbers behind ranking. BM25 (Robertson, Walker, Jones, Hancock-Beaulieu, Gatford 1994) over stems.
#ifndef NEWSEARCH_LIB_INDEX_WEIGHTS_H_
#define NEWSEARCH_LIB_INDEX_WEIGHTS_H_

#include <cstddef>

namespace newsearch {

// How often a word counts by where it stands. Xapian counts in whole numbers, so an ordinary word counts
// twice; kBm25K1 is doubled to match, and lengths are relative to the mean anyway.
inline constexpr unsigned kBodyWdf = 2;
inline constexpr unsigned kLeadWdf = 3;
inline constexpr unsigned kTitleWdf = 4;
inline constexpr size_t kLeadWords = 60;

inline constexpr double kBm25K1 = 0.9 * kBodyWdf;
inline constexpr double kBm25B = 0.65;

// A stop word's share of an ordinary word's weight.
inline constexpr double kStopWordWeight = 0.15;

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_WEIGHTS_H_
