// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_ARTICLE_READER_H_
#define NEWSEARCH_LIB_INGEST_ARTICLE_READER_H_

#include <memory>
#include <string>

#include "ingest/block.h"
#include "ingest/report_builder.h"
#include "ingest/text_source.h"
#include "newsearch/ingest.h"

namespace newsearch {

// From the blocks of an archive to its documents: finds dates, languages and articles, dates the articles by
// each other, gives them ids and facets. Works through a window of blocks, so that memory does not grow with
// the archive: what is learned of its template, languages and counts stays, the blocks go.
class ArticleReader {
 public:
  // The arguments outlive the reader. `text` is asked for progress only.
  ArticleReader(const TextSource& text, const std::string& source, const IngestOptions& options,
                const DocumentSink& sink, ReportBuilder* report);
  ~ArticleReader();

  // Takes the next blocks, and delivers documents when there are enough.
  // Errors: kCancelled, and what the sink returned.
  Status Add(BlockList blocks);

  // Delivers the rest.
  Status Finish();

 private:
  class Internal;
  std::unique_ptr<Internal> internal_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_ARTICLE_READER_H_
