// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/file_text_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <string>
#include <string_view>

#include "support/test_support.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using ::testing::HasSubstr;

std::string Gzip(std::string_view text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string Zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

std::string Utf16(std::string_view utf8, bool little) {
  std::string out;
  const auto unit = [&out, little](char32_t c) {
    out.push_back(static_cast<char>(little ? c & 0xFF : c >> 8));
    out.push_back(static_cast<char>(little ? c >> 8 : c & 0xFF));
  };
  for (size_t i = 0; i < utf8.size();) {
    const Utf8Step step = DecodeUtf8(utf8, i);
    if (step.code_point < 0x10000) {
      unit(step.code_point);
    } else {
      unit(0xD7C0 + (step.code_point >> 10));
      unit(0xDC00 + (step.code_point & 0x3FF));
    }
    i += step.length;
  }
  return out;
}

struct Outcome {
  Status status;
  std::string text;
  std::string head;
  std::string charset;
  CharsetHow how = CharsetHow::kDetected;
  uint64_t ill_formed = 0;
  uint64_t done = 0;
  uint64_t total = 0;
};
Outcome ReadAll(Result<std::unique_ptr<FileTextSource>> source) {
  Outcome outcome;
  outcome.status = source.status();
  if (!source.ok()) return outcome;
  outcome.head = (*source)->head();
  while (true) {
    const size_t before = outcome.text.size();
    const Result<bool> more = (*source)->Read(&outcome.text);
    if (!more.ok()) {
      outcome.status = more.status();
      EXPECT_EQ(outcome.text.size(), before);
      break;
    }
    EXPECT_EQ(*more, outcome.text.size() > before);
    if (!*more) {
      EXPECT_FALSE(*(*source)->Read(&outcome.text)) << "the end stays";
      break;
    }
  }
  EXPECT_EQ(outcome.head, (*source)->head());
  EXPECT_EQ(outcome.text.substr(0, outcome.head.size()), outcome.head);
  EXPECT_LE(outcome.head.size(), FileTextSource::kHeadBytes);
  if (outcome.status.ok() && outcome.head.size() + 4 <= FileTextSource::kHeadBytes) {
    // A character that is cut at the end shows when the end is met.
    EXPECT_LE(outcome.text.size(), outcome.head.size() + 3);
  }
  outcome.charset = (*source)->charset();
  outcome.how = (*source)->how();
  outcome.ill_formed = (*source)->ill_formed_bytes();
  outcome.done = (*source)->bytes_done();
  outcome.total = (*source)->bytes_total();
  return outcome;
}
Outcome ReadMemory(std::string_view bytes, const std::string& charset = "") {
  return ReadAll(FileTextSource::OpenMemory(bytes, "memory", charset));
}

std::string Repeat(std::string_view text, size_t bytes) {
  std::string out;
  while (out.size() < bytes) out.append(text);
  return out;
}

// "Zażółć gęślą jaźń", "Съешь ещё этих мягких булок" and what they are in old charsets.
constexpr const char* kPolish = "Zażółć gęślą jaźń. ";
constexpr const char* kPolish1250 = "Za\xBF\xF3\xB3\xE6 g\xEA\x9Cl\xB9 ja\x9F\xF1. ";
constexpr const char* kRussian = "Съешь ещё этих мягких булок. ";
constexpr const char* kRussian1251 =
    "\xD1\xFA\xE5\xF8\xFC \xE5\xF9\xB8 \xFD\xF2\xE8\xF5 \xEC\xFF\xE3\xEA\xE8\xF5 \xE1\xF3\xEB\xEE\xEA. ";

TEST(FileTextSource, ReadsFilesOfAllKinds) {
  const std::string ascii = Repeat("Plain words in a line.\n", 700000);
  const std::string utf8 = Repeat("Größe, Москва, 新聞 and 😀.\n", 700000);
  const std::string polish = Repeat(kPolish, 700000);
  const std::string polish_1250 = Repeat(
      kPolish1250, polish.size() / std::string_view(kPolish).size() * std::string_view(kPolish1250).size());
  const struct {
    const char* what;
    std::string bytes;
    std::string text;
    const char* charset;
    CharsetHow how;
  } cases[] = {
      {"nothing", "", "", "UTF-8", CharsetHow::kDetected},
      {"ASCII", ascii, ascii, "UTF-8", CharsetHow::kDetected},
      {"UTF-8", utf8, utf8, "UTF-8", CharsetHow::kDetected},
      {"UTF-8 with its mark", "\xEF\xBB\xBF" + utf8, "\xEF\xBB\xBF" + utf8, "UTF-8", CharsetHow::kMark},
      {"UTF-16LE", "\xFF\xFE" + Utf16(utf8, true), utf8, "UTF-16LE", CharsetHow::kMark},
      {"UTF-16BE", "\xFE\xFF" + Utf16(utf8, false), utf8, "UTF-16BE", CharsetHow::kMark},
      {"UTF-16LE without mark", Utf16(utf8, true), utf8, "UTF-16LE", CharsetHow::kDetected},
      {"UTF-16BE without mark", Utf16(utf8, false), utf8, "UTF-16BE", CharsetHow::kDetected},
      {"UTF-16 of ASCII", Utf16(ascii, true), ascii, "UTF-16LE", CharsetHow::kDetected},
      {"only a mark", "\xFF\xFE", "", "UTF-16LE", CharsetHow::kMark},
      {"windows-1250", polish_1250, polish, "windows-1250", CharsetHow::kDetected},
      {"declared", "<?xml version='1.0' encoding='windows-1250'?>" + polish_1250,
       "<?xml version='1.0' encoding='windows-1250'?>" + polish, "windows-1250", CharsetHow::kDeclared},
  };
  ScratchFolder scratch;
  for (const auto& row : cases) {
    SCOPED_TRACE(row.what);
    for (const std::string& bytes : {row.bytes, Gzip(row.bytes), Zstd(row.bytes)}) {
      const Outcome from_file = ReadAll(FileTextSource::Open(scratch.Write("news", bytes), ""));
      const Outcome from_memory = ReadMemory(bytes);
      for (const Outcome& outcome : {from_file, from_memory}) {
        EXPECT_THAT(outcome.status, IsOk());
        EXPECT_TRUE(outcome.text == row.text) << outcome.text.substr(0, 200);
        EXPECT_EQ(outcome.charset, row.charset);
        EXPECT_EQ(outcome.how, row.how);
        EXPECT_EQ(outcome.ill_formed, 0u);
        EXPECT_EQ(outcome.done, bytes.size());
        EXPECT_EQ(outcome.total, bytes.size());
      }
    }
  }
}

// The charset shows late, at every place around the borders of what is read at a time.
TEST(FileTextSource, DecidesAtTheFirstBytesThatAreNotAscii) {
  for (const size_t about : {size_t{1}, size_t{1} << 16, size_t{1} << 18, size_t{1} << 19, size_t{1000000}}) {
    for (size_t at = about - 1; at <= about + 2; ++at) {
      const std::string padding(at, 'x');
      SCOPED_TRACE(at);
      Outcome outcome = ReadMemory(padding + " " + kRussian1251 + padding);
      EXPECT_EQ(outcome.charset, "windows-1251");
      EXPECT_TRUE(outcome.text == padding + " " + kRussian + padding);
      outcome = ReadMemory(padding + " " + kRussian + padding);
      EXPECT_EQ(outcome.charset, "UTF-8");
      EXPECT_TRUE(outcome.text == padding + " " + kRussian + padding);
      EXPECT_EQ(outcome.ill_formed, 0u);
      outcome = ReadMemory(padding + " \x1B$B?7J9\x1B(B" + padding);
      EXPECT_EQ(outcome.charset, "ISO-2022-JP");
      EXPECT_TRUE(outcome.text == padding + " 新聞" + padding);
      // An escape that is a colour on a terminal decides nothing.
      outcome = ReadMemory(padding + "\x1B[1m" + padding + kRussian1251);
      EXPECT_EQ(outcome.charset, "windows-1251");
      EXPECT_TRUE(outcome.text == padding + "\x1B[1m" + padding + kRussian);
      outcome = ReadMemory(padding + "\x1B");
      EXPECT_EQ(outcome.charset, "UTF-8");
      EXPECT_TRUE(outcome.text == padding + "\x1B");
    }
  }
}

TEST(FileTextSource, RemembersADeclarationFromTheHead) {
  const std::string head = "<meta charset=windows-1257>" + std::string(300000, ' ');
  const Outcome outcome = ReadMemory(head + "caf\xE9");
  EXPECT_EQ(outcome.charset, "windows-1257");
  EXPECT_EQ(outcome.how, CharsetHow::kDeclared);
  EXPECT_EQ(outcome.text.substr(head.size()), "café");
}

TEST(FileTextSource, GivenCharset) {
  Outcome outcome = ReadMemory(kRussian1251, "cp1251");
  EXPECT_EQ(outcome.text, kRussian);
  EXPECT_EQ(outcome.charset, "windows-1251");
  EXPECT_EQ(outcome.how, CharsetHow::kGiven);
  // Also where it is wrong.
  EXPECT_EQ(ReadMemory("caf\xC3\xA9", "latin1").text, "cafÃ©");
  outcome = ReadMemory("caf\xE9 x", "utf-8");
  EXPECT_EQ(outcome.text, "caf\xE9 x");
  EXPECT_EQ(outcome.ill_formed, 1u);
  for (const bool little : {true, false}) {
    const std::string bytes = Utf16("Zażółć gęślą", little);
    const std::string mark = little ? "\xFF\xFE" : "\xFE\xFF";
    EXPECT_EQ(ReadMemory(mark + bytes, "UTF-16").text, "Zażółć gęślą");
    EXPECT_EQ(ReadMemory(mark + bytes, little ? "UTF-16LE" : "UTF-16BE").text, "Zażółć gęślą");
    EXPECT_EQ(ReadMemory(bytes, "UTF-16").text, "Zażółć gęślą");
  }
  outcome = ReadMemory("text", "klingon");
  EXPECT_THAT(outcome.status, StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(outcome.status.message(), HasSubstr("klingon"));
}

TEST(FileTextSource, RefusesWhatIsNoText) {
  TestRandom random;
  const std::string text = Repeat("some words ", 1000);
  const struct {
    std::string bytes;
    const char* why;
  } cases[] = {
      {std::string("PK\x03\x04") + text, "memory is a zip archive, not text"},
      {"%PDF-1.4\n" + text, "memory is a PDF, not text"},
      {text + std::string(1, '\0') + text, "memory is binary, not text: a zero byte at offset 1001"},
      {text + kPolish + std::string(1, '\0'), "memory is binary, not text: a zero byte at offset "},
      {Repeat("\x01\x02 abc", 600),
       "memory is binary, not text: 200 control characters in its first 600 bytes"},
      {random.Bytes(5000), "memory is binary, not text: "},
      {Gzip(Gzip(text)), "memory is compressed twice (gzip)"},
      {std::string("\xFF\xFE\0\0\0\0\0\0a\0\0\0", 12), "memory is binary, not text: a zero byte at offset 0"},
  };
  for (const auto& row : cases) {
    for (const std::string& bytes : {row.bytes, Gzip(row.bytes), Zstd(row.bytes)}) {
      const Outcome outcome = ReadMemory(bytes);
      EXPECT_THAT(outcome.status, StatusIs(StatusCode::kBadInput)) << row.why;
      EXPECT_THAT(outcome.status.message(), HasSubstr(row.why));
    }
  }
  EXPECT_EQ(ReadMemory(text + std::string(1, '\0')).status.offset(), 1001u);
  // Bytes without order that are no control characters.
  std::string strange;
  for (int i = 0; i < 20000; ++i) strange.push_back(static_cast<char>(0x20 + random.Below(0xE0)));
  EXPECT_THAT(ReadMemory(strange).status, StatusIs(StatusCode::kBadInput));
  EXPECT_THAT(ReadMemory(strange).status.message(), HasSubstr("is not text in any charset"));
  // Who gives a charset is believed.
  EXPECT_THAT(ReadMemory(strange, "windows-1252").status, IsOk());
  EXPECT_THAT(ReadMemory(text + std::string(1, '\0'), "windows-1252").status,
              StatusIs(StatusCode::kBadInput));
}

TEST(FileTextSource, ErrorsOfTheFile) {
  ScratchFolder scratch;
  EXPECT_THAT(FileTextSource::Open(scratch.File("none"), ""), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(FileTextSource::Open(scratch.path(), ""), StatusIs(StatusCode::kBadInput));
  const std::string gzip = Gzip(Repeat("some words ", 100000));
  const std::string path = scratch.Write("cut.gz", gzip.substr(0, gzip.size() - 20));
  const Outcome outcome = ReadAll(FileTextSource::Open(path, ""));
  EXPECT_THAT(outcome.status, StatusIs(StatusCode::kBadInput));
  EXPECT_THAT(outcome.status.message(), HasSubstr(path + " is cut off"));
  EXPECT_GT(outcome.text.size(), 10000u) << "what could be read comes first";
}

// Cut at every byte: all of it is text, whatever it says, and nothing crashes.
TEST(FileTextSource, CutAtEveryByte) {
  const std::string utf16 = "\xFF\xFE" + Utf16("Zażółć 😀 gęślą", true);
  for (size_t size = 0; size <= utf16.size(); ++size) {
    const Outcome outcome = ReadMemory(std::string_view(utf16).substr(0, size));
    EXPECT_TRUE(IsValidUtf8(outcome.text));
    if (size > 3) {
      EXPECT_EQ(outcome.charset, "UTF-16LE");
    }
  }
  const std::string compressed[] = {Gzip(Repeat(kPolish1250, 2000)), Zstd(Repeat(kPolish1250, 2000))};
  for (const std::string& bytes : compressed) {
    for (size_t size = 0; size < bytes.size(); ++size) {
      const Outcome outcome = ReadMemory(std::string_view(bytes).substr(0, size));
      if (size > 4) {
        EXPECT_THAT(outcome.status, StatusIs(StatusCode::kBadInput)) << size;
      }
    }
  }
}

// The same number as SanitizeUtf8 counts over the whole, in pieces of every size.
TEST(Utf8Counter, CountsAcrossPieces) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 300; ++round) {
    std::string text = random.Text(1 + random.Below(60));
    for (size_t slips = random.Below(6); slips > 0; --slips) {
      const size_t at = random.Below(text.size());
      if (random.Below(2) == 0) {
        text.erase(at, 1);
      } else {
        text.insert(at, 1, "\x80\xBF\xC0\xC3\xE0\xE2\xED\xF0\xF4\xFF"[random.Below(10)]);
      }
      if (text.empty()) text = "x";
    }
    uint64_t expected = 0;
    (void)SanitizeUtf8(text, &expected);
    for (const size_t piece :
         {size_t{1}, size_t{2}, size_t{3}, size_t{5}, 1 + random.Below(40), text.size()}) {
      Utf8Counter counter;
      for (size_t i = 0; i < text.size(); i += piece) counter.Add(std::string_view(text).substr(i, piece));
      counter.Finish();
      EXPECT_EQ(counter.ill_formed_bytes(), expected) << "in pieces of " << piece;
    }
  }
}

}  // namespace
}  // namespace newsearch
