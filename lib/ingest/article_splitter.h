// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_ARTICLE_SPLITTER_H_
#define NEWSEARCH_LIB_INGEST_ARTICLE_SPLITTER_H_

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "ingest/block.h"

namespace newsearch {

// How an article opens.
enum class Layout {
  kTitleDate,  // title, perhaps a subtitle, then a line with the date
  kDateTitle,  // the date above the title
  kDateOnly,   // a date line and no title
  kDatedLine,  // one line that holds the date and the news
  kTitleOnly,  // a title; the date closes the article or is missing
};
inline constexpr size_t kLayoutCount = 5;
std::string_view LayoutName(Layout layout);

// The blocks of one article: [first, end). Indices into the blocks of the archive.
struct ArticleBlocks {
  Layout layout = Layout::kTitleOnly;
  size_t first = 0;
  size_t end = 0;
  std::optional<size_t> title;
  std::optional<size_t> date;   // the block whose first date (last, in a closing line) is the article's
  std::optional<size_t> event;  // a second date line
  bool date_closes = false;     // the date stands at the end of its block
  double confidence = 0;        // 0 to 1
};

// Finds the articles in a sequence of blocks: every block that could open an article gets a score from what
// it and its neighbours look like, and dynamic programming finds the set of openings with the greatest sum.
// Archives repeat themselves, so this is done once for each layout with a bonus for it, and the layout under
// which the whole archive fits best is taken for the archive's own. Blocks in front of the first article and
// a footer behind the last belong to none. REQUIRES: FindDates was run on `blocks`.
std::vector<ArticleBlocks> SplitArticles(const std::vector<Block>& blocks);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_ARTICLE_SPLITTER_H_
