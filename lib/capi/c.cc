// SPDX-License-Identifier: GPL-2.0-or-later
//
// The C API over the public C++ headers. A handle is a struct around C++ values, defined here only; C views
// of strings and arrays that a handle lends are made with the handle, so reading them is free and safe from
// many threads.
#include "newsearch/c.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "capi/guard.h"
#include "newsearch/document.h"
#include "newsearch/facet.h"
#include "newsearch/index.h"
#include "newsearch/ingest.h"
#include "newsearch/search.h"
#include "newsearch/status.h"

namespace newsearch::capi {
namespace {

#define NEWSEARCH_SAME_STATUS(cpp, c) \
  static_assert(static_cast<int>(StatusCode::cpp) == NEWSEARCH_STATUS_##c, "the values are part of the ABI")
NEWSEARCH_SAME_STATUS(kOk, OK);
NEWSEARCH_SAME_STATUS(kInvalidArgument, INVALID_ARGUMENT);
NEWSEARCH_SAME_STATUS(kNotFound, NOT_FOUND);
NEWSEARCH_SAME_STATUS(kAlreadyExists, ALREADY_EXISTS);
NEWSEARCH_SAME_STATUS(kBadQuery, BAD_QUERY);
NEWSEARCH_SAME_STATUS(kBadInput, BAD_INPUT);
NEWSEARCH_SAME_STATUS(kReadOnly, READ_ONLY);
NEWSEARCH_SAME_STATUS(kLocked, LOCKED);
NEWSEARCH_SAME_STATUS(kIndexChanged, INDEX_CHANGED);
NEWSEARCH_SAME_STATUS(kVersionMismatch, VERSION_MISMATCH);
NEWSEARCH_SAME_STATUS(kCorruption, CORRUPTION);
NEWSEARCH_SAME_STATUS(kIo, IO);
NEWSEARCH_SAME_STATUS(kUnsupported, UNSUPPORTED);
NEWSEARCH_SAME_STATUS(kCancelled, CANCELLED);
NEWSEARCH_SAME_STATUS(kOutOfMemory, OUT_OF_MEMORY);
NEWSEARCH_SAME_STATUS(kInternal, INTERNAL);
#undef NEWSEARCH_SAME_STATUS
constexpr int kStatusCount = NEWSEARCH_STATUS_INTERNAL + 1;

static_assert(static_cast<int>(DatePrecision::kDay) == NEWSEARCH_DATE_PRECISION_DAY);
static_assert(static_cast<int>(DatePrecision::kMonth) == NEWSEARCH_DATE_PRECISION_MONTH);
static_assert(static_cast<int>(DatePrecision::kYear) == NEWSEARCH_DATE_PRECISION_YEAR);
constexpr int kPrecisionCount = NEWSEARCH_DATE_PRECISION_YEAR + 1;

static_assert(static_cast<int>(DateKind::kPublication) == NEWSEARCH_DATE_KIND_PUBLICATION);
static_assert(static_cast<int>(DateKind::kEvent) == NEWSEARCH_DATE_KIND_EVENT);

static_assert(static_cast<int>(ArchiveFormat::kDetect) == NEWSEARCH_ARCHIVE_FORMAT_DETECT);
static_assert(static_cast<int>(ArchiveFormat::kText) == NEWSEARCH_ARCHIVE_FORMAT_TEXT);
static_assert(static_cast<int>(ArchiveFormat::kJsonLines) == NEWSEARCH_ARCHIVE_FORMAT_JSON_LINES);
static_assert(static_cast<int>(ArchiveFormat::kMarkdown) == NEWSEARCH_ARCHIVE_FORMAT_MARKDOWN);
static_assert(static_cast<int>(ArchiveFormat::kHtml) == NEWSEARCH_ARCHIVE_FORMAT_HTML);
static_assert(static_cast<int>(ArchiveFormat::kFeed) == NEWSEARCH_ARCHIVE_FORMAT_FEED);
static_assert(static_cast<int>(ArchiveFormat::kJsonFeed) == NEWSEARCH_ARCHIVE_FORMAT_JSON_FEED);
constexpr int kFormatCount = NEWSEARCH_ARCHIVE_FORMAT_JSON_FEED + 1;

static_assert(static_cast<int>(AcrossMode::kOff) == NEWSEARCH_ACROSS_MODE_OFF);
static_assert(static_cast<int>(AcrossMode::kSuggest) == NEWSEARCH_ACROSS_MODE_SUGGEST);
static_assert(static_cast<int>(AcrossMode::kOn) == NEWSEARCH_ACROSS_MODE_ON);
constexpr int kAcrossCount = NEWSEARCH_ACROSS_MODE_ON + 1;

Status Invalid(std::string message) { return Status(StatusCode::kInvalidArgument, std::move(message)); }

Status NullArgument(const char* name) { return Invalid(std::string(name) + " is NULL"); }

Status UnknownValue(const char* name, int64_t value) {
  return Invalid(std::string(name) + " has the unknown value " + std::to_string(value));
}

Status OutOfRange(const char* name, size_t index, size_t count) {
  return Invalid(std::string(name) + ' ' + std::to_string(index) + " is out of range, there are " +
                 std::to_string(count));
}

// ---- Structs that cross the line (convention 7) ------------------------------------------------------

// sizeof(T) in the release that introduced T: what every caller has at least. When members are appended to T,
// a specialisation keeps the old figure: offsetof(T, first_new_member).
template <typename T>
constexpr size_t kFirstSize = sizeof(T);
template <>
constexpr size_t kFirstSize<newsearch_document_info> = offsetof(newsearch_document_info,
                                                                other_language_count);
template <>
constexpr size_t kFirstSize<newsearch_date> = offsetof(newsearch_date, kind);
template <>
constexpr size_t kFirstSize<newsearch_report_info> = offsetof(newsearch_report_info, doubtful);
template <>
constexpr size_t kFirstSize<newsearch_ingest_options> = offsetof(newsearch_ingest_options, charset);
template <>
constexpr size_t kFirstSize<newsearch_search_request> = offsetof(newsearch_search_request, locale);
template <>
constexpr size_t kFirstSize<newsearch_search_response_info> = offsetof(newsearch_search_response_info,
                                                                       query_lang);
template <>
constexpr size_t kFirstSize<newsearch_index_writer_options> = offsetof(newsearch_index_writer_options,
                                                                       threads);
template <>
constexpr size_t kFirstSize<newsearch_hit> = offsetof(newsearch_hit, matched_langs);

// No struct of ours comes near; a larger struct_size was never set.
constexpr size_t kLargestStruct = 4096;
constexpr size_t kMostItems = 1'000'000;
// Greater weights say nothing more, and would not fit the ranker's floats.
constexpr double kMostWeight = 1e6;

template <typename T>
Status CheckSize(const T* s, const char* name) {
  static_assert(std::is_trivially_copyable_v<T> && std::is_standard_layout_v<T>);
  static_assert(offsetof(T, struct_size) == 0);
  if (s == nullptr) return NullArgument(name);
  if (s->struct_size < kFirstSize<T> || s->struct_size > kLargestStruct) {
    return Invalid(std::string(name) + "->struct_size is " + std::to_string(s->struct_size) +
                   "; set it with the _INIT macro");
  }
  return Status();
}

// Reads what the caller wrote into *to: members unknown to the caller keep their zero, members unknown to us
// must be zero.
template <typename T>
Status Read(const T* from, const char* name, T* to) {
  if (Status status = CheckSize(from, name); !status.ok()) return status;
  *to = T{};
  std::memcpy(to, from, std::min(from->struct_size, sizeof(T)));
  const auto* bytes = reinterpret_cast<const unsigned char*>(from);
  for (size_t i = sizeof(T); i < from->struct_size; ++i) {
    if (bytes[i] != 0) {
      return Status(StatusCode::kUnsupported,
                    std::string(name) + " asks for something that newsearch " NEWSEARCH_VERSION_STRING
                                        " does not know");
    }
  }
  return Status();
}

template <typename T>
Status ReadReserved(T reserved, const char* name) {
  if (reserved == 0) return Status();
  return Status(StatusCode::kUnsupported, std::string(name) + "->reserved is not 0");
}

// Reads an array; the distance of its items is their struct_size, which is the same for all.
template <typename T>
Status ReadArray(const T* items, size_t count, const char* name, std::vector<T>* to) {
  if (count == 0) return Status();
  if (count > kMostItems) return Invalid(std::string(name) + ": too many, " + std::to_string(count));
  if (Status status = CheckSize(items, name); !status.ok()) return status;
  const size_t stride = items->struct_size;
  if (stride % alignof(T) != 0)
    return Invalid(std::string(name) + "->struct_size is not the size of a struct");
  to->resize(count);
  const auto* bytes = reinterpret_cast<const unsigned char*>(items);
  for (size_t i = 0; i < count; ++i) {
    const auto* item = reinterpret_cast<const T*>(bytes + i * stride);
    if (item->struct_size != stride) {
      return Invalid(std::string(name) + '[' + std::to_string(i) +
                     "].struct_size differs from that of the first; set it with the _INIT macro");
    }
    if (Status status = Read(item, name, &(*to)[i]); !status.ok()) return status;
  }
  return Status();
}

// Writes `value` over *to, as much of it as the caller has room for; members unknown to us become zero.
template <typename T>
void Write(T* to, T value) {
  const size_t size = to->struct_size;
  value.struct_size = size;
  std::memcpy(to, &value, std::min(size, sizeof(T)));
  if (size > sizeof(T)) std::memset(reinterpret_cast<unsigned char*>(to) + sizeof(T), 0, size - sizeof(T));
}

// The body of all functions that fill a struct: `fill(&value)` returns a Status; on failure *out is zero.
template <typename T, typename Fill>
newsearch_status FillStruct(T* out, newsearch_error** error, Fill&& fill) noexcept {
  return Guard(error, [&]() -> Status {
    if (Status status = CheckSize(out, "out"); !status.ok()) return status;
    Write(out, T{});
    T value{};
    if (Status status = fill(&value); !status.ok()) return status;
    Write(out, value);
    return Status();
  });
}

// ---- Text and numbers --------------------------------------------------------------------------------

newsearch_string ToC(const std::string& text) { return {text.c_str(), text.size()}; }
newsearch_span ToC(const ByteSpan& span) { return {span.begin, span.end}; }

newsearch_day ToC(std::chrono::year_month_day day) {
  return {static_cast<int>(day.year()), static_cast<int32_t>(static_cast<unsigned>(day.month())),
          static_cast<int32_t>(static_cast<unsigned>(day.day()))};
}

std::vector<newsearch_span> ToC(const std::vector<ByteSpan>& spans) {
  std::vector<newsearch_span> result;
  result.reserve(spans.size());
  for (const ByteSpan& span : spans) result.push_back(ToC(span));
  return result;
}

Status ReadText(const char* data, size_t length, const char* name, std::string_view* to) {
  if (data == nullptr) {
    if (length != 0) return NullArgument(name);
    *to = {};
    return Status();
  }
  if (length == NEWSEARCH_STRLEN) length = std::strlen(data);
  if (length > PTRDIFF_MAX) return Invalid(std::string(name) + " has an impossible length");
  *to = std::string_view(data, length);
  return Status();
}

Status ReadText(const newsearch_string& text, const char* name, std::string* to) {
  std::string_view view;
  if (Status status = ReadText(text.data, text.length, name, &view); !status.ok()) return status;
  to->assign(view);
  return Status();
}

std::vector<newsearch_string> ToC(const std::vector<std::string>& texts) {
  std::vector<newsearch_string> result;
  result.reserve(texts.size());
  for (const std::string& text : texts) result.push_back(ToC(text));
  return result;
}

// A weight or a share; *to keeps its default for 0.
Status ReadNumber(double number, double most, const char* name, double* to) {
  if (number == 0) return Status();
  if (number == NEWSEARCH_ZERO) {
    *to = 0;
    return Status();
  }
  if (!(number > 0 && number <= most)) return Invalid(std::string(name) + " is out of range");
  *to = number;
  return Status();
}

// Names that live as long as the library and end with a NUL.
template <int kCount, typename Code>
const char* InternedName(int32_t value, std::string_view (*name_of)(Code), const char* unknown) noexcept {
  if (value < 0 || value >= kCount) return unknown;
  try {
    static const auto names = [name_of] {
      std::array<std::string, kCount> result;
      for (int i = 0; i < kCount; ++i) result[i] = name_of(static_cast<Code>(i));
      return result;
    }();
    return names[value].c_str();
  } catch (...) {
    return unknown;
  }
}

// ---- What handles hold -------------------------------------------------------------------------------

struct DocumentView {
  explicit DocumentView(Document d, bool w) : document(std::move(d)), whole(w) {
    size_t value_count = 0;
    for (const FacetValues& facet : document.facets) value_count += facet.values.size();
    values.reserve(value_count);  // the facets point into it
    facets.reserve(document.facets.size());
    for (const FacetValues& facet : document.facets) {
      const newsearch_string* first = values.data() + values.size();
      for (const std::string& value : facet.values) values.push_back(ToC(value));
      facets.push_back({sizeof(newsearch_facet_values), ToC(facet.facet), first, facet.values.size()});
    }
    within.reserve(document.resolved.size());
    for (const ResolvedValue& value : document.resolved) {
      std::vector<newsearch_string>& places = within.emplace_back();
      for (const std::string& place : value.within) places.push_back(ToC(place));
    }
  }
  DocumentView(const DocumentView&) = delete;
  DocumentView& operator=(const DocumentView&) = delete;

  const Document document;
  const bool whole;  // false: a hit's, without its body
  std::vector<newsearch_string> values;
  std::vector<newsearch_facet_values> facets;
  std::vector<std::vector<newsearch_string>> within;  // of each resolved value
};

}  // namespace
}  // namespace newsearch::capi

using newsearch::ArchiveReport;
using newsearch::Document;
using newsearch::FacetResult;
using newsearch::IndexStats;
using newsearch::IndexWriter;
using newsearch::Searcher;
using newsearch::SearchResponse;
using newsearch::Status;
using newsearch::StatusCode;
using newsearch::UpdateReport;
namespace capi = newsearch::capi;

struct newsearch_document {
  std::shared_ptr<const capi::DocumentView> view;
};

struct newsearch_report {
  UpdateReport update;
};

struct newsearch_project_list {
  std::vector<newsearch::ProjectCandidate> projects;
  std::vector<std::vector<newsearch_string>> spellings;  // views of those
  std::vector<std::vector<newsearch_string>> grants;
  std::string json;
};

struct newsearch_path_list {
  std::vector<std::string> paths;
};

struct newsearch_facet_list {
  std::vector<newsearch::FacetInfo> facets;
};

struct newsearch_index_writer {
  IndexWriter writer;
};

struct newsearch_searcher {
  Searcher searcher;
};

struct newsearch_facet_result {
  FacetResult result;
};

struct newsearch_search_response {
  struct Hit {
    double score = 0;
    newsearch_document document;
    std::string snippet;
    std::vector<newsearch_span> snippet_highlights;
    std::vector<newsearch_span> title_highlights;
    bool similar_only = false;
    std::vector<std::string> matched_langs;
    std::vector<newsearch::ScorePart> score_parts;
    std::vector<newsearch_string> matched_lang_views;
    std::vector<std::vector<newsearch_string>> form_views;  // of each part
  };
  bool snippets = true;
  uint64_t total = 0;
  std::string understood;
  std::vector<Hit> hits;
  std::vector<newsearch_facet_result> facets;
  std::vector<newsearch::QueryWarning> warnings;
  std::string query_lang;
  std::vector<newsearch::Expansion> expansions;
};

struct newsearch_completion_list {
  std::vector<newsearch::Completion> completions;
  std::vector<std::vector<newsearch_string>> langs;  // views of those
};

struct newsearch_stats {
  IndexStats stats;
  std::vector<std::pair<std::string, uint64_t>> languages;
  std::vector<std::pair<std::string, uint64_t>> sources;
  std::vector<newsearch_facet_result> facets;
};

namespace newsearch::capi {
namespace {

newsearch_document MakeDocument(Document document, bool whole) {
  return {std::make_shared<const DocumentView>(std::move(document), whole)};
}

std::vector<newsearch_facet_result> MakeFacets(std::vector<FacetResult> facets) {
  std::vector<newsearch_facet_result> result;
  result.reserve(facets.size());
  for (FacetResult& facet : facets) result.push_back({std::move(facet)});
  return result;
}

// Ingest options from C to C++. `stopped` outlives the reading and receives the value of a progress callback
// that stops it.
Status ReadIngestOptions(const newsearch_ingest_options* from, int* stopped, IngestOptions* to) {
  if (from == nullptr) return Status();
  newsearch_ingest_options options;
  if (Status status = Read(from, "options", &options); !status.ok()) return status;
  if (Status status = ReadReserved(options.reserved, "options"); !status.ok()) return status;
  if (Status status = ReadText(options.source_name, "options->source_name", &to->source_name); !status.ok()) {
    return status;
  }
  if (options.format < 0 || options.format >= kFormatCount) {
    return UnknownValue("options->format", options.format);
  }
  to->format = static_cast<ArchiveFormat>(options.format);
  if (Status status = ReadReserved(options.reserved2, "options"); !status.ok()) return status;
  if (Status status = ReadText(options.charset, "options->charset", &to->charset); !status.ok())
    return status;
  if (options.authority_count > kMostItems) return Invalid("options->authorities: too many");
  if (options.authority_count > 0 && options.authorities == nullptr)
    return NullArgument("options->authorities");
  for (size_t i = 0; i < options.authority_count; ++i) {
    std::string path;
    if (Status status = ReadText(options.authorities[i], "options->authorities", &path); !status.ok())
      return status;
    if (path.empty()) return Invalid("options->authorities[" + std::to_string(i) + "] names no file");
    to->authorities.push_back(std::move(path));
  }
  if (Status status = ReadText(options.overrides, "options->overrides", &to->overrides); !status.ok())
    return status;
  if (options.no_facets != 0 && options.no_facets != 1) {
    return UnknownValue("options->no_facets", options.no_facets);
  }
  to->facets = options.no_facets == 0;
  if (options.explain != nullptr) {
    to->explain = [callback = options.explain, payload = options.explain_payload,
                   stopped](const ExplainedBlock& block) {
      // Lent text ends with a NUL.
      const std::string text(block.text);
      const std::string role(block.role);
      const newsearch_explained_block view = {sizeof view,       ToC(text),        ToC(role),
                                              ToC(block.reason), ToC(block.bytes), block.line,
                                              block.confidence};
      *stopped = callback(&view, payload);
      // The one way out of here that stops the reading at once: the reader makes a status of it.
      if (*stopped != 0) throw std::runtime_error("stopped by the callback");
    };
  }
  if (options.max_line_bytes != 0) to->max_line_bytes = options.max_line_bytes;
  if (options.progress != nullptr) {
    to->progress = [callback = options.progress, payload = options.progress_payload,
                    stopped](const IngestProgress& progress) {
      const newsearch_progress view = {sizeof view, progress.bytes_done, progress.bytes_total,
                                       progress.documents};
      const int value = callback(&view, payload);
      if (value != 0) *stopped = value;
      return value == 0;
    };
  }
  return Status();
}

// The body of newsearch_archive_read and newsearch_text_read; `read(options, sink, report)` does the reading.
template <typename ReadFunction>
newsearch_status ReadDocuments(newsearch_report** out, const newsearch_ingest_options* c_options,
                               newsearch_document_callback callback, void* payload, newsearch_error** error,
                               ReadFunction&& read) noexcept {
  if (out != nullptr) *out = nullptr;
  return Guard(error, [&]() -> Outcome {
    if (callback == nullptr) return NullArgument("callback");
    int stopped = 0;
    IngestOptions options;
    if (Status status = ReadIngestOptions(c_options, &stopped, &options); !status.ok()) return status;
    auto report = std::make_unique<newsearch_report>();
    Status status = read(
        options,
        [&](Document document) {
          const newsearch_document view = MakeDocument(std::move(document), /*whole=*/true);
          const int value = callback(&view, payload);
          if (value == 0) return Status();
          stopped = value;
          return Status(StatusCode::kCancelled, "stopped by the callback");
        },
        &report->update.archive);
    if (stopped != 0) return Outcome::Stopped(stopped);
    if (!status.ok()) return status;
    if (out != nullptr) *out = report.release();
    return Status();
  });
}

Status ReadFilters(const newsearch_search_request& from, SearchRequest* to) {
  std::vector<newsearch_facet_filter> filters;
  if (Status status = ReadArray(from.filters, from.filter_count, "request->filters", &filters);
      !status.ok()) {
    return status;
  }
  for (const newsearch_facet_filter& filter : filters) {
    FacetFilter& added = to->filters.emplace_back();
    if (Status s = ReadText(filter.facet, "request->filters[].facet", &added.facet); !s.ok()) return s;
    if (Status s = ReadText(filter.value, "request->filters[].value", &added.value); !s.ok()) return s;
  }
  return Status();
}

Status ReadFacetRequests(const newsearch_search_request& from, SearchRequest* to) {
  std::vector<newsearch_facet_request> facets;
  if (Status status = ReadArray(from.facets, from.facet_count, "request->facets", &facets); !status.ok()) {
    return status;
  }
  for (const newsearch_facet_request& facet : facets) {
    FacetRequest& added = to->facets.emplace_back();
    if (Status s = ReadReserved(facet.reserved, "request->facets[]"); !s.ok()) return s;
    if (Status s = ReadText(facet.facet, "request->facets[].facet", &added.facet); !s.ok()) return s;
    if (facet.max_values == NEWSEARCH_NONE) return Invalid("request->facets[].max_values is NEWSEARCH_NONE");
    if (facet.max_values == NEWSEARCH_ALL) {
      added.max_values = 0;
    } else if (facet.max_values != 0) {
      added.max_values = facet.max_values;
    }
  }
  return Status();
}

Status ReadRanking(const newsearch_ranking_options* from, RankingOptions* to) {
  if (from == nullptr) return Status();
  newsearch_ranking_options ranking;
  if (Status status = Read(from, "request->ranking", &ranking); !status.ok()) return status;
  if (Status status = ReadReserved(ranking.reserved, "request->ranking"); !status.ok()) return status;
  const struct {
    double from;
    double most;
    const char* name;
    double* to;
  } numbers[] = {
      {ranking.k1, kMostWeight, "request->ranking->k1", &to->k1},
      {ranking.b, 1, "request->ranking->b", &to->b},
      {ranking.similar_weight, kMostWeight, "request->ranking->similar_weight", &to->similar_weight},
      {ranking.min_likeness, 1, "request->ranking->min_likeness", &to->min_likeness},
      {ranking.capital_weight, kMostWeight, "request->ranking->capital_weight", &to->capital_weight},
      {ranking.part_weight, kMostWeight, "request->ranking->part_weight", &to->part_weight},
      {ranking.passage_weight, kMostWeight, "request->ranking->passage_weight", &to->passage_weight},
      {ranking.neighbour_weight, kMostWeight, "request->ranking->neighbour_weight", &to->neighbour_weight},
      {ranking.stop_word_weight, kMostWeight, "request->ranking->stop_word_weight", &to->stop_word_weight},
  };
  for (const auto& number : numbers) {
    if (Status s = ReadNumber(number.from, number.most, number.name, number.to); !s.ok()) return s;
  }
  if (ranking.similar_words != 0) {
    to->similar_words = ranking.similar_words == NEWSEARCH_NONE ? 0 : ranking.similar_words;
  }
  if (ranking.reordered != 0) to->reordered = ranking.reordered == NEWSEARCH_NONE ? 0 : ranking.reordered;
  if (ranking.passage_words > kMostItems) return Invalid("request->ranking->passage_words is out of range");
  if (ranking.passage_words != 0) to->passage_words = ranking.passage_words;
  return Status();
}

Status ReadExpansions(const newsearch_search_request& from, SearchRequest* to) {
  if (from.expansions_given != 0 && from.expansions_given != 1) {
    return UnknownValue("request->expansions_given", from.expansions_given);
  }
  if (from.expansion_count == 0 && from.expansions_given == 0) return Status();
  std::vector<newsearch_expansion> expansions;
  if (Status status = ReadArray(from.expansions, from.expansion_count, "request->expansions", &expansions);
      !status.ok()) {
    return status;
  }
  to->expansions.emplace();
  for (const newsearch_expansion& expansion : expansions) {
    Expansion& added = to->expansions->emplace_back();
    if (Status s = ReadReserved(expansion.reserved, "request->expansions[]"); !s.ok()) return s;
    if (Status s = ReadText(expansion.lang, "request->expansions[].lang", &added.lang); !s.ok()) return s;
    if (Status s = ReadText(expansion.text, "request->expansions[].text", &added.text); !s.ok()) return s;
    if (Status s = ReadText(expansion.source, "request->expansions[].source", &added.source); !s.ok())
      return s;
    if (expansion.offset > to->text.size()) return Invalid("request->expansions[].offset is out of range");
    added.offset = expansion.offset;
    if (expansion.weight != 0) {
      if (!(expansion.weight > 0 && expansion.weight <= 1)) {
        return Invalid("request->expansions[].weight is out of range");
      }
      added.weight = expansion.weight;
    }
    if (expansion.words != 0) added.words = expansion.words;
  }
  return Status();
}

Status ReadRequest(const newsearch_search_request* from, SearchRequest* to) {
  newsearch_search_request request;
  if (Status status = Read(from, "request", &request); !status.ok()) return status;
  if (Status status = ReadReserved(request.reserved, "request"); !status.ok()) return status;
  if (request.roll_up != 0 && request.roll_up != 1) return UnknownValue("request->roll_up", request.roll_up);
  to->roll_up = request.roll_up == 1;
  if (Status status = ReadText(request.text, "request->text", &to->text); !status.ok()) return status;
  if (Status status = ReadFilters(request, to); !status.ok()) return status;
  if (Status status = ReadFacetRequests(request, to); !status.ok()) return status;
  switch (request.syntax) {
    case NEWSEARCH_QUERY_SYNTAX_FULL:
      to->syntax = QuerySyntax::kFull;
      break;
    case NEWSEARCH_QUERY_SYNTAX_PLAIN:
      to->syntax = QuerySyntax::kPlain;
      break;
    default:
      return UnknownValue("request->syntax", request.syntax);
  }
  switch (request.match) {
    case NEWSEARCH_MATCH_MODE_ANY:
      to->match = MatchMode::kAny;
      break;
    case NEWSEARCH_MATCH_MODE_ALL:
      to->match = MatchMode::kAll;
      break;
    default:
      return UnknownValue("request->match", request.match);
  }
  switch (request.sort) {
    case NEWSEARCH_SORT_ORDER_RELEVANCE:
      to->sort = SortOrder::kRelevance;
      break;
    case NEWSEARCH_SORT_ORDER_DATE:
      to->sort = SortOrder::kDate;
      break;
    default:
      return UnknownValue("request->sort", request.sort);
  }
  std::string locale;
  if (Status status = ReadText(request.locale, "request->locale", &locale); !status.ok()) return status;
  if (!locale.empty()) to->locale = std::move(locale);
  to->offset = request.offset;
  if (request.max_hits != 0) to->max_hits = request.max_hits == NEWSEARCH_NONE ? 0 : request.max_hits;
  if (Status status = ReadRanking(request.ranking, &to->ranking); !status.ok()) return status;
  if (Status status = ReadReserved(request.reserved2, "request"); !status.ok()) return status;
  if (request.across < 0 || request.across >= kAcrossCount) {
    return UnknownValue("request->across", request.across);
  }
  to->across = static_cast<AcrossMode>(request.across);
  if (Status status = ReadText(request.query_lang, "request->query_lang", &to->query_lang); !status.ok()) {
    return status;
  }
  if (Status status = ReadExpansions(request, to); !status.ok()) return status;
  if (request.explain != 0 && request.explain != 1) return UnknownValue("request->explain", request.explain);
  to->explain = request.explain == 1;
  to->snippets = request.snippet_chars != NEWSEARCH_NONE;
  if (to->snippets && request.snippet_chars != 0) to->snippet_chars = request.snippet_chars;
  return Status();
}

Status ReadCompletionRequest(const newsearch_completion_request* from, CompletionRequest* to) {
  newsearch_completion_request request;
  if (Status status = Read(from, "request", &request); !status.ok()) return status;
  if (Status status = ReadText(request.text, "request->text", &to->text); !status.ok()) return status;
  if (request.facet_count > kMostItems) return Invalid("request->facets: too many");
  if (request.facet_count > 0 && request.facets == nullptr) return NullArgument("request->facets");
  for (size_t i = 0; i < request.facet_count; ++i) {
    if (Status s = ReadText(request.facets[i], "request->facets", &to->facets.emplace_back()); !s.ok()) {
      return s;
    }
  }
  if (Status status = ReadText(request.lang, "request->lang", &to->lang); !status.ok()) return status;
  std::string locale;
  if (Status status = ReadText(request.locale, "request->locale", &locale); !status.ok()) return status;
  if (!locale.empty()) to->locale = std::move(locale);
  if (request.max_completions == NEWSEARCH_NONE) return Invalid("request->max_completions is NEWSEARCH_NONE");
  if (request.max_completions == NEWSEARCH_ALL) {
    to->max_completions = 0;
  } else if (request.max_completions != 0) {
    to->max_completions = request.max_completions;
  }
  if (request.no_words != 0 && request.no_words != 1) {
    return UnknownValue("request->no_words", request.no_words);
  }
  to->words = request.no_words == 0;
  return Status();
}

Status FillFacetInfo(const std::vector<FacetInfo>& facets, size_t index, newsearch_facet_info* to) {
  if (index >= facets.size()) return OutOfRange("facet", index, facets.size());
  const FacetInfo& info = facets[index];
  to->name = ToC(info.name);
  to->description = ToC(info.description);
  to->multi_valued = info.multi_valued;
  to->shown_by_default = info.shown_by_default;
  return Status();
}

std::unique_ptr<newsearch_search_response> MakeResponse(SearchResponse from, bool snippets) {
  auto response = std::make_unique<newsearch_search_response>();
  response->snippets = snippets;
  response->total = from.total;
  response->understood = std::move(from.understood);
  response->hits.reserve(from.hits.size());
  for (Hit& hit : from.hits) {
    newsearch_search_response::Hit& to = response->hits.emplace_back();
    to.score = hit.score;
    to.document = MakeDocument(std::move(hit.document), /*whole=*/false);
    to.snippet = std::move(hit.snippet.text);
    to.snippet_highlights = ToC(hit.snippet.highlights);
    to.title_highlights = ToC(hit.title_highlights);
    to.similar_only = hit.similar_only;
    to.matched_langs = std::move(hit.matched_langs);
    to.score_parts = std::move(hit.explanation);
    to.matched_lang_views = ToC(to.matched_langs);
    to.form_views.reserve(to.score_parts.size());
    for (const ScorePart& part : to.score_parts) to.form_views.push_back(ToC(part.forms));
  }
  response->facets = MakeFacets(std::move(from.facets));
  response->warnings = std::move(from.warnings);
  response->query_lang = std::move(from.query_lang);
  response->expansions = std::move(from.expansions);
  return response;
}

}  // namespace
}  // namespace newsearch::capi

using capi::FillStruct;
using capi::Guard;
using capi::Invalid;
using capi::NullArgument;
using capi::Outcome;
using capi::OutOfRange;
using capi::ToC;

// ---- Status, error, version --------------------------------------------------------------------------

const char* newsearch_status_name(newsearch_status status) {
  return capi::InternedName<capi::kStatusCount>(status, newsearch::StatusCodeName, "unknown status");
}

newsearch_status newsearch_error_code(const newsearch_error* error) {
  return error == nullptr ? NEWSEARCH_STATUS_OK : error->code;
}

const char* newsearch_error_message(const newsearch_error* error, size_t* length) {
  if (length != nullptr) *length = error == nullptr ? 0 : error->message.size();
  return error == nullptr ? "" : error->message.c_str();
}

int64_t newsearch_error_offset(const newsearch_error* error) { return error == nullptr ? -1 : error->offset; }

void newsearch_error_free(newsearch_error* error) {
  if (error != capi::OutOfMemoryError()) delete error;
}

const char* newsearch_version(void) { return NEWSEARCH_VERSION_STRING; }

int32_t newsearch_version_number(void) { return NEWSEARCH_VERSION_NUMBER; }

// ---- Facets ------------------------------------------------------------------------------------------

size_t newsearch_facet_schema_count(void) {
  try {
    return newsearch::FacetSchema().size();
  } catch (...) {
    return 0;
  }
}

newsearch_status newsearch_facet_schema_get(newsearch_facet_info* out, size_t index,
                                            newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_facet_info* to) {
    return capi::FillFacetInfo(newsearch::FacetSchema(), index, to);
  });
}

