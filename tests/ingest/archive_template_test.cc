// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/archive_template.h"

#include <cmath>

#include "ingest/splitter_test_support.h"

namespace newsearch {
namespace {

constexpr size_t Index(Trait trait) { return static_cast<size_t>(trait); }

// The opening of layout `layout` at `line` that has the highest score.
Opening OpeningAt(const std::vector<Block>& blocks, uint32_t line, Layout layout) {
  const OpeningFinder finder(blocks);
  std::optional<Opening> best;
  for (uint32_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].line != line) continue;
    std::vector<Opening> openings;
    finder.FindAt(i, &openings);
    for (const Opening& opening : openings) {
      if (opening.layout == layout && (!best || opening.score > best->score)) best = opening;
    }
  }
  EXPECT_TRUE(best) << "no " << LayoutName(layout) << " at line " << line;
  return best.value_or(Opening());
}

Traits TraitsAt(const BlockList& list, uint32_t line, Layout layout) {
  return TraitsOf(list.blocks, OpeningAt(list.blocks, line, layout));
}

constexpr const char* kTitlesAndDates = R"(Menu

++ The bridge is open ++
12 March 2018
BODY
Read more

++ A library on wheels ++
3 February 2018
BODY
Read more

++ Benches for the square ++
14 January 2018
BODY
Read more

++ Snow chains for the tram ++
9 December 2017
BODY
Read more

Lanterns along the canal
November 2017
BODY
)";

TEST(ArchiveTemplateTest, WhatIsWrittenAlikeHasTheSameTraits) {
  const std::string text = ArchiveOf(kTitlesAndDates, "en");
  const BlockList list = BlocksOf(text, "en");
  const Traits bridge = TraitsAt(list, 3, Layout::kTitleDate);
  const Traits library = TraitsAt(list, 8, Layout::kTitleDate);
  const Traits benches = TraitsAt(list, 13, Layout::kTitleDate);
  const Traits lanterns = TraitsAt(list, 23, Layout::kTitleDate);
  // One digit or two, another month: the same form.
  EXPECT_EQ(bridge[Index(Trait::kDateForm)], library[Index(Trait::kDateForm)]);
  EXPECT_EQ(library, benches);
  // Without a day, without decoration: another.
  EXPECT_NE(lanterns[Index(Trait::kDateForm)], library[Index(Trait::kDateForm)]);
  EXPECT_NE(lanterns[Index(Trait::kTitleLook)], library[Index(Trait::kTitleLook)]);
  EXPECT_EQ(lanterns[Index(Trait::kParts)], library[Index(Trait::kParts)]);
  // Behind "Read more", and behind the menu.
  EXPECT_NE(bridge[Index(Trait::kBefore)], library[Index(Trait::kBefore)]);
  // Plain text has no elements.
  EXPECT_EQ(bridge[Index(Trait::kFirstPath)], 0u);
  EXPECT_EQ(bridge[Index(Trait::kTitlePath)], 0u);
}

TEST(ArchiveTemplateTest, DateForms) {
  const struct {
    const char* one;
    const char* other;
    bool alike;
  } rows[] = {
      {"12 March 2018 – The bridge is open", "3 May 2019 – A library on wheels", true},
      {"12.03.2018 – The bridge is open", "03.05.2019 – A library on wheels", true},
      {"12.03.2018 – The bridge is open", "12 March 2018 – The bridge is open", false},
      {"12.03.2018 – The bridge is open", "12/03/2018 – The bridge is open", false},
      {"12.03.2018 – The bridge is open", "12.03.2018: The bridge is open", false},
      {"12.03.2018 – The bridge is open", "• 12.03.2018 – The bridge is open", false},
      {"12.03.2018 – The bridge is open", "2018-03-12 – The bridge is open", false},
      {"March 2018 – The bridge is open", "12 March 2018 – The bridge is open", false},
      {"12.-13.03.2018 – The bridge is open", "14.-16.05.2019 – A library on wheels", true},
  };
  for (const auto& row : rows) {
    const std::string text = std::string(row.one) + "\n" + row.other + "\n";
    const BlockList list = BlocksOf(text, "de");
    const uint64_t one = TraitsAt(list, 1, Layout::kDatedLine)[Index(Trait::kDateForm)];
    const uint64_t other = TraitsAt(list, 2, Layout::kDatedLine)[Index(Trait::kDateForm)];
    EXPECT_NE(one, 0u) << row.one;
    EXPECT_EQ(one == other, row.alike) << text;
  }
}

std::vector<Opening> Openings(const BlockList& list, const std::vector<uint32_t>& lines, Layout layout) {
  std::vector<Opening> openings;
  for (const uint32_t line : lines) openings.push_back(OpeningAt(list.blocks, line, layout));
  return openings;
}

