// SPDX-License-Identifier: GPL-2.0-or-later
//
// What tests of all rooms share: checks that read as sentences, scratch folders, corpora.
#ifndef NEWSEARCH_TESTS_SUPPORT_TEST_SUPPORT_H_
#define NEWSEARCH_TESTS_SUPPORT_TEST_SUPPORT_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/document.h"
#include "newsearch/ingest.h"
#include "newsearch/status.h"

namespace newsearch {

// So that failures show the message, not bytes.
void PrintTo(const Status& status, std::ostream* os);

namespace testing_support {

inline Status StatusOf(const Status& status) { return status; }
template <typename T>
Status StatusOf(const Result<T>& result) {
  return result.status();
}

}  // namespace testing_support

// EXPECT_THAT(writer.Put(document), IsOk());
MATCHER(IsOk, negation ? "is an error" : "is ok") {
  const Status status = testing_support::StatusOf(arg);
  *result_listener << status.ToString();
  return status.ok();
}

// EXPECT_THAT(searcher, StatusIs(StatusCode::kNotFound));
MATCHER_P(StatusIs, code, "has the status " + std::string(StatusCodeName(code))) {
  const Status status = testing_support::StatusOf(arg);
  *result_listener << status.ToString();
  return status.code() == code;
}

// A folder of its own that goes away with the object.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }
  std::string File(const std::string& name) const { return path_ + "/" + name; }
  // Writes a file and returns its path.
  std::string Write(const std::string& name, std::string_view content) const;

 private:
  std::string path_;
};

// tests/corpora/NAME
std::string CorpusPath(const std::string& name);

// NAME in the data from outside the project; nullopt where there is none. Tests then GTEST_SKIP with the
// name.
std::optional<std::string> SharedPath(const std::string& name);

std::string ReadFile(const std::string& path);

// All documents of an archive; fails the test if it cannot be read.
std::vector<Document> ReadDocuments(const std::string& path, const IngestOptions& options = {});
std::vector<Document> ReadTextDocuments(std::string_view text, const IngestOptions& options = {});

// A generator for random tests: the seed is fixed, can be given in the environment (NEWSEARCH_TEST_SEED), and
// is printed when a test that uses it fails (SCOPED_TRACE(random.Trace())).
class TestRandom {
 public:
  TestRandom();
  std::mt19937_64& engine() { return engine_; }
  uint64_t Below(uint64_t limit) { return std::uniform_int_distribution<uint64_t>(0, limit - 1)(engine_); }
  // Well-formed text in many scripts, with marks, controls and odd spaces in it.
  std::string Text(size_t code_points);
  std::string Bytes(size_t count);
  // `bytes` with one to eight of the first `range` changed. REQUIRES: 0 < range <= bytes.size().
  std::string Damaged(std::string bytes, size_t range);
  std::string Trace() const { return "NEWSEARCH_TEST_SEED=" + std::to_string(seed_); }

 private:
  uint64_t seed_;
  std::mt19937_64 engine_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_SUPPORT_TEST_SUPPORT_H_