newsearch_status newsearch_facet_get_label(char* out, size_t capacity, size_t* out_length, const char* facet,
                                           size_t facet_length, const char* value, size_t value_length,
                                           newsearch_error** error) {
  return newsearch_facet_get_label_in(out, capacity, out_length, facet, facet_length, value, value_length,
                                      "en", NEWSEARCH_STRLEN, error);
}

newsearch_status newsearch_facet_get_label_in(char* out, size_t capacity, size_t* out_length,
                                              const char* facet, size_t facet_length, const char* value,
                                              size_t value_length, const char* locale, size_t locale_length,
                                              newsearch_error** error) {
  if (out_length != nullptr) *out_length = 0;
  if (out != nullptr && capacity > 0) *out = '\0';
  return Guard(error, [&]() -> Status {
    if (out == nullptr && capacity > 0) return NullArgument("out");
    std::string_view facet_name;
    std::string_view facet_value;
    std::string_view locale_tag;
    if (Status s = capi::ReadText(facet, facet_length, "facet", &facet_name); !s.ok()) return s;
    if (Status s = capi::ReadText(value, value_length, "value", &facet_value); !s.ok()) return s;
    if (Status s = capi::ReadText(locale, locale_length, "locale", &locale_tag); !s.ok()) return s;
    if (Status s = newsearch::CheckLocale(locale_tag); !s.ok()) return s;
    const std::string label = newsearch::FacetLabel(facet_name, facet_value, locale_tag);
    if (capacity > 0) {
      size_t end = std::min(capacity - 1, label.size());
      while (end > 0 && end < label.size() && (static_cast<unsigned char>(label[end]) & 0xC0) == 0x80) --end;
      std::memcpy(out, label.data(), end);
      out[end] = '\0';
    }
    if (out_length != nullptr) *out_length = label.size();
    return Status();
  });
}

