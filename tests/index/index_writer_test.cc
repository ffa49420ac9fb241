// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/index.h"

#include <sys/wait.h>
#include <unistd.h>
#include <xapian.h>
#include <functional>
#include <limits>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <thread>

#include "index/index_test_support.h"

namespace newsearch {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

Document Doc(const std::string& id, const std::string& body = "word", const std::string& source = "test") {
  return MakeDocument(id, "Title of " + id, body, "en", source);
}

// A document that uses every field.
Document FullDocument() {
  using std::chrono::year;
  Document document;
  document.id = "full/1 ä";
  document.source = "/archives/näws.txt";
  document.lines = {3, 17};
  document.bytes = {40, 4000000000};
  document.title = "A title with “quotes” and 路面電車";
  document.body = "First line.\n\nSecond line with\ttab, \"quotes\" and a NUL-free emoji \U0001F600.";
  document.lang = "sv";
  document.date = Date{year(2016) / 6 / 21,
                       year(2016) / 6 / 23,
                       DatePrecision::kDay,
                       "21–23 juni",
                       {50, 62},
                       true,
                       "date line, year from neighbours"};
  document.event =
      Date{year(2017) / 11 / 1, year(2017) / 11 / 30, DatePrecision::kMonth, "november 2017", {70, 83}, false,
           "second date line"};
  document.facets = {
      {"project", {"Alpha", "Beta"}}, {"city", {"Malmö"}}, {"country", {"SE", "DK"}}, {"year", {"2016"}}};
  document.evidence = {{"city", "Malmö", "Malmø", {100, 106}, "text", "gazetteer"},
                       {"year", "2016", "21–23 juni", {50, 62}, "", "date, year inferred"}};
  ResolvedValue malmo;
  malmo.facet = "city";
  malmo.value = "Malmö";
  malmo.id = "geonames:2692969";
  malmo.confidence = 0.9375;
  malmo.rule = "named";
  malmo.within = {"Skåne", "Sweden"};
  malmo.point = GeoPoint{55.60587, 13.00073};
  malmo.candidates = {{"Malmö", "geonames:7", "Värmland, Sweden, 200 people", 0.03125}};
  document.resolved = {malmo};
  document.other_languages = {{"en", {0, 11}}};
  document.confidence = 0.8125;
  document.boundary_reason = "date line";
  return document;
}

void ExpectSameDate(const std::optional<Date>& a, const std::optional<Date>& b) {
  ASSERT_EQ(a.has_value(), b.has_value());
  if (!a) return;
  EXPECT_EQ(a->start, b->start);
  EXPECT_EQ(a->end, b->end);
  EXPECT_EQ(a->precision, b->precision);
  EXPECT_EQ(a->raw, b->raw);
  EXPECT_EQ(a->span, b->span);
  EXPECT_EQ(a->inferred, b->inferred);
  EXPECT_EQ(a->rule, b->rule);
  EXPECT_EQ(a->kind, b->kind);
}

void ExpectSame(const Document& a, const Document& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.source, b.source);
  EXPECT_EQ(a.lines, b.lines);
  EXPECT_EQ(a.bytes, b.bytes);
  EXPECT_EQ(a.title, b.title);
  EXPECT_EQ(a.body, b.body);
  EXPECT_EQ(a.lang, b.lang);
  ExpectSameDate(a.date, b.date);
  ExpectSameDate(a.event, b.event);
  ExpectSameDate(a.date_bounds, b.date_bounds);
  EXPECT_EQ(a.other_languages, b.other_languages);
  EXPECT_EQ(a.boundary_reason, b.boundary_reason);
  EXPECT_EQ(a.confidence, b.confidence);
  ASSERT_EQ(a.facets.size(), b.facets.size());
  for (size_t i = 0; i < a.facets.size(); ++i) {
    EXPECT_EQ(a.facets[i].facet, b.facets[i].facet);
    EXPECT_EQ(a.facets[i].values, b.facets[i].values);
  }
  ASSERT_EQ(a.evidence.size(), b.evidence.size());
  for (size_t i = 0; i < a.evidence.size(); ++i) {
    EXPECT_EQ(a.evidence[i].facet, b.evidence[i].facet);
    EXPECT_EQ(a.evidence[i].value, b.evidence[i].value);
    EXPECT_EQ(a.evidence[i].text, b.evidence[i].text);
    EXPECT_EQ(a.evidence[i].span, b.evidence[i].span);
    EXPECT_EQ(a.evidence[i].field, b.evidence[i].field);
    EXPECT_EQ(a.evidence[i].rule, b.evidence[i].rule);
  }
  ASSERT_EQ(a.resolved.size(), b.resolved.size());
  for (size_t i = 0; i < a.resolved.size(); ++i) {
    EXPECT_EQ(a.resolved[i].facet, b.resolved[i].facet);
    EXPECT_EQ(a.resolved[i].value, b.resolved[i].value);
    EXPECT_EQ(a.resolved[i].id, b.resolved[i].id);
    EXPECT_EQ(a.resolved[i].confidence, b.resolved[i].confidence);
    EXPECT_EQ(a.resolved[i].rule, b.resolved[i].rule);
    EXPECT_EQ(a.resolved[i].within, b.resolved[i].within);
    EXPECT_EQ(a.resolved[i].point, b.resolved[i].point);
    EXPECT_EQ(a.resolved[i].candidates.size(), b.resolved[i].candidates.size());
  }
}

class IndexWriterTest : public testing::Test {
 protected:
  IndexWriter Open() {
    auto writer = IndexWriter::Open(path_);
    EXPECT_THAT(writer, IsOk());
    if (!writer.ok()) throw std::runtime_error(writer.status().ToString());
    return std::move(*writer);
  }
  ScratchFolder folder_;
  std::string path_ = folder_.File("news.index");
};

