// SPDX-License-Identifier: GPL-2.0-or-later
//
// The whole analysis chain: boundaries, case folding, stemming, stop words, folding of marks. MB/s of UTF-8.
//
//   text/analyze/english   Analyzer over English news, nearly all ASCII; Xapian: TermGenerator with a stemmer
//   into
//                          a document that is thrown away
//   text/analyze/latin     the same over German, Finnish, French, Polish, Swedish, each in its language
//   (where
//                          there is a stemmer)
//   text/analyze/LANG      the same over one language
//
// The answer is checked against the chain step by step: words by ICU's breaks, each stemmed anew.
#include <benchmark/benchmark.h>
#include <xapian.h>

#include <functional>
#include <string>
#include <vector>

#include "common/corpus.h"
#include "common/registry.h"
#include "newsearch/analyzer.h"
#include "text/term_filter.h"
#include "text/tokenizer.h"

namespace newsearch::bench {
namespace {

constexpr size_t kCheckedTexts = 20;

// Whether the tokens are those of the chain without fast paths and caches.
bool IsRight(const std::vector<Token>& tokens, const std::string& lang, const std::string& text) {
  std::vector<Word> words;
  Tokenizer(Tokenizer::Breaks::kIcu).Tokenize(text, 0, &words);
  size_t at = 0;
  for (const Word& word : words) {
    TermFilter filter(lang);
    const std::string form = LooseForm(word.folded);
    if (form.empty()) continue;
    if (at == tokens.size()) return false;
    const Token& token = tokens[at++];
    if (token.form != form || token.stem != (word.is_gram ? form : filter.Key(word.folded)) ||
        token.begin != word.begin || token.end != word.end || token.position != word.position)
      return false;
  }
  return at == tokens.size();
}

void Analyze(benchmark::State& state, const TextSet& set) {
  if (set.languages.empty()) return state.SkipWithError("the text is not there");
  std::vector<Analyzer> analyzers;
  for (const LanguageText& language : set.languages) analyzers.emplace_back(language.lang);
  size_t tokens = 0;
  for (auto _ : state) {
    tokens = 0;
    for (size_t i = 0; i < set.languages.size(); ++i) {
      for (const std::string& text : set.languages[i].texts) tokens += analyzers[i].Analyze(text).size();
    }
  }
  bool right = tokens > 0;
  for (size_t i = 0; i < set.languages.size(); ++i) {
    const LanguageText& language = set.languages[i];
    for (size_t t = 0; t < language.texts.size() && t < kCheckedTexts; ++t)
      right = right && IsRight(analyzers[i].Analyze(language.texts[t]), language.lang, language.texts[t]);
  }
  if (!right) state.SkipWithError("not the tokens of the chain");
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(tokens));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(set.bytes));
}

void GenerateTerms(benchmark::State& state, const TextSet& set) {
  if (set.languages.empty()) return state.SkipWithError("the text is not there");
  std::vector<Xapian::TermGenerator> generators(set.languages.size());
  for (size_t i = 0; i < generators.size(); ++i) {
    try {
      generators[i].set_stemmer(Xapian::Stem(set.languages[i].lang));
    } catch (const Xapian::InvalidArgumentError&) {  // no stemmer for this language
    }
    generators[i].set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
  }
  size_t terms = 0;
  for (auto _ : state) {
    terms = 0;
    for (size_t i = 0; i < set.languages.size(); ++i) {
      for (const std::string& text : set.languages[i].texts) {
        Xapian::Document document;
        generators[i].set_document(document);
        generators[i].set_termpos(0);
        generators[i].index_text(text);
        terms += document.termlist_count();
      }
    }
  }
  // Scripts without blanks are long words to the peer.
  if (terms < set.bytes / 400) state.SkipWithError("too few terms");
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(set.bytes));
}

void AddAnalyzer() {
  const auto add = [](const std::string& name, const std::function<const TextSet&()>& set) {
    AddContest("text/analyze/" + name,
               {{kOurs, [set](benchmark::State& state) { Analyze(state, set()); }},
                {"xapian", [set](benchmark::State& state) { GenerateTerms(state, set()); }}});
  };
  add("english", &EnglishText);
  add("latin", &LatinText);
  for (const char* lang : {"de", "fi", "fr", "pl", "sv", "ru", "el", "ja", "th"})
    add(lang, [lang]() -> const TextSet& { return TextIn(lang); });
}
NEWSEARCH_BENCH(AddAnalyzer);

}  // namespace
}  // namespace newsearch::bench
