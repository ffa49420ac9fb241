// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/article_title.h"

#include <string_view>
#include <utility>

#include "text/char_class.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr size_t kMaxTitleBytes = 400;

bool IsBracket(char32_t c) {
  return c == '(' || c == ')' || c == '[' || c == ']' || c == U'（' || c == U'）' || c == U'【' || c == U'】';
}

// Signs that set a date off from what is beside it.
bool SetsOff(char32_t c) { return IsDash(c) || c == ':' || c == '|' || c == '\t' || c == U'：' || c == U'·'; }

bool IsSeparator(char32_t c) {
  return IsSpace(c) || SetsOff(c) || IsBracket(c) || c == ',' || c == '.' || c == '/' || c == '*' ||
         c == '_' || c == U'・' || c == U'、';
}

// Past signs between a date and what follows it; `set_off` if one of them sets it off.
size_t SkipForward(std::string_view text, size_t begin, bool* set_off) {
  while (begin < text.size()) {
    const Utf8Step step = DecodeUtf8(text, begin);
    if (!IsSeparator(step.code_point)) break;
    *set_off |= SetsOff(step.code_point) || IsBracket(step.code_point);
    begin += step.length;
  }
  return begin;
}

size_t SkipBackward(std::string_view text, size_t begin, size_t end, bool* set_off) {
  bool bracket = false;
  while (end > begin) {
    const Utf8Step step = DecodeUtf8Before(text, end);
    // A full stop in front of a date ends a sentence, and only one bracket is the date's.
    if (!IsSeparator(step.code_point) || step.code_point == '.') break;
    if (IsBracket(step.code_point) && std::exchange(bracket, true)) break;
    *set_off |= SetsOff(step.code_point) || IsBracket(step.code_point);
    end -= step.length;
  }
  return end;
}

// "14:00", "14.00 Uhr": a time behind a date.
size_t SkipTime(std::string_view text, size_t begin) {
  size_t i = begin;
  const auto digits = [&] {
    const size_t from = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i - from;
  };
  const size_t hours = digits();
  if (hours < 1 || hours > 2 || i >= text.size() || (text[i] != ':' && text[i] != '.')) return begin;
  ++i;
  if (digits() != 2) return begin;
  return i;
}

// The end of the first cell of a row.
size_t CellEnd(std::string_view text, size_t begin, size_t end) {
  for (const std::string_view border : {std::string_view("\t"), std::string_view(" | ")}) {
    const size_t found = text.find(border, begin);
    if (found != std::string_view::npos && found < end) end = found;
  }
  return end;
}

// The end of the first sentence if another follows it, else `end`.
size_t SentenceEnd(std::string_view text, size_t begin, size_t end) {
  size_t letters = 0;  // in a row
  for (size_t i = begin; i < end;) {
    const Utf8Step step = DecodeUtf8(text, i);
    const char32_t c = step.code_point;
    i += step.length;
    if (c == U'。' || c == U'！' || c == U'？') return i;
    if ((c == '.' || c == '!' || c == '?') && letters >= 3 && i + 1 < end && text[i] == ' ' &&
        IsUpper(DecodeUtf8(text, i + 1).code_point)) {
      return i;
    }
    letters = IsLetter(c) ? letters + 1 : 0;
  }
  return end;
}

bool EndsLikeSentence(std::string_view text, size_t end) {
  while (end > 0) {
    const Utf8Step step = DecodeUtf8Before(text, end);
    const char32_t c = step.code_point;
    if (c == '.' || c == '!' || c == '?' || c == U'。' || c == U'！' || c == U'？' || c == 0x2026)
      return true;
    if (c != '"' && c != '\'' && c != ')' && c != 0x201D && c != 0x2019 && c != 0xBB && !IsSpace(c))
      return false;
    end -= step.length;
  }
  return false;
}

std::optional<TextRange> Checked(TextRange range) {
  if (range.end <= range.begin || range.end - range.begin > kMaxTitleBytes) return std::nullopt;
  return range;
}

}  // namespace

TextRange TitleOfHeading(const Block& block) {
  TextRange title = {block.core_begin, block.core_begin + block.core.size()};
  if (block.dates.empty()) return title;
  bool set_off = false;
  if (block.chars_after_date == 0) {
    const DateMention& date = block.dates.back();
    const size_t end = SkipBackward(block.text, title.begin, date.begin, &set_off);
    const bool in_brackets =
        date.end < block.text.size() && IsBracket(DecodeUtf8(block.text, date.end).code_point);
    if (in_brackets && end > title.begin) return {title.begin, end};
  }
  if (block.chars_before_date == 0) {
    const size_t begin = SkipForward(block.text, block.dates.front().end, &set_off);
    if (set_off && begin < title.end) return {begin, title.end};
  }
  return title;
}

std::optional<TextRange> TitleOfDatedLine(const Block& block, bool date_closes, bool has_body) {
  const std::string_view text = block.text;
  const size_t core_end = block.core_begin + block.core.size();
  bool set_off = false;
  TextRange title;
  if (date_closes) {
    title.begin = block.core_begin;
    title.end = SkipBackward(text, title.begin, block.dates.back().begin, &set_off);
    title.end = CellEnd(text, title.begin, title.end);
    // "... takes place in June 2013.": the date is part of the sentence.
    const bool sentence = EndsLikeSentence(text, title.end) || (!set_off && block.ends_sentence);
    if (sentence && !has_body) return std::nullopt;
    // "Workshop am 15. Juli 2025": what is not set off, by a comma at least, belongs to the title.
    const size_t comma = text.find(',', title.end);
    if (!set_off && (comma == std::string_view::npos || comma >= block.dates.back().begin))
      title.end = core_end;
    return Checked(title);
  }
  size_t begin = SkipForward(text, block.dates.front().end, &set_off);
  if (const size_t behind = SkipTime(text, begin); behind != begin)
    begin = SkipForward(text, behind, &set_off);
  title.begin = begin;
  title.end = CellEnd(text, begin, core_end);
  const bool row = title.end < core_end;
  if (!row && EndsLikeSentence(text, title.end)) {
    const size_t sentence = SentenceEnd(text, begin, title.end);
    // "March 2017 - The standard is out. Read it here.": what is set off is a title, even a whole sentence.
    if (!has_body && (!set_off || sentence == title.end)) return std::nullopt;
    title.end = sentence;
  }
  return Checked(title);
}

std::optional<TextRange> TitleOfItem(const Block& block) {
  if (block.ends_sentence) return std::nullopt;
  return Checked({block.core_begin, block.core_begin + block.core.size()});
}

}  // namespace newsearch
