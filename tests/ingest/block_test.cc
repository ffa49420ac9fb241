// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/block.h"

#include "ingest/date_vocabulary.h"
#include "support/test_support.h"
#include "text/char_class.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

std::vector<Block> BlocksOf(std::string_view text) {
  std::vector<uint64_t> cut;
  return MakeBlocks(text, 1u << 20, &cut);
}

std::vector<Block> DatedBlocksOf(std::string_view text) {
  std::vector<Block> blocks = BlocksOf(text);
  FindDates(DateParser(DateOptions{{"en"}, false}), &blocks);
  return blocks;
}

// The yes-or-no features of a block, as words.
std::string Features(const Block& block) {
  std::string text;
  const auto add = [&text](bool yes, const char* name) {
    if (yes) text.append(text.empty() ? "" : " ").append(name);
  };
  add(block.decorated, "decorated");
  add(block.markup.heading == 1, "h1");
  add(block.markup.heading == 3, "h3");
  add(block.numbered, "numbered");
  add(block.bullet, "bullet");
  add(block.ends_sentence, "sentence");
  add(block.ends_with_stop, "stop");
  add(block.ends_with_colon, "colon");
  add(block.starts_lower, "lower");
  add(block.starts_with_dash, "dash");
  add(block.in_quotes, "quotes");
  add(block.has_url, "url");
  add(block.shouting, "shouting");
  return text;
}

TEST(BlockTest, Features) {
  const struct {
    const char* line;
    const char* core;
    size_t words;
    const char* features;
  } rows[] = {
      {"A plain title", "A plain title", 3, ""},
      {"A sentence.", "A sentence.", 2, "sentence stop"},
      // Decoration, with and without blanks, of several signs.
      {"++ A title ++", "A title", 2, "decorated"},
      {"++A title++", "A title", 2, "decorated"},
      {"++ A title @Riga  \u00A0++", "A title @Riga", 3, "decorated"},
      {"== A title ==", "A title", 2, "decorated"},
      {"** A title **", "A title", 2, "decorated"},
      {"=== A title ===", "A title", 2, "decorated"},
      {"-- A title --", "A title", 2, "decorated"},
      {"# A title", "A title", 2, "h1"},
      {"### A title ###", "A title", 2, "h3"},
      {"++ Is it open? ++", "Is it open?", 3, "decorated sentence"},
      // One sign is none, and signs alone are no decorated text.
      {"+ A title +", "+ A title +", 2, ""},
      {"*emphasis*", "*emphasis*", 1, "lower"},
      {"#hashtag", "#hashtag", 1, "lower"},
      {"++++++", "++++++", 0, ""},
      {"C++ for all", "C++ for all", 3, ""},
      // Bullets, doubled bullets, numbers of lists; a date is no number of a list.
      {"• First point", "First point", 2, "bullet"},
      {"•First point", "First point", 2, "bullet"},
      {"- First point", "First point", 2, "bullet"},
      {"* First point", "First point", 2, "bullet"},
      {"• • First point", "First point", 2, "bullet"},
      {"1. First point", "1. First point", 3, "numbered"},
      {"  12) First point", "First point", 2, "bullet"},
      {"(3) First point", "First point", 2, "bullet"},
      {"2016. First point", "2016. First point", 3, ""},
      {"1.First point", "1.First point", 3, ""},
      {"-5 degrees", "-5 degrees", 2, "dash"},
      {"•", "•", 0, ""},
      // How it ends: also inside quotation marks and brackets.
      {"It is open!", "It is open!", 3, "sentence"},
      {"It is open…", "It is open…", 3, "sentence"},
      {"“It is open.”", "“It is open.”", 3, "sentence stop quotes"},
      {"(It is open.)", "(It is open.)", 3, "sentence stop"},
      {"„Licht nur dort, wo jemand geht“", "„Licht nur dort, wo jemand geht“", 6, "quotes"},
      {"«Il faut»", "«Il faut»", 2, "quotes"},
      {"“One” and “two” again", "“One” and “two” again", 4, ""},
      {"Who should come:", "Who should come:", 3, "colon"},
      {"終わりました。", "終わりました。", 1, "sentence stop"},
      // How it starts.
      {"of the first kind", "of the first kind", 4, "lower"},
      {"eHealth for all", "eHealth for all", 3, ""},
      {"2016 was good", "2016 was good", 3, ""},
      {"– said the mayor", "– said the mayor", 3, "lower dash"},
      {"Über alles", "Über alles", 2, ""},
      {"älter als gedacht", "älter als gedacht", 3, "lower"},
      // Addresses, capitals.
      {"See https://example.org/a", "See https://example.org/a", 5, "url"},
      {"www.example.org", "www.example.org", 3, "lower url"},
      {"LATEST NEWS", "LATEST NEWS", 2, "shouting"},
      {"ICT", "ICT", 1, ""},
      {"ΤΕΛΕΥΤΑΙΑ ΝΕΑ", "ΤΕΛΕΥΤΑΙΑ ΝΕΑ", 2, "shouting"},
  };
  for (const auto& row : rows) {
    const std::vector<Block> blocks = BlocksOf(row.line);
    ASSERT_EQ(blocks.size(), 1u) << row.line;
    EXPECT_EQ(blocks[0].core, row.core) << row.line;
    EXPECT_EQ(blocks[0].text.substr(blocks[0].core_begin, blocks[0].core.size()), row.core) << row.line;
    EXPECT_EQ(blocks[0].words, row.words) << row.line;
    EXPECT_EQ(Features(blocks[0]), row.features) << row.line;
  }
}

