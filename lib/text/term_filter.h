// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TEXT_TERM_FILTER_H_
#define NEWSEARCH_LIB_TEXT_TERM_FILTER_H_

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "text/language_folding.h"
#include "text/stemmer.h"
#include "text/tokenizer.h"
#include "text/word_cache.h"

namespace newsearch {

// One more key under which a word is found.
struct WordKey {
  std::string key;
  double likeness = 0;  // in (0, 1): how far what is found by it is the word that was meant
};

// The part of the analysis chain that depends on language: from a word to the keys it is found under. Two
// words of a language match when {Key(a)} and a's other keys meet {Key(b)} and b's; the product of the
// likenesses says how well (that of Key is 1).
//
//   sv  Malmö   key malmö   others malmo (marks off), malmoe (spelt out)
//   el  Αθήνας  key αθην    others ~atin (what romanisations have in common)
//
// Thread-safety: one filter per thread at a time.
class TermFilter {
 public:
  explicit TermFilter(std::string_view lang);

  // The key of a word: its stem, with marks folded as the language folds them. Marks go after stemming,
  // because Snowball's rules look at them. REQUIRES for all of these: `folded` is Word::folded.
  std::string Key(std::string_view folded) { return Look(folded).key; }
  // Appends at most four other keys, all different; none for nearly all words without marks in Latin script.
  // Does not look at what `keys` has already.
  void AppendOtherKeys(std::string_view folded, std::vector<WordKey>* keys);

  // What Token holds of a word.
  struct Terms {
    std::string form;  // LooseForm
    std::string key;   // Key; that of a gram is its form
    bool stop_word = false;
  };
  // Valid until the next call to a function of this filter.
  const Terms& Look(std::string_view folded) {
    return cache_.Get(folded, [this](std::string_view word) { return Make(word); });
  }

  // The stem with all marks folded.
  std::string Stem(const Word& word);
  bool IsStopWord(const Word& word) const { return stop_words_->count(word.folded) != 0; }
  const std::string& lang() const { return lang_; }

 private:
  Terms Make(std::string_view folded);
  std::string MakeKey(std::string_view folded);

  std::string lang_;
  Stemmer stemmer_;
  const std::unordered_set<std::string>* stop_words_;
  const LanguageFolding* folding_;
  bool is_romanised_;  // IsRomanisedLanguage(lang_)
  WordCache<Terms> cache_;
};

// The written form with marks folded: the same in every language, and what phrases compare.
std::string LooseForm(std::string_view folded);
std::string WordForm(const Word& word);

// What identifies this version of the chain in an index. Change it with every change that gives other terms.
inline constexpr std::string_view kAnalyzerVersion = "3";

// Version of the ICU in use, "72.1".
std::string IcuVersion();

// A hash over the terms of a fixed text in every stemmed language: equal hashes mean that an index written
// with another ICU or libstemmer still fits.
std::string AnalyzerFingerprint();

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_TERM_FILTER_H_
