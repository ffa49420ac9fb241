// SPDX-License-Identifier: GPL-2.0-or-later
//
// From what a format says of a document to the document.
#include "ingest/entry_builder.h"

#include "support/test_support.h"

namespace newsearch {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class EntryBuilderTest : public testing::Test {
 protected:
  static Entry Text(std::string text) {
    Entry entry;
    entry.text = std::move(text);
    entry.lang = "en";
    entry.lines = {7, 9};
    entry.bytes = {100, 200};
    return entry;
  }

  ArchiveReport report_;
  ReportBuilder report_builder_{&report_};
  EntryBuilder builder_{"archive", true, &report_builder_};
};

TEST_F(EntryBuilderTest, BuildsADocument) {
  Entry entry = Text("First line.\nGuests came from Riga to see it.");
  entry.id = "tram-1";
  entry.title = "A tram for Tartu";
  entry.date = "2016-06-21";
  const std::optional<Document> document = builder_.Build(entry);
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->id, "tram-1");
  EXPECT_EQ(document->source, "archive");
  EXPECT_EQ(document->title, "A tram for Tartu");
  EXPECT_EQ(document->body, entry.text);
  EXPECT_EQ(document->lines, (LineSpan{7, 9}));
  EXPECT_EQ(document->bytes, (ByteSpan{100, 200}));
  EXPECT_EQ(document->confidence, 1);
  EXPECT_THAT(document->values("city"), testing::UnorderedElementsAre("Tartu", "Riga"));
  EXPECT_THAT(document->values("country"), testing::UnorderedElementsAre("EE", "LV"));
  EXPECT_THAT(document->values("year"), ElementsAre("2016"));
  EXPECT_FALSE(document->evidence.empty());
  for (const Evidence& evidence : document->evidence) {
    ASSERT_THAT(evidence.field, testing::AnyOf("title", "text"));
    const std::string& text = evidence.field == "title" ? *document->title : document->body;
    EXPECT_EQ(text.substr(evidence.span.begin, evidence.span.end - evidence.span.begin), evidence.text);
  }
}

TEST_F(EntryBuilderTest, Dates) {
  const struct {
    const char* date;
    const char* lang;
    const char* expected;  // "" for none, which gives a warning
    bool raw;              // whether the words are kept
  } kRows[] = {
      // ISO 8601.
      {"2019-03-05", "en", "2019-03-05", false},
      {"2019-03-05T23:30:00-08:00", "en", "2019-03-05", false},
      {"2019-03-05 10:00:00", "en", "2019-03-05", false},
      // As in e-mail, whatever the language of the document.
      {"Tue, 05 Mar 2019 10:00:00 +0100", "en", "2019-03-05", true},
      {"Tue, 05 Mar 2019 10:00:00 +0100", "fi", "2019-03-05", true},
      {"Wed, 1 May 2019 10:00:00 GMT", "pl", "2019-05-01", true},
      {"Tue, 5 Mar 2019 10:00 EST", "hr", "2019-03-05", true},
      {"5 Mar 2019", "sv", "2019-03-05", true},
      {"5 Mar 19 10:00:00 UT", "en", "2019-03-05", true},
      {"5 Mar 98 10:00:00 UT", "en", "1998-03-05", true},
      {"Tuesday, 05-Mar-2019 10:00:00 GMT", "en", "2019-03-05", true},
      {"Tue,05 Mar 2019 10:00:00 +0000 (GMT)", "en", "2019-03-05", true},
      {"tue, 05 MAR 2019 10:00:00 +0000", "en", "2019-03-05", true},
      {"Mon, 2 Sept 2019 10:00:00 +0000", "en", "2019-09-02", true},
      {"Mon, 02 September 2019 10:00:00 +0000", "en", "2019-09-02", true},
      {"Mon, 30 Nov -0001 00:00:00 +0000", "en", "", false},
      // As people write them.
      {"5 mars 2019", "sv", "2019-03-05", true},
      {"March 5, 2019", "en", "2019-03-05", true},
      {"5 March 2019, 7 March 2019", "en", "", false},
      {"yesterday", "en", "", false},
      {"0000-00-00 00:00:00", "en", "", false},
  };
  for (const auto& row : kRows) {
    report_ = {};
    Entry entry = Text("Something.");
    entry.date = row.date;
    entry.lang = row.lang;
    const std::optional<Document> document = builder_.Build(entry);
    ASSERT_TRUE(document.has_value()) << row.date;
    EXPECT_EQ(document->date ? FormatDay(document->date->start) : "", row.expected) << row.date;
    EXPECT_EQ(report_.warnings_total, *row.expected == '\0' ? 1u : 0u) << row.date;
    if (!document->date) {
      EXPECT_EQ(report_.warnings[0].line, 7u) << row.date;
      continue;
    }
    EXPECT_EQ(document->date->rule, "given") << row.date;
    EXPECT_EQ(document->date->raw, row.raw ? row.date : "") << row.date;
    EXPECT_EQ(document->date->precision, DatePrecision::kDay) << row.date;
  }
}