// ---- Documents ----

TEST_F(IndexWriterTest, NothingIsVisibleBeforeACommit) {
  IndexWriter writer = Open();
  EXPECT_THAT(AllIds(path_), IsEmpty()) << "an empty index is an index";
  ASSERT_THAT(writer.Put(Doc("a")), IsOk());
  EXPECT_THAT(AllIds(path_), IsEmpty());
  ASSERT_THAT(writer.Commit(), IsOk());
  EXPECT_THAT(AllIds(path_), ElementsAre("a"));
  ASSERT_THAT(writer.Put(Doc("b")), IsOk());
  ASSERT_THAT(writer.Remove("a"), IsOk());
  EXPECT_THAT(AllIds(path_), ElementsAre("a"));
  ASSERT_THAT(writer.Commit(), IsOk());
  EXPECT_THAT(AllIds(path_), ElementsAre("b"));
}

TEST_F(IndexWriterTest, DestroyingWithoutACommitDropsEverything) {
  PutAll(path_, {Doc("a")});
  {
    IndexWriter writer = Open();
    ASSERT_THAT(writer.Put(Doc("a", "another text")), IsOk());
    ASSERT_THAT(writer.Put(Doc("b")), IsOk());
    ASSERT_THAT(writer.Remove("a"), IsOk());
  }
  EXPECT_THAT(AllIds(path_), ElementsAre("a"));
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  EXPECT_EQ(searcher->Get("a").value().body, "word");
}

TEST_F(IndexWriterTest, EveryFieldComesBack) {
  PutAll(path_, {FullDocument(), Doc("plain")});
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  auto full = searcher->Get(FullDocument().id);
  ASSERT_THAT(full, IsOk());
  ExpectSame(*full, FullDocument());
  auto plain = searcher->Get("plain");
  ASSERT_THAT(plain, IsOk());
  ExpectSame(*plain, Doc("plain"));
  EXPECT_FALSE(plain->date.has_value());
}

TEST_F(IndexWriterTest, PutReplacesTheDocumentWithTheId) {
  PutAll(path_, {Doc("a", "apples"), Doc("b", "pears")});
  PutAll(path_, {Doc("a", "cherries")});
  EXPECT_THAT(AllIds(path_), ElementsAre("a", "b"));
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  EXPECT_THAT(SearchFor(*searcher, "cherries"), ElementsAre("a"));
  EXPECT_THAT(SearchFor(*searcher, "apples"), IsEmpty());
  EXPECT_THAT(SearchFor(*searcher, "pears"), ElementsAre("b"));
  EXPECT_EQ(searcher->Get("a").value().body, "cherries");
}

// Each field for itself: a change in one is a change.
TEST_F(IndexWriterTest, WhatCountsAsAChange) {
  const std::pair<const char*, std::function<void(Document&)>> changes[] = {
      {"source", [](Document& d) { d.source += "x"; }},
      {"title", [](Document& d) { d.title = "Another"; }},
      {"no title", [](Document& d) { d.title.reset(); }},
      {"body", [](Document& d) { d.body += "."; }},
      {"lang", [](Document& d) { d.lang = "da"; }},
      {"date", [](Document& d) { d.date->end = d.date->start; }},
      {"no date", [](Document& d) { d.date.reset(); }},
      {"precision", [](Document& d) { d.date->precision = DatePrecision::kMonth; }},
      {"inferred", [](Document& d) { d.date->inferred = false; }},
      {"event", [](Document& d) { d.event.reset(); }},
      {"what a date says", [](Document& d) { d.date->kind = DateKind::kEvent; }},
      {"date bounds", [](Document& d) { d.date_bounds = MakeDay(2016, 6, 21); }},
      {"a paragraph's language", [](Document& d) { d.other_languages[0].lang = "de"; }},
      {"where a paragraph ends", [](Document& d) { d.other_languages[0].span.end = 5; }},
      {"facet value", [](Document& d) { d.facets[0].values.push_back("Gamma"); }},
      {"evidence", [](Document& d) { d.evidence.pop_back(); }},
      {"what a value stands for", [](Document& d) { d.resolved[0].id = "geonames:7"; }},
      {"how a value was found", [](Document& d) { d.resolved[0].rule = "override"; }},
      {"where a value lies",
       [](Document& d) {
         d.resolved[0].within = {"Värmland", "Sweden"};
       }},
      {"a candidate", [](Document& d) { d.resolved[0].candidates[0].id = "geonames:8"; }},
      {"nothing known", [](Document& d) { d.resolved.clear(); }},
  };
  Document before = FullDocument();
  PutAll(path_, {before});
  IndexWriter writer = Open();
  for (const auto& [name, change] : changes) {
    SCOPED_TRACE(name);
    Document after = before;
    change(after);
    for (const auto& [document, replaced] :
         {std::pair(before, 0u), std::pair(after, 1u), std::pair(after, 0u), std::pair(before, 1u)}) {
      ASSERT_THAT(writer.BeginArchive("none of these"), IsOk());
      ASSERT_THAT(writer.Put(document), IsOk());
      auto report = writer.EndArchive();
      ASSERT_THAT(report, IsOk());
      EXPECT_EQ(report->added, 0u);
      EXPECT_EQ(report->replaced, replaced);
      EXPECT_EQ(report->unchanged, 1 - replaced);
      EXPECT_EQ(report->removed, 0u);
    }
  }
}

