// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/facet_tagger.h"

#include <iterator>
#include <utility>

namespace newsearch {

FacetTagger::FacetTagger() : places_(Gazetteer::Builtin()) {}

void FacetTagger::Learn(const ArticleText& article) {
  projects_.Learn(article);
  PlaceTagger::Learn(places_.Tag(article, nullptr), &archive_places_);
}

std::vector<FoundValue> FacetTagger::Tag(const ArticleText& article) const {
  std::vector<FoundValue> found = projects_.Tag(article);
  TaggedPlaces places = places_.Tag(article, &archive_places_);
  std::move(places.values.begin(), places.values.end(), std::back_inserter(found));
  return found;
}

}  // namespace newsearch
