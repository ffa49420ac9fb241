// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reading through a window: archives larger than it, pieces of any size, texts without an end in sight.
#include <algorithm>
#include <set>

#include "ingest/archive_generator.h"
#include "ingest/report_builder.h"
#include "ingest/text_reader.h"
#include "ingest/text_source.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

struct Reading {
  std::vector<Document> documents;
  std::vector<uint64_t> bytes_done;  // of the source when each document came
  ArchiveReport report;
};

IngestOptions WithoutFacets() {
  IngestOptions options;
  options.facets = false;
  return options;
}

Reading ReadPieces(std::string_view text, size_t piece_bytes,
                   const IngestOptions& options = WithoutFacets()) {
  Reading reading;
  MemoryTextSource source(text, piece_bytes);
  ReportBuilder report(&reading.report);
  const DocumentSink sink = [&](Document document) {
    reading.documents.push_back(std::move(document));
    reading.bytes_done.push_back(source.bytes_done());
    return Status();
  };
  EXPECT_THAT(ReadPlainText(source, "made", options, sink, &report), IsOk());
  return reading;
}

std::string Large(TestRandom* random, MadeStyle style, size_t bytes, std::vector<MadeArticle>* articles) {
  ArchiveMaker maker(style, random, 1);
  while (maker.text().size() < bytes) maker.Add(3 + random->Below(8));
  *articles = maker.articles();
  return maker.text();
}

// The first way in which the documents are not the articles that were written.
std::string Difference(const std::vector<MadeArticle>& articles, const std::vector<Document>& documents) {
  for (size_t i = 0; i < std::min(articles.size(), documents.size()); ++i) {
    const MadeArticle& article = articles[i];
    const Document& document = documents[i];
    const std::string where =
        "article " + std::to_string(i) + " at line " + std::to_string(article.first_line) + ": ";
    if (document.lines.first != article.first_line || document.lines.last != article.last_line) {
      return where + "lines " + std::to_string(document.lines.first) + "-" +
             std::to_string(document.lines.last);
    }
    if (document.bytes.begin != article.begin || document.bytes.end != article.end) return where + "bytes";
    if (document.title.value_or("") != article.title)
      return where + "title " + document.title.value_or("(none)");
    const std::string date = document.date ? FormatDay(document.date->start) : "";
    if (date != article.date) return where + "date " + date;
  }
  if (articles.size() != documents.size()) {
    return std::to_string(documents.size()) + " documents of " + std::to_string(articles.size()) +
           " articles";
  }
  return "";
}

class LargeArchiveTest : public testing::TestWithParam<MadeStyle> {};

// Every article is found where it was written, each with an id of its own, and long before the end of the
// source.
TEST_P(LargeArchiveTest, IsReadThroughAWindow) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  std::vector<MadeArticle> articles;
  const std::string text = Large(&random, GetParam(), 20u << 20, &articles);
  const Reading reading = ReadPieces(text, 1u << 18);
  EXPECT_EQ(Difference(articles, reading.documents), "");
  EXPECT_EQ(reading.report.documents, articles.size());
  EXPECT_EQ(reading.report.warnings_total, 0u);

  std::set<std::string> ids;
  for (const Document& document : reading.documents) ids.insert(document.id);
  EXPECT_EQ(ids.size(), reading.documents.size());

  // No document waits for more than the window, so that is what is held in memory.
  constexpr uint64_t kMaxHeld = 10u << 20;
  for (size_t i = 0; i < reading.documents.size(); ++i) {
    const uint64_t held = reading.bytes_done[i] - reading.documents[i].bytes.begin;
    ASSERT_LE(held, kMaxHeld) << "document " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Styles, LargeArchiveTest,
                         testing::Values(MadeStyle::kTitleDate, MadeStyle::kDateTitle), [](const auto& row) {
                           return row.param == MadeStyle::kTitleDate ? "TitleDate" : "DateTitle";
                         });

