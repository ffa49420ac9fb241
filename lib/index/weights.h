// SPDX-License-Identifier: GPL-2.0-or-later
//
// Numbers behind ranking that are not options: those of the index, and those of what a query's word stands
// for.
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

// A word in another form than the query has, beside one as it is written there.
inline constexpr float kOtherFormLikeness = 0.75F;

// Words that share half of their n-grams are less than half as good.
inline constexpr float kSimilarityExponent = 1.3F;

// The longer a word, the more of its n-grams can be shared: the similar words of one of kMiddleGrams n-grams
// have the weight 1, those of others (grams / kMiddleGrams)^kGramsExponent.
inline constexpr double kMiddleGrams = 4.5;
inline constexpr double kGramsExponent = 0.2;

// Of similar words in a language that does not have the word, while another language of the index does.
inline constexpr double kForeignSimilarWeight = 0.7;

// Of similar pairs of characters, which share one of two, beside similar words.
inline constexpr double kSimilarPairWeight = 0.3;

// An article that scores less than this share of the best one's score by its words is not looked at for their
// order: what that brings would not take it to the front.
inline constexpr double kReorderedShare = 0.3;

// A passage is counted in words. A pair of characters begins at each character, and a Chinese or Japanese
// word has this many of them.
inline constexpr double kCharsOfWord = 1.7;

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_WEIGHTS_H_
