// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the fuzzers of readers that know their documents share.
#ifndef NEWSEARCH_TESTS_FUZZ_ENTRY_FUZZER_H_
#define NEWSEARCH_TESTS_FUZZ_ENTRY_FUZZER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "fuzz/fuzz_expect.h"
#include "ingest/report_builder.h"
#include "ingest/text_source.h"
#include "newsearch/ingest.h"
#include "schema/fields.h"
#include "util/utf8.h"

namespace newsearch {

using EntryReadFunction = Status (*)(TextSource&, const std::string&, const IngestOptions&,
                                     const DocumentSink&, ReportBuilder*);

inline void FuzzReader(EntryReadFunction read, std::string_view text, IngestOptions options = {}) {
  options.max_line_bytes = 4096;  // small, so that limits are met
  std::string told[2];
  for (const size_t piece_bytes : {size_t{1} << 18, size_t{5}}) {
    std::string& out = told[piece_bytes == 5 ? 1 : 0];
    MemoryTextSource source(text, piece_bytes);
    ArchiveReport report;
    ReportBuilder builder(&report);
    uint64_t documents = 0;
    const Status status = read(
        source, "fuzz", options,
        [&](Document document) {
          ++documents;
          FuzzExpect(WhatIsWrongWithId(document.id) == nullptr, "an id");
          FuzzExpect(document.bytes.begin <= document.bytes.end && document.bytes.end <= text.size(),
                     "in the source");
          FuzzExpect(document.lines.first >= 1 && document.lines.first <= document.lines.last, "lines");
          FuzzExpect(IsValidUtf8(document.body) && IsValidUtf8(document.title.value_or("")), "well-formed");
          for (const Evidence& evidence : document.evidence) {
            // Of an article that was cut from a text: in the source.
            const std::string_view field = evidence.field.empty() ? text
                                           : evidence.field == "title"
                                               ? std::string_view(document.title.value())
                                               : std::string_view(document.body);
            FuzzExpect(evidence.span.begin <= evidence.span.end && evidence.span.end <= field.size(),
                       "evidence in its field");
            uint64_t ignored = 0;
            FuzzExpect(
                SanitizeUtf8(field.substr(evidence.span.begin, evidence.span.end - evidence.span.begin),
                             &ignored) == evidence.text,
                "evidence as written");
          }
          out += document.id + "\n" + document.title.value_or("") + "\n" + document.body + "\n" +
                 std::to_string(document.bytes.begin) + " " + std::to_string(document.bytes.end) + "\n";
          return Status();
        },
        &builder);
    FuzzExpect(documents == report.documents, "all are counted");
    FuzzExpect(status.ok() || documents == 0, "no error after documents");
    out += status.ToString();
  }
  FuzzExpect(told[0] == told[1], "the same in pieces");
}

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_FUZZ_ENTRY_FUZZER_H_
