// SPDX-License-Identifier: GPL-2.0-or-later
//
// Completing what somebody types.
//
//   query/complete/letters_N   the ten words of most documents that begin with the first N letters of a word
//   of the corpus; Xapian: all terms with that prefix, the ten of the greatest termfreq
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "common/corpus.h"
#include "common/indexes.h"
#include "common/measure.h"
#include "common/random.h"
#include "query/query_fixture.h"

namespace newsearch::bench {
namespace {

constexpr size_t kPrefixes = 200;
constexpr size_t kMostLetters = 5;
constexpr size_t kWanted = 10;
// Of all prefixes in one run: completion is quick, and one pass says little.
constexpr int64_t kPasses = 20;

// Beginnings of words of documents, as often as the words are there.
std::vector<std::string> DrawPrefixes(size_t letters) {
  const std::vector<CorpusDocument>& documents = TheCorpus().documents;
  Random random(TheOptions().seed + letters);
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  std::vector<std::string> prefixes;
  for (size_t tries = 0; prefixes.size() < kPrefixes && tries < 1000 * kPrefixes; ++tries) {
    const std::string& text = documents[random.Below(documents.size())].text;
    if (text.size() <= letters) continue;
    const size_t start = random.Below(text.size() - letters);
    if (start > 0 && text[start - 1] != ' ') continue;
    std::string prefix = text.substr(start, letters);
    if (std::all_of(prefix.begin(), prefix.end(), is_letter)) prefixes.push_back(std::move(prefix));
  }
  return prefixes;
}

using Counts = std::vector<std::pair<std::string, uint64_t>>;

Counts CompleteOurs(const Searcher& searcher, const std::string& prefix) {
  CompletionRequest request;
  request.text = prefix;
  request.max_completions = kWanted;
  Counts counts;
  const auto completions = searcher.Complete(request);
  if (!completions.ok()) return counts;
  for (const Completion& completion : *completions)
    counts.emplace_back(completion.text, completion.documents);
  return counts;
}

Counts CompleteRaw(const Xapian::Database& database, const std::string& prefix) {
  Counts counts;
  const Xapian::TermIterator end = database.allterms_end(prefix);
  for (Xapian::TermIterator term = database.allterms_begin(prefix); term != end; ++term) {
    counts.emplace_back(*term, term.get_termfreq());
  }
  const size_t count = std::min(kWanted, counts.size());
  std::partial_sort(counts.begin(), counts.begin() + static_cast<ptrdiff_t>(count), counts.end(),
                    [](const auto& a, const auto& b) {
                      return a.second != b.second ? a.second > b.second : a.first < b.first;
                    });
  counts.resize(count);
  return counts;
}

// Times `complete(prefix)` for all prefixes again and again.
template <typename Complete>
void RunPrefixes(benchmark::State& state, size_t letters, const Complete& complete) {
  const std::vector<std::string> prefixes = DrawPrefixes(letters);
  Latencies latencies(prefixes.size());
  for (const std::string& prefix : prefixes) {
    const Counts counts = complete(prefix);  // warms up too
    if (!counts.empty() && counts.front().first.starts_with(prefix)) continue;
    state.SkipWithError("a word of the corpus is no completion of its beginning");
    return;
  }
  for (auto _ : state) {
    for (size_t i = 0; i < prefixes.size(); ++i) {
      latencies.Time(i, [&] { benchmark::DoNotOptimize(complete(prefixes[i])); });
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(prefixes.size()));
  state.counters["prefixes"] = static_cast<double>(prefixes.size());
  latencies.Report(&state);
}

void AddCompletion() {
  for (size_t letters = 1; letters <= kMostLetters; ++letters) {
    const auto ours = [letters](benchmark::State& state) {
      const Searcher& searcher = QueryFixture::Get().ours();
      RunPrefixes(state, letters, [&](const std::string& prefix) { return CompleteOurs(searcher, prefix); });
    };
    const auto raw = [letters](benchmark::State& state) {
      const Xapian::Database database(RawIndex());
      RunPrefixes(state, letters, [&](const std::string& prefix) { return CompleteRaw(database, prefix); });
    };
    AddContest("query/complete/letters_" + std::to_string(letters), {{kOurs, ours}, {"xapian", raw}},
               {kPasses, benchmark::kMicrosecond});
  }
}
NEWSEARCH_BENCH(AddCompletion);

}  // namespace
}  // namespace newsearch::bench
