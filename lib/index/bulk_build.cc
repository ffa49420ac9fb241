// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/bulk_build.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <mutex>
#include <system_error>
#include <utility>

#include "glass/glass_batch.h"
#include "glass/glass_format.h"
#include "index/document_terms.h"
#include "schema/record.h"
#include "schema/stored_document.h"
#include "text/term_filter.h"
#include "util/hash.h"
#include "util/ordered_workers.h"

namespace newsearch {
namespace {

constexpr std::string_view kFolder = "/bulk.tmp";
// A batch ends with the document that reaches one of these. Large ones have fewer terms in all, small ones
// keep all threads busy.
constexpr size_t kBatchDocuments = 4096;
constexpr uint64_t kMaxBatchBytes = uint64_t{4} << 20;
constexpr uint64_t kMinBatchBytes = uint64_t{64} << 10;
// Text, and what is made of it, of all batches on their way, as a share of the memory.
constexpr uint64_t kBatchShare = 64;
// Of the memory, for postings; the rest is for batches and sequences.
constexpr uint64_t kPostingsShare = 2;

// A set of hashes of 64 bits, half as large as std::unordered_set's.
class HashSet {
 public:
  bool Has(uint64_t hash) const { return slots_[Find(hash | 1)] != 0; }
  void Add(uint64_t hash) {
    hash |= 1;  // 0 is free
    const size_t slot = Find(hash);
    if (slots_[slot] != 0) return;
    slots_[slot] = hash;
    if (++size_ * 3 < slots_.size() * 2) return;
    std::vector<uint64_t> before(slots_.size() * 2);
    before.swap(slots_);
    for (const uint64_t known : before) {
      if (known != 0) slots_[Find(known)] = known;
    }
  }

 private:
  size_t Find(uint64_t hash) const {
    size_t slot = (hash >> 1) & (slots_.size() - 1);
    while (slots_[slot] != 0 && slots_[slot] != hash) slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }
  std::vector<uint64_t> slots_ = std::vector<uint64_t>(1024);
  size_t size_ = 0;
};

struct PendingDocument {
  Document document;
  uint32_t source = 0;
  std::vector<std::string> places;
};

struct PendingBatch {
  uint32_t first_doc = 1;
  std::vector<PendingDocument> documents;
  FacetTable facets;
};

struct DoneBatch {
  GlassBatch glass;
  SequenceBuilder sequences;
};

// What is worked out of a word's term is worked out once a batch.
class BatchSink final : public TermSink {
 public:
  explicit BatchSink(GlassBatchBuilder* builder) : builder_(builder) {}

  void BeginBatch() { codes_.clear(); }
  void BeginDocument() {
    status_ = Status();
    values_.clear();
  }
  void AddTerm(std::string_view term, uint32_t wdf) override {
    if (Fits(term)) builder_->AddTerm(builder_->TermNumber(term), wdf);
  }
  WordCode AddWord(std::string_view term, std::string_view folded, uint32_t wdf) override {
    if (!Fits(term)) return 0;
    const uint32_t number = builder_->TermNumber(term);
    builder_->AddTerm(number, wdf);
    if (number >= codes_.size()) codes_.resize(number + 1);
    Code& code = codes_[number];
    if (!code.is_known) code = {true, WordCodeOf(LooseForm(folded))};
    return code.value;
  }
  void AddValue(uint32_t slot, std::string_view value) override { values_.emplace_back(slot, value); }
  Status EndDocument() {
    std::sort(values_.begin(), values_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& value : values_) builder_->AddValue(value.first, value.second);
    return status_;
  }

 private:
  struct Code {
    bool is_known = false;
    WordCode value = 0;
  };
  bool Fits(std::string_view term) {
    if (!term.empty() && 2 * term.size() <= kMaxGlassTermKeyBytes) return true;
    const auto zeros = static_cast<size_t>(std::count(term.begin(), term.end(), '\0'));
    if (!term.empty() && term.size() <= kMaxGlassTermBytes && term.size() + zeros <= kMaxGlassTermKeyBytes) {
      return true;
    }
    status_ = Status(StatusCode::kInvalidArgument, "has a term that cannot be stored");
    return false;
  }

  GlassBatchBuilder* builder_;
  std::vector<Code> codes_;
  std::vector<std::pair<uint32_t, std::string>> values_;
  Status status_;
};

// What one thread works with.
class BatchWorker {
 public:
  Result<DoneBatch> Work(PendingBatch batch) {
    DoneBatch done;
    sink_.BeginBatch();
    uint32_t doc = batch.first_doc;
    for (PendingDocument& pending : batch.documents) {
      const Document& document = pending.document;
      builder_.BeginDocument(doc);
      sink_.BeginDocument();
      terms_.Extract(document, pending.source, pending.places, batch.facets, &sink_, &sequence_);
      if (Status status = sink_.EndDocument(); !status.ok()) {
        return Status(status.code(), "document " + document.id + " " + status.message());
      }
      builder_.SetData(PackStored(pending.source, EncodeRecord(document)));
      done.sequences.Add(doc++, sequence_);
      pending = PendingDocument();
    }
    Result<GlassBatch> glass = builder_.Finish();
    if (!glass.ok()) return glass.status();
    done.glass = std::move(*glass);
    return done;
  }

