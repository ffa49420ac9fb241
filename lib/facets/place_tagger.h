// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_PLACE_TAGGER_H_
#define NEWSEARCH_LIB_FACETS_PLACE_TAGGER_H_

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "facets/article_text.h"
#include "facets/found_value.h"
#include "facets/gazetteer.h"
#include "text/tokenizer.h"

namespace newsearch {

// What one archive says about places, gathered over its articles: a place that is certain in one of them is
// likely in the others.
struct ArchivePlaces {
  std::unordered_map<uint32_t, uint32_t> cities;  // gazetteer index -> articles
  std::map<std::string, uint32_t> countries;      // ISO code -> articles
  uint32_t articles = 0;
};

// The cities and countries of one article.
struct TaggedPlaces {
  std::vector<FoundValue> values;      // by facet, most important first
  std::vector<uint32_t> city_places;   // gazetteer indices
  std::vector<std::string> countries;  // ISO 3166-1 alpha-2
};

// Finds places by the longest name at each word and decides by what stands around it: words that lead to
// places, a country beside it, the countries of the article, titles and other parts of persons' names, how
// many people live there, whether it is an ordinary word in the article's language. After Leidner (2007),
// "Toponym Resolution in Text": one sense per article, co-mentioned country, population. Thread-safety: one
// tagger per thread at a time.
class PlaceTagger {
 public:
  explicit PlaceTagger(const Gazetteer& gazetteer) : gazetteer_(gazetteer) {}

  // `archive` may be null.
  TaggedPlaces Tag(const ArticleText& article, const ArchivePlaces* archive) const;

  // Adds what `tagged` found to the archive's places.
  static void Learn(const TaggedPlaces& tagged, ArchivePlaces* archive);

 private:
  const Gazetteer& gazetteer_;
  Tokenizer tokenizer_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_PLACE_TAGGER_H_
