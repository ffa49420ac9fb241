// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_ARTICLE_TITLE_H_
#define NEWSEARCH_LIB_INGEST_ARTICLE_TITLE_H_

#include <cstddef>
#include <optional>

#include "ingest/block.h"

namespace newsearch {

// Bytes [begin, end) of a block's text.
struct TextRange {
  size_t begin = 0;
  size_t end = 0;
};

// The title in a block that is there to be one: without decoration, and without a date in brackets behind it
// or set off in front ("Fair in Kiel (19.05. - 22.05.2026)").
TextRange TitleOfHeading(const Block& block);

// The title in a line that holds a date and the news: "12.05.2016 – The bridge is open", a row of a table.
// Nothing if the news is told in a sentence, unless `has_body`: then the line heads what follows.
std::optional<TextRange> TitleOfDatedLine(const Block& block, bool date_closes, bool has_body);

// The title in an item of a list: all of it unless it is a sentence.
std::optional<TextRange> TitleOfItem(const Block& block);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_ARTICLE_TITLE_H_
