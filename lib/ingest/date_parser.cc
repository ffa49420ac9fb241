// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/date_parser.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "ingest/word_table.h"
#include "schema/calendar.h"
#include "text/char_class.h"
#include "text/locale_names.h"
#include "text/normalizer.h"
#include "text/stop_words.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2099;
// Two-digit years up to this are of this century.
constexpr int kTwoDigitPivot = 69;

// A declined month name shares at least this many letters with a known one, and adds at most so many.
constexpr size_t kMinSharedBytes = 4;
constexpr size_t kMaxEndingBytes = 6;
constexpr size_t kMaxLostBytes = 2;

bool IsYear(int number) { return number >= kFirstYear && number <= kLastYear; }

struct Lexeme {
  enum class Kind { kNumber, kWord, kSign };
  Kind kind = Kind::kSign;
  size_t begin = 0;
  size_t end = 0;
  bool space_before = false;
  int value = 0;  // of a number of at most 4 digits, else -1
  int digits = 0;
  std::string folded;  // of a word
  bool lower = false;  // the word starts with a small letter
  char32_t sign = 0;
};

bool IsCjkDateSign(char32_t c) {
  return c == U'年' || c == U'月' || c == U'日' || c == U'년' || c == U'월' || c == U'일';
}

std::vector<Lexeme> Lex(std::string_view line) {
  std::vector<Lexeme> lexemes;
  bool space = false;
  for (size_t i = 0; i < line.size();) {
    const Utf8Step step = DecodeUtf8(line, i);
    const char32_t c = step.code_point;
    if (IsSpace(c)) {
      space = true;
      i += step.length;
      continue;
    }
    Lexeme lexeme;
    lexeme.begin = i;
    lexeme.space_before = space;
    space = false;
    if (IsDigit(c)) {
      lexeme.kind = Lexeme::Kind::kNumber;
      for (Utf8Step digit = step; i < line.size() && IsDigit(digit.code_point); digit = DecodeUtf8(line, i)) {
        if (++lexeme.digits <= 4) lexeme.value = lexeme.value * 10 + DigitValue(digit.code_point);
        i += digit.length;
      }
      if (lexeme.digits > 4) lexeme.value = -1;
    } else if (IsLetter(c) && !IsCjkDateSign(c)) {
      lexeme.kind = Lexeme::Kind::kWord;
      for (Utf8Step letter = step;
           i < line.size() && IsLetter(letter.code_point) && !IsCjkDateSign(letter.code_point);
           letter = DecodeUtf8(line, i)) {
        i += letter.length;
      }
      lexeme.lower = IsLower(c);
      lexeme.folded = FoldMarks(FoldCase(line.substr(lexeme.begin, i - lexeme.begin)));
    } else {
      lexeme.sign = c;
      i += step.length;
    }
    lexeme.end = i;
    lexemes.push_back(std::move(lexeme));
  }
  return lexemes;
}

// Month and weekday names of all languages in one table.
class NameTable {
 public:
  static const NameTable& Get() {
    static const NameTable table;
    return table;
  }

  // 0 if it is no month.
  int MonthOfTwoWords(const std::string& name) const {
    const auto exact = by_name_.find(name);
    if (exact == by_name_.end()) return 0;
    const CalendarName& found = names_[exact->second.front()];
    return found.kind == CalendarName::Kind::kMonth ? found.number : 0;
  }

  // Entries of exactly this name, then of names that it could be a declined form of.
  std::vector<const CalendarName*> Find(const std::string& word) const {
    std::vector<const CalendarName*> found;
    if (auto exact = by_name_.find(word); exact != by_name_.end()) {
      for (size_t index : exact->second) found.push_back(&names_[index]);
      return found;
    }
    if (word.size() <= kMinSharedBytes) return found;
    const auto near = by_beginning_.find(word.substr(0, kMinSharedBytes));
    if (near == by_beginning_.end()) return found;
    size_t longest = 0;
    for (size_t index : near->second) {
      const std::string& name = names_[index].folded;
      const size_t shared = static_cast<size_t>(
          std::mismatch(word.begin(), word.end(), name.begin(), name.end()).first - word.begin());
      if (name.size() - shared > kMaxLostBytes || word.size() - shared > kMaxEndingBytes) continue;
      if (shared < longest) continue;
      if (shared > longest) found.clear();
      longest = shared;
      found.push_back(&names_[index]);
    }
    return found;
  }

