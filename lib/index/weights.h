// SPDX-License-Identifier: GPL-2.0-or-later
//
// The numbers behind ranking. BM25 (Robertson, Walker, Jones, Hancock-Beaulieu, Gatford 1994) over stems.
#ifndef NEWSEARCH_LIB_INDEX_WEIGHTS_H_
#define NEWSEARCH_LIB_INDEX_WEIGHTS_H_

#include <cstddef>

namespace newsearch {

// How often a word counts by where it stands. Xapian counts in whole numbers, so an ordinary word counts
// twice; the ranker halves what it reads, and lengths are relative to the mean anyway.
inline constexpr unsigned kBodyWdf = 2;
inline constexpr unsigned kLeadWdf = 3;
inline constexpr unsigned kTitleWdf = 4;
inline constexpr size_t kLeadWords = 60;

// A part of a joined name ("smart" in mySMARTLife).
inline constexpr unsigned kPartWdf = 1;

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_WEIGHTS_H_
