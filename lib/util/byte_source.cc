// SPDX-License-Identifier: GPL-2.0-or-later
#include "util/byte_source.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "util/file.h"

namespace newsearch {
namespace {

constexpr size_t kBufferBytes = 1u << 17;
// As many as the longest magic number has.
constexpr size_t kMagicBytes = 4;
// The greatest window that a Zstandard decoder must support is 8 MB (RFC 8878); its own default is this.
constexpr int kMaxWindowLog = 27;

// Bytes as they are on disk.
class RawBytes {
 public:
  virtual ~RawBytes() = default;
  virtual Result<size_t> Read(char* out, size_t size) = 0;
  virtual uint64_t total() const = 0;
};

class RawMemory : public RawBytes {
 public:
  explicit RawMemory(std::string_view bytes) : bytes_(bytes) {}
  Result<size_t> Read(char* out, size_t size) override {
    const size_t count = std::min(size, bytes_.size() - done_);
    if (count > 0) std::memcpy(out, bytes_.data() + done_, count);
    done_ += count;
    return count;
  }
  uint64_t total() const override { return bytes_.size(); }

 private:
  std::string_view bytes_;
  size_t done_ = 0;
};

class RawFile : public RawBytes {
 public:
  RawFile(int fd, bool owned, std::string name) : fd_(fd), owned_(owned), name_(std::move(name)) {}
  ~RawFile() override {
    if (owned_) ::close(fd_);
  }
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;

  // `any_kind`: pipes and devices too.
  Status Examine(bool any_kind) {
    struct stat info {};
    if (::fstat(fd_, &info) != 0) return ErrnoStatus(errno, "cannot look at", name_);
    if (S_ISDIR(info.st_mode)) return ErrnoStatus(EISDIR, "cannot read", name_);
    if (!S_ISREG(info.st_mode)) {
      if (any_kind) return Status();
      return Status(StatusCode::kBadInput, "cannot read " + name_ + ": not a regular file");
    }
    const off_t at = owned_ ? 0 : std::max<off_t>(::lseek(fd_, 0, SEEK_CUR), 0);
    total_ = info.st_size > at ? static_cast<uint64_t>(info.st_size - at) : 0;
    left_ = total_;
    (void)::posix_fadvise(fd_, 0, 0, POSIX_FADV_SEQUENTIAL);
    return Status();
  }

  Result<size_t> Read(char* out, size_t size) override {
    if (left_) size = static_cast<size_t>(std::min<uint64_t>(size, *left_));
    while (size > 0) {
      const ssize_t count = ::read(fd_, out, size);
      if (count >= 0) {
        if (left_) *left_ -= static_cast<uint64_t>(count);
        return static_cast<size_t>(count);
      }
      if (errno == EINTR) continue;
      if (errno != EAGAIN && errno != EWOULDBLOCK) return ErrnoStatus(errno, "cannot read", name_);
      // Standard input that someone made non-blocking.
      struct pollfd waiting = {fd_, POLLIN, 0};
      (void)::poll(&waiting, 1, -1);
    }
    return size_t{0};
  }
  uint64_t total() const override { return total_; }

 private:
  int fd_;
  bool owned_;
  std::string name_;
  uint64_t total_ = 0;
  std::optional<uint64_t> left_;  // of a regular file
};

// The common part: a buffer of raw bytes and where it lies in the file.
class BufferedSource : public ByteSource {
 public:
  BufferedSource(std::unique_ptr<RawBytes> raw, std::string name)
      : raw_(std::move(raw)), name_(std::move(name)) {}

  Result<size_t> Read(char* out, size_t size) override {
    if (!error_.ok()) return error_;
    Result<size_t> count = ReadSome(out, size);
    if (!count.ok()) error_ = count.status();
    return count;
  }
  const std::string& name() const override { return name_; }
  uint64_t bytes_done() const override { return buffer_at_ + begin_; }
  uint64_t bytes_total() const override { return raw_->total(); }

  // Reads until the buffer has `count` bytes or the file ends.
  Status FillTo(size_t count) {
    if (buffer_ == nullptr) buffer_.reset(new char[kBufferBytes]);
    while (available() < count && !raw_ended_) {
      if (begin_ > 0) {
        std::memmove(buffer_.get(), buffer_.get() + begin_, available());
        buffer_at_ += begin_;
        end_ -= begin_;
        begin_ = 0;
      }
      Result<size_t> got = raw_->Read(buffer_.get() + end_, kBufferBytes - end_);
      if (!got.ok()) return got.status();
      if (*got == 0) raw_ended_ = true;
      end_ += *got;
    }
    return Status();
  }
  std::string_view buffered() const { return {buffer_.get() + begin_, available()}; }
  // Takes the buffer and the place over from another.
  void TakeFrom(BufferedSource* other) {
    raw_ = std::move(other->raw_);
    buffer_ = std::move(other->buffer_);
    buffer_at_ = other->buffer_at_;
    begin_ = other->begin_;
    end_ = other->end_;
    raw_ended_ = other->raw_ended_;
  }

