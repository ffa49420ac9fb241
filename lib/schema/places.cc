// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema/places.h"

#include <unordered_set>

#include "text/locale_names.h"
#include "text/normalizer.h"

namespace newsearch {

std::vector<std::string> PlacesOf(const Document& document) {
  std::vector<std::string> places;
  std::unordered_set<std::string> seen;
  const auto add = [&](const std::string& name) {
    std::string folded = FoldName(name);
    if (!folded.empty() && seen.insert(std::move(folded)).second) places.push_back(name);
  };
  for (const char* facet : {"city", "region", "country"}) {
    for (const std::string& value : document.values(facet)) {
      add(facet == std::string_view("country") ? RegionDisplayName(value, "en") : value);
      const ResolvedValue* resolved = document.FindResolved(facet, value);
      if (resolved == nullptr) continue;
      for (const std::string& wider : resolved->within) add(wider);
    }
  }
  return places;
}

}  // namespace newsearch
