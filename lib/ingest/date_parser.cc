// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/date_parser.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "ingest/date_lexer.h"
#include "ingest/date_vocabulary.h"
#include "schema/calendar.h"
#include "text/char_class.h"
#include "text/stop_words.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2099;
// Two-digit years up to this are of this century.
constexpr int kTwoDigitPivot = 69;
// A line that is a date has no more bytes than this.
constexpr size_t kMaxWholeLine = 160;

// Languages that put the year in front of what is in it: "2019. tavasz", "2016. gada vasara".
constexpr std::string_view kYearFirstLanguages[] = {"hu", "lv", "lt", "eu"};

using Kind = DateLexeme::Kind;

bool IsYear(int number) { return number >= kFirstYear && number <= kLastYear; }
bool IsDigitByte(char c) { return c >= '0' && c <= '9'; }
bool DayFits(int day) { return day >= 1 && day <= 31; }
bool MonthFits(int month) { return month >= 1 && month <= 12; }
int FullYear(int two_digits) { return two_digits + (two_digits <= kTwoDigitPivot ? 2000 : 1900); }

// The lexemes of a window. Whatever is asked about a place past their end is false.
class Lexemes {
 public:
  Lexemes(std::string_view line, const std::vector<DateLexeme>& lexemes) : line_(line), lexemes_(lexemes) {}
  size_t size() const { return lexemes_.size(); }
  std::string_view line() const { return line_; }
  const DateLexeme& operator[](size_t i) const { return lexemes_[i]; }
  std::string_view Text(size_t i) const {
    return line_.substr(lexemes_[i].begin, lexemes_[i].end - lexemes_[i].begin);
  }
  FoldedDateWord Folded(size_t i) const { return FoldedDateWord(Text(i), lexemes_[i].ascii); }

  bool IsNumber(size_t i) const { return i < size() && lexemes_[i].kind == Kind::kNumber; }
  bool IsWord(size_t i) const { return i < size() && lexemes_[i].kind == Kind::kWord; }
  bool IsSign(size_t i, char32_t sign) const {
    return i < size() && lexemes_[i].kind == Kind::kSign && lexemes_[i].sign == sign;
  }
  bool IsAnySign(size_t i) const { return i < size() && lexemes_[i].kind == Kind::kSign; }
  // Nothing between it and the lexeme before.
  bool Touches(size_t i) const { return i < size() && !lexemes_[i].space_before; }
  bool Has(size_t i, DateWordKind kind) const {
    return i < size() && lexemes_[i].word != nullptr && lexemes_[i].word->Is(kind);
  }
  bool IsTouchingNumber(size_t i) const { return IsNumber(i) && Touches(i); }

  // The lexeme after a phrase of this kind that begins at `i`, 0 if there is none.
  size_t EndOfPhrase(size_t i, DateWordKind kind, const DateWord::Phrase** phrase) const {
    if (!IsWord(i) || lexemes_[i].word == nullptr) return 0;
    for (const DateWord::Phrase& known : lexemes_[i].word->phrases) {
      if ((known.kinds & KindBit(kind)) == 0) continue;
      size_t at = i + 1;
      const bool same =
          std::all_of(known.rest.begin(), known.rest.end(),
                      [this, &at](const std::string& token) { return at < size() && IsToken(at++, token); });
      if (!same) continue;
      *phrase = &known;
      return at;
    }
    return 0;
  }

 private:
  bool IsToken(size_t i, const std::string& token) const {
    if (lexemes_[i].kind == Kind::kWord) return Folded(i).view() == token;
    return lexemes_[i].kind == Kind::kSign && lexemes_[i].sign == DecodeUtf8(token, 0).code_point;
  }

  std::string_view line_;
  const std::vector<DateLexeme>& lexemes_;
};

// One end of a date, as far as written.
struct Point {
  int year = 0;
  int month = 0;
  int day = 0;
  int end_year = 0;   // of "Winter 2019/20"; 0: the same
  int end_month = 0;  // of a quarter; 0: the same
  int season_month = 0;
  bool season = false;
  bool semester = false;
  bool weak = false;       // an abbreviated month of another language: needs a year beside it
  bool ordinary = false;   // a month that is an ordinary word here, written like one ("12 may", "2016 mai")
  bool needs_all = false;  // the same where months have a capital letter: needs a day and a year
  bool open_only = false;  // a date as the end of a range alone
  bool day_last = false;   // the day is its last number, so that another day can follow
  char32_t open = 0;  // a day and a month with this sign between, which are a date as the end of one alone
  size_t next = 0;    // lexeme after it; 0: there is no date here
};

}  // namespace

std::optional<Date> DateMention::Resolve() const { return ResolveIn(0); }

std::optional<Date> DateMention::ResolveIn(int assumed_year) const {
  const int first_year = year != 0 ? year : assumed_year;
  int last_year = end_year != 0 ? end_year : assumed_year;
  // "30 December - 2 January" without years runs into the next.
  if (year == 0 && end_year == 0 && end_month < month) ++last_year;
  std::optional<Date> first = MakeDate(first_year, month, day);
  const std::optional<Date> last = MakeDate(last_year, end_month, end_day);
  if (!first || !last || last->end < first->start) return std::nullopt;
  first->end = last->end;
  return first;
}

class DateParser::Internal {
 public:
  explicit Internal(DateOptions options) : options_(std::move(options)), vocabulary_(DateVocabulary::Get()) {
    std::vector<std::string>& languages = options_.languages;
    languages.erase(std::remove(languages.begin(), languages.end(), "und"), languages.end());
    rank_.fill(kNoRank);
    for (size_t i = 0; i < languages.size(); ++i) {
      const uint8_t number = vocabulary_.LanguageNumber(languages[i]);
      if (number >= rank_.size() || rank_[number] != kNoRank) continue;
      rank_[number] = static_cast<uint8_t>(std::min<size_t>(i, kNoRank - 1));
      archive_languages_ |= LanguageSet{1} << number;
    }
    if (languages.empty()) archive_languages_ = ~LanguageSet{0};
    for (std::string_view lang : kYearFirstLanguages) {
      const uint8_t number = vocabulary_.LanguageNumber(lang);
      if (number < rank_.size()) year_first_languages_ |= LanguageSet{1} << number;
    }
    if (!languages.empty()) stop_words_ = &StopWords(languages.front());
  }

  std::vector<DateMention> Find(std::string_view line) const {
    std::vector<DateMention> mentions;
    size_t digit = FindDigit(line, 0);
    if (digit == std::string_view::npos) return mentions;
    // Kept for the next line: windows are many, and their dates few.
    thread_local DateWindow window;
    for (size_t floor = 0; digit != std::string_view::npos; digit = FindDigit(line, floor)) {
      LexAround(line, digit, floor, &window);
      floor = window.end;
      if (!window.promising) continue;
      FindIn(Lexemes(line, window.lexemes), &mentions);
      // Words behind the last number are part of one date only.
      if (!mentions.empty()) floor = std::max(floor, mentions.back().end);
    }
    return mentions;
  }

