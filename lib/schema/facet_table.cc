// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema/facet_table.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>
#include <set>
#include <utility>

#include "util/utf8.h"

namespace newsearch {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kTableVersion = 1;
constexpr uint32_t kMaxSlot = 1u << 16;

// How a value reads and how values are ordered belongs to the built-in facets alone.
FacetField MakeField(std::string_view name) {
  if (const FacetField* builtin = FindFacet(name)) return *builtin;
  std::string prefix(kFreeFacetPrefix);
  for (char c : name) prefix.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
  return {std::string(name),
          "values of " + std::string(name) + ", as archives or authority files give them",
          std::move(prefix),
          kFirstFreeFacetSlot,
          /*multi_valued=*/true,
          /*shown_by_default=*/true,
          FacetLabelKind::kValue,
          FacetOrder::kByCount};
}

bool IsPrefix(std::string_view prefix) {
  return !prefix.empty() && prefix.size() <= kFreeFacetPrefix.size() + kMaxFacetNameBytes &&
         std::all_of(prefix.begin(), prefix.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

Status Damaged(const std::string& what) {
  return Status(StatusCode::kCorruption, "its table of facets is damaged: " + what);
}

}  // namespace

FacetTable::FacetTable() : fields_(FacetFields().begin(), FacetFields().end()) {}

Result<FacetTable> FacetTable::Parse(std::string_view stored) {
  std::vector<FacetField> fields;
  std::set<std::string> names;
  std::set<std::string> prefixes = {std::string(kIdPrefix), std::string(kSourcePrefix)};
  std::set<uint32_t> slots = {kDateStartSlot, kDateEndSlot};
  try {
    const Json json = Json::parse(stored);
    if (const int version = json.at("version").get<int>(); version != kTableVersion) {
      return Status(StatusCode::kVersionMismatch,
                    "its table of facets has version " + std::to_string(version) +
                        ", this newsearch reads version " + std::to_string(kTableVersion));
    }
    for (const Json& row : json.at("facets")) {
      const auto name = row.at("name").get<std::string>();
      if (FindFacet(name) == nullptr && WhatIsWrongWithFacetName(name) != nullptr) {
        return Damaged("a facet is named \"" + std::string(Utf8Prefix(name, 60)) + "\"");
      }
      FacetField field = MakeField(name);
      field.description = row.at("description").get<std::string>();
      field.prefix = row.at("prefix").get<std::string>();
      field.slot = row.at("slot").get<uint32_t>();
      field.multi_valued = row.at("multi_valued").get<bool>();
      field.shown_by_default = row.at("shown_by_default").get<bool>();
      if (!IsPrefix(field.prefix)) return Damaged(name + " has the prefix \"" + field.prefix + "\"");
      if (field.slot > kMaxSlot) return Damaged(name + " has the slot " + std::to_string(field.slot));
      if (!names.insert(name).second) return Damaged(name + " stands in it twice");
      if (!prefixes.insert(field.prefix).second || !slots.insert(field.slot).second) {
        return Damaged(name + " shares its prefix or slot with another field");
      }
      fields.push_back(std::move(field));
    }
  } catch (const std::exception& error) {
    return Damaged(error.what());
  }
  // Documents are matched in their own language.
  if (names.count("lang") == 0) return Damaged("lang is missing");
  return FacetTable(std::move(fields));
}

std::string FacetTable::Serialise() const {
  Json rows = Json::array();
  for (const FacetField& field : fields_) {
    rows.push_back({{"name", field.name},
                    {"description", field.description},
                    {"prefix", field.prefix},
                    {"slot", field.slot},
                    {"multi_valued", field.multi_valued},
                    {"shown_by_default", field.shown_by_default}});
  }
  return Json{{"version", kTableVersion}, {"facets", std::move(rows)}}.dump();
}

const FacetField* FacetTable::Find(std::string_view name) const {
  for (const FacetField& field : fields_) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

Status FacetTable::Add(std::string_view name) {
  if (Find(name) != nullptr) return Status();
  FacetField field = MakeField(name);
  if (FindFacet(name) == nullptr) {
    if (const char* wrong = WhatIsWrongWithFacetName(name)) {
      return Status(StatusCode::kInvalidArgument,
                    "the facet name \"" + std::string(Utf8Prefix(name, 60)) + "\" " + wrong);
    }
    size_t free_facets = 0;
    for (const FacetField& other : fields_) {
      if (FindFacet(other.name) != nullptr) continue;
      ++free_facets;
      field.slot = std::max(field.slot, other.slot + 1);
    }
    if (free_facets >= kMaxFreeFacets) {
      return Status(StatusCode::kInvalidArgument,
                    "there is no room for the facet " + std::string(name) + ": an index has at most " +
                        std::to_string(kMaxFreeFacets) + " beside the built-in ones");
    }
  }
  // Behind everything that comes before it; facets that are not built in stay in the order of their coming.
  const auto comes_behind = [name](const FacetField& other) {
    return FindFacet(name) != nullptr && FacetComesBefore(name, other.name);
  };
  fields_.insert(std::find_if(fields_.begin(), fields_.end(), comes_behind), std::move(field));
  return Status();
}

std::string FacetTable::Names() const {
  std::string names;
  for (const FacetField& field : fields_) names.append(names.empty() ? "" : ", ").append(field.name);
  return names;
}

std::vector<std::string> FacetTable::NameList() const {
  std::vector<std::string> names;
  for (const FacetField& field : fields_) names.push_back(field.name);
  return names;
}

std::vector<FacetInfo> FacetTable::Infos() const {
  std::vector<FacetInfo> infos;
  for (const FacetField& field : fields_) {
    infos.push_back({field.name, field.description, field.multi_valued, field.shown_by_default});
  }
  return infos;
}

Result<FacetTable> ReadFacetTable(const FormatInfo& stored, const std::string& path) {
  Result<FacetTable> table = FacetTable::Parse(stored.facets);
  if (table.ok()) return table;
  return Status(table.status().code(), "index " + path + ": " + table.status().message());
}

std::string NoSuchFacet(std::string_view name, const FacetTable& facets) {
  return "no facet " + std::string(Utf8Prefix(name, 60)) + "; there are " + facets.Names();
}

}  // namespace newsearch