// ---- Documents ---------------------------------------------------------------------------------------

newsearch_status newsearch_document_get_info(newsearch_document_info* out, const newsearch_document* document,
                                             newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_document_info* to) {
    if (document == nullptr) return NullArgument("document");
    const Document& from = document->view->document;
    to->id = ToC(from.id);
    to->source = ToC(from.source);
    if (from.title.has_value()) to->title = ToC(*from.title);
    to->body = ToC(from.body);
    to->lang = ToC(from.lang);
    to->bytes = ToC(from.bytes);
    to->first_line = from.lines.first;
    to->last_line = from.lines.last;
    to->confidence = from.confidence;
    to->facet_count = from.facets.size();
    to->evidence_count = from.evidence.size();
    to->other_language_count = from.other_languages.size();
    to->boundary_reason = ToC(from.boundary_reason);
    to->resolved_count = from.resolved.size();
    return Status();
  });
}

newsearch_status newsearch_document_get_date(newsearch_date* out, const newsearch_document* document,
                                             newsearch_date_kind kind, newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_date* to) {
    if (document == nullptr) return NullArgument("document");
    const std::optional<newsearch::Date>* date = nullptr;
    switch (kind) {
      case NEWSEARCH_DATE_KIND_PUBLICATION:
        date = &document->view->document.date;
        break;
      case NEWSEARCH_DATE_KIND_EVENT:
        date = &document->view->document.event;
        break;
      case NEWSEARCH_DATE_KIND_BOUNDS:
        date = &document->view->document.date_bounds;
        break;
      default:
        return capi::UnknownValue("kind", kind);
    }
    if (!date->has_value()) return Status();
    const newsearch::Date& from = **date;
    to->present = 1;
    to->start = ToC(from.start);
    to->end = ToC(from.end);
    to->precision = static_cast<newsearch_date_precision>(from.precision);
    to->inferred = from.inferred;
    to->raw = ToC(from.raw);
    to->span = ToC(from.span);
    to->rule = ToC(from.rule);
    to->kind = static_cast<newsearch_date_kind>(from.kind);
    return Status();
  });
}

