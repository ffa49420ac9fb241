// SPDX-License-Identifier: GPL-2.0-or-later
//
// Documents given as data, one a line.
#include "ingest/json_lines_reader.h"

#include <algorithm>

#include "newsearch/ingest.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

struct Reading {
  Status status;
  std::vector<Document> documents;
  ArchiveReport report;
};

Reading Read(const std::string& content, IngestOptions options = {}) {
  const ScratchFolder folder;
  Reading reading;
  options.source_name = "docs";
  reading.status = ReadArchive(
      folder.Write("docs.jsonl", content), options,
      [&reading](Document document) { return reading.documents.push_back(std::move(document)), Status(); },
      &reading.report);
  return reading;
}

using Values = std::vector<std::string>;

constexpr const char* kGood = R"({"id": "good", "text": "A good line."})";

TEST(JsonLinesReaderTest, ReadsADocument) {
  const std::string line =
      R"({"id": "tram-1", "title": "A tram for Tartu", "text": "First line.\nGuests came from Riga to see it.", )"
      R"("date": "2016-06-21", "lang": "en"})";
  const Reading reading = Read("\n" + line + "\n");
  ASSERT_THAT(reading.status, IsOk());
  ASSERT_EQ(reading.documents.size(), 1u);
  const Document& document = reading.documents[0];
  EXPECT_EQ(document.id, "tram-1");
  EXPECT_EQ(document.source, "docs");
  EXPECT_EQ(document.title, "A tram for Tartu");
  EXPECT_EQ(document.body, "First line.\nGuests came from Riga to see it.");
  EXPECT_EQ(document.lang, "en");
  EXPECT_EQ(document.lines, (LineSpan{2, 2}));
  EXPECT_EQ(document.bytes, (ByteSpan{1, 1 + line.size()}));
  EXPECT_EQ(document.confidence, 1);
  ASSERT_TRUE(document.date.has_value());
  EXPECT_EQ(FormatDay(document.date->start), "2016-06-21");
  EXPECT_EQ(document.date->raw, "") << "given as data, not written in the source";
  EXPECT_EQ(document.date->rule, "given");
  EXPECT_FALSE(document.date->inferred);
  EXPECT_THAT(document.values("city"), testing::UnorderedElementsAre("Tartu", "Riga"));
  EXPECT_THAT(document.values("country"), testing::UnorderedElementsAre("EE", "LV"));
  EXPECT_THAT(document.values("year"), testing::ElementsAre("2016"));
  for (const Evidence& evidence : document.evidence) {
    if (evidence.facet == "year") continue;
    ASSERT_THAT(evidence.field, testing::AnyOf("title", "text"));
    const std::string& text = evidence.field == "title" ? *document.title : document.body;
    EXPECT_EQ(text.substr(evidence.span.begin, evidence.span.end - evidence.span.begin), evidence.text);
  }
}

TEST(JsonLinesReaderTest, BadLinesAreSkippedWithAWarning) {
  const std::pair<const char*, std::string> rows[] = {
      {"no JSON", "not json at all"},
      {"half an object", R"({"id": "x", "text": )"},
      {"something behind it", R"({"id": "x", "text": "a"} tail)"},
      {"an array", R"(["id", "text"])"},
      {"a string", R"("text")"},
      {"a number", "12"},
      {"null", "null"},
      {"an empty object", "{}"},
      {"neither title nor text", R"({"id": "x", "date": "2016"})"},
      {"text that is none", R"({"id": "x", "text": ["a"]})"},
      {"text that is null", R"({"id": "x", "text": null})"},
      {"an id that is none", R"({"id": {"a": 1}, "text": "a"})"},
      {"a control character in a string",
       "{\"id\": \"x\", \"text\": \"a\x01"
       "b\"}"},
      {"half a pair of surrogates", R"({"id": "x", "text": "\ud800"})"},
      {"a number beyond all", R"({"id": 1e999, "text": "a"})"},
  };
  for (const auto& [name, line] : rows) {
    const Reading reading = Read(std::string(kGood) + "\n" + line + "\n" + R"({"id": "last", "text": "b"})");
    EXPECT_THAT(reading.status, IsOk()) << name;
    EXPECT_EQ(reading.documents.size(), 2u) << name;
    EXPECT_EQ(reading.report.documents, 2u) << name;
    EXPECT_EQ(reading.report.skipped, 1u) << name;
    ASSERT_EQ(reading.report.warnings.size(), 1u) << name;
    EXPECT_EQ(reading.report.warnings[0].line, 2u) << name;
    EXPECT_FALSE(reading.report.warnings[0].message.empty()) << name;
  }
}

