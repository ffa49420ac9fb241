// SPDX-License-Identifier: GPL-2.0-or-later
//
// Posting lists, what is known of documents, and BM25, by hand on indexes of a few texts.
#include "index/scorer.h"

#include <cmath>

#include "index/commit_view.h"
#include "index/weights.h"

namespace newsearch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

// Two words of the title and three of the lead, say, make a length of 2 * 4 + 3 * 3.
constexpr double kTitle = kTitleWdf;
constexpr double kLead = kLeadWdf;

std::vector<std::pair<uint32_t, uint32_t>> Listed(const Postings& postings) {
  std::vector<std::pair<uint32_t, uint32_t>> listed;
  postings.ForEach([&](uint32_t doc, uint32_t wdf) { listed.emplace_back(doc, wdf); });
  EXPECT_EQ(listed.size(), postings.size());
  return listed;
}

class ScorerTest : public testing::Test {
 protected:
  void SetUp() override {
    PutAll(path_, {MakeDocument("title", "tram tram", "bus ferry ferry"),        // length 17
                   MakeDocument("body", "", "tram bus"),                         // 6
                   MakeDocument("none", "", "ferry"),                            // 3
                   MakeDocument("swedish", "", "tram hus hus hus", "sv"),        // 12
                   MakeDocument("gone", "", "tram tram tram tram tram tram")});  // removed again
    auto writer = IndexWriter::Open(path_);
    ASSERT_THAT(writer, IsOk());
    ASSERT_THAT(writer->Remove("gone"), IsOk());
    ASSERT_THAT(writer->Commit(), IsOk());
  }

  ScratchFolder folder_;
  std::string path_ = folder_.File("index");
};

TEST_F(ScorerTest, DocTableKnowsLengthsAndLanguages) {
  OpenCommit commit(path_);
  const DocTable& docs = commit.docs;
  EXPECT_EQ(docs.all().Count(), 4u);
  // Lengths 17, 6 and 3 in English, 12 in Swedish, each beside the mean of its language.
  const double mean = (17 + 6 + 3) / 3.0;
  EXPECT_NEAR(docs.relative_length(commit.Number("title")), (2 * kTitle + 3 * kLead) / mean, 1e-6);
  EXPECT_NEAR(docs.relative_length(commit.Number("body")), 2 * kLead / mean, 1e-6);
  EXPECT_NEAR(docs.relative_length(commit.Number("swedish")), 1, 1e-6);
  ASSERT_EQ(docs.langs().size(), 2u);
  EXPECT_EQ(docs.langs()[0].lang, "en");
  EXPECT_EQ(docs.langs()[0].count, 3);
  EXPECT_EQ(docs.langs()[1].count, 1);
  EXPECT_EQ(docs.lang(commit.Number("swedish")), 1u);
  EXPECT_EQ(docs.lang(commit.Number("none")), 0u);
  EXPECT_TRUE(docs.langs()[1].docs.Has(commit.Number("swedish")));
  EXPECT_FALSE(docs.langs()[1].docs.Has(commit.Number("none")));
}

TEST_F(ScorerTest, PostingsAreTheDocumentsOfATerm) {
  OpenCommit commit(path_);
  for (int again = 0; again < 2; ++again) {
    EXPECT_THAT(Listed(*commit.postings.Read("en:tram")),
                ElementsAre(std::pair(commit.Number("title"), 2 * kTitleWdf),
                            std::pair(commit.Number("body"), kLeadWdf)));
    EXPECT_THAT(Listed(*commit.postings.Read("sv:tram")),
                ElementsAre(std::pair(commit.Number("swedish"), kLeadWdf)));
    EXPECT_THAT(Listed(*commit.postings.Read("en:hus")), IsEmpty());
    EXPECT_THAT(Listed(*commit.postings.Read("no term")), IsEmpty());
  }
}

