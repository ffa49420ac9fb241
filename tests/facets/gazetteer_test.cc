// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/gazetteer.h"

#include <cstring>
#include <set>

#include "support/test_support.h"
#include "util/hash.h"

extern "C" {
extern const char newsearch_gazetteer[];
extern const char newsearch_gazetteer_end[];
}

namespace newsearch {
namespace {

std::string_view BuiltinBytes() {
  return {newsearch_gazetteer, static_cast<size_t>(newsearch_gazetteer_end - newsearch_gazetteer)};
}

// "Kista SE district, ..." for the places of a name, by label.
std::set<std::string> PlacesOf(const Gazetteer& gazetteer, std::string_view name) {
  std::set<std::string> places;
  const GazetteerName* found = gazetteer.Find(NameHash(name));
  if (found == nullptr) return places;
  for (const GazetteerPosting& posting : gazetteer.postings(*found)) {
    const GazetteerPlace& place = gazetteer.place(posting.place);
    places.insert(std::string(gazetteer.label(place)) + " " + std::string(place.country, 2) +
                  (place.kind == PlaceKind::kCountry ? " country" : ""));
  }
  return places;
}

TEST(GazetteerTest, FindsNames) {
  const struct {
    const char* name;  // folded, words joined with blanks
    const char* place;
  } rows[] = {
      {"kista", "Kista SE"},
      {"maribor", "Maribor SI"},
      {"bled", "Bled SI"},
      {"karlsruhe", "Karlsruhe DE"},
      {"tartu", "Tartu EE"},
      {"malmo", "Malmö SE"},
      {"san sebastian", "San Sebastián ES"},
      {"cesky krumlov", "Český Krumlov CZ"},
      // Exonyms give the usual English name.
      {"goteborg", "Gothenburg SE"},
      {"gothenburg", "Gothenburg SE"},
      {"mailand", "Milan IT"},
      {"milano", "Milan IT"},
      {"wien", "Vienna AT"},
      {"lissabon", "Lisbon PT"},
      {"москва", "Moscow RU"},
      {"αθηνα", "Athens GR"},
      // Countries in many languages.
      {"slovenia", "SI SI country"},
      {"slowenien", "SI SI country"},
      {"suomi", "FI FI country"},
      {"ruotsi", "SE SE country"},
      {"uk", "GB GB country"},
      {"united kingdom", "GB GB country"},
  };
  const Gazetteer& gazetteer = Gazetteer::Builtin();
  for (const auto& row : rows) {
    EXPECT_THAT(PlacesOf(gazetteer, row.name), testing::Contains(row.place)) << row.name;
  }
}

TEST(GazetteerTest, DoesNotFindWhatIsNoName) {
  for (const char* name : {"", "Kista", "Malmö", "kista ", "xqzzy", "the", "und", "21", "a"}) {
    const GazetteerName* found = Gazetteer::Builtin().Find(NameHash(name));
    EXPECT_TRUE(found == nullptr || found->postings == 0) << name;
  }
}

TEST(GazetteerTest, FirstWordsKnowTheLongestName) {
  const GazetteerName* san = Gazetteer::Builtin().Find(NameHash("san"));
  ASSERT_NE(san, nullptr);
  EXPECT_GE(san->max_words, 2);
  const GazetteerName* kista = Gazetteer::Builtin().Find(NameHash("kista"));
  ASSERT_NE(kista, nullptr);
  EXPECT_GE(kista->max_words, 1);
}

// What the tagger relies on: which language a name belongs to, and which must be in capitals.
TEST(GazetteerTest, NamesAreMarkedWithTheirLanguages) {
  const Gazetteer& gazetteer = Gazetteer::Builtin();
  const auto languages = [&gazetteer](std::string_view name, std::string_view label) {
    LanguageMask mask = 0;
    const GazetteerName* found = gazetteer.Find(NameHash(name));
    if (found == nullptr) return mask;
    for (const GazetteerPosting& posting : gazetteer.postings(*found)) {
      if (gazetteer.label(gazetteer.place(posting.place)) == label) mask |= posting.languages;
    }
    return mask;
  };
  EXPECT_NE(languages("kista", "Kista") & kAnyLanguage, 0u);
  EXPECT_NE(languages("mailand", "Milan") & LanguageBit("de"), 0u);
  EXPECT_EQ(languages("mailand", "Milan") & (kAnyLanguage | LanguageBit("fr") | LanguageBit("it")), 0u);
  EXPECT_NE(languages("uk", "GB") & kCapitalsOnly, 0u);
  EXPECT_NE(languages("us", "US") & kCapitalsOnly, 0u);
  EXPECT_EQ(languages("slovenia", "SI") & kCapitalsOnly, 0u);
}

TEST(GazetteerTest, EveryRecordIsSound) {
  const Gazetteer& gazetteer = Gazetteer::Builtin();
  ASSERT_GT(gazetteer.place_count(), 30000u);
  size_t countries = 0;
  for (uint32_t i = 0; i < gazetteer.place_count(); ++i) {
    const GazetteerPlace& place = gazetteer.place(i);
    ASSERT_FALSE(gazetteer.label(place).empty()) << i;
    for (char c : std::string_view(place.country, 2))
      ASSERT_TRUE(c >= 'A' && c <= 'Z') << gazetteer.label(place);
    if (place.kind == PlaceKind::kCountry) {
      ++countries;
      continue;
    }
    ASSERT_LE(std::abs(place.latitude), 90) << gazetteer.label(place);
    ASSERT_LE(std::abs(place.longitude), 180) << gazetteer.label(place);
    ASSERT_GT(place.geoname_id, 0u) << gazetteer.label(place);
  }
  EXPECT_GT(countries, 190u);
}

TEST(GazetteerTest, ChecksumFitsTheContent) {
  const std::string_view bytes = BuiltinBytes();
  GazetteerHeader header;
  std::memcpy(&header, bytes.data(), sizeof header);
  EXPECT_EQ(header.checksum, StableHash().Add(bytes.substr(sizeof header)).value());
}

TEST(GazetteerTest, RefusesDamagedData) {
  const std::string good(BuiltinBytes());
  ASSERT_THAT(Gazetteer::FromBytes(good), IsOk());

  const auto with_header = [&good](auto change) {
    std::string bytes = good;
    GazetteerHeader header;
    std::memcpy(&header, bytes.data(), sizeof header);
    change(header);
    std::memcpy(bytes.data(), &header, sizeof header);
    return bytes;
  };
  const std::pair<const char*, std::string> rows[] = {
      {"empty", ""},
      {"one byte", "N"},
      {"half a header", good.substr(0, sizeof(GazetteerHeader) / 2)},
      {"a header alone", good.substr(0, sizeof(GazetteerHeader))},
      {"another magic", with_header([](GazetteerHeader& header) { header.magic[7] = '2'; })},
      {"text", std::string(1000, 'x')},
      {"one byte short", good.substr(0, good.size() - 1)},
      {"cut in the middle", good.substr(0, good.size() / 2)},
      {"one byte more", good + '\0'},
      {"a place more than there are", with_header([](GazetteerHeader& header) { ++header.places; })},
      {"a posting less than there are", with_header([](GazetteerHeader& header) { --header.postings; })},
      {"no names", with_header([](GazetteerHeader& header) { header.names = 0; })},
      {"as many places as can be counted",
       with_header([](GazetteerHeader& header) { header.places = UINT32_MAX; })},
      {"as many of everything", with_header([](GazetteerHeader& header) {
         header.places = header.postings = header.names = header.label_bytes = UINT32_MAX;
       })},
  };
  for (const auto& [name, bytes] : rows) {
    EXPECT_THAT(Gazetteer::FromBytes(bytes), StatusIs(StatusCode::kCorruption)) << name;
  }
}

TEST(GazetteerTest, LanguageBits) {
  std::set<LanguageMask> bits = {kAnyLanguage, kCapitalsOnly};
  const std::vector<std::string> languages = {"bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr",
                                              "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "no", "pl",
                                              "pt", "ro", "ru", "sk", "sl", "sv", "uk", "zh"};
  for (const std::string& lang : languages) {
    const LanguageMask bit = LanguageBit(lang);
    EXPECT_NE(bit, 0u) << lang;
    EXPECT_EQ(bit & (bit - 1), 0u) << lang << ": one bit";
    EXPECT_TRUE(bits.insert(bit).second) << lang << " shares its bit";
  }
  EXPECT_EQ(LanguageBit("und"), 0u);
  EXPECT_EQ(LanguageBit(""), 0u);
  EXPECT_EQ(LanguageBit("xx"), 0u);
}

TEST(GazetteerTest, NameHashKeepsItsValue) {
  // On disk: a change needs a new magic.
  EXPECT_EQ(NameHash("kista"), StableHash().Add("kista").value());
  EXPECT_NE(NameHash("kista"), NameHash("kistb"));
}

}  // namespace
}  // namespace newsearch
