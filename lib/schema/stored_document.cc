// SPDX-License-Identifier: GPL-2.0-or-later
//
// Layout: kind of record (0 plain, 1 zstd), then numbers in base 128, low bits first: source, words of the
// title, words in all, bytes of the record as stored; then the words, four bytes each, low byte first; then
// the record.
#include "schema/stored_document.h"

#include <zstd.h>

#include <memory>

#include "util/base128.h"
#include "util/hash.h"

namespace newsearch {
namespace {

constexpr char kPlain = 0;
constexpr char kZstd = 1;
constexpr int kZstdLevel = 3;
// Shorter ones do not shrink.
constexpr size_t kMinCompressedBytes = 200;
// A block of zstd takes three bytes or more and makes at most this many: no frame says more and is whole.
constexpr size_t kMinBlockBytes = 3;
constexpr size_t kMaxBlockContent = size_t{128} << 10;

struct Layout {
  char kind = kPlain;
  uint32_t source = 0;
  std::string_view record;
};

// Reads all but the record's content.
bool Read(std::string_view stored, Layout* layout, WordSequence* sequence) {
  if (stored.empty()) return false;
  layout->kind = stored.front();
  stored.remove_prefix(1);
  uint64_t source = 0;
  uint64_t title_words = 0;
  uint64_t words = 0;
  uint64_t size = 0;
  for (uint64_t* number : {&source, &title_words, &words, &size}) {
    if (!TakeNumber(&stored, number)) return false;
  }
  if (source > UINT32_MAX || title_words > words || words > stored.size() / sizeof(WordCode)) return false;
  layout->source = static_cast<uint32_t>(source);
  sequence->title_words = title_words;
  sequence->words.resize(words);
  for (WordCode& word : sequence->words) {
    word = 0;
    for (unsigned byte = 0; byte < sizeof word; ++byte) {
      word |= static_cast<WordCode>(static_cast<unsigned char>(stored[byte])) << (8 * byte);
    }
    stored.remove_prefix(sizeof word);
  }
  layout->record = stored;
  return size == stored.size();
}

struct FreeCompressor {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

std::string Compress(std::string_view record) {
  thread_local const std::unique_ptr<ZSTD_CCtx, FreeCompressor> context(ZSTD_createCCtx());
  std::string out(ZSTD_compressBound(record.size()), '\0');
  const size_t size =
      ZSTD_compressCCtx(context.get(), out.data(), out.size(), record.data(), record.size(), kZstdLevel);
  out.resize(ZSTD_isError(size) != 0 ? 0 : size);
  return out;
}

}  // namespace

WordCode WordCodeOf(std::string_view loose) { return static_cast<WordCode>(StableHash().Add(loose).value()); }

std::string PackStored(uint32_t source, std::string_view record, const WordSequence& sequence) {
  std::string compressed;
  if (record.size() >= kMinCompressedBytes) compressed = Compress(record);
  const bool smaller = !compressed.empty() && compressed.size() < record.size();
  if (smaller) record = compressed;
  std::string out(1, smaller ? kZstd : kPlain);
  AppendNumber(source, &out);
  AppendNumber(sequence.title_words, &out);
  AppendNumber(sequence.words.size(), &out);
  AppendNumber(record.size(), &out);
  for (WordCode word : sequence.words) {
    for (unsigned byte = 0; byte < sizeof word; ++byte) out.push_back(static_cast<char>(word >> (8 * byte)));
  }
  return out.append(record);
}

Result<StoredDocument> UnpackStored(std::string_view stored) {
  const auto damaged = [](const char* what) {
    return Status(StatusCode::kCorruption, std::string("stored document is damaged: ") + what);
  };
  Layout layout;
  StoredDocument document;
  if (!Read(stored, &layout, &document.sequence)) return damaged("its parts do not fit its size");
  document.source = layout.source;
  if (layout.kind == kPlain) {
    document.record = layout.record;
    return document;
  }
  if (layout.kind != kZstd) return damaged("it is stored in an unknown way");
  const unsigned long long most = (layout.record.size() / kMinBlockBytes + 1) * kMaxBlockContent;
  const unsigned long long size = ZSTD_getFrameContentSize(layout.record.data(), layout.record.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > most) {
    return damaged("its compressed record does not say its size");
  }
  document.record.resize(size);
  const size_t got =
      ZSTD_decompress(document.record.data(), size, layout.record.data(), layout.record.size());
  if (ZSTD_isError(got) != 0 || got != size) return damaged("its record does not decompress");
  return document;
}

bool UnpackSequence(std::string_view stored, WordSequence* sequence) {
  Layout layout;
  return Read(stored, &layout, sequence);
}

}  // namespace newsearch
