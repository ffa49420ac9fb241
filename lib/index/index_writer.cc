// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/index.h"

#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string_view>
#include <thread>
#include <unordered_set>

#include "glass/glass_format.h"
#include "index/bulk_build.h"
#include "index/database_format.h"
#include "index/document_check.h"
#include "index/document_terms.h"
#include "index/facet_columns_file.h"
#include "index/terms.h"
#include "index/vocabulary_file.h"
#include "index/word_sequences.h"
#include "index/writer_lock.h"
#include "index/xapian_error.h"
#include "schema/facet_table.h"
#include "schema/format.h"
#include "schema/places.h"
#include "schema/record.h"
#include "schema/stored_document.h"
#include "text/term_filter.h"
#include "text/tokenizer.h"
#include "util/file.h"
#include "util/hash.h"

namespace newsearch {
namespace {

constexpr auto kLockPollInterval = std::chrono::milliseconds(20);

// Terms and values follow from the document and from the places its own lie in.
std::string Fingerprint(const Document& document, const std::vector<std::string>& places) {
  if (places.empty()) return ContentFingerprint(document);
  StableHash hash;
  hash.Add(ContentFingerprint(document));
  for (const std::string& place : places) hash.Add(place);
  return hash.hex();
}

constexpr uint32_t kMaxThreads = 256;
// How long the own index may be held by a writer that has not noticed yet that it must not have it.
constexpr auto kReopenWait = std::chrono::seconds(30);

class XapianSink final : public TermSink {
 public:
  void AddTerm(std::string_view term, uint32_t wdf) override { document_.add_term(std::string(term), wdf); }
  WordCode AddWord(std::string_view term, std::string_view folded, uint32_t wdf) override {
    AddTerm(term, wdf);
    return WordCodeOf(LooseForm(folded));
  }
  void AddValue(uint32_t slot, std::string_view value) override {
    document_.add_value(slot, std::string(value));
  }
  Xapian::Document& document() { return document_; }

 private:
  Xapian::Document document_;
};

// Errors: kLocked at once if another writer has it.
Result<Xapian::WritableDatabase> OpenDatabase(const std::string& path, int flags) {
  return GuardXapian(path, [&]() -> Result<Xapian::WritableDatabase> {
    return Xapian::WritableDatabase(path, flags | Xapian::DB_BACKEND_GLASS);
  });
}

Result<Xapian::WritableDatabase> OpenForWriting(const std::string& path, const IndexWriterOptions& options,
                                                WriterLock* lock) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(options.lock_wait_ms);
  while (true) {
    auto database = OpenDatabase(path, options.create ? Xapian::DB_CREATE_OR_OPEN : Xapian::DB_OPEN);
    if (database.ok()) {
      if (lock->Take(path)) return database;
      database = Status(StatusCode::kLocked, "index " + path + " is being written by another process");
    }
    if (database.status().code() != StatusCode::kLocked) return database;
    if (std::chrono::steady_clock::now() >= deadline) return database;
    std::this_thread::sleep_for(kLockPollInterval);
  }
}

BulkOptions BulkOptionsOf(const IndexWriterOptions& options) {
  const uint32_t machine = std::max(1u, std::thread::hardware_concurrency());
  return {std::min(options.threads == 0 ? machine : options.threads, kMaxThreads), options.memory_bytes};
}

}  // namespace

class IndexWriter::Internal {
 public:
  Internal(std::string path, const IndexWriterOptions& options, WriterLock lock,
           Xapian::WritableDatabase database, FacetTable facets)
      : path_(std::move(path)),
        options_(options),
        lock_(std::move(lock)),
        database_(std::move(database)),
        facets_(std::move(facets)),
        sequences_(path_, terms_.tokenizer()),
        sources_(ReadSources(database_)) {}

  ~Internal() {
    bulk_.reset();
    // Closing a WritableDatabase commits; what the caller did not commit must not appear.
    try {
      DropChanges();
      database_.close();
    } catch (...) {  // the disk is gone: nothing more can be written either
    }
  }

  // A transaction is always open, so that only Commit makes changes visible.
  void Begin() { database_.begin_transaction(true); }