  std::optional<DateMention> WholeLine(std::string_view line) const {
    if (line.size() > kMaxWholeLine || FindDigit(line, 0) == std::string_view::npos) return std::nullopt;
    DateWindow window;
    LexWhole(line, &window);
    const Lexemes l(line, window.lexemes);
    size_t last = l.size();
    while (last > 0 && IsDecoration(l, last - 1)) --last;
    for (size_t i = 0; i < last; ++i) {
      DateMention mention;
      size_t next = Qualified(l, i, &mention);
      if (next == 0 || next < last) next = BareYear(l, i, &mention);
      if (next == 0 || next < last) next = NumericMonth(l, i, &mention);
      if (next != 0 && next >= last) return mention;
      if (!IsDecoration(l, i) && !l.Has(i, DateWordKind::kLead) && !l.Has(i, DateWordKind::kDayLink)) break;
    }
    return std::nullopt;
  }

  std::optional<DateMention> LineStart(std::string_view line) const {
    size_t at = 0;
    const auto number = [&](int* value) {
      const size_t begin = at;
      for (*value = 0; at < line.size() && at - begin < 2 && line[at] >= '0' && line[at] <= '9'; ++at) {
        *value = *value * 10 + (line[at] - '0');
      }
      return at > begin;
    };
    const auto sign = [&](std::string_view wanted) {
      if (line.substr(at, wanted.size()) != wanted) return false;
      at += wanted.size();
      return true;
    };
    const auto dash = [&] { return sign("-") || sign("\u2013") || sign("\u2014"); };
    DateMention mention;
    if (!number(&mention.day)) return std::nullopt;
    if (sign("/")) {
      if (!number(&mention.month)) return std::nullopt;
      if (options_.month_first) std::swap(mention.day, mention.month);
    } else if (sign(".")) {
      // "17.–18.9." and "8.10." and "22.7.–26.7."
      if (!dash()) {
        sign(" ");
        if (!number(&mention.month) || !sign(".")) return std::nullopt;
      } else {
        if (!number(&mention.end_day) || !sign(".")) return std::nullopt;
        sign(" ");
        if (!number(&mention.month) || !sign(".")) return std::nullopt;
        mention.end_month = mention.month;
      }
    } else {
      return std::nullopt;
    }
    if (mention.end_day == 0) {
      mention.end_day = mention.day;
      mention.end_month = mention.month;
      const size_t first_end = at;
      if (dash() && !(number(&mention.end_day) && sign(".") && number(&mention.end_month) && sign("."))) {
        at = first_end;
        mention.end_day = mention.day;
        mention.end_month = mention.month;
      }
    }
    // What goes on is a number, a version, a date with a year.
    if (at < line.size() && (IsDigitByte(line[at]) || line[at] == '/' || line[at] == '.'))
      return std::nullopt;
    const auto fits = [](int day, int month) { return DayFits(day) && MonthFits(month); };
    if (!fits(mention.day, mention.month) || !fits(mention.end_day, mention.end_month)) return std::nullopt;
    if (!mention.ResolveIn(2000)) return std::nullopt;
    mention.end = at;
    return mention;
  }

  bool IsDateWord(std::string_view word) const {
    const DateWord* known = vocabulary_.Find(word);
    if (known == nullptr) return AnyDeclined(word, false);
    constexpr uint32_t kClothing = KindBit(DateWordKind::kLead) | KindBit(DateWordKind::kLink) |
                                   KindBit(DateWordKind::kDayLink) | KindBit(DateWordKind::kRange) |
                                   KindBit(DateWordKind::kAnd) | KindBit(DateWordKind::kAfter) |
                                   KindBit(DateWordKind::kOrdinal);
    return (known->kinds & kClothing) != 0 || IsWeekday(known->names, false);
  }

 private:
  static constexpr uint8_t kNoRank = 255;

  // Signs that people put around a heading.
  static bool IsDecoration(const Lexemes& l, size_t i) {
    constexpr std::u32string_view kSigns = U"#*=_|:;.,()[]{}<>~•·»«►▶“”\"'-";
    return l.IsAnySign(i) && (kSigns.find(l[i].sign) != std::u32string_view::npos || IsDash(l[i].sign));
  }

  void FindIn(const Lexemes& l, std::vector<DateMention>* mentions) const {
    for (size_t i = 0; i < l.size();) {
      DateMention mention;
      const size_t next = MayStart(l[i]) ? Qualified(l, i, &mention) : 0;
      if (next == 0) {
        ++i;
        continue;
      }
      mentions->push_back(mention);
      i = next;
    }
  }

  static bool MayStart(const DateLexeme& lexeme) {
    return lexeme.kind == Kind::kNumber ? lexeme.digits <= 4
                                        : lexeme.word != nullptr || lexeme.declined || lexeme.cjk;
  }

  // Months and weekdays.

  // Whether a word names a weekday. An abbreviation counts in the archive's languages, or where a full stop
  // or a comma shows it to be one (`marked`): "on" is Wednesday in Norwegian.
  bool IsWeekday(const std::vector<CalendarEntry>& names, bool marked) const {
    return std::any_of(names.begin(), names.end(), [this, marked](const CalendarEntry& name) {
      return !name.is_month && (!name.abbreviated || marked || rank_[name.language] != kNoRank);
    });
  }

  // Declined names are those of the archive's languages: elsewhere they would be other words.
  template <typename Predicate>
  bool AnyDeclinedEntry(std::string_view folded, Predicate&& predicate) const {
    if (!vocabulary_.MayBeDeclined(folded)) return false;
    std::vector<CalendarEntry> entries;
    vocabulary_.FindDeclined(folded, archive_languages_, &entries);
    return std::any_of(entries.begin(), entries.end(), predicate);
  }
  bool AnyDeclined(std::string_view folded, bool month) const {
    return AnyDeclinedEntry(folded, [month](const CalendarEntry& entry) { return entry.is_month == month; });
  }

  bool IsWeekdayAt(const Lexemes& l, size_t i, bool marked) const {
    if (!l.IsWord(i)) return false;
    if (l[i].word != nullptr) return IsWeekday(l[i].word->names, marked);
    return l[i].declined && AnyDeclined(l.Folded(i).view(), false);
  }

  // What month names name, by the languages of the archive if there are several. nullptr: none.
  const CalendarEntry* BestMonth(const std::vector<CalendarEntry>& names) const {
    const CalendarEntry* best = nullptr;
    for (const CalendarEntry& name : names) {
      if (!name.is_month) continue;
      const bool better =
          best == nullptr || rank_[name.language] < rank_[best->language] ||
          (rank_[name.language] == rank_[best->language] && best->abbreviated && !name.abbreviated);
      if (better) best = &name;
    }
    return best;
  }

  size_t Month(const Lexemes& l, size_t i, Point* point) const {
    if (!l.IsWord(i)) return 0;
    const DateWord* word = l[i].word;
    size_t next = 0;
    const CalendarEntry* best = nullptr;
    const DateWord::Phrase* phrase = nullptr;
    // "Meán Fómhair", "Deireadh Fómhair"
    if (next = l.EndOfPhrase(i, DateWordKind::kMonth, &phrase); next != 0) {
      best = BestMonth(phrase->names);
    } else if (l.Has(i, DateWordKind::kMonth)) {
      best = BestMonth(word->names);
      next = i + 1;
      point->ordinary = l[i].lower && stop_words_ != nullptr && stop_words_->count(word->folded) != 0;
    }
    if (best != nullptr) {
      point->month = best->number;
      const bool first_language = rank_[best->language] == 0;
      point->weak = best->abbreviated && !first_language;
      point->needs_all = point->ordinary && best->capital;
    } else if (word == nullptr && l[i].declined) {
      int best_rank = kNoRank + 1;
      AnyDeclinedEntry(l.Folded(i).view(), [&](const CalendarEntry& entry) {
        if (entry.is_month && rank_[entry.language] < best_rank) {
          point->month = entry.number;
          best_rank = rank_[entry.language];
        }
        return false;
      });
      if (point->month == 0) return 0;
      next = i + 1;
    } else {
      return 0;
    }
    return l.IsSign(next, '.') && l.Touches(next) ? next + 1 : next;
  }

