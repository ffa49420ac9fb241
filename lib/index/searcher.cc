// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/search.h"

#include <fcntl.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <type_traits>
#include <utility>

#include "index/completer.h"
#include "index/database_format.h"
#include "index/expander.h"
#include "index/explainer.h"
#include "index/facet_columns_file.h"
#include "index/facet_counter.h"
#include "index/matcher.h"
#include "index/postings.h"
#include "index/ranker.h"
#include "index/scorer.h"
#include "index/snapshot.h"
#include "index/terms.h"
#include "index/vocabulary_file.h"
#include "index/xapian_error.h"
#include "newsearch/facet.h"
#include "query/query_parser.h"
#include "schema/calendar.h"
#include "schema/facet_table.h"
#include "schema/fields.h"
#include "schema/record.h"
#include "schema/stored_document.h"
#include "text/highlighter.h"
#include "text/language.h"
#include "translate/translator.h"
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

}  // namespace

class Searcher::Internal {
 public:
  Internal(std::string path, SearcherOptions options, std::string mark, std::shared_ptr<Snapshot> snapshot)
      : path_(std::move(path)),
        options_(std::move(options)),
        checked_mark_(std::move(mark)),
        snapshot_(std::move(snapshot)) {}

  std::vector<FacetInfo> Facets() const { return Current()->facets().Infos(); }

  Result<SearchResponse> Search(const SearchRequest& request) {
    if (Status status = CheckLocale(request.locale); !status.ok()) return status;
    return Retrying([&](Session& session) -> Result<SearchResponse> {
      auto fields = CountedFields(session.facets(), request);
      if (!fields.ok()) return fields.status();
      auto found = Find(&session, request, Wants::kDetails);
      if (!found.ok()) return found.status();
      SearchResponse response;
      response.total = found->matched.exact.Count();
      response.understood = std::move(found->understood);
      response.warnings = std::move(found->warnings);
      response.query_lang = std::move(found->query_lang);
      response.expansions = std::move(found->expansions);
      if (!fields->empty()) {
        const Derived& derived = session.derived();
        const FacetCounter counter(derived.columns, derived.docs.all(), found->matched.exact);
        for (size_t i = 0; i < fields->size(); ++i) {
          const FacetField& field = *(*fields)[i];
          response.facets.push_back(counter.Count(field, request.roll_up && RollsUp(field.name),
                                                  request.facets[i].max_values, request.locale));
        }
      }
      std::map<std::string, Highlighter> highlighters;  // by language
      for (size_t i = 0; i < found->ranked.size(); ++i) {
        const RankedDoc& ranked = found->ranked[i];
        auto document = Load(&session, ranked.doc);
        if (!document.ok()) return document.status();
        auto highlighter = highlighters.find(document->lang);
        if (highlighter == highlighters.end()) {
          highlighter =
              highlighters.emplace(document->lang, MakeHighlighter(&session, found->words, document->lang))
                  .first;
        }
        Hit hit = MakeHit(std::move(*document), ranked.score, request, highlighter->second);
        hit.similar_only = !found->matched.exact.Has(ranked.doc);
        hit.matched_langs = std::move(found->matched_langs[i]);
        if (request.explain) hit.explanation = std::move(found->explanations[i]);
        response.hits.push_back(std::move(hit));
      }
      return response;
    });
  }

  Result<std::vector<ScoredId>> SearchIds(const SearchRequest& request) {
    return Retrying([&](Session& session) -> Result<std::vector<ScoredId>> {
      auto found = Find(&session, request, Wants::kRanking);
      if (!found.ok()) return found.status();
      std::vector<ScoredId> ids;
      ids.reserve(found->ranked.size());
      for (const RankedDoc& ranked : found->ranked) {
        const WordSequence* sequence = session.sequences()->Find(ranked.doc);
        if (sequence == nullptr) {
          return Status(StatusCode::kCorruption, "index " + path_ + ": a document cannot be read");
        }
        ids.push_back({sequence->id, ranked.score});
      }
      return ids;
    });
  }

  Result<Document> Get(const std::string& id) {
    return Retrying([&](Session& session) -> Result<Document> {
      const std::string term = IdTerm(id);
      if (id.empty() || id.size() > kMaxIdBytes) return NoDocument(id);
      const auto posting = session.database().postlist_begin(term);
      if (posting == session.database().postlist_end(term)) return NoDocument(id);
      return Load(&session, *posting);
    });
  }

