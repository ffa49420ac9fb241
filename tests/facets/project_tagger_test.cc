// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/project_tagger.h"

#include "facets/facets_test_support.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

void Learn(std::string_view text, ProjectTagger* tagger, const std::string& lang = "en") {
  const ArticleText article = OnePiece(text, lang);
  tagger->Learn(ScanArticle(article));
}

std::vector<std::string> Tagged(std::string_view text, ProjectTagger* tagger,
                                const std::string& lang = "en") {
  const ArticleText article = OnePiece(text, lang);
  const std::vector<FoundValue> found = tagger->Tag(ScanArticle(article));
  ExpectSound(found, article);
  return ValuesOf(found, "project");
}

// The projects of an archive with one article.
std::vector<std::string> ProjectsOf(std::string_view text, const std::string& lang = "en") {
  ProjectTagger tagger;
  Learn(text, &tagger, lang);
  return Tagged(text, &tagger, lang);
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

TEST(ProjectTaggerTest, AQuotationThatEndsBehindTheCue) {
  for (const char* text : {
           "«The UPSIDE project», «Other Thing» and more.",
           "« The UPSIDE project », « Other Thing » and more.",
           "“The UPSIDE project”, “Other Thing” and more.",
           "「UPSIDE project」「Other Thing」",
       }) {
    EXPECT_THAT(ProjectsOf(text), testing::ElementsAre("UPSIDE")) << text;
  }
  EXPECT_THAT(ProjectsOf("项目“街木林”开始了", "zh"), testing::ElementsAre("街木林"));
  EXPECT_THAT(ProjectsOf("Das Projekt »Kühle Höfe« misst.", "de"), testing::ElementsAre("Kühle Höfe"));
  EXPECT_THAT(ProjectsOf("Les projets « Rives vertes », « Mont clair »", "fr"),
              testing::UnorderedElementsAre("Rives vertes", "Mont clair"));
}

TEST(ProjectTaggerTest, ManyCuesInOneText) {
  constexpr size_t kCues = 20000;
  std::string text;
  for (size_t i = 0; i < kCues; ++i) text.append("the UPSIDE project. ");
  ProjectTagger tagger;
  Learn(text, &tagger);
  const ArticleText article = OnePiece(text);
  const std::vector<FoundValue> found = tagger.Tag(ScanArticle(article));
  ASSERT_EQ(found.size(), 1u);
  ASSERT_EQ(found[0].mentions.size(), kCues);
  for (const FacetMention& mention : found[0].mentions) {
    ASSERT_EQ(article.Written(mention.span), "UPSIDE");
    ASSERT_EQ(mention.rule, "beside the word project");
  }
}

TEST(ProjectTaggerTest, LanguagesHaveTheirWays) {
  const struct {
    const char* lang;
    const char* text;
    std::vector<std::string> projects;
  } rows[] = {
      {"de", "Das Forschungsprojekt XAINES beginnt.", {"XAINES"}},
      {"de", "Der Projektleiter XAINES beginnt.", {}},
      {"de", "Im Projekt „Kühle Höfe“ wird gepflanzt.", {"Kühle Höfe"}},
      {"sv", "Pilotprojektet STADSPULS mäter.", {"STADSPULS"}},
      {"fi", "Tutkimushankkeessa KOKAGE mitataan.", {"KOKAGE"}},
      {"it", "Il progetto «Passi d'argento» riparte.", {"Passi d'argento"}},
      {"it", "Il progetto europeo CITTAVIVA parte.", {"CITTAVIVA"}},
      {"fr", "Le projet « Rives vertes » commence.", {"Rives vertes"}},
      {"pl", "Wyniki projektu „Cicha Woda” są gotowe.", {"Cicha Woda"}},
      {"ja", "「街の木2020」プロジェクトの成果が紹介されました。", {"街の木2020"}},
      {"ja", "KOKAGEプロジェクトが始まります", {"KOKAGE"}},
      {"ja", "国際プロジェクトKOKAGEの一行8名", {"KOKAGE"}},
      {"zh", "“KOKAGE”项目开始了", {"KOKAGE"}},
      {"en",
       "A number of new projects have started: XAINES, on narratives. CORA4NLP is about context.",
       {"CORA4NLP", "XAINES"}},
      {"en", "the new project \"EXCITEMENT: EXploring Customer Interactions\" has begun", {"EXCITEMENT"}},
      {"en", "TAILWIND has received funding under grant agreement No 691735.", {"TAILWIND"}},
      {"en", "The +CityxChange project goes on.", {"+CityxChange"}},
      {"en", "The mySMARTLife project goes on.", {"mySMARTLife"}},
      {"en", "BeWiser\u00A0 projects met.", {"BeWiser"}},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(ProjectsOf(row.text, row.lang), testing::UnorderedElementsAreArray(row.projects)) << row.text;
  }
}

TEST(ProjectTaggerTest, WhatOneArticleDoesNotSettle) {
  const struct {
    const char* lang;
    std::vector<const char*> articles;
    const char* name;
    bool accepted;
  } rows[] = {
      // Words with capitals.
      {"pl", {"Ruszył projekt Cicha Woda."}, "Cicha Woda", false},
      {"pl", {"Ruszył projekt Cicha Woda.", "Na mapę projektu Cicha Woda."}, "Cicha Woda", true},
      {"de", {"Das Projekt Stille Wasser.", "Im Projekt Stille Wasser."}, "Stille Wasser", false},
      {"en",
       {"The Lisbon project.", "The Lisbon project.", "The Lisbon project.", "The Lisbon project."},
       "Lisbon",
       false},
      // What projects have, and others too.
      {"en", {"The TAILWIND consortium met."}, "TAILWIND", false},
      {"en", {"The TAILWIND consortium met.", "The final report of TAILWIND is out."}, "TAILWIND", true},
      {"en", {"The partners of TAILWIND met.", "The partners of TAILWIND met."}, "TAILWIND", false},
      {"cs", {"síť LAVICE", "členové sítě LAVICE"}, "LAVICE", true},
      // One article says a thing once, however often.
      {"en", {"The TAILWIND network. The TAILWIND network. The TAILWIND network."}, "TAILWIND", false},
  };
  for (const auto& row : rows) {
    ProjectTagger tagger;
    for (const char* article : row.articles) Learn(article, &tagger, row.lang);
    const auto name = std::find_if(tagger.names().begin(), tagger.names().end(), [&](const ProjectName& one) {
      return ProjectTagger::Canonical(one) == row.name;
    });
    EXPECT_EQ(name != tagger.names().end() && tagger.IsAccepted(*name), row.accepted) << row.articles.back();
  }
}

TEST(ProjectTaggerTest, NamesAreKnownInAllArticlesOfTheArchive) {
  ProjectTagger tagger;
  Learn("The TAILWIND project starts, and so does the project Be Wiser.", &tagger);
  Learn("Nothing here.", &tagger);
  EXPECT_THAT(Tagged("TAILWIND met BeWiser in Riga.", &tagger), testing::ElementsAre("TAILWIND"))
      << "Be Wiser is written like no name";
  Learn("The BeWiser project goes on.", &tagger);
  EXPECT_THAT(Tagged("They met Be Wiser again.", &tagger), testing::ElementsAre("BeWiser"));
  EXPECT_THAT(Tagged("A tailwind helped the cyclists; Tailwind is a word.", &tagger), testing::IsEmpty())
      << "a name in capitals is none without them";
  Learn("The Tailwind project ended.", &tagger);
  EXPECT_THAT(Tagged("With Tailwind it is easier.", &tagger), testing::ElementsAre("TAILWIND"))
      << "but it is where somebody calls it a project";
  EXPECT_THAT(Tagged("Nothing here.", &tagger), testing::IsEmpty());
}

TEST(ProjectTaggerTest, OneSpellingForEach) {
  ProjectTagger tagger;
  Learn("The ClusterBridge project. ClusterBridge again, ClusterBridge.", &tagger);
  Learn("The Cluster Bridge team.", &tagger);
  Learn("The CLUSTERBRIDGE project.", &tagger);
  for (const char* text : {"ClusterBridge", "CLUSTERBRIDGE", "Cluster Bridge"}) {
    EXPECT_THAT(Tagged(text, &tagger), testing::ElementsAre("ClusterBridge")) << text;
  }
}

TEST(ProjectTaggerTest, SaysWhatIsKnown) {
  ProjectTagger tagger;
  Learn("The TAILWIND project has received funding under grant agreement 691735.", &tagger);
  Learn("TAILWIND met.", &tagger);
  ASSERT_EQ(tagger.names().size(), 1u);
  const ProjectName& name = tagger.names().front();
  EXPECT_THAT(name.grants, testing::ElementsAre("691735"));
  EXPECT_EQ(name.articles, 2u);
  EXPECT_EQ(name.cue_articles, 1u);
  EXPECT_EQ(name.cue_mentions, 2u);
  EXPECT_EQ(name.example_article, 0u);
  EXPECT_EQ(name.example.begin, 4u);
  const ArticleText article = OnePiece("TAILWIND met.");
  const std::vector<FoundValue> found = tagger.Tag(ScanArticle(article));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].value.rule, "discovered");
  EXPECT_DOUBLE_EQ(found[0].value.confidence, 0.75);
}

