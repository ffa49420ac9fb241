// SPDX-License-Identifier: GPL-2.0-or-later
//
// JSON for programs. Its shape is described, with its history, in docs/output-schema.md; a change that could
// break a reader raises kJsonVersion.
#ifndef NEWSEARCH_TOOLS_PRINT_JSON_H_
#define NEWSEARCH_TOOLS_PRINT_JSON_H_

#include <string>
#include <vector>

#include "mentions.h"
#include "newsearch/document.h"
#include "newsearch/facet.h"
#include "newsearch/ingest.h"
#include "newsearch/search.h"

namespace newsearch::cli {

inline constexpr int kJsonVersion = 1;

// Each is one line with its line feed. Text that is no UTF-8 comes with U+FFFD in place of the bad bytes.
// Labels are in `locale`.
std::string DocumentJson(const Document& document, const std::string& locale);  // a line of `segment`
// A line of `segment --explain`.
std::string ExplainedBlockJson(const std::string& source, const ExplainedBlock& block);
std::string ArchiveReportJson(const ArchiveReport& report);  // `segment --report`
// `show`: a document with the version in front. `facets` are those of the index.
std::string ShownDocumentJson(const Document& document, const std::vector<FacetInfo>& facets,
                              const std::string& locale);
// `why`.
std::string WhyJson(const Document& document, const std::vector<ExplainedValue>& values,
                    const std::string& locale);
std::string ResponseJson(const SearchRequest& request, const SearchResponse& response,
                         const std::vector<FacetInfo>& facets);
// `complete`.
std::string CompletionsJson(const CompletionRequest& request, const std::vector<Completion>& completions);
std::string StatsJson(const std::string& index, const IndexStats& stats);

}  // namespace newsearch::cli

#endif  // NEWSEARCH_TOOLS_PRINT_JSON_H_