  Result<std::vector<Completion>> Complete(const CompletionRequest& request) {
    return Retrying([&](Session& session) -> Result<std::vector<Completion>> {
      const Derived& derived = session.derived();
      return Completer(derived.vocabulary, derived.columns, derived.docs.all(), session.facets(),
                       session.tokenizer(), session.completed_facets())
          .Complete(request);
    });
  }

  Result<IndexStats> Stats(std::string_view locale) {
    if (Status status = CheckLocale(locale); !status.ok()) return status;
    return Retrying([&](Session& session) -> Result<IndexStats> {
      IndexStats stats;
      const Xapian::Database& database = session.database();
      stats.documents = database.get_doccount();
      for (const auto& [source, number] : ReadSources(database)) {
        const uint64_t count = database.get_termfreq(SourceTerm(number));
        if (count > 0) stats.sources[source] = count;
      }
      const Derived& derived = session.derived();
      for (const DocTable::LangStats& lang : derived.docs.langs()) {
        stats.languages[lang.lang] = static_cast<uint64_t>(lang.count);
      }
      const FacetCounter counter(derived.columns, derived.docs.all(), derived.docs.all());
      for (const FacetField& field : session.facets().fields()) {
        stats.facets.push_back(counter.Count(field, false, 10, locale));
      }
      AddDays(derived, &stats);
      stats.size_bytes = DirectorySize(path_);
      const FormatInfo format = ReadFormat(database);
      stats.format_version = std::atoi(format.format.c_str());
      stats.analyzer = format.analyzer;
      stats.icu_version = format.icu;
      return stats;
    });
  }

  Result<bool> Reopen() {
    return GuardXapian(path_, [&]() -> Result<bool> { return MoveToLatest(Current()); });
  }

 private:
  struct Found {
    MatchedDocs matched;
    std::vector<RankedDoc> ranked;
    std::vector<QueryWord> words;
    std::string understood;
    std::vector<QueryWarning> warnings;
    std::string query_lang;
    std::vector<Expansion> expansions;
    std::vector<std::vector<std::string>> matched_langs;  // of `ranked`
    std::vector<std::vector<ScorePart>> explanations;     // the same, if they are wanted
  };

  enum class Wants { kRanking, kDetails };

  std::shared_ptr<Snapshot> Current() const {
    const std::lock_guard lock(mutex_);
    return snapshot_;
  }

  static Result<Document> Load(Session* session, Xapian::docid doc) {
    const Result<StoredDocument> stored =
        UnpackStored(session->database().get_document(doc, Xapian::DOC_ASSUME_VALID).get_data());
    if (!stored.ok()) return stored.status();
    Result<Document> document = DecodeRecord(stored->record);
    if (document.ok()) document->source = session->SourceName(stored->source);
    return document;
  }

  static void AddDays(const Derived& derived, IndexStats* stats) {
    const std::span<const int32_t> first_days = derived.columns.first_days();
    const std::span<const int32_t> last_days = derived.columns.last_days();
    int32_t first = std::numeric_limits<int32_t>::max();
    int32_t last = kNoDay;
    derived.docs.all().ForEach([&](uint32_t doc) {
      if (first_days[doc] == kNoDay) {
        ++stats->undated;
        return;
      }
      first = std::min(first, first_days[doc]);
      last = std::max(last, last_days[doc]);
    });
    if (last == kNoDay) return;
    stats->first_day = DayFromNumber(first);
    stats->last_day = DayFromNumber(last);
  }

  Status NoDocument(const std::string& id) const {
    return Status(StatusCode::kNotFound, "no document " + id + " in index " + path_);
  }

  // Opens the latest commit and takes it in place of `outdated`, unless another thread has: a search is never
  // between two commits. Returns whether a newer one is in use now.
  Result<bool> MoveToLatest(const std::shared_ptr<Snapshot>& outdated) {
    const std::lock_guard moving(moving_mutex_);
    if (const auto current = Current(); current != outdated) return true;
    std::string mark = CommitMark(path_);
    auto latest = Snapshot::Open(path_);
    if (!latest.ok()) return latest.status();
    const bool newer = (*latest)->revision() != outdated->revision() || (*latest)->uuid() != outdated->uuid();
    const std::lock_guard lock(mutex_);
    snapshot_ = std::move(*latest);
    checked_mark_ = std::move(mark);
    checked_since_ = 0;
    return newer;
  }

  // How many commits there were since the one in use.
  Xapian::rev CommitsSince(const Snapshot& snapshot) const {
    return snapshot.CommitsUntil(Xapian::Database(path_, Xapian::DB_BACKEND_GLASS));
  }

