// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema/fields.h"

#include <algorithm>
#include <vector>

#include "newsearch/facet.h"

namespace newsearch {
namespace {

// Older indexes have a table with fewer of them: what is added here takes a slot below kFirstFreeFacetSlot.
const std::vector<FacetField>& BuiltinFacets() {
  static const std::vector<FacetField> facets = {
      {"project", "EU projects and initiatives", "XPROJECT", 10, true, true, FacetLabelKind::kValue,
       FacetOrder::kByCount},
      {"city", "cities and towns, by their usual English name", "XCITY", 11, true, true,
       FacetLabelKind::kValue, FacetOrder::kByCount},
      {"region", "states, provinces and parts of the world", "XREGION", 15, true, false,
       FacetLabelKind::kValue, FacetOrder::kByCount},
      {"country", "countries, ISO 3166-1 alpha-2", "XCOUNTRY", 12, true, true, FacetLabelKind::kRegion,
       FacetOrder::kByCount},
      {"place", "all places, and those they lie in", "XPLACE", 16, true, false, FacetLabelKind::kValue,
       FacetOrder::kByCount},
      {"year", "year of the date", "XYEAR", 13, false, true, FacetLabelKind::kValue,
       FacetOrder::kNewestFirst},
      {"lang", "language, ISO 639-1", "L", 14, false, false, FacetLabelKind::kLanguage, FacetOrder::kByCount},
  };
  return facets;
}

// Fields of queries and members of documents.
constexpr std::string_view kReservedNames[] = {"title", "date", "id", "text", "body",  "event",  "source",
                                               "url",   "and",  "or", "not",  "facet", "facets", "score"};

size_t FacetRank(std::string_view name) {
  const std::vector<FacetField>& facets = BuiltinFacets();
  const auto found = std::find_if(facets.begin(), facets.end(),
                                  [name](const FacetField& field) { return field.name == name; });
  return static_cast<size_t>(found - facets.begin());
}

}  // namespace

const char* WhatIsWrongWithId(std::string_view id) {
  if (id.empty()) return "is empty";
  if (id.size() > kMaxIdBytes) return "is longer than 200 bytes";
  const bool control = std::any_of(id.begin(), id.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  return control ? "has control characters" : nullptr;
}

std::span<const FacetField> FacetFields() { return BuiltinFacets(); }

const FacetField* FindFacet(std::string_view name) {
  for (const FacetField& field : BuiltinFacets()) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

bool IsDerivedFacet(std::string_view name) { return name == "lang" || name == "place"; }

bool RollsUp(std::string_view name) { return name == "city" || name == "region"; }

const char* WhatIsWrongWithFacetName(std::string_view name) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const bool legal = !name.empty() && is_letter(name.front()) &&
                     std::all_of(name.begin(), name.end(),
                                 [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; });
  if (!legal) return "is not of the form [a-z][a-z0-9_]*";
  if (name.size() > kMaxFacetNameBytes) return "is longer than 32 characters";
  if (name == "lang") return "is the document's language, which is a member of its own";
  if (name == "place") return "is made by the index, of cities, regions and countries";
  const bool reserved =
      std::find(std::begin(kReservedNames), std::end(kReservedNames), name) != std::end(kReservedNames);
  return reserved ? "is reserved" : nullptr;
}

bool FacetComesBefore(std::string_view a, std::string_view b) {
  const size_t rank_a = FacetRank(a);
  const size_t rank_b = FacetRank(b);
  if (rank_a != rank_b) return rank_a < rank_b;
  return rank_a == BuiltinFacets().size() && a < b;
}

const std::vector<FacetInfo>& FacetSchema() {
  static const std::vector<FacetInfo> schema = [] {
    std::vector<FacetInfo> infos;
    for (const FacetField& field : BuiltinFacets()) {
      infos.push_back({field.name, field.description, field.multi_valued, field.shown_by_default});
    }
    return infos;
  }();
  return schema;
}

}  // namespace newsearch
