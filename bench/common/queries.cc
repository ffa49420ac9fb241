// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/queries.h"

#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

#include "common/corpus.h"
#include "common/random.h"
#include "common/registry.h"
#include "newsearch/analyzer.h"

namespace newsearch::bench {
namespace {

constexpr size_t kQueriesPerClass = 30;
constexpr size_t kMinWordBytes = 4;
constexpr size_t kMaxAttempts = 1'000'000;

[[noreturn]] void TooSmall() {
  std::cerr << "the corpus is too small to draw queries from\n";
  std::exit(1);
}

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A run of ASCII letters.
struct Run {
  std::string word;  // lower case
  size_t begin = 0;
  size_t end = 0;
  bool plain = false;  // nothing beside it that engines cut in different ways
};

// Blanks and the punctuation at which every engine cuts.
bool SeparatesEverywhere(std::string_view text, size_t at) {
  if (at >= text.size()) return true;
  const char c = text[at];
  if (std::string_view(" \n,;!?()\"-/*[]").find(c) != std::string_view::npos) return true;
  // The full stop of a sentence; within initials, numbers and host names it is something else.
  return c == '.' && (at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '\n');
}

std::vector<Run> Runs(const std::string& text) {
  std::vector<Run> runs;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!IsLetter(text[i])) continue;
    Run run;
    run.begin = i;
    while (i < text.size() && IsLetter(text[i])) run.word += static_cast<char>(text[i++] | 0x20);
    run.end = i;
    run.plain =
        (run.begin == 0 || (SeparatesEverywhere(text, run.begin - 1) && text[run.begin - 1] != '.')) &&
        SeparatesEverywhere(text, run.end);
    runs.push_back(std::move(run));
  }
  return runs;
}

class Vocabulary {
 public:
  Vocabulary() : english_("en") {
    for (const CorpusDocument& document : TheCorpus().documents) {
      std::set<std::string> stems;
      for (const std::string* text : {&document.title, &document.text}) {
        for (const Run& run : Runs(*text)) {
          const std::string& stem = StemOf(run.word);
          Entry& entry = entries_[stem];
          if (!run.plain) entry.plain = false;
          ++entry.words[run.word];
          if (!run.plain) odd_words_.insert(run.word);
          if (stems.insert(stem).second) ++entry.documents;
        }
        MarkFolded(*text);
      }
    }
  }

  size_t DocumentsWith(const std::string& word) { return entries_[StemOf(word)].documents; }
  // The stem stands nowhere in the corpus in a form that engines cut differently.
  bool IsPlain(const std::string& word) { return entries_[StemOf(word)].plain; }
  bool IsPlainForm(const std::string& word) const { return odd_words_.count(word) == 0; }

  bool IsStopWord(const std::string& word) {
    const std::vector<Token> tokens = english_.Analyze(word);
    return tokens.empty() || tokens.front().stop_word;
  }

  bool Qualifies(const std::string& word) {
    return word.size() >= kMinWordBytes && IsPlain(word) && DocumentsWith(word) >= 3 && !IsStopWord(word);
  }

  // Each stem that qualifies in its most frequent form, from rare to frequent.
  std::vector<std::string> WordsByFrequency() {
    std::vector<std::pair<size_t, std::string>> ranked;
    for (auto& [stem, entry] : entries_) {
      if (entry.words.empty()) continue;
      const auto most = std::max_element(entry.words.begin(), entry.words.end(),
                                         [](const auto& a, const auto& b) { return a.second < b.second; });
      if (Qualifies(most->first)) ranked.emplace_back(entry.documents, most->first);
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::string> words;
    for (auto& [documents, word] : ranked) words.push_back(std::move(word));
    return words;
  }

 private:
  struct Entry {
    size_t documents = 0;
    bool plain = true;
    std::map<std::string, size_t> words;
  };

  // A capital behind a letter, in a word that has small ones too: its parts are words for us ("QuickTime").
  static bool IsJoined(std::string_view word) {
    const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
    if (std::none_of(word.begin(), word.end(), is_small)) return false;
    for (size_t i = 1; i < word.size(); ++i) {
      if (IsLetter(word[i - 1]) && IsLetter(word[i]) && !is_small(word[i])) return true;
    }
    return false;
  }

  // "oﬃce" with a ligature is office for us and another word for others, "café" is cafe.
  void MarkFolded(const std::string& text) {
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = std::min(text.find_first_of(" \n", begin), text.size());
      const std::string_view word = std::string_view(text).substr(begin, end - begin);
      begin = end + 1;
      const bool ascii =
          std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
      if (ascii && !IsJoined(word)) continue;
      for (const Token& token : english_.Analyze(word)) {
        entries_[StemOf(token.form)].plain = false;
        odd_words_.insert(token.form);
      }
    }
  }

