// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TEXT_TERM_FILTER_H_
#define NEWSEARCH_LIB_TEXT_TERM_FILTER_H_

#include <string>
#include <string_view>
#include <unordered_set>

#include "text/stemmer.h"
#include "text/tokenizer.h"

namespace newsearch {

// The part of the analysis chain that depends on language: from a word to its terms. Marks are folded after
// stemming, because Snowball's rules look at them.
// Thread-safety: one filter per thread at a time.
class TermFilter {
 public:
  explicit TermFilter(std::string_view lang);

  std::string Stem(const Word& word);
  bool IsStopWord(const Word& word) const { return stop_words_->count(word.folded) != 0; }
  const std::string& lang() const { return lang_; }

 private:
  std::string lang_;
  Stemmer stemmer_;
  const std::unordered_set<std::string>* stop_words_;
};

// The written form with marks folded: the same in every language.
std::string WordForm(const Word& word);

// What identifies this version of the chain in an index. Change it with every change that gives other terms.
inline constexpr std::string_view kAnalyzerVersion = "1";

// Version of the ICU in use, "72.1".
std::string IcuVersion();

// A hash over the terms of a fixed text in every stemmed language: equal hashes mean that an index written
// with another ICU or libstemmer still fits.
std::string AnalyzerFingerprint();

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_TERM_FILTER_H_
