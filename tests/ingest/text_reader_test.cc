// SPDX-License-Identifier: GPL-2.0-or-later
//
// From plain text to documents: ids, places in the source, titles, bodies, dates and languages.
#include <unistd.h>

#include <algorithm>
#include <set>

#include "newsearch/ingest.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

constexpr const char* kBody =
    "The pilots were on show for two days, from a lamp post that counts cyclists to a kiosk where pensioners "
    "teach "
    "students how to mend radios. Some 240 visitors came, and a good many of them stayed until the end.";

struct Item {
  std::string title;
  std::string date;
  std::string body;
};

std::vector<Item> Items() {
  return {{"TAILWIND ends with a fair", "March 2018", std::string(kBody) + " They came from Gothenburg."},
          {"Smart rivers, smart ports", "21st June 2017",
           std::string("Towns far from the sea also have quays. ") + kBody},
          {"A forum for inland towns", "1st-3rd of February",
           std::string("What can they learn from one another? ") + kBody},
          {"Lamps that count", "4th of February 2016", std::string("It is dark in the north. ") + kBody}};
}

std::string Archive(const std::vector<Item>& items, const std::string& end = "\n") {
  std::string text;
  for (const Item& item : items) {
    if (!text.empty()) text.append(end).append(end);
    text.append("++ " + item.title + " ++").append(end).append(end).append(item.date).append(end);
    text.append(item.body).append(end);
  }
  return text;
}

std::vector<std::string> Ids(const std::vector<Document>& documents) {
  std::vector<std::string> ids;
  for (const Document& document : documents) ids.push_back(document.id);
  return ids;
}

std::vector<std::string> Titles(const std::vector<Document>& documents) {
  std::vector<std::string> titles;
  for (const Document& document : documents) titles.push_back(document.title.value_or("-"));
  return titles;
}

std::vector<std::string> Dates(const std::vector<Document>& documents) {
  std::vector<std::string> dates;
  for (const Document& document : documents) {
    if (!document.date) {
      dates.push_back("-");
      continue;
    }
    const Date& date = *document.date;
    dates.push_back(FormatDay(date.start) + ".." + FormatDay(date.end) + " " +
                    std::string(DatePrecisionName(date.precision)) + (date.inferred ? " inferred" : ""));
  }
  return dates;
}

std::string Bytes(std::string_view source, const ByteSpan& span) {
  if (span.begin > span.end || span.end > source.size()) return "(out of the source)";
  return std::string(source.substr(span.begin, span.end - span.begin));
}

// What holds for every document cut from `source`.
void CheckPlaces(std::string_view source, const std::vector<Document>& documents) {
  uint64_t previous_end = 0;
  uint32_t previous_line = 0;
  std::set<std::string> ids;
  for (const Document& document : documents) {
    SCOPED_TRACE(document.title.value_or("(untitled) ") + document.body.substr(0, 40));
    EXPECT_TRUE(ids.insert(document.id).second) << "ids are unique";
    EXPECT_EQ(document.id.size(), 16u);
    EXPECT_EQ(document.id.find_first_not_of("0123456789abcdef"), std::string::npos) << document.id;
    EXPECT_GE(document.bytes.begin, previous_end);
    EXPECT_LT(document.bytes.begin, document.bytes.end);
    EXPECT_GT(document.lines.first, previous_line);
    EXPECT_LE(document.lines.first, document.lines.last);
    previous_end = document.bytes.end;
    previous_line = document.lines.last;
    const std::string text = Bytes(source, document.bytes);
    ASSERT_FALSE(text.empty());
    // Lines count line feeds (carriage returns where there are no others).
    const char end = source.find('\n') == std::string_view::npos ? '\r' : '\n';
    const auto line_at = [source, end](uint64_t at) {
      return 1 + static_cast<uint32_t>(
                     std::count(source.begin(), source.begin() + static_cast<ptrdiff_t>(at), end));
    };
    EXPECT_EQ(line_at(document.bytes.begin), document.lines.first);
    EXPECT_EQ(line_at(document.bytes.end), document.lines.last);
    if (document.date) {
      EXPECT_EQ(Bytes(source, document.date->span), document.date->raw);
      // A dated heading stands above its articles.
      if (document.date->rule != "heading above") {
        EXPECT_GE(document.date->span.begin, document.bytes.begin);
      }
      EXPECT_LE(document.date->span.end, document.bytes.end);
      EXPECT_FALSE(document.date->rule.empty());
    }
    for (const Evidence& evidence : document.evidence) {
      EXPECT_EQ(Bytes(source, evidence.span), evidence.text) << evidence.facet << " " << evidence.value;
      EXPECT_EQ(evidence.field, "");
      EXPECT_THAT(document.values(evidence.facet), testing::Contains(evidence.value));
    }
  }
}

