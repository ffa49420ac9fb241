// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/place_tagger.h"

#include <algorithm>

#include "facets/facets_test_support.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

std::string Join(std::vector<std::string> values) {
  std::sort(values.begin(), values.end());
  std::string joined;
  for (const std::string& value : values) joined.append(joined.empty() ? "" : ", ").append(value);
  return joined;
}

std::vector<FoundValue> TagWhole(PlaceTagger* tagger, const ArticleText& article) {
  const ScannedArticle words = ScanArticle(article);
  FoundPlaces found;
  tagger->Find(words, &found);
  return tagger->Tag(words, &found);
}

std::vector<FoundValue> TagFresh(const ArticleText& article) {
  PlaceTagger tagger(Gazetteer::Builtin());
  return TagWhole(&tagger, article);
}

// Tags one piece of text, by a tagger that may know its archive.
std::vector<FoundValue> Tag(const std::string& lang, std::string_view text, PlaceTagger* tagger = nullptr) {
  const ArticleText article = OnePiece(text, lang);
  PlaceTagger fresh(Gazetteer::Builtin());
  std::vector<FoundValue> found = TagWhole(tagger == nullptr ? &fresh : tagger, article);
  ExpectSound(found, article);
  for (const FoundValue& entry : found) {
    EXPECT_GT(entry.value.confidence, 0) << entry.value.value;
    EXPECT_LE(entry.value.confidence, 1) << entry.value.value;
    EXPECT_FALSE(entry.value.id.empty()) << entry.value.value;
    EXPECT_FALSE(entry.value.rule.empty()) << entry.value.value;
  }
  return found;
}

std::vector<std::string> Cities(const std::vector<FoundValue>& found) { return ValuesOf(found, "city"); }
std::vector<std::string> Countries(const std::vector<FoundValue>& found) {
  return ValuesOf(found, "country");
}

// "iso:VE": the ids of the countries of the first city.
std::string CountryOfCity(const std::vector<FoundValue>& found) {
  for (const FoundValue& entry : found) {
    if (entry.value.facet == "city") return entry.value.within.empty() ? "" : entry.value.within.back();
  }
  return "";
}

struct PlaceRow {
  const char* lang;
  const char* text;
  const char* cities;  // sorted, joined with ", "
  const char* countries;
};

void CheckRows(const std::vector<PlaceRow>& rows) {
  for (const PlaceRow& row : rows) {
    const std::vector<FoundValue> tagged = Tag(row.lang, row.text);
    EXPECT_EQ(Join(Cities(tagged)), row.cities) << row.lang << ": " << row.text;
    EXPECT_EQ(Join(Countries(tagged)), row.countries) << row.lang << ": " << row.text;
  }
}

TEST(PlaceTaggerTest, PlainMentions) {
  CheckRows({
      {"en", "The pilots were on show in Gothenburg.", "Gothenburg", "SE"},
      {"en", "Delegations from Tartu, Maribor and Genoa came.", "Genoa, Maribor, Tartu", "EE, IT, SI"},
      {"en", "A small town near Stockholm took part.", "Stockholm", "SE"},
      {"en", "Partners from Slovenia and Sweden met.", "", "SE, SI"},
      {"en", "The forum takes place in Karlsruhe, Germany.", "Karlsruhe", "DE"},
      {"de", "Die Leuchten stehen in Kiel und Turku.", "Kiel, Turku", "DE, FI"},
      {"de", "Aus Mailand kamen drei Gäste.", "Milan", "IT"},
      {"de", "Gäste aus Schweden und Österreich waren dabei.", "", "AT, SE"},
      {"sv", "Göteborg får fler spårvagnar.", "Gothenburg", "SE"},
      {"sv", "De kom från Tyskland.", "", "DE"},
      {"fi", "Tampere aloittaa koeajot syksyllä.", "Tampere", "FI"},
      {"it", "Il progetto parte a Torino e a Bologna.", "Bologna, Turin", "IT"},
      {"it", "Il treno per Monaco di Baviera parte alle otto.", "Munich", "DE"},
      {"fr", "La ville de Lyon et celle de Nantes.", "Lyon, Nantes", "FR"},
      {"fr", "Ils viennent d’Allemagne.", "", "DE"},
      {"nl", "De trein naar Utrecht vertrekt.", "Utrecht", "NL"},
      {"et", "Tartu ja Pärnu mõõdavad vett.", "Pärnu, Tartu", "EE"},
      {"sl", "Mestna občina Maribor je postavila koše.", "Maribor", "SI"},
      {"pl", "Kraków kupuje ciche tramwaje.", "Krakow", "PL"},
      {"cs", "Brno prodlouží tramvaj ke kampusu.", "Brno", "CZ"},
      {"el", "Η Αθήνα σχεδιάζει ήδη την επόμενη γραμμή.", "Athens", "GR"},
      {"ru", "Казань запускает скоростной трамвай.", "Kazan", "RU"},
      {"en", "Nothing is named here at all.", "", ""},
      {"en", "", "", ""},
  });
}

