// SPDX-License-Identifier: GPL-2.0-or-later
//
// The facets of an index: which there are and how their values read.
#ifndef NEWSEARCH_FACET_H_
#define NEWSEARCH_FACET_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/export.h"
#include "newsearch/status.h"

namespace newsearch {

struct FacetInfo {
  std::string name;         // "city": in queries (city:Kista), filters and results
  std::string description;  // one English line for people
  bool multi_valued = false;
  bool shown_by_default = false;  // what front ends count when nobody chose
};

// The built-in facets, in the order in which results list them: what a new index has. Others come with the
// documents: see Searcher::facets. Lives as long as the program.
NEWSEARCH_EXPORT const std::vector<FacetInfo>& FacetSchema();

// What people who read the language `locale` read for a stored value: "Sweden" for country SE, "Suède" in
// "fr"; the value itself where nothing better is known. Labels are to be shown: filters and queries take the
// value. A locale that CheckLocale refuses counts as "en".
NEWSEARCH_EXPORT std::string FacetLabel(std::string_view facet, std::string_view value,
                                        std::string_view locale = "en");

// Whether labels can be had in `locale`, a language tag (BCP 47; "_" is as good as "-"): "sv", "pt-BR",
// "zh-Hant". Errors: kInvalidArgument (no language tag, or a language in which nothing has a name).
NEWSEARCH_EXPORT Status CheckLocale(std::string_view locale);

}  // namespace newsearch

#endif  // NEWSEARCH_FACET_H_