newsearch_status newsearch_document_get_facet(newsearch_facet_values* out, const newsearch_document* document,
                                              size_t index, newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_facet_values* to) {
    if (document == nullptr) return NullArgument("document");
    const auto& facets = document->view->facets;
    if (index >= facets.size()) return OutOfRange("facet", index, facets.size());
    *to = facets[index];
    return Status();
  });
}

newsearch_status newsearch_document_get_evidence(newsearch_evidence* out, const newsearch_document* document,
                                                 size_t index, newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_evidence* to) {
    if (document == nullptr) return NullArgument("document");
    const auto& evidence = document->view->document.evidence;
    if (index >= evidence.size()) return OutOfRange("evidence", index, evidence.size());
    const newsearch::Evidence& from = evidence[index];
    to->facet = ToC(from.facet);
    to->value = ToC(from.value);
    to->text = ToC(from.text);
    to->span = ToC(from.span);
    to->field = ToC(from.field);
    to->rule = ToC(from.rule);
    return Status();
  });
}

newsearch_status newsearch_document_get_resolved(newsearch_resolved_value* out,
                                                 const newsearch_document* document, size_t index,
                                                 newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_resolved_value* to) {
    if (document == nullptr) return NullArgument("document");
    const auto& resolved = document->view->document.resolved;
    if (index >= resolved.size()) return OutOfRange("resolved value", index, resolved.size());
    const newsearch::ResolvedValue& from = resolved[index];
    to->facet = ToC(from.facet);
    to->value = ToC(from.value);
    to->id = ToC(from.id);
    to->rule = ToC(from.rule);
    to->within = document->view->within[index].data();
    to->within_count = from.within.size();
    to->confidence = from.confidence;
    if (from.point.has_value()) {
      to->has_point = 1;
      to->latitude = from.point->latitude;
      to->longitude = from.point->longitude;
    }
    to->candidate_count = from.candidates.size();
    return Status();
  });
}

