// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_FEED_READER_H_
#define NEWSEARCH_LIB_INGEST_FEED_READER_H_

#include <string>
#include <string_view>

#include "ingest/report_builder.h"
#include "ingest/text_source.h"
#include "newsearch/ingest.h"

namespace newsearch {

// Reads one document from each entry of a feed in XML: RSS 0.9x, 1.0 (RDF) and 2.0, Atom, and WordPress
// exports, of which published posts are read and the rest is counted as skipped. HTML becomes plain text. A
// document's lines and bytes are those of the <item> or <entry>.
//
// What is not well-formed ends the reading with a warning that names the line; documents before it stay. An
// entry whose text is over `options.max_line_bytes` is skipped with a warning and is not held in memory.
// Nothing is loaded that the feed refers to. Errors: kBadInput (no feed, or broken before its first document;
// offset() is the place), kCancelled, and what `source_text` or `sink` returned.
Status ReadFeed(TextSource& source_text, const std::string& source, const IngestOptions& options,
                const DocumentSink& sink, ReportBuilder* report);

// Whether a text that begins with `head` (some kilobytes) is meant to be a feed in XML.
bool LooksLikeFeed(std::string_view head);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_FEED_READER_H_