  const std::string& StemOf(const std::string& word) {
    auto found = stems_.find(word);
    if (found == stems_.end()) found = stems_.emplace(word, stemmer_(word)).first;
    return found->second;
  }

  Xapian::Stem stemmer_{"english"};
  Analyzer english_;
  std::map<std::string, Entry> entries_;
  std::unordered_map<std::string, std::string> stems_;
  std::set<std::string> odd_words_;
};

class QueryDrawer {
 public:
  QueryDrawer() : random_(TheOptions().seed + 2) {}

  std::vector<QueryClass> Draw() {
    return {{"one_word", OneWord()},
            {"two_words", Words(2)},
            {"three_words", Words(3)},
            {"headline", Headlines()},
            {"stop_words", StopWords()},
            {"phrase", Phrases()},
            {"filter", Filters()},
            {"word_and_filter", WordsAndFilters()},
            {"match_all", {BenchQuery{"", true, {}, true}}}};
  }

 private:
  const CorpusDocument& AnyDocument() {
    const auto& documents = TheCorpus().documents;
    return documents[random_.Below(documents.size())];
  }

  // Evenly over the logarithm of the frequency, from rare to frequent.
  std::vector<BenchQuery> OneWord() {
    const std::vector<std::string> words = vocabulary_.WordsByFrequency();
    std::vector<BenchQuery> queries;
    if (words.empty()) TooSmall();
    const double least = std::log(static_cast<double>(vocabulary_.DocumentsWith(words.front())));
    const double most = std::log(static_cast<double>(vocabulary_.DocumentsWith(words.back())));
    for (size_t i = 0; i < kQueriesPerClass; ++i) {
      const double wanted =
          std::exp(least + (most - least) * static_cast<double>(i) / (kQueriesPerClass - 1));
      auto from =
          std::lower_bound(words.begin(), words.end(), wanted, [this](const std::string& word, double value) {
            return static_cast<double>(vocabulary_.DocumentsWith(word)) + 0.5 < value;
          });
      if (from == words.end()) --from;
      auto to = from;
      while (to != words.end() && vocabulary_.DocumentsWith(*to) == vocabulary_.DocumentsWith(*from)) ++to;
      queries.push_back(
          {*(from + static_cast<std::ptrdiff_t>(random_.Below(static_cast<uint64_t>(to - from)))),
           false,
           {},
           true});
    }
    return queries;
  }