TEST(TextReaderTest, ReadsAnArchive) {
  const std::string source = Archive(Items());
  IngestOptions options;
  options.source_name = "news";
  const std::vector<Document> documents = ReadTextDocuments(source, options);
  CheckPlaces(source, documents);
  EXPECT_THAT(Titles(documents),
              testing::ElementsAre("TAILWIND ends with a fair", "Smart rivers, smart ports",
                                   "A forum for inland towns", "Lamps that count"));
  EXPECT_THAT(Dates(documents),
              testing::ElementsAre("2018-03-01..2018-03-31 month", "2017-06-21..2017-06-21 day",
                                   "2017-02-01..2017-02-03 day inferred", "2016-02-04..2016-02-04 day"));
  ASSERT_EQ(documents.size(), 4u);
  for (const Document& document : documents) {
    EXPECT_EQ(document.source, "news");
    EXPECT_EQ(document.lang, "en");
    EXPECT_GT(document.confidence, 0.5);
    EXPECT_LE(document.confidence, 1);
    EXPECT_EQ(Bytes(source, document.bytes).rfind("++ " + *document.title, 0), 0u) << "begins with the title";
  }
  EXPECT_EQ(documents[0].lines, (LineSpan{1, 4}));
  EXPECT_EQ(documents[1].lines, (LineSpan{7, 10}));
  EXPECT_EQ(documents[0].body, Items()[0].body) << "without title and date line";
  EXPECT_THAT(documents[0].values("city"), testing::ElementsAre("Gothenburg"));
  EXPECT_THAT(documents[0].values("country"), testing::ElementsAre("SE"));
  EXPECT_THAT(documents[0].values("year"), testing::ElementsAre("2018"));
  EXPECT_THAT(documents[2].values("year"), testing::ElementsAre("2017"));
  EXPECT_EQ(documents[2].date->rule, "date line, year from neighbours");
}

TEST(TextReaderTest, Report) {
  ArchiveReport report;
  std::vector<Item> items = Items();
  const std::string source = Archive(items);
  size_t delivered = 0;
  ASSERT_THAT(ReadText(
                  source, {}, [&delivered](Document) { return ++delivered, Status(); }, &report),
              IsOk());
  EXPECT_EQ(report.source, "-");
  EXPECT_EQ(report.bytes, source.size());
  EXPECT_EQ(report.documents, 4u);
  EXPECT_EQ(delivered, 4u);
  EXPECT_EQ(report.untitled, 0u);
  EXPECT_EQ(report.undated, 0u);
  EXPECT_EQ(report.skipped, 0u);
  EXPECT_EQ(report.ill_formed_bytes, 0u);
  EXPECT_EQ(report.warnings_total, report.warnings.size());
}

// ---- Ids ----

TEST(TextReaderTest, IdsAreTheSameWhenReadAgain) {
  const std::string source = Archive(Items());
  EXPECT_EQ(Ids(ReadTextDocuments(source)), Ids(ReadTextDocuments(source)));
}

TEST(TextReaderTest, IdsStayWhenAnItemIsPutOnTop) {
  std::vector<Item> items = Items();
  const std::vector<std::string> before = Ids(ReadTextDocuments(Archive(items)));
  items.insert(items.begin(), {"The newest of all", "12 May 2018", kBody});
  std::vector<std::string> after = Ids(ReadTextDocuments(Archive(items)));
  ASSERT_EQ(after.size(), 5u);
  EXPECT_THAT(before, testing::Not(testing::Contains(after[0])));
  after.erase(after.begin());
  EXPECT_EQ(after, before);
}

