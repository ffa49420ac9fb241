// SPDX-License-Identifier: GPL-2.0-or-later
//
// The file "iamglass" of a glass database: which revision is the latest, where its tables have their roots,
// and the statistics of its documents. A revision becomes visible with this file and in no other way.
#ifndef NEWSEARCH_LIB_GLASS_GLASS_VERSION_H_
#define NEWSEARCH_LIB_GLASS_GLASS_VERSION_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "newsearch/status.h"

namespace newsearch {

// In the order of the file.
enum class GlassTable : uint8_t { kPostlist, kDocdata, kTermlist, kPosition, kSpelling, kSynonym };
inline constexpr size_t kGlassTables = 6;
// "postlist.glass"
std::string GlassTableFile(GlassTable table);

// The blocks of a table that a later revision may use anew. In blocks of the table itself, one behind the
// other; a cursor is a block and an offset in it, in bytes.
struct GlassFreeList {
  uint32_t revision = 0;
  uint32_t first_unused_block = 0;  // one more than the last block of the file in use
  uint32_t begin_block = 0;
  uint32_t begin_offset = 0;
  uint32_t end_block = 0;
  uint32_t end_offset = 0;
};

struct GlassRoot {
  uint32_t root = 0;
  uint32_t level = 0;        // of the root block; leaves have 0
  bool sequential = true;    // the leaves stand in the file in the order of their keys, and nothing else
  bool is_fake = true;       // the table is empty, and may have no file
  uint64_t entries = 0;      // keys
  uint32_t block_bytes = 0;  // a multiple of 2048
  uint32_t min_compressed_bytes = 0;  // Xapian compresses what it writes from one more on; 0 for nothing
  bool has_free_list = false;
  GlassFreeList free_list;
};

// Of the documents. Lengths are sums of wdfs.
struct GlassStatistics {
  uint32_t documents = 0;
  uint32_t last_doc = 0;
  uint32_t min_length = 0;  // of the documents that have one; 0 if there are none
  uint32_t max_length = 0;
  uint32_t max_wdf = 0;
  uint64_t total_length = 0;
  uint32_t oldest_changeset = 0;
  uint32_t max_spelling_frequency = 0;
};

struct GlassVersion {
  // An empty database with blocks of kGlassBlockBytes, revision 0, and a UUID of zeros.
  GlassVersion();

  GlassRoot& root(GlassTable table) { return roots[static_cast<size_t>(table)]; }
  const GlassRoot& root(GlassTable table) const { return roots[static_cast<size_t>(table)]; }

  std::array<char, 16> uuid{};
  uint32_t revision = 0;
  std::array<GlassRoot, kGlassTables> roots;
  GlassStatistics statistics;
};

std::string SerialiseGlassVersion(const GlassVersion& version);
// `name` names the bytes in messages. Errors: kCorruption, kVersionMismatch.
Result<GlassVersion> ParseGlassVersion(std::string_view bytes, const std::string& name);

// That of the database in `directory`. Errors: those of ParseGlassVersion, kNotFound, kIo.
Result<GlassVersion> ReadGlassVersion(const std::string& directory);

// Draws a new UUID (version 4). Errors: kIo.
Status DrawGlassUuid(GlassVersion* version);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_GLASS_GLASS_VERSION_H_
