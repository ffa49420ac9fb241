// SPDX-License-Identifier: GPL-2.0-or-later
//
// Pages for people. Everything that comes from an archive is made printable on its way.
#ifndef NEWSEARCH_TOOLS_PRINT_TEXT_H_
#define NEWSEARCH_TOOLS_PRINT_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mentions.h"
#include "newsearch/document.h"
#include "newsearch/index.h"
#include "newsearch/search.h"
#include "terminal.h"

namespace newsearch::cli {

// "12,345"
std::string FormatCount(uint64_t count);

// "1 article", "12,345 articles": the noun gets an s.
std::string CountOf(uint64_t count, std::string_view noun);

// "4.2 MB"
std::string FormatBytes(uint64_t bytes);

// "340 ms", "2.5 s"
std::string FormatDuration(double seconds);

// "21 June 2016", "1–3 February 2016 (inferred)", "November 2017"
std::string FormatDate(const Date& date);

// "news.txt:12-18", the path relative to the current directory where that is shorter.
std::string FormatPlace(const Document& document);
std::string ShortPath(std::string_view path);

// The answer to a query: articles, facet columns, total.
std::string ResponsePage(const Page& page, const SearchRequest& request, const SearchResponse& response,
                         double seconds);

// `complete`: a line for each completion, in the text where it belongs, with its articles and its languages
// or its facet.
std::string CompletionsPage(const Page& page, const CompletionRequest& request,
                            const std::vector<Completion>& completions);

// One entry of `segment`.
std::string ListingEntry(const Page& page, const Document& document);

// What stands above the entries of one archive where there are several.
std::string ArchiveHeading(const Page& page, const std::string& path);

// One block of `segment --explain`; where an article begins, a line with its number and why stands above.
std::string ExplainedBlockLine(const Page& page, const ExplainedBlock& block, uint64_t article);

// `segment --report`.
std::string ArchiveReportPage(const Page& page, const ArchiveReport& report);

// `show`: the whole article.
std::string DocumentPage(const Page& page, const Document& document);

// `why`: each value with what is known of it and the words behind it.
std::string WhyPage(const Page& page, const Document& document, const std::vector<ExplainedValue>& values);

std::string StatsPage(const Page& page, const std::string& index, const IndexStats& stats);

// What indexing one archive did, or all of them together: "46 articles: 40 added, 6 unchanged; 3 undated".
std::string UpdateSummary(const UpdateReport& report);

}  // namespace newsearch::cli

#endif  // NEWSEARCH_TOOLS_PRINT_TEXT_H_
