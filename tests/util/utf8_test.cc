// SPDX-License-Identifier: GPL-2.0-or-later
#include "util/utf8.h"

#include <algorithm>

#include "support/test_support.h"

namespace newsearch {
namespace {

using ::testing::PrintToString;

using namespace std::string_literals;

std::vector<Utf8Step> Steps(std::string_view text) {
  std::vector<Utf8Step> steps;
  for (size_t i = 0; i < text.size();) {
    steps.push_back(DecodeUtf8(text, i));
    if (steps.back().length == 0) {
      ADD_FAILURE() << "stuck at byte " << i << " of " << PrintToString(std::string(text));
      break;
    }
    i += steps.back().length;
  }
  return steps;
}

// "U+0041 U+FFFD/2": every step, with the length of the ill-formed ones.
std::string Shown(std::string_view text) {
  std::string shown;
  char number[32];
  for (const Utf8Step& step : Steps(text)) {
    std::snprintf(number, sizeof number, "%sU+%04X", shown.empty() ? "" : " ",
                  static_cast<unsigned>(step.code_point));
    shown.append(number);
    if (!step.well_formed) shown.append("/").append(std::to_string(step.length));
  }
  return shown;
}

TEST(DecodeUtf8, ReplacesMaximalSubparts) {
  static const struct {
    std::string bytes;
    const char* expected;
  } kRows[] = {
      // Well-formed: the first and last of every length.
      {"\x00"s, "U+0000"},
      {"\x7F", "U+007F"},
      {"\xC2\x80", "U+0080"},
      {"\xDF\xBF", "U+07FF"},
      {"\xE0\xA0\x80", "U+0800"},
      {"\xED\x9F\xBF", "U+D7FF"},
      {"\xEE\x80\x80", "U+E000"},
      {"\xEF\xBF\xBF", "U+FFFF"},
      {"\xF0\x90\x80\x80", "U+10000"},
      {"\xF4\x8F\xBF\xBF", "U+10FFFF"},
      // A written U+FFFD is a character like any other.
      {"\xEF\xBF\xBD", "U+FFFD"},
      // The Unicode Standard, table 3-8: overlong forms.
      {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41",
       "U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1 U+0041"},
      // Table 3-9: surrogates.
      {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41",
       "U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1 U+0041"},
      // Table 3-10: beyond U+10FFFF, and bytes that are never used.
      {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42",
       "U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1 U+0041 U+FFFD/1 U+FFFD/1 U+0042"},
      // Table 3-11: truncated sequences.
      {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "U+FFFD/2 U+FFFD/1 U+FFFD/3 U+FFFD/2 U+0041"},
      // Truncated by the end of the text.
      {"a\xC3", "U+0061 U+FFFD/1"},
      {"\xE2\x82", "U+FFFD/2"},
      {"\xF0\x9F\x98", "U+FFFD/3"},
      {"\xF0\x9F", "U+FFFD/2"},
      {"\xF0", "U+FFFD/1"},
      // A lead byte in place of a continuation starts anew.
      {"\xE2\xC3\xA9", "U+FFFD/1 U+00E9"},
      {"\xC3\xC3\xA9", "U+FFFD/1 U+00E9"},
      {"\xF0\x9F\xE2\x82\xAC", "U+FFFD/2 U+20AC"},
      // One continuation too many.
      {"\xC3\xA9\xA9", "U+00E9 U+FFFD/1"},
      // Five and six byte forms of old.
      {"\xF8\x88\x80\x80\x80", "U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1"},
      {"\xFC\x84\x80\x80\x80\x80", "U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1 U+FFFD/1"},
  };
  for (const auto& row : kRows) EXPECT_EQ(Shown(row.bytes), row.expected) << PrintToString(row.bytes);
}

TEST(DecodeUtf8, SaysWhereTheTextEnds) {
  EXPECT_EQ(DecodeUtf8("", 0).length, 0u);
  EXPECT_EQ(DecodeUtf8("abc", 3).length, 0u);
  EXPECT_EQ(DecodeUtf8("abc", 4).length, 0u);
  // Bytes behind the end of the view are not looked at.
  EXPECT_EQ(DecodeUtf8(std::string_view("\xE2\x82\xAC", 2), 0).length, 2u);
}

TEST(DecodeUtf8, ReadsEveryCodePointBack) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    AppendUtf8(c, &text);
    const Utf8Step step = DecodeUtf8(text, 0);
    ASSERT_TRUE(step.well_formed && step.code_point == c && step.length == text.size())
        << static_cast<unsigned>(c);
    const Utf8Step back = DecodeUtf8Before(text, text.size());
    ASSERT_TRUE(back.well_formed && back.code_point == c && back.length == text.size())
        << static_cast<unsigned>(c);
  }
}

