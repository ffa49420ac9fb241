// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/project_tagger.h"

#include "support/test_support.h"

namespace newsearch {
namespace {

ArticleText Article(std::string_view text, const std::string& lang = "en") {
  ArticleText article;
  article.lang = lang;
  article.pieces.push_back({text, 0, {}, false});
  return article;
}

// The projects of an archive with one article.
std::vector<std::string> ProjectsOf(std::string_view text) {
  ProjectTagger tagger;
  tagger.Learn(Article(text));
  const ProjectTagger::Tagged tagged = tagger.Tag(Article(text));
  for (const Evidence& evidence : tagged.evidence) {
    EXPECT_EQ(evidence.facet, "project");
    EXPECT_EQ(text.substr(evidence.span.begin, evidence.span.end - evidence.span.begin), evidence.text)
        << text;
    EXPECT_THAT(tagged.projects, testing::Contains(evidence.value)) << text;
    EXPECT_FALSE(evidence.rule.empty());
  }
  EXPECT_GE(tagged.evidence.size(), tagged.projects.size()) << text;
  return tagged.projects;
}

TEST(ProjectTaggerTest, NamesBesideTheWordProject) {
  const struct {
    const char* text;
    std::vector<std::string> projects;
  } rows[] = {
      {"After three years the TAILWIND project closed its books.", {"TAILWIND"}},
      {"The project TAILWIND closed its books.", {"TAILWIND"}},
      {"The EU project URBAN INNO starts.", {"URBAN INNO"}},
      {"The EU funded project URBAN INNO starts.", {"URBAN INNO"}},
      {"the eDrais2017 pilot project", {"eDrais2017"}},
      {"Poly4EmI and BeWiser projects met", {"BeWiser", "Poly4EmI"}},
      {"the projects TAILWIND, NORDLICHT and STADSPULS", {"NORDLICHT", "STADSPULS", "TAILWIND"}},
      {"the “ClusterBridge” project", {"ClusterBridge"}},
      {"SMARTGRID4ALL (Interreg) goes on", {"SMARTGRID4ALL"}},
      // In other languages.
      {"Im Projekt NORDLICHT haben zwei Städte gemessen.", {"NORDLICHT"}},
      {"Das NORDLICHT-Projekt misst.", {"NORDLICHT"}},
      {"Il progetto CITTAVIVA parte.", {"CITTAVIVA"}},
      {"Le projet TAILWIND commence.", {"TAILWIND"}},
      {"El proyecto TAILWIND empieza.", {"TAILWIND"}},
      {"Inom projektet STADSPULS mäter man.", {"STADSPULS"}},
      {"V okviru projekta MESTO2020 so postavili koše.", {"MESTO2020"}},
      {"Projekti LinnaVool raames mõõdeti vett.", {"LinnaVool"}},
      {"NORDLICHT-hanke alkaa, ja hanke NORDLICHT jatkuu.", {"NORDLICHT"}},
      {"Projekt ClusterBridge w Gdańsku", {"ClusterBridge"}},
      {"Het project SLIMMESTAD begint.", {"SLIMMESTAD"}},
      {"Проект RAILPULSE измеряет шум.", {"RAILPULSE"}},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(ProjectsOf(row.text), testing::UnorderedElementsAreArray(row.projects)) << row.text;
  }
}

TEST(ProjectTaggerTest, WhatIsNoProject) {
  for (const char* text : {
           "The project manager said so.",
           "The EU project is over.",
           "ICT projects and IT projects for SMEs",
           "the Horizon 2020 project",
           "an Interreg project (ERDF)",
           "The TAILWIND company opened.",
           "This project started in 2016.",
           "Our projects: A, B and C.",
           "PROJECT MEETING OF ALL PARTNERS AND FRIENDS",
           "The city project In Kista",
           "A project of the 3rd kind",
           "",
       }) {
    EXPECT_THAT(ProjectsOf(text), testing::IsEmpty()) << text;
  }
}

TEST(ProjectTaggerTest, NamesAreKnownInAllArticlesOfTheArchive) {
  ProjectTagger tagger;
  tagger.Learn(Article("The TAILWIND project starts, and so does the project Be Wiser."));
  tagger.Learn(Article("Nothing here."));
  EXPECT_THAT(tagger.Tag(Article("TAILWIND met BeWiser in Riga.")).projects, testing::ElementsAre("TAILWIND"))
      << "Be Wiser is written like no name";
  tagger.Learn(Article("The BeWiser project goes on."));
  EXPECT_THAT(tagger.Tag(Article("They met Be Wiser again.")).projects, testing::ElementsAre("BeWiser"));
  EXPECT_THAT(tagger.Tag(Article("A tailwind helped the cyclists; Tailwind is a word.")).projects,
              testing::IsEmpty())
      << "a name in capitals is none without them";
  EXPECT_THAT(tagger.Tag(Article("Nothing here.")).projects, testing::IsEmpty());
}

TEST(ProjectTaggerTest, OneSpellingForEach) {
  ProjectTagger tagger;
  tagger.Learn(Article("The ClusterBridge project. ClusterBridge again, ClusterBridge."));
  tagger.Learn(Article("The Cluster Bridge team."));
  tagger.Learn(Article("The CLUSTERBRIDGE project."));
  for (const char* text : {"ClusterBridge", "CLUSTERBRIDGE", "Cluster Bridge"}) {
    EXPECT_THAT(tagger.Tag(Article(text)).projects, testing::ElementsAre("ClusterBridge")) << text;
  }
}

TEST(ProjectTaggerTest, MostNamedFirst) {
  ProjectTagger tagger;
  ArticleText article;
  article.lang = "en";
  article.pieces.push_back({"News of the STADSPULS project", 0, {}, true});
  article.pieces.push_back({"The projects TAILWIND and NORDLICHT met. TAILWIND was late.", 100, {}, false});
  tagger.Learn(article);
  const ProjectTagger::Tagged tagged = tagger.Tag(article);
  EXPECT_THAT(tagged.projects, testing::ElementsAre("STADSPULS", "TAILWIND", "NORDLICHT"));
  std::vector<std::string> rules;
  for (const Evidence& evidence : tagged.evidence) rules.push_back(evidence.value + ": " + evidence.rule);
  EXPECT_THAT(rules, testing::ElementsAre(
                         "STADSPULS: beside the word project", "TAILWIND: beside the word project",
                         "NORDLICHT: beside the word project", "TAILWIND: project name of the archive"));
  EXPECT_GE(tagged.evidence[1].span.begin, 100u) << "offsets are those of the source";
}

TEST(ProjectTaggerTest, RandomTextsKeepTheContract) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::vector<std::string> words = {"project", "projects",   "Projekt", "TAILWIND", "ClusterBridge",
                                          "and",     ", ",         "(",       "Interreg", ")",
                                          "2017",    "eDrais2017", "“",       "”",        "-",
                                          "+",       "Be",         "Wiser",   "EU",       "pilot",
                                          "é"};
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (uint64_t i = random.Below(15); i > 0; --i) {
      text.append(words[random.Below(words.size())]);
      if (random.Below(4) != 0) text.push_back(' ');
    }
    if (random.Below(5) == 0) text.append(random.Bytes(6));
    (void)ProjectsOf(text);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace newsearch
