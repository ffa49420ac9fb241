// SPDX-License-Identifier: GPL-2.0-or-later
//
// Status and Result<T>: how every newsearch function reports failure. No newsearch function throws on
// purpose, prints or exits.
//
// Thread-safety: values without shared state; const members may be called from many threads.
#ifndef NEWSEARCH_STATUS_H_
#define NEWSEARCH_STATUS_H_

#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "newsearch/export.h"

namespace newsearch {

// The values cross the C ABI: never change one, only append.
enum class StatusCode : int {
  kOk = 0,
  // The caller broke the contract of the function whatever the data: an unknown facet name, a negative
  // limit. Text typed by a person into a query is kBadQuery; the content of a file is kBadInput.
  kInvalidArgument = 1,
  // A file, an index or a document id that is not there.
  kNotFound = 2,
  // Creating something that is there already.
  kAlreadyExists = 3,
  // The query text asks for something that has no meaning; offset() points into the query.
  kBadQuery = 4,
  // A file that cannot be read as an archive: binary data, a directory, an unknown format.
  kBadInput = 5,
  // Writing to what can only be read.
  kReadOnly = 6,
  // Another process writes to the index. Trying again later can succeed.
  kLocked = 7,
  // The index was changed under the reader more often than it retries. Reopen and try again.
  kIndexChanged = 8,
  // The index was written by an incompatible newsearch; it must be built anew.
  kVersionMismatch = 9,
  // What is on disk is damaged, or is no index at all.
  kCorruption = 10,
  // The operating system refused: permission, disk full, read error.
  kIo = 11,
  // Asked for something that this build or version cannot do.
  kUnsupported = 12,
  // A callback asked to stop.
  kCancelled = 13,
  kOutOfMemory = 14,
  // A bug in newsearch: please report it.
  kInternal = 15,
};

// "ok", "bad query", ...: a short English name, valid for ever.
NEWSEARCH_EXPORT std::string_view StatusCodeName(StatusCode code);

class [[nodiscard]] NEWSEARCH_EXPORT Status {
 public:
  Status() = default;  // kOk
  Status(StatusCode code, std::string message, std::optional<uint64_t> offset = std::nullopt)
      : code_(code), message_(std::move(message)), offset_(offset) {}

  bool ok() const { return code_ == StatusCode::kOk; }
  StatusCode code() const { return code_; }

  // One English sentence without a final full stop that names the thing and the place (file, line, id).
  // UTF-8. Empty for kOk.
  const std::string& message() const { return message_; }

  // For kBadQuery: where in the query text, in bytes. For kBadInput: where in the file, if known.
  std::optional<uint64_t> offset() const { return offset_; }

  // "bad query: year range ends before it starts"
  std::string ToString() const;

 private:
  StatusCode code_ = StatusCode::kOk;
  std::string message_;
  std::optional<uint64_t> offset_;
};

// A T, or the Status that says why there is none.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}        // NOLINT: implicit on purpose
  Result(Status status) : state_(std::in_place_index<1>, std::move(status)) {  // NOLINT
    assert(!std::get<1>(state_).ok());
  }

  bool ok() const { return state_.index() == 0; }
  Status status() const { return ok() ? Status() : std::get<1>(state_); }

  // REQUIRES: ok().
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, Status> state_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_STATUS_H_
