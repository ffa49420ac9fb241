// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/xapian_error.h"

namespace newsearch {
namespace {

// REQUIRES: called while a Xapian::Error is being handled. Xapian's errors have no virtual functions, so only
// catch clauses tell the classes apart.
StatusCode CodeOfCurrentError() {
  try {
    throw;
  } catch (const Xapian::DatabaseLockError&) {
    return StatusCode::kLocked;
  } catch (const Xapian::DatabaseModifiedError&) {
    return StatusCode::kIndexChanged;
  } catch (const Xapian::DatabaseVersionError&) {
    return StatusCode::kVersionMismatch;
  } catch (const Xapian::DatabaseNotFoundError&) {
    return StatusCode::kNotFound;
  } catch (const Xapian::DatabaseCorruptError&) {
    return StatusCode::kCorruption;
  } catch (const Xapian::DocNotFoundError&) {
    return StatusCode::kNotFound;
  } catch (const Xapian::QueryParserError&) {
    return StatusCode::kBadQuery;
  } catch (const Xapian::FeatureUnavailableError&) {
    return StatusCode::kUnsupported;
  } catch (const Xapian::DatabaseError&) {
    return StatusCode::kIo;
  } catch (const Xapian::NetworkError&) {
    return StatusCode::kIo;
  } catch (const Xapian::Error&) {
    return StatusCode::kInternal;
  }
}

}  // namespace

Status FromXapian(const Xapian::Error& error, const std::string& path) {
  StatusCode code = CodeOfCurrentError();
  // The same class says that the lock could not be taken at all: no permission, no support by the file
  // system.
  const bool in_use = error.get_msg().find("already locked") != std::string::npos;
  if (code == StatusCode::kLocked && !in_use) code = StatusCode::kIo;
  if (code == StatusCode::kLocked) {
    return Status(code, "index " + path + " is being written by another process");
  }
  std::string message = "index " + path + ": " + error.get_msg();
  // Xapian says "couldn't open" for a missing permission as for a missing file; errno knows which.
  if (const char* reason = error.get_error_string()) message.append(" (").append(reason).append(")");
  return Status(code, std::move(message));
}

}  // namespace newsearch
