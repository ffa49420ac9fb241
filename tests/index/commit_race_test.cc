// SPDX-License-Identifier: GPL-2.0-or-later
//
// What goes wrong between a writer and the disk, and between a writer and its readers.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "index/index_test_support.h"

namespace newsearch {
namespace {

// Limits the size of files that this process may write, so that a flush fails as on a full disk. Used in
// children only.
void LimitFileSize(rlim_t bytes) {
  signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = bytes;
  setrlimit(RLIMIT_FSIZE, &limit);
}

// Runs `body` in a child process; its value is the exit status.
template <typename Body>
int InChild(const Body& body) {
  const pid_t child = fork();
  if (child == 0) _exit(body());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

Document Numbered(int number, const std::string& source = "test") {
  std::string body = "alpha";
  for (int i = 0; i < 50; ++i) body += " word" + std::to_string(number * 50 + i);
  return MakeDocument("d" + std::to_string(number), "Title " + std::to_string(number), body, "en", source);
}

// Enough documents that committing them needs more than the limited size.
bool PutMany(IndexWriter* writer, const std::string& source = "test") {
  for (int i = 1; i < 400; ++i) {
    if (!writer->Put(Numbered(i, source)).ok()) return false;
  }
  return true;
}

TEST(CommitRaceTest, AFailedCommitCommitsNothingLater) {
  ScratchFolder folder;
  const std::string path = folder.File("index");
  PutAll(path, {Numbered(0)});
  const int outcome = InChild([&path] {
    auto writer = IndexWriter::Open(path);
    if (!writer.ok()) return 1;
    if (!PutMany(&*writer)) return 2;
    LimitFileSize(16384);
    const Status failed = writer->Commit();
    LimitFileSize(RLIM_INFINITY);
    if (failed.ok()) return 3;
    // The writer says what went wrong until somebody drops the changes.
    if (writer->Commit().code() != failed.code()) return 4;
    if (writer->Put(Numbered(1000)).code() != failed.code()) return 5;
    return 0;  // without destroying the writer...
  });
  EXPECT_EQ(outcome, 0);
  EXPECT_THAT(AllIds(path), testing::ElementsAre("d0"));
}

TEST(CommitRaceTest, DestroyingAWriterAfterAFailedCommitDropsItsChanges) {
  ScratchFolder folder;
  const std::string path = folder.File("index");
  PutAll(path, {Numbered(0)});
  const int outcome = InChild([&path] {
    {
      auto writer = IndexWriter::Open(path);
      if (!writer.ok()) return 1;
      if (!PutMany(&*writer)) return 2;
      LimitFileSize(16384);
      if (writer->Commit().ok()) return 3;
      LimitFileSize(RLIM_INFINITY);
    }
    return 0;
  });
  EXPECT_EQ(outcome, 0);
  EXPECT_THAT(AllIds(path), testing::ElementsAre("d0"));
}

TEST(CommitRaceTest, AnArchiveThatFailsCanBeAbortedAndTheNextOneWorks) {
  ScratchFolder folder;
  const std::string path = folder.File("index");
  PutAll(path, {Numbered(0)});
  const int outcome = InChild([&path] {
    auto writer = IndexWriter::Open(path);
    if (!writer.ok()) return 1;
    if (!writer->BeginArchive("big").ok()) return 2;
    if (!PutMany(&*writer, "big")) return 3;
    LimitFileSize(16384);
    if (writer->EndArchive().ok()) return 4;
    LimitFileSize(RLIM_INFINITY);
    if (!writer->AbortArchive().ok()) return 5;
    if (!writer->BeginArchive("small").ok()) return 6;
    if (!writer->Put(Numbered(1, "small")).ok()) return 7;
    auto report = writer->EndArchive();
    return report.ok() && report->added == 1 ? 0 : 8;
  });
  EXPECT_EQ(outcome, 0);
  EXPECT_THAT(AllIds(path), testing::ElementsAre("d0", "d1"));
}

// Commits are numbered from 1 on in each index, so the number alone does not tell one index from another.
TEST(CommitRaceTest, AnotherIndexAtThePathIsNoticed) {
  ScratchFolder folder;
  const std::string path = folder.File("index");
  PutAll(path, {Numbered(0), Numbered(1)});
  PutAll(folder.File("other"), {Numbered(2), Numbered(3), Numbered(4)});
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  SearchRequest request;
  request.text = "alpha";
  ASSERT_EQ(searcher->Search(request).value().total, 2u);
  std::filesystem::rename(path, folder.File("old"));
  std::filesystem::rename(folder.File("other"), path);
  const auto response = searcher->Search(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->total, 3u);
  ASSERT_THAT(searcher->Get("d3"), IsOk());
}

// One later commit does not hurt the one in use; but with more threads than sessions the searcher moves.
TEST(CommitRaceTest, ThreadsAfterALaterCommit) {
  ScratchFolder folder;
  const std::string path = folder.File("index");
  PutAll(path, {Numbered(0), Numbered(1)});
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  SearchRequest request;
  request.text = "alpha";
  ASSERT_EQ(searcher->Search(request).value().total, 2u);
  PutAll(path, {Numbered(2)});
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 200; ++k) {
        const auto response = searcher->Search(request);
        ASSERT_THAT(response, IsOk());
        ASSERT_THAT(response->total, testing::AnyOf(2u, 3u));
      }
    });
  }
}

