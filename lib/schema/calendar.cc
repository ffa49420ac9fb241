// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema/calendar.h"

#include <charconv>

namespace newsearch {
namespace {

namespace chrono = std::chrono;

// Reads exactly `digits` digits at the front.
std::optional<int> TakeDigits(std::string_view* text, size_t digits) {
  if (text->size() < digits) return std::nullopt;
  int number = 0;
  const char* end = text->data() + digits;
  const auto [stop, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc() || stop != end || text->front() == '-') return std::nullopt;
  text->remove_prefix(digits);
  return number;
}

bool TakeHyphen(std::string_view* text) {
  if (text->empty() || text->front() != '-') return false;
  text->remove_prefix(1);
  return true;
}

}  // namespace

int64_t DayNumber(chrono::year_month_day day) { return chrono::sys_days(day).time_since_epoch().count(); }

chrono::year_month_day DayFromNumber(int64_t number) {
  return chrono::year_month_day(chrono::sys_days(chrono::days(number)));
}

bool IsFourDigitYear(std::string_view text) {
  return text.size() == 4 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

chrono::year_month_day LastDayOf(chrono::year_month month) {
  return chrono::year_month_day(
      chrono::year_month_day_last(month.year(), chrono::month_day_last(month.month())));
}

std::optional<Date> MakeDate(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 0 || month > 12 || day < 0 || day > 31 || (day > 0 && month == 0))
    return std::nullopt;
  Date date;
  const chrono::year y(year);
  if (month == 0) {
    date.precision = DatePrecision::kYear;
    date.start = y / 1 / 1;
    date.end = y / 12 / 31;
  } else if (day == 0) {
    date.precision = DatePrecision::kMonth;
    date.start = y / month / 1;
    date.end = LastDayOf(y / month);
  } else {
    date.start = date.end = y / month / day;
    if (!date.start.ok()) return std::nullopt;
  }
  return date;
}

std::optional<Date> ParseIsoDate(std::string_view text) {
  const std::optional<int> year = TakeDigits(&text, 4);
  if (!year) return std::nullopt;
  if (text.empty()) return MakeDate(*year, 0, 0);
  if (!TakeHyphen(&text)) return std::nullopt;
  const std::optional<int> month = TakeDigits(&text, 2);
  if (!month || *month == 0) return std::nullopt;
  if (text.empty()) return MakeDate(*year, *month, 0);
  if (!TakeHyphen(&text)) return std::nullopt;
  const std::optional<int> day = TakeDigits(&text, 2);
  if (!day || *day == 0) return std::nullopt;
  if (!text.empty() && text.front() != 'T' && text.front() != ' ') return std::nullopt;
  return MakeDate(*year, *month, *day);
}

}  // namespace newsearch