TEST(BlockTest, CountsCharactersNotBytes) {
  const std::vector<Block> blocks = BlocksOf("++ Žižkov öffnet ++");
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_EQ(blocks[0].chars, 13u);
}

TEST(BlockTest, LinesAndSpans) {
  const std::string text = "First\n\n  Second \t\n\n\n\u00A0Third\u00A0\nFourth";
  const std::vector<Block> blocks = BlocksOf(text);
  ASSERT_EQ(blocks.size(), 4u);
  const struct {
    const char* text;
    uint32_t line;
    uint32_t blank_before;
  } rows[] = {{"First", 1, 0}, {"Second", 3, 1}, {"Third", 6, 2}, {"Fourth", 7, 0}};
  for (size_t i = 0; i < blocks.size(); ++i) {
    EXPECT_EQ(blocks[i].text, rows[i].text);
    EXPECT_EQ(blocks[i].line, rows[i].line) << rows[i].text;
    if (i > 0) {
      EXPECT_EQ(blocks[i].blank_before, rows[i].blank_before) << rows[i].text;
    }
    EXPECT_EQ(text.substr(blocks[i].span.begin, blocks[i].span.end - blocks[i].span.begin), rows[i].text);
  }
  EXPECT_GT(blocks[0].blank_before, 100u) << "nothing stands closely above the first";
}

TEST(BlockTest, LineEnds) {
  const struct {
    const char* name;
    std::string_view text;
  } rows[] = {
      {"line feed", "One\n\nTwo\n"},
      {"carriage return and line feed", "One\r\n\r\nTwo\r\n"},
      {"carriage return", "One\r\rTwo\r"},
      {"byte order mark", "\xEF\xBB\xBFOne\n\nTwo"},
      {"white space lines", "One\n \t\u00A0\u200B\nTwo"},
  };
  for (const auto& row : rows) {
    const std::vector<Block> blocks = BlocksOf(row.text);
    ASSERT_EQ(blocks.size(), 2u) << row.name;
    EXPECT_EQ(blocks[0].text, "One") << row.name;
    EXPECT_EQ(blocks[1].text, "Two") << row.name;
    EXPECT_EQ(blocks[1].line, 3u) << row.name;
    EXPECT_EQ(blocks[1].blank_before, 1u) << row.name;
    EXPECT_EQ(row.text.substr(blocks[1].span.begin, 3), "Two") << row.name;
  }
  EXPECT_TRUE(BlocksOf("").empty());
  EXPECT_TRUE(BlocksOf("\n\n \n\r\n").empty());
  EXPECT_TRUE(BlocksOf("\xEF\xBB\xBF").empty());
}

TEST(BlockTest, LongLinesAreCutBetweenCharacters) {
  std::vector<uint64_t> cut;
  const std::vector<Block> blocks = MakeBlocks("short\näääääääääää\nshort", 5, &cut);
  EXPECT_THAT(cut, testing::ElementsAre(2));
  ASSERT_EQ(blocks.size(), 3u);
  EXPECT_EQ(blocks[1].text, "ää");
  EXPECT_EQ(blocks[2].line, 3u);
}

