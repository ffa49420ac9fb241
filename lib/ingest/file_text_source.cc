// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/file_text_source.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "util/utf8.h"

namespace newsearch {
namespace {

// What is read at a time. Small enough for a processor's cache, so that the text is looked at while it is
// there.
constexpr size_t kPieceBytes = 1u << 18;
// How much of a file is looked at to tell whether it is text, and behind the first byte that is not ASCII to
// tell its charset.
constexpr size_t kSniffBytes = FileTextSource::kHeadBytes;
// Text has no more control characters than this, by share.
constexpr double kMaxControlShare = 0.05;
// More bytes than this that fit no charset are no text.
constexpr double kMaxStrangeShare = 0.3;

// UTF-16 and UTF-32, in which zero bytes are in order.
bool IsWide(const std::string& charset) {
  return charset.compare(0, 6, "UTF-16") == 0 || charset.compare(0, 6, "UTF-32") == 0;
}

}  // namespace

void Utf8Counter::Add(std::string_view piece) {
  const char* at = piece.data();
  const char* const end = at + piece.size();
  // The sequence that the last piece was cut in.
  while (cut_bytes_ > 0 && at < end) {
    if (cut_bytes_ == 4) return;  // cannot be: no sequence is longer
    cut_[cut_bytes_] = *at;
    const Utf8Step step = DecodeUtf8(std::string_view(cut_, cut_bytes_ + 1), 0);
    if (step.well_formed) {
      cut_bytes_ = 0;
      ++at;
    } else if (step.length <= cut_bytes_) {
      // The new byte does not belong to it.
      ill_formed_ += step.length;
      cut_bytes_ = 0;
    } else {
      ++cut_bytes_;
      ++at;
    }
  }
  while (at < end) {
    const auto lead = static_cast<unsigned char>(*at);
    if (lead < 0x80) {
      // Eight at a time, or one where there are no eight.
      uint64_t word;
      while (end - at >= 32) {
        uint64_t words[4];
        std::memcpy(words, at, 32);
        if ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u) break;
        at += 32;
      }
      while (end - at >= 8) {
        std::memcpy(&word, at, 8);
        if (word & 0x8080808080808080u) break;
        at += 8;
      }
      while (at < end && static_cast<unsigned char>(*at) < 0x80) ++at;
      continue;
    }
    // Two and three bytes without a special range: nearly all there is.
    const auto left = static_cast<size_t>(end - at);
    if (left >= 3) {
      const auto second = static_cast<unsigned char>(at[1]);
      const auto third = static_cast<unsigned char>(at[2]);
      if (lead >= 0xC2 && lead <= 0xDF && (second & 0xC0) == 0x80) {
        at += 2;
        continue;
      }
      if (lead >= 0xE1 && lead <= 0xEC && (second & 0xC0) == 0x80 && (third & 0xC0) == 0x80) {
        at += 3;
        continue;
      }
    }
    const Utf8Step step = DecodeUtf8(std::string_view(at, left), 0);
    if (!step.well_formed) {
      if (step.length == left && lead >= 0xC2 && lead <= 0xF4) {
        std::memcpy(cut_, at, left);
        cut_bytes_ = left;
        return;
      }
      ill_formed_ += step.length;
    }
    at += step.length;
  }
}

void Utf8Counter::Finish() {
  ill_formed_ += cut_bytes_;
  cut_bytes_ = 0;
}

Result<std::unique_ptr<FileTextSource>> FileTextSource::Open(const std::string& path,
                                                             const std::string& charset) {
  auto source = ByteSource::Open(path);
  if (!source.ok()) return source.status();
  return Begin(std::move(*source), charset);
}

Result<std::unique_ptr<FileTextSource>> FileTextSource::OpenMemory(std::string_view bytes,
                                                                   const std::string& name,
                                                                   const std::string& charset) {
  auto source = ByteSource::OpenMemory(bytes, name);
  if (!source.ok()) return source.status();
  return Begin(std::move(*source), charset);
}

Result<std::unique_ptr<FileTextSource>> FileTextSource::Begin(std::unique_ptr<ByteSource> source,
                                                              const std::string& charset) {
  std::unique_ptr<FileTextSource> made(new FileTextSource(std::move(source)));
  if (Status status = made->ReadHead(charset); !status.ok()) return status;
  return made;
}

uint64_t FileTextSource::ill_formed_bytes() const {
  return converter_ != nullptr ? converter_->ill_formed_bytes() : counter_.ill_formed_bytes();
}

Status FileTextSource::ReadHead(const std::string& charset) {
  charset_.name = "UTF-8";
  if (Status status = FillRaw(kPieceBytes); !status.ok()) return status;
  const std::string_view front = std::string_view(raw_).substr(0, kSniffBytes);
  const auto bad = [this](const char* why) {
    return Status(StatusCode::kBadInput, source_->name() + " " + why);
  };
  if (front.substr(0, 4) == "PK\x03\x04") return bad("is a zip archive, not text");
  if (front.substr(0, 5) == "%PDF-") return bad("is a PDF, not text");
  if (front.substr(0, 3) == "\x1F\x8B\x08") return bad("is compressed twice (gzip)");
  if (Status status = charset.empty() ? Detect() : UseGiven(charset); !status.ok()) return status;
  Emit(raw_, &pending_);
  raw_.clear();
  head_ = Utf8Prefix(pending_, kHeadBytes);
  // What was detected in single bytes has been looked at as it came.
  return converter_ != nullptr || !charset.empty() ? CheckIsText(head_) : Status();
}

