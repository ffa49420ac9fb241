// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/markdown_blocks.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "ingest/block_checks.h"
#include "ingest/html_blocks.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

BlockList BlocksOf(std::string_view text) {
  BlockList list;
  EXPECT_THAT(MakeMarkdownBlocks(text, &list), IsOk());
  EXPECT_EQ(FaultInBlocks(text, list), "") << text;
  return list;
}

std::vector<std::string> Dump(std::string_view text) {
  std::vector<std::string> lines;
  for (const Block& block : BlocksOf(text).blocks) lines.push_back(DumpBlock(block));
  return lines;
}

struct Row {
  std::string text;
  std::vector<std::string> blocks;
};

void ExpectBlocks(const std::vector<Row>& rows) {
  for (const Row& row : rows) EXPECT_EQ(Dump(row.text), row.blocks) << row.text;
}

TEST(MarkdownBlocksTest, BlocksAndMarkup) {
  ExpectBlocks({
      {"", {}},
      {" \n\n", {}},
      {"# Title\n\nOne\ntwo\n\nThree", {"h1 'Title'", "1 'One two'", "1 'Three'"}},
      {"Title\n===\nSecond\n---\ntext", {"h1 'Title'", "1 h2 'Second'", "1 'text'"}},
      {"### Closed ###\r\ntext\r\n", {"h3 'Closed'", "1 'text'"}},
      {"One  \ntwo\\\nthree<br>four", {"'One'", "0 'two'", "0 'three'", "0 'four'"}},
      {"- One\n- Two\n  - In two\n\nAfter", {"item 'One'", "0 item 'Two'", "0 item 'In two'", "1 'After'"}},
      {"- One\n\n  More\n\n- Two", {"item 'One'", "1 'More'", "1 item 'Two'"}},
      {"1. One\n2. Two", {"item 'One'", "0 item 'Two'"}},
      {"One\n\n---\n\nTwo", {"'One'", "1 rule 'Two'"}},
      {"> Said\n> so\n\nby", {"'Said so'", "1 'by'"}},
      {"**All bold**\n\n**Some** bold", {"bold 'All bold'", "1 'Some bold'"}},
      {"See [the *page*](http://example.org \"t\") now.", {"link=8 'See the page now.'"}},
      {"[ref][1] and <https://example.org>\n\n[1]: http://example.org",
       {"link=22 'ref and https://example.org'"}},
      {"![alt](a.png) text [![alt](b.png)](c)", {"'text'"}},
      {"| Date | Title |\n|---|---|\n| 2016 | **One** |\n| | Two |",
       {"bold 'Date | Title'", "0 '2016 | One'", "0 'Two'"}},
      {"```sh\nmake\n\n  all\n```\ntext", {"'make'", "1 'all'", "1 'text'"}},
      {"    2016: indented\n", {"'2016: indented'"}},
      {"`code` ~~gone~~ snake_case_name", {"'code gone snake_case_name'"}},
      {"- [ ] task\n- [x] done", {"item 'task'", "0 item 'done'"}},
  });
}

TEST(MarkdownBlocksTest, TextAndWhatIsNone) {
  ExpectBlocks({
      {"K&ouml;ln &amp; Bonn&hellip; &bogus; AT&T &#8211; \\*no\\*", {"'Köln & Bonn… &bogus; AT&T – *no*'"}},
      {"a  b\tc\u00AD\u200Bd", {"'a b cd'"}},
      {"a\xFF"
       "b\n\n\xC3",
       {"'a\uFFFD"
        "b'",
        "1 '\uFFFD'"}},
      {"a <span class=\"x\">b</span> <!-- c --> d", {"'a b d'"}},
      {"<!-- gone\n\nstill gone -->\n\ntext", {"'text'"}},
      {"<div class=\"n\"><h2>Raw &amp; b</h2>\n<p>x</p></div>\n\ntext",
       {"h2 'Raw & b'", "1 'x'", "1 'text'"}},
      {"> <p>one\n> two</p>", {"'one two'"}},
      {"---\n\n<p>x</p>\n", {"rule 'x'"}},
      {"{% for p in posts %}\n# {{ p.title }} News {#news .c}\n{: .no_toc}\n{{< fig >}}\ntext {{x}} here\n{% "
       "endfor %}",
       {"h1 'News'", "1 'text here'"}},
      {"set {a, b} and {{ open", {"'set {a, b} and {{ open'"}},
  });
}

