// SPDX-License-Identifier: GPL-2.0-or-later
//
// Every day that ICU writes in any language is read back as that day, and nothing of what ICU wrote is left
// over.
#include <unicode/calendar.h>
#include <unicode/datefmt.h>
#include <unicode/locid.h>

#include <memory>
#include <utility>

#include "ingest/date_parser.h"
#include "schema/calendar.h"
#include "support/test_support.h"
#include "text/char_class.h"
#include "text/language.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr const char* kLocales[] = {
    "bg", "cs", "da", "de",      "de_AT", "de_CH", "el", "en", "en_GB", "en_IE", "es", "et", "fi",
    "fr", "ga", "hr", "hu",      "it",    "lt",    "lv", "mt", "nl",    "nl_BE", "pl", "pt", "pt_PT",
    "ro", "sk", "sl", "sv",      "ca",    "eu",    "gl", "cy", "nb",    "nn",    "is", "ru", "uk",
    "be", "tr", "sr", "sr_Latn", "bs",    "mk",    "sq", "ja", "zh",    "ko",    "ar", "he",
};

// Each with a day. The forms with a month as a word, which CLDR gives for most of them, are the ones that
// need names.
constexpr const char* kSkeletons[] = {"yMMMMd", "MMMMd",      "yMMMd",     "MMMd",   "yMMMEd",
                                      "MMMEd",  "yMMMMEEEEd", "MMMMEEEEd", "yMMMMEd"};
constexpr int kDaysPerForm = 60;

struct Form {
  std::string name;
  std::unique_ptr<icu::DateFormat> format;
  bool has_year = true;
};

std::vector<Form> FormsOf(const icu::Locale& locale) {
  std::vector<Form> forms;
  const std::pair<const char*, icu::DateFormat::EStyle> styles[] = {{"full", icu::DateFormat::kFull},
                                                                    {"long", icu::DateFormat::kLong},
                                                                    {"medium", icu::DateFormat::kMedium}};
  for (const auto& [name, style] : styles)
    forms.push_back(
        {name, std::unique_ptr<icu::DateFormat>(icu::DateFormat::createDateInstance(style, locale)), true});
  for (const char* skeleton : kSkeletons) {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::DateFormat> format(
        icu::DateFormat::createInstanceForSkeleton(skeleton, locale, error));
    EXPECT_TRUE(U_SUCCESS(error)) << locale.getName() << " " << skeleton;
    forms.push_back({skeleton, std::move(format), skeleton[0] == 'y'});
  }
  for (const Form& form : forms) form.format->setTimeZone(*icu::TimeZone::getGMT());
  return forms;
}

std::string Write(const icu::DateFormat& format, std::chrono::year_month_day day) {
  icu::UnicodeString text;
  format.format(static_cast<double>(DayNumber(day)) * U_MILLIS_PER_DAY, text);
  std::string out;
  text.toUTF8String(out);
  return out;
}

// "06-15" and "15.6." could be anything; they are read as the ends of ranges alone.
bool IsNumbersAlone(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const Utf8Step step = DecodeUtf8(text, i);
    const char32_t c = step.code_point;
    if (c == U'月' || c == U'월') return false;
    i += step.length;
  }
  // A weekday does not make it one.
  size_t numbers = 0;
  for (size_t i = 0; i < text.size();) {
    Utf8Step step = DecodeUtf8(text, i);
    if (IsDigit(step.code_point)) ++numbers;
    while (i < text.size() && IsDigit(step.code_point)) {
      i += step.length;
      step = DecodeUtf8(text, i);
    }
    i += step.length;
  }
  return numbers >= 2;
}

// A full stop at the end ends the sentence as well ("15. lipnja 2016.").
bool Covers(const DateMention& mention, std::string_view text) {
  return mention.begin == 0 &&
         (mention.end == text.size() || (mention.end + 1 == text.size() && text.back() == '.'));
}

class IcuDates : public testing::TestWithParam<const char*> {};

