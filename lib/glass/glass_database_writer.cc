// SPDX-License-Identifier: GPL-2.0-or-later
#include "glass/glass_database_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "glass/glass_format.h"
#include "glass/glass_version.h"
#include "glass/table_writer.h"
#include "util/base128.h"
#include "util/file.h"

namespace newsearch {
namespace {

constexpr std::string_view kVersionFile = "iamglass";
constexpr std::string_view kSpillFile = "runs.tmp";
// Those that have files here. All others are empty.
constexpr std::array<GlassTable, 3> kWrittenTables = {GlassTable::kPostlist, GlassTable::kDocdata,
                                                      GlassTable::kTermlist};

std::string TablePath(const std::string& directory, GlassTable table) {
  return directory + "/" + GlassTableFile(table);
}

// Chunks of a list that are complete: for each its first document, its size, its bytes. What does not fit
// into memory goes into a file.
class ChunkStore {
 public:
  void Append(uint32_t first_doc, std::string_view bytes) {
    AppendNumber(first_doc, &buffer_);
    AppendNumber(bytes.size(), &buffer_);
    buffer_.append(bytes);
  }
  size_t memory_bytes() const { return buffer_.capacity(); }
  Status Spill(OutputFile* file) {
    if (buffer_.empty()) return Status();
    spilled_.push_back({file->size(), buffer_.size()});
    Status status = file->Append(buffer_);
    std::string().swap(buffer_);
    return status;
  }
  // `take`: Status(first document, bytes, whether it is the last).
  template <typename Take>
  Status ForEach(const OutputFile& file, const Take& take) const {
    std::string part;
    for (size_t i = 0; i <= spilled_.size(); ++i) {
      std::string_view rest = buffer_;
      if (i < spilled_.size()) {
        part.resize(spilled_[i].size);
        const Result<size_t> got = file.ReadAt(spilled_[i].offset, part.data(), part.size());
        if (!got.ok()) return got.status();
        if (*got != part.size()) return Status(StatusCode::kIo, "cannot read " + file.path());
        rest = part;
      }
      while (!rest.empty()) {
        uint32_t first_doc = 0;
        uint64_t size = 0;
        if (!TakeNumber(&rest, &first_doc) || !TakeNumber(&rest, &size) || size > rest.size()) {
          return Status(StatusCode::kInternal, "chunks of a list are damaged");
        }
        if (Status status = take(first_doc, rest.substr(0, size)); !status.ok()) return status;
        rest.remove_prefix(size);
      }
    }
    return Status();
  }

 private:
  struct Extent {
    uint64_t offset;
    size_t size;
  };
  std::string buffer_;
  std::vector<Extent> spilled_;
};

// The values of one slot, document by document.
struct ValueColumn {
  uint32_t documents = 0;
  std::string least;
  std::string greatest;
  std::string chunk;  // values with their sizes; between them what lies between their documents, less 1
  uint32_t first_doc = 0;
  uint32_t last_doc = 0;
  ChunkStore chunks;

