// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/search.h"

#include <fcntl.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <map>
#include <thread>
#include <utility>

#include "index/database_format.h"
#include "index/facet_counter.h"
#include "index/query_builder.h"
#include "index/terms.h"
#include "index/weights.h"
#include "index/xapian_error.h"
#include "newsearch/facet.h"
#include "query/query_parser.h"
#include "schema/calendar.h"
#include "schema/facet_table.h"
#include "schema/fields.h"
#include "schema/record.h"
#include "text/highlighter.h"
#include "util/file.h"

namespace newsearch {
namespace {

// How often a search starts anew because a writer overwrote the commit it read.
constexpr int kMaxAttempts = 20;
constexpr auto kRetryPause = std::chrono::microseconds(500);

constexpr size_t kMaxMarkBytes = 1024;

// Tells one commit from the next without opening the index: Xapian replaces this small file with each, and
// the number of the commit stands in it. (Its inode and time can be those of an earlier one.)
std::string CommitMark(const std::string& path) {
  std::string mark(kMaxMarkBytes, '\0');
  const int file = ::open((path + "/iamglass").c_str(), O_RDONLY | O_CLOEXEC);
  const ssize_t size = file < 0 ? -1 : ::pread(file, mark.data(), mark.size(), 0);
  if (file >= 0) ::close(file);
  mark.resize(size < 0 ? 0 : static_cast<size_t>(size));
  return mark;
}

// Documents by language, from the boolean terms of the lang facet.
std::map<std::string, uint64_t> CountByPrefix(const Xapian::Database& database, const std::string& prefix) {
  std::map<std::string, uint64_t> counts;
  for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix); ++term) {
    counts[(*term).substr(prefix.size())] = term.get_termfreq();
  }
  return counts;
}

// REQUIRES: the table is one that was read: it has lang.
std::map<std::string, uint64_t> CountLanguages(const Xapian::Database& database, const FacetTable& facets) {
  return CountByPrefix(database, facets.Find("lang")->prefix + ":");
}

}  // namespace

class Searcher::Internal {
 public:
  Internal(std::string path, std::string mark, Xapian::Database database, FacetTable facets)
      : path_(std::move(path)),
        checked_mark_(std::move(mark)),
        database_(std::move(database)),
        facets_(std::move(facets)) {
    for (const auto& [lang, count] : CountLanguages(database_, facets_)) filters_.emplace_back(lang);
  }

  std::vector<FacetInfo> Facets() const { return facets_.Infos(); }

  Result<SearchResponse> Search(const SearchRequest& request) {
    if (Status status = CheckLocale(request.locale); !status.ok()) return status;
    return Retrying([&]() -> Result<SearchResponse> {
      auto fields = CountedFields(request);
      if (!fields.ok()) return fields.status();
      auto prepared = Prepare(request);
      if (!prepared.ok()) return prepared.status();
      FacetCounter counter(*fields);
      if (!fields->empty()) prepared->enquire.add_matchspy(&counter);
      // Every match is looked at, so that the total and the counts are exact.
      const Xapian::MSet matches = prepared->enquire.get_mset(
          Limited(request.offset), Limited(request.max_hits), database_.get_doccount());
      SearchResponse response;
      response.total = matches.get_matches_lower_bound();
      response.understood = std::move(prepared->understood);
      response.warnings = std::move(prepared->warnings);
      for (size_t i = 0; i < fields->size(); ++i) {
        response.facets.push_back(counter.Result(i, request.facets[i].max_values, request.locale));
      }
      for (auto match = matches.begin(); match != matches.end(); ++match) {
        auto document = DecodeRecord(match.get_document().get_data());
        if (!document.ok()) return document.status();
        response.hits.push_back(
            MakeHit(std::move(*document), match.get_weight(), request, prepared->highlight_words));
      }
      return response;
    });
  }

