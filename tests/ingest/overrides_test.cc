// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/overrides.h"

#include "newsearch/ingest.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

Document SomeDocument() {
  Document document;
  document.id = "abc";
  document.source = "/srv/news.txt";
  document.title = "UPSIDE in Kista";
  document.facets = {{"project", {"UPSIDE", "NORDLICHT"}}, {"city", {"Kista"}}, {"country", {"SE"}}};
  document.evidence = {{"project", "UPSIDE", "UPSIDE", {0, 6}, "", "beside the word project"},
                       {"city", "Kista", "Kista", {10, 15}, "", "gazetteer"}};
  ResolvedValue kista;
  kista.facet = "city";
  kista.value = "Kista";
  document.resolved = {kista};
  return document;
}

TEST(OverridesTest, ChangeFacets) {
  const struct {
    const char* lines;
    const char* facet;
    std::vector<std::string> values;
  } rows[] = {
      {"abc\tproject\tadd\tTAILWIND", "project", {"UPSIDE", "NORDLICHT", "TAILWIND"}},
      {"id:abc\tproject\tadd\tupside", "project", {"UPSIDE", "NORDLICHT"}},
      {"abc\tproject\tremove\tUpside", "project", {"NORDLICHT"}},
      {"abc\tproject\tremove\t*", "project", {}},
      {"abc\tproject\tset\tTAILWIND", "project", {"TAILWIND"}},
      {"abc\tproject\tset\tTAILWIND\r\nabc\tproject\tset\tUPSIDE\r\n", "project", {"TAILWIND", "UPSIDE"}},
      {"# a comment\n\nother\tproject\tset\tTAILWIND", "project", {"UPSIDE", "NORDLICHT"}},
      {"title:UPSIDE*\tcity\tset\tRiga", "city", {"Riga"}},
      {"title:*Riga\tcity\tset\tRiga", "city", {"Kista"}},
      {"source:*/news.txt\ttopic\tadd\tenergy", "topic", {"energy"}},
      {"abc\tcountry\tadd\tfinland", "country", {"SE", "FI"}},
      {"abc\tcountry\tremove\tSweden", "country", {}},
      {"abc\tcountry\tset\tlv", "country", {"LV"}},
  };
  for (const auto& row : rows) {
    const auto overrides = Overrides::Parse(row.lines, "o.tsv", {"topic"});
    ASSERT_TRUE(overrides.ok()) << overrides.status().ToString();
    OverrideRun run(*overrides);
    Document document = SomeDocument();
    run.Apply(&document);
    EXPECT_EQ(document.values(row.facet), row.values) << row.lines;
    for (const FacetValues& facet : document.facets) EXPECT_FALSE(facet.values.empty()) << row.lines;
    for (const Evidence& evidence : document.evidence)
      EXPECT_THAT(document.values(evidence.facet), testing::Contains(evidence.value)) << row.lines;
    for (const ResolvedValue& value : document.resolved)
      EXPECT_THAT(document.values(value.facet), testing::Contains(value.value)) << row.lines;
  }
}

TEST(OverridesTest, SaysThatAPersonSaidSo) {
  const auto overrides = Overrides::Parse("abc\tcity\tset\tRiga", "o.tsv", {});
  ASSERT_TRUE(overrides.ok());
  Document document = SomeDocument();
  OverrideRun(*overrides).Apply(&document);
  const ResolvedValue* riga = document.FindResolved("city", "Riga");
  ASSERT_NE(riga, nullptr);
  EXPECT_EQ(riga->rule, "override");
  EXPECT_EQ(riga->confidence, 1);
  EXPECT_EQ(riga->id, "geonames:456172");
  EXPECT_EQ(document.FindResolved("city", "Kista"), nullptr);
}

