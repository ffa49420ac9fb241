// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/term_filter.h"

#include <algorithm>
#include <set>

#include "support/test_support.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using ::testing::MatchesRegex;

Word Written(std::string folded, bool is_gram = false) {
  Word word;
  word.end = folded.size();
  word.folded = std::move(folded);
  word.is_gram = is_gram;
  return word;
}

TEST(TermFilter, StemsThenTakesMarksOff) {
  TermFilter german("de");
  EXPECT_EQ(german.Stem(Written("häuser")), "haus");
  EXPECT_EQ(german.lang(), "de");
  TermFilter none("und");
  EXPECT_EQ(none.Stem(Written("häuser")), "hauser");
  EXPECT_EQ(WordForm(Written("häuser")), "hauser");
}

// "malmö malmoe malmo": Key, then the others.
std::string KeysOf(TermFilter* filter, const std::string& word) {
  const std::string folded = FoldCase(word);
  std::string shown = filter->Key(folded);
  std::vector<WordKey> keys;
  filter->AppendOtherKeys(folded, &keys);
  for (const WordKey& key : keys) {
    EXPECT_GT(key.likeness, 0) << word;
    EXPECT_LT(key.likeness, 1) << word;
    shown.append(" ").append(key.key);
  }
  EXPECT_LE(keys.size(), 4u) << shown;
  return shown;
}

// How well two words match: the greatest product of the likenesses of keys that both have; 0 for no match.
double Match(TermFilter* filter, const std::string& a, const std::string& b) {
  std::vector<WordKey> keys[2];
  for (int i = 0; i < 2; ++i) {
    const std::string folded = FoldCase(i == 0 ? a : b);
    keys[i].push_back({filter->Key(folded), 1});
    filter->AppendOtherKeys(folded, &keys[i]);
  }
  double best = 0;
  for (const WordKey& one : keys[0]) {
    for (const WordKey& other : keys[1]) {
      if (one.key == other.key) best = std::max(best, one.likeness * other.likeness);
    }
  }
  return best;
}

TEST(TermFilter, KeysTable) {
  static const struct {
    const char* lang;
    const char* word;
    const char* keys;  // Key first
  } kRows[] = {
      // Plain words in Latin script have one key.
      {"en", "cities", "citi"},
      {"sv", "bilarna", "bil"},
      {"und", "poet", "poet"},
      {"pl", "miasto", "miasto"},
      {"en", "canoe", "cano"},
      // Letters that are letters: stem, spelt out, plain.
      {"sv", "Malmö", "malmö malmo"},
      {"sv", "Ängelholm", "ängelholm aengelholm angelholm"},
      {"sv", "städernas", "städ staed stad"},
      {"fi", "kylä", "kylä kylae kyla"},
      {"da", "Ærø", "ærø aero"},
      {"no", "Tromsø", "tromsø tromso"},
      {"is", "Ísafjörður", "ísafjörður isafjoerdur isafjordur"},
      {"es", "mañana", "mañan manan"},
      {"hu", "győr", "győr gyoer gyor"},
      {"tr", "şehirler", "şehir sehir"},
      {"et", "Pärnu", "pärnu paernu parnu"},
      {"vi", "đường", "đường duong"},
      // Letters that are marks: only the spelling is another key.
      {"de", "Häuser", "haus haeus"},
      {"de", "Köln", "koln koeln"},
      {"en", "Malmö", "malmo"},
      {"en", "Zürich", "zurich zuerich"},
      {"und", "Malmö", "malmo malmoe"},
      {"und", "Malmoe", "malmoe malmo"},
      {"und", "Đoković", "dokovic djokovic"},
      {"fr", "été", "ete"},
      {"pl", "Łódź", "lodz"},
      // Other scripts.
      {"ru", "Москва", "москв ~moskv"},
      {"el", "Θεσσαλονίκη", "θεσσαλονικ ~tesalonik"},
      {"en", "Москва", "москва moskva"},
      {"und", "Київ", "київ kyiv"},
      {"ru", "moscow", "moscow ~moskov"},
      {"zh", "智慧", "智慧"},
      {"ar", "المدن", "مدن"},
  };
  for (const auto& row : kRows) {
    TermFilter filter(row.lang);
    EXPECT_EQ(KeysOf(&filter, row.word), row.keys) << row.lang << ": " << row.word;
  }
}

