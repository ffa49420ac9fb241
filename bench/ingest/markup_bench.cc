// SPDX-License-Identifier: GPL-2.0-or-later
//
// From a format to blocks, over a made archive of about a megabyte.
//
//   ingest/blocks/html       MakeHtmlBlocks; gumbo: its parser alone
//   ingest/blocks/markdown   MakeMarkdownBlocks; md4c: its parser alone
//   ingest/blocks/text       LineBlocks (no peer)
#include <benchmark/benchmark.h>
#include <gumbo.h>
#include <md4c.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/registry.h"
#include "ingest/block.h"
#include "ingest/html_blocks.h"
#include "ingest/markdown_blocks.h"
#include "support/made_archive.h"

namespace newsearch::bench {
namespace {

constexpr size_t kTextBytes = 1'000'000;

std::string Escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    if (c == '&' || c == '<') {
      html += c == '&' ? "&amp;" : "&lt;";
    } else {
      html += c;
    }
  }
  return html;
}

// Calls `add` with each paragraph and its number in the article; the title is 0, the date 1.
void ForEachParagraph(const std::function<void(std::string_view, size_t)>& add) {
  MadeArchive archive(NEWSEARCH_BENCH_CORPORA, TheOptions().seed);
  for (size_t bytes = 0; bytes < kTextBytes;) {
    const std::string article = archive.NextArticle();
    bytes += article.size();
    size_t number = 0;
    for (size_t begin = 0; begin < article.size(); ++number) {
      const size_t end = std::min(article.find("\n\n", begin), article.size());
      add(std::string_view(article).substr(begin, end - begin), number);
      begin = end + 2;
    }
  }
}

// As content management systems write it, with some markup inside paragraphs.
std::string MadeHtml() {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta "
      "charset=\"utf-8\"><title>News</title></head>\n<body><nav><ul>"
      "<li><a href=\"/\">Home</a></li><li><a href=\"/news\">News</a></li></ul></nav>\n<main>\n";
  bool open = false;
  ForEachParagraph([&](std::string_view text, size_t number) {
    if (number == 0) {
      if (open) html += "<p><a class=\"more\" href=\"/news/more\">Read more</a></p></article>\n";
      open = true;
      html += "<article class=\"post type-post\">\n<h2 class=\"entry-title\"><a href=\"/news/one\">" +
              Escaped(text) + "</a></h2>\n";
    } else if (number == 1) {
      html += "<div class=\"entry-meta\"><span class=\"date\">" + Escaped(text) + "</span></div>\n";
    } else {
      const size_t blank = std::min(text.find(' '), text.size());
      html += "<p><strong>" + Escaped(text.substr(0, blank)) + "</strong>" + Escaped(text.substr(blank)) +
              "</p>\n";
    }
  });
  return html + "</article></main><footer><p>&copy; 2026</p></footer></body></html>\n";
}

std::string MadeMarkdown() {
  std::string markdown;
  ForEachParagraph([&](std::string_view text, size_t number) {
    if (number == 0) markdown += "## ";
    const size_t blank = number > 1 ? std::min(text.find(' '), text.size()) : 0;
    if (blank > 0) markdown.append("**").append(text.substr(0, blank)).append("**");
    markdown.append(text.substr(blank)).append("\n\n");
  });
  return markdown;
}

void Blocks(benchmark::State& state, const std::string& text, Status (*make)(std::string_view, BlockList*)) {
  size_t blocks = 0;
  for (auto _ : state) {
    BlockList list;
    if (!make(text, &list).ok()) return state.SkipWithError("not read");
    blocks = list.blocks.size();
  }
  if (blocks < text.size() / 1000) state.SkipWithError("too few blocks");
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(blocks));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}

void ParseByGumbo(benchmark::State& state, const std::string& html) {
  for (auto _ : state) {
    GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size());
    gumbo_destroy_output(&kGumboDefaultOptions, output);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(html.size()));
}

void ParseByMd4c(benchmark::State& state, const std::string& markdown) {
  MD_PARSER parser{};
  parser.flags = MD_FLAG_TABLES;
  parser.enter_block = [](MD_BLOCKTYPE, void*, void*) { return 0; };
  parser.leave_block = [](MD_BLOCKTYPE, void*, void*) { return 0; };
  parser.enter_span = [](MD_SPANTYPE, void*, void*) { return 0; };
  parser.leave_span = [](MD_SPANTYPE, void*, void*) { return 0; };
  parser.text = [](MD_TEXTTYPE, const MD_CHAR*, MD_SIZE size, void* total) {
    *static_cast<uint64_t*>(total) += size;
    return 0;
  };
  uint64_t total = 0;
  for (auto _ : state) md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &total);
  if (total == 0) state.SkipWithError("no text");
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(markdown.size()));
}

Status MakeTextBlocks(std::string_view text, BlockList* list) {
  std::vector<uint64_t> cut_lines;
  list->blocks = MakeBlocks(text, 1u << 20, &cut_lines);
  return Status();
}

void AddMarkup() {
  const auto html = std::make_shared<std::string>(MadeHtml());
  const auto markdown = std::make_shared<std::string>(MadeMarkdown());
  AddContest("ingest/blocks/html",
             {{kOurs, [=](benchmark::State& state) { Blocks(state, *html, &MakeHtmlBlocks); }},
              {"gumbo", [=](benchmark::State& state) { ParseByGumbo(state, *html); }}});
  AddContest("ingest/blocks/markdown",
             {{kOurs, [=](benchmark::State& state) { Blocks(state, *markdown, &MakeMarkdownBlocks); }},
              {"md4c", [=](benchmark::State& state) { ParseByMd4c(state, *markdown); }}});
  AddContest("ingest/blocks/text",
             {{kOurs, [=](benchmark::State& state) { Blocks(state, *markdown, &MakeTextBlocks); }}});
}
NEWSEARCH_BENCH(AddMarkup);

}  // namespace
}  // namespace newsearch::bench
