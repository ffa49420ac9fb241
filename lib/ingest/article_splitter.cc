// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/article_splitter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace newsearch {
namespace {

// All scores are in one unit: about the logarithm of the odds that the thing is what it is taken for. They
// were set by hand and are few on purpose; what distinguishes archives is the layout, which is learned.

// What an opening must earn before it counts, by layout: the less there is to see, the more.
constexpr std::array<double, kLayoutCount> kThreshold = {3.0, 3.0, 4.0, 2.5, 4.5};
constexpr double kOwnLayoutBonus = 2.5;  // for the layout that the archive uses
constexpr double kEmptyBody = -1.0;      // an opening right behind another
constexpr double kTopOfFile = 1;         // the first line of a file opens something
constexpr double kLooseBlock = -0.3;     // a block beside the dated lines of an archive of dated lines
constexpr double kNever = -100;

constexpr size_t kMaxTitleChars = 250;
constexpr size_t kLongTitleChars = 180;
constexpr size_t kMaxTitleWords = 12;  // of a title that is a sentence
constexpr size_t kMaxDateLineChars = 150;
constexpr size_t kMaxSubtitleChars = 160;
constexpr size_t kMaxPlaceChars = 40;   // beside an event's date
constexpr size_t kMaxPrefixChars = 15;  // before a date that closes a line
constexpr uint32_t kManyDecorated = 3;

bool IsPureDate(const Block& block) { return !block.dates.empty() && block.chars_beside_dates == 0; }

double TitleScore(const Block& block, bool decoration_is_usual) {
  if (IsPureDate(block) || block.words == 0) return kNever;
  double score = 0;
  if (block.decorated) score += decoration_is_usual ? 3.5 : 2.5;
  if (block.chars > kMaxTitleChars) {
    score -= 6;
  } else if (block.chars > kLongTitleChars) {
    score -= 1.5;
  }
  if (block.chars < 3) score -= 4;
  if (block.words == 1) score -= 0.5;
  if (block.ends_sentence) score -= block.ends_with_stop ? 1.2 : 0.2;
  if (block.ends_with_stop && block.words > kMaxTitleWords) score -= 2;
  if (block.ends_with_colon) score -= 2.5;
  if (block.bullet) score -= 1.5;
  if (block.starts_lower) score -= 1.2;
  if (block.starts_with_dash) score -= 1;
  if (block.in_quotes) score -= 0.8;
  if (block.has_url) score -= 1.5;
  if (block.same_text > 1) score -= 0.5;
  return score;
}

double GapAbove(const Block& block) {
  return block.blank_before == 0 ? -0.7 : block.blank_before == 1 ? 0.3 : 1.2;
}

// Positive for a line that is there to say when.
double DateLineScore(const Block& block) {
  if (block.dates.empty() || block.chars > kMaxDateLineChars) return kNever;
  if (block.chars_beside_dates == 0) return block.dates.front().has_year() ? 3.5 : 2.7;
  if (block.same_frame >= 2 && !block.ends_sentence) return block.same_frame >= 3 ? 2.5 : 2.0;
  if (block.ends_sentence) return kNever;
  if (block.chars_before_date == 0 && block.chars_beside_dates <= kMaxPlaceChars) return 1.2;
  if (block.chars_after_date == 0 && block.chars_before_date <= kMaxPrefixChars) return 0.8;
  return kNever;
}

// The date is the last thing in the block: "(Name, 17.06.2020)", "Name, 25.3.2019".
bool ClosesWithDate(const Block& block) {
  return !block.dates.empty() && block.dates.back().has_year() && block.chars_after_date == 0;
}

bool IsByline(const Block& block) {
  return ClosesWithDate(block) && block.chars <= kMaxDateLineChars && !block.dates.back().is_range() &&
         (!block.ends_sentence || IsPureDate(block));
}

struct Opening {
  Opening(Layout its_layout, size_t first_block, size_t last_block)
      : layout(its_layout), first(first_block), last(last_block) {}

  Layout layout;
  size_t first;
  size_t last;  // included
  std::optional<size_t> title;
  std::optional<size_t> date;
  std::optional<size_t> event;
  bool date_closes = false;
  double score = kNever;
};

// Everything the blocks could open, by first block. Independent of the archive's layout.
class OpeningFinder {
 public:
  explicit OpeningFinder(const std::vector<Block>& blocks) : blocks_(blocks) {
    const auto decorated =
        std::count_if(blocks.begin(), blocks.end(), [](const Block& b) { return b.decorated; });
    decoration_is_usual_ = decorated >= kManyDecorated;
  }

  std::vector<Opening> At(size_t i) const {
    std::vector<Opening> openings;
    for (const Opening& opening :
         {TitleDate(i, i + 1), TitleDate(i, i + 2), DateTitle(i), DateOnly(i), DatedLine(i), TitleOnly(i)}) {
      if (opening.score > kNever / 2) openings.push_back(opening);
    }
    return openings;
  }

