// SPDX-License-Identifier: GPL-2.0-or-later
//
// The facets of an index: those its documents bring, and places in others. And indexes of an older format.
#include <xapian.h>

#include <filesystem>

#include "index/index_test_support.h"
#include "newsearch/facet.h"

namespace newsearch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

Document Doc(const std::string& id, std::vector<FacetValues> facets = {}) {
  Document document = MakeDocument(id, "", "text of " + id);
  document.facets = std::move(facets);
  return document;
}

// In the city `city`, which lies in `within`.
Document In(const std::string& id, const std::string& city, std::vector<std::string> within,
            const std::string& country) {
  Document document = Doc(id, {{"city", {city}}, {"country", {country}}});
  ResolvedValue& resolved = document.resolved.emplace_back();
  resolved.facet = "city";
  resolved.value = city;
  resolved.within = std::move(within);
  return document;
}

std::vector<std::string> Names(const Searcher& searcher) {
  std::vector<std::string> names;
  for (const FacetInfo& facet : searcher.facets()) names.push_back(facet.name);
  return names;
}

// "Kista 1, Sweden 2"
std::string Counts(const Searcher& searcher, const std::string& facet, bool roll_up = false,
                   const std::string& text = "") {
  SearchRequest request;
  request.text = text;
  request.facets = {{facet, 0}};
  request.roll_up = roll_up;
  auto response = searcher.Search(request);
  EXPECT_THAT(response, IsOk());
  if (!response.ok()) return "";
  std::string counts;
  for (const FacetCount& count : response->facets.at(0).values) {
    counts.append(counts.empty() ? "" : ", ").append(count.value + " " + std::to_string(count.count));
  }
  return counts;
}

class IndexFacetsTest : public testing::Test {
 protected:
  Searcher Open(const std::string& name) {
    auto searcher = Searcher::Open(folder_.File(name));
    EXPECT_THAT(searcher, IsOk());
    if (!searcher.ok()) throw std::runtime_error(searcher.status().ToString());
    return std::move(*searcher);
  }
  ScratchFolder folder_;
};

// ---- Facets that documents bring ----

TEST_F(IndexFacetsTest, AFacetComesWithTheFirstDocumentThatHasIt) {
  const std::string path = folder_.File("index");
  PutAll(path, {Doc("a")});
  Searcher searcher = Open("index");
  EXPECT_THAT(Names(searcher), ElementsAre("project", "city", "region", "country", "place", "year", "lang"));
  SearchRequest request;
  request.filters = {{"topic", "energy"}};
  auto refused = searcher.Search(request);
  EXPECT_THAT(refused, StatusIs(StatusCode::kInvalidArgument));
  EXPECT_EQ(refused.status().message(),
            "no facet topic; there are project, city, region, country, place, year, lang");

  PutAll(path, {Doc("b", {{"topic", {"Energy", "wind"}}}), Doc("c", {{"organisation", {"Vattenfall"}}}),
                Doc("d", {{"city", {"Kista"}}, {"topic", {"energy"}}, {"organisation", {}}})});
  EXPECT_THAT(searcher.Reopen(), IsOk());
  EXPECT_THAT(Names(searcher), ElementsAre("project", "city", "region", "country", "place", "year", "lang",
                                           "topic", "organisation"));
  const FacetInfo topic = searcher.facets()[7];
  EXPECT_TRUE(topic.multi_valued);
  EXPECT_TRUE(topic.shown_by_default);
  EXPECT_FALSE(topic.description.empty());

  EXPECT_THAT(SearchFor(searcher, "topic:energy"), UnorderedElementsAre("b", "d"));
  EXPECT_THAT(SearchFor(searcher, "TOPIC:\"wind\""), ElementsAre("b"));
  EXPECT_THAT(SearchFor(searcher, "topic:(wind OR water) OR organisation:vattenfall"),
              UnorderedElementsAre("b", "c"));
  EXPECT_THAT(SearchFor(searcher, request), UnorderedElementsAre("b", "d"));
  EXPECT_EQ(Counts(searcher, "topic"), "Energy 2, wind 1");
  auto stats = searcher.Stats();
  ASSERT_THAT(stats, IsOk());
  ASSERT_EQ(stats->facets.size(), 9u);
  EXPECT_EQ(stats->facets[7].facet, "topic");
  EXPECT_EQ(stats->facets[7].documents, 2u);
  SearchRequest range;
  range.text = "topic:a..b";
  EXPECT_THAT(searcher.Search(range), StatusIs(StatusCode::kBadQuery)) << "several values";
  EXPECT_THAT(searcher.Get("b")->values("topic"), ElementsAre("Energy", "wind"));
}

