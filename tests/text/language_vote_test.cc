// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/language_vote.h"

#include <algorithm>
#include <filesystem>

#include "support/test_support.h"
#include "text/language.h"

namespace newsearch {
namespace {

constexpr std::string_view kEnglish =
    "The council has decided on Tuesday that the old bridge over the river will be closed for two years, "
    "because the repairs that were made in the spring have not been enough. There is no other way for those "
    "who live on the island, and they will have to take the boat, which is free from now on. What is to be "
    "done with the market has not been said.";
constexpr std::string_view kGerman =
    "Der Rat hat am Dienstag beschlossen, dass die alte Brücke über den Fluss für zwei Jahre geschlossen "
    "wird, weil die Arbeiten, die im Frühjahr gemacht wurden, nicht genug waren. Es gibt keinen anderen Weg "
    "für die, die auf der Insel wohnen, und sie werden das Boot nehmen müssen, das ab jetzt nichts kostet. "
    "Was mit dem Markt geschieht, ist noch nicht gesagt.";
constexpr std::string_view kFrench =
    "Le conseil a décidé mardi que le vieux pont sur la rivière sera fermé pendant deux ans, parce que les "
    "travaux qui ont été faits au printemps ne sont pas suffisants. Il n'y a pas d'autre chemin pour ceux "
    "qui vivent sur l'île, et ils devront prendre le bateau, qui est gratuit dès maintenant. Ce qui sera "
    "fait avec le marché n'a pas été dit.";

// The text files of a folder.
std::vector<std::string> FilesIn(const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// Runs of whole lines with at least so many bytes.
std::vector<std::string> Paragraphs(const std::string& text, size_t bytes) {
  std::vector<std::string> paragraphs(1);
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    if (paragraphs.back().size() >= bytes) paragraphs.emplace_back();
    paragraphs.back().append(text, begin, end - begin);
    begin = end;
  }
  return paragraphs;
}

TEST(VoteOnLanguage, FindsTheLanguageOfLongText) {
  EXPECT_EQ(VoteOnLanguage(kEnglish).lang, "en");
  EXPECT_EQ(VoteOnLanguage(kGerman).lang, "de");
  EXPECT_EQ(VoteOnLanguage(kFrench).lang, "fr");
}

TEST(VoteOnLanguage, IsSilentWhereThereIsNothingToCount) {
  for (const std::string_view text :
       {std::string_view(), std::string_view(" \n\n"), std::string_view("the of and"),
        std::string_view("Riga 2016, 24 Hz; 3.5 kg"), std::string_view("市議会は火曜日の夜、新しい予算を承認しました。")}) {
    EXPECT_EQ(VoteOnLanguage(text).lang, "") << text;
    EXPECT_FALSE(VoteOnLanguage(text).mixed) << text;
  }
}

TEST(VoteOnLanguage, SeesThatLanguagesAreMixed) {
  for (const char* between : {" ", "\n", "\n\n"}) {
    for (const bool swapped : {false, true}) {
      const std::string text = std::string(swapped ? kGerman : kEnglish) + between +
                               std::string(swapped ? kEnglish : kGerman);
      const LanguageVote vote = VoteOnLanguage(text);
      EXPECT_EQ(vote.lang, "") << text;
      EXPECT_TRUE(vote.mixed) << text;
    }
  }
  // One paragraph of another.
  std::string text;
  for (int i = 0; i < 5; ++i) text.append(kEnglish).append("\n");
  EXPECT_EQ(VoteOnLanguage(text).lang, "en");
  text.insert(kEnglish.size() + 1, std::string(kFrench) + "\n");
  EXPECT_EQ(VoteOnLanguage(text).lang, "");
  EXPECT_TRUE(VoteOnLanguage(text).mixed);
}

TEST(VoteOnLanguage, TakesAnyBytes) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 2000; ++i) {
    const std::string text = random.Below(2) == 0 ? random.Bytes(random.Below(6000)) : random.Text(random.Below(3000));
    VoteOnLanguage(text);
  }
  // As many words and as many stretches as there can be.
  for (const char* word : {"a ", "a\n", "\n", "the ", "x"}) {
    std::string text;
    while (text.size() < 9000) text += word;
    for (size_t size = 4080; size < 4110; ++size) VoteOnLanguage(std::string_view(text).substr(0, size));
    VoteOnLanguage(text);
  }
}

// Where the vote speaks, GuessLanguage says the same or is not sure, but for very few texts.
TEST(VoteOnLanguage, AgreesWithGuessLanguage) {
  size_t voted = 0;
  size_t others = 0;
  for (const char* name : {"multilingual", "archives"}) {
    for (const std::string& path : FilesIn(CorpusPath(name))) {
      for (const std::string& text : Paragraphs(ReadFile(path), 500)) {
        const std::string_view vote = VoteOnLanguage(text).lang;
        const LanguageGuess guess = GuessLanguage(text);
        if (vote.empty() || !guess.reliable) continue;
        ++voted;
        others += vote != guess.lang;
      }
    }
  }
  EXPECT_GT(voted, 20u);
  EXPECT_EQ(others, 0u);
}

TEST(IsUnlistedKin, Table) {
  EXPECT_TRUE(IsUnlistedKin("pt", "gl"));
  EXPECT_TRUE(IsUnlistedKin("bg", "mk"));
  EXPECT_FALSE(IsUnlistedKin("gl", "pt"));
  EXPECT_FALSE(IsUnlistedKin("en", "de"));
}

}  // namespace
}  // namespace newsearch
