// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/text_reader.h"

#include <utility>

#include "ingest/article_reader.h"
#include "ingest/block.h"

namespace newsearch {
namespace {

// Blocks are made from so much text at once.
constexpr size_t kChunkBytes = 1u << 20;

void WarnOfCutLines(const LineBlocks& lines, uint64_t limit, size_t* warned, ReportBuilder* report) {
  for (; *warned < lines.cut_lines().size(); ++*warned) {
    report->Warn("line is longer than " + std::to_string(limit) + " bytes; the rest is left out",
                 lines.cut_lines()[*warned]);
  }
}

}  // namespace

Status ReadPlainText(TextSource& text, const std::string& source, const IngestOptions& options,
                     const DocumentSink& sink, ReportBuilder* report) {
  ArticleReader reader(text, source, options, sink, report);
  LineBlocks lines(options.max_line_bytes);
  size_t warned = 0;
  uint64_t blocks = 0;
  std::string rest;       // the start of a line whose end is not read yet
  bool skipping = false;  // the rest of a line that is too long
  for (bool more = true; more;) {
    BlockList batch;
    std::string& chunk = batch.texts.emplace_back(std::move(rest));
    rest.clear();
    const size_t begin = chunk.size();
    while (more && chunk.size() < begin + kChunkBytes) {
      const size_t before = chunk.size();
      auto got = text.Read(&chunk);
      if (!got.ok()) return got.status();
      more = *got;
      if (!skipping) continue;
      const size_t end = chunk.find(lines.separator(), before);
      const size_t drop = end == std::string::npos ? chunk.size() : end;
      lines.Skip(drop - before);
      chunk.erase(before, drop - before);
      skipping = end == std::string::npos;
    }
    const size_t used = lines.Append(chunk, !more, &batch.blocks);
    if (used < chunk.size()) {
      rest.assign(chunk, used);
      // Kept so far to be cut like any other line; no more of it is.
      skipping = rest.size() > options.max_line_bytes;
    }
    WarnOfCutLines(lines, options.max_line_bytes, &warned, report);
    blocks += batch.blocks.size();
    if (Status status = reader.Add(std::move(batch)); !status.ok()) return status;
  }
  if (blocks == 0) report->Warn("no text in it", 0);
  return reader.Finish();
}

}  // namespace newsearch
