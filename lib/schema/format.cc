// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema/format.h"

#include "newsearch/version.h"
#include "schema/facet_table.h"
#include "text/term_filter.h"

namespace newsearch {
namespace {

Status Mismatch(const std::string& path, const std::string& what) {
  return Status(StatusCode::kVersionMismatch,
                "index " + path + " " + what + "; build it anew from its archives");
}

std::string KnownFormats() {
  const std::string newest = std::to_string(kFormatVersion);
  if (kOldestFormatVersion == kFormatVersion) return "format " + newest;
  return "formats " + std::to_string(kOldestFormatVersion) + " to " + newest;
}

}  // namespace

FormatInfo CurrentFormat() {
  return {std::to_string(kFormatVersion), std::string(kAnalyzerVersion), IcuVersion(),
          AnalyzerFingerprint(),          FacetTable().Serialise(),      NEWSEARCH_VERSION_STRING};
}

Status CheckFormat(const FormatInfo& stored, const std::string& path, bool compare_terms) {
  if (stored.format.empty()) {
    return Status(StatusCode::kCorruption, path + " is a Xapian database that newsearch did not make");
  }
  bool known = false;
  for (int format = kOldestFormatVersion; format <= kFormatVersion; ++format) {
    known |= stored.format == std::to_string(format);
  }
  if (!known) {
    return Mismatch(path, "has format " + stored.format + ", this newsearch reads " + KnownFormats());
  }
  if (stored.analyzer != kAnalyzerVersion) {
    return Mismatch(path, "was analysed by version " + stored.analyzer +
                              " of the analysis chain, this is version " + std::string(kAnalyzerVersion));
  }
  const bool same_icu = stored.icu == IcuVersion();
  if (same_icu && !compare_terms) return Status();
  if (stored.fingerprint != AnalyzerFingerprint()) {
    return Mismatch(path, "was written with ICU " + stored.icu + ", and " +
                              (same_icu ? "another stemmer" : "ICU " + IcuVersion()) +
                              " gives other terms for the same text");
  }
  return Status();
}

}  // namespace newsearch