  // A month behind links; those that are names of months themselves ("des") are none. 0: no month.
  size_t LinkedMonth(const Lexemes& l, size_t i, Point* point) const {
    for (size_t at = i;;) {
      if (const size_t next = Month(l, at, point); next != 0) return next;
      const size_t after = SkipLink(l, at);
      if (after == at || after - i > 5) return 0;
      at = after;
    }
  }

  bool IsMonthAt(const Lexemes& l, size_t i) const {
    Point point;
    return Month(l, i, &point) != 0;
  }

  // What stands between.

  // Words and signs that may stand between the parts: "of", a comma, a full stop.
  static size_t SkipLink(const Lexemes& l, size_t i) {
    if (l.IsSign(i, ',') || l.IsSign(i, '.') || l.IsSign(i, '\'') || l.Has(i, DateWordKind::kLink))
      return i + 1;
    return SkipBracketed(l, i, DateWordKind::kLink);
  }
  static size_t SkipLinks(const Lexemes& l, size_t i) {
    size_t next = i;
    for (int steps = 0; steps < 3 && next < l.size(); ++steps) next = SkipLink(l, next);
    return next;
  }

  // "2016(e)ko ekainaren 21(a)": Basque puts in brackets what depends on how the number is read.
  static size_t SkipBracketed(const Lexemes& l, size_t i, DateWordKind kind) {
    const bool bracketed = l.IsSign(i, '(') && l.Touches(i) && l.Touches(i + 1) && l.Has(i + 1, kind) &&
                           l.IsSign(i + 2, ')') && l.Touches(i + 2);
    return bracketed ? i + 3 : i;
  }

  static size_t SkipCommas(const Lexemes& l, size_t i) {
    while (l.IsSign(i, ',') || l.IsSign(i, '.')) ++i;
    return i;
  }

  size_t SkipWeekday(const Lexemes& l, size_t i) const {
    if (!l.IsWord(i)) return i;
    const DateWord::Phrase* phrase = nullptr;
    // "terça-feira", "Dydd Llun"
    if (const size_t next = l.EndOfPhrase(i, DateWordKind::kWeekday, &phrase); next != 0) {
      const bool marked = l.IsSign(next, '.') || l.IsSign(next, ',');
      if (IsWeekday(phrase->names, marked)) return SkipLinks(l, next);
    }
    const bool marked = l.IsSign(i + 1, '.') || l.IsSign(i + 1, ',');
    return IsWeekdayAt(l, i, marked) ? SkipLinks(l, i + 1) : i;
  }

  // Numbers.

  // "21", "21.", "21st", "21 st", "1er", "13:e", "21(a)": what follows the day's number. 0: no day here.
  size_t Day(const Lexemes& l, size_t i, int* day) const {
    if (!l.IsNumber(i) || l[i].digits > 2 || !DayFits(l[i].value)) return 0;
    *day = l[i].value;
    return SkipOrdinal(l, i + 1);
  }

  // `next` is behind a number.
  size_t SkipOrdinal(const Lexemes& l, size_t next) const {
    const auto touching_ordinal = [&l](size_t at) {
      return l.Touches(at) && l.Has(at, DateWordKind::kOrdinal);
    };
    if (l.IsSign(next, 0xB0)) return next + 1;
    if (const size_t after = SkipBracketed(l, next, DateWordKind::kOrdinal); after != next) return after;
    if (l.IsSign(next, '.') && l.Touches(next)) {
      // "1.er", "2.º"; not "1.e4".
      if (touching_ordinal(next + 1) && !l.IsTouchingNumber(next + 2)) return next + 2;
      ++next;
    }
    if ((l.IsSign(next, ':') || l.IsSign(next, '-') || l.IsSign(next, '\'')) && l.Touches(next) &&
        touching_ordinal(next + 1)) {
      return next + 2;
    }
    if (l.Has(next, DateWordKind::kOrdinal)) {
      // With a blank before it, an ending must be followed by what makes it one: "21 st June", not "5 a
      // year".
      if (l.Touches(next) || IsMonthAt(l, SkipLinks(l, next + 1))) return next + 1;
    }
    return next;
  }

  static size_t Year(const Lexemes& l, size_t i, int* year) {
    if (!l.IsNumber(i) || l[i].digits != 4 || !IsYear(l[i].value)) return 0;
    *year = l[i].value;
    return i + 1;
  }

  // "2019", "2019/20", "2019-2020": two years that follow each other.
  static size_t YearPair(const Lexemes& l, size_t i, int* year, int* end_year) {
    const size_t next = Year(l, i, year);
    if (next == 0 || !l.IsAnySign(next) || !l.Touches(next) || !l.IsTouchingNumber(next + 1)) return next;
    if (l[next].sign != '/' && !IsDash(l[next].sign)) return next;
    const DateLexeme& second = l[next + 1];
    const bool follows = (second.digits == 4 && second.value == *year + 1) ||
                         (second.digits == 2 && second.value == (*year + 1) % 100);
    if (!follows) return next;
    *end_year = *year + 1;
    return next + 2;
  }

  // A year behind links, also "'18". 0 if there is none.
  size_t LinkedYear(const Lexemes& l, size_t from, int* year) const {
    const size_t at = SkipLinks(l, from);
    if (const size_t next = Year(l, at, year); next != 0) return next;
    if (at > from && l.IsSign(at - 1, '\'') && l.IsTouchingNumber(at) && l[at].digits == 2) {
      *year = FullYear(l[at].value);
      return at + 1;
    }
    return 0;
  }

  // A year after links; `from` unchanged if there is none.
  size_t OptionalYear(const Lexemes& l, size_t from, int* year) const {
    const size_t next = LinkedYear(l, from, year);
    return next == 0 ? from : next;
  }

  // "12:30", "25.000", "12,5", "5%": the number before `next` goes on and is no day.
  static bool GoesOn(const Lexemes& l, size_t next) {
    if (next == 0 || next >= l.size() || !l.Touches(next)) return false;
    if (l.IsSign(next, '%') || l.IsNumber(next)) return true;
    const bool joins = l.IsSign(next, '.') || l.IsSign(next, ',') || l.IsSign(next, ':');
    if (!joins || !l.IsTouchingNumber(next + 1)) return false;
    return !(l[next].sign == ',' && l[next + 1].digits == 4 && IsYear(l[next + 1].value));
  }

  // Forms of one day, month, quarter or season. Each gives what it can read from `i` on.

  // "9 June 2016", "21 st of June", "12. Januar", "12-Jun-2014", "12-Jun-14", "12/Jun/2014".
  Point DayMonth(const Lexemes& l, size_t i) const {
    Point point;
    const size_t day = Day(l, i, &point.day);
    if (day == 0) return {};
    if ((l.IsSign(day, '-') || l.IsSign(day, '/')) && l.Touches(day) && l.Touches(day + 1)) {
      const size_t month = Month(l, day + 1, &point);
      if (month == 0 || !l.IsSign(month, l[day].sign) || !l.Touches(month) || !l.Touches(month + 1))
        return {};
      point.next = Year(l, month + 1, &point.year);
      if (point.next == 0 && l.IsNumber(month + 1) && l[month + 1].digits == 2) {
        point.year = FullYear(l[month + 1].value);
        point.next = month + 2;
      }
      return point;
    }
    const size_t month = LinkedMonth(l, day, &point);
    if (month == 0) return {};
    point.next = OptionalYear(l, month, &point.year);
    return point;
  }

