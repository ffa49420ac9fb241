// SPDX-License-Identifier: GPL-2.0-or-later
//
// A block: revision (4 bytes), level (1), unused bytes between directory and items (2), unused bytes in all
// (2), end of the directory (2); the directory, 2 bytes for the place of each item; items, from the end of
// the block downwards. All numbers have their high byte first.
// An item of a leaf: its size less 3, and three flags (2 bytes); length of the key (1), key; the number of
// the piece (2), unless it is the first of its tag; the piece. The first leaf starts with an item without
// key. An item of a branch: block (4 bytes), length of the key (1), key, number of the piece (2). Its key is
// not greater than any below it, and greater than all to the left; the first item of a branch has none.
#include "glass/table_writer.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "glass/glass_format.h"
#include "util/file.h"

namespace newsearch {
namespace {

constexpr size_t kHeaderBytes = 11;
constexpr size_t kDirectoryEntryBytes = 2;
constexpr size_t kPieceNumberBytes = 2;
constexpr size_t kItemHeadBytes = 3;  // size and length of the key
constexpr size_t kBranchHeadBytes = 5;
constexpr uint32_t kCompressedFlag = 0x8000;
constexpr uint32_t kLastFlag = 0x4000;
constexpr uint32_t kFirstFlag = 0x2000;
// Xapian wants room for four items in a block.
constexpr size_t kMaxItemBytes = (kGlassBlockBytes - kHeaderBytes - 4 * kDirectoryEntryBytes) / 4;
constexpr uint32_t kMaxPieces = 0xffff;
// A tag is split to fill a block if so many of its bytes fit: reading it takes a block more, which is the
// next.
constexpr size_t kMinPieceBytes = 128;
constexpr char kFreeListLevel = static_cast<char>(254);
constexpr uint32_t kFreeListStart = 8;

class Block {
 public:
  explicit Block(uint32_t level) { Clear(level); }

  void Clear(uint32_t level) {
    bytes_.fill(0);
    bytes_[4] = static_cast<char>(level);
    directory_end_ = kHeaderBytes;
    items_begin_ = kGlassBlockBytes;
  }
  bool empty() const { return directory_end_ == kHeaderBytes; }
  // What an item may take.
  size_t room() const {
    const size_t gap = items_begin_ - directory_end_;
    return gap > kDirectoryEntryBytes ? gap - kDirectoryEntryBytes : 0;
  }
  // Where the caller writes the next item. REQUIRES: size <= room().
  char* Add(size_t size) {
    items_begin_ -= size;
    PutBig16(static_cast<uint32_t>(items_begin_), &bytes_[directory_end_]);
    directory_end_ += kDirectoryEntryBytes;
    return &bytes_[items_begin_];
  }
  std::string_view Finish(uint32_t revision) {
    const auto gap = static_cast<uint32_t>(items_begin_ - directory_end_);
    PutBig32(revision, &bytes_[0]);
    PutBig16(gap, &bytes_[5]);
    PutBig16(gap, &bytes_[7]);
    PutBig16(static_cast<uint32_t>(directory_end_), &bytes_[9]);
    return {bytes_.data(), bytes_.size()};
  }

 private:
  std::array<char, kGlassBlockBytes> bytes_;
  size_t directory_end_;
  size_t items_begin_;
};

// What divides a block from the one to its left.
struct Divider {
  std::string key;
  uint32_t piece = 0;
};

struct Branch {
  explicit Branch(uint32_t level) : block(level) {}
  Block block;
  Divider divider;
};

}  // namespace

class TableWriter::Internal {
 public:
  Internal(OutputFile file, uint32_t revision) : file_(std::move(file)), revision_(revision), leaf_(0) {
    // The item that every table starts with.
    PutItem("", 1, "", kFirstFlag | kLastFlag);
  }

  Status CopyOlder(const OlderBlocks& older) {
    older_blocks_ = older.count;
    if (older.count == 0) return Status();
    Result<FileContents> file = FileContents::Open(older.path);
    if (!file.ok()) return file.status();
    const size_t size = older.count * kGlassBlockBytes;
    if (file->bytes().size() < size) {
      return Status(StatusCode::kCorruption, older.path + " is shorter than the index says");
    }
    next_block_ = older.count;
    return file_.Append(file->bytes().substr(0, size));
  }

