// SPDX-License-Identifier: GPL-2.0-or-later
#include "translate/dictd_file.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>

namespace newsearch {
namespace {

// dictfmt's own entries about the dictionary.
constexpr std::string_view kAboutPrefix = "00database";
// A chunk of dictzip is 58,315 bytes; entries of more than a megabyte are damage.
constexpr uint64_t kMaxEntryBytes = 1 << 20;
constexpr uint64_t kMaxTextBytes = uint64_t{1} << 31;
constexpr size_t kCachedChunks = 64;

int Base64Digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  if (c == '/') return 63;
  return -1;
}

// dictd's numbers: base 64, the most significant digit first. False if `text` is none.
bool ParseNumber(std::string_view text, uint64_t* number) {
  if (text.empty() || text.size() > 7) return false;
  *number = 0;
  for (const char c : text) {
    const int digit = Base64Digit(c);
    if (digit < 0) return false;
    *number = *number << 6 | static_cast<uint64_t>(digit);
  }
  return true;
}

uint32_t Little16(std::string_view bytes, size_t at) {
  return static_cast<unsigned char>(bytes[at]) |
         static_cast<uint32_t>(static_cast<unsigned char>(bytes[at + 1])) << 8;
}

constexpr unsigned kGzipCrc = 2;
constexpr unsigned kGzipExtra = 4;
constexpr unsigned kGzipName = 8;
constexpr unsigned kGzipComment = 16;

}  // namespace

Status DictdFile::Damaged(std::string_view what) const {
  return Status(StatusCode::kCorruption, "dictionary " + path_ + ": " + std::string(what));
}

Result<DictdFile> DictdFile::Open(const std::string& path) {
  DictdFile file(path);
  Result<FileContents> index = FileContents::Open(path + ".index");
  if (!index.ok()) return index.status();
  file.index_ = std::move(index).value();
  Result<FileContents> data = FileContents::Open(path + ".dict.dz");
  file.compressed_ = data.ok();
  if (!data.ok()) {
    if (data.status().code() != StatusCode::kNotFound) return data.status();
    data = FileContents::Open(path + ".dict");
    if (!data.ok()) return data.status();
  }
  file.data_ = std::move(data).value();
  if (Status status = file.ReadHeader(); !status.ok()) return status;
  if (Status status = file.ReadIndex(); !status.ok()) return status;
  return file;
}

Status DictdFile::ReadIndex() {
  const std::string_view bytes = index_->bytes();
  if (bytes.size() > UINT32_MAX) return Damaged("the index is too large");
  lines_.reserve(bytes.size() / 24);
  bool sorted = true;
  for (size_t at = 0; at < bytes.size();) {
    const size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string_view line = bytes.substr(at, end - at);
    const size_t first = line.find('\t');
    const size_t second = first == std::string_view::npos ? first : line.find('\t', first + 1);
    if (second == std::string_view::npos) return Damaged("a line of the index has no two tabs");
    // A fourth field, the word as it is written, is allowed.
    const std::string_view length = line.substr(second + 1, line.find('\t', second + 1) - second - 1);
    uint64_t offset = 0;
    uint64_t size = 0;
    if (!ParseNumber(line.substr(first + 1, second - first - 1), &offset) || !ParseNumber(length, &size))
      return Damaged("a line of the index has a number that is none");
    if (offset > text_size_ || size > text_size_ - offset) return Damaged("an entry lies beyond the end");
    if (!line.starts_with(kAboutPrefix)) {
      if (size > kMaxEntryBytes) return Damaged("an entry is impossibly long");
      const Line parsed{static_cast<uint32_t>(at), static_cast<uint32_t>(first), offset,
                        static_cast<uint32_t>(size)};
      lines_.push_back(parsed);
      const size_t number = lines_.size() - 1;
      if (sorted && number > 0 && headword(number) < headword(number - 1)) sorted = false;
    }
    at = end + 1;
  }
  // dictfmt may sort by a locale's rules.
  if (!sorted) {
    std::stable_sort(lines_.begin(), lines_.end(), [&](const Line& a, const Line& b) {
      return bytes.substr(a.begin, a.word_size) < bytes.substr(b.begin, b.word_size);
    });
  }
  return Status();
}

