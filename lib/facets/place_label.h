// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_PLACE_LABEL_H_
#define NEWSEARCH_LIB_FACETS_PLACE_LABEL_H_

#include <string>
#include <string_view>

namespace newsearch {

// The name of a place, a value of `facet`, in `locale` as DisplayLocale() gives it: what the gazetteer calls
// it there. The value itself where it has no other name.
std::string PlaceLabel(std::string_view facet, std::string_view value, std::string_view locale);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_PLACE_LABEL_H_