TEST(TextReaderTest, IdsStayWhenABodyChanges) {
  std::vector<Item> items = Items();
  const std::vector<std::string> before = Ids(ReadTextDocuments(Archive(items)));
  items[1].body =
      "Quite another story. " + items[1].body + "\n\nWith one more paragraph, and a visitor from Riga.";
  EXPECT_EQ(Ids(ReadTextDocuments(Archive(items))), before);
}

TEST(TextReaderTest, IdsStayWhenAnItemIsRemoved) {
  std::vector<Item> items = Items();
  std::vector<std::string> before = Ids(ReadTextDocuments(Archive(items)));
  items.erase(items.begin() + 1);
  before.erase(before.begin() + 1);
  EXPECT_EQ(Ids(ReadTextDocuments(Archive(items))), before);
}

TEST(TextReaderTest, IdsStayWithOtherLineEndsAndBlankLines) {
  const std::vector<std::string> before = Ids(ReadTextDocuments(Archive(Items())));
  EXPECT_EQ(Ids(ReadTextDocuments(Archive(Items(), "\r\n"))), before);
  EXPECT_EQ(Ids(ReadTextDocuments("\n\n\n" + Archive(Items()))), before);
  EXPECT_EQ(Ids(ReadTextDocuments("\xEF\xBB\xBF" + Archive(Items()))), before);
}

TEST(TextReaderTest, IdsDependOnTheSourceTheDateAndTheTitle) {
  std::vector<Item> items = Items();
  const std::vector<std::string> before = Ids(ReadTextDocuments(Archive(items)));
  IngestOptions options;
  options.source_name = "another";
  const std::vector<std::string> other_source = Ids(ReadTextDocuments(Archive(items), options));
  ASSERT_EQ(other_source.size(), before.size());
  for (size_t i = 0; i < before.size(); ++i) EXPECT_NE(other_source[i], before[i]);
  items[0].title = "TAILWIND ends with a market";
  items[1].date = "22nd June 2017";
  const std::vector<std::string> after = Ids(ReadTextDocuments(Archive(items)));
  EXPECT_NE(after[0], before[0]);
  EXPECT_NE(after[1], before[1]);
  EXPECT_EQ(after[2], before[2]);
  EXPECT_EQ(after[3], before[3]);
}

// The same title on the same day: told apart, and the old ones keep their ids when one more comes on top.
TEST(TextReaderTest, IdsOfTwinsStayWhenAThirdIsPutOnTop) {
  std::vector<Item> items = Items();
  const Item twin = {"Newsletter", "12 May 2018", kBody};
  items.insert(items.begin(), {twin, twin});
  items[0].body = "The second newsletter of the day. " + items[0].body;
  const std::vector<Document> documents = ReadTextDocuments(Archive(items));
  const std::vector<std::string> before = Ids(documents);
  ASSERT_EQ(before.size(), 6u);
  EXPECT_NE(before[0], before[1]);
  items.insert(items.begin(), {twin.title, twin.date, "The third newsletter of the day. " + twin.body});
  std::vector<std::string> after = Ids(ReadTextDocuments(Archive(items)));
  ASSERT_EQ(after.size(), 7u);
  after.erase(after.begin());
  EXPECT_EQ(after, before);
}

// ---- Forms of files ----

TEST(TextReaderTest, LineEndsAndMarks) {
  const std::vector<Document> expected = ReadTextDocuments(Archive(Items()));
  const std::string plain = Archive(Items());
  const std::pair<const char*, std::string> rows[] = {
      {"carriage return and line feed", Archive(Items(), "\r\n")},
      {"carriage return", Archive(Items(), "\r")},
      {"byte order mark", "\xEF\xBB\xBF" + plain},
      {"no line feed at the end", plain.substr(0, plain.size() - 1)},
      {"white space at the end", plain + "\n \t\n\u00A0\n"},
      {"blank lines in front", "\n\n\n" + plain},
  };
  for (const auto& [name, source] : rows) {
    SCOPED_TRACE(name);
    const std::vector<Document> documents = ReadTextDocuments(source);
    CheckPlaces(source, documents);
    EXPECT_EQ(Titles(documents), Titles(expected));
    EXPECT_EQ(Dates(documents), Dates(expected));
    ASSERT_EQ(documents.size(), expected.size());
    for (size_t i = 0; i < documents.size(); ++i) {
      EXPECT_EQ(documents[i].body, expected[i].body);
      EXPECT_EQ(documents[i].facets.size(), expected[i].facets.size());
    }
  }
}

