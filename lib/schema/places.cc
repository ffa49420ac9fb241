// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema/places.h"

#include <string_view>
#include <unordered_map>
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
    std::unordered_map<std::string_view, const ResolvedValue*> resolved_values;
    for (const ResolvedValue& resolved : document.resolved) {
      if (resolved.facet == facet) resolved_values.emplace(resolved.value, &resolved);
    }
    for (const std::string& value : document.values(facet)) {
      add(facet == std::string_view("country") ? RegionDisplayName(value, "en") : value);
      const auto resolved = resolved_values.find(value);
      if (resolved == resolved_values.end()) continue;
      for (const std::string& wider : resolved->second->within) add(wider);
    }
  }
  return places;
}

}  // namespace newsearch
