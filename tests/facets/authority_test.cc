// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/authority.h"

#include "facets/authority_tagger.h"
#include "facets/facet_tagger.h"
#include "facets/facets_test_support.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

TEST(AuthorityTest, ReadsAllMembers) {
  const auto file = ParseAuthority(R"({"facet": "project", "description": "ours",
    "entries": [
      {"name": "UPSIDE", "aliases": ["Upside project"], "needs_context": true, "url": "https://example.org/",
       "id": "grant:691735", "cities": ["Kista"], "countries": ["SE"], "years": [2016, 2018],
       "context": ["triage"], "accepted": true, "found": {"articles": 3, "example": "..."}},
      {"name": "NOT THIS", "accepted": false}
    ]})",
                                   "projects.json");
  ASSERT_TRUE(file.ok()) << file.status().ToString();
  EXPECT_EQ(file->facet, "project");
  EXPECT_EQ(file->description, "ours");
  ASSERT_EQ(file->entries.size(), 1u);
  const AuthorityEntry& entry = file->entries[0];
  EXPECT_EQ(entry.name, "UPSIDE");
  EXPECT_THAT(entry.aliases, testing::ElementsAre("Upside project"));
  EXPECT_TRUE(entry.needs_context);
  EXPECT_EQ(entry.url, "https://example.org/");
  EXPECT_EQ(entry.id, "grant:691735");
  EXPECT_THAT(entry.cities, testing::ElementsAre("Kista"));
  EXPECT_THAT(entry.countries, testing::ElementsAre("SE"));
  EXPECT_THAT(entry.context, testing::ElementsAre("triage"));
  EXPECT_EQ(entry.first_year, 2016);
  EXPECT_EQ(entry.last_year, 2018);
}

TEST(AuthorityTest, BadFilesAreToldByLineAndPath) {
  const struct {
    const char* json;
    const char* error;
  } rows[] = {
      {"", "f.json:1: no JSON: syntax error while parsing value - unexpected end of input"},
      {"{\n\"facet\": \"x\",\n}", "f.json:3: no JSON: syntax error while parsing object key"},
      {"[]", "f.json:1: must be an object"},
      {"{\"entries\": []}", "f.json:1: needs a member 'facet'"},
      {"{\"facet\": \"x\"}", "f.json:1: needs a member 'entries'"},
      {"{\"facet\": 3, \"entries\": []}", "f.json:1: /facet: must be a string"},
      {"{\"facet\": \"City\", \"entries\": []}", "f.json:1: /facet: 'City' can be no facet"},
      {"{\"facet\": \"country\", \"entries\": []}", "f.json:1: /facet: 'country' can be no facet"},
      {"{\"facet\": \"x\", \"entries\": {}}", "f.json:1: /entries: must be a list"},
      {"{\"facet\": \"x\",\n\"entires\": []}", "f.json:2: /entires: is no member of this"},
      {"{\"facet\": \"x\",\n\"facet\": \"y\"}", "f.json:2: /facet: is there twice"},
      {"{\"facet\": \"x\", \"entries\": [\n3]}", "f.json:2: /entries/0: must be an object"},
      {"{\"facet\": \"x\", \"entries\": [\n{\"name\": \"a\"},\n{\"name\":\n7}]}",
       "f.json:4: /entries/1/name: must be a string"},
      {"{\"facet\": \"x\", \"entries\": [\n{}]}", "f.json:2: /entries/0: needs a member 'name'"},
      {"{\"facet\": \"x\", \"entries\": [{\"name\": \"+ -\"}]}",
       "f.json:1: /entries/0/name: has no letters or digits"},
      {"{\"facet\": \"x\", \"entries\": [{\"name\": \"a\", \"alias\": []}]}",
       "/entries/0/alias: is no member of this; there are: name, aliases"},
      {"{\"facet\": \"x\", \"entries\": [{\"name\": \"a\", \"aliases\": \"b\"}]}",
       "/entries/0/aliases: must be a list of strings"},
      {"{\"facet\": \"x\", \"entries\": [{\"name\": \"a\", \"aliases\": [\"b\",\n\n1]}]}",
       "f.json:3: /entries/0/aliases/1: must be a string"},
      {"{\"facet\": \"x\", \"entries\": [{\"name\": \"a\", \"years\": [2018]}]}",
       "/entries/0/years: must be a list of the first and the last year"},
      {"{\"facet\": \"x\", \"entries\": [{\"name\": \"a\", \"years\": [2018, 2016]}]}",
       "/entries/0/years: ends before it starts"},
      {"{\"facet\": \"x\", \"entries\": [{\"name\": \"a\", \"years\": [2018, 1e99]}]}",
       "/entries/0/years/1: must be a year of four digits"},
      {"{\"facet\": \"x\", \"entries\": [{\"name\": \"a\", \"countries\": [\"Sweden\"]}]}",
       "/entries/0/countries/0: must be a country's code of two capitals, such as SE"},
      {"{\"facet\": \"x\", \"entries\": [{\"name\": \"a\", \"needs_context\": 1}]}",
       "/entries/0/needs_context: must be true or false"},
      {"{\"facet\": \"x\", \"entries\": [{\"name\": \"a\", \"found\": {\"a/b~\": 1}}]}",
       "/entries/0/found/a~1b~0: is no member of this"},
      {"{\"facet\": \"x\", \"entries\": []} x", "f.json:1: no JSON: syntax error"},
  };
  for (const auto& row : rows) {
    const auto file = ParseAuthority(row.json, "f.json");
    ASSERT_FALSE(file.ok()) << row.json;
    EXPECT_EQ(file.status().code(), StatusCode::kBadInput);
    EXPECT_THAT(file.status().message(), testing::HasSubstr(row.error)) << row.json;
  }
  const std::string deep = std::string(100000, '[');
  EXPECT_THAT(ParseAuthority(deep, "f.json").status().message(), testing::HasSubstr("is too deep"));
  EXPECT_EQ(ReadAuthority("/nonexistent.json").status().code(), StatusCode::kNotFound);
}

