// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_DATABASE_FORMAT_H_
#define NEWSEARCH_LIB_INDEX_DATABASE_FORMAT_H_

#include <xapian.h>

#include <cstdint>
#include <map>
#include <string>

#include "newsearch/status.h"
#include "schema/format.h"

namespace newsearch {

// What is at `path`, before Xapian is asked to open it.
enum class PathState { kMissing, kEmptyDirectory, kIndex, kSomethingElse };
PathState LookAtPath(const std::string& path);

// The refusal for kSomethingElse.
Status NotAnIndex(const std::string& path);

FormatInfo ReadFormat(const Xapian::Database& database);
// The number of each archive, by its name.
std::map<std::string, uint32_t> ReadSources(const Xapian::Database& database);

void WriteFormat(const FormatInfo& format, Xapian::WritableDatabase* database);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_DATABASE_FORMAT_H_
