// SPDX-License-Identifier: GPL-2.0-or-later
#include "glass/posting_run.h"

#include <map>
#include <random>

#include "support/test_support.h"
#include "util/base128.h"

namespace newsearch {
namespace {

using Postings = std::vector<std::pair<uint32_t, uint32_t>>;  // document, wdf

std::string ListOf(const Postings& postings) {
  std::string list;
  for (size_t i = 0; i < postings.size(); ++i) {
    if (i > 0) AppendNumber(postings[i].first - postings[i - 1].first - 1, &list);
    AppendNumber(postings[i].second, &list);
  }
  return list;
}

std::string RunOf(const std::map<std::string, Postings>& terms) {
  std::string run;
  RunEncoder encoder;
  for (const auto& [term, postings] : terms) {
    const std::string list = ListOf(postings);
    PostingPiece piece;
    piece.documents = static_cast<uint32_t>(postings.size());
    for (const auto& posting : postings) piece.total_wdf += posting.second;
    piece.first_doc = postings.front().first;
    piece.last_doc = postings.back().first;
    piece.list = list;
    encoder.Append(term, piece, &run);
  }
  return run;
}

// What a merger gives, each list as one.
std::map<std::string, std::string> Merge(std::vector<RunReader> runs) {
  RunMerger merger(std::move(runs));
  std::map<std::string, std::string> merged;
  std::string buffer;
  std::string before;
  while (merger.Next()) {
    EXPECT_LT(before, merger.term());
    before = merger.term();
    const PostingPiece piece = merger.Joined(&buffer);
    merged[before] = std::to_string(piece.documents) + " " + std::to_string(piece.total_wdf) + " " +
                     std::to_string(piece.first_doc) + "-" + std::to_string(piece.last_doc) + " " +
                     std::string(piece.list);
  }
  EXPECT_THAT(merger.status(), IsOk());
  return merged;
}

TEST(PostingRunTest, MergedRunsAreWhatOneRunWouldBe) {
  TestRandom source;
  std::mt19937_64& random = source.engine();
  SCOPED_TRACE(source.Trace());
  std::map<std::string, Postings> all;
  std::vector<std::string> runs;
  uint32_t doc = 0;
  for (int run = 0; run < 20; ++run) {
    std::map<std::string, Postings> own;
    for (int document = 0; document < 30; ++document) {
      doc += 1 + random() % 300;
      for (int term = 0; term < 20; ++term) {
        std::string text(1 + random() % 12, static_cast<char>('a' + random() % 2));
        text.back() = static_cast<char>(random());
        Postings& postings = own[text];
        if (!postings.empty() && postings.back().first == doc) continue;
        postings.push_back({doc, static_cast<uint32_t>(random() >> random() % 32)});
        all[text].push_back(postings.back());
      }
    }
    runs.push_back(RunOf(own));
  }
  runs.insert(runs.begin() + 7, std::string());  // one without terms
  const std::string whole = RunOf(all);
  std::vector<RunReader> in_memory;
  for (const std::string& run : runs) in_memory.emplace_back(std::string_view(run));
  std::vector<RunReader> one;
  one.emplace_back(std::string_view(whole));
  const auto expected = Merge(std::move(one));
  EXPECT_EQ(Merge(std::move(in_memory)), expected);

  const ScratchFolder folder;
  Result<OutputFile> file = OutputFile::Create(folder.File("runs"));
  ASSERT_THAT(file, IsOk());
  std::vector<RunReader> in_file;
  uint64_t offset = 0;
  for (const std::string& run : runs) {
    ASSERT_THAT(file->Append(run), IsOk());
    in_file.emplace_back(&*file, offset, run.size());
    offset += run.size();
  }
  ASSERT_THAT(file->Flush(), IsOk());
  EXPECT_EQ(Merge(std::move(in_file)), expected);
}

// Lists far larger than what is read at a time.
TEST(PostingRunTest, ReadsLongListsFromAFile) {
  Postings postings;
  for (uint32_t doc = 1; doc < 500000; ++doc) postings.push_back({doc * 3, doc % 400});
  const std::string run = RunOf({{"a", {{1, 1}}}, {"b", postings}, {"c", {{2, 2}}}});
  const ScratchFolder folder;
  Result<OutputFile> file = OutputFile::Create(folder.File("run"));
  ASSERT_THAT(file, IsOk());
  ASSERT_THAT(file->Append(run), IsOk());
  ASSERT_THAT(file->Flush(), IsOk());
  std::vector<RunReader> readers;
  readers.emplace_back(&*file, 0, run.size());
  const auto merged = Merge(std::move(readers));
  ASSERT_EQ(merged.size(), 3u);
  EXPECT_NE(merged.at("b").find(ListOf(postings)), std::string::npos);
}

TEST(PostingRunTest, DamageIsAnError) {
  const std::string run = RunOf({{"abc", {{1, 1}, {2, 300}}}, {"abd", {{2, 2}}}});
  for (size_t size = 1; size < run.size(); ++size) {
    RunReader reader(std::string_view(run).substr(0, size));
    while (reader.Next()) {
    }
    // Between entries it cannot be told.
    if (!reader.status().ok()) {
      EXPECT_THAT(reader.status(), StatusIs(StatusCode::kInternal)) << size;
    }
  }
  const ScratchFolder folder;
  Result<OutputFile> file = OutputFile::Create(folder.File("run"));
  ASSERT_THAT(file, IsOk());
  RunReader missing(&*file, 0, 10);
  EXPECT_FALSE(missing.Next());
  EXPECT_THAT(missing.status(), StatusIs(StatusCode::kIo));
}

}  // namespace
}  // namespace newsearch
