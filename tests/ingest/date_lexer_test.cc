// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/date_lexer.h"

#include "ingest/date_vocabulary.h"
#include "support/test_support.h"
#include "text/char_class.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

size_t FindDigitSlowly(std::string_view text, size_t from) {
  for (size_t i = from; i < text.size();) {
    const Utf8Step step = DecodeUtf8(text, i);
    const char32_t c = step.code_point;
    const bool is_read =
        c < 0x80 || (c >= 0x660 && c <= 0x669) || (c >= 0x6F0 && c <= 0x6F9) || (c >= 0xFF10 && c <= 0xFF19);
    if (is_read && IsDigit(c)) return i;
    i += step.length;
  }
  return std::string_view::npos;
}

TEST(DateLexer, FindDigitFindsTheFirst) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::vector<std::string> pieces = {"a", "/",  ":",  "é",  "ж",  "٠",  "٩", "٪", "۹",
                                           "ۀ", "０", "９", "／", "：", "中", "0", "9", "\U0001F600"};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const uint64_t plain = random.Below(24);
    for (uint64_t i = 0; i < plain; ++i) text += pieces[random.Below(5)];
    for (uint64_t i = random.Below(4); i > 0; --i) text += pieces[random.Below(pieces.size())];
    ASSERT_EQ(FindDigit(text, 0), FindDigitSlowly(text, 0)) << text;
  }
}

TEST(DateLexer, FoldsWordsAsTheNormalizerDoes) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 20000; ++round) {
    std::string word;
    const bool long_word = random.Below(8) == 0;
    for (uint64_t i = 1 + random.Below(long_word ? 30 : 8); i > 0; --i) {
      // Scripts of two bytes, with what is beyond now and then.
      const char32_t limit = random.Below(6) == 0 ? 0x3000 : 0x700;
      const auto c = static_cast<char32_t>(0x41 + random.Below(limit - 0x41));
      if (IsLetter(c)) AppendUtf8(c, &word);
    }
    const std::string expected = FoldMarks(FoldCase(word));
    if (expected.size() > FoldedDateWord::kMaxBytes || word.size() > FoldedDateWord::kMaxBytes) continue;
    ASSERT_EQ(FoldedDateWord(word, false).view(), expected) << word;
  }
  EXPECT_EQ(FoldedDateWord("WEDNESDAY", true).view(), "wednesday");
  EXPECT_EQ(FoldedDateWord("Μάρτιος", false).view(), FoldName("Μάρτιος"));
  EXPECT_EQ(FoldedDateWord(std::string(FoldedDateWord::kMaxBytes + 1, 'a'), true).view(), "");
}

// Every window starts behind the numbers of the one before, and no number is left out.
TEST(DateLexer, WindowsHoldEachNumberOnce) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::vector<std::string> pieces = {"12", "2016",        "word", "Straße", "ул", ".",
                                           ",",  " ",           " ",    " ",      "-",  "中文",
                                           "٣",  "a.b.c.d.e.f", "\xFF", "\u00A0"};
  DateWindow window;
  for (int round = 0; round < 3000; ++round) {
    std::string line;
    for (uint64_t i = random.Below(120); i > 0; --i)
      line += pieces[random.Below(pieces.size() - random.Below(3))];
    size_t floor = 0;
    size_t numbers = 0;
    for (size_t digit = FindDigit(line, 0); digit != std::string_view::npos; digit = FindDigit(line, floor)) {
      LexAround(line, digit, floor, &window);
      size_t end = floor;
      for (const DateLexeme& lexeme : window.lexemes) {
        ASSERT_LE(end, lexeme.begin) << line;
        ASSERT_LT(lexeme.begin, lexeme.end) << line;
        end = lexeme.end;
        numbers += lexeme.kind == DateLexeme::Kind::kNumber;
      }
      ASSERT_LT(floor, window.end) << line;
      floor = window.end;
    }
    LexWhole(line, &window);
    size_t expected = 0;
    for (const DateLexeme& lexeme : window.lexemes) expected += lexeme.kind == DateLexeme::Kind::kNumber;
    ASSERT_EQ(numbers, expected) << line;
  }
}

TEST(DateVocabulary, Eras) {
  const struct {
    const char* word;
    int first_year;
    bool is_first;
  } rows[] = {{"平成", 1989, false}, {"令和元", 2019, true}, {"会議は昭和", 1926, false},
              {"大正", 1912, false}, {"明治", 1868, false},  {"平", 0, false},
              {"元", 0, true},       {"", 0, false}};
  for (const auto& row : rows) {
    const DateVocabulary::Era era = DateVocabulary::EraAtEnd(row.word);
    EXPECT_EQ(era.first_year, row.first_year) << row.word;
    EXPECT_EQ(era.is_first, row.is_first) << row.word;
  }
}

}  // namespace
}  // namespace newsearch