TEST(MarkdownBlocksTest, FrontMatter) {
  const struct {
    const char* text;
    const char* first;
    const char* lang;
  } rows[] = {
      {"---\ntitle: \"News\"\nlang: de\ntags:\n  - a\n- b\n---\ntext", "text", "de"},
      {"\xEF\xBB\xBF---\r\nlanguage: 'pt-BR'\r\n---\r\ntext", "text", "pt"},
      {"+++\ntitle = \"a: b\"\nlang = \"sv\"\n+++\ntext", "text", "sv"},
      {"---\ntitle: x\n...\ntext", "text", ""},
      {"---\n---\ntext", "text", ""},
      {"---\nlang: english\n---\ntext", "text", ""},
      // A rule, and a text.
      {"---\n\nOne\n\n---\ntext", "One", ""},
      {"---\nThis is: a sentence\n---\n", "This is: a sentence", ""},
      {"---\ntitle: never closed\n", "title: never closed", ""},
  };
  for (const auto& row : rows) {
    const BlockList list = BlocksOf(row.text);
    ASSERT_FALSE(list.blocks.empty()) << row.text;
    EXPECT_EQ(list.blocks[0].text, row.first) << row.text;
    EXPECT_EQ(list.lang, row.lang) << row.text;
  }
}

TEST(MarkdownBlocksTest, SpansLinesAndRuns) {
  const std::string text = "---\r\na: b\r\n---\r\n# One\r\n\r\nA [b](c)\r\n&amp; d";
  const BlockList list = BlocksOf(text);
  ASSERT_EQ(list.blocks.size(), 2u);
  EXPECT_EQ(list.blocks[0].line, 4u);
  EXPECT_TRUE(list.blocks[0].runs.empty());
  EXPECT_EQ(list.blocks[1].line, 6u);
  EXPECT_EQ(list.blocks[1].text, "A b & d");
  EXPECT_EQ(text.substr(SourceOffset(list.blocks[1], 2), 2), "b]");
  EXPECT_EQ(text.substr(SourceOffset(list.blocks[1], 4), 5), "&amp;");
  EXPECT_EQ(text.substr(SourceOffset(list.blocks[1], 6)), "d");
}

TEST(MarkdownBlocksTest, PathsTellTemplates) {
  const BlockList list = BlocksOf("## A\n\ntext\n\n## B\n\n- c\n- d\n\n1. e\n\n### F\n");
  ASSERT_EQ(list.blocks.size(), 7u);
  const auto path = [&list](size_t i) { return list.blocks[i].markup.path; };
  EXPECT_EQ(path(0), path(2));
  EXPECT_EQ(path(3), path(4));
  EXPECT_NE(path(0), path(1));
  EXPECT_NE(path(3), path(5));
  EXPECT_NE(path(0), path(6));
}

TEST(MarkdownBlocksTest, LooksLikeMarkdown) {
  for (const char* text : {"---\ntitle: x\n---\n", "# News\n\n## One\n\ntext\n\n## Two\n",
                           "# News\n\n* [One](http://a.example)\n", "**2016** - [One](a) and [two](b)\n",
                           "# Title\n\n**bold** and **more**\n\n**bold**\n"}) {
    EXPECT_TRUE(LooksLikeMarkdown(text)) << text;
  }
  for (const char* text :
       {"", "Plain text.\n", "• One\n• Two\n", "- One\n- Two\n\n* Three\n", "++ Title ++\n\ntext\n",
        "== Title ==\n", "** A title **\n\ntext\n\n** Another **\n", "Title\n=====\n\ntext\n-----\n", "# 1\n",
        "#hashtag #more\n", "see [1] and (2)\n", "---\n\ntext\n\n---\n", "2 ** 3 ** 4\n"}) {
    EXPECT_FALSE(LooksLikeMarkdown(text)) << text;
  }
}

TEST(MarkdownBlocksTest, PlainTextIsNeither) {
  const std::string sample = ReadFile(CorpusPath("sample/news.txt"));
  EXPECT_FALSE(LooksLikeMarkdown(sample));
  EXPECT_FALSE(LooksLikeHtml(sample));
  const auto folder = SharedPath("data/archives");
  if (!folder) GTEST_SKIP() << "data/archives is not here";
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    const std::string name = entry.path().filename().string();
    const std::string text = ReadFile(entry.path().string());
    if (entry.path().extension() == ".txt") {
      EXPECT_FALSE(LooksLikeMarkdown(text)) << name;
      EXPECT_FALSE(LooksLikeHtml(text)) << name;
    } else if (entry.path().extension() == ".html") {
      EXPECT_FALSE(LooksLikeMarkdown(text)) << name;
    } else if (name.find(".src.md") != std::string::npos) {
      EXPECT_TRUE(LooksLikeMarkdown(text)) << name;
      EXPECT_FALSE(LooksLikeHtml(text)) << name;
    }
  }
}