std::shared_ptr<const AuthorityTagger> TaggerOf(std::initializer_list<const char*> files) {
  std::vector<AuthorityFile> parsed;
  for (const char* json : files) {
    auto file = ParseAuthority(json, "f.json");
    EXPECT_TRUE(file.ok()) << file.status().ToString();
    if (file.ok()) parsed.push_back(*std::move(file));
  }
  return std::make_shared<const AuthorityTagger>(std::move(parsed));
}

// "project=UPSIDE", ...
std::vector<std::string> Found(const AuthorityTagger& tagger, std::string_view text, int year = 0) {
  ArticleText article = OnePiece(text);
  article.year = year;
  const std::vector<FoundValue> found = tagger.Tag(ScanArticle(article));
  ExpectSound(found, article);
  std::vector<std::string> lines;
  for (const FoundValue& value : found) {
    EXPECT_EQ(value.value.rule, "authority");
    EXPECT_GT(value.value.confidence, 0);
    EXPECT_LE(value.value.confidence, 1);
    lines.push_back(value.value.facet + "=" + value.value.value);
  }
  return lines;
}

constexpr const char* kProjects = R"({"facet": "project", "entries": [
    {"name": "UPSIDE", "needs_context": true, "cities": ["Kista"], "context": ["triple helix"]},
    {"name": "BeWiser", "url": "https://bewiser.example.org"},
    {"name": "+CityxChange"}, {"name": "mySMARTLife"},
    {"name": "TAILWIND"}, {"name": "街の木2020"}, {"name": "URBAN INNO", "aliases": ["URBANINNO"]}]})";
constexpr const char* kTopics = R"({"facet": "topic", "entries": [
    {"name": "circular economy", "id": "t:1", "aliases": ["Kreislaufwirtschaft"]}, {"name": "Smart Grid"}]})";
constexpr const char* kOrganisations = R"({"facet": "organisation", "entries": [
    {"name": "Kista Science City"}, {"name": "Research & Innovation AB"}]})";

TEST(AuthorityTaggerTest, FindsNamesInOddSpelling) {
  const auto tagger = TaggerOf({kProjects, kTopics, kOrganisations});
  const struct {
    const char* text;
    std::vector<std::string> found;
  } rows[] = {
      {"BeWiser and Be Wiser and BEWISER", {"project=BeWiser"}},
      {"be wiser next time, bewiser", {}},
      {"CityXChange, mySMARTLife", {"project=+CityxChange", "project=mySMARTLife"}},
      {"MySmartLife goes on", {"project=mySMARTLife"}},
      {"Urban Inno, URBAN-INNO", {"project=URBAN INNO"}},
      {"With Tailwind to Riga", {"project=TAILWIND"}},
      {"With tailwind to Riga", {}},
      {"「街の木2020」の成果", {"project=街の木2020"}},
      // Ordinary words.
      {"Circular economy; the CIRCULAR ECONOMY", {"topic=circular economy"}},
      {"a circular economy", {"topic=circular economy"}},
      {"Die Kreislaufwirtschaft", {"topic=circular economy"}},
      {"a smart grid", {}},
      {"the Smart Grid", {"topic=Smart Grid"}},
      {"Kista Science City, Research & Innovation AB",
       {"organisation=Kista Science City", "organisation=Research & Innovation AB"}},
      {"Kista Science Park", {}},
      // What means other things too.
      {"UPSIDE is here", {}},
      {"The UPSIDE project is here. Upside down.", {"project=UPSIDE"}},
      {"Upside is what the Upside project wants", {"project=UPSIDE"}},
      {"UPSIDE met in Kista", {"project=UPSIDE"}},
      {"UPSIDE and the triple helix", {"project=UPSIDE"}},
      {"https://bewiser.example.org/BeWiser", {}},
      {"", {}},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(Found(*tagger, row.text), testing::UnorderedElementsAreArray(row.found)) << row.text;
  }
}

