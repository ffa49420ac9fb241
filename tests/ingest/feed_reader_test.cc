// SPDX-License-Identifier: GPL-2.0-or-later
//
// Feeds in XML: RSS, Atom, WordPress exports.
#include "ingest/feed_reader.h"

#include "ingest/feed_test_support.h"

namespace newsearch {
namespace {

FeedReading Read(std::string_view text, const IngestOptions& options = {}) {
  return ReadFeedWith(&ReadFeed, text, 1u << 18, options);
}

FeedReading ReadCorpus(const std::string& name) { return Read(ReadFile(CorpusPath("feeds/" + name))); }

// An RSS feed around `items`.
std::string Rss(const std::string& items, const std::string& before = "") {
  return before + "<rss version=\"2.0\"><channel><title>Feed</title><language>en</language>" + items +
         "</channel></rss>";
}

std::string Item(const std::string& title) {
  return "<item><title>" + title + "</title><guid>" + title + "</guid></item>";
}

struct Expected {
  const char* id;     // "" if it is made from the content
  const char* title;  // "" for none
  const char* body;   // see Lines()
  const char* date;   // "" for none
  const char* lang;
};

void ExpectDocuments(const FeedReading& reading, const std::vector<Expected>& expected) {
  ASSERT_THAT(reading.status, IsOk());
  ASSERT_EQ(reading.documents.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    const Document& document = reading.documents[i];
    SCOPED_TRACE(expected[i].title);
    if (*expected[i].id == '\0') {
      EXPECT_EQ(document.id.size(), 16u);
    } else {
      EXPECT_EQ(document.id, expected[i].id);
    }
    EXPECT_EQ(document.title.value_or(""), expected[i].title);
    EXPECT_EQ(Lines(document.body), expected[i].body);
    EXPECT_EQ(document.date ? FormatDay(document.date->start) : "", expected[i].date);
    EXPECT_EQ(document.lang, expected[i].lang);
    EXPECT_EQ(document.source, "feed");
    EXPECT_EQ(document.confidence, 1);
    EXPECT_EQ(document.date ? document.date->rule : "given", "given");
  }
}

TEST(FeedReaderTest, RssInSwedish) {
  const FeedReading reading = ReadCorpus("rss-sv.xml");
  ExpectDocuments(
      reading,
      {{"lyktan-101", "Cykelverkstaden öppnar igen",
        "Efter en lång vinter öppnar verkstaden i Malmö på lördag.\nTa med din cykel & ett gott humör.",
        "2019-03-05", "sv"},
       {"https://lyktan.example/?p=102", "Bröd & ost i gårdshuset",
        "Vi bakar tillsammans varje torsdag.\nSurdeg\nKnäckebröd", "2019-05-01", "sv"},
       {"https://lyktan.example/loppis", "Loppis: allt ska bort",
        "Loppisen hålls på gården,\nmellan husen, hela dagen.", "2019-06-08", "sv"},
       {"lyktan-104", "Nya lampor i trapphuset",
        "Lamporna kommer från Göteborg och drar hälften så mycket ström.\nTack till Projekt LJUSGÅRD "
        "som betalade.",
        "2019-09-12", "sv"},
       {"lyktan-105", "", "En notis utan rubrik: tvättstugan är stängd på fredag.", "2019-10-10", "sv"},
       {"lyktan-106", "Årsmöte", "", "", "sv"}});
  EXPECT_EQ(reading.report.warnings_total, 0u) << reading.warning();
  EXPECT_THAT(reading.documents[0].values("city"), testing::ElementsAre("Malmö"));
  EXPECT_THAT(reading.documents[3].values("project"), testing::ElementsAre("LJUSGÅRD"));
  EXPECT_THAT(reading.documents[0].values("year"), testing::ElementsAre("2019"));
  for (const Evidence& evidence : reading.documents[3].evidence) {
    ASSERT_EQ(evidence.field, "text");
    EXPECT_EQ(reading.documents[3].body.substr(evidence.span.begin, evidence.span.end - evidence.span.begin),
              evidence.text);
  }
}

TEST(FeedReaderTest, RssInGerman) {
  const FeedReading reading = ReadCorpus("rss-de.xml");
  ExpectDocuments(
      reading,
      {{"nord-1", "Der erste Abschnitt ist fertig",
        "Zwischen Bremen und Lilienthal rollt es jetzt\u00A0\u2013 sechs Kilometer ohne Ampel.", "2020-05-04",
        "de"},
       {"nord-2", "Zu fünft durch den Regen",
        "Ein Test\nFünf Leute, fünf Räder, ein Tag.\nAm Abend waren alle in Hamburg.", "2020-06-12", "de"},
       {"nord-3", "Eine Brücke über die Wümme", "Die Brücke wird aus Holz gebaut.", "2020-07-14", "de"},
       {"nord-4", "1 < 2: ein Rechenspiel", "Weniger Autos, mehr Platz.", "2020-09-05", "de"},
       {"nord-5", "Ein &unbekannt; Wort", "Was nicht zu lesen ist, bleibt, wie es dasteht.", "2020-11-01",
        "de"}});
  EXPECT_EQ(reading.report.warnings_total, 0u) << reading.warning();
}

TEST(FeedReaderTest, RssInFrench) {
  const FeedReading reading = ReadCorpus("rss-fr.xml");
  ExpectDocuments(
      reading,
      {{"https://jardin.example/tomates", "Les premières tomates",
        "Il a fallu attendre l\u2019été, mais elles sont rouges.", "2008-07-12", "fr"},
       {"https://jardin.example/puits", "Un puits à Nantes", "Le puits est profond de neuf mètres.",
        "2008-08-03", "fr"},
       {"https://jardin.example/fete", "La fête des voisins", "Chacun apporte une chaise.", "", "fr"},
       {"", "Les abeilles arrivent", "Deux ruches, au fond, derrière le pommier.", "", "fr"},
       {"", "Les abeilles arrivent", "Deux ruches, au fond, derrière le pommier.", "", "fr"}});
  EXPECT_NE(reading.documents[3].id, reading.documents[4].id);
  ASSERT_EQ(reading.report.warnings_total, 1u);
  EXPECT_EQ(reading.report.warnings[0].message, "date not understood: un jour de pluie");
  EXPECT_EQ(reading.report.warnings[0].line, reading.documents[3].lines.first);
}

TEST(FeedReaderTest, Atom) {
  const FeedReading reading = ReadCorpus("atom.xml");
  ExpectDocuments(
      reading,
      {{"urn:example:harbour:1", "The ferry & the fog",
        "The ferry from Tallinn waited for an hour.\nThen the fog went\nand so did the ferry <at last>.",
        "2021-01-10", "en"},
       {"urn:example:harbour:2", "Fiskarna & havet", "Fiskarna kom hem tidigt.\nHavet var lugnt.",
        "2021-03-12", "sv"},
       {"urn:example:harbour:3", "Tags like <b> in a title", "Plain <text> stays plain.", "2021-04-13", "en"},
       {"https://harbour.example/quay", "Pictures from the quay", "Nine pictures of boats.", "2021-05-14",
        "en"},
       {"urn:example:harbour:5", "From another paper", "Der Hafen wird im Sommer umgebaut.", "2021-06-15",
        "de"},
       {"urn:example:harbour:6", "A title with weight", "The lighthouse has a new lamp.", "2021-07-16",
        "en"}});
  EXPECT_EQ(reading.report.warnings_total, 0u) << reading.warning();
}

TEST(FeedReaderTest, WordPressExport) {
  const FeedReading reading = ReadCorpus("wordpress.xml");
  ExpectDocuments(
      reading,
      {{"https://reading.example/?p=11", "The library opens on Sundays",
        "From this Sunday on the library in Leeds is open.\nBring a friend,\nbring a book.\nTea is free.",
        "2017-01-01", "en"},
       {"https://reading.example/?p=12", "A new shelf",
        "The shelf came from Oslo.\nIt is tall.\nIt is green.", "2017-03-08", "en"},
       {"https://reading.example/?p=16", "Only an excerpt", "A short word on long books.", "2017-05-05",
        "en"},
       {"https://reading.example/?p=17", "", "A note without a title.", "2017-06-06", "en"},
       {"https://reading.example/?p=18", "No date of its own", "WordPress wrote zeros.", "2017-07-07",
        "en"}});
  EXPECT_EQ(reading.report.skipped, 6u);
  EXPECT_EQ(reading.report.warnings_total, 1u);
  EXPECT_EQ(reading.warning(),
            "left out: 2 not published, 2 of type attachment, 1 of type nav_menu_item, 1 of type page");
}

TEST(FeedReaderTest, Rdf) {
  const FeedReading reading = ReadCorpus("rdf.xml");
  ExpectDocuments(
      reading,
      {{"https://mill.example/1", "A gate for the yard", "The gate is made of oak.", "2004-05-06", "en"},
       {"https://mill.example/2", "Two new neighbours", "They come from Utrecht in the Netherlands.",
        "2004-06-07", "en"},
       {"https://mill.example/3", "The mill turns 200", "There was cake for everybody.", "2004-07-01", "en"},
       {"https://mill.example/4", "Vi flytter ut", "Vi flytter til Bergen om høsten.", "2004-08-09", "no"},
       {"https://mill.example/5", "Snow", "", "2004-12-10", "en"}});
  EXPECT_EQ(reading.documents[2].date->precision, DatePrecision::kMonth);
  EXPECT_EQ(reading.report.warnings_total, 0u) << reading.warning();
}

const char* const kFiles[] = {"rss-sv.xml", "rss-de.xml",    "rss-fr.xml",
                              "atom.xml",   "wordpress.xml", "rdf.xml"};

TEST(FeedReaderTest, PlacesAreThoseOfTheElement) {
  for (const std::string file : kFiles) {
    SCOPED_TRACE(file);
    const std::string text = ReadFile(CorpusPath("feeds/" + file));
    for (const Document& document : Read(text).documents) {
      const std::string element =
          text.substr(document.bytes.begin, document.bytes.end - document.bytes.begin);
      EXPECT_THAT(element, testing::AnyOf(testing::StartsWith("<item"), testing::StartsWith("<a:entry")));
      EXPECT_THAT(element, testing::AnyOf(testing::EndsWith("</item>"), testing::EndsWith("</a:entry>")));
      const auto line_of = [&text](uint64_t offset) {
        return 1 + std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(offset), '\n');
      };
      EXPECT_EQ(document.lines.first, line_of(document.bytes.begin));
      EXPECT_EQ(document.lines.last, line_of(document.bytes.end));
    }
  }
}

TEST(FeedReaderTest, PiecesOfAnySize) {
  for (const std::string file : kFiles) {
    const std::string text = ReadFile(CorpusPath("feeds/" + file));
    const std::string whole = Told(Read(text));
    for (const size_t piece_bytes : {1u, 7u, 4096u}) {
      EXPECT_EQ(Told(ReadFeedWith(&ReadFeed, text, piece_bytes)), whole) << file << " " << piece_bytes;
    }
  }
}

TEST(FeedReaderTest, CutAnywhere) {
  for (const std::string file : kFiles) {
    SCOPED_TRACE(file);
    std::string text = ReadFile(CorpusPath("feeds/" + file));
    // What the white space in front of it alone is, is another test.
    text.erase(0, text.find('<'));
    ExpectCutsAreTold(&ReadFeed, text, 50);
  }
}

TEST(FeedReaderTest, BreakagesThatAreSurvived) {
  const std::string items = Item("one") + Item("two");
  const std::pair<const char*, std::string> rows[] = {
      {"as it should be", Rss(items, "<?xml version=\"1.0\"?>")},
      {"blank lines in front", Rss(items, "\r\n \t\n<?xml version=\"1.0\"?>")},
      {"a byte order mark", Rss(items, "\xEF\xBB\xBF<?xml version=\"1.0\"?>")},
      {"both", Rss(items, "\xEF\xBB\xBF\n<?xml version=\"1.0\"?>")},
      {"an encoding that it is not in", Rss(items, "<?xml version=\"1.0\" encoding=\"UTF-16\"?>")},
      {"an unknown encoding", Rss(items, "<?xml version=\"1.0\" encoding=\"x-klingon\"?>")},
      {"no declaration", Rss(items)},
      {"a document type elsewhere", Rss(items, "<!DOCTYPE rss SYSTEM \"file:///etc/passwd\">")},
      {"undeclared entities",
       Rss("<item><guid>one</guid><title>&nbsp;&hellip;</title></item>" + Item("two"))},
      {"the same in an attribute",
       Rss("<item x='&nbsp;'><guid>one</guid><title>a</title></item>" + Item("two"))},
      {"control characters", Rss("<item><guid>one</guid><title>a\x08\x0B\x01</title></item>" + Item("two"))},
      {"characters that are none",
       Rss("<item><guid>one</guid><title>a\uFFFE\uFFFF</title></item>" + Item("two"))},
      {"a comment behind it", Rss(items) + "\n<!-- cached -->\n"},
  };
  for (const auto& [name, text] : rows) {
    SCOPED_TRACE(name);
    const FeedReading reading = Read(text);
    EXPECT_THAT(reading.status, IsOk());
    ASSERT_EQ(reading.documents.size(), 2u);
    EXPECT_EQ(reading.documents[0].id, "one");
    EXPECT_EQ(reading.documents[1].id, "two");
    EXPECT_EQ(reading.report.warnings_total, 0u) << reading.warning();
    const ByteSpan bytes = reading.documents[1].bytes;
    EXPECT_EQ(text.substr(bytes.begin, bytes.end - bytes.begin), Item("two"));
  }
}

// Each is an error when it comes first, and a warning behind a document.
TEST(FeedReaderTest, BreakagesThatEndTheReading) {
  const struct {
    const char* text;
    const char* reason;
  } kRows[] = {
      {"<item><title>a & b</title></item>", "not well-formed"},
      {"<item><title>a</item>", "mismatched tag"},
      {"<item><title>&#8;</title></item>", "invalid character"},
      {"<item><dc:date>2019</dc:date></item>", "unbound prefix"},
      {"<item a='1' a='2'/>", "duplicate attribute"},
      {"<item", "unclosed token"},
      {"<item><title><![CDATA[", "unclosed CDATA"},
      {"<item>", "it ends before its last element does"},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.text);
    const std::string open = "<rss><channel>\n";
    const FeedReading first = Read(open + row.text);
    EXPECT_THAT(first.status, StatusIs(StatusCode::kBadInput));
    EXPECT_NE(first.status.message().find(row.reason), std::string::npos) << first.status.message();
    EXPECT_EQ(first.status.message().rfind("feed, line 2, column ", 0), 0u) << first.status.message();
    ASSERT_TRUE(first.status.offset().has_value());
    EXPECT_GE(*first.status.offset(), open.size());
    EXPECT_LE(*first.status.offset(), open.size() + std::string_view(row.text).size());
    const FeedReading second = Read(open + Item("good") + "\n" + row.text);
    EXPECT_THAT(second.status, IsOk());
    EXPECT_EQ(second.documents.size(), 1u);
    ASSERT_EQ(second.report.warnings_total, 1u);
    EXPECT_NE(second.warning().find(row.reason), std::string::npos) << second.warning();
    EXPECT_EQ(second.report.warnings[0].line, 3u);
  }
}

