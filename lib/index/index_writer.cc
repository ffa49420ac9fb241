// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/index.h"

#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <thread>
#include <unordered_set>

#include "index/database_format.h"
#include "index/facet_columns_file.h"
#include "index/terms.h"
#include "index/vocabulary_file.h"
#include "index/weights.h"
#include "index/word_sequences.h"
#include "index/xapian_error.h"
#include "newsearch/facet.h"
#include "schema/calendar.h"
#include "schema/facet_table.h"
#include "schema/fields.h"
#include "schema/format.h"
#include "schema/places.h"
#include "schema/record.h"
#include "schema/stored_document.h"
#include "text/language.h"
#include "text/normalizer.h"
#include "text/term_filter.h"
#include "text/tokenizer.h"
#include "util/file.h"
#include "util/hash.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr auto kLockPollInterval = std::chrono::milliseconds(20);

bool IsInterval(const Date& date) {
  const auto in_range = [](std::chrono::year_month_day day) {
    return day.ok() && day.year() >= std::chrono::year(1) && day.year() <= std::chrono::year(9999);
  };
  return in_range(date.start) && in_range(date.end) && date.start <= date.end;
}

bool IsShare(double number) { return number >= 0 && number <= 1; }

// What JSON could not keep, and what nobody could read.
Status CheckResolved(const Document& document, const ResolvedValue& value) {
  const auto bad = [&](const char* what) {
    return Status(StatusCode::kInvalidArgument, "document " + document.id + " has " + what + " of the " +
                                                    value.facet + " " +
                                                    std::string(Utf8Prefix(value.value, 80)));
  };
  if (!IsShare(value.confidence)) return bad("a confidence outside of 0 to 1");
  if (value.point && !(std::abs(value.point->latitude) <= 90 && std::abs(value.point->longitude) <= 180)) {
    return bad("a point that is not on the globe");
  }
  for (const FacetCandidate& other : value.candidates) {
    if (!IsShare(other.confidence)) return bad("a candidate with a confidence outside of 0 to 1");
  }
  return Status();
}

Status CheckDocument(const Document& document) {
  if (const char* wrong = WhatIsWrongWithId(document.id)) {
    return Status(StatusCode::kInvalidArgument,
                  "the document's id " + std::string(Utf8Prefix(document.id, 40)) + " " + wrong);
  }
  if (!IsShare(document.confidence)) {
    return Status(StatusCode::kInvalidArgument,
                  "document " + document.id + " has a confidence outside of 0 to 1");
  }
  const auto bad = [&document](const std::string& what) {
    return Status(StatusCode::kInvalidArgument, "document " + document.id + " " + what);
  };
  if (document.lang != NormalizeLanguageTag(document.lang))
    return bad("has a language that is no ISO 639-1 code");
  for (const std::optional<Date>* date : {&document.date, &document.event}) {
    if (*date && !IsInterval(**date))
      return bad("has a date that is no interval of days in the years 1 to 9999");
  }
  for (const LanguageSpan& part : document.other_languages) {
    if (part.lang != NormalizeLanguageTag(part.lang))
      return bad("has a paragraph in a language that is no ISO 639-1 code");
  }
  std::set<std::string_view> facets;
  for (const FacetValues& entry : document.facets) {
    if (const char* wrong = WhatIsWrongWithFacetName(entry.facet)) {
      return bad("has a facet \"" + std::string(Utf8Prefix(entry.facet, 60)) + "\", which " + wrong);
    }
    const FacetField* field = FindFacet(entry.facet);  // others have as many values as they like
    if (!facets.insert(entry.facet).second) return bad("has the facet " + entry.facet + " twice");
    if (field != nullptr && !field->multi_valued && entry.values.size() > 1)
      return bad("has several values of " + entry.facet);
    for (const std::string& value : entry.values) {
      if (FoldName(value).empty()) return bad("has an empty value of " + entry.facet);
    }
  }
  for (const ResolvedValue& value : document.resolved) {
    if (Status status = CheckResolved(document, value); !status.ok()) return status;
  }
  return Status();
}

// Terms and values follow from the document and from the places its own lie in.
std::string Fingerprint(const Document& document, const std::vector<std::string>& places) {
  if (places.empty()) return ContentFingerprint(document);
  StableHash hash;
  hash.Add(ContentFingerprint(document));
  for (const std::string& place : places) hash.Add(place);
  return hash.hex();
}

// Turns documents into Xapian's; keeps the analysis chain between them.
class DocumentIndexer {
 public:
  // `places` are those of the document: PlacesOf.
  Xapian::Document Convert(const Document& document, uint32_t source, const std::vector<std::string>& places,
                           const FacetTable& facets, const std::string& record) {
    Xapian::Document out;
    out.add_boolean_term(IdTerm(document.id));
    out.add_boolean_term(SourceTerm(source));
    if (document.date) {
      const auto day_value = [](std::chrono::year_month_day day) {
        return Xapian::sortable_serialise(static_cast<double>(DayNumber(day)));
      };
      out.add_value(kDateStartSlot, day_value(document.date->start));
      out.add_value(kDateEndSlot, day_value(document.date->end));
    }
    for (const FacetField& field : facets.fields()) {
      if (field.name == "lang") {
        AddFacet(field, {document.lang}, &out);
      } else {
        AddFacet(field, field.name == "place" ? places : document.values(field.name), &out);
      }
    }
    AddText(document, &out);
    out.set_data(PackStored(source, document.id, record));
    return out;
  }

