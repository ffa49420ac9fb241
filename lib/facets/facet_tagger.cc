// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/facet_tagger.h"

#include <iterator>
#include <utility>

namespace newsearch {

FacetTagger::FacetTagger() : places_(Gazetteer::Builtin()) {}

void FacetTagger::Learn(const ArticleText& article) {
  const ScannedArticle scanned = ScanArticle(article);
  projects_.Learn(scanned);
  places_.Learn(scanned);
}

std::vector<FoundValue> FacetTagger::Tag(const ArticleText& article) {
  const ScannedArticle scanned = ScanArticle(article);
  std::vector<FoundValue> found = projects_.Tag(scanned, &places_.archive().small_words);
  std::vector<FoundValue> places = places_.Tag(scanned);
  std::move(places.begin(), places.end(), std::back_inserter(found));
  return found;
}

}  // namespace newsearch
