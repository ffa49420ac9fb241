// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/gazetteer.h"

#include <cstring>
#include <set>

#include "support/test_support.h"
#include "text/word_scanner.h"

extern "C" {
extern const char newsearch_gazetteer[];
extern const char newsearch_gazetteer_end[];
}

namespace newsearch {
namespace {

std::string_view BuiltinBytes() {
  return {newsearch_gazetteer, static_cast<size_t>(newsearch_gazetteer_end - newsearch_gazetteer)};
}

// "Kista SE district", ... for the places of a name.
std::set<std::string> PlacesOf(const Gazetteer& gazetteer, std::string_view name) {
  constexpr const char* kKinds[] = {" district", "", " region", " area", " country"};
  std::set<std::string> places;
  const GazetteerName* found = gazetteer.FindText(name);
  if (found == nullptr) return places;
  for (const GazetteerPosting& posting : gazetteer.postings(*found)) {
    if ((posting.flags & kDemonym) != 0) continue;
    const GazetteerPlace& place = gazetteer.place(posting.place);
    const std::string country = place.country[0] == 0 ? "" : " " + std::string(place.country, 2);
    places.insert(std::string(gazetteer.label(place)) + country + kKinds[static_cast<int>(place.kind)]);
  }
  return places;
}

TEST(GazetteerTest, FindsNames) {
  const struct {
    const char* name;
    const char* place;
  } rows[] = {
      {"Kista", "Kista SE district"},
      {"maribor", "Maribor SI"},
      {"bled", "Bled SI"},
      {"karlsruhe", "Karlsruhe DE"},
      {"tartu", "Tartu EE"},
      {"Malmo", "Malmö SE"},
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
      {"Slovenia", "Slovenia SI country"},
      {"Slowenien", "Slovenia SI country"},
      {"Suomi", "Finland FI country"},
      {"Ruotsi", "Sweden SE country"},
      {"UK", "United Kingdom GB country"},
      {"United Kingdom", "United Kingdom GB country"},
      {"スウェーデン", "Sweden SE country"},
      {"瑞典", "Sweden SE country"},
      // Regions and parts of the world.
      {"California", "California US region"},
      {"Kalifornien", "California US region"},
      {"Bavaria", "Bavaria DE region"},
      {"Africa", "Africa area"},
      {"NSW", "New South Wales AU region"},
  };
  const Gazetteer& gazetteer = Gazetteer::Builtin();
  for (const auto& row : rows) {
    EXPECT_THAT(PlacesOf(gazetteer, row.name), testing::Contains(row.place)) << row.name;
  }
}

TEST(GazetteerTest, DoesNotFindWhatIsNoName) {
  for (const char* name : {"", " ", "Kistaaa", "xqzzy", "the", "21", "a", "Kista Malmö"}) {
    EXPECT_THAT(PlacesOf(Gazetteer::Builtin(), name), testing::IsEmpty()) << name;
  }
}

TEST(GazetteerTest, FirstWordsKnowTheLongestName) {
  const GazetteerName* san = Gazetteer::Builtin().FindText("San");
  ASSERT_NE(san, nullptr);
  EXPECT_GE(san->max_words, 2u);
  const GazetteerName* kista = Gazetteer::Builtin().FindText("Kista");
  ASSERT_NE(kista, nullptr);
  EXPECT_GE(kista->max_words, 1u);
}

// What the tagger relies on: which language a name belongs to, and which must be in capitals.
TEST(GazetteerTest, NamesAreMarkedWithTheirLanguages) {
  const Gazetteer& gazetteer = Gazetteer::Builtin();
  const auto posting_of = [&gazetteer](std::string_view name, std::string_view label) {
    const GazetteerName* found = gazetteer.FindText(name);
    if (found != nullptr) {
      for (const GazetteerPosting& posting : gazetteer.postings(*found)) {
        if (gazetteer.label(gazetteer.place(posting.place)) == label) return posting;
      }
    }
    ADD_FAILURE() << name << " is not " << label;
    return GazetteerPosting();
  };
  EXPECT_NE(posting_of("Kista", "Kista").flags & kAnyLanguage, 0);
  EXPECT_NE(posting_of("Kista", "Kista").flags & kMainName, 0);
  const GazetteerPosting mailand = posting_of("Mailand", "Milan");
  EXPECT_EQ(mailand.flags & (kAnyLanguage | kMainName), 0);
  EXPECT_TRUE(gazetteer.InSet(mailand.languages, gazetteer.LanguageNumber("de")));
  EXPECT_FALSE(gazetteer.InSet(mailand.languages, gazetteer.LanguageNumber("fr")));
  EXPECT_FALSE(gazetteer.InSet(mailand.languages, gazetteer.LanguageNumber("xx")));
  EXPECT_NE(posting_of("UK", "United Kingdom").flags & kCapitalsOnly, 0);
  EXPECT_NE(posting_of("US", "United States").flags & kCapitalsOnly, 0);
  EXPECT_EQ(posting_of("Slovenia", "Slovenia").flags & kCapitalsOnly, 0);
  EXPECT_NE(posting_of("Swedish", "Sweden").flags & kDemonym, 0);
}

TEST(GazetteerTest, PlacesLieInOneAnother) {
  const Gazetteer& gazetteer = Gazetteer::Builtin();
  const auto chain = [&gazetteer](std::string_view label) {
    std::vector<std::string> names;
    for (uint32_t at = gazetteer.FindLabel(label); at != kNoPlace; at = gazetteer.place(at).within)
      names.emplace_back(gazetteer.label(gazetteer.place(at)));
    return names;
  };
  EXPECT_THAT(chain("Kista"), testing::AllOf(testing::Contains("Stockholm"), testing::Contains("Sweden")));
  EXPECT_THAT(chain("Brooklyn"), testing::Contains("New York City"));
  EXPECT_THAT(chain("Munich"), testing::ElementsAre("Munich", "Bavaria", "Germany"));
  EXPECT_THAT(chain("Bavaria"), testing::ElementsAre("Bavaria", "Germany"));
}

TEST(GazetteerTest, NamesAndIdsForPeopleAndMachines) {
  const Gazetteer& gazetteer = Gazetteer::Builtin();
  const uint32_t lisbon = gazetteer.FindLabel("Lisbon");
  ASSERT_NE(lisbon, kNoPlace);
  EXPECT_EQ(gazetteer.Name(lisbon, "de"), "Lissabon");
  EXPECT_EQ(gazetteer.Name(lisbon, "pt"), "Lisboa");
  EXPECT_EQ(gazetteer.Name(lisbon, "en"), "Lisbon");
  const uint32_t malmo = gazetteer.FindLabel("Malmö");
  ASSERT_NE(malmo, kNoPlace);
  EXPECT_EQ(gazetteer.Name(malmo, "en"), "Malmö") << "in English the label is the value";
  EXPECT_EQ(gazetteer.Name(lisbon, "xx"), "Lisbon");
  EXPECT_EQ(gazetteer.Id(gazetteer.place(lisbon)), "geonames:2267057");
  EXPECT_NEAR(Gazetteer::Latitude(gazetteer.place(lisbon)), 38.72, 0.01);
  EXPECT_NEAR(Gazetteer::Longitude(gazetteer.place(lisbon)), -9.13, 0.01);
  const uint32_t sweden = gazetteer.Country("SE");
  ASSERT_NE(sweden, kNoPlace);
  EXPECT_EQ(gazetteer.Name(sweden, "de"), "Schweden");
  EXPECT_EQ(gazetteer.Id(gazetteer.place(sweden)), "iso:SE");
  EXPECT_EQ(gazetteer.FindCountry("Ruotsi"), sweden);
  EXPECT_EQ(gazetteer.FindCountry("Kista"), kNoPlace);
  EXPECT_EQ(gazetteer.Id(gazetteer.place(gazetteer.FindLabel("California"))), "region:US.CA");
  for (const char* code : {"", "X", "AA", "ZZ", "se", "SEE"}) EXPECT_EQ(gazetteer.Country(code), kNoPlace);
}

TEST(GazetteerTest, DemonymsByTheirStems) {
  const Gazetteer& gazetteer = Gazetteer::Builtin();
  const struct {
    const char* lang;
    const char* word;
    const char* country;
  } rows[] = {
      {"de", "schwedischen", "SE"},
      {"de", "französische", "FR"},
      {"pl", "polskiego", "PL"},
      {"ru", "немецкой", "DE"},
      {"fi", "ruotsalaisten", "SE"},
      {"fr", "suédois", "SE"},
      {"it", "tedesco", "DE"},
      {"de", "schwed", ""},
      {"en", "schwedischen", ""},
      {"de", "", ""},
      {"de", "zzz", ""},
  };
  for (const auto& row : rows) {
    const uint32_t country = gazetteer.FindDemonym(FoldWord(row.word), row.lang);
    EXPECT_EQ(country == kNoPlace ? "" : std::string(gazetteer.place(country).country, 2), row.country)
        << row.lang << ": " << row.word;
  }
}

TEST(GazetteerTest, EveryRecordIsSound) {
  EXPECT_THAT(Gazetteer::FromBytes(BuiltinBytes(), true), IsOk());
  const Gazetteer& gazetteer = Gazetteer::Builtin();
  ASSERT_GT(gazetteer.place_count(), 100000u);
  size_t countries = 0;
  for (uint32_t i = 0; i < gazetteer.place_count(); ++i) {
    const GazetteerPlace& place = gazetteer.place(i);
    ASSERT_FALSE(gazetteer.label(place).empty()) << i;
    ASSERT_LE(std::abs(Gazetteer::Latitude(place)), 90) << gazetteer.label(place);
    ASSERT_LE(std::abs(Gazetteer::Longitude(place)), 180) << gazetteer.label(place);
    if (place.kind == PlaceKind::kCountry) {
      ++countries;
      ASSERT_EQ(gazetteer.Country(std::string_view(place.country, 2)), i);
    } else if (place.kind <= PlaceKind::kCity) {
      ASSERT_GT(place.id, 0u) << gazetteer.label(place);
      ASSERT_NE(place.within, kNoPlace) << gazetteer.label(place);
    }
  }
  EXPECT_GT(countries, 190u);
}

// What is mapped at each start.
TEST(GazetteerTest, IsSmall) { EXPECT_LT(BuiltinBytes().size(), 20'000'000u); }

std::string WithChecksum(std::string bytes) {
  GazetteerHeader header;
  std::memcpy(&header, bytes.data(), sizeof header);
  header.checksum = GazetteerChecksum(std::string_view(bytes).substr(sizeof header));
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

TEST(GazetteerTest, RefusesDamagedData) {
  const std::string good(BuiltinBytes());
  ASSERT_THAT(Gazetteer::FromBytes(good, true), IsOk());

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
      {"text", std::string(1000, 'x')},
      {"one byte short", good.substr(0, good.size() - 1)},
      {"cut in the middle", good.substr(0, good.size() / 2)},
      {"one byte more", good + '\0'},
      {"a hundred places more than there are",
       with_header([](GazetteerHeader& header) { header.places += 100; })},
      {"a hundred postings less", with_header([](GazetteerHeader& header) { header.postings -= 100; })},
      {"no names", with_header([](GazetteerHeader& header) { header.names = 0; })},
      {"as many places as can be counted",
       with_header([](GazetteerHeader& header) { header.places = UINT32_MAX; })},
      {"as many of everything", with_header([](GazetteerHeader& header) {
         header.places = header.postings = header.names = header.label_bytes = UINT32_MAX;
       })},
      {"no labels", with_header([](GazetteerHeader& header) { header.label_bytes = 0; })},
  };
  for (const auto& [name, bytes] : rows) {
    EXPECT_THAT(Gazetteer::FromBytes(bytes, false), StatusIs(StatusCode::kCorruption)) << name;
  }
  EXPECT_THAT(
      Gazetteer::FromBytes(with_header([](GazetteerHeader& header) { header.magic[7] = '9'; }), false),
      StatusIs(StatusCode::kVersionMismatch));
}

TEST(GazetteerTest, EveryFlippedByteIsSeen) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  std::string bytes(BuiltinBytes());
  for (int round = 0; round < 40; ++round) {
    const size_t at = sizeof(GazetteerHeader) + random.Below(bytes.size() - sizeof(GazetteerHeader));
    const char before = bytes[at];
    bytes[at] = static_cast<char>(before ^ (1 << random.Below(8)));
    EXPECT_THAT(Gazetteer::FromBytes(bytes, true), StatusIs(StatusCode::kCorruption)) << at;
    bytes[at] = before;
  }
}

// A checksum that fits does not help data that points outside.
TEST(GazetteerTest, ReferencesAreChecked) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::string good(BuiltinBytes());
  for (int round = 0; round < 20; ++round) {
    std::string bytes = good;
    const size_t at = sizeof(GazetteerHeader) + random.Below(2'000'000) / 32 * 32;
    std::memset(bytes.data() + at, 0xFF, 32);
    EXPECT_THAT(Gazetteer::FromBytes(WithChecksum(bytes), true), StatusIs(StatusCode::kCorruption)) << at;
  }
}

}  // namespace
}  // namespace newsearch
