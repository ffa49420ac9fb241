// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/article_title.h"

#include "support/test_support.h"

namespace newsearch {
namespace {

// The block of one line. `text` must outlive it.
Block BlockOf(std::string_view text, const std::string& lang) {
  std::vector<uint64_t> cut;
  std::vector<Block> blocks = MakeBlocks(text, 1u << 20, &cut);
  EXPECT_EQ(blocks.size(), 1u) << text;
  FindDates(DateParser(DateOptions{{lang}, false}), &blocks);
  return blocks.front();
}

std::string Text(const Block& block, const std::optional<TextRange>& range) {
  if (!range) return "(none)";
  EXPECT_LE(range->begin, range->end);
  EXPECT_LE(range->end, block.text.size());
  return std::string(block.text.substr(range->begin, range->end - range->begin));
}

TEST(ArticleTitleTest, Headings) {
  const struct {
    const char* lang;
    const char* line;
    const char* title;
  } rows[] = {
      // Without a date: the line without what decorates it.
      {"en", "The bridge is open", "The bridge is open"},
      {"en", "++ Smart Rivers ++", "Smart Rivers"},
      {"en", "++Smart rivers++", "Smart rivers"},
      {"en", "== News ==", "News"},
      {"en", "** Smart rivers **", "Smart rivers"},
      {"en", "# Smart rivers", "Smart rivers"},
      {"en", "• Smart rivers", "Smart rivers"},
      {"en", "- Smart rivers", "Smart rivers"},
      {"en", "1. Smart rivers", "1. Smart rivers"},
      {"en", "What does it cost?", "What does it cost?"},
      {"en", "“Sustainable City 2025+”", "“Sustainable City 2025+”"},
      {"de", "Die Brücke ist offen (wieder)", "Die Brücke ist offen (wieder)"},
      {"ja", "運河の橋が開通しました", "運河の橋が開通しました"},

      // The date in brackets behind it.
      {"de", "Werkschau in Kiel (19.05. - 22.05.2026)", "Werkschau in Kiel"},
      {"de", "Werkschau in Kiel (11.04.2026)", "Werkschau in Kiel"},
      {"de", "Werkschau in Kiel [11.04.2026]", "Werkschau in Kiel"},
      {"en", "A forum for inland towns (4th of February 2016)", "A forum for inland towns"},
      {"en", "A forum (for inland towns) (March 2016)", "A forum (for inland towns)"},
      {"en", "++ A forum for inland towns (March 2016) ++", "A forum for inland towns"},
      {"ja", "運河の橋が開通（2019年4月1日）", "運河の橋が開通"},
      {"fr", "Le banc voyageur (21 mars 2019)", "Le banc voyageur"},

      // The date set off in front of it.
      {"de", "2026-04-12 — Die Brücke ist offen", "Die Brücke ist offen"},
      {"de", "12.04.2026: Die Brücke ist offen", "Die Brücke ist offen"},
      {"de", "12.04.2026 | Die Brücke ist offen", "Die Brücke ist offen"},
      {"en", "[12 May 2016] The bridge is open", "The bridge is open"},
      {"en", "(12 May 2016) The bridge is open", "The bridge is open"},
      {"en", "May 2016 - The bridge is open", "The bridge is open"},
      {"ja", "【2019年4月1日】運河の橋が開通しました", "運河の橋が開通しました"},

      // A date that belongs to the words stays.
      {"en", "The fair of 12 May 2016 in pictures", "The fair of 12 May 2016 in pictures"},
      {"en", "Opening hours from 12 May 2016", "Opening hours from 12 May 2016"},
      {"de", "Rückblick auf den 12. Mai 2016 in Kiel", "Rückblick auf den 12. Mai 2016 in Kiel"},
  };
  for (const auto& row : rows) {
    const Block block = BlockOf(row.line, row.lang);
    EXPECT_EQ(Text(block, TitleOfHeading(block)), row.title) << row.line;
  }
}

TEST(ArticleTitleTest, LinesThatBeginWithADate) {
  const struct {
    const char* lang;
    const char* line;
    bool has_body;
    const char* title;
  } rows[] = {
      // Set off by signs.
      {"de", "12.05.2016 – Die Brücke ist offen", false, "Die Brücke ist offen"},
      {"de", "12.05.2016 - Die Brücke ist offen", false, "Die Brücke ist offen"},
      {"de", "12.05.2016 — Die Brücke ist offen", false, "Die Brücke ist offen"},
      {"de", "12.05.2016: Die Brücke ist offen", false, "Die Brücke ist offen"},
      {"de", "12.05.2016 | Die Brücke ist offen", false, "Die Brücke ist offen"},
      {"de", "12.05.2016 Die Brücke ist offen", false, "Die Brücke ist offen"},
      {"de", "12.05.2016, Die Brücke ist offen", false, "Die Brücke ist offen"},
      {"en", "[12 May 2016] The bridge is open", false, "The bridge is open"},
      {"en", "(12 May 2016) The bridge is open", false, "The bridge is open"},
      {"es", "(29/06/2009) El puente sobre el canal", false, "El puente sobre el canal"},
      {"en", "• 12 May 2016 – The bridge is open", false, "The bridge is open"},
      {"en", "- 12 May 2016: The bridge is open", false, "The bridge is open"},
      {"el", "08/01/21 - Ξεκίνησαν οι εγγραφές", false, "Ξεκίνησαν οι εγγραφές"},
      {"ja", "2019年4月1日 運河の橋が開通", false, "運河の橋が開通"},
      {"ja", "2019年4月1日：運河の橋が開通", false, "運河の橋が開通"},
      {"ja", "・2019/04/01 運河の橋が開通", false, "運河の橋が開通"},
      {"ja", "【2019年4月1日】運河の橋が開通", false, "運河の橋が開通"},

      // A time stands with the date.
      {"de", "12.05.2016 14:00 Die Brücke ist offen", false, "Die Brücke ist offen"},
      {"de", "12.05.2016, 14:00 – Die Brücke ist offen", false, "Die Brücke ist offen"},
      {"de", "12.05.2016 14.30 Die Brücke ist offen", false, "Die Brücke ist offen"},
      {"en", "12 May 2016 | 9:15 | The bridge is open", false, "The bridge is open"},

      // Cells of a table: the first behind the date.
      {"cs", "18. 1. 2020\tDen otevřených dveří\tTelč", false, "Den otevřených dveří"},
      {"cs", "20.–21. 2. 2020\tZávěrečná konference\tBrno", false, "Závěrečná konference"},
      {"en", "April 2014\tVisit report by Bram", false, "Visit report by Bram"},
      {"en", "April 2014\t \tVisit report by Bram", false, "Visit report by Bram"},
      {"en", "12 May 2016 | The bridge is open | Riga", false, "The bridge is open"},

      // A sentence is news, no title.
      {"en", "12 May 2016 The bridge over the canal is open again.", false, "(none)"},
      {"en", "12 May 2016 Have you seen the bridge?", false, "(none)"},
      {"ja", "2019年4月1日 運河の橋が開通しました。", false, "(none)"},
      // Unless it heads a text.
      {"en", "12 May 2016 The bridge over the canal is open again.", true,
       "The bridge over the canal is open again."},
      // What is set off is a title, and its text may follow in the same line.
      {"en", "March 2017 - The standard is out. Read it here.", false, "The standard is out."},
      {"ja", "2019年4月1日：橋が開通しました。写真はこちら。", false, "橋が開通しました。"},
  };
  for (const auto& row : rows) {
    const Block block = BlockOf(row.line, row.lang);
    ASSERT_FALSE(block.dates.empty()) << row.line;
    EXPECT_EQ(Text(block, TitleOfDatedLine(block, false, row.has_body)), row.title) << row.line;
  }
}

TEST(ArticleTitleTest, LinesThatEndWithADate) {
  const struct {
    const char* lang;
    const char* line;
    bool has_body;
    const char* title;
  } rows[] = {
      {"nl", "Nieuwe fietsbrug in gebruik (3 februari 2019)", false, "Nieuwe fietsbrug in gebruik"},
      {"nl", "• Nieuwe fietsbrug in gebruik (3 februari 2019)", false, "Nieuwe fietsbrug in gebruik"},
      {"en", "Snow chains for the tram (Dec 2015 - Jan 2016)", false, "Snow chains for the tram"},
      {"en", "Snow chains for the tram [December 2015]", false, "Snow chains for the tram"},
      {"en", "Snow chains for the tram - 12 May 2016", false, "Snow chains for the tram"},
      {"en", "Snow chains for the tram – May 2016", false, "Snow chains for the tram"},
      {"en", "Snow chains for the tram, 12 May 2016", false, "Snow chains for the tram"},
      {"en", "Snow chains for the tram | 12 May 2016", false, "Snow chains for the tram"},
      {"it", "Un archivio possibile - gennaio 2018", false, "Un archivio possibile"},
      {"ja", "運河の橋が開通（2019年4月1日）", false, "運河の橋が開通"},
      {"cs", "Den otevřených dveří\tTelč\t18. 1. 2020", false, "Den otevřených dveří"},

      // A sentence in front of the date, and a date inside one.
      {"en", "The tram has snow chains now. (12 May 2016)", false, "(none)"},
      {"en", "The tram has snow chains now! (12 May 2016)", false, "(none)"},
      {"en", "The fair takes place in June 2013.", false, "(none)"},
      {"en", "The tram has snow chains now. (12 May 2016)", true, "The tram has snow chains now."},
  };
  for (const auto& row : rows) {
    const Block block = BlockOf(row.line, row.lang);
    ASSERT_FALSE(block.dates.empty()) << row.line;
    EXPECT_EQ(Text(block, TitleOfDatedLine(block, true, row.has_body)), row.title) << row.line;
  }
}

TEST(ArticleTitleTest, Items) {
  const struct {
    const char* line;
    const char* title;
  } rows[] = {
      {"• New timetable for the night buses", "New timetable for the night buses"},
      {"New timetable for the night buses", "New timetable for the night buses"},
      {"- New timetable, with a map", "New timetable, with a map"},
      {"• The night buses have a new timetable.", "(none)"},
      {"• Have you seen the new timetable?", "(none)"},
      {"・夜行バスの新しい時刻表", "夜行バスの新しい時刻表"},
      {"・夜行バスの時刻表が変わりました。", "(none)"},
  };
  for (const auto& row : rows) {
    const Block block = BlockOf(row.line, "en");
    EXPECT_EQ(Text(block, TitleOfItem(block)), row.title) << row.line;
  }
}

TEST(ArticleTitleTest, WhatIsTooLongIsNoTitle) {
  std::string words;
  while (words.size() < 500) words.append("время ");  // under 400 characters
  const std::string dated = "12.05.2016 – " + words;
  const Block line = BlockOf(dated, "de");
  ASSERT_FALSE(line.dates.empty());
  EXPECT_EQ(TitleOfDatedLine(line, false, false), std::nullopt);
  const std::string closing = words + "(12.05.2016)";
  const Block closes = BlockOf(closing, "de");
  ASSERT_FALSE(closes.dates.empty());
  EXPECT_EQ(TitleOfDatedLine(closes, true, false), std::nullopt);
  const Block item = BlockOf(words, "de");
  EXPECT_EQ(TitleOfItem(item), std::nullopt);
}

// Whatever stands in a line, a title lies in it, ends between characters and is never empty.
TEST(ArticleTitleTest, RandomLinesKeepTheContract) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::vector<std::string> parts = {"12.05.2016",
                                          "(12 May 2016)",
                                          "[20 Aug 2014]",
                                          "2019年4月1日",
                                          " – ",
                                          " - ",
                                          ": ",
                                          "\t",
                                          " | ",
                                          "The bridge",
                                          "運河の橋",
                                          "open",
                                          ".",
                                          "?",
                                          "。",
                                          "14:00",
                                          " ",
                                          "++",
                                          "• ",
                                          "(",
                                          ")",
                                          "„",
                                          ",",
                                          "May 2016",
                                          "(March 2015 - May 2016)"};
  size_t titles = 0;
  for (int round = 0; round < 5000; ++round) {
    std::string line;
    for (uint64_t i = 1 + random.Below(7); i > 0; --i) line += parts[random.Below(parts.size())];
    std::vector<uint64_t> cut;
    std::vector<Block> blocks = MakeBlocks(line, 1u << 20, &cut);
    if (blocks.empty()) continue;
    FindDates(DateParser(DateOptions{{"en", "de"}, false}), &blocks);
    const Block& block = blocks.front();
    const TextRange heading = TitleOfHeading(block);
    std::vector<std::optional<TextRange>> ranges = {heading, TitleOfItem(block)};
    if (!block.dates.empty()) {
      for (const bool closes : {false, true}) {
        for (const bool has_body : {false, true}) ranges.push_back(TitleOfDatedLine(block, closes, has_body));
      }
    }
    for (const auto& range : ranges) {
      if (!range) continue;
      ++titles;
      ASSERT_LT(range->begin, range->end) << line;
      ASSERT_LE(range->end, block.text.size()) << line;
      for (const size_t at : {range->begin, range->end}) {
        ASSERT_TRUE(at == block.text.size() || (static_cast<unsigned char>(block.text[at]) & 0xC0) != 0x80)
            << line;
      }
    }
  }
  EXPECT_GT(titles, 5000u);
}

}  // namespace
}  // namespace newsearch