  Status Put(const Document& document) {
    if (Status status = CheckDocument(document); !status.ok()) return status;
    const std::vector<std::string> places = PlacesOf(document);
    std::optional<FacetTable> wider;
    if (Status status = TakeFacets(document, !places.empty(), &wider); !status.ok()) return status;
    return Writing([&] {
      bool in_bulk = false;
      if (Status status = GoOnInBulk(document.id, &in_bulk); !status.ok()) return status;
      if (in_bulk) {
        if (wider) NoteFacets(std::move(*wider));
        return PutInBulk(document, places);
      }
      const std::string record = EncodeRecord(document);
      const std::optional<Xapian::docid> stored = FindId(document.id);
      const std::optional<uint32_t> source = FindSource(document.source);
      if (stored) {
        Xapian::Document current = database_.get_document(*stored);
        const Result<StoredDocument> before = UnpackStored(current.get_data());
        if (!before.ok()) return before.status();
        const bool same_source = source == before->source;
        if (same_source && (before->record == record || SaysTheSame(document, places, *before))) {
          ++report_.unchanged;
          NoteSeen(*stored);
          if (before->record != record) Move(*stored, record, *before, &current);
          return Status();
        }
        if (!same_source) ++report_.taken_over;
      }
      if (wider) NoteFacets(std::move(*wider));
      XapianSink sink;
      terms_.Extract(document, SourceNumber(document.source), places, facets_, &sink, &sequence_);
      sink.document().set_data(PackStored(SourceNumber(document.source), record));
      changed_ = true;
      content_changed_ = true;
      Xapian::docid docid = 0;
      if (stored) {
        docid = *stored;
        database_.replace_document(docid, sink.document());
        ++report_.replaced;
      } else {
        docid = database_.add_document(sink.document());
        ++report_.added;
      }
      changed_docs_.insert(docid);
      NoteSeen(docid);
      return sequences_.Add(docid, sequence_, database_);
    });
  }

  Status Remove(const std::string& id) {
    return Writing([&] {
      if (bulk_ && bulk_->MayHave(id)) {
        if (Status status = LeaveBulk(); !status.ok()) return status;
      }
      const std::optional<Xapian::docid> stored = FindId(id);
      if (!stored) return Status(StatusCode::kNotFound, "no document " + id + " in index " + path_);
      database_.delete_document(*stored);
      changed_docs_.insert(*stored);
      changed_ = true;
      content_changed_ = true;
      ++report_.removed;
      return Status();
    });
  }

  Status BeginArchive(const std::string& source) {
    if (archive_) return Status(StatusCode::kInvalidArgument, "archive " + *archive_ + " is not ended yet");
    // Changes from before belong to the caller: a later abort must not lose them.
    if (Status status = Commit(); !status.ok()) return status;
    archive_ = source;
    report_ = {};
    seen_.clear();
    return Status();
  }

  Result<UpdateReport> EndArchive() {
    if (!archive_) return Status(StatusCode::kInvalidArgument, "no archive was begun");
    Status status = Writing([&] {
      // Nothing vanishes from an index in which there was nothing.
      const std::optional<uint32_t> source = FindSource(*archive_);
      if (source && !bulk_) RemoveVanished(SourceTerm(*source));
      return Status();
    });
    if (status.ok()) status = CommitChanges();
    if (!status.ok()) return status;
    archive_.reset();
    return report_;
  }

  Status AbortArchive() {
    if (!archive_) return Status(StatusCode::kInvalidArgument, "no archive was begun");
    archive_.reset();
    bulk_.reset();
    Status status = GuardXapian(path_, [&] {
      // Some files may have been replaced by then: what is open is no longer what is there.
      if (publishing_) {
        if (Status reopened = Reopen(); !reopened.ok()) return reopened;
        publishing_ = false;
      } else {
        DropChanges();
        Begin();
      }
      Result<FacetTable> facets = ReadFacetTable(ReadFormat(database_), path_);
      if (!facets.ok()) return facets.status();
      facets_ = std::move(*facets);
      sources_ = ReadSources(database_);  // what was noted since is undone too
      return Status();
    });
    changed_ = false;
    content_changed_ = false;
    changed_docs_.clear();
    sequences_.Drop();
    broken_ = status;
    return status;
  }

  Status Commit() {
    if (archive_) {
      return Status(StatusCode::kInvalidArgument, "archive " + *archive_ + " is not ended yet");
    }
    return CommitChanges();
  }

