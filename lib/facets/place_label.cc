// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/place_label.h"

#include "facets/gazetteer.h"

namespace newsearch {

std::string PlaceLabel(std::string_view facet, std::string_view value, std::string_view locale) {
  const Gazetteer& gazetteer = Gazetteer::Builtin();
  uint32_t place = kNoPlace;
  if (facet == "city") {
    place = gazetteer.FindLabel(value, PlaceKind::kDistrict, PlaceKind::kCity);
  } else if (facet == "region") {
    place = gazetteer.FindLabel(value, PlaceKind::kRegion, PlaceKind::kArea);
  } else {
    place = gazetteer.FindLabel(value, PlaceKind::kDistrict, PlaceKind::kCountry);
  }
  if (place == kNoPlace) return std::string(value);
  return std::string(gazetteer.Name(place, locale.substr(0, locale.find_first_of("-_"))));
}

}  // namespace newsearch
