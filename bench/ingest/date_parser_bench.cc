// SPDX-License-Identifier: GPL-2.0-or-later
//
// Finding dates in lines.
//
//   ingest/dates/prose     DateParser over the English texts of the corpus, about a megabyte (no peer)
//   ingest/dates/latin     the same over Latin script with many marks
//   ingest/dates/sample    the same over the lines of the sample archive, repeated to about a megabyte
//   ingest/dates/numbers   the same over made lines with a number, which is seldom a date, in every fourth
//                          word
//   ingest/dates/dense     the same over made lines that are full of dates
#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/corpus.h"
#include "common/registry.h"
#include "ingest/date_parser.h"

namespace newsearch::bench {
namespace {

constexpr size_t kTextBytes = 1'000'000;

struct Lines {
  std::vector<std::string> lines;
  std::vector<std::string> languages;
  size_t bytes = 0;
  size_t least_dates = 0;  // so many are in it at least

  void Add(std::string_view text) {
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = std::min(text.find('\n', begin), text.size());
      if (end > begin) lines.emplace_back(text.substr(begin, end - begin));
      bytes += end - begin;
      begin = end + 1;
    }
  }
};

Lines LinesOf(const TextSet& set) {
  Lines lines;
  for (const LanguageText& language : set.languages) {
    lines.languages.push_back(language.lang);
    for (const std::string& text : language.texts) lines.Add(text);
  }
  return lines;
}

Lines SampleLines() {
  Lines lines;
  lines.languages = {"en", "de", "sv", "sl", "fr"};
  while (lines.bytes < kTextBytes && !SampleArchive().empty()) {
    lines.Add(SampleArchive());
    ++lines.least_dates;
  }
  return lines;
}

// Lines of words of `words`, which are separated by blanks; every `every`th is one of `numbers` in their
// stead.
Lines MadeLines(const std::vector<std::string>& numbers, size_t every) {
  const std::vector<std::string> words = {"the",   "members", "of",    "said", "that",   "shares", "rose",
                                          "about", "market",  "group", "in",   "second", "may",    "profit",
                                          "to",    "and",     "sales", "a",    "people", "with"};
  Lines lines;
  lines.languages = {"en"};
  for (size_t i = 0; lines.bytes < kTextBytes;) {
    std::string line;
    for (const size_t end = i + 20; i < end; ++i) {
      // The words come in an order that looks mixed and is the same everywhere.
      const size_t draw = i * 2654435761U >> 7;
      line.append(i % every == 0 ? numbers[draw % numbers.size()] : words[draw % words.size()]).append(" ");
    }
    lines.Add(line);
  }
  return lines;
}

void FindDates(benchmark::State& state, const Lines& lines) {
  const DateParser parser(DateOptions{lines.languages, false});
  size_t found = 0;
  for (auto _ : state) {
    found = 0;
    for (const std::string& line : lines.lines) found += parser.Find(line).size();
  }
  if (found < lines.least_dates) state.SkipWithError("too few dates");
  state.counters["dates"] = static_cast<double>(found);
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(lines.lines.size()));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(lines.bytes));
}

void AddDateParser() {
  const auto add = [](const std::string& name, Lines lines) {
    AddContest("ingest/dates/" + name,
               {{kOurs, [lines = std::move(lines)](benchmark::State& state) { FindDates(state, lines); }}});
  };
  add("prose", LinesOf(EnglishText()));
  add("latin", LinesOf(LatinText()));
  add("sample", SampleLines());
  add("numbers", MadeLines({"25,000", "12.5", "3", "1987", "12:30", "5-2", "1/2", "40", "7"}, 4));
  Lines dense = MadeLines({"12 June 2014,", "21.06.2016", "June 5, 2015", "2016-06-21", "3-5 May 2017"}, 5);
  dense.least_dates = dense.lines.size();
  add("dense", std::move(dense));
}
NEWSEARCH_BENCH(AddDateParser);

}  // namespace
}  // namespace newsearch::bench
