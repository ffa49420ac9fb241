// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the tests of feeds share.
#ifndef NEWSEARCH_TESTS_INGEST_FEED_TEST_SUPPORT_H_
#define NEWSEARCH_TESTS_INGEST_FEED_TEST_SUPPORT_H_

#include <functional>
#include <string>
#include <vector>

#include "ingest/report_builder.h"
#include "ingest/text_source.h"
#include "support/test_support.h"

namespace newsearch {

struct FeedReading {
  Status status;
  std::vector<Document> documents;
  ArchiveReport report;

  // The last warning; empty if there is none.
  std::string warning() const { return report.warnings.empty() ? "" : report.warnings.back().message; }
};

using FeedReadFunction = Status (*)(TextSource&, const std::string&, const IngestOptions&,
                                    const DocumentSink&, ReportBuilder*);

inline FeedReading ReadFeedWith(FeedReadFunction read, std::string_view text, size_t piece_bytes = 1u << 18,
                                const IngestOptions& options = {}) {
  FeedReading reading;
  MemoryTextSource source(text, piece_bytes);
  ReportBuilder report(&reading.report);
  reading.status = read(
      source, "feed", options,
      [&reading](Document document) { return reading.documents.push_back(std::move(document)), Status(); },
      &report);
  EXPECT_EQ(reading.report.documents, reading.documents.size());
  return reading;
}

// `text` with one line end between lines: how far blocks of HTML stand apart is not for these tests to say.
inline std::string Lines(std::string_view text) {
  std::string lines;
  for (char c : text) {
    if (c != '\n' || (!lines.empty() && lines.back() != '\n')) lines.push_back(c);
  }
  return lines;
}

// Everything in a reading that must not depend on how the text came, line by line.
inline std::string Told(const FeedReading& reading) {
  std::string told = reading.status.ToString() + "\n";
  for (const Document& d : reading.documents) {
    told += d.id + "|" + d.title.value_or("(none)") + "|" + d.lang + "|" +
            (d.date ? FormatDay(d.date->start) : "") + "|" + std::to_string(d.lines.first) + "-" +
            std::to_string(d.lines.last) + "|" + std::to_string(d.bytes.begin) + "-" +
            std::to_string(d.bytes.end) + "|" + d.body + "\n";
  }
  for (const IngestWarning& warning : reading.report.warnings) {
    told += std::to_string(warning.line) + ": " + warning.message + "\n";
  }
  return told + std::to_string(reading.report.skipped) + " skipped\n";
}

// A feed cut anywhere: the documents before the cut, and a warning or an error that says so.
inline void ExpectCutsAreTold(FeedReadFunction read, const std::string& text, size_t step) {
  const FeedReading whole = ReadFeedWith(read, text);
  const size_t last = text.find_last_not_of(" \n") + 1;
  for (size_t size = step; size < last; size += step) {
    SCOPED_TRACE("cut at " + std::to_string(size));
    const FeedReading reading = ReadFeedWith(read, std::string_view(text).substr(0, size));
    size_t complete = 0;
    while (complete < whole.documents.size() && whole.documents[complete].bytes.end <= size) ++complete;
    ASSERT_EQ(reading.documents.size(), complete);
    for (size_t i = 0; i < complete; ++i) {
      EXPECT_EQ(reading.documents[i].id, whole.documents[i].id);
      EXPECT_EQ(reading.documents[i].body, whole.documents[i].body);
    }
    if (complete == 0) {
      EXPECT_THAT(reading.status, StatusIs(StatusCode::kBadInput));
      EXPECT_NE(reading.status.message().find("line "), std::string::npos) << reading.status.message();
      EXPECT_TRUE(reading.status.offset().has_value());
    } else {
      EXPECT_THAT(reading.status, IsOk());
      EXPECT_NE(reading.warning().find(" only: "), std::string::npos) << reading.warning();
      EXPECT_GT(reading.report.warnings.back().line, 0u);
    }
  }
}

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_INGEST_FEED_TEST_SUPPORT_H_
