// SPDX-License-Identifier: GPL-2.0-or-later
//
// Files too large for the default run.
#include <fcntl.h>
#include <unistd.h>

#include <fstream>

#include "e2e/e2e_test_support.h"

namespace newsearch {
namespace {

using LongLineTest = SampleIndexTest;

constexpr uint64_t kLongLine = 314572800;  // 300 MiB

TEST_F(LongLineTest, PlainText) {
  const std::string path = folder_.File("long.txt");
  {
    std::ofstream file(path, std::ios::binary);
    file << "++ First title ++\n\n3 May 2016\nShort.\n\n++ Second title ++\n\n4 May 2016\n";
    std::string words;
    while (words.size() < (1u << 20)) words.append("Many words on one line, and more of them to come. ");
    words.resize(1u << 20);
    for (uint64_t i = 0; i < kLongLine >> 20; ++i) file << words;
    file << "\n\n++ Third title ++\n\n5 May 2016\nShort.\n";
    ASSERT_TRUE(file.good());
  }
  auto writer = IndexWriter::Open(index_);
  ASSERT_THAT(writer, IsOk());
  IngestOptions options;
  options.source_name = "long";
  auto report = IndexArchive(*writer, path, options);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->added, 3u);
  ASSERT_EQ(report->archive.warnings_total, 1u);
  EXPECT_EQ(report->archive.warnings[0].line, 9u);
  auto searcher = Searcher::Open(index_);
  ASSERT_THAT(searcher, IsOk());
  SearchRequest request;
  request.text = "title:third";
  EXPECT_EQ(searcher->Search(request).value().total, 1u);
  ASSERT_THAT(writer->BeginArchive("long"), IsOk());
  ASSERT_THAT(writer->EndArchive(), IsOk());
  ExpectIndexUnchanged();
}

// A hole in the file reads as zero bytes and takes no disk.
TEST_F(LongLineTest, AHole) {
  const std::string path =
      folder_.Write("hole.jsonl", "{\"id\": \"first\", \"text\": \"one\", \"lang\": \"en\"}\n" +
                                      std::string(70000, ' ') + "\n");
  const int file = open(path.c_str(), O_WRONLY | O_APPEND);
  ASSERT_GE(file, 0);
  const off_t size = lseek(file, 0, SEEK_END);
  ASSERT_EQ(ftruncate(file, size + static_cast<off_t>(kLongLine)), 0);
  const std::string last = "\n{\"id\": \"last\", \"text\": \"two\", \"lang\": \"en\"}\n";
  ASSERT_EQ(write(file, last.data(), last.size()), static_cast<ssize_t>(last.size()));
  close(file);
  auto writer = IndexWriter::Open(index_);
  ASSERT_THAT(writer, IsOk());
  auto report = IndexArchive(*writer, path);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->added, 2u);
  EXPECT_EQ(report->archive.skipped, 1u);
  ASSERT_EQ(report->archive.warnings_total, 1u);
  EXPECT_NE(report->archive.warnings[0].message.find(std::to_string(kLongLine)), std::string::npos)
      << report->archive.warnings[0].message;
}

}  // namespace
}  // namespace newsearch
