// SPDX-License-Identifier: GPL-2.0-or-later
#include "util/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
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

Result<MappedFile> MappedFile::Open(const std::string& path) {
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return ErrnoStatus(errno, "cannot open", path);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return ErrnoStatus(errno, "cannot look at", path);
  if (S_ISDIR(info.st_mode)) return ErrnoStatus(EISDIR, "cannot read", path);
  if (!S_ISREG(info.st_mode))
    return Status(StatusCode::kBadInput, "cannot read " + path + ": not a regular file");
  const auto size = static_cast<size_t>(info.st_size);
  if (size == 0) return MappedFile(nullptr, 0);
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (data == MAP_FAILED) return ErrnoStatus(errno, "cannot map", path);
  return MappedFile(static_cast<const char*>(data), size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
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
