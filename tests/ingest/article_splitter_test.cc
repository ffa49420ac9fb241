// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/article_splitter.h"

#include "ingest/archive_generator.h"
#include "ingest/splitter_test_support.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

// One line for each article: "1-4 title, date line | The title | the line with the date", "-" for what there
// is not.
std::vector<std::string> Split(std::string_view text, const std::string& lang = "en") {
  const BlockList list = BlocksOf(text, lang);
  const std::vector<Block>& blocks = list.blocks;
  const ArchiveSplit split = ArticleSplitter(blocks).Split(blocks, SplitStart::kStartOfArchive, true);
  EXPECT_EQ(FaultInSplit(blocks, split), "");
  std::vector<std::string> articles;
  for (const ArticleBlocks& article : split.articles) {
    std::string line =
        std::to_string(blocks[article.first].line) + "-" + std::to_string(blocks[article.end - 1].line);
    line.append(" ").append(LayoutName(article.layout));
    line.append(" | ").append(article.title ? blocks[*article.title].core : "-");
    line.append(" | ").append(article.date ? blocks[*article.date].text : "-");
    if (article.event) line.append(" | ").append(blocks[*article.event].text);
    if (article.date_closes) line.append(" (closes)");
    articles.push_back(std::move(line));
  }
  return articles;
}

constexpr const char* kBody =
    "The pilots were on show for two days, from a lamp post that counts cyclists to a kiosk where pensioners "
    "teach "
    "students how to mend radios. Some 240 visitors came, and a good many of them stayed until the end.\n";

std::string Lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text.append(line == "BODY" ? std::string(kBody) : line + "\n");
  return text;
}

TEST(ArticleSplitterTest, TitleThenDate) {
  EXPECT_THAT(
      Split(Lines({"++ TAILWIND ends with a fair ++", "", "March 2018", "BODY", "", "++Smart rivers++", "",
                   "21st June 2016", "", "BODY", "", "++ A Forum for Inland Towns ++", "",
                   "4th of February 2016", "BODY"})),
      testing::ElementsAre("1-4 title, date line | TAILWIND ends with a fair | March 2018",
                           "6-10 title, date line | Smart rivers | 21st June 2016",
                           "12-15 title, date line | A Forum for Inland Towns | 4th of February 2016"));
}

TEST(ArticleSplitterTest, PlainTitlesThenDate) {
  EXPECT_THAT(
      Split(Lines({"Tailwind ends with a fair", "March 2018", "", "BODY", "", "", "Smart rivers, smart ports",
                   "21st June 2016", "", "BODY", "", "", "A forum for inland towns", "4th of February 2016",
                   "", "BODY"})),
      testing::ElementsAre("1-4 title, date line | Tailwind ends with a fair | March 2018",
                           "7-10 title, date line | Smart rivers, smart ports | 21st June 2016",
                           "13-16 title, date line | A forum for inland towns | 4th of February 2016"));
}

TEST(ArticleSplitterTest, DateThenTitle) {
  EXPECT_THAT(Split(Lines({"12 May 2016", "Tailwind ends with a fair", "", "BODY", "", "", "3 April 2016",
                           "Smart rivers, smart ports", "", "BODY", "", "", "28 February 2016",
                           "A forum for inland towns", "", "BODY"})),
              testing::ElementsAre("1-4 date line, title | Tailwind ends with a fair | 12 May 2016",
                                   "7-10 date line, title | Smart rivers, smart ports | 3 April 2016",
                                   "13-16 date line, title | A forum for inland towns | 28 February 2016"));
}

TEST(ArticleSplitterTest, DateOnly) {
  EXPECT_THAT(Split(Lines({"12 May 2016", "BODY", "", "", "3 April 2016", "BODY", "BODY", "", "",
                           "28 February 2016", "BODY"})),
              testing::ElementsAre("1-2 date line | - | 12 May 2016", "5-7 date line | - | 3 April 2016",
                                   "10-11 date line | - | 28 February 2016"));
}

TEST(ArticleSplitterTest, DatedLines) {
  EXPECT_THAT(Split(Lines({"12.05.2016 – The bridge over the canal is open again",
                           "03.04.2016 – New timetable for the night buses",
                           "28.02.2016 – The library lends bicycles until the summer",
                           "15.01.2016 – Snow chains for the tram"}),
                    "de"),
              testing::ElementsAre(
                  "1-1 line with a date | - | 12.05.2016 – The bridge over the canal is open again",
                  "2-2 line with a date | - | 03.04.2016 – New timetable for the night buses",
                  "3-3 line with a date | - | 28.02.2016 – The library lends bicycles until the summer",
                  "4-4 line with a date | - | 15.01.2016 – Snow chains for the tram"));
}