TEST(TextReaderTest, SpacesOfWebPages) {
  std::vector<Item> items = Items();
  items[0].title = "TAILWIND\u00A0ends with \u00A0a fair\u00A0";
  items[0].date = "\u00A021st\u00A0June 2018\u00A0";
  items[0].body = "First part\u2028second part of the line. " + items[0].body;
  const std::string source = Archive(items);
  const std::vector<Document> documents = ReadTextDocuments(source);
  CheckPlaces(source, documents);
  ASSERT_EQ(documents.size(), 4u);
  EXPECT_EQ(documents[0].title, "TAILWIND ends with a fair") << "white space of titles is collapsed";
  EXPECT_EQ(Dates(documents)[0], "2018-06-21..2018-06-21 day");
  EXPECT_EQ(documents[0].date->raw, "21st\u00A0June 2018") << "as written";
  EXPECT_EQ(documents[0].lines, (LineSpan{1, 4})) << "U+2028 is no line of the file";
  EXPECT_NE(documents[0].body.find("second part"), std::string::npos);
}

TEST(TextReaderTest, IllFormedBytesAreCountedAndReplaced) {
  std::vector<Item> items = Items();
  // Enough is well-formed for UTF-8 with slips; a file with nothing else would be of another charset.
  items[1].body =
      "Caf\xE9 and \xFF\xFE more. Déjà vu, naïveté, façade, Straße, später, Übermut, garçon, élève, île, "
      "œuvre, "
      "Ærø, Łódź, Žďár, Győr, Ñandú. " +
      items[1].body;
  const std::string source = Archive(items);
  ArchiveReport report;
  std::vector<Document> documents;
  ASSERT_THAT(ReadText(
                  source, {},
                  [&documents](Document d) { return documents.push_back(std::move(d)), Status(); }, &report),
              IsOk());
  EXPECT_EQ(report.ill_formed_bytes, 3u);
  EXPECT_GE(report.warnings_total, 1u);
  CheckPlaces(source, documents);
  ASSERT_EQ(documents.size(), 4u);
  EXPECT_EQ(documents[1].body.rfind("Caf\uFFFD and \uFFFD\uFFFD more.", 0), 0u) << documents[1].body;
}

// Files in Latin-1 and the like: every byte that is no UTF-8, in a line long enough to tell the language by.
// In a process of its own, since code that trusts its input may not come back.
TEST(TextReaderTest, EveryByteThatIsNoUtf8IsRead) {
  for (int byte = 0x80; byte <= 0xFF; ++byte) {
    std::vector<Item> items = Items();
    const std::string odd(1, static_cast<char>(byte));
    items[1].body = "A line of text that is long enough to be looked at, " + odd +
                    " and goes on for some more wo" + odd + "rds.";
    EXPECT_EXIT(
        {
          uint64_t documents = 0;
          const Status status =
              ReadText(Archive(items), {}, [&documents](Document) { return ++documents, Status(); });
          _exit(status.ok() && documents == 4 ? 0 : 1);
        },
        testing::ExitedWithCode(0), "")
        << "byte " << byte;
  }
}

TEST(TextReaderTest, TextWithoutArticles) {
  for (const char* text : {"", "\n", " \n\t\n\r\n", "\xEF\xBB\xBF", "\u00A0\n\u2003"}) {
    ArchiveReport report;
    ASSERT_THAT(
        ReadText(
            text, {}, [](Document) { return Status(StatusCode::kInternal, "no document here"); }, &report),
        IsOk());
    EXPECT_EQ(report.documents, 0u);
    EXPECT_EQ(report.warnings_total, 1u) << "someone should know";
  }
}

