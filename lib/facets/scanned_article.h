// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_SCANNED_ARTICLE_H_
#define NEWSEARCH_LIB_FACETS_SCANNED_ARTICLE_H_

#include <string_view>
#include <vector>

#include "facets/article_text.h"
#include "text/word_scanner.h"

namespace newsearch {

struct ScannedPiece {
  std::string_view text;
  std::vector<ScannedWord> words;
  bool is_title = false;
  bool title_case = false;  // a title in which nearly every word has a capital
  bool shouting = false;    // nearly everything in capitals

  std::string_view Written(size_t first, size_t last) const {
    return text.substr(words[first].begin, words[last - 1].end - words[first].begin);
  }
  std::string_view Written(size_t word) const { return Written(word, word + 1); }
  // Between a word and the one before; REQUIRES: word > 0.
  std::string_view GapText(size_t word) const {
    return text.substr(words[word - 1].end, words[word].begin - words[word - 1].end);
  }
  // Whether there is a word before this one with nothing but a blank between.
  bool FollowsBlank(size_t word) const {
    return word > 0 && word < words.size() && words[word].gap == WordGap::kSpace;
  }
};

// The words of an article, found once for all taggers.
struct ScannedArticle {
  const ArticleText* text = nullptr;
  std::vector<ScannedPiece> pieces;

  TextSpan Span(size_t piece, size_t first, size_t last) const {
    const std::vector<ScannedWord>& words = pieces[piece].words;
    return {static_cast<uint32_t>(piece), words[first].begin, words[last - 1].end};
  }
};

// `article` must outlive the result.
ScannedArticle ScanArticle(const ArticleText& article);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_SCANNED_ARTICLE_H_
