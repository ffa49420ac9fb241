// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/document.h"

#include <cstdio>

namespace newsearch {

const std::vector<std::string>& Document::values(std::string_view facet) const {
  static const std::vector<std::string> none;
  for (const FacetValues& entry : facets) {
    if (entry.facet == facet) return entry.values;
  }
  return none;
}

const ResolvedValue* Document::FindResolved(std::string_view facet, std::string_view value) const {
  for (const ResolvedValue& entry : resolved) {
    if (entry.facet == facet && entry.value == value) return &entry;
  }
  return nullptr;
}

std::string FormatDay(std::chrono::year_month_day day) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return text;
}

std::string_view DatePrecisionName(DatePrecision precision) {
  switch (precision) {
    case DatePrecision::kDay:
      return "day";
    case DatePrecision::kMonth:
      return "month";
    case DatePrecision::kYear:
      return "year";
  }
  return "day";
}

}  // namespace newsearch
