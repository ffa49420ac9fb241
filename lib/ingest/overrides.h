// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_OVERRIDES_H_
#define NEWSEARCH_LIB_INGEST_OVERRIDES_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ingest/report_builder.h"
#include "newsearch/document.h"
#include "newsearch/status.h"

namespace newsearch {

// What a person knows better than the taggers: lines of TARGET, FACET, add|remove|set and VALUE, separated by
// tabs. docs/overrides.md describes the form. Immutable,
// but for what the archives of one run (one reading of the file) note together: which lines were of use, and
// of which there was a warning. Thread-safety: const from many threads.
class Overrides {
 public:
  enum class Target { kId, kTitle, kSource };
  enum class Action { kAdd, kRemove, kSet };
  struct Override {
    uint32_t line = 0;
    Target target = Target::kId;
    std::string pattern;  // an id, or a glob
    std::string facet;
    Action action = Action::kAdd;
    std::string value;                // canonical; "*" removes all
    std::string id;                   // of the place that the value is; may be empty
    std::vector<std::string> within;  // of that place, see ResolvedValue
    std::optional<GeoPoint> point;
  };

  // `facets`: those of authority files, which there are beside the ones newsearch fills by itself. `file`
  // names it in errors. Errors: kBadInput "FILE:3: ...".
  static Result<Overrides> Parse(std::string_view text, const std::string& file,
                                 const std::vector<std::string>& facets);
  // Errors: kNotFound, kIo, kBadInput.
  static Result<Overrides> Read(const std::string& path, const std::vector<std::string>& facets);

  const std::vector<Override>& all() const { return overrides_; }
  const std::string& file() const { return file_; }
  // Of one article, in the order of the file.
  std::vector<uint32_t> For(const Document& document) const;

 private:
  friend class OverrideRun;
  // By override.
  struct Uses {
    std::mutex mutex;
    std::vector<uint8_t> used;
    std::vector<uint8_t> told;
  };

  std::string file_;
  std::vector<Override> overrides_;
  std::unordered_multimap<std::string, uint32_t> by_id_;
  std::vector<uint32_t> patterns_;
  std::shared_ptr<Uses> uses_ = std::make_shared<Uses>();  // not part of the value
};

// Makes the overrides over the articles of one archive and notes which were of use.
class OverrideRun {
 public:
  // `overrides` outlives it.
  explicit OverrideRun(const Overrides& overrides);

  void Apply(Document* document);

  // A warning for each that met no article, or changed nothing, in this archive and those before. Each is
  // told once for all archives of a run.
  void Warn(ReportBuilder* report) const;

 private:
  // Both return whether the document changed.
  bool Make(const Overrides::Override& override, Document* document) const;
  // The "set" of one facet of an article: their values together are its only ones.
  bool EraseOthers(const std::vector<uint32_t>& sets, Document* document) const;

  const Overrides& overrides_;
  std::vector<uint8_t> met_;  // by override
  std::vector<uint8_t> changed_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_OVERRIDES_H_
