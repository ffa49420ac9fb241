// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_REPORT_BUILDER_H_
#define NEWSEARCH_LIB_INGEST_REPORT_BUILDER_H_

#include <string>

#include "newsearch/ingest.h"

namespace newsearch {

// Keeps the counts and warnings of one reading.
class ReportBuilder {
 public:
  explicit ReportBuilder(ArchiveReport* report) : report_(report) {}

  void Warn(std::string message, uint64_t line);
  // Says how many bytes were not UTF-8, if any were.
  void WarnOfIllFormedBytes();
  // Counts a document on its way to the sink.
  void Count(const Document& document);
  ArchiveReport* operator->() { return report_; }

 private:
  ArchiveReport* report_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_REPORT_BUILDER_H_
