// SPDX-License-Identifier: GPL-2.0-or-later
//
// Tiny dictionaries as dictfmt and dictzip write them.
#ifndef NEWSEARCH_TESTS_TRANSLATE_TRANSLATE_TEST_SUPPORT_H_
#define NEWSEARCH_TESTS_TRANSLATE_TRANSLATE_TEST_SUPPORT_H_

#include <zlib.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/test_support.h"

namespace newsearch {

inline std::string DictdNumber(uint64_t number) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  do {
    text.insert(text.begin(), kDigits[number & 63]);
    number >>= 6;
  } while (number != 0);
  return text;
}

// `text` in chunks of `chunk_size` bytes that can be inflated one by one.
inline std::string DictzipCompress(std::string_view text, size_t chunk_size) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string body;
  std::vector<size_t> sizes;
  for (size_t at = 0; at < text.size(); at += chunk_size) {
    std::string chunk(text.substr(at, chunk_size));
    std::string out(chunk.size() * 2 + 100, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_in = static_cast<uInt>(chunk.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FULL_FLUSH), Z_OK);
    out.resize(out.size() - stream.avail_out);
    sizes.push_back(out.size());
    body += out;
  }
  std::string end(16, '\0');
  stream.next_out = reinterpret_cast<Bytef*>(end.data());
  stream.avail_out = static_cast<uInt>(end.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  body += end.substr(0, end.size() - stream.avail_out);
  deflateEnd(&stream);
  const auto little = [](size_t number, size_t bytes) {
    std::string written;
    for (size_t i = 0; i < bytes; ++i) written.push_back(static_cast<char>(number >> (8 * i) & 0xFF));
    return written;
  };
  std::string table = little(1, 2) + little(chunk_size, 2) + little(sizes.size(), 2);
  for (const size_t size : sizes) table += little(size, 2);
  std::string file("\x1F\x8B\x08\x0C\0\0\0\0\x02\x03", 10);
  file +=
      little(table.size() + 4, 2) + "RA" + little(table.size(), 2) + table + std::string("made.dict\0", 10);
  const uLong crc = crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
  return file + body + little(crc, 4) + little(text.size(), 4);
}

struct MadeEntry {
  std::vector<std::string> headwords;  // as in the index
  std::string text;
};

// Writes freedict-NAME.index and .dict.dz (or .dict where chunk_size is 0) into the folder.
inline void WriteDictd(const ScratchFolder& folder, const std::string& name,
                       const std::vector<MadeEntry>& entries, size_t chunk_size = 64) {
  std::string text = "00-database-info\n";
  std::vector<std::pair<std::string, std::string>> lines = {{"00databaseinfo", "A\tR"}};
  for (const MadeEntry& entry : entries) {
    for (const std::string& headword : entry.headwords)
      lines.emplace_back(headword, DictdNumber(text.size()) + "\t" + DictdNumber(entry.text.size()));
    text += entry.text;
  }
  std::sort(lines.begin(), lines.end());
  std::string index;
  for (const auto& [headword, place] : lines) index += headword + "\t" + place + "\n";
  folder.Write("freedict-" + name + ".index", index);
  if (chunk_size == 0) {
    folder.Write("freedict-" + name + ".dict", text);
  } else {
    folder.Write("freedict-" + name + ".dict.dz", DictzipCompress(text, chunk_size));
  }
}

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_TRANSLATE_TRANSLATE_TEST_SUPPORT_H_
