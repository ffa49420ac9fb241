// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_GLASS_OUTPUT_FILE_H_
#define NEWSEARCH_LIB_GLASS_OUTPUT_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "newsearch/status.h"

namespace newsearch {

// A file that is written from its start to its end, and may be read again meanwhile.
// Thread-safety: one thread at a time.
class OutputFile {
 public:
  OutputFile() = default;  // not open
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&& other) noexcept;
  ~OutputFile();  // closes; what was not flushed may be lost

  // Makes the file, or empties the one there is. Errors: kIo.
  static Result<OutputFile> Create(const std::string& path);

  const std::string& path() const { return path_; }
  // Bytes appended so far.
  uint64_t size() const { return written_ + buffer_.size(); }

  // Errors: kIo; nothing can be relied on then.
  Status Append(std::string_view bytes);
  // Hands what was appended to the system.
  Status Flush();
  // Flushes, and waits until the disk has it.
  Status Sync();
  Status Close();

  // The bytes from `offset` on into `to`, as many as there are, but at most `size`; their number.
  // REQUIRES: flushed.
  Result<size_t> ReadAt(uint64_t offset, char* to, size_t size) const;

 private:
  std::string path_;
  int file_ = -1;
  uint64_t written_ = 0;
  std::string buffer_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_GLASS_OUTPUT_FILE_H_
