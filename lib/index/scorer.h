// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_SCORER_H_
#define NEWSEARCH_LIB_INDEX_SCORER_H_

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "index/doc_set.h"
#include "index/postings.h"
#include "index/word_group.h"
#include "newsearch/search.h"

namespace newsearch {

// The documents with a group of words.
struct GroupDocs {
  DocSet docs;
  double documents = 0;  // how many they are, a document with less than 1 in part
  double idf = 0;
};

// Numbers for each document, kept between searches: all 0 then. Memory is taken from the system when a
// document is first scored.
class ScoreScratch {
 public:
  struct Numbers {
    float score;
    float count;
  };

  // At least for documents below `limit`.
  Numbers* Get(size_t limit);

 private:
  struct Free {
    void operator()(Numbers* numbers) const { std::free(numbers); }
  };
  std::unique_ptr<Numbers[], Free> numbers_;
  size_t limit_ = 0;
};

// Adds up BM25 (Robertson, Walker, Jones, Hancock-Beaulieu, Gatford 1994) over groups of words, a group at a
// time. A word is as rare as it is in its own language, and a text as long as it is beside others of its
// language: else the few documents of a small language came first for every name in them.
class Scorer {
 public:
  // REQUIRES: all outlive the scorer, and no other one uses `scratch`. `langs` are the languages of the
  // vocabulary.
  Scorer(const RankingOptions& options, const DocTable& docs, PostingReader* postings,
         std::vector<std::string> langs, ScoreScratch* scratch);
  Scorer(const Scorer&) = delete;
  Scorer& operator=(const Scorer&) = delete;
  ~Scorer();

  // The documents with any of `members`, to be scored next. `in_part`: a document with words that are half
  // like the one meant is half a document with it, so that unlikely words make the group little less rare.
  GroupDocs Find(const std::vector<GroupMember>& members, size_t lang, bool in_part);
  // Adds the share of the group found last to the scores of its documents, `weight` times its IDF.
  // REQUIRES: once for each Find, also where nothing is to be added.
  void Score(const GroupDocs& group, double weight);

  // Robertson's weight of a term that stands in `with` of the language's documents, as Lucene has it: never
  // negative.
  double Idf(size_t lang, double with) const;

  // What `count` occurrences in `doc` are worth, from 0 to k1 + 1.
  double Saturated(double count, uint32_t doc) const {
    return count * (options_.k1 + 1) / (count + Norm(doc));
  }

  float score(uint32_t doc) const { return numbers_[doc].score; }
  const DocTable& docs() const { return docs_; }

 private:
  float Norm(uint32_t doc) const { return norm_ + norm_of_length_ * docs_.relative_length(doc); }

  const RankingOptions& options_;
  const DocTable& docs_;
  PostingReader* postings_;
  float norm_ = 0;
  float norm_of_length_ = 0;
  std::vector<double> documents_;   // of each language of the vocabulary
  ScoreScratch::Numbers* numbers_;  // counts are of the group at work
  DocSet scored_;
  bool counting_ = false;  // from Find to Score
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_SCORER_H_