// One that has only moved within its source counts as unchanged, and is found where it stands now.
TEST_F(IndexWriterTest, MovingIsNoChange) {
  const Document before = FullDocument();
  Document after = before;
  after.lines = {103, 117};
  for (ByteSpan* span : {&after.bytes, &after.date->span, &after.event->span, &after.evidence[0].span,
                         &after.evidence[1].span}) {
    span->begin += 1000;
    span->end += 1000;
  }
  PutAll(path_, {before});
  {
    IndexWriter writer = Open();
    ASSERT_THAT(writer.BeginArchive(before.source), IsOk());
    ASSERT_THAT(writer.Put(after), IsOk());
    auto report = writer.EndArchive();
    ASSERT_THAT(report, IsOk());
    EXPECT_EQ(report->replaced, 0u);
    EXPECT_EQ(report->unchanged, 1u);
    EXPECT_EQ(report->added + report->removed, 0u);
  }
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  auto stored = searcher->Get(before.id);
  ASSERT_THAT(stored, IsOk());
  ExpectSame(*stored, after);
  EXPECT_THAT(SearchFor(*searcher, "quotes"), ElementsAre(before.id));
}

// How sure a value is changes with the other articles of its archive: stored, but no change of the article.
TEST_F(IndexWriterTest, AnotherConfidenceIsStored) {
  const Document before = FullDocument();
  Document after = before;
  after.resolved[0].confidence = 0.75;
  after.resolved[0].candidates[0].confidence = 0.25;
  PutAll(path_, {before});
  {
    IndexWriter writer = Open();
    ASSERT_THAT(writer.BeginArchive(before.source), IsOk());
    ASSERT_THAT(writer.Put(after), IsOk());
    auto report = writer.EndArchive();
    ASSERT_THAT(report, IsOk());
    EXPECT_EQ(report->unchanged, 1u);
  }
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  auto stored = searcher->Get(before.id);
  ASSERT_THAT(stored, IsOk());
  ExpectSame(*stored, after);
}

TEST_F(IndexWriterTest, CommitWithoutChangesWritesNothing) {
  PutAll(path_, {Doc("a")});
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  {
    IndexWriter writer = Open();
    ASSERT_THAT(writer.Commit(), IsOk());
    ASSERT_THAT(writer.Put(Doc("a")), IsOk());
    ASSERT_THAT(writer.Commit(), IsOk());
  }
  auto newer = searcher->Reopen();
  ASSERT_THAT(newer, IsOk());
  EXPECT_FALSE(*newer);
}

