// SPDX-License-Identifier: GPL-2.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "newsearch/ingest.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ListArchivesTest : public ::testing::Test {
 protected:
  void Make(const std::string& name) {
    std::filesystem::create_directories(std::filesystem::path(scratch_.File(name)).parent_path());
    (void)scratch_.Write(name, "text");
  }
  // The paths below the scratch folder; the message of an error.
  std::vector<std::string> List(const std::string& name) {
    const auto paths = ListArchives(scratch_.File(name));
    if (!paths.ok()) return {paths.status().ToString()};
    std::vector<std::string> names;
    for (const std::string& path : *paths) {
      EXPECT_EQ(path.compare(0, scratch_.path().size() + 1, scratch_.path() + "/"), 0) << path;
      names.push_back(path.substr(scratch_.path().size() + 1));
    }
    return names;
  }
  ScratchFolder scratch_;
};

TEST_F(ListArchivesTest, FileIsItselfWhateverItsName) {
  Make("a.png");
  Make("odd [1] *?.txt");
  EXPECT_THAT(List("a.png"), ElementsAre("a.png"));
  EXPECT_THAT(List("odd [1] *?.txt"), ElementsAre("odd [1] *?.txt"));
  EXPECT_EQ(*ListArchives("-"), std::vector<std::string>{"-"});
}

TEST_F(ListArchivesTest, DirectoryGivesWhatMayBeArchives) {
  for (const char* const name :
       {"n/b.txt", "n/a.text", "n/a.md", "n/a.markdown", "n/a.html", "n/a.HTM", "n/a.xhtml", "n/a.xml",
        "n/a.rss", "n/a.atom", "n/a.json", "n/a.jsonl", "n/a.ndjson", "n/a.txt.gz", "n/a.Jsonl.ZST",
        "n/2016/12/x.txt", "n/2016/x.txt", "n/2016-x.txt", "n/\xC3\xA9.txt",
        // None of these.
        "n/a.png", "n/a.gz", "n/a.txt.bz2", "n/txt", "n/.txt", "n/.hidden.txt", "n/.git/x.txt", "n/a.txt~",
        "n/a.txtx"}) {
    Make(name);
  }
  const auto all =
      ElementsAre("n/2016-x.txt", "n/2016/12/x.txt", "n/2016/x.txt", "n/a.HTM", "n/a.Jsonl.ZST", "n/a.atom",
                  "n/a.html", "n/a.json", "n/a.jsonl", "n/a.markdown", "n/a.md", "n/a.ndjson", "n/a.rss",
                  "n/a.text", "n/a.txt.gz", "n/a.xhtml", "n/a.xml", "n/b.txt", "n/\xC3\xA9.txt");
  EXPECT_THAT(List("n"), all);
  EXPECT_EQ(ListArchives(scratch_.File("n/"))->size(), 19u);
  EXPECT_EQ(ListArchives(scratch_.File("n/"))->front(), scratch_.File("n/2016-x.txt"));
  EXPECT_THAT(List("n/**"), all);
}

TEST_F(ListArchivesTest, Patterns) {
  for (const char* const name :
       {"n/a.txt", "n/b.txt", "n/c.dat", "n/.h.txt", "n/2016/a.txt", "n/2017/b.html", "n/2017/12/a.txt",
        "n/.x/a.txt", "n/x[1].txt", "n/-.txt", "n/\xC3\xA9.txt", "m/a.txt"}) {
    Make(name);
  }
  const struct {
    const char* pattern;
    std::vector<std::string> paths;
  } cases[] = {
      {"n/*.txt", {"n/-.txt", "n/a.txt", "n/b.txt", "n/x[1].txt", "n/\xC3\xA9.txt"}},
      {"n/?.txt", {"n/-.txt", "n/a.txt", "n/b.txt", "n/\xC3\xA9.txt"}},
      {"n/*.dat", {"n/c.dat"}},
      {"n/[ab].txt", {"n/a.txt", "n/b.txt"}},
      {"n/[!ab].txt", {"n/-.txt", "n/\xC3\xA9.txt"}},
      {"n/[^a-z].txt", {"n/-.txt", "n/\xC3\xA9.txt"}},
      {"n/[-z].txt", {"n/-.txt"}},
      {"n/[\xC3\xA0-\xC3\xBF].txt", {"n/\xC3\xA9.txt"}},
      {"n/x[[]1[]].txt", {"n/x[1].txt"}},
      {"n/x[1].tx?", {}},
      {"n/x[1*", {"n/x[1].txt"}},
      {"n/.*.txt", {"n/.h.txt"}},
      {"n/.x/*", {"n/.x/a.txt"}},
      {"n/20?\?/*", {"n/2016/a.txt", "n/2017/12/a.txt", "n/2017/b.html"}},
      {"n/20??", {"n/2016/a.txt", "n/2017/12/a.txt", "n/2017/b.html"}},
      {"n/20*/*.txt", {"n/2016/a.txt"}},
      {"?/a.txt", {"m/a.txt", "n/a.txt"}},
      {"**/a.txt", {"m/a.txt", "n/2016/a.txt", "n/2017/12/a.txt", "n/a.txt"}},
      {"n/**/a.txt", {"n/2016/a.txt", "n/2017/12/a.txt", "n/a.txt"}},
      {"n/**/12/*", {"n/2017/12/a.txt"}},
      {"n/**/**/a.*", {"n/2016/a.txt", "n/2017/12/a.txt", "n/a.txt"}},
      {"n/a**", {"n/a.txt"}},
      {"n/*a*.*t*", {"n/a.txt"}},
  };
  for (const auto& row : cases) {
    if (row.paths.empty()) {
      EXPECT_THAT(ListArchives(scratch_.File(row.pattern)), StatusIs(StatusCode::kNotFound)) << row.pattern;
    } else {
      EXPECT_EQ(List(row.pattern), row.paths) << row.pattern;
    }
  }
}

