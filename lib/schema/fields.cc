// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema/fields.h"

#include <algorithm>

#include "newsearch/facet.h"

namespace newsearch {
namespace {

constexpr FacetField kFacetFields[] = {
    {"project", "EU projects and initiatives", "XPROJECT", 10, true, true, FacetLabelKind::kValue,
     FacetOrder::kByCount},
    {"city", "cities and towns, by their usual English name", "XCITY", 11, true, true, FacetLabelKind::kValue,
     FacetOrder::kByCount},
    {"country", "countries, ISO 3166-1 alpha-2", "XCOUNTRY", 12, true, true, FacetLabelKind::kRegion,
     FacetOrder::kByCount},
    {"year", "year of the date", "XYEAR", 13, false, true, FacetLabelKind::kValue, FacetOrder::kNewestFirst},
    {"lang", "language, ISO 639-1", "L", 14, false, false, FacetLabelKind::kLanguage, FacetOrder::kByCount},
};

}  // namespace

const char* WhatIsWrongWithId(std::string_view id) {
  if (id.empty()) return "is empty";
  if (id.size() > kMaxIdBytes) return "is longer than 200 bytes";
  const bool control = std::any_of(id.begin(), id.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  return control ? "has control characters" : nullptr;
}

std::span<const FacetField> FacetFields() { return kFacetFields; }

const FacetField* FindFacet(std::string_view name) {
  for (const FacetField& field : kFacetFields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

std::string FacetNames() {
  std::string names;
  for (const FacetField& field : kFacetFields) {
    if (!names.empty()) names.append(", ");
    names.append(field.name);
  }
  return names;
}

const std::vector<FacetInfo>& FacetSchema() {
  static const std::vector<FacetInfo> schema = [] {
    std::vector<FacetInfo> infos;
    for (const FacetField& field : kFacetFields) {
      infos.push_back({std::string(field.name), std::string(field.description), field.multi_valued,
                       field.shown_by_default});
    }
    return infos;
  }();
  return schema;
}

}  // namespace newsearch
