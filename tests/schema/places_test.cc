// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema/places.h"

#include "support/test_support.h"

namespace newsearch {
namespace {

ResolvedValue Within(const std::string& facet, const std::string& value, std::vector<std::string> within) {
  ResolvedValue resolved;
  resolved.facet = facet;
  resolved.value = value;
  resolved.within = std::move(within);
  return resolved;
}

TEST(PlacesOf, Table) {
  const struct {
    const char* what;
    std::vector<FacetValues> facets;
    std::vector<ResolvedValue> resolved;
    std::vector<std::string> expected;
  } kRows[] = {
      {"no facets", {}, {}, {}},
      {"no places", {{"project", {"Sweden"}}, {"year", {"2016"}}, {"topic", {"Kista"}}}, {}, {}},
      {"countries by name", {{"country", {"SE", "XX"}}}, {}, {"Sweden", "XX"}},
      {"nothing known of them",
       {{"city", {"Kista", "Lund"}}, {"region", {"Scania"}}, {"country", {"SE"}}},
       {},
       {"Kista", "Lund", "Scania", "Sweden"}},
      {"what they lie in",
       {{"city", {"Kista", "Austin"}}, {"country", {"SE", "US"}}},
       {Within("city", "Kista", {"Stockholm", "Sweden"}),
        Within("city", "Austin", {"Texas", "United States"}), Within("country", "SE", {"Europe"})},
       {"Kista", "Stockholm", "Sweden", "Austin", "Texas", "United States", "Europe"}},
      {"each once, case and marks aside",
       {{"city", {"Malmö"}}, {"region", {"MALMO"}}},
       {Within("city", "Malmö", {"malmö", "Sweden", "SWEDEN"})},
       {"Malmö", "Sweden"}},
      {"what is known of other values, and of other facets",
       {{"city", {"Kista"}}, {"project", {"Lighthouse"}}},
       {Within("city", "Lund", {"Scania"}), Within("project", "Lighthouse", {"Europe"}),
        Within("region", "Kista", {"Nowhere"})},
       {"Kista"}},
      {"nothing in a name",
       {{"city", {"Kista"}}},
       {Within("city", "Kista", {"", " ", "Sweden"})},
       {"Kista", "Sweden"}},
  };
  for (const auto& row : kRows) {
    Document document;
    document.facets = row.facets;
    document.resolved = row.resolved;
    EXPECT_EQ(PlacesOf(document), row.expected) << row.what;
  }
}

}  // namespace
}  // namespace newsearch
