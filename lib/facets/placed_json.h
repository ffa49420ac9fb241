// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_PLACED_JSON_H_
#define NEWSEARCH_LIB_FACETS_PLACED_JSON_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "newsearch/status.h"

namespace newsearch {

// A value of a JSON file that people write, with the line where it ends: what errors are told by.
struct PlacedJson {
  enum class Type : uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };
  struct Member;

  Type type = Type::kNull;
  bool boolean = false;
  double number = 0;
  std::string text;  // of a string
  std::vector<PlacedJson> items;
  std::vector<Member> members;  // in their order, each name once
  uint32_t line = 1;
  std::string pointer;  // RFC 6901: "/entries/3/name"

  // nullptr if there is none.
  const PlacedJson* Find(std::string_view name) const;
};

struct PlacedJson::Member {
  std::string name;
  PlacedJson value;
};

// kBadInput "FILE:12: /entries/3/name: must be a string".
Status PlacedError(const std::string& file, const PlacedJson& value, const std::string& what);

// Errors: kBadInput, for what is no JSON, for a name twice in one object, and for values within values more
// than 32 deep.
Result<PlacedJson> ParsePlacedJson(std::string_view json, const std::string& file);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_PLACED_JSON_H_
