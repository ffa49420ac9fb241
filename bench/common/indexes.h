// SPDX-License-Identifier: GPL-2.0-or-later
//
// Indexes of the corpus, made once in a work folder and used by every program that is given the same.
#ifndef NEWSEARCH_BENCH_COMMON_INDEXES_H_
#define NEWSEARCH_BENCH_COMMON_INDEXES_H_

#include <string>

namespace newsearch::bench {

// Where something called `name` that belongs to this corpus is kept.
std::string KeptPath(const std::string& name);

// The path of our index of CorpusFile(), and of raw Xapian's.
std::string OurIndex();
std::string RawIndex();

}  // namespace newsearch::bench

#endif  // NEWSEARCH_BENCH_COMMON_INDEXES_H_