  // "June 9, 2016", "September 16", "May the 4th".
  Point MonthDay(const Lexemes& l, size_t i) const {
    Point point;
    size_t next = Month(l, i, &point);
    if (next == 0) return {};
    next = SkipCommas(l, next);
    if (l.Has(next, DateWordKind::kDayLink)) next = l.IsSign(next + 1, '-') ? next + 2 : next + 1;
    next = Day(l, next, &point.day);
    if (next == 0 || GoesOn(l, next)) return {};
    // "March 25.000": the full stop was taken for the day's.
    if (l.IsSign(next - 1, '.') && GoesOn(l, next - 1)) return {};
    point.next = OptionalYear(l, next, &point.year);
    point.day_last = point.year == 0;
    // Where the month comes before a day with a full stop, the year comes first: elsewhere it ends a
    // sentence.
    const bool stop = point.year == 0 && l.IsSign(next - 1, '.');
    if (stop && (archive_languages_ & year_first_languages_) == 0) point.next = next - 1;
    // "May 12 June": the number is the day of what follows.
    if (point.year == 0 && l.IsNumber(next - 1) && IsMonthAt(l, SkipLinks(l, next))) {
      Point other;
      Month(l, SkipLinks(l, next), &other);
      if (!other.weak && !other.needs_all) return {};
    }
    return point;
  }

  // "November 2017", "April, 2018", "Mai '18".
  Point MonthYear(const Lexemes& l, size_t i) const {
    Point point;
    const size_t next = Month(l, i, &point);
    if (next == 0) return {};
    point.next = LinkedYear(l, next, &point.year);
    return point;
  }

  // A month standing alone, as the left end of "March - September 2019".
  Point MonthAlone(const Lexemes& l, size_t i) const {
    Point point;
    point.next = Month(l, i, &point);
    point.open_only = true;
    return point;
  }

  Point DayAlone(const Lexemes& l, size_t i) const {
    Point point;
    point.open_only = true;
    point.next = Day(l, i, &point.day);
    if (point.next != 0 && l.Touches(point.next) &&
        (l.IsSign(point.next, U'日') || l.IsSign(point.next, U'일'))) {
      ++point.next;
    }
    return point;
  }

  // "2015. június 5.", "2015 m. birželio 5 d.", "2015. gada 5. jūnijā".
  Point YearFirst(const Lexemes& l, size_t i) const {
    Point point;
    int other_year = 0;
    const size_t year = Year(l, i, &point.year);
    if (year == 0) return {};
    size_t next = SkipLinks(l, year);
    if (const size_t month = Month(l, next, &point); month != 0) {
      const size_t day = Day(l, month, &point.day);
      if (day != 0 && !GoesOn(l, day)) {
        point.next = day;
        point.day_last = true;
      } else {
        if (point.ordinary) return {};
        point.day = 0;
        point.next = month;
        // "in 2016 mar ...": words that are months for a moment.
        if (l[next].lower && l[next].word != nullptr && !l.IsSign(month - 1, '.')) {
          const CalendarEntry* best = BestMonth(l[next].word->names);
          if (best != nullptr && best->abbreviated) return {};
        }
      }
    } else {
      next = Day(l, next, &point.day);
      if (next == 0) return {};
      point.next = LinkedMonth(l, next, &point);
      if (point.next == 0) return {};
    }
    // "in 2016, 5 May 2017": the month has a year of its own; not so in "2008 januárjától 2009 nyaráig".
    const bool may_be_cut = point.day != 0 ? !point.day_last : l.IsSign(year, ',');
    if (may_be_cut && LinkedYear(l, point.next, &other_year) != 0) return {};
    return point;
  }

  // "2016-06-21", "2012/7", "2016.06.21", "2016. 6. 21."
  Point YearFirstNumeric(const Lexemes& l, size_t i) const {
    Point point;
    if (Year(l, i, &point.year) == 0 || !l.IsAnySign(i + 1) || !l.Touches(i + 1)) return {};
    const char32_t separator = l[i + 1].sign;
    if (separator != '-' && separator != '/' && separator != '.') return {};
    if (!l.IsNumber(i + 2) || l[i + 2].digits > 2 || !MonthFits(l[i + 2].value)) return {};
    const bool spaced = !l.Touches(i + 2);
    if (spaced && separator != '.') return {};
    point.month = l[i + 2].value;
    point.next = i + 3;
    if (l.IsSign(i + 3, separator) && l.Touches(i + 3) && l.IsNumber(i + 4) && l.Touches(i + 4) != spaced) {
      if (l[i + 4].digits > 2 || !DayFits(l[i + 4].value)) return {};
      point.day = l[i + 4].value;
      point.day_last = true;
      point.next = i + 5;
      // The third full stop belongs to the form where there are blanks in it.
      if (spaced && l.IsSign(point.next, '.') && l.Touches(point.next)) ++point.next;
      if (l.IsTouchingNumber(point.next)) return {};
      if (l.IsSign(point.next, separator) && l.IsTouchingNumber(point.next + 1)) return {};
      point.next = SkipTimeOfDay(l, point.next);
      return point;
    }
    // Without a day, "2016.06" and "2015-12" are as often something else; "2012/7" and "2017-11" alone are
    // dates. "2011/12" is rather two years.
    const bool goes_on = point.next < l.size() && l.Touches(point.next) &&
                         (l[point.next].kind != Kind::kSign || l[point.next].sign == separator ||
                          l.IsTouchingNumber(point.next + 1));
    const bool two_years = l[i + 2].digits == 2 && (point.year + 1) % 100 == point.month;
    if (separator == '.' || goes_on || two_years) return {};
    return point;
  }

  // "T10:00:00.5+02:00", "T10:00Z"
  static size_t SkipTimeOfDay(const Lexemes& l, size_t i) {
    if (!l.IsWord(i) || !l.Touches(i) || l.Text(i) != "T" || !l.IsTouchingNumber(i + 1)) return i;
    size_t next = i + 2;
    while (l.IsAnySign(next) && l.Touches(next) && l.IsTouchingNumber(next + 1) &&
           std::u32string_view(U":.+-,").find(l[next].sign) != std::u32string_view::npos) {
      next += 2;
    }
    return l.IsWord(next) && l.Touches(next) && l.Text(next) == "Z" ? next + 1 : next;
  }