TEST(ProjectTaggerTest, MostNamedFirst) {
  ProjectTagger tagger;
  ArticleText article;
  article.lang = "en";
  article.pieces.push_back({"News of the STADSPULS project", true});
  article.pieces.push_back({"The projects TAILWIND and NORDLICHT met. TAILWIND was late.", false});
  tagger.Learn(ScanArticle(article));
  EXPECT_THAT(MentionLines(tagger.Tag(ScanArticle(article)), article),
              testing::ElementsAre("project=STADSPULS 'STADSPULS' beside the word project",
                                   "project=TAILWIND 'TAILWIND' beside the word project",
                                   "project=TAILWIND 'TAILWIND' project name of the archive",
                                   "project=NORDLICHT 'NORDLICHT' beside the word project"));
}

TEST(ProjectTaggerTest, RandomTextsKeepTheContract) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::vector<std::string> words = {"project",
                                          "projects",
                                          "Projekt",
                                          "TAILWIND",
                                          "ClusterBridge",
                                          "and",
                                          ", ",
                                          "(",
                                          "Interreg",
                                          ")",
                                          "2017",
                                          "eDrais2017",
                                          "“",
                                          "”",
                                          "-",
                                          "+",
                                          "Be",
                                          "Wiser",
                                          "EU",
                                          "pilot",
                                          "é",
                                          "「",
                                          "」",
                                          "プロジェクト",
                                          "街",
                                          "projet",
                                          "«",
                                          "»",
                                          "consortium",
                                          "of",
                                          "grant",
                                          "691735",
                                          ":",
                                          "network",
                                          "Cicha",
                                          "Woda"};
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