newsearch_status newsearch_document_find_resolved(size_t* out, const newsearch_document* document,
                                                  const char* facet, size_t facet_length, const char* value,
                                                  size_t value_length, newsearch_error** error) {
  if (out != nullptr) *out = 0;
  return Guard(error, [&]() -> Status {
    if (out == nullptr) return NullArgument("out");
    if (document == nullptr) return NullArgument("document");
    std::string_view facet_name;
    std::string_view facet_value;
    if (Status s = capi::ReadText(facet, facet_length, "facet", &facet_name); !s.ok()) return s;
    if (Status s = capi::ReadText(value, value_length, "value", &facet_value); !s.ok()) return s;
    const Document& from = document->view->document;
    const newsearch::ResolvedValue* found = from.FindResolved(facet_name, facet_value);
    if (found == nullptr) {
      return Status(StatusCode::kNotFound, "nothing is known of the " + std::string(facet_name) + " " +
                                               std::string(facet_value) + " of document " + from.id);
    }
    *out = static_cast<size_t>(found - from.resolved.data());
    return Status();
  });
}

newsearch_status newsearch_document_get_candidate(newsearch_facet_candidate* out,
                                                  const newsearch_document* document, size_t resolved_index,
                                                  size_t index, newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_facet_candidate* to) {
    if (document == nullptr) return NullArgument("document");
    const auto& resolved = document->view->document.resolved;
    if (resolved_index >= resolved.size()) {
      return OutOfRange("resolved value", resolved_index, resolved.size());
    }
    const auto& candidates = resolved[resolved_index].candidates;
    if (index >= candidates.size()) return OutOfRange("candidate", index, candidates.size());
    const newsearch::FacetCandidate& from = candidates[index];
    to->value = ToC(from.value);
    to->id = ToC(from.id);
    to->description = ToC(from.description);
    to->confidence = from.confidence;
    return Status();
  });
}

newsearch_status newsearch_document_get_other_language(newsearch_language_span* out,
                                                       const newsearch_document* document, size_t index,
                                                       newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_language_span* to) {
    if (document == nullptr) return NullArgument("document");
    const auto& parts = document->view->document.other_languages;
    if (index >= parts.size()) return OutOfRange("language", index, parts.size());
    to->lang = ToC(parts[index].lang);
    to->span = ToC(parts[index].span);
    return Status();
  });
}

