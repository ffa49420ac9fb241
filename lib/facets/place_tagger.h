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
  // `small_word_bits`: the size of the archive's WordSet.
  explicit PlaceTagger(const Gazetteer& gazetteer, size_t small_word_bits = WordSet::kArchiveBits)
      : gazetteer_(gazetteer), finder_(gazetteer), resolver_(gazetteer) {
    archive_.small_words = WordSet(small_word_bits);
  }

  // The names in an article, for Learn and Tag.
  void Find(const ScannedArticle& article, FoundPlaces* found) { finder_.Find(article, found); }

  // Adds what the article says about places to what the archive says.
  void Learn(const ScannedArticle& article, FoundPlaces* found);
  void Forget();

  // Adds places that something else says the archive is about, by their usual English names.
  void ExpectPlaces(const std::vector<std::string>& labels);

  // Values of city, region and country, each facet's most important first.
  std::vector<FoundValue> Tag(const ScannedArticle& article, FoundPlaces* found);

  const ArchivePlaces& archive() const { return archive_; }

 private:
  const Gazetteer& gazetteer_;
  PlaceFinder finder_;
  PlaceResolver resolver_;
  ArchivePlaces archive_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_PLACE_TAGGER_H_