  // Different words of one document.
  std::string SomeWords(size_t count) {
    for (size_t attempt = 0; attempt < kMaxAttempts; ++attempt) {
      const CorpusDocument& document = AnyDocument();
      std::vector<std::string> words;
      for (const Run& run : Runs(document.text)) {
        const bool seen = std::find(words.begin(), words.end(), run.word) != words.end();
        if (!seen && vocabulary_.Qualifies(run.word)) words.push_back(run.word);
      }
      if (words.size() < count) continue;
      std::string text;
      for (size_t i = 0; i < count; ++i) {
        const size_t at = random_.Below(words.size());
        text += (i > 0 ? " " : "") + words[at];
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(at));
      }
      return text;
    }
    TooSmall();
  }

  std::vector<BenchQuery> Words(size_t count) {
    std::vector<BenchQuery> queries;
    for (size_t i = 0; i < kQueriesPerClass; ++i) queries.push_back({SomeWords(count), false, {}, true});
    return queries;
  }

  std::vector<BenchQuery> Headlines() {
    const std::vector<std::string>& topics = TheCorpus().topics;
    std::vector<BenchQuery> queries;
    for (size_t i = 0; i < 2 * kQueriesPerClass; ++i) {
      std::string text = topics[i * topics.size() / (2 * kQueriesPerClass)];
      // Xapian's query parser does not stem words with a capital.
      for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
      queries.push_back({std::move(text), false, {}, false});
    }
    return queries;
  }

  static std::vector<BenchQuery> StopWords() {
    std::vector<BenchQuery> queries;
    for (const char* text :
         {"the", "of the", "in a", "to be", "and the", "a", "for the", "on", "with", "from the"}) {
      queries.push_back({text, false, {}, false});
    }
    return queries;
  }

  // Two or three words that stand side by side, not all of them stop words.
  std::vector<BenchQuery> Phrases() {
    std::vector<BenchQuery> queries;
    for (size_t attempt = 0; queries.size() < kQueriesPerClass; ++attempt) {
      if (attempt == kMaxAttempts) TooSmall();
      const CorpusDocument& document = AnyDocument();
      const std::vector<Run> runs = Runs(document.text);
      const size_t count = 2 + random_.Below(2);
      if (runs.size() < count) continue;
      const size_t first = random_.Below(runs.size() - count + 1);
      std::string text;
      bool usable = true;
      bool content = false;
      bool comparable = true;
      for (size_t i = first; i < first + count; ++i) {
        usable =
            usable && runs[i].plain &&
            (i == first || (runs[i].begin == runs[i - 1].end + 1 && document.text[runs[i].begin - 1] == ' '));
        content = content || !vocabulary_.IsStopWord(runs[i].word);
        comparable = comparable && vocabulary_.IsPlainForm(runs[i].word);
        text += (i > first ? " " : "") + runs[i].word;
      }
      if (usable && content) queries.push_back({'"' + text + '"', true, {}, comparable});
    }
    return queries;
  }

  FacetFilter SomeFilter() {
    const CorpusDocument& document = AnyDocument();
    switch (random_.Below(4)) {
      case 0:
        return {"project", document.projects.back()};
      case 1:
        return {"city", document.cities.front()};
      case 2:
        return {"country", document.countries.front()};
      default:
        return {"year", document.year};
    }
  }

  std::vector<BenchQuery> Filters() {
    std::vector<BenchQuery> queries;
    for (size_t i = 0; i < kQueriesPerClass; ++i) {
      std::vector<FacetFilter> filters = {SomeFilter()};
      if (i % 3 == 2) {
        const FacetFilter second = SomeFilter();
        if (second.facet != filters.front().facet) filters.push_back(second);
      }
      queries.push_back({"", true, std::move(filters), true});
    }
    return queries;
  }

  std::vector<BenchQuery> WordsAndFilters() {
    std::vector<BenchQuery> queries;
    for (size_t i = 0; i < kQueriesPerClass; ++i)
      queries.push_back({SomeWords(1 + i % 2), false, {SomeFilter()}, true});
    return queries;
  }

  Random random_;
  Vocabulary vocabulary_;
};

}  // namespace

const std::vector<QueryClass>& TheQueries() {
  static const std::vector<QueryClass> classes = QueryDrawer().Draw();
  return classes;
}

const std::vector<BenchQuery>& QueryMix() {
  static const std::vector<BenchQuery> mix = [] {
    std::vector<BenchQuery> all;
    for (const QueryClass& query_class : TheQueries()) {
      all.insert(all.end(), query_class.queries.begin(), query_class.queries.end());
    }
    return all;
  }();
  return mix;
}

}  // namespace newsearch::bench
