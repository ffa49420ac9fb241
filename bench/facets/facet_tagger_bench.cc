// SPDX-License-Identifier: GPL-2.0-or-later
//
// Finding the values of all facets in articles' texts: bytes of text a second, on one core.
//
//   facets/archive/<corpus>  all articles are learned, then tagged: what an archive costs. newsearch: with
//                            evidence; scan: the pass over words alone, as a yardstick
//   facets/names/N           tagging with an authority file of N organisations: 10,000 and 1,000,000 names
//   cost
//                            the same
//   facets/open              opening the built-in gazetteer, and verified as a file would be
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "common/corpus.h"
#include "common/measure.h"
#include "common/random.h"
#include "common/registry.h"
#include "facets/authority.h"
#include "facets/authority_tagger.h"
#include "facets/facet_tagger.h"
#include "newsearch/ingest.h"

extern "C" {
extern const char newsearch_gazetteer[];
extern const char newsearch_gazetteer_end[];
}

namespace newsearch::bench {
namespace {

constexpr size_t kTextBytes = 4'000'000;

struct Texts {
  std::vector<std::string> bodies;  // what the articles point into
  std::vector<ArticleText> articles;
  uint64_t bytes = 0;

  void Add(std::string body, const std::string& lang) {
    bytes += body.size();
    bodies.push_back(std::move(body));
    articles.push_back({});
    articles.back().lang = lang;
  }
  // Once nothing moves any more.
  void Point() {
    for (size_t i = 0; i < bodies.size(); ++i) {
      for (size_t begin = 0; begin < bodies[i].size();) {
        const size_t end = std::min(bodies[i].find('\n', begin), bodies[i].size());
        if (end > begin)
          articles[i].pieces.push_back({std::string_view(bodies[i]).substr(begin, end - begin), false});
        begin = end + 1;
      }
    }
  }
};

// The articles of the sample archive, many languages, again and again.
const Texts& SampleTexts() {
  static const Texts texts = [] {
    std::vector<Document> documents;
    IngestOptions options;
    options.facets = false;
    const Status status = ReadText(SampleArchive(), options, [&](Document document) {
      documents.push_back(std::move(document));
      return Status();
    });
    Texts made;
    while (status.ok() && !documents.empty() && made.bytes < kTextBytes) {
      for (const Document& document : documents) made.Add(document.body, document.lang);
    }
    made.Point();
    return made;
  }();
  return texts;
}

// English news: the corpus that indexes are measured with.
const Texts& NewsTexts() {
  static const Texts texts = [] {
    Texts made;
    for (const CorpusDocument& document : TheCorpus().documents) {
      if (made.bytes >= kTextBytes) break;
      made.Add(document.title + "\n" + document.text, "en");
    }
    made.Point();
    return made;
  }();
  return texts;
}

void TagArchive(benchmark::State& state, const Texts& texts) {
  const ProcessorTime time;
  uint64_t values = 0;
  for (auto _ : state) {
    values = 0;
    FacetTagger tagger;
    std::vector<PreparedArticle> prepared;
    // As much at a time as the reader of archives holds.
    constexpr size_t kWindow = 1000;
    for (size_t begin = 0; begin < texts.articles.size(); begin += kWindow) {
      const size_t end = std::min(begin + kWindow, texts.articles.size());
      prepared.clear();
      for (size_t i = begin; i < end; ++i) {
        prepared.push_back(tagger.Prepare(texts.articles[i]));
        tagger.Learn(&prepared.back());
      }
      for (PreparedArticle& article : prepared) values += tagger.Tag(&article).size();
    }
  }
  if (values < texts.articles.size()) state.SkipWithError("too few values");
  time.Report(&state, texts.bytes);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(texts.bytes));
}

void ScanAlone(benchmark::State& state, const Texts& texts) {
  const ProcessorTime time;
  uint64_t words = 0;
  for (auto _ : state) {
    words = 0;
    for (const ArticleText& article : texts.articles) {
      for (const ScannedPiece& piece : ScanArticle(article).pieces) words += piece.words.size();
    }
  }
  if (words < texts.bytes / 20) state.SkipWithError("too few words");
  time.Report(&state, texts.bytes);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(texts.bytes));
}

// Names nobody has, so that the size of the table alone differs.
std::shared_ptr<const AuthorityTagger> MadeNames(size_t count) {
  Random random(TheOptions().seed);
  AuthorityFile file;
  file.facet = "organisation";
  for (size_t i = 0; i < count; ++i) {
    AuthorityEntry entry;
    for (int word = 0; word < 2; ++word) {
      if (word > 0) entry.name.push_back(' ');
      entry.name.push_back(static_cast<char>('A' + random.Below(26)));
      for (int letter = 0; letter < 7; ++letter)
        entry.name.push_back(static_cast<char>('a' + random.Below(26)));
    }
    file.entries.push_back(std::move(entry));
  }
  std::vector<AuthorityFile> files;
  files.push_back(std::move(file));
  return std::make_shared<const AuthorityTagger>(std::move(files));
}

void TagNames(benchmark::State& state, size_t count) {
  const Texts& texts = SampleTexts();
  const std::shared_ptr<const AuthorityTagger> tagger = MadeNames(count);
  std::vector<ScannedArticle> scanned;
  for (const ArticleText& article : texts.articles) scanned.push_back(ScanArticle(article));
  const ProcessorTime time;
  size_t found = 0;
  for (auto _ : state) {
    for (const ScannedArticle& article : scanned) found += tagger->Tag(article).size();
  }
  benchmark::DoNotOptimize(found);
  time.Report(&state, texts.bytes);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(texts.bytes));
}

void OpenGazetteer(benchmark::State& state, bool verify) {
  const std::string_view bytes(newsearch_gazetteer,
                               static_cast<size_t>(newsearch_gazetteer_end - newsearch_gazetteer));
  for (auto _ : state) {
    if (!Gazetteer::FromBytes(bytes, verify).ok()) return state.SkipWithError("refused");
  }
  state.counters["bytes"] = static_cast<double>(bytes.size());
}

void AddFacetTagger() {
  AddContest("facets/archive/sample",
             {{kOurs, [](benchmark::State& state) { TagArchive(state, SampleTexts()); }},
              {"scan", [](benchmark::State& state) { ScanAlone(state, SampleTexts()); }}});
  AddContest("facets/archive/english",
             {{kOurs, [](benchmark::State& state) { TagArchive(state, NewsTexts()); }},
              {"scan", [](benchmark::State& state) { ScanAlone(state, NewsTexts()); }}});
  for (const size_t count : {10'000, 1'000'000}) {
    AddContest("facets/names/" + std::to_string(count),
               {{kOurs, [count](benchmark::State& state) { TagNames(state, count); }}});
  }
  AddContest("facets/open/mapped", {{kOurs, [](benchmark::State& state) { OpenGazetteer(state, false); }}});
  AddContest("facets/open/verified", {{kOurs, [](benchmark::State& state) { OpenGazetteer(state, true); }}});
}
NEWSEARCH_BENCH(AddFacetTagger);

}  // namespace
}  // namespace newsearch::bench
