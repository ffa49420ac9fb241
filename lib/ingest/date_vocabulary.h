// SPDX-License-Identifier: GPL-2.0-or-later
//
// The words of dates in all languages, in one table that is asked once for each word of a text.
#ifndef NEWSEARCH_LIB_INGEST_DATE_VOCABULARY_H_
#define NEWSEARCH_LIB_INGEST_DATE_VOCABULARY_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace newsearch {

// A set of languages; bits are numbers of DateVocabulary::LanguageNumber.
using LanguageSet = uint64_t;

// What a word can be in a date; a word can be several. The first group is data/date_words.tsv, which says
// what each is.
enum class DateWordKind : uint8_t {
  kOrdinal,
  kLink,
  kDayLink,
  kLead,
  kRange,
  kAnd,
  kAfter,
  kBefore,
  kSince,
  kAbout,
  kSeason,
  kSeasonSemester,  // "Wintersemester"
  kSemester,        // "semester", behind a season
  kQuarter,         // a noun, or the letter in "Q3"
  kHalf,
  kNth,
  kYear,
  kNumber,
  kRoman,
  kMonth,
  kWeekday,
};
constexpr uint32_t KindBit(DateWordKind kind) { return 1u << static_cast<uint32_t>(kind); }

struct CalendarEntry {
  bool is_month = false;  // else a weekday
  bool abbreviated = false;
  bool capital = false;  // as in CalendarName
  uint8_t number = 0;    // as in CalendarName
  uint8_t language = 0;
};

struct DateWord {
  // A name or a phrase of several words and signs that begins with this word: what follows it.
  struct Phrase {
    std::vector<std::string> rest;
    uint32_t kinds = 0;
    std::vector<CalendarEntry> names;
    std::vector<std::pair<DateWordKind, LanguageSet>> languages;
  };

  std::string folded;
  uint32_t kinds = 0;  // KindBit
  uint8_t season_month = 0;
  uint8_t nth = 0;
  uint8_t roman = 0;
  std::vector<CalendarEntry> names;
  std::vector<std::pair<DateWordKind, LanguageSet>> languages;
  std::vector<Phrase> phrases;  // longest first
  bool names_a_time = false;    // by itself or with what follows: a month, a season, a quarter

  bool Is(DateWordKind kind) const { return (kinds & KindBit(kind)) != 0; }
};

// The languages in which a word is of a kind; those of several rows together.
LanguageSet LanguagesOf(const std::vector<std::pair<DateWordKind, LanguageSet>>& languages,
                        DateWordKind kind);

// A word of a text, case-folded and without marks, without an allocation.
class FoldedDateWord {
 public:
  // Longer words are no words of dates.
  static constexpr size_t kMaxBytes = 48;

  explicit FoldedDateWord(std::string_view word, bool ascii);
  // Empty for words that are too long.
  std::string_view view() const { return {data_.data(), size_}; }

 private:
  std::array<char, kMaxBytes + 8> data_;
  size_t size_ = 0;
};

// Thread-safety: const after construction.
class DateVocabulary {
 public:
  // Made at the first call.
  static const DateVocabulary& Get();

  // nullptr if it is none of them by itself. `folded` is FoldName'd.
  const DateWord* Find(std::string_view folded) const;

  // The names in `languages` that `folded` is a declined form of, by the endings of their language; the
  // longest alone.
  void FindDeclined(std::string_view folded, LanguageSet languages,
                    std::vector<CalendarEntry>* entries) const;
  // Whether FindDeclined is worth a call: rarely true for other words.
  bool MayBeDeclined(std::string_view folded) const;

  // 64 and more: the language has no words here.
  uint8_t LanguageNumber(std::string_view lang) const;

  // The Japanese era whose name ends a word.
  struct Era {
    int first_year = 0;     // 0: there is none
    bool is_first = false;  // 元, its first year, is behind the name
    size_t bytes = 0;       // at the end of the word
  };
  static Era EraAtEnd(std::string_view word);
  // The length of the weekday in Chinese, Japanese or Korean at the front of `text`, with brackets around it
  // if it is short; 0 if there is none.
  size_t CjkWeekdayAtFront(std::string_view text) const;

 private:
  DateVocabulary();
  DateWord& Add(std::string_view folded);
  void AddPhrase(const std::vector<std::string>& tokens, uint32_t kinds, const CalendarEntry* name,
                 DateWordKind kind, LanguageSet languages);
  void AddWord(std::string_view folded, DateWordKind kind, LanguageSet languages);
  void AddCalendarNames();
  void AddQuarters();
  void AddDataFile();
  void MakeTable();
  uint8_t LanguageNumberFor(std::string_view lang);

  struct Declinable {
    std::string folded;
    CalendarEntry entry;
  };
  std::vector<DateWord> words_;
  std::unordered_map<std::string, size_t> index_;  // while it is made
  std::vector<uint32_t> slots_;                    // open addressing; index of words_ + 1, 0: free
  std::vector<std::string> languages_;
  std::vector<std::vector<std::string>> endings_;                     // by language
  std::unordered_map<uint32_t, std::vector<Declinable>> declinable_;  // by the first four bytes
  std::vector<bool> declinable_beginnings_;                           // by a hash of them
  std::vector<std::string> cjk_weekdays_;                             // longest first
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_DATE_VOCABULARY_H_
