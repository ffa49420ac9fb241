// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_TEXT_SOURCE_H_
#define NEWSEARCH_LIB_INGEST_TEXT_SOURCE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "newsearch/status.h"

namespace newsearch {

// An archive as a stream of UTF-8, decompressed and converted. Places in an archive are byte offsets in this
// stream, which for a file in UTF-8 is the file itself: ill-formed bytes are passed on as they are (readers
// replace them piece by piece), and so is a byte order mark. Converted text is well-formed.
class TextSource {
 public:
  virtual ~TextSource() = default;

  // Appends the next piece of the text, some hundred kilobytes, to `text`; false at the end, with nothing
  // appended. A piece may end inside a character.
  virtual Result<bool> Read(std::string* text) = 0;

  // For progress, in bytes of the file; total 0 where it is not known.
  virtual uint64_t bytes_done() const = 0;
  virtual uint64_t bytes_total() const = 0;
};

// Text in memory, which must outlive it. `piece_bytes` is for tests.
class MemoryTextSource : public TextSource {
 public:
  explicit MemoryTextSource(std::string_view text, size_t piece_bytes = 1u << 18)
      : text_(text), piece_bytes_(piece_bytes) {}

  Result<bool> Read(std::string* text) override {
    const std::string_view piece = text_.substr(done_, piece_bytes_);
    text->append(piece);
    done_ += piece.size();
    return !piece.empty();
  }
  uint64_t bytes_done() const override { return done_; }
  uint64_t bytes_total() const override { return text_.size(); }

 private:
  std::string_view text_;
  size_t piece_bytes_;
  size_t done_ = 0;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_TEXT_SOURCE_H_
