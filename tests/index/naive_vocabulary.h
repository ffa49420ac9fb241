// SPDX-License-Identifier: GPL-2.0-or-later
//
// Which words of a language a query's word stands for, worked out by comparing it with each of them: what the
// index finds by tables.
#ifndef NEWSEARCH_TESTS_INDEX_NAIVE_VOCABULARY_H_
#define NEWSEARCH_TESTS_INDEX_NAIVE_VOCABULARY_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "text/stemmer.h"
#include "text/term_filter.h"
#include "text/word_classes.h"

namespace newsearch {

class NaiveVocabulary {
 public:
  explicit NaiveVocabulary(const std::string& lang) : lang_(lang), filter_(lang) {}

  void Add(const std::string& folded) { words_[folded]; }

  // To be called when all words are there: words of one key are a class; where there is no stemmer, so are
  // keys that look like forms of one word.
  void Learn() {
    std::set<std::string> keys;
    for (auto& [word, entry] : words_) {
      entry.key = filter_.Key(word);
      entry.keys = KeysOf(word);
      keys.insert(entry.key);
    }
    const std::vector<std::string_view> sorted(keys.begin(), keys.end());
    std::map<std::string_view, uint32_t> number;
    for (uint32_t i = 0; i < sorted.size(); ++i) number[sorted[i]] = i;
    std::vector<uint32_t> class_of;
    if (lang_ != "und" && !HasStemmer(lang_)) {
      const WordClasses learned = LearnWordClasses(sorted);
      class_of = learned.class_of;
      pairs_ = learned.pairs;
    }
    for (auto& [word, entry] : words_) {
      const uint32_t own = number.at(entry.key);
      entry.word_class = class_of.empty() ? own : class_of[own];
    }
  }

  bool IsStopWord(const Word& word) const { return filter_.IsStopWord(word); }

  // The words of the language that `folded` is, with their likeness; it may be off by a step of 1/255.
  const std::map<std::string, double>& FormsOf(const std::string& folded) {
    const auto [known, fresh] = forms_.try_emplace(folded);
    if (!fresh) return known->second;
    const std::map<std::string, double> keys = KeysOf(folded);
    std::map<uint32_t, double> classes;
    for (const auto& [word, entry] : words_) {
      for (const auto& [key, likeness] : keys) {
        const auto found = entry.keys.find(key);
        if (found == entry.keys.end()) continue;
        double& best = classes[entry.word_class];
        best = std::max(best, likeness * found->second);
      }
    }
    if (classes.empty()) {
      const auto find = [this](std::string_view key) -> std::optional<uint32_t> {
        std::optional<uint32_t> first;
        for (const auto& [word, entry] : words_) {
          if (entry.keys.count(std::string(key)) != 0 && (!first || entry.word_class < *first))
            first = entry.word_class;
        }
        return first;
      };
      if (const auto learned = pairs_.ClassOf(filter_.Key(folded), find)) classes[*learned] = 0.9;
    }
    for (const auto& [word, entry] : words_) {
      const auto found = classes.find(entry.word_class);
      if (found != classes.end()) known->second[word] = found->second;
    }
    return known->second;
  }

 private:
  struct Entry {
    std::string key;
    std::map<std::string, double> keys;  // with their likeness
    uint32_t word_class = 0;
  };

  std::map<std::string, double> KeysOf(const std::string& folded) {
    std::vector<WordKey> others;
    filter_.AppendOtherKeys(folded, &others);
    std::map<std::string, double> keys;
    for (const WordKey& other : others) keys[other.key] = other.likeness;
    keys[filter_.Key(folded)] = 1;
    return keys;
  }

  std::string lang_;
  TermFilter filter_;
  std::map<std::string, Entry> words_;
  SuffixPairs pairs_;
  std::map<std::string, std::map<std::string, double>> forms_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_INDEX_NAIVE_VOCABULARY_H_
