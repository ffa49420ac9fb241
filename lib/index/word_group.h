// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the words of a query are in an index: the words of each language that stand for them.
#ifndef NEWSEARCH_LIB_INDEX_WORD_GROUP_H_
#define NEWSEARCH_LIB_INDEX_WORD_GROUP_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "index/vocabulary.h"
#include "index/word_sequence.h"

namespace newsearch {

// A word of the index that stands for a word of the query.
struct GroupMember {
  std::string term;
  WordCode code = 0;
  float likeness = 1;
  std::vector<WordPosting> postings = {};  // if they are known already
};

GroupMember MakeMember(const LanguageVocabulary& language, const LikeWord& like);

// The words of one language that stand for one word of the query. They are ranked as one word (Pirkola 1998):
// a document has as many of it as of all members, and it is as rare as they are together.
struct WordGroup {
  std::vector<GroupMember> forms;    // what the word is: these match
  std::vector<GroupMember> similar;  // what shares n-grams with it: these only rank
  bool stop_word = false;
  bool translated = false;  // has words that were added
  double importance = 1;    // beside the word's weight
  // After scoring.
  double idf = 0;
  double scored = 0;  // how often its IDF went into scores
  double similar_idf = 0;
  double similar_scored = 0;
  uint32_t documents = 0;  // with any of `forms`
};

// A word of the query, once for all its places.
struct QueryWord {
  std::string folded;
  uint64_t offset = 0;            // bytes into the query, of the first place
  bool is_gram = false;           // a pair of Chinese, Japanese or Korean characters
  double weight = 1;              // of its IDF
  double similar_weight = 1;      // of its similar words, beside RankingOptions::similar_weight
  std::vector<WordGroup> groups;  // by language of the vocabulary
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_WORD_GROUP_H_
