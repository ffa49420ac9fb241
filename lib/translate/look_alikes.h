// SPDX-License-Identifier: GPL-2.0-or-later
//
// LookAlikes: the words of a language's vocabulary that look or sound like a word of another language. Names
// are most of what a query across scripts is found by, and most of them are in no dictionary.
#ifndef NEWSEARCH_LIB_TRANSLATE_LOOK_ALIKES_H_
#define NEWSEARCH_LIB_TRANSLATE_LOOK_ALIKES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/transliterator.h"

namespace newsearch {

struct VocabularyWord {
  std::string word;
  uint32_t documents = 1;  // that have it
};

struct LookAlike {
  uint32_t word = 0;  // its number in the vocabulary
  double dice = 0;    // 1: the same once the spelling is levelled
};

// Thread-safety: one from one thread at a time.
class LookAlikes {
 public:
  // Below this they harm more than they find, between languages of one script above all.
  static constexpr double kMinDice = 0.5;
  static constexpr size_t kMaxFound = 5;

  explicit LookAlikes(std::vector<VocabularyWord> vocabulary);

  // The words like `word`, the most alike first, then those in more documents, then by number. Words of fewer
  // than three letters are like none.
  std::vector<LookAlike> Find(std::string_view word, size_t max_found = kMaxFound,
                              double min_dice = kMinDice);

  const VocabularyWord& word(uint32_t number) const { return vocabulary_[number]; }
  size_t size() const { return vocabulary_.size(); }

 private:
  // Trigrams of a levelled word with a mark at each end, sorted, each once.
  std::vector<uint32_t> Grams(std::string_view word);

  std::vector<VocabularyWord> vocabulary_;
  Transliterator transliterator_;
  // Words in the order of their number of trigrams: those that can be alike are neighbours.
  std::vector<uint32_t> order_;          // place to number in the vocabulary
  std::vector<uint8_t> gram_counts_;     // by place
  std::vector<uint32_t> first_with_;     // by number of trigrams: the first place that has as many
  std::vector<uint32_t> first_posting_;  // by trigram, one more at the end
  std::vector<uint32_t> postings_;       // places, ascending
  std::vector<uint8_t> shared_;  // by place: trigrams shared with the word asked for; zero between calls
};

// How much a look-alike counts beside a sure translation: by likeness, and half as much for words that a
// dictionary knows and that are no names.
double LookAlikeWeight(double dice, bool name_or_unknown);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TRANSLATE_LOOK_ALIKES_H_
