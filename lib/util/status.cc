// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/status.h"

namespace newsearch {

std::string_view StatusCodeName(StatusCode code) {
  switch (code) {
    case StatusCode::kOk:
      return "ok";
    case StatusCode::kInvalidArgument:
      return "invalid argument";
    case StatusCode::kNotFound:
      return "not found";
    case StatusCode::kAlreadyExists:
      return "already exists";
    case StatusCode::kBadQuery:
      return "bad query";
    case StatusCode::kBadInput:
      return "bad input";
    case StatusCode::kReadOnly:
      return "read only";
    case StatusCode::kLocked:
      return "locked";
    case StatusCode::kIndexChanged:
      return "index changed";
    case StatusCode::kVersionMismatch:
      return "version mismatch";
    case StatusCode::kCorruption:
      return "corruption";
    case StatusCode::kIo:
      return "input/output error";
    case StatusCode::kUnsupported:
      return "unsupported";
    case StatusCode::kCancelled:
      return "cancelled";
    case StatusCode::kOutOfMemory:
      return "out of memory";
    case StatusCode::kInternal:
      return "internal error";
  }
  return "unknown status";
}

std::string Status::ToString() const {
  if (ok()) return "ok";
  std::string text(StatusCodeName(code_));
  if (!message_.empty()) text.append(": ").append(message_);
  return text;
}

}  // namespace newsearch
