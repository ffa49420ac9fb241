// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/authority.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "facets/placed_json.h"
#include "schema/fields.h"
#include "text/normalizer.h"
#include "text/word_scanner.h"
#include "util/file.h"

namespace newsearch {
namespace {

constexpr size_t kMaxNameBytes = 200;  // of a value, see kMaxIdBytes
constexpr size_t kMaxWords = 12;       // of a name
constexpr int kMinYear = 1000;
constexpr int kMaxYear = 9999;

using Type = PlacedJson::Type;

// Reads the parts of a file; after the first fault it does nothing more.
class Reader {
 public:
  explicit Reader(const std::string& file) : file_(file) {}

  Status status() const { return status_; }

  void Read(const PlacedJson& json, AuthorityFile* out) {
    if (!Is(json, Type::kObject, "must be an object")) return;
    Only(json, {"facet", "description", "entries"});
    if (const PlacedJson* facet = Required(json, "facet", Type::kString, "must be a string")) {
      if (const char* wrong = WhatIsWrongWithAuthorityFacet(facet->text))
        Fail(*facet, "'" + facet->text + "' can be no facet of an authority file: it " + wrong);
      out->facet = facet->text;
    }
    Text(json, "description", &out->description);
    const PlacedJson* entries = Required(json, "entries", Type::kArray, "must be a list");
    if (entries == nullptr) return;
    for (const PlacedJson& item : entries->items) {
      AuthorityEntry entry;
      const bool accepted = ReadEntry(item, &entry);
      if (!status_.ok()) return;
      if (accepted) out->entries.push_back(std::move(entry));
    }
  }

 private:
  bool Fail(const PlacedJson& at, const std::string& what) {
    if (status_.ok()) status_ = PlacedError(file_, at, what);
    return false;
  }

  bool Is(const PlacedJson& json, Type type, const char* what) {
    return json.type == type ? true : Fail(json, what);
  }

  // A member that nobody knows is a slip.
  void Only(const PlacedJson& json, std::initializer_list<std::string_view> names) {
    for (const PlacedJson::Member& member : json.members) {
      if (std::find(names.begin(), names.end(), member.name) != names.end()) continue;
      std::string known;
      for (const std::string_view name : names) known.append(known.empty() ? "" : ", ").append(name);
      Fail(member.value, "is no member of this; there are: " + known);
    }
  }

  const PlacedJson* Required(const PlacedJson& json, std::string_view name, Type type, const char* what) {
    const PlacedJson* member = json.Find(name);
    if (member == nullptr) {
      Fail(json, "needs a member '" + std::string(name) + "'");
      return nullptr;
    }
    return Is(*member, type, what) ? member : nullptr;
  }

  void Text(const PlacedJson& json, std::string_view name, std::string* out) {
    const PlacedJson* member = json.Find(name);
    if (member != nullptr && Is(*member, Type::kString, "must be a string")) *out = member->text;
  }

  bool Boolean(const PlacedJson& json, std::string_view name, bool otherwise) {
    const PlacedJson* member = json.Find(name);
    if (member == nullptr) return otherwise;
    return Is(*member, Type::kBool, "must be true or false") ? member->boolean : otherwise;
  }

  void Texts(const PlacedJson& json, std::string_view name, std::vector<std::string>* out) {
    const PlacedJson* member = json.Find(name);
    if (member == nullptr || !Is(*member, Type::kArray, "must be a list of strings")) return;
    for (const PlacedJson& item : member->items) {
      if (!Is(item, Type::kString, "must be a string")) return;
      out->push_back(item.text);
    }
  }

