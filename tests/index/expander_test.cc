// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/expander.h"

#include <cmath>

#include "index/index_test_support.h"
#include "translate/translate_test_support.h"

namespace newsearch {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

// Articles in English, German and Russian, and a dictionary of a dozen words.
class ExpanderTest : public testing::Test {
 protected:
  void SetUp() override {
    WriteDictd(folder_, "eng-deu",
               {{{"nuclear power plant"}, "nuclear power plant\nKernkraftwerk, Atommeiler\n"},
                {{"nuclear"}, "nuclear\nnuklear\n"},
                {{"power"}, "power\nMacht, Strom\n"},
                {{"plant"}, "plant\nPflanze, Werk\n"},
                {{"gift"}, "gift\nGeschenk\n"},
                {{"bridge"}, "bridge\nBrücke\n"},
                {{"closes"}, "closes\nschließt\n"},
                {{"bridge closes"}, "bridge closes\nBrückensperre\n"},
                {{"rain"}, "rain\nRegen\n"}});
    options_.dictd_directory = folder_.path();
    PutAll(index_,
           {
               MakeDocument("en", "The bridge", "The old bridge is closed. A nuclear power plant is near."),
               MakeDocument("de-plant", "Das Kernkraftwerk", "Das Kernkraftwerk steht am Fluss.", "de"),
               MakeDocument("de-bridge", "Die Brücken", "Die Brücken der Stadt sind alt.", "de"),
               MakeDocument("de-gift", "Das Gift", "Das Gift ist im Wasser gefunden worden.", "de"),
               MakeDocument("de-present", "Das Geschenk", "Das Geschenk war ein Fahrrad.", "de"),
               MakeDocument("de-name", "Konzert", "Gespielt wird Schostakowitsch.", "de"),
               MakeDocument("ru", "Чайковский", "Концерт: Чайковский и его музыка в Москве.", "ru"),
           });
  }
  Searcher Open() const {
    auto searcher = Searcher::Open(index_, options_);
    EXPECT_THAT(searcher, IsOk());
    return std::move(*searcher);
  }
  static SearchRequest Across(const std::string& text) {
    SearchRequest request;
    request.text = text;
    request.across = AcrossMode::kOn;
    request.query_lang = "en";
    return request;
  }
  static std::vector<std::string> Texts(const SearchResponse& response, const std::string& lang) {
    std::vector<std::string> texts;
    for (const Expansion& expansion : response.expansions) {
      if (expansion.lang == lang) texts.push_back(expansion.text);
    }
    return texts;
  }

  ScratchFolder folder_;
  std::string index_ = folder_.path() + "/index";
  SearcherOptions options_;
};

TEST_F(ExpanderTest, FindsWhatAWordMeans) {
  const Searcher searcher = Open();
  EXPECT_THAT(SearchFor(searcher, "bridge"), ElementsAre("en"));
  EXPECT_THAT(SearchFor(searcher, Across("bridge")), UnorderedElementsAre("en", "de-bridge"));
  const auto response = searcher.Search(Across("bridge"));
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->query_lang, "en");
  EXPECT_EQ(response->total, 2u);
  EXPECT_THAT(Texts(*response, "de"), ElementsAre("Brücke"));
  for (const Hit& hit : response->hits) {
    EXPECT_THAT(hit.matched_langs, ElementsAre(hit.document.lang)) << hit.document.id;
    EXPECT_THAT(hit.title_highlights, Not(IsEmpty())) << hit.document.id;
  }
}

TEST_F(ExpanderTest, AWordOfTheDictionaryCountsLessAsItIsWritten) {
  EXPECT_THAT(SearchFor(Open(), Across("gift")), ElementsAre("de-present", "de-gift"));
}

TEST_F(ExpanderTest, APhraseIsOneMeaning) {
  const Searcher searcher = Open();
  const auto response = searcher.Search(Across("old nuclear power plant"));
  ASSERT_THAT(response, IsOk());
  ASSERT_THAT(Texts(*response, "de"), ElementsAre("Kernkraftwerk"));  // a reactor is in no document
  EXPECT_EQ(response->expansions.front().offset, 4u);
  EXPECT_EQ(response->expansions.front().words, 3u);
  // All words of the phrase are there where its meaning is.
  SearchRequest request = Across("nuclear power plant");
  request.match = MatchMode::kAll;
  EXPECT_THAT(SearchFor(searcher, request), UnorderedElementsAre("en", "de-plant"));
  request.text = "nuclear power plant bridge";
  EXPECT_THAT(SearchFor(searcher, request), ElementsAre("en"));
}

TEST_F(ExpanderTest, WhatIsNotThereDoesNotHideTheWords) {
  const auto response = Open().Search(Across("bridge closes"));
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(Texts(*response, "de"), ElementsAre("Brücke"));
}

TEST_F(ExpanderTest, NamesAreFoundByTheirLooks) {
  const auto response = Open().Search(Across("Shostakovich"));
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->hits.size(), 1u);
  EXPECT_EQ(response->hits[0].document.id, "de-name");
  EXPECT_THAT(response->expansions, Contains(Field(&Expansion::source, "look-alike")));
}

TEST_F(ExpanderTest, PlacesNeedNoDictionary) {
  options_.dictd_directory.clear();
  const auto response = Open().Search(Across("Moscow"));
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(response->warnings, IsEmpty());
  ASSERT_EQ(response->hits.size(), 1u);
  EXPECT_EQ(response->hits[0].document.id, "ru");
  EXPECT_THAT(response->expansions, Contains(Field(&Expansion::source, "place")));
}

