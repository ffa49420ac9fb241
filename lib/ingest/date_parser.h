// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_DATE_PARSER_H_
#define NEWSEARCH_LIB_INGEST_DATE_PARSER_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/document.h"

namespace newsearch {

// A date somewhere in a line, as far as it was written.
struct DateMention {
  size_t begin = 0;  // bytes of the line
  size_t end = 0;
  // 0: not written. A single day, month or year has both ends equal.
  int year = 0;
  int month = 0;
  int day = 0;
  int end_year = 0;
  int end_month = 0;
  int end_day = 0;
  bool season = false;  // "Summer, 2022": the precision is the year

  bool is_range() const { return day != end_day || month != end_month || year != end_year; }
  bool has_year() const { return year != 0; }

  // The interval; nullopt without a year or for a day that does not exist. Raw text and span are left to the
  // caller.
  std::optional<Date> Resolve() const;
  // The same with `assumed_year` where none was written.
  std::optional<Date> ResolveIn(int assumed_year) const;
};

struct DateOptions {
  // Languages of the archive, most frequent first, ISO 639-1: they decide what a month name means that is
  // another month elsewhere ("listopad", "mar").
  std::vector<std::string> languages;
  // 03/04/2016 is the 4th of March.
  bool month_first = false;
};

// Finds dates in every form that people write them: "21 st June 2016", "1st-3rd of February", "14 – 16
// November 2017", "November 14-16, 2017", "den 12 maj 2015", "6.–8. März 2016", "2015 m. birželio 5 d.",
// "11.-13.01.2019", "2016-06-21", "Jan.-Mar. 2017", "Summer, 2022", "2016年6月21日". Month and weekday names
// come from CLDR, with endings as declension adds them; the little words between come from
// data/date_words.tsv. Thread-safety: const after construction.
class DateParser {
 public:
  explicit DateParser(DateOptions options);
  ~DateParser();
  DateParser(DateParser&&) noexcept;
  DateParser& operator=(DateParser&&) noexcept;

  // The dates of `line` from left to right, the longest at each place, not overlapping.
  std::vector<DateMention> Find(std::string_view line) const;

  // Whether a word is no more than the clothing of a date: a weekday, "on", "of", "roku". `word` is
  // FoldName'd.
  bool IsDateWord(const std::string& word) const;

 private:
  class Internal;
  std::unique_ptr<Internal> internal_;
};

// Whether numeric dates with slashes in `lines` put the month first, by those that allow one reading only.
bool MonthComesFirst(const std::vector<std::string_view>& lines);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_DATE_PARSER_H_
