// SPDX-License-Identifier: GPL-2.0-or-later
#include "glass/posting_run.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>

#include "glass/term_prefix.h"
#include "util/base128.h"

namespace newsearch {
namespace {

constexpr size_t kReadBytes = size_t{256} << 10;
// More than the numbers of an entry and its term take.
constexpr size_t kMaxHeadBytes = 1024;

}  // namespace

void RunEncoder::Append(std::string_view term, const PostingPiece& posting, std::string* out) {
  const size_t shared = static_cast<size_t>(
      std::mismatch(term.begin(), term.end(), term_.begin(), term_.end()).first - term.begin());
  AppendNumber(shared, out);
  AppendNumber(term.size() - shared, out);
  out->append(term.substr(shared));
  AppendNumber(posting.documents, out);
  AppendNumber(posting.total_wdf, out);
  AppendNumber(posting.first_doc, out);
  AppendNumber(posting.last_doc - posting.first_doc, out);
  AppendNumber(posting.list.size(), out);
  out->append(posting.list);
  term_.assign(term);
}

RunReader::RunReader(std::string_view run) : rest_(run) {}

RunReader::RunReader(const OutputFile* file, uint64_t offset, uint64_t size)
    : file_(file), offset_(offset), unread_(size) {}

// Makes rest_ at least `wanted` bytes long, if there are as many.
bool RunReader::Fill(size_t wanted) {
  if (rest_.size() >= wanted || unread_ == 0) return true;
  std::string next;
  next.reserve(std::max(kReadBytes, wanted));
  next.assign(rest_);
  const size_t kept = next.size();
  const auto more = static_cast<size_t>(std::min<uint64_t>(std::max(kReadBytes, wanted) - kept, unread_));
  next.resize(kept + more);
  const Result<size_t> got = file_->ReadAt(offset_, next.data() + kept, more);
  if (!got.ok() || *got != more) {
    status_ = got.ok() ? Status(StatusCode::kIo, "cannot read " + file_->path() + ": it is too short")
                       : got.status();
    return false;
  }
  offset_ += more;
  unread_ -= more;
  buffer_ = std::move(next);
  rest_ = buffer_;
  return true;
}

bool RunReader::Next() {
  if (!status_.ok() || !Fill(kMaxHeadBytes) || rest_.empty()) return false;
  uint64_t shared = 0;
  uint64_t added = 0;
  bool whole = TakeNumber(&rest_, &shared) && TakeNumber(&rest_, &added) && shared <= term_.size() &&
               added <= rest_.size();
  if (whole) {
    term_.resize(shared);
    term_.append(rest_.substr(0, added));
    rest_.remove_prefix(added);
  }
  uint32_t range = 0;
  uint64_t size = 0;
  whole = whole && TakeNumber(&rest_, &posting_.documents) && TakeNumber(&rest_, &posting_.total_wdf) &&
          TakeNumber(&rest_, &posting_.first_doc) && TakeNumber(&rest_, &range) && TakeNumber(&rest_, &size);
  if (whole && !Fill(size)) return false;
  if (!whole || size > rest_.size()) {
    status_ = Status(StatusCode::kInternal, "a run of postings is damaged");
    return false;
  }
  posting_.last_doc = posting_.first_doc + range;
  posting_.list = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return true;
}

RunMerger::RunMerger(std::vector<RunReader> runs) : runs_(std::move(runs)), keys_(runs_.size()) {
  taken_.resize(runs_.size());
  std::iota(taken_.begin(), taken_.end(), 0);
  heap_.reserve(runs_.size());
}

bool RunMerger::Before(uint32_t a, uint32_t b) const {
  if (keys_[a] != keys_[b]) return keys_[a] < keys_[b];
  const int order = runs_[a].term().compare(runs_[b].term());
  return order != 0 ? order < 0 : a < b;
}

void RunMerger::Key(uint32_t run) { keys_[run] = TermPrefix(runs_[run].term()); }

// Puts the last of the heap's first `at` + 1 where it belongs.
void RunMerger::Sift(size_t at) {
  const uint32_t run = heap_[at];
  while (at > 0) {
    const size_t above = (at - 1) / 2;
    if (!Before(run, heap_[above])) break;
    heap_[at] = heap_[above];
    at = above;
  }
  heap_[at] = run;
}

bool RunMerger::Next() {
  // The views of pieces_ end here.
  for (uint32_t run : taken_) {
    if (runs_[run].Next()) {
      Key(run);
      heap_.push_back(run);
      Sift(heap_.size() - 1);
    } else if (!runs_[run].status().ok()) {
      status_ = runs_[run].status();
    }
  }
  taken_.clear();
  pieces_.clear();
  if (!status_.ok() || heap_.empty()) return false;
  term_ = runs_[heap_.front()].term();
  const auto later = [this](uint32_t a, uint32_t b) { return Before(b, a); };
  while (!heap_.empty() && runs_[heap_.front()].term() == term_) {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    taken_.push_back(heap_.back());
    pieces_.push_back(runs_[heap_.back()].posting());
    heap_.pop_back();
  }
  return true;
}

PostingPiece RunMerger::Joined(std::string* buffer) const {
  PostingPiece joined = pieces_.front();
  if (pieces_.size() == 1) return joined;
  buffer->assign(joined.list);
  for (size_t i = 1; i < pieces_.size(); ++i) {
    const PostingPiece& piece = pieces_[i];
    joined.documents += piece.documents;
    joined.total_wdf += piece.total_wdf;
    AppendNumber(piece.first_doc - joined.last_doc - 1, buffer);
    buffer->append(piece.list);
    joined.last_doc = piece.last_doc;
  }
  joined.list = *buffer;
  return joined;
}

}  // namespace newsearch