TEST(BlockTest, DatesAndWhatIsBesideThem) {
  const struct {
    const char* line;
    size_t dates;
    size_t before;  // letters and digits before the first date, after the last, and all that are no date
    size_t after;
    size_t beside;
  } rows[] = {
      {"No date", 0, 0, 0, 0},
      {"21st June 2016", 1, 0, 0, 0},
      {"Wednesday, 16 November 2016", 1, 0, 0, 0},
      {"den 12 oktober 2017", 1, 0, 0, 0},
      {"27-28 March 2018, Ljubljana (Slovenia)", 1, 0, 17, 17},
      {"Riga, 24 November 2017", 1, 4, 0, 4},
      {"3 May 2016: open; 5 June 2016: closed", 2, 0, 6, 10},
      {"(Anna Berg, 17.06.2020)", 1, 8, 0, 8},
  };
  for (const auto& row : rows) {
    const std::vector<Block> blocks = DatedBlocksOf(row.line);
    ASSERT_EQ(blocks.size(), 1u) << row.line;
    EXPECT_EQ(blocks[0].dates.size(), row.dates) << row.line;
    EXPECT_EQ(blocks[0].chars_before_date, row.before) << row.line;
    EXPECT_EQ(blocks[0].chars_after_date, row.after) << row.line;
    EXPECT_EQ(blocks[0].chars_beside_dates, row.beside) << row.line;
  }
}

TEST(BlockTest, RepeatedTextsAndFrames) {
  const std::vector<Block> blocks = DatedBlocksOf(
      "One thing\nPosted on 3 May 2016 | Category: News\nRead more\n"
      "Another thing\nPosted on 5 June 2016 | Category: Events\nRead more\n"
      "A third\n• Read more\n21st June 2016\n");
  ASSERT_EQ(blocks.size(), 9u);
  EXPECT_EQ(blocks[0].same_text, 1u);
  EXPECT_EQ(blocks[2].same_text, 3u) << "without bullets";
  EXPECT_EQ(blocks[5].same_text, 3u);
  EXPECT_EQ(blocks[7].same_text, 3u);
  EXPECT_EQ(blocks[1].same_frame, 2u) << "the words around the date, up to a sign";
  EXPECT_EQ(blocks[4].same_frame, 2u);
  EXPECT_EQ(blocks[1].same_text, 1u);
  EXPECT_EQ(blocks[8].same_frame, 1u);
}

TEST(BlockTest, TrimSpace) {
  const struct {
    const char* text;
    const char* trimmed;
  } rows[] = {{"", ""},
              {"a", "a"},
              {"  a b\t\r\n", "a b"},
              {"\u00A0a\u2003", "a"},
              {" \u3000\u2028", ""},
              {"\u200Ba\uFEFF", "a"},
              {"é ", "é"}};
  for (const auto& row : rows) EXPECT_EQ(TrimSpace(row.text), row.trimmed) << row.text;
}

// What is counted in one pass is what a naive reading of the rules says, on text of all scripts.
TEST(BlockTest, CountsAsOneCharacterAtATimeWould) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 3000; ++round) {
    const std::string text = round % 4 == 0 ? random.Bytes(random.Below(60)) : random.Text(random.Below(60));
    Block block;
    block.text = TrimSpace(text);
    if (block.text.empty()) continue;
    DescribeBlock(&block);
    size_t chars = 0;
    size_t words = 0;
    size_t uppers = 0;
    size_t lowers = 0;
    bool in_word = false;
    bool starts_lower = false;
    for (size_t i = 0; i < block.core.size(); ++chars) {
      const Utf8Step step = DecodeUtf8(block.core, i);
      const char32_t c = step.code_point;
      const bool part_of_word = IsLetter(c) || IsDigit(c);
      words += part_of_word && !in_word;
      in_word = part_of_word;
      lowers += IsLower(c);
      uppers += IsUpper(c);
      if (IsLetter(c) && words == 1) starts_lower = IsLower(c) && uppers == 0;
      i += step.length;
    }
    ASSERT_EQ(block.chars, chars) << testing::PrintToString(text);
    ASSERT_EQ(block.words, words) << testing::PrintToString(text);
    ASSERT_EQ(block.starts_lower, starts_lower) << testing::PrintToString(text);
    ASSERT_EQ(block.shouting, uppers > 3 && lowers == 0) << testing::PrintToString(text);
  }
}

// The short ways through UTF-8 are the long way.
TEST(BlockTest, ReadsUtf8AsTheLongWayWould) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 5000; ++round) {
    std::string text = random.Text(random.Below(40));
    if (round % 2 == 0) text += random.Bytes(random.Below(20)) + random.Text(random.Below(40));
    bool well_formed = true;
    for (size_t i = 0; i < text.size();) {
      const Utf8Step quick = DecodeUtf8(text, i);
      const Utf8Step slow = DecodeUtf8Slow(text, i);
      ASSERT_EQ(quick.code_point, slow.code_point) << testing::PrintToString(text) << i;
      ASSERT_EQ(quick.length, slow.length) << testing::PrintToString(text) << i;
      ASSERT_EQ(quick.well_formed, slow.well_formed) << testing::PrintToString(text) << i;
      well_formed &= slow.well_formed;
      i += slow.length;
    }
    ASSERT_EQ(IsValidUtf8(text), well_formed) << testing::PrintToString(text);
  }
}