  Status Add(std::string_view key, std::string_view tag, bool compressed) {
    if (key.empty() || key.size() > kMaxGlassKeyBytes || key <= std::string_view(last_key_)) {
      return Status(StatusCode::kInvalidArgument, "cannot write " + file_.path() + ": a key is " +
                                                      (key.empty()                      ? "empty"
                                                       : key.size() > kMaxGlassKeyBytes ? "too long"
                                                                                        : "out of order"));
    }
    if (tag.size() / (kMaxItemBytes - kItemHeadBytes - kPieceNumberBytes - key.size()) >= kMaxPieces - 1) {
      return Status(StatusCode::kInvalidArgument, "cannot write " + file_.path() + ": an entry of " +
                                                      std::to_string(tag.size()) + " bytes is too long");
    }
    uint32_t piece = 1;
    do {
      const size_t head = kItemHeadBytes + key.size() + (piece == 1 ? 0 : kPieceNumberBytes);
      const size_t most = std::min(leaf_.room(), kMaxItemBytes);
      const bool whole = head + tag.size() <= most;
      if (!whole && most < head + kMinPieceBytes) {
        if (Status status = NextLeaf(key, piece); !status.ok()) return status;
        continue;
      }
      const std::string_view part = tag.substr(0, whole ? tag.size() : most - head);
      tag.remove_prefix(part.size());
      PutItem(key, piece, part,
              (compressed ? kCompressedFlag : 0) | (piece == 1 ? kFirstFlag : 0) | (whole ? kLastFlag : 0));
      if (whole)
        piece = 0;
      else
        ++piece;
      last_key_.assign(key);
    } while (piece != 0);
    ++entries_;
    return Status();
  }

  Status Finish(GlassRoot* root) {
    uint32_t block = 0;
    if (Status status = Write(&leaf_, &block); !status.ok()) return status;
    Divider divider = std::move(leaf_divider_);
    uint32_t level = 0;
    // A branch that is full meanwhile puts another one above.
    for (; level < branches_.size(); ++level) {
      if (Status status = AddToBranch(level, std::move(divider), block); !status.ok()) return status;
      if (Status status = Write(&branches_[level]->block, &block); !status.ok()) return status;
      divider = std::move(branches_[level]->divider);
    }
    root->root = block;
    root->level = level;
    root->is_fake = false;
    // Xapian may take older blocks for leaves of this revision if it goes by the order of blocks.
    root->sequential = older_blocks_ == 0;
    root->entries = entries_;
    root->block_bytes = kGlassBlockBytes;
    root->has_free_list = true;
    root->free_list = GlassFreeList();
    root->free_list.revision = revision_;
    if (Status status = WriteFreeList(&root->free_list); !status.ok()) return status;
    root->free_list.first_unused_block = next_block_;
    return file_.Flush();
  }

  Status Sync() { return file_.Sync(); }
  uint64_t entries() const { return entries_; }

 private:
  void PutItem(std::string_view key, uint32_t piece, std::string_view part, uint32_t flags) {
    const size_t head = kItemHeadBytes + key.size() + (piece == 1 ? 0 : kPieceNumberBytes);
    char* at = leaf_.Add(head + part.size());
    PutBig16(static_cast<uint32_t>(head + part.size() - kItemHeadBytes) | flags, at);
    at[2] = static_cast<char>(key.size());
    if (!key.empty()) std::memcpy(at + kItemHeadBytes, key.data(), key.size());
    if (piece != 1) PutBig16(piece, at + kItemHeadBytes + key.size());
    if (!part.empty()) std::memcpy(at + head, part.data(), part.size());
  }

  Status Write(Block* block, uint32_t* number) {
    *number = next_block_++;
    return file_.Append(block->Finish(revision_));
  }