TEST(AuthorityTaggerTest, NamesEndWithTheSentence) {
  const auto tagger = TaggerOf({R"({"facet": "project", "entries": [
    {"name": "Smart City"}, {"name": "St. Gallen Lab"}, {"name": "Horizon Europe"}]})"});
  EXPECT_THAT(Found(*tagger, "It is Smart. City councils agree."), testing::IsEmpty());
  EXPECT_THAT(Found(*tagger, "Is it Smart? City councils agree."), testing::IsEmpty());
  EXPECT_THAT(Found(*tagger, "In the St. Gallen Lab"), testing::ElementsAre("project=St. Gallen Lab"));
  EXPECT_THAT(Found(*tagger, "Horizon: Europe"), testing::ElementsAre("project=Horizon Europe"));
  EXPECT_THAT(Found(*tagger, "Smart City councils"), testing::ElementsAre("project=Smart City"));
}

TEST(AuthorityTaggerTest, EntriesOfOneNameCompete) {
  const auto tagger = TaggerOf({R"({"facet": "project", "entries": [
    {"name": "CARE Riga", "aliases": ["CARE"], "id": "a", "cities": ["Riga"], "years": [2010, 2012]},
    {"name": "CARE Graz", "aliases": ["CARE", "Caring Cities"], "id": "b", "cities": ["Graz"], "years": [2018, 2020]}]})"});
  EXPECT_THAT(Found(*tagger, "CARE met in Riga."), testing::ElementsAre("project=CARE Riga"));
  EXPECT_THAT(Found(*tagger, "CARE met in Graz."), testing::ElementsAre("project=CARE Graz"));
  EXPECT_THAT(Found(*tagger, "CARE met.", 2019), testing::ElementsAre("project=CARE Graz"));
  EXPECT_THAT(Found(*tagger, "CARE met.", 2011), testing::ElementsAre("project=CARE Riga"));
  EXPECT_THAT(Found(*tagger, "Caring Cities: CARE met."), testing::ElementsAre("project=CARE Graz"));
  const ArticleText article = OnePiece("CARE met in Graz.");
  const std::vector<FoundValue> found = tagger->Tag(ScanArticle(article));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].value.id, "b");
  ASSERT_EQ(found[0].value.candidates.size(), 1u);
  EXPECT_EQ(found[0].value.candidates[0].value, "CARE Riga");
  EXPECT_EQ(found[0].value.candidates[0].description, "2010-2012, Riga");
  EXPECT_LE(found[0].value.confidence + found[0].value.candidates[0].confidence, 1);
  EXPECT_GT(found[0].value.confidence, found[0].value.candidates[0].confidence);
  EXPECT_THAT(tagger->CitiesOf(found), testing::ElementsAre("Graz"));
}

TEST(AuthorityTaggerTest, WhatIsKnownIsNotDiscovered) {
  FacetTagger tagger(TaggerOf({kProjects}));
  const ArticleText article = OnePiece("The Be Wiser project and the NORDLICHT project met; so did BeWiser.");
  PreparedArticle prepared = tagger.Prepare(article);
  tagger.Learn(&prepared);
  const std::vector<FoundValue> found = tagger.Tag(&prepared);
  EXPECT_THAT(ValuesOf(found, "project"), testing::ElementsAre("BeWiser", "NORDLICHT"));
  EXPECT_EQ(found[0].value.rule, "authority");
  EXPECT_EQ(found[0].value.id, "https://bewiser.example.org");
}

TEST(AuthorityTaggerTest, RandomTextsKeepTheContract) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const auto tagger = TaggerOf({kProjects, kTopics, kOrganisations});
  const std::vector<std::string> words = {
      "UPSIDE",  "Be",   "Wiser",   "BeWiser", "circular", "economy", "街", "の", "木",     "2020", "Kista",
      "Science", "City", "project", "+",       "&",        "-",       ",",  "é",  "triple", "helix"};
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (uint64_t i = random.Below(15); i > 0; --i) {
      text.append(words[random.Below(words.size())]);
      if (random.Below(4) != 0) text.push_back(' ');
    }
    if (random.Below(5) == 0) text.append(random.Bytes(6));
    (void)Found(*tagger, text);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace newsearch
