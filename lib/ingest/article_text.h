// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_ARTICLE_TEXT_H_
#define NEWSEARCH_LIB_INGEST_ARTICLE_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace newsearch {

// A stretch of an article's text with its place in the source: what taggers look at. Names do not run from
// one piece into the next.
struct TextPiece {
  std::string_view text;
  uint64_t offset = 0;     // of text in the source, bytes
  std::string_view field;  // "title" or "text" for JSON Lines documents, else empty
  bool is_title = false;
};

struct ArticleText {
  std::vector<TextPiece> pieces;
  std::string lang;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_ARTICLE_TEXT_H_
