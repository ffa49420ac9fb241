// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/terms.h"

#include "text/normalizer.h"
#include "util/hash.h"
#include "util/utf8.h"

namespace newsearch {

std::string IdTerm(std::string_view id) { return std::string(kIdPrefix).append(id); }

std::string SourceHash(std::string_view source) { return StableHash().Add(source).hex(); }

std::string SourceTerm(std::string_view source_hash) {
  return std::string(kSourcePrefix).append(":").append(source_hash);
}

std::string StemTerm(std::string_view lang, std::string_view stem) {
  return std::string(kStemPrefix).append(lang).append(":").append(stem);
}

std::string TitleTerm(std::string_view form) { return std::string(kTitlePrefix).append(form); }

std::string FacetTerm(const FacetField& field, std::string_view value) {
  std::string term = std::string(field.prefix).append(":").append(FoldName(value));
  if (term.size() <= kMaxTermBytes) return term;
  // Long values stay apart by their hash.
  const std::string hash = StableHash().Add(term).hex();
  term.resize(Utf8Prefix(term, kMaxTermBytes - 17).size());
  return term.append("#").append(hash);
}

}  // namespace newsearch
