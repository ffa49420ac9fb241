// SPDX-License-Identifier: GPL-2.0-or-later
//
// The whole analysis chain: boundaries, case folding, stemming, stop words, folding of marks.
//
//   text/analyze/english   Analyzer over English news, nearly all ASCII; Xapian: TermGenerator with a stemmer
//   into a
//                          document that is thrown away
//   text/analyze/latin     the same over German, Finnish, French, Polish, Swedish, each in its language
//   (where there is
//                          a stemmer)
#include <benchmark/benchmark.h>
#include <xapian.h>

#include <string>
#include <vector>

#include "common/corpus.h"
#include "common/registry.h"
#include "newsearch/analyzer.h"

namespace newsearch::bench {
namespace {

void Analyze(benchmark::State& state, const TextSet& set) {
  std::vector<Analyzer> analyzers;
  for (const LanguageText& language : set.languages) analyzers.emplace_back(language.lang);
  size_t tokens = 0;
  bool in_place = true;
  for (auto _ : state) {
    tokens = 0;
    for (size_t i = 0; i < set.languages.size(); ++i) {
      for (const std::string& text : set.languages[i].texts) {
        const std::vector<Token> found = analyzers[i].Analyze(text);
        tokens += found.size();
        in_place = in_place && (found.empty() || found.back().end <= text.size());
      }
    }
  }
  if (tokens < set.bytes / 12 || !in_place)
    state.SkipWithError("too few tokens, or tokens outside of the text");
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(tokens));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(set.bytes));
}

void GenerateTerms(benchmark::State& state, const TextSet& set) {
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
  if (terms < set.bytes / 24) state.SkipWithError("too few terms");
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(set.bytes));
}

void AddAnalyzer() {
  const auto add = [](const std::string& name, const TextSet& (*set)()) {
    AddContest("text/analyze/" + name,
               {{kOurs, [set](benchmark::State& state) { Analyze(state, set()); }},
                {"xapian", [set](benchmark::State& state) { GenerateTerms(state, set()); }}});
  };
  add("english", &EnglishText);
  add("latin", &LatinText);
}
NEWSEARCH_BENCH(AddAnalyzer);

}  // namespace
}  // namespace newsearch::bench