TEST_F(IndexWriterTest, Remove) {
  PutAll(path_, {Doc("a"), Doc("b")});
  IndexWriter writer = Open();
  EXPECT_THAT(writer.Remove("c"), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(writer.Remove(""), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(writer.Remove(std::string(10000, 'x')), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(writer.Remove("a"), IsOk());
  EXPECT_THAT(writer.Remove("a"), StatusIs(StatusCode::kNotFound));
  ASSERT_THAT(writer.Commit(), IsOk());
  EXPECT_THAT(AllIds(path_), ElementsAre("b"));
}

TEST_F(IndexWriterTest, BadDocumentsAreRefusedAndHarmNothing) {
  IndexWriter writer = Open();
  ASSERT_THAT(writer.Put(Doc("good")), IsOk());
  Document facet = Doc("a");
  facet.facets = {{"Planet", {"Mars"}}};
  for (const Document& document : {Doc(""), Doc(std::string(201, 'x')), Doc("line\nfeed"),
                                   Doc(std::string("nul\0", 4)), Doc("\x7F"), facet}) {
    const Status status = writer.Put(document);
    EXPECT_THAT(status, StatusIs(StatusCode::kInvalidArgument)) << document.id;
    EXPECT_FALSE(status.message().empty());
  }
  EXPECT_THAT(writer.Put(Doc(std::string(200, 'x'))), IsOk()) << "the limit is allowed";
  EXPECT_THAT(writer.Put(Doc("ä b/c:d*")), IsOk());
  ASSERT_THAT(writer.Commit(), IsOk());
  EXPECT_THAT(AllIds(path_), ElementsAre("good", std::string(200, 'x'), "ä b/c:d*"));
}

TEST_F(IndexWriterTest, DocumentsThatNoReaderCouldUseAreRefused) {
  const auto with = [](const std::function<void(Document*)>& change) {
    Document document = Doc("x");
    change(&document);
    return document;
  };
  const struct {
    const char* what;
    Document document;
  } kRows[] = {
      {"a date that is none", with([](Document* d) { d->date = Date{}; })},
      {"an event that is none", with([](Document* d) { d->event = Date{}; })},
      {"a date that ends before it starts", with([](Document* d) {
         d->date = MakeDay(2016, 2, 1);
         d->date->end = MakeDay(2016, 1, 1).end;
       })},
      {"a language in capitals", with([](Document* d) { d->lang = "EN"; })},
      {"no language", with([](Document* d) { d->lang.clear(); })},
      {"a long language", with([](Document* d) { d->lang = std::string(300, 'x'); })},
      {"an empty value", with([](Document* d) {
         d->facets = {{"city", {"", "Kista"}}};
       })},
      {"a facet twice", with([](Document* d) {
         d->facets = {{"city", {"Kista"}}, {"city", {"Lund"}}};
       })},
      {"two years", with([](Document* d) {
         d->facets = {{"year", {"2016", "2017"}}};
       })},
      {"the language as a facet", with([](Document* d) {
         d->facets = {{"lang", {"en"}}};
       })},
      {"places, which the index makes", with([](Document* d) {
         d->facets = {{"place", {"Kista"}}};
       })},
      {"a facet with a name of queries", with([](Document* d) {
         d->facets = {{"title", {"x"}}};
       })},
      {"a facet with a long name", with([](Document* d) {
         d->facets = {{std::string(33, 'x'), {"x"}}};
       })},
      {"a value with no confidence", with([](Document* d) {
         d->resolved = FullDocument().resolved;
         d->resolved[0].confidence = std::numeric_limits<double>::quiet_NaN();
       })},
      {"a value that is more than certain", with([](Document* d) {
         d->resolved = FullDocument().resolved;
         d->resolved[0].confidence = 1.5;
       })},
      {"a candidate with less than none", with([](Document* d) {
         d->resolved = FullDocument().resolved;
         d->resolved[0].candidates[0].confidence = -0.1;
       })},
      {"a point beyond the pole", with([](Document* d) {
         d->resolved = FullDocument().resolved;
         d->resolved[0].point = GeoPoint{90.5, 0};
       })},
      {"a point nowhere", with([](Document* d) {
         d->resolved = FullDocument().resolved;
         d->resolved[0].point = GeoPoint{0, std::numeric_limits<double>::infinity()};
       })},
      {"no confidence", with([](Document* d) { d->confidence = std::numeric_limits<double>::quiet_NaN(); })},
  };
  auto writer = IndexWriter::Open(path_);
  ASSERT_THAT(writer, IsOk());
  for (const auto& row : kRows) {
    EXPECT_THAT(writer->Put(row.document), StatusIs(StatusCode::kInvalidArgument)) << row.what;
  }
  ASSERT_THAT(writer->Put(Doc("good")), IsOk());
  ASSERT_THAT(writer->Commit(), IsOk());
  EXPECT_THAT(AllIds(path_), ElementsAre("good"));
}

TEST_F(IndexWriterTest, OddContent) {
  std::vector<Document> documents = {
      Doc("empty", ""),
      Doc("spaces", " \n\t "),
      Doc("long word", std::string(100000, 'x') + " tail"),
      Doc("long word of several bytes", std::string(300, 'x') + "ääääääää"),
      Doc("zero byte", std::string("before\0behind", 13)),
      Doc("ill-formed", "caf\xE9 \xFF word"),
      Doc("signs", "?? !! -- ++ \u2026"),
  };
  documents.push_back(Doc("long values"));
  documents.back().facets = {{"city", {std::string(5000, 'v'), "x"}}, {"country", {}}};
  documents.push_back(MakeDocument("no language", "", "word", "und"));
  documents.push_back(Doc("old"));
  documents.back().date = MakeDay(1, 1, 1);
  documents.push_back(Doc("new"));
  documents.back().date = MakeDay(9999, 12, 31);
  PutAll(path_, documents);
  EXPECT_EQ(AllIds(path_).size(), documents.size());
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  for (const Document& document : documents) {
    auto stored = searcher->Get(document.id);
    ASSERT_THAT(stored, IsOk()) << document.id;
    if (document.id != "ill-formed") ExpectSame(*stored, document);
  }
  EXPECT_EQ(searcher->Get("ill-formed").value().body, "caf\uFFFD \uFFFD word");
  EXPECT_THAT(SearchFor(*searcher, "tail"), ElementsAre("long word"));
  EXPECT_THAT(SearchFor(*searcher, "behind"), ElementsAre("zero byte"));
  SearchRequest request;
  request.filters = {{"city", std::string(5000, 'v')}};
  EXPECT_THAT(SearchFor(*searcher, request), ElementsAre("long values"));
  request.filters = {{"city", std::string(4999, 'v')}};
  EXPECT_THAT(SearchFor(*searcher, request), IsEmpty());
  auto stats = searcher->Stats();
  ASSERT_THAT(stats, IsOk());
  EXPECT_EQ(FormatDay(*stats->first_day), "0001-01-01");
  EXPECT_EQ(FormatDay(*stats->last_day), "9999-12-31");
}

// ---- Archives ----

TEST_F(IndexWriterTest, ArchiveReportsWhatChanged) {
  IndexWriter writer = Open();
  const auto put = [&writer](const std::vector<Document>& documents) {
    EXPECT_THAT(writer.BeginArchive("news"), IsOk());
    for (const Document& document : documents) EXPECT_THAT(writer.Put(document), IsOk());
    auto report = writer.EndArchive();
    EXPECT_THAT(report, IsOk());
    return std::vector<uint64_t>{report->added, report->replaced, report->unchanged, report->removed};
  };
  const auto doc = [](const std::string& id, const std::string& body) { return Doc(id, body, "news"); };
  EXPECT_THAT(put({doc("a", "1"), doc("b", "1"), doc("c", "1")}), ElementsAre(3, 0, 0, 0));
  EXPECT_THAT(put({doc("a", "1"), doc("b", "1"), doc("c", "1")}), ElementsAre(0, 0, 3, 0));
  EXPECT_THAT(put({doc("a", "1"), doc("b", "2"), doc("d", "1")}), ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(AllIds(path_), ElementsAre("a", "b", "d"));
  EXPECT_THAT(put({}), ElementsAre(0, 0, 0, 3));
  EXPECT_THAT(AllIds(path_), IsEmpty());
}

TEST_F(IndexWriterTest, ArchivesDoNotTouchEachOther) {
  PutAll(path_, {Doc("a", "x", "one"), Doc("b", "x", "two"), Doc("c", "x", "onet"), Doc("d", "x", "")});
  IndexWriter writer = Open();
  ASSERT_THAT(writer.BeginArchive("one"), IsOk());
  auto report = writer.EndArchive();
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->removed, 1u);
  EXPECT_THAT(AllIds(path_), ElementsAre("b", "c", "d"));
}

// A document that another archive has taken over is no longer this one's.
TEST_F(IndexWriterTest, TakingAnIdFromAnotherArchiveIsSaid) {
  const std::string one = folder_.Write("one.jsonl", "{\"id\": \"a\", \"text\": \"first\"}\n");
  const std::string two = folder_.Write("two.jsonl", "{\"id\": \"a\", \"text\": \"second\"}\n");
  IndexWriter writer = Open();
  auto report = IndexArchive(writer, one);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->taken_over, 0u);
  EXPECT_EQ(report->archive.warnings_total, 0u);
  report = IndexArchive(writer, two);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->taken_over, 1u);
  EXPECT_EQ(report->archive.documents, 1u);
  ASSERT_EQ(report->archive.warnings_total, 1u);
  EXPECT_THAT(report->archive.warnings[0].message, testing::HasSubstr("another archive"));
}

TEST_F(IndexWriterTest, ADocumentBelongsToTheArchiveThatPutItLast) {
  PutAll(path_, {Doc("a", "x", "one"), Doc("b", "x", "one")});
  PutAll(path_, {Doc("a", "x", "two")});
  IndexWriter writer = Open();
  ASSERT_THAT(writer.BeginArchive("one"), IsOk());
  ASSERT_THAT(writer.EndArchive(), IsOk());
  EXPECT_THAT(AllIds(path_), ElementsAre("a"));
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  auto stats = searcher->Stats();
  ASSERT_THAT(stats, IsOk());
  EXPECT_THAT(stats->sources, ElementsAre(testing::Pair("two", 1)));
}

TEST_F(IndexWriterTest, AbortRestores) {
  PutAll(path_, {Doc("a", "1", "news"), Doc("b", "1", "news")});
  IndexWriter writer = Open();
  ASSERT_THAT(writer.Put(Doc("mine", "1", "other")), IsOk());
  ASSERT_THAT(writer.BeginArchive("news"), IsOk());
  ASSERT_THAT(writer.Put(Doc("a", "2", "news")), IsOk());
  ASSERT_THAT(writer.Put(Doc("c", "1", "news")), IsOk());
  ASSERT_THAT(writer.Remove("b"), IsOk());
  ASSERT_THAT(writer.AbortArchive(), IsOk());
  ASSERT_THAT(writer.Commit(), IsOk());
  EXPECT_THAT(AllIds(path_), ElementsAre("a", "b", "mine")) << "what was put before the archive stays";
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  EXPECT_EQ(searcher->Get("a").value().body, "1");
  // The writer goes on as if nothing had been.
  ASSERT_THAT(writer.BeginArchive("news"), IsOk());
  ASSERT_THAT(writer.Put(Doc("a", "1", "news")), IsOk());
  ASSERT_THAT(writer.Put(Doc("c", "1", "news")), IsOk());
  auto report = writer.EndArchive();
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->added, 1u);
  EXPECT_EQ(report->replaced, 0u);
  EXPECT_EQ(report->unchanged, 1u);
  EXPECT_EQ(report->removed, 1u);
  EXPECT_THAT(AllIds(path_), ElementsAre("a", "c", "mine"));
}

