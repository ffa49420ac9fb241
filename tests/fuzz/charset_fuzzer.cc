// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reads any bytes in a charset that is given or found out: converted text is well-formed and does not depend
// on how the bytes come in pieces; UTF-8 is passed on as it is and its ill-formed bytes are counted. The
// first byte chooses the charset.
#include "text/charset.h"

#include <cstdint>
#include <string>

#include "fuzz/fuzz_expect.h"
#include "ingest/file_text_source.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr const char* kCharsets[] = {
    "",           "utf-8",      "utf-16",       "utf-16be",  "utf-32",       "windows-1252", "windows-1250",
    "iso-8859-2", "koi8-r",     "windows-1251", "gb18030",   "big5",         "shift_jis",    "euc-jp",
    "euc-kr",     "iso-8859-7", "iso-2022-jp",  "macintosh", "windows-1255", "tis-620"};

// The text, and how many bytes were ill-formed.
std::pair<std::string, uint64_t> Convert(const std::string& charset, std::string_view bytes, size_t piece) {
  auto converter = Utf8Converter::Open(charset);
  FuzzExpect(converter.ok(), "a charset that was found can be converted");
  std::string text;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    const size_t before = text.size();
    (*converter)->Convert(bytes.substr(0, piece), &text);
    FuzzExpect(piece > 8 || IsValidUtf8(std::string_view(text).substr(before)), "whole characters");
  }
  (*converter)->Finish(&text);
  return {text, (*converter)->ill_formed_bytes()};
}

void CheckSource(std::string_view bytes, const std::string& charset) {
  auto source = FileTextSource::OpenMemory(bytes, "fuzz", charset);
  if (!source.ok()) return;
  std::string text;
  while (true) {
    const size_t before = text.size();
    const Result<bool> more = (*source)->Read(&text);
    if (!more.ok()) return;
    FuzzExpect(*more == (text.size() > before), "text until the end");
    if (!*more) break;
    if (text.size() > (1u << 22)) return;  // compressed data can be that long
  }
  FuzzExpect(text.compare(0, (*source)->head().size(), (*source)->head()) == 0, "the head is read again");
  const uint64_t ill_formed = (*source)->ill_formed_bytes();
  if (!(*source)->is_utf8()) {
    FuzzExpect(IsValidUtf8(text), "converted text is well-formed");
    return;
  }
  if ((*source)->compression() == Compression::kNone) FuzzExpect(text == bytes, "UTF-8 is passed on");
  uint64_t expected = 0;
  (void)SanitizeUtf8(text, &expected);
  FuzzExpect(ill_formed == expected, "ill-formed bytes are counted");
  Utf8Counter counter;
  for (size_t i = 0; i < text.size(); i += 3) counter.Add(std::string_view(text).substr(i, 3));
  counter.Finish();
  FuzzExpect(counter.ill_formed_bytes() == expected, "and in pieces");
}

}  // namespace
}  // namespace newsearch

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string charset =
      newsearch::kCharsets[newsearch::TakeByte(&bytes) % std::size(newsearch::kCharsets)];
  newsearch::CheckSource(bytes, charset);
  (void)newsearch::CharsetByName(bytes.substr(0, 64));
  const newsearch::Charset found = newsearch::DetectCharset(bytes, newsearch::DeclaredCharset(bytes));
  const auto given = newsearch::CharsetByName(charset);
  const std::string& name = given.ok() ? given->name : found.name;
  if (name == "UTF-16" || name == "UTF-32") return 0;  // says nothing of the order of bytes
  const auto whole = newsearch::Convert(name, bytes, bytes.size() + 9);
  newsearch::FuzzExpect(newsearch::IsValidUtf8(whole.first), "converted text is well-formed");
  newsearch::FuzzExpect(whole == newsearch::Convert(name, bytes, 1), "the same byte by byte");
  return 0;
}
