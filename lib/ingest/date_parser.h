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
  // What a word in front of the date makes of it: "before June 2012", "since 2012", "ca. May 2012".
  enum class Qualifier { kNone, kBefore, kSince, kAbout };

  size_t begin = 0;  // bytes of the line
  size_t end = 0;
  // 0: not written. A single day, month or year has both ends equal.
  int year = 0;
  int month = 0;
  int day = 0;
  int end_year = 0;
  int end_month = 0;
  int end_day = 0;
  // "Summer, 2022", "Winter 2019/20", "Wintersemester 2018/19": the precision is the year, and the interval
  // all years that are named.
  bool season = false;
  // The month in which the season that was named starts, as the northern half of the world has it: 3, 6, 9,
  // 12; 0: no season.
  int season_month = 0;
  bool semester = false;
  // It bounds the date that was meant and does not change the interval.
  Qualifier qualifier = Qualifier::kNone;

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
  // another month elsewhere ("listopad", "mar"), and which declined forms, seasons and little words count.
  // Empty: not known, all count.
  std::vector<std::string> languages;
  // 03/04/2016 and 03-04-2016 are the 4th of March.
  bool month_first = false;
  // 03.04.2016 is the 4th of March: rare, and never follows from the habit with slashes.
  bool month_first_dots = false;
};

// Finds dates in every form that people write them: "21 st June 2016", "1st-3rd of February", "14 – 16
// November 2017", "November 14-16, 2017", "den 12 maj 2015", "6.–8. März 2016", "2015 m. birželio 5 d.",
// "11.-13.01.2019", "2016-06-21", "Jan.-Mar. 2017", "Summer, 2022", "3. Quartal 2019", "2016年6月21日".
// Month, weekday and quarter names come from CLDR; the little words between and the endings of declension
// come from data/date_words.tsv. Thread-safety: const after construction.
class DateParser {
 public:
  explicit DateParser(DateOptions options);
  ~DateParser();
  DateParser(DateParser&&) noexcept;
  DateParser& operator=(DateParser&&) noexcept;

  // The dates of `line` from left to right, the longest at each place, not overlapping.
  std::vector<DateMention> Find(std::string_view line) const;

  // The date that `line` is, but for signs around it and what leads to a date ("on", "Den", "#", brackets);
  // nullopt if there is anything else. Understands more than Find, since nothing else could be meant: "2019",
  // "2018/2019", "2018-20", "Jahr 2019", "Until 2012", "06/2016".
  std::optional<DateMention> WholeLine(std::string_view line) const;

  // A day and a month in numbers at the start of a line, which are too little to be a date anywhere else:
  // "8.10. The bridge is open", "17.–18.9.", "24/11". Without a year. For lists in which many lines start so.
  std::optional<DateMention> LineStart(std::string_view line) const;

  // Whether a word is no more than the clothing of a date: a weekday, "on", "of", "roku". `word` is
  // FoldName'd.
  bool IsDateWord(std::string_view word) const;

 private:
  class Internal;
  std::unique_ptr<Internal> internal_;
};

// Whether numeric dates in `lines` put the month first, by the majority of those that allow one reading only.
// Each of `separators` is asked in turn until one knows: how an archive writes 21.06.2016 says nothing about
// 06/21/2016.
bool MonthComesFirst(const std::vector<std::string_view>& lines, std::string_view separators = "/-.");

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_DATE_PARSER_H_