  // "21.06.2016", "21/6/16", "21-06-2016", "12/5/'16", "21 / 06 / 2016". `open`: also "19.05." and "19/05" as
  // one end of a range.
  Point DayFirstNumeric(const Lexemes& l, size_t i, bool open) const {
    Point point;
    if (!l.IsNumber(i) || l[i].digits > 2 || !l.IsAnySign(i + 1)) return {};
    const char32_t separator = l[i + 1].sign;
    if (separator != '.' && separator != '/' && separator != '-') return {};
    if (!l.IsNumber(i + 2) || l[i + 2].digits > 2) return {};
    if (i > 0 && l.Touches(i) && ((l.IsWord(i - 1) && !l[i - 1].cjk) || l.IsSign(i - 1, '.'))) return {};
    const bool spaced = !l.Touches(i + 1);
    if (separator == '.' ? spaced : spaced != !l.Touches(i + 2)) return {};
    point.day = l[i].value;
    point.month = l[i + 2].value;
    if (separator == '.' ? options_.month_first_dots : options_.month_first)
      std::swap(point.day, point.month);
    const auto fits = [&point] { return DayFits(point.day) && MonthFits(point.month); };
    const bool closed = l.IsSign(i + 3, separator) && l.Touches(i + 3) != spaced;
    if (closed) {
      size_t at = i + 4;
      if (l.IsSign(at, '\'') && l.Touches(at)) ++at;
      if (l.IsNumber(at) && (separator == '.' || l.Touches(at) != spaced)) {
        const DateLexeme& year = l[at];
        const bool whole = year.digits == 4 && IsYear(year.value);
        const bool cut = year.digits == 2 && l.Touches(at) && !spaced && !IsNumberOfSomething(l, i, at + 1);
        if (whole) point.year = year.value;
        if (cut) point.year = FullYear(year.value);
        // One reading is possible: it is meant, whatever the archive does elsewhere.
        if (!fits() && whole && separator != '.') std::swap(point.day, point.month);
        // "1.2.16.3" is an address or a version.
        const bool goes_on = l.IsSign(at + 1, separator) && l.Touches(at + 1) && l.IsTouchingNumber(at + 2);
        if (goes_on || !fits()) return {};
        if (point.year != 0) {
          point.next = at + 1;
          return point;
        }
      }
    }
    if (!open || spaced || !fits() || separator == '-') return {};
    point.open_only = true;
    if (closed && separator == '.') {
      point.next = i + 4;
      return point;
    }
    // "12/05-14/05/2016"
    if (closed || l.IsTouchingNumber(i + 3)) return {};
    point.open = separator;
    point.next = i + 3;
    return point;
  }

  // "version 1.2.16", "Tel. 12-05-16", "21.06.16a".
  bool IsNumberOfSomething(const Lexemes& l, size_t first, size_t behind) const {
    if (l.IsWord(behind) && l.Touches(behind) && !l.Has(behind, DateWordKind::kAfter)) return true;
    size_t before = first;
    while (before > 0 && (l.IsSign(before - 1, '.') || l.IsSign(before - 1, ':'))) --before;
    return before > 0 && l.Has(before - 1, DateWordKind::kNumber);
  }

  // "12.V.2016", "12 V 2016".
  Point DayRoman(const Lexemes& l, size_t i) const {
    Point point;
    size_t next = Day(l, i, &point.day);
    if (next == 0 || !l.Has(next, DateWordKind::kRoman) || l[next].lower) return {};
    point.month = l[next].word->roman;
    ++next;
    if (l.IsSign(next, '.') && l.Touches(next)) ++next;
    point.next = Year(l, next, &point.year);
    return point;
  }

  // "2016年6月21日", "2016년 6월 21일", "6月21日", "平成28年6月21日".
  Point CjkDate(const Lexemes& l, size_t i) const {
    Point point;
    size_t next = i;
    const auto part = [&l](size_t at, std::u32string_view signs) {
      return l.IsNumber(at) && l.IsAnySign(at + 1) && signs.find(l[at + 1].sign) != std::u32string_view::npos;
    };
    constexpr std::u32string_view kYearSigns = U"年년";
    if (l.IsWord(i)) {
      // "平成28年", "令和元年"
      if (!l[i].cjk) return {};
      const DateVocabulary::Era era = DateVocabulary::EraAtEnd(l.Text(i));
      if (era.first_year == 0) return {};
      if (era.is_first && l.IsSign(i + 1, U'年')) {
        point.year = era.first_year;
        next = i + 2;
      } else if (!era.is_first && part(i + 1, kYearSigns) && l[i + 1].digits <= 2 && l[i + 1].value > 0) {
        point.year = era.first_year + l[i + 1].value - 1;
        next = i + 3;
      } else {
        return {};
      }
      if (!IsYear(point.year)) return {};
    } else if (part(i, kYearSigns)) {
      if (!IsYear(l[i].value)) return {};
      point.year = l[i].value;
      next = i + 2;
    }
    if (!part(next, U"月월") || !MonthFits(l[next].value)) return {};
    point.month = l[next].value;
    next += 2;
    if (part(next, U"日일号") && DayFits(l[next].value)) {
      point.day = l[next].value;
      point.day_last = true;
      next += 2;
    } else if (point.year == 0) {
      return {};
    }
    point.next = next;
    return point;
  }

  // Whether a word counts as what it is in the languages of the archive.
  bool IsOurs(const Lexemes& l, size_t i, DateWordKind kind) const {
    return l.Has(i, kind) && (LanguagesOf(l[i].word->languages, kind) & archive_languages_) != 0;
  }

  // "Summer", "Wintersemester", "Summer semester". Seasons are ordinary words, so that their language must be
  // the archive's.
  size_t SeasonName(const Lexemes& l, size_t i, Point* point) const {
    if (!l.IsWord(i)) return 0;
    size_t next = i + 1;
    if (IsOurs(l, i, DateWordKind::kSeasonSemester)) {
      point->semester = true;
      point->season_month = l[i].word->season_month == 4 ? 6 : 12;
    } else if (IsOurs(l, i, DateWordKind::kSeason)) {
      if (l[i].lower && stop_words_ != nullptr && stop_words_->count(l[i].word->folded) != 0) return 0;
      point->season_month = l[i].word->season_month;
      const bool hyphen = l.IsSign(next, '-') && l.Touches(next);
      if (l.Has(next + hyphen, DateWordKind::kSemester)) {
        point->semester = true;
        next += 1 + hyphen;
      }
    } else {
      return 0;
    }
    point->season = true;
    return next;
  }

  // "Summer, 2022", "spring of 2016", "Winter 2019/20"; "2019. tavasz".
  Point SeasonYear(const Lexemes& l, size_t i) const {
    Point point;
    if (l.IsNumber(i)) {
      const size_t year = YearPair(l, i, &point.year, &point.end_year);
      if (year == 0) return {};
      const size_t season = SkipLinks(l, year);
      if (!l.Has(season, DateWordKind::kSeason) ||
          (LanguagesOf(l[season].word->languages, DateWordKind::kSeason) & archive_languages_ &
           year_first_languages_) == 0) {
        return {};
      }
      point.next = SeasonName(l, season, &point);
      return point;
    }
    const size_t name = SeasonName(l, i, &point);
    if (name == 0) return {};
    point.next = YearPair(l, SkipLinks(l, name), &point.year, &point.end_year);
    if (point.next == 0) point.next = LinkedYear(l, name, &point.year);
    return point;
  }

  // Months of the `number`th part of a year with `parts` of them.
  static void SetPart(int number, int parts, Point* point) {
    const int months = 12 / parts;
    point->month = (number - 1) * months + 1;
    point->end_month = number * months;
  }

  // 4 for a quarter's noun or letter, 2 for a half's; 0: neither. `touching`: a number touches it.
  int PartsOf(const Lexemes& l, size_t i, bool touching) const {
    if (!l.IsWord(i) || l[i].word == nullptr || l[i].word->Is(DateWordKind::kYear)) return 0;
    const size_t bytes = l[i].end - l[i].begin;
    const DateWordKind kind =
        l[i].word->Is(DateWordKind::kQuarter) ? DateWordKind::kQuarter : DateWordKind::kHalf;
    if (!l[i].word->Is(kind)) return 0;
    // "Q3" is understood everywhere, "T3" where people write so.
    const bool known = bytes > 4 || l[i].word->folded == "q" || IsOurs(l, i, kind);
    const bool near = bytes > 2 || touching;
    return known && near ? (kind == DateWordKind::kQuarter ? 4 : 2) : 0;
  }

