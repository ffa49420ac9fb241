// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/status.h"

#include <memory>
#include <set>

#include "support/test_support.h"

namespace newsearch {
namespace {

// The values cross the C ABI.
TEST(StatusCode, KeepsItsValues) {
  static const struct {
    StatusCode code;
    int value;
    const char* name;
  } kRows[] = {
      {StatusCode::kOk, 0, "ok"},
      {StatusCode::kInvalidArgument, 1, "invalid argument"},
      {StatusCode::kNotFound, 2, "not found"},
      {StatusCode::kAlreadyExists, 3, "already exists"},
      {StatusCode::kBadQuery, 4, "bad query"},
      {StatusCode::kBadInput, 5, "bad input"},
      {StatusCode::kReadOnly, 6, "read only"},
      {StatusCode::kLocked, 7, "locked"},
      {StatusCode::kIndexChanged, 8, "index changed"},
      {StatusCode::kVersionMismatch, 9, "version mismatch"},
      {StatusCode::kCorruption, 10, "corruption"},
      {StatusCode::kIo, 11, "input/output error"},
      {StatusCode::kUnsupported, 12, "unsupported"},
      {StatusCode::kCancelled, 13, "cancelled"},
      {StatusCode::kOutOfMemory, 14, "out of memory"},
      {StatusCode::kInternal, 15, "internal error"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(static_cast<int>(row.code), row.value) << row.name;
    EXPECT_EQ(StatusCodeName(row.code), row.name) << row.value;
  }
  EXPECT_EQ(StatusCodeName(static_cast<StatusCode>(99)), "unknown status");
}

TEST(Status, SaysWhatAndWhere) {
  EXPECT_TRUE(Status().ok());
  EXPECT_EQ(Status().ToString(), "ok");
  EXPECT_EQ(Status().message(), "");
  const Status bad(StatusCode::kBadQuery, "year range ends before it starts", 5);
  EXPECT_FALSE(bad.ok());
  EXPECT_EQ(bad.ToString(), "bad query: year range ends before it starts");
  EXPECT_EQ(bad.offset(), 5u);
  EXPECT_EQ(Status(StatusCode::kIo, "").ToString(), "input/output error");
  EXPECT_EQ(Status(StatusCode::kIo, "disk full").offset(), std::nullopt);
}

TEST(Result, HoldsAValueOrAStatus) {
  Result<std::string> name(std::string("Kista"));
  ASSERT_THAT(name, IsOk());
  EXPECT_EQ(*name, "Kista");
  EXPECT_EQ(name->size(), 5u);
  Result<std::string> none(Status(StatusCode::kNotFound, "no such name"));
  EXPECT_THAT(none, StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(none.status().message(), "no such name");
  // Values that can only be moved.
  Result<std::unique_ptr<int>> owned(std::make_unique<int>(7));
  ASSERT_THAT(owned.status(), IsOk());
  EXPECT_EQ(*std::move(owned).value(), 7);
}

}  // namespace
}  // namespace newsearch
