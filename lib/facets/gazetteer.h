// SPDX-License-Identifier: GPL-2.0-or-later
//
// Gazetteer: names of places in many languages and the places they are names of, looked up in place in a
// read-only file. The file is part of the library, or mapped; nothing is parsed when it is opened.
#ifndef NEWSEARCH_LIB_FACETS_GAZETTEER_H_
#define NEWSEARCH_LIB_FACETS_GAZETTEER_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/status.h"

namespace newsearch {

// In the order of what contains what.
enum class PlaceKind : uint8_t {
  kDistrict = 0,  // a part of a city
  kCity = 1,      // a populated place of its own: city, town, village
  kRegion = 2,    // a first-level division of a country: state, province, region
  kArea = 3,      // a part of the world that is neither: continent, sea, river, historical region
  kCountry = 4,
};

// Bits of GazetteerPlace::flags.
inline constexpr uint8_t kCapitalCity = 1;  // of a country
inline constexpr uint8_t kRegionSeat = 2;   // of a first-level division
inline constexpr uint8_t kGivenName = 4;    // its English name is a common given name: "Sofia"
inline constexpr uint8_t kSurname = 8;      // or a common surname: "London"

// Bits of GazetteerPosting::flags.
inline constexpr uint8_t kAnyLanguage = 1;    // used everywhere: the usual English name, or the place's own
inline constexpr uint8_t kCapitalsOnly = 2;   // counts only when it is written in capitals: "UK"
inline constexpr uint8_t kDemonym = 4;        // an adjective or a name of inhabitants: "Swedish", "Swedes"
inline constexpr uint8_t kMainName = 8;       // the label
inline constexpr uint8_t kAbbreviation = 16;  // "Ore", "Calif": means the place behind another one only

inline constexpr uint32_t kNoPlace = 0xFFFFFFFF;

// What follows is on disk. Do not change without a new kGazetteerMagic. Numbers are little-endian.
struct GazetteerPlace {
  uint32_t id =
      0;  // GeoNames id; of regions, areas and countries the offset of a label: "US.CA", "sahel", "SE"
  uint32_t label = 0;  // offset of the usual English name, NUL-terminated
  uint32_t population = 0;
  uint32_t within = kNoPlace;  // the place it is a part of: city of a district, region or country of a city
  uint32_t first_name = 0;     // its names in other languages, up to those of the next place
  int16_t latitude = 0;        // in units of 90 / 32767 degrees
  int16_t longitude = 0;       // in units of 180 / 32767 degrees
  uint16_t words = 0;          // set of languages in which the name is also an ordinary word
  char country[2] = {0, 0};    // ISO 3166-1 alpha-2; zeros if there is none
  PlaceKind kind = PlaceKind::kCity;
  uint8_t flags = 0;
  uint16_t magnitude = 0;  // of the population: a thousand times its decimal logarithm
};
static_assert(sizeof(GazetteerPlace) == 32);

struct GazetteerPosting {
  uint32_t place : 24 = 0;
  uint32_t flags : 8 = 0;
  uint16_t languages = 0;  // set of languages
  uint16_t unused = 0;
};
static_assert(sizeof(GazetteerPosting) == 8);

// A name by the middle 32 bits of its key; the first kBucketBits choose the bucket.
struct GazetteerName {
  uint32_t key = 0;
  uint32_t first_posting : 24 = 0;  // up to that of the next name; none: only the first word of longer names
  uint32_t max_words : 8 = 0;       // of the longest name that starts with this word; 0 for names of several
};
static_assert(sizeof(GazetteerName) == 8);

inline constexpr char kGazetteerMagic[8] = {'N', 'S', 'G', 'A', 'Z', '0', '0', '2'};

struct GazetteerHeader {
  char magic[8];
  uint64_t checksum;  // GazetteerChecksum of everything behind the header
  uint32_t places;    // each table has one more entry at its end, for what the last one leaves open
  uint32_t postings;
  uint32_t names;
  uint32_t exonyms;        // language << 24 | offset of a label
  uint32_t language_sets;  // of kLanguageSetWords words each
  uint32_t languages;      // eight bytes each, ISO 639-1
  uint32_t stems;          // offsets of labels: "schwedisch\tde\tSE"; whole words "suedois\tfr\tSE="; sorted
  uint32_t label_bytes;
};
static_assert(sizeof(GazetteerHeader) == 48);

inline constexpr unsigned kBucketBits = 16;
inline constexpr size_t kMaxLanguages = 192;
inline constexpr size_t kLanguageSetWords = kMaxLanguages / 64;
inline constexpr size_t kMaxNameWords = 24;  // characters, in scripts without blanks

uint64_t GazetteerChecksum(std::string_view bytes);

// Thread-safety: const; may be used from many threads.
class Gazetteer {
 public:
  // `data` must outlive the gazetteer and be aligned to 8 bytes. With `verify` the checksum and every
  // reference are checked (some milliseconds), otherwise sizes alone. Errors: kCorruption, kVersionMismatch.
  static Result<Gazetteer> FromBytes(std::string_view data, bool verify);