  // Whether the commit in use may have been overwritten. Xapian keeps its blocks while the next commit is
  // written; whoever writes the one after that reuses them, from the first block it flushes.
  bool IsOverwritten(const std::shared_ptr<Snapshot>& snapshot, const Session& session) {
    std::string mark = CommitMark(path_);
    const auto is_checked = [&] { return snapshot == snapshot_ && mark == checked_mark_; };
    std::unique_lock lock(mutex_);
    Xapian::rev since = checked_since_;
    if (!is_checked()) {
      lock.unlock();
      since = CommitsSince(*snapshot);
      lock.lock();
      if (snapshot == snapshot_) {
        checked_since_ = since;
        checked_mark_ = std::move(mark);
      }
    }
    const std::string checked_mark = checked_mark_;
    lock.unlock();
    if (since != 1) return since > 1;
    // A writer may have ended between the look at the mark and the one at its lock.
    return session.database().locked() || CommitMark(path_) != checked_mark;
  }

  // Runs `body` again on the latest commit when the one it read was overwritten meanwhile. A reader may
  // notice that as DatabaseModifiedError, as damage, or not at all, so the commits are counted after success
  // and failure alike.
  template <typename Body>
  auto Retrying(const Body& body) -> std::invoke_result_t<Body, Session&> {
    for (int attempt = 1;; ++attempt) {
      const std::shared_ptr<Snapshot> snapshot = Current();
      std::optional<Snapshot::Lease> lease;
      const Status leased = GuardXapian(path_, [&] {
        lease.emplace(snapshot.get(), attempt > 1);  // waits only where moving has not helped
        return Status();
      });
      if (!leased.ok()) return leased;
      if (!*lease) {
        // All sessions are at work, and no other can be opened on a commit that is not the latest.
        (void)GuardXapian(path_, [&]() -> Result<bool> { return MoveToLatest(snapshot); });
        continue;
      }
      auto result = GuardXapian(path_, [&] { return body(**lease); });
      const auto checked = GuardXapian(path_, [&]() -> Result<bool> {
        return result.ok() ? IsOverwritten(snapshot, **lease) : CommitsSince(*snapshot) > 0;
      });
      const bool again = checked.ok() ? *checked : result.status().code() == StatusCode::kIndexChanged;
      if (!again && (result.ok() || result.status().code() != StatusCode::kIndexChanged)) return result;
      if (attempt == kMaxAttempts) {
        return Status(StatusCode::kIndexChanged, "index " + path_ + " changes faster than it can be read");
      }
      std::this_thread::sleep_for(kRetryPause * attempt);
      // If this fails because the index changed again, that is one more attempt.
      (void)GuardXapian(path_, [&]() -> Result<bool> { return MoveToLatest(snapshot); });
    }
  }

  // What to count for the request.
  static Result<std::vector<const FacetField*>> CountedFields(const FacetTable& facets,
                                                              const SearchRequest& request) {
    std::vector<const FacetField*> fields;
    for (const FacetRequest& wanted : request.facets) {
      const FacetField* field = facets.Find(wanted.facet);
      if (field == nullptr) return Status(StatusCode::kInvalidArgument, NoSuchFacet(wanted.facet, facets));
      fields.push_back(field);
    }
    return fields;
  }

  static Status CheckAcross(const SearchRequest& request) {
    if (!request.query_lang.empty() && NormalizeLanguageTag(request.query_lang) == kUnknownLanguage) {
      return Status(StatusCode::kInvalidArgument, "'" + request.query_lang + "' is no language tag");
    }
    if (!request.expansions) return Status();
    for (const Expansion& expansion : *request.expansions) {
      if (expansion.weight >= 0 && expansion.weight <= 1) continue;
      return Status(StatusCode::kInvalidArgument,
                    "the weight of the expansion '" + expansion.text + "' is not between 0 and 1");
    }
    return Status();
  }

  // What no measurement has asked for, and what would make scores infinite or no numbers.
  static Status CheckRanking(const RankingOptions& ranking) {
    constexpr double kGreatest = 1e6;
    const struct {
      const char* name;
      double value;
      double greatest;
    } members[] = {{"k1", ranking.k1, kGreatest},
                   {"b", ranking.b, 1},
                   {"similar_weight", ranking.similar_weight, kGreatest},
                   {"min_likeness", ranking.min_likeness, 1},
                   {"capital_weight", ranking.capital_weight, kGreatest},
                   {"part_weight", ranking.part_weight, kGreatest},
                   {"passage_weight", ranking.passage_weight, kGreatest},
                   {"neighbour_weight", ranking.neighbour_weight, kGreatest},
                   {"stop_word_weight", ranking.stop_word_weight, kGreatest}};
    for (const auto& member : members) {
      if (member.value >= 0 && member.value <= member.greatest) continue;
      return Status(StatusCode::kInvalidArgument, std::string("ranking.") + member.name +
                                                      " is not between 0 and " +
                                                      (member.greatest == 1 ? "1" : "a million"));
    }
    return Status();
  }