// Threads share a searcher and search all the time, while a writer commits as fast as it can. Every answer is
// whole, or says that the index changed; the searcher is right again once the writer stops.
TEST(CommitRaceTest, ReadersBesideAWriterThatCommitsAllTheTime) {
  constexpr int kDocuments = 200;
  ScratchFolder scratch;
  // In memory commits take no time, which makes the race as hard as it gets.
  std::string path = scratch.File("index");
  std::optional<std::filesystem::path> in_memory;
  if (access("/dev/shm", W_OK) == 0) {
    in_memory = "/dev/shm/newsearch-test-" + std::to_string(getpid());
    path = in_memory->string();
  }
  std::vector<Document> documents;
  for (int i = 0; i < kDocuments; ++i) documents.push_back(Numbered(i));
  PutAll(path, documents);

  std::jthread writer_thread([&](const std::stop_token& stop) {
    auto writer = IndexWriter::Open(path);
    ASSERT_THAT(writer, IsOk());
    for (int round = 0; !stop.stop_requested(); ++round) {
      Document changed = Numbered(round % kDocuments);
      changed.body += " round" + std::to_string(round);
      ASSERT_THAT(writer->Put(changed), IsOk());
      ASSERT_THAT(writer->Commit(), IsOk());
    }
  });
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  SearchRequest request;
  request.text = "alpha";
  request.max_hits = 5;
  request.facets = {{"lang"}};
  std::atomic<int> answers = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(3);
  {
    std::vector<std::jthread> readers;
    for (int i = 0; i < 3; ++i) {
      readers.emplace_back([&] {
        while (std::chrono::steady_clock::now() < end) {
          auto response = searcher->Search(request);
          if (!response.ok()) {
            ASSERT_THAT(response, StatusIs(StatusCode::kIndexChanged));
            continue;
          }
          ++answers;
          ASSERT_EQ(response->total, static_cast<uint64_t>(kDocuments));
          ASSERT_EQ(response->facets[0].documents, static_cast<uint64_t>(kDocuments));
        }
      });
    }
  }
  writer_thread.request_stop();
  writer_thread.join();
  EXPECT_GT(answers, 0);
  auto response = searcher->Search(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->total, static_cast<uint64_t>(kDocuments));
  if (in_memory) std::filesystem::remove_all(*in_memory);
}

}  // namespace
}  // namespace newsearch