Status FileTextSource::UseGiven(const std::string& label) {
  Result<Charset> given = CharsetByName(label);
  if (!given.ok()) return given.status();
  const std::optional<Charset> mark = CharsetByMark(raw_);
  if (given->name == "UTF-16" || given->name == "UTF-32") {
    const std::optional<Charset> detected = given->name == "UTF-16" ? DetectUtf16(raw_) : std::nullopt;
    if (mark && mark->name.compare(0, 6, given->name) == 0) {
      given->name = mark->name;
    } else {
      // Little is what the Web expects of UTF-16.
      given->name = detected ? detected->name : given->name + "LE";
    }
  }
  if (mark && mark->name == given->name) given->mark_bytes = mark->mark_bytes;
  return Decide(std::move(*given));
}

Status FileTextSource::Detect() {
  const std::string_view front = std::string_view(raw_).substr(0, kSniffBytes);
  if (std::optional<Charset> mark = CharsetByMark(raw_)) {
    if (!IsWide(mark->name)) {
      if (Status status = CheckIsText(front); !status.ok()) return status;
    }
    return Decide(std::move(*mark));
  }
  if (front.find('\0') != std::string_view::npos) {
    if (std::optional<Charset> wide = DetectUtf16(front)) return Decide(std::move(*wide));
  }
  if (Status status = CheckIsText(front); !status.ok()) return status;
  declared_ = DeclaredCharset(front);
  if (FindNonAscii(raw_) == raw_.size()) return Status();
  Charset charset = DetectCharset(raw_, declared_);
  const auto high = static_cast<size_t>(std::count_if(
      front.begin(), front.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
  if (!charset.plausible && front.size() > 64 &&
      static_cast<double>(high) > kMaxStrangeShare * static_cast<double>(front.size())) {
    return Status(
        StatusCode::kBadInput,
        source_->name() + " is not text in any charset that is known here: " + std::to_string(high) +
            " of its first " + std::to_string(front.size()) + " bytes are not ASCII and make no words");
  }
  if (charset.is_utf8() && IsAscii(raw_)) return Status();
  return Decide(std::move(charset));
}

Status FileTextSource::CheckIsText(std::string_view text) const {
  const std::string_view sample = text.substr(0, kSniffBytes);
  if (const size_t zero = sample.find('\0'); zero != std::string_view::npos) {
    return Status(StatusCode::kBadInput,
                  source_->name() + " is binary, not text: a zero byte at offset " + std::to_string(zero),
                  zero);
  }
  const auto controls = std::count_if(sample.begin(), sample.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7F ||
           (byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != 0x1B);
  });
  if (static_cast<double>(controls) > kMaxControlShare * static_cast<double>(sample.size())) {
    return Status(StatusCode::kBadInput,
                  source_->name() + " is binary, not text: " + std::to_string(controls) +
                      " control characters in its first " + std::to_string(sample.size()) + " bytes");
  }
  return Status();
}

Status FileTextSource::Decide(Charset charset) {
  decided_ = true;
  charset_ = std::move(charset);
  if (charset_.is_utf8()) return Status();
  Result<std::unique_ptr<Utf8Converter>> converter = Utf8Converter::Open(charset_.name);
  if (!converter.ok()) return converter.status();
  converter_ = std::move(*converter);
  raw_.erase(0, charset_.mark_bytes);
  return Status();
}

// Reads until there are `size` bytes in raw_ or no more. What came before an error is used first: the next
// call to Read meets the error again.
Status FileTextSource::FillRaw(size_t size) {
  size_t done = raw_.size();
  if (done < size) raw_.resize(size);
  while (done < size) {
    const Result<size_t> count = source_->Read(raw_.data() + done, size - done);
    if (!count.ok() && done == 0) {
      raw_.clear();
      return count.status();
    }
    if (!count.ok() || *count == 0) break;
    done += *count;
  }
  raw_.resize(done);
  return Status();
}

void FileTextSource::Emit(std::string_view bytes, std::string* text) {
  if (converter_ != nullptr) {
    converter_->Convert(bytes, text);
  } else {
    counter_.Add(bytes);
    text->append(bytes);
  }
}

Result<bool> FileTextSource::Read(std::string* text) {
  if (!pending_.empty()) {
    text->append(pending_);
    pending_ = std::string();
    return true;
  }
  return converter_ != nullptr ? ReadConverting(text) : ReadPassing(text);
}

Result<bool> FileTextSource::ReadPassing(std::string* text) {
  const size_t begin = text->size();
  text->resize(begin + kPieceBytes);
  const Result<size_t> count = source_->Read(text->data() + begin, kPieceBytes);
  text->resize(begin + (count.ok() ? *count : 0));
  if (!count.ok()) return count.status();
  if (*count == 0) {
    counter_.Finish();
    return false;
  }
  const std::string_view piece = std::string_view(*text).substr(begin);
  if (decided_) {
    counter_.Add(piece);
    return true;
  }
  const size_t first = FindNonAscii(piece);
  if (first == piece.size()) return true;
  // Here the charset shows at last.
  raw_ = piece;
  text->resize(begin);
  if (Status status = FillRaw(first + kSniffBytes); !status.ok()) return status;
  Charset charset = DetectCharset(raw_, declared_);
  if (!charset.is_utf8() || !IsAscii(raw_)) {
    if (Status status = Decide(std::move(charset)); !status.ok()) return status;
  }
  Emit(raw_, text);
  raw_.clear();
  return true;
}

Result<bool> FileTextSource::ReadConverting(std::string* text) {
  const size_t begin = text->size();
  while (text->size() == begin) {
    if (finished_) return false;
    raw_.resize(kPieceBytes);
    const Result<size_t> count = source_->Read(raw_.data(), raw_.size());
    if (!count.ok()) return count.status();
    if (*count == 0) {
      converter_->Finish(text);
      finished_ = true;
    } else {
      converter_->Convert(std::string_view(raw_).substr(0, *count), text);
    }
  }
  return true;
}

}  // namespace newsearch
