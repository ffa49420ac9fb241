// SPDX-License-Identifier: GPL-2.0-or-later
//
// Cutting plain text into articles with dates and languages, without looking for projects and places.
//
//   ingest/articles/1MB, 10MB, ...   ReadText over a made archive of that size, up to --archive_mb (100 MB at
//                                    most). Yardsticks over the same bytes, which do much less: ICU's word
//                                    BreakIterator; `wc -w` in the locale C.UTF-8, and in C
//   ingest/pipe/100MB, ...           `newsearch segment --no-facets --json -` fed through a pipe, no peer:
//   the
//                                    archive is made on the way, so it can be of any size (--archive_mb over
//                                    100), and the command's peak of memory is known
//
// Every article that was made must be found.
#include <benchmark/benchmark.h>
#include <unicode/brkiter.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "common/measure.h"
#include "common/registry.h"
#include "newsearch/ingest.h"
#include "support/made_archive.h"

namespace newsearch::bench {
namespace {

constexpr uint64_t kLargestInMemory = 100;

struct Archive {
  std::string text;
  uint64_t articles = 0;
  std::string path;
};

const Archive& ArchiveOf(uint64_t megabytes) {
  static std::map<uint64_t, Archive> archives;
  Archive& archive = archives[megabytes];
  if (!archive.text.empty()) return archive;
  MadeArchive made(NEWSEARCH_BENCH_CORPORA, TheOptions().seed);
  archive.text = made.Text(megabytes * 1'000'000);
  archive.articles = made.articles();
  archive.path = WorkDir() + "/archive-" + std::to_string(megabytes) + "MB.txt";
  std::ofstream(archive.path, std::ios::binary) << archive.text;
  return archive;
}

bool NearlyAsMany(uint64_t found, uint64_t expected) {
  return found * 100 >= expected * 99 && found * 100 <= expected * 101;
}

void Segment(benchmark::State& state, uint64_t megabytes) {
  const Archive& archive = ArchiveOf(megabytes);
  IngestOptions options;
  options.facets = false;
  uint64_t found = 0;
  uint64_t dated = 0;
  const ProcessorTime time;
  for (auto _ : state) {
    found = dated = 0;
    const Status status = ReadText(archive.text, options, [&](const Document& document) {
      ++found;
      dated += document.date.has_value() && document.lang.size() == 2;
      return Status();
    });
    if (!status.ok()) found = 0;
  }
  time.Report(&state, archive.text.size());
  if (!NearlyAsMany(found, archive.articles)) state.SkipWithError("not as many articles as were made");
  if (!NearlyAsMany(dated, archive.articles)) state.SkipWithError("articles without a date or language");
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(found));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(archive.text.size()));
}

void BreakWords(benchmark::State& state, uint64_t megabytes) {
  const Archive& archive = ArchiveOf(megabytes);
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> iterator(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
  uint64_t words = 0;
  const ProcessorTime time;
  for (auto _ : state) {
    words = 0;
    // A megabyte at a time, as one would read a file.
    for (size_t begin = 0; U_SUCCESS(error) && begin < archive.text.size(); begin += 1u << 20) {
      const std::string_view piece = std::string_view(archive.text).substr(begin, 1u << 20);
      UText text = UTEXT_INITIALIZER;
      utext_openUTF8(&text, piece.data(), static_cast<int64_t>(piece.size()), &error);
      iterator->setText(&text, error);
      for (iterator->first(); iterator->next() != icu::BreakIterator::DONE;)
        words += iterator->getRuleStatus() >= UBRK_WORD_NONE_LIMIT;
      utext_close(&text);
    }
  }
  time.Report(&state, archive.text.size());
  if (words < archive.text.size() / 12) state.SkipWithError("too few words");
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(archive.text.size()));
}

// What a command prints, with its exit status; false if it cannot be run or fails.
bool Run(const std::string& command, std::string* output) {
  output->clear();
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return false;
  char buffer[4096];
  for (size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) output->append(buffer, got);
  return pclose(pipe) == 0;
}

void CountWords(benchmark::State& state, uint64_t megabytes, const std::string& locale) {
  const Archive& archive = ArchiveOf(megabytes);
  const std::string command = "LC_ALL=" + locale + " exec wc -w '" + archive.path + "'";
  std::string output;
  bool ran = true;
  const ProcessorTime time;
  for (auto _ : state) ran = Run(command, &output) && ran;
  time.Report(&state, archive.text.size());
  if (!ran || std::strtoull(output.c_str(), nullptr, 10) < archive.text.size() / 20)
    state.SkipWithError("wc -w: too few words");
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(archive.text.size()));
}

#ifdef NEWSEARCH_BENCH_COMMAND
void SegmentPipe(benchmark::State& state, uint64_t megabytes) {
  const std::string command = NEWSEARCH_BENCH_MAKE_ARCHIVE " " + std::to_string(megabytes) +
                              " --into " NEWSEARCH_BENCH_COMMAND
                              " segment --no-facets --json - 2>&1 >/dev/null | tail -n 1";
  nlohmann::json told;
  std::string output;
  for (auto _ : state) {
    if (Run(command, &output)) told = nlohmann::json::parse(output, nullptr, false);
  }
  if (!told.is_object() || told.value("exit", 1) != 0)
    return state.SkipWithError(("newsearch segment: " + output).c_str());
  const double bytes = told.at("bytes");
  const double processor = told.at("processor_seconds");
  state.counters["processor_s"] = processor;
  state.counters["processor_bytes_per_second"] = bytes / processor;
  state.counters["peak_MB"] = told.at("peak_mb").get<double>();
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(bytes));
}
#endif

void AddSegment() {
  const uint64_t largest = TheOptions().archive_mb;
  for (uint64_t megabytes = 1; megabytes <= std::min(largest, kLargestInMemory); megabytes *= 10) {
    AddContest(
        "ingest/articles/" + std::to_string(megabytes) + "MB",
        {{kOurs, [megabytes](benchmark::State& state) { Segment(state, megabytes); }},
         {"icu", [megabytes](benchmark::State& state) { BreakWords(state, megabytes); }},
         {"wc utf-8", [megabytes](benchmark::State& state) { CountWords(state, megabytes, "C.UTF-8"); }},
         {"wc c", [megabytes](benchmark::State& state) { CountWords(state, megabytes, "C"); }}},
        {megabytes < 100 ? 0 : 1, benchmark::kMillisecond});
  }
#ifdef NEWSEARCH_BENCH_COMMAND
  AddContest("ingest/pipe/" + std::to_string(largest) + "MB",
             {{kOurs, [largest](benchmark::State& state) { SegmentPipe(state, largest); }}},
             {1, benchmark::kMillisecond});
#endif
}
NEWSEARCH_BENCH(AddSegment);

}  // namespace
}  // namespace newsearch::bench
