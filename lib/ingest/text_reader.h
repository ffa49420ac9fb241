// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_TEXT_READER_H_
#define NEWSEARCH_LIB_INGEST_TEXT_READER_H_

#include <string>

#include "ingest/report_builder.h"
#include "ingest/text_source.h"
#include "newsearch/ingest.h"

namespace newsearch {

// Reads an archive in plain text. Memory is bounded by a window of some megabytes and the longest line.
Status ReadPlainText(TextSource& text, const std::string& source, const IngestOptions& options,
                     const DocumentSink& sink, ReportBuilder* report);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_TEXT_READER_H_