  void Add(uint32_t doc, std::string_view value) {
    if (documents == 0 || value < least) least = value;
    if (documents == 0 || value > greatest) greatest = value;
    ++documents;
    if (chunk.empty()) {
      first_doc = doc;
    } else {
      AppendNumber(doc - last_doc - 1, &chunk);
    }
    last_doc = doc;
    AppendNumber(value.size(), &chunk);
    chunk.append(value);
    if (chunk.size() >= kGlassChunkBytes) EndChunk();
  }
  void EndChunk() {
    if (!chunk.empty()) chunks.Append(first_doc, chunk);
    chunk.clear();
  }
};

// Chunks of a posting list, or of the lengths of documents, which have the same form: whether it is the last
// chunk, its last document less its first; then the list.
class PostingChunks {
 public:
  // Starts a list. `head` stands in front of the first chunk, without its first document.
  void Begin(std::string_view head) {
    head_ = head;
    chunk_.clear();
    is_first_ = true;
  }
  bool chunk_is_full() const { return chunk_.size() >= kGlassChunkBytes; }
  bool empty() const { return chunk_.empty(); }
  uint32_t last_doc() const { return last_doc_; }
  void Add(uint32_t doc, uint32_t wdf) {
    if (chunk_.empty()) {
      first_doc_ = doc;
    } else {
      AppendNumber(doc - last_doc_ - 1, &chunk_);
    }
    last_doc_ = doc;
    AppendNumber(wdf, &chunk_);
  }
  // A whole list at once.
  void AddAll(const PostingPiece& piece) {
    first_doc_ = piece.first_doc;
    last_doc_ = piece.last_doc;
    chunk_ = piece.list;
  }
  // The chunk as it stands in the table; the next one starts.
  std::string_view End(bool is_last, uint32_t* first_doc, bool* is_first) {
    tag_.clear();
    if (is_first_) {
      tag_.append(head_);
      AppendNumber(first_doc_ - 1, &tag_);
    }
    tag_.push_back(is_last ? '1' : '0');
    AppendNumber(last_doc_ - first_doc_, &tag_);
    tag_.append(chunk_);
    chunk_.clear();
    *first_doc = first_doc_;
    *is_first = std::exchange(is_first_, false);
    return tag_;
  }

 private:
  std::string head_;
  std::string chunk_;
  std::string tag_;
  uint32_t first_doc_ = 0;
  uint32_t last_doc_ = 0;
  bool is_first_ = true;
};

Status SyncDirectory(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return ErrnoStatus(errno, "cannot open", path);
  const int error = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  return error == 0 ? Status() : ErrnoStatus(error, "cannot write", path);
}

Status Rename(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) == 0) return Status();
  return Status(StatusCode::kIo, ErrnoStatus(errno, "cannot replace", to).message());
}

}  // namespace

class GlassDatabaseWriter::Internal {
 public:
  explicit Internal(const GlassWriterOptions& options) : options_(options) {}

  Status Start() {
    if (Status status = MakeDirectories(options_.directory); !status.ok()) return status;
    if (Status status = Follow(); !status.ok()) return status;
    ++version_.revision;
    for (GlassTable table : kWrittenTables) {
      OlderBlocks older;
      const GlassRoot& root = version_.root(table);
      if (!root.is_fake) {
        older = {TablePath(options_.predecessor, table), root.free_list.first_unused_block};
      }
      Result<TableWriter> made =
          TableWriter::Create(TablePath(options_.directory, table), version_.revision, older);
      if (!made.ok()) return made.status();
      Writer(table).emplace(std::move(*made));
    }
    return Status();
  }

  Status Append(GlassBatch* batch) {
    std::string_view bytes = batch->bytes;
    const auto take = [&bytes](size_t size) {
      const std::string_view part = bytes.substr(0, size);
      bytes.remove_prefix(size);
      return part;
    };
    TableWriter& data = *Writer(GlassTable::kDocdata);
    TableWriter& terms = *Writer(GlassTable::kTermlist);
    GlassStatistics& statistics = version_.statistics;
    for (const GlassDocument& document : batch->documents) {
      if (document.doc <= statistics.last_doc) {
        return Status(StatusCode::kInvalidArgument,
                      "document " + std::to_string(document.doc) + " comes out of order");
      }
      ++statistics.documents;
      statistics.last_doc = document.doc;
      statistics.total_length += document.length;
      if (document.length != 0 && (statistics.min_length == 0 || document.length < statistics.min_length)) {
        statistics.min_length = document.length;
      }
      statistics.max_length = std::max(statistics.max_length, document.length);
      statistics.max_wdf = std::max(statistics.max_wdf, document.max_wdf);
      AddLength(document);
      const std::string key = DocumentKey(document.doc);
      const std::string_view its_data = take(document.data_bytes);
      Status status = its_data.empty() ? Status() : data.Add(key, its_data, false);
      if (status.ok()) status = terms.Add(key, take(document.terms_bytes), document.compressed_terms);
      const std::string_view used = take(document.slots_bytes);
      if (status.ok() && !used.empty()) status = terms.Add(UsedSlotsKey(document.doc), used, false);
      if (!status.ok()) return status;
    }
    for (const GlassValue& value : batch->slots) {
      columns_[value.slot].Add(value.doc, std::string_view(batch->values).substr(value.begin, value.size));
    }
    run_bytes_ += batch->run.size();
    runs_.push_back(std::move(batch->run));
    return memory_bytes() > options_.memory_bytes ? Spill() : Status();
  }