  // Looks up what the query means in other languages, or takes what was given.
  ExpandedWords Expand(Session* session, const SearchRequest& request, const QueryNode& root, Found* found) {
    const std::lock_guard lock(translator_mutex_);
    if (translator_ == nullptr) {
      TranslatorOptions options;
      options.dictd_directory = options_.dictd_directory;
      options.lexicon_directory = options_.lexicon_directory;
      Result<Translator> translator = Translator::Open(options);
      if (!translator.ok()) {
        found->warnings.push_back({translator.status().message(), 0});
        return {};
      }
      translator_ = std::make_unique<Translator>(std::move(*translator));
    }
    Expander expander(session->derived().vocabulary, session->filters(), session->tokenizer(),
                      translator_.get(), session->look_alikes());
    const std::vector<WordRun> runs = FreeWordRuns(root, session->tokenizer(), kMaxQueryWords);
    found->query_lang = request.query_lang.empty() ? expander.GuessQueryLanguage(request.text, runs)
                                                   : NormalizeLanguageTag(request.query_lang);
    if (request.expansions) {
      found->expansions = *request.expansions;
    } else if (!found->query_lang.empty()) {
      found->expansions = expander.LookUp(request.text, runs, found->query_lang);
    }
    for (const Status& fault : translator_->faults()) found->warnings.push_back({fault.message(), 0});
    if (request.across != AcrossMode::kOn) return {};
    return expander.Apply(runs, found->query_lang, found->expansions, &found->warnings);
  }

  Result<Found> Find(Session* session, const SearchRequest& request, Wants wants) {
    if (Status status = CheckRanking(request.ranking); !status.ok()) return status;
    if (Status status = CheckAcross(request); !status.ok()) return status;
    auto parsed = ParseQuery(request.text, request.syntax, session->facets().NameList());
    if (!parsed.ok()) return parsed.status();
    const CommitView view = session->View();
    std::vector<std::string> langs;
    for (const LanguageVocabulary& language : view.vocabulary.languages()) langs.push_back(language.lang());
    Scorer scorer(request.ranking, view.docs, view.postings, std::move(langs), session->scores());
    Found found;
    const bool across = request.across == AcrossMode::kOn ||
                        (request.across == AcrossMode::kSuggest && wants == Wants::kDetails);
    const ExpandedWords expanded = across ? Expand(session, request, parsed->root, &found) : ExpandedWords();
    Matcher matcher(view, request, &scorer, across ? &expanded : nullptr);
    auto matched = matcher.Run(parsed->root);
    if (!matched.ok()) return matched.status();
    found.matched = std::move(*matched);
    found.warnings.insert(found.warnings.begin(), parsed->warnings.begin(), parsed->warnings.end());
    found.warnings.insert(found.warnings.end(), matcher.warnings().begin(), matcher.warnings().end());
    const Derived& derived = session->derived();
    for (const Status* fault :
         {&derived.vocabulary_fault, &derived.columns_fault, &derived.sequences.fault}) {
      if (!fault->ok()) found.warnings.push_back({fault->message(), 0});
    }
    const size_t wanted = size_t{request.offset} + request.max_hits;
    const Ranker ranker(view, request.ranking, scorer, matcher.words(), matcher.docs_with(),
                        matcher.neighbours());
    found.ranked = request.sort == SortOrder::kDate
                       ? Newest(view.columns, found.matched.exact, scorer, wanted)
                       : ranker.Best(found.matched.wide, wanted);
    const size_t skipped = std::min<size_t>(request.offset, found.ranked.size());
    found.ranked.erase(found.ranked.begin(), found.ranked.begin() + static_cast<ptrdiff_t>(skipped));
    if (wants == Wants::kRanking) return found;
    found.understood = DescribeQuery(parsed->root, request.match == MatchMode::kAll);
    for (const RankedDoc& ranked : found.ranked) found.matched_langs.push_back(matcher.LangsOf(ranked.doc));
    if (request.explain) {
      const Explainer explainer(view, scorer, ranker, matcher.words());
      for (const RankedDoc& ranked : found.ranked) {
        found.explanations.push_back(explainer.Explain(ranked.doc, ranked.reordered));
      }
    }
    found.words = matcher.ReleaseWords();
    return found;
  }

