// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_XAPIAN_ERROR_H_
#define NEWSEARCH_LIB_INDEX_XAPIAN_ERROR_H_

#include <xapian.h>

#include <exception>
#include <new>
#include <string>
#include <utility>

#include "newsearch/status.h"

namespace newsearch {

// The status for the Xapian error being handled, by class, derived before base (the tree is in Xapian's
// exception_data.pm). `path` is the index. REQUIRES: called from a catch clause.
Status FromXapian(const Xapian::Error& error, const std::string& path);

// Runs `body`, which returns a Status or a Result, and turns everything it throws into a Status.
template <typename Body>
auto GuardXapian(const std::string& path, Body&& body) -> decltype(body()) {
  try {
    return std::forward<Body>(body)();
  } catch (const Xapian::Error& error) {
    return FromXapian(error, path);
  } catch (const std::bad_alloc&) {
    return Status(StatusCode::kOutOfMemory, "out of memory with index " + path);
  } catch (const std::exception& error) {
    return Status(StatusCode::kInternal, std::string(error.what()));
  } catch (...) {
    return Status(StatusCode::kInternal, "an exception of unknown type with index " + path);
  }
}

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_XAPIAN_ERROR_H_