  Status Finish(const std::map<std::string, std::string>& metadata, const GlassTermSink& sink) {
    if (spill_) {
      if (Status status = spill_->Flush(); !status.ok()) return status;
    }
    Status status = WriteMetadata(metadata);
    if (status.ok()) status = WriteValues();
    if (status.ok()) status = WriteLengths();
    if (status.ok()) status = WritePostings(sink);
    for (GlassTable table : kWrittenTables) {
      if (status.ok()) status = FinishTable(table);
    }
    if (!status.ok()) return status;
    // What was spilled is no part of the database.
    if (spill_) (void)::unlink(spill_->path().c_str());
    spill_.reset();
    Result<OutputFile> file = OutputFile::Create(options_.directory + "/" + std::string(kVersionFile));
    if (!file.ok()) return file.status();
    status = file->Append(SerialiseGlassVersion(version_));
    if (status.ok()) status = file->Sync();
    if (status.ok()) status = file->Close();
    return status.ok() ? SyncDirectory(options_.directory) : status;
  }

 private:
  std::optional<TableWriter>& Writer(GlassTable table) { return writers_[static_cast<size_t>(table)]; }

  // Takes over from the predecessor what a new revision has of it.
  Status Follow() {
    if (options_.predecessor.empty()) return DrawGlassUuid(&version_);
    Result<GlassVersion> before = ReadGlassVersion(options_.predecessor);
    if (!before.ok()) return before.status();
    const auto refuse = [this](const char* what) {
      return Status(StatusCode::kUnsupported, "database " + options_.predecessor + " " + what);
    };
    for (size_t i = 0; i < kGlassTables; ++i) {
      const auto table = static_cast<GlassTable>(i);
      const GlassRoot& root = before->roots[i];
      const bool written =
          std::find(kWrittenTables.begin(), kWrittenTables.end(), table) != kWrittenTables.end();
      if (!written && !root.is_fake) return refuse("has more than documents in it");
      if (root.block_bytes != kGlassBlockBytes) return refuse("has blocks of another size");
      if (!root.is_fake && root.free_list.first_unused_block > kMaxOlderBlocks) return refuse("is large");
    }
    version_.uuid = before->uuid;
    version_.revision = before->revision;
    version_.roots = before->roots;
    version_.statistics.oldest_changeset = before->statistics.oldest_changeset;
    return Status();
  }

  void AddLength(const GlassDocument& document) {
    if (lengths_.empty() && !has_lengths_) lengths_.Begin(std::string_view("\0\0", 2));
    has_lengths_ = true;
    if (lengths_.chunk_is_full()) EndLengths(false);
    lengths_.Add(document.doc, document.length);
  }
  void EndLengths(bool is_last) {
    uint32_t first_doc = 0;
    bool is_first = false;
    const std::string_view chunk = lengths_.End(is_last, &first_doc, &is_first);
    length_chunks_.Append(is_first ? 0 : first_doc, chunk);
  }

  uint64_t memory_bytes() const {
    uint64_t total = run_bytes_ + length_chunks_.memory_bytes();
    for (const auto& [slot, column] : columns_) total += column.chunks.memory_bytes();
    return total;
  }