// Words beside dates are compared as FoldName makes them, without making strings.
TEST(BlockTest, WordsOfDatesAreFoldedAsNamesAre) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const DateParser parser((DateOptions()));
  for (int round = 0; round < 20000; ++round) {
    std::string word;
    const std::string text = random.Text(1 + random.Below(12));
    for (size_t i = 0; i < text.size();) {
      const Utf8Step step = DecodeUtf8(text, i);
      if (IsLetter(step.code_point) || IsDigit(step.code_point)) word.append(text, i, step.length);
      i += step.length;
    }
    const bool ascii =
        std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    const std::string folded = FoldMarks(FoldCase(word));
    if (word.size() > FoldedDateWord::kMaxBytes || folded.size() > FoldedDateWord::kMaxBytes) continue;
    ASSERT_EQ(FoldedDateWord(word, ascii).view(), folded) << testing::PrintToString(word);
  }
  for (const char* word : {"Monday", "MONTAG", "on", "Of", "sábado", "SÁBADO", "Ιουνίου", "среда", "Среда"}) {
    EXPECT_EQ(parser.IsDateWord(FoldMarks(FoldCase(word))),
              parser.IsDateWord(FoldedDateWord(word, false).view()))
        << word;
  }
}

TEST(BlockTest, Addresses) {
  const struct {
    const char* text;
    bool has_url;
  } rows[] = {
      {"www.example.org", true}, {"see www.example.org", true}, {"http://x", true}, {"a: b://c", true},
      {"ww.example.org", false}, {"www example", false},        {"http:/x", false}, {"3:15 p.m. www", false},
      {".www", false},           {"a.b.c.d www.", true},        {":", false},       {"://", true},
      {"Wwww.example.org", true}};
  for (const auto& row : rows) {
    Block block;
    block.text = row.text;
    DescribeBlock(&block);
    EXPECT_EQ(block.has_url, row.has_url) << row.text;
  }
}

TEST(BlockCountsTest, CountsLikeAMap) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  BlockCounts counts;
  std::map<uint64_t, uint32_t> texts;
  std::map<uint64_t, uint32_t> frames;
  for (int round = 0; round < 20000; ++round) {
    Block block;
    // Keys are hashes, but equal low bits must do no harm.
    block.text_key = random.Below(3000) << (random.Below(2) * 32);
    block.frame_key = random.Below(100);
    counts.Count(block);
    ++texts[block.text_key];
    ++frames[block.frame_key];
  }
  for (uint64_t key = 0; key < 4000; ++key) {
    Block block;
    block.text_key = block.frame_key = key;
    counts.Assign(&block);
    const auto expected = [key](const auto& map) {
      return key == 0 || map.count(key) == 0 ? 1 : map.find(key)->second;
    };
    ASSERT_EQ(block.same_text, expected(texts)) << key;
    ASSERT_EQ(block.same_frame, expected(frames)) << key;
  }
}

// More texts than are kept: those that came back stay.
TEST(BlockCountsTest, ForgetsWhatDidNotComeBack) {
  BlockCounts counts;
  Block often;
  often.text_key = 7;
  counts.Count(often);
  counts.Count(often);
  Block block;
  for (uint64_t i = 1; i <= 1100000; ++i) {
    block.text_key = i * 0x9E3779B97F4A7C15u;
    counts.Count(block);
  }
  counts.Assign(&often);
  EXPECT_EQ(often.same_text, 2u);
  counts.Assign(&block);
  EXPECT_EQ(block.same_text, 1u);
  counts.Count(block);
  counts.Assign(&block);
  EXPECT_EQ(block.same_text, 2u);
}

// A line that is too long to be kept: what is passed over stands behind its first part.
TEST(LineBlocksTest, PlaceOfALineThatIsCut) {
  LineBlocks lines(4);
  std::vector<Block> blocks;
  EXPECT_EQ(lines.Append("one\nabcdef", false, &blocks), 4u);
  lines.Skip(10);
  EXPECT_EQ(lines.Append("abcdef\nxy\n", true, &blocks), 10u);
  ASSERT_EQ(blocks.size(), 3u);
  EXPECT_EQ(blocks[1].text, "abcd");
  EXPECT_EQ(blocks[1].span, (ByteSpan{4, 8}));
  EXPECT_EQ(blocks[2].text, "xy");
  EXPECT_EQ(blocks[2].span, (ByteSpan{21, 23}));
}

}  // namespace
}  // namespace newsearch
