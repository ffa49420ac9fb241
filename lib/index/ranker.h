// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_RANKER_H_
#define NEWSEARCH_LIB_INDEX_RANKER_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "index/doc_set.h"
#include "index/matcher.h"
#include "index/scorer.h"
#include "index/word_group.h"
#include "newsearch/search.h"

namespace newsearch {

struct RankedDoc {
  uint32_t doc = 0;
  double score = 0;
  bool reordered = false;  // whether the order of its words is in its score
};

// What a document's words in their order add to its score.
struct OrderBonus {
  double passage = 0;     // many of the query's words close together
  double neighbours = 0;  // words that stand side by side here as in the query
  double stop_words = 0;
};

// Puts documents in order: by their words first, then the best of them by the order of words too.
class Ranker {
 public:
  // `docs_with`: for each word, the documents in whose texts anything that stands for it counts.
  // REQUIRES: everything outlives the ranker.
  Ranker(const CommitView& view, const RankingOptions& options, const Scorer& scorer,
         const std::vector<QueryWord>& words, const std::vector<DocSet>& docs_with,
         const std::vector<std::pair<size_t, size_t>>& neighbours);

  // The best `count` of `docs`, best first, ties by number. Of the best RankingOptions::reordered, those that
  // are not far behind the first are put in order by their words' order too, in front of all others. The
  // texts of those that cannot come among the best `count` by it are not looked at.
  std::vector<RankedDoc> Best(const DocSet& docs, size_t count) const;

  // For a document with this sequence.
  OrderBonus BonusOf(uint32_t doc, const WordSequence& sequence) const;

  // No sequence of the document adds more.
  double GreatestBonusOf(uint32_t doc) const;

 private:
  struct Place {
    uint32_t at;
    uint32_t word;
    float likeness;  // 1 for the word as it is written, less for other forms and for similar words
  };
  struct Use {
    uint32_t word;
    float likeness;
    size_t language;  // of the vocabulary, in whose documents it counts; kAnyLanguage
  };
  static constexpr size_t kAnyLanguage = SIZE_MAX;
  std::vector<RankedDoc> BestByWords(const DocSet& docs, size_t count) const;
  size_t LanguageOf(uint32_t doc) const;
  bool IsStopWord(uint32_t word, size_t language) const;
  void FindPlaces(uint32_t doc, const WordSequence& sequence, std::vector<Place>* places) const;
  // The greatest sum of the IDFs of different words inside of a passage.
  double BestPassage(const std::vector<Place>& places, size_t language) const;

  const CommitView& view_;
  const RankingOptions& options_;
  const Scorer& scorer_;
  const std::vector<QueryWord>& words_;
  const std::vector<DocSet>& docs_with_;
  const std::vector<std::pair<size_t, size_t>>& neighbours_;
  double passage_words_ = 1;
  // What stands for words of the query, by code.
  std::vector<WordCode> codes_;
  std::vector<Use> uses_;
  std::vector<uint64_t> low_bits_;         // a bit for each value of a code's low bits that there is
  std::vector<size_t> language_of_lang_;   // vocabulary language of each lang of the documents
  std::vector<std::vector<double>> idfs_;  // by vocabulary language (and one for none), then word
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_RANKER_H_
