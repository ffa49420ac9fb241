// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/block.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "text/char_class.h"
#include "text/normalizer.h"
#include "util/hash.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// Longer blocks are paragraphs; counting the likes of them, or looking for dates all through them, adds
// nothing.
constexpr size_t kMaxShortBlock = 400;

bool IsBulletSign(char32_t c) {
  return c == 0x2022 || c == 0x25CF || c == 0x25AA || c == 0x25E6 || c == 0x2023 || c == 0x2043 ||
         c == 0xB7 || c == 0x25A0 || c == 0x25BA || c == 0x203A || c == 0xBB || c == 0x2192;
}

bool IsOpenQuote(char32_t c) {
  return c == '"' || c == '\'' || c == 0x201C || c == 0x201E || c == 0x201D || c == 0x2018 || c == 0x201A ||
         c == 0x2019 || c == 0xAB || c == 0xBB || c == 0x2039 || c == 0x203A;
}

bool IsCloser(char32_t c) { return IsOpenQuote(c) || c == ')' || c == ']'; }

bool EndsSentence(char32_t c) {
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01 || c == 0xFF1F;
}

// A run of one of the signs that people draw headings with.
size_t DecorationLength(std::string_view text) {
  static constexpr std::string_view kSigns = "+=*#~_-";
  if (text.empty() || kSigns.find(text.front()) == std::string_view::npos) return 0;
  const size_t end = text.find_first_not_of(text.front());
  return end == std::string_view::npos ? text.size() : end;
}

std::string_view TrimEnd(std::string_view text) {
  while (!text.empty()) {
    const Utf8Step step = DecodeUtf8Before(text, text.size());
    if (!IsSpace(step.code_point)) break;
    text.remove_suffix(step.length);
  }
  return text;
}

std::string_view TrimBegin(std::string_view text) {
  while (!text.empty()) {
    const Utf8Step step = DecodeUtf8(text, 0);
    if (!IsSpace(step.code_point)) break;
    text.remove_prefix(step.length);
  }
  return text;
}

// Takes signs drawn at both ends, or Markdown's at the front, off `text`.
bool TakeDecoration(std::string_view* text) {
  const size_t front = DecorationLength(*text);
  if (front == 0 || front == text->size()) return false;
  const char sign = text->front();
  size_t back = 0;
  while (back < text->size() - front && (*text)[text->size() - 1 - back] == sign) ++back;
  const bool markdown_heading = sign == '#' && front <= 6 && (*text)[front] == ' ';
  // One sign at each end is emphasis or a slip; one "-" or "*" at the front is a bullet.
  if (!markdown_heading && (front < 2 || back < 2)) return false;
  text->remove_suffix(back);
  text->remove_prefix(front);
  *text = TrimEnd(TrimBegin(*text));
  return !text->empty();
}

bool TakeBullet(std::string_view* text) {
  const Utf8Step first = DecodeUtf8(*text, 0);
  size_t end = 0;
  if (IsBulletSign(first.code_point)) {
    end = first.length;
  } else if ((first.code_point == '-' || first.code_point == '*') && text->size() > 1 && (*text)[1] == ' ') {
    end = 1;
  } else if (first.code_point == '(' || IsDigit(first.code_point)) {
    // "1. ", "2) ", "(3) ": at most two digits, or a date would be one.
    const bool open = first.code_point == '(';
    size_t i = open ? 1 : 0;
    const size_t digits = i;
    while (i < text->size() && i - digits < 2 && (*text)[i] >= '0' && (*text)[i] <= '9') ++i;
    const bool closed = i > digits && i + 1 < text->size() &&
                        (open ? (*text)[i] == ')' : (*text)[i] == '.' || (*text)[i] == ')') &&
                        (*text)[i + 1] == ' ';
    // "3. Mai 2015" has the form of a list's item; a list's item is no date.
    if (!closed) return false;
    end = i + 1;
  }
  if (end == 0) return false;
  const std::string_view rest = TrimBegin(text->substr(end));
  if (rest.empty()) return false;
  *text = rest;
  return true;
}

size_t CountWordChars(std::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size();) {
    const Utf8Step step = DecodeUtf8(text, i);
    count += IsLetter(step.code_point) || IsDigit(step.code_point);
    i += step.length;
  }
  return count;
}

// Letters and digits of words that are not the clothing of a date.
size_t CountBeside(const DateParser& parser, std::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size();) {
    Utf8Step step = DecodeUtf8(text, i);
    if (!IsLetter(step.code_point) && !IsDigit(step.code_point)) {
      i += step.length;
      continue;
    }
    const size_t begin = i;
    while (i < text.size() && (IsLetter(step.code_point) || IsDigit(step.code_point))) {
      i += step.length;
      step = DecodeUtf8(text, i);
    }
    const std::string_view word = text.substr(begin, i - begin);
    if (!parser.IsDateWord(FoldMarks(FoldCase(word)))) count += CountWordChars(word);
  }
  return count;
}

}  // namespace

std::string_view TrimSpace(std::string_view text) { return TrimEnd(TrimBegin(text)); }

uint64_t SourceOffset(const Block& block, size_t text_offset) {
  if (block.runs.empty()) return block.span.begin + text_offset;
  const auto after = std::upper_bound(block.runs.begin(), block.runs.end(), text_offset,
                                      [](size_t offset, const SourceRun& run) { return offset < run.text; });
  if (after == block.runs.begin()) return block.span.begin;
  const SourceRun& run = *(after - 1);
  return run.source + (text_offset - run.text);
}