 protected:
  virtual Result<size_t> ReadSome(char* out, size_t size) = 0;

  size_t available() const { return end_ - begin_; }
  void Consume(size_t count) { begin_ += count; }
  RawBytes* raw() { return raw_.get(); }
  // The bytes in front of the buffer that were read past it.
  void SkipPlace(size_t count) { buffer_at_ += count; }

  Status Damaged(std::string_view format, std::string_view what) const {
    std::string message = name_;
    message.append(" is damaged: ").append(format).append(" data, ").append(what);
    message.append(" at byte ").append(std::to_string(bytes_done())).append(" of the file");
    return Status(StatusCode::kBadInput, std::move(message), bytes_done());
  }
  Status CutOff(std::string_view format) const {
    std::string message = name_;
    message.append(" is cut off: ").append(format).append(" data that ends at byte ");
    message.append(std::to_string(bytes_done())).append(" of the file before it is complete");
    return Status(StatusCode::kBadInput, std::move(message), bytes_done());
  }

 private:
  std::unique_ptr<RawBytes> raw_;
  std::string name_;
  std::unique_ptr<char[]> buffer_;
  uint64_t buffer_at_ = 0;  // where buffer_[0] lies in the file
  size_t begin_ = 0;
  size_t end_ = 0;
  bool raw_ended_ = false;
  Status error_;
};

class PlainSource : public BufferedSource {
 public:
  using BufferedSource::BufferedSource;
  Compression compression() const override { return Compression::kNone; }

 protected:
  Result<size_t> ReadSome(char* out, size_t size) override {
    if (available() > 0) {
      const size_t count = std::min(size, available());
      std::memcpy(out, buffered().data(), count);
      Consume(count);
      return count;
    }
    // The buffer is only for the magic number: the rest goes straight to the reader.
    Result<size_t> count = raw()->Read(out, size);
    if (count.ok()) SkipPlace(*count);
    return count;
  }
};

class GzipSource : public BufferedSource {
 public:
  using BufferedSource::BufferedSource;
  ~GzipSource() override {
    if (ready_) inflateEnd(&stream_);
  }
  Compression compression() const override { return Compression::kGzip; }

 protected:
  Result<size_t> ReadSome(char* out, size_t size) override {
    if (!ready_) {
      // 16: a gzip header is expected.
      if (inflateInit2(&stream_, 15 + 16) != Z_OK) return ErrnoStatus(ENOMEM, "cannot decompress", name());
      ready_ = true;
    }
    size = std::min<size_t>(size, 1u << 30);
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(size);
    while (true) {
      if (Status status = FillTo(1); !status.ok()) return status;
      if (between_members_) {
        Result<bool> more = BeginMember();
        if (!more.ok()) return more.status();
        if (!*more) return size_t{0};
      }
      // At the end of the file too: the last bytes may wait inside the decompressor.
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(buffered().data()));
      stream_.avail_in = static_cast<uInt>(available());
      const size_t offered = available();
      const int code = inflate(&stream_, Z_NO_FLUSH);
      Consume(offered - stream_.avail_in);
      const size_t made = size - stream_.avail_out;
      switch (code) {
        case Z_OK:
          break;
        case Z_STREAM_END:
          between_members_ = true;
          break;
        case Z_BUF_ERROR:  // no progress
          if (made == 0) return CutOff("gzip");
          break;
        case Z_MEM_ERROR:
          return ErrnoStatus(ENOMEM, "cannot decompress", name());
        default:
          if (made > 0) return made;  // the next call meets the damage again
          return Damaged("gzip", stream_.msg != nullptr ? stream_.msg : "not as the format says");
      }
      if (made > 0) return made;
    }
  }

 private:
  // Whether another member follows; false at the end of the file.
  Result<bool> BeginMember() {
    while (available() > 0 && buffered().front() == '\0') {
      padding_ = true;
      Consume(1);
      if (Status status = FillTo(1); !status.ok()) return status;
    }
    if (available() == 0) return false;
    if (Status status = FillTo(2); !status.ok()) return status;
    if (padding_ || buffered().substr(0, 2) != "\x1F\x8B") {
      return Damaged("gzip", "something else behind its end");
    }
    (void)inflateReset(&stream_);
    between_members_ = false;
    return true;
  }

