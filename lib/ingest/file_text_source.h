// SPDX-License-Identifier: GPL-2.0-or-later
//
// A file, standard input or bytes in memory as a stream of UTF-8: decompressed, and converted where it is
// written in another charset.
#ifndef NEWSEARCH_LIB_INGEST_FILE_TEXT_SOURCE_H_
#define NEWSEARCH_LIB_INGEST_FILE_TEXT_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ingest/text_source.h"
#include "newsearch/status.h"
#include "text/charset.h"
#include "util/byte_source.h"

namespace newsearch {

// Counts the ill-formed bytes of a stream of UTF-8, as SanitizeUtf8 would of the whole.
class Utf8Counter {
 public:
  void Add(std::string_view piece);
  // The end of the stream: a sequence that is cut there is ill-formed.
  void Finish();
  uint64_t ill_formed_bytes() const { return ill_formed_; }

 private:
  char cut_[4] = {};  // the sequence that the last piece ended in
  size_t cut_bytes_ = 0;
  uint64_t ill_formed_ = 0;
};

// UTF-8 is passed on as it is, ASCII at the speed of memory. The charset of text that begins in ASCII is
// decided at the first bytes that are not, wherever they come.
//
// Thread-safety: use one from one thread at a time.
class FileTextSource : public TextSource {
 public:
  static constexpr size_t kHeadBytes = 1u << 16;

  // `path` as ByteSource::Open takes it: "-" is standard input. An empty `charset` is detected
  // (DetectCharset). Errors: kInvalidArgument (an unknown charset), kBadInput (binary data: with the offset
  // of a zero byte in the text), and those of ByteSource.
  static Result<std::unique_ptr<FileTextSource>> Open(const std::string& path, const std::string& charset);
  // Bytes in memory, which must outlive it; `name` is for messages.
  static Result<std::unique_ptr<FileTextSource>> OpenMemory(std::string_view bytes, const std::string& name,
                                                            const std::string& charset);

  Result<bool> Read(std::string* text) override;
  uint64_t bytes_done() const override { return source_->bytes_done(); }
  uint64_t bytes_total() const override { return source_->bytes_total(); }

  // The first up to kHeadBytes of the text, also delivered by Read; a mark is still in front of UTF-8.
  std::string_view head() const { return head_; }

  // What the text is converted from and who said so. As long as all was ASCII: "UTF-8", kDetected.
  const std::string& charset() const { return charset_.name; }
  CharsetHow how() const { return charset_.how; }
  // Whether places in the text are places in the (decompressed) bytes.
  bool is_utf8() const { return charset_.is_utf8(); }
  Compression compression() const { return source_->compression(); }

  // Of the text that Read gave so far: bytes of the input that say nothing in its charset. In UTF-8 they are
  // still in the text, otherwise they have become U+FFFD.
  uint64_t ill_formed_bytes() const;

 private:
  explicit FileTextSource(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}
  static Result<std::unique_ptr<FileTextSource>> Begin(std::unique_ptr<ByteSource> source,
                                                       const std::string& charset);
  Status ReadHead(const std::string& charset);
  Status CheckIsText(std::string_view sample) const;
  Status UseGiven(const std::string& charset);
  Status Detect();
  Status Decide(Charset charset);
  Status FillRaw(size_t size);
  Result<bool> ReadPassing(std::string* text);
  Result<bool> ReadConverting(std::string* text);
  void Emit(std::string_view bytes, std::string* text);

  std::unique_ptr<ByteSource> source_;
  Charset charset_;
  bool decided_ = false;  // otherwise all was ASCII so far
  bool finished_ = false;
  std::string declared_;  // the label in the head
  std::unique_ptr<Utf8Converter> converter_;
  Utf8Counter counter_;
  std::string raw_;      // bytes that were read and not passed on
  std::string pending_;  // text that waits for the first Read
  std::string head_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_FILE_TEXT_SOURCE_H_
