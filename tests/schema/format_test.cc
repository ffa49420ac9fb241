// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema/format.h"

#include "newsearch/version.h"
#include "schema/facet_table.h"
#include "support/test_support.h"
#include "text/term_filter.h"

namespace newsearch {
namespace {

using ::testing::HasSubstr;

constexpr char kPath[] = "/some/where/news.index";

TEST(CurrentFormat, SaysEverything) {
  const FormatInfo format = CurrentFormat();
  EXPECT_EQ(format.format, std::to_string(kFormatVersion));
  EXPECT_EQ(format.analyzer, kAnalyzerVersion);
  EXPECT_EQ(format.icu, IcuVersion());
  EXPECT_EQ(format.fingerprint, AnalyzerFingerprint());
  EXPECT_EQ(format.facets, FacetTable().Serialise());
  EXPECT_EQ(format.library, NEWSEARCH_VERSION_STRING);
}

TEST(CheckFormat, TakesItsOwn) { EXPECT_THAT(CheckFormat(CurrentFormat(), kPath), IsOk()); }

// Stems and positions were in their terms: what this reads is not there.
TEST(CheckFormat, RefusesOlderOnes) {
  for (int version = 0; version < kFormatVersion; ++version) {
    FormatInfo format = CurrentFormat();
    format.format = std::to_string(version);
    const Status status = CheckFormat(format, kPath);
    EXPECT_THAT(status, StatusIs(StatusCode::kVersionMismatch)) << version;
    EXPECT_THAT(status.message(), HasSubstr("build it anew from its archives"));
  }
}

TEST(CheckFormat, RefusesWhatItWouldMisread) {
  struct Row {
    const char* what;
    void (*change)(FormatInfo*);
    StatusCode code;
    const char* message;  // a part of it
  };
  static const Row kRows[] = {
      // Not an index of ours.
      {"nothing", [](FormatInfo* format) { *format = {}; }, StatusCode::kCorruption, "newsearch"},
      {"no format", [](FormatInfo* format) { format->format.clear(); }, StatusCode::kCorruption, "newsearch"},
      // Older and newer.
      {"older format", [](FormatInfo* format) { format->format = "0"; }, StatusCode::kVersionMismatch,
       "format 0"},
      {"newer format", [](FormatInfo* format) { format->format = "99"; }, StatusCode::kVersionMismatch,
       "format 99"},
      {"odd format", [](FormatInfo* format) { format->format += " "; }, StatusCode::kVersionMismatch,
       "format"},
      {"older analyzer", [](FormatInfo* format) { format->analyzer = "0"; }, StatusCode::kVersionMismatch,
       "version 0"},
      {"no analyzer", [](FormatInfo* format) { format->analyzer.clear(); }, StatusCode::kVersionMismatch,
       "analysis chain"},
      {"other ICU and other terms",
       [](FormatInfo* format) {
         format->icu = "12.3";
         format->fingerprint = "0123456789abcdef";
       },
       StatusCode::kVersionMismatch, "ICU 12.3"},
      // Another libstemmer gives other terms too, with the same ICU.
      {"other terms", [](FormatInfo* format) { format->fingerprint = "0123456789abcdef"; },
       StatusCode::kVersionMismatch, "terms"},
  };
  for (const Row& row : kRows) {
    FormatInfo stored = CurrentFormat();
    row.change(&stored);
    const Status status = CheckFormat(stored, kPath);
    EXPECT_THAT(status, StatusIs(row.code)) << row.what;
    EXPECT_THAT(status.message(), HasSubstr(kPath)) << row.what;
    EXPECT_THAT(status.message(), HasSubstr(row.message)) << row.what;
  }
}

TEST(CheckFormat, TakesOthersThatGiveTheSame) {
  FormatInfo other_icu = CurrentFormat();
  other_icu.icu = "12.3";
  EXPECT_THAT(CheckFormat(other_icu, kPath), IsOk());
  FormatInfo other_library = CurrentFormat();
  other_library.library = "0.0.1";
  EXPECT_THAT(CheckFormat(other_library, kPath), IsOk());
}

}  // namespace
}  // namespace newsearch
