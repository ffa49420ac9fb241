// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_ARTICLE_TEXT_H_
#define NEWSEARCH_LIB_FACETS_ARTICLE_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace newsearch {

// A stretch of an article's text: what taggers look at. Names do not run from one piece into the next.
struct TextPiece {
  std::string_view text;
  bool is_title = false;
};

// Bytes [begin, end) of a piece.
struct TextSpan {
  uint32_t piece = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
  friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

struct ArticleText {
  std::vector<TextPiece> pieces;
  std::string lang;
  int year = 0;  // when it was published; 0 if that is not known

  std::string_view Written(const TextSpan& span) const {
    return pieces[span.piece].text.substr(span.begin, span.end - span.begin);
  }
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_ARTICLE_TEXT_H_