TEST(FeedReaderTest, WhatIsNoFeed) {
  for (const char* text :
       {"<html><body/></html>", "<feed/>", "<x:rss xmlns:x='urn:x'/>", "<item/>", "text", "{}"}) {
    EXPECT_THAT(Read(text).status, StatusIs(StatusCode::kBadInput)) << text;
  }
  EXPECT_NE(Read("<html/>").status.message().find("its root element is <html>"), std::string::npos);
  // Nothing in it is nothing wrong.
  for (const std::string& text : {std::string(), std::string(" \n"), std::string("\xEF\xBB\xBF"), Rss("")}) {
    const FeedReading reading = Read(text);
    EXPECT_THAT(reading.status, IsOk()) << text;
    EXPECT_EQ(reading.warning(), "no document in it") << text;
  }
  EXPECT_THAT(Read(Rss("<item/>")).status, StatusIs(StatusCode::kBadInput)) << "one, and nothing in it";
}

TEST(FeedReaderTest, EntriesWithNothingInThemAreSkipped) {
  const FeedReading reading =
      Read(Rss("\n<item><guid>x</guid><description> </description></item>" + Item("good")));
  EXPECT_THAT(reading.status, IsOk());
  EXPECT_EQ(reading.documents.size(), 1u);
  EXPECT_EQ(reading.report.skipped, 1u);
  EXPECT_EQ(reading.warning(), "skipped: entry has neither title nor text");
  EXPECT_EQ(reading.report.warnings[0].line, 2u);
}