TEST(JsonLinesReaderTest, LinesThatAreGood) {
  const std::pair<const char*, std::string> rows[] = {
      {"text alone", R"({"text": "a"})"},
      {"nothing in it", R"({"id": "x", "text": "", "title": ""})"},
      {"title alone", R"({"title": "a"})"},
      {"null beside it",
       R"({"id": "x", "title": null, "text": "a", "date": null, "lang": null, "city": null})"},
      {"a number for an id", R"({"id": 12, "text": "a"})"},
      {"unknown keys", R"({"id": "x", "text": "a", "more": {"deep": [1, 2.5, {"x": null}]}})"},
      {"blanks around", "   {\"text\": \"a\"}  \r"},
      {"escapes", R"({"text": "\u00e5\n\t\"\\\/"})"},
      {"a pair of surrogates", R"({"text": "\ud83d\ude00"})"},
      {"a key twice", R"({"text": "a", "text": "b"})"},
  };
  for (const auto& [name, line] : rows) {
    const Reading reading = Read(line);
    EXPECT_THAT(reading.status, IsOk()) << name;
    EXPECT_EQ(reading.documents.size(), 1u) << name;
    EXPECT_EQ(reading.report.skipped, 0u) << name;
  }
}

TEST(JsonLinesReaderTest, NoDocumentAtAllIsAnError) {
  EXPECT_THAT(Read("no json\nstill none\n").status, StatusIs(StatusCode::kBadInput));
  EXPECT_THAT(Read("{\"id\": 1}\n").status, StatusIs(StatusCode::kBadInput));
  // An empty file has nothing wrong in it.
  EXPECT_THAT(Read("").status, IsOk());
  EXPECT_THAT(Read("\n\n \r\n").status, IsOk());
}

TEST(JsonLinesReaderTest, Ids) {
  const Reading reading = Read(R"({"id": "a/b c", "text": "one"})"
                               "\n"
                               R"({"id": 9007199254740993, "text": "two"})"
                               "\n"
                               R"({"id": 18446744073709551615, "text": "three"})"
                               "\n"
                               R"({"id": -5, "text": "four"})"
                               "\n"
                               R"({"text": "five"})"
                               "\n"
                               R"({"id": "", "text": "six"})");
  ASSERT_EQ(reading.documents.size(), 6u);
  EXPECT_EQ(reading.documents[0].id, "a/b c");
  EXPECT_EQ(reading.documents[1].id, "9007199254740993");
  EXPECT_EQ(reading.documents[2].id, "18446744073709551615");
  EXPECT_EQ(reading.documents[3].id, "-5");
  for (size_t i : {4u, 5u}) {
    EXPECT_EQ(reading.documents[i].id.size(), 16u) << "made from the content";
  }
  EXPECT_NE(reading.documents[4].id, reading.documents[5].id);
  EXPECT_EQ(Read(R"({"text": "five"})").documents.at(0).id, reading.documents[4].id)
      << "wherever the line stands";
}

// Two lines without an id and with the same text are two documents.
TEST(JsonLinesReaderTest, EqualLinesWithoutIdStayApart) {
  const Reading reading = Read("{\"text\": \"same\"}\n{\"text\": \"same\"}\n");
  ASSERT_EQ(reading.documents.size(), 2u);
  EXPECT_NE(reading.documents[0].id, reading.documents[1].id);
}

TEST(JsonLinesReaderTest, IdsThatNoIndexTakesAreSkipped) {
  for (const std::string& id :
       {std::string("line\\nfeed"), std::string("nul\\u0000"), std::string(201, 'x')}) {
    const Reading reading = Read(std::string(kGood) + "\n{\"id\": \"" + id + "\", \"text\": \"a\"}\n");
    EXPECT_THAT(reading.status, IsOk()) << id;
    EXPECT_EQ(reading.documents.size(), 1u) << id;
    EXPECT_EQ(reading.report.skipped, 1u) << id;
  }
}

