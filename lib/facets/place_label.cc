// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/place_label.h"

namespace newsearch {

// The gazetteer does not tell the names of a place by language yet.
std::string PlaceLabel(std::string_view /*facet*/, std::string_view value, std::string_view /*locale*/) {
  return std::string(value);
}

}  // namespace newsearch
