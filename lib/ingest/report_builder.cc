// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/report_builder.h"

#include <utility>

namespace newsearch {

void ReportBuilder::Warn(std::string message, uint64_t line) {
  ++report_->warnings_total;
  if (report_->warnings.size() < kMaxWarnings) report_->warnings.push_back({std::move(message), line});
}

void ReportBuilder::Count(const Document& document) {
  ++report_->documents;
  if (!document.date) ++report_->undated;
  if (!document.title) ++report_->untitled;
}

}  // namespace newsearch