  Result<std::vector<ScoredId>> SearchIds(const SearchRequest& request) {
    return Retrying([&]() -> Result<std::vector<ScoredId>> {
      auto prepared = Prepare(request);
      if (!prepared.ok()) return prepared.status();
      const Xapian::MSet matches =
          prepared->enquire.get_mset(Limited(request.offset), Limited(request.max_hits));
      std::vector<ScoredId> ids;
      ids.reserve(matches.size());
      for (auto match = matches.begin(); match != matches.end(); ++match) {
        ids.push_back({match.get_document().get_value(kIdSlot), match.get_weight()});
      }
      return ids;
    });
  }

  Result<Document> Get(const std::string& id) {
    return Retrying([&]() -> Result<Document> {
      const std::string term = IdTerm(id);
      if (id.empty() || id.size() > kMaxIdBytes) return NoDocument(id);
      const auto posting = database_.postlist_begin(term);
      if (posting == database_.postlist_end(term)) return NoDocument(id);
      return DecodeRecord(database_.get_document(*posting).get_data());
    });
  }

  Result<IndexStats> Stats(std::string_view locale) {
    if (Status status = CheckLocale(locale); !status.ok()) return status;
    return Retrying([&]() -> Result<IndexStats> {
      IndexStats stats;
      stats.documents = database_.get_doccount();
      stats.languages = CountLanguages(database_, facets_);
      for (const auto& [hash, count] : CountByPrefix(database_, std::string(kSourcePrefix) + ":")) {
        stats.sources[database_.get_metadata(std::string(kSourceKeyPrefix).append(hash))] = count;
      }
      std::vector<FacetCounter::Counted> fields;
      for (const FacetField& field : facets_.fields()) fields.push_back({&field, nullptr, {}});
      FacetCounter counter(fields);
      Xapian::Enquire enquire(database_);
      enquire.set_query(Xapian::Query::MatchAll);
      enquire.add_matchspy(&counter);
      (void)enquire.get_mset(0, 0, database_.get_doccount());
      for (size_t i = 0; i < fields.size(); ++i) stats.facets.push_back(counter.Result(i, 10, locale));
      stats.undated = stats.documents - database_.get_value_freq(kDateStartSlot);
      if (stats.undated < stats.documents) {
        stats.first_day = DayOf(Extreme(kDateStartSlot, std::less<>()));
        stats.last_day = DayOf(Extreme(kDateEndSlot, std::greater<>()));
      }
      stats.size_bytes = DirectorySize(path_);
      const FormatInfo format = ReadFormat(database_);
      stats.format_version = std::atoi(format.format.c_str());
      stats.analyzer = format.analyzer;
      stats.icu_version = format.icu;
      return stats;
    });
  }

  Result<bool> Reopen() {
    return GuardXapian(path_, [&]() -> Result<bool> { return MoveToLatest(); });
  }

 private:
  struct Prepared {
    Xapian::Enquire enquire;
    std::string understood;
    std::vector<QueryWarning> warnings;
    std::vector<Word> highlight_words;
  };

  static std::chrono::year_month_day DayOf(const std::string& value) {
    return DayFromNumber(static_cast<int64_t>(std::llround(Xapian::sortable_unserialise(value))));
  }

  // The first value of a slot in the given order. Xapian's own bounds stay too wide after deletions.
  template <typename Order>
  std::string Extreme(uint32_t slot, Order before) const {
    std::string extreme;
    for (auto value = database_.valuestream_begin(slot); value != database_.valuestream_end(slot); ++value) {
      const std::string current = *value;
      if (extreme.empty() || before(current, extreme)) extreme = current;
    }
    return extreme;
  }

  // Xapian makes room for as many as it is asked for.
  Xapian::doccount Limited(uint32_t count) const { return std::min(count, database_.get_doccount()); }

  Status NoDocument(const std::string& id) const {
    return Status(StatusCode::kNotFound, "no document " + id + " in index " + path_);
  }