TEST_F(ListArchivesTest, PatternsAreRelativeToo) {
  Make("n/a.txt");
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(scratch_.path());
  const auto star = ListArchives("n/*.txt");
  const auto stars = ListArchives("**/*.txt");
  const auto all = ListArchives("**");
  const auto dot = ListArchives(".");
  std::filesystem::current_path(before);
  EXPECT_THAT(*star, ElementsAre("n/a.txt"));
  EXPECT_THAT(*stars, ElementsAre("n/a.txt"));
  EXPECT_THAT(*all, ElementsAre("./n/a.txt"));
  EXPECT_THAT(*dot, ElementsAre("./n/a.txt"));
}

TEST_F(ListArchivesTest, LinksAreFollowedOnce) {
  Make("n/2016/a.txt");
  Make("outside/b.txt");
  Make("outside/c.txt");
  const auto link = [this](const std::string& to, const std::string& name) {
    std::filesystem::create_symlink(to, scratch_.File(name));
  };
  link("..", "n/2016/up");               // a loop
  link("2016", "n/1-latest");            // sorted in front of what it leads to
  link("2016/a.txt", "n/0-latest.txt");  // likewise
  link("../outside", "n/more");
  link("../outside/b.txt", "n/b-link.txt");
  link("nowhere", "n/dead.txt");
  link("self.txt", "n/self.txt");
  EXPECT_THAT(List("n"), ElementsAre("n/2016/a.txt", "n/b-link.txt", "n/more/c.txt"));
  EXPECT_THAT(List("n/**/*.txt"), ElementsAre("n/2016/a.txt", "n/b-link.txt"));
  EXPECT_THAT(List("n/*"), ElementsAre("n/2016/a.txt", "n/b-link.txt", "n/more/c.txt"));
  // Named, they are themselves.
  EXPECT_THAT(List("n/0-latest.txt"), ElementsAre("n/0-latest.txt"));
  EXPECT_THAT(List("n/more"), ElementsAre("n/more/b.txt", "n/more/c.txt"));
}

TEST_F(ListArchivesTest, NothingThereIsNotFound) {
  std::filesystem::create_directories(scratch_.File("empty"));
  Make("pictures/a.png");
  ASSERT_EQ(::mkfifo(scratch_.File("pictures/pipe.txt").c_str(), 0600), 0);
  for (const char* const name : {"none", "none.txt", "empty", "pictures", "empty/*", "none/*", "**/none",
                                 "empty/**", "pictures/a.png/*", "pictures/*.txt"}) {
    const auto paths = ListArchives(scratch_.File(name));
    EXPECT_THAT(paths, StatusIs(StatusCode::kNotFound)) << name;
    EXPECT_THAT(paths.status().message(), HasSubstr(scratch_.File(name)));
  }
  EXPECT_THAT(ListArchives(""), StatusIs(StatusCode::kNotFound));
}

TEST_F(ListArchivesTest, DirectoryThatCannotBeReadIsAnError) {
  if (::geteuid() == 0) GTEST_SKIP() << "root reads everything";
  Make("n/secret/a.txt");
  ASSERT_EQ(::chmod(scratch_.File("n/secret").c_str(), 0), 0);
  EXPECT_THAT(ListArchives(scratch_.File("n")), StatusIs(StatusCode::kIo));
  ASSERT_EQ(::chmod(scratch_.File("n/secret").c_str(), 0700), 0);
}

// A star is tried again at most once for each character.
TEST_F(ListArchivesTest, ManyStarsTakeNoTime) {
  Make(std::string(200, 'a') + ".txt");
  std::string pattern;
  for (int i = 0; i < 100; ++i) pattern += "a*";
  EXPECT_THAT(ListArchives(scratch_.File(pattern + "b")), StatusIs(StatusCode::kNotFound));
}

}  // namespace
}  // namespace newsearch
