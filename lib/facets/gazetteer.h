// SPDX-License-Identifier: GPL-2.0-or-later
//
// Gazetteer: names of cities and countries in many languages, looked up in place in a read-only file that is
// part of the library. Nothing is parsed when it is opened.
#ifndef NEWSEARCH_LIB_FACETS_GAZETTEER_H_
#define NEWSEARCH_LIB_FACETS_GAZETTEER_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "newsearch/status.h"

namespace newsearch {

// Languages that names and words are marked with, as bits.
using LanguageMask = uint64_t;
// The bit of a language (ISO 639-1); 0 for one that the gazetteer does not know.
LanguageMask LanguageBit(std::string_view lang);
// The name is used everywhere: the usual English one, or the place's own.
inline constexpr LanguageMask kAnyLanguage = LanguageMask{1} << 63;
// The name counts only when it is written in capitals: "UK".
inline constexpr LanguageMask kCapitalsOnly = LanguageMask{1} << 62;

enum class PlaceKind : uint16_t { kCity = 0, kDistrict = 1, kCountry = 2 };

// On disk. Do not change without a new kGazetteerMagic.
struct GazetteerPlace {
  LanguageMask words = 0;   // languages in which the name is also an ordinary word
  uint32_t geoname_id = 0;  // 0 for countries
  uint32_t label = 0;       // offset of the usual English name, NUL-terminated
  uint32_t population = 0;
  float latitude = 0;  // degrees
  float longitude = 0;
  char country[2] = {0, 0};  // ISO 3166-1 alpha-2
  PlaceKind kind = PlaceKind::kCity;
};
static_assert(sizeof(GazetteerPlace) == 32);

struct GazetteerPosting {
  LanguageMask languages = 0;
  uint32_t place = 0;
  uint32_t unused = 0;
};
static_assert(sizeof(GazetteerPosting) == 16);

struct GazetteerName {
  uint64_t hash = 0;  // NameHash of the words
  uint32_t first_posting = 0;
  uint16_t postings = 0;   // 0: only the first word of longer names
  uint16_t max_words = 0;  // of the longest name that starts with these words; set for single words
};
static_assert(sizeof(GazetteerName) == 16);

inline constexpr char kGazetteerMagic[8] = {'N', 'S', 'G', 'A', 'Z', '0', '0', '1'};

struct GazetteerHeader {
  char magic[8];
  uint32_t places;
  uint32_t postings;
  uint32_t names;
  uint32_t label_bytes;
  uint64_t checksum;  // StableHash of everything behind the header
};
static_assert(sizeof(GazetteerHeader) == 32);

// Buckets by the first bits of the hash; each starts a run of names.
inline constexpr unsigned kBucketBits = 16;

// The key of a name: its words, folded, joined with single blanks.
uint64_t NameHash(std::string_view joined_words);

// Thread-safety: const; may be used from many threads.
class Gazetteer {
 public:
  // `data` must outlive the gazetteer and be aligned to 8 bytes. Checks sizes, not the checksum.
  // Errors: kCorruption.
  static Result<Gazetteer> FromBytes(std::string_view data);

  // The one built into the library.
  static const Gazetteer& Builtin();

  const GazetteerName* Find(uint64_t name_hash) const;
  std::span<const GazetteerPosting> postings(const GazetteerName& name) const {
    return {postings_ + name.first_posting, name.postings};
  }
  const GazetteerPlace& place(uint32_t index) const { return places_[index]; }
  std::string_view label(const GazetteerPlace& place) const { return labels_ + place.label; }
  size_t place_count() const { return header_->places; }

 private:
  Gazetteer() = default;
  const GazetteerHeader* header_ = nullptr;
  const GazetteerPlace* places_ = nullptr;
  const GazetteerPosting* postings_ = nullptr;
  const GazetteerName* names_ = nullptr;
  const uint32_t* buckets_ = nullptr;
  const char* labels_ = nullptr;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_GAZETTEER_H_