TEST(DecodeUtf8, GoesThroughRandomBytes) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 20000; ++i) {
    // Half of them truncated or mixed real text, so that long sequences occur.
    std::string text = i % 2 ? random.Bytes(random.Below(24)) : random.Text(random.Below(8));
    if (i % 2 == 0 && !text.empty()) text.erase(random.Below(text.size()), 1);
    SCOPED_TRACE(PrintToString(text));
    size_t at = 0;
    for (const Utf8Step& step : Steps(text)) {
      if (step.well_formed) {
        std::string again;
        AppendUtf8(step.code_point, &again);
        ASSERT_EQ(again, text.substr(at, step.length));
      } else {
        ASSERT_EQ(step.code_point, kReplacement);
        ASSERT_LE(step.length, 3u);
      }
      at += step.length;
      const Utf8Step back = DecodeUtf8Before(text, at);
      ASSERT_EQ(back.length, step.length) << at;
      ASSERT_EQ(back.code_point, step.code_point) << at;
      ASSERT_EQ(back.well_formed, step.well_formed) << at;
    }
    ASSERT_EQ(at, text.size());
  }
}

TEST(IsValidUtf8, LooksBehindEveryAsciiRun) {
  for (size_t length = 0; length <= 20; ++length) {
    for (size_t at = 0; at < length; ++at) {
      std::string text(length, 'a');
      EXPECT_TRUE(IsValidUtf8(text));
      text[at] = '\x80';
      EXPECT_FALSE(IsValidUtf8(text)) << PrintToString(text);
    }
  }
  EXPECT_TRUE(IsValidUtf8("Kista, Malmö, Αθήνα, 智慧城市 😀"));
  EXPECT_FALSE(IsValidUtf8("Malm\xF6"));
  EXPECT_FALSE(IsValidUtf8("Kista \xE2\x82"));
}

TEST(SanitizeUtf8, ReplacesAndCounts) {
  static const struct {
    std::string bytes;
    std::string expected;
    uint64_t ill_formed;
  } kRows[] = {
      // Nothing to do.
      {"", "", 0},
      {"plain ASCII of some length", "plain ASCII of some length", 0},
      {"Malmö 智慧 😀 \xEF\xBF\xBD", "Malmö 智慧 😀 \xEF\xBF\xBD", 0},
      {"a\0b"s, "a\0b"s, 0},
      // Latin-1 and Windows-1252 in a UTF-8 file.
      {"Malm\xF6 stad", "Malm\uFFFD stad", 1},
      {"\x93quoted\x94", "\uFFFDquoted\uFFFD", 2},
      // One replacement for a truncated sequence, all of its bytes counted.
      {"ab\xE2\x82 cd", "ab\uFFFD cd", 2},
      {"ab\xF0\x9F\x98", "ab\uFFFD", 3},
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD", 3},
      // Behind a run of ASCII that is no multiple of eight.
      {"0123456789\xFFz", "0123456789\uFFFDz", 1},
  };
  for (const auto& row : kRows) {
    uint64_t ill_formed = 0;
    EXPECT_EQ(SanitizeUtf8(row.bytes, &ill_formed), row.expected) << PrintToString(row.bytes);
    EXPECT_EQ(ill_formed, row.ill_formed) << PrintToString(row.bytes);
  }
}

