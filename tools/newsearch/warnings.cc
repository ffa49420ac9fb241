// SPDX-License-Identifier: GPL-2.0-or-later
#include "warnings.h"

#include <algorithm>

#include "print_text.h"
#include "terminal.h"

namespace newsearch::cli {

void TellWarnings(const std::string& path, const ArchiveReport& report) {
  constexpr size_t kMost = 10;
  const size_t shown = std::min(kMost, report.warnings.size());
  for (size_t i = 0; i < shown; ++i) {
    const IngestWarning& warning = report.warnings[i];
    std::string text = "warning: " + path;
    if (warning.line != 0) text += ":" + std::to_string(warning.line);
    Complain(text.append(": ").append(warning.message));
  }
  if (report.warnings_total > shown) {
    Complain("warning: " + path + ": ... and " + FormatCount(report.warnings_total - shown) + " more");
  }
}

}  // namespace newsearch::cli