  // Newest first, undated last, ties by score.
  static std::vector<RankedDoc> Newest(const FacetColumns& columns, const DocSet& docs, const Scorer& scorer,
                                       size_t count) {
    std::vector<RankedDoc> ranked;
    docs.ForEach([&](uint32_t doc) { ranked.push_back({doc, scorer.score(doc)}); });
    const std::span<const int32_t> days = columns.first_days();
    const size_t wanted = std::min(count, ranked.size());
    std::partial_sort(ranked.begin(), ranked.begin() + static_cast<ptrdiff_t>(wanted), ranked.end(),
                      [days](const RankedDoc& a, const RankedDoc& b) {
                        if (days[a.doc] != days[b.doc]) return days[a.doc] > days[b.doc];  // kNoDay is least
                        if (a.score != b.score) return a.score > b.score;
                        return a.doc < b.doc;
                      });
    ranked.resize(wanted);
    return ranked;
  }

  // Of a text in this language. Its stop words are marked only if nothing else is to be.
  static Highlighter MakeHighlighter(Session* session, const std::vector<QueryWord>& words,
                                     std::string_view lang) {
    Highlighter highlighter(session->tokenizer());
    const size_t own = session->derived().vocabulary.NumberOf(lang);
    const auto is_stop_word = [&](const QueryWord& word) {
      return own < word.groups.size() && word.groups[own].stop_word && word.groups[own].documents > 0;
    };
    const bool only_stop_words = std::all_of(words.begin(), words.end(), is_stop_word);
    for (const QueryWord& word : words) {
      if (is_stop_word(word) && !only_stop_words) continue;
      double weight = 0;
      for (const WordGroup& group : word.groups) {
        if (group.documents > 0) weight = std::max(weight, group.idf);
      }
      const size_t number = highlighter.AddWord(weight);
      for (const WordGroup& group : word.groups) {
        for (const GroupMember& form : group.forms) AddForm(form.term, number, &highlighter);
      }
    }
    return highlighter;
  }

  static void AddForm(const std::string& term, size_t number, Highlighter* highlighter) {
    std::string_view lang;
    std::string_view folded;
    if (SplitWordTerm(term, &lang, &folded)) highlighter->AddForm(number, LooseForm(folded));
  }

  static Hit MakeHit(Document document, double score, const SearchRequest& request,
                     const Highlighter& highlighter) {
    Hit hit;
    hit.score = score;
    if (request.snippets) {
      if (document.title) hit.title_highlights = highlighter.Mark(*document.title);
      hit.snippet = highlighter.MakeSnippet(document.body, request.snippet_chars);
    }
    document.body.clear();
    hit.document = std::move(document);
    return hit;
  }

  const std::string path_;
  const SearcherOptions options_;
  std::mutex translator_mutex_;
  std::unique_ptr<Translator> translator_;  // made when it is needed
  std::mutex moving_mutex_;                 // held from the look at the latest commit until it is in use
  mutable std::mutex mutex_;                // of what follows
  std::string checked_mark_;                // of the latest commit that was looked at
  Xapian::rev checked_since_ = 0;           // how many commits it comes behind the one in use
  std::shared_ptr<Snapshot> snapshot_;      // the commit in use
};

Searcher::Searcher(std::unique_ptr<Internal> internal) : internal_(std::move(internal)) {}
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;
Searcher::~Searcher() = default;

Result<Searcher> Searcher::Open(const std::string& path, const SearcherOptions& options) {
  const auto open = [&]() -> Result<Searcher> {
    const PathState state = LookAtPath(path);
    if (state == PathState::kMissing || state == PathState::kEmptyDirectory) {
      return Status(StatusCode::kNotFound, "there is no index at " + path);
    }
    if (state == PathState::kSomethingElse) return NotAnIndex(path);
    const std::string mark = CommitMark(path);
    auto snapshot = Snapshot::Open(path);
    if (!snapshot.ok()) return snapshot.status();
    return Searcher(std::make_unique<Internal>(path, options, mark, std::move(*snapshot)));
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

Result<std::vector<Completion>> Searcher::Complete(const CompletionRequest& request) const {
  return internal_->Complete(request);
}

Result<IndexStats> Searcher::Stats(std::string_view locale) const { return internal_->Stats(locale); }

std::vector<FacetInfo> Searcher::facets() const { return internal_->Facets(); }

Result<bool> Searcher::Reopen() { return internal_->Reopen(); }

}  // namespace newsearch
