// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/json_entry.h"

#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

#include "schema/fields.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using Json = nlohmann::json;

// The strings and whole numbers in a value or a list of values.
std::vector<std::string> List(const Json& list) {
  std::vector<std::string> values;
  const auto add = [&values](const Json& value) {
    if (value.is_string() && !value.get_ref<const std::string&>().empty())
      values.push_back(value.get<std::string>());
    if (value.is_number_integer()) values.push_back(std::to_string(value.get<int64_t>()));
  };
  if (list.is_array()) {
    for (const Json& value : list) add(value);
  } else {
    add(list);
  }
  return values;
}

// {"topic": ["energy"], "organisation": "Vattenfall"}: facets of any legal name.
void ReadFacets(const Json& facets, Entry* entry) {
  if (!facets.is_object()) {
    if (!facets.is_null()) entry->left_out.emplace_back("\"facets\" left out: it is no JSON object");
    return;
  }
  for (const auto& [name, list] : facets.items()) {
    if (const char* wrong = WhatIsWrongWithFacetName(name)) {
      entry->left_out.push_back("facet \"" + std::string(Utf8Prefix(name, 60)) + "\" left out: its name " +
                                wrong);
      continue;
    }
    std::vector<std::string> values = List(list);
    const size_t given = list.is_array() ? list.size() : 1;
    if (values.size() < given && !list.is_null()) {
      entry->left_out.push_back("facet " + name + ": " + std::to_string(given - values.size()) + " of " +
                                std::to_string(given) + " values left out: no text and no whole number");
    }
    if (!values.empty()) entry->facets.push_back({name, std::move(values)});
  }
}

}  // namespace

std::optional<std::string> StringAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return std::nullopt;
  if (found->is_string()) return found->get<std::string>();
  if (found->is_number_unsigned()) return std::to_string(found->get<uint64_t>());
  if (found->is_number_integer()) return std::to_string(found->get<int64_t>());
  return std::nullopt;
}

const char* ReadJsonEntry(const Json& json, Entry* entry) {
  if (!json.is_object()) return "not a JSON object";
  std::optional<std::string> text = StringAt(json, "text");
  entry->title = StringAt(json, "title");
  if (!text && !entry->title) return "neither \"text\" nor \"title\" in it";
  entry->text = std::move(text).value_or("");
  entry->id = StringAt(json, "id");
  if (!entry->id && json.contains("id") && !json["id"].is_null()) return "its id is no text and no number";
  entry->date = StringAt(json, "date").value_or("");
  entry->lang = StringAt(json, "lang").value_or("");
  for (const FacetField& field : FacetFields()) {
    if (IsDerivedFacet(field.name)) continue;
    const auto found = json.find(field.name);
    if (found == json.end()) continue;
    std::vector<std::string> values = List(*found);
    if (!values.empty()) entry->facets.push_back({field.name, std::move(values)});
  }
  if (const auto facets = json.find("facets"); facets != json.end()) ReadFacets(*facets, entry);
  return nullptr;
}

}  // namespace newsearch