  // "Q3", "3. Quartal", "3Q", "III kwartał", "third quarter", without a year.
  size_t QuarterName(const Lexemes& l, size_t i, Point* point) const {
    int number = 0;
    int parts = 0;
    size_t next = 0;
    const auto small_number = [&l](size_t at) {
      return l.IsNumber(at) && l[at].digits == 1 ? l[at].value : 0;
    };
    if (number = small_number(i); number != 0) {
      next = SkipOrdinal(l, i + 1);
      // "3-й квартал", "1-er trimestre"
      parts = PartsOf(l, next, next == i + 1 && l.Touches(next));
      if (parts == 2 && l[next].end - l[next].begin <= 2) parts = 0;  // "2h"
      ++next;
    } else if (l.Has(i, DateWordKind::kRoman) && !l[i].lower && l[i].word->roman <= 4) {
      number = l[i].word->roman;
      next = l.IsSign(i + 1, '.') && l.Touches(i + 1) ? i + 2 : i + 1;
      parts = PartsOf(l, next, false);
      ++next;
    }
    if (parts == 0 && l.Has(i, DateWordKind::kNth)) {
      number = l[i].word->nth;
      parts = PartsOf(l, i + 1, false);
      next = i + 2;
    }
    if (parts == 0 && l.IsWord(i)) {
      parts = PartsOf(l, i, l.IsTouchingNumber(i + 1));
      if (parts == 0) return 0;
      number = small_number(i + 1);
      next = i + 2;
      if (number == 0 && l.Has(i + 1, DateWordKind::kRoman) && !l[i + 1].lower) number = l[i + 1].word->roman;
    }
    if (parts == 0 || number < 1 || number > parts || GoesOn(l, next)) return 0;
    SetPart(number, parts, point);
    return l.IsSign(next, '.') && l.Touches(next) ? next + 1 : next;
  }

  // "Q3 2019", "3. Quartal 2019", "Q3/2019", "2019 Q3", "2019. gada 3. ceturksnis". `open`: without a year.
  Point Quarter(const Lexemes& l, size_t i, bool open) const {
    Point point;
    size_t year = Year(l, i, &point.year);
    if (year != 0) {
      year = SkipLinks(l, year);
      if (l.IsSign(year, U'年') || l.IsSign(year, U'년')) ++year;
      if ((l.IsSign(year, '/') || l.IsSign(year, '-')) && l.Touches(year)) ++year;
      if (l.IsWord(year) && l[year].cjk && l.Has(year, DateWordKind::kLead)) ++year;
      point.next = QuarterName(l, year, &point);
      return point;
    }
    size_t next = QuarterName(l, i, &point);
    if (next == 0) return {};
    if ((l.IsSign(next, '/') || l.IsSign(next, '-')) && l.Touches(next) && l.Touches(next + 1)) {
      point.next = Year(l, next + 1, &point.year);
      if (point.next != 0) return point;
    }
    point.next = LinkedYear(l, next, &point.year);
    // "the first half of the 1985/86 season"
    if (point.next != 0 && l.IsSign(point.next, '/') && l.IsTouchingNumber(point.next + 1)) return {};
    if (point.next == 0 && open) {
      point.open_only = true;
      point.next = next;
    }
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
    const auto consider = [&best](const Point& point) {
      if (point.next > best.next || (point.next == best.next && point.year > best.year)) best = point;
    };
    if (l.IsNumber(i)) {
      if (l[i].digits <= 2) {
        consider(DayMonth(l, i));
        consider(DayFirstNumeric(l, i, open));
        consider(DayRoman(l, i));
        if (open) consider(DayAlone(l, i));
      } else {
        consider(YearFirst(l, i));
        consider(YearFirstNumeric(l, i));
        consider(SeasonYear(l, i));
      }
      consider(CjkDate(l, i));
      consider(Quarter(l, i, open));
    } else if (l.IsWord(i)) {
      if (l[i].word != nullptr || l[i].declined) {
        consider(MonthDay(l, i));
        consider(MonthYear(l, i));
        consider(SeasonYear(l, i));
        consider(Quarter(l, i, open));
        if (open) consider(MonthAlone(l, i));
      }
      if (l[i].cjk) consider(CjkDate(l, i));
    }
    return best;
  }

  // Ranges.

  // Past what joins the ends of a range; `i` unchanged if nothing does. *is_and: it may join two dates as
  // well.
  size_t SkipRange(const Lexemes& l, size_t i, bool* is_and) const {
    const DateWord::Phrase* phrase = nullptr;
    *is_and = false;
    if (l.IsAnySign(i)) {
      const char32_t sign = l[i].sign;
      *is_and = sign == '&' || sign == '+';
      return *is_and || IsDash(sign) || sign == '/' || sign == '~' ? i + 1 : i;
    }
    // "t/m", "jusqu'au"
    if (const size_t next = l.EndOfPhrase(i, DateWordKind::kRange, &phrase); next != 0) return next;
    for (const DateWordKind kind : {DateWordKind::kRange, DateWordKind::kAnd}) {
      if (!l.Has(i, kind)) continue;
      // "ve" is "and" in Turkish and "in" in Czech: short words count in the archive's languages.
      if (CountCodePoints(l[i].word->folded) <= 2 && !IsOurs(l, i, kind)) continue;
      *is_and = kind == DateWordKind::kAnd;
      return i + 1;
    }
    return i;
  }

  // "3, 4 and 5 May": past the days between the first and the last, each with its comma.
  size_t SkipDays(const Lexemes& l, size_t i, int day) const {
    size_t next = i;
    int other = 0;
    while (l.IsSign(next, ',')) {
      const size_t after = Day(l, next + 1, &other);
      if (after == 0 || other <= day) break;
      day = other;
      next = after;
    }
    // "3, 4, and 5 May"
    bool is_and = false;
    if (next != i && l.IsSign(next, ',') && SkipRange(l, next + 1, &is_and) != next + 1) ++next;
    return next;
  }

  static DateMention Single(const Point& point) {
    DateMention mention;
    mention.year = point.year;
    mention.end_year = point.end_year != 0 ? point.end_year : point.year;
    mention.month = point.month;
    mention.end_month = point.end_month != 0 ? point.end_month : point.month;
    mention.day = mention.end_day = point.day;
    mention.season = point.season;
    mention.season_month = point.season_month;
    mention.semester = point.semester;
    return mention;
  }

  // Fills what one end leaves to the other. False if the two make no range.
  static bool Join(Point left, Point right, DateMention* mention) {
    if (left.season || right.season) return false;
    // A day alone goes on where the day came last: "November 14-16", not "5 May 2016 - 7 people".
    if (right.month == 0 && left.month != 0 && !left.day_last) return false;
    if (left.open != 0 && (right.year == 0 || right.month == 0)) return false;
    if (right.open != 0) return false;
    if (right.month == 0) right.month = left.month;
    if (left.month == 0) left.month = right.month;
    if (left.month == 0 || (left.day == 0) != (right.day == 0)) return false;
    if (left.year == 0 && right.year != 0) left.year = right.year - (left.month > right.month ? 1 : 0);
    if (right.year == 0 && left.year != 0) right.year = left.year;
    const auto key = [](const Point& p) { return (p.year * 13 + p.month) * 32 + p.day; };
    if (left.year != 0 && key(left) > key(right)) return false;
    if (left.year == 0 && left.month == right.month && left.day > right.day) return false;
    const DateMention last = Single(right);
    *mention = Single(left);
    mention->end_year = last.end_year;
    mention->end_month = last.end_month;
    mention->end_day = last.end_day;
    return true;
  }

