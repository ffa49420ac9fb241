// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cmath>

#include "flags.h"
#include "inputs.h"
#include "newsearch/ingest.h"
#include "print_text.h"
#include "terminal.h"

namespace newsearch::cli {
namespace {

// "+ 98 %  TAILWIND  4 articles, introduced in 2  grant 691735" and a sentence below.
std::string CandidateEntry(const Page& page, const ProjectCandidate& candidate) {
  const auto percent = static_cast<int>(std::lround(candidate.confidence * 100));
  std::string number = std::to_string(percent) + " %";
  number.insert(0, number.size() < 5 ? 5 - number.size() : 0, ' ');
  std::string text = std::string(candidate.accepted ? "+" : " ") + number + "  " +
                     Paint(page, kBold, Printable(candidate.name)) + "  " +
                     CountOf(candidate.articles, "article") + ", introduced in " +
                     FormatCount(candidate.introductions);
  for (const std::string& spelling : candidate.spellings) text += ", also " + Printable(spelling);
  for (const std::string& grant : candidate.grants) text += ", grant " + Printable(grant);
  text += "\n";
  std::string place = ShortPath(candidate.source);
  if (candidate.line != 0) place += ":" + std::to_string(candidate.line);
  const std::string example = place + ": " + candidate.example;
  constexpr size_t kIndent = 8;
  for (const std::string& line :
       WrapText(page, example, {}, page.width - std::min(page.width, kIndent), kDim))
    text += std::string(kIndent, ' ') + line + "\n";
  return text;
}

}  // namespace

int RunProjects(const Options& options) {
  const std::optional<Inputs> inputs = ListInputs("projects", options);
  if (!inputs) return kExitUsage;
  IngestOptions ingest = options.ingest;
  if (!LoadFiles(&ingest)) return kExitUsage;
  const Page page = OutputPage(options.color);
  Output output;
  int code = inputs->code;
  std::vector<ProjectCandidate> all;
  bool first = true;
  for (const std::string& path : inputs->paths) {
    Result<std::vector<ProjectCandidate>> projects = ListProjects(path, ingest);
    if (!projects.ok()) {
      code = std::max(code, Fail(projects.status()));
      continue;
    }
    if (!options.json) {
      if (inputs->total() > 1) output.Write((first ? "" : "\n") + ArchiveHeading(page, path));
      for (const ProjectCandidate& candidate : *projects) output.Write(CandidateEntry(page, candidate));
      first = false;
    }
    all.insert(all.end(), std::make_move_iterator(projects->begin()),
               std::make_move_iterator(projects->end()));
  }
  if (options.json) output.Write(ProjectAuthority(all));
  return output.Finish(code == kExitOk && all.empty() ? kExitNothing : code);
}

}  // namespace newsearch::cli