TEST_F(IndexFacetsTest, EachIndexHasItsOwn) {
  PutAll(folder_.File("one"), {Doc("a", {{"topic", {"energy"}}})});
  PutAll(folder_.File("two"), {Doc("b", {{"mood", {"good"}}}), Doc("c", {{"topic", {"energy"}}})});
  const Searcher one = Open("one");
  const Searcher two = Open("two");
  EXPECT_EQ(Names(one).back(), "topic");
  EXPECT_EQ(Names(two).back(), "topic");
  EXPECT_EQ(Names(one).size() + 1, Names(two).size());
  EXPECT_THAT(SearchFor(one, "topic:energy"), ElementsAre("a"));
  EXPECT_THAT(SearchFor(two, "topic:energy"), ElementsAre("c"));
  EXPECT_THAT(SearchFor(two, "mood:good"), ElementsAre("b"));
  // Words where there is no such facet, with a warning.
  SearchRequest request;
  request.text = "mood:good";
  auto response = one.Search(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->warnings.size(), 1u);
  EXPECT_THAT(response->warnings[0].message, HasSubstr("no field mood, only title, date, project, city"));
  EXPECT_THAT(response->warnings[0].message, HasSubstr("topic"));
  EXPECT_EQ(response->total, 0u);
}

TEST_F(IndexFacetsTest, WhatIsNotCommittedIsNotThere) {
  const std::string path = folder_.File("index");
  {
    auto writer = IndexWriter::Open(path);
    ASSERT_THAT(writer, IsOk());
    ASSERT_THAT(writer->BeginArchive("test"), IsOk());
    ASSERT_THAT(writer->Put(Doc("a", {{"topic", {"energy"}}})), IsOk());
    ASSERT_THAT(writer->AbortArchive(), IsOk());
    ASSERT_THAT(writer->Put(Doc("b", {{"mood", {"good"}}})), IsOk());
    ASSERT_THAT(writer->Commit(), IsOk());
    EXPECT_EQ(Names(Open("index")).back(), "mood");
    EXPECT_EQ(Names(Open("index")).size(), FacetSchema().size() + 1);
    ASSERT_THAT(writer->Put(Doc("c", {{"topic", {"energy"}}})), IsOk());
  }
  EXPECT_EQ(Names(Open("index")).size(), FacetSchema().size() + 1);
  // Another writer goes on where the last commit ended.
  PutAll(path, {Doc("d", {{"topic", {"water"}}}), Doc("e", {{"mood", {"bad"}}})});
  const Searcher searcher = Open("index");
  EXPECT_EQ(Counts(searcher, "topic"), "water 1");
  EXPECT_EQ(Counts(searcher, "mood"), "bad 1, good 1");
}

TEST_F(IndexFacetsTest, ThereIsRoomForSoMany) {
  auto writer = IndexWriter::Open(folder_.File("index"));
  ASSERT_THAT(writer, IsOk());
  Document document = Doc("many");
  for (int i = 0; i < 256; ++i) document.facets.push_back({"f" + std::to_string(i), {"x"}});
  ASSERT_THAT(writer->Put(document), IsOk());
  const Status status = writer->Put(Doc("one-more", {{"topic", {"x"}}}));
  EXPECT_THAT(status, StatusIs(StatusCode::kInvalidArgument));
  for (const char* part : {"one-more", "topic", "256"}) EXPECT_THAT(status.message(), HasSubstr(part));
  EXPECT_THAT(writer->Put(Doc("other", {{"f255", {"x"}}})), IsOk()) << "nothing is broken";
  ASSERT_THAT(writer->Commit(), IsOk());
  EXPECT_THAT(SearchFor(Open("index"), "f255:x"), UnorderedElementsAre("many", "other"));
}

// ---- Places ----

class PlacesTest : public IndexFacetsTest {
 protected:
  void SetUp() override {
    PutAll(folder_.File("index"),
           {In("kista", "Kista", {"Stockholm", "Sweden"}, "SE"),
            In("rinkeby", "Rinkeby", {"Stockholm", "Sweden"}, "SE"),
            In("stockholm", "Stockholm", {"Sweden"}, "SE"), In("lund", "Lund", {"Scania", "Sweden"}, "SE"),
            In("austin", "Austin", {"Texas", "United States"}, "US"), Doc("texas", {{"region", {"Texas"}}}),
            Doc("nowhere")});
  }
};

TEST_F(PlacesTest, APlaceHoldsWhatLiesInIt) {
  const Searcher searcher = Open("index");
  EXPECT_THAT(SearchFor(searcher, "city:Stockholm"), ElementsAre("stockholm"));
  EXPECT_THAT(SearchFor(searcher, "place:stockholm"), UnorderedElementsAre("kista", "rinkeby", "stockholm"));
  EXPECT_THAT(SearchFor(searcher, "place:Sweden"),
              UnorderedElementsAre("kista", "rinkeby", "stockholm", "lund"));
  EXPECT_THAT(SearchFor(searcher, "place:Texas"), UnorderedElementsAre("austin", "texas"));
  EXPECT_EQ(
      Counts(searcher, "place"),
      "Sweden 4, Stockholm 3, Texas 2, Austin 1, Kista 1, Lund 1, Rinkeby 1, Scania 1, United States 1");
  EXPECT_THAT(searcher.Get("kista")->values("place"), IsEmpty()) << "the document does not carry it";
}

