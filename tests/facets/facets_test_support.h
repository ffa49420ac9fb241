// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_TESTS_FACETS_FACETS_TEST_SUPPORT_H_
#define NEWSEARCH_TESTS_FACETS_FACETS_TEST_SUPPORT_H_

#include <string>
#include <string_view>
#include <vector>

#include "facets/found_value.h"

namespace newsearch {

// An article of one piece.
inline ArticleText OnePiece(std::string_view text, const std::string& lang = "en") {
  return {{{text, false}}, lang};
}

// The values of a facet, in their order.
inline std::vector<std::string> ValuesOf(const std::vector<FoundValue>& found, std::string_view facet) {
  std::vector<std::string> values;
  for (const FoundValue& entry : found) {
    if (entry.value.facet == facet) values.push_back(entry.value.value);
  }
  return values;
}

// "city=Gothenburg 'Gothenburg' gazetteer", one for each mention.
inline std::vector<std::string> MentionLines(const std::vector<FoundValue>& found,
                                             const ArticleText& article) {
  std::vector<std::string> lines;
  for (const FoundValue& entry : found) {
    for (const FacetMention& mention : entry.mentions) {
      lines.push_back(entry.value.facet + "=" + entry.value.value + " '" +
                      std::string(article.Written(mention.span)) + "' " + mention.rule);
    }
  }
  return lines;
}

// Every value has mentions, and each stands in the article, with a rule.
inline void ExpectSound(const std::vector<FoundValue>& found, const ArticleText& article) {
  for (const FoundValue& entry : found) {
    EXPECT_FALSE(entry.value.facet.empty());
    EXPECT_FALSE(entry.value.value.empty());
    EXPECT_FALSE(entry.mentions.empty()) << entry.value.value;
    for (const FacetMention& mention : entry.mentions) {
      ASSERT_LT(mention.span.piece, article.pieces.size());
      EXPECT_LT(mention.span.begin, mention.span.end);
      EXPECT_LE(mention.span.end, article.pieces[mention.span.piece].text.size());
      EXPECT_FALSE(mention.rule.empty());
    }
  }
}

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_FACETS_FACETS_TEST_SUPPORT_H_
