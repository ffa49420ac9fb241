// SPDX-License-Identifier: GPL-2.0-or-later
//
// TableWriter: writes a table of a glass database, a B-tree in a file of its own, from keys in ascending
// order: leaves are filled to the brim one after the other, and branches grow above them, so that every block
// is written once and none is read.
#ifndef NEWSEARCH_LIB_GLASS_TABLE_WRITER_H_
#define NEWSEARCH_LIB_GLASS_TABLE_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "glass/glass_version.h"
#include "glass/output_file.h"
#include "newsearch/status.h"

namespace newsearch {

// The table's blocks of an older revision: they are copied to where they were, so that the new file holds
// both revisions, and are free to be used from the next revision on.
struct OlderBlocks {
  std::string path;
  uint32_t count = 0;
};
// More of them do not fit into a single block of the list of free ones.
inline constexpr uint32_t kMaxOlderBlocks = 2000;

// Thread-safety: one thread at a time.
class TableWriter {
 public:
  // Makes the file, or empties the one there is. REQUIRES: older.count <= kMaxOlderBlocks.
  // Errors: kIo, kCorruption (there are fewer older blocks).
  static Result<TableWriter> Create(const std::string& path, uint32_t revision,
                                    const OlderBlocks& older = {});

  TableWriter(TableWriter&&) noexcept;
  TableWriter& operator=(TableWriter&&) noexcept;
  ~TableWriter();

  // `compressed`: the tag is a stream of raw deflate (RFC 1951) that readers are to expand.
  // Errors: kInvalidArgument for a key that is empty, over kMaxGlassKeyBytes long or not greater than the one
  // before, and for a tag of more pieces than can be counted (about 130 MB); kIo.
  Status Add(std::string_view key, std::string_view tag, bool compressed);

  // Writes what is left and sets all of *root but min_compressed_bytes. Not durable before Sync.
  Status Finish(GlassRoot* root);
  Status Sync();

  uint64_t entries() const;

 private:
  class Internal;
  explicit TableWriter(std::unique_ptr<Internal> internal);
  std::unique_ptr<Internal> internal_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_GLASS_TABLE_WRITER_H_