 private:
  double Title(size_t i) const { return TitleScore(blocks_[i], decoration_is_usual_); }

  // A second date line beneath the date belongs to the opening.
  void TakeEvent(Opening* opening) const {
    const size_t next = opening->last + 1;
    if (next >= blocks_.size() || blocks_[next].blank_before > 2) return;
    if (DateLineScore(blocks_[next]) < 0.5) return;
    if (blocks_[next].same_frame > 1 && !IsPureDate(blocks_[next])) return;
    opening->event = next;
    opening->last = next;
  }

  Opening TitleDate(size_t i, size_t d) const {
    Opening opening(Layout::kTitleDate, i, d);
    opening.title = i;
    opening.date = d;
    if (d >= blocks_.size()) return opening;
    double score = Title(i) + GapAbove(blocks_[i]) + DateLineScore(blocks_[d]);
    const uint32_t gap = blocks_[d].blank_before;
    score += gap == 0 ? 0 : gap == 1 ? 0.3 : gap == 2 ? -0.8 : -2.0;
    // A heading stands closer to what it heads than to what is above it.
    if (gap > blocks_[i].blank_before) score -= 3;
    if (d == i + 2) {
      const Block& subtitle = blocks_[i + 1];
      if (subtitle.chars > kMaxSubtitleChars || subtitle.decorated || DateLineScore(subtitle) > 0)
        return opening;
      // A subtitle is no further from the title than the date is from it.
      if (Title(i + 1) < -1.5 || subtitle.blank_before > 1) return opening;
      score -= 1.2;
    }
    opening.score = score;
    TakeEvent(&opening);
    return opening;
  }

  Opening DateTitle(size_t i) const {
    Opening opening(Layout::kDateTitle, i, i + 1);
    opening.title = i + 1;
    opening.date = i;
    if (i + 1 >= blocks_.size()) return opening;
    const Block& title = blocks_[i + 1];
    if (DateLineScore(title) > 0) return opening;
    opening.score = DateLineScore(blocks_[i]) + Title(i + 1) + (title.blank_before > 1 ? -0.8 : 0.3) +
                    0.5 * GapAbove(blocks_[i]);
    return opening;
  }

  Opening DateOnly(size_t i) const {
    Opening opening(Layout::kDateOnly, i, i);
    opening.date = i;
    const uint32_t gap = blocks_[i].blank_before;
    opening.score = DateLineScore(blocks_[i]) + (gap == 0 ? -2.0 : gap == 1 ? -1.0 : 0.8);
    // A line with more than the date in it is no heading by itself.
    if (!IsPureDate(blocks_[i])) opening.score -= 1;
    TakeEvent(&opening);
    return opening;
  }

  Opening DatedLine(size_t i) const {
    const Block& block = blocks_[i];
    Opening opening(Layout::kDatedLine, i, i);
    opening.date = i;
    if (block.dates.empty() || block.chars_beside_dates < 10) return opening;
    const size_t core_begin = block.core_begin;
    const bool at_start = block.dates.front().begin <= core_begin + 1 && block.dates.front().has_year();
    const bool in_brackets = ClosesWithDate(block) && block.text.back() == ')';
    if (at_start) {
      opening.score = 1.5;
    } else if (in_brackets) {
      opening.score = 1.5;
      opening.date_closes = true;
    } else if (ClosesWithDate(block)) {
      opening.score = 0.5;
      opening.date_closes = true;
    }
    if (block.bullet) opening.score += 0.5;
    return opening;
  }

  Opening TitleOnly(size_t i) const {
    Opening opening(Layout::kTitleOnly, i, i);
    opening.title = i;
    opening.score = Title(i) + GapAbove(blocks_[i]);
    if (i > 0 && IsByline(blocks_[i - 1])) opening.score += 2.5;
    if (i == 0) opening.score += kTopOfFile;
    if (i > 0 && blocks_[i - 1].same_text >= 3) opening.score += 0.8;
    // One line after another is a list, a table or a menu.
    if (i + 1 < blocks_.size() && blocks_[i + 1].blank_before == 0 &&
        blocks_[i + 1].chars < kLongTitleChars) {
      opening.score -= 0.8;
    }
    return opening;
  }

