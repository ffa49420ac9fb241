// SPDX-License-Identifier: GPL-2.0-or-later
//
// Files, with errors that name them.
#ifndef NEWSEARCH_LIB_UTIL_FILE_H_
#define NEWSEARCH_LIB_UTIL_FILE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "newsearch/status.h"

namespace newsearch {

// The bytes of a regular file, read once. Not mapped: a mapped file that is cut short by someone else kills
// the process that reads it.
class FileContents {
 public:
  // Errors: kNotFound, kBadInput (a directory, a device, a socket), kIo, kOutOfMemory.
  static Result<FileContents> Open(const std::string& path);

  std::string_view bytes() const { return {data_.get(), size_}; }

 private:
  FileContents(std::unique_ptr<char[]> data, size_t size) : data_(std::move(data)), size_(size) {}
  std::unique_ptr<char[]> data_;
  size_t size_;
};

// `path` made absolute, symbolic links resolved as far as it exists.
Result<std::string> AbsolutePath(const std::string& path);

// Makes the directory and its parents. Errors: kIo.
Status MakeDirectories(const std::string& path);

// Sum of the sizes of the files directly in `directory`, in bytes.
uint64_t DirectorySize(const std::string& directory);

// Reads `size` bytes at `offset` of an open file, fewer only at its end; returns how many, or -1 with errno.
int64_t ReadFileAt(int file, uint64_t offset, size_t size, void* to);

// "`what` `path`: No such file or directory", with the code that fits errno.
Status ErrnoStatus(int error, std::string_view what, const std::string& path);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_UTIL_FILE_H_
