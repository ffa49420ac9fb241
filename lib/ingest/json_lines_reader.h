// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_JSON_LINES_READER_H_
#define NEWSEARCH_LIB_INGEST_JSON_LINES_READER_H_

#include <string>
#include <string_view>

#include "ingest/report_builder.h"
#include "newsearch/ingest.h"

namespace newsearch {

// Reads one document from each line of JSON. Lines that are none are skipped with a warning.
Status ReadJsonLines(std::string_view text, const std::string& source, const IngestOptions& options,
                     const DocumentSink& sink, ReportBuilder* report);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_JSON_LINES_READER_H_