 private:
  NameTable() : names_(CalendarNames()) {
    for (size_t i = 0; i < names_.size(); ++i) {
      const CalendarName& name = names_[i];
      by_name_[name.folded].push_back(i);
      // Abbreviations are not declined.
      if (!name.abbreviated && name.folded.size() >= kMinSharedBytes) {
        by_beginning_[name.folded.substr(0, kMinSharedBytes)].push_back(i);
      }
    }
  }

  std::vector<CalendarName> names_;
  std::unordered_map<std::string, std::vector<size_t>> by_name_;
  std::unordered_map<std::string, std::vector<size_t>> by_beginning_;
};

// One end of a date, as far as written.
struct Point {
  int year = 0;
  int month = 0;
  int day = 0;
  bool season = false;
  bool weak = false;  // an abbreviated month of another language: needs a year beside it
  size_t next = 0;    // lexeme after it; 0: there is no date here
};

bool DayFits(int day) { return day >= 1 && day <= 31; }
bool MonthFits(int month) { return month >= 1 && month <= 12; }

}  // namespace

std::optional<Date> DateMention::Resolve() const { return ResolveIn(0); }

std::optional<Date> DateMention::ResolveIn(int assumed_year) const {
  const int first_year = year != 0 ? year : assumed_year;
  int last_year = end_year != 0 ? end_year : assumed_year;
  // "30 December - 2 January" without years runs into the next.
  if (year == 0 && end_year == 0 && end_month < month) ++last_year;
  if (season) return MakeDate(first_year, 0, 0);
  std::optional<Date> first = MakeDate(first_year, month, day);
  const std::optional<Date> last = MakeDate(last_year, end_month, end_day);
  if (!first || !last || last->end < first->start) return std::nullopt;
  first->end = last->end;
  return first;
}

class DateParser::Internal {
 public:
  explicit Internal(DateOptions options) : options_(std::move(options)), words_(WordTable::Dates()) {
    for (const std::string& kind : words_.KindsFrom("season")) season_kinds_.push_back("season" + kind);
  }

