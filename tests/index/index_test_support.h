// SPDX-License-Identifier: GPL-2.0-or-later
//
// Small indexes for the tests of this room.
#ifndef NEWSEARCH_TESTS_INDEX_INDEX_TEST_SUPPORT_H_
#define NEWSEARCH_TESTS_INDEX_INDEX_TEST_SUPPORT_H_

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "newsearch/index.h"
#include "newsearch/search.h"
#include "support/test_support.h"

namespace newsearch {

inline Document MakeDocument(const std::string& id, const std::string& title, const std::string& body,
                             const std::string& lang = "en", const std::string& source = "test") {
  Document document;
  document.id = id;
  document.source = source;
  if (!title.empty()) document.title = title;
  document.body = body;
  document.lang = lang;
  return document;
}

inline Date MakeDay(int year, unsigned month, unsigned day) {
  Date date;
  date.start = date.end = std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
  return date;
}

// Puts `documents` into the index at `path` and commits.
inline void PutAll(const std::string& path, const std::vector<Document>& documents) {
  auto writer = IndexWriter::Open(path);
  ASSERT_THAT(writer, IsOk());
  for (const Document& document : documents) ASSERT_THAT(writer->Put(document), IsOk()) << document.id;
  ASSERT_THAT(writer->Commit(), IsOk());
}

// The ids of all documents of the index at `path`, as a new reader sees them.
inline std::set<std::string> AllIds(const std::string& path) {
  std::set<std::string> ids;
  auto searcher = Searcher::Open(path);
  EXPECT_THAT(searcher, IsOk());
  if (!searcher.ok()) return ids;
  SearchRequest request;
  request.max_hits = 1000000;
  auto found = searcher->SearchIds(request);
  EXPECT_THAT(found, IsOk());
  if (!found.ok()) return ids;
  for (const ScoredId& hit : *found) ids.insert(hit.id);
  auto stats = searcher->Stats();
  EXPECT_THAT(stats, IsOk());
  if (stats.ok()) {
    EXPECT_EQ(stats->documents, ids.size());
  }
  return ids;
}

// Ids of the hits that have a word of the query, in order: what counts. Hits with similar words only stand
// between and behind them.
inline std::vector<std::string> SearchFor(const Searcher& searcher, const SearchRequest& request) {
  std::vector<std::string> ids;
  auto response = searcher.Search(request);
  EXPECT_THAT(response, IsOk()) << request.text;
  if (!response.ok()) return ids;
  for (const Hit& hit : response->hits) {
    if (!hit.similar_only) ids.push_back(hit.document.id);
  }
  return ids;
}

inline std::vector<std::string> SearchFor(const Searcher& searcher, const std::string& text) {
  SearchRequest request;
  request.text = text;
  request.max_hits = 1000;
  return SearchFor(searcher, request);
}

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_INDEX_INDEX_TEST_SUPPORT_H_
