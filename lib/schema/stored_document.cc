// SPDX-License-Identifier: GPL-2.0-or-later
//
// Layout: kind of record (0 plain, 1 zstd), then numbers in base 128, low bits first: source, bytes of the
// record as stored; then the record.
#include "schema/stored_document.h"

#include <zstd.h>

#include <memory>

#include "util/base128.h"

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
bool Read(std::string_view stored, Layout* layout) {
  if (stored.empty()) return false;
  layout->kind = stored.front();
  stored.remove_prefix(1);
  uint64_t source = 0;
  uint64_t record_bytes = 0;
  for (uint64_t* number : {&source, &record_bytes}) {
    if (!TakeNumber(&stored, number)) return false;
  }
  if (source > UINT32_MAX || record_bytes != stored.size()) return false;
  layout->source = static_cast<uint32_t>(source);
  layout->record = stored;
  return true;
}

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

std::string Compress(std::string_view record) {
  thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
  std::string out(ZSTD_compressBound(record.size()), '\0');
  const size_t size =
      ZSTD_compressCCtx(context.get(), out.data(), out.size(), record.data(), record.size(), kZstdLevel);
  out.resize(ZSTD_isError(size) != 0 ? 0 : size);
  return out;
}

}  // namespace

std::string PackStored(uint32_t source, std::string_view record) {
  std::string compressed;
  if (record.size() >= kMinCompressedBytes) compressed = Compress(record);
  const bool smaller = !compressed.empty() && compressed.size() < record.size();
  if (smaller) record = compressed;
  std::string out(1, smaller ? kZstd : kPlain);
  AppendNumber(source, &out);
  AppendNumber(record.size(), &out);
  return out.append(record);
}

Result<StoredDocument> UnpackStored(std::string_view stored) {
  const auto damaged = [](const char* what) {
    return Status(StatusCode::kCorruption, std::string("stored document is damaged: ") + what);
  };
  Layout layout;
  if (!Read(stored, &layout)) return damaged("its parts do not fit its size");
  StoredDocument document{layout.source, {}};
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
  thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
  const size_t got = ZSTD_decompressDCtx(context.get(), document.record.data(), size, layout.record.data(),
                                         layout.record.size());
  if (ZSTD_isError(got) != 0 || got != size) return damaged("its record does not decompress");
  return document;
}

}  // namespace newsearch
