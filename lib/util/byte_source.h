// SPDX-License-Identifier: GPL-2.0-or-later
//
// The bytes of a file or of standard input as a stream, decompressed on the way.
#ifndef NEWSEARCH_LIB_UTIL_BYTE_SOURCE_H_
#define NEWSEARCH_LIB_UTIL_BYTE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "newsearch/status.h"

namespace newsearch {

enum class Compression { kNone, kGzip, kZstd };

// Told by the first bytes of the data, never by a name: gzip (also several members one after another, and
// zeros behind the last, as tapes leave them) and Zstandard (also several frames). Memory is bounded whatever
// the input: a buffer of 128 KB and the decompressor's window, which for Zstandard is at most 128 MB.
//
// Errors are kBadInput with the offset in the compressed bytes for data that is damaged or cut off,
// kUnsupported for a greater window, kIo, kOutOfMemory. What was read well before a damage is delivered
// before the error.
//
// Thread-safety: use one from one thread at a time.
class ByteSource {
 public:
  // A regular file, or "-" for standard input: a file, a pipe or a terminal, read from where it stands. What
  // is added to a regular file after this waits for the next time; a file that shrinks ends early. Errors:
  // kNotFound, kIo, kBadInput (a directory; a path that is a device, a pipe or a socket).
  static Result<std::unique_ptr<ByteSource>> Open(const std::string& path);

  // Bytes in memory, which must outlive it; `name` is for messages.
  static Result<std::unique_ptr<ByteSource>> OpenMemory(std::string_view bytes, std::string name);

  virtual ~ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  // Writes up to `size` bytes to `out` and returns how many; fewer is no sign of the end, 0 is.
  // After an error every call returns it again. REQUIRES: size > 0.
  virtual Result<size_t> Read(char* out, size_t size) = 0;

  virtual Compression compression() const = 0;
  // How it is called in messages: the path, "standard input".
  virtual const std::string& name() const = 0;

  // For progress, in bytes as they are on disk; total 0 where it is not known, as for a pipe.
  virtual uint64_t bytes_done() const = 0;
  virtual uint64_t bytes_total() const = 0;

 protected:
  ByteSource() = default;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_UTIL_BYTE_SOURCE_H_
