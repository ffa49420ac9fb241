// SPDX-License-Identifier: GPL-2.0-or-later
#include "translate/lexicon.h"

#include "translate/translate_test_support.h"

namespace newsearch {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::vector<std::string> Found(const Lexicon& lexicon, std::string_view key) {
  std::vector<ScoredPhrase> phrases;
  lexicon.Find(key, &phrases);
  std::vector<std::string> texts;
  for (const ScoredPhrase& phrase : phrases) texts.push_back(phrase.text);
  return texts;
}

Lexicon SmallLexicon() {
  LexiconBuilder builder;
  builder.Add("City", "Ort", 0.5, 0);
  builder.Add("city", "Stadt", 1, 0);
  builder.Add("city", "Stadt", 0, 0.75);
  builder.Add("City-Center", "Innenstadt", 1, 0);
  builder.Add("citizen", "Bürger", 1, 1);
  builder.Add("", "nichts", 1, 1);
  return builder.Build();
}

TEST(LexiconTest, ComparesPhrasesByKey) {
  EXPECT_EQ(PhraseKey("Power-Plant"), "power plant");
  EXPECT_EQ(PhraseKey("beau\u2010fils"), "beau fils");
  EXPECT_EQ(PhraseKey(" L\u2019eau  VIVE."), "l eau vive");
  EXPECT_EQ(PhraseKey("Straße"), "strasse");
  EXPECT_EQ(PhraseKey(""), "");
}

TEST(LexiconTest, FindsTranslationsByEvidence) {
  const Lexicon lexicon = SmallLexicon();
  EXPECT_EQ(lexicon.size(), 3u);
  EXPECT_THAT(Found(lexicon, "city"), ElementsAre("Stadt", "Ort"));
  EXPECT_THAT(Found(lexicon, "city center"), ElementsAre("Innenstadt"));
  EXPECT_THAT(Found(lexicon, "cit"), IsEmpty());
  EXPECT_THAT(Found(lexicon, "zoo"), IsEmpty());
  EXPECT_THAT(lexicon.WithPrefix("cit"), Pair(0, 3));
  std::vector<ScoredPhrase> phrases;
  lexicon.Find("city", &phrases);
  EXPECT_DOUBLE_EQ(phrases[0].forward, 1);
  EXPECT_DOUBLE_EQ(phrases[0].inverse, 0.75);
}

TEST(LexiconTest, TurnsADictionaryAround) {
  const ScratchFolder folder;
  WriteDictd(folder, "deu-eng",
             {{{"haus"}, "Haus <n>\n1. house, home\n2. theatre\n"}, {{"heim"}, "Heim\nhome\n"}});
  Result<DictdFile> file = DictdFile::Open(folder.File("freedict-deu-eng"));
  ASSERT_THAT(file, IsOk());
  LexiconBuilder builder;
  ASSERT_THAT(builder.AddInverse(&*file), IsOk());
  const Lexicon lexicon = builder.Build();
  EXPECT_THAT(Found(lexicon, "home"), ElementsAre("Heim", "Haus"));
  EXPECT_THAT(Found(lexicon, "theatre"), ElementsAre("Haus"));
  ASSERT_THAT(builder.AddForward(&*file), IsOk());
  EXPECT_THAT(Found(builder.Build(), "haus"), ElementsAre("house", "theatre", "home"));
}

TEST(LexiconTest, IsTheSameFromAFile) {
  const ScratchFolder folder;
  const std::string path = folder.Write("x.lex", SmallLexicon().bytes());
  const Result<Lexicon> lexicon = Lexicon::Open(path);
  ASSERT_THAT(lexicon, IsOk());
  EXPECT_THAT(Found(*lexicon, "city"), ElementsAre("Stadt", "Ort"));
  EXPECT_THAT(Lexicon::Open(folder.File("none.lex")), StatusIs(StatusCode::kNotFound));
}

TEST(LexiconTest, SurvivesDamage) {
  const std::string whole(SmallLexicon().bytes());
  for (size_t i = 0; i < whole.size(); ++i) {
    EXPECT_THAT(Lexicon::FromBytes(whole.substr(0, i), "x"), StatusIs(StatusCode::kCorruption));
    for (const char c : {'\0', '\x55', '\xFF'}) {
      std::string changed = whole;
      changed[i] = c;
      const Result<Lexicon> lexicon = Lexicon::FromBytes(changed, "x");
      if (!lexicon.ok()) continue;
      for (const char* key : {"city", "citizen", "a", "", "z"}) Found(*lexicon, key);
    }
  }
  std::string newer = whole;
  newer[7] = '9';
  EXPECT_THAT(Lexicon::FromBytes(newer, "x"), StatusIs(StatusCode::kVersionMismatch));
}

}  // namespace
}  // namespace newsearch
