// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/html_blocks.h"

#include <nlohmann/json.hpp>

#include "ingest/block_checks.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

BlockList BlocksOf(std::string_view html) {
  BlockList list;
  EXPECT_THAT(MakeHtmlBlocks(html, &list), IsOk());
  EXPECT_EQ(FaultInBlocks(html, list), "") << html;
  return list;
}

std::vector<std::string> Dump(std::string_view html) {
  std::vector<std::string> lines;
  for (const Block& block : BlocksOf(html).blocks) lines.push_back(DumpBlock(block));
  return lines;
}

struct Row {
  std::string html;
  std::vector<std::string> blocks;
};

void ExpectBlocks(const std::vector<Row>& rows) {
  for (const Row& row : rows) EXPECT_EQ(Dump(row.html), row.blocks) << row.html;
}

TEST(HtmlBlocksTest, BlocksAndWhatSetsThemApart) {
  ExpectBlocks({
      {"", {}},
      {"<p></p><div> &nbsp; </div>", {}},
      {"Text alone", {"'Text alone'"}},
      {"<h2>Title</h2><p>One</p><p>Two</p>", {"h2 'Title'", "1 'One'", "1 'Two'"}},
      {"<div>One</div><div>Two</div>", {"'One'", "0 'Two'"}},
      {"One<div>Two</div>Three", {"'One'", "0 'Two'", "0 'Three'"}},
      {"<ul><li>One<li>Two<ul><li>In two</ul></ul>After",
       {"item 'One'", "0 item 'Two'", "0 item 'In two'", "1 'After'"}},
      {"<ul><li><p>One</p><p>More</p></li><li>Two</li></ul>", {"item 'One'", "1 'More'", "1 item 'Two'"}},
      {"<p>One<br>Two<br><br>Three<br>\n<br>\n<br>Four", {"'One'", "0 'Two'", "1 'Three'", "2 'Four'"}},
      {"<p>One<br></p><p>Two</p>", {"'One'", "1 'Two'"}},
      {"<div>One</div><br><div>Two</div>", {"'One'", "1 'Two'"}},
      {"<p>One</p><p>&nbsp;</p><p>Two</p>", {"'One'", "2 'Two'"}},
      {"<h1>Two<br>lines</h1>", {"h1 'Two'", "0 h1 'lines'"}},
      {"<p>One</p><hr><p>Two</p>", {"'One'", "1 rule 'Two'"}},
      {"<dl><dt>2016</dt><dd>Opened</dd></dl>", {"'2016'", "0 'Opened'"}},
      {"<pre>\n  One\n\nTwo  three\n</pre>", {"'One'", "1 'Two  three'"}},
      {"<blockquote>Said</blockquote>by", {"'Said'", "1 'by'"}},
      {"<span style='display: block'>One</span>Two", {"'One'", "0 'Two'"}},
  });
}

TEST(HtmlBlocksTest, Text) {
  ExpectBlocks({
      {"<p> a \n\t b  <b> c</b> d </p>", {"'a b c d'"}},
      {"<p>the 1<sup>st</sup> of <em>May</em></p>", {"'the 1st of May'"}},
      {"<p>K&ouml;ln &amp; Bonn &#8211; &#x201C;ja&#x201d; &lt;b&gt; &copy2015 &bogus; AT&T &#150;</p>",
       {"'Köln & Bonn – “ja” <b> ©2015 &bogus; AT&T –'"}},
      {"<p>Donau&shy;dampf\u00ADschiff a\u200Bb<wbr>c\uFEFF</p>", {"'Donaudampfschiff abc'"}},
      {"<p>a&nbsp;b</p>", {"'a\u00A0b'"}},
      {"<p>a < b <3 </p>", {"'a < b <3'"}},
      {"a\xFF"
       "b \xE2\x82 c",
       {"'a\uFFFD"
        "b \uFFFD c'"}},
      {"<p>a</i>b<!-- c -->d</p>", {"'abd'"}},
      // Not to be seen.
      {"<head><title>T</title><style>s</style></head><body><script>x</script>a<noscript>n</noscript>"
       "<svg><text>v</text></svg><template>t</template><iframe>f</iframe><img alt='i'><!-- c -->",
       {"'a'"}},
      {"<form><label>L</label><input value=v><select><option>o</select><textarea>t</textarea>"
       "<button>b</button></form>",
       {"'L'"}},
      {"<p>a<span hidden>b</span><i aria-hidden='true'>c</i><span style='DISPLAY : none'>d</span>"
       "<span class='x sr-only'>e</span><b style='visibility:hidden'>f</b>g",
       {"'ag'"}},
      {"<p class='d-none d-md-block'>a</p><p class=d-none>b</p>", {"'a'"}},
      // Kept apart by style alone.
      {"<div><time>13 May</time><span class=c>News</span></div>", {"'13 May News'"}},
      {"<div><a href=1>One</a><a href=2>Two</a></div>", {"link=6 'One Two'"}},
      {"<p><b>D</b><i>er</i></p>", {"'Der'"}},
      {"<time class='entry-date published' datetime=2016-06-21>21 June</time>"
       "<time class=updated datetime=2016-07-01>1 July</time>",
       {"[2016-06-21] '21 June'"}},
  });
}