  // Opens the latest commit beside the one in use and takes it only when all of it was read: a searcher is
  // never left between two commits. Returns whether it is a newer one.
  Result<bool> MoveToLatest() {
    std::string mark = CommitMark(path_);
    Xapian::Database latest(path_, Xapian::DB_BACKEND_GLASS);
    const FormatInfo format = ReadFormat(latest);
    if (Status status = CheckFormat(format, path_, false); !status.ok()) return status;
    Result<FacetTable> facets = ReadFacetTable(format, path_);
    if (!facets.ok()) return facets.status();
    std::vector<TermFilter> filters;
    for (const auto& [lang, count] : CountLanguages(latest, *facets)) filters.emplace_back(lang);
    const bool newer = latest.get_revision() != database_.get_revision();
    database_ = std::move(latest);
    facets_ = std::move(*facets);
    filters_ = std::move(filters);
    checked_mark_ = std::move(mark);
    checked_since_ = 0;
    return newer;
  }

  // How many commits there were since the one in use.
  Xapian::rev CommitsSince() const {
    const Xapian::Database latest(path_, Xapian::DB_BACKEND_GLASS);
    return latest.get_revision() - database_.get_revision();
  }

  // Whether the commit in use may have been overwritten. Xapian keeps its blocks while the next commit is
  // written; whoever writes the one after that reuses them, from the first block it flushes.
  bool IsOverwritten() {
    std::string mark = CommitMark(path_);
    if (mark != checked_mark_) {
      checked_since_ = CommitsSince();
      checked_mark_ = std::move(mark);
    }
    return checked_since_ > 1 || (checked_since_ == 1 && database_.locked());
  }

  // Runs `body` again on the latest commit when the one it read was overwritten meanwhile. A reader may
  // notice that as DatabaseModifiedError, as damage, or not at all, so the commits are counted after success
  // and failure alike.
  template <typename Body>
  auto Retrying(const Body& body) -> decltype(body()) {
    for (int attempt = 1;; ++attempt) {
      auto result = GuardXapian(path_, body);
      const auto checked = GuardXapian(
          path_, [&]() -> Result<bool> { return result.ok() ? IsOverwritten() : CommitsSince() > 0; });
      const bool again = checked.ok() ? *checked : result.status().code() == StatusCode::kIndexChanged;
      if (!again && (result.ok() || result.status().code() != StatusCode::kIndexChanged)) return result;
      if (attempt == kMaxAttempts) {
        return Status(StatusCode::kIndexChanged, "index " + path_ + " changes faster than it can be read");
      }
      std::this_thread::sleep_for(kRetryPause * attempt);
      // If this fails because the index changed again, that is one more attempt.
      (void)GuardXapian(path_, [&]() -> Result<bool> { return MoveToLatest(); });
    }
  }

  // What to count for the request.
  Result<std::vector<FacetCounter::Counted>> CountedFields(const SearchRequest& request) const {
    std::vector<FacetCounter::Counted> fields;
    for (const FacetRequest& wanted : request.facets) {
      const FacetField* field = facets_.Find(wanted.facet);
      if (field == nullptr) return Status(StatusCode::kInvalidArgument, NoSuchFacet(wanted.facet, facets_));
      FacetCounter::Counted& counted = fields.emplace_back();
      counted.field = field;
      if (!request.roll_up || !RollsUp(field->name)) continue;
      // A place that no document of the index names as its city is none: it is a country, say.
      counted.wider = facets_.Find("place");
      counted.is_value = [this, field](std::string_view value) {
        return database_.term_exists(FacetTerm(*field, value));
      };
    }
    return fields;
  }

