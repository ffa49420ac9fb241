// SPDX-License-Identifier: GPL-2.0-or-later
//
// Numbers, words and signs around the digits of a line. Every date has a digit, and most lines have none.
#ifndef NEWSEARCH_LIB_INGEST_DATE_LEXER_H_
#define NEWSEARCH_LIB_INGEST_DATE_LEXER_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest/date_vocabulary.h"

namespace newsearch {

struct DateLexeme {
  enum class Kind : uint8_t { kNumber, kWord, kSign };
  Kind kind = Kind::kSign;
  bool space_before = false;
  bool lower = false;     // the word starts with a small letter
  bool ascii = false;     // the word has ASCII letters alone
  bool cjk = false;       // the word is Chinese, Japanese or Korean, which have no blanks between words
  bool declined = false;  // the word may be a form of a name: DateVocabulary::FindDeclined tells
  uint8_t digits = 0;
  int value = 0;      // of a number of at most 4 digits, else -1
  char32_t sign = 0;  // full-width and Arabic signs as ASCII, apostrophes as '
  size_t begin = 0;   // bytes of the line
  size_t end = 0;
  const DateWord* word = nullptr;  // nullptr: no word of dates
};

struct DateWindow {
  std::vector<DateLexeme> lexemes;
  // Past its last number, from where the next window may start.
  size_t end = 0;
  // Whether there can be a date: a month, a season, or three numbers in a row.
  bool promising = false;
};

// The first digit at or after `from`, npos if there is none. Digits are those of ASCII, Arabic and Persian,
// and full-width ones.
size_t FindDigit(std::string_view text, size_t from);

// Cuts what is around the digit at `digit` and all digits that are near to it; nothing before `floor`.
void LexAround(std::string_view line, size_t digit, size_t floor, DateWindow* window);
// Cuts all of it.
void LexWhole(std::string_view line, DateWindow* window);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_DATE_LEXER_H_