  // The next leaf starts with a piece of `key`.
  Status NextLeaf(std::string_view key, uint32_t piece) {
    uint32_t block = 0;
    if (Status status = Write(&leaf_, &block); !status.ok()) return status;
    if (Status status = AddToBranch(0, std::move(leaf_divider_), block); !status.ok()) return status;
    // As much of the key as tells it from the one before.
    const auto differs =
        std::mismatch(key.begin(), key.end(), last_key_.begin(), last_key_.end()).first - key.begin();
    leaf_divider_.key = key.substr(0, std::min(key.size(), static_cast<size_t>(differs) + 1));
    leaf_divider_.piece = piece;
    leaf_.Clear(0);
    return Status();
  }

  // `level` counts branches, from the one above the leaves.
  Status AddToBranch(size_t level, Divider divider, uint32_t block) {
    if (level == branches_.size()) {
      branches_.push_back(std::make_unique<Branch>(static_cast<uint32_t>(level) + 1));
    }
    Branch* branch = branches_[level].get();
    if (branch->block.room() < kBranchHeadBytes + divider.key.size() + kPieceNumberBytes) {
      uint32_t full = 0;
      if (Status status = Write(&branch->block, &full); !status.ok()) return status;
      if (Status status = AddToBranch(level + 1, std::move(branch->divider), full); !status.ok()) {
        return status;
      }
      branch->block.Clear(static_cast<uint32_t>(level) + 1);
    }
    if (branch->block.empty()) {
      branch->divider = std::move(divider);
      divider = Divider();
    }
    char* at = branch->block.Add(kBranchHeadBytes + divider.key.size() + kPieceNumberBytes);
    PutBig32(block, at);
    at[4] = static_cast<char>(divider.key.size());
    std::memcpy(at + kBranchHeadBytes, divider.key.data(), divider.key.size());
    PutBig16(divider.piece, at + kBranchHeadBytes + divider.key.size());
    return Status();
  }

  // A block: revision (4 bytes), a level that no other block has (1), zeros (3); the numbers of free blocks;
  // ones.
  Status WriteFreeList(GlassFreeList* list) {
    if (older_blocks_ == 0) return Status();
    std::string bytes(kGlassBlockBytes, '\xff');
    PutBig32(revision_, bytes.data());
    PutBig32(0, bytes.data() + 4);
    bytes[4] = kFreeListLevel;
    for (uint32_t block = 0; block < older_blocks_; ++block) {
      PutBig32(block, bytes.data() + kFreeListStart + 4 * block);
    }
    list->begin_block = list->end_block = next_block_++;
    list->begin_offset = kFreeListStart;
    list->end_offset = kFreeListStart + 4 * older_blocks_;
    return file_.Append(bytes);
  }

  OutputFile file_;
  uint32_t revision_;
  uint32_t older_blocks_ = 0;
  uint32_t next_block_ = 0;
  uint64_t entries_ = 0;
  std::string last_key_;
  Block leaf_;
  Divider leaf_divider_;
  std::vector<std::unique_ptr<Branch>> branches_;  // the one above the leaves first
};

TableWriter::TableWriter(std::unique_ptr<Internal> internal) : internal_(std::move(internal)) {}
TableWriter::TableWriter(TableWriter&&) noexcept = default;
TableWriter& TableWriter::operator=(TableWriter&&) noexcept = default;
TableWriter::~TableWriter() = default;

Result<TableWriter> TableWriter::Create(const std::string& path, uint32_t revision,
                                        const OlderBlocks& older) {
  Result<OutputFile> file = OutputFile::Create(path);
  if (!file.ok()) return file.status();
  auto internal = std::make_unique<Internal>(std::move(*file), revision);
  if (Status status = internal->CopyOlder(older); !status.ok()) return status;
  return TableWriter(std::move(internal));
}

Status TableWriter::Add(std::string_view key, std::string_view tag, bool compressed) {
  return internal_->Add(key, tag, compressed);
}
Status TableWriter::Finish(GlassRoot* root) { return internal_->Finish(root); }
Status TableWriter::Sync() { return internal_->Sync(); }
uint64_t TableWriter::entries() const { return internal_->entries(); }

}  // namespace newsearch
