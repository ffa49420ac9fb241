// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_SCHEMA_PLACES_H_
#define NEWSEARCH_LIB_SCHEMA_PLACES_H_

#include <string>
#include <vector>

#include "newsearch/document.h"

namespace newsearch {

// The values of the facet `place`: the cities, regions and countries (by their English names) of the
// document, each followed by what it lies in according to Document::resolved. No name comes twice, case and
// marks aside.
std::vector<std::string> PlacesOf(const Document& document);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_SCHEMA_PLACES_H_