bool Same(const Document& a, const Document& b) {
  const auto dates = [](const Document& d) { return d.date ? FormatDay(d.date->start) + d.date->rule : ""; };
  return a.id == b.id && a.lines == b.lines && a.bytes == b.bytes && a.title == b.title && a.body == b.body &&
         a.lang == b.lang && dates(a) == dates(b);
}

// How the source is cut into pieces changes nothing.
TEST(ArticleReaderTest, PiecesOfAnySizeGiveTheSameDocuments) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  std::vector<MadeArticle> articles;
  const std::string text = Large(&random, MadeStyle::kByline, 6u << 20, &articles);
  const Reading whole = ReadPieces(text, 1u << 18);
  EXPECT_EQ(Difference(articles, whole.documents), "");
  for (const size_t piece : {size_t{4099}, size_t{1} << 20, size_t{1500001}}) {
    const Reading pieces = ReadPieces(text, piece);
    ASSERT_EQ(pieces.documents.size(), whole.documents.size()) << piece;
    for (size_t i = 0; i < whole.documents.size(); ++i) {
      ASSERT_TRUE(Same(pieces.documents[i], whole.documents[i]))
          << "document " << i << ", pieces of " << piece;
    }
  }
}

// Small ones too, down to single bytes, in all styles, with the ends of lines and characters anywhere.
TEST(ArticleReaderTest, SmallPiecesCutCharactersAndLines) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (const MadeStyle style : kMadeStyles) {
    ArchiveMaker maker(style, &random);
    for (int i = 0; i < 8; ++i) maker.Add(2);
    std::string text = maker.text();
    if (style == MadeStyle::kDateOnly) {
      for (size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.insert(at, "\r");
    }
    const Reading whole = ReadPieces(text, text.size());
    ASSERT_EQ(whole.documents.size(), 8u) << text;
    for (const size_t piece : {1u, 2u, 3u, 7u, 64u}) {
      const Reading pieces = ReadPieces(text, piece);
      ASSERT_EQ(pieces.documents.size(), 8u) << piece;
      for (size_t i = 0; i < 8; ++i) ASSERT_TRUE(Same(pieces.documents[i], whole.documents[i])) << piece;
    }
  }
}

// A text in which nothing repeats has no boundary; it is cut, which is said, and nothing of it is lost.
TEST(ArticleReaderTest, ATextWithoutStructureIsCut) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  ArchiveMaker maker(MadeStyle::kDateOnly, &random);
  std::string text;
  while (text.size() < (40u << 20)) {
    text.append(maker.Paragraph());
    text.append(random.Below(3) == 0 ? " " : "\n");
  }
  text.append("\n");
  const Reading reading = ReadPieces(text, 1u << 18);
  ASSERT_GE(reading.documents.size(), 2u);
  EXPECT_LT(reading.documents.size(), 40u);
  EXPECT_GE(reading.report.warnings_total, reading.documents.size() - 1);
  uint64_t body_bytes = 0;
  uint64_t previous_end = 0;
  for (const Document& document : reading.documents) {
    EXPECT_GE(document.bytes.begin, previous_end);
    EXPECT_LE(document.bytes.begin, previous_end + 2);
    previous_end = document.bytes.end;
    body_bytes += document.body.size() + document.title.value_or("").size();
  }
  EXPECT_EQ(previous_end, text.find_last_not_of(" \n") + 1);
  EXPECT_GE(body_bytes + 100 * reading.documents.size(), text.size());
  bool warned = false;
  for (const IngestWarning& warning : reading.report.warnings) {
    warned |= warning.message.find("cut here") != std::string::npos && warning.line > 0;
  }
  EXPECT_TRUE(warned);
}

