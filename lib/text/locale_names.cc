// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/locale_names.h"

#include <unicode/calendar.h>
#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/smpdtfmt.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "text/icu_error.h"
#include "text/language.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// EU-24, the other languages of Europe, and those whose dates are written with numbers and signs of their
// own.
constexpr const char* kLocales[] = {
    "bg", "cs", "da", "de", "de_AT", "el", "en",      "en_GB", "es", "et", "fi", "fr", "ga", "hr", "hu", "it",
    "lt", "lv", "mt", "nl", "pl",    "pt", "ro",      "sk",    "sl", "sv", "ca", "eu", "gl", "cy", "nb", "nn",
    "is", "ru", "uk", "be", "tr",    "sr", "sr_Latn", "bs",    "mk", "sq", "ja", "zh", "ko", "ar", "he",
};

// Where a language has other names elsewhere ("quarta" beside "quarta-feira", "setiembre").
constexpr const char* kLocalesOfCalendars[] = {"pt_PT", "es_PE"};

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

std::string FoldCalendarName(const icu::UnicodeString& name) {
  std::string folded = FoldName(ToUtf8(name));
  while (!folded.empty() && folded.back() == '.') folded.pop_back();
  return folded;
}

void AddNames(const icu::UnicodeString* names, int32_t first, int32_t count, CalendarName::Kind kind,
              const std::string& lang, bool abbreviated, std::vector<CalendarName>* out) {
  for (int32_t i = first; i < count; ++i) {
    std::string folded = FoldCalendarName(names[i]);
    // Names made of digits ("1月", "M01") are no words; dates read them as numbers.
    if (folded.empty() || folded.find_first_of("0123456789") != std::string::npos) continue;
    // ICU counts weekdays from Sunday = 1, months from 0.
    const int number = kind == CalendarName::Kind::kMonth ? i + 1 : (i == 1 ? 7 : i - 1);
    out->push_back(
        {std::move(folded), kind, number, lang, abbreviated, u_isupper(names[i].char32At(0)) != 0});
  }
}

// In a language without names, ICU would take those of the language the process runs in.
bool HasNames(std::string_view lang) {
  if (lang.empty()) return false;
  const int32_t count = uloc_countAvailable();
  for (int32_t i = 0; i < count; ++i) {
    const std::string_view name = uloc_getAvailable(i);
    if (name.substr(0, name.find('_')) == lang) return true;
  }
  return false;
}

}  // namespace

std::vector<CalendarName> CalendarNames() {
  std::vector<CalendarName> names;
  std::vector<const char*> locales(std::begin(kLocales), std::end(kLocales));
  locales.insert(locales.end(), std::begin(kLocalesOfCalendars), std::end(kLocalesOfCalendars));
  for (const char* locale : locales) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::DateFormatSymbols symbols(icu::Locale(locale), error);
    CheckIcu(error, "DateFormatSymbols");
    const std::string lang = NormalizeLanguageTag(locale);
    using Symbols = icu::DateFormatSymbols;
    for (auto context : {Symbols::FORMAT, Symbols::STANDALONE}) {
      for (auto width : {Symbols::WIDE, Symbols::ABBREVIATED}) {
        const bool abbreviated = width == Symbols::ABBREVIATED;
        int32_t count = 0;
        const icu::UnicodeString* months = symbols.getMonths(count, context, width);
        AddNames(months, 0, count, CalendarName::Kind::kMonth, lang, abbreviated, &names);
        const icu::UnicodeString* days = symbols.getWeekdays(count, context, width);
        AddNames(days, 1, count, CalendarName::Kind::kWeekday, lang, abbreviated, &names);
      }
    }
  }
  return names;
}

std::vector<QuarterName> QuarterNames() {
  std::vector<QuarterName> names;
  for (const char* locale : kLocales) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::DateFormatSymbols symbols(icu::Locale(locale), error);
    CheckIcu(error, "DateFormatSymbols");
    using Symbols = icu::DateFormatSymbols;
    for (auto context : {Symbols::FORMAT, Symbols::STANDALONE}) {
      for (auto width : {Symbols::WIDE, Symbols::ABBREVIATED}) {
        int32_t count = 0;
        const icu::UnicodeString* quarters = symbols.getQuarters(count, context, width);
        for (int32_t i = 0; i < count; ++i)
          names.push_back({FoldCalendarName(quarters[i]), i + 1, NormalizeLanguageTag(locale)});
      }
    }
  }
  return names;
}