TEST(PlaceTaggerTest, DecomposedLettersAndSoftHyphens) {
  CheckRows({
      {"en", "They met in Malmo\u0308 and in Du\u0308sseldorf.", "Düsseldorf, Malmö", "DE, SE"},
      {"en", "They met in Stock\u00ADholm.", "Stockholm", "SE"},
      {"de", "Der Oberbürgermeister von Stuttgart sprach.", "Stuttgart", "DE"},
  });
}

TEST(PlaceTaggerTest, TheCountryBesideDecides) {
  CheckRows({
      {"en", "The seminar was held in Bled, Slovenia.", "Bled", "SI"},
      {"en", "The fair of Trento (Italy) was a success.", "Trento", "IT"},
      {"en", "The kick-off took place in Valencia, Spain.", "Valencia", "ES"},
      {"en", "The kick-off took place in Valencia, Venezuela.", "Valencia", "VE"},
      {"en", "They met in Birmingham, UK.", "Birmingham", "GB"},
      {"en", "They met in Cambridge (United Kingdom) last week.", "Cambridge", "GB"},
      {"de", "Das Treffen in Bled (Slowenien) dauerte drei Tage.", "Bled", "SI"},
  });
}

// Of places with one name: the country that the article speaks of, else the one where most people live.
TEST(PlaceTaggerTest, TheCountryOfTheArticleDecides) {
  const auto country_of_city = [](std::string_view text) { return CountryOfCity(Tag("en", text)); };
  EXPECT_EQ(country_of_city("Venezuela builds a metro. The first line in Valencia opens soon."), "Venezuela");
  EXPECT_EQ(country_of_city("Spain builds a metro. The first line in Valencia opens soon."), "Spain");
  EXPECT_EQ(country_of_city("The meeting takes place in London."), "United Kingdom");
  EXPECT_EQ(country_of_city("Canada builds a tram. It goes through London."), "Canada");
}

TEST(PlaceTaggerTest, PersonsAreNoPlaces) {
  CheckRows({
      {"en", "The opening talk will be given by Milan Kovač, who has run a lock for thirty years.", "", ""},
      {"en", "– Nobody came, says Sofia Bergman of the rowing club.", "", ""},
      {"en", "Florence Berger leads the team.", "", ""},
      {"fr", "Florence Dubois dirige l’équipe.", "", ""},
      {"en", "Jordan Weiss asked the first question.", "", ""},
      {"nl", "Wethouder Jan van Dongen opende de brug.", "", ""},
      {"en", "Alderman Van Dongen opened the bridge.", "", ""},
      {"en", "Mr. Lund and Dr. Berlin agreed.", "", ""},
      {"en", "Thanks to Paris Hilton and Jack London!", "", ""},
      {"de", "Frau Essen und Herr Wien begrüßten die Gäste.", "", ""},
      // The same names as places.
      {"en", "The next fair is in Milan.", "Milan", "IT"},
      {"en", "They flew to Sofia.", "Sofia", "BG"},
  });
}

TEST(PlaceTaggerTest, WordsAreNoPlaces) {
  CheckRows({
      {"en", "Nice to see so many of you! Most came by train.", "", ""},
      {"en", "Of all things, Reading is what they liked most.", "", ""},
      {"en", "Split the bill, take a Bath, use your Mobile.", "", ""},
      {"en", "Mobile Apps for Most of the Elderly", "", ""},
      {"en", "Guided Tours through the old halls", "", ""},
      {"de", "Essen und Trinken in der alten Halle", "", ""},
      {"de", "Am Ende gab es Essen für alle.", "", ""},
      {"en", "The Man, the Bar and the Hall", "", ""},
      {"en", "In March many people of Us came.", "", ""},
      // The same words as places, where something says so.
      {"en", "The train from Nice, France, was late.", "Nice", "FR"},
      {"en", "The city of Bath joined the network.", "Bath", "GB"},
      {"en", "They met in Split, Croatia.", "Split", "HR"},
      {"de", "Die Stadt Essen ist dabei.", "Essen", "DE"},
  });
}

TEST(PlaceTaggerTest, RegionsAndDoubleNamesAreNotTheirParts) {
  CheckRows({
      {"de", "Das Land Baden-Württemberg fördert das Projekt.", "", "DE"},
      {"en", "The state of Baden-Württemberg pays for it.", "", "DE"},
      {"de", "Die Baden-Badener Straße ist gesperrt.", "", ""},
  });
}