TEST(FeedReaderTest, Ids) {
  const struct {
    const char* fields;
    const char* id;  // "" if it is made from the content
  } kRows[] = {
      {"<guid> a </guid><link>l</link>", "a"},
      {"<guid></guid><link>l</link>", "l"},
      {"<guid>a&#10;b</guid><link>l</link>", "l"},
      {"<guid/><link/>", ""},
      {"<guid>a</guid><guid>b</guid>", "a"},
      {"<source><guid>no</guid></source>", ""},
      {"<x:guid xmlns:x='urn:x'>no</x:guid>", ""},
      {"<x:link xmlns:x='http://www.w3.org/2005/Atom' href='h'/>", "h"},
      {"<x:link xmlns:x='http://www.w3.org/2005/Atom' rel='self' href='h'/>", ""},
  };
  for (const auto& row : kRows) {
    const FeedReading reading = Read(Rss(std::string("<item><title>t</title>") + row.fields + "</item>"));
    ASSERT_EQ(reading.documents.size(), 1u) << row.fields;
    const std::string& id = reading.documents[0].id;
    EXPECT_EQ(*row.id == '\0' ? std::to_string(id.size()) : id, *row.id == '\0' ? "16" : row.id)
        << row.fields;
  }
  const std::string long_id(201, 'x');
  EXPECT_EQ(
      Read(Rss("<item><title>t</title><guid>" + long_id + "</guid><link>l</link></item>")).documents.at(0).id,
      "l");
}

