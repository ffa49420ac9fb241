// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/document_check.h"

#include <chrono>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "schema/fields.h"
#include "text/language.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

bool IsInterval(const Date& date) {
  const auto in_range = [](std::chrono::year_month_day day) {
    return day.ok() && day.year() >= std::chrono::year(1) && day.year() <= std::chrono::year(9999);
  };
  return in_range(date.start) && in_range(date.end) && date.start <= date.end;
}

bool IsShare(double number) { return number >= 0 && number <= 1; }

// What JSON could not keep, and what nobody could read.
Status CheckResolved(const Document& document, const ResolvedValue& value) {
  const auto bad = [&](const char* what) {
    return Status(StatusCode::kInvalidArgument, "document " + document.id + " has " + what + " of the " +
                                                    value.facet + " " +
                                                    std::string(Utf8Prefix(value.value, 80)));
  };
  if (!IsShare(value.confidence)) return bad("a confidence outside of 0 to 1");
  if (value.point && !(std::abs(value.point->latitude) <= 90 && std::abs(value.point->longitude) <= 180)) {
    return bad("a point that is not on the globe");
  }
  for (const FacetCandidate& other : value.candidates) {
    if (!IsShare(other.confidence)) return bad("a candidate with a confidence outside of 0 to 1");
  }
  return Status();
}

}  // namespace

Status CheckDocument(const Document& document) {
  if (const char* wrong = WhatIsWrongWithId(document.id)) {
    return Status(StatusCode::kInvalidArgument,
                  "the document's id " + std::string(Utf8Prefix(document.id, 40)) + " " + wrong);
  }
  if (!IsShare(document.confidence)) {
    return Status(StatusCode::kInvalidArgument,
                  "document " + document.id + " has a confidence outside of 0 to 1");
  }
  const auto bad = [&document](const std::string& what) {
    return Status(StatusCode::kInvalidArgument, "document " + document.id + " " + what);
  };
  if (document.lang != NormalizeLanguageTag(document.lang))
    return bad("has a language that is no ISO 639-1 code");
  for (const std::optional<Date>* date : {&document.date, &document.event}) {
    if (*date && !IsInterval(**date))
      return bad("has a date that is no interval of days in the years 1 to 9999");
  }
  for (const LanguageSpan& part : document.other_languages) {
    if (part.lang != NormalizeLanguageTag(part.lang))
      return bad("has a paragraph in a language that is no ISO 639-1 code");
  }
  std::set<std::string_view> facets;
  for (const FacetValues& entry : document.facets) {
    if (const char* wrong = WhatIsWrongWithFacetName(entry.facet)) {
      return bad("has a facet \"" + std::string(Utf8Prefix(entry.facet, 60)) + "\", which " + wrong);
    }
    const FacetField* field = FindFacet(entry.facet);  // others have as many values as they like
    if (!facets.insert(entry.facet).second) return bad("has the facet " + entry.facet + " twice");
    if (field != nullptr && !field->multi_valued && entry.values.size() > 1)
      return bad("has several values of " + entry.facet);
    for (const std::string& value : entry.values) {
      if (FoldName(value).empty()) return bad("has an empty value of " + entry.facet);
    }
  }
  for (const ResolvedValue& value : document.resolved) {
    if (Status status = CheckResolved(document, value); !status.ok()) return status;
  }
  return Status();
}

}  // namespace newsearch
