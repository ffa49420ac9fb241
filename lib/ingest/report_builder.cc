// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/report_builder.h"

#include <utility>

namespace newsearch {

void ReportBuilder::Warn(std::string message, uint64_t line) {
  ++report_->warnings_total;
  if (report_->warnings.size() < ArchiveReport::kMaxWarnings)
    report_->warnings.push_back({std::move(message), line});
}

void ReportBuilder::WarnOfIllFormedBytes() {
  const uint64_t count = report_->ill_formed_bytes;
  if (count > 0) Warn(std::to_string(count) + " bytes are not UTF-8 and were read as U+FFFD", 0);
}

void ReportBuilder::Count(const Document& document) {
  ++report_->documents;
  if (!document.date) ++report_->undated;
  if (!document.title) ++report_->untitled;
  ++report_->languages[document.lang];
}

}  // namespace newsearch
