// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_ARCHIVE_TEMPLATE_H_
#define NEWSEARCH_LIB_INGEST_ARCHIVE_TEMPLATE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ingest/block.h"
#include "ingest/opening_finder.h"

namespace newsearch {

// What can be compared between openings: how their parts are marked, written and spaced. A value is a small
// number or a hash; 0 says nothing.
enum class Trait : uint8_t {
  kGapAbove,   // blank lines above the first block
  kFirstLook,  // heading level, decoration, bullet, bold of the first block
  kFirstPath,  // elements around it
  kTitleLook,  // the same of the title
  kTitlePath,
  kDateForm,  // how the date is written, and where in its line
  kDatePath,
  kBefore,  // what the block above is: a line that comes back, a byline, a sentence
  kParts,   // which parts in which order
};
inline constexpr size_t kTraitCount = 9;
using Traits = std::array<uint64_t, kTraitCount>;

// The traits of one opening.
Traits TraitsOf(const std::vector<Block>& blocks, const Opening& opening);

// What the openings of one archive have in common: for each trait, how much more often a value stands at
// chosen openings than elsewhere. Learned from a first choice, used to choose again (self-training; the score
// is naive Bayes' log-likelihood ratio, shrunk where little was seen).
class ArchiveTemplate {
 public:
  ArchiveTemplate() = default;

  // REQUIRES: `openings` are in order and do not overlap.
  ArchiveTemplate(const std::vector<Block>& blocks, const std::vector<Opening>& openings);

  // What the archive's habits say of an opening with these traits.
  double Score(const Traits& traits) const;

  // Whether the block is a line that closes the archive's articles ("Read more").
  bool IsCloser(const Block& block) const;

  // Whether more than two fifths of the archive's articles would have this block's text for a title: then it
  // is none.
  bool IsEveryTitle(const Block& block) const { return every_title_ != 0 && block.text_key == every_title_; }

  // Whether nearly all of the archive's dates are written with their year.
  bool dates_have_years() const { return dates_have_years_; }

  // Whether the block is a heading of another level than the archive's titles: of a part of an article, or of
  // the page.
  bool IsOtherHeading(const Block& block) const {
    return has_title_level_ && block.markup.heading != 0 && block.markup.heading != title_level_;
  }

 private:
  struct Habit {
    std::unordered_map<uint64_t, double> score;
    double unseen = 0;
  };
  std::array<Habit, kTraitCount> habits_;
  std::unordered_set<uint64_t> closers_;
  uint64_t every_title_ = 0;
  bool dates_have_years_ = false;
  bool has_title_level_ = false;
  uint8_t title_level_ = 0;  // of headings; 0: most titles are none
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_ARCHIVE_TEMPLATE_H_
