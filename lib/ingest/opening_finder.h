// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_OPENING_FINDER_H_
#define NEWSEARCH_LIB_INGEST_OPENING_FINDER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest/block.h"

namespace newsearch {

// How an article opens.
enum class Layout : uint8_t {
  kTitleDate,   // title, perhaps a line between, then a line with the date
  kDateTitle,   // the date above the title
  kDateOnly,    // a date line and no title
  kDatedTitle,  // a title with the date in the same line
  kDatedLine,   // one line that holds the date and the news
  kTitleOnly,   // a title; the date closes the article, stands in its title or is missing
  kItem,        // one of the items beneath a heading that dates them all
};
inline constexpr size_t kLayoutCount = 7;
std::string_view LayoutName(Layout layout);

// Something that speaks for or against an opening, and how much.
struct Reason {
  const char* what;
  double score;
};

// Blocks [first, end) that could open an article. Scores are in one unit everywhere in segmentation: about
// the logarithm of the odds that the thing is what it is taken for.
struct Opening {
  static constexpr uint32_t kNone = UINT32_MAX;

  Layout layout = Layout::kTitleOnly;
  bool date_closes = false;  // the date stands at the end of its block
  uint32_t first = 0;
  uint32_t end = 0;
  uint32_t title = kNone;  // block
  uint32_t date = kNone;
  uint32_t event = kNone;
  double score = 0;
};

// Whether there is nothing in the block but a date.
bool IsPureDate(const Block& block);

// Whether the block is a date as coarse as a month, and nothing else: "Summer, 2022", "April & Mai 2018",
// "2019".
bool IsGroupDate(const Block& block);

// Whether the block ends with a date that could close an article: "(Name, 17.06.2020)".
bool IsByline(const Block& block);

// Finds everything that could open an article, by what the blocks look like and whatever archive they are
// from.
class OpeningFinder {
 public:
  explicit OpeningFinder(const std::vector<Block>& blocks);

  // Appends what could open at block `i` to `openings`; hopeless ones are left out.
  void FindAt(uint32_t i, std::vector<Opening>* openings) const;

  // Why an opening has its score.
  std::vector<Reason> Explain(const Opening& opening) const;

 private:
  class Score;

  void TitleDate(uint32_t i, uint32_t date, Score* score, Opening* opening) const;
  void DateTitle(uint32_t i, uint32_t lines_between, Score* score, Opening* opening) const;
  void DateOnly(uint32_t i, Score* score, Opening* opening) const;
  void DatedTitle(uint32_t i, Score* score, Opening* opening) const;
  void DatedLine(uint32_t i, Score* score, Opening* opening) const;
  void TitleOnly(uint32_t i, Score* score, Opening* opening) const;
  void Item(uint32_t i, Score* score, Opening* opening) const;

  void AddTitle(uint32_t i, Score* score) const;
  void AddGapAbove(uint32_t i, double weight, Score* score) const;
  void AddWhatFollows(uint32_t i, Score* score) const;
  void AddPlace(uint32_t i, uint32_t end, Score* score) const;
  // A line that may stand between title and date: subtitle, category, author.
  bool MayStandBetween(uint32_t i) const;
  void TakeEvent(Opening* opening) const;
  bool Has(uint32_t i) const { return i < blocks_.size(); }

  const std::vector<Block>& blocks_;
  bool decoration_is_usual_ = false;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_OPENING_FINDER_H_
