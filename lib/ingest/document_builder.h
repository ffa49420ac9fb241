// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_DOCUMENT_BUILDER_H_
#define NEWSEARCH_LIB_INGEST_DOCUMENT_BUILDER_H_

#include <string>
#include <vector>

#include "ingest/article_text.h"
#include "ingest/place_tagger.h"
#include "ingest/project_tagger.h"
#include "newsearch/document.h"

namespace newsearch {

// Puts what taggers found into a document: facets in the order of the schema, evidence by facet, value and
// place. A facet that `document` has already, as data, stays as it is.
void AddFacets(TaggedPlaces places, ProjectTagger::Tagged projects, Document* document);

// The year facet, from the date.
void AddYear(Document* document);

// 16 hexadecimal digits for an article of `source`. `date_text` is the date as written, `name` the title or
// first words; `occurrence` tells articles apart that agree in both.
std::string ArticleId(const std::string& source, const std::string& date_text, const std::string& name,
                      uint32_t occurrence);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_DOCUMENT_BUILDER_H_
