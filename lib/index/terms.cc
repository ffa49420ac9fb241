// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/terms.h"

#include "text/normalizer.h"
#include "util/hash.h"
#include "util/utf8.h"

namespace newsearch {

std::string IdTerm(std::string_view id) { return std::string(kIdPrefix).append(id); }

std::string SourceTerm(uint32_t source) {
  return std::string(kSourcePrefix).append(":").append(std::to_string(source));
}

std::string WordTerm(std::string_view lang, std::string_view folded) {
  std::string term;
  AssignWordTerm(lang, folded, &term);
  return term;
}

void AssignWordTerm(std::string_view lang, std::string_view folded, std::string* term) {
  term->assign(lang).append(":").append(folded);
}

bool SplitWordTerm(std::string_view term, std::string_view* lang, std::string_view* folded) {
  const size_t colon = term.find(':');
  if (term.empty() || term.front() < 'a' || term.front() > 'z' || colon == std::string_view::npos)
    return false;
  *lang = term.substr(0, colon);
  *folded = term.substr(colon + 1);
  return true;
}

std::string FacetTerm(const FacetField& field, std::string_view value) {
  std::string term = std::string(field.prefix).append(":").append(FoldName(value));
  if (term.size() <= kMaxTermBytes) return term;
  // Long values stay apart by their hash.
  const std::string hash = StableHash().Add(term).hex();
  term.resize(Utf8Prefix(term, kMaxTermBytes - 17).size());
  return term.append("#").append(hash);
}

}  // namespace newsearch