newsearch_status newsearch_document_copy(newsearch_document** out, const newsearch_document* document,
                                         newsearch_error** error) {
  if (out != nullptr) *out = nullptr;
  return Guard(error, [&]() -> Status {
    if (out == nullptr) return NullArgument("out");
    if (document == nullptr) return NullArgument("document");
    *out = new newsearch_document(*document);
    return Status();
  });
}

void newsearch_document_free(newsearch_document* document) { delete document; }

const char* newsearch_date_precision_name(newsearch_date_precision precision) {
  return capi::InternedName<capi::kPrecisionCount>(precision, newsearch::DatePrecisionName,
                                                   "unknown precision");
}

// ---- Reading archives --------------------------------------------------------------------------------

newsearch_status newsearch_report_get_info(newsearch_report_info* out, const newsearch_report* report,
                                           newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_report_info* to) {
    if (report == nullptr) return NullArgument("report");
    const ArchiveReport& archive = report->update.archive;
    to->source = ToC(archive.source);
    to->bytes = archive.bytes;
    to->documents = archive.documents;
    to->undated = archive.undated;
    to->untitled = archive.untitled;
    to->skipped = archive.skipped;
    to->ill_formed_bytes = archive.ill_formed_bytes;
    to->warnings_total = archive.warnings_total;
    to->warning_count = archive.warnings.size();
    to->added = report->update.added;
    to->replaced = report->update.replaced;
    to->unchanged = report->update.unchanged;
    to->removed = report->update.removed;
    to->doubtful = archive.doubtful;
    to->format = static_cast<newsearch_archive_format>(archive.format);
    to->incomplete = archive.incomplete;
    to->charset = ToC(archive.charset);
    to->layout = ToC(archive.layout);
    return Status();
  });
}

newsearch_status newsearch_report_get_warning(newsearch_ingest_warning* out, const newsearch_report* report,
                                              size_t index, newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_ingest_warning* to) {
    if (report == nullptr) return NullArgument("report");
    const auto& warnings = report->update.archive.warnings;
    if (index >= warnings.size()) return OutOfRange("warning", index, warnings.size());
    to->message = ToC(warnings[index].message);
    to->line = warnings[index].line;
    return Status();
  });
}

void newsearch_report_free(newsearch_report* report) { delete report; }

newsearch_status newsearch_archive_read(newsearch_report** out, const char* path,
                                        const newsearch_ingest_options* options,
                                        newsearch_document_callback callback, void* payload,
                                        newsearch_error** error) {
  return capi::ReadDocuments(out, options, callback, payload, error,
                             [&](const auto& cpp_options, const auto& sink, ArchiveReport* report) {
                               if (path == nullptr) return NullArgument("path");
                               return newsearch::ReadArchive(path, cpp_options, sink, report);
                             });
}

newsearch_status newsearch_text_read(newsearch_report** out, const char* text, size_t text_length,
                                     const newsearch_ingest_options* options,
                                     newsearch_document_callback callback, void* payload,
                                     newsearch_error** error) {
  return capi::ReadDocuments(out, options, callback, payload, error,
                             [&](const auto& cpp_options, const auto& sink, ArchiveReport* report) {
                               std::string_view view;
                               Status status = capi::ReadText(text, text_length, "text", &view);
                               if (!status.ok()) return status;
                               return newsearch::ReadText(view, cpp_options, sink, report);
                             });
}

const char* newsearch_archive_format_name(newsearch_archive_format format) {
  return capi::InternedName<capi::kFormatCount>(format, newsearch::ArchiveFormatName, "unknown format");
}

newsearch_status newsearch_list_projects(newsearch_project_list** out, const char* path,
                                         const newsearch_ingest_options* options, newsearch_error** error) {
  if (out != nullptr) *out = nullptr;
  return Guard(error, [&]() -> capi::Outcome {
    if (out == nullptr) return NullArgument("out");
    if (path == nullptr) return NullArgument("path");
    int stopped = 0;
    newsearch::IngestOptions cpp_options;
    if (Status s = capi::ReadIngestOptions(options, &stopped, &cpp_options); !s.ok()) return s;
    auto projects = newsearch::ListProjects(path, cpp_options);
    if (stopped != 0) return capi::Outcome::Stopped(stopped);
    if (!projects.ok()) return projects.status();
    auto list = std::make_unique<newsearch_project_list>();
    list->json = newsearch::ProjectAuthority(*projects);
    list->projects = *std::move(projects);
    const auto views = [](const std::vector<std::string>& texts) {
      std::vector<newsearch_string> made;
      for (const std::string& text : texts) made.push_back(ToC(text));
      return made;
    };
    for (const newsearch::ProjectCandidate& project : list->projects) {
      list->spellings.push_back(views(project.spellings));
      list->grants.push_back(views(project.grants));
    }
    *out = list.release();
    return Status();
  });
}

size_t newsearch_project_list_count(const newsearch_project_list* list) {
  return list == nullptr ? 0 : list->projects.size();
}

newsearch_status newsearch_project_list_get(newsearch_project* out, const newsearch_project_list* list,
                                            size_t index, newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_project* to) {
    if (list == nullptr) return NullArgument("list");
    if (index >= list->projects.size()) return OutOfRange("project", index, list->projects.size());
    const newsearch::ProjectCandidate& from = list->projects[index];
    to->name = ToC(from.name);
    to->spellings = list->spellings[index].data();
    to->spelling_count = list->spellings[index].size();
    to->grants = list->grants[index].data();
    to->grant_count = list->grants[index].size();
    to->articles = from.articles;
    to->introductions = from.introductions;
    to->confidence = from.confidence;
    to->example = ToC(from.example);
    to->source = ToC(from.source);
    to->line = from.line;
    to->accepted = from.accepted ? 1 : 0;
    return Status();
  });
}

const char* newsearch_project_list_json(const newsearch_project_list* list) {
  return list == nullptr ? nullptr : list->json.c_str();
}

void newsearch_project_list_free(newsearch_project_list* list) { delete list; }

newsearch_status newsearch_list_archives(newsearch_path_list** out, const char* path,
                                         newsearch_error** error) {
  if (out != nullptr) *out = nullptr;
  return Guard(error, [&]() -> Status {
    if (out == nullptr) return NullArgument("out");
    if (path == nullptr) return NullArgument("path");
    auto paths = newsearch::ListArchives(path);
    if (!paths.ok()) return paths.status();
    *out = new newsearch_path_list{std::move(paths).value()};
    return Status();
  });
}

size_t newsearch_path_list_count(const newsearch_path_list* list) {
  return list == nullptr ? 0 : list->paths.size();
}

const char* newsearch_path_list_get(const newsearch_path_list* list, size_t index) {
  return index < newsearch_path_list_count(list) ? list->paths[index].c_str() : nullptr;
}

void newsearch_path_list_free(newsearch_path_list* list) { delete list; }

// ---- Writing an index --------------------------------------------------------------------------------

newsearch_status newsearch_index_writer_open(newsearch_index_writer** out, const char* path,
                                             const newsearch_index_writer_options* options,
                                             newsearch_error** error) {
  if (out != nullptr) *out = nullptr;
  return Guard(error, [&]() -> Status {
    if (out == nullptr) return NullArgument("out");
    if (path == nullptr) return NullArgument("path");
    newsearch::IndexWriterOptions cpp_options;
    if (options != nullptr) {
      newsearch_index_writer_options read;
      if (Status status = capi::Read(options, "options", &read); !status.ok()) return status;
      cpp_options.create = read.must_exist == 0;
      cpp_options.lock_wait_ms = read.lock_wait_ms;
      cpp_options.threads = read.threads;
      if (read.memory_mb != 0) cpp_options.memory_bytes = uint64_t{read.memory_mb} << 20;
    }
    auto writer = IndexWriter::Open(path, cpp_options);
    if (!writer.ok()) return writer.status();
    *out = new newsearch_index_writer{std::move(writer).value()};
    return Status();
  });
}

void newsearch_index_writer_free(newsearch_index_writer* writer) { delete writer; }

newsearch_status newsearch_index_writer_index_archive(newsearch_report** out, newsearch_index_writer* writer,
                                                      const char* path,
                                                      const newsearch_ingest_options* options,
                                                      newsearch_error** error) {
  if (out != nullptr) *out = nullptr;
  return Guard(error, [&]() -> Outcome {
    if (writer == nullptr) return NullArgument("writer");
    if (path == nullptr) return NullArgument("path");
    int stopped = 0;
    newsearch::IngestOptions cpp_options;
    if (Status s = capi::ReadIngestOptions(options, &stopped, &cpp_options); !s.ok()) return s;
    auto update = newsearch::IndexArchive(writer->writer, path, cpp_options);
    if (stopped != 0) return Outcome::Stopped(stopped);
    if (!update.ok()) return update.status();
    if (out != nullptr) *out = new newsearch_report{std::move(update).value()};
    return Status();
  });
}

