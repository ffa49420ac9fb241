// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_FOUND_VALUE_H_
#define NEWSEARCH_LIB_FACETS_FOUND_VALUE_H_

#include <string>
#include <vector>

#include "facets/article_text.h"
#include "newsearch/document.h"

namespace newsearch {

// Words that justify a value, and the rule that read them.
struct FacetMention {
  TextSpan span;
  std::string rule;
};

// A mention in the title weighs as much as three in the text.
inline constexpr double kTitleWeight = 3;

// A value of a facet that a tagger found in an article.
struct FoundValue {
  ResolvedValue value;
  std::vector<FacetMention> mentions;  // in the order of the text
  double weight = 0;                   // how much the article is about it: what orders the values of a facet
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_FOUND_VALUE_H_
