// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <system_error>

#include "flags.h"
#include "inputs.h"
#include "newsearch/ingest.h"
#include "print_json.h"
#include "print_text.h"
#include "terminal.h"
#include "warnings.h"

namespace newsearch::cli {
namespace {

void Add(const ArchiveReport& report, ArchiveReport* total) {
  total->bytes += report.bytes;
  total->documents += report.documents;
  total->undated += report.undated;
  total->untitled += report.untitled;
  total->doubtful += report.doubtful;
  total->skipped += report.skipped;
  total->ill_formed_bytes += report.ill_formed_bytes;
}

// Prints the archives one after another, in the form that was asked for.
class Segmenter {
 public:
  Segmenter(const Options& options, Output* output)
      : options_(options), page_(OutputPage(options.color, options.locale)), output_(*output) {}

  // Reads and prints one archive; `heading` puts its name above what people read.
  Status Print(const std::string& path, bool heading, ArchiveReport* report) {
    heading_ = heading && !options_.json && !options_.report ? ArchiveHeading(page_, path) : std::string();
    IngestOptions ingest = options_.ingest;
    const std::string source = Source(path);
    uint64_t articles = 0;
    if (options_.explain) {
      ingest.explain = [&](const ExplainedBlock& block) {
        if (!block.reason.empty()) ++articles;
        Write(options_.json ? ExplainedBlockJson(source, block) : ExplainedBlockLine(page_, block, articles));
      };
    }
    const auto print = [&](const Document& document) {
      if (!options_.explain && !options_.report) {
        Write(options_.json ? DocumentJson(document, options_.locale) : ListingEntry(page_, document));
      }
      return output_.good() ? Status() : Status(StatusCode::kCancelled, "nobody reads the output");
    };
    Status status = ReadArchive(path, ingest, print, report);
    if (status.ok() && options_.report) {
      if (!first_ && !options_.json) Write("\n");
      Write(options_.json ? ArchiveReportJson(*report) : ArchiveReportPage(page_, *report));
    }
    first_ = false;
    return status;
  }

  const Page& page() const { return page_; }

 private:
  // As documents name it.
  std::string Source(const std::string& path) const {
    if (!options_.ingest.source_name.empty()) return options_.ingest.source_name;
    std::error_code error;
    std::filesystem::path absolute = std::filesystem::absolute(path, error);
    if (!error) absolute = std::filesystem::weakly_canonical(absolute, error);
    return path == "-" || error ? path : absolute.string();
  }

  // The heading stands above the first thing there is to print.
  void Write(const std::string& text) {
    if (!heading_.empty()) {
      if (!first_) output_.Write("\n");
      output_.Write(heading_);
      heading_.clear();
    }
    output_.Write(text);
  }

  const Options& options_;
  const Page page_;
  Output& output_;
  std::string heading_;
  bool first_ = true;
};

std::string TotalOf(size_t finished, size_t all) {
  std::string text = "total of " + CountOf(finished, "archive");
  if (finished < all) text += " out of " + FormatCount(all);
  return text + ": ";
}

}  // namespace

int RunSegment(const Options& options) {
  const std::optional<Inputs> inputs = ListInputs("segment", options);
  if (!inputs) return kExitUsage;
  Options loaded = options;
  if (!LoadFiles(&loaded.ingest)) return kExitUsage;
  Output output;
  Segmenter segmenter(loaded, &output);
  const bool several = inputs->total() > 1;
  int code = inputs->code;
  size_t finished = 0;
  UpdateReport total;
  for (const std::string& path : inputs->paths) {
    ArchiveReport report;
    const Status status = segmenter.Print(path, several, &report);
    if (!output.good()) return output.Finish(kExitOk);
    output.Flush();  // what is said about an archive comes after it
    TellWarnings(path, report);
    if (!status.ok()) {
      code = std::max(code, Fail(status));
      continue;
    }
    ++finished;
    Add(report, &total.archive);
    if (!options.json && !options.explain && !options.report) {
      UpdateReport update;
      update.archive = report;
      Complain(ShortPath(path) + ": " + UpdateSummary(update));
    }
  }
  if (several && !options.json && !options.explain) {
    const std::string text = TotalOf(finished, inputs->total()) + UpdateSummary(total);
    if (options.report) {
      output.Write("\n" + Paint(segmenter.page(), kBold, text) + "\n");
    } else {
      Complain(text);
    }
  }
  return output.Finish(code);
}

}  // namespace newsearch::cli