// Written, folded and spelt out, every one finds every other.
TEST(TermFilter, EveryWayOfWritingFindsEveryOther) {
  static const struct {
    std::vector<const char*> langs;
    std::vector<const char*> words;
  } kRows[] = {
      {{"sv", "en", "de", "und", "da", "no", "fi", "fr", "es", "it", "pl", "nl", "tr"},
       {"Malmö", "Malmo", "Malmoe"}},
      {{"sv", "en", "de", "und"}, {"Högler", "Hoegler"}},
      {{"sv", "en", "de", "und"}, {"Högler", "Hogler"}},
      {{"de", "en", "und", "fr"}, {"Müller", "Mueller"}},
      {{"de", "en", "und", "fr"}, {"Müller", "Muller"}},
      {{"de", "en", "und"}, {"Straße", "STRASSE", "Strasse"}},
      {{"sv", "en", "und", "da"}, {"Århus", "Aarhus"}},
      {{"sv", "en", "und", "da"}, {"Århus", "Arhus"}},
      {{"no", "en", "und", "de"}, {"Tromsø", "Tromso", "Tromsoe"}},
      {{"en", "hr", "sr", "und"}, {"Đoković", "Djokovic"}},
      {{"pl", "en", "de", "und"}, {"Łódź", "Lodz"}},
      {{"tr", "de", "en", "und"}, {"Diyarbakır", "DİYARBAKIR", "Diyarbakir"}},
      {{"de"}, {"Häuser", "Häusern"}},
      {{"de"}, {"Häuser", "Haeuser", "Haeusern"}},
      // Other scripts, in the languages that write them.
      {{"el"}, {"Θεσσαλονίκη", "Θεσσαλονίκης", "Thessaloniki", "Tesaloniki"}},
      {{"el"}, {"Αθήνα", "Αθήνας", "Athina"}},
      {{"el"}, {"Χανιά", "Chania", "Hania"}},
      {{"uk"}, {"Київ", "Kyiv", "Kiev", "Києва"}},
      {{"ru"}, {"Киев", "Kyiv", "Kiev", "Киева"}},
      {{"ru"}, {"Москва", "Москве", "Moskva"}},
      {{"ru"}, {"Горбачёв", "Горбачев", "Gorbachev"}},
      {{"ru"}, {"Чайковский", "Tchaikovsky", "Chaykovskiy", "Чайковского"}},
      {{"bg"}, {"София", "Sofia", "Sofiya"}},
      {{"sr"}, {"Београд", "Beograd", "Београда"}},
      {{"ka"}, {"თბილისი", "Tbilisi"}},
      {{"hy"}, {"Երևան", "Yerevan", "Erevan"}},
      // And in others.
      {{"en", "de", "und"}, {"Θεσσαλονίκη", "Thessaloniki"}},
      {{"en", "de", "und"}, {"Київ", "Kyiv"}},
      {{"en", "de", "und"}, {"Москва", "Moskva"}},
  };
  for (const auto& row : kRows) {
    for (const char* lang : row.langs) {
      TermFilter filter(lang);
      for (const char* one : row.words) {
        for (const char* other : row.words) {
          const double match = Match(&filter, one, other);
          EXPECT_GT(match, 0) << lang << ": " << one << ", " << other << " (" << KeysOf(&filter, one) << "; "
                              << KeysOf(&filter, other) << ")";
          EXPECT_EQ(match, Match(&filter, other, one)) << lang << ": " << one << ", " << other;
        }
      }
    }
  }
}

// The written word is a better match than any other in a language with letters of its own.
TEST(TermFilter, TheWrittenWordMatchesBest) {
  TermFilter swedish("sv");
  EXPECT_EQ(Match(&swedish, "får", "får"), 1);
  EXPECT_GT(Match(&swedish, "får", "faar"), Match(&swedish, "får", "far"));
  EXPECT_GT(Match(&swedish, "får", "far"), 0);
  EXPECT_EQ(Match(&swedish, "får", "för"), 0);
  TermFilter spanish("es");
  EXPECT_LT(Match(&spanish, "año", "ano"), 1);
}

