// SPDX-License-Identifier: GPL-2.0-or-later
//
// Finding the forms of words.
//
//   text/word_classes/learn     LearnWordClasses on 300,000 made words: stems with some of forty endings
//   text/word_classes/class_of  ClassOf for words that were left out of them
#include <benchmark/benchmark.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/random.h"
#include "common/registry.h"
#include "text/word_classes.h"

namespace newsearch::bench {
namespace {

constexpr size_t kWords = 300000;

struct Vocabulary {
  std::vector<std::string> words;  // sorted
  std::vector<std::string_view> views;
  std::vector<std::string> unseen;
};

// Stems of three to six syllables, as frequent as it falls, with endings of which the first are the most
// common.
const Vocabulary& MadeVocabulary() {
  static const Vocabulary* const kMade = [] {
    static constexpr std::string_view kSyllables[] = {"ka",  "le", "mi", "to", "ru",  "sen", "var",
                                                      "pol", "ny", "ta", "ki", "as",  "er",  "in",
                                                      "ost", "ul", "be", "do", "gra", "zi"};
    static constexpr std::string_view kEndings[] = {
        "",     "a",    "n",    "t",    "i",    "en",  "ssa", "sta", "lla", "lle", "in",  "u",   "om", "e",
        "ista", "issa", "ille", "ksi",  "na",   "tta", "kin", "ssa", "ni",  "si",  "nsa", "mme", "ja", "jen",
        "ien",  "itta", "ina",  "iksi", "llan", "sti", "nen", "sen", "set", "s",   "ä",   "ää"};
    Random random(TheOptions().seed);
    const Zipf ending(std::size(kEndings));
    std::set<std::string> words;
    while (words.size() < kWords) {
      std::string stem;
      for (uint64_t syllables = 3 + random.Below(4); syllables > 0; --syllables)
        stem += kSyllables[random.Below(std::size(kSyllables))];
      for (uint64_t forms = 1 + random.Below(10); forms > 0; --forms)
        words.insert(stem + std::string(kEndings[ending.Draw(&random)]));
    }
    auto* made = new Vocabulary;
    size_t i = 0;
    for (const std::string& word : words) (++i % 100 == 0 ? made->unseen : made->words).push_back(word);
    made->views.assign(made->words.begin(), made->words.end());
    return made;
  }();
  return *kMade;
}

void Learn(benchmark::State& state) {
  const Vocabulary& vocabulary = MadeVocabulary();
  WordClasses learned;
  for (auto _ : state) learned = LearnWordClasses(vocabulary.views);
  const std::set<uint32_t> classes(learned.class_of.begin(), learned.class_of.end());
  if (classes.size() > vocabulary.words.size() * 3 / 4) state.SkipWithError("too few words have a class");
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(vocabulary.words.size()));
}

void ClassOf(benchmark::State& state) {
  const Vocabulary& vocabulary = MadeVocabulary();
  const WordClasses learned = LearnWordClasses(vocabulary.views);
  const auto find = [&](std::string_view word) -> std::optional<uint32_t> {
    const auto at = std::lower_bound(vocabulary.views.begin(), vocabulary.views.end(), word);
    if (at == vocabulary.views.end() || *at != word) return std::nullopt;
    return learned.class_of[static_cast<size_t>(at - vocabulary.views.begin())];
  };
  size_t found = 0;
  for (auto _ : state) {
    found = 0;
    for (const std::string& word : vocabulary.unseen) found += learned.pairs.ClassOf(word, find).has_value();
  }
  if (found < vocabulary.unseen.size() / 2) state.SkipWithError("too few words are put into a class");
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(vocabulary.unseen.size()));
}

void AddWordClasses() {
  AddContest("text/word_classes/learn", {{kOurs, &Learn}});
  AddContest("text/word_classes/class_of", {{kOurs, &ClassOf}});
}
NEWSEARCH_BENCH(AddWordClasses);

}  // namespace
}  // namespace newsearch::bench
