// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_JSON_LINES_READER_H_
#define NEWSEARCH_LIB_INGEST_JSON_LINES_READER_H_

#include <string>

#include "ingest/report_builder.h"
#include "ingest/text_source.h"
#include "newsearch/ingest.h"

namespace newsearch {

// Reads one document from each line of JSON. Lines that are none are skipped with a warning, and so are lines
// over `options.max_line_bytes`, of which no more than that is held in memory.
// Errors: kBadInput (lines, but no document), kCancelled, and what `source_text` or `sink` returned.
Status ReadJsonLines(TextSource& source_text, const std::string& source, const IngestOptions& options,
                     const DocumentSink& sink, ReportBuilder* report);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_JSON_LINES_READER_H_