TEST_F(ExpanderTest, SuggestsWithoutSearching) {
  SearchRequest request = Across("bridge");
  request.across = AcrossMode::kSuggest;
  const auto response = Open().Search(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->total, 1u);
  EXPECT_THAT(Texts(*response, "de"), ElementsAre("Brücke"));
  EXPECT_THAT(SearchFor(Open(), request), ElementsAre("en"));
}

TEST_F(ExpanderTest, OffSaysNothing) {
  const auto response = Open().Search([] {
    SearchRequest request;
    request.text = "bridge";
    return request;
  }());
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->query_lang, "");
  EXPECT_THAT(response->expansions, IsEmpty());
  EXPECT_THAT(response->hits[0].matched_langs, ElementsAre("en"));
  EXPECT_THAT(response->hits[0].explanation, IsEmpty());
}

TEST_F(ExpanderTest, TakesEditedExpansions) {
  const Searcher searcher = Open();
  SearchRequest request = Across("rain bridge");
  const auto found = searcher.SearchIds(request);
  const auto response = searcher.Search(request);
  ASSERT_THAT(response, IsOk());
  request.expansions = response->expansions;
  const auto again = searcher.SearchIds(request);
  ASSERT_THAT(again, IsOk());
  ASSERT_EQ(found->size(), again->size());
  for (size_t i = 0; i < found->size(); ++i) {
    EXPECT_EQ((*found)[i].id, (*again)[i].id);
    EXPECT_DOUBLE_EQ((*found)[i].score, (*again)[i].score);
  }
  request.expansions = {{{0, 1, "de", "Geschenk", 0.7, "me"}}};
  EXPECT_THAT(SearchFor(searcher, request), UnorderedElementsAre("en", "de-present"));
  request.expansions = {{{0, 1, "de", "Geschenk", 0, "me"}}};
  EXPECT_THAT(SearchFor(searcher, request), ElementsAre("en"));
  request.expansions.emplace();
  EXPECT_THAT(SearchFor(searcher, request), ElementsAre("en"));
}

TEST_F(ExpanderTest, RefusesImpossibleOnes) {
  const Searcher searcher = Open();
  SearchRequest request = Across("bridge");
  for (const double weight : {-0.1, 1.1, std::nan("")}) {
    request.expansions = {{{0, 1, "de", "Geschenk", weight, "me"}}};
    EXPECT_THAT(searcher.Search(request), StatusIs(StatusCode::kInvalidArgument));
  }
  request.expansions = {
      {{3, 1, "de", "Geschenk", 1, "me"}, {0, 1, "xx", "?", 1, ""}, {0, 9, "de", "!", 1, ""}}};
  const auto response = searcher.Search(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->warnings.size(), 1u);
  EXPECT_THAT(response->warnings[0].message, HasSubstr("Geschenk"));
  request.query_lang = "?";
  EXPECT_THAT(searcher.Search(request), StatusIs(StatusCode::kInvalidArgument));
}

TEST_F(ExpanderTest, GuessesTheLanguage) {
  const Searcher searcher = Open();
  const auto guess = [&](const std::string& text) {
    SearchRequest request = Across(text);
    request.query_lang.clear();
    const auto response = searcher.Search(request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->query_lang : "";
  };
  EXPECT_EQ(guess("What is the name of the old bridge that they closed in the winter?"), "en");
  EXPECT_EQ(guess("Wie heißt die alte Brücke, die im Winter geschlossen worden ist?"), "de");
  EXPECT_EQ(guess("nuclear power plant"), "en");
  EXPECT_EQ(guess("музыка Чайковский"), "ru");
  EXPECT_EQ(guess(""), "");
}

TEST_F(ExpanderTest, StopWordsAndExcludedWordsStandForNothing) {
  const auto response = Open().Search(Across("the bridge -gift of \"nuclear power\""));
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(response->expansions, Each(Field(&Expansion::offset, 4u)));
  EXPECT_THAT(SearchFor(Open(), Across("bridge -Brücken")), ElementsAre("en"));
}

TEST_F(ExpanderTest, SaysWhichDictionaryIsDamaged) {
  folder_.Write("freedict-eng-deu.index", "bridge\t?\t?\n");
  const auto response = Open().Search(Across("bridge"));
  ASSERT_THAT(response, IsOk());
  ASSERT_THAT(response->warnings, Not(IsEmpty()));
  EXPECT_THAT(response->warnings[0].message, HasSubstr("freedict-eng-deu"));
  EXPECT_THAT(SearchFor(Open(), Across("bridge")), Contains("en"));
}

// What a score is made of adds up to it, whatever was asked.
TEST_F(ExpanderTest, ExplanationsAddUp) {
  const Searcher searcher = Open();
  for (const char* text :
       {"bridge", "the old bridge", "nuclear power plant OR gift", "the", "the of", "Tchaikovsky in Moscow",
        "bridges closed", "\"nuclear power\" plants", "gift Gift", "(the) OR (the) bridge", "brigde"}) {
    for (const AcrossMode across : {AcrossMode::kOff, AcrossMode::kOn}) {
      for (const uint32_t reordered : {0u, 1u, 200u}) {
        for (const SortOrder sort : {SortOrder::kRelevance, SortOrder::kDate}) {
          SearchRequest request = Across(text);
          request.across = across;
          request.explain = true;
          request.sort = sort;
          request.ranking.reordered = reordered;
          const auto response = searcher.Search(request);
          ASSERT_THAT(response, IsOk());
          for (const Hit& hit : response->hits) {
            double sum = 0;
            for (const ScorePart& part : hit.explanation) {
              sum += part.score;
              if (part.kind != "word" && part.kind != "similar") continue;
              EXPECT_FALSE(part.word.empty());
              EXPECT_FALSE(part.forms.empty());
            }
            EXPECT_NEAR(sum, hit.score, 1e-4 * (1 + hit.score)) << text << ": " << hit.document.id;
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace newsearch
