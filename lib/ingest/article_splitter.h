// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_ARTICLE_SPLITTER_H_
#define NEWSEARCH_LIB_INGEST_ARTICLE_SPLITTER_H_

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "ingest/archive_template.h"
#include "ingest/block.h"
#include "ingest/opening_finder.h"

namespace newsearch {

// What a block is in its archive.
enum class BlockRole : uint8_t { kFurniture, kGroupDate, kTitle, kDate, kEventDate, kOpening, kBody };
std::string_view BlockRoleName(BlockRole role);

// The blocks of one article: [first, end). Indices into the blocks of the archive.
struct ArticleBlocks {
  Layout layout = Layout::kTitleOnly;
  size_t first = 0;
  size_t end = 0;
  std::optional<size_t> title;
  std::optional<size_t> date;   // the block whose first date (last, in a closing line) is the article's
  std::optional<size_t> event;  // a second date line
  std::optional<size_t> group;  // the dated heading above that the article belongs to
  bool date_closes = false;     // the date stands at the end of its block
  double confidence = 0;        // 0 to 1
  std::vector<Reason> reasons;  // why an article starts here
};

// What comes before the first block.
enum class SplitStart { kStartOfArchive, kAfterArticle, kInArticle };

struct ArchiveSplit {
  std::vector<ArticleBlocks> articles;
  std::vector<BlockRole> roles;  // of every block
};

// Finds the articles in a sequence of blocks. Every block that could open an article gets a score from what
// it and its neighbours look like, every other one from whether it looks like text or like a menu or footer,
// and dynamic programming (Viterbi) finds the openings and ends with the greatest sum over the whole
// sequence. Archives repeat themselves: for each layout that could be the archive's own, what the openings
// have in common is learned from a first choice and used to choose again, and the layout under which the
// whole fits best wins.
class ArticleSplitter {
 public:
  // Learns from the (first) blocks of an archive. REQUIRES: FindDates was run on `blocks`.
  explicit ArticleSplitter(const std::vector<Block>& blocks);

  // Splits blocks of the archive, by what was learned. `at_end`: nothing comes after them.
  ArchiveSplit Split(const std::vector<Block>& blocks, SplitStart start, bool at_end) const;

  // The archive's own layouts, the first found first; mostly one.
  const std::vector<Layout>& layouts() const { return model_.own; }

 private:
  struct Model {
    std::vector<Layout> own;
    bool grouped = false;  // coarse dates head groups of articles

    bool IsOwn(Layout layout) const { return std::find(own.begin(), own.end(), layout) != own.end(); }
    ArchiveTemplate habits;
  };
  struct Path;
  class Sequence;

  Model model_;
};

// Learns from `blocks` and splits them.
std::vector<ArticleBlocks> SplitArticles(const std::vector<Block>& blocks);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_ARTICLE_SPLITTER_H_