TEST(ArticleSplitterTest, TitleOnlyWithADateThatCloses) {
  EXPECT_THAT(
      Split(Lines({"Tailwind ends with a fair", "", "BODY", "(Anna Berg, 17.06.2016)", "", "",
                   "Smart rivers, smart ports", "", "BODY", "(Paul Lind, 03.05.2016)", "", "",
                   "A forum for inland towns", "", "BODY", "(Anna Berg, 28.02.2016)"})),
      testing::ElementsAre("1-4 title | Tailwind ends with a fair | (Anna Berg, 17.06.2016) (closes)",
                           "7-10 title | Smart rivers, smart ports | (Paul Lind, 03.05.2016) (closes)",
                           "13-16 title | A forum for inland towns | (Anna Berg, 28.02.2016) (closes)"));
}

// What looks like an opening and is none.
TEST(ArticleSplitterTest, WhatDoesNotOpenAnArticle) {
  const std::vector<std::string> head = {"++ TAILWIND ends with a fair ++", "", "March 2018", "BODY", ""};
  const std::vector<std::string> tail = {"", "++Smart rivers++", "", "21st June 2016", "", "BODY"};
  const struct {
    const char* name;
    std::vector<std::string> lines;
  } rows[] = {
      {"a sub-heading", {"Urban ICT Arena", "", "BODY"}},
      {"a sub-heading in quotation marks", {"“Sustainable Two-Wheel City Karlsruhe 2025+”", "", "BODY"}},
      {"a heading with a colon", {"Who should come:", "Cluster managers with a plan", ""}},
      {"a caption", {"Photo: the kiosk in the old market hall", ""}},
      {"bullets", {"• Water levels as open data", "", "• Night deliveries by barge", "", "• Money", ""}},
      {"numbers", {"1. Pin your idea to the wall.", "2. Borrow a lawyer for fifteen minutes.", ""}},
      {"a question", {"What does it cost?", "", "BODY"}},
      {"an address with a date in it",
       {"https://events.example.org/2017/11/22/clusterbridge-meeting-room", ""}},
      {"a sentence with a date", {"The second fair takes place on 12 May 2019 in Riga.", "", "BODY"}},
      {"seven blank lines", {"", "", "", "", "", "", "BODY"}},
      {"direct speech", {"– We never thought that anybody would come, says Sofia Bergman.", ""}},
      {"boilerplate", {"Read more here.", ""}},
  };
  for (const auto& row : rows) {
    std::vector<std::string> lines = head;
    lines.insert(lines.end(), row.lines.begin(), row.lines.end());
    const size_t last_line = lines.size();
    lines.insert(lines.end(), tail.begin(), tail.end());
    lines.insert(lines.end(), {"", "++ A Forum for Inland Towns ++", "", "4th of February 2016", "BODY"});
    size_t end = last_line;
    while (lines[end - 1].empty()) --end;
    EXPECT_THAT(Split(Lines(lines)),
                testing::ElementsAre(
                    "1-" + std::to_string(end) + " title, date line | TAILWIND ends with a fair | March 2018",
                    std::to_string(last_line + 2) + "-" + std::to_string(last_line + 6) +
                        " title, date line | Smart rivers | 21st June 2016",
                    std::to_string(last_line + 8) + "-" + std::to_string(last_line + 11) +
                        " title, date line | A Forum for Inland Towns | 4th of February 2016"))
        << row.name;
  }
}

TEST(ArticleSplitterTest, SubtitleAndEventBelongToTheOpening) {
  EXPECT_THAT(
      Split(Lines({"++ Smart Rivers ++", "", "February 2018", "", "27-28 March 2018, Ljubljana (Slovenia)",
                   "", "BODY", "", "++ Sensors ++", "What Four Hundred Small Boxes Can Tell a District!", "",
                   "22 nd June 2017", "BODY", "", "++ A Forum ++", "", "4th of February 2016", "BODY"})),
      testing::ElementsAre(
          "1-7 title, date line | Smart Rivers | February 2018 | 27-28 March 2018, Ljubljana (Slovenia)",
          "9-13 title, date line | Sensors | 22 nd June 2017",
          "15-18 title, date line | A Forum | 4th of February 2016"));
}

