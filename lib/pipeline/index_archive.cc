// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/index.h"
#include "newsearch/ingest.h"
#include "util/file.h"

namespace newsearch {

Result<UpdateReport> IndexArchive(IndexWriter& writer, const std::string& path,
                                  const IngestOptions& options) {
  std::string source = options.source_name;
  if (source.empty()) {
    auto absolute = AbsolutePath(path);
    if (!absolute.ok()) return absolute.status();
    source = *absolute;
  }
  if (Status status = writer.BeginArchive(source); !status.ok()) return status;
  ArchiveReport archive;
  Status status = ReadArchive(
      path, options, [&writer](const Document& document) { return writer.Put(document); }, &archive);
  if (!status.ok()) {
    // The reading failed; what it failed with matters more than a failing abort.
    (void)writer.AbortArchive();
    return status;
  }
  auto report = writer.EndArchive();
  if (report.ok()) report->archive = std::move(archive);
  return report;
}

}  // namespace newsearch
