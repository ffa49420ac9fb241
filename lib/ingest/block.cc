// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/block.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "ingest/date_vocabulary.h"
#include "ingest/ingest_words.h"
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
         c == 0xB7 || c == 0x30FB || c == 0x25CB || c == 0x25CE || c == 0x25C6 || c == 0x25C7 ||
         c == 0x2605 || c == 0x2606 || c == 0x25B6 || c == 0x2713 || c == 0x2714 || c == 0x25A0 ||
         c == 0x25BA || c == 0x203A || c == 0xBB || c == 0x2192;
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
  const std::string_view inner = TrimSpace(text->substr(front, text->size() - front - back));
  if (inner.empty()) return false;
  *text = inner;
  return true;
}

// "2) ", "(3) " with ')' for `closer`, "1. " with '.': the bytes up to the blank. At most two digits, or a
// date would be one.
size_t NumberLength(std::string_view text, char closer) {
  size_t i = text.front() == '(' && closer == ')' ? 1 : 0;
  const size_t digits = i;
  while (i < text.size() && i - digits < 2 && text[i] >= '0' && text[i] <= '9') ++i;
  const bool closed = i > digits && i + 1 < text.size() && text[i] == closer && text[i + 1] == ' ';
  return closed ? i + 1 : 0;
}

bool TakeBullet(std::string_view* text) {
  const Utf8Step first = DecodeUtf8(*text, 0);
  size_t end = 0;
  if (IsBulletSign(first.code_point)) {
    end = first.length;
  } else if ((first.code_point == '-' || first.code_point == '*') && text->size() > 1 && (*text)[1] == ' ') {
    end = 1;
  } else if (first.code_point == '(' || IsDigit(first.code_point)) {
    end = NumberLength(*text, ')');
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

bool IsDateWord(const DateParser& parser, std::string_view word) {
  const bool ascii =
      std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (word.size() <= FoldedDateWord::kMaxBytes) return parser.IsDateWord(FoldedDateWord(word, ascii).view());
  return !ascii && parser.IsDateWord(FoldMarks(FoldCase(word)));
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
    if (!IsDateWord(parser, word)) count += CountWordChars(word);
  }
  return count;
}

// Whether the first word starts small: "eHealth" is written like a name.
bool StartsLower(const CharClasses& classes, std::string_view text) {
  bool starts_lower = false;
  bool in_word = false;
  size_t uppers = 0;
  for (size_t i = 0; i < text.size();) {
    const Utf8Step step = DecodeUtf8(text, i);
    const uint8_t kind = classes.Of(step.code_point);
    if ((kind & (CharClasses::kLetter | CharClasses::kDigit)) == 0) {
      if (in_word) break;
    } else {
      in_word = true;
      const bool lower = (kind & CharClasses::kLower) != 0;
      uppers += (kind & CharClasses::kUpper) != 0;
      if ((kind & CharClasses::kLetter) != 0) starts_lower = lower && uppers == 0;
    }
    i += step.length;
  }
  return starts_lower;
}

// For comparing within one run; StableHash goes byte by byte.
uint64_t TextHash(std::string_view text) {
  uint64_t hash = text.size() * 0x9E3779B97F4A7C15u;
  const auto mix = [&hash](uint64_t chunk) {
    hash = (hash ^ chunk) * 0xD6E8FEB86659FD93u;
    hash ^= hash >> 32;
  };
  while (text.size() >= 8) {
    uint64_t chunk;
    std::memcpy(&chunk, text.data(), 8);
    mix(chunk);
    text.remove_prefix(8);
  }
  uint64_t rest = 0;
  for (const char c : text) rest = rest << 8 | static_cast<unsigned char>(c);
  mix(rest);
  mix(0);
  return hash;
}

bool HasUrl(std::string_view text) {
  for (size_t i = text.find(':'); i != std::string_view::npos; i = text.find(':', i + 1)) {
    if (text.substr(i, 3) == "://") return true;
  }
  for (size_t i = text.find('.', 3); i != std::string_view::npos; i = text.find('.', i + 1)) {
    if (text.substr(i - 3, 3) == "www") return true;
  }
  return false;
}

// Counts what core has. No branches but for the length of a character: this looks at all text there is.
void DescribeWords(Block* block) {
  const CharClasses& classes = CharClasses::Get();
  const std::string_view core = block->core;
  size_t chars = 0;
  size_t words = 0;
  size_t uppers = 0;
  size_t lowers = 0;
  bool in_word = false;
  for (size_t i = 0; i < core.size(); ++chars) {
    const Utf8Step step = DecodeUtf8(core, i);
    const uint8_t kind = classes.Of(step.code_point);
    const bool part_of_word = (kind & (CharClasses::kLetter | CharClasses::kDigit)) != 0;
    words += part_of_word && !in_word;
    in_word = part_of_word;
    lowers += (kind & CharClasses::kLower) != 0;
    uppers += (kind & CharClasses::kUpper) != 0;
    i += step.length;
  }
  block->chars = chars;
  block->words = words;
  block->starts_lower = StartsLower(classes, core);
  block->shouting = uppers > 3 && lowers == 0;
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

ByteSpan SourceSpan(const Block& block, size_t begin, size_t end) {
  const uint64_t first = SourceOffset(block, begin);
  return {first, end > begin ? SourceOffset(block, end - 1) + 1 : first};
}

void DescribeBlock(Block* block) {
  std::string_view core = block->text;
  block->decorated = TakeDecoration(&core);
  if (block->decorated && block->markup.heading == 0 && block->text.front() == '#') {
    // Markdown's headings are understood in plain text too.
    block->markup.heading = static_cast<uint8_t>(std::min<size_t>(6, block->text.find_first_not_of('#')));
    block->decorated = false;
  }
  if (!block->decorated && TakeBullet(&core)) {
    block->bullet = true;
    // Bullets come doubled ("• • Aktuelles"), and headings in lists.
    while (TakeBullet(&core)) {
    }
  }
  // "3. Mai 2015" and "27. Jahrestagung" have the form of a list's item too.
  block->numbered = !block->bullet && NumberLength(core, '.') != 0;
  block->core = core;
  block->core_begin = static_cast<size_t>(core.data() - block->text.data());

  DescribeWords(block);

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
  block->has_url = HasUrl(core);
}

size_t LineBlocks::Append(std::string_view text, bool last, std::vector<Block>* blocks) {
  if (separator_ == 0 && !text.empty()) {
    const bool only_returns =
        text.find('\n') == std::string_view::npos && text.find('\r') != std::string_view::npos;
    separator_ = only_returns ? '\r' : '\n';
  }
  size_t begin = 0;
  if (offset_ == 0 && text.substr(0, 3) == "\xEF\xBB\xBF") begin = 3;
  while (begin < text.size()) {
    size_t end = text.find(separator_, begin);
    if (end == std::string_view::npos) {
      if (!last) break;
      end = text.size();
    }
    std::string_view raw = text.substr(begin, end - begin);
    if (raw.size() > max_line_bytes_) {
      cut_lines_.push_back(line_);
      raw = Utf8Prefix(raw, max_line_bytes_);
    }
    const std::string_view trimmed = TrimSpace(raw);
    if (trimmed.empty()) {
      ++blank_;
    } else {
      Block& block = blocks->emplace_back();
      block.text = trimmed;
      block.span.begin = offset_ + static_cast<uint64_t>(trimmed.data() - text.data());
      block.span.end = block.span.begin + trimmed.size();
      block.line = line_;
      block.blank_before = std::exchange(blank_, 0);
      block.indent = static_cast<uint16_t>(std::min<ptrdiff_t>(trimmed.data() - raw.data(), UINT16_MAX));
      DescribeBlock(&block);
    }
    begin = std::min(end + 1, text.size());
    offset_ += std::exchange(skipped_, 0);
    ++line_;
  }
  offset_ += begin;
  return begin;
}

std::vector<Block> MakeBlocks(std::string_view source, uint64_t max_line_bytes,
                              std::vector<uint64_t>* cut_lines) {
  std::vector<Block> blocks;
  LineBlocks lines(max_line_bytes);
  lines.Append(source, true, &blocks);
  cut_lines->insert(cut_lines->end(), lines.cut_lines().begin(), lines.cut_lines().end());
  return blocks;
}

namespace {

// Longer blocks are no part of a date that stands over several lines.
constexpr size_t kMaxBadgeChars = 12;
constexpr size_t kMaxBadgeBlocks = 3;

// "28" above "Jul" above "2026", as in the calendar leaf that pages draw beside a title.
void FindBadge(const DateParser& parser, std::vector<Block>* blocks, size_t i) {
  Block& first = (*blocks)[i];
  if (first.chars > kMaxBadgeChars || first.chars == 0 || first.part_of_date) return;
  if (!first.dates.empty() && first.dates.front().has_year()) return;
  std::string joined(first.text);
  for (size_t n = 2; n <= kMaxBadgeBlocks && i + n <= blocks->size(); ++n) {
    const Block& next = (*blocks)[i + n - 1];
    if (next.chars > kMaxBadgeChars || next.blank_before > 1) return;
    joined.append(" ").append(next.text);
    const std::vector<DateMention> dates = parser.Find(joined);
    if (dates.size() != 1 || dates.front().day == 0 || !dates.front().has_year()) continue;
    if (dates.front().begin != 0 || dates.front().end < joined.size()) continue;
    first.dates = dates;
    first.dates.front().end = first.text.size();
    first.chars_beside_dates = first.chars_before_date = first.chars_after_date = 0;
    first.date_blocks = static_cast<uint32_t>(n);
    for (size_t k = 1; k < n; ++k) {
      (*blocks)[i + k].part_of_date = true;
      (*blocks)[i + k].dates.clear();
    }
    return;
  }
}

}  // namespace

void BlockCounts::Table::Add(uint64_t key) {
  // What came back so far comes back again; the rest of a huge archive need not be kept.
  constexpr size_t kMaxKeys = 1u << 20;
  if ((used_ + 1) * 2 > slots_.size() && used_ < kMaxKeys)
    Rebuild(std::max<size_t>(1024, slots_.size() * 2), 1);
  size_t slot = Find(key);
  if (slots_[slot].key != key) {
    if (used_ >= kMaxKeys) {
      // Most came back: a few more would be bought with work for every block.
      if (singles_ < kMaxKeys / 8) return;
      Rebuild(slots_.size(), 2);
      slot = Find(key);
    }
    slots_[slot].key = key;
    ++used_;
  }
  const uint32_t count = ++slots_[slot].count;
  singles_ += count == 1 ? 1 : count == 2 ? -1 : 0;
}

uint32_t BlockCounts::Table::Get(uint64_t key) const { return slots_.empty() ? 0 : slots_[Find(key)].count; }

// The slot of `key`, or the free one where it would be.
size_t BlockCounts::Table::Find(uint64_t key) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = static_cast<size_t>(key) & mask;
  while (slots_[slot].key != 0 && slots_[slot].key != key) slot = (slot + 1) & mask;
  return slot;
}

void BlockCounts::Table::Rebuild(size_t size, uint32_t least) {
  std::vector<Slot> old(size);
  old.swap(slots_);
  used_ = singles_ = 0;
  for (const Slot& slot : old) {
    if (slot.key == 0 || slot.count < least) continue;
    slots_[Find(slot.key)] = slot;
    ++used_;
    singles_ += slot.count == 1;
  }
}

void BlockCounts::Count(const Block& block) {
  if (block.text_key != 0) texts_.Add(block.text_key);
  if (block.frame_key != 0) frames_.Add(block.frame_key);
}

void BlockCounts::Assign(Block* block) const {
  const auto times = [](uint64_t key, const Table& counts) {
    return key == 0 ? 1u : std::max(counts.Get(key), 1u);
  };
  block->same_text = times(block->text_key, texts_);
  block->same_frame = times(block->frame_key, frames_);
}

namespace {

// Where so many lines start with a day and a month in numbers, that is what they are.
constexpr size_t kMinLineStarts = 3;

// A longer text tells of something that was updated.
constexpr size_t kMaxUpdateChars = 100;

bool SaysUpdated(std::string_view text) {
  const WordTable& words = DateWords();
  std::string previous;  // the two words before
  std::string before;
  for (size_t i = 0; i < text.size();) {
    Utf8Step step = DecodeUtf8(text, i);
    const size_t begin = i;
    while (i < text.size() && IsLetter(step.code_point)) {
      i += step.length;
      step = DecodeUtf8(text, i);
    }
    if (i == begin) {
      i += step.length;
      continue;
    }
    std::string word = FoldMarks(FoldCase(text.substr(begin, i - begin)));
    if (words.Has("updated", word) || words.Has("updated", previous + " " + before + " " + word)) return true;
    previous = std::move(before);
    before = std::move(word);
  }
  return false;
}

void FindLineStarts(const DateParser& parser, size_t first, std::vector<Block>* blocks) {
  std::vector<std::pair<Block*, DateMention>> found;
  for (size_t i = first; i < blocks->size(); ++i) {
    Block& block = (*blocks)[i];
    if (block.chars > kMaxShortBlock || block.core.empty() || block.core.front() < '0' ||
        block.core.front() > '9') {
      continue;
    }
    if (!block.dates.empty() && block.dates.front().begin == block.core_begin) continue;
    std::optional<DateMention> mention = parser.LineStart(block.core);
    if (!mention) continue;
    mention->begin += block.core_begin;
    mention->end += block.core_begin;
    found.emplace_back(&block, *mention);
  }
  if (found.size() < kMinLineStarts) return;
  for (const auto& [block, mention] : found) block->dates.insert(block->dates.begin(), mention);
}

// "News 2019", "News 2018": the year of what is beneath, where the words come with several years.
void FindYearHeadings(size_t first, std::vector<Block>* blocks) {
  constexpr size_t kMaxChars = 40;
  struct Found {
    Block* block;
    int year;
  };
  std::unordered_map<std::string, std::vector<Found>> found;
  for (size_t i = first; i < blocks->size(); ++i) {
    Block& block = (*blocks)[i];
    if (!block.dates.empty() || block.chars > kMaxChars || block.words < 2 || block.words > 5) continue;
    if (block.text.find("\u00A9") != std::string_view::npos) continue;
    std::string words;
    int year = 0;
    size_t years = 0;
    for (size_t k = 0; k < block.core.size();) {
      const size_t begin = k;
      int value = 0;
      for (; k < block.core.size() && block.core[k] >= '0' && block.core[k] <= '9'; ++k) {
        if (k - begin < 4) value = value * 10 + (block.core[k] - '0');
      }
      if (k == begin) {
        words.push_back(block.core[k++]);
      } else if (k - begin == 4 && value >= 1900 && value <= 2099) {
        year = value;
        ++years;
      } else {
        years = 2;
      }
    }
    if (years == 1) found[words].push_back({&block, year});
  }
  for (const auto& [words, headings] : found) {
    const bool several =
        std::any_of(headings.begin(), headings.end(),
                    [first = headings.front().year](const Found& one) { return one.year != first; });
    if (!several) continue;
    for (const Found& heading : headings) {
      DateMention mention;
      mention.begin = heading.block->core_begin;
      mention.end = mention.begin + heading.block->core.size();
      mention.year = mention.end_year = heading.year;
      heading.block->dates.push_back(mention);
    }
  }
}

// A paragraph may start with the date that an article in it has.
void FindDateAtStart(const DateParser& parser, Block* block) {
  constexpr size_t kStartBytes = 100;
  const std::string_view start = Utf8Prefix(block->core, kStartBytes);
  std::vector<DateMention> dates = parser.Find(start);
  if (dates.empty() || dates.front().begin > 2 || dates.front().end >= start.size()) return;
  dates.resize(1);
  dates.front().begin += block->core_begin;
  dates.front().end += block->core_begin;
  block->dates = std::move(dates);
  block->chars_before_date = 0;
  block->chars_after_date = block->chars_beside_dates = block->chars;
}

}  // namespace

void FindDates(const DateParser& parser, size_t first, std::vector<Block>* blocks) {
  for (size_t i = first; i < blocks->size(); ++i) {
    Block& block = (*blocks)[i];
    if (block.chars > kMaxShortBlock) {
      FindDateAtStart(parser, &block);
      continue;
    }
    block.text_key = TextHash(block.core);
    // The years of a copyright are no date.
    if (block.text.find("\u00A9") != std::string_view::npos) continue;
    block.dates = parser.Find(block.text);
    if (block.dates.empty()) {
      if (std::optional<DateMention> line = parser.WholeLine(block.core)) {
        line->begin += block.core_begin;
        line->end += block.core_begin;
        block.dates.push_back(*line);
      }
    }
  }
  FindLineStarts(parser, first, blocks);
  FindYearHeadings(first, blocks);
  for (size_t i = first; i < blocks->size(); ++i) {
    Block& block = (*blocks)[i];
    if (block.dates.empty() || block.chars > kMaxShortBlock) continue;
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
    block.says_updated = block.chars <= kMaxUpdateChars && SaysUpdated(before);
    // "Posted on ... | Category:": the words next to the date, up to the first sign that may begin what
    // varies.
    const size_t stop = after.find_first_of(":|,;(");
    if (CountWordChars(before) + CountWordChars(after.substr(0, stop)) == 0) continue;
    block.frame_key = StableHash().Add(before).Add(after.substr(0, stop)).value();
  }
  for (size_t i = first; i < blocks->size(); ++i) FindBadge(parser, blocks, i);
}

void FindDates(const DateParser& parser, std::vector<Block>* blocks) {
  FindDates(parser, 0, blocks);
  BlockCounts counts;
  for (const Block& block : *blocks) counts.Count(block);
  for (Block& block : *blocks) counts.Assign(&block);
}

}  // namespace newsearch
