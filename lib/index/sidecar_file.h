// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is derived from an index for speed stands in files beside its database. Each commit that changes such
// a file writes a new one, and says in its metadata which: a reader of any commit finds the one that fits.
#ifndef NEWSEARCH_LIB_INDEX_SIDECAR_FILE_H_
#define NEWSEARCH_LIB_INDEX_SIDECAR_FILE_H_

#include <xapian.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/status.h"

namespace newsearch {

// One kind of file: where the metadata names its generation, and what stands in front of that in its name.
struct SidecarKind {
  std::string_view key;
  std::string_view prefix;
};

// Writes `bytes` into a new file of the index at `path`, whose number comes after `after`, and returns its
// generation. A file of that name is replaced. Errors: kIo.
Result<std::string> WriteSidecarFile(const SidecarKind& kind, const std::string& path, std::string_view bytes,
                                     unsigned long after, const Xapian::Database& database);

// Removes all files of the kind but those of `generations`.
void RemoveSidecarsBut(const SidecarKind& kind, const std::string& path,
                       const std::vector<std::string>& generations);

// The file of one generation.
std::string SidecarPath(const SidecarKind& kind, const std::string& path, const std::string& generation);

// Of kinds of which a commit has one file. Writes `bytes` into a new file, and notes its generation in the
// metadata. Errors: kIo.
Status WriteSidecar(const SidecarKind& kind, const std::string& path, std::string_view bytes,
                    Xapian::WritableDatabase* database);

// The same in two steps, for bytes that are made of a database that names the file: notes a new file in the
// metadata and returns its path, which WriteReserved writes.
std::string ReserveSidecar(const SidecarKind& kind, const std::string& path,
                           Xapian::WritableDatabase* database);
// Errors: kIo.
Status WriteReserved(const std::string& file, std::string_view bytes);

// Removes files of commits that nobody can read any more.
void RemoveOldSidecars(const SidecarKind& kind, const std::string& path, const Xapian::Database& database);

// The file of the commit that `database` reads; empty if none was ever written.
std::string SidecarPath(const SidecarKind& kind, const std::string& path, const Xapian::Database& database);

// The bytes of a file, mapped for as long as `owner` lives. The file may be replaced or removed meanwhile,
// not written to.
struct MappedFile {
  std::string_view bytes;
  std::shared_ptr<const void> owner;
};

// `what` names the file in messages. Errors: kNotFound, kIo, kCorruption (it is empty).
Result<MappedFile> MapFile(const std::string& path, const std::string& what);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_SIDECAR_FILE_H_