TEST(JsonLinesReaderTest, Dates) {
  const struct {
    const char* date;      // JSON
    const char* expected;  // "" for none, which gives a warning
  } rows[] = {
      {R"("2016-06-21")", "2016-06-21..2016-06-21 day"},
      {R"("2016-06")", "2016-06-01..2016-06-30 month"},
      {R"("2016")", "2016-01-01..2016-12-31 year"},
      {"2016", "2016-01-01..2016-12-31 year"},
      {R"("2016-06-21T10:00:00Z")", "2016-06-21..2016-06-21 day"},
      {R"("2016-06-21 10:00:00")", "2016-06-21..2016-06-21 day"},
      {R"("21st June 2016")", "2016-06-21..2016-06-21 day"},
      {R"("14 – 16 November 2017")", "2017-11-14..2017-11-16 day"},
      {R"("21.06.2016")", "2016-06-21..2016-06-21 day"},
      {R"("2016-02-30")", ""},
      {R"("2016-13-01")", ""},
      {R"("yesterday")", ""},
      {R"("4th of February")", ""},
      {R"("3 May 2016, 5 June 2016")", ""},
  };
  for (const auto& row : rows) {
    const Reading reading =
        Read(std::string(R"({"id": "x", "text": "Something in English.", "lang": "en", "date": )") +
             row.date + "}");
    ASSERT_EQ(reading.documents.size(), 1u) << row.date;
    const Document& document = reading.documents[0];
    if (std::string(row.expected).empty()) {
      EXPECT_FALSE(document.date.has_value()) << row.date;
      EXPECT_EQ(reading.report.warnings_total, 1u) << row.date;
      EXPECT_EQ(reading.report.undated, 1u) << row.date;
      EXPECT_THAT(document.values("year"), testing::IsEmpty()) << row.date;
      continue;
    }
    ASSERT_TRUE(document.date.has_value()) << row.date;
    EXPECT_EQ(FormatDay(document.date->start) + ".." + FormatDay(document.date->end) + " " +
                  std::string(DatePrecisionName(document.date->precision)),
              row.expected);
    EXPECT_EQ(reading.report.warnings_total, 0u) << row.date;
    EXPECT_THAT(document.values("year"), testing::ElementsAre(std::string(row.expected).substr(0, 4)))
        << row.date;
  }
  // Nothing given is nothing to warn of.
  for (const char* line :
       {R"({"text": "a"})", R"({"text": "a", "date": ""})", R"({"text": "a", "date": null})"}) {
    EXPECT_EQ(Read(line).report.warnings_total, 0u) << line;
  }
}

// What is given as data is not looked for in the text.
TEST(JsonLinesReaderTest, GivenFacetsAreKept) {
  const Reading reading = Read(
      R"({"id": "x", "text": "The TAILWIND project met in Tartu, Estonia.", "date": "2016-06-21", "lang": "en",)"
      R"( "project": ["Alpha", "Beta"], "city": "Kista", "country": [], "year": 2014})");
  ASSERT_EQ(reading.documents.size(), 1u);
  const Document& document = reading.documents[0];
  EXPECT_THAT(document.values("project"), testing::ElementsAre("Alpha", "Beta"));
  EXPECT_THAT(document.values("city"), testing::ElementsAre("Kista"));
  EXPECT_THAT(document.values("year"), testing::ElementsAre("2014"));
  EXPECT_THAT(document.values("country"), testing::ElementsAre("EE")) << "an empty list gives nothing";
  std::vector<std::string> order;
  for (const FacetValues& entry : document.facets) order.push_back(entry.facet);
  EXPECT_THAT(order, testing::ElementsAre("project", "city", "country", "year"))
      << "in the order of the schema";
}

TEST(JsonLinesReaderTest, FacetsOfOddForm) {
  const Reading reading = Read(
      R"({"text": "a", "lang": "en", "city": ["", 5, null, ["x"], "Kista"], "project": {"a": 1}, "year": [2016, 2017]})");
  ASSERT_EQ(reading.documents.size(), 1u);
  EXPECT_THAT(reading.documents[0].values("city"), testing::ElementsAre("5", "Kista"));
  EXPECT_THAT(reading.documents[0].values("project"), testing::IsEmpty());
  EXPECT_THAT(reading.documents[0].values("year"), testing::ElementsAre("2016")) << "a facet with one value";
}

