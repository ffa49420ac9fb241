// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>

#include "expansions_file.h"
#include "flags.h"
#include "memory.h"
#include "newsearch/search.h"
#include "print_json.h"
#include "print_text.h"
#include "terminal.h"

namespace newsearch::cli {
namespace {

// Shows where in the query something is: the query, cut to what fits, and a caret below the place.
void PointAt(const std::string& query, uint64_t offset) {
  constexpr size_t kBefore = 50;
  constexpr size_t kWidth = 76;
  if (offset > query.size()) return;
  std::string before = Printable(std::string_view(query).substr(0, offset));
  const std::string after = Printable(std::string_view(query).substr(offset));
  if (DisplayWidth(before) > kBefore) {
    // The last characters, from the start of one.
    size_t cut = before.size() - kBefore;
    while (cut < before.size() && (static_cast<unsigned char>(before[cut]) & 0xC0) == 0x80) ++cut;
    before = "…" + before.substr(cut);
  }
  const size_t column = DisplayWidth(before);
  Talk("  " + before + CutToWidth(after, kWidth - column) + "\n  " + std::string(column, ' ') + "^\n");
}

int FailQuery(const Status& status, const std::string& query) {
  const int code = Fail(status);
  if (status.code() == StatusCode::kBadQuery && status.offset()) PointAt(query, *status.offset());
  return code;
}

Result<std::string> ReadFile(const std::string& path) {
  struct Close {
    void operator()(FILE* file) const {
      if (file != stdin) fclose(file);
    }
  };
  const auto failure = [&path] {
    return Status(StatusCode::kIo, "cannot read " + path + ": " + strerror(errno));
  };
  const std::unique_ptr<FILE, Close> file(path == "-" ? stdin : fopen(path.c_str(), "rb"));
  if (file == nullptr) return failure();
  std::string text;
  char buffer[64 << 10];
  while (const size_t got = fread(buffer, 1, sizeof buffer, file.get())) text.append(buffer, got);
  if (ferror(file.get())) return failure();
  return text;
}

int RunSingle(const Options& options, const Searcher& searcher) {
  SearchRequest request = options.request;
  if (!options.expansions.empty()) {
    const std::string name = options.expansions == "-" ? "standard input" : options.expansions;
    const Result<std::string> text = ReadFile(options.expansions);
    if (!text.ok()) return Fail(text.status());
    Result<std::vector<Expansion>> expansions = ParseExpansions(*text, name);
    if (!expansions.ok()) return Fail(expansions.status());
    request.expansions = std::move(*expansions);
  }
  const std::vector<FacetInfo> facets = searcher.facets();
  for (const FacetInfo& facet : facets) {
    if (options.default_facet_values > 0 && facet.shown_by_default) {
      request.facets.push_back({facet.name, options.default_facet_values});
    }
  }
  const auto start = std::chrono::steady_clock::now();
  const Result<SearchResponse> response = searcher.Search(request);
  if (!response.ok()) return FailQuery(response.status(), request.text);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const SearchResponse& found = response.value();

  Output output;
  if (options.json) {
    output.Write(ResponseJson(request, found, facets));
  } else if (found.total > 0 || !found.hits.empty() || !found.expansions.empty()) {
    output.Write(ResponsePage(OutputPage(options.color, options.locale), request, found, seconds));
  }
  const int code = output.Finish(found.total > 0 ? kExitOk : kExitNothing);
  if (options.json) return code;
  constexpr size_t kMostWarnings = 5;
  for (size_t i = 0; i < std::min(kMostWarnings, found.warnings.size()); ++i) {
    Complain("warning: " + found.warnings[i].message);
    PointAt(request.text, found.warnings[i].offset);
  }
  if (found.warnings.size() > kMostWarnings) {
    Complain("warning: ... and " + FormatCount(found.warnings.size() - kMostWarnings) + " more");
  }
  if (found.total == 0) {
    Complain("no article matches: " + found.understood +
             (found.hits.empty() ? "" : "; these have similar words"));
  }
  return code;
}

// One line of a batch.
struct Topic {
  std::string id;
  std::string text;
  size_t line = 0;
};

std::string PlaceInBatch(const Options& options, size_t line) {
  return (options.batch == "-" ? "standard input" : options.batch) + ":" + std::to_string(line) + ": ";
}

Result<std::vector<Topic>> ReadTopics(const Options& options) {
  Result<std::string> text = ReadFile(options.batch);
  if (!text.ok()) return text.status();
  std::string_view rest = *text;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  std::vector<Topic> topics;
  std::map<std::string, size_t, std::less<>> lines;
  for (size_t number = 1; !rest.empty(); ++number) {
    const size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto reject = [&](const std::string& message) {
      return Status(StatusCode::kBadInput, PlaceInBatch(options, number) + message);
    };
    const size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return reject("no tab: a line is id<TAB>query");
    const std::string_view id = line.substr(0, tab);
    if (id.empty() || id.find_first_of(" \r\v\f") != std::string_view::npos) {
      return reject("the id of a query is one word, not '" + std::string(id) + "'");
    }
    if (line.find_first_not_of(" \t", tab) == std::string_view::npos) return reject("the query is empty");
    const auto [known, fresh] = lines.emplace(id, number);
    if (!fresh)
      return reject("query " + std::string(id) + " is in line " + std::to_string(known->second) + " too");
    topics.push_back({std::string(id), std::string(line.substr(tab + 1)), number});
  }
  return topics;
}

// The shortest digits that read back as the same score, so that a tool which sorts by score keeps the order.
std::string ScoreDigits(double score) {
  char digits[32];
  const auto result = std::to_chars(digits, digits + sizeof digits, score);
  return {digits, result.ptr};
}

int RunBatch(const Options& options, const Searcher& searcher) {
  const Result<std::vector<Topic>> topics = ReadTopics(options);
  if (!topics.ok()) return Fail(topics.status());
  Output output;
  bool found = false;
  SearchRequest request = options.request;
  for (const Topic& topic : *topics) {
    if (!output.good()) break;
    request.text = topic.text;
    const Result<std::vector<ScoredId>> hits = searcher.SearchIds(request);
    if (!hits.ok()) {
      const Status& status = hits.status();
      const int code = output.Finish(ExitCode(status));
      FailQuery(Status(status.code(), PlaceInBatch(options, topic.line) + status.message(), status.offset()),
                topic.text);
      return code;
    }
    uint64_t rank = request.offset;
    for (const ScoredId& hit : hits.value()) {
      if (hit.id.find_first_of(" \t") != std::string::npos) {
        Complain("the document id '" + hit.id + "' has a blank and cannot stand in a TREC run");
        return output.Finish(kExitUsage);
      }
      output.Write(topic.id + " Q0 " + hit.id + " " + std::to_string(++rank) + " " + ScoreDigits(hit.score) +
                   " " + options.trec_tag + "\n");
      found = true;
    }
  }
  return output.Finish(found ? kExitOk : kExitNothing);
}

}  // namespace

int RunQuery(const Options& options) {
  TakeMemory();
  const Result<Searcher> searcher = Searcher::Open(options.index, options.searcher);
  if (!searcher.ok()) return ComplainAboutIndex(searcher.status(), options.index);
  return options.batch.empty() ? RunSingle(options, searcher.value()) : RunBatch(options, searcher.value());
}

}  // namespace newsearch::cli
