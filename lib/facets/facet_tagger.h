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

// All facets that are read from the text of articles. An archive is gone through twice: what is learned from
// its articles first helps to tag them then. Thread-safety: one tagger per thread at a time.
class FacetTagger {
 public:
  // `authorities` may be null.
  explicit FacetTagger(std::shared_ptr<const AuthorityTagger> authorities = nullptr);

  void Learn(const ArticleText& article);

  // By facet, most important values first.
  std::vector<FoundValue> Tag(const ArticleText& article);

 private:
  std::vector<FoundValue> FindAuthorities(const ScannedArticle& article) const;

  std::shared_ptr<const AuthorityTagger> authorities_;
  PlaceTagger places_;
  ProjectTagger projects_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_FACET_TAGGER_H_