TEST(FeedReaderTest, LargeEntriesAreSkipped) {
  IngestOptions options;
  options.max_line_bytes = 1000;
  const std::string large(2000, 'x');
  const std::string rows[] = {
      "<title>" + large + "</title>",
      "<title>t</title><description>" + large + "</description>",
      "<title>t</title><description><![CDATA[" + large + "]]></description>",
      "<title>" + large.substr(0, 600) + "</title><description>" + large.substr(0, 600) + "</description>",
      "<title>t</title><description><b>" + large.substr(0, 700) + "</b></description>",
  };
  for (const std::string& row : rows) {
    const FeedReading reading =
        Read(Rss(Item("one") + "\n<item>" + row + "</item>\n" + Item("three")), options);
    EXPECT_THAT(reading.status, IsOk());
    ASSERT_EQ(reading.documents.size(), 2u);
    EXPECT_EQ(reading.documents[1].id, "three");
    EXPECT_EQ(reading.report.skipped, 1u);
    EXPECT_EQ(reading.warning(), "skipped: entry has more than 1000 bytes of text, which is the limit");
    EXPECT_EQ(reading.report.warnings[0].line, 2u);
  }
  // What is not read does not count.
  EXPECT_EQ(
      Read(Rss("<item><title>t</title><comments>" + large + "</comments></item>"), options).documents.size(),
      1u);
  // Expat holds a tag until it ends.
  const std::string comment = Rss(Item("one") + "<!--" + std::string(2u << 20, 'x') + "-->" + Item("two"));
  const FeedReading reading = Read(comment, options);
  EXPECT_EQ(reading.documents.size(), 1u);
  EXPECT_NE(reading.warning().find("a tag or comment of more than 1000 bytes"), std::string::npos)
      << reading.warning();
}

