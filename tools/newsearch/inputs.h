// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_TOOLS_INPUTS_H_
#define NEWSEARCH_TOOLS_INPUTS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flags.h"

namespace newsearch::cli {

// The archives that a command line names.
struct Inputs {
  std::vector<std::string> paths;  // for ReadArchive, each once
  size_t missing = 0;              // words that name none; what is wrong with them was said
  int code = kExitOk;              // what the missing ones make of the exit status

  size_t total() const { return paths.size() + missing; }
};

// Files, directories, patterns and standard input, as `options.words` name them. Says on standard error what
// is wrong; nullopt where that is the command line itself.
std::optional<Inputs> ListInputs(std::string_view command, const Options& options);

// Reads the authority and override files that `ingest` names, once for all archives. Says on standard error
// what is wrong and returns false.
bool LoadFiles(IngestOptions* ingest);

}  // namespace newsearch::cli

#endif  // NEWSEARCH_TOOLS_INPUTS_H_