TEST(TextReaderTest, LongLinesAreCutWithAWarning) {
  IngestOptions options;
  options.max_line_bytes = 100;
  std::vector<Item> items = Items();
  ArchiveReport report;
  std::vector<Document> documents;
  ASSERT_THAT(ReadText(
                  Archive(items), options,
                  [&documents](Document d) { return documents.push_back(std::move(d)), Status(); }, &report),
              IsOk());
  EXPECT_EQ(documents.size(), 4u);
  EXPECT_EQ(report.warnings_total, 4u);
  for (const Document& document : documents) EXPECT_LE(document.body.size(), 100u);
  ASSERT_FALSE(report.warnings.empty());
  EXPECT_EQ(report.warnings[0].line, 4u);
}

// ---- Dates ----

TEST(TextReaderTest, YearsAreInferredFromTheNeighbours) {
  const struct {
    const char* name;
    std::vector<const char*> dates;
    std::vector<const char*> expected;
  } rows[] = {
      {"between two of one year",
       {"12 May 2016", "3rd of April", "1 March 2016"},
       {"2016-05-12", "2016-04-03", "2016-03-01"}},
      {"before the turn of the year",
       {"12 January 2017", "20th of December", "1 December 2016"},
       {"2017-01-12", "2016-12-20", "2016-12-01"}},
      {"after the turn of the year",
       {"12 February 2017", "3rd of January", "1 December 2016"},
       {"2017-02-12", "2017-01-03", "2016-12-01"}},
      {"first in the file",
       {"3rd of June", "12 May 2016", "1 March 2016"},
       {"2016-06-03", "2016-05-12", "2016-03-01"}},
      {"last in the file",
       {"12 May 2016", "1 March 2016", "20th of December"},
       {"2016-05-12", "2016-03-01", "2015-12-20"}},
      {"several in a row",
       {"12 May 2016", "3rd of April", "2nd of April", "1 March 2016"},
       {"2016-05-12", "2016-04-03", "2016-04-02", "2016-03-01"}},
      {"oldest first",
       {"1 December 2016", "3rd of January", "12 February 2017"},
       {"2016-12-01", "2017-01-03", "2017-02-12"}},
      {"nothing to infer from", {"3rd of June", "2nd of June", "1st of June"}, {"-", "-", "-"}},
      {"a leap day",
       {"12 May 2016", "29th of February", "1 January 2016"},
       {"2016-05-12", "2016-02-29", "2016-01-01"}},
  };
  for (const auto& row : rows) {
    std::vector<Item> items;
    for (size_t i = 0; i < row.dates.size(); ++i) {
      items.push_back({"Title number " + std::string(1, static_cast<char>('A' + i)), row.dates[i], kBody});
    }
    std::vector<std::string> found;
    for (const Document& document : ReadTextDocuments(Archive(items))) {
      found.push_back(document.date ? FormatDay(document.date->start) : "-");
      if (document.date) {
        EXPECT_EQ(document.date->inferred, document.date->raw.find("20") == std::string::npos ||
                                               document.date->raw == "20th of December")
            << document.date->raw;
      }
    }
    EXPECT_THAT(found, testing::ElementsAreArray(row.expected)) << row.name;
  }
}

TEST(TextReaderTest, SecondDateLineIsTheEvent) {
  std::vector<Item> items = Items();
  items[1].date = "February 2018\n\n27-28 March 2018, Ljubljana (Slovenia)\n";
  const std::string source = Archive(items);
  const std::vector<Document> documents = ReadTextDocuments(source);
  CheckPlaces(source, documents);
  ASSERT_EQ(documents.size(), 4u);
  EXPECT_EQ(Dates(documents)[1], "2018-02-01..2018-02-28 month");
  ASSERT_TRUE(documents[1].event.has_value());
  EXPECT_EQ(FormatDay(documents[1].event->start), "2018-03-27");
  EXPECT_EQ(FormatDay(documents[1].event->end), "2018-03-28");
  EXPECT_EQ(documents[1].event->raw, "27-28 March 2018");
  EXPECT_EQ(Bytes(source, documents[1].event->span), "27-28 March 2018");
  EXPECT_THAT(documents[1].values("city"), testing::ElementsAre("Ljubljana"))
      << "the place beside the event counts";
  EXPECT_THAT(documents[1].values("year"), testing::ElementsAre("2018"));
}

// ---- Steering ----

