// SPDX-License-Identifier: GPL-2.0-or-later
#include "util/base128.h"

#include "support/test_support.h"

namespace newsearch {
namespace {

using namespace std::string_literals;

// On disk: these bytes must never change.
TEST(Base128, NeverChanges) {
  const std::pair<uint64_t, std::string> rows[] = {{0, "\0"s},
                                                   {127, "\x7F"},
                                                   {128, "\x80\x01"},
                                                   {300, "\xAC\x02"},
                                                   {16384, "\x80\x80\x01"},
                                                   {UINT32_MAX, "\xFF\xFF\xFF\xFF\x0F"},
                                                   {UINT64_MAX, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"}};
  for (const auto& [number, bytes] : rows) {
    std::string out;
    AppendNumber(number, &out);
    EXPECT_EQ(out, bytes) << number;
    std::string_view rest = out;
    uint64_t back = 1;
    EXPECT_TRUE(TakeNumber(&rest, &back)) << number;
    EXPECT_EQ(back, number);
    EXPECT_TRUE(rest.empty()) << number;
    rest = out;
    uint32_t small = 1;
    EXPECT_EQ(TakeNumber(&rest, &small), number <= UINT32_MAX) << number;
  }
}

TEST(Base128, Damage) {
  for (const std::string& bytes : {""s, "\x80"s, "\xFF\xFF\xFF\xFF\x10"s, "\x80\x80\x80\x80\x80\x01"s}) {
    size_t at = 0;
    uint32_t number = 0;
    EXPECT_FALSE(TakeNumber(std::string_view(bytes), &at, &number)) << testing::PrintToString(bytes);
    EXPECT_LE(at, bytes.size());
  }
}

}  // namespace
}  // namespace newsearch