// {"facets": {...}} takes facets of any legal name beside the built-in ones.
TEST(JsonLinesReaderTest, FacetsOfAnyName) {
  const Reading reading = Read(
      R"({"text": "a", "lang": "en", "city": "Kista", "topic": "ignored", "facets": {"topic": ["energy", "Energy", 7],)"
      R"( "organisation": "Vattenfall", "city": ["Lund", "kista"], "country": ["Sweden"], "mood_2": [], "z": null}})");
  ASSERT_EQ(reading.documents.size(), 1u);
  EXPECT_EQ(reading.report.warnings_total, 0u);
  const Document& document = reading.documents[0];
  EXPECT_THAT(document.values("topic"), testing::ElementsAre("energy", "7"));
  EXPECT_THAT(document.values("organisation"), testing::ElementsAre("Vattenfall"));
  EXPECT_THAT(document.values("city"), testing::ElementsAre("Kista", "Lund"));
  EXPECT_THAT(document.values("country"), testing::ElementsAre("SE"));
  std::vector<std::string> order;
  for (const FacetValues& entry : document.facets) order.push_back(entry.facet);
  EXPECT_THAT(order, testing::ElementsAre("city", "country", "organisation", "topic"))
      << "built-in ones first, then by name";
}

TEST(JsonLinesReaderTest, FacetsThatCannotBe) {
  const struct {
    const char* facets;
    const char* warning;
  } kRows[] = {
      {R"(["topic"])", "\"facets\" left out: it is no JSON object"},
      {R"({"Topic": ["x"]})", "facet \"Topic\" left out: its name is not of the form"},
      {R"({"": ["x"]})", "facet \"\" left out: its name is not of the form"},
      {R"({"title": ["x"]})", "facet \"title\" left out: its name is reserved"},
      {R"({"lang": ["en"]})", "facet \"lang\" left out: its name is the document's language"},
      {R"({"place": ["Kista"]})", "facet \"place\" left out: its name is made by the index"},
      {R"({"a23456789012345678901234567890123": ["x"]})", "its name is longer than 32"},
      {R"({"topic": {"a": "b"}})", "facet topic: 1 of 1 values left out"},
      {R"({"topic": ["x", ["y"], 1.5]})", "facet topic: 2 of 3 values left out"},
      {R"({"topic": " "})", "topic left out"},
  };
  for (const auto& row : kRows) {
    const Reading reading =
        Read(std::string("\n{\"text\": \"a\", \"lang\": \"en\", \"facets\": ") + row.facets + "}");
    ASSERT_EQ(reading.documents.size(), 1u) << row.facets;
    ASSERT_EQ(reading.report.warnings_total, 1u) << row.facets;
    EXPECT_THAT(reading.report.warnings[0].message, testing::HasSubstr(row.warning)) << row.facets;
    EXPECT_EQ(reading.report.warnings[0].line, 2u) << row.facets;
    EXPECT_THAT(reading.documents[0].values("title"), testing::IsEmpty());
  }
}

TEST(JsonLinesReaderTest, Languages) {
  const struct {
    const char* fields;
    const char* expected;
  } rows[] = {
      {R"("text": "a", "lang": "sv")", "sv"},
      {R"("text": "a", "lang": "pt-BR")", "pt"},
      {R"("text": "a", "lang": "nb")", "no"},
      {R"("text": "Wie viel Licht braucht ein Radweg im Winter, und wer soll das bezahlen?")", "de"},
      {R"("text": "Wie viel Licht braucht ein Radweg im Winter, und wer soll das bezahlen?", "lang": "")",
       "de"},
      {R"("text": "")"
       R"(, "title": "Combien de lumière faut-il pour une piste cyclable en hiver ?")",
       "fr"},
  };
  for (const auto& row : rows) {
    const Reading reading = Read(std::string("{") + row.fields + "}");
    ASSERT_EQ(reading.documents.size(), 1u) << row.fields;
    EXPECT_EQ(reading.documents[0].lang, row.expected) << row.fields;
  }
}

TEST(JsonLinesReaderTest, FileForms) {
  const std::string a = R"({"id": "a", "text": "one"})";
  const std::string b = R"({"id": "b", "text": "two"})";
  for (const std::string& content : {a + "\n" + b, a + "\n" + b + "\n", a + "\r\n" + b + "\r\n",
                                     "\xEF\xBB\xBF" + a + "\n" + b, a + "\n\n \n" + b + "\n\n"}) {
    const Reading reading = Read(content);
    ASSERT_EQ(reading.documents.size(), 2u) << content;
    EXPECT_EQ(reading.documents[0].id, "a");
    EXPECT_EQ(reading.documents[1].id, "b");
    for (const Document& document : reading.documents) {
      EXPECT_EQ(content.substr(document.bytes.begin, document.bytes.end - document.bytes.begin),
                document.id == "a" ? a : b);
    }
    EXPECT_EQ(reading.report.bytes, content.size());
    EXPECT_EQ(reading.report.warnings_total, 0u) << content;
  }
}

