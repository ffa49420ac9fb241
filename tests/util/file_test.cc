// SPDX-License-Identifier: GPL-2.0-or-later
#include "util/file.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "support/test_support.h"

namespace newsearch {
namespace {

using ::testing::HasSubstr;

TEST(FileContents, ShowsTheBytes) {
  ScratchFolder folder;
  using namespace std::string_literals;
  for (const std::string& content : {"Kista"s, "a\0b\xFF"s, std::string(100000, 'x'), "\n"s}) {
    const Result<FileContents> file = FileContents::Open(folder.Write("file", content));
    ASSERT_THAT(file.status(), IsOk());
    EXPECT_EQ(file->bytes(), content);
  }
}

TEST(FileContents, OfAnEmptyFileIsEmpty) {
  ScratchFolder folder;
  const Result<FileContents> file = FileContents::Open(folder.Write("empty", ""));
  ASSERT_THAT(file.status(), IsOk());
  EXPECT_TRUE(file->bytes().empty());
}

TEST(FileContents, FollowsLinks) {
  ScratchFolder folder;
  folder.Write("file", "Kista");
  ASSERT_EQ(symlink("file", folder.File("link").c_str()), 0);
  const Result<FileContents> file = FileContents::Open(folder.File("link"));
  ASSERT_THAT(file.status(), IsOk());
  EXPECT_EQ(file->bytes(), "Kista");
}

TEST(FileContents, StaysValidWhenMoved) {
  ScratchFolder folder;
  Result<FileContents> opened = FileContents::Open(folder.Write("one", "one"));
  Result<FileContents> other = FileContents::Open(folder.Write("two", "two"));
  ASSERT_THAT(opened.status(), IsOk());
  ASSERT_THAT(other.status(), IsOk());
  FileContents file = std::move(opened).value();
  EXPECT_EQ(file.bytes(), "one");
  file = std::move(other).value();
  EXPECT_EQ(file.bytes(), "two");
}

TEST(FileContents, NamesWhatCannotBeRead) {
  ScratchFolder folder;
  folder.Write("file", "x");
  ASSERT_EQ(mkfifo(folder.File("fifo").c_str(), 0600), 0);
  ASSERT_EQ(symlink("loop", folder.File("loop").c_str()), 0);
  ASSERT_EQ(symlink("gone", folder.File("dangling").c_str()), 0);
  const struct {
    std::string path;
    StatusCode code;
  } rows[] = {
      // Nothing there.
      {folder.File("missing"), StatusCode::kNotFound},
      {folder.File("no/such/folder"), StatusCode::kNotFound},
      {folder.File("file/below"), StatusCode::kNotFound},
      {folder.File("dangling"), StatusCode::kNotFound},
      {"", StatusCode::kNotFound},
      // There, but no file. A fifo without a writer must not block.
      {folder.path(), StatusCode::kBadInput},
      {folder.File("fifo"), StatusCode::kBadInput},
      {"/dev/null", StatusCode::kBadInput},
      // The system refuses.
      {folder.File("loop"), StatusCode::kIo},
      {folder.File(std::string(300, 'x')), StatusCode::kIo},
  };
  for (const auto& row : rows) {
    const Result<FileContents> file = FileContents::Open(row.path);
    EXPECT_THAT(file.status(), StatusIs(row.code)) << row.path;
    EXPECT_THAT(file.status().message(), HasSubstr(row.path));
  }
}

TEST(FileContents, RefusesASocket) {
  ScratchFolder folder;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = folder.File("socket");
  ASSERT_LT(path.size(), sizeof address.sun_path);
  std::strcpy(address.sun_path, path.c_str());
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_GE(fd, 0);
  const int bound = bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  close(fd);
  ASSERT_EQ(bound, 0);
  EXPECT_THAT(FileContents::Open(path).status(), StatusIs(StatusCode::kBadInput));
}

TEST(FileContents, RefusesAFileWithoutPermission) {
  ScratchFolder folder;
  const std::string path = folder.Write("secret", "x");
  ASSERT_EQ(chmod(path.c_str(), 0), 0);
  if (access(path.c_str(), R_OK) == 0) GTEST_SKIP() << "this user may read everything";
  EXPECT_THAT(FileContents::Open(path).status(), StatusIs(StatusCode::kIo));
}

TEST(AbsolutePath, ResolvesWhatExists) {
  ScratchFolder folder;
  const std::string root = std::filesystem::canonical(folder.path()).string();
  folder.Write("file", "x");
  ASSERT_EQ(symlink("file", folder.File("link").c_str()), 0);
  const std::string here = std::filesystem::current_path().string();
  const struct {
    std::string path;
    std::string expected;
  } rows[] = {
      {folder.File("file"), root + "/file"},
      {folder.File("./file"), root + "/file"},
      {folder.File("nowhere/../file"), root + "/file"},
      {folder.File("link"), root + "/file"},
      // Only a part exists, or nothing.
      {folder.File("missing"), root + "/missing"},
      {folder.File("missing/below"), root + "/missing/below"},
      {"/no-such-folder/file", "/no-such-folder/file"},
      // Relative.
      {".", here},
      {"./no-such-file", here + "/no-such-file"},
      {"no-such-file", here + "/no-such-file"},
      {"no-such-folder/file", here + "/no-such-folder/file"},
  };
  for (const auto& row : rows) {
    const Result<std::string> absolute = AbsolutePath(row.path);
    ASSERT_THAT(absolute, IsOk()) << row.path;
    EXPECT_EQ(*absolute, row.expected) << row.path;
  }
}

TEST(AbsolutePath, NamesWhatCannotBeResolved) {
  ScratchFolder folder;
  ASSERT_EQ(symlink("loop", folder.File("loop").c_str()), 0);
  const Result<std::string> absolute = AbsolutePath(folder.File("loop"));
  EXPECT_THAT(absolute, StatusIs(StatusCode::kIo));
  EXPECT_THAT(absolute.status().message(), HasSubstr(folder.File("loop")));
}

TEST(MakeDirectories, MakesParentsAndKeepsWhatIsThere) {
  ScratchFolder folder;
  const std::string path = folder.File("a/b/c");
  ASSERT_THAT(MakeDirectories(path), IsOk());
  EXPECT_TRUE(std::filesystem::is_directory(path));
  folder.Write("a/b/c/file", "x");
  EXPECT_THAT(MakeDirectories(path), IsOk());
  EXPECT_EQ(ReadFile(folder.File("a/b/c/file")), "x");
}

TEST(MakeDirectories, FailsWhereAFileIsInTheWay) {
  ScratchFolder folder;
  folder.Write("file", "x");
  for (const char* name : {"file", "file/below"}) {
    const Status status = MakeDirectories(folder.File(name));
    EXPECT_THAT(status, StatusIs(StatusCode::kIo)) << name;
    EXPECT_THAT(status.message(), HasSubstr(folder.File(name)));
  }
}

TEST(DirectorySize, AddsTheFilesDirectlyInside) {
  ScratchFolder folder;
  EXPECT_EQ(DirectorySize(folder.path()), 0u);
  folder.Write("one", std::string(1000, 'x'));
  folder.Write("two", std::string(23, 'x'));
  ASSERT_THAT(MakeDirectories(folder.File("below")), IsOk());
  folder.Write("below/three", std::string(500, 'x'));
  EXPECT_EQ(DirectorySize(folder.path()), 1023u);
  EXPECT_EQ(DirectorySize(folder.File("missing")), 0u);
}

TEST(ErrnoStatus, FitsTheCode) {
  static const struct {
    int error;
    StatusCode code;
  } kRows[] = {
      {ENOENT, StatusCode::kNotFound}, {ENOTDIR, StatusCode::kNotFound},
      {EISDIR, StatusCode::kBadInput}, {ENOMEM, StatusCode::kOutOfMemory},
      {EACCES, StatusCode::kIo},       {EPERM, StatusCode::kIo},
      {EIO, StatusCode::kIo},          {ENOSPC, StatusCode::kIo},
      {EMFILE, StatusCode::kIo},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(ErrnoStatus(row.error, "cannot open", "/a/file"), StatusIs(row.code))
        << std::strerror(row.error);
  }
  EXPECT_EQ(ErrnoStatus(ENOENT, "cannot open", "/a/file").message(),
            "cannot open /a/file: No such file or directory");
}

}  // namespace
}  // namespace newsearch
