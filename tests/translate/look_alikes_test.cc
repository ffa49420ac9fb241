// SPDX-License-Identifier: GPL-2.0-or-later
#include "translate/look_alikes.h"

#include <algorithm>
#include <set>

#include "support/test_support.h"

namespace newsearch {
namespace {

std::vector<std::string> Words(LookAlikes* look_alikes, std::string_view word) {
  std::vector<std::string> words;
  for (const LookAlike& found : look_alikes->Find(word)) words.push_back(look_alikes->word(found.word).word);
  return words;
}

TEST(LookAlikesTest, FindsNamesAcrossScripts) {
  LookAlikes look_alikes({{"путин", 3}, {"чайковский", 2}, {"меркель", 9}, {"город", 50}, {"пути", 7}});
  EXPECT_EQ(look_alikes.Find("Putin").front().dice, 1);
  EXPECT_EQ(Words(&look_alikes, "Putin").front(), "путин");
  EXPECT_THAT(Words(&look_alikes, "Merkel"), testing::ElementsAre("меркель"));
  EXPECT_THAT(Words(&look_alikes, "Stockholm"), testing::IsEmpty());
}

TEST(LookAlikesTest, OrdersByLikenessThenByDocuments) {
  LookAlikes look_alikes({{"philip", 1}, {"filip", 5}, {"filips", 9}});
  EXPECT_THAT(Words(&look_alikes, "Philipp"), testing::ElementsAre("filip", "philip", "filips"));
}

TEST(LookAlikesTest, ShortWordsAndNoWordsAreLikeNone) {
  LookAlikes look_alikes({{"eu", 1}, {"", 1}, {"usa", 1}});
  EXPECT_THAT(Words(&look_alikes, "EU"), testing::IsEmpty());
  EXPECT_THAT(Words(&look_alikes, ""), testing::IsEmpty());
  EXPECT_THAT(Words(&look_alikes, "USA"), testing::ElementsAre("usa"));
  LookAlikes none({});
  EXPECT_THAT(Words(&none, "USA"), testing::IsEmpty());
}

// The trigrams of a levelled word, the plain way.
std::set<std::string> NaiveGrams(Transliterator* transliterator, const std::string& word) {
  const std::string level = LevelSpelling(transliterator->ToLatin(word));
  std::set<std::string> grams;
  if (level.size() < 3) return grams;
  const std::string marked = "$" + level + "$";
  for (size_t i = 0; i + 3 <= marked.size(); ++i) grams.insert(marked.substr(i, 3));
  return grams;
}

TEST(LookAlikesTest, AgreesWithAScanOfTheVocabulary) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const auto word = [&] {
    static constexpr std::string_view kLetters[] = {"a", "b", "n", "t", "ö", "т", "а", "н", "ш", "ph"};
    std::string text;
    for (size_t i = random.Below(14); i > 0; --i) text.append(kLetters[random.Below(std::size(kLetters))]);
    return text;
  };
  std::vector<VocabularyWord> vocabulary;
  for (uint32_t i = 0; i < 2000; ++i) vocabulary.push_back({word(), i % 7});
  LookAlikes look_alikes(vocabulary);
  Transliterator transliterator;
  for (int round = 0; round < 200; ++round) {
    const std::string asked = word();
    const std::set<std::string> grams = NaiveGrams(&transliterator, asked);
    const double min_dice = round % 2 == 0 ? 0.5 : 0.34;
    std::vector<LookAlike> expected;
    for (uint32_t i = 0; i < vocabulary.size(); ++i) {
      const std::set<std::string> others = NaiveGrams(&transliterator, vocabulary[i].word);
      if (grams.empty() || others.empty()) continue;
      size_t shared = 0;
      for (const std::string& gram : grams) shared += others.count(gram);
      const double dice =
          2.0 * static_cast<double>(shared) / static_cast<double>(grams.size() + others.size());
      if (shared > 0 && dice >= min_dice - 1e-9) expected.push_back({i, dice});
    }
    std::sort(expected.begin(), expected.end(), [&](const LookAlike& a, const LookAlike& b) {
      if (a.dice != b.dice) return a.dice > b.dice;
      const uint32_t in_a = vocabulary[a.word].documents;
      const uint32_t in_b = vocabulary[b.word].documents;
      return in_a != in_b ? in_a > in_b : a.word < b.word;
    });
    if (expected.size() > 20) expected.resize(20);
    const std::vector<LookAlike> found = look_alikes.Find(asked, 20, min_dice);
    ASSERT_EQ(found.size(), expected.size()) << asked;
    for (size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].word, expected[i].word) << asked;
      EXPECT_DOUBLE_EQ(found[i].dice, expected[i].dice) << asked;
    }
  }
}

TEST(LookAlikesTest, WeighsByLikeness) {
  EXPECT_DOUBLE_EQ(LookAlikeWeight(1.0, true), 0.8);
  EXPECT_DOUBLE_EQ(LookAlikeWeight(0.5, true), 0.3);
  EXPECT_DOUBLE_EQ(LookAlikeWeight(0.5, false), 0.15);
  EXPECT_DOUBLE_EQ(LookAlikeWeight(0.1, true), 0);
}

}  // namespace
}  // namespace newsearch
