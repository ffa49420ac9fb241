// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/place_label.h"
#include "newsearch/facet.h"
#include "schema/fields.h"
#include "text/locale_names.h"

namespace newsearch {
namespace {

constexpr std::string_view kDefaultLocale = "en";

std::string LabelLocale(std::string_view tag) {
  if (tag != kDefaultLocale) {
    if (Result<std::string> locale = DisplayLocale(tag); locale.ok()) return std::move(locale).value();
  }
  return std::string(kDefaultLocale);
}

}  // namespace

std::string FacetLabel(std::string_view facet, std::string_view value, std::string_view locale) {
  const FacetField* field = FindFacet(facet);
  if (field == nullptr) return std::string(value);
  switch (field->label) {
    case FacetLabelKind::kRegion:
      return RegionDisplayName(value, LabelLocale(locale));
    case FacetLabelKind::kLanguage:
      return LanguageDisplayName(value, LabelLocale(locale));
    case FacetLabelKind::kValue:
      break;
  }
  if (facet == "city" || facet == "region" || facet == "place")
    return PlaceLabel(facet, value, LabelLocale(locale));
  return std::string(value);
}

Status CheckLocale(std::string_view locale) { return DisplayLocale(locale).status(); }

}  // namespace newsearch
