// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/ingest.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

class ProjectListTest : public testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& text) { return folder_.Write(name, text); }

  ScratchFolder folder_;
};

constexpr const char* kArchive =
    "First news of TAILWIND\n\n3 May 2016\n\nIt rained. The TAILWIND project has begun in Riga. All were "
    "there.\n\n"
    "Second news\n\n4 June 2016\n\nThe LAVICE network met in Graz, and so did TAILWIND.\n\n"
    "Third news\n\n5 July 2016\n\nTAILWIND works under grant agreement No 691735 in Kista.\n\n";

TEST_F(ProjectListTest, ListsCandidatesWithExamples) {
  const std::string path = Write("news.txt", kArchive);
  const auto projects = ListProjects(path);
  ASSERT_TRUE(projects.ok()) << projects.status().ToString();
  ASSERT_EQ(projects->size(), 2u);
  const ProjectCandidate& first = (*projects)[0];
  EXPECT_EQ(first.name, "TAILWIND");
  EXPECT_TRUE(first.accepted);
  EXPECT_EQ(first.articles, 3u);
  EXPECT_EQ(first.introductions, 2u);
  EXPECT_THAT(first.grants, testing::ElementsAre("691735"));
  EXPECT_EQ(first.example, "The TAILWIND project has begun in Riga.");
  EXPECT_EQ(first.line, 5u);
  const ProjectCandidate& second = (*projects)[1];
  EXPECT_EQ(second.name, "LAVICE");
  EXPECT_FALSE(second.accepted);
  EXPECT_EQ(second.line, 11u);
}

TEST_F(ProjectListTest, TheListIsAnAuthorityFile) {
  const std::string path = Write("news.txt", kArchive);
  const auto projects = ListProjects(path);
  ASSERT_TRUE(projects.ok());
  IngestOptions options;
  options.authorities = {Write("projects.json", ProjectAuthority(*projects))};
  std::vector<std::string> found;
  const Status status = ReadArchive(path, options, [&](const Document& document) {
    for (const std::string& project : document.values("project")) {
      found.push_back(project + " by " + document.FindResolved("project", project)->rule);
    }
    return Status();
  });
  ASSERT_TRUE(status.ok()) << status.ToString();
  EXPECT_THAT(
      found, testing::ElementsAre("TAILWIND by authority", "TAILWIND by authority", "TAILWIND by authority"));
  // What a file knows needs no going through any more.
  const auto rest = ListProjects(path, options);
  ASSERT_TRUE(rest.ok());
  ASSERT_EQ(rest->size(), 1u);
  EXPECT_EQ((*rest)[0].name, "LAVICE");
}

TEST_F(ProjectListTest, DataHasNoLinesOfItsOwn) {
  const std::string path =
      Write("news.jsonl", "{\"id\":\"a\",\"text\":\"The TAILWIND project.\",\"lang\":\"en\"}\n");
  const auto projects = ListProjects(path);
  ASSERT_TRUE(projects.ok());
  ASSERT_EQ(projects->size(), 1u);
  EXPECT_EQ((*projects)[0].line, 1u);
}

TEST_F(ProjectListTest, AuthoritiesAndOverridesWorkForEveryFormat) {
  IngestOptions options;
  options.authorities = {Write("topics.json", R"({"facet": "topic", "entries": [{"name": "rain"}]})")};
  options.overrides = Write("o.tsv", "title:*news\ttopic\tadd\tweather\ntitle:*news\tcountry\tset\tSweden\n");
  const auto files = LoadIngestFiles(options);
  ASSERT_TRUE(files.ok()) << files.status().ToString();
  options.files = *files;
  for (const auto& [name, text] : std::vector<std::pair<std::string, std::string>>{
           {"a.txt", "Some news\n\n3 May 2016\n\nThe rain in Riga.\n"},
           {"a.jsonl", "{\"id\":\"a\",\"title\":\"Some news\",\"text\":\"The rain in Riga.\"}\n"},
           {"a.json", "[{\"id\":\"a\",\"title\":\"Some news\",\"text\":\"The rain in Riga.\"}]"},
           {"a.html", "<h2>Some news</h2><p>3 May 2016</p><p>The rain in Riga.</p>"},
           {"a.rss",
            "<rss><channel><item><title>Some news</title><description>The rain in "
            "Riga.</description></item></channel></rss>"}}) {
    std::vector<Document> documents;
    ArchiveReport report;
    const Status status = ReadArchive(
        Write(name, text), options,
        [&](Document document) {
          documents.push_back(std::move(document));
          return Status();
        },
        &report);
    ASSERT_TRUE(status.ok()) << name << status.ToString();
    ASSERT_EQ(documents.size(), 1u) << name;
    EXPECT_THAT(documents[0].values("topic"), testing::ElementsAre("rain", "weather")) << name;
    EXPECT_THAT(documents[0].values("country"), testing::ElementsAre("SE")) << name;
    EXPECT_EQ(documents[0].FindResolved("topic", "rain")->rule, "authority");
    EXPECT_EQ(documents[0].FindResolved("topic", "weather")->rule, "override");
    EXPECT_TRUE(report.warnings.empty()) << name << report.warnings[0].message;
  }
}

TEST_F(ProjectListTest, BadFilesStopBeforeReading) {
  IngestOptions options;
  options.authorities = {Write("topics.json", "{\n\"facet\": 3}")};
  bool read = false;
  const auto sink = [&](const Document&) {
    read = true;
    return Status();
  };
  const std::string path = Write("news.txt", kArchive);
  Status status = ReadArchive(path, options, sink);
  EXPECT_EQ(status.code(), StatusCode::kBadInput);
  EXPECT_THAT(status.message(), testing::HasSubstr("topics.json:2: /facet: must be a string"));
  EXPECT_EQ(ListProjects(path, options).status().code(), StatusCode::kBadInput);
  options.authorities.clear();
  options.overrides = Write("o.tsv", "x");
  status = ReadArchive(path, options, sink);
  EXPECT_EQ(status.code(), StatusCode::kBadInput);
  EXPECT_FALSE(read);
}

}  // namespace
}  // namespace newsearch
