// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_PLACE_TAGGER_H_
#define NEWSEARCH_LIB_FACETS_PLACE_TAGGER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "facets/found_value.h"
#include "facets/gazetteer.h"
#include "facets/place_finder.h"
#include "facets/place_resolver.h"
#include "facets/scanned_article.h"

namespace newsearch {

// The cities, regions and countries of articles: finds names, decides what they mean, and says why.
// Thread-safety: one tagger per thread at a time.
class PlaceTagger {
 public:
  explicit PlaceTagger(const Gazetteer& gazetteer)
      : gazetteer_(gazetteer), finder_(gazetteer), resolver_(gazetteer) {}

  // Adds what the article says about places to what the archive says.
  void Learn(const ScannedArticle& article);

  // Adds places that something else says the archive is about, by their usual English names.
  void ExpectPlaces(const std::vector<std::string>& labels);

  // Values of city, region and country, each facet's most important first.
  std::vector<FoundValue> Tag(const ScannedArticle& article);

  const ArchivePlaces& archive() const { return archive_; }

 private:
  const Gazetteer& gazetteer_;
  PlaceFinder finder_;
  PlaceResolver resolver_;
  ArchivePlaces archive_;
  FoundPlaces found_;  // of the article at hand; kept for its memory
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_PLACE_TAGGER_H_