TEST(ArchiveTemplateTest, NothingIsLearnedFromTooFew) {
  const std::string text = ArchiveOf(kTitlesAndDates, "en");
  const BlockList list = BlocksOf(text, "en");
  const Traits traits = TraitsAt(list, 8, Layout::kTitleDate);
  EXPECT_EQ(ArchiveTemplate().Score(traits), 0);
  EXPECT_EQ(ArchiveTemplate(list.blocks, {}).Score(traits), 0);
  EXPECT_EQ(ArchiveTemplate(list.blocks, Openings(list, {3, 8}, Layout::kTitleDate)).Score(traits), 0);
}

TEST(ArchiveTemplateTest, WhatIsLikeTheOthersIsBelieved) {
  const std::string text = ArchiveOf(kTitlesAndDates, "en");
  const BlockList list = BlocksOf(text, "en");
  const ArchiveTemplate habits(list.blocks, Openings(list, {3, 8, 13, 18}, Layout::kTitleDate));
  const double like = habits.Score(TraitsAt(list, 13, Layout::kTitleDate));
  const double unlike = habits.Score(TraitsAt(list, 23, Layout::kTitleDate));
  const double other_layout = habits.Score(TraitsAt(list, 14, Layout::kDateOnly));
  EXPECT_GT(like, 0);
  EXPECT_LT(unlike, like);
  EXPECT_LT(other_layout, like);
  // The score of nothing known is nothing.
  EXPECT_EQ(habits.Score(Traits{}), 0);
}

TEST(ArchiveTemplateTest, Closers) {
  const std::string text = ArchiveOf(kTitlesAndDates, "en");
  const BlockList list = BlocksOf(text, "en");
  const ArchiveTemplate habits(list.blocks, Openings(list, {3, 8, 13, 18, 23}, Layout::kTitleDate));
  for (const Block& block : list.blocks) {
    EXPECT_EQ(habits.IsCloser(block), block.text == "Read more") << block.text;
    EXPECT_FALSE(ArchiveTemplate().IsCloser(block)) << block.text;
  }
}

// Of a part of an article, or of the page.
TEST(ArchiveTemplateTest, HeadingsOfAnotherLevel) {
  const std::string text = ArchiveOf(R"(# News

## The bridge is open
*12 March 2018*

BODY

### How to get there

BODY

## A library on wheels
*3 February 2018*

BODY

## Benches for the square
*14 January 2018*

BODY
)",
                                     "en");
  const BlockList list = BlocksOf(text, "en", Markup::kMarkdown);
  const ArchiveTemplate habits(list.blocks, Openings(list, {3, 12, 17}, Layout::kTitleDate));
  for (const Block& block : list.blocks) {
    EXPECT_EQ(habits.IsOtherHeading(block), block.text == "News" || block.text == "How to get there")
        << block.text;
    EXPECT_FALSE(ArchiveTemplate().IsOtherHeading(block)) << block.text;
  }
}

// Scores are bounded, whatever was learned, and learning again gives the same.
TEST(ArchiveTemplateTest, ScoresAreBounded) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::vector<std::string> kinds = {"++ A title ++",
                                          "A title",
                                          "12 March 2018",
                                          "March 2018",
                                          Prose("en"),
                                          "",
                                          "",
                                          "• point",
                                          "Read more",
                                          "12.05.2016 – The bridge is open",
                                          "(Anna Berg, 17.06.2016)"};
  for (int round = 0; round < 100; ++round) {
    std::string text;
    for (uint64_t i = 20 + random.Below(40); i > 0; --i) text += kinds[random.Below(kinds.size())] + "\n";
    const BlockList list = BlocksOf(text, "en");
    const OpeningFinder finder(list.blocks);
    std::vector<Opening> all;
    for (uint32_t i = 0; i < list.blocks.size(); ++i) finder.FindAt(i, &all);
    std::vector<Opening> chosen;
    for (const Opening& opening : all) {
      if ((chosen.empty() || opening.first >= chosen.back().end) && random.Below(2) == 0)
        chosen.push_back(opening);
    }
    const ArchiveTemplate habits(list.blocks, chosen);
    const ArchiveTemplate again(list.blocks, chosen);
    for (const Opening& opening : all) {
      const double score = habits.Score(TraitsOf(list.blocks, opening));
      ASSERT_TRUE(std::isfinite(score)) << text;
      ASSERT_LE(std::abs(score), 20) << text;
      ASSERT_EQ(score, again.Score(TraitsOf(list.blocks, opening))) << text;
    }
  }
}

}  // namespace
}  // namespace newsearch
