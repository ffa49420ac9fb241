// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_PLACE_RESOLVER_H_
#define NEWSEARCH_LIB_FACETS_PLACE_RESOLVER_H_

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "facets/gazetteer.h"
#include "facets/place_finder.h"
#include "facets/word_set.h"

namespace newsearch {

// What one archive says about places, gathered over its articles: a place that is certain in one of them is
// likely in the others.
struct ArchivePlaces {
  std::unordered_map<uint32_t, uint32_t> places;     // gazetteer index -> articles
  std::unordered_map<uint32_t, uint32_t> countries;  // gazetteer index -> articles
  WordSet small_words;                               // that are written without a capital
  uint32_t articles = 0;
};

// A place that a name may mean.
struct PlaceSense {
  uint32_t place = 0;
  float base = 0;          // the score without the rest of the article
  double score = 0;        // powers of ten of population; without what stands around a single mention
  double probability = 0;  // that it is this place; what is missing to 1 over all senses: that it is none
};

// The mentions of one name in an article, and what they mean: one sense an article.
struct PlaceGroup {
  std::vector<uint32_t> mentions;  // in FoundPlaces::mentions
  std::vector<PlaceSense> senses;  // best first
  double context = 0;              // of the mention that is surest
  bool sure = false;               // something says of a mention that it is a place
  std::vector<uint32_t> holders;   // groups of names behind it, which may be what it lies in
  std::vector<uint32_t> held;      // groups of names before it, which may lie in it
  bool accepted = false;           // senses[0] is meant
  // Not sure which place, but that it lies here; kNoPlace.
  uint32_t sure_country = kNoPlace;
};

struct ResolvedPlaces {
  std::vector<PlaceGroup> groups;
  // For each mention the place it means, kNoPlace if it is none.
  std::vector<uint32_t> places;
};

// Decides which places the names in an article mean, by population, what stands around them, the countries
// and regions named, nearness of other places, what the archive is about, and where the article's language is
// spoken. After Leidner (2007), "Toponym Resolution in Text": one sense per article, co-mentioned country,
// minimal spread, population. Thread-safety: const.
class PlaceResolver {
 public:
  explicit PlaceResolver(const Gazetteer& gazetteer) : gazetteer_(gazetteer) {}

  // `archive` may be null. Sets PlaceMention::group.
  ResolvedPlaces Resolve(const PlaceFinder::Language& language, FoundPlaces* found,
                         const ScannedArticle& article, const ArchivePlaces* archive) const;

 private:
  class Pass;
  const Gazetteer& gazetteer_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_PLACE_RESOLVER_H_
