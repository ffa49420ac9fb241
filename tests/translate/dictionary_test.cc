// SPDX-License-Identifier: GPL-2.0-or-later
#include "translate/dictionary.h"

#include "translate/translate_test_support.h"

namespace newsearch {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::vector<std::string> Found(Dictionary* dictionary, std::string_view key) {
  std::vector<std::string> texts;
  for (const WeightedPhrase& phrase : dictionary->Find(key, 12)) texts.push_back(phrase.text);
  return texts;
}

TEST(DictionaryTest, ListsPairs) {
  const ScratchFolder folder;
  WriteDictd(folder, "eng-deu", {});
  WriteDictd(folder, "qaa-deu", {});
  folder.Write("newsearch-sv-fi.lex", "");
  folder.Write("other.index", "");
  EXPECT_THAT(DictionaryPairs({folder.path(), folder.path()}),
              ElementsAre(Pair("de", "en"), Pair("en", "de"), Pair("sv", "fi")));
  EXPECT_THAT(DictionaryPairs({"/nowhere", ""}), IsEmpty());
}

TEST(DictionaryTest, RanksWhatBothDirectionsSayHigher) {
  const ScratchFolder folder;
  WriteDictd(folder, "eng-deu",
             {{{"bank"}, "bank\nStoß, Bank, Ufer\n"}, {{"soninlaw"}, "son-in-law\nSchwiegersohn\n"}});
  const DictionaryPaths paths{folder.path(), ""};
  Result<Dictionary> one_way = Dictionary::Open(paths, "en", "de");
  ASSERT_THAT(one_way, IsOk());
  EXPECT_THAT(Found(&*one_way, "bank"), ElementsAre("Stoß", "Bank", "Ufer"));
  EXPECT_THAT(Found(&*one_way, "son in law"), ElementsAre("Schwiegersohn"));
  EXPECT_THAT(Found(&*one_way, "so nin law"), IsEmpty());

  WriteDictd(
      folder, "deu-eng",
      {{{"bank"}, "Bank\nbank, bench\n"}, {{"ufer"}, "Ufer\nshore, bank\n"}, {{"damm"}, "Damm\nbank\n"}});
  Result<Dictionary> both = Dictionary::Open(paths, "en", "de");
  ASSERT_THAT(both, IsOk());
  EXPECT_THAT(Found(&*both, "bank"), ElementsAre("Bank", "Ufer", "Stoß", "Damm"));
  EXPECT_THAT(Found(&*both, "bench"), ElementsAre("Bank"));
  EXPECT_TRUE(both->Has("shore"));
  EXPECT_FALSE(both->Has("sho"));

  Result<Dictionary> back = Dictionary::Open(paths, "de", "en");
  ASSERT_THAT(back, IsOk());
  EXPECT_THAT(Found(&*back, "schwiegersohn"), ElementsAre("son-in-law"));
}

TEST(DictionaryTest, PrefersTheLexicon) {
  const ScratchFolder folder;
  WriteDictd(folder, "eng-deu", {{{"bank"}, "bank\nUfer\n"}});
  LexiconBuilder builder;
  builder.Add("bank", "Bank", 1, 0);
  folder.Write(LexiconName("en", "de"), builder.Build().bytes());
  Result<Dictionary> dictionary = Dictionary::Open({folder.path(), folder.path()}, "en", "de");
  ASSERT_THAT(dictionary, IsOk());
  EXPECT_THAT(Found(&*dictionary, "bank"), ElementsAre("Bank"));
}

TEST(DictionaryTest, SaysWhatIsMissingOrDamaged) {
  const ScratchFolder folder;
  EXPECT_THAT(Dictionary::Open({folder.path(), ""}, "en", "de"), StatusIs(StatusCode::kNotFound));
  folder.Write("freedict-deu-eng.index", "broken");
  folder.Write("freedict-deu-eng.dict.dz", "broken");
  EXPECT_THAT(Dictionary::Open({folder.path(), ""}, "en", "de"), StatusIs(StatusCode::kCorruption));
  folder.Write(LexiconName("en", "fr"), "broken");
  EXPECT_THAT(Dictionary::Open({"", folder.path()}, "en", "fr"), StatusIs(StatusCode::kCorruption));
}

}  // namespace
}  // namespace newsearch
