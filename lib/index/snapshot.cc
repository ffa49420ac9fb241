// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/snapshot.h"

#include <limits>
#include <utility>

#include "index/database_format.h"
#include "index/facet_columns_file.h"
#include "index/vocabulary_file.h"

namespace newsearch {

Derived::Derived(const std::string& path, const Xapian::Database& database, const FacetTable& facets)
    : vocabulary(ReadVocabulary(path, database, &vocabulary_fault)),
      columns(ReadFacetColumns(path, database, facets, &columns_fault)),
      docs(columns),
      sequences(path, database) {}

Session::Session(Snapshot* snapshot, Xapian::Database database)
    : snapshot_(*snapshot), database_(std::move(database)) {}

const FacetTable& Session::facets() const { return snapshot_.facets(); }

void Session::Prepare() {
  if (derived_ != nullptr) return;
  std::shared_ptr<Derived> derived = snapshot_.GetDerived(database_);
  filters_.clear();  // of an attempt that failed
  for (const LanguageVocabulary& language : derived->vocabulary.languages()) {
    filters_.emplace_back(language.lang());
  }
  postings_.emplace(database_, &derived->postings);
  sequences_.emplace(&derived->sequences, database_, tokenizer_);
  derived_ = std::move(derived);
}

const Derived& Session::derived() {
  Prepare();
  return *derived_;
}

std::vector<TermFilter>* Session::filters() {
  Prepare();
  return &filters_;
}

WordSequences* Session::sequences() {
  Prepare();
  return &*sequences_;
}

CommitView Session::View() {
  Prepare();
  return {database_,  snapshot_.facets(), derived_->vocabulary, derived_->columns, derived_->docs,
          tokenizer_, &filters_,          &*postings_,          &*sequences_,      &similarity_};
}

std::string Session::SourceName(uint32_t number) {
  if (sources_.empty()) {
    for (const auto& [source, its_number] : ReadSources(database_)) sources_[its_number] = source;
  }
  const auto source = sources_.find(number);
  return source == sources_.end() ? std::string() : source->second;
}

Snapshot::Snapshot(std::string path, const Xapian::Database& database, FacetTable facets)
    : path_(std::move(path)),
      facets_(std::move(facets)),
      uuid_(database.get_uuid()),
      revision_(database.get_revision()) {
  idle_.push_back(std::make_unique<Session>(this, database));
  sessions_ = 1;
}

bool Snapshot::IsOf(const Xapian::Database& database) const {
  return database.get_revision() == revision_ && database.get_uuid() == uuid_;
}

Xapian::rev Snapshot::CommitsUntil(const Xapian::Database& latest) const {
  if (latest.get_uuid() != uuid_) return std::numeric_limits<Xapian::rev>::max();
  return latest.get_revision() - revision_;
}

Result<std::shared_ptr<Snapshot>> Snapshot::Open(const std::string& path) {
  const Xapian::Database database(path, Xapian::DB_BACKEND_GLASS);
  const FormatInfo format = ReadFormat(database);
  if (Status status = CheckFormat(format, path, false); !status.ok()) return status;
  Result<FacetTable> facets = ReadFacetTable(format, path);
  if (!facets.ok()) return facets.status();
  return std::shared_ptr<Snapshot>(new Snapshot(path, database, std::move(*facets)));
}

std::unique_ptr<Session> Snapshot::Take(bool wait) {
  const auto take_idle = [this] {
    std::unique_ptr<Session> session = std::move(idle_.back());
    idle_.pop_back();
    return session;
  };
  {
    const std::lock_guard lock(sessions_mutex_);
    if (!idle_.empty()) return take_idle();
  }
  try {
    Xapian::Database database(path_, Xapian::DB_BACKEND_GLASS);
    if (IsOf(database)) {
      auto session = std::make_unique<Session>(this, std::move(database));
      const std::lock_guard lock(sessions_mutex_);
      idle_.reserve(sessions_ + 1);
      ++sessions_;
      return session;
    }
  } catch (const Xapian::Error&) {  // replaced meanwhile, or out of descriptors
  }
  std::unique_lock lock(sessions_mutex_);
  if (!wait && idle_.empty()) return nullptr;
  given_back_.wait(lock, [this] { return !idle_.empty(); });
  return take_idle();
}

void Snapshot::GiveBack(std::unique_ptr<Session> session) noexcept {
  {
    const std::lock_guard lock(sessions_mutex_);
    idle_.push_back(std::move(session));
  }
  given_back_.notify_one();
}

std::shared_ptr<Derived> Snapshot::GetDerived(const Xapian::Database& database) {
  const std::lock_guard lock(derived_mutex_);
  if (derived_ == nullptr) derived_ = std::make_shared<Derived>(path_, database, facets_);
  return derived_;
}

}  // namespace newsearch
