// SPDX-License-Identifier: GPL-2.0-or-later
//
// Decompresses any bytes, gzip or Zstandard by their first: the same text and the same kind of error whatever
// is read at a time, the error again at every further call, and no more done than there is.
#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "fuzz/fuzz_expect.h"
#include "util/byte_source.h"

namespace newsearch {
namespace {

constexpr size_t kEnough = 1u << 18;

std::pair<std::string, std::string> ReadAll(std::string_view bytes, size_t piece) {
  auto source = ByteSource::OpenMemory(bytes, "fuzz");
  if (!source.ok()) return {"", source.status().ToString()};
  std::string text;
  std::string buffer(piece, '\0');
  while (text.size() < kEnough) {
    const Result<size_t> got = (*source)->Read(buffer.data(), buffer.size());
    FuzzExpect((*source)->bytes_done() <= (*source)->bytes_total(), "no more done than there is");
    if (!got.ok()) {
      const Result<size_t> again = (*source)->Read(buffer.data(), buffer.size());
      FuzzExpect(!again.ok() && again.status().ToString() == got.status().ToString(), "the error stays");
      return {text, got.status().ToString()};
    }
    FuzzExpect(*got <= buffer.size(), "no more than was asked for");
    if (*got == 0) return {text, ""};
    text.append(buffer, 0, *got);
  }
  text.resize(kEnough);
  return {text, "long"};
}

}  // namespace
}  // namespace newsearch

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = newsearch::ReadAll(bytes, 1u << 16);
  const auto pieces = newsearch::ReadAll(bytes, 61);
  // How much comes out in front of a damage is up to the decompressor's buffers.
  const bool damaged = !whole.second.empty() && whole.second != "long";
  const size_t common = damaged ? std::min(whole.first.size(), pieces.first.size()) : std::string::npos;
  newsearch::FuzzExpect(whole.first.substr(0, common) == pieces.first.substr(0, common), "the same text");
  // And so is the place it is seen at, "... at byte 9 of the file".
  newsearch::FuzzExpect(whole.second.substr(0, whole.second.find(" at byte ")) ==
                            pieces.second.substr(0, pieces.second.find(" at byte ")),
                        "the same error");
  return 0;
}
