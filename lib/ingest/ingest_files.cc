// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/ingest_files.h"

#include <exception>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace newsearch {

Result<std::shared_ptr<const IngestFiles>> LoadIngestFiles(const IngestOptions& options) {
  try {
    std::shared_ptr<const AuthorityTagger> authorities;
    std::vector<std::string> facets;
    if (!options.authorities.empty()) {
      std::vector<AuthorityFile> files;
      for (const std::string& path : options.authorities) {
        auto file = ReadAuthority(path);
        if (!file.ok()) return file.status();
        facets.push_back(file->facet);
        files.push_back(*std::move(file));
      }
      authorities = std::make_shared<const AuthorityTagger>(std::move(files));
    }
    std::optional<Overrides> overrides;
    if (!options.overrides.empty()) {
      auto read = Overrides::Read(options.overrides, facets);
      if (!read.ok()) return read.status();
      overrides = *std::move(read);
    }
    return std::shared_ptr<const IngestFiles>(
        std::make_shared<IngestFiles>(std::move(authorities), std::move(overrides)));
  } catch (const std::bad_alloc&) {
    return Status(StatusCode::kOutOfMemory, "out of memory while reading authority and override files");
  } catch (const std::exception& error) {
    return Status(StatusCode::kInternal,
                  std::string("reading authority and override files: ") + error.what());
  }
}

}  // namespace newsearch
