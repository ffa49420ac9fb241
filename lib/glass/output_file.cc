// SPDX-License-Identifier: GPL-2.0-or-later
#include "glass/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "util/file.h"

namespace newsearch {
namespace {

constexpr size_t kBufferBytes = size_t{256} << 10;

}  // namespace

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      written_(other.written_),
      buffer_(std::move(other.buffer_)) {}

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(file_, other.file_);
  std::swap(written_, other.written_);
  std::swap(buffer_, other.buffer_);
  return *this;
}

OutputFile::~OutputFile() {
  if (file_ >= 0) ::close(file_);
}

Result<OutputFile> OutputFile::Create(const std::string& path) {
  OutputFile out;
  out.path_ = path;
  out.file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (out.file_ < 0) return Status(StatusCode::kIo, ErrnoStatus(errno, "cannot write", path).message());
  out.buffer_.reserve(kBufferBytes);
  return out;
}

Status OutputFile::Append(std::string_view bytes) {
  if (buffer_.size() + bytes.size() > kBufferBytes) {
    if (Status status = Flush(); !status.ok()) return status;
  }
  buffer_.append(bytes);
  return Status();
}

Status OutputFile::Flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t count = ::pwrite(file_, rest.data(), rest.size(), static_cast<off_t>(written_));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Status(StatusCode::kIo, ErrnoStatus(errno, "cannot write", path_).message());
    rest.remove_prefix(static_cast<size_t>(count));
    written_ += static_cast<uint64_t>(count);
  }
  buffer_.clear();
  return Status();
}

Status OutputFile::Sync() {
  if (Status status = Flush(); !status.ok()) return status;
  if (::fdatasync(file_) != 0) {
    return Status(StatusCode::kIo, ErrnoStatus(errno, "cannot write", path_).message());
  }
  return Status();
}

Status OutputFile::Close() {
  if (Status status = Flush(); !status.ok()) return status;
  if (::close(std::exchange(file_, -1)) != 0) {
    return Status(StatusCode::kIo, ErrnoStatus(errno, "cannot write", path_).message());
  }
  return Status();
}

Result<size_t> OutputFile::ReadAt(uint64_t offset, char* to, size_t size) const {
  const int64_t got = ReadFileAt(file_, offset, size, to);
  if (got < 0) return Status(StatusCode::kIo, ErrnoStatus(errno, "cannot read", path_).message());
  return static_cast<size_t>(got);
}

}  // namespace newsearch
