// SPDX-License-Identifier: GPL-2.0-or-later
//
// Finding words.
//
//   text/tokenize/english   Tokenizer (boundaries and case folding); ICU: its word BreakIterator over the
//   same UTF-8 text/tokenize/latin     the same over Latin script with many marks
#include <benchmark/benchmark.h>
#include <unicode/brkiter.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <memory>
#include <string>
#include <vector>

#include "common/corpus.h"
#include "common/registry.h"
#include "text/tokenizer.h"

namespace newsearch::bench {
namespace {

size_t CountWords(const TextSet& set, const icu::BreakIterator& prototype) {
  const std::unique_ptr<icu::BreakIterator> iterator(prototype.clone());
  size_t words = 0;
  for (const LanguageText& language : set.languages) {
    for (const std::string& text : language.texts) {
      UErrorCode error = U_ZERO_ERROR;
      UText utext = UTEXT_INITIALIZER;
      utext_openUTF8(&utext, text.data(), static_cast<int64_t>(text.size()), &error);
      iterator->setText(&utext, error);
      if (U_FAILURE(error)) return 0;
      for (iterator->first(); iterator->next() != icu::BreakIterator::DONE;) {
        words += iterator->getRuleStatus() >= UBRK_WORD_NONE_LIMIT;
      }
      utext_close(&utext);
    }
  }
  return words;
}

std::unique_ptr<icu::BreakIterator> NewWordIterator() {
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> iterator(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
  return U_FAILURE(error) ? nullptr : std::move(iterator);
}

void Tokenize(benchmark::State& state, const TextSet& set) {
  const Tokenizer tokenizer;
  std::vector<Word> words;
  size_t found = 0;
  for (auto _ : state) {
    found = 0;
    for (const LanguageText& language : set.languages) {
      for (const std::string& text : language.texts) {
        words.clear();
        tokenizer.Tokenize(text, 0, &words);
        found += words.size();
      }
    }
  }
  // We cut what ICU calls a word further, at apostrophes for one, and drop nothing.
  const std::unique_ptr<icu::BreakIterator> iterator = NewWordIterator();
  const size_t least = iterator ? CountWords(set, *iterator) : 0;
  if (least == 0 || found < least || found > least + least / 10)
    state.SkipWithError("not as many words as ICU finds");
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(found));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(set.bytes));
}

void BreakWords(benchmark::State& state, const TextSet& set) {
  const std::unique_ptr<icu::BreakIterator> iterator = NewWordIterator();
  if (!iterator) return state.SkipWithError("ICU has no word break iterator");
  size_t found = 0;
  for (auto _ : state) benchmark::DoNotOptimize(found = CountWords(set, *iterator));
  if (found < set.bytes / 12) state.SkipWithError("too few words");
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(found));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(set.bytes));
}

void AddTokenizer() {
  const auto add = [](const std::string& name, const TextSet& (*set)()) {
    AddContest("text/tokenize/" + name,
               {{kOurs, [set](benchmark::State& state) { Tokenize(state, set()); }},
                {"icu", [set](benchmark::State& state) { BreakWords(state, set()); }}});
  };
  add("english", &EnglishText);
  add("latin", &LatinText);
}
NEWSEARCH_BENCH(AddTokenizer);

}  // namespace
}  // namespace newsearch::bench