  // "2016. gada 3.–5. maijā": a range behind its year.
  size_t YearThenRange(const Lexemes& l, size_t i, DateMention* mention) const {
    int year = 0;
    const size_t behind = Year(l, i, &year);
    if (behind == 0) return 0;
    const size_t start = SkipLinks(l, behind);
    int other_year = 0;
    if (start == behind || start >= l.size() || Year(l, start, &other_year) != 0) return 0;
    DateMention range;
    const size_t end = PlainRange(l, start, &range);
    if (end == 0 || !range.is_range() || range.has_year()) return 0;
    *mention = range;
    mention->year = mention->end_year = year;
    if (mention->end_month < mention->month) ++mention->end_year;
    return end;
  }

  // What is in front of a number may make it part of a longer one.
  static bool IsCutOff(const Lexemes& l, size_t i) {
    if (i == 0 || !l.IsNumber(i) || !l.Touches(i)) return false;
    const DateLexeme& before = l[i - 1];
    if (before.kind == Kind::kWord) return !before.cjk;
    if (before.kind != Kind::kSign) return false;
    if (std::u32string_view(U"+$€£¥§#").find(before.sign) != std::u32string_view::npos) return true;
    const bool joins = before.sign == '.' || before.sign == ':' || before.sign == '-' || before.sign == '/';
    return joins && i >= 2 && l.Touches(i - 1) && l.IsNumber(i - 2);
  }

  // The range whose left end is `open`; 0 if there is none.
  size_t RangeFrom(const Lexemes& l, const Point& open, DateMention* mention) const {
    size_t days = open.next;
    if (open.month == 0 && open.day != 0) days = SkipDays(l, open.next, open.day);
    bool is_and = false;
    const size_t after = SkipRange(l, days, &is_and);
    if (after == days) return 0;
    Point right = LongestPoint(l, after, true);
    // "5/6-7/8 ...": the sign between is the range's.
    if (right.open != 0) right = LongestPoint(l, after, false);
    // "November 14-16, 2017": the year follows the second day, unless it was said before the first.
    if (right.next != 0 && right.year == 0 && right.month == 0 && open.year == 0) {
      if (GoesOn(l, right.next)) return 0;
      right.next = OptionalYear(l, right.next, &right.year);
    }
    const bool certain = !(open.weak || right.weak) || open.year != 0 || right.year != 0;
    const bool lone_months = open.day == 0 && open.year == 0 && right.year == 0;
    const bool ordinary = (open.needs_all || right.needs_all) && right.year == 0;
    // "on 12 May 2016 and 14 June 2017"; not so "2012. március 31. és április 3. között".
    const bool one_year = open.day_last && right.year == 0;
    const bool two_dates = is_and && open.year != 0 && right.month != 0 && !one_year;
    if (right.next == 0 || !certain || lone_months || ordinary || two_dates) return 0;
    return Join(open, right, mention) ? right.next : 0;
  }

  size_t PlainRange(const Lexemes& l, size_t i, DateMention* mention) const {
    if (IsCutOff(l, i)) return 0;
    const Point open = LongestPoint(l, i, true);
    if (open.next == 0) return 0;
    size_t end = RangeFrom(l, open, mention);
    // "5/6 April" is not the 5th of June first.
    if (end == 0 && open.open != 0) end = RangeFrom(l, DayAlone(l, i), mention);
    if (end == 0) {
      const Point point = open.open_only ? LongestPoint(l, i, false) : open;
      if (point.next == 0 || (point.weak && point.year == 0)) return 0;
      if (point.needs_all && (point.year == 0 || point.day == 0)) return 0;
      *mention = Single(point);
      end = point.next;
    }
    if (!mention->ResolveIn(mention->has_year() ? 0 : 2000)) return 0;
    return end;
  }

  // Whole mentions.

  // Past a weekday behind a date: "2016 m. birželio 15 d., trečiadienis", "15 Haziran 2016 Çarşamba". `i` if
  // there is none, or if it belongs to what follows.
  size_t SkipTrailingWeekday(const Lexemes& l, size_t i) const {
    size_t at = l.IsSign(i, ',') ? i + 1 : i;
    if (!l.IsWord(at)) return i;
    const DateWord::Phrase* phrase = nullptr;
    bool abbreviated = true;
    const auto note = [&abbreviated](const std::vector<CalendarEntry>& names) {
      for (const CalendarEntry& name : names) abbreviated &= name.is_month || name.abbreviated;
    };
    size_t next = l.EndOfPhrase(at, DateWordKind::kWeekday, &phrase);
    if (next != 0) {
      note(phrase->names);
    } else if (IsWeekdayAt(l, at, false)) {
      next = at + 1;
      if (l[at].word != nullptr) {
        note(l[at].word->names);
      } else {
        abbreviated = false;
      }
    }
    if (next == 0) return i;
    if (abbreviated && l.IsSign(next, '.') && l.Touches(next)) ++next;
    if (next >= l.size()) return next;
    // "Monday 4 May, Tuesday 5 May"
    if (l.IsNumber(next) || IsMonthAt(l, next)) return i;
    const size_t linked = SkipLinks(l, next);
    if (linked != next && (l.IsNumber(linked) || IsMonthAt(l, linked))) return i;
    return l.IsAnySign(next) || !abbreviated ? next : i;
  }

  // A date or a range at `i`: the lexeme after it, 0 if there is none.
  size_t Range(const Lexemes& l, size_t i, DateMention* mention) const {
    if (l.IsNumber(i) && IsCutOff(l, i)) return 0;
    size_t end = YearThenRange(l, i, mention);
    if (end == 0) end = PlainRange(l, i, mention);
    if (end == 0) return 0;
    const auto skip_after = [&] {
      // "21. lipnja 2016. godine"
      if (l.IsNumber(end - 1) && l.IsSign(end, '.') && l.Touches(end) && l.Has(end + 1, DateWordKind::kAfter))
        ++end;
      while (l.Has(end, DateWordKind::kAfter) && !mention->season) {
        ++end;
        if (l.IsSign(end, '.') && l.Touches(end)) ++end;
      }
    };
    skip_after();
    if (mention->end_day != 0) {
      const size_t weekday = SkipTrailingWeekday(l, end);
      if (weekday != end) {
        end = weekday;
        skip_after();
      }
    }
    mention->begin = l[i].begin;
    // The words in front of an era's name are one with it.
    if (l.IsWord(i) && l[i].cjk) mention->begin = l[i].end - DateVocabulary::EraAtEnd(l.Text(i)).bytes;
    mention->end = l[end - 1].end;
    if (mention->end_day != 0 && end < l.size()) {
      std::string_view rest = l.line().substr(mention->end);
      const size_t blank = rest.starts_with(' ') ? 1 : 0;
      const size_t weekday = vocabulary_.CjkWeekdayAtFront(rest.substr(blank));
      if (weekday != 0) {
        mention->end += blank + weekday;
        while (end < l.size() && l[end].begin < mention->end) ++end;
      }
    }
    return end;
  }

