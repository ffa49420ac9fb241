// SPDX-License-Identifier: GPL-2.0-or-later
#include "util/hash.h"

#include <limits>
#include <set>

#include "support/test_support.h"

namespace newsearch {
namespace {

using ::testing::PrintToString;

using namespace std::string_literals;

// Ids and fingerprints on disk are made of these values: they must never change. Computed by a second
// implementation.
TEST(StableHash, NeverChanges) {
  EXPECT_EQ(StableHash().hex(), "efd01f60ba992926");
  static const struct {
    std::string part;
    const char* expected;
  } kRows[] = {
      {"", "7bd3144f29c0cc9e"},
      {"a", "527012aa73281cff"},
      {"ab", "9b797d2a87a25fda"},
      {"Kista", "6681bd4281a758cf"},
      {"the quick brown fox jumps over the lazy dog", "48894d62d44caf57"},
      // Bytes beyond ASCII count as unsigned.
      {"Malmö", "d515933eef5822b7"},
      {"\xFF\x80", "bcf5fb36a1b393c9"},
      // NUL is a byte like any other.
      {"\0"s, "f8c97ee8ae260daa"},
      {"\0\0"s, "09a0a2733b926a95"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(StableHash().Add(row.part).hex(), row.expected) << PrintToString(row.part);
  }
  static const struct {
    uint64_t number;
    const char* expected;
  } kNumbers[] = {
      {0, "7bd3144f29c0cc9e"},
      {1, "4a3a3a4ba6523826"},
      {255, "c563ab7c690d9a3b"},
      {256, "d421fd3eaec04c75"},
      {std::numeric_limits<uint64_t>::max(), "6a92c0228678c02e"},
  };
  for (const auto& row : kNumbers) EXPECT_EQ(StableHash().Add(row.number).hex(), row.expected) << row.number;
  EXPECT_EQ(StableHash().Add("/archive/news.txt").Add(uint64_t{16973}).Add("Urban Arena opens").hex(),
            "136b59bd0b2fc744");
}

TEST(StableHash, KnowsWhereAPartEnds) {
  EXPECT_EQ(StableHash().Add("ab").Add("c").hex(), "aeb71c5b3f97797e");
  EXPECT_EQ(StableHash().Add("a").Add("bc").hex(), "3e0d03531fc410b5");
  EXPECT_NE(StableHash().Add("a").Add("").value(), StableHash().Add("a").value());
}

TEST(StableHash, HexIsTheValue) {
  EXPECT_EQ(StableHash().Add("Kista").value(), 0x6681bd4281a758cfu);
  // Leading zeros stay.
  EXPECT_EQ(StableHash().Add("\0\0"s).hex().size(), 16u);
}

TEST(StableHash, SpreadsShortParts) {
  std::set<uint64_t> values;
  std::set<uint64_t> low_bits;
  for (int i = 0; i < 100000; ++i) {
    const uint64_t value = StableHash().Add(std::to_string(i)).value();
    values.insert(value);
    low_bits.insert(value & 0xFFFF);
  }
  EXPECT_EQ(values.size(), 100000u);
  // All but a few of 65536 buckets are met by 100000 throws: 65536 * (1 - e^-1.53) = 51288 on average.
  EXPECT_GT(low_bits.size(), 50500u);
}

}  // namespace
}  // namespace newsearch