// ICU tells the era of a day and not the days of an era.
std::vector<JapaneseEra> JapaneseEras() {
  constexpr int kFirstYear = 1868;
  constexpr int kLastYear = 2100;
  UErrorCode error = U_ZERO_ERROR;
  const icu::SimpleDateFormat era_of(icu::UnicodeString("G"), icu::Locale("ja@calendar=japanese"), error);
  const std::unique_ptr<icu::Calendar> calendar(
      icu::Calendar::createInstance(icu::Locale("en@calendar=gregorian"), error));
  CheckIcu(error, "SimpleDateFormat");
  std::vector<JapaneseEra> eras;
  for (int year = kFirstYear; year <= kLastYear; ++year) {
    calendar->set(year, UCAL_DECEMBER, 31, 12, 0);
    icu::UnicodeString name;
    era_of.format(calendar->getTime(error), name);
    CheckIcu(error, "Calendar::getTime");
    std::string text = ToUtf8(name);
    if (eras.empty() || eras.back().name != text) eras.push_back({std::move(text), year});
  }
  return eras;
}

std::vector<RegionName> RegionNames() {
  std::vector<RegionName> names;
  for (int32_t i = 0; i < uloc_countAvailable(); ++i) {
    const icu::Locale display(uloc_getAvailable(i));
    // Countries have their own words at times ("de_AT"), for other countries hardly ever.
    const std::string lang = NormalizeLanguageTag(display.getLanguage());
    if (*display.getCountry() != '\0' || lang.size() != 2) continue;
    for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
      icu::UnicodeString name;
      icu::Locale("", *code).getDisplayCountry(display, name);
      std::string text = ToUtf8(name);
      if (text != *code) names.push_back({*code, std::move(text), lang});
    }
  }
  return names;
}

Result<std::string> DisplayLocale(std::string_view tag) {
  // CLDR is written in it, so there is no need to load what knows of the other languages.
  if (tag == "en") return std::string(tag);
  constexpr size_t kMaxBytes = 100;
  std::string hyphens(Utf8Prefix(tag, kMaxBytes));
  std::replace(hyphens.begin(), hyphens.end(), '_', '-');
  UErrorCode error = U_ZERO_ERROR;
  const icu::Locale locale = icu::Locale::forLanguageTag(hyphens, error);
  if (U_FAILURE(error) || locale.isBogus() || hyphens.empty() || tag.size() > kMaxBytes) {
    return Status(StatusCode::kInvalidArgument,
                  "locale '" + std::string(Utf8Prefix(tag, 40)) + "' is no language tag such as sv or pt-BR");
  }
  if (!HasNames(locale.getLanguage())) {
    return Status(StatusCode::kInvalidArgument,
                  "locale '" + std::string(Utf8Prefix(tag, 40)) + "': nothing has a name in this language");
  }
  return std::string(locale.getBaseName());
}

std::string RegionDisplayName(std::string_view code, std::string_view lang) {
  if (!IsRegionCode(code)) return std::string(code);
  icu::UnicodeString name;
  icu::Locale("", std::string(code).c_str()).getDisplayCountry(icu::Locale(std::string(lang).c_str()), name);
  return ToUtf8(name);
}

std::string LikelyRegion(std::string_view lang) {
  UErrorCode error = U_ZERO_ERROR;
  icu::Locale locale(std::string(lang).c_str());
  locale.addLikelySubtags(error);
  CheckIcu(error, "Locale::addLikelySubtags");
  return locale.getCountry();
}

bool IsRegionCode(std::string_view code) {
  if (code.size() != 2) return false;
  for (const char* const* known = uloc_getISOCountries(); *known != nullptr; ++known) {
    if (code == *known) return true;
  }
  return false;
}

std::string LanguageDisplayName(std::string_view lang, std::string_view display_lang) {
  icu::UnicodeString name;
  icu::Locale(std::string(lang).c_str())
      .getDisplayLanguage(icu::Locale(std::string(display_lang).c_str()), name);
  std::string text = ToUtf8(name);
  return text.empty() ? std::string(lang) : text;
}

}  // namespace newsearch