// The names of archives are kept with their documents, whatever was aborted in between.
TEST_F(IndexWriterTest, AbortKeepsTheNamesOfArchives) {
  IndexWriter writer = Open();
  ASSERT_THAT(writer.BeginArchive("news"), IsOk());
  ASSERT_THAT(writer.Put(Doc("a", "1", "news")), IsOk());
  ASSERT_THAT(writer.AbortArchive(), IsOk());
  ASSERT_THAT(writer.BeginArchive("news"), IsOk());
  ASSERT_THAT(writer.Put(Doc("a", "1", "news")), IsOk());
  ASSERT_THAT(writer.EndArchive(), IsOk());
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  auto stats = searcher->Stats();
  ASSERT_THAT(stats, IsOk());
  EXPECT_THAT(stats->sources, ElementsAre(testing::Pair("news", 1)));
}

TEST_F(IndexWriterTest, ArchiveCallsOutOfOrder) {
  IndexWriter writer = Open();
  EXPECT_THAT(writer.EndArchive(), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(writer.AbortArchive(), StatusIs(StatusCode::kInvalidArgument));
  ASSERT_THAT(writer.BeginArchive("news"), IsOk());
  EXPECT_THAT(writer.BeginArchive("other"), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(writer.Commit(), StatusIs(StatusCode::kInvalidArgument));
  ASSERT_THAT(writer.Put(Doc("a", "1", "news")), IsOk());
  ASSERT_THAT(writer.EndArchive(), IsOk());
  EXPECT_THAT(writer.EndArchive(), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(AllIds(path_), ElementsAre("a"));
}

TEST_F(IndexWriterTest, DestroyingInsideAnArchiveDropsIt) {
  PutAll(path_, {Doc("a", "1", "news")});
  {
    IndexWriter writer = Open();
    ASSERT_THAT(writer.BeginArchive("news"), IsOk());
    ASSERT_THAT(writer.Put(Doc("b", "1", "news")), IsOk());
  }
  EXPECT_THAT(AllIds(path_), ElementsAre("a"));
}

TEST_F(IndexWriterTest, IndexArchive) {
  const std::string archive = CorpusPath("sample/news.txt");
  IngestOptions options;
  options.source_name = "sample";
  IndexWriter writer = Open();
  auto first = IndexArchive(writer, archive, options);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->added, 39u);
  EXPECT_EQ(first->archive.documents, 39u);
  EXPECT_EQ(first->archive.source, "sample");
  auto again = IndexArchive(writer, archive, options);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->unchanged, 39u);
  EXPECT_EQ(again->added + again->replaced + again->removed, 0u);

  // The archive loses its first item and the next one gets another word.
  std::string text = ReadFile(archive);
  text.erase(0, text.find("++ Smart Rivers"));
  text.replace(text.find("cranes"), 6, "elevators");
  auto changed = IndexArchive(writer, folder_.Write("news.txt", text), options);
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->removed, 1u);
  EXPECT_EQ(changed->added, 0u);
  EXPECT_EQ(changed->replaced, 1u);
  EXPECT_EQ(changed->unchanged, 37u) << "all others have only moved up";
  {
    auto searcher = Searcher::Open(path_);
    ASSERT_THAT(searcher, IsOk());
    const std::vector<std::string> found = SearchFor(*searcher, "elevators");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(searcher->Get(found[0]).value().lines.first, 1u);
    const std::vector<std::string> second = SearchFor(*searcher, "Radweg");
    ASSERT_FALSE(second.empty());
    EXPECT_EQ(searcher->Get(second[0]).value().lines, (LineSpan{32 - 8, 46 - 8}));
  }

  // A failing reading leaves the index as it was.
  const std::set<std::string> before = AllIds(path_);
  EXPECT_THAT(IndexArchive(writer, folder_.File("missing.txt"), options), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(IndexArchive(writer, folder_.path(), options), StatusIs(StatusCode::kBadInput));
  IngestOptions cancelled = options;
  cancelled.progress = [](const IngestProgress& progress) { return progress.documents < 5; };
  EXPECT_THAT(IndexArchive(writer, archive, cancelled), StatusIs(StatusCode::kCancelled));
  ASSERT_THAT(writer.Commit(), IsOk());
  EXPECT_EQ(AllIds(path_), before);
}

// A document whose id no index takes costs one skip; the others are indexed.
TEST_F(IndexWriterTest, IndexArchiveSkipsBadDocuments) {
  const std::string path =
      folder_.Write("docs.jsonl", "{\"id\": \"a\", \"text\": \"one\"}\n{\"id\": \"" + std::string(300, 'x') +
                                      "\", \"text\": \"two\"}\n{\"id\": \"c\", \"text\": \"three\"}\n");
  IndexWriter writer = Open();
  auto report = IndexArchive(writer, path, {});
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->added, 2u);
  EXPECT_EQ(report->archive.skipped, 1u);
  EXPECT_THAT(AllIds(path_), ElementsAre("a", "c"));
}