// RFC 1952 with dictzip's field "RA": version 1, size of a chunk, number of chunks, compressed size of each.
Status DictdFile::ReadHeader() {
  const std::string_view bytes = data_->bytes();
  if (!compressed_) {
    text_size_ = bytes.size();
    return Status();
  }
  constexpr size_t kFixed = 12;
  if (bytes.size() < kFixed + 8 || bytes.substr(0, 3) != "\x1F\x8B\x08") return Damaged("no gzip file");
  const auto flags = static_cast<unsigned char>(bytes[3]);
  if ((flags & kGzipExtra) == 0) return Damaged("no dictzip file: it has no table of chunks");
  size_t at = kFixed;
  const size_t extra_end = kFixed + Little16(bytes, 10);
  if (extra_end > bytes.size()) return Damaged("the header is cut off");
  std::vector<uint32_t> sizes;
  while (at + 4 <= extra_end) {
    const std::string_view id = bytes.substr(at, 2);
    const size_t length = Little16(bytes, at + 2);
    at += 4;
    if (length > extra_end - at) return Damaged("the header is damaged");
    if (id == "RA" && length >= 6) {
      if (Little16(bytes, at) != 1) return Damaged("an unknown version of dictzip");
      chunk_size_ = Little16(bytes, at + 2);
      const size_t count = Little16(bytes, at + 4);
      if (length < 6 + 2 * count) return Damaged("the table of chunks is cut off");
      for (size_t i = 0; i < count; ++i) sizes.push_back(Little16(bytes, at + 6 + 2 * i));
    }
    at += length;
  }
  if (sizes.empty() || chunk_size_ == 0) return Damaged("no dictzip file: it has no table of chunks");
  at = extra_end;
  for (const unsigned text : {kGzipName, kGzipComment}) {
    if ((flags & text) == 0) continue;
    const size_t end = bytes.find('\0', at);
    if (end == std::string_view::npos) return Damaged("the header is cut off");
    at = end + 1;
  }
  if ((flags & kGzipCrc) != 0) at += 2;
  for (const uint32_t size : sizes) {
    chunks_.push_back(at);
    at += size;
  }
  chunks_.push_back(at);
  if (at > bytes.size() - 4) return Damaged("it is cut off");
  // The last four bytes are the size of the text modulo 2^32.
  text_size_ = Little16(bytes, bytes.size() - 4) | static_cast<uint64_t>(Little16(bytes, bytes.size() - 2))
                                                       << 16;
  if (text_size_ > kMaxTextBytes || text_size_ > uint64_t{chunk_size_} * sizes.size())
    return Damaged("the table of chunks does not fit the size of the text");
  return Status();
}

std::string_view DictdFile::headword(size_t number) const {
  const Line& line = lines_[number];
  return index_->bytes().substr(line.begin, line.word_size);
}

std::pair<size_t, size_t> DictdFile::WithPrefix(std::string_view prefix) const {
  const std::string_view bytes = index_->bytes();
  const auto front = [&](const Line& line) {
    return bytes.substr(line.begin, std::min<size_t>(line.word_size, prefix.size()));
  };
  const auto first = std::partition_point(lines_.begin(), lines_.end(),
                                          [&](const Line& line) { return front(line) < prefix; });
  const auto last =
      std::partition_point(first, lines_.end(), [&](const Line& line) { return front(line) == prefix; });
  return {static_cast<size_t>(first - lines_.begin()), static_cast<size_t>(last - lines_.begin())};
}

std::pair<size_t, size_t> DictdFile::Equal(std::string_view word) const {
  auto [begin, end] = WithPrefix(word);
  // The shorter first: equal ones lead.
  size_t last = begin;
  while (last < end && lines_[last].word_size == word.size()) ++last;
  return {begin, last};
}

Status DictdFile::AppendChunk(size_t chunk, std::string* out) const {
  const std::string_view input = data_->bytes().substr(chunks_[chunk], chunks_[chunk + 1] - chunks_[chunk]);
  const size_t expected =
      chunk + 2 < chunks_.size() ? chunk_size_ : text_size_ - uint64_t{chunk_size_} * chunk;
  const size_t before = out->size();
  out->resize(before + expected);
  z_stream stream;
  std::memset(&stream, 0, sizeof(stream));
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
    return Status(StatusCode::kOutOfMemory, "zlib: inflateInit2");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(out->data() + before);
  stream.avail_out = static_cast<uInt>(expected);
  const int result = inflate(&stream, Z_SYNC_FLUSH);
  const bool complete = stream.avail_out == 0;
  inflateEnd(&stream);
  if ((result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) || !complete)
    return Damaged("chunk " + std::to_string(chunk) + " is damaged");
  return Status();
}

Result<const std::string*> DictdFile::Chunk(size_t chunk) {
  const auto found = cache_.find(chunk);
  if (found != cache_.end()) return &found->second;
  if (cache_.size() >= kCachedChunks) cache_.clear();
  std::string text;
  if (Status status = AppendChunk(chunk, &text); !status.ok()) return status;
  return &cache_.emplace(chunk, std::move(text)).first->second;
}

Result<std::string> DictdFile::Entry(size_t number) {
  const Line& line = lines_[number];
  if (!compressed_) return std::string(data_->bytes().substr(line.offset, line.length));
  std::string text;
  uint64_t at = line.offset;
  const uint64_t end = line.offset + line.length;
  while (at < end) {
    const size_t chunk = at / chunk_size_;
    const Result<const std::string*> bytes = Chunk(chunk);
    if (!bytes.ok()) return bytes.status();
    const uint64_t from = at - uint64_t{chunk_size_} * chunk;
    const uint64_t taken = std::min(end - at, (*bytes.value()).size() - from);
    if (taken == 0) return Damaged("an entry lies beyond the end");
    text.append(**bytes, from, taken);
    at += taken;
  }
  return text;
}

Status DictdFile::ForEachEntry(const std::function<void(std::string_view entry)>& visit) {
  std::string inflated;
  std::string_view text = data_->bytes();
  if (compressed_) {
    inflated.reserve(text_size_);
    for (size_t chunk = 0; chunk + 1 < chunks_.size(); ++chunk) {
      if (uint64_t{chunk_size_} * chunk >= text_size_) break;
      if (Status status = AppendChunk(chunk, &inflated); !status.ok()) return status;
    }
    text = inflated;
  }
  std::vector<std::pair<uint64_t, uint32_t>> spans;
  spans.reserve(lines_.size());
  for (const Line& line : lines_) spans.emplace_back(line.offset, line.length);
  std::sort(spans.begin(), spans.end());
  spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
  for (const auto& [offset, length] : spans) visit(text.substr(offset, length));
  return Status();
}

}  // namespace newsearch
