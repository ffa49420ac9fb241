// SPDX-License-Identifier: GPL-2.0-or-later
//
// JSON Feed, and arrays of objects.
#include "ingest/json_feed_reader.h"

#include "ingest/feed_test_support.h"

namespace newsearch {
namespace {

FeedReading Read(std::string_view text, const IngestOptions& options = {}) {
  return ReadFeedWith(&ReadJsonFeed, text, 1u << 18, options);
}

std::string Corpus(const std::string& name) { return ReadFile(CorpusPath("feeds/" + name)); }

std::string Feed(const std::string& items) {
  return "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [" + items + "]}";
}

constexpr const char* kGood = R"({"id": "good", "content_text": "A good line."})";

TEST(JsonFeedReaderTest, JsonFeed) {
  const FeedReading reading = Read(Corpus("feed.json"));
  ASSERT_THAT(reading.status, IsOk());
  const struct {
    const char* id;
    const char* title;
    const char* body;
    const char* date;
    const char* lang;
  } kExpected[] = {
      {"workshop-1", "A chair from one plank", "We cut the plank in Ghent.\nThen we glued it & waited.",
       "2022-01-10", "en"},
      {"2", "Glue", "Two kinds of glue.\nBoth of them smell.", "2022-02-11", "en"},
      {"https://workshop.example/3", "Without an id", "An old saw found a home.", "2022-03-12", "en"},
      {"workshop-4", "", "Der Hobel ist scharf, und die Späne fliegen.", "2022-04-13", "de"},
      {"workshop-5", "Café 😀", "Coffee for all.", "", "en"},
      {"", "Bare", "Neither id nor address.", "", "en"},
  };
  ASSERT_EQ(reading.documents.size(), std::size(kExpected));
  for (size_t i = 0; i < std::size(kExpected); ++i) {
    const Document& document = reading.documents[i];
    if (*kExpected[i].id != '\0') {
      EXPECT_EQ(document.id, kExpected[i].id);
    } else {
      EXPECT_EQ(document.id.size(), 16u);
    }
    EXPECT_EQ(document.title.value_or(""), kExpected[i].title);
    EXPECT_EQ(Lines(document.body), kExpected[i].body);
    EXPECT_EQ(document.date ? FormatDay(document.date->start) : "", kExpected[i].date);
    EXPECT_EQ(document.lang, kExpected[i].lang);
  }
  EXPECT_EQ(reading.report.warnings_total, 0u) << reading.warning();
  EXPECT_EQ(reading.documents[0].date->rule, "given");
  EXPECT_THAT(reading.documents[0].values("city"), testing::ElementsAre("Ghent"));
}

// The facets of an item are those of JSON Lines, told as the parser comes by.
TEST(JsonFeedReaderTest, Facets) {
  const struct {
    const char* facets;  // a member
    std::vector<std::string> topics;
    uint64_t warnings;
  } kRows[] = {
      {R"("facets": {"topic": ["energy", 7], "city": "Kista"})", {"energy", "7"}, 0},
      {R"("facets": {"topic": "energy"})", {"energy"}, 0},
      {R"("facets": {"topic": []})", {}, 0},
      {R"("facets": {"topic": ["first"], "topic": ["second"]})", {"second"}, 0},
      {R"("facets": {"other": {"topic": ["x"]}, "topic": ["y"]})", {"y"}, 1},
      {R"("facets": {"topic": ["x", {"facets": {"topic": "y"}}, ["z"]]})", {"x"}, 0},
      {R"("facets": [{"topic": ["x"]}])", {}, 1},
      {R"("facets": "topic")", {}, 1},
      {R"("facets": null)", {}, 0},
      {R"("facets": {}, "topic": ["x"])", {}, 0},
      {R"("other": {"facets": {"topic": ["x"]}})", {}, 0},
      {R"("facets": {"a2345678901234567890123456789012345678901234567890123456789012345678901234567890": ["x"]})",
       {},
       1},
  };
  for (const auto& row : kRows) {
    for (const bool feed : {true, false}) {
      const std::string item = std::string(R"({"id": "a", "text": "Text.", "lang": "en", )") + row.facets +
                               R"(, "title": "T"})" + ", {\"id\": \"b\", \"text\": \"Text.\"}";
      const FeedReading reading = Read(feed ? Feed(item) : "[" + item + "]");
      ASSERT_THAT(reading.status, IsOk()) << row.facets;
      ASSERT_EQ(reading.documents.size(), 2u) << row.facets;
      EXPECT_EQ(reading.documents[0].title.value_or(""), "T") << row.facets;
      EXPECT_EQ(reading.documents[0].values("topic"), row.topics) << row.facets;
      EXPECT_THAT(reading.documents[1].values("topic"), testing::IsEmpty()) << row.facets;
      EXPECT_EQ(reading.report.warnings_total, row.warnings) << row.facets << ": " << reading.warning();
    }
  }
}

TEST(JsonFeedReaderTest, ArrayOfObjects) {
  const FeedReading reading = Read(Corpus("array.json"));
  ASSERT_THAT(reading.status, IsOk());
  ASSERT_EQ(reading.documents.size(), 5u);
  EXPECT_EQ(reading.documents[0].id, "a-1");
  EXPECT_EQ(reading.documents[0].body, "New lights in Porto.");
  EXPECT_EQ(reading.documents[1].id, "2");
  EXPECT_EQ(FormatDay(reading.documents[1].date->start), "2020-02-03");
  EXPECT_THAT(reading.documents[1].values("city"), testing::ElementsAre("Kista", "Lund"));
  EXPECT_THAT(reading.documents[1].values("year"), testing::ElementsAre("2019"));
  EXPECT_EQ(reading.documents[2].title, "Title alone");
  EXPECT_EQ(reading.documents[3].lang, "de");
  EXPECT_EQ(reading.documents[3].body, "Die Bäume an der Straße blühen schon im März.");
  EXPECT_THAT(reading.documents[3].values("country"), testing::ElementsAre("SE"));
  EXPECT_THAT(reading.documents[4].values("project"), testing::ElementsAre("Alpha", "Beta"));
  EXPECT_EQ(reading.documents[4].body, "First line.\nSecond line.");
  EXPECT_EQ(reading.report.warnings_total, 0u) << reading.warning();
}

TEST(JsonFeedReaderTest, PlacesAreThoseOfTheObject) {
  for (const char* file : {"feed.json", "array.json"}) {
    const std::string text = Corpus(file);
    for (const Document& document : Read(text).documents) {
      EXPECT_EQ(text[document.bytes.begin], '{');
      EXPECT_EQ(text[document.bytes.end - 1], '}');
      const auto line_of = [&text](uint64_t offset) {
        return 1 + std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(offset), '\n');
      };
      EXPECT_EQ(document.lines.first, line_of(document.bytes.begin));
      EXPECT_EQ(document.lines.last, line_of(document.bytes.end));
    }
  }
}

TEST(JsonFeedReaderTest, PiecesOfAnySize) {
  for (const char* file : {"feed.json", "array.json"}) {
    const std::string text = Corpus(file);
    const std::string whole = Told(Read(text));
    for (const size_t piece_bytes : {1u, 7u, 4096u}) {
      EXPECT_EQ(Told(ReadFeedWith(&ReadJsonFeed, text, piece_bytes)), whole) << file << " " << piece_bytes;
    }
  }
}

TEST(JsonFeedReaderTest, CutAnywhere) {
  for (const char* file : {"feed.json", "array.json"}) {
    SCOPED_TRACE(file);
    ExpectCutsAreTold(&ReadJsonFeed, Corpus(file), 50);
    ExpectCutsAreTold(&ReadJsonFeed, Corpus(file), 7);
  }
}

TEST(JsonFeedReaderTest, TextsInOrderOfPreference) {
  const struct {
    const char* fields;
    const char* body;
  } kRows[] = {
      {R"("content_html": "<p>a</p>", "content_text": "b", "summary": "c")", "a"},
      {R"("content_html": "<p> </p>", "content_text": "b", "summary": "c")", "b"},
      {R"("content_text": "a <b> c")", "a <b> c"},
      {R"("summary": "c")", "c"},
      {R"("text": "t", "content_html": "a")", "t"},
      {R"("text": null, "content_text": "b")", "b"},
      {R"("content_html": ["a"], "summary": "c")", "c"},
  };
  for (const auto& row : kRows) {
    const FeedReading reading = Read(Feed(std::string("{\"lang\": \"en\", ") + row.fields + "}"));
    ASSERT_EQ(reading.documents.size(), 1u) << row.fields;
    EXPECT_EQ(reading.documents[0].body, row.body) << row.fields;
  }
}

TEST(JsonFeedReaderTest, ItemsThatAreNoDocumentAreSkipped) {
  for (const char* item : {"{}", "12", "null", "\"text\"", "[]", "[{\"text\": \"a\"}]", R"({"id": "x"})",
                           R"({"id": "x", "tags": ["a"], "author": {"title": "no", "text": "no"}})"}) {
    SCOPED_TRACE(item);
    const FeedReading reading = Read(Feed(std::string("\n") + item + ",\n" + kGood));
    EXPECT_THAT(reading.status, IsOk());
    ASSERT_EQ(reading.documents.size(), 1u);
    EXPECT_EQ(reading.documents[0].id, "good");
    EXPECT_EQ(reading.report.skipped, 1u);
    ASSERT_EQ(reading.report.warnings_total, 1u);
    EXPECT_EQ(reading.report.warnings[0].line, 2u);
  }
}

TEST(JsonFeedReaderTest, Ids) {
  const struct {
    const char* fields;
    const char* id;        // "" if it is made from the content
    const char* in_array;  // "skipped": as in JSON Lines
  } kRows[] = {
      {R"("id": "a", "url": "u")", "a", "a"},
      {R"("id": 12)", "12", "12"},
      {R"("url": "u")", "u", "u"},
      {R"("id": "", "url": "u")", "u", "u"},
      {R"("id": "a\nb", "url": "u")", "u", "u"},
      {R"("id": "a\nb")", "", "skipped"},
      {R"("id": {"a": 1})", "", "skipped"},
      {R"("id": null)", "", ""},
  };
  for (const auto& row : kRows) {
    const std::string item = std::string("{\"text\": \"t\", ") + row.fields + "}";
    for (const bool array : {false, true}) {
      const FeedReading reading = Read(array ? "[" + item + "]" : Feed(item));
      const std::string expected = array ? row.in_array : row.id;
      if (expected == "skipped") {
        EXPECT_EQ(reading.report.skipped, 1u) << item;
        continue;
      }
      ASSERT_EQ(reading.documents.size(), 1u) << item;
      const std::string& id = reading.documents[0].id;
      EXPECT_EQ(expected.empty() ? std::to_string(id.size()) : id, expected.empty() ? "16" : expected)
          << item;
    }
  }
}

// Each is an error when it comes first, and a warning behind a document.
TEST(JsonFeedReaderTest, Breakages) {
  const char* kRows[] = {
      "tail",
      "{\"text\": \"a\" \"b\"}",
      "{\"text\": \"a\x01\"}",
      "{\"text\": \"\\ud800\"}",
      "{\"text\": 1e999}",
      "{\"text\": \"a\"",
      "{\"text\": \"a",
      "{\"text\": \"\\x\"}",
      "{'text': 'a'}",
      "}",
  };
  for (const char* row : kRows) {
    SCOPED_TRACE(row);
    const std::string open = "[\n";
    const FeedReading first = Read(open + row);
    EXPECT_THAT(first.status, StatusIs(StatusCode::kBadInput));
    EXPECT_EQ(first.status.message().rfind("feed, line 2, byte ", 0), 0u) << first.status.message();
    EXPECT_EQ(first.status.message().find("parse_error"), std::string::npos) << first.status.message();
    ASSERT_TRUE(first.status.offset().has_value());
    EXPECT_GE(*first.status.offset(), open.size());
    EXPECT_LE(*first.status.offset(), open.size() + std::string_view(row).size());
    const FeedReading second = Read(open + kGood + ",\n" + row);
    EXPECT_THAT(second.status, IsOk());
    EXPECT_EQ(second.documents.size(), 1u);
    ASSERT_EQ(second.report.warnings_total, 1u);
    EXPECT_EQ(second.report.warnings[0].line, 3u);
    EXPECT_NE(second.warning().find("only: "), std::string::npos) << second.warning();
  }
}

TEST(JsonFeedReaderTest, WhatIsNoFeed) {
  for (const char* text : {"{}", "12", "\"text\"", "null", "text", R"({"items": {}})", R"({"items": "a"})",
                           R"({"a": {"items": [{"text": "a"}]}})", R"([12])", R"([[{"text": "a"}]])"}) {
    EXPECT_THAT(Read(text).status, StatusIs(StatusCode::kBadInput)) << text;
  }
  for (const char* text : {"", " \n", "\xEF\xBB\xBF", "[]", R"({"items": []})"}) {
    const FeedReading reading = Read(text);
    EXPECT_THAT(reading.status, IsOk()) << text;
    EXPECT_EQ(reading.warning(), "no document in it") << text;
  }
}

TEST(JsonFeedReaderTest, LargeItemsAreSkipped) {
  IngestOptions options;
  options.max_line_bytes = 1000;
  const std::string large(2000, 'x');
  std::string escapes;
  for (int i = 0; i < 300; ++i) escapes.append("\\ud83d\\ude00\\\"");
  const std::string rows[] = {
      R"({"id": "x", "text": ")" + large + "\"}",
      R"({"id": "x", "text": ")" + escapes + "\"}",
      R"({"id": "x", "other": ")" + large + "\"}",
      R"({"id": "x", "text": ")" + large.substr(0, 600) + R"(", "title": ")" + large.substr(0, 600) + "\"}",
      R"({"id": "x", ")" + large + "\": 1, \"text\": \"a\"}",
      R"({"id": "x", "text": "a", "city": [")" + large + "\"]}",
      R"({"id": "x", "text": "a")" + std::string(1000, ' ') + "}",
  };
  for (const std::string& row : rows) {
    for (const size_t piece_bytes : {1u, 4096u}) {
      const FeedReading reading = ReadFeedWith(
          &ReadJsonFeed, Feed(std::string(kGood) + ",\n" + row + ",\n" + kGood), piece_bytes, options);
      EXPECT_THAT(reading.status, IsOk()) << row;
      EXPECT_EQ(reading.documents.size(), 2u) << row;
      EXPECT_EQ(reading.report.skipped, 1u) << row;
      EXPECT_EQ(reading.warning(),
                "skipped: item is " + std::to_string(row.size()) + " bytes long, the limit is 1000");
      EXPECT_EQ(reading.report.warnings[0].line, 2u) << row;
    }
  }
  // What stands around items has no limit.
  EXPECT_EQ(
      Read("{\"description\": \"" + escapes + "\", \"items\": [" + kGood + "]}", options).documents.size(),
      1u);
}

