// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_JSON_ENTRY_H_
#define NEWSEARCH_LIB_INGEST_JSON_ENTRY_H_

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

#include "ingest/entry_builder.h"

namespace newsearch {

// The string in `key` of `object`, nullopt if there is none; whole numbers are taken as they are written.
std::optional<std::string> StringAt(const nlohmann::json& object, const char* key);

// Reads the keys of JSON Lines (id, title, text, date, lang, the built-in facets, and any in "facets") into
// `entry`, its place excepted. nullptr, or why `json` is no document; `entry` is then half filled.
const char* ReadJsonEntry(const nlohmann::json& json, Entry* entry);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_JSON_ENTRY_H_
