// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/search.h"

#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
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
#include "schema/fields.h"
#include "schema/record.h"
#include "text/highlighter.h"
#include "util/file.h"

namespace newsearch {
namespace {

// How often a search starts anew because a writer overwrote the commit it read.
constexpr int kMaxAttempts = 5;

// Documents by language, from the boolean terms of the lang facet.
std::map<std::string, uint64_t> CountByPrefix(const Xapian::Database& database, const std::string& prefix) {
  std::map<std::string, uint64_t> counts;
  for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix); ++term) {
    counts[(*term).substr(prefix.size())] = term.get_termfreq();
  }
  return counts;
}

std::map<std::string, uint64_t> CountLanguages(const Xapian::Database& database) {
  return CountByPrefix(database, std::string(FindFacet("lang")->prefix) + ":");
}

Result<std::vector<const FacetField*>> FacetFieldsOf(const std::vector<FacetRequest>& requests) {
  std::vector<const FacetField*> fields;
  for (const FacetRequest& request : requests) {
    const FacetField* field = FindFacet(request.facet);
    if (field == nullptr) {
      return Status(StatusCode::kInvalidArgument,
                    "no facet " + request.facet + "; there are " + FacetNames());
    }
    fields.push_back(field);
  }
  return fields;
}

std::vector<std::string> FacetNameList() {
  std::vector<std::string> names;
  for (const FacetField& field : FacetFields()) names.emplace_back(field.name);
  return names;
}

}  // namespace

class Searcher::Internal {
 public:
  Internal(std::string path, Xapian::Database database)
      : path_(std::move(path)), database_(std::move(database)) {
    LoadLanguages();
  }

  Result<SearchResponse> Search(const SearchRequest& request) {
    auto fields = FacetFieldsOf(request.facets);
    if (!fields.ok()) return fields.status();
    return Retrying([&]() -> Result<SearchResponse> {
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
        response.facets.push_back(counter.Result(i, request.facets[i].max_values));
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

  Result<IndexStats> Stats() {
    return Retrying([&]() -> Result<IndexStats> {
      IndexStats stats;
      stats.documents = database_.get_doccount();
      stats.languages = CountLanguages(database_);
      for (const auto& [hash, count] : CountByPrefix(database_, std::string(kSourcePrefix) + ":")) {
        stats.sources[database_.get_metadata(std::string(kSourceKeyPrefix).append(hash))] = count;
      }
      std::vector<const FacetField*> fields;
      for (const FacetField& field : FacetFields()) fields.push_back(&field);
      FacetCounter counter(fields);
      Xapian::Enquire enquire(database_);
      enquire.set_query(Xapian::Query::MatchAll);
      enquire.add_matchspy(&counter);
      (void)enquire.get_mset(0, 0, database_.get_doccount());
      for (size_t i = 0; i < fields.size(); ++i) stats.facets.push_back(counter.Result(i, 10));
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
    return GuardXapian(path_, [&]() -> Result<bool> {
      const bool newer = database_.reopen();
      if (newer) LoadLanguages();
      return newer;
    });
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

  void LoadLanguages() {
    filters_.clear();
    for (const auto& [lang, count] : CountLanguages(database_)) filters_.emplace_back(lang);
  }

  // Runs `body` again on the latest commit when the one it read is gone.
  template <typename Body>
  auto Retrying(const Body& body) -> decltype(body()) {
    for (int attempt = 1;; ++attempt) {
      auto result = GuardXapian(path_, body);
      if (result.ok() || result.status().code() != StatusCode::kIndexChanged || attempt == kMaxAttempts) {
        return result;
      }
      auto reopened = Reopen();
      // Overwritten again meanwhile: that is one more attempt.
      if (!reopened.ok() && reopened.status().code() != StatusCode::kIndexChanged) return reopened.status();
    }
  }

  Result<Prepared> Prepare(const SearchRequest& request) {
    auto parsed = ParseQuery(request.text, request.syntax, FacetNameList());
    if (!parsed.ok()) return parsed.status();
    QueryBuilder builder(database_, &filters_, tokenizer_, request.match);
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
  Xapian::Database database_;
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
    Xapian::Database database(path, Xapian::DB_BACKEND_GLASS);
    if (Status status = CheckFormat(ReadFormat(database), path, false); !status.ok()) return status;
    return Searcher(std::make_unique<Internal>(path, std::move(database)));
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

Result<IndexStats> Searcher::Stats() const { return internal_->Stats(); }

Result<bool> Searcher::Reopen() { return internal_->Reopen(); }

}  // namespace newsearch