  // Puts what is in memory into the file.
  Status Spill() {
    if (!spill_) {
      Result<OutputFile> file = OutputFile::Create(options_.directory + "/" + std::string(kSpillFile));
      if (!file.ok()) return file.status();
      spill_.emplace(std::move(*file));
    }
    for (auto& [slot, column] : columns_) {
      if (Status status = column.chunks.Spill(&*spill_); !status.ok()) return status;
    }
    if (Status status = length_chunks_.Spill(&*spill_); !status.ok()) return status;
    const uint64_t begin = spill_->size();
    RunMerger merger(RunsInMemory());
    RunEncoder encoder;
    std::string list;
    std::string entry;
    while (merger.Next()) {
      entry.clear();
      encoder.Append(merger.term(), merger.Joined(&list), &entry);
      if (Status status = spill_->Append(entry); !status.ok()) return status;
    }
    if (!merger.status().ok()) return merger.status();
    spilled_runs_.push_back({begin, spill_->size() - begin});
    runs_.clear();
    run_bytes_ = 0;
    return Status();
  }

  std::vector<RunReader> RunsInMemory() const {
    std::vector<RunReader> readers;
    readers.reserve(runs_.size());
    for (const std::string& run : runs_) readers.emplace_back(std::string_view(run));
    return readers;
  }

  Status WriteMetadata(const std::map<std::string, std::string>& metadata) {
    for (const auto& [name, value] : metadata) {
      if (name.empty()) return Status(StatusCode::kInvalidArgument, "a key of metadata is empty");
      if (value.empty()) continue;
      if (Status status = Writer(GlassTable::kPostlist)->Add(MetadataKey(name), value, false); !status.ok()) {
        return status;
      }
    }
    return Status();
  }

  Status WriteValues() {
    TableWriter& table = *Writer(GlassTable::kPostlist);
    // In the order of their keys, which is not that of slots.
    std::map<std::string, const ValueColumn*> statistics;
    std::map<std::string, uint32_t> slots;
    for (auto& [slot, column] : columns_) {
      column.EndChunk();
      statistics.emplace(ValueStatisticsKey(slot), &column);
      slots.emplace(ValueChunkKey(slot, 1), slot);
    }
    for (const auto& [key, column] : statistics) {
      std::string tag;
      AppendNumber(column->documents, &tag);
      AppendNumber(column->least.size(), &tag);
      tag.append(column->least);
      if (column->greatest != column->least) tag.append(column->greatest);
      if (Status status = table.Add(key, tag, false); !status.ok()) return status;
    }
    for (const auto& entry : slots) {
      const uint32_t slot = entry.second;
      const Status status =
          columns_[slot].chunks.ForEach(spill(), [&](uint32_t first_doc, std::string_view bytes) {
            return table.Add(ValueChunkKey(slot, first_doc), bytes, false);
          });
      if (!status.ok()) return status;
    }
    columns_.clear();
    return Status();
  }

  Status WriteLengths() {
    if (!has_lengths_) return Status();
    EndLengths(true);
    return length_chunks_.ForEach(spill(), [this](uint32_t first_doc, std::string_view bytes) {
      return Writer(GlassTable::kPostlist)
          ->Add(first_doc == 0 ? LengthsKey() : LengthsKey(first_doc), bytes, false);
    });
  }

  Status WritePostings(const GlassTermSink& sink) {
    std::vector<RunReader> readers;
    readers.reserve(spilled_runs_.size() + runs_.size());
    for (const SpilledRun& run : spilled_runs_) readers.emplace_back(&*spill_, run.offset, run.size);
    for (RunReader& reader : RunsInMemory()) readers.push_back(std::move(reader));
    RunMerger merger(std::move(readers));
    std::string list;
    while (merger.Next()) {
      const PostingPiece posting = merger.Joined(&list);
      Status status = WriteList(merger.term(), posting);
      if (status.ok() && sink) status = sink(merger.term(), posting);
      if (!status.ok()) return status;
    }
    runs_.clear();
    return merger.status();
  }

