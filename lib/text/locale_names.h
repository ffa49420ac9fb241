// SPDX-License-Identifier: GPL-2.0-or-later
//
// Names that CLDR knows in every language, through ICU: months, weekdays, countries.
#ifndef NEWSEARCH_LIB_TEXT_LOCALE_NAMES_H_
#define NEWSEARCH_LIB_TEXT_LOCALE_NAMES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/status.h"

namespace newsearch {

struct CalendarName {
  enum class Kind { kMonth, kWeekday };
  std::string folded;  // FoldName, without a final full stop
  Kind kind;
  int number;        // month 1..12; weekday 1 = Monday .. 7 = Sunday
  std::string lang;  // ISO 639-1
  bool abbreviated;
  bool capital = false;  // written with a capital letter in the middle of a sentence
};

// Month and weekday names of every language whose archives are read, wide and abbreviated, as used in
// dates and standing alone. Made anew at each call (some milliseconds).
std::vector<CalendarName> CalendarNames();

struct QuarterName {
  std::string folded;  // FoldName, with its number in any script of digits, as Roman numeral or as word
  int number;          // 1..4
  std::string lang;    // ISO 639-1
};

// "3rd quarter", "q3", "iii kwartal", in the languages of CalendarNames(): the four of a year after each
// other.
std::vector<QuarterName> QuarterNames();

struct JapaneseEra {
  std::string name;  // "平成"
  int first_year;    // Gregorian
};

// The eras by which Japan counts years, from 1868, oldest first.
std::vector<JapaneseEra> JapaneseEras();

struct RegionName {
  std::string code;  // ISO 3166-1 alpha-2
  std::string name;  // as CLDR writes it
  std::string lang;
};

// Names of all countries in all languages that CLDR has and ISO 639-1 names.
std::vector<RegionName> RegionNames();

// A language tag (BCP 47, "_" is as good as "-") as the functions below take it: "pt-BR" gives "pt_BR".
// Errors: kInvalidArgument (no language tag, or a language in which ICU has no names).
Result<std::string> DisplayLocale(std::string_view tag);

// The name of a country in the language or locale `lang`, `code` itself if it is none.
std::string RegionDisplayName(std::string_view code, std::string_view lang);

// The country where most people speak `lang`: "sl" gives "SI". Empty if unknown.
std::string LikelyRegion(std::string_view lang);

// Whether `code` is an ISO 3166-1 alpha-2 code in capitals.
bool IsRegionCode(std::string_view code);

// The name of a language in the language or locale `display_lang`: "sv" in "en" gives "Swedish"; `lang`
// itself if unknown.
std::string LanguageDisplayName(std::string_view lang, std::string_view display_lang);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_LOCALE_NAMES_H_