TEST(JsonLinesReaderTest, IllFormedBytesAreCountedAndReplaced) {
  // Enough is well-formed for UTF-8 with a slip; a file with nothing else would be of another charset.
  const std::string rest = ", déjà vu, naïveté, façade, Straße, später, Übermut, garçon, élève";
  const Reading reading = Read("{\"id\": \"x\", \"text\": \"Caf\xE9 au lait" + rest + "\"}\n");
  ASSERT_EQ(reading.documents.size(), 1u);
  EXPECT_EQ(reading.documents[0].body, "Caf\uFFFD au lait" + rest);
  EXPECT_EQ(reading.report.ill_formed_bytes, 1u);
  EXPECT_GE(reading.report.warnings_total, 1u) << "as for plain text, a person should know";
}

TEST(JsonLinesReaderTest, LongLinesAreSkipped) {
  IngestOptions options;
  options.max_line_bytes = 100;
  const Reading reading = Read(
      std::string(kGood) + "\n{\"id\": \"long\", \"text\": \"" + std::string(200, 'a') + "\"}\n", options);
  ASSERT_THAT(reading.status, IsOk());
  EXPECT_EQ(reading.documents.size(), 1u);
  EXPECT_EQ(reading.report.skipped, 1u);
  ASSERT_EQ(reading.report.warnings.size(), 1u);
  EXPECT_EQ(reading.report.warnings[0].line, 2u);
}

TEST(JsonLinesReaderTest, OnlyTheFirstHundredWarningsAreKept) {
  std::string content = std::string(kGood) + "\n";
  for (int i = 0; i < 250; ++i) content.append("no json\n");
  const Reading reading = Read(content);
  EXPECT_THAT(reading.status, IsOk());
  EXPECT_EQ(reading.report.warnings.size(), 100u);
  EXPECT_EQ(reading.report.warnings_total, 250u);
  EXPECT_EQ(reading.report.skipped, 250u);
}

TEST(JsonLinesReaderTest, SinkAndProgressCanStop) {
  const ScratchFolder folder;
  std::string content;
  for (int i = 0; i < 600; ++i)
    content.append("{\"id\": " + std::to_string(i) + ", \"text\": \"word\", \"lang\": \"en\"}\n");
  const std::string path = folder.Write("docs.jsonl", content);
  int documents = 0;
  EXPECT_THAT(ReadArchive(path, {},
                          [&documents](Document) {
                            return ++documents == 3 ? Status(StatusCode::kLocked, "stop") : Status();
                          }),
              StatusIs(StatusCode::kLocked));
  EXPECT_EQ(documents, 3);
  IngestOptions options;
  IngestProgress last;
  options.progress = [&last](const IngestProgress& progress) {
    EXPECT_LE(last.bytes_done, progress.bytes_done);
    last = progress;
    return true;
  };
  ASSERT_THAT(ReadArchive(path, options, [](Document) { return Status(); }), IsOk());
  EXPECT_EQ(last.documents, 600u);
  EXPECT_EQ(last.bytes_done, content.size());
  options.progress = [](const IngestProgress& progress) { return progress.documents < 300; };
  EXPECT_THAT(ReadArchive(path, options, [](Document) { return Status(); }),
              StatusIs(StatusCode::kCancelled));
}

TEST(JsonLinesReaderTest, TheFormatIsDetected) {
  const ScratchFolder folder;
  const auto format_of = [&folder](const std::string& name, const std::string& content) {
    std::string title;
    const Status status = ReadArchive(folder.Write(name, content), {}, [&title](Document document) {
      title = document.id;
      return Status();
    });
    return status.ok() && title == "good" ? "json lines" : "text";
  };
  const std::string line = std::string(kGood) + "\n";
  EXPECT_STREQ(format_of("a.jsonl", line), "json lines");
  EXPECT_STREQ(format_of("a.ndjson", line), "json lines");
  EXPECT_STREQ(format_of("a.txt", line), "json lines") << "by content";
  EXPECT_STREQ(format_of("noending", "\n \n" + line), "json lines");
  EXPECT_STREQ(format_of("b.txt", "\xEF\xBB\xBF" + line), "json lines") << "behind a byte order mark";
  EXPECT_STREQ(format_of("c.txt", "A title\n\n{ braces } in a text\n"), "text");
}

