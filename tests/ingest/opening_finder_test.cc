// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/opening_finder.h"

#include <cmath>

#include "ingest/splitter_test_support.h"

namespace newsearch {
namespace {

Block OnlyBlock(std::string_view text, const std::string& lang = "en") {
  BlockList list = BlocksOf(text, lang);
  EXPECT_EQ(list.blocks.size(), 1u) << text;
  return list.blocks.front();
}

TEST(OpeningFinderTest, PureDates) {
  for (const char* line :
       {"12 March 2018", "March 2018", "2018-03-12", "12.03.2018", "Monday, 12 March 2018", "2018",
        "*12 March 2018*", "(12 March 2018)", "12-14 March 2018", "Summer, 2022"}) {
    EXPECT_TRUE(IsPureDate(OnlyBlock(line))) << line;
  }
  for (const char* line : {"The bridge is open", "12 March 2018 – The bridge", "Riga, 12 March 2018",
                           "Posted 2018", "12", "Room 2018b"}) {
    EXPECT_FALSE(IsPureDate(OnlyBlock(line))) << line;
  }
}

TEST(OpeningFinderTest, GroupDates) {
  for (const char* line : {"March 2018", "2018", "Summer, 2022", "## March 2018", "March & April 2018"}) {
    EXPECT_TRUE(IsGroupDate(OnlyBlock(line))) << line;
  }
  EXPECT_TRUE(IsGroupDate(OnlyBlock("April & Mai 2018", "de")));
  EXPECT_TRUE(IsGroupDate(OnlyBlock("3. Quartal 2019", "de")));
  for (const char* line :
       {"12 March 2018", "1-3 March 2018", "12 March", "March", "News of March 2018", "The bridge"}) {
    EXPECT_FALSE(IsGroupDate(OnlyBlock(line))) << line;
  }
}

TEST(OpeningFinderTest, Bylines) {
  for (const char* line : {"(Anna Berg, 17.06.2016)", "Anna Berg, 17.6.2016", "12 March 2018",
                           "(12 March 2018)", "Riga, 12 March 2018"}) {
    EXPECT_TRUE(IsByline(OnlyBlock(line))) << line;
  }
  for (const char* line : {"(Anna Berg)", "12 March 2018 – The bridge is open", "17.06. Anna Berg",
                           "The bridge was opened on 12 March 2018.", "(1-3 March 2018)"}) {
    EXPECT_FALSE(IsByline(OnlyBlock(line))) << line;
  }
}

// All openings at a line, as "layout title-date-event end", those of one layout by score.
std::vector<std::string> Found(std::string_view text, uint32_t line) {
  const BlockList list = BlocksOf(text, "en");
  const OpeningFinder finder(list.blocks);
  std::vector<std::string> found;
  for (uint32_t i = 0; i < list.blocks.size(); ++i) {
    if (list.blocks[i].line != line) continue;
    std::vector<Opening> openings;
    finder.FindAt(i, &openings);
    for (const Opening& opening : openings) {
      const auto part = [&list](uint32_t block) {
        return block == Opening::kNone ? std::string("-") : std::to_string(list.blocks[block].line);
      };
      found.push_back(std::string(LayoutName(opening.layout)) + ": " + part(opening.title) + " " +
                      part(opening.date) + " " + part(opening.event));
    }
  }
  return found;
}

TEST(OpeningFinderTest, FindsEachLayout) {
  const struct {
    const char* text;
    const char* opening;  // at line 1: lines of title, date, event
  } rows[] = {
      {"The bridge is open\n12 March 2018\nBODY\n", "title, date line: 1 2 -"},
      {"The bridge is open\nA path over the canal\n12 March 2018\nBODY\n", "title, date line: 1 3 -"},
      {"The bridge is open\nFebruary 2018\n12 March 2018\nBODY\n", "title, date line: 1 2 3"},
      {"12 March 2018\nThe bridge is open\nBODY\n", "date line, title: 2 1 -"},
      {"12 March 2018\nCulture\nThe bridge is open\nBODY\n", "date line, title: 3 1 -"},
      {"12 March 2018\nBODY\n", "date line: - 1 -"},
      {"12 March 2018 – The bridge is open\nBODY\n", "title with a date: 1 1 -"},
      {"The bridge is open (12 March 2018)\nBODY\n", "title with a date: 1 1 -"},
      {"12 March 2018 – The bridge is open\n", "line with a date: - 1 -"},
      {"• The bridge is open (12 March 2018)\n", "line with a date: - 1 -"},
      {"The bridge is open\n\nBODY\n", "title: 1 - -"},
      {"• The bridge is open\n", "item under a dated heading: - - -"},
      {"28\nJul 2026\nThe bridge is open\nBODY\n", "date line, title: 3 1 -"},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(Found(ArchiveOf(row.text, "en"), 1), testing::Contains(std::string(row.opening))) << row.text;
  }
}

TEST(OpeningFinderTest, WhatCannotOpen) {
  using testing::Contains;
  using testing::IsEmpty;
  using testing::Not;
  // A title needs words; a date line needs a date; a second date line is no title.
  EXPECT_THAT(Found("***\n12 March 2018\n", 1), Not(Contains(testing::StartsWith("title"))));
  EXPECT_THAT(Found("The bridge is open\nWho came\n", 1), Not(Contains(testing::HasSubstr("date line"))));
  EXPECT_THAT(Found("12 March 2018\n14 March 2018\n", 1),
              Not(Contains(testing::StartsWith("date line, title"))));
  // The second line of a date that is written over two.
  EXPECT_THAT(Found("28\nJul 2026\nThe bridge is open\n", 2), IsEmpty());
  // A date that the sentence needs.
  EXPECT_THAT(Found("The bridge was opened on 12 March 2018 by the mayor.\n", 1),
              Not(Contains(testing::StartsWith("title with a date"))));
}

// For each opening: parts in order, within the archive, found again with the same score by its reasons.
TEST(OpeningFinderTest, RandomBlocksKeepTheContract) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::vector<std::string> kinds = {"++ A title ++",
                                          "A title",
                                          "12 March 2018",
                                          "March 2018",
                                          "2018",
                                          "28",
                                          "Jul 2026",
                                          Prose("en"),
                                          "",
                                          "",
                                          "• point",
                                          "Read more",
                                          "© 2018",
                                          "Culture",
                                          "12.05.2016 – The bridge is open",
                                          "• The bridge is open (12 May 2016)",
                                          "27-28 March 2018, Ljubljana (Slovenia)",
                                          "(Anna Berg, 17.06.2016)"};
  size_t count = 0;
  for (int round = 0; round < 200; ++round) {
    std::string text;
    for (uint64_t i = random.Below(30); i > 0; --i) text += kinds[random.Below(kinds.size())] + "\n";
    SCOPED_TRACE(text);
    const BlockList list = BlocksOf(text, "en");
    const OpeningFinder finder(list.blocks);
    for (uint32_t i = 0; i < list.blocks.size(); ++i) {
      std::vector<Opening> openings;
      finder.FindAt(i, &openings);
      for (const Opening& opening : openings) {
        ++count;
        ASSERT_EQ(opening.first, i);
        ASSERT_GT(opening.end, i);
        ASSERT_LE(opening.end, list.blocks.size());
        for (const uint32_t part : {opening.title, opening.date, opening.event}) {
          if (part == Opening::kNone) continue;
          ASSERT_GE(part, opening.first);
          ASSERT_LT(part, opening.end);
        }
        if (opening.date != Opening::kNone) {
          ASSERT_FALSE(list.blocks[opening.date].dates.empty());
        }
        if (opening.event != Opening::kNone) {
          ASSERT_FALSE(list.blocks[opening.event].dates.empty());
        }
        if (opening.date_closes) {
          ASSERT_EQ(list.blocks[opening.date].chars_after_date, 0u);
        }
        ASSERT_FALSE(list.blocks[i].part_of_date);
        double sum = 0;
        for (const Reason& reason : finder.Explain(opening)) {
          ASSERT_NE(std::string_view(reason.what), "");
          sum += reason.score;
        }
        ASSERT_NEAR(sum, opening.score, 1e-9) << LayoutName(opening.layout);
      }
    }
  }
  EXPECT_GT(count, 2000u);
}

}  // namespace
}  // namespace newsearch
