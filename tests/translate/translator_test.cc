// SPDX-License-Identifier: GPL-2.0-or-later
#include "translate/translator.h"

#include "translate/lexicon.h"
#include "translate/translate_test_support.h"

namespace newsearch {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

class TranslatorTest : public testing::Test {
 protected:
  TranslatorTest() {
    WriteDictd(folder_, "eng-deu",
               {{{"city"}, "city\nStadt, Ort\n"},
                {{"power"}, "power\nMacht\n"},
                {{"power plant"}, "power plant\nKraftwerk\n"},
                {{"nuclear power plant"}, "nuclear power plant\nKernkraftwerk\n"},
                {{"build", "built"}, "build\nbauen\n"},
                {{"nice"}, "nice\nnett\n"},
                {{"gift"}, "gift\nGeschenk\n"},
                {{"house"}, "house\nHaus\n"},
                {{"door"}, "door\nTür\n"}});
    WriteDictd(folder_, "deu-rus", {{{"stadt"}, "Stadt\nгород\n"}, {{"ort"}, "Ort\nместо, город\n"}});
    options_.dictd_directory = folder_.path();
  }

  Meaning Translate(const std::vector<std::string>& words, size_t at, std::string_view from,
                    std::string_view to) {
    Result<Translator> translator = Translator::Open(options_);
    EXPECT_THAT(translator, IsOk());
    return translator->Translate(words, at, from, to);
  }

  // "2: Kraftwerk/dictionary power plant/same"
  std::string Printed(const std::vector<std::string>& words, size_t at, std::string_view from,
                      std::string_view to) {
    const Meaning meaning = Translate(words, at, from, to);
    std::string out = std::to_string(meaning.words) + ":";
    for (const Translation& translation : meaning.translations) {
      EXPECT_GT(translation.weight, 0);
      EXPECT_LE(translation.weight, 1);
      out += " " + translation.text + "/" + std::string(TranslationSourceName(translation.source));
    }
    return out;
  }

  const ScratchFolder folder_;
  TranslatorOptions options_;
};

TEST_F(TranslatorTest, TranslatesTheLongestPhrase) {
  const std::vector<std::string> words = {"Nuclear", "power", "plants", "power", "city"};
  EXPECT_EQ(Printed(words, 0, "en", "de"), "3: Kernkraftwerk/dictionary Nuclear power plants/same");
  EXPECT_EQ(Printed(words, 1, "en", "de"), "2: Kraftwerk/dictionary power plants/same");
  EXPECT_EQ(Printed(words, 3, "en", "de"), "1: Macht/dictionary power/same");
  EXPECT_EQ(Printed(words, 2, "en", "de"), "1: plants/same");
}

TEST_F(TranslatorTest, LooksUpByFormThenByStem) {
  EXPECT_EQ(Printed({"cities"}, 0, "en", "de"), "1: Stadt/dictionary Ort/dictionary cities/same");
  EXPECT_EQ(Printed({"built"}, 0, "en", "de"), "1: bauen/dictionary built/same");
  EXPECT_EQ(Printed({"Häuser"}, 0, "de", "en"), "1: house/dictionary Häuser/same");
}

TEST_F(TranslatorTest, SplitsCompounds) {
  EXPECT_EQ(Printed({"Haustüren"}, 0, "de", "en"), "1: house/dictionary door/dictionary Haustüren/same");
  EXPECT_EQ(Printed({"Stadtkraftwerk"}, 0, "de", "en"),
            "1: city/dictionary power plant/dictionary Stadtkraftwerk/same");
  EXPECT_EQ(Printed({"cityhouse"}, 0, "en", "de"), "1: cityhouse/same");
}

TEST_F(TranslatorTest, GoesThroughAPivot) {
  EXPECT_EQ(Printed({"city"}, 0, "en", "ru"), "1: город/pivot место/pivot city/same");
  options_.pivots = {};
  EXPECT_EQ(Printed({"city"}, 0, "en", "ru"), "1: city/same");
}

TEST_F(TranslatorTest, KnowsPlacesAndCountriesWithoutADictionary) {
  options_.dictd_directory.clear();
  EXPECT_EQ(Printed({"in", "Germany"}, 1, "en", "fr"), "1: Allemagne/country Germany/same");
  EXPECT_EQ(Printed({"Warsaw"}, 0, "en", "ru"), "1: Варшава/place Warsaw/same");
  EXPECT_EQ(Printed({"New", "York", "mayor"}, 0, "en", "ru"), "2: Нью-Йорк/place New York/same");
  EXPECT_EQ(Printed({"United", "States"}, 0, "en", "de").substr(0, 30), "2: Vereinigte Staaten/country ");
  // Not a name when it is written small.
  EXPECT_EQ(Printed({"warsaw"}, 0, "en", "ru"), "1: warsaw/same");
}

TEST_F(TranslatorTest, SaysHowSureItIs) {
  const Meaning gift = Translate({"gift"}, 0, "en", "de");
  EXPECT_TRUE(gift.known);
  EXPECT_FALSE(gift.name);
  EXPECT_EQ(gift.translations[0].weight, 1);
  EXPECT_LT(gift.translations[1].weight, 0.5) << "Gift is poison in German";
  const Meaning unknown = Translate({"Kovač"}, 0, "en", "de");
  EXPECT_FALSE(unknown.known);
  EXPECT_TRUE(unknown.name);
  EXPECT_EQ(unknown.translations[0].weight, 1);
  // A word as well as a place.
  EXPECT_EQ(Translate({"Nice"}, 0, "en", "de").translations[0].text, "nett");
}

TEST_F(TranslatorTest, ListsLanguages) {
  Result<Translator> translator = Translator::Open(options_);
  ASSERT_THAT(translator, IsOk());
  EXPECT_THAT(translator->LanguagesFrom("en"), ElementsAre("de", "ru"));
  EXPECT_THAT(translator->LanguagesFrom("ru"), ElementsAre("de", "en"));
  EXPECT_THAT(translator->LanguagesFrom("fi"), IsEmpty());
}

TEST_F(TranslatorTest, LeavesOutWhatIsDamaged) {
  folder_.Write("freedict-eng-fra.index", "broken");
  folder_.Write("freedict-eng-fra.dict", "broken");
  Result<Translator> translator = Translator::Open(options_);
  ASSERT_THAT(translator, IsOk());
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(translator->Translate({"city"}, 0, "en", "fr").translations.size(), 1u);
  ASSERT_EQ(translator->faults().size(), 1u);
  EXPECT_THAT(translator->faults()[0], StatusIs(StatusCode::kCorruption));
}

TEST_F(TranslatorTest, ReadsAnyWords) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  Result<Translator> translator = Translator::Open(options_);
  ASSERT_THAT(translator, IsOk());
  for (int round = 0; round < 300; ++round) {
    const std::vector<std::string> words = {random.Text(random.Below(6)), random.Bytes(random.Below(8)),
                                            "City"};
    for (const char* lang : {"de", "ru", "xx", ""}) {
      for (size_t at = 0; at < words.size(); ++at) {
        const Meaning meaning = translator->Translate(words, at, "en", lang);
        EXPECT_GE(meaning.words, 1u);
        EXPECT_LE(at + meaning.words, words.size());
      }
    }
  }
}

}  // namespace
}  // namespace newsearch