TEST_F(PlacesTest, RollUp) {
  const Searcher searcher = Open("index");
  const struct {
    const char* text;
    std::vector<FacetFilter> filters;
    std::vector<std::string> plain;
    std::vector<std::string> rolled_up;
  } kRows[] = {
      {"city:Stockholm", {}, {"stockholm"}, {"kista", "rinkeby", "stockholm"}},
      {"", {{"city", "stockholm"}}, {"stockholm"}, {"kista", "rinkeby", "stockholm"}},
      {"",
       {{"city", "Stockholm"}, {"city", "Lund"}},
       {"lund", "stockholm"},
       {"kista", "lund", "rinkeby", "stockholm"}},
      {"city:Kista", {}, {"kista"}, {"kista"}},
      {"-city:Stockholm", {{"country", "SE"}}, {"kista", "lund", "rinkeby"}, {"lund"}},
      {"region:Texas", {}, {"texas"}, {"austin", "texas"}},
      {"", {{"region", "Scania"}}, {}, {"lund"}},
      {"country:SE",
       {},
       {"kista", "lund", "rinkeby", "stockholm"},
       {"kista", "lund", "rinkeby", "stockholm"}},
      {"country:Sweden",
       {},
       {"kista", "lund", "rinkeby", "stockholm"},
       {"kista", "lund", "rinkeby", "stockholm"}},
  };
  for (const auto& row : kRows) {
    SearchRequest request;
    request.text = row.text;
    request.filters = row.filters;
    EXPECT_THAT(SearchFor(searcher, request), testing::UnorderedElementsAreArray(row.plain)) << row.text;
    request.roll_up = true;
    EXPECT_THAT(SearchFor(searcher, request), testing::UnorderedElementsAreArray(row.rolled_up)) << row.text;
    auto ids = searcher.SearchIds(request);
    ASSERT_THAT(ids, IsOk());
    EXPECT_EQ(ids->size(), row.rolled_up.size()) << row.text;
  }
  EXPECT_EQ(Counts(searcher, "city"), "Austin 1, Kista 1, Lund 1, Rinkeby 1, Stockholm 1");
  EXPECT_EQ(Counts(searcher, "city", true), "Stockholm 3, Austin 1, Kista 1, Lund 1, Rinkeby 1")
      << "cities alone: neither Sweden nor Scania";
  EXPECT_EQ(Counts(searcher, "city", true, "kista"), "Kista 1, Stockholm 1");
  EXPECT_EQ(Counts(searcher, "region", true), "Texas 2");
  EXPECT_EQ(Counts(searcher, "country", true), Counts(searcher, "country"));
  EXPECT_EQ(Counts(searcher, "project", true), "");
}

// The same article with other places around it is another document for the index.
TEST_F(PlacesTest, PlacesAreKeptUpToDate) {
  PutAll(folder_.File("index"), {In("kista", "Kista", {"Solna", "Sweden"}, "SE")});
  const Searcher searcher = Open("index");
  EXPECT_THAT(SearchFor(searcher, "place:Stockholm"), UnorderedElementsAre("rinkeby", "stockholm"));
  EXPECT_THAT(SearchFor(searcher, "place:Solna"), ElementsAre("kista"));
}

// ---- Older indexes ----

// Stems were among their terms, and are not any more: nothing would be found in them.
TEST_F(IndexFacetsTest, AnIndexOfAnOlderFormatIsRefused) {
  size_t indexes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CorpusPath("indexes"))) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_directory() || name == "format-3") continue;
    ++indexes;
    std::filesystem::copy(entry.path(), folder_.File(name));
    const Status status = Searcher::Open(folder_.File(name)).status();
    EXPECT_THAT(status, StatusIs(StatusCode::kVersionMismatch)) << name;
    EXPECT_THAT(status.message(), HasSubstr(folder_.File(name)));
    EXPECT_THAT(status.message(), HasSubstr("build it anew from its archives"));
    EXPECT_THAT(IndexWriter::Open(folder_.File(name)), StatusIs(StatusCode::kVersionMismatch)) << name;
  }
  EXPECT_GE(indexes, 1u);
}

TEST_F(IndexFacetsTest, ADamagedTableIsRefused) {
  const std::string path = folder_.File("index");
  PutAll(path, {Doc("a")});
  {
    Xapian::WritableDatabase database(path, Xapian::DB_OPEN);
    database.set_metadata("newsearch.facets", "{\"version\":1,\"facets\":[{\"name\":\"Topic\"}]}");
    database.commit();
  }
  auto searcher = Searcher::Open(path);
  EXPECT_THAT(searcher, StatusIs(StatusCode::kCorruption));
  EXPECT_THAT(searcher.status().message(), HasSubstr(path));
  EXPECT_THAT(searcher.status().message(), HasSubstr("Topic"));
  EXPECT_THAT(IndexWriter::Open(path), StatusIs(StatusCode::kCorruption));
}

}  // namespace
}  // namespace newsearch