 private:
  DocumentTerms terms_;
  GlassBatchBuilder builder_;
  BatchSink sink_{&builder_};
  WordSequence sequence_;
};

}  // namespace

class BulkBuild::Internal {
 public:
  Internal(std::string path, const BulkOptions& options, std::unique_ptr<GlassDatabaseWriter> writer)
      : path_(std::move(path)),
        directory_(path_ + std::string(kFolder)),
        batch_bytes_(std::clamp(options.memory_bytes / kBatchShare, kMinBatchBytes, kMaxBatchBytes)),
        writer_(std::move(writer)),
        batch_workers_(std::max<uint32_t>(options.threads, 1)),
        workers_(
            batch_workers_.size(),
            [this](PendingBatch batch, size_t worker) {
              return batch_workers_[worker].Work(std::move(batch));
            },
            [this](DoneBatch batch) { return Take(std::move(batch)); }) {}

  bool MayHave(const std::string& id) const { return ids_.Has(StableHash().Add(id).value()); }
  uint32_t documents() const { return documents_; }

  Status Put(const Document& document, uint32_t source, std::vector<std::string> places,
             const FacetTable& facets) {
    if (documents_ == UINT32_MAX) {
      return Status(StatusCode::kUnsupported, "an index has no more than 4294967295 documents");
    }
    ids_.Add(StableHash().Add(document.id).value());
    ++documents_;
    pending_.documents.push_back({document, source, std::move(places)});
    pending_bytes_ += document.body.size() + (document.title ? document.title->size() : 0) + sizeof document;
    if (pending_.documents.size() < kBatchDocuments && pending_bytes_ < batch_bytes_) {
      pending_facets_ = &facets;
      return Status();
    }
    return Submit(facets);
  }

  Status Drain() {
    if (!pending_.documents.empty()) {
      if (Status status = Submit(*pending_facets_); !status.ok()) return status;
    }
    return workers_.Wait();
  }

  std::vector<SequenceBuilder> TakeSequences() {
    const std::lock_guard lock(sequences_mutex_);
    return std::exchange(sequences_, {});
  }

  Status Finish(const std::map<std::string, std::string>& metadata, const GlassTermSink& sink) {
    return writer_->Finish(metadata, sink);
  }

  const std::string& directory() const { return directory_; }
  Status Publish() { return PublishGlass(directory_, path_); }

 private:
  Status Submit(const FacetTable& facets) {
    PendingBatch batch = std::exchange(pending_, {});
    batch.facets = facets;
    pending_.first_doc = documents_ + 1;
    pending_bytes_ = 0;
    return workers_.Submit(std::move(batch));
  }

  // Called by any thread, one batch at a time.
  Status Take(DoneBatch batch) {
    {
      const std::lock_guard lock(sequences_mutex_);
      sequences_.push_back(std::move(batch.sequences));
    }
    return writer_->Append(&batch.glass);
  }

  const std::string path_;
  const std::string directory_;
  const uint64_t batch_bytes_;
  HashSet ids_;
  uint32_t documents_ = 0;
  PendingBatch pending_;
  uint64_t pending_bytes_ = 0;
  const FacetTable* pending_facets_ = nullptr;  // the caller's, of the last document put
  std::unique_ptr<GlassDatabaseWriter> writer_;
  std::mutex sequences_mutex_;
  std::vector<SequenceBuilder> sequences_;
  std::vector<BatchWorker> batch_workers_;
  OrderedWorkers<PendingBatch, DoneBatch> workers_;  // last: its threads use the rest
};

Result<std::unique_ptr<BulkBuild>> BulkBuild::Start(const std::string& path, const BulkOptions& options) {
  GlassWriterOptions glass;
  glass.directory = path + std::string(kFolder);
  glass.predecessor = path;
  glass.memory_bytes = options.memory_bytes / kPostingsShare;
  RemoveLeftovers(path);
  auto writer = GlassDatabaseWriter::Create(glass);
  if (!writer.ok()) return writer.status();
  return std::unique_ptr<BulkBuild>(
      new BulkBuild(std::make_unique<Internal>(path, options, std::move(*writer))));
}

void BulkBuild::RemoveLeftovers(const std::string& path) {
  std::error_code error;  // what cannot be removed is in the way of nothing
  std::filesystem::remove_all(path + std::string(kFolder), error);
}

BulkBuild::BulkBuild(std::unique_ptr<Internal> internal) : internal_(std::move(internal)) {}

BulkBuild::~BulkBuild() {
  const std::string directory = internal_->directory();
  internal_.reset();  // its threads end
  std::error_code error;
  std::filesystem::remove_all(directory, error);
}

bool BulkBuild::MayHave(const std::string& id) const { return internal_->MayHave(id); }
uint32_t BulkBuild::documents() const { return internal_->documents(); }
Status BulkBuild::Put(const Document& document, uint32_t source, std::vector<std::string> places,
                      const FacetTable& facets) {
  return internal_->Put(document, source, std::move(places), facets);
}
Status BulkBuild::Drain() { return internal_->Drain(); }
std::vector<SequenceBuilder> BulkBuild::TakeSequences() { return internal_->TakeSequences(); }
Status BulkBuild::Finish(const std::map<std::string, std::string>& metadata, const GlassTermSink& sink) {
  return internal_->Finish(metadata, sink);
}
const std::string& BulkBuild::directory() const { return internal_->directory(); }
Status BulkBuild::Publish() { return internal_->Publish(); }

}  // namespace newsearch
