// SPDX-License-Identifier: GPL-2.0-or-later
#include "glass/glass_version.h"

#include <sys/random.h>

#include <algorithm>
#include <cerrno>

#include "glass/glass_format.h"
#include "util/base128.h"
#include "util/file.h"

namespace newsearch {
namespace {

// Mark, and the date of the format: years since 2014 in 7 bits, month in 4, day in 5.
constexpr std::string_view kMark("\x0f\x0dXapian Glass", 14);
constexpr uint32_t kFormat = (2016 - 2014) << 9 | 3 << 5 | 14;
constexpr size_t kSizeUnit = 2048;
constexpr size_t kOffsetUnit = 4;
// By table: what Xapian 1.4 writes into a new database.
constexpr std::array<uint32_t, kGlassTables> kMinCompressed = {0, 4, 4, 0, 4, 4};

void AppendRoot(const GlassRoot& root, std::string* out) {
  AppendNumber(root.root, out);
  AppendNumber(root.level << 2 | (root.sequential ? 2u : 0u) | (root.is_fake ? 1u : 0u), out);
  AppendNumber(root.entries, out);
  AppendNumber(root.block_bytes / kSizeUnit, out);
  AppendNumber(root.min_compressed_bytes, out);
  std::string list;
  if (root.has_free_list) {
    const GlassFreeList& free = root.free_list;
    for (uint32_t number : {free.revision, free.first_unused_block, free.begin_block,
                            static_cast<uint32_t>(free.begin_offset / kOffsetUnit), free.end_block,
                            static_cast<uint32_t>(free.end_offset / kOffsetUnit)}) {
      AppendNumber(number, &list);
    }
  }
  AppendNumber(list.size(), out);
  out->append(list);
}

bool TakeRoot(std::string_view* bytes, GlassRoot* root) {
  uint32_t flags = 0;
  uint32_t block_units = 0;
  uint64_t list_bytes = 0;
  if (!TakeNumber(bytes, &root->root) || !TakeNumber(bytes, &flags) || !TakeNumber(bytes, &root->entries) ||
      !TakeNumber(bytes, &block_units) || !TakeNumber(bytes, &root->min_compressed_bytes) ||
      !TakeNumber(bytes, &list_bytes) || list_bytes > bytes->size() || block_units > UINT16_MAX) {
    return false;
  }
  root->level = flags >> 2;
  root->sequential = (flags & 2) != 0;
  root->is_fake = (flags & 1) != 0;
  root->block_bytes = static_cast<uint32_t>(block_units * kSizeUnit);
  root->has_free_list = list_bytes > 0;
  std::string_view list = bytes->substr(0, list_bytes);
  bytes->remove_prefix(list_bytes);
  if (list.empty()) return true;
  GlassFreeList& free = root->free_list;
  for (uint32_t* number : {&free.revision, &free.first_unused_block, &free.begin_block, &free.begin_offset,
                           &free.end_block, &free.end_offset}) {
    if (!TakeNumber(&list, number)) return false;
  }
  free.begin_offset *= kOffsetUnit;
  free.end_offset *= kOffsetUnit;
  return list.empty();
}

}  // namespace

std::string GlassTableFile(GlassTable table) {
  static constexpr std::array<std::string_view, kGlassTables> kNames = {"postlist", "docdata",  "termlist",
                                                                        "position", "spelling", "synonym"};
  return std::string(kNames[static_cast<size_t>(table)]) + ".glass";
}

GlassVersion::GlassVersion() {
  for (size_t table = 0; table < kGlassTables; ++table) {
    roots[table].block_bytes = kGlassBlockBytes;
    roots[table].min_compressed_bytes = kMinCompressed[table];
  }
}

std::string SerialiseGlassVersion(const GlassVersion& version) {
  std::string out(kMark);
  out.resize(out.size() + 2);
  PutBig16(kFormat, out.data() + kMark.size());
  out.append(version.uuid.data(), version.uuid.size());
  AppendNumber(version.revision, &out);
  for (const GlassRoot& root : version.roots) AppendRoot(root, &out);
  const GlassStatistics& of = version.statistics;
  for (uint64_t number :
       {uint64_t{of.documents}, uint64_t{of.last_doc - of.documents}, uint64_t{of.min_length},
        uint64_t{of.max_wdf}, uint64_t{of.max_length - of.max_wdf}, uint64_t{of.oldest_changeset},
        of.total_length, uint64_t{of.max_spelling_frequency}}) {
    AppendNumber(number, &out);
  }
  return out;
}

Result<GlassVersion> ParseGlassVersion(std::string_view bytes, const std::string& name) {
  const auto damaged = [&name](const char* what) {
    return Status(StatusCode::kCorruption, name + " is damaged: " + what);
  };
  GlassVersion version;
  if (!bytes.starts_with(kMark)) return damaged("it does not start with the mark of glass");
  bytes.remove_prefix(kMark.size());
  if (bytes.size() < 2 + version.uuid.size()) return damaged("it ends early");
  const auto byte = [&bytes](size_t at) { return static_cast<unsigned char>(bytes[at]); };
  if (static_cast<uint32_t>(byte(0) << 8 | byte(1)) != kFormat) {
    return Status(StatusCode::kVersionMismatch, name + " is of another format of glass");
  }
  bytes.remove_prefix(2);
  std::copy_n(bytes.begin(), version.uuid.size(), version.uuid.begin());
  bytes.remove_prefix(version.uuid.size());
  if (!TakeNumber(&bytes, &version.revision)) return damaged("its revision");
  for (GlassRoot& root : version.roots) {
    if (!TakeRoot(&bytes, &root)) return damaged("the root of a table");
  }
  GlassStatistics& of = version.statistics;
  if (bytes.empty()) return version;  // no document was ever added
  uint32_t unused_docs = 0;
  uint32_t more_than_wdf = 0;
  if (!TakeNumber(&bytes, &of.documents) || !TakeNumber(&bytes, &unused_docs) ||
      !TakeNumber(&bytes, &of.min_length) || !TakeNumber(&bytes, &of.max_wdf) ||
      !TakeNumber(&bytes, &more_than_wdf) || !TakeNumber(&bytes, &of.oldest_changeset) ||
      !TakeNumber(&bytes, &of.total_length) || !TakeNumber(&bytes, &of.max_spelling_frequency) ||
      !bytes.empty()) {
    return damaged("its statistics");
  }
  of.last_doc = of.documents + unused_docs;
  of.max_length = of.max_wdf + more_than_wdf;
  return version;
}

Result<GlassVersion> ReadGlassVersion(const std::string& directory) {
  const std::string path = directory + "/iamglass";
  Result<FileContents> file = FileContents::Open(path);
  if (!file.ok()) return file.status();
  return ParseGlassVersion(file->bytes(), path);
}

Status DrawGlassUuid(GlassVersion* version) {
  size_t done = 0;
  while (done < version->uuid.size()) {
    const ssize_t count = ::getrandom(version->uuid.data() + done, version->uuid.size() - done, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoStatus(errno, "cannot draw", "a UUID");
    done += static_cast<size_t>(count);
  }
  version->uuid[6] = static_cast<char>((version->uuid[6] & 0x0f) | 0x40);
  version->uuid[8] = static_cast<char>((version->uuid[8] & 0x3f) | 0x80);
  return Status();
}

}  // namespace newsearch