TEST_P(IcuDates, AreReadBack) {
  const icu::Locale locale(GetParam());
  const std::string lang = NormalizeLanguageTag(GetParam());
  const DateParser parser(DateOptions{{lang}});
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  size_t checked = 0;
  for (const Form& form : FormsOf(locale)) {
    size_t wrong = 0;
    for (int i = 0; i < kDaysPerForm; ++i) {
      const auto day = DayFromNumber(DayNumber(std::chrono::year(1950) / 1 / 1) +
                                     static_cast<int64_t>(random.Below(149 * 365)));
      const std::string text = Write(*form.format, day);
      if (!form.has_year && IsNumbersAlone(text)) continue;
      ++checked;
      const std::vector<DateMention> found = parser.Find(text);
      const bool one = found.size() == 1 && Covers(found.front(), text);
      const std::optional<Date> date =
          one ? found.front().ResolveIn(static_cast<int>(day.year())) : std::nullopt;
      if (date && date->start == day && date->end == day && found.front().has_year() == form.has_year)
        continue;
      if (++wrong > 3) continue;
      ADD_FAILURE() << GetParam() << " " << form.name << ": " << text << ", " << found.size() << " found"
                    << (found.empty() ? ""
                                      : ": " + text.substr(found[0].begin, found[0].end - found[0].begin) +
                                            (date ? " = " + FormatDay(date->start) : ""));
    }
    EXPECT_EQ(wrong, 0u) << GetParam() << " " << form.name;
  }
  EXPECT_GE(checked, 300u) << "forms are missing";
}

// In a sentence, and with what other dates are around it.
TEST_P(IcuDates, AreReadBackInASentence) {
  const icu::Locale locale(GetParam());
  const DateParser parser(DateOptions{{NormalizeLanguageTag(GetParam())}});
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::unique_ptr<icu::DateFormat> format(
      icu::DateFormat::createDateInstance(icu::DateFormat::kLong, locale));
  format->setTimeZone(*icu::TimeZone::getGMT());
  for (int i = 0; i < kDaysPerForm; ++i) {
    const auto first = DayFromNumber(static_cast<int64_t>(random.Below(20000)));
    const auto second = DayFromNumber(static_cast<int64_t>(random.Below(20000)));
    const std::string line =
        "Xyz (" + Write(*format, first) + ") 12,5 % xyz; " + Write(*format, second) + "; 3:2";
    std::vector<std::string> days;
    for (const DateMention& mention : parser.Find(line)) {
      const std::optional<Date> date = mention.Resolve();
      days.push_back(date && date->start == date->end ? FormatDay(date->start) : "?");
    }
    ASSERT_THAT(days, testing::ElementsAre(FormatDay(first), FormatDay(second)))
        << GetParam() << ": " << line;
  }
}

// With an archive of other languages, a whole name and a year are enough.
TEST_P(IcuDates, AreReadInArchivesOfOtherLanguages) {
  const icu::Locale locale(GetParam());
  const std::string lang = NormalizeLanguageTag(GetParam());
  const DateParser parser(DateOptions{{"en", lang}});
  const std::unique_ptr<icu::DateFormat> format(
      icu::DateFormat::createDateInstance(icu::DateFormat::kLong, locale));
  format->setTimeZone(*icu::TimeZone::getGMT());
  for (int month = 1; month <= 12; ++month) {
    const auto day = std::chrono::year(2016) / month / 21;
    const std::string text = Write(*format, day);
    const std::vector<DateMention> found = parser.Find(text);
    ASSERT_EQ(found.size(), 1u) << text;
    EXPECT_TRUE(Covers(found[0], text)) << text;
    ASSERT_TRUE(found[0].Resolve()) << text;
    EXPECT_EQ(FormatDay(found[0].Resolve()->start), FormatDay(day)) << text;
  }
}

INSTANTIATE_TEST_SUITE_P(Locales, IcuDates, testing::ValuesIn(kLocales));

}  // namespace
}  // namespace newsearch
