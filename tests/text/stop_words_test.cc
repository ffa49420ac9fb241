// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/stop_words.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include "support/test_support.h"
#include "text/normal_forms.h"
#include "text/normalizer.h"
#include "text/tokenizer.h"

namespace newsearch {
namespace {

using ::testing::IsEmpty;
using ::testing::PrintToString;

TEST(StopWords, KnowTheCommonestWords) {
  static const struct {
    const char* lang;
    std::vector<std::string> words;
    std::vector<std::string> not_words;
  } kRows[] = {
      {"en", {"the", "and", "of", "is", "not", "s", "t"}, {"city", "year", "us", "said"}},
      {"de", {"der", "die", "und", "nicht", "für"}, {"stadt", "jahr"}},
      {"fr", {"le", "la", "et", "l", "d", "qu"}, {"ville", "été"}},
      {"es", {"el", "la", "y", "de"}, {"ciudad", "estado"}},
      {"it", {"il", "e", "di", "dell", "è"}, {"città", "stato"}},
      {"pt", {"o", "e", "de", "não"}, {"cidade"}},
      {"nl", {"de", "het", "en"}, {"weer", "stad"}},
      {"sv", {"och", "att", "är", "på"}, {"stad"}},
      {"da", {"og", "er", "på"}, {"by"}},
      {"no", {"og", "ikke", "ikkje"}, {"hus"}},
      {"fi", {"ja", "on", "että"}, {"kaupunki"}},
      {"is", {"og", "að"}, {"borg"}},
      {"pl", {"i", "w", "nie", "się"}, {"miasto"}},
      {"cs", {"a", "je", "že"}, {"město"}},
      {"sk", {"a", "je", "že"}, {"mesto"}},
      {"sl", {"in", "je"}, {"mesto"}},
      {"hr", {"i", "je"}, {"sad", "grad"}},
      {"sr", {"и", "је", "je"}, {"сад", "sad"}},
      {"bg", {"и", "на", "не"}, {"град"}},
      {"uk", {"і", "не", "що"}, {"місто"}},
      {"ru", {"и", "не", "на", "что"}, {"город"}},
      {"hu", {"a", "az", "és", "nem"}, {"város"}},
      {"ro", {"și", "şi", "de"}, {"oraș"}},
      {"el", {"και", "το", "να"}, {"πόλη"}},
      {"tr", {"ve", "bir", "için"}, {"şehir"}},
      {"et", {"ja", "on", "ei"}, {"linn"}},
      {"lv", {"un", "ir"}, {"es", "pilsēta"}},
      {"lt", {"ir", "yra"}, {"miestas"}},
      {"mt", {"il", "u"}, {"belt"}},
      {"ga", {"an", "agus"}, {"cathair"}},
      {"ca", {"el", "i", "de"}, {"ciutat"}},
      {"eu", {"eta", "da"}, {"hiri"}},
      {"ar", {"في", "من", "على"}, {"مدينة"}},
      {"he", {"של", "את", "לא"}, {"עיר"}},
  };
  for (const auto& row : kRows) {
    for (const std::string& word : row.words) {
      EXPECT_TRUE(StopWords(row.lang).contains(word)) << row.lang << ": " << word;
    }
    for (const std::string& word : row.not_words) {
      EXPECT_FALSE(StopWords(row.lang).contains(word)) << row.lang << ": " << word;
    }
  }
}

TEST(StopWords, AreEmptyWithoutAList) {
  for (const char* lang : {"und", "", "xx", "EN", "#", "zh", "en\n", "e"}) {
    EXPECT_THAT(StopWords(lang), IsEmpty()) << PrintToString(lang);
  }
}

TEST(StopWords, StayWhereTheyAre) {
  const auto* words = &StopWords("en");
  for (const char* lang : {"de", "xx", "fr", "sv", "yy"}) EXPECT_NE(&StopWords(lang), words) << lang;
  EXPECT_EQ(&StopWords("en"), words);
}

// Every file of the data folder, as its README says a file looks.
TEST(StopWords, EveryListLoadsWhole) {
  int lists = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CorpusPath("../../lib/text/data/stopwords"))) {
    if (entry.path().extension() != ".txt") continue;
    ++lists;
    const std::string lang = entry.path().stem().string();
    SCOPED_TRACE(lang);
    std::istringstream file(ReadFile(entry.path().string()));
    std::string line;
    ASSERT_TRUE(std::getline(file, line));
    EXPECT_TRUE(line.starts_with("# ")) << line;
    std::vector<std::string> words;
    while (std::getline(file, line)) words.push_back(line);
    EXPECT_GT(words.size(), 150u);
    EXPECT_TRUE(std::is_sorted(words.begin(), words.end()));
    EXPECT_EQ(std::adjacent_find(words.begin(), words.end()), words.end());
    std::set<std::string> folded;
    for (const std::string& word : words) {
      EXPECT_EQ(Nfc(word), word);
      folded.insert(FoldCase(word));
      EXPECT_TRUE(StopWords(lang).contains(FoldCase(word))) << word;
      // A word that the tokenizer never gives would never be recognised.
      std::vector<Word> found;
      Tokenizer().Tokenize(word, 0, &found);
      ASSERT_EQ(found.size(), 1u) << word;
      EXPECT_TRUE(StopWords(lang).contains(found[0].folded)) << word;
    }
    // "dass" and "daß" are one.
    EXPECT_EQ(StopWords(lang).size(), folded.size());
  }
  EXPECT_GE(lists, 30);
}

}  // namespace
}  // namespace newsearch
