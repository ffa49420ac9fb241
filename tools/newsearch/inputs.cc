// SPDX-License-Identifier: GPL-2.0-or-later
#include "inputs.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <unordered_set>

#include "newsearch/ingest.h"
#include "print_text.h"
#include "terminal.h"

namespace newsearch::cli {
namespace {

// What tells that two paths are the same, as far as their letters do.
std::string Key(const std::string& path) {
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(path, error);
  return path == "-" || error ? path : absolute.lexically_normal().string();
}

std::nullopt_t Reject(std::string_view command, const std::string& message) {
  Complain(std::string(command) + ": " + message);
  Talk("Try 'newsearch help " + std::string(command) + "'.\n");
  return std::nullopt;
}

}  // namespace

std::optional<Inputs> ListInputs(std::string_view command, const Options& options) {
  const bool named = !options.ingest.source_name.empty();
  Inputs inputs;
  std::unordered_set<std::string> seen;
  for (const std::string& word : options.words) {
    std::error_code error;
    if (named && std::filesystem::is_directory(word, error)) {
      return Reject(command, "--source names one archive, but " + word + " is a directory of many");
    }
    Result<std::vector<std::string>> found = ListArchives(word);
    if (!found.ok()) {
      ++inputs.missing;
      inputs.code = std::max(inputs.code, Fail(found.status()));
      continue;
    }
    for (std::string& path : *found) {
      if (seen.insert(Key(path)).second) inputs.paths.push_back(std::move(path));
    }
  }
  if (named && inputs.paths.size() > 1) {
    return Reject(command,
                  "--source names one archive, but there are " + CountOf(inputs.paths.size(), "file"));
  }
  return inputs;
}

bool LoadFiles(IngestOptions* ingest) {
  if (ingest->authorities.empty() && ingest->overrides.empty()) return true;
  auto files = LoadIngestFiles(*ingest);
  if (!files.ok()) {
    Fail(files.status());
    return false;
  }
  ingest->files = *std::move(files);
  return true;
}

}  // namespace newsearch::cli
