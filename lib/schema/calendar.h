// SPDX-License-Identifier: GPL-2.0-or-later
//
// Days and how they are written as text and numbers.
#ifndef NEWSEARCH_LIB_SCHEMA_CALENDAR_H_
#define NEWSEARCH_LIB_SCHEMA_CALENDAR_H_

#include <chrono>
#include <optional>
#include <string_view>

#include "newsearch/document.h"

namespace newsearch {

// Days since 1970-01-01.
int64_t DayNumber(std::chrono::year_month_day day);
std::chrono::year_month_day DayFromNumber(int64_t number);

// Whether `text` is a year as the year facet has it: four digits.
bool IsFourDigitYear(std::string_view text);

// The last day of a month. REQUIRES: valid year and month.
std::chrono::year_month_day LastDayOf(std::chrono::year_month month);

// The interval of a date given with some precision; nullopt for an impossible one. 0: not given.
std::optional<Date> MakeDate(int year, int month, int day);

// "2016", "2016-06", "2016-06-21" (also "2016-06-21T10:00:00Z", of which the day counts); nullopt for
// anything else.
std::optional<Date> ParseIsoDate(std::string_view text);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_SCHEMA_CALENDAR_H_
