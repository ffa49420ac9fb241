// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_PLACE_FINDER_H_
#define NEWSEARCH_LIB_FACETS_PLACE_FINDER_H_

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "facets/gazetteer.h"
#include "facets/name_endings.h"
#include "facets/scanned_article.h"
#include "facets/word_kinds.h"

namespace newsearch {

// A stretch of words that is a name in the gazetteer.
struct PlaceMention {
  static constexpr size_t kMaxNames = 4;

  uint32_t piece = 0;
  uint32_t first = 0;  // words [first, last) of the piece
  uint32_t last = 0;
  // The names it can be: as written first, then those it may be a form of.
  std::array<const GazetteerName*, kMaxNames> names = {};
  uint8_t name_count = 0;
  bool as_written = false;  // the first name is the written one
  // What stands around it says: in powers of ten of population.
  double context = 0;
  bool is_person = false;        // a part of a person's name, or of an institution's
  bool is_part = false;          // of a longer name: "Marburg" in "Marburg virus"
  bool is_surname = false;       // behind a first name, a title, an initial
  bool is_locative = false;      // its ending says that something is there: "Helsingissä"
  bool is_surely_place = false;  // "in", "city of"
  bool opens_sentence = false;
  bool all_capitals = false;
  bool initials = false;
  bool dateline = false;
  int32_t container = -1;  // the mention behind a comma or bracket, which may be what it lies in
  int32_t group = -1;      // mentions of one name
};

// "Swedish": a mention of a country by its adjective or its inhabitants.
struct DemonymMention {
  uint32_t piece = 0;
  uint32_t word = 0;
  uint32_t country = 0;  // gazetteer index
};

struct FoundPlaces {
  std::vector<PlaceMention> mentions;  // in the order of the text
  std::vector<DemonymMention> demonyms;
};

// Finds names of places by the longest name at each word, and looks at what stands around them. Which places
// are meant is PlaceResolver's business. Thread-safety: one finder per thread at a time.
class PlaceFinder {
 public:
  explicit PlaceFinder(const Gazetteer& gazetteer);
  ~PlaceFinder();

  void Find(const ScannedArticle& article, FoundPlaces* found);

  // What depends on the language of an article.
  struct Language {
    explicit Language(const Gazetteer& gazetteer, std::string_view lang);
    std::string lang;
    int number;  // in the gazetteer; -1 if it has none
    WordKinds kinds;
    NameEndings endings;
    std::unordered_set<uint64_t> stop_words;  // by WordHash
    std::string home;                         // the country where it is spoken most; empty for English
    std::vector<uint64_t> stem_fronts;        // a bitmap of the first characters of demonyms' stems
  };
  const Language& LanguageOf(const std::string& lang);

 private:
  class Pass;
  const Gazetteer& gazetteer_;
  std::map<std::string, std::unique_ptr<Language>> languages_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_PLACE_FINDER_H_
