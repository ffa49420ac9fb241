// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/project_tagger.h"

#include "facets/facets_test_support.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

// The projects of an archive with one article.
std::vector<std::string> ProjectsOf(std::string_view text) {
  ProjectTagger tagger;
  const ArticleText article = OnePiece(text);
  tagger.Learn(article);
  const std::vector<FoundValue> found = tagger.Tag(article);
  ExpectSound(found, article);
  return ValuesOf(found, "project");
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
  tagger.Learn(OnePiece("The TAILWIND project starts, and so does the project Be Wiser."));
  tagger.Learn(OnePiece("Nothing here."));
  EXPECT_THAT(ValuesOf(tagger.Tag(OnePiece("TAILWIND met BeWiser in Riga.")), "project"),
              testing::ElementsAre("TAILWIND"))
      << "Be Wiser is written like no name";
  tagger.Learn(OnePiece("The BeWiser project goes on."));
  EXPECT_THAT(ValuesOf(tagger.Tag(OnePiece("They met Be Wiser again.")), "project"),
              testing::ElementsAre("BeWiser"));
  EXPECT_THAT(
      ValuesOf(tagger.Tag(OnePiece("A tailwind helped the cyclists; Tailwind is a word.")), "project"),
      testing::IsEmpty())
      << "a name in capitals is none without them";
  EXPECT_THAT(ValuesOf(tagger.Tag(OnePiece("Nothing here.")), "project"), testing::IsEmpty());
}

TEST(ProjectTaggerTest, OneSpellingForEach) {
  ProjectTagger tagger;
  tagger.Learn(OnePiece("The ClusterBridge project. ClusterBridge again, ClusterBridge."));
  tagger.Learn(OnePiece("The Cluster Bridge team."));
  tagger.Learn(OnePiece("The CLUSTERBRIDGE project."));
  for (const char* text : {"ClusterBridge", "CLUSTERBRIDGE", "Cluster Bridge"}) {
    EXPECT_THAT(ValuesOf(tagger.Tag(OnePiece(text)), "project"), testing::ElementsAre("ClusterBridge"))
        << text;
  }
}

TEST(ProjectTaggerTest, MostNamedFirst) {
  ProjectTagger tagger;
  ArticleText article;
  article.lang = "en";
  article.pieces.push_back({"News of the STADSPULS project", true});
  article.pieces.push_back({"The projects TAILWIND and NORDLICHT met. TAILWIND was late.", false});
  tagger.Learn(article);
  EXPECT_THAT(MentionLines(tagger.Tag(article), article),
              testing::ElementsAre("project=STADSPULS 'STADSPULS' beside the word project",
                                   "project=TAILWIND 'TAILWIND' beside the word project",
                                   "project=TAILWIND 'TAILWIND' project name of the archive",
                                   "project=NORDLICHT 'NORDLICHT' beside the word project"));
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
