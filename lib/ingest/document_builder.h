// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_DOCUMENT_BUILDER_H_
#define NEWSEARCH_LIB_INGEST_DOCUMENT_BUILDER_H_

#include <functional>
#include <string>
#include <vector>

#include "facets/article_text.h"
#include "facets/found_value.h"
#include "newsearch/document.h"

namespace newsearch {

// Says where a span of an article's text stands: Evidence::span and Evidence::field.
using LocateSpan = std::function<void(const TextSpan& span, Evidence* evidence)>;

// Puts what taggers found in `article` into a document: facets in the order of the schema, evidence by facet,
// value and place. A facet that `document` has already, as data, stays as it is.
void AddFacets(const ArticleText& article, std::vector<FoundValue> found, const LocateSpan& locate,
               Document* document);

// Brings facets into the order of the schema, evidence into that of facet, value and place.
void SortFacets(Document* document);

// The year facet, from the date.
void AddYear(Document* document);

// 16 hexadecimal digits for an article of `source`. `date_text` is the date as written, `name` the title or
// first words; `occurrence` tells articles apart that agree in both.
std::string ArticleId(const std::string& source, const std::string& date_text, const std::string& name,
                      uint32_t occurrence);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_DOCUMENT_BUILDER_H_
