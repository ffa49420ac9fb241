// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the order of words adds to a score, by hand on texts of a few words.
#include "index/ranker.h"

#include <sstream>

#include "index/commit_view.h"

namespace newsearch {
namespace {

using ::testing::ElementsAre;

class RankerTest : public testing::Test {
 protected:
  void SetUp() override {
    PutAll(path_, {MakeDocument("a", "", "some text here"), MakeDocument("b", "", "other text there"),
                   MakeDocument("c", "", "hus", "sv")});
    commit_ = std::make_unique<OpenCommit>(path_);
    view_ = std::make_unique<CommitView>(commit_->View());
    options_.passage_words = 4;
    options_.passage_weight = 0.5;
    options_.neighbour_weight = 0.25;
    options_.stop_word_weight = 0.1;
  }

  // A word of the query that is in documents of English, with the weight.
  void AddWord(const std::string& word, double idf, double weight = 1, bool stop_word = false) {
    QueryWord& added = words_.emplace_back();
    added.folded = word;
    added.weight = weight;
    added.groups.resize(2);
    added.groups[0].forms = {{"en:" + word, WordCodeOf(word), 1},
                             {"en:" + word + "s", WordCodeOf(word + "s"), 1}};
    added.groups[0].idf = idf;
    added.groups[0].documents = 1;
    added.groups[0].stop_word = stop_word;
  }

  // Of a text of document a, its title in front of the bar.
  OrderBonus BonusOf(const std::string& text, const std::string& id = "a") {
    WordSequence sequence;
    std::istringstream stream(text);
    for (std::string word; stream >> word;) {
      if (word == "|") {
        sequence.title_words = sequence.words.size();
      } else {
        sequence.words.push_back(WordCodeOf(word));
      }
    }
    scorer_ = std::make_unique<Scorer>(options_, commit_->docs, &commit_->postings,
                                       commit_->VocabularyLangs(), &commit_->scores);
    const std::vector<DocSet> docs_with(words_.size(), commit_->docs.all());
    const Ranker ranker(*view_, options_, *scorer_, words_, docs_with, neighbours_);
    const OrderBonus bonus = ranker.BonusOf(commit_->Number(id), sequence);
    EXPECT_LE(bonus.passage + bonus.neighbours + bonus.stop_words,
              ranker.GreatestBonusOf(commit_->Number(id)) * 1.000001);
    return bonus;
  }

  ScratchFolder folder_;
  std::string path_ = folder_.File("index");
  std::unique_ptr<OpenCommit> commit_;
  std::unique_ptr<CommitView> view_;
  RankingOptions options_;
  std::unique_ptr<Scorer> scorer_;
  std::vector<QueryWord> words_;
  std::vector<std::pair<size_t, size_t>> neighbours_;
};

TEST_F(RankerTest, ThePassageWithMostOfTheQuery) {
  AddWord("tram", 2);
  AddWord("bus", 3);
  AddWord("ferry", 4, 1.5);
  static const struct {
    const char* text;
    double sum;  // of the weights of the different words in the best four words
  } kRows[] = {
      {"", 0},
      {"x x x", 0},
      {"tram", 2},
      {"trams", 2},
      {"tram tram tram", 2},
      {"tram bus", 5},
      {"tram x x bus", 5},
      {"tram x x x bus", 3},  // too far apart
      {"tram tram bus x x ferry", 9},
      {"tram bus x ferry", 11},
      {"ferry x x x tram bus", 6},
      {"ferry x x tram bus", 8},
      {"tram | bus", 5},  // the end of a title is no end
      {"bus x x x tram x x x bus x tram", 5},
  };
  for (const auto& row : kRows) {
    const OrderBonus bonus = BonusOf(row.text);
    EXPECT_NEAR(bonus.passage, 0.5 * row.sum, 1e-9) << row.text;
    EXPECT_EQ(bonus.neighbours, 0) << row.text;
    EXPECT_EQ(bonus.stop_words, 0) << row.text;
  }
}

TEST_F(RankerTest, NeighboursAsInTheQuery) {
  AddWord("smart", 2);
  AddWord("city", 3);
  AddWord("kista", 5);
  neighbours_ = {{0, 1}, {1, 2}};
  static const struct {
    const char* text;
    uint32_t smart_city;
    uint32_t city_kista;
  } kRows[] = {
      {"smart city", 1, 0},
      {"city smart", 0, 0},
      {"smart x city", 0, 0},
      {"smart city smarts citys", 2, 0},
      {"smart city kista", 1, 1},
      {"smart smart city", 1, 0},
      {"city city kista x city kista", 0, 2},
  };
  for (const auto& row : kRows) {
    const OrderBonus bonus = BonusOf(row.text);
    const uint32_t doc = commit_->Number("a");
    const auto worth = [&](uint32_t count) { return count == 0 ? 0 : scorer_->Saturated(count, doc); };
    const double expected = 0.25 * ((2 + 3) * worth(row.smart_city) + (3 + 5) * worth(row.city_kista));
    EXPECT_NEAR(bonus.neighbours, expected, 1e-9) << row.text;
  }
}

TEST_F(RankerTest, StopWordsAddALittleAndMakeNoPassage) {
  AddWord("tram", 2);
  AddWord("the", 0.5, 1, true);
  const OrderBonus bonus = BonusOf("the tram x the");
  EXPECT_NEAR(bonus.passage, 0.5 * 2, 1e-9);
  EXPECT_NEAR(bonus.stop_words, 0.1 * 0.5 * scorer_->Saturated(2, commit_->Number("a")), 1e-9);
  EXPECT_EQ(BonusOf("tram").stop_words, 0);
  // It is none in Swedish.
  EXPECT_EQ(BonusOf("the tram x the", "c").stop_words, 0);
}

TEST_F(RankerTest, AWordThatTwoWordsOfTheQueryAre) {
  AddWord("tram", 2);
  AddWord("trams", 3);
  EXPECT_NEAR(BonusOf("trams").passage, 0.5 * (2 + 3), 1e-9);
}

TEST_F(RankerTest, BestFirstAndTiesByNumber) {
  scorer_ = std::make_unique<Scorer>(options_, commit_->docs, &commit_->postings, commit_->VocabularyLangs(),
                                     &commit_->scores);
  double idf = 0;
  (void)AddGroup(scorer_.get(), {{"en:other", 0, 1}}, 0, 1, &idf);
  const std::vector<DocSet> docs_with;
  const Ranker ranker(*view_, options_, *scorer_, words_, docs_with, neighbours_);
  const auto best = [&](size_t count) {
    std::vector<uint32_t> docs;
    for (const RankedDoc& ranked : ranker.Best(commit_->docs.all(), count)) docs.push_back(ranked.doc);
    return docs;
  };
  const uint32_t a = commit_->Number("a");
  const uint32_t b = commit_->Number("b");
  const uint32_t c = commit_->Number("c");
  EXPECT_THAT(best(10), ElementsAre(b, a, c));
  EXPECT_THAT(best(3), ElementsAre(b, a, c));
  EXPECT_THAT(best(2), ElementsAre(b, a));
  EXPECT_THAT(best(0), ElementsAre());
  EXPECT_TRUE(ranker.Best(DocSet(commit_->docs.limit()), 10).empty());
}

}  // namespace
}  // namespace newsearch
