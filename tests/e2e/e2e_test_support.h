// SPDX-License-Identifier: GPL-2.0-or-later
//
// An index with the sample archive in it, and whether something changed it.
#ifndef NEWSEARCH_TESTS_E2E_E2E_TEST_SUPPORT_H_
#define NEWSEARCH_TESTS_E2E_E2E_TEST_SUPPORT_H_

#include <string>
#include <vector>

#include "newsearch/index.h"
#include "newsearch/ingest.h"
#include "newsearch/search.h"
#include "support/test_support.h"

namespace newsearch {

class SampleIndexTest : public testing::Test {
 protected:
  void SetUp() override {
    auto writer = IndexWriter::Open(index_);
    ASSERT_THAT(writer, IsOk());
    ASSERT_THAT(IndexArchive(*writer, CorpusPath("sample/news.txt")), IsOk());
    before_ = Describe();
    ASSERT_FALSE(before_.empty());
  }

  // Everything that a reader sees: counts, documents, an answer.
  std::string Describe() const {
    auto searcher = Searcher::Open(index_);
    EXPECT_THAT(searcher, IsOk());
    if (!searcher.ok()) return "";
    std::string text;
    auto stats = searcher->Stats();
    EXPECT_THAT(stats, IsOk());
    if (!stats.ok()) return "";
    text.append(std::to_string(stats->documents))
        .append(" documents, ")
        .append(std::to_string(stats->undated));
    for (const auto& [lang, count] : stats->languages) text.append(" " + lang + "=" + std::to_string(count));
    for (const auto& [source, count] : stats->sources)
      text.append(" " + source + "=" + std::to_string(count));
    for (const FacetResult& facet : stats->facets) {
      for (const FacetCount& value : facet.values)
        text.append(" " + value.value + "=" + std::to_string(value.count));
    }
    SearchRequest request;
    request.max_hits = 100000;
    auto ids = searcher->SearchIds(request);
    EXPECT_THAT(ids, IsOk());
    if (!ids.ok()) return "";
    for (const ScoredId& hit : *ids) {
      auto document = searcher->Get(hit.id);
      EXPECT_THAT(document, IsOk());
      if (document.ok())
        text.append("\n" + document->id + " " + document->title.value_or("-") + " " + document->body);
    }
    return text;
  }

  void ExpectIndexUnchanged() const { EXPECT_EQ(Describe(), before_); }

  ScratchFolder folder_;
  const std::string index_ = folder_.File("news.index");
  std::string before_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_E2E_E2E_TEST_SUPPORT_H_
