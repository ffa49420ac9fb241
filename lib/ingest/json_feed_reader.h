// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_JSON_FEED_READER_H_
#define NEWSEARCH_LIB_INGEST_JSON_FEED_READER_H_

#include <string>
#include <string_view>

#include "ingest/report_builder.h"
#include "ingest/text_source.h"
#include "newsearch/ingest.h"

namespace newsearch {

// Reads one document from each object in the "items" of a JSON Feed (https://www.jsonfeed.org/version/1.1/),
// or in an array. Items have the keys of JSON Feed (id, url, title, content_html, content_text, summary,
// date_published, date_modified, language), those of JSON Lines (text, date, lang, facets), or some of both.
// A document's lines and bytes are those of the object.
//
// What is no JSON ends the reading with a warning that names line and byte; documents before it stay. An item
// over `options.max_line_bytes` is skipped with a warning and is not held in memory. Errors: kBadInput
// (neither form, or broken before its first document; offset() is the place), kCancelled, and what
// `source_text` or `sink` returned.
Status ReadJsonFeed(TextSource& source_text, const std::string& source, const IngestOptions& options,
                    const DocumentSink& sink, ReportBuilder* report);

// Whether a text that begins with `head` (some kilobytes) is meant to be one: an object with "version" of
// JSON Feed or "items" with an array, or an array of objects. An array that does not begin with an object is
// none.
bool LooksLikeJsonFeed(std::string_view head);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_JSON_FEED_READER_H_