  // Of the document converted last.
  const WordSequence& sequence() const { return sequence_; }
  const Tokenizer& tokenizer() const { return tokenizer_; }

 private:
  static void AddFacet(const FacetField& field, const std::vector<std::string>& values,
                       Xapian::Document* out) {
    if (values.empty()) return;
    out->add_value(field.slot, field.multi_valued ? PackValues(values) : values.front());
    const size_t count = field.multi_valued ? values.size() : 1;
    for (size_t i = 0; i < count; ++i) {
      out->add_boolean_term(FacetTerm(field, values[i]));
      // country:Sweden finds what country:SE finds.
      if (field.label == FacetLabelKind::kRegion) {
        out->add_boolean_term(FacetTerm(field, FacetLabel(field.name, values[i])));
      }
    }
  }

  void AddText(const Document& document, Xapian::Document* out) {
    sequence_.words.clear();
    words_.clear();
    if (document.title) tokenizer_.Tokenize(*document.title, 0, &words_);
    for (const Word& word : words_) AddWord(document.lang, word, kTitleWdf, out);
    sequence_.title_words = sequence_.words.size();
    words_.clear();
    tokenizer_.Tokenize(document.body, 0, &words_);
    auto part = document.other_languages.begin();
    for (const Word& word : words_) {
      while (part != document.other_languages.end() && part->span.end <= word.begin) ++part;
      const bool in_part = part != document.other_languages.end() && part->span.begin <= word.begin;
      const bool lead = sequence_.words.size() - sequence_.title_words < kLeadWords;
      AddWord(in_part ? part->lang : document.lang, word, lead ? kLeadWdf : kBodyWdf, out);
    }
  }

  void AddWord(const std::string& lang, const Word& word, unsigned wdf, Xapian::Document* out) {
    if (word.is_part) {  // found by itself, but no word of the text: phrases go over the whole
      out->add_term(WordTerm(lang, word.folded), kPartWdf);
      return;
    }
    out->add_term(WordTerm(lang, word.folded), wdf);
    sequence_.words.push_back(WordCodeOf(LooseForm(word.folded)));
  }

  Tokenizer tokenizer_;
  std::vector<Word> words_;
  WordSequence sequence_;
};

Result<Xapian::WritableDatabase> OpenForWriting(const std::string& path, const IndexWriterOptions& options) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(options.lock_wait_ms);
  const int flags = options.create ? Xapian::DB_CREATE_OR_OPEN : Xapian::DB_OPEN;
  while (true) {
    auto database = GuardXapian(path, [&]() -> Result<Xapian::WritableDatabase> {
      return Xapian::WritableDatabase(path, flags | Xapian::DB_BACKEND_GLASS);
    });
    if (database.ok() || database.status().code() != StatusCode::kLocked) return database;
    if (std::chrono::steady_clock::now() >= deadline) return database;
    std::this_thread::sleep_for(kLockPollInterval);
  }
}

}  // namespace

class IndexWriter::Internal {
 public:
  Internal(std::string path, Xapian::WritableDatabase database, FacetTable facets)
      : path_(std::move(path)),
        database_(std::move(database)),
        facets_(std::move(facets)),
        sequences_(path_, indexer_.tokenizer()),
        sources_(ReadSources(database_)) {}

  ~Internal() {
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
          if (before->record != record) Move(*stored, document.id, record, *before, &current);
          return Status();
        }
        if (!same_source) ++report_.taken_over;
      }
      if (wider) NoteFacets(std::move(*wider));
      const Xapian::Document converted =
          indexer_.Convert(document, source ? *source : NewSource(document.source), places, facets_, record);
      changed_ = true;
      content_changed_ = true;
      Xapian::docid docid = 0;
      if (stored) {
        docid = *stored;
        database_.replace_document(docid, converted);
        ++report_.replaced;
      } else {
        docid = database_.add_document(converted);
        ++report_.added;
      }
      changed_docs_.insert(docid);
      NoteSeen(docid);
      return sequences_.Add(docid, indexer_.sequence(), database_);
    });
  }

  Status Remove(const std::string& id) {
    return Writing([&] {
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
      if (const std::optional<uint32_t> source = FindSource(*archive_)) RemoveVanished(SourceTerm(*source));
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
    Status status = GuardXapian(path_, [&] {
      DropChanges();
      Begin();
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
      RemoveOldVocabularies(path_, database_);
      RemoveOldFacetColumns(path_, database_);
      sequences_.RemoveOld(database_);
      return Status();
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
  void Move(Xapian::docid docid, const std::string& id, const std::string& record,
            const StoredDocument& before, Xapian::Document* current) {
    current->set_data(PackStored(before.source, id, record));
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
  Xapian::WritableDatabase database_;
  FacetTable facets_;
  DocumentIndexer indexer_;
  SequenceWriter sequences_;
  std::optional<std::string> archive_;
  UpdateReport report_;
  std::unordered_set<Xapian::docid> seen_;
  std::map<std::string, uint32_t> sources_;  // number of each archive
  bool changed_ = false;
  bool content_changed_ = false;  // words or values, and not only where articles stand
  ChangedDocs changed_docs_;      // those of which words or values changed
  Status broken_;                 // what went wrong first since the last commit
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
    Result<Xapian::WritableDatabase> database = OpenForWriting(path, options);
    if (!database.ok()) return database.status();
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
    auto internal = std::make_unique<Internal>(path, std::move(*database), std::move(*facets));
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