TEST(Postings, AreWhatWasAdded) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 200; ++i) {
    Postings postings;
    std::vector<std::pair<uint32_t, uint32_t>> expected;
    uint32_t doc = 0;
    for (uint64_t k = random.Below(300); k > 0; --k) {
      doc += static_cast<uint32_t>(1 + random.Below(i % 3 == 0 ? 3 : 50000));
      const auto wdf = static_cast<uint32_t>(random.Below(i % 2 == 0 ? 10 : 600));
      postings.Add(doc, wdf);
      expected.emplace_back(doc, wdf);
    }
    postings.Finish();
    ASSERT_EQ(Listed(postings), expected);
  }
}

// More than is kept: what was read before is read again, the same.
TEST(PostingReader, ForgetsAndReadsAgain) {
  const ScratchFolder folder;
  {
    Xapian::WritableDatabase database(folder.File("db"), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
    for (int doc = 0; doc < 3000; ++doc) {
      Xapian::Document document;
      for (int term = 0; term < 40; ++term) {
        if (doc % (term + 1) == 0) document.add_term("t" + std::to_string(term), static_cast<unsigned>(doc));
      }
      database.add_document(document);
    }
    database.commit();
  }
  PostingCache cache;
  PostingReader reader(Xapian::Database(folder.File("db")), &cache);
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  std::vector<std::shared_ptr<const Postings>> held;
  for (int i = 0; i < 3000; ++i) {
    const auto term = static_cast<uint32_t>(random.Below(41));
    const auto postings = reader.Read("t" + std::to_string(term));
    if (term == 40) {
      ASSERT_EQ(postings->size(), 0u);
      continue;
    }
    const auto listed = Listed(*postings);
    ASSERT_EQ(listed.size(), (3000 + term) / (term + 1)) << term;
    for (size_t k = 0; k < listed.size(); ++k) {
      ASSERT_THAT(listed[k], Pair(k * (term + 1) + 1, k * (term + 1)));
    }
    if (i % 100 == 0) held.push_back(postings);
  }
  for (const auto& postings : held) EXPECT_GT(postings->size(), 0u) << "stays as long as it is held";
}

TEST_F(ScorerTest, AFailedReadLeavesNoCountsBehind) {
  OpenCommit commit(path_);
  const RankingOptions options;
  const uint32_t doc = commit.Number("body");
  {
    Scorer scorer(options, commit.docs, &commit.postings, commit.VocabularyLangs(), &commit.scores);
    commit.database.close();
    const std::vector<GroupMember> members = {{"en:tram", 0, 1, {{doc, 2}}}, {"en:bus", 0, 1}};
    EXPECT_THROW((void)scorer.Find(members, 0, false), Xapian::Error);
  }
  EXPECT_EQ(commit.scores.Get(commit.docs.limit())[doc].count, 0);
}

TEST_F(ScorerTest, Bm25ByHand) {
  OpenCommit commit(path_);
  ASSERT_THAT(commit.VocabularyLangs(), ElementsAre("en", "sv"));
  RankingOptions options;
  options.k1 = 1.2;
  options.b = 0.5;
  Scorer scorer(options, commit.docs, &commit.postings, commit.VocabularyLangs(), &commit.scores);
  const auto norm = [&options](double length, double mean) {
    return options.k1 * (1 - options.b + options.b * length / mean);
  };
  const double mean = 26 / 3.0;

  // Two of three English documents.
  double idf = 0;
  const DocSet found = AddGroup(&scorer, {{"en:tram", 0, 1}}, 0, 2.0, &idf);
  EXPECT_EQ(found.Count(), 2u);
  EXPECT_TRUE(found.Has(commit.Number("title")) && found.Has(commit.Number("body")));
  const double tram = std::log(1 + (3 - 2 + 0.5) / (2 + 0.5));
  EXPECT_DOUBLE_EQ(idf, tram);
  // An ordinary word counts once, so twice in the title counts four times.
  const auto worth = [&](double count, double length) {
    return count * (options.k1 + 1) / (count + norm(length, mean));
  };
  const double title = 2 * tram * worth(2 * kTitle / 2, 17);
  const double body = 2 * tram * worth(kLead / 2, 6);
  EXPECT_NEAR(scorer.score(commit.Number("title")), title, 1e-5);
  EXPECT_NEAR(scorer.score(commit.Number("body")), body, 1e-5);
  EXPECT_EQ(scorer.score(commit.Number("none")), 0);
  EXPECT_EQ(scorer.score(commit.Number("swedish")), 0);
  EXPECT_NEAR(scorer.Saturated(1.5, commit.Number("body")), worth(1.5, 6), 1e-6);

  // Forms of one word are counted together, by their likeness, and are as rare as together.
  (void)AddGroup(&scorer, {{"en:bus", 0, 1}, {"en:ferry", 0, 0.5F}, {"en:nothing", 0, 1}}, 0, 1.0, &idf);
  // "ferry", half like it, counts 0.75 in its only document.
  const double with = 1 + 1 + 0.75;
  const double both = std::log(1 + (3 - with + 0.5) / (with + 0.5));
  EXPECT_DOUBLE_EQ(idf, both);
  EXPECT_NEAR(scorer.score(commit.Number("title")), title + both * worth(kLead / 2 + 0.5 * 2 * kLead / 2, 17),
              1e-5);
  EXPECT_NEAR(scorer.score(commit.Number("body")), body + both * worth(kLead / 2, 6), 1e-5);
  EXPECT_NEAR(scorer.score(commit.Number("none")), both * worth(0.5 * kLead / 2, 3), 1e-5);

  // Each language for itself: its only document, of the mean length.
  (void)AddGroup(&scorer, {{"sv:hus", 0, 1}}, 1, 1.0, &idf);
  EXPECT_DOUBLE_EQ(idf, std::log(1 + 0.5 / 1.5));
  const double count = 3 * kLead / 2;
  EXPECT_NEAR(scorer.score(commit.Number("swedish")), idf * count * 2.2 / (count + 1.2), 1e-5);

  // A weight of 0 only finds.
  const float before = scorer.score(commit.Number("body"));
  EXPECT_EQ(AddGroup(&scorer, {{"en:tram", 0, 1}}, 0, 0, &idf).Count(), 2u);
  EXPECT_EQ(scorer.score(commit.Number("body")), before);
  // Nothing is in no document.
  EXPECT_TRUE(AddGroup(&scorer, {}, 0, 1, &idf).Empty());
  EXPECT_DOUBLE_EQ(idf, std::log(1 + 3.5 / 0.5));
}

// The searcher's scores are no others.
TEST_F(ScorerTest, SearchGivesTheSum) {
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  SearchRequest request;
  request.text = "trams";
  request.ranking.similar_weight = 0;
  request.ranking.reordered = 0;
  auto response = searcher->Search(request);
  ASSERT_THAT(response, IsOk());
  const double k1 = request.ranking.k1;
  const double b = request.ranking.b;
  const double idf = std::log(1 + (3 - 2 + 0.5) / (2 + 0.5));
  std::map<std::string, double> scores;
  for (const Hit& hit : response->hits) scores[hit.document.id] = hit.score;
  ASSERT_EQ(scores.size(), 3u);
  const auto expected = [&](double idf_of_it, double count, double share) {
    return idf_of_it * count * (k1 + 1) / (count + k1 * (1 - b + b * share));
  };
  // They have "tram": not the form that was asked for.
  const double form = kOtherFormLikeness;
  EXPECT_NEAR(scores["title"], expected(idf, form * kTitle, 17 / (26 / 3.0)), 1e-5);
  EXPECT_NEAR(scores["body"], expected(idf, form * kLead / 2, 6 / (26 / 3.0)), 1e-5);
  EXPECT_NEAR(scores["swedish"], expected(std::log(1 + 0.5 / 1.5), form * kLead / 2, 1), 1e-5);
}

}  // namespace
}  // namespace newsearch