TEST(FeedReaderTest, DeepNesting) {
  for (const bool inside : {false, true}) {
    std::string deep;
    for (int i = 0; i < 100000; ++i) deep.append("<x>");
    const FeedReading reading = Read(Rss(Item("one") + (inside ? "<item><description>" + deep : deep)));
    EXPECT_THAT(reading.status, IsOk());
    EXPECT_EQ(reading.documents.size(), 1u);
    EXPECT_NE(reading.warning().find("nested deeper than 1000"), std::string::npos) << reading.warning();
  }
  // The same where it is text to XML.
  std::string html;
  for (int i = 0; i < 200000; ++i) html.append("<div>");
  EXPECT_THAT(
      Read(Rss("<item><title>t</title><description><![CDATA[" + html + "]]></description></item>")).status,
      IsOk());
}

TEST(FeedReaderTest, EntitiesThatGrowAreRefused) {
  std::string type = "<!DOCTYPE rss [<!ENTITY l0 \"ha ha ha ha ha ha ha ha ha ha\">";
  for (int i = 1; i < 12; ++i) {
    type += "<!ENTITY l" + std::to_string(i) + " \"";
    for (int j = 0; j < 10; ++j) type += "&l" + std::to_string(i - 1) + ";";
    type += "\">";
  }
  type += "]>";
  const std::string laughs = "<item><title>t</title><description>&l11;</description></item>";
  const FeedReading first = Read(Rss(laughs, type));
  EXPECT_THAT(first.status, StatusIs(StatusCode::kBadInput));
  EXPECT_NE(first.status.message().find("its entities expand without measure, which is refused"),
            std::string::npos)
      << first.status.message();
  const FeedReading second = Read(Rss(Item("one") + laughs, type));
  EXPECT_THAT(second.status, IsOk());
  EXPECT_EQ(second.documents.size(), 1u);
  EXPECT_NE(second.warning().find("which is refused"), std::string::npos) << second.warning();
  // An entity of its own is nothing bad.
  const FeedReading plain =
      Read(Rss("<item><title>&who;</title></item>", "<!DOCTYPE rss [<!ENTITY who 'Ada'>]>"));
  ASSERT_EQ(plain.documents.size(), 1u);
  EXPECT_EQ(plain.documents[0].title, "Ada");
}