// Lines over the limit are cut; what follows them is where it is.
TEST(ArticleReaderTest, PlacesBehindLinesThatAreTooLong) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  IngestOptions options = WithoutFacets();
  options.max_line_bytes = 2000;
  for (const size_t extra : {0u, 1u, 5000u, 3000000u}) {
    ArchiveMaker maker(MadeStyle::kTitleDate, &random);
    for (int i = 0; i < 8; ++i) maker.Add(2);
    // The second article's last line grows; letters of two bytes, so that cuts may fall inside one.
    std::string text = maker.text();
    const size_t at = maker.articles()[1].end;
    std::string filler = " ";
    while (filler.size() < 2000 + extra) filler += "é";
    text.insert(at, filler);
    for (const size_t piece : {size_t{777}, size_t{1} << 18}) {
      const Reading reading = ReadPieces(text, piece, options);
      ASSERT_EQ(reading.documents.size(), 8u) << extra;
      EXPECT_LE(reading.documents[1].body.size(), 6000u);
      ASSERT_EQ(reading.report.warnings_total, 1u) << extra;
      EXPECT_EQ(reading.report.warnings.front().line, maker.articles()[1].last_line);
      for (size_t i = 0; i < 8; ++i) {
        const uint64_t shift = i > 1 ? filler.size() : 0;
        EXPECT_EQ(reading.documents[i].lines.first, maker.articles()[i].first_line) << i;
        EXPECT_EQ(reading.documents[i].bytes.begin, maker.articles()[i].begin + shift) << i;
        EXPECT_EQ(reading.documents[i].title, maker.articles()[i].title) << i;
        if (i > 1) {
          EXPECT_EQ(reading.documents[i].bytes.end, maker.articles()[i].end + shift) << i;
        }
        ASSERT_TRUE(reading.documents[i].date);
        const ByteSpan date = reading.documents[i].date->span;
        EXPECT_EQ(text.substr(date.begin, date.end - date.begin), reading.documents[i].date->raw) << i;
      }
    }
  }
}

// An article in two languages says which paragraphs are in the other.
TEST(ArticleReaderTest, ParagraphsInAnotherLanguage) {
  const std::string english =
      "The pilots were on show for two days, from a lamp post that counts cyclists to a kiosk where "
      "pensioners teach "
      "students how to mend radios. Some 240 visitors came, and a good many of them stayed until the end.";
  const std::string german =
      "Zwei Tage lang waren die Versuche zu sehen, vom Laternenpfahl, der Fahrräder zählt, bis zum Kiosk, in "
      "dem "
      "Rentner Schülern zeigen, wie man alte Radios flickt. Rund 240 Besucher kamen und blieben bis zum "
      "Schluss.";
  std::string text;
  for (const char* month : {"May", "April", "March", "February"}) {
    text += "++ The bridge is open in " + std::string(month) + " ++\n\n12 " + month + " 2018\n\n" + english +
            "\n\n" + english;
    if (std::string(month) == "April") text += "\n\n" + german + "\n\n" + english;
    text += "\n\n\n";
  }
  const Reading reading = ReadPieces(text, 1u << 18);
  ASSERT_EQ(reading.documents.size(), 4u);
  for (size_t i = 0; i < 4; ++i) {
    const Document& document = reading.documents[i];
    EXPECT_EQ(document.lang, "en") << i;
    if (i != 1) {
      EXPECT_TRUE(document.other_languages.empty()) << i;
      continue;
    }
    ASSERT_EQ(document.other_languages.size(), 1u);
    const LanguageSpan& other = document.other_languages.front();
    EXPECT_EQ(other.lang, "de");
    EXPECT_EQ(document.body.substr(other.span.begin, other.span.end - other.span.begin), german);
  }
}

