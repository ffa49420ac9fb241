// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_TOOLS_WARNINGS_H_
#define NEWSEARCH_TOOLS_WARNINGS_H_

#include <string>

#include "newsearch/ingest.h"

namespace newsearch::cli {

// Tells on standard error what reading the archive `path` met: the first 10 warnings and how many more there
// are.
void TellWarnings(const std::string& path, const ArchiveReport& report);

}  // namespace newsearch::cli

#endif  // NEWSEARCH_TOOLS_WARNINGS_H_
