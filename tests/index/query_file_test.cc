// SPDX-License-Identifier: GPL-2.0-or-later
//
// Runs the queries of tests/queries/*.test; its README.md tells the form.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <sstream>

#include "index/index_test_support.h"

namespace newsearch {
namespace {

// One query of a file with what it should give.
struct QueryCase {
  std::string where;  // file:line
  std::string corpus;
  SearchRequest request;
  std::vector<std::string> expected;
  bool has_expected = false;
  bool ordered = false;
  std::vector<std::string> top;  // the first hits, in any order
  std::optional<uint64_t> total;
  std::optional<uint64_t> error;  // a bad query; where it points at
  std::optional<size_t> warnings;
};

std::vector<std::string> SplitWords(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

// Reads a file; what is wrong with it fails the test.
std::vector<QueryCase> ReadCases(const std::string& path) {
  std::vector<QueryCase> cases;
  std::istringstream file(ReadFile(path));
  std::string corpus;
  QueryCase current;
  bool open = false;
  const auto finish = [&] {
    if (open) {
      const bool checks =
          current.has_expected || !current.top.empty() || current.total || current.error || current.warnings;
      EXPECT_TRUE(checks) << current.where << " expects nothing";
      cases.push_back(std::move(current));
    }
    current = {};
    open = false;
  };
  size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    const std::string where =
        std::filesystem::path(path).filename().string() + ":" + std::to_string(++number);
    if (line.empty()) {
      finish();
      continue;
    }
    if (line[0] == '#') continue;
    const size_t colon = line.find(':');
    if (colon == std::string::npos) {
      ADD_FAILURE() << where << ": no key";
      continue;
    }
    const std::string key = line.substr(0, colon);
    const std::string value = colon + 2 <= line.size() ? line.substr(colon + 2) : "";
    if (key == "corpus") {
      corpus = value;
      continue;
    }
    if (key == "query") {
      finish();
      open = true;
      current.where = where;
      current.corpus = corpus;
      current.request.text = value;
      continue;
    }
    if (!open) {
      ADD_FAILURE() << where << ": " << key << " without a query";
    } else if (key == "match") {
      EXPECT_THAT(value, testing::AnyOf("any", "all")) << where;
      current.request.match = value == "all" ? MatchMode::kAll : MatchMode::kAny;
    } else if (key == "syntax") {
      EXPECT_THAT(value, testing::AnyOf("full", "plain")) << where;
      current.request.syntax = value == "plain" ? QuerySyntax::kPlain : QuerySyntax::kFull;
    } else if (key == "sort") {
      EXPECT_THAT(value, testing::AnyOf("relevance", "date")) << where;
      current.request.sort = value == "date" ? SortOrder::kDate : SortOrder::kRelevance;
    } else if (key == "filter") {
      const size_t equals = value.find('=');
      current.request.filters.push_back({value.substr(0, equals), value.substr(equals + 1)});
    } else if (key == "ids" || key == "ordered") {
      current.expected = SplitWords(value);
      current.has_expected = true;
      current.ordered = key == "ordered";
    } else if (key == "top") {
      current.top = SplitWords(value);
    } else if (key == "total") {
      current.total = std::stoull(value);
    } else if (key == "error") {
      current.error = std::stoull(value);
    } else if (key == "warnings") {
      current.warnings = std::stoull(value);
    } else {
      ADD_FAILURE() << where << ": unknown key " << key;
    }
  }
  finish();
  return cases;
}

// A corpus in an index. Articles of plain text are named by their first line, "L77".
class IndexedCorpus {
 public:
  explicit IndexedCorpus(const std::string& name) {
    IngestOptions options;
    options.source_name = name;
    const std::vector<Document> documents =
        ReadDocuments(CorpusPath(name == "sample" ? "sample/news.txt" : name + "/docs.jsonl"), options);
    PutAll(folder_.File("index"), documents);
    for (const Document& document : documents) {
      names_[document.id] = name == "sample" ? "L" + std::to_string(document.lines.first) : document.id;
    }
    searcher_ = std::make_unique<Searcher>(Searcher::Open(folder_.File("index")).value());
  }

  const Searcher& searcher() const { return *searcher_; }
  const std::string& NameOf(const std::string& id) const { return names_.at(id); }
  bool Has(const std::string& name) const {
    return std::any_of(names_.begin(), names_.end(),
                       [&name](const auto& entry) { return entry.second == name; });
  }

 private:
  ScratchFolder folder_;
  std::map<std::string, std::string> names_;
  std::unique_ptr<Searcher> searcher_;
};

void Check(const QueryCase& query, const IndexedCorpus& corpus) {
  SCOPED_TRACE(query.where + ": " + query.request.text);
  for (const auto* names : {&query.expected, &query.top}) {
    for (const std::string& name : *names) EXPECT_TRUE(corpus.Has(name)) << "the corpus has no " << name;
  }
  SearchRequest request = query.request;
  request.max_hits = 1000;
  auto response = corpus.searcher().Search(request);
  if (query.error) {
    ASSERT_THAT(response, StatusIs(StatusCode::kBadQuery));
    EXPECT_EQ(response.status().offset(), query.error);
    return;
  }
  ASSERT_THAT(response, IsOk());
  std::vector<std::string> found;
  for (const Hit& hit : response->hits) {
    if (!hit.similar_only) found.push_back(corpus.NameOf(hit.document.id));
  }
  EXPECT_EQ(response->total, found.size());
  if (query.ordered) {
    EXPECT_EQ(found, query.expected);
  } else if (query.has_expected) {
    EXPECT_THAT(found, testing::UnorderedElementsAreArray(query.expected));
  }
  if (!query.top.empty()) {
    found.resize(std::min(found.size(), query.top.size()));
    EXPECT_THAT(found, testing::UnorderedElementsAreArray(query.top));
  }
  if (query.total) {
    EXPECT_EQ(response->total, *query.total);
  }
  if (query.warnings) {
    EXPECT_EQ(response->warnings.size(), *query.warnings);
  }
}

TEST(QueryFileTest, AllFiles) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(CorpusPath("../queries"))) {
    if (entry.path().extension() == ".test") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  ASSERT_GE(paths.size(), 2u);
  std::map<std::string, std::unique_ptr<IndexedCorpus>> corpora;
  size_t queries = 0;
  for (const std::string& path : paths) {
    for (const QueryCase& query : ReadCases(path)) {
      ASSERT_THAT(query.corpus, testing::AnyOf("sample", "multilingual")) << query.where;
      auto& corpus = corpora[query.corpus];
      if (!corpus) corpus = std::make_unique<IndexedCorpus>(query.corpus);
      Check(query, *corpus);
      ++queries;
    }
  }
  EXPECT_GE(queries, 60u);
}

}  // namespace
}  // namespace newsearch