// Everything that is read is explained, once and in order, and every article's start has its reasons.
TEST(ArticleReaderTest, ExplainsEveryBlockInOrder) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::set<std::string> roles = {"furniture",  "group date", "title", "date",
                                       "event date", "opening",    "body"};
  for (const MadeStyle style : kMadeStyles) {
    ArchiveMaker maker(style, &random);
    while (maker.text().size() < (style == MadeStyle::kTitleDate ? 9u << 20 : 20000u)) maker.Add(3);
    const std::string text = "Home\nContact\n\n\n" + maker.text() + "\n© 2018 The Society\n";
    IngestOptions options = WithoutFacets();
    std::vector<uint32_t> openings;
    std::vector<std::string> faults;
    size_t blocks = 0;
    uint64_t previous_end = 0;
    uint32_t previous_line = 0;
    size_t delivered = 0;
    options.explain = [&](const ExplainedBlock& block) {
      ++blocks;
      const std::string where =
          "block " + std::to_string(blocks) + ", line " + std::to_string(block.line) + ": ";
      if (block.line <= previous_line) faults.push_back(where + "line goes back");
      if (block.bytes.begin < previous_end || block.bytes.end > text.size())
        faults.push_back(where + "bytes go back");
      if (text.substr(block.bytes.begin, block.bytes.end - block.bytes.begin) != block.text)
        faults.push_back(where + "text");
      if (roles.count(std::string(block.role)) == 0)
        faults.push_back(where + "role " + std::string(block.role));
      previous_line = block.line;
      previous_end = block.bytes.end;
      if (block.reason.empty()) return;
      openings.push_back(block.line);
      if (!(block.confidence > 0 && block.confidence <= 1)) faults.push_back(where + "confidence");
      if (block.role == "furniture" || block.role == "body")
        faults.push_back(where + "opens as " + std::string(block.role));
    };
    MemoryTextSource source(text);
    ArchiveReport archive_report;
    ReportBuilder report(&archive_report);
    const DocumentSink sink = [&](Document document) {
      // Explained before it is delivered.
      if (openings.size() <= delivered || openings[delivered] != document.lines.first) {
        faults.push_back("document at line " + std::to_string(document.lines.first) + " was not explained");
      }
      ++delivered;
      return Status();
    };
    ASSERT_THAT(ReadPlainText(source, "made", options, sink, &report), IsOk());
    EXPECT_TRUE(faults.empty()) << faults.size() << " faults, the first: " << faults.front();
    EXPECT_EQ(openings.size(), delivered);
    // Menus are taken for titles where nothing but titles opens articles.
    if (style != MadeStyle::kByline) {
      EXPECT_EQ(delivered, maker.articles().size());
    }
    size_t lines = 0;
    for (size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) lines += text[at] != '\n';
    EXPECT_EQ(blocks, lines);
  }
}

// Nothing in, nothing out.
TEST(ArticleReaderTest, EmptyArchives) {
  for (const char* text : {"", "\n", " \n\t\n\r\n"}) {
    const Reading reading = ReadPieces(text, 1);
    EXPECT_TRUE(reading.documents.empty());
    EXPECT_EQ(reading.report.warnings_total, 1u);
  }
}

// The heading of a group stands in an earlier window than most of what it dates.
TEST(ArticleReaderTest, GroupsGoOnBehindTheEndOfAWindow) {
  std::string text;
  size_t items = 0;
  for (const char* month : {"April 2019", "March 2019", "February 2019"}) {
    text.append("\n").append(month).append("\n\n");
    for (int i = 0; i < 20000; ++i)
      text.append("• A bench for the square, number ").append(std::to_string(++items)).append("\n");
  }
  const Reading reading = ReadPieces(text, 1u << 18);
  ASSERT_EQ(reading.documents.size(), items);
  for (size_t i = 0; i < items; ++i) {
    const Document& document = reading.documents[i];
    ASSERT_TRUE(document.date.has_value()) << document.lines.first;
    ASSERT_EQ(FormatDay(document.date->start), i < 20000   ? "2019-04-01"
                                               : i < 40000 ? "2019-03-01"
                                                           : "2019-02-01")
        << document.lines.first;
    ASSERT_EQ(document.date->raw, i < 20000 ? "April 2019" : i < 40000 ? "March 2019" : "February 2019");
  }
}

}  // namespace
}  // namespace newsearch