TEST(JsonFeedReaderTest, DeepNesting) {
  const std::string item = std::string("[") + kGood + ", {\"id\": \"deep\", \"text\": \"a\", \"more\": ";
  const std::string open(500000, '[');
  const std::string close(500000, ']');
  EXPECT_EQ(Read(item + open + close + "}]").documents.size(), 2u);
  EXPECT_EQ(Read(item + open).documents.size(), 1u);
  EXPECT_THAT(Read(open).status, StatusIs(StatusCode::kBadInput));
  const FeedReading reading = Read(item + std::string(3000000, '['));
  EXPECT_EQ(reading.documents.size(), 1u);
  EXPECT_NE(reading.warning().find("without text"), std::string::npos) << reading.warning();
  EXPECT_EQ(Read(item + std::string(3000000, ' ') + "1}]").documents.size(), 2u)
      << "blanks are nothing to hold";
}

TEST(JsonFeedReaderTest, IllFormedBytesAreCountedAndReplaced) {
  const std::string text = "[{\"id\": \"x\", \"text\": \"Caf\xE9\"},\n{\"id\": \"y\", \"text\": \"b\"}]";
  for (const size_t piece_bytes : {1u, 4096u}) {
    const FeedReading reading = ReadFeedWith(&ReadJsonFeed, text, piece_bytes);
    ASSERT_EQ(reading.documents.size(), 2u);
    EXPECT_EQ(reading.documents[0].body, "Caf\uFFFD");
    EXPECT_EQ(reading.report.ill_formed_bytes, 1u);
    const ByteSpan bytes = reading.documents[1].bytes;
    EXPECT_EQ(text.substr(bytes.begin, bytes.end - bytes.begin), R"({"id": "y", "text": "b"})");
  }
}

