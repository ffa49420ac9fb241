// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_MARKUP_READER_H_
#define NEWSEARCH_LIB_INGEST_MARKUP_READER_H_

#include <string>

#include "ingest/report_builder.h"
#include "ingest/text_source.h"
#include "newsearch/ingest.h"

namespace newsearch {

// Reads a page in HTML or Markdown (`format`). A page is in memory whole.
// Errors: kBadInput (larger than 512 MB), kUnsupported, kOutOfMemory, kCancelled, and those of `text` and
// `sink`.
Status ReadMarkup(TextSource& text, ArchiveFormat format, const std::string& source,
                  const IngestOptions& options, const DocumentSink& sink, ReportBuilder* report);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_MARKUP_READER_H_
