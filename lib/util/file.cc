// SPDX-License-Identifier: GPL-2.0-or-later
#include "util/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <new>
#include <system_error>
#include <utility>

namespace newsearch {
namespace {

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

Status ErrnoStatus(int error, std::string_view what, const std::string& path) {
  std::string message(what);
  message.append(" ").append(path).append(": ").append(std::generic_category().message(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return Status(StatusCode::kNotFound, std::move(message));
    case ENXIO:  // a socket, or a device without its driver
    case EISDIR:
      return Status(StatusCode::kBadInput, std::move(message));
    case ENOMEM:
      return Status(StatusCode::kOutOfMemory, std::move(message));
    default:
      return Status(StatusCode::kIo, std::move(message));
  }
}

Result<FileContents> FileContents::Open(const std::string& path) {
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return ErrnoStatus(errno, "cannot open", path);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return ErrnoStatus(errno, "cannot look at", path);
  if (S_ISDIR(info.st_mode)) return ErrnoStatus(EISDIR, "cannot read", path);
  if (!S_ISREG(info.st_mode)) {
    return Status(StatusCode::kBadInput, "cannot read " + path + ": not a regular file");
  }
  // What is added to the file while it is read waits for the next time.
  const auto size = static_cast<size_t>(info.st_size);
  std::unique_ptr<char[]> data(new (std::nothrow) char[size > 0 ? size : 1]);
  if (data == nullptr) return ErrnoStatus(ENOMEM, "cannot read", path);
  size_t done = 0;
  while (done < size) {
    const ssize_t count = ::read(file.get(), data.get() + done, size - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoStatus(errno, "cannot read", path);
    if (count == 0) break;
    done += static_cast<size_t>(count);
  }
  return FileContents(std::move(data), done);
}

int64_t ReadFileAt(int file, uint64_t offset, size_t size, void* to) {
  size_t done = 0;
  while (done < size) {
    const ssize_t count =
        ::pread(file, static_cast<char*>(to) + done, size - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return -1;
    if (count == 0) break;
    done += static_cast<size_t>(count);
  }
  return static_cast<int64_t>(done);
}

Result<std::string> AbsolutePath(const std::string& path) {
  if (path.empty()) return Status(StatusCode::kNotFound, "the path of the file is empty");
  std::error_code error;
  // weakly_canonical alone leaves a relative path of which nothing exists relative.
  std::filesystem::path absolute = std::filesystem::absolute(path, error);
  if (!error) absolute = std::filesystem::weakly_canonical(absolute, error);
  if (error) return ErrnoStatus(error.value(), "cannot resolve", path);
  return absolute.string();
}

Status MakeDirectories(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) {
    return Status(StatusCode::kIo, "cannot make directory " + path + ": " + error.message());
  }
  return Status();
}

uint64_t DirectorySize(const std::string& directory) {
  std::error_code error;
  uint64_t total = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    std::error_code entry_error;
    const uint64_t size = entry.file_size(entry_error);
    if (!entry_error) total += size;
  }
  return total;
}

}  // namespace newsearch