 private:
  // Runs `body`, which changes the database. After a failure nobody knows which changes Xapian still has, so
  // none of them may be committed: everything else fails with the same status until they are dropped.
  template <typename Body>
  Status Writing(const Body& body) {
    if (!broken_.ok()) return broken_;
    Status status = GuardXapian(path_, body);
    if (!status.ok() && status.code() != StatusCode::kNotFound) broken_ = status;
    return status;
  }

  Status CommitChanges() {
    if (!broken_.ok()) return broken_;
    if (!changed_) return Status();
    return Writing([&] {
      if (bulk_) return CommitBulk();
      if (content_changed_) {
        if (Status status = WriteVocabulary(path_, &database_); !status.ok()) return status;
        if (Status status = WriteFacetColumns(path_, facets_, changed_docs_, &database_); !status.ok())
          return status;
        if (Status status = sequences_.Write(&database_); !status.ok()) return status;
      }
      database_.commit_transaction();
      changed_ = false;
      content_changed_ = false;
      changed_docs_.clear();
      Begin();
      RemoveOldFiles();
      return Status();
    });
  }

  void RemoveOldFiles() {
    RemoveOldVocabularies(path_, database_);
    RemoveOldFacetColumns(path_, database_);
    sequences_.RemoveOld(database_);
  }

  // Documents of an index that never had any go into a database of their own, which takes the place of the
  // index's at the commit. Metadata are noted in the open transaction meanwhile. What cannot be done that way
  // ends it: the documents are put through Xapian then.

  // Sets *in_bulk to whether a document with this id is to be put so.
  Status GoOnInBulk(const std::string& id, bool* in_bulk) {
    *in_bulk = false;
    if (bulk_ && bulk_->MayHave(id)) return LeaveBulk();
    if (!bulk_ && can_be_bulk_ && database_.get_lastdocid() == 0) {
      auto bulk = BulkBuild::Start(path_, BulkOptionsOf(options_));
      can_be_bulk_ = bulk.ok();
      if (bulk.ok()) {
        bulk_ = std::move(*bulk);
      } else if (bulk.status().code() != StatusCode::kUnsupported) {
        return bulk.status();
      }
    }
    *in_bulk = bulk_ != nullptr;
    return Status();
  }

  Status PutInBulk(const Document& document, const std::vector<std::string>& places) {
    changed_ = true;
    content_changed_ = true;
    ++report_.added;
    if (Status status = bulk_->Put(document, SourceNumber(document.source), places, facets_); !status.ok()) {
      return status;
    }
    return TakeSequences();
  }

  Status TakeSequences() {
    for (const SequenceBuilder& sequences : bulk_->TakeSequences()) {
      if (Status status = sequences_.Add(sequences, database_); !status.ok()) return status;
    }
    return Status();
  }

  // Puts the documents into the open transaction.
  Status LeaveBulk() {
    Status status = bulk_->Drain();
    if (status.ok()) status = TakeSequences();
    if (status.ok()) status = bulk_->Finish({}, nullptr);
    if (!status.ok()) return status;
    const Xapian::Database written(bulk_->directory(), Xapian::DB_BACKEND_GLASS);
    for (Xapian::docid docid = 1; docid <= bulk_->documents(); ++docid) {
      database_.replace_document(docid, written.get_document(docid));
      changed_docs_.insert(docid);
      NoteSeen(docid);
    }
    bulk_.reset();
    return Status();
  }

  Status CommitBulk() {
    Status status = bulk_->Drain();
    if (status.ok()) status = TakeSequences();
    if (status.ok()) status = sequences_.Write(&database_);
    if (!status.ok()) return status;
    BulkVocabulary vocabulary(path_, &database_);
    const std::string columns = ReserveFacetColumns(path_, &database_);
    std::map<std::string, std::string> metadata;
    const Xapian::TermIterator end = database_.metadata_keys_end();
    for (Xapian::TermIterator key = database_.metadata_keys_begin(); key != end; ++key) {
      metadata[*key] = database_.get_metadata(*key);
    }
    status = bulk_->Finish(metadata, [&vocabulary](std::string_view term, const PostingPiece& posting) {
      return vocabulary.Add(term, posting);
    });
    if (status.ok()) status = vocabulary.Write();
    if (status.ok()) {
      status = WriteReservedFacetColumns(columns, facets_,
                                         Xapian::Database(bulk_->directory(), Xapian::DB_BACKEND_GLASS));
    }
    if (!status.ok()) return status;
    DropChanges();
    publishing_ = true;
    if (status = bulk_->Publish(); !status.ok()) return status;
    publishing_ = false;
    // From here on it is committed; what goes wrong concerns what comes next.
    bulk_.reset();
    changed_ = false;
    content_changed_ = false;
    broken_ = Reopen();
    if (broken_.ok()) RemoveOldFiles();
    return Status();
  }