  // The one built into the library.
  static const Gazetteer& Builtin();

  // The name of this key (ExtendNameKey over the WordHash of its words); nullptr if there is none.
  const GazetteerName* Find(uint64_t key) const;
  std::span<const GazetteerPosting> postings(const GazetteerName& name) const {
    return {postings_ + name.first_posting, postings_ + (&name)[1].first_posting};
  }

  const GazetteerPlace& place(uint32_t index) const { return places_[index]; }
  uint32_t place_count() const { return header_->places; }
  std::string_view label(const GazetteerPlace& place) const { return labels_ + place.label; }
  // "geonames:2673730", "region:US.CA", "area:sahel", "iso:SE".
  std::string Id(const GazetteerPlace& place) const;
  // The name in `lang` (ISO 639-1), the label if none is known.
  std::string_view Name(uint32_t place, std::string_view lang) const;
  static double Latitude(const GazetteerPlace& place) { return place.latitude * (90.0 / 32767); }
  static double Longitude(const GazetteerPlace& place) { return place.longitude * (180.0 / 32767); }
  // The country, by its ISO code; kNoPlace if there is none.
  uint32_t Country(std::string_view code) const;
  // The name that `text` is as a whole; nullptr if it is none.
  const GazetteerName* FindText(std::string_view text) const;
  // The country of this name in any language; kNoPlace if there is none.
  uint32_t FindCountry(std::string_view name) const;
  // The country of `written`, an ISO code in any case or a name: "se", "Sweden", "Schweden" give "SE". Empty
  // if it is none.
  std::string CountryCode(std::string_view written) const;
  // The country that a place lies in, or is; kNoPlace if there is none.
  uint32_t CountryOf(uint32_t place) const;
  // The names of what a place lies in, smallest first. A region that is called like a city ("Stockholm") is
  // left out: it would claim the city's name for all its towns.
  std::vector<std::string> Containers(uint32_t place) const;
  // The best known place of these kinds, `from` to `to`, that has this usual English name; kNoPlace.
  uint32_t FindLabel(std::string_view label, PlaceKind from = PlaceKind::kDistrict,
                     PlaceKind to = PlaceKind::kArea) const;

  // The number of a language in sets; -1 if the gazetteer does not have it.
  int LanguageNumber(std::string_view lang) const;
  bool InSet(uint16_t set, int language) const {
    if (language < 0) return false;
    const auto bit = static_cast<unsigned>(language);
    return (language_sets_[set * kLanguageSetWords + bit / 64] >> (bit % 64) & 1) != 0;
  }

  // The country that `folded` (FoldWord) is an adjective of, or its inhabitants, in `lang`, by the stems of
  // such words; kNoPlace.
  uint32_t FindDemonym(std::string_view folded, std::string_view lang) const;
  void ForEachDemonymStem(std::string_view lang,
                          const std::function<void(std::string_view stem)>& visit) const;

 private:
  // One line of the table of stems.
  struct DemonymStem {
    std::string_view stem;
    std::string_view languages;  // separated by commas
    std::string_view country;
    bool Has(std::string_view lang) const;
  };

  Gazetteer() = default;
  Status Verify() const;
  DemonymStem Stem(uint32_t offset) const;

  const GazetteerHeader* header_ = nullptr;
  const GazetteerPlace* places_ = nullptr;
  const GazetteerPosting* postings_ = nullptr;
  const GazetteerName* names_ = nullptr;
  const uint32_t* buckets_ = nullptr;
  const uint32_t* exonyms_ = nullptr;
  const uint64_t* language_sets_ = nullptr;
  const char (*languages_)[8] = nullptr;
  const uint32_t* stems_ = nullptr;
  const char* labels_ = nullptr;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_GAZETTEER_H_
