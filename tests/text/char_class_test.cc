// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/char_class.h"

#include <algorithm>
#include <string>
#include <vector>

#include "support/test_support.h"
#include "text/break_classes.h"
#include "text/char_tables.h"

namespace newsearch {
namespace {

TEST(CharClass, Table) {
  // Classes by letter: Letter, Upper, lower (w), Digit, Space, dasH (-).
  static const struct {
    char32_t c;
    const char* classes;
  } kRows[] = {
      // ASCII.
      {'a', "Lw"},
      {'Z', "LU"},
      {'5', "D"},
      {' ', "S"},
      {'\t', "S"},
      {'\n', "S"},
      {'\v', "S"},
      {'\0', ""},
      {'-', "-"},
      {'_', ""},
      {'.', ""},
      {0x7F, ""},
      // Letters of other scripts, with and without case.
      {U'ö', "Lw"},
      {U'Ö', "LU"},
      {U'ß', "Lw"},
      {U'ẞ', "LU"},
      {U'ǅ', "LU"},
      {U'ж', "Lw"},
      {U'Ж', "LU"},
      {U'א', "L"},
      {U'م', "L"},
      {U'智', "L"},
      {U'ʼ', "L"},
      // Marks belong to letters.
      {0x0301, "L"},
      {0x094D, "L"},
      // Digits of all scripts, but not other numbers.
      {U'٣', "D"},
      {U'३', "D"},
      {U'３', "D"},
      {U'²', ""},
      {U'Ⅷ', ""},
      {U'½', ""},
      // White space, no-break and zero-width spaces.
      {0x85, "S"},
      {0xA0, "S"},
      {0x1680, "S"},
      {0x2003, "S"},
      {0x2028, "S"},
      {0x202F, "S"},
      {0x3000, "S"},
      {0x200B, "S"},
      {0x2060, "S"},
      {0xFEFF, "S"},
      {0xAD, ""},
      {0x200D, ""},
      // Hyphens and dashes.
      {0x2010, "-"},
      {0x2011, "-"},
      {0x2013, "-"},
      {0x2014, "-"},
      {0x2212, "-"},
      {0xFF0D, "-"},
      {0x30FC, "L"},
      // Other signs, private use, unassigned, beyond the last plane.
      {0x20AC, ""},
      {0x1F600, ""},
      {0xFFFD, ""},
      {0xE000, ""},
      {0x10FFFF, ""},
  };
  for (const auto& row : kRows) {
    std::string classes;
    if (IsLetter(row.c)) classes += "L";
    if (IsUpper(row.c)) classes += "U";
    if (IsLower(row.c)) classes += "w";
    if (IsDigit(row.c)) classes += "D";
    if (IsSpace(row.c)) classes += "S";
    if (IsDash(row.c)) classes += "-";
    EXPECT_EQ(classes, row.classes) << "U+" << std::hex << static_cast<unsigned>(row.c);
  }
}

TEST(CharClass, DigitsHaveValues) {
  for (int i = 0; i < 10; ++i) {
    for (char32_t zero : {char32_t('0'), U'٠', U'۰', U'०', U'๐', U'０'}) {
      EXPECT_EQ(DigitValue(zero + static_cast<char32_t>(i)), i);
      EXPECT_TRUE(IsDigit(zero + static_cast<char32_t>(i)));
    }
  }
  for (char32_t c : {char32_t('a'), char32_t('/'), char32_t(':'), U'½', U'Ⅷ', U'智'}) {
    EXPECT_EQ(DigitValue(c), -1) << static_cast<unsigned>(c);
  }
}

// The short way for ASCII and the long way through the tables must not disagree.
TEST(CharClass, ClassesDoNotOverlap) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    const int classes = IsLetter(c) + IsDigit(c) + IsSpace(c) + IsDash(c);
    ASSERT_LE(classes, 1) << "U+" << std::hex << static_cast<unsigned>(c);
    ASSERT_FALSE(IsUpper(c) && IsLower(c)) << "U+" << std::hex << static_cast<unsigned>(c);
    if (IsUpper(c) || IsLower(c)) {
      ASSERT_TRUE(IsLetter(c)) << "U+" << std::hex << static_cast<unsigned>(c);
    }
    if (IsDigit(c)) {
      ASSERT_GE(DigitValue(c), 0) << "U+" << std::hex << static_cast<unsigned>(c);
      ASSERT_LE(DigitValue(c), 9) << "U+" << std::hex << static_cast<unsigned>(c);
    }
  }
}

TEST(CharClass, AllAtOnceAreTheSame) {
  const CharClasses& classes = CharClasses::Get();
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    const uint8_t of = classes.Of(c);
    const auto has = [of](uint8_t bit) { return (of & bit) != 0; };
    ASSERT_TRUE(has(CharClasses::kLetter) == IsLetter(c) && has(CharClasses::kUpper) == IsUpper(c) &&
                has(CharClasses::kLower) == IsLower(c) && has(CharClasses::kDigit) == IsDigit(c) &&
                has(CharClasses::kSpace) == IsSpace(c))
        << "U+" << std::hex << static_cast<unsigned>(c);
  }
}

// The short way: what was worked out when the library was built is what ICU says now.
TEST(CharTables, AreThoseOfTheIcuInUse) {
  const CharTables* tables = BuiltInCharTables();
  ASSERT_NE(tables, nullptr) << "the ICU in use is not that of the build";
  const std::vector<uint8_t> break_classes = BreakClasses::Compute();
  ASSERT_EQ(break_classes.size(), BreakClasses::kTableBytes);
  EXPECT_TRUE(std::equal(break_classes.begin(), break_classes.end(), tables->break_classes));
  const std::vector<uint8_t> char_classes = CharClasses::ComputeAll();
  ASSERT_EQ(char_classes.size(), CharClasses::kTableBytes);
  EXPECT_TRUE(std::equal(char_classes.begin(), char_classes.end(), tables->char_classes));
}

}  // namespace
}  // namespace newsearch
