// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema/stored_document.h"

#include "support/test_support.h"

namespace newsearch {
namespace {

using ::testing::ElementsAre;
using ::testing::PrintToString;

using namespace std::string_literals;

// In memory of its own, so that a sanitizer sees what is read beyond its end.
Result<StoredDocument> Unpack(std::string_view stored) {
  const std::vector<char> copy(stored.begin(), stored.end());
  return UnpackStored({copy.data(), copy.size()});
}

// On disk: a change needs a new kFormatVersion.
TEST(PackStored, IsAsPersisted) {
  EXPECT_EQ(PackStored(0, ""), "\0\0\0"s);
  EXPECT_EQ(PackStored(7, "{}"), "\0\x07\2{}"s);
  EXPECT_EQ(PackStored(300, "r"), "\0\xAC\x02\1r"s);
}

TEST(PackStored, KeepsWhatItIsGiven) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  size_t smaller = 0;
  for (int i = 0; i < 1500; ++i) {
    const auto source = static_cast<uint32_t>(random.engine()() >> random.Below(60));
    std::string record;
    if (random.Below(2) == 0) {
      for (uint64_t k = random.Below(40); k > 0; --k) record += "{\"text\":\"" + random.Text(5) + "\"}";
    } else {
      record = random.Bytes(random.Below(2000));
    }
    const std::string stored = PackStored(source, record);
    smaller += stored.size() < record.size();
    ASSERT_EQ(PackStored(source, record), stored) << "the same bytes";
    const Result<StoredDocument> read = Unpack(stored);
    ASSERT_THAT(read, IsOk());
    ASSERT_EQ(read->source, source);
    ASSERT_EQ(read->record, record);
  }
  EXPECT_GT(smaller, 300u) << "records that say the same again and again are compressed";
}

TEST(PackStored, CompressesOnlyWhatShrinks) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::string repeated(100000, 'x');
  EXPECT_LT(PackStored(1, repeated).size(), 1000u);
  EXPECT_EQ(Unpack(PackStored(1, repeated)).value().record, repeated);
  const std::string noise = random.Bytes(5000);
  EXPECT_LT(PackStored(1, noise).size(), noise.size() + 20);
}

std::string Example(size_t record_bytes) {
  std::string record;
  for (size_t i = 0; record.size() < record_bytes; ++i) record += "record " + std::to_string(i) + " ";
  return PackStored(5, record);
}

TEST(UnpackStored, RefusesEveryTruncation) {
  for (size_t record_bytes : {0u, 20u, 3000u}) {
    const std::string stored = Example(record_bytes);
    ASSERT_THAT(Unpack(stored), IsOk());
    for (size_t length = 0; length < stored.size(); ++length) {
      const std::string_view cut = std::string_view(stored).substr(0, length);
      ASSERT_THAT(Unpack(cut), StatusIs(StatusCode::kCorruption)) << length << " of " << record_bytes;
    }
    EXPECT_THAT(Unpack(stored + "x"), StatusIs(StatusCode::kCorruption)) << "nor more than that";
  }
}

TEST(UnpackStored, RefusesWhatDoesNotFit) {
  const std::string numbers = "\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01";
  const std::string many = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01";
  for (const std::string& stored : {
           "\2\0\0"s,                                        // an unknown way to store
           "\1\0\0"s,                                        // zstd of nothing
           "\1\0\4abcd"s,                                    // no zstd
           "\0\0\2a"s,                                       // a longer record
           "\0\0\1ab"s,                                      // a shorter one
           "\0\0"s + many,                                   //
           "\0\x80\x80\x80\x80\x10\0"s,                      // an archive beyond 32 bits
           "\0\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\0"s,  // a number that does not end
           numbers,
       }) {
    EXPECT_THAT(Unpack(stored), StatusIs(StatusCode::kCorruption)) << PrintToString(stored);
  }
}

TEST(UnpackStored, TakesAnyBytes) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  size_t refused = 0;
  for (int i = 0; i < 4000; ++i) {
    std::string stored = Example(i % 3 == 0 ? 20 : 3000);
    if (i % 5 == 0) {
      stored = random.Bytes(random.Below(60));
    } else {
      for (uint64_t k = 1 + random.Below(3); k > 0; --k)
        stored[random.Below(i % 2 == 0 ? 30 : stored.size())] = static_cast<char>(random.Below(256));
    }
    const Result<StoredDocument> read = Unpack(stored);
    if (!read.ok()) {
      ASSERT_THAT(read, StatusIs(StatusCode::kCorruption)) << PrintToString(stored);
      ++refused;
      continue;
    }
    const Result<StoredDocument> again = Unpack(PackStored(read->source, read->record));
    ASSERT_THAT(again, IsOk());
    ASSERT_EQ(again->record, read->record);
  }
  EXPECT_GT(refused, 500u);
}

}  // namespace
}  // namespace newsearch