TEST(SanitizeUtf8, AddsToTheCount) {
  uint64_t ill_formed = 40;
  EXPECT_EQ(SanitizeUtf8("\xFF\xFE", &ill_formed), "\uFFFD\uFFFD");
  EXPECT_EQ(ill_formed, 42u);
}

TEST(SanitizeUtf8, MakesRandomBytesValid) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 10000; ++i) {
    std::string text = random.Text(random.Below(20));
    if (i % 3 != 0) text.insert(random.Below(text.size() + 1), random.Bytes(random.Below(12)));
    SCOPED_TRACE(PrintToString(text));
    uint64_t ill_formed = 0;
    const std::string clean = SanitizeUtf8(text, &ill_formed);
    ASSERT_TRUE(IsValidUtf8(clean));
    ASSERT_EQ(IsValidUtf8(text), ill_formed == 0);
    if (ill_formed == 0) {
      ASSERT_EQ(clean, text);
    }
    // What is counted is what is not in the clean text.
    uint64_t kept = 0;
    uint64_t replaced = 0;
    for (const Utf8Step& step : Steps(text)) (step.well_formed ? kept : replaced) += step.length;
    ASSERT_EQ(kept + ill_formed, text.size());
    ASSERT_EQ(replaced, ill_formed);
    uint64_t again = 0;
    ASSERT_EQ(SanitizeUtf8(clean, &again), clean);
    ASSERT_EQ(again, 0u);
  }
}

TEST(Utf8Prefix, CutsBetweenCodePoints) {
  static const struct {
    std::string text;
    size_t max_bytes;
    std::string expected;
  } kRows[] = {
      {"", 0, ""},
      {"abc", 0, ""},
      {"abc", 2, "ab"},
      {"abc", 3, "abc"},
      {"abc", 100, "abc"},
      // Two, three and four bytes.
      {"aö", 2, "a"},
      {"aö", 3, "aö"},
      {"öb", 1, ""},
      {"智慧", 2, ""},
      {"智慧", 3, "智"},
      {"智慧", 5, "智"},
      {"智慧", 6, "智慧"},
      {"a😀b", 4, "a"},
      {"a😀b", 5, "a😀"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Utf8Prefix(row.text, row.max_bytes), row.expected) << row.text << ", " << row.max_bytes;
  }
}

TEST(Utf8Prefix, IsValidAndLongest) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 5000; ++i) {
    const std::string text = random.Text(1 + random.Below(12));
    const size_t max_bytes = random.Below(text.size() + 2);
    const std::string_view prefix = Utf8Prefix(text, max_bytes);
    SCOPED_TRACE(text + ", " + std::to_string(max_bytes));
    ASSERT_TRUE(text.starts_with(prefix));
    ASSERT_LE(prefix.size(), max_bytes);
    ASSERT_TRUE(IsValidUtf8(prefix));
    if (prefix.size() < text.size()) {
      ASSERT_GT(prefix.size() + DecodeUtf8(text, prefix.size()).length, max_bytes);
    }
  }
}

// Callers that go through a text piece by piece rely on it.
TEST(Utf8Prefix, CutsStrayContinuationBytes) {
  EXPECT_EQ(Utf8Prefix(std::string(300, '\x80'), 200).size(), 200u);
}

TEST(CountCodePoints, CountsWellFormedText) {
  EXPECT_EQ(CountCodePoints(""), 0u);
  EXPECT_EQ(CountCodePoints("abc"), 3u);
  EXPECT_EQ(CountCodePoints("aö智😀"), 4u);
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 1000; ++i) {
    const std::string text = random.Text(random.Below(30));
    ASSERT_EQ(CountCodePoints(text), Steps(text).size()) << text;
  }
}

}  // namespace
}  // namespace newsearch
