// SPDX-License-Identifier: GPL-2.0-or-later
#include "glass/glass_format.h"

#include <random>

#include "support/test_support.h"

namespace newsearch {
namespace {

TEST(GlassFormatTest, SortableNumbersAsXapianWritesThem) {
  const struct {
    uint32_t number;
    std::string bytes;
  } kRows[] = {
      {0, std::string("\0\0", 2)},
      {1, std::string("\0\x01", 2)},
      {0x7fff, "\x7f\xff"},
      {0x8000, std::string("\x80\x80\0", 3)},
      {0x3fffff, "\xbf\xff\xff"},
      {0x400000, std::string("\xc0\x40\0\0", 4)},
      {0x1fffffff, "\xdf\xff\xff\xff"},
      {0x20000000, std::string("\xe0\x20\0\0\0", 5)},
      {0xffffffff, "\xe0\xff\xff\xff\xff"},
  };
  for (const auto& row : kRows) {
    std::string bytes;
    AppendSortable(row.number, &bytes);
    EXPECT_EQ(bytes, row.bytes) << row.number;
  }
}

TEST(GlassFormatTest, SortableNumbersKeepTheirOrder) {
  TestRandom source;
  SCOPED_TRACE(source.Trace());
  std::mt19937_64& random = source.engine();
  for (int i = 0; i < 10000; ++i) {
    const auto a = static_cast<uint32_t>(random() >> random() % 32);
    const auto b = static_cast<uint32_t>(random() >> random() % 32);
    EXPECT_EQ(DocumentKey(a) < DocumentKey(b), a < b) << a << " " << b;
    EXPECT_LT(DocumentKey(a), UsedSlotsKey(a));
    if (a < b) {
      EXPECT_LT(UsedSlotsKey(a), DocumentKey(b)) << a << " " << b;
    }
  }
}

TEST(GlassFormatTest, KeysOfPostingsKeepTheOrderOfTerms) {
  const std::string terms[] = {std::string("\0", 1),
                               std::string("\0a", 2),
                               std::string("\0\xff", 2),
                               "a",
                               std::string("a\0", 2),
                               std::string("a\0b", 3),
                               "ab",
                               "a\xff",
                               "b"};
  std::string before = LengthsKey(UINT32_MAX);
  for (const std::string& term : terms) {
    for (const std::string& key : {TermKey(term), TermKey(term, 1), TermKey(term, UINT32_MAX)}) {
      EXPECT_LT(before, key);
      before = key;
    }
  }
  EXPECT_LT(MetadataKey(std::string(10, '\xff')), ValueStatisticsKey(0));
  EXPECT_LT(ValueStatisticsKey(UINT32_MAX), ValueChunkKey(0, 1));
  EXPECT_LT(ValueChunkKey(127, 5), ValueChunkKey(128, 1));
  EXPECT_LT(ValueChunkKey(UINT32_MAX, UINT32_MAX), LengthsKey());
}

}  // namespace
}  // namespace newsearch