  std::vector<DateMention> Find(std::string_view line) const {
    std::vector<DateMention> mentions;
    // Every form has a digit.
    const bool has_digit = std::any_of(line.begin(), line.end(), [](char c) {
      return (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0xD9;
    });
    if (!has_digit) return mentions;
    const std::vector<Lexeme> lexemes = Lex(line);
    for (size_t i = 0; i < lexemes.size();) {
      DateMention mention;
      const size_t next = Range(lexemes, i, &mention);
      if (next == 0) {
        ++i;
        continue;
      }
      mention.begin = lexemes[i].begin;
      mention.end = lexemes[next - 1].end;
      mentions.push_back(mention);
      i = next;
    }
    return mentions;
  }

  bool IsDateWord(const std::string& word) const {
    for (const char* kind : {"lead", "link", "range", "after", "ordinal"}) {
      if (words_.Has(kind, word)) return true;
    }
    return WeekdayOf(word, false);
  }

 private:
  using Lexemes = std::vector<Lexeme>;
  using Kind = Lexeme::Kind;

  static bool Is(const Lexemes& l, size_t i, Kind kind) { return i < l.size() && l[i].kind == kind; }
  static bool IsSign(const Lexemes& l, size_t i, char32_t sign) {
    return Is(l, i, Kind::kSign) && l[i].sign == sign;
  }
  static bool Touches(const Lexemes& l, size_t i) { return i < l.size() && !l[i].space_before; }
  bool HasWord(const Lexemes& l, size_t i, std::string_view kind) const {
    return Is(l, i, Kind::kWord) && words_.Has(kind, l[i].folded);
  }

  // Whether a word names a weekday. An abbreviation counts in the archive's languages, or where a full stop
  // or a comma shows it to be one (`marked`): "on" is Wednesday in Norwegian.
  bool WeekdayOf(const std::string& word, bool marked) const {
    const auto found = NameTable::Get().Find(word);
    return std::any_of(found.begin(), found.end(), [this, marked](const CalendarName* name) {
      return name->kind == CalendarName::Kind::kWeekday &&
             (!name->abbreviated || marked || RankOf(name->lang) < options_.languages.size());
    });
  }

  size_t RankOf(const std::string& lang) const {
    return static_cast<size_t>(std::find(options_.languages.begin(), options_.languages.end(), lang) -
                               options_.languages.begin());
  }

  // What month a word names, by the languages of the archive if it names several. 0: none.
  int MonthOf(const std::string& word, bool* weak) const {
    const CalendarName* best = nullptr;
    size_t best_rank = SIZE_MAX;
    for (const CalendarName* name : NameTable::Get().Find(word)) {
      if (name->kind != CalendarName::Kind::kMonth) continue;
      const size_t rank = RankOf(name->lang);
      if (best == nullptr || rank < best_rank ||
          (rank == best_rank && best->abbreviated && !name->abbreviated)) {
        best = name;
        best_rank = rank;
      }
    }
    if (best == nullptr) return 0;
    *weak = best->abbreviated && best_rank >= std::min<size_t>(1, options_.languages.size());
    return best->number;
  }

  // Words and signs that may stand between the parts: "of", a comma, a full stop.
  size_t SkipLinks(const Lexemes& l, size_t i) const {
    size_t next = i;
    for (int steps = 0; steps < 3 && next < l.size(); ++steps) {
      if (IsSign(l, next, ',') || IsSign(l, next, '.') || IsSign(l, next, '\'') || IsSign(l, next, 0x2019)) {
        ++next;
      } else if (HasWord(l, next, "link")) {
        ++next;
      } else {
        break;
      }
    }
    return next;
  }

  size_t SkipWeekday(const Lexemes& l, size_t i) const {
    if (!Is(l, i, Kind::kWord)) return i;
    // "terça-feira"
    if (IsSign(l, i + 1, '-') && Touches(l, i + 1) && Is(l, i + 2, Kind::kWord) && Touches(l, i + 2) &&
        WeekdayOf(l[i].folded + "-" + l[i + 2].folded, false)) {
      return SkipLinks(l, i + 3);
    }
    const bool marked = IsSign(l, i + 1, '.') || IsSign(l, i + 1, ',');
    return WeekdayOf(l[i].folded, marked) ? SkipLinks(l, i + 1) : i;
  }

  // "21", "21.", "21st", "21 st", "1er", "13:e": what follows the day's number. 0: no day here.
  size_t Day(const Lexemes& l, size_t i, int* day) const {
    if (!Is(l, i, Kind::kNumber) || l[i].digits > 2 || !DayFits(l[i].value)) return 0;
    *day = l[i].value;
    size_t next = i + 1;
    if (IsSign(l, next, 0xBA) || IsSign(l, next, 0xAA) || IsSign(l, next, 0xB0)) return next + 1;
    if (IsSign(l, next, '.') && Touches(l, next)) ++next;
    if (IsSign(l, next, ':') && Touches(l, next) && Touches(l, next + 1) && HasWord(l, next + 1, "ordinal")) {
      return next + 2;
    }
    if ((IsSign(l, next, '-') || IsSign(l, next, 0x2010)) && Touches(l, next) && Touches(l, next + 1) &&
        HasWord(l, next + 1, "ordinal")) {
      return next + 2;
    }
    if (HasWord(l, next, "ordinal")) {
      // With a blank before it, an ending must be followed by what makes it one: "21 st June", not "5 a
      // year".
      if (Touches(l, next)) return next + 1;
      bool weak = false;
      const size_t after = SkipLinks(l, next + 1);
      if (Is(l, after, Kind::kWord) && MonthOf(l[after].folded, &weak) != 0) return next + 1;
    }
    return next;
  }

  size_t Month(const Lexemes& l, size_t i, Point* point) const {
    if (!Is(l, i, Kind::kWord)) return 0;
    // "Meán Fómhair", "Deireadh Fómhair"
    if (Is(l, i + 1, Kind::kWord)) {
      point->month = NameTable::Get().MonthOfTwoWords(l[i].folded + " " + l[i + 1].folded);
      if (point->month != 0) return i + 2;
    }
    point->month = MonthOf(l[i].folded, &point->weak);
    if (point->month == 0) return 0;
    // "12 may enter"
    point->weak |= l[i].lower && !options_.languages.empty() &&
                   StopWords(options_.languages.front()).count(l[i].folded) != 0;
    return IsSign(l, i + 1, '.') && Touches(l, i + 1) ? i + 2 : i + 1;
  }

  static size_t Year(const Lexemes& l, size_t i, int* year) {
    if (!Is(l, i, Kind::kNumber) || l[i].digits != 4 || !IsYear(l[i].value)) return 0;
    *year = l[i].value;
    return i + 1;
  }

  // A year after links; `from` unchanged if there is none.
  size_t OptionalYear(const Lexemes& l, size_t from, int* year) const {
    const size_t next = Year(l, SkipLinks(l, from), year);
    return next == 0 ? from : next;
  }

  // "9 June 2016", "21 st of June", "12. Januar", "12-Jun-2014".
  Point DayMonth(const Lexemes& l, size_t i) const {
    Point point;
    const size_t day = Day(l, i, &point.day);
    if (day == 0) return {};
    if (IsSign(l, day, '-') && Touches(l, day) && Touches(l, day + 1)) {
      const size_t month = Month(l, day + 1, &point);
      if (month == 0 || !IsSign(l, month, '-') || !Touches(l, month) || !Touches(l, month + 1)) return {};
      point.next = Year(l, month + 1, &point.year);
      return point;
    }
    const size_t month = Month(l, SkipLinks(l, day), &point);
    if (month == 0) return {};
    point.next = OptionalYear(l, month, &point.year);
    return point;
  }

  // "June 9, 2016", "September 16".
  Point MonthDay(const Lexemes& l, size_t i) const {
    Point point;
    size_t next = Month(l, i, &point);
    if (next == 0) return {};
    next = Day(l, SkipLinks(l, next), &point.day);
    if (next == 0) return {};
    // "May 12:30" and "March 25.000" are no days.
    if (next < l.size() && Touches(l, next) && Is(l, next, Kind::kNumber)) return {};
    point.next = OptionalYear(l, next, &point.year);
    return point;
  }

  // "November 2017", "April, 2018".
  Point MonthYear(const Lexemes& l, size_t i) const {
    Point point;
    const size_t next = Month(l, i, &point);
    if (next == 0) return {};
    point.next = Year(l, SkipLinks(l, next), &point.year);
    return point;
  }

  // A month standing alone, as the left end of "March - September 2019".
  Point MonthAlone(const Lexemes& l, size_t i) const {
    Point point;
    point.next = Month(l, i, &point);
    return point;
  }

  // "2015. június 5.", "2015 m. birželio 5 d.", "2015. gada 5. jūnijā".
  Point YearFirst(const Lexemes& l, size_t i) const {
    Point point;
    const size_t year = Year(l, i, &point.year);
    if (year == 0) return {};
    size_t next = SkipLinks(l, year);
    if (const size_t month = Month(l, next, &point); month != 0) {
      const size_t day = Day(l, month, &point.day);
      // "2016 May 12 people": only languages that write so, or a year with its sign, take the day.
      point.next = day != 0 ? day : month;
      return point;
    }
    if (next = Day(l, next, &point.day); next == 0) return {};
    next = Month(l, SkipLinks(l, next), &point);
    if (next == 0) return {};
    point.next = next;
    return point;
  }

  // "2016-06-21", "2012/7", "2016.06.21".
  Point YearFirstNumeric(const Lexemes& l, size_t i) const {
    Point point;
    if (Year(l, i, &point.year) == 0 || !Is(l, i + 1, Kind::kSign) || !Touches(l, i + 1)) return {};
    const char32_t separator = l[i + 1].sign;
    if (separator != '-' && separator != '/' && separator != '.') return {};
    if (!Is(l, i + 2, Kind::kNumber) || !Touches(l, i + 2) || l[i + 2].digits > 2) return {};
    point.month = l[i + 2].value;
    if (!MonthFits(point.month)) return {};
    point.next = i + 3;
    if (IsSign(l, i + 3, separator) && Touches(l, i + 3) && Is(l, i + 4, Kind::kNumber) &&
        Touches(l, i + 4)) {
      if (l[i + 4].digits > 2 || !DayFits(l[i + 4].value)) return {};
      point.day = l[i + 4].value;
      point.next = i + 5;
      // "T10:00:00Z" belongs to it.
      if (Is(l, point.next, Kind::kWord) && Touches(l, point.next) && l[point.next].folded == "t") {
        while (point.next < l.size() && Touches(l, point.next)) ++point.next;
      }
      return point;
    }
    // Without a day, "2016.06" and "2015-12" are as often something else; "2012/7" and "2017-11" alone are
    // dates.
    const bool goes_on = point.next < l.size() && Touches(l, point.next) &&
                         (l[point.next].kind != Kind::kSign || l[point.next].sign == separator);
    if (separator == '.' || goes_on) return {};
    return point;
  }

  // "21.06.2016", "21/6/16", "21-06-2016"; "19.05." where `without_year`.
  Point DayFirstNumeric(const Lexemes& l, size_t i, bool without_year) const {
    Point point;
    if (!Is(l, i, Kind::kNumber) || l[i].digits > 2 || !Is(l, i + 1, Kind::kSign) || !Touches(l, i + 1))
      return {};
    if (i > 0 && !l[i].space_before && (Is(l, i - 1, Kind::kWord) || IsSign(l, i - 1, '.'))) return {};
    const char32_t separator = l[i + 1].sign;
    if (separator != '.' && separator != '/' && separator != '-') return {};
    if (!Is(l, i + 2, Kind::kNumber) || l[i + 2].digits > 2) return {};
    if (separator != '.' && !Touches(l, i + 2)) return {};
    point.day = l[i].value;
    point.month = l[i + 2].value;
    if (separator == '/' && options_.month_first) std::swap(point.day, point.month);
    if (!DayFits(point.day) || !MonthFits(point.month)) return {};
    if (!IsSign(l, i + 3, separator) || !Touches(l, i + 3)) return {};
    if (Is(l, i + 4, Kind::kNumber) && (separator == '.' || Touches(l, i + 4))) {
      const Lexeme& year = l[i + 4];
      if (year.digits == 4 && IsYear(year.value)) {
        point.year = year.value;
      } else if (year.digits == 2 && Touches(l, i + 4)) {
        point.year = year.value + (year.value <= kTwoDigitPivot ? 2000 : 1900);
      }
      // "1.2.16.3" is an address or a version.
      const bool goes_on = IsSign(l, i + 5, separator) && Touches(l, i + 5) && Is(l, i + 6, Kind::kNumber) &&
                           Touches(l, i + 6);
      if (goes_on) return {};
      if (point.year != 0) {
        point.next = i + 5;
        return point;
      }
    }
    if (!without_year || separator != '.') return {};
    point.next = i + 4;
    return point;
  }

  // "2016年6月21日", "2016년 6월 21일".
  Point CjkDate(const Lexemes& l, size_t i) const {
    Point point;
    const auto part = [&l](size_t at, char32_t chinese, char32_t korean) {
      return Is(l, at, Kind::kNumber) && (IsSign(l, at + 1, chinese) || IsSign(l, at + 1, korean));
    };
    if (!part(i, U'年', U'년') || !IsYear(l[i].value)) return {};
    point.year = l[i].value;
    if (!part(i + 2, U'月', U'월') || !MonthFits(l[i + 2].value)) return {};
    point.month = l[i + 2].value;
    point.next = i + 4;
    if (part(i + 4, U'日', U'일') && DayFits(l[i + 4].value)) {
      point.day = l[i + 4].value;
      point.next = i + 6;
    }
    return point;
  }

  // "Summer, 2022", "spring of 2016".
  Point SeasonYear(const Lexemes& l, size_t i) const {
    Point point;
    if (!Is(l, i, Kind::kWord)) return {};
    const bool season = std::any_of(season_kinds_.begin(), season_kinds_.end(),
                                    [&](const std::string& kind) { return words_.Has(kind, l[i].folded); });
    if (!season) return {};
    point.season = true;
    point.next = Year(l, SkipLinks(l, i + 1), &point.year);
    return point;
  }

  // The longest date that starts at `i`, without a range. `open`: a day or a month without the rest will do,
  // as an end of a range.
  Point LongestPoint(const Lexemes& l, size_t i, bool open) const {
    Point best = LongestPointAt(l, i, open);
    // "mar" is March and Tuesday: both are tried.
    if (const size_t start = SkipWeekday(l, i); start != i) {
      const Point behind_weekday = LongestPointAt(l, start, open);
      if (behind_weekday.next > best.next) best = behind_weekday;
    }
    return best;
  }

  Point LongestPointAt(const Lexemes& l, size_t i, bool open) const {
    Point best;
    for (const Point& point :
         {DayMonth(l, i), MonthDay(l, i), MonthYear(l, i), YearFirst(l, i), YearFirstNumeric(l, i),
          DayFirstNumeric(l, i, open), CjkDate(l, i), SeasonYear(l, i), open ? MonthAlone(l, i) : Point(),
          open ? DayAlone(l, i) : Point()}) {
      if (point.next > best.next || (point.next == best.next && point.year > best.year)) best = point;
    }
    return best;
  }

  Point DayAlone(const Lexemes& l, size_t i) const {
    Point point;
    point.next = Day(l, i, &point.day);
    return point;
  }

  // Past what joins the ends of a range; `i` unchanged if nothing does.
  size_t SkipRange(const Lexemes& l, size_t i) const {
    if (Is(l, i, Kind::kSign) && (IsDash(l[i].sign) || l[i].sign == '/' || l[i].sign == '&')) return i + 1;
    if (HasWord(l, i, "range")) return i + 1;
    // "t/m"
    if (Is(l, i, Kind::kWord) && IsSign(l, i + 1, '/') && Touches(l, i + 1) && Is(l, i + 2, Kind::kWord) &&
        Touches(l, i + 2) && words_.Has("range", l[i].folded + "/" + l[i + 2].folded)) {
      return i + 3;
    }
    return i;
  }

  static DateMention Single(const Point& point) {
    DateMention mention;
    mention.year = mention.end_year = point.year;
    mention.month = mention.end_month = point.month;
    mention.day = mention.end_day = point.day;
    mention.season = point.season;
    return mention;
  }

  // Fills what one end leaves to the other. False if the two make no range.
  static bool Join(Point left, Point right, DateMention* mention) {
    if (left.season != right.season) return false;
    if (right.month == 0) right.month = left.month;
    if (left.month == 0) left.month = right.month;
    if (left.month == 0 || (left.day == 0) != (right.day == 0)) return false;
    if (left.year == 0 && right.year != 0) left.year = right.year - (left.month > right.month ? 1 : 0);
    if (right.year == 0 && left.year != 0) right.year = left.year;
    const auto key = [](const Point& p) { return (p.year * 13 + p.month) * 32 + p.day; };
    if (left.year != 0 && key(left) > key(right)) return false;
    if (left.year == 0 && left.month == right.month && left.day > right.day) return false;
    *mention = Single(left);
    mention->end_year = right.year;
    mention->end_month = right.month;
    mention->end_day = right.day;
    return true;
  }

  // "2016. gada 3.–5. maijā": a range behind its year.
  size_t YearThenRange(const Lexemes& l, size_t i, DateMention* mention) const {
    int year = 0;
    const size_t behind = Year(l, i, &year);
    if (behind == 0) return 0;
    const size_t start = SkipLinks(l, behind);
    if (start == behind || start >= l.size() || Year(l, start, &year) != 0) return 0;
    const size_t end = PlainRange(l, start, mention);
    if (end == 0 || !mention->is_range() || mention->has_year()) return 0;
    Year(l, i, &year);
    mention->year = mention->end_year = year;
    return end;
  }

  // A date or a range at `i`: the lexeme after it, 0 if there is none.
  size_t Range(const Lexemes& l, size_t i, DateMention* mention) const {
    if (const size_t end = YearThenRange(l, i, mention); end != 0) return end;
    return PlainRange(l, i, mention);
  }

  size_t PlainRange(const Lexemes& l, size_t i, DateMention* mention) const {
    if (i > 0 && !l[i].space_before && l[i].kind == Kind::kNumber && Is(l, i - 1, Kind::kWord)) return 0;
    const Point open = LongestPoint(l, i, true);
    size_t end = 0;
    if (open.next != 0) {
      const size_t after = SkipRange(l, open.next);
      if (after != open.next) {
        Point right = LongestPoint(l, after, true);
        // "November 14-16, 2017": the year follows the second day.
        if (right.next != 0 && right.year == 0 && right.month == 0) {
          right.next = OptionalYear(l, right.next, &right.year);
        }
        const bool enough = open.month != 0 || right.month != 0;
        const bool certain = !(open.weak || right.weak) || open.year != 0 || right.year != 0;
        const bool lone_months = open.day == 0 && open.year == 0 && right.year == 0;
        if (right.next != 0 && enough && certain && !lone_months && Join(open, right, mention))
          end = right.next;
      }
    }
    if (end == 0) {
      const Point point = LongestPoint(l, i, false);
      if (point.next == 0 || (point.weak && point.year == 0)) return 0;
      *mention = Single(point);
      end = point.next;
    }
    if (!mention->ResolveIn(mention->has_year() ? 0 : 2000)) return 0;
    while (HasWord(l, end, "after") && end + 1 <= l.size() && !mention->season) {
      ++end;
      if (IsSign(l, end, '.') && Touches(l, end)) ++end;
    }
    return end;
  }

  DateOptions options_;
  const WordTable& words_;
  std::vector<std::string> season_kinds_;
};

DateParser::DateParser(DateOptions options) : internal_(std::make_unique<Internal>(std::move(options))) {}
DateParser::~DateParser() = default;
DateParser::DateParser(DateParser&&) noexcept = default;
DateParser& DateParser::operator=(DateParser&&) noexcept = default;

std::vector<DateMention> DateParser::Find(std::string_view line) const { return internal_->Find(line); }

bool DateParser::IsDateWord(const std::string& word) const { return internal_->IsDateWord(word); }

bool MonthComesFirst(const std::vector<std::string_view>& lines) {
  int month_first = 0;
  int day_first = 0;
  for (std::string_view line : lines) {
    if (line.find('/') == std::string_view::npos) continue;
    const std::vector<Lexeme> l = Lex(line);
    for (size_t i = 0; i + 4 < l.size(); ++i) {
      const bool form = l[i].kind == Lexeme::Kind::kNumber && l[i + 1].sign == '/' &&
                        l[i + 2].kind == Lexeme::Kind::kNumber && l[i + 3].sign == '/' &&
                        l[i + 4].kind == Lexeme::Kind::kNumber;
      if (!form || l[i].digits > 2 || l[i + 2].digits > 2) continue;
      if (l[i].value > 12 && MonthFits(l[i + 2].value)) ++day_first;
      if (l[i + 2].value > 12 && MonthFits(l[i].value)) ++month_first;
    }
  }
  return month_first > day_first;
}

}  // namespace newsearch