  // Past "before", "since", "ca." at `i`; 0 if there is none.
  size_t Qualifier(const Lexemes& l, size_t i, DateMention::Qualifier* qualifier) const {
    if (!l.IsWord(i) || l[i].word == nullptr) return 0;
    constexpr std::pair<DateWordKind, DateMention::Qualifier> kQualifiers[] = {
        {DateWordKind::kBefore, DateMention::Qualifier::kBefore},
        {DateWordKind::kSince, DateMention::Qualifier::kSince},
        {DateWordKind::kAbout, DateMention::Qualifier::kAbout},
    };
    size_t longest = 0;
    for (const auto& [kind, meaning] : kQualifiers) {
      const DateWord::Phrase* phrase = nullptr;
      size_t next = l.EndOfPhrase(i, kind, &phrase);
      if (next != 0 && (LanguagesOf(phrase->languages, kind) & archive_languages_) == 0) next = 0;
      if (next == 0 && IsOurs(l, i, kind)) next = i + 1;
      if (next <= longest) continue;
      longest = next;
      *qualifier = meaning;
    }
    return longest != 0 && l.IsSign(longest, '.') && l.Touches(longest) ? longest + 1 : longest;
  }

  // A date with what qualifies it.
  size_t Qualified(const Lexemes& l, size_t i, DateMention* mention) const {
    auto qualifier = DateMention::Qualifier::kNone;
    size_t start = Qualifier(l, i, &qualifier);
    if (start != 0) {
      if (l.Has(start, DateWordKind::kDayLink) || l.Has(start, DateWordKind::kLead)) ++start;
      const size_t next = start < l.size() ? Range(l, start, mention) : 0;
      if (next != 0) {
        mention->qualifier = qualifier;
        mention->begin = l[i].begin;
        return next;
      }
    }
    return Range(l, i, mention);
  }

  // "2019", "2018/2019", "Jahr 2019", "Until 2012", "2019年": what a line alone may be.
  size_t BareYear(const Lexemes& l, size_t i, DateMention* mention) const {
    auto qualifier = DateMention::Qualifier::kNone;
    Point point;
    size_t at = Qualifier(l, i, &qualifier);
    if (at == 0) at = i;
    if (IsOurs(l, at, DateWordKind::kYear)) at = SkipLinks(l, at + 1);
    size_t next = Year(l, at, &point.year);
    if (next == 0) return 0;
    bool is_and = false;
    const size_t after = SkipRange(l, next, &is_and);
    if (after != next && l.IsNumber(after)) {
      // "2018-20", "2014 to 2016"
      const bool cut = l.IsNumber(after) && l[after].digits == 2 && l.Touches(after);
      if (!cut && Year(l, after, &point.end_year) == 0) return 0;
      if (cut) point.end_year = point.year / 100 * 100 + l[after].value;
      if (point.end_year <= point.year) return 0;
      next = after + 1;
    }
    if (l.IsSign(next, U'年') || l.IsSign(next, U'년')) ++next;
    while (l.IsSign(next, '.') || IsOurs(l, next, DateWordKind::kYear) ||
           IsOurs(l, next, DateWordKind::kAfter))
      ++next;
    *mention = Single(point);
    mention->qualifier = qualifier;
    mention->begin = l[i].begin;
    mention->end = l[next - 1].end;
    return next;
  }

  // "06/2016", "6.2016"
  size_t NumericMonth(const Lexemes& l, size_t i, DateMention* mention) const {
    Point point;
    if (!l.IsNumber(i) || l[i].digits > 2 || !MonthFits(l[i].value) || !l.IsAnySign(i + 1)) return 0;
    if (std::u32string_view(U"/.-").find(l[i + 1].sign) == std::u32string_view::npos) return 0;
    if (!l.Touches(i + 1) || !l.Touches(i + 2)) return 0;
    point.month = l[i].value;
    const size_t next = Year(l, i + 2, &point.year);
    if (next == 0) return 0;
    *mention = Single(point);
    mention->begin = l[i].begin;
    mention->end = l[next - 1].end;
    return next;
  }

  DateOptions options_;
  const DateVocabulary& vocabulary_;
  // By DateVocabulary::LanguageNumber: the place in options_.languages.
  std::array<uint8_t, 64> rank_{};
  LanguageSet archive_languages_ = 0;
  LanguageSet year_first_languages_ = 0;
  const std::unordered_set<std::string>* stop_words_ = nullptr;
};

DateParser::DateParser(DateOptions options) : internal_(std::make_unique<Internal>(std::move(options))) {}
DateParser::~DateParser() = default;
DateParser::DateParser(DateParser&&) noexcept = default;
DateParser& DateParser::operator=(DateParser&&) noexcept = default;

std::vector<DateMention> DateParser::Find(std::string_view line) const { return internal_->Find(line); }

std::optional<DateMention> DateParser::WholeLine(std::string_view line) const {
  return internal_->WholeLine(line);
}

std::optional<DateMention> DateParser::LineStart(std::string_view line) const {
  return internal_->LineStart(line);
}

bool DateParser::IsDateWord(std::string_view word) const { return internal_->IsDateWord(word); }

bool MonthComesFirst(const std::vector<std::string_view>& lines, std::string_view separators) {
  std::vector<int> month_first(separators.size());  // less those that put the day first
  DateWindow window;
  for (std::string_view line : lines) {
    const size_t first = FindDigit(line, 0);
    if (first == std::string_view::npos || line.find_first_of(separators, first) == std::string_view::npos)
      continue;
    size_t floor = 0;
    for (size_t digit = first; digit != std::string_view::npos; digit = FindDigit(line, floor)) {
      LexAround(line, digit, floor, &window);
      floor = window.end;
      if (!window.promising) continue;
      const Lexemes l(line, window.lexemes);
      for (size_t i = 0; i + 4 < l.size(); ++i) {
        const bool form = l.IsNumber(i) && l.IsAnySign(i + 1) && l.IsTouchingNumber(i + 2) &&
                          l.IsSign(i + 3, l[i + 1].sign) && l.IsTouchingNumber(i + 4);
        if (!form || l[i].digits > 2 || l[i + 2].digits > 2) continue;
        const bool year = (l[i + 4].digits == 4 && IsYear(l[i + 4].value)) || l[i + 4].digits == 2;
        const size_t separator =
            l[i + 1].sign < 0x80 ? separators.find(static_cast<char>(l[i + 1].sign)) : std::string_view::npos;
        // Telephone numbers and versions go on.
        const bool goes_on = l.IsSign(i + 5, l[i + 1].sign) && l.IsTouchingNumber(i + 6);
        const bool went_before =
            i >= 2 && l.Touches(i) && l.IsSign(i - 1, l[i + 1].sign) && l.IsNumber(i - 2);
        if (!year || separator == std::string_view::npos || goes_on || went_before) continue;
        if (l[i].value > 12 && DayFits(l[i].value) && MonthFits(l[i + 2].value)) --month_first[separator];
        if (l[i + 2].value > 12 && DayFits(l[i + 2].value) && MonthFits(l[i].value)) ++month_first[separator];
      }
    }
  }
  const auto decided =
      std::find_if(month_first.begin(), month_first.end(), [](int votes) { return votes != 0; });
  return decided != month_first.end() && *decided > 0;
}

}  // namespace newsearch