TEST(JsonFeedReaderTest, SinkAndProgressCanStop) {
  std::string text = "[";
  for (int i = 0; i < 300; ++i) text += std::string(i == 0 ? "" : ",") + kGood;
  text += "]";
  ArchiveReport report;
  ReportBuilder builder(&report);
  int documents = 0;
  MemoryTextSource source(text);
  EXPECT_THAT(ReadJsonFeed(
                  source, "feed", {},
                  [&documents](Document) {
                    return ++documents == 3 ? Status(StatusCode::kLocked, "stop") : Status();
                  },
                  &builder),
              StatusIs(StatusCode::kLocked));
  EXPECT_EQ(documents, 3);
  IngestOptions options;
  options.progress = [](const IngestProgress& progress) { return progress.documents < 100; };
  EXPECT_THAT(Read(text, options).status, StatusIs(StatusCode::kCancelled));
}

TEST(JsonFeedReaderTest, LooksLikeJsonFeed) {
  for (const char* file : {"feed.json", "array.json"}) {
    EXPECT_TRUE(LooksLikeJsonFeed(Corpus(file))) << file;
    EXPECT_TRUE(LooksLikeJsonFeed(Corpus(file).substr(0, 100))) << file;
  }
  for (const char* text : {R"({"version": "https://jsonfeed.org/version/1")",
                           R"({"version": "https:\/\/jsonfeed.org\/version\/1"})",
                           R"({"title": "a \"b\"", "n": 1, "x": [1, {"items": 2}], "items": [)",
                           "\xEF\xBB\xBF [\n{", R"({"items":[]})"}) {
    EXPECT_TRUE(LooksLikeJsonFeed(text)) << text;
  }
  for (const char* text :
       {"", "{", "[", "[]", "[1]", "[[{", "{}", R"({"text": "a"})", R"({"items": {}})",
        R"({"version": "1.0"})", R"({"a": {"items": [)", R"({"id": 1, "text": "items"})",
        R"({"version": 1, "text": "https://jsonfeed.org"})", "{ braces } in a text", "[a title]\n\n{"}) {
    EXPECT_FALSE(LooksLikeJsonFeed(text)) << text;
  }
}

}  // namespace
}  // namespace newsearch