  z_stream stream_{};
  bool ready_ = false;
  bool between_members_ = false;
  bool padding_ = false;
};

class ZstdSource : public BufferedSource {
 public:
  using BufferedSource::BufferedSource;
  ~ZstdSource() override { ZSTD_freeDCtx(context_); }
  Compression compression() const override { return Compression::kZstd; }

 protected:
  Result<size_t> ReadSome(char* out, size_t size) override {
    if (context_ == nullptr) {
      context_ = ZSTD_createDCtx();
      if (context_ == nullptr) return ErrnoStatus(ENOMEM, "cannot decompress", name());
      (void)ZSTD_DCtx_setParameter(context_, ZSTD_d_windowLogMax, kMaxWindowLog);
    }
    if (!failure_.ok()) return failure_;
    ZSTD_outBuffer output = {out, size, 0};
    while (true) {
      if (Status status = FillTo(1); !status.ok()) return status;
      if (available() == 0 && !inside_frame_) return size_t{0};
      const bool at_end = available() == 0;
      // No more than it asks for, about a block: on damage it does not say how far it came.
      ZSTD_inBuffer input = {buffered().data(), std::min(available(), wanted_), 0};
      const size_t code = ZSTD_decompressStream(context_, &output, &input);
      Consume(input.pos);
      if (ZSTD_isError(code)) {
        // The context is of no use after an error, so the error is kept while what was made is delivered.
        failure_ = Failure(code);
        if (output.pos > 0) return output.pos;
        return failure_;
      }
      // 0 says that a frame is complete and all of it was delivered.
      inside_frame_ = code != 0;
      wanted_ = inside_frame_ ? code : kFrameStartBytes;
      if (output.pos > 0) return output.pos;
      if (at_end && inside_frame_) return CutOff("Zstandard");
    }
  }

 private:
  Status Failure(size_t code) const {
    switch (ZSTD_getErrorCode(code)) {
      case ZSTD_error_memory_allocation:
        return ErrnoStatus(ENOMEM, "cannot decompress", name());
      case ZSTD_error_frameParameter_windowTooLarge:
        return Status(StatusCode::kUnsupported,
                      name() + " needs a window of more than 128 MB to decompress (Zstandard, --long)");
      default:
        return Damaged("Zstandard", ZSTD_getErrorName(code));
    }
  }

  ZSTD_DCtx* context_ = nullptr;
  bool inside_frame_ = false;
  static constexpr size_t kFrameStartBytes = 5;  // a frame header may have more, and then asks for them
  size_t wanted_ = kFrameStartBytes;
  Status failure_;
};

Compression Recognise(std::string_view front) {
  if (front.substr(0, 2) == "\x1F\x8B") return Compression::kGzip;
  if (front == "\x28\xB5\x2F\xFD") return Compression::kZstd;
  // A skippable frame, as parallel compressors put in front.
  if (front.size() == kMagicBytes && (front[0] & 0xF0) == 0x50 && front.substr(1) == "\x2A\x4D\x18") {
    return Compression::kZstd;
  }
  return Compression::kNone;
}

Result<std::unique_ptr<ByteSource>> Decompressing(std::unique_ptr<RawBytes> raw, const std::string& name) {
  auto plain = std::make_unique<PlainSource>(std::move(raw), name);
  if (Status status = plain->FillTo(kMagicBytes); !status.ok()) return status;
  std::unique_ptr<BufferedSource> source;
  switch (Recognise(plain->buffered().substr(0, kMagicBytes))) {
    case Compression::kNone:
      return std::unique_ptr<ByteSource>(std::move(plain));
    case Compression::kGzip:
      source = std::make_unique<GzipSource>(nullptr, name);
      break;
    case Compression::kZstd:
      source = std::make_unique<ZstdSource>(nullptr, name);
      break;
  }
  source->TakeFrom(plain.get());
  return std::unique_ptr<ByteSource>(std::move(source));
}

}  // namespace

Result<std::unique_ptr<ByteSource>> ByteSource::Open(const std::string& path) {
  const bool standard_input = path == "-";
  const std::string name = standard_input ? "standard input" : path;
  // Not to wait for the other end of a pipe that is going to be refused.
  const int fd = standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return ErrnoStatus(errno, "cannot open", path);
  auto file = std::make_unique<RawFile>(fd, !standard_input, name);
  if (Status status = file->Examine(standard_input); !status.ok()) return status;
  return Decompressing(std::move(file), name);
}

Result<std::unique_ptr<ByteSource>> ByteSource::OpenMemory(std::string_view bytes, std::string name) {
  return Decompressing(std::make_unique<RawMemory>(bytes), name);
}

}  // namespace newsearch