newsearch_status newsearch_index_writer_put(newsearch_index_writer* writer,
                                            const newsearch_document* document, newsearch_error** error) {
  return Guard(error, [&]() -> Status {
    if (writer == nullptr) return NullArgument("writer");
    if (document == nullptr) return NullArgument("document");
    if (!document->view->whole) {
      return Invalid("document " + document->view->document.id + " is that of a hit, which has no body");
    }
    return writer->writer.Put(document->view->document);
  });
}

newsearch_status newsearch_index_writer_remove(newsearch_index_writer* writer, const char* id,
                                               size_t id_length, newsearch_error** error) {
  return Guard(error, [&]() -> Status {
    if (writer == nullptr) return NullArgument("writer");
    std::string_view view;
    if (Status status = capi::ReadText(id, id_length, "id", &view); !status.ok()) return status;
    return writer->writer.Remove(std::string(view));
  });
}

newsearch_status newsearch_index_writer_commit(newsearch_index_writer* writer, newsearch_error** error) {
  return Guard(error, [&]() -> Status {
    if (writer == nullptr) return NullArgument("writer");
    return writer->writer.Commit();
  });
}

newsearch_status newsearch_index_writer_begin_archive(newsearch_index_writer* writer, const char* source,
                                                      size_t source_length, newsearch_error** error) {
  return Guard(error, [&]() -> Status {
    if (writer == nullptr) return NullArgument("writer");
    std::string_view view;
    if (Status status = capi::ReadText(source, source_length, "source", &view); !status.ok()) return status;
    return writer->writer.BeginArchive(std::string(view));
  });
}

newsearch_status newsearch_index_writer_end_archive(newsearch_report** out, newsearch_index_writer* writer,
                                                    newsearch_error** error) {
  if (out != nullptr) *out = nullptr;
  return Guard(error, [&]() -> Status {
    if (writer == nullptr) return NullArgument("writer");
    auto update = writer->writer.EndArchive();
    if (!update.ok()) return update.status();
    if (out != nullptr) *out = new newsearch_report{std::move(update).value()};
    return Status();
  });
}

newsearch_status newsearch_index_writer_abort_archive(newsearch_index_writer* writer,
                                                      newsearch_error** error) {
  return Guard(error, [&]() -> Status {
    if (writer == nullptr) return NullArgument("writer");
    return writer->writer.AbortArchive();
  });
}

// ---- Searching ---------------------------------------------------------------------------------------

newsearch_status newsearch_searcher_open(newsearch_searcher** out, const char* path,
                                         const newsearch_searcher_options* options, newsearch_error** error) {
  if (out != nullptr) *out = nullptr;
  return Guard(error, [&]() -> Status {
    if (out == nullptr) return NullArgument("out");
    if (path == nullptr) return NullArgument("path");
    if (options != nullptr) {
      newsearch_searcher_options read;
      if (Status status = capi::Read(options, "options", &read); !status.ok()) return status;
    }
    auto searcher = Searcher::Open(path);
    if (!searcher.ok()) return searcher.status();
    *out = new newsearch_searcher{std::move(searcher).value()};
    return Status();
  });
}

void newsearch_searcher_free(newsearch_searcher* searcher) { delete searcher; }

newsearch_status newsearch_searcher_search(newsearch_search_response** out, newsearch_searcher* searcher,
                                           const newsearch_search_request* request, newsearch_error** error) {
  if (out != nullptr) *out = nullptr;
  return Guard(error, [&]() -> Status {
    if (out == nullptr) return NullArgument("out");
    if (searcher == nullptr) return NullArgument("searcher");
    newsearch::SearchRequest cpp_request;
    if (Status status = capi::ReadRequest(request, &cpp_request); !status.ok()) return status;
    auto response = searcher->searcher.Search(cpp_request);
    if (!response.ok()) return response.status();
    *out = capi::MakeResponse(std::move(response).value(), cpp_request.snippets).release();
    return Status();
  });
}

newsearch_status newsearch_searcher_get_document(newsearch_document** out, newsearch_searcher* searcher,
                                                 const char* id, size_t id_length, newsearch_error** error) {
  if (out != nullptr) *out = nullptr;
  return Guard(error, [&]() -> Status {
    if (out == nullptr) return NullArgument("out");
    if (searcher == nullptr) return NullArgument("searcher");
    std::string_view view;
    if (Status status = capi::ReadText(id, id_length, "id", &view); !status.ok()) return status;
    auto document = searcher->searcher.Get(std::string(view));
    if (!document.ok()) return document.status();
    *out = new newsearch_document(capi::MakeDocument(std::move(document).value(), /*whole=*/true));
    return Status();
  });
}

newsearch_status newsearch_searcher_get_facets(newsearch_facet_list** out, newsearch_searcher* searcher,
                                               newsearch_error** error) {
  if (out != nullptr) *out = nullptr;
  return Guard(error, [&]() -> Status {
    if (out == nullptr) return NullArgument("out");
    if (searcher == nullptr) return NullArgument("searcher");
    *out = new newsearch_facet_list{searcher->searcher.facets()};
    return Status();
  });
}

size_t newsearch_facet_list_count(const newsearch_facet_list* list) {
  return list == nullptr ? 0 : list->facets.size();
}

newsearch_status newsearch_facet_list_get(newsearch_facet_info* out, const newsearch_facet_list* list,
                                          size_t index, newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_facet_info* to) {
    if (list == nullptr) return NullArgument("list");
    return capi::FillFacetInfo(list->facets, index, to);
  });
}

void newsearch_facet_list_free(newsearch_facet_list* list) { delete list; }

newsearch_status newsearch_searcher_complete(newsearch_completion_list** out, newsearch_searcher* searcher,
                                             const newsearch_completion_request* request,
                                             newsearch_error** error) {
  if (out != nullptr) *out = nullptr;
  return Guard(error, [&]() -> Status {
    if (out == nullptr) return NullArgument("out");
    if (searcher == nullptr) return NullArgument("searcher");
    newsearch::CompletionRequest cpp_request;
    if (Status status = capi::ReadCompletionRequest(request, &cpp_request); !status.ok()) return status;
    auto completions = searcher->searcher.Complete(cpp_request);
    if (!completions.ok()) return completions.status();
    auto list = std::make_unique<newsearch_completion_list>();
    list->completions = std::move(*completions);
    for (const newsearch::Completion& completion : list->completions) {
      list->langs.push_back(ToC(completion.langs));
    }
    *out = list.release();
    return Status();
  });
}

size_t newsearch_completion_list_count(const newsearch_completion_list* list) {
  return list == nullptr ? 0 : list->completions.size();
}

newsearch_status newsearch_completion_list_get(newsearch_completion* out,
                                               const newsearch_completion_list* list, size_t index,
                                               newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_completion* to) {
    if (list == nullptr) return NullArgument("list");
    if (index >= list->completions.size()) {
      return OutOfRange("completion", index, list->completions.size());
    }
    const newsearch::Completion& completion = list->completions[index];
    to->text = ToC(completion.text);
    to->facet = ToC(completion.facet);
    to->label = ToC(completion.label);
    to->langs = list->langs[index].data();
    to->lang_count = list->langs[index].size();
    to->offset = completion.offset;
    to->documents = completion.documents;
    return Status();
  });
}

void newsearch_completion_list_free(newsearch_completion_list* list) { delete list; }

newsearch_status newsearch_searcher_reopen(int32_t* out, newsearch_searcher* searcher,
                                           newsearch_error** error) {
  if (out != nullptr) *out = 0;
  return Guard(error, [&]() -> Status {
    if (searcher == nullptr) return NullArgument("searcher");
    auto newer = searcher->searcher.Reopen();
    if (!newer.ok()) return newer.status();
    if (out != nullptr) *out = *newer ? 1 : 0;
    return Status();
  });
}

