// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_ARTICLE_TEXT_H_
#define NEWSEARCH_LIB_INGEST_ARTICLE_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/block.h"
#include "newsearch/document.h"

namespace newsearch {

// A stretch of an article's text with its place in the source: what taggers look at. Names do not run from
// one piece into the next.
struct TextPiece {
  std::string_view text;
  uint64_t offset = 0;     // of text in the source, or in `block`, bytes
  std::string_view field;  // "title" or "text" for documents that came as data, else empty
  bool is_title = false;
  const Block* block = nullptr;  // that text is a part of, where places in the source are to be looked up

  // Where bytes [begin, end) of `text` stand in the source.
  ByteSpan Span(size_t begin, size_t end) const {
    if (block == nullptr) return {offset + begin, offset + end};
    return SourceSpan(*block, offset + begin, offset + end);
  }
};

struct ArticleText {
  std::vector<TextPiece> pieces;
  std::string lang;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_ARTICLE_TEXT_H_