TEST(PlaceTaggerTest, AddressesAreNoPlaces) {
  CheckRows({
      {"en", "Write to info@stockholm.example or Berlin@example.org.", "", ""},
      {"en", "See https://example.org/Paris/Rome and www.Vienna.example for details.", "", ""},
      {"en", "See https://example.org/Paris or come to Rome.", "Rome", "IT"},
  });
}

TEST(PlaceTaggerTest, CountriesInCapitals) {
  CheckRows({
      {"en", "Partners from the UK and the US came.", "", "GB, US"},
      {"en", "Visitors from the USA and the UAE came.", "", "AE, US"},
      {"en", "Join us and tell us more.", "", ""},
      {"en", "Us two were the last.", "", ""},
      {"en", "He sent a letter to Uk.", "", ""},
  });
}

// A name of another language does not count by itself.
TEST(PlaceTaggerTest, ExonymsCountInTheirLanguage) {
  CheckRows({
      {"de", "Der Zug nach Lüttich fährt heute.", "Liège", "BE"},
      {"de", "Das Treffen in Kopenhagen war gut.", "Copenhagen", "DK"},
      {"sv", "Mötet i Köpenhamn var bra.", "Copenhagen", "DK"},
      {"it", "La riunione a Lubiana è finita.", "Ljubljana", "SI"},
      {"sl", "Sestanek na Dunaju je bil dober; Dunaj je lep.", "Vienna", "AT"},
      {"et", "Läti ja Soome on naabrid.", "", "FI, LV"},
      {"en", "The Laibach album came out.", "", ""},
      {"en", "The Lüttich brothers play tonight.", "", ""},
  });
}

TEST(PlaceTaggerTest, CitiesBringTheirCountryWithEvidence) {
  const std::string text = "The pilots were on show in Gothenburg and in Sweden.";
  EXPECT_THAT(MentionLines(Tag("en", text), OnePiece(text)),
              testing::UnorderedElementsAre("country=SE 'Sweden' country name",
                                            "city=Gothenburg 'Gothenburg' gazetteer",
                                            "country=SE 'Gothenburg' country of city"));
}

TEST(PlaceTaggerTest, MostImportantFirst) {
  ArticleText article;
  article.lang = "en";
  article.pieces.push_back({"A tram for Tartu", true});
  article.pieces.push_back({"Guests from Helsinki, Helsinki and Riga saw it.", false});
  const std::vector<FoundValue> tagged = TagFresh(article);
  EXPECT_THAT(Cities(tagged), testing::ElementsAre("Tartu", "Helsinki", "Riga"));
  EXPECT_THAT(Countries(tagged), testing::ElementsAre("EE", "FI", "LV"));
}

// Names do not run from one piece into the next.
TEST(PlaceTaggerTest, PiecesAreApart) {
  ArticleText article;
  article.lang = "en";
  article.pieces.push_back({"They met in San", true});
  article.pieces.push_back({"Sebastián was not there.", false});
  EXPECT_THAT(Cities(TagFresh(article)), testing::Not(testing::Contains("San Sebastián")));
}

TEST(PlaceTaggerTest, WhatTheArchiveKnowsHelps) {
  // Too small to be taken for a place by itself; once another article has settled it, it is one.
  constexpr std::string_view kUnsure = "Bled hosted the spring school.";
  EXPECT_EQ(Join(Cities(Tag("en", kUnsure))), "");
  PlaceTagger tagger(Gazetteer::Builtin());
  const ArticleText article = OnePiece("They met in Bled, Slovenia.");
  const ScannedArticle words = ScanArticle(article);
  FoundPlaces found;
  tagger.Find(words, &found);
  for (int i = 0; i < 3; ++i) tagger.Learn(words, &found);
  EXPECT_EQ(tagger.archive().articles, 3u);
  EXPECT_EQ(Join(Cities(Tag("en", kUnsure, &tagger))), "Bled");
}

// Whatever the text is, evidence lies where it says (checked in Tag) and texts of any form are read.
TEST(PlaceTaggerTest, RandomTextsKeepTheContract) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::vector<std::string> names = {
      "Kista", "San Sebastián", "Milan",    "Kovač", "UK", "New",         "York", "Bled", "Slovenia", "in",
      "of",    "city",          "https://", "Baden", "-",  "Württemberg", "Île",  "’",    "Athens"};
  for (int round = 0; round < 300; ++round) {
    std::string text = random.Text(20);
    for (uint64_t i = random.Below(12); i > 0; --i) {
      text.append(names[random.Below(names.size())]);
      if (random.Below(4) != 0) text.push_back(' ');
      if (random.Below(5) == 0) text.append(", ");
    }
    if (random.Below(4) == 0) text.append(random.Bytes(8));
    (void)Tag(random.Below(2) == 0 ? "en" : "und", text);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace newsearch
