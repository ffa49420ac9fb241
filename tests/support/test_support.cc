// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/test_support.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>

#include "util/utf8.h"

namespace newsearch {

void PrintTo(const Status& status, std::ostream* os) { *os << status.ToString(); }

ScratchFolder::ScratchFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "newsearch-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string ScratchFolder::Write(const std::string& name, std::string_view content) const {
  const std::string path = File(name);
  std::ofstream file(path, std::ios::binary);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  return path;
}

std::string CorpusPath(const std::string& name) { return std::string(NEWSEARCH_TEST_CORPORA) + "/" + name; }

std::optional<std::string> SharedPath(const std::string& name) {
  const std::string path = std::string(NEWSEARCH_TEST_SHARED) + "/" + name;
  if (!std::filesystem::exists(path)) return std::nullopt;
  return path;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

std::vector<Document> ReadDocuments(const std::string& path, const IngestOptions& options) {
  std::vector<Document> documents;
  const Status status = ReadArchive(path, options, [&documents](Document document) {
    documents.push_back(std::move(document));
    return Status();
  });
  EXPECT_THAT(status, IsOk()) << path;
  return documents;
}

std::vector<Document> ReadTextDocuments(std::string_view text, const IngestOptions& options) {
  std::vector<Document> documents;
  const Status status = ReadText(text, options, [&documents](Document document) {
    documents.push_back(std::move(document));
    return Status();
  });
  EXPECT_THAT(status, IsOk());
  return documents;
}

TestRandom::TestRandom() {
  const char* given = std::getenv("NEWSEARCH_TEST_SEED");
  seed_ = given != nullptr ? std::strtoull(given, nullptr, 10) : 20160621;
  engine_.seed(seed_);
}

std::string TestRandom::Text(size_t code_points) {
  // First and last code points of what is mixed: ASCII, Latin with marks, combining marks, Greek, Cyrillic,
  // Hebrew, Arabic, Devanagari, Thai, Hangul, general punctuation, kana, Han, compatibility forms, emoji.
  static constexpr std::pair<char32_t, char32_t> kRanges[] = {
      {0x20, 0x7E},     {0x20, 0x7E},       {0xA0, 0x24F},    {0x300, 0x36F},   {0x370, 0x3FF},
      {0x400, 0x4FF},   {0x5D0, 0x5EA},     {0x600, 0x6FF},   {0x900, 0x97F},   {0xE00, 0xE7F},
      {0xAC00, 0xD7A3}, {0x2000, 0x206F},   {0x3040, 0x30FF}, {0x4E00, 0x9FFF}, {0xFB00, 0xFB06},
      {0xFF01, 0xFF60}, {0x1F300, 0x1F64F}, {0x1E00, 0x1EFF}};
  std::string text;
  size_t range = 0;
  for (size_t i = 0; i < code_points; ++i) {
    // Runs of one script, as in real text.
    if (Below(6) == 0) range = Below(std::size(kRanges));
    const auto [first, last] = kRanges[range];
    AppendUtf8(static_cast<char32_t>(first + Below(last - first + 1)), &text);
    if (Below(8) == 0) text.push_back(" \n\t.,-'"[Below(7)]);
  }
  return text;
}

std::string TestRandom::Bytes(size_t count) {
  std::string bytes(count, '\0');
  for (char& c : bytes) c = static_cast<char>(Below(256));
  return bytes;
}

std::string TestRandom::Damaged(std::string bytes, size_t range) {
  for (uint64_t count = 1 + Below(8); count > 0; --count) {
    char& byte = bytes[Below(range)];
    byte = Below(2) == 0 ? static_cast<char>(Below(256)) : static_cast<char>(~byte);
  }
  return bytes;
}

}  // namespace newsearch