TEST(HtmlBlocksTest, Tables) {
  ExpectBlocks({
      {"<table><tr><th>Date<th>Title<tr><td>2016<td><p>One</p><tr><td>&nbsp;<td>Two<td></table>",
       {"bold 'Date | Title'", "0 '2016 | One'", "0 'Two'"}},
      // Two lines in a cell: a layout.
      {"<table><tr><td>2016<td><b>Title</b><br>Text</table>", {"'2016'", "0 bold 'Title'", "0 'Text'"}},
      {"<table><tr><td>2016<td>" + std::string(600, 'x') + "</table>",
       {"'2016'", "0 '" + std::string(600, 'x') + "'"}},
      {"<table><tr><td><table><tr><td>a<td>b</table></table>", {"'a | b'"}},
      // Text between rows stands before the table in the tree, and behind its rows in the source.
      {"<table><tr><td>a</td></tr>b</table>", {"'a'", "1 'b'"}},
  });
}

TEST(HtmlBlocksTest, Markup) {
  ExpectBlocks({
      {"<p><b>All</b> <strong>bold</strong></p><p><b>Some</b> bold</p>",
       {"bold 'All bold'", "1 'Some bold'"}},
      {"<p>See <a href=x>the öld <b>page</b></a> <a name=y>here</a>", {"link=12 'See the öld page here'"}},
      {"<div role=heading aria-level=3>H</div><span role=heading>I</span>", {"h3 'H'", "0 h2 'I'"}},
      {"<nav>n</nav><header>h</header><main>m<aside>a</aside></main><footer>f<div "
       "class=menu>g</div></footer>",
       {"nav 'n'", "0 header 'h'", "0 main 'm'", "0 aside 'a'", "0 footer 'f'", "0 nav 'g'"}},
      {"<div role=navigation>n</div><div class='x Breadcrumbs'>b</div><div id=footer>f</div>"
       "<div class='page-with-sidebar'>s</div>",
       {"nav 'n'", "0 nav 'b'", "0 footer 'f'", "0 's'"}},
      {"<article><header>h</header>x</article>", {"article=1 'h'", "0 article=1 'x'"}},
      {"<section><header>h</header></section>", {"'h'"}},
      // So many headers are those of the items.
      {"<div class=header>a</div><div class=header>b</div><div class=header>c</div><div class=header>d</div>",
       {"'a'", "0 'b'", "0 'c'", "0 'd'"}},
      {"<time datetime=' 2016-06-21T10:00 '>21 June</time> Title", {"[2016-06-21T10:00] '21 June Title'"}},
      {"<div itemprop=datePublished content=2016-06-21>21 June</div>b", {"[2016-06-21] '21 June'", "0 'b'"}},
      {"<article><meta itemprop=datePublished content=2016>a</article><p>b</p>",
       {"article=1 [2016] 'a'", "1 'b'"}},
      {"<article>a<time datetime=2015></time></article><p>b</p>", {"article=1 [2015] 'a'", "1 'b'"}},
  });
}

TEST(HtmlBlocksTest, Articles) {
  const std::string post = "<h2>Title</h2><p>" + std::string(80, 'x') + "</p>";
  const auto numbers = [](const std::string& html) {
    std::string text;
    for (const Block& block : BlocksOf(html).blocks) text += std::to_string(block.markup.article);
    return text;
  };
  EXPECT_EQ(numbers("<p>a</p><article>b<p>c</p></article><div class='post-12 hentry'>d</div>e"), "01120");
  EXPECT_EQ(
      numbers("<div itemscope itemtype='https://schema.org/NewsArticle'>a</div><div class=h-entry>b</div>"),
      "12");
  // Comments belong to what they comment on; a frame around articles is none.
  EXPECT_EQ(numbers("<article>" + post + "<article class=comment>c</article><article>d</article></article>"),
            "1111");
  EXPECT_EQ(numbers("<article><h1>News</h1><article>" + post + "</article><article>" + post +
                    "</article></article>"),
            "01122");
}

