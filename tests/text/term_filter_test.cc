// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/term_filter.h"

#include "support/test_support.h"

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