  Status WriteList(const std::string& term, const PostingPiece& posting) {
    std::string& head = head_buffer_;
    head.clear();
    AppendNumber(posting.documents, &head);
    AppendNumber(posting.total_wdf, &head);
    chunks_.Begin(head);
    if (posting.list.size() <= kGlassChunkBytes) {
      chunks_.AddAll(posting);
      return WriteChunk(term, true);
    }
    size_t at = 0;
    uint32_t doc = posting.first_doc;
    while (true) {
      uint32_t wdf = 0;
      if (!TakeNumber(posting.list, &at, &wdf)) break;
      chunks_.Add(doc, wdf);
      if (at == posting.list.size()) return WriteChunk(term, true);
      uint32_t gap = 0;
      if (!TakeNumber(posting.list, &at, &gap)) break;
      doc += gap + 1;
      if (!chunks_.chunk_is_full()) continue;
      if (Status status = WriteChunk(term, false); !status.ok()) return status;
    }
    return Status(StatusCode::kInternal, "a posting list is damaged");
  }

  Status WriteChunk(const std::string& term, bool is_last) {
    uint32_t first_doc = 0;
    bool is_first = false;
    const std::string_view chunk = chunks_.End(is_last, &first_doc, &is_first);
    return Writer(GlassTable::kPostlist)
        ->Add(is_first ? TermKey(term) : TermKey(term, first_doc), chunk, false);
  }

  Status FinishTable(GlassTable table) {
    TableWriter& writer = *Writer(table);
    GlassRoot& root = version_.root(table);
    // Xapian makes this file with the first data.
    if (table == GlassTable::kDocdata && writer.entries() == 0 && root.is_fake) {
      (void)::unlink(TablePath(options_.directory, table).c_str());
      return Status();
    }
    Status status = writer.Finish(&root);
    return status.ok() ? writer.Sync() : status;
  }

  const OutputFile& spill() const { return spill_ ? *spill_ : no_file_; }

  struct SpilledRun {
    uint64_t offset;
    uint64_t size;
  };

  GlassWriterOptions options_;
  GlassVersion version_;
  std::array<std::optional<TableWriter>, kGlassTables> writers_;
  std::map<uint32_t, ValueColumn> columns_;  // by slot
  PostingChunks lengths_;
  bool has_lengths_ = false;
  ChunkStore length_chunks_;
  std::vector<std::string> runs_;
  uint64_t run_bytes_ = 0;
  std::vector<SpilledRun> spilled_runs_;  // their documents come before those of runs_
  std::optional<OutputFile> spill_;
  OutputFile no_file_;
  PostingChunks chunks_;
  std::string head_buffer_;
};

GlassDatabaseWriter::GlassDatabaseWriter(std::unique_ptr<Internal> internal)
    : internal_(std::move(internal)) {}
GlassDatabaseWriter::~GlassDatabaseWriter() = default;

Result<std::unique_ptr<GlassDatabaseWriter>> GlassDatabaseWriter::Create(const GlassWriterOptions& options) {
  auto internal = std::make_unique<Internal>(options);
  if (Status status = internal->Start(); !status.ok()) return status;
  return std::unique_ptr<GlassDatabaseWriter>(new GlassDatabaseWriter(std::move(internal)));
}

Status GlassDatabaseWriter::Append(GlassBatch* batch) { return internal_->Append(batch); }
Status GlassDatabaseWriter::Finish(const std::map<std::string, std::string>& metadata,
                                   const GlassTermSink& sink) {
  return internal_->Finish(metadata, sink);
}

Status PublishGlass(const std::string& directory, const std::string& database) {
  if (Status status = MakeDirectories(database); !status.ok()) return status;
  for (GlassTable table : kWrittenTables) {
    const std::string file = TablePath(directory, table);
    std::error_code error;
    if (!std::filesystem::exists(file, error)) continue;
    if (Status status = Rename(file, TablePath(database, table)); !status.ok()) return status;
  }
  // The tables must be there before the revision that needs them is.
  if (Status status = SyncDirectory(database); !status.ok()) return status;
  const std::string version = "/" + std::string(kVersionFile);
  if (Status status = Rename(directory + version, database + version); !status.ok()) return status;
  Status status = SyncDirectory(database);
  std::error_code error;
  std::filesystem::remove_all(directory, error);
  return status;
}

}  // namespace newsearch
