// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/overrides.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <unordered_set>

#include "facets/authority.h"
#include "facets/gazetteer.h"
#include "ingest/block.h"
#include "ingest/document_builder.h"
#include "schema/fields.h"
#include "text/normalizer.h"
#include "util/file.h"
#include "util/glob.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr std::string_view kAll = "*";

// A person's word for a place: makes the value canonical and says what it is. Empty, or why it is none.
std::string ReadPlace(std::string_view facet, Overrides::Override* out) {
  const Gazetteer& gazetteer = Gazetteer::Builtin();
  const std::string written = out->value;
  uint32_t index = kNoPlace;
  if (facet == "country") {
    out->value = gazetteer.CountryCode(written);
    if (out->value.empty()) return "there is no country '" + written + "'";
    out->id = "iso:" + out->value;
    index = gazetteer.Country(out->value);
  } else {
    index = facet == "city" ? gazetteer.FindLabel(written, PlaceKind::kDistrict, PlaceKind::kCity)
                            : gazetteer.FindLabel(written, PlaceKind::kRegion, PlaceKind::kArea);
  }
  // A place that the gazetteer does not have may still be one.
  if (index == kNoPlace) return "";
  const GazetteerPlace& place = gazetteer.place(index);
  if (facet != "country") out->value = std::string(gazetteer.label(place));
  out->id = gazetteer.Id(place);
  out->point = GeoPoint{Gazetteer::Latitude(place), Gazetteer::Longitude(place)};
  out->within = gazetteer.Containers(index);
  return "";
}

// "add", ...; nullopt for what is none.
std::optional<Overrides::Action> ActionOf(std::string_view word) {
  if (word == "add") return Overrides::Action::kAdd;
  if (word == "remove") return Overrides::Action::kRemove;
  if (word == "set") return Overrides::Action::kSet;
  return std::nullopt;
}

// nullptr, or what is wrong with a line.
std::string ReadLine(std::string_view line, const std::vector<std::string>& facets,
                     Overrides::Override* out) {
  if (!IsValidUtf8(line)) return "is not UTF-8";
  std::array<std::string_view, 4> columns;
  size_t count = 0;
  for (std::string_view rest = line;;) {
    const size_t tab = rest.find('\t');
    if (count == columns.size()) {
      count = 0;
      break;
    }
    columns[count++] = TrimSpace(rest.substr(0, tab));
    if (tab == std::string_view::npos) break;
    rest.remove_prefix(tab + 1);
  }
  if (count != columns.size()) {
    return "must have four columns with a tab between: an article, a facet, add, remove or set, and a value";
  }
  const std::string_view target = columns[0];
  const std::string_view facet = columns[1];
  const std::string_view action = columns[2];
  const std::string_view value = columns[3];
  const auto prefix = [&](std::string_view name) {
    if (!target.starts_with(name)) return false;
    out->pattern = target.substr(name.size());
    return true;
  };
  if (prefix("title:")) {
    out->target = Overrides::Target::kTitle;
  } else if (prefix("source:")) {
    out->target = Overrides::Target::kSource;
  } else if (!prefix("id:")) {
    out->pattern = target;
  }
  if (out->pattern.empty()) return "names no article";
  const bool own = facet == "project" || facet == "city" || facet == "region" || facet == "country";
  if (!own && std::find(facets.begin(), facets.end(), facet) == facets.end()) {
    if (facet == "year" || facet == "lang" || facet == "date")
      return "'" + std::string(facet) + "' cannot be changed here";
    std::string known = "project, city, region, country";
    for (const std::string& other : facets) {
      if (known.find(other) == std::string::npos) known.append(", ").append(other);
    }
    return "there is no facet '" + std::string(facet) + "'; there are: " + known;
  }
  out->facet = facet;
  const auto read_action = ActionOf(action);
  if (!read_action) return "'" + std::string(action) + "' is none of: add, remove, set";
  out->action = *read_action;
  out->value = CollapseSpace(value);
  if (out->value == kAll) return out->action == Overrides::Action::kRemove ? "" : "* is for remove alone";
  if (FoldName(out->value).empty()) return "has no value";
  if (facet == "city" || facet == "region" || facet == "country") {
    return ReadPlace(facet, out);
  }
  return "";
}

void Erase(std::string_view facet, std::string_view value, Document* document) {
  const auto is_it = [&](const auto& entry) { return entry.facet == facet && entry.value == value; };
  std::erase_if(document->evidence, is_it);
  std::erase_if(document->resolved, is_it);
}

}  // namespace

Result<Overrides> Overrides::Parse(std::string_view text, const std::string& file,
                                   const std::vector<std::string>& facets) {
  Overrides overrides;
  overrides.file_ = file;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  for (uint32_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::string_view content = TrimSpace(line);
    if (content.empty() || content.front() == '#') continue;
    Override override;
    override.line = number;
    if (std::string wrong = ReadLine(line, facets, &override); !wrong.empty()) {
      return Status(StatusCode::kBadInput, file + ":" + std::to_string(number) + ": " + wrong);
    }
    const auto index = static_cast<uint32_t>(overrides.overrides_.size());
    if (override.target == Target::kId) {
      overrides.by_id_.emplace(override.pattern, index);
    } else {
      overrides.patterns_.push_back(index);
    }
    overrides.overrides_.push_back(std::move(override));
  }
  return overrides;
}

Result<Overrides> Overrides::Read(const std::string& path, const std::vector<std::string>& facets) {
  auto contents = FileContents::Open(path);
  if (!contents.ok()) return contents.status();
  return Parse(contents->bytes(), path, facets);
}

