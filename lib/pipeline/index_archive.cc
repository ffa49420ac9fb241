// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/index.h"

#include <unordered_set>
#include <vector>

#include "newsearch/ingest.h"
#include "util/file.h"
#include "util/hash.h"

namespace newsearch {
namespace {

// "news.xml:12: the feed is read up to column 3 only: ...". The warning need not be the last, nor among those
// that are kept.
std::string Break(const std::string& path, const ArchiveReport& archive) {
  for (auto warning = archive.warnings.rbegin(); warning != archive.warnings.rend(); ++warning) {
    if (warning->message.find(" is read up to ") == std::string::npos) continue;
    return path + (warning->line == 0 ? "" : ":" + std::to_string(warning->line)) + ": " + warning->message;
  }
  return path + ": the feed breaks off";
}

}  // namespace

Result<UpdateReport> IndexArchive(IndexWriter& writer, const std::string& path,
                                  const IngestOptions& options) {
  std::string source = options.source_name;
  if (source.empty() && path == "-") {
    return Status(StatusCode::kInvalidArgument, "standard input needs a source_name to be indexed under");
  }
  if (source.empty()) {
    auto absolute = AbsolutePath(path);
    if (!absolute.ok()) return absolute.status();
    source = *absolute;
  }
  if (Status status = writer.BeginArchive(source); !status.ok()) return status;
  ArchiveReport archive;
  std::unordered_set<uint64_t> ids;
  std::vector<IngestWarning> duplicates;
  const auto put = [&](const Document& document) {
    // An id twice in one archive would be replaced anew at every run; the first document keeps it.
    if (ids.insert(StableHash().Add(document.id).value()).second) return writer.Put(document);
    duplicates.push_back(
        {"skipped: the id " + document.id + " stands in the archive twice", document.lines.first});
    return Status();
  };
  Status status = ReadArchive(path, options, put, &archive);
  if (!status.ok()) {
    // The reading failed; what it failed with matters more than a failing abort.
    (void)writer.AbortArchive();
    return status;
  }
  // What is behind the break is not known to be gone.
  if (archive.incomplete) {
    (void)writer.AbortArchive();
    return Status(StatusCode::kBadInput, Break(path, archive) + "; the index keeps what it had from it");
  }
  auto report = writer.EndArchive();
  if (!report.ok()) {
    (void)writer.AbortArchive();
    return report;
  }
  archive.documents -= duplicates.size();
  archive.skipped += duplicates.size();
  archive.warnings_total += duplicates.size();
  if (report->taken_over > 0) {
    ++archive.warnings_total;
    duplicates.push_back({std::to_string(report->taken_over) +
                              " ids belonged to documents of another archive, which are replaced",
                          0});
  }
  for (IngestWarning& duplicate : duplicates) {
    if (archive.warnings.size() < ArchiveReport::kMaxWarnings)
      archive.warnings.push_back(std::move(duplicate));
  }
  report->archive = std::move(archive);
  return report;
}

}  // namespace newsearch