TEST(OverridesTest, PlacesAreOfTheFacetsKindAndLieInOthers) {
  const auto overrides = Overrides::Parse(
      "abc\tcity\tset\tKista\nabc\tcity\tset\tLinz\nabc\tregion\tadd\tStockholm County\n", "o.tsv", {});
  ASSERT_TRUE(overrides.ok());
  Document document = SomeDocument();
  document.facets[1].values = {"Graz", "Kista"};
  OverrideRun(*overrides).Apply(&document);
  EXPECT_THAT(document.values("city"), testing::ElementsAre("Kista", "Linz"));
  // What the first of several "set" would have taken away is still there.
  EXPECT_EQ(document.evidence.size(), 2u);
  const ResolvedValue* linz = document.FindResolved("city", "Linz");
  ASSERT_NE(linz, nullptr);
  EXPECT_THAT(linz->within, testing::ElementsAre("Upper Austria", "Austria"));
  ASSERT_TRUE(linz->point.has_value());
  EXPECT_NEAR(linz->point->latitude, 48.3, 0.1);
  const ResolvedValue* region = document.FindResolved("region", "Stockholm County");
  ASSERT_NE(region, nullptr);
  EXPECT_THAT(region->id, testing::StartsWith("region:SE."));
  EXPECT_THAT(document.FindResolved("city", "Kista")->within,
              testing::ElementsAre("Stockholm", "Stockholm County", "Sweden"));
}

TEST(OverridesTest, WarnsOfWhatIsOfNoUse) {
  const auto overrides = Overrides::Parse(
      "# "
      "1\nabc\tproject\tremove\tTAILWIND\nxyz\tproject\tadd\tTAILWIND\nabc\tcity\tadd\tKista\nabc\tcity\tadd"
      "\tRiga\n",
      "o.tsv", {});
  ASSERT_TRUE(overrides.ok());
  OverrideRun run(*overrides);
  Document document = SomeDocument();
  run.Apply(&document);
  ArchiveReport report;
  ReportBuilder builder(&report);
  run.Warn(&builder);
  std::vector<std::string> messages;
  for (const IngestWarning& warning : report.warnings) messages.push_back(warning.message);
  EXPECT_THAT(messages, testing::ElementsAre("o.tsv:2: changes nothing: project 'TAILWIND' is not there",
                                             "o.tsv:3: no article is 'xyz'",
                                             "o.tsv:4: changes nothing: city 'Kista' is there without it"));
}

TEST(OverridesTest, WarnsOncePerRun) {
  const auto overrides =
      Overrides::Parse("abc\tproject\tadd\tTAILWIND\nxyz\tproject\tadd\tTAILWIND\n", "o.tsv", {});
  ASSERT_TRUE(overrides.ok());
  size_t warnings = 0;
  for (const bool has_article : {true, false, false, false}) {
    OverrideRun run(*overrides);
    Document document = SomeDocument();
    if (has_article) run.Apply(&document);
    ArchiveReport report;
    ReportBuilder builder(&report);
    run.Warn(&builder);
    warnings += report.warnings.size();
  }
  EXPECT_EQ(warnings, 1u);
}

TEST(OverridesTest, BadLinesAreToldByNumber) {
  const struct {
    const char* text;
    const char* error;
  } rows[] = {
      {"abc\tproject\tadd", "o.tsv:1: must have four columns with a tab between"},
      {"\n\nabc project add X", "o.tsv:3: must have four columns"},
      {"abc\tproject\tadd\tX\tY", "o.tsv:1: must have four columns"},
      {"\tproject\tadd\tX", "o.tsv:1: names no article"},
      {"title:\tproject\tadd\tX", "o.tsv:1: names no article"},
      {"abc\tproejct\tadd\tX",
       "o.tsv:1: there is no facet 'proejct'; there are: project, city, region, country, topic"},
      {"abc\tyear\tset\t2016", "o.tsv:1: 'year' cannot be changed here"},
      {"abc\tproject\tput\tX", "o.tsv:1: 'put' is none of: add, remove, set"},
      {"abc\tproject\tadd\t ", "o.tsv:1: has no value"},
      {"abc\tproject\tadd\t*", "o.tsv:1: * is for remove alone"},
      {"abc\tcountry\tadd\tAtlantis", "o.tsv:1: there is no country 'Atlantis'"},
      {"abc\tproject\tadd\t\xff", "o.tsv:1: is not UTF-8"},
  };
  for (const auto& row : rows) {
    const auto overrides = Overrides::Parse(row.text, "o.tsv", {"topic"});
    ASSERT_FALSE(overrides.ok()) << row.text;
    EXPECT_EQ(overrides.status().code(), StatusCode::kBadInput);
    EXPECT_THAT(overrides.status().message(), testing::HasSubstr(row.error)) << row.text;
  }
}

}  // namespace
}  // namespace newsearch
