// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_INGEST_FILES_H_
#define NEWSEARCH_LIB_INGEST_INGEST_FILES_H_

#include <memory>
#include <optional>
#include <utility>

#include "facets/authority_tagger.h"
#include "ingest/overrides.h"
#include "newsearch/ingest.h"

namespace newsearch {

// What LoadIngestFiles read. Immutable.
class IngestFiles {
 public:
  IngestFiles(std::shared_ptr<const AuthorityTagger> authorities, std::optional<Overrides> overrides)
      : authorities_(std::move(authorities)), overrides_(std::move(overrides)) {}

  // May be null.
  const std::shared_ptr<const AuthorityTagger>& authorities() const { return authorities_; }
  const Overrides* overrides() const { return overrides_ ? &*overrides_ : nullptr; }

 private:
  std::shared_ptr<const AuthorityTagger> authorities_;
  std::optional<Overrides> overrides_;
};

// Those that were loaded; may be null.
inline std::shared_ptr<const AuthorityTagger> AuthoritiesOf(const IngestOptions& options) {
  return options.files ? options.files->authorities() : nullptr;
}

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_INGEST_FILES_H_
