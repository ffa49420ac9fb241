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

// What people read for a stored value: "Sweden" for country SE; the value itself where nothing better is
// known.
NEWSEARCH_EXPORT std::string FacetLabel(std::string_view facet, std::string_view value);

}  // namespace newsearch

#endif  // NEWSEARCH_FACET_H_