// Entries out of an entity become documents before all of them are there.
TEST(FeedReaderTest, EntriesInEntities) {
  std::string text = "<!DOCTYPE rss [<!ENTITY i \"<item><title>t</title><description>" +
                     std::string(100000, 'x') + "</description></item>\">]><rss><channel>";
  for (int i = 0; i < 60; ++i) text += "&i;";
  const FeedReading reading = Read(text + Item("last") + "</channel></rss>");
  EXPECT_THAT(reading.status, IsOk());
  ASSERT_EQ(reading.documents.size(), 61u);
  EXPECT_EQ(reading.documents[59].body.size(), 100000u);
  EXPECT_EQ(reading.documents[60].id, "last");
  EXPECT_EQ(reading.report.warnings_total, 0u) << reading.warning();
}

TEST(FeedReaderTest, NothingIsLoaded) {
  const ScratchFolder folder;
  const std::string path = folder.Write("secret.txt", "secret");
  for (const std::string& type : {"<!DOCTYPE rss [<!ENTITY x SYSTEM \"" + path + "\">]>",
                                  "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file://" + path + "\">]>",
                                  "<!DOCTYPE rss [<!ENTITY % p SYSTEM \"" + path + "\"> %p;]>"}) {
    const FeedReading reading = Read(Rss("<item><title>a &x; b</title></item>", type));
    EXPECT_THAT(reading.status, IsOk()) << type;
    for (const Document& document : reading.documents) {
      EXPECT_EQ(document.title.value_or("").find("secret"), std::string::npos) << type;
    }
  }
}