TEST(TermFilter, DifferentWordsDoNotMatch) {
  static const struct {
    const char* lang;
    const char* one;
    const char* other;
  } kRows[] = {
      {"en", "poet", "pot"},     {"en", "does", "dos"},     {"und", "toe", "to"},
      {"de", "Stadt", "Stätte"}, {"ru", "Москва", "Минск"}, {"el", "Αθήνα", "Πάτρα"},
      {"und", "shoes", "shos"},  {"uk", "Львів", "Київ"},   {"en", "blue", "blu"},
  };
  for (const auto& row : kRows) {
    TermFilter filter(row.lang);
    EXPECT_EQ(Match(&filter, row.one, row.other), 0) << row.lang << ": " << row.one << ", " << row.other;
  }
}

TEST(TermFilter, RomanisedKeysAreNotWords) {
  TermFilter russian("ru");
  // "~moskv" is what romanisations have in common; a word cannot be written so.
  EXPECT_EQ(Match(&russian, "Москва", "moskv") > 0, true);
  EXPECT_EQ(russian.Key("moskv"), "moskv");
}

TEST(TermFilter, GivesTheSameKeysAgain) {
  TermFilter filter("en");
  // More words than are kept, so that they are forgotten in between.
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 40000; ++i) {
      const std::string word = "w" + std::to_string(i) + "ings";
      ASSERT_EQ(filter.Key(word), "w" + std::to_string(i) + "ing") << round;
    }
    ASSERT_EQ(filter.Key("cities"), "citi");
  }
}

TEST(TermFilter, TakesAnyWordInEveryLanguage) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  std::vector<std::string> languages = Stemmer::Languages();
  for (const char* lang : {"und", "pl", "uk", "bg", "ka", "vi", "et", "is"}) languages.emplace_back(lang);
  for (const std::string& lang : languages) {
    TermFilter filter(lang);
    for (int i = 0; i < 500; ++i) {
      const std::string word = FoldCase(random.Text(1 + random.Below(10)));
      if (word.empty()) continue;
      const std::string key = filter.Key(word);
      ASSERT_FALSE(key.empty()) << lang << ": " << word;
      ASSERT_TRUE(IsValidUtf8(key)) << lang << ": " << word;
      std::vector<WordKey> keys;
      filter.AppendOtherKeys(word, &keys);
      ASSERT_LE(keys.size(), 4u) << lang << ": " << word;
      std::set<std::string> seen = {key};
      for (const WordKey& other : keys) {
        ASSERT_TRUE(seen.insert(other.key).second) << lang << ": " << word << " has twice " << other.key;
        ASSERT_TRUE(IsValidUtf8(other.key)) << lang << ": " << word;
        ASSERT_FALSE(other.key.empty()) << lang << ": " << word;
      }
    }
  }
}

TEST(TermFilter, LeavesPairsAlone) {
  TermFilter english("en");
  // Not that there are such pairs: what looks like a word shows that none is stemmed.
  EXPECT_EQ(english.Stem(Written("cities", true)), "cities");
  EXPECT_EQ(english.Stem(Written("cities")), "citi");
}

TEST(TermFilter, KnowsStopWordsAsWritten) {
  TermFilter german("de");
  EXPECT_TRUE(german.IsStopWord(Written("für")));
  EXPECT_FALSE(german.IsStopWord(Written("stadt")));
  EXPECT_FALSE(german.IsStopWord(Written("the")));
  EXPECT_FALSE(TermFilter("und").IsStopWord(Written("the")));
}

TEST(AnalyzerFingerprint, IsStable) {
  const std::string fingerprint = AnalyzerFingerprint();
  EXPECT_THAT(fingerprint, MatchesRegex("[0-9a-f]{16}"));
  EXPECT_EQ(AnalyzerFingerprint(), fingerprint);
}

TEST(IcuVersion, IsAVersion) { EXPECT_THAT(IcuVersion(), MatchesRegex("[0-9]+[.][0-9.]+")); }

}  // namespace
}  // namespace newsearch