TEST(TextReaderTest, TheSinkCanStop) {
  size_t calls = 0;
  const Status status = ReadText(Archive(Items()), {}, [&calls](Document) {
    return ++calls == 2 ? Status(StatusCode::kIo, "disk is full") : Status();
  });
  EXPECT_THAT(status, StatusIs(StatusCode::kIo));
  EXPECT_EQ(status.message(), "disk is full");
  EXPECT_EQ(calls, 2u);
}

TEST(TextReaderTest, ProgressCanStop) {
  for (int stop_at : {1, 2, 4}) {
    IngestOptions options;
    int calls = 0;
    uint64_t done = 0;
    options.progress = [&](const IngestProgress& progress) {
      EXPECT_LE(progress.bytes_done, progress.bytes_total);
      EXPECT_GE(progress.bytes_done, done);
      done = progress.bytes_done;
      return ++calls < stop_at;
    };
    EXPECT_THAT(ReadText(Archive(Items()), options, [](Document) { return Status(); }),
                StatusIs(StatusCode::kCancelled))
        << stop_at;
    EXPECT_EQ(calls, stop_at) << "nothing is asked again";
  }
}

TEST(TextReaderTest, ProgressEndsWithEverything) {
  IngestOptions options;
  IngestProgress last;
  options.progress = [&last](const IngestProgress& progress) {
    last = progress;
    return true;
  };
  const std::string source = Archive(Items());
  ASSERT_THAT(ReadText(source, options, [](Document) { return Status(); }), IsOk());
  EXPECT_EQ(last.bytes_done, source.size());
  EXPECT_EQ(last.bytes_total, source.size());
  EXPECT_EQ(last.documents, 4u);
}

TEST(TextReaderTest, OneLanguageForEachArticle) {
  std::vector<Item> items = Items();
  items[1] = {"NORDLICHT bringt Kiel und Turku an einen Tisch", "Januar 2018",
              "Wie viel Licht braucht ein Radweg im Winter? Zwei Hafenstädte haben ein Jahr lang dieselbe "
              "Frage gestellt und sehr "
              "verschiedene Antworten bekommen."};
  items[2].body = "Short one.";
  const std::vector<Document> documents = ReadTextDocuments(Archive(items));
  ASSERT_EQ(documents.size(), 4u);
  EXPECT_EQ(documents[0].lang, "en");
  EXPECT_EQ(documents[1].lang, "de");
  EXPECT_EQ(documents[2].lang, "en") << "too short to tell: the archive's";
}

// Random archives from pieces: the places hold whatever the segmentation is.
TEST(TextReaderTest, RandomArchivesKeepTheContract) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::vector<std::string> lines = {"++ A title ++",
                                          "A plain title",
                                          "21st June 2016",
                                          "3rd of May",
                                          "March 2018",
                                          "",
                                          "",
                                          "• point one",
                                          "Sub-heading:",
                                          "(Anna Berg, 17.06.2016)",
                                          kBody,
                                          "Kista and Bled, Slovenia",
                                          "12.05.2016 – The bridge is open",
                                          "the TAILWIND project",
                                          "\u00A0",
                                          "Caf\xE9",
                                          "\t x \t"};
  const std::vector<std::string> ends = {"\n", "\r\n", "\n\n"};
  for (int round = 0; round < 150; ++round) {
    std::string source = random.Below(5) == 0 ? "\xEF\xBB\xBF" : "";
    for (uint64_t i = random.Below(30); i > 0; --i)
      source.append(lines[random.Below(lines.size())]).append(ends[random.Below(3)]);
    SCOPED_TRACE(source);
    std::vector<Document> documents;
    IngestOptions options;
    options.charset = "UTF-8";  // places are those of the bytes only where none are converted
    ASSERT_THAT(ReadText(source, options,
                         [&documents](Document d) { return documents.push_back(std::move(d)), Status(); }),
                IsOk());
    for (Document& document : documents) {
      // Ill-formed bytes are shown as U+FFFD and cannot be compared.
      document.evidence.erase(
          std::remove_if(document.evidence.begin(), document.evidence.end(),
                         [](const Evidence& e) { return e.text.find("\uFFFD") != std::string::npos; }),
          document.evidence.end());
    }
    CheckPlaces(source, documents);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace newsearch