TEST(FeedReaderTest, IllFormedBytesAreCountedAndReplaced) {
  const std::string text =
      Rss("<item><title>Caf\xE9 \xE2\x82 au lait</title><guid>one</guid></item>\n" + Item("two"));
  for (const size_t piece_bytes : {1u, 3u, 4096u}) {
    const FeedReading reading = ReadFeedWith(&ReadFeed, text, piece_bytes);
    ASSERT_EQ(reading.documents.size(), 2u);
    EXPECT_EQ(reading.documents[0].title, "Caf\uFFFD \uFFFD au lait");
    EXPECT_EQ(reading.report.ill_formed_bytes, 3u);
    EXPECT_EQ(reading.report.warnings_total, 1u);
    const ByteSpan bytes = reading.documents[1].bytes;
    EXPECT_EQ(text.substr(bytes.begin, bytes.end - bytes.begin), Item("two")) << "in the source";
  }
}

// Expat lets a long tag wait and does not know meanwhile where it stands.
TEST(FeedReaderTest, PlacesBehindALongTag) {
  const std::string text =
      Rss("<" + std::string(3000, 'c') + "/><item><title>a\xE9</title></item>" + Item("two"));
  for (const size_t piece_bytes : {5u, 64u, 4096u}) {
    const FeedReading reading = ReadFeedWith(&ReadFeed, text, piece_bytes);
    ASSERT_EQ(reading.documents.size(), 2u);
    EXPECT_EQ(reading.documents[0].bytes.begin, text.find("<item>")) << piece_bytes;
    EXPECT_EQ(reading.documents[1].bytes.begin, text.find("<item><title>two")) << piece_bytes;
  }
}

TEST(FeedReaderTest, SinkAndProgressCanStop) {
  std::string items;
  for (int i = 0; i < 100; ++i) items += Item("n" + std::to_string(i));
  const std::string text = Rss(items);
  ArchiveReport report;
  ReportBuilder builder(&report);
  int documents = 0;
  MemoryTextSource source(text, 100);
  EXPECT_THAT(ReadFeed(
                  source, "feed", {},
                  [&documents](Document) {
                    return ++documents == 3 ? Status(StatusCode::kLocked, "stop") : Status();
                  },
                  &builder),
              StatusIs(StatusCode::kLocked));
  EXPECT_EQ(documents, 3);
  IngestOptions options;
  options.progress = [](const IngestProgress& progress) { return progress.documents < 50; };
  EXPECT_THAT(ReadFeedWith(&ReadFeed, text, 100, options).status, StatusIs(StatusCode::kCancelled));
  IngestProgress last;
  options.progress = [&last](const IngestProgress& progress) {
    EXPECT_LE(last.bytes_done, progress.bytes_done);
    last = progress;
    return true;
  };
  EXPECT_THAT(ReadFeedWith(&ReadFeed, text, 100, options).status, IsOk());
  EXPECT_EQ(last.documents, 100u);
  EXPECT_EQ(last.bytes_done, text.size());
}

TEST(FeedReaderTest, LooksLikeFeed) {
  for (const std::string file : kFiles) {
    const std::string text = ReadFile(CorpusPath("feeds/" + file));
    EXPECT_TRUE(LooksLikeFeed(text)) << file;
    EXPECT_TRUE(LooksLikeFeed(text.substr(0, 500))) << file;
  }
  for (const char* text :
       {"<rss", "<rss version='2.0'><channel>", "\xEF\xBB\xBF\n<?xml version='1.0'?><!-- > --><rss>",
        "<!DOCTYPE rss [<!ENTITY x '>'>]><rss>", "<a:feed xmlns:a='http://www.w3.org/2005/Atom'>",
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'>"}) {
    EXPECT_TRUE(LooksLikeFeed(text)) << text;
  }
  for (const char* text :
       {"", " ", "<", "<?xml version='1.0'?>", "<!-- rss", "<html><rss>", "<feed>", "rss", "A title\n<rss>",
        "<?xml version='1.0'?><opml/>", "<!DOCTYPE html>", "{\"rss\": 1}",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"}) {
    EXPECT_FALSE(LooksLikeFeed(text)) << text;
  }
}

}  // namespace
}  // namespace newsearch
