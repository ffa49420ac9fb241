// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/database_format.h"

#include <cstdlib>
#include <filesystem>

namespace newsearch {

PathState LookAtPath(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return PathState::kMissing;
  // An unreadable directory is left to Xapian, whose message says so.
  if (status.type() != fs::file_type::directory) return PathState::kSomethingElse;
  if (fs::exists(fs::path(path) / "iamglass", error)) return PathState::kIndex;
  if (error) return PathState::kIndex;
  return fs::is_empty(path, error) ? PathState::kEmptyDirectory : PathState::kSomethingElse;
}

Status NotAnIndex(const std::string& path) {
  return Status(StatusCode::kCorruption, path + " is not an index");
}

FormatInfo ReadFormat(const Xapian::Database& database) {
  const auto get = [&database](std::string_view key) { return database.get_metadata(std::string(key)); };
  return {get(kFormatKey),      get(kAnalyzerKey), get(kIcuKey),
          get(kFingerprintKey), get(kFacetsKey),   get(kLibraryKey)};
}

std::map<std::string, uint32_t> ReadSources(const Xapian::Database& database) {
  std::map<std::string, uint32_t> sources;
  const std::string prefix(kSourceKeyPrefix);
  const Xapian::TermIterator end = database.metadata_keys_end(prefix);
  for (Xapian::TermIterator key = database.metadata_keys_begin(prefix); key != end; ++key) {
    const unsigned long number = std::strtoul((*key).c_str() + prefix.size(), nullptr, 10);
    sources[database.get_metadata(*key)] = static_cast<uint32_t>(number);
  }
  return sources;
}

void WriteFormat(const FormatInfo& format, Xapian::WritableDatabase* database) {
  const auto set = [database](std::string_view key, const std::string& value) {
    database->set_metadata(std::string(key), value);
  };
  set(kFormatKey, format.format);
  set(kAnalyzerKey, format.analyzer);
  set(kIcuKey, format.icu);
  set(kFingerprintKey, format.fingerprint);
  set(kFacetsKey, format.facets);
  set(kLibraryKey, format.library);
}

}  // namespace newsearch
