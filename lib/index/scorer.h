// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_SCORER_H_
#define NEWSEARCH_LIB_INDEX_SCORER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "index/doc_set.h"
#include "index/postings.h"
#include "index/word_group.h"
#include "newsearch/search.h"

namespace newsearch {

// Adds up BM25 (Robertson, Walker, Jones, Hancock-Beaulieu, Gatford 1994) over groups of words, a group at a
// time. A word is as rare as it is in its own language, and a text as long as it is beside others of its
// language: else the few documents of a small language came first for every name in them.
class Scorer {
 public:
  // REQUIRES: all outlive the scorer. `langs` are the languages of the vocabulary.
  Scorer(const RankingOptions& options, const DocTable& docs, PostingReader* postings,
         std::vector<std::string> langs);

  // The documents with any of `members`; adds the group's share to their scores, `weight` times its IDF. Sets
  // *idf. A weight of 0 only finds. `in_part`: a document that has only members of little likeness makes the
  // group only so much less rare, as unlikely translations do.
  DocSet Add(const std::vector<GroupMember>& members, size_t lang, double weight, double* idf,
             bool in_part = false);

  // Robertson's weight of a term that stands in `with` of the language's documents, as Lucene has it: never
  // negative.
  double Idf(size_t lang, double with) const;

  // What `count` occurrences in `doc` are worth, from 0 to k1 + 1.
  double Saturated(double count, uint32_t doc) const {
    return count * (options_.k1 + 1) / (count + norms_[doc]);
  }

  float score(uint32_t doc) const { return scores_[doc]; }
  const DocTable& docs() const { return docs_; }

 private:
  const RankingOptions& options_;
  const DocTable& docs_;
  PostingReader* postings_;
  std::vector<double> documents_;  // of each language of the vocabulary
  std::vector<float> norms_;       // k1 ((1 - b) + b length / mean length) of each document
  std::vector<float> scores_;
  std::vector<float> counts_;    // of the group at work
  std::vector<float> likeness_;  // the greatest, of a group that counts in part
  std::vector<uint32_t> touched_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_SCORER_H_