  Result<Prepared> Prepare(const SearchRequest& request) {
    auto parsed = ParseQuery(request.text, request.syntax, facets_.NameList());
    if (!parsed.ok()) return parsed.status();
    QueryBuilder builder(database_, facets_, &filters_, tokenizer_, request.match, request.roll_up);
    auto query = builder.Build(parsed->root, request.filters);
    if (!query.ok()) return query.status();
    Prepared prepared{Xapian::Enquire(database_),
                      DescribeQuery(parsed->root, request.match == MatchMode::kAll),
                      std::move(parsed->warnings), builder.highlight_words()};
    prepared.warnings.insert(prepared.warnings.end(), builder.warnings().begin(), builder.warnings().end());
    prepared.enquire.set_query(*query);
    prepared.enquire.set_weighting_scheme(Xapian::BM25Weight(kBm25K1, 0, 1, kBm25B, 0));
    if (request.sort == SortOrder::kDate) {
      prepared.enquire.set_sort_by_value_then_relevance(kDateStartSlot, true);
    }
    return prepared;
  }

  TermFilter& FilterFor(const std::string& lang) {
    for (TermFilter& filter : filters_) {
      if (filter.lang() == lang) return filter;
    }
    return filters_.emplace_back(lang);
  }

  double Rarity(const std::string& lang, const std::string& stem) const {
    const double documents = database_.get_doccount();
    const double with_term = database_.get_termfreq(StemTerm(lang, stem));
    return std::log(1 + documents / (1 + with_term));
  }

  Hit MakeHit(Document document, double score, const SearchRequest& request, const std::vector<Word>& words) {
    Hit hit;
    hit.score = score;
    if (request.snippets) {
      TermFilter& filter = FilterFor(document.lang);
      Highlighter highlighter(tokenizer_, &filter);
      for (const Word& word : words) highlighter.AddWord(word, Rarity(document.lang, filter.Stem(word)));
      if (document.title) hit.title_highlights = highlighter.Mark(*document.title);
      hit.snippet = highlighter.MakeSnippet(document.body, request.snippet_chars);
    }
    document.body.clear();
    hit.document = std::move(document);
    return hit;
  }

  std::string path_;
  std::string checked_mark_;       // of the latest commit that was looked at
  Xapian::rev checked_since_ = 0;  // how many commits it comes behind the one in use
  Xapian::Database database_;
  FacetTable facets_;
  Tokenizer tokenizer_;
  std::vector<TermFilter> filters_;  // one for each language of the index
};

Searcher::Searcher(std::unique_ptr<Internal> internal) : internal_(std::move(internal)) {}
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;
Searcher::~Searcher() = default;

Result<Searcher> Searcher::Open(const std::string& path) {
  const auto open = [&]() -> Result<Searcher> {
    const PathState state = LookAtPath(path);
    if (state == PathState::kMissing || state == PathState::kEmptyDirectory) {
      return Status(StatusCode::kNotFound, "there is no index at " + path);
    }
    if (state == PathState::kSomethingElse) return NotAnIndex(path);
    const std::string mark = CommitMark(path);
    Xapian::Database database(path, Xapian::DB_BACKEND_GLASS);
    const FormatInfo format = ReadFormat(database);
    if (Status status = CheckFormat(format, path, false); !status.ok()) return status;
    Result<FacetTable> facets = ReadFacetTable(format, path);
    if (!facets.ok()) return facets.status();
    return Searcher(std::make_unique<Internal>(path, mark, std::move(database), std::move(*facets)));
  };
  for (int attempt = 1;; ++attempt) {
    auto searcher = GuardXapian(path, open);
    if (searcher.ok() || searcher.status().code() != StatusCode::kIndexChanged || attempt == kMaxAttempts) {
      return searcher;
    }
  }
}

Result<SearchResponse> Searcher::Search(const SearchRequest& request) const {
  return internal_->Search(request);
}

Result<std::vector<ScoredId>> Searcher::SearchIds(const SearchRequest& request) const {
  return internal_->SearchIds(request);
}

Result<Document> Searcher::Get(const std::string& id) const { return internal_->Get(id); }

Result<IndexStats> Searcher::Stats(std::string_view locale) const { return internal_->Stats(locale); }

std::vector<FacetInfo> Searcher::facets() const { return internal_->Facets(); }

Result<bool> Searcher::Reopen() { return internal_->Reopen(); }

}  // namespace newsearch
