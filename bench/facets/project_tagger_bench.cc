// SPDX-License-Identifier: GPL-2.0-or-later
//
// Finding projects, and what authority files name, in the articles of the sample archive.
//
//   facets/words/sample              their words: what all taggers share
//   facets/projects/learn, tag       ProjectTagger over scanned words
//   facets/authority/100, 100000     AuthorityTagger with so many entries
//   (no peer)
#include <benchmark/benchmark.h>

#include <string>
#include <utility>
#include <vector>

#include "common/corpus.h"
#include "common/registry.h"
#include "facets/authority_tagger.h"
#include "facets/project_tagger.h"
#include "facets/scanned_article.h"
#include "newsearch/ingest.h"

namespace newsearch::bench {
namespace {

struct Articles {
  Articles() {
    IngestOptions options;
    options.facets = false;
    const Status status = ReadText(SampleArchive(), options, [&](Document document) {
      bytes += document.body.size();
      documents.push_back(std::move(document));
      return Status();
    });
    if (!status.ok()) documents.clear();
    texts.resize(documents.size());
    for (size_t i = 0; i < documents.size(); ++i) {
      texts[i].lang = documents[i].lang;
      texts[i].pieces.push_back({documents[i].body, false});
    }
    for (const ArticleText& text : texts) scanned.push_back(ScanArticle(text));
  }

  static const Articles& Get() {
    static const Articles articles;
    return articles;
  }

  std::vector<Document> documents;
  std::vector<ArticleText> texts;
  std::vector<ScannedArticle> scanned;
  size_t bytes = 0;
};

void SetBytes(benchmark::State& state) {
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * Articles::Get().bytes));
}

void ScanWords(benchmark::State& state) {
  const Articles& articles = Articles::Get();
  for (auto _ : state) {
    for (const ArticleText& text : articles.texts) benchmark::DoNotOptimize(ScanArticle(text));
  }
  SetBytes(state);
}
void LearnProjects(benchmark::State& state) {
  const Articles& articles = Articles::Get();
  ProjectTagger tagger;
  for (auto _ : state) {
    for (const ScannedArticle& article : articles.scanned) tagger.Learn(article);
  }
  if (tagger.names().empty()) state.SkipWithError("no project is found");
  SetBytes(state);
}
void TagProjects(benchmark::State& state) {
  const Articles& articles = Articles::Get();
  ProjectTagger tagger;
  for (const ScannedArticle& article : articles.scanned) tagger.Learn(article);
  size_t found = 0;
  for (auto _ : state) {
    for (const ScannedArticle& article : articles.scanned) found += tagger.Tag(article).size();
  }
  if (found == 0) state.SkipWithError("no project is found");
  SetBytes(state);
}
void TagAuthorities(int entries, benchmark::State& state) {
  const Articles& articles = Articles::Get();
  AuthorityFile file;
  file.facet = "organisation";
  for (int i = 0; i < entries; ++i) {
    AuthorityEntry entry;
    entry.name = "Institute " + std::to_string(i);
    entry.aliases = {"INST" + std::to_string(i)};
    file.entries.push_back(std::move(entry));
  }
  std::vector<AuthorityFile> files;
  files.push_back(std::move(file));
  const AuthorityTagger tagger(std::move(files));
  for (auto _ : state) {
    for (const ScannedArticle& article : articles.scanned) benchmark::DoNotOptimize(tagger.Tag(article));
  }
  SetBytes(state);
}
void AddProjectTagger() {
  AddContest("facets/words/sample", {{kOurs, ScanWords}});
  AddContest("facets/projects/learn", {{kOurs, LearnProjects}});
  AddContest("facets/projects/tag", {{kOurs, TagProjects}});
  AddContest("facets/authority/100", {{kOurs, [](benchmark::State& state) { TagAuthorities(100, state); }}});
  AddContest("facets/authority/100000",
             {{kOurs, [](benchmark::State& state) { TagAuthorities(100000, state); }}});
}
NEWSEARCH_BENCH(AddProjectTagger);

}  // namespace
}  // namespace newsearch::bench