void DescribeBlock(Block* block) {
  std::string_view core = block->text;
  block->decorated = TakeDecoration(&core);
  if (!block->decorated && TakeBullet(&core)) {
    block->bullet = true;
    // Bullets come doubled ("• • Aktuelles"), and headings in lists.
    while (TakeBullet(&core)) {
    }
  }
  block->core = core;
  block->core_begin = static_cast<size_t>(core.data() - block->text.data());

  size_t uppers = 0;
  size_t lowers = 0;
  bool in_word = false;
  bool in_first_word = false;
  for (size_t i = 0; i < core.size();) {
    const Utf8Step step = DecodeUtf8(core, i);
    const char32_t c = step.code_point;
    const bool letter = IsLetter(c);
    const bool part_of_word = letter || IsDigit(c);
    if (part_of_word && !in_word) in_first_word = ++block->words == 1;
    in_word = part_of_word;
    if (letter) {
      const bool lower = IsLower(c);
      lowers += lower;
      uppers += !lower && IsUpper(c);
      // "eHealth" is written like a name.
      if (in_first_word) block->starts_lower = lower && uppers == 0;
    }
    ++block->chars;
    i += step.length;
  }
  block->shouting = uppers > 3 && lowers == 0;

  size_t end = core.size();
  while (end > 0 && IsCloser(DecodeUtf8Before(core, end).code_point))
    end -= DecodeUtf8Before(core, end).length;
  const char32_t last = end > 0 ? DecodeUtf8Before(core, end).code_point : 0;
  block->ends_sentence = EndsSentence(last);
  block->ends_with_stop = last == '.' || last == 0x3002;
  block->ends_with_colon = last == ':' || last == 0xFF1A;
  const char32_t first = core.empty() ? 0 : DecodeUtf8(core, 0).code_point;
  block->in_quotes =
      IsOpenQuote(first) && end < core.size() && IsOpenQuote(DecodeUtf8Before(core, core.size()).code_point);
  block->starts_with_dash = IsDash(first);
  block->has_url = core.find("://") != std::string_view::npos || core.find("www.") != std::string_view::npos;
}

std::vector<Block> MakeBlocks(std::string_view source, uint64_t max_line_bytes,
                              std::vector<uint64_t>* cut_lines) {
  std::vector<Block> blocks;
  size_t begin = source.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  const char separator =
      source.find('\n') == std::string_view::npos && source.find('\r') != std::string_view::npos ? '\r'
                                                                                                 : '\n';
  uint32_t blank = kBlankAtStart;
  for (uint32_t line = 1; begin < source.size(); ++line) {
    size_t end = source.find(separator, begin);
    if (end == std::string_view::npos) end = source.size();
    std::string_view raw = source.substr(begin, end - begin);
    if (raw.size() > max_line_bytes) {
      cut_lines->push_back(line);
      raw = Utf8Prefix(raw, max_line_bytes);
    }
    const std::string_view text = TrimSpace(raw);
    if (text.empty()) {
      ++blank;
    } else {
      Block block;
      block.text = text;
      block.span.begin = static_cast<uint64_t>(text.data() - source.data());
      block.span.end = block.span.begin + text.size();
      block.line = line;
      block.blank_before = std::exchange(blank, 0);
      DescribeBlock(&block);
      blocks.push_back(std::move(block));
    }
    begin = end + 1;
  }
  return blocks;
}

void FindDates(const DateParser& parser, std::vector<Block>* blocks) {
  std::unordered_map<uint64_t, uint32_t> texts;
  std::unordered_map<uint64_t, uint32_t> frames;
  std::vector<std::pair<uint64_t, uint64_t>> keys(blocks->size());
  for (size_t i = 0; i < blocks->size(); ++i) {
    Block& block = (*blocks)[i];
    if (block.chars > kMaxShortBlock) continue;
    block.dates = parser.Find(block.text);
    keys[i].first = StableHash().Add(FoldName(block.core)).value();
    ++texts[keys[i].first];
    if (block.dates.empty()) continue;
    const std::string_view before = block.text.substr(0, block.dates.front().begin);
    const std::string_view after = block.text.substr(block.dates.back().end);
    block.chars_before_date = CountBeside(parser, before);
    block.chars_after_date = CountBeside(parser, after);
    block.chars_beside_dates = block.chars_before_date + block.chars_after_date;
    for (size_t d = 1; d < block.dates.size(); ++d) {
      block.chars_beside_dates += CountBeside(
          parser, block.text.substr(block.dates[d - 1].end, block.dates[d].begin - block.dates[d - 1].end));
    }
    if (block.chars_beside_dates == 0) continue;
    // "Posted on ... | Category:": the words next to the date, up to the first sign that may begin what
    // varies.
    const size_t stop = after.find_first_of(":|,;(");
    keys[i].second = StableHash().Add(FoldName(before)).Add(FoldName(after.substr(0, stop))).value();
    ++frames[keys[i].second];
  }
  for (size_t i = 0; i < blocks->size(); ++i) {
    Block& block = (*blocks)[i];
    if (keys[i].first != 0) block.same_text = texts[keys[i].first];
    if (keys[i].second != 0) block.same_frame = frames[keys[i].second];
  }
}

}  // namespace newsearch