TEST(MarkdownBlocksTest, TitlesOfARealPageAreInBlocks) {
  const auto page = SharedPath("data/archives/geosciml-news.src.md");
  const auto gold = SharedPath("data/archives/geosciml-news.gold.json");
  if (!page || !gold) GTEST_SKIP() << "data/archives/geosciml-news is not here";
  const std::string text = ReadFile(*page);
  const BlockList list = BlocksOf(text);
  const nlohmann::json labels = nlohmann::json::parse(ReadFile(*gold));
  for (const auto& item : labels["items"]) {
    if (!item.contains("title") || item["title"].is_null()) continue;
    const std::string title = item["title"];
    EXPECT_TRUE(std::any_of(list.blocks.begin(), list.blocks.end(), [&title](const Block& block) {
      return block.text.find(title) != std::string::npos;
    })) << title;
  }
}

TEST(MarkdownBlocksTest, Mazes) {
  const auto repeated = [](const std::string& part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += part;
    return text;
  };
  for (const char* part : {"[", "![", "*a ", "_a ", "`", "<", "> ", "- ", "1. ", "[a](", "{{", "{% ", "&amp",
                           "|", "~~", "**a", "<div>\n\n", "\\"}) {
    SCOPED_TRACE(part);
    BlocksOf(repeated(part, 20000));
  }
  // A wide table with many short rows.
  BlocksOf(repeated("|a", 5000) + "\n" + repeated("|-", 5000) + "\n" + repeated("|b\n", 20000));
}

TEST(MarkdownBlocksTest, InvariantsOfMutatedDocuments) {
  static const char* kSeed =
      "---\ntitle: x\nlang: en\n---\n# News {#n}\n\n* **March 2017** - [Title](http://a.example/b).\n* [x] "
      "K&ouml;ln\n\n"
      "---\n\n> quoted\n> <p>raw\n> x</p>\n\n| a | b |\n|---|---|\n| 1 | `2` |\n\n```\ncode\n\n x\n```\nline "
      " \nbreak\\\n"
      "end <br> ![i](j) {{ t }} \xC3\xA4\r\n\r\n<div>a &amp; <b>b</b>\n</div>\n\n1. one\n   - two\n\n    "
      "indented\n";
  static const char* kParts[] = {
      "\n",  "\n\n", "    ", "> ",     "- ",     "* ",    "1. ", "# ",         "**",   "_",    "`",
      "```", "[",    "](",   ")",      "|",      "---",   "===", "<p>",        "</p>", "<!--", "-->",
      "{{",  "}}",   "{%",   "%}",     "{:",     "}",     "&",   ";",          "\r",   "\r\n", "\xFF",
      "\t",  "\\",   "<br>", "\u00A0", "\u00AD", "<div>", "~~",  "http://a.b "};
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 3000; ++round) {
    std::string text = kSeed;
    for (uint64_t edits = random.Below(12) + 1; edits > 0; --edits) {
      const size_t at = random.Below(text.size() + 1);
      switch (random.Below(4)) {
        case 0:
          text.erase(at, random.Below(30));
          break;
        case 1:
          text.insert(at, random.Bytes(random.Below(4)));
          break;
        case 2:
          text.insert(at, text.substr(random.Below(text.size() + 1), random.Below(60)));
          break;
        default:
          text.insert(at, kParts[random.Below(std::size(kParts))]);
      }
    }
    BlockList list;
    ASSERT_THAT(MakeMarkdownBlocks(text, &list), IsOk());
    ASSERT_EQ(FaultInBlocks(text, list), "") << text;
  }
}

// The seeds of the fuzzers, with every beginning of each.
TEST(MarkdownBlocksTest, SeedsOfTheFuzzers) {
  for (const char* kind : {"html_blocks", "markdown_blocks"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(CorpusPath(std::string("../fuzz/corpora/") + kind))) {
      const std::string text = ReadFile(entry.path().string());
      for (size_t size = 0; size <= text.size(); ++size) {
        const std::string beginning = text.substr(0, size);
        BlockList html;
        ASSERT_THAT(MakeHtmlBlocks(beginning, &html), IsOk());
        ASSERT_EQ(FaultInBlocks(beginning, html), "") << beginning;
        BlockList markdown;
        ASSERT_THAT(MakeMarkdownBlocks(beginning, &markdown), IsOk());
        ASSERT_EQ(FaultInBlocks(beginning, markdown), "") << beginning;
      }
    }
  }
}

}  // namespace
}  // namespace newsearch
