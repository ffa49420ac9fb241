// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/facet_tagger.h"

#include <iterator>
#include <utility>

namespace newsearch {

FacetTagger::FacetTagger() : places_(Gazetteer::Builtin()) {}

void FacetTagger::Learn(const ArticleText& article) {
  projects_.Learn(article);
  places_.Learn(ScanArticle(article));
}

std::vector<FoundValue> FacetTagger::Tag(const ArticleText& article) {
  std::vector<FoundValue> found = projects_.Tag(article);
  std::vector<FoundValue> places = places_.Tag(ScanArticle(article));
  std::move(places.begin(), places.end(), std::back_inserter(found));
  return found;
}

}  // namespace newsearch
