// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/writer_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace newsearch {

WriterLock::WriterLock(WriterLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

WriterLock::~WriterLock() {
  if (file_ < 0) return;
  // A child of this process may still have the file open.
  (void)::flock(file_, LOCK_UN);
  ::close(file_);
}

bool WriterLock::Take(const std::string& index) {
  const std::string path = index + "/writer.lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) return true;
  // Of the open file, not of the process: two writers in one process hold each other off too.
  const bool taken = ::flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
  if (file_ >= 0) ::close(file_);
  file_ = taken ? file : -1;
  if (!taken) ::close(file);
  return taken;
}

}  // namespace newsearch