TEST(HtmlBlocksTest, PathsTellTemplates) {
  const BlockList list = BlocksOf(
      "<ul class='news list'><li class='item item-1 odd'>a</li><li class='even item-2 item'>b <b>c</b></li>"
      "<li class=other>d</li></ul><ul class='list news'><li class='item item-33'>e</li></ul>"
      "<ul><li class='item item-1'>f</li></ul><div><span class=date>g</span></div><div>h</div>");
  ASSERT_EQ(list.blocks.size(), 7u);
  const auto path = [&list](size_t i) { return list.blocks[i].markup.path; };
  EXPECT_EQ(path(0), path(1));
  EXPECT_NE(path(0), path(2));
  EXPECT_EQ(path(0), path(3));
  EXPECT_NE(path(0), path(4));
  EXPECT_NE(path(5), path(6));
}

TEST(HtmlBlocksTest, SpansLinesAndRuns) {
  const std::string html = "\xEF\xBB\xBF<p>\r\nOne\r\n</p>\r\n<p>A &amp; <b>B</b>&hellip;</p>";
  const BlockList list = BlocksOf(html);
  ASSERT_EQ(list.blocks.size(), 2u);
  EXPECT_EQ(list.blocks[0].line, 2u);
  EXPECT_TRUE(list.blocks[0].runs.empty());
  EXPECT_EQ(list.blocks[1].line, 4u);
  const Block& block = list.blocks[1];
  EXPECT_EQ(block.text, "A & B…");
  EXPECT_EQ(html.substr(block.span.begin, block.span.end - block.span.begin), "A &amp; <b>B</b>&hellip;");
  EXPECT_EQ(html.substr(SourceOffset(block, 2), 5), "&amp;");
  EXPECT_EQ(html.substr(SourceOffset(block, 4), 5), "B</b>");
  EXPECT_EQ(html.substr(SourceOffset(block, 5), 8), "&hellip;");
}

TEST(HtmlBlocksTest, Languages) {
  const struct {
    const char* html;
    const char* lang;
  } rows[] = {
      {"<html lang=de-AT>", "de"},
      {"<html xml:lang='SV'>", "sv"},
      {"<html><body lang=it>", "it"},
      {"<meta http-equiv=Content-Language content='nl, en'>", ""},
      {"<meta http-equiv=Content-Language content=nl>", "nl"},
      {"<meta property='og:locale' content='fr_FR'>", "fr"},
      {"<html lang=''>", ""},
      {"<html lang=x-default>", ""},
      {"<html lang=gsw>", ""},
  };
  for (const auto& row : rows) EXPECT_EQ(BlocksOf(row.html).lang, row.lang) << row.html;
}

TEST(HtmlBlocksTest, HtmlToText) {
  EXPECT_EQ(HtmlToText("<p>One<br>two &amp; three</p><p>Four</p><ul><li>a<li>b</ul>"),
            "One\ntwo & three\n\nFour\n\na\nb");
  EXPECT_EQ(HtmlToText("plain"), "plain");
  EXPECT_EQ(HtmlToText(""), "");
}

TEST(HtmlBlocksTest, LooksLikeHtml) {
  for (const char* html : {"<!DOCTYPE html>", "\xEF\xBB\xBF<!doctype HTML PUBLIC", " \n<html lang=de>",
                           "<body>", "<!-- saved from --><html>", "<?xml version='1.0'?><!DOCTYPE html>",
                           "<div><p>One</p><p>Two</p></div>"}) {
    EXPECT_TRUE(LooksLikeHtml(html)) << html;
  }
  for (const char* text : {"", "Plain", "a <b>bold</b> word", "<3 for all",
                           "<?xml version='1.0'?><rss><channel>", "<feed><entry><p>a</p><p>b</p></entry>",
                           "<p>One", "{\"text\": \"<p>a</p><p>b</p>\"}", "<https://example.org>"}) {
    EXPECT_FALSE(LooksLikeHtml(text)) << text;
  }
}

