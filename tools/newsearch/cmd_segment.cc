// SPDX-License-Identifier: GPL-2.0-or-later
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "flags.h"
#include "newsearch/ingest.h"
#include "print_json.h"
#include "print_text.h"
#include "terminal.h"
#include "warnings.h"

namespace newsearch::cli {
namespace {

Result<std::string> ReadStandardInput() {
  std::string text;
  char buffer[64 << 10];
  while (true) {
    const ssize_t got = read(STDIN_FILENO, buffer, sizeof buffer);
    if (got > 0) {
      text.append(buffer, static_cast<size_t>(got));
    } else if (got == 0) {
      return text;
    } else if (errno != EINTR) {
      return Status(StatusCode::kIo, std::string("cannot read standard input: ") + strerror(errno));
    }
  }
}

}  // namespace

int RunSegment(const Options& options) {
  const std::string& path = options.words[0];
  const Page page = OutputPage(options.color);
  Output output;
  const bool articles = !options.explain && !options.report;
  const auto print = [&](const Document& document) {
    if (articles) output.Write(options.json ? DocumentJson(document) : ListingEntry(page, document));
    return output.good() ? Status() : Status(StatusCode::kCancelled, "nobody reads the output");
  };
  IngestOptions ingest = options.ingest;
  if (options.explain) {
    ingest.explain = [&](const ExplainedBlock& block) {
      output.Write(options.json ? ExplainedBlockJson(block) : ExplainedBlockLine(page, block));
    };
  }
  ArchiveReport report;
  Status status;
  if (path == "-") {
    if (options.ingest.format == ArchiveFormat::kJsonLines) {
      Complain("segment: standard input is read as plain text, not as JSON Lines");
      return kExitUsage;
    }
    const Result<std::string> text = ReadStandardInput();
    status = text.ok() ? ReadText(*text, ingest, print, &report) : text.status();
  } else {
    status = ReadArchive(path, ingest, print, &report);
  }
  if (options.report && status.ok()) {
    output.Write(options.json ? ArchiveReportJson(report) : ArchiveReportPage(page, report));
  }
  if (!output.good()) return output.Finish(kExitOk);
  const int code = output.Finish(status.ok() ? kExitOk : ExitCode(status));
  TellWarnings(path, report);
  if (!status.ok()) {
    Complain(status.message());
  } else if (!options.json && articles) {
    UpdateReport update;
    update.archive = report;
    Complain(ShortPath(path) + ": " + UpdateSummary(update));
  }
  return code;
}

}  // namespace newsearch::cli
