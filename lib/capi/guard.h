// SPDX-License-Identifier: GPL-2.0-or-later
//
// Guard: the wall around every body of the C API. Statuses become newsearch_status and an error object; no
// exception gets past it. Included by c.cc only.
#ifndef NEWSEARCH_LIB_CAPI_GUARD_H_
#define NEWSEARCH_LIB_CAPI_GUARD_H_

#include <cstdint>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "newsearch/c.h"
#include "newsearch/status.h"

struct newsearch_error {
  newsearch_status code = NEWSEARCH_STATUS_OK;
  std::string message;
  int64_t offset = -1;
};

namespace newsearch::capi {

// The error for when there is no memory for an error. Never freed.
inline newsearch_error* OutOfMemoryError() noexcept {
  static newsearch_error error{NEWSEARCH_STATUS_OUT_OF_MEMORY, "out of memory", -1};
  return &error;
}

// How a body ended: a Status, or the value with which a callback stopped it, which comes back unchanged.
class Outcome {
 public:
  Outcome() = default;
  Outcome(Status status)  // NOLINT(google-explicit-constructor): bodies return statuses
      : code_(static_cast<newsearch_status>(status.code())), status_(std::move(status)) {}
  static Outcome Stopped(int value) {
    Outcome outcome(Status(StatusCode::kCancelled, "stopped by the callback"));
    outcome.code_ = value;
    return outcome;
  }

  bool ok() const { return code_ == NEWSEARCH_STATUS_OK; }
  newsearch_status code() const { return code_; }
  const Status& status() const { return status_; }

 private:
  newsearch_status code_ = NEWSEARCH_STATUS_OK;
  Status status_;
};

inline newsearch_status Fail(newsearch_error** error, newsearch_status code, std::string_view message,
                             std::optional<uint64_t> offset = std::nullopt) noexcept {
  if (error == nullptr) return code;
  try {
    *error = new newsearch_error{code, std::string(message), offset ? static_cast<int64_t>(*offset) : -1};
  } catch (...) {
    *error = OutOfMemoryError();
    return NEWSEARCH_STATUS_OUT_OF_MEMORY;
  }
  return code;
}

// Runs `body`, which returns an Outcome or a Status. Everything that can throw happens in it, the making of
// handles included.
template <typename Body>
newsearch_status Guard(newsearch_error** error, Body&& body) noexcept {
  if (error != nullptr) *error = nullptr;
  try {
    const Outcome outcome = std::forward<Body>(body)();
    if (outcome.ok()) return NEWSEARCH_STATUS_OK;
    return Fail(error, outcome.code(), outcome.status().message(), outcome.status().offset());
  } catch (const std::bad_alloc&) {
    if (error != nullptr) *error = OutOfMemoryError();
    return NEWSEARCH_STATUS_OUT_OF_MEMORY;
  } catch (const std::exception& e) {
    return Fail(error, NEWSEARCH_STATUS_INTERNAL, e.what());
  } catch (...) {
    return Fail(error, NEWSEARCH_STATUS_INTERNAL, "unknown exception");
  }
}

}  // namespace newsearch::capi

#endif  // NEWSEARCH_LIB_CAPI_GUARD_H_
