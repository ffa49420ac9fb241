// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_FACET_TAGGER_H_
#define NEWSEARCH_LIB_FACETS_FACET_TAGGER_H_

#include <memory>
#include <vector>

#include "facets/article_text.h"
#include "facets/authority_tagger.h"
#include "facets/found_value.h"
#include "facets/place_tagger.h"
#include "facets/project_tagger.h"

namespace newsearch {

// An article on its way through a FacetTagger: its words and the names among them.
struct PreparedArticle {
  ScannedArticle words;
  FoundPlaces places;
  std::vector<FoundValue> authorities;  // what authority files name
};

// All facets that are read from the text of articles. Articles are gone through twice: what is learned from
// them first helps to tag them then. Readers do so window by window (some megabytes), so the first articles
// of a long archive do not gain from the last. Thread-safety: one tagger per thread at a time.
class FacetTagger {
 public:
  // What Learn is told of: all articles of an archive, or each alone, with Forget in between.
  enum class Scope { kArchive, kArticle };

  // `authorities` may be null.
  explicit FacetTagger(std::shared_ptr<const AuthorityTagger> authorities = nullptr,
                       Scope scope = Scope::kArchive);

  // `article` must outlive the result.
  PreparedArticle Prepare(const ArticleText& article);

  void Learn(PreparedArticle* article);
  void Forget();

  // By facet, most important values first. Uses the article up.
  std::vector<FoundValue> Tag(PreparedArticle* article);

 private:
  std::shared_ptr<const AuthorityTagger> authorities_;
  PlaceTagger places_;
  ProjectTagger projects_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_FACET_TAGGER_H_