  // What is looked for in texts.
  void CheckName(const PlacedJson& at, const std::string& name) {
    std::vector<ScannedWord> words;
    ScanWords(name, &words);
    if (words.empty()) Fail(at, "has no letters or digits");
    if (name.size() > kMaxNameBytes) Fail(at, "is longer than 200 bytes");
    const bool units =
        std::any_of(words.begin(), words.end(), [](const ScannedWord& w) { return w.Is(kUnitWord); });
    if (!units && words.size() > kMaxWords) Fail(at, "has more than 12 words");
    if (std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
      Fail(at, "has control characters");
  }

  void CheckNames(const PlacedJson& json, std::string_view name) {
    const PlacedJson* member = json.Find(name);
    if (member == nullptr) return;
    for (const PlacedJson& item : member->items) CheckName(item, item.text);
  }

  void Years(const PlacedJson& json, AuthorityEntry* entry) {
    const PlacedJson* years = json.Find("years");
    if (years == nullptr) return;
    const char* what = "must be a list of the first and the last year, such as [2016, 2018]";
    if (!Is(*years, Type::kArray, what)) return;
    if (years->items.size() != 2) {
      Fail(*years, what);
      return;
    }
    int numbers[2] = {};
    for (size_t i = 0; i < 2; ++i) {
      const PlacedJson& year = years->items[i];
      if (!Is(year, Type::kNumber, "must be a year")) return;
      if (!(year.number >= kMinYear && year.number <= kMaxYear)) {
        Fail(year, "must be a year of four digits");
        return;
      }
      numbers[i] = static_cast<int>(year.number);
      if (numbers[i] != year.number) Fail(year, "must be a year of four digits");
    }
    if (numbers[1] < numbers[0]) Fail(*years, "ends before it starts");
    entry->first_year = numbers[0];
    entry->last_year = numbers[1];
  }

  bool ReadEntry(const PlacedJson& json, AuthorityEntry* entry) {
    if (!Is(json, Type::kObject, "must be an object")) return false;
    Only(json, {"name", "aliases", "needs_context", "url", "id", "cities", "countries", "years", "context",
                "accepted", "found"});
    if (const PlacedJson* name = Required(json, "name", Type::kString, "must be a string")) {
      entry->name = CollapseSpace(name->text);
      CheckName(*name, entry->name);
    }
    Texts(json, "aliases", &entry->aliases);
    Texts(json, "cities", &entry->cities);
    Texts(json, "countries", &entry->countries);
    Texts(json, "context", &entry->context);
    if (!status_.ok()) return false;
    CheckNames(json, "aliases");
    CheckNames(json, "cities");
    CheckNames(json, "context");
    if (const PlacedJson* countries = json.Find("countries")) {
      for (const PlacedJson& country : countries->items) {
        const std::string& code = country.text;
        const bool fits = code.size() == 2 &&
                          std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        if (!fits) Fail(country, "must be a country's code of two capitals, such as SE");
      }
    }
    entry->needs_context = Boolean(json, "needs_context", false);
    Text(json, "url", &entry->url);
    Text(json, "id", &entry->id);
    Years(json, entry);
    if (const PlacedJson* found = json.Find("found");
        found != nullptr && Is(*found, Type::kObject, "must be an object")) {
      Only(*found, {"articles", "introductions", "confidence", "grants", "source", "line", "example"});
    }
    return Boolean(json, "accepted", true);
  }

  const std::string& file_;
  Status status_;
};

}  // namespace

const char* WhatIsWrongWithAuthorityFacet(std::string_view facet) {
  for (const std::string_view own : {"city", "region", "country", "year"}) {
    if (facet == own) return "is found by newsearch itself";
  }
  return WhatIsWrongWithFacetName(facet);
}

Result<AuthorityFile> ParseAuthority(std::string_view json, const std::string& file) {
  auto parsed = ParsePlacedJson(json, file);
  if (!parsed.ok()) return parsed.status();
  AuthorityFile out;
  Reader reader(file);
  reader.Read(*parsed, &out);
  if (!reader.status().ok()) return reader.status();
  return out;
}

Result<AuthorityFile> ReadAuthority(const std::string& path) {
  auto contents = FileContents::Open(path);
  if (!contents.ok()) return contents.status();
  return ParseAuthority(contents->bytes(), path);
}

}  // namespace newsearch
