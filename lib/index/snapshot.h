// SPDX-License-Identifier: GPL-2.0-or-later
//
// One commit of an index, open for searches: what is worked out of it once and shared by all of them, and
// sessions, each of which one search at a time works with.
#ifndef NEWSEARCH_LIB_INDEX_SNAPSHOT_H_
#define NEWSEARCH_LIB_INDEX_SNAPSHOT_H_

#include <xapian.h>

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "index/completer.h"
#include "index/expander.h"
#include "index/facet_columns.h"
#include "index/matcher.h"
#include "index/postings.h"
#include "index/scorer.h"
#include "index/vocabulary.h"
#include "index/word_sequences.h"
#include "newsearch/status.h"
#include "schema/facet_table.h"
#include "text/term_filter.h"
#include "text/tokenizer.h"

namespace newsearch {

// What is derived from a commit for searching. Immutable, but for the postings that it keeps.
struct Derived {
  Derived(const std::string& path, const Xapian::Database& database, const FacetTable& facets);

  Status vocabulary_fault;
  Vocabulary vocabulary;
  Status columns_fault;
  FacetColumns columns;
  DocTable docs;
  SegmentList sequences;
  PostingCache postings;
};

class Snapshot;

// Thread-safety: one thread at a time.
class Session {
 public:
  // REQUIRES: `snapshot` outlives the session; `database` reads its commit.
  Session(Snapshot* snapshot, Xapian::Database database);

  const Xapian::Database& database() const { return database_; }
  const FacetTable& facets() const;
  const Tokenizer& tokenizer() const { return tokenizer_; }
  const Derived& derived();

  CommitView View();
  WordSequences* sequences();
  ScoreScratch* scores() { return &scores_; }
  std::vector<TermFilter>* filters();  // one for each language of the vocabulary
  Expander::Kept* look_alikes() { return &look_alikes_; }
  Completer::Kept* completed_facets() { return &completed_facets_; }

  // The name of an archive; empty if there is none with the number.
  std::string SourceName(uint32_t number);

 private:
  void Prepare();

  Snapshot& snapshot_;
  Xapian::Database database_;
  Tokenizer tokenizer_;
  std::shared_ptr<Derived> derived_;
  std::vector<TermFilter> filters_;
  std::optional<PostingReader> postings_;
  std::optional<WordSequences> sequences_;
  SimilarityScratch similarity_;
  ScoreScratch scores_;
  Expander::Kept look_alikes_;
  Completer::Kept completed_facets_;
  std::map<uint32_t, std::string> sources_;
};

// Thread-safety: any number of threads at once.
class Snapshot {
 public:
  // The latest commit. Errors: kVersionMismatch, kCorruption. Throws what Xapian throws.
  static Result<std::shared_ptr<Snapshot>> Open(const std::string& path);

  const std::string& path() const { return path_; }
  const FacetTable& facets() const { return facets_; }
  Xapian::rev revision() const { return revision_; }
  const std::string& uuid() const { return uuid_; }
  // Whether `database` reads this commit. Another index may have come to its path, with the same number.
  bool IsOf(const Xapian::Database& database) const;
  // How many commits `latest` is later; very many if it is another index.
  Xapian::rev CommitsUntil(const Xapian::Database& latest) const;

  // A session that nobody else uses, until the lease ends: one from before, else a new one. If there is a
  // later commit already, no new one can be opened: then there is none, or, with `wait`, the one that another
  // search has ended with.
  class Lease {
   public:
    Lease(Snapshot* snapshot, bool wait) : snapshot_(*snapshot), session_(snapshot->Take(wait)) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() {
      if (session_ != nullptr) snapshot_.GiveBack(std::move(session_));
    }
    explicit operator bool() const { return session_ != nullptr; }
    Session& operator*() const { return *session_; }

   private:
    Snapshot& snapshot_;
    std::unique_ptr<Session> session_;
  };

 private:
  friend class Session;
  Snapshot(std::string path, const Xapian::Database& database, FacetTable facets);
  std::unique_ptr<Session> Take(bool wait);
  void GiveBack(std::unique_ptr<Session> session) noexcept;
  // Made when it is first needed, with the database of whoever needs it.
  std::shared_ptr<Derived> GetDerived(const Xapian::Database& database);

  const std::string path_;
  const FacetTable facets_;
  const std::string uuid_;
  const Xapian::rev revision_;
  std::mutex derived_mutex_;
  std::shared_ptr<Derived> derived_;
  std::mutex sessions_mutex_;
  std::condition_variable given_back_;
  std::vector<std::unique_ptr<Session>> idle_;  // has room for all sessions
  size_t sessions_ = 0;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_SNAPSHOT_H_
