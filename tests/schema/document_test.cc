// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/document.h"

#include "support/test_support.h"

namespace newsearch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace chrono = std::chrono;

TEST(FormatDay, WritesFourTwoAndTwoDigits) {
  EXPECT_EQ(FormatDay(chrono::year(2016) / 6 / 21), "2016-06-21");
  EXPECT_EQ(FormatDay(chrono::year(1) / 1 / 1), "0001-01-01");
  EXPECT_EQ(FormatDay(chrono::year(987) / 10 / 3), "0987-10-03");
  EXPECT_EQ(FormatDay(chrono::year(9999) / 12 / 31), "9999-12-31");
}

// The values are persisted.
TEST(DatePrecision, KeepsItsValues) {
  EXPECT_EQ(static_cast<int>(DatePrecision::kDay), 0);
  EXPECT_EQ(static_cast<int>(DatePrecision::kMonth), 1);
  EXPECT_EQ(static_cast<int>(DatePrecision::kYear), 2);
  EXPECT_EQ(DatePrecisionName(DatePrecision::kDay), "day");
  EXPECT_EQ(DatePrecisionName(DatePrecision::kMonth), "month");
  EXPECT_EQ(DatePrecisionName(DatePrecision::kYear), "year");
}

TEST(Document, GivesTheValuesOfAFacet) {
  Document document;
  EXPECT_THAT(document.values("city"), IsEmpty());
  document.facets = {{"city", {"Kista", "Stockholm"}}, {"country", {"SE"}}};
  EXPECT_THAT(document.values("city"), ElementsAre("Kista", "Stockholm"));
  EXPECT_THAT(document.values("country"), ElementsAre("SE"));
  EXPECT_THAT(document.values("year"), IsEmpty());
  EXPECT_THAT(document.values(""), IsEmpty());
}

}  // namespace
}  // namespace newsearch