  const std::vector<Block>& blocks_;
  bool decoration_is_usual_ = false;
};

struct Split {
  double score = 0;
  std::vector<Opening> openings;  // their scores with threshold and bonus
};

// The best set of openings when `own` (none: nullopt) is the archive's layout.
Split BestSplit(const std::vector<std::vector<Opening>>& openings, std::optional<Layout> own) {
  const size_t n = openings.size();
  // best[i][k]: the best sum over blocks i.., where k says that the block before i ended an opening.
  std::vector<std::array<double, 2>> best(n + 1, {0, 0});
  std::vector<std::array<const Opening*, 2>> choice(n + 1, {nullptr, nullptr});
  const auto score_of = [own](const Opening& opening) {
    return opening.score - kThreshold[static_cast<size_t>(opening.layout)] +
           (own == opening.layout ? kOwnLayoutBonus : 0);
  };
  for (size_t i = n; i-- > 0;) {
    for (int after_opening = 0; after_opening < 2; ++after_opening) {
      best[i][after_opening] = best[i + 1][0] + (own == Layout::kDatedLine ? kLooseBlock : 0);
      for (const Opening& opening : openings[i]) {
        const bool one_line = opening.layout == Layout::kDatedLine;
        const double sum =
            score_of(opening) + (after_opening ? kEmptyBody : 0) + best[opening.last + 1][one_line ? 0 : 1];
        if (sum > best[i][after_opening]) {
          best[i][after_opening] = sum;
          choice[i][after_opening] = &opening;
        }
      }
    }
  }
  Split split;
  split.score = best[0][0];
  int after_opening = 0;
  for (size_t i = 0; i < n;) {
    const Opening* opening = choice[i][after_opening];
    if (opening == nullptr) {
      ++i;
      after_opening = 0;
      continue;
    }
    split.openings.push_back(*opening);
    split.openings.back().score = score_of(*opening);
    i = opening->last + 1;
    after_opening = opening->layout == Layout::kDatedLine ? 0 : 1;
  }
  return split;
}

// Where the footer starts: the blocks at the end that are short and no sentences, if one of them claims a
// copyright.
size_t FooterStart(const std::vector<Block>& blocks, size_t first) {
  size_t start = blocks.size();
  size_t candidate = blocks.size();
  while (candidate > first) {
    const Block& block = blocks[candidate - 1];
    const bool copyright = block.text.find("\u00A9") != std::string_view::npos;
    const bool short_line = block.chars <= 60 && !block.ends_sentence && block.words <= 8;
    if (!copyright && !short_line) break;
    --candidate;
    if (copyright) start = candidate;
  }
  // The links above it ("Imprint", "Contact") belong to it; a line of more words may be an article's last.
  while (start < blocks.size() && start > candidate && blocks[start - 1].words <= 3 &&
         blocks[start - 1].chars <= 30 && blocks[start - 1].dates.empty()) {
    --start;
  }
  return start;
}

// An article without a date in its opening has it in the byline that closes it.
void FindClosingDate(const std::vector<Block>& blocks, ArticleBlocks* article) {
  for (size_t i = article->end; i > article->first + 1 && i + 3 > article->end; --i) {
    if (!IsByline(blocks[i - 1])) continue;
    article->date = i - 1;
    article->date_closes = true;
    return;
  }
}

}  // namespace

std::string_view LayoutName(Layout layout) {
  switch (layout) {
    case Layout::kTitleDate:
      return "title, date line";
    case Layout::kDateTitle:
      return "date line, title";
    case Layout::kDateOnly:
      return "date line";
    case Layout::kDatedLine:
      return "line with a date";
    case Layout::kTitleOnly:
      return "title";
  }
  return "title";
}

std::vector<ArticleBlocks> SplitArticles(const std::vector<Block>& blocks) {
  std::vector<ArticleBlocks> articles;
  if (blocks.empty()) return articles;
  const OpeningFinder finder(blocks);
  std::vector<std::vector<Opening>> openings;
  openings.reserve(blocks.size());
  for (size_t i = 0; i < blocks.size(); ++i) openings.push_back(finder.At(i));

  Split split = BestSplit(openings, std::nullopt);
  for (size_t layout = 0; layout < kLayoutCount; ++layout) {
    Split other = BestSplit(openings, static_cast<Layout>(layout));
    if (other.score > split.score) split = std::move(other);
  }

  if (split.openings.empty()) {
    // Nothing repeats and nothing is dated: the whole text is one article.
    ArticleBlocks article;
    article.end = blocks.size();
    if (blocks.size() > 1 && TitleScore(blocks.front(), false) > -1) article.title = 0;
    article.confidence = 0.3;
    FindClosingDate(blocks, &article);
    return {article};
  }
  const size_t footer = FooterStart(blocks, split.openings.back().last + 1);
  for (size_t i = 0; i < split.openings.size(); ++i) {
    const Opening& opening = split.openings[i];
    ArticleBlocks article;
    article.layout = opening.layout;
    article.first = opening.first;
    article.end = i + 1 < split.openings.size() ? split.openings[i + 1].first : footer;
    article.title = opening.title;
    article.date = opening.date;
    article.event = opening.event;
    article.date_closes = opening.date_closes;
    article.confidence = 1 / (1 + std::exp(-opening.score));
    if (!article.date) FindClosingDate(blocks, &article);
    articles.push_back(article);
  }
  return articles;
}

}  // namespace newsearch