// What would take Gumbo hours, or the stack.
TEST(HtmlBlocksTest, Mazes) {
  const auto repeated = [](const std::string& part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += part;
    return text;
  };
  EXPECT_EQ(Dump(repeated("<div>", 100000) + "in"), std::vector<std::string>{"'in'"});
  EXPECT_EQ(Dump(repeated("<table><tr><td>", 20000) + "in").size(), 1u);
  EXPECT_EQ(Dump(repeated("<svg>", 100000) + "</svg>").size(), 0u);
  EXPECT_EQ(Dump(repeated("<p><font color=1><i><b>x", 5000)).size(), 5000u);
  std::string fonts;
  std::string attributes = "<p";
  for (int i = 0; i < 20000; ++i) {
    fonts += "<p><font size=" + std::to_string(i) + ">x";
    attributes += " a" + std::to_string(i) + "='1'";
  }
  EXPECT_EQ(Dump(fonts).size(), 20000u);
  EXPECT_EQ(Dump(attributes + ">x").size(), 1u);
  EXPECT_EQ(Dump(repeated("<!--", 100000)).size(), 0u);
  // A tree that does not fit: read in halves, and nothing is lost.
  EXPECT_EQ(Dump(repeated("<p>x", 400000)).size(), 400000u);
  // Gumbo's assertion.
  EXPECT_EQ(Dump("<table><math><mi><![CDATA[x]]>\ny").size(), 1u);
  EXPECT_EQ(Dump(repeated("</p>", 100000)).size(), 0u);
  EXPECT_EQ(Dump(repeated("&amp", 100000)).size(), 1u);
}

TEST(HtmlBlocksTest, InvariantsOfMutatedPages) {
  static const char* kSeed =
      "<!DOCTYPE html><html lang=en><body><nav><ul><li><a href=/>Home</a></ul></nav><main>\r\n<article "
      "class=post>"
      "<h2><a href=1>A &amp; B</a></h2><time datetime=2016-01-02>2 J\xC3\xA4n 2016</time><p>Text "
      "<b>bold</b>&nbsp;"
      "&hellip; more<br>line</p><table><tr><td>1<td>2</table></article><select><option>x</select><pre>\n "
      "a\n</pre>"
      "<hr><!-- c --><svg><title>t</title></svg><math><mi>x</mi></math><script>if (a<b) c();</script></main>";
  static const char* kParts[] = {
      "<",     ">",      "</",     "<p>",    "</p>",     "<table>",    "<tr>",     "<td>",
      "</td>", "<b>",    "</b>",   "<a>",    "<div>",    "</div>",     "&",        "&amp;",
      "&#0;",  "&nGt;",  "\xFF",   "\xC2",   "\u00AD",   "\u00A0",     "\xE2\x80", "<!--",
      "-->",   "<br>",   "<pre>",  "\r",     "<select>", "<svg>",      "</svg>",   "<frameset>",
      "<li>",  "<time>", "<html>", "<body>", "</body>",  "<form>",     "<i>",      "<template>",
      "<h1>",  "<hr>",   "\"",     "'",      "<xmp>",    "<textarea>", "<title>",  "<tr><td>"};
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 3000; ++round) {
    std::string html = kSeed;
    for (uint64_t edits = random.Below(12) + 1; edits > 0; --edits) {
      const size_t at = random.Below(html.size() + 1);
      switch (random.Below(4)) {
        case 0:
          html.erase(at, random.Below(30));
          break;
        case 1:
          html.insert(at, random.Bytes(random.Below(4)));
          break;
        case 2:
          html.insert(at, html.substr(random.Below(html.size() + 1), random.Below(60)));
          break;
        default:
          html.insert(at, kParts[random.Below(std::size(kParts))]);
      }
    }
    BlockList list;
    ASSERT_THAT(MakeHtmlBlocks(html, &list), IsOk());
    ASSERT_EQ(FaultInBlocks(html, list), "") << html;
  }
}

TEST(HtmlBlocksTest, TitlesOfRealPagesAreInBlocks) {
  for (const char* name : {"federsanita-fvg", "groningen-onbereikbaar", "itug-aktuelles", "lingolympiaden",
                           "neumann-oldnews", "oshikawa-en"}) {
    const std::string file = std::string("data/archives/") + name;
    const auto page = SharedPath(file + ".src.html");
    const auto gold = SharedPath(file + ".gold.json");
    if (!page || !gold) GTEST_SKIP() << file << ".src.html is not here";
    const std::string html = ReadFile(*page);
    EXPECT_TRUE(LooksLikeHtml(std::string_view(html).substr(0, 4096))) << name;
    if (const auto plain = SharedPath(file + ".txt")) {
      EXPECT_FALSE(LooksLikeHtml(ReadFile(*plain))) << name;
    }
    const BlockList list = BlocksOf(html);
    const auto labels = nlohmann::json::parse(ReadFile(*gold));
    size_t next = 0;
    for (const auto& item : labels["items"]) {
      if (!item.contains("title") || item["title"].is_null()) continue;
      const std::string title = item["title"];
      size_t i = next;
      while (i < list.blocks.size() && list.blocks[i].text.find(title) == std::string_view::npos) ++i;
      EXPECT_LT(i, list.blocks.size()) << name << ": " << title;
      if (i < list.blocks.size()) next = i;
    }
  }
}

}  // namespace
}  // namespace newsearch