TEST(JsonLinesReaderTest, TheFormatCanBeGiven) {
  const ScratchFolder folder;
  const std::string path = folder.Write("a.txt", std::string(kGood) + "\n");
  IngestOptions options;
  options.format = ArchiveFormat::kText;
  const std::vector<Document> as_text = ReadDocuments(path, options);
  ASSERT_EQ(as_text.size(), 1u);
  EXPECT_NE(as_text[0].id, "good");
  options.format = ArchiveFormat::kJsonLines;
  const std::vector<Document> as_json = ReadDocuments(path, options);
  ASSERT_EQ(as_json.size(), 1u);
  EXPECT_EQ(as_json[0].id, "good");
}

TEST(JsonLinesReaderTest, TheMultilingualCorpusIsReadWhole) {
  ArchiveReport report;
  std::vector<Document> documents;
  ASSERT_THAT(ReadArchive(
                  CorpusPath("multilingual/docs.jsonl"), {},
                  [&documents](Document d) { return documents.push_back(std::move(d)), Status(); }, &report),
              IsOk());
  EXPECT_EQ(documents.size(), 69u);
  EXPECT_EQ(report.skipped, 0u);
  EXPECT_EQ(report.untitled, 1u);
  EXPECT_EQ(report.undated, 0u);
  EXPECT_EQ(report.warnings_total, 0u);
}

// Facets given as data become what facets are, with a warning for what cannot.
TEST(JsonLinesReaderTest, GivenFacetsAreBroughtIntoForm) {
  const struct {
    const char* given;
    const char* facet;
    Values values;
    uint64_t warnings;
  } kRows[] = {
      {R"("country": "SE")", "country", {"SE"}, 0},
      {R"("country": "se")", "country", {"SE"}, 0},
      {R"("country": ["Sweden", "Schweden", "SE", "Slovenia"])", "country", {"SE", "SI"}, 0},
      {R"("country": ["Atlantis", "EE"])", "country", {"EE"}, 1},
      {R"("city": ["Kista", "kista", "KISTA", "Lund"])", "city", {"Kista", "Lund"}, 0},
      {R"("city": ["", " ", "Lund"])", "city", {"Lund"}, 1},
      {R"("year": "2016")", "year", {"2016"}, 0},
      {R"("year": 2016)", "year", {"2016"}, 0},
      {R"("year": "16")", "year", {}, 1},
      {R"("year": ["2016", "2017"])", "year", {"2016"}, 1},
      {R"("project": ["B", "A"])", "project", {"B", "A"}, 0},
  };
  for (const auto& row : kRows) {
    const Reading reading =
        Read(std::string(R"({"id": "x", "text": "Nothing of note.", )") + row.given + "}");
    ASSERT_THAT(reading.status, IsOk()) << row.given;
    ASSERT_EQ(reading.documents.size(), 1u) << row.given;
    EXPECT_EQ(reading.documents[0].values(row.facet), row.values) << row.given;
    EXPECT_EQ(reading.report.warnings_total, row.warnings) << row.given;
  }
}

// However the source comes in pieces, and without a long line in memory.
TEST(JsonLinesReaderTest, PiecesOfAnySize) {
  const std::string content =
      "\xEF\xBB\xBF  {\"id\": \"a\", \"text\": \"caf\u00e9\"}  \r\n\n{\"id\": \"long\", \"text\": \"" +
      std::string(200, 'x') + "\"}   \n" + std::string(300, ' ') + "\n" +
      "{\"id\": \"b\", \"text\": \"end\"}" + std::string(200, ' ');
  const auto read = [&content](size_t piece_bytes) {
    IngestOptions options;
    options.max_line_bytes = 100;
    MemoryTextSource source(content, piece_bytes);
    ArchiveReport report;
    ReportBuilder builder(&report);
    std::string told;
    const Status status = ReadJsonLines(
        source, "docs", options,
        [&told](Document document) {
          told += document.id + " " + document.body + " " + std::to_string(document.lines.first) + " " +
                  std::to_string(document.bytes.begin) + "-" + std::to_string(document.bytes.end) + "\n";
          return Status();
        },
        &builder);
    EXPECT_THAT(status, IsOk());
    for (const IngestWarning& warning : report.warnings) {
      told += std::to_string(warning.line) + " " + warning.message + "\n";
    }
    return told;
  };
  const std::string whole = read(1u << 18);
  EXPECT_EQ(whole,
            "a caf\u00e9 1 5-33\nb end 5 569-595\n3 skipped: line is 226 bytes long, the limit is 100\n");
  for (const size_t piece_bytes : {1u, 7u, 64u}) EXPECT_EQ(read(piece_bytes), whole) << piece_bytes;
}

}  // namespace
}  // namespace newsearch
