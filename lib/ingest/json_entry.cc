// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/json_entry.h"

#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

#include "schema/fields.h"

namespace newsearch {
namespace {

using Json = nlohmann::json;

std::vector<std::string> ListAt(const Json& object, const std::string& key) {
  std::vector<std::string> values;
  const auto found = object.find(key);
  if (found == object.end()) return values;
  const auto add = [&values](const Json& value) {
    if (value.is_string() && !value.get_ref<const std::string&>().empty())
      values.push_back(value.get<std::string>());
    if (value.is_number_integer()) values.push_back(std::to_string(value.get<int64_t>()));
  };
  if (found->is_array()) {
    for (const Json& value : *found) add(value);
  } else {
    add(*found);
  }
  return values;
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
    if (field.name == "lang") continue;
    std::string name(field.name);
    std::vector<std::string> values = ListAt(json, name);
    if (!values.empty()) entry->facets.push_back({std::move(name), std::move(values)});
  }
  return nullptr;
}

}  // namespace newsearch