TEST(ArticleSplitterTest, UntitledItemAmongTitledOnes) {
  EXPECT_THAT(
      Split(Lines({"++ TAILWIND ends with a fair ++", "", "March 2018", "BODY", "", "", "", "July 2017", "",
                   "BODY", "BODY", "", "", "++Smart rivers++", "", "21st June 2016", "", "BODY"})),
      testing::ElementsAre("1-4 title, date line | TAILWIND ends with a fair | March 2018",
                           "8-11 date line | - | July 2017",
                           "14-18 title, date line | Smart rivers | 21st June 2016"));
}

TEST(ArticleSplitterTest, TextWithoutStructureIsOneArticle) {
  EXPECT_THAT(Split(kBody), testing::ElementsAre("1-1 title | - | -"));
  EXPECT_THAT(Split(std::string("A single story\n\n") + kBody + kBody),
              testing::ElementsAre("1-4 title | A single story | -"));
  EXPECT_TRUE(SplitArticles({}).empty());
}

TEST(ArticleSplitterTest, WhatStandsAboveAndBelowTheArticlesIsLeftOut) {
  EXPECT_THAT(Split(Lines({"Home",
                           "About",
                           "Contact",
                           "",
                           "++ TAILWIND ends with a fair ++",
                           "",
                           "March 2018",
                           "BODY",
                           "",
                           "++Smart rivers++",
                           "",
                           "21st June 2016",
                           "BODY",
                           "",
                           "++ A Forum ++",
                           "",
                           "4th of February 2016",
                           "BODY",
                           "",
                           "Imprint",
                           "© 2018 The Tailwind Partnership"})),
              testing::ElementsAre("5-8 title, date line | TAILWIND ends with a fair | March 2018",
                                   "10-13 title, date line | Smart rivers | 21st June 2016",
                                   "15-18 title, date line | A Forum | 4th of February 2016"));
}

TEST(ArticleSplitterTest, LayoutNames) {
  EXPECT_EQ(LayoutName(Layout::kTitleDate), "title, date line");
  EXPECT_EQ(LayoutName(Layout::kDateTitle), "date line, title");
  EXPECT_EQ(LayoutName(Layout::kDateOnly), "date line");
  EXPECT_EQ(LayoutName(Layout::kDatedLine), "line with a date");
  EXPECT_EQ(LayoutName(Layout::kTitleOnly), "title");
}

ArchiveSplit SplitWhole(const std::vector<Block>& blocks) {
  return ArticleSplitter(blocks).Split(blocks, SplitStart::kStartOfArchive, true);
}

std::string RandomLines(TestRandom* random) {
  static const std::vector<std::string> kinds = {"++ A title ++",
                                                 "A title",
                                                 "Another title of an article",
                                                 "21st June 2016",
                                                 "March 2018",
                                                 "2018",
                                                 "28",
                                                 "Jul 2026",
                                                 "BODY",
                                                 "BODY",
                                                 "",
                                                 "",
                                                 "",
                                                 "• point",
                                                 "• The bridge is open (12 May 2016)",
                                                 "Sub-heading:",
                                                 "(Anna Berg, 17.06.2016)",
                                                 "12.05.2016 – The bridge is open",
                                                 "12 May 2016\tThe bridge\tRiga",
                                                 "27-28 March 2018, Ljubljana (Slovenia)",
                                                 "Read more",
                                                 "1 2 3 … 12 »",
                                                 "© 2018"};
  std::vector<std::string> lines;
  const uint64_t count = random->Below(40);
  for (uint64_t i = 0; i < count; ++i) lines.push_back(kinds[random->Below(kinds.size())]);
  return Lines(lines);
}

// Random sequences of lines, from the start of an archive and from the middle of one: articles are in order
// and do not overlap, roles agree with them, and splitting again gives the same.
TEST(ArticleSplitterTest, RandomArchivesKeepTheContract) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  size_t articles = 0;
  for (int round = 0; round < 300; ++round) {
    const std::string text = RandomLines(&random);
    SCOPED_TRACE(text);
    const BlockList list = BlocksOf(text, "en");
    const ArticleSplitter splitter(list.blocks);
    for (const SplitStart start :
         {SplitStart::kStartOfArchive, SplitStart::kAfterArticle, SplitStart::kInArticle}) {
      for (const bool at_end : {true, false}) {
        const ArchiveSplit split = splitter.Split(list.blocks, start, at_end);
        ASSERT_EQ(FaultInSplit(list.blocks, split), "");
        articles += split.articles.size();
      }
    }
    const BlockList again = BlocksOf(text, "en");
    const ArchiveSplit first = SplitWhole(list.blocks);
    const ArchiveSplit second = SplitWhole(again.blocks);
    ASSERT_EQ(first.roles, second.roles);
    ASSERT_EQ(first.articles.size(), second.articles.size());
    for (size_t i = 0; i < first.articles.size(); ++i) {
      ASSERT_EQ(DescribeArticle(list.blocks, first.articles[i]),
                DescribeArticle(again.blocks, second.articles[i]));
      ASSERT_EQ(first.articles[i].confidence, second.articles[i].confidence);
    }
  }
  EXPECT_GT(articles, 3000u);
}