newsearch_status newsearch_search_response_get_info(newsearch_search_response_info* out,
                                                    const newsearch_search_response* response,
                                                    newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_search_response_info* to) {
    if (response == nullptr) return NullArgument("response");
    to->total = response->total;
    to->hit_count = response->hits.size();
    to->facet_count = response->facets.size();
    to->warning_count = response->warnings.size();
    to->understood = ToC(response->understood);
    to->query_lang = ToC(response->query_lang);
    to->expansion_count = response->expansions.size();
    return Status();
  });
}

newsearch_status newsearch_search_response_get_hit(newsearch_hit* out,
                                                   const newsearch_search_response* response, size_t index,
                                                   newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_hit* to) {
    if (response == nullptr) return NullArgument("response");
    if (index >= response->hits.size()) return OutOfRange("hit", index, response->hits.size());
    const newsearch_search_response::Hit& from = response->hits[index];
    to->score = from.score;
    to->document = &from.document;
    if (response->snippets) {
      to->snippet = ToC(from.snippet);
      to->snippet_highlights = from.snippet_highlights.data();
      to->snippet_highlight_count = from.snippet_highlights.size();
    }
    to->title_highlights = from.title_highlights.data();
    to->title_highlight_count = from.title_highlights.size();
    to->matched_langs = from.matched_lang_views.data();
    to->matched_lang_count = from.matched_lang_views.size();
    to->score_part_count = from.score_parts.size();
    to->similar_only = from.similar_only;
    return Status();
  });
}

newsearch_status newsearch_search_response_get_facet(const newsearch_facet_result** out,
                                                     const newsearch_search_response* response, size_t index,
                                                     newsearch_error** error) {
  if (out != nullptr) *out = nullptr;
  return Guard(error, [&]() -> Status {
    if (out == nullptr) return NullArgument("out");
    if (response == nullptr) return NullArgument("response");
    if (index >= response->facets.size()) return OutOfRange("facet", index, response->facets.size());
    *out = &response->facets[index];
    return Status();
  });
}

newsearch_status newsearch_search_response_get_warning(newsearch_query_warning* out,
                                                       const newsearch_search_response* response,
                                                       size_t index, newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_query_warning* to) {
    if (response == nullptr) return NullArgument("response");
    if (index >= response->warnings.size()) return OutOfRange("warning", index, response->warnings.size());
    to->message = ToC(response->warnings[index].message);
    to->offset = response->warnings[index].offset;
    return Status();
  });
}

newsearch_status newsearch_search_response_get_expansion(newsearch_expansion* out,
                                                         const newsearch_search_response* response,
                                                         size_t index, newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_expansion* to) {
    if (response == nullptr) return NullArgument("response");
    if (index >= response->expansions.size()) {
      return OutOfRange("expansion", index, response->expansions.size());
    }
    const newsearch::Expansion& from = response->expansions[index];
    to->lang = ToC(from.lang);
    to->text = ToC(from.text);
    to->source = ToC(from.source);
    to->offset = from.offset;
    to->weight = from.weight;
    to->words = from.words;
    return Status();
  });
}

newsearch_status newsearch_search_response_get_score_part(newsearch_score_part* out,
                                                          const newsearch_search_response* response,
                                                          size_t hit_index, size_t index,
                                                          newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_score_part* to) {
    if (response == nullptr) return NullArgument("response");
    if (hit_index >= response->hits.size()) return OutOfRange("hit", hit_index, response->hits.size());
    const newsearch_search_response::Hit& hit = response->hits[hit_index];
    if (index >= hit.score_parts.size()) return OutOfRange("score part", index, hit.score_parts.size());
    const newsearch::ScorePart& from = hit.score_parts[index];
    to->kind = ToC(from.kind);
    to->word = ToC(from.word);
    to->lang = ToC(from.lang);
    to->forms = hit.form_views[index].data();
    to->form_count = hit.form_views[index].size();
    to->idf = from.idf;
    to->score = from.score;
    return Status();
  });
}

void newsearch_search_response_free(newsearch_search_response* response) { delete response; }

newsearch_status newsearch_facet_result_get_info(newsearch_facet_result_info* out,
                                                 const newsearch_facet_result* result,
                                                 newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_facet_result_info* to) {
    if (result == nullptr) return NullArgument("result");
    to->facet = ToC(result->result.facet);
    to->documents = result->result.documents;
    to->distinct_values = result->result.distinct_values;
    to->value_count = result->result.values.size();
    return Status();
  });
}

newsearch_status newsearch_facet_result_get_value(newsearch_facet_count* out,
                                                  const newsearch_facet_result* result, size_t index,
                                                  newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_facet_count* to) {
    if (result == nullptr) return NullArgument("result");
    const auto& values = result->result.values;
    if (index >= values.size()) return OutOfRange("value", index, values.size());
    to->value = ToC(values[index].value);
    to->label = ToC(values[index].label);
    to->count = values[index].count;
    return Status();
  });
}

// ---- Statistics --------------------------------------------------------------------------------------

newsearch_status newsearch_searcher_get_stats(newsearch_stats** out, newsearch_searcher* searcher,
                                              newsearch_error** error) {
  return newsearch_searcher_get_stats_in(out, searcher, "en", NEWSEARCH_STRLEN, error);
}

newsearch_status newsearch_searcher_get_stats_in(newsearch_stats** out, newsearch_searcher* searcher,
                                                 const char* locale, size_t locale_length,
                                                 newsearch_error** error) {
  if (out != nullptr) *out = nullptr;
  return Guard(error, [&]() -> Status {
    if (out == nullptr) return NullArgument("out");
    if (searcher == nullptr) return NullArgument("searcher");
    std::string_view tag;
    if (Status status = capi::ReadText(locale, locale_length, "locale", &tag); !status.ok()) return status;
    auto stats = searcher->searcher.Stats(tag);
    if (!stats.ok()) return stats.status();
    auto made = std::make_unique<newsearch_stats>();
    made->stats = std::move(stats).value();
    made->languages.assign(made->stats.languages.begin(), made->stats.languages.end());
    made->sources.assign(made->stats.sources.begin(), made->stats.sources.end());
    made->facets = capi::MakeFacets(std::move(made->stats.facets));
    *out = made.release();
    return Status();
  });
}

newsearch_status newsearch_stats_get_info(newsearch_stats_info* out, const newsearch_stats* stats,
                                          newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_stats_info* to) {
    if (stats == nullptr) return NullArgument("stats");
    const IndexStats& from = stats->stats;
    to->documents = from.documents;
    to->undated = from.undated;
    to->size_bytes = from.size_bytes;
    if (from.first_day.has_value()) to->first_day = ToC(*from.first_day);
    if (from.last_day.has_value()) to->last_day = ToC(*from.last_day);
    to->analyzer = ToC(from.analyzer);
    to->icu_version = ToC(from.icu_version);
    to->language_count = stats->languages.size();
    to->source_count = stats->sources.size();
    to->facet_count = stats->facets.size();
    to->format_version = from.format_version;
    return Status();
  });
}

newsearch_status newsearch_stats_get_language(newsearch_named_count* out, const newsearch_stats* stats,
                                              size_t index, newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_named_count* to) {
    if (stats == nullptr) return NullArgument("stats");
    if (index >= stats->languages.size()) return OutOfRange("language", index, stats->languages.size());
    to->name = ToC(stats->languages[index].first);
    to->count = stats->languages[index].second;
    return Status();
  });
}

newsearch_status newsearch_stats_get_source(newsearch_named_count* out, const newsearch_stats* stats,
                                            size_t index, newsearch_error** error) {
  return FillStruct(out, error, [&](newsearch_named_count* to) {
    if (stats == nullptr) return NullArgument("stats");
    if (index >= stats->sources.size()) return OutOfRange("source", index, stats->sources.size());
    to->name = ToC(stats->sources[index].first);
    to->count = stats->sources[index].second;
    return Status();
  });
}

newsearch_status newsearch_stats_get_facet(const newsearch_facet_result** out, const newsearch_stats* stats,
                                           size_t index, newsearch_error** error) {
  if (out != nullptr) *out = nullptr;
  return Guard(error, [&]() -> Status {
    if (out == nullptr) return NullArgument("out");
    if (stats == nullptr) return NullArgument("stats");
    if (index >= stats->facets.size()) return OutOfRange("facet", index, stats->facets.size());
    *out = &stats->facets[index];
    return Status();
  });
}

void newsearch_stats_free(newsearch_stats* stats) { delete stats; }
