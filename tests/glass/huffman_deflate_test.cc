// SPDX-License-Identifier: GPL-2.0-or-later
#include "glass/huffman_deflate.h"

#include <zlib.h>

#include <utility>

#include "support/test_support.h"

namespace newsearch {
namespace {

// As Xapian does it: raw, all at once.
std::string Inflate(std::string_view deflated, size_t size) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, -15), Z_OK);
  std::string out(size + 1, '\0');
  std::string in(deflated);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_SYNC_FLUSH), Z_STREAM_END) << (stream.msg != nullptr ? stream.msg : "");
  EXPECT_EQ(stream.avail_in, 0u);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

void Check(HuffmanDeflater* deflater, const std::string& text) {
  const std::string_view deflated = deflater->Deflate(text);
  if (deflated.empty()) return;
  EXPECT_LT(deflated.size(), text.size());
  ASSERT_EQ(Inflate(deflated, text.size()), text);
}

TEST(HuffmanDeflateTest, WhatIsInflatedIsWhatWasDeflated) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  HuffmanDeflater deflater;
  for (int i = 0; i < 3000; ++i) {
    std::string text(random.Below(3000), '\0');
    const uint64_t letters = 1 + random.Below(256);
    // From even to very uneven.
    const uint64_t skew = random.Below(8);
    for (char& c : text) {
      uint64_t letter = random.Below(letters);
      for (uint64_t j = 0; j < skew; ++j) letter = random.Below(letter + 1);
      c = static_cast<char>(letter);
    }
    Check(&deflater, text);
  }
}

// The counts of Fibonacci's numbers make the deepest tree: deeper than a code may be long.
TEST(HuffmanDeflateTest, CodesAreNotTooLong) {
  HuffmanDeflater deflater;
  for (int letters = 2; letters < 28; ++letters) {
    std::string text;
    uint64_t a = 1;
    uint64_t b = 1;
    for (int i = 0; i < letters; ++i) {
      text.append(a, static_cast<char>('a' + i));
      b = std::exchange(a, a + b);
    }
    Check(&deflater, text);
    if (letters > 8) {
      EXPECT_FALSE(deflater.Deflate(text).empty()) << letters;
    }
  }
}

TEST(HuffmanDeflateTest, ShortAndEvenTextsStay) {
  HuffmanDeflater deflater;
  EXPECT_TRUE(deflater.Deflate("").empty());
  EXPECT_TRUE(deflater.Deflate("a").empty());
  EXPECT_TRUE(deflater.Deflate("abcdefgh").empty());
  std::string all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  EXPECT_TRUE(deflater.Deflate(all + all).empty());
  Check(&deflater, std::string(100000, 'x'));
  EXPECT_FALSE(deflater.Deflate(std::string(100000, 'x')).empty());
}

}  // namespace
}  // namespace newsearch