  // Opens the database that has taken the place of the one that is open.
  Status Reopen() {
    return GuardXapian(path_, [&] {
      database_.close();
      const auto deadline = std::chrono::steady_clock::now() + kReopenWait;
      while (true) {
        Result<Xapian::WritableDatabase> database = OpenDatabase(path_, Xapian::DB_OPEN);
        if (database.ok()) {
          database_ = std::move(*database);
          Begin();
          return Status();
        }
        // Another writer tries, sees that this one has lock_, and lets go.
        const bool wait =
            database.status().code() == StatusCode::kLocked && std::chrono::steady_clock::now() < deadline;
        if (!wait) return database.status();
        std::this_thread::sleep_for(kLockPollInterval / 20);
      }
    });
  }

  // Forgets everything since the last commit, whatever state a failure has left.
  void DropChanges() {
    try {
      database_.cancel_transaction();
    } catch (const Xapian::InvalidOperationError&) {
      // A failed commit ends the transaction and keeps its changes.
      database_.begin_transaction(false);
      database_.cancel_transaction();
    }
  }

  std::optional<Xapian::docid> FindId(const std::string& id) {
    const std::string term = IdTerm(id);
    Xapian::PostingIterator posting = database_.postlist_begin(term);
    if (posting == database_.postlist_end(term)) return std::nullopt;
    return *posting;
  }

  // Whether the stored document differs from `document` in nothing that its terms and values follow from.
  static bool SaysTheSame(const Document& document, const std::vector<std::string>& places,
                          const StoredDocument& stored) {
    Result<Document> before = DecodeRecord(stored.record);
    if (!before.ok()) return false;
    before->source = document.source;
    return Fingerprint(*before, PlacesOf(*before)) == Fingerprint(document, places);
  }

  // The document says the same in another place of its archive: its terms stay.
  void Move(Xapian::docid docid, const std::string& record, const StoredDocument& before,
            Xapian::Document* current) {
    current->set_data(PackStored(before.source, record));
    database_.replace_document(docid, *current);
    changed_ = true;
  }

  void NoteSeen(Xapian::docid docid) {
    if (archive_) seen_.insert(docid);
  }

  // Sets *wider to the index's facets and those that `document` brings, if there are any.
  Status TakeFacets(const Document& document, bool has_places, std::optional<FacetTable>* wider) const {
    const auto take = [&](const std::string& facet) {
      if (facets_.Find(facet) != nullptr) return Status();
      if (!*wider) *wider = facets_;
      Status status = (*wider)->Add(facet);
      if (status.ok()) return status;
      return Status(status.code(), "document " + document.id + ", index " + path_ + ": " + status.message());
    };
    for (const FacetValues& entry : document.facets) {
      if (entry.values.empty()) continue;
      if (Status status = take(entry.facet); !status.ok()) return status;
    }
    return has_places ? take("place") : Status();
  }

  void NoteFacets(FacetTable facets) {
    facets_ = std::move(facets);
    database_.set_metadata(std::string(kFacetsKey), facets_.Serialise());
    // Readers of an older format do not know such a table.
    database_.set_metadata(std::string(kFormatKey), std::to_string(kFormatVersion));
  }

  std::optional<uint32_t> FindSource(const std::string& source) const {
    const auto found = sources_.find(source);
    if (found == sources_.end()) return std::nullopt;
    return found->second;
  }

  uint32_t SourceNumber(const std::string& source) {
    const std::optional<uint32_t> known = FindSource(source);
    return known ? *known : NewSource(source);
  }