TEST_F(IndexWriterTest, IndexArchiveTakesTheAbsolutePathForAName) {
  const std::string path = folder_.Write("docs.jsonl", "{\"id\": \"a\", \"text\": \"one\"}\n");
  IndexWriter writer = Open();
  auto report = IndexArchive(writer, folder_.path() + "/./docs.jsonl", {});
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->archive.source, fs::canonical(path).string());
  auto again = IndexArchive(writer, path, {});
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->unchanged, 1u);
}

TEST_F(IndexWriterTest, WritersMove) {
  IndexWriter first = Open();
  ASSERT_THAT(first.Put(Doc("a")), IsOk());
  IndexWriter second = std::move(first);
  ASSERT_THAT(second.Put(Doc("b")), IsOk());
  ASSERT_THAT(second.Commit(), IsOk());
  EXPECT_THAT(AllIds(path_), ElementsAre("a", "b"));
}

// ---- Opening ----

TEST_F(IndexWriterTest, OpeningWhatIsNoIndex) {
  const std::string file = folder_.Write("file", "text");
  const std::string full = folder_.File("full");
  fs::create_directory(full);
  std::ofstream(full + "/notes.txt") << "mine";
  const std::string empty = folder_.File("empty");
  fs::create_directory(empty);
  const std::string missing = folder_.File("missing");
  const std::string below_file = file + "/index";

  EXPECT_THAT(IndexWriter::Open(file), StatusIs(StatusCode::kCorruption));
  EXPECT_THAT(IndexWriter::Open(full), StatusIs(StatusCode::kCorruption));
  EXPECT_THAT(IndexWriter::Open(""), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(IndexWriter::Open(below_file), testing::Not(IsOk()));
  EXPECT_EQ(ReadFile(file), "text");
  EXPECT_EQ(ReadFile(full + "/notes.txt"), "mine");
  EXPECT_EQ(std::distance(fs::directory_iterator(full), fs::directory_iterator()), 1)
      << "nothing was put beside it";

  EXPECT_THAT(Searcher::Open(file), StatusIs(StatusCode::kCorruption));
  EXPECT_THAT(Searcher::Open(full), StatusIs(StatusCode::kCorruption));
  EXPECT_THAT(Searcher::Open(empty), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(Searcher::Open(missing), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(Searcher::Open(""), testing::Not(IsOk()));
  EXPECT_FALSE(fs::exists(missing)) << "reading makes nothing";

  IndexWriterOptions options;
  options.create = false;
  EXPECT_THAT(IndexWriter::Open(missing, options), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(IndexWriter::Open(empty, options), StatusIs(StatusCode::kNotFound));
  EXPECT_FALSE(fs::exists(missing));
  EXPECT_TRUE(fs::is_empty(empty));

  PutAll(empty, {Doc("a")});
  EXPECT_THAT(AllIds(empty), ElementsAre("a"));
  const std::string deep = folder_.File("a/b/c");
  PutAll(deep, {Doc("a")});
  EXPECT_THAT(AllIds(deep), ElementsAre("a"));
  EXPECT_THAT(IndexWriter::Open(deep, options), IsOk());
}

TEST_F(IndexWriterTest, DamagedFilesAreNoted) {
  PutAll(path_, {Doc("a"), Doc("b")});
  for (const char* name : {"iamglass", "postlist.glass", "docdata.glass"}) {
    const std::string copy = folder_.File(std::string("copy of ") + name);
    fs::copy(path_, copy, fs::copy_options::recursive);
    std::ofstream(copy + "/" + name, std::ios::binary | std::ios::trunc) << "this is no table";
    auto searcher = Searcher::Open(copy);
    Status status = searcher.status();
    if (searcher.ok()) {
      auto response = searcher->Search({});
      status = response.status();
      if (status.ok()) status = searcher->Get("a").status();
    }
    EXPECT_FALSE(status.ok()) << name;
    EXPECT_THAT(status.code(),
                testing::AnyOf(StatusCode::kCorruption, StatusCode::kVersionMismatch, StatusCode::kIo))
        << name << ": " << status.ToString();
    EXPECT_NE(status.message().find(copy), std::string::npos)
        << "the message names the index: " << status.message();
  }
}

TEST_F(IndexWriterTest, AForeignXapianDatabaseIsLeftAlone) {
  {
    Xapian::WritableDatabase database(path_, Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
    Xapian::Document document;
    document.set_data("mail");
    document.add_term("Kmail");
    database.add_document(document);
    database.commit();
  }
  EXPECT_THAT(Searcher::Open(path_), StatusIs(StatusCode::kCorruption));
  EXPECT_THAT(IndexWriter::Open(path_), StatusIs(StatusCode::kCorruption));
  const Xapian::Database database(path_);
  EXPECT_EQ(database.get_doccount(), 1u);
  EXPECT_EQ(database.get_document(1).get_data(), "mail");
}

TEST_F(IndexWriterTest, IndexesOfOtherVersionsAreRefused) {
  PutAll(path_, {Doc("a")});
  const struct {
    const char* key;
    const char* value;
    StatusCode expected;
  } rows[] = {
      {"newsearch.format", "5", StatusCode::kVersionMismatch},
      {"newsearch.format", "3", StatusCode::kVersionMismatch},
      {"newsearch.format", "2", StatusCode::kVersionMismatch},
      {"newsearch.format", "1", StatusCode::kVersionMismatch},
      {"newsearch.format", "0", StatusCode::kVersionMismatch},
      {"newsearch.format", "garbage", StatusCode::kVersionMismatch},
      {"newsearch.format", "", StatusCode::kCorruption},
      {"newsearch.analyzer", "0", StatusCode::kVersionMismatch},
      {"newsearch.analyzer", "", StatusCode::kVersionMismatch},
      {"newsearch.facets", "city XCITY 11 multi;", StatusCode::kCorruption},
      {"newsearch.facets", "", StatusCode::kCorruption},
      {"newsearch.facets", "{\"version\":2,\"facets\":[]}", StatusCode::kVersionMismatch},
      {"newsearch.facets", "{\"version\":1,\"facets\":[]}", StatusCode::kCorruption},
  };
  const auto set = [this](const std::string& key, const std::string& value) {
    Xapian::WritableDatabase database(path_, Xapian::DB_OPEN);
    const std::string before = database.get_metadata(key);
    database.set_metadata(key, value);
    database.commit();
    return before;
  };
  for (const auto& row : rows) {
    const std::string before = set(row.key, row.value);
    ASSERT_FALSE(before.empty()) << row.key;
    auto searcher = Searcher::Open(path_);
    EXPECT_THAT(searcher, StatusIs(row.expected)) << row.key << "=" << row.value;
    EXPECT_THAT(IndexWriter::Open(path_), StatusIs(row.expected)) << row.key << "=" << row.value;
    EXPECT_NE(searcher.status().message().find(path_), std::string::npos) << searcher.status().message();
    set(row.key, before);
    EXPECT_THAT(AllIds(path_), ElementsAre("a")) << "a refused index is not changed";
  }
}

// Another ICU is fine as long as it gives the same terms.
TEST_F(IndexWriterTest, AnotherIcuIsComparedByItsTerms) {
  PutAll(path_, {Doc("a")});
  {
    Xapian::WritableDatabase database(path_, Xapian::DB_OPEN);
    database.set_metadata("newsearch.icu", "1.0");
    database.commit();
  }
  EXPECT_THAT(AllIds(path_), ElementsAre("a"));
  {
    Xapian::WritableDatabase database(path_, Xapian::DB_OPEN);
    database.set_metadata("newsearch.fingerprint", "0000000000000000");
    database.commit();
  }
  EXPECT_THAT(Searcher::Open(path_), StatusIs(StatusCode::kVersionMismatch));
}

// An index that was just made by a process that died before its first document.
TEST_F(IndexWriterTest, AnEmptyDatabaseBecomesAnIndex) {
  { Xapian::WritableDatabase database(path_, Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS); }
  PutAll(path_, {Doc("a")});
  EXPECT_THAT(AllIds(path_), ElementsAre("a"));
}

// ---- Other processes ----

// Runs `body` in another process; its result is the exit status.
pid_t Fork(const std::function<int()>& body) {
  const pid_t child = fork();
  if (child == 0) _exit(body());
  return child;
}

int ExitStatus(pid_t child) {
  int status = 0;
  if (waitpid(child, &status, 0) != child) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

// One process tells another to go on.
class Signal {
 public:
  Signal() {
    if (pipe(ends_) != 0) throw std::runtime_error("no pipe");
  }
  ~Signal() {
    close(ends_[0]);
    close(ends_[1]);
  }
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;
  void Send() const { (void)!write(ends_[1], "x", 1); }
  void Wait() const {
    char c = 0;
    (void)!read(ends_[0], &c, 1);
  }

 private:
  int ends_[2] = {-1, -1};
};

TEST_F(IndexWriterTest, LockedByAnotherProcess) {
  PutAll(path_, {Doc("a")});
  const Signal opened;
  const Signal done;
  const pid_t child = Fork([&] {
    auto writer = IndexWriter::Open(path_);
    opened.Send();
    done.Wait();
    return writer.ok() ? 0 : 1;
  });
  opened.Wait();
  auto writer = IndexWriter::Open(path_);
  EXPECT_THAT(writer, StatusIs(StatusCode::kLocked));
  EXPECT_NE(writer.status().message().find(path_), std::string::npos);
  EXPECT_THAT(AllIds(path_), ElementsAre("a")) << "readers are not locked out";
  IndexWriterOptions patient;
  patient.lock_wait_ms = 100;
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(IndexWriter::Open(path_, patient), StatusIs(StatusCode::kLocked));
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(100));
  done.Send();
  EXPECT_EQ(ExitStatus(child), 0);
  EXPECT_THAT(IndexWriter::Open(path_), IsOk()) << "the lock goes with its process";
}

TEST_F(IndexWriterTest, WaitsForTheOtherWriter) {
  PutAll(path_, {Doc("a")});
  const Signal opened;
  const pid_t child = Fork([&] {
    auto writer = IndexWriter::Open(path_);
    opened.Send();
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    return writer.ok() ? 0 : 1;
  });
  opened.Wait();
  IndexWriterOptions patient;
  patient.lock_wait_ms = 20000;
  auto writer = IndexWriter::Open(path_, patient);
  EXPECT_THAT(writer, IsOk());
  EXPECT_EQ(ExitStatus(child), 0);
}

TEST_F(IndexWriterTest, ASecondWriterInTheSameProcessIsLockedOut) {
  IndexWriter first = Open();
  EXPECT_THAT(IndexWriter::Open(path_), StatusIs(StatusCode::kLocked));
  ASSERT_THAT(first.Put(Doc("a")), IsOk());
  ASSERT_THAT(first.Commit(), IsOk());
  EXPECT_THAT(AllIds(path_), ElementsAre("a"));
}

TEST_F(IndexWriterTest, AProcessThatDiesLeavesTheLastCommit) {
  PutAll(path_, {Doc("a")});
  const pid_t child = Fork([&] {
    auto writer = IndexWriter::Open(path_);
    if (!writer.ok()) return 1;
    for (int i = 0; i < 200; ++i) {
      if (!writer->Put(Doc("b" + std::to_string(i), "some text")).ok()) return 2;
    }
    if (!writer->Remove("a").ok()) return 3;
    kill(getpid(), SIGKILL);
    return 4;
  });
  EXPECT_EQ(ExitStatus(child), 1000 + SIGKILL);
  EXPECT_THAT(AllIds(path_), ElementsAre("a"));
  PutAll(path_, {Doc("c")});
  EXPECT_THAT(AllIds(path_), ElementsAre("a", "c"));
}

// Runs as a user who may not write. Those who may do everything give that up first.
TEST_F(IndexWriterTest, AFolderThatCannotBeWritten) {
  PutAll(path_, {Doc("a")});
  const std::string closed = folder_.File("closed");
  fs::create_directory(closed);
  for (const std::string& name : {folder_.path(), path_, closed}) {
    fs::permissions(name, fs::perms::owner_read | fs::perms::owner_exec | fs::perms::group_read |
                              fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec);
  }
  const pid_t child = Fork([&] {
    constexpr uid_t kNobody = 65534;
    if (geteuid() == 0 && setuid(kNobody) != 0) return 77;
    const auto code = [](const auto& result) {
      return static_cast<int>(testing_support::StatusOf(result).code());
    };
    if (code(IndexWriter::Open(path_)) != static_cast<int>(StatusCode::kIo))
      return 10 + code(IndexWriter::Open(path_));
    if (code(IndexWriter::Open(closed)) != static_cast<int>(StatusCode::kIo))
      return 30 + code(IndexWriter::Open(closed));
    const std::string inside = folder_.File("new/index");
    if (code(IndexWriter::Open(inside)) != static_cast<int>(StatusCode::kIo))
      return 50 + code(IndexWriter::Open(inside));
    auto searcher = Searcher::Open(path_);
    if (!searcher.ok()) return 70 + code(searcher);
    return searcher->Get("a").ok() ? 0 : 90;
  });
  const int exit_status = ExitStatus(child);
  for (const std::string& name : {folder_.path(), path_, closed}) fs::permissions(name, fs::perms::owner_all);
  if (exit_status == 77) GTEST_SKIP() << "cannot become another user";
  EXPECT_EQ(exit_status, 0)
      << "10 + code: writer on an index, 30: on an empty folder, 50: below; 70: reader; 90: Get";
}

// Readers answer while a writer commits again and again.
TEST_F(IndexWriterTest, ReadersUnderAWriter) {
  constexpr int kCommits = 120;
  PutAll(path_, {Doc("first", "common text")});
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  const pid_t child = Fork([&] {
    auto writer = IndexWriter::Open(path_);
    if (!writer.ok()) return 1;
    for (int i = 0; i < kCommits; ++i) {
      // One more document, and one that changes each time.
      if (!writer->Put(Doc("d" + std::to_string(i), "common text number " + std::to_string(i))).ok())
        return 2;
      if (!writer->Put(Doc("first", "common text of round " + std::to_string(i))).ok()) return 3;
      if (!writer->Commit().ok()) return 4;
    }
    return 0;
  });
  SearchRequest request;
  request.text = "common";
  request.facets = {{"lang", 0}};
  uint64_t previous = 1;
  int answers = 0;
  int given_up = 0;
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    auto response = searcher->Search(request);
    if (!response.ok()) {
      // Allowed when it is overtaken again and again, and rare.
      ASSERT_THAT(response, StatusIs(StatusCode::kIndexChanged));
      ++given_up;
      continue;
    }
    ++answers;
    ASSERT_GE(response->total, previous) << "time runs forwards";
    ASSERT_EQ(response->facets[0].documents, response->total) << "from one state";
    for (const Hit& hit : response->hits) ASSERT_FALSE(hit.document.title->empty());
    previous = response->total;
    auto one = searcher->Get("first");
    ASSERT_TRUE(one.ok() || one.status().code() == StatusCode::kIndexChanged) << one.status().ToString();
  }
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_GT(answers, 0);
  EXPECT_LT(given_up, answers + 2);
  ASSERT_THAT(searcher->Reopen(), IsOk());
  EXPECT_EQ(searcher->Search(request).value().total, 1u + kCommits);
}

}  // namespace
}  // namespace newsearch
