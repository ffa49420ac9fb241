// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reads any bytes as an archive in plain text: articles come in order, lie within the source, and do not
// depend on how the source comes in pieces; what is said of each block names its place.
#include <cstdint>

#include "fuzz/entry_fuzzer.h"
#include "ingest/text_reader.h"

namespace newsearch {
namespace {

void Fuzz(std::string_view text) {
  IngestOptions options;
  options.facets = false;
  uint64_t block_end = 0;
  options.explain = [&](const ExplainedBlock& block) {
    // The same blocks again for the second reading.
    if (block.bytes.begin < block_end) block_end = 0;
    FuzzExpect(block.bytes.begin >= block_end && block.bytes.end <= text.size(), "blocks in order");
    FuzzExpect(block.bytes.begin < block.bytes.end && block.line >= 1, "a block has a place");
    FuzzExpect(!block.role.empty(), "a block has a role");
    FuzzExpect(block.confidence >= 0 && block.confidence <= 1, "confidence is between 0 and 1");
    block_end = block.bytes.end;
  };
  const EntryReadFunction read = [](TextSource& source, const std::string& name, const IngestOptions& given,
                                    const DocumentSink& sink, ReportBuilder* report) {
    uint64_t end = 0;
    uint32_t line = 0;
    return ReadPlainText(
        source, name, given,
        [&](Document document) {
          FuzzExpect(document.bytes.begin >= end && document.lines.first > line, "articles in order");
          end = document.bytes.end;
          line = document.lines.last;
          for (const std::optional<Date>* date : {&document.date, &document.event, &document.date_bounds}) {
            if (!*date) continue;
            FuzzExpect((*date)->start.ok() && (*date)->end.ok() && (*date)->start <= (*date)->end,
                       "dates that exist");
            FuzzExpect((*date)->span.begin <= (*date)->span.end && (*date)->span.end <= document.bytes.end,
                       "dates in what was read");
          }
          for (const LanguageSpan& span : document.other_languages) {
            FuzzExpect(span.span.begin < span.span.end && span.span.end <= document.body.size(),
                       "languages in the body");
          }
          return sink(std::move(document));
        },
        report);
  };
  FuzzReader(read, text, options);
}

}  // namespace
}  // namespace newsearch

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  newsearch::Fuzz(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