  // Numbers stand for archives in terms and records.
  uint32_t NewSource(const std::string& source) {
    uint32_t number = 1;
    for (const auto& [name, used] : sources_) number = std::max(number, used + 1);
    sources_.emplace(source, number);
    database_.set_metadata(std::string(kSourceKeyPrefix).append(std::to_string(number)), source);
    return number;
  }

  void RemoveVanished(const std::string& term) {
    std::vector<Xapian::docid> vanished;
    for (auto posting = database_.postlist_begin(term); posting != database_.postlist_end(term); ++posting) {
      if (seen_.count(*posting) == 0) vanished.push_back(*posting);
    }
    for (Xapian::docid docid : vanished) database_.delete_document(docid);
    changed_docs_.insert(vanished.begin(), vanished.end());
    report_.removed += vanished.size();
    if (!vanished.empty()) changed_ = content_changed_ = true;
  }

  std::string path_;
  IndexWriterOptions options_;
  WriterLock lock_;  // let go after the database
  Xapian::WritableDatabase database_;
  FacetTable facets_;
  DocumentTerms terms_;
  WordSequence sequence_;  // of the document put last
  SequenceWriter sequences_;
  std::optional<std::string> archive_;
  UpdateReport report_;
  std::unordered_set<Xapian::docid> seen_;
  std::map<std::string, uint32_t> sources_;  // number of each archive
  bool changed_ = false;
  bool content_changed_ = false;  // words or values, and not only where articles stand
  ChangedDocs changed_docs_;      // those of which words or values changed
  bool publishing_ = false;       // from the first file that bulk replaces to the last
  Status broken_;                 // what went wrong first since the last commit
  bool can_be_bulk_ = options_.bulk && WritesGlassOf(Xapian::version_string());
  std::unique_ptr<BulkBuild> bulk_;
};

IndexWriter::IndexWriter(std::unique_ptr<Internal> internal) : internal_(std::move(internal)) {}
IndexWriter::IndexWriter(IndexWriter&&) noexcept = default;
IndexWriter& IndexWriter::operator=(IndexWriter&&) noexcept = default;
IndexWriter::~IndexWriter() = default;

Result<IndexWriter> IndexWriter::Open(const std::string& path, const IndexWriterOptions& options) {
  return GuardXapian(path, [&]() -> Result<IndexWriter> {
    if (path.empty()) return Status(StatusCode::kInvalidArgument, "the path of the index is empty");
    const PathState state = LookAtPath(path);
    if (state == PathState::kSomethingElse) return NotAnIndex(path);
    if (state != PathState::kIndex && !options.create) {
      return Status(StatusCode::kNotFound, "there is no index at " + path);
    }
    if (state == PathState::kMissing) {
      if (Status status = MakeDirectories(path); !status.ok()) return status;
    }
    WriterLock lock;
    Result<Xapian::WritableDatabase> database = OpenForWriting(path, options, &lock);
    if (!database.ok()) return database.status();
    BulkBuild::RemoveLeftovers(path);
    FormatInfo format = ReadFormat(*database);
    // A database with nothing in it is new, or was left by a process that died before its first commit.
    if (format.format.empty() && database->get_doccount() == 0 &&
        database->get_metadata(std::string(kIcuKey)).empty()) {
      format = CurrentFormat();
      WriteFormat(format, &*database);
      database->commit();
    } else if (Status status = CheckFormat(format, path); !status.ok()) {
      return status;
    }
    Result<FacetTable> facets = ReadFacetTable(format, path);
    if (!facets.ok()) return facets.status();
    auto internal =
        std::make_unique<Internal>(path, options, std::move(lock), std::move(*database), std::move(*facets));
    internal->Begin();
    return IndexWriter(std::move(internal));
  });
}

Status IndexWriter::Put(const Document& document) { return internal_->Put(document); }
Status IndexWriter::Remove(const std::string& id) { return internal_->Remove(id); }
Status IndexWriter::BeginArchive(const std::string& source) { return internal_->BeginArchive(source); }
Result<UpdateReport> IndexWriter::EndArchive() { return internal_->EndArchive(); }
Status IndexWriter::AbortArchive() { return internal_->AbortArchive(); }
Status IndexWriter::Commit() { return internal_->Commit(); }

}  // namespace newsearch
