// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema/calendar.h"

#include "support/test_support.h"

namespace newsearch {
namespace {

using ::testing::PrintToString;

namespace chrono = std::chrono;

std::string Shown(const std::optional<Date>& date) {
  if (!date) return "none";
  return FormatDay(date->start) + " " + FormatDay(date->end) + " " +
         std::string(DatePrecisionName(date->precision));
}

TEST(ParseIsoDate, Table) {
  static const struct {
    std::string text;
    const char* expected;
  } kRows[] = {
      // Days.
      {"2016-06-21", "2016-06-21 2016-06-21 day"},
      {"0001-01-01", "0001-01-01 0001-01-01 day"},
      {"9999-12-31", "9999-12-31 9999-12-31 day"},
      // With a time of day, of which the day counts.
      {"2016-06-21T10:00:00Z", "2016-06-21 2016-06-21 day"},
      {"2016-06-21T23:30:00+02:00", "2016-06-21 2016-06-21 day"},
      {"2016-06-21 10:00", "2016-06-21 2016-06-21 day"},
      // Leap years.
      {"2016-02-29", "2016-02-29 2016-02-29 day"},
      {"2000-02-29", "2000-02-29 2000-02-29 day"},
      {"1900-02-29", "none"},
      {"2015-02-29", "none"},
      {"2100-02-29", "none"},
      // Months.
      {"2016-06", "2016-06-01 2016-06-30 month"},
      {"2016-12", "2016-12-01 2016-12-31 month"},
      {"2016-02", "2016-02-01 2016-02-29 month"},
      {"1900-02", "1900-02-01 1900-02-28 month"},
      // Years.
      {"2016", "2016-01-01 2016-12-31 year"},
      {"0001", "0001-01-01 0001-12-31 year"},
      {"0000", "none"},
      {"0000-01-01", "none"},
      // No such day.
      {"2016-00", "none"},
      {"2016-13", "none"},
      {"2016-00-10", "none"},
      {"2016-06-00", "none"},
      {"2016-06-31", "none"},
      {"2016-01-32", "none"},
      {"2016-99-99", "none"},
      // Not of this form.
      {"", "none"},
      {"16", "none"},
      {"216", "none"},
      {"20166", "none"},
      {"2016-", "none"},
      {"2016-6", "none"},
      {"2016-6-21", "none"},
      {"2016-06-", "none"},
      {"2016-06-2", "none"},
      {"2016-06-211", "none"},
      {"2016-06-21x", "none"},
      {"2016-06T10", "none"},
      {"2016T10", "none"},
      {"2016/06/21", "none"},
      {"20160621", "none"},
      {"21-06-2016", "none"},
      {"-2016", "none"},
      {"+2016", "none"},
      {"-016-06-21", "none"},
      {"2016--6-21", "none"},
      {"2016-06--1", "none"},
      {"2016-+6", "none"},
      {" 2016", "none"},
      {"2016 ", "none"},
      {"0x10", "none"},
      {"２０１６", "none"},
      {std::string("2016\0", 5), "none"},
      {"June", "none"},
  };
  for (const auto& row : kRows)
    EXPECT_EQ(Shown(ParseIsoDate(row.text)), row.expected) << PrintToString(row.text);
}

TEST(ParseIsoDate, ReadsWhatFormatDayWrites) {
  for (int64_t number = DayNumber(chrono::year(1) / 1 / 1); number <= DayNumber(chrono::year(9999) / 12 / 31);
       number += 13) {
    const chrono::year_month_day day = DayFromNumber(number);
    const std::optional<Date> date = ParseIsoDate(FormatDay(day));
    ASSERT_TRUE(date && date->start == day && date->end == day) << FormatDay(day);
  }
}

TEST(MakeDate, Table) {
  static const struct {
    int year;
    int month;
    int day;
    const char* expected;
  } kRows[] = {
      {2016, 6, 21, "2016-06-21 2016-06-21 day"},
      {2016, 6, 0, "2016-06-01 2016-06-30 month"},
      {2016, 0, 0, "2016-01-01 2016-12-31 year"},
      {2017, 2, 0, "2017-02-01 2017-02-28 month"},
      // A day without a month, and what no calendar has.
      {2016, 0, 21, "none"},
      {2016, 2, 30, "none"},
      {2016, 13, 1, "none"},
      {2016, -1, 1, "none"},
      {2016, 1, -1, "none"},
      {2016, 1, 32, "none"},
      {2016, 1, 256 + 21, "none"},
      {2016, 256 + 6, 21, "none"},
      {0, 1, 1, "none"},
      {-5, 1, 1, "none"},
      {10000, 1, 1, "none"},
      {65536 + 2016, 1, 1, "none"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Shown(MakeDate(row.year, row.month, row.day)), row.expected)
        << row.year << " " << row.month << " " << row.day;
  }
}

// Every day from 1600 to 2400, counted by hand.
TEST(DayNumber, CountsDays) {
  static constexpr unsigned kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  EXPECT_EQ(DayNumber(chrono::year(1970) / 1 / 1), 0);
  EXPECT_EQ(DayNumber(chrono::year(1969) / 12 / 31), -1);
  EXPECT_EQ(DayNumber(chrono::year(2016) / 6 / 21), 16973);
  int64_t number = -135140;
  for (int year = 1600; year <= 2400; ++year) {
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    for (unsigned month = 1; month <= 12; ++month) {
      const unsigned days = kDays[month - 1] + (month == 2 && leap ? 1 : 0);
      for (unsigned d = 1; d <= days; ++d, ++number) {
        const chrono::year_month_day day = chrono::year(year) / chrono::month(month) / chrono::day(d);
        ASSERT_EQ(DayNumber(day), number) << FormatDay(day);
        ASSERT_EQ(DayFromNumber(number), day) << number;
      }
      const chrono::year_month_day last = LastDayOf(chrono::year(year) / chrono::month(month));
      ASSERT_EQ(last, chrono::year(year) / chrono::month(month) / chrono::day(days));
    }
  }
  EXPECT_EQ(DayFromNumber(number), chrono::year(2401) / 1 / 1);
}

}  // namespace
}  // namespace newsearch