std::vector<uint32_t> Overrides::For(const Document& document) const {
  std::vector<uint32_t> found;
  const auto [begin, end] = by_id_.equal_range(document.id);
  for (auto at = begin; at != end; ++at) found.push_back(at->second);
  for (const uint32_t index : patterns_) {
    const Override& override = overrides_[index];
    const std::string_view name = override.target == Target::kSource
                                      ? std::string_view(document.source)
                                      : std::string_view(document.title ? *document.title : document.source);
    if (override.target == Target::kTitle && !document.title) continue;
    if (MatchesGlob(override.pattern, name)) found.push_back(index);
  }
  std::sort(found.begin(), found.end());
  return found;
}

OverrideRun::OverrideRun(const Overrides& overrides)
    : overrides_(overrides), met_(overrides.all().size()), changed_(overrides.all().size()) {}

void OverrideRun::Apply(Document* document) {
  const std::vector<uint32_t> indexes = overrides_.For(*document);
  if (indexes.empty()) return;
  std::map<std::string_view, std::vector<uint32_t>> sets;  // by facet
  for (const uint32_t index : indexes) {
    met_[index] = 1;
    const Overrides::Override& override = overrides_.all()[index];
    if (override.action == Overrides::Action::kSet) sets[override.facet].push_back(index);
  }
  std::set<std::string_view> erased;
  for (const uint32_t index : indexes) {
    const Overrides::Override& override = overrides_.all()[index];
    bool changed = false;
    if (override.action == Overrides::Action::kSet && erased.insert(override.facet).second)
      changed = EraseOthers(sets[override.facet], document);
    changed |= Make(override, document);
    if (!changed) continue;
    changed_[index] = 1;
    // Without any one of them its value would be gone.
    if (override.action != Overrides::Action::kSet) continue;
    for (const uint32_t other : sets[override.facet]) changed_[other] = 1;
  }
  SortFacets(document);
}

bool OverrideRun::EraseOthers(const std::vector<uint32_t>& sets, Document* document) const {
  const std::string& facet = overrides_.all()[sets.front()].facet;
  const auto values = std::find_if(document->facets.begin(), document->facets.end(),
                                   [&](const FacetValues& entry) { return entry.facet == facet; });
  if (values == document->facets.end()) return false;
  std::unordered_set<std::string> kept;
  for (const uint32_t index : sets) kept.insert(FoldName(overrides_.all()[index].value));
  const size_t gone = std::erase_if(values->values, [&](const std::string& value) {
    if (kept.count(FoldName(value)) != 0) return false;
    Erase(facet, value, document);
    return true;
  });
  // Stays even if it is empty: a value follows.
  return gone > 0;
}

bool OverrideRun::Make(const Overrides::Override& override, Document* document) const {
  auto values = std::find_if(document->facets.begin(), document->facets.end(),
                             [&](const FacetValues& entry) { return entry.facet == override.facet; });
  const std::string folded = FoldName(override.value);
  bool changed = false;
  if (override.action == Overrides::Action::kRemove) {
    if (values == document->facets.end()) return false;
    changed = std::erase_if(values->values, [&](const std::string& value) {
                if (override.value != kAll && FoldName(value) != folded) return false;
                Erase(override.facet, value, document);
                return true;
              }) > 0;
  } else {
    if (values == document->facets.end()) {
      document->facets.push_back({override.facet, {}});
      values = std::prev(document->facets.end());
    }
    const auto same = std::find_if(values->values.begin(), values->values.end(),
                                   [&](const std::string& value) { return FoldName(value) == folded; });
    std::string value = override.value;
    if (same == values->values.end()) {
      values->values.push_back(value);
      changed = true;
    } else {
      value = *same;
      // In the order of the file.
      if (override.action == Overrides::Action::kSet)
        std::rotate(same, std::next(same), values->values.end());
    }
    auto resolved = std::find_if(
        document->resolved.begin(), document->resolved.end(),
        [&](const ResolvedValue& entry) { return entry.facet == override.facet && entry.value == value; });
    if (resolved == document->resolved.end()) {
      document->resolved.emplace_back();
      resolved = std::prev(document->resolved.end());
      resolved->facet = override.facet;
      resolved->value = value;
    }
    if (resolved->id.empty()) {
      resolved->id = override.id;
      resolved->within = override.within;
      resolved->point = override.point;
    }
    resolved->rule = "override";
    resolved->confidence = 1;
    resolved->candidates.clear();
  }
  if (values != document->facets.end() && values->values.empty()) document->facets.erase(values);
  return changed;
}

void OverrideRun::Warn(ReportBuilder* report) const {
  Overrides::Uses& uses = *overrides_.uses_;
  const std::lock_guard<std::mutex> lock(uses.mutex);
  uses.used.resize(met_.size());
  uses.told.resize(met_.size());
  for (size_t i = 0; i < met_.size(); ++i) {
    if (met_[i] != 0 && changed_[i] != 0) uses.used[i] = 1;
    if (uses.used[i] != 0 || uses.told[i] != 0) continue;
    uses.told[i] = 1;
    const Overrides::Override& override = overrides_.all()[i];
    const std::string where = overrides_.file() + ":" + std::to_string(override.line) + ": ";
    report->Warn(
        where + (met_[i] == 0 ? "no article is '" + override.pattern + "'"
                              : "changes nothing: " + override.facet + " '" + override.value + "' " +
                                    (override.action == Overrides::Action::kRemove ? "is not there"
                                                                                   : "is there without it")),
        0);
  }
}

}  // namespace newsearch