// An archive that was begun is split on like one that is whole, by what was learned.
TEST(ArticleSplitterTest, TheRestOfAnArchiveIsSplitTheSameWay) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (const MadeStyle style : kMadeStyles) {
    ArchiveMaker maker(style, &random);
    for (int i = 0; i < 12; ++i) maker.Add(1 + random.Below(3));
    const BlockList list = BlocksOf(maker.text(), "en");
    const ArticleSplitter splitter(list.blocks);
    const ArchiveSplit whole = splitter.Split(list.blocks, SplitStart::kStartOfArchive, true);
    ASSERT_EQ(whole.articles.size(), 12u) << maker.text();
    const size_t cut = whole.articles[5].first;
    const std::vector<Block> rest(list.blocks.begin() + static_cast<std::ptrdiff_t>(cut), list.blocks.end());
    const ArchiveSplit split = splitter.Split(rest, SplitStart::kAfterArticle, true);
    ASSERT_EQ(split.articles.size(), 7u) << maker.text();
    for (size_t i = 0; i < split.articles.size(); ++i) {
      EXPECT_EQ(DescribeArticle(rest, split.articles[i]),
                DescribeArticle(list.blocks, whole.articles[5 + i]));
    }
  }
}

// What is written in a body is nobody's opening: another paragraph changes no boundary.
TEST(ArticleSplitterTest, AnotherParagraphChangesNoBoundary) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 100; ++round) {
    const MadeStyle style = kMadeStyles[random.Below(std::size(kMadeStyles))];
    if (style == MadeStyle::kDatedLine) continue;
    ArchiveMaker maker(style, &random);
    for (uint64_t i = 5 + random.Below(8); i > 0; --i) maker.Add(1 + random.Below(3));
    const auto [article, at] = maker.body_ends()[random.Below(maker.body_ends().size())];
    std::string longer = maker.text();
    longer.insert(at, "\n" + maker.Paragraph() + "\n");
    SCOPED_TRACE(longer);
    const BlockList list = BlocksOf(maker.text(), "en");
    const BlockList other = BlocksOf(longer, "en");
    const ArchiveSplit split = SplitWhole(list.blocks);
    const ArchiveSplit after = SplitWhole(other.blocks);
    ASSERT_EQ(split.articles.size(), maker.articles().size());
    ASSERT_EQ(after.articles.size(), split.articles.size());
    for (size_t i = 0; i < split.articles.size(); ++i) {
      ASSERT_EQ(list.blocks[split.articles[i].first].line, maker.articles()[i].first_line);
      ASSERT_EQ(other.blocks[after.articles[i].first].line,
                maker.articles()[i].first_line + (i > article ? 2u : 0u));
      ASSERT_EQ(after.articles[i].end - after.articles[i].first,
                split.articles[i].end - split.articles[i].first + (i == article ? 1 : 0));
    }
  }
}

TEST(ArticleSplitterTest, NothingIsNothing) {
  const ArticleSplitter splitter({});
  for (const SplitStart start :
       {SplitStart::kStartOfArchive, SplitStart::kAfterArticle, SplitStart::kInArticle}) {
    EXPECT_TRUE(splitter.Split({}, start, true).articles.empty());
    EXPECT_TRUE(splitter.Split({}, start, false).roles.empty());
  }
}

TEST(ArticleSplitterTest, RoleNames) {
  EXPECT_EQ(BlockRoleName(BlockRole::kFurniture), "furniture");
  EXPECT_EQ(BlockRoleName(BlockRole::kGroupDate), "group date");
  EXPECT_EQ(BlockRoleName(BlockRole::kTitle), "title");
  EXPECT_EQ(BlockRoleName(BlockRole::kDate), "date");
  EXPECT_EQ(BlockRoleName(BlockRole::kEventDate), "event date");
  EXPECT_EQ(BlockRoleName(BlockRole::kOpening), "opening");
  EXPECT_EQ(BlockRoleName(BlockRole::kBody), "body");
}

}  // namespace
}  // namespace newsearch