TEST_F(EntryBuilderTest, Ids) {
  Entry entry = Text("Something.");
  const std::string made = builder_.Build(entry).value().id;
  EXPECT_EQ(made.size(), 16u);
  EXPECT_NE(builder_.Build(entry).value().id, made) << "the same once more";
  entry.id = "";
  entry.date = "2019";
  EXPECT_EQ(builder_.Build(entry).value().id.size(), 16u) << "an empty one is none";
  EXPECT_EQ(report_.skipped, 0u);
  for (const std::string& id : {std::string("a\nb"), std::string(201, 'x')}) {
    report_ = {};
    entry.id = id;
    EXPECT_FALSE(builder_.Build(entry).has_value());
    EXPECT_EQ(report_.skipped, 1u);
    ASSERT_EQ(report_.warnings.size(), 1u);
    EXPECT_EQ(report_.warnings[0].line, 7u);
    EXPECT_EQ(report_.warnings[0].message.rfind("skipped: its id ", 0), 0u) << report_.warnings[0].message;
  }
}

TEST_F(EntryBuilderTest, Languages) {
  const struct {
    const char* lang;
    const char* expected;
  } kRows[] = {{"sv", "sv"}, {"pt-BR", "pt"}, {"nb", "no"}, {"", "de"}, {"und", "de"}, {"?", "de"}};
  for (const auto& row : kRows) {
    Entry entry = Text("Wie viel Licht braucht ein Radweg im Winter, und wer soll das bezahlen?");
    entry.lang = row.lang;
    EXPECT_EQ(builder_.Build(entry).value().lang, row.expected) << row.lang;
  }
}

TEST_F(EntryBuilderTest, FacetsGivenAndFound) {
  Entry entry = Text("The TAILWIND project met in Tartu, Estonia.");
  entry.date = "2016-06-21";
  Document found = builder_.Build(entry).value();
  EXPECT_THAT(found.values("project"), ElementsAre("TAILWIND"));
  EXPECT_THAT(found.values("city"), ElementsAre("Tartu"));
  entry.facets = {{"city", {"Kista", "kista", " "}}, {"country", {"Schweden"}}, {"project", {"B", "A"}}};
  Document given = builder_.Build(entry).value();
  EXPECT_THAT(given.values("project"), ElementsAre("B", "A"));
  EXPECT_THAT(given.values("city"), ElementsAre("Kista"));
  EXPECT_THAT(given.values("country"), ElementsAre("SE"));
  EXPECT_THAT(given.values("year"), ElementsAre("2016"));
  EXPECT_EQ(report_.warnings_total, 1u) << "a city without a name";
}

// What is looked for can be left out; what is given as data stays, and the year comes from the date.
TEST_F(EntryBuilderTest, WithoutFacets) {
  EntryBuilder builder("archive", false, &report_builder_);
  Entry entry = Text("The TAILWIND project met in Tartu, Estonia.");
  entry.date = "2016-06-21";
  entry.facets = {{"city", {"Kista"}}};
  const Document document = builder.Build(entry).value();
  EXPECT_THAT(document.values("project"), IsEmpty());
  EXPECT_THAT(document.values("country"), IsEmpty());
  EXPECT_THAT(document.values("city"), ElementsAre("Kista"));
  EXPECT_THAT(document.values("year"), ElementsAre("2016"));
  EXPECT_THAT(document.evidence, IsEmpty());
}

}  // namespace
}  // namespace newsearch
