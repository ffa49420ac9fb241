// SPDX-License-Identifier: GPL-2.0-or-later
//
// Files, with errors that name them.
#ifndef NEWSEARCH_LIB_UTIL_FILE_H_
#define NEWSEARCH_LIB_UTIL_FILE_H_

#include <string>
#include <string_view>

#include "newsearch/status.h"

namespace newsearch {

// A regular file mapped into memory, read only. Pages are read when they are touched.
class MappedFile {
 public:
  // Errors: kNotFound, kBadInput (a directory, a device, a socket), kIo.
  static Result<MappedFile> Open(const std::string& path);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  std::string_view bytes() const { return {data_, size_}; }

 private:
  MappedFile(const char* data, size_t size) : data_(data), size_(size) {}
  const char* data_ = nullptr;
  size_t size_ = 0;
};

// `path` made absolute, symbolic links resolved as far as it exists.
Result<std::string> AbsolutePath(const std::string& path);

// Makes the directory and its parents. Errors: kIo.
Status MakeDirectories(const std::string& path);

// Sum of the sizes of the files directly in `directory`, in bytes.
uint64_t DirectorySize(const std::string& directory);

// "`what` `path`: No such file or directory", with the code that fits errno.
Status ErrnoStatus(int error, std::string_view what, const std::string& path);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_UTIL_FILE_H_
