// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/highlighter.h"

#include <algorithm>

#include "text/char_class.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// Matches beyond this are not looked for: a snippet needs a good place, not the best of a book.
constexpr size_t kMaxSnippetSourceBytes = 1u << 20;

// A word seen again in a snippet adds this share of its weight.
constexpr double kRepeatShare = 0.1;

constexpr std::string_view kEllipsis = "\u2026";

bool EndsSentence(char32_t c) {
  return c == '.' || c == '!' || c == '?' || c == '\n' || c == 0x2026 || c == 0x3002 || c == 0xFF01 ||
         c == 0xFF1F;
}

// `count` code points back from `offset`.
size_t StepBack(std::string_view text, size_t offset, size_t count) {
  while (offset > 0 && count > 0) {
    offset -= DecodeUtf8Before(text, offset).length;
    --count;
  }
  return offset;
}

size_t StepForward(std::string_view text, size_t offset, size_t count) {
  while (offset < text.size() && count > 0) {
    offset += DecodeUtf8(text, offset).length;
    --count;
  }
  return offset;
}

// The first start of a sentence in [low, high]; else the first start of a word; else `high`, or `low` where
// words are not set apart by blanks.
size_t GoodStart(std::string_view text, size_t low, size_t high) {
  if (low == 0) return 0;
  size_t word_start = static_cast<unsigned char>(text[low]) < 0x80 ? high : low;
  bool have_word = false;
  for (size_t i = low; i < high;) {
    const Utf8Step step = DecodeUtf8(text, i);
    if (IsSpace(step.code_point)) {
      const size_t next = i + step.length;
      const char32_t before = DecodeUtf8Before(text, i).code_point;
      if (EndsSentence(before) || step.code_point == '\n') return next;
      if (!have_word) word_start = next;
      have_word = true;
    }
    i += step.length;
  }
  return word_start;
}

// The end of the last whole word at or before `high`, not before `low`.
size_t GoodEnd(std::string_view text, size_t low, size_t high) {
  if (high >= text.size()) return text.size();
  for (size_t i = high; i >= low; i -= DecodeUtf8Before(text, i).length) {
    if (IsSpace(DecodeUtf8(text, i).code_point)) return i;
    if (i == 0) break;
  }
  return high;
}

}  // namespace

size_t Highlighter::AddWord(double weight) {
  weights_.push_back(weight);
  return weights_.size() - 1;
}

std::vector<Highlighter::Match> Highlighter::FindMatches(std::string_view text) const {
  std::vector<Match> matches;
  if (forms_.empty()) return matches;
  std::vector<Word> words;
  tokenizer_.Tokenize(text, 0, &words);
  for (const Word& word : words) {
    if (const auto found = forms_.find(LooseForm(word.folded)); found != forms_.end()) {
      matches.push_back({word.begin, word.end, found->second});
    }
  }
  return matches;
}

std::vector<ByteSpan> Highlighter::Mark(std::string_view text) const {
  std::vector<ByteSpan> spans;
  for (const Match& match : FindMatches(text)) {
    if (!spans.empty() && match.begin <= spans.back().end) {
      spans.back().end = std::max<uint64_t>(spans.back().end, match.end);
    } else {
      spans.push_back({match.begin, match.end});
    }
  }
  return spans;
}

Snippet Highlighter::MakeSnippet(std::string_view text, size_t max_chars) const {
  text = Utf8Prefix(text, kMaxSnippetSourceBytes);
  const std::vector<Match> matches = FindMatches(text);

  // The window of matches with the greatest weight; a word counts fully once.
  size_t best_begin = 0;
  size_t best_end = 0;
  double best_score = 0;
  std::vector<unsigned> seen(weights_.size());
  double score = 0;
  size_t last = 0;
  for (size_t first = 0; first < matches.size(); ++first) {
    for (; last < matches.size() && matches[last].end - matches[first].begin <= max_chars; ++last) {
      score += weights_[matches[last].word] * (seen[matches[last].word]++ == 0 ? 1 : kRepeatShare);
    }
    if (score > best_score + 1e-9 && last > first) {
      best_score = score;
      best_begin = matches[first].begin;
      best_end = matches[last - 1].end;
    }
    if (last == first) {  // one match longer than the snippet
      ++last;
      continue;
    }
    score -= weights_[matches[first].word] * (--seen[matches[first].word] == 0 ? 1 : kRepeatShare);
  }

  // What the matches leave goes half to the left of them, and what the right has no text for, too.
  const size_t core = CountCodePoints(text.substr(best_begin, best_end - best_begin));
  const size_t spare = max_chars > core ? max_chars - core : 0;
  const size_t right = CountCodePoints(text.substr(best_end, StepForward(text, best_end, spare) - best_end));
  const size_t left = spare - std::min(spare / 2, right);
  const size_t begin = GoodStart(text, StepBack(text, best_begin, left), best_begin);
  const size_t used = CountCodePoints(text.substr(begin, best_end - begin));
  const size_t end =
      GoodEnd(text, best_end, StepForward(text, best_end, max_chars > used ? max_chars - used : 0));

  Snippet snippet;
  if (begin > 0) snippet.text.append(kEllipsis);
  size_t match = 0;
  bool space = false;
  for (size_t i = begin; i < end;) {
    while (match < matches.size() && matches[match].end <= i) ++match;
    const Utf8Step step = DecodeUtf8(text, i);
    if (IsSpace(step.code_point)) {
      space = !snippet.text.empty();
    } else {
      if (space) snippet.text.push_back(' ');
      space = false;
      const bool marked = match < matches.size() && matches[match].begin <= i && i < matches[match].end;
      const uint64_t at = snippet.text.size();
      AppendUtf8(step.code_point, &snippet.text);
      if (marked) {
        if (!snippet.highlights.empty() && snippet.highlights.back().end == at) {
          snippet.highlights.back().end = snippet.text.size();
        } else {
          snippet.highlights.push_back({at, snippet.text.size()});
        }
      }
    }
    i += step.length;
  }
  if (end < text.size() && text.find_first_not_of(" \t\r\n", end) != std::string_view::npos) {
    snippet.text.append(kEllipsis);
  }
  return snippet;
}

}  // namespace newsearch
