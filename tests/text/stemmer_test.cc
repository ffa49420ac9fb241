// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/stemmer.h"

#include <algorithm>

#include "support/test_support.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using ::testing::PrintToString;

// Words of one family share a stem.
TEST(Stemmer, BringsFormsOfAWordTogether) {
  static const struct {
    const char* lang;
    std::vector<std::string> words;
    const char* stem;
  } kRows[] = {
      {"en", {"city", "cities"}, "citi"},
      {"en", {"run", "runs", "running"}, "run"},
      {"en", {"connect", "connected", "connection", "connections"}, "connect"},
      {"de", {"haus", "hauses", "häuser", "häusern"}, "haus"},
      {"de", {"stadt", "städte", "städten"}, "stadt"},
      {"sv", {"bil", "bilar", "bilen", "bilarna", "bilarnas"}, "bil"},
      {"da", {"hus", "huset", "husene", "husets"}, "hus"},
      {"no", {"hus", "huset", "husene"}, "hus"},
      {"nl", {"project", "projecten"}, "project"},
      {"fr", {"continu", "continua", "continuait"}, "continu"},
      {"es", {"blanco", "blanca", "blancos", "blancas"}, "blanc"},
      {"it", {"abbandonata", "abbandonate", "abbandonati"}, "abbandon"},
      {"pt", {"cidade", "cidades"}, "cidad"},
      {"fi", {"talo", "talon", "talossa"}, "talo"},
      {"hu", {"város", "városok", "városban"}, "város"},
      {"ru", {"город", "города", "городов", "городе"}, "город"},
      {"tr", {"şehir", "şehirler"}, "şehir"},
      {"el", {"πόλη", "πόλησ", "πόλεισ"}, "πολ"},
  };
  for (const auto& row : kRows) {
    Stemmer stemmer(row.lang);
    for (const std::string& word : row.words)
      EXPECT_EQ(stemmer.Stem(word), row.stem) << row.lang << ": " << word;
  }
}

TEST(Stemmer, WithoutAnAlgorithmLeavesWords) {
  for (const char* lang : {"und", "", "xx", "pl", "EN", "english", "zh"}) {
    Stemmer stemmer(lang);
    for (const char* word : {"cities", "städer", "", "智慧"}) EXPECT_EQ(stemmer.Stem(word), word) << lang;
  }
}

TEST(Stemmer, ListsLanguagesOnce) {
  const std::vector<std::string> languages = Stemmer::Languages();
  EXPECT_GE(languages.size(), 20u);
  EXPECT_TRUE(std::is_sorted(languages.begin(), languages.end()));
  EXPECT_EQ(std::adjacent_find(languages.begin(), languages.end()), languages.end());
}

TEST(Stemmer, CanBeMoved) {
  Stemmer first("en");
  EXPECT_EQ(first.Stem("cities"), "citi");
  Stemmer second = std::move(first);
  EXPECT_EQ(second.Stem("cities"), "citi");
  second = Stemmer("de");
  EXPECT_EQ(second.Stem("häuser"), "haus");
}

TEST(Stemmer, TakesAnyWordInEveryLanguage) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (const std::string& lang : Stemmer::Languages()) {
    Stemmer stemmer(lang);
    for (int i = 0; i < 1500; ++i) {
      const std::string word = FoldCase(random.Text(1 + random.Below(12)));
      const std::string stem(stemmer.Stem(word));
      ASSERT_EQ(stem.empty(), word.empty()) << lang << ": " << word;
      ASSERT_TRUE(IsValidUtf8(stem)) << lang << ": " << PrintToString(word) << " -> " << PrintToString(stem);
      ASSERT_EQ(stemmer.Stem(word), stem) << lang << ": " << word;
      // Some algorithms add letters, but never many.
      ASSERT_LE(stem.size(), word.size() + 8) << lang << ": " << word;
    }
  }
}

}  // namespace
}  // namespace newsearch
