// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/article_splitter.h"

#include "support/test_support.h"

namespace newsearch {
namespace {

// One line for each article: "1-4 title, date line | The title | the line with the date", "-" for what there
// is not.
std::vector<std::string> Split(std::string_view text, const std::string& lang = "en") {
  std::vector<uint64_t> cut;
  std::vector<Block> blocks = MakeBlocks(text, 1u << 20, &cut);
  FindDates(DateParser(DateOptions{{lang}, false}), &blocks);
  std::vector<std::string> articles;
  size_t previous_end = 0;
  for (const ArticleBlocks& article : SplitArticles(blocks)) {
    EXPECT_LE(previous_end, article.first);
    EXPECT_LT(article.first, article.end);
    EXPECT_LE(article.end, blocks.size());
    EXPECT_GE(article.confidence, 0);
    EXPECT_LE(article.confidence, 1);
    for (const auto& part : {article.title, article.date, article.event}) {
      if (part) {
        EXPECT_GE(*part, article.first);
        EXPECT_LT(*part, article.end);
      }
    }
    previous_end = article.end;
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

// Random sequences of lines: every article is a stretch of its own (the checks are in Split).
TEST(ArticleSplitterTest, RandomArchivesKeepTheContract) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::vector<std::string> kinds = {"++ A title ++",
                                          "A title",
                                          "21st June 2016",
                                          "March 2018",
                                          "BODY",
                                          "",
                                          "",
                                          "• point",
                                          "Sub-heading:",
                                          "(Anna Berg, 17.06.2016)",
                                          "12.05.2016 – The bridge is open",
                                          "27-28 March 2018, Ljubljana (Slovenia)",
                                          "Read more",
                                          "© 2018"};
  size_t articles = 0;
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> lines;
    const uint64_t count = random.Below(40);
    for (uint64_t i = 0; i < count; ++i) lines.push_back(kinds[random.Below(kinds.size())]);
    const std::string text = Lines(lines);
    SCOPED_TRACE(text);
    articles += Split(text).size();
    if (HasFailure()) return;
  }
  EXPECT_GT(articles, 500u);
}

}  // namespace
}  // namespace newsearch
