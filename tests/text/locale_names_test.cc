// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/locale_names.h"

#include <algorithm>
#include <set>

#include "support/test_support.h"
#include "text/language.h"
#include "text/normalizer.h"

namespace newsearch {
namespace {

using ::testing::Contains;
using ::testing::SizeIs;

using Kind = CalendarName::Kind;

// Languages that write months with digits, which are read as numbers.
bool CountsMonths(const std::string& lang) { return lang == "ja" || lang == "ko"; }

TEST(CalendarNames, HoldEveryMonthAndWeekdayOfEveryLanguage) {
  const std::vector<CalendarName> names = CalendarNames();
  std::map<std::string, std::set<int>> months;
  std::map<std::string, std::set<int>> days;
  for (const CalendarName& name : names) {
    months[name.lang];
    days[name.lang];
    if (name.abbreviated) continue;
    (name.kind == Kind::kMonth ? months : days)[name.lang].insert(name.number);
  }
  EXPECT_GE(months.size(), 40u);
  for (const auto& [lang, numbers] : months) {
    if (CountsMonths(lang)) {
      EXPECT_THAT(numbers, SizeIs(0)) << lang;
      continue;
    }
    EXPECT_THAT(numbers, SizeIs(12)) << lang;
    EXPECT_EQ(*numbers.begin(), 1) << lang;
    EXPECT_EQ(*numbers.rbegin(), 12) << lang;
  }
  for (const auto& [lang, numbers] : days) {
    EXPECT_THAT(numbers, SizeIs(7)) << lang;
    EXPECT_EQ(*numbers.begin(), 1) << lang;
    EXPECT_EQ(*numbers.rbegin(), 7) << lang;
  }
}

TEST(CalendarNames, AreFolded) {
  for (const CalendarName& name : CalendarNames()) {
    EXPECT_EQ(FoldName(name.folded), name.folded) << name.lang;
    EXPECT_FALSE(name.folded.empty() || name.folded.ends_with('.')) << name.lang << ": " << name.folded;
    EXPECT_EQ(name.folded.find_first_of("0123456789"), std::string::npos) << name.lang << ": " << name.folded;
    EXPECT_EQ(NormalizeLanguageTag(name.lang), name.lang);
  }
}

TEST(CalendarNames, Table) {
  static const struct {
    const char* lang;
    const char* folded;
    Kind kind;
    int number;
    bool abbreviated;
  } kRows[] = {
      {"en", "january", Kind::kMonth, 1, false},
      {"en", "december", Kind::kMonth, 12, false},
      {"en", "monday", Kind::kWeekday, 1, false},
      {"en", "sunday", Kind::kWeekday, 7, false},
      {"en", "jun", Kind::kMonth, 6, true},
      {"de", "marz", Kind::kMonth, 3, false},
      {"de", "janner", Kind::kMonth, 1, false},
      {"de", "januar", Kind::kMonth, 1, false},
      {"fr", "aout", Kind::kMonth, 8, false},
      {"fr", "janv", Kind::kMonth, 1, true},
      {"sv", "sondag", Kind::kWeekday, 7, false},
      // As used in dates, and standing alone.
      {"pl", "czerwca", Kind::kMonth, 6, false},
      {"pl", "czerwiec", Kind::kMonth, 6, false},
      {"ru", "июня", Kind::kMonth, 6, false},
      {"ru", "июнь", Kind::kMonth, 6, false},
      {"el", "ιουνιου", Kind::kMonth, 6, false},
      {"el", "ιουνιοσ", Kind::kMonth, 6, false},
      {"fi", "kesakuuta", Kind::kMonth, 6, false},
      {"tr", "agustos", Kind::kMonth, 8, false},
      {"tr", "kasim", Kind::kMonth, 11, false},
      {"no", "juni", Kind::kMonth, 6, false},
      {"no", "lordag", Kind::kWeekday, 6, false},
      {"no", "laurdag", Kind::kWeekday, 6, false},
      {"sr", "јун", Kind::kMonth, 6, false},
      {"sr", "jun", Kind::kMonth, 6, false},
      {"ja", "月曜日", Kind::kWeekday, 1, false},
      {"zh", "星期日", Kind::kWeekday, 7, false},
      {"ar", "يونيو", Kind::kMonth, 6, false},
      {"he", "יוני", Kind::kMonth, 6, false},
  };
  const std::vector<CalendarName> names = CalendarNames();
  for (const auto& row : kRows) {
    const bool found = std::any_of(names.begin(), names.end(), [&](const CalendarName& name) {
      return name.lang == row.lang && name.folded == row.folded && name.kind == row.kind &&
             name.number == row.number && name.abbreviated == row.abbreviated;
    });
    EXPECT_TRUE(found) << row.lang << ": " << row.folded;
  }
}

TEST(CalendarNames, KnowWhichHaveCapitals) {
  for (const CalendarName& name : CalendarNames()) {
    if (name.kind != Kind::kMonth || name.abbreviated) continue;
    const bool with = name.lang == "en" || name.lang == "de" || name.lang == "el";
    const bool without = name.lang == "fr" || name.lang == "ro" || name.lang == "ru";
    EXPECT_FALSE(with && !name.capital) << name.folded;
    EXPECT_FALSE(without && name.capital) << name.folded;
  }
}

// Four by four, in order: readers rely on it.
TEST(QuarterNames, AreThereInEveryLanguage) {
  const std::vector<QuarterName> names = QuarterNames();
  ASSERT_EQ(names.size() % 4, 0u);
  std::set<std::string> languages;
  std::set<std::string> folded;
  for (size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(names[i].number, static_cast<int>(i % 4) + 1) << names[i].folded;
    EXPECT_EQ(names[i].lang, names[i - i % 4].lang);
    EXPECT_EQ(FoldName(names[i].folded), names[i].folded);
    languages.insert(names[i].lang);
    folded.insert(names[i].folded);
  }
  EXPECT_GE(languages.size(), 40u);
  EXPECT_THAT(folded,
              testing::IsSupersetOf({"3rd quarter", "q3", "3. quartal", "3e trimestre", "iii kwartal"}));
}

TEST(JapaneseEras, Table) {
  std::vector<std::pair<std::string, int>> eras;
  for (const JapaneseEra& era : JapaneseEras()) eras.emplace_back(era.name, era.first_year);
  EXPECT_THAT(eras, testing::ElementsAre(testing::Pair("明治", 1868), testing::Pair("大正", 1912),
                                         testing::Pair("昭和", 1926), testing::Pair("平成", 1989),
                                         testing::Pair("令和", 2019)));
}

TEST(RegionNames, AreThereInEveryLanguage) {
  std::map<std::string, std::set<std::string>> codes;
  for (const RegionName& region : RegionNames()) {
    EXPECT_TRUE(IsRegionCode(region.code)) << region.code;
    EXPECT_FALSE(region.name.empty()) << region.code;
    EXPECT_NE(region.name, region.code);
    codes[region.lang].insert(region.code);
  }
  std::set<std::string> languages;
  for (const CalendarName& name : CalendarNames()) languages.insert(name.lang);
  for (const std::string& lang : languages) {
    EXPECT_GE(codes[lang].size(), 190u) << lang;
    // Members of the European Union.
    for (const char* code :
         {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
          "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}) {
      EXPECT_THAT(codes[lang], Contains(code)) << lang;
    }
  }
}

TEST(DisplayLocale, TakesEveryLanguageWithNamesAndNoOther) {
  std::set<std::string> languages;
  for (const RegionName& region : RegionNames()) languages.insert(region.lang);
  EXPECT_GE(languages.size(), 100u);
  for (const std::string& lang : languages) EXPECT_THAT(DisplayLocale(lang), IsOk()) << lang;
  EXPECT_EQ(*DisplayLocale("en"), "en");
  EXPECT_EQ(*DisplayLocale("EN"), "en");
  EXPECT_EQ(*DisplayLocale("pt-BR"), "pt_BR");
  EXPECT_EQ(*DisplayLocale("zh-Hant-TW"), "zh_Hant_TW");
  for (const char* none : {"", "e", "qq", "tlh", "und", "root", "en-", "enx"}) {
    EXPECT_THAT(DisplayLocale(none), StatusIs(StatusCode::kInvalidArgument)) << none;
  }
}

TEST(RegionDisplayName, Table) {
  static const struct {
    const char* code;
    const char* lang;
    const char* expected;
  } kRows[] = {
      {"SE", "en", "Sweden"},
      {"SE", "sv", "Sverige"},
      {"SE", "de", "Schweden"},
      {"DE", "fr", "Allemagne"},
      {"GB", "en", "United Kingdom"},
      {"JP", "ja", "日本"},
      {"GR", "el", "Ελλάδα"},
      // No codes: as they are.
      {"", "en", ""},
      {"se", "en", "se"},
      {"UK", "en", "UK"},
      {"EU", "en", "EU"},
      {"SWE", "en", "SWE"},
      {"XX", "en", "XX"},
      {"Sweden", "en", "Sweden"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(RegionDisplayName(row.code, row.lang), row.expected) << row.code << ", " << row.lang;
  }
}

TEST(IsRegionCode, Table) {
  for (const char* code : {"SE", "US", "GB", "AX", "ZW"}) EXPECT_TRUE(IsRegionCode(code)) << code;
  for (const char* code : {"", "S", "se", "Se", "SWE", "UK", "EU", "XX", "ZZ", "12", "S ", "Å"}) {
    EXPECT_FALSE(IsRegionCode(code)) << code;
  }
}

TEST(LanguageDisplayName, Table) {
  static const struct {
    const char* lang;
    const char* display;
    const char* expected;
  } kRows[] = {
      {"sv", "en", "Swedish"},
      {"sv", "sv", "svenska"},
      {"de", "en", "German"},
      {"no", "en", "Norwegian"},
      {"he", "en", "Hebrew"},
      {"de", "fr", "allemand"},
      // Not known.
      {"qq", "en", "qq"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(LanguageDisplayName(row.lang, row.display), row.expected) << row.lang << ", " << row.display;
  }
}

}  // namespace
}  // namespace newsearch
