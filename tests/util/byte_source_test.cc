// SPDX-License-Identifier: GPL-2.0-or-later
#include "util/byte_source.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>

#include "support/test_support.h"

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
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  const size_t size = ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size());
  EXPECT_FALSE(ZSTD_isError(size));
  ZSTD_freeCCtx(context);
  out.resize(size);
  return out;
}

// What reading to the end gives: the text and how it ended.
struct Outcome {
  std::string text;
  Status status;
  uint64_t done = 0;
};
Outcome ReadAll(ByteSource* source, size_t piece_bytes = 1000) {
  Outcome outcome;
  std::string piece(piece_bytes, '\0');
  while (true) {
    const Result<size_t> count = source->Read(piece.data(), piece.size());
    if (!count.ok()) {
      outcome.status = count.status();
      EXPECT_EQ(source->Read(piece.data(), piece.size()).status().message(), outcome.status.message())
          << "an error stays";
      break;
    }
    if (*count == 0) break;
    outcome.text.append(piece, 0, *count);
  }
  outcome.done = source->bytes_done();
  return outcome;
}
Outcome ReadMemory(std::string_view bytes, size_t piece_bytes = 1000) {
  auto source = ByteSource::OpenMemory(bytes, "memory");
  if (!source.ok()) return {"", source.status(), 0};
  return ReadAll(source->get(), piece_bytes);
}

// Some text that compresses neither to nothing nor badly.
std::string Text(size_t bytes) {
  TestRandom random;
  std::string text;
  while (text.size() < bytes) text.append("line ").append(std::to_string(random.Below(1000000))).append("\n");
  text.resize(bytes);
  return text;
}

TEST(ByteSource, PlainFile) {
  ScratchFolder scratch;
  for (const size_t size : {0u, 1u, 2u, 3u, 4u, 5u, 999u, 131072u, 500000u}) {
    const std::string text = Text(size);
    auto source = ByteSource::Open(scratch.Write("plain.gz", text));  // the name says nothing
    ASSERT_THAT(source, IsOk());
    EXPECT_EQ((*source)->bytes_total(), size);
    const Outcome outcome = ReadAll(source->get());
    EXPECT_THAT(outcome.status, IsOk());
    EXPECT_EQ(outcome.text, text);
    EXPECT_EQ(outcome.done, size);
    EXPECT_EQ((*source)->compression(), Compression::kNone);
  }
}

TEST(ByteSource, CompressedInAnyShape) {
  const std::string text = Text(700000);
  const std::string_view whole = text;
  const std::string_view a = whole.substr(0, 300000);
  const std::string_view b = whole.substr(300000);
  const std::string skippable("\x5A\x2A\x4D\x18\x03\0\0\0abc", 11);
  const struct {
    const char* what;
    std::string bytes;
    std::string text;
    Compression compression;
  } cases[] = {
      {"gzip", Gzip(whole), text, Compression::kGzip},
      {"gzip of nothing", Gzip(""), "", Compression::kGzip},
      {"two members", Gzip(a) + Gzip(b), text, Compression::kGzip},
      {"an empty member between", Gzip(a) + Gzip("") + Gzip(b), text, Compression::kGzip},
      {"zeros behind", Gzip(whole) + std::string(1024, '\0'), text, Compression::kGzip},
      {"zstd", Zstd(whole), text, Compression::kZstd},
      {"zstd of nothing", Zstd(""), "", Compression::kZstd},
      {"two frames", Zstd(a) + Zstd(b), text, Compression::kZstd},
      {"an empty frame between", Zstd(a) + Zstd("") + Zstd(b), text, Compression::kZstd},
      {"a skippable frame in front", skippable + Zstd(whole), text, Compression::kZstd},
  };
  ScratchFolder scratch;
  for (const auto& row : cases) {
    SCOPED_TRACE(row.what);
    for (const size_t piece : {size_t{7}, size_t{4096}, size_t{1} << 20}) {
      const Outcome outcome = ReadMemory(row.bytes, piece);
      EXPECT_THAT(outcome.status, IsOk());
      EXPECT_TRUE(outcome.text == row.text) << outcome.text.size() << " bytes in pieces of " << piece;
    }
    auto source = ByteSource::Open(scratch.Write("news.txt", row.bytes));
    ASSERT_THAT(source, IsOk());
    EXPECT_EQ((*source)->compression(), row.compression);
    const Outcome outcome = ReadAll(source->get());
    EXPECT_TRUE(outcome.text == row.text);
    EXPECT_EQ(outcome.done, row.bytes.size());
    EXPECT_EQ((*source)->bytes_total(), row.bytes.size());
  }
}

// Cut off anywhere: the bytes so far, and an error unless the cut lies between two members or leaves no magic
// number.
TEST(ByteSource, CutAtEveryByte) {
  const std::string text = Text(3000);
  const std::string_view half = std::string_view(text).substr(0, 1500);
  for (const bool gzip : {true, false}) {
    const std::string first = gzip ? Gzip(half) : Zstd(half);
    const std::string second =
        gzip ? Gzip(std::string_view(text).substr(1500)) : Zstd(std::string_view(text).substr(1500));
    const std::string bytes = first + second;
    const size_t magic = gzip ? 2 : 4;
    for (size_t cut = 0; cut < bytes.size(); ++cut) {
      SCOPED_TRACE((gzip ? "gzip cut at " : "zstd cut at ") + std::to_string(cut));
      const Outcome outcome = ReadMemory(std::string_view(bytes).substr(0, cut), 100);
      if (cut < magic) {
        EXPECT_THAT(outcome.status, IsOk());
        EXPECT_EQ(outcome.text, bytes.substr(0, cut));
        continue;
      }
      EXPECT_EQ(outcome.text, text.substr(0, outcome.text.size()));
      if (cut == first.size()) {
        EXPECT_THAT(outcome.status, IsOk());
        EXPECT_EQ(outcome.text, half);
        continue;
      }
      EXPECT_THAT(outcome.status, StatusIs(StatusCode::kBadInput));
      EXPECT_THAT(outcome.status.message(), HasSubstr("memory is "));
      EXPECT_LE(outcome.status.offset().value_or(~0u), cut);
      if (cut > first.size()) {
        EXPECT_EQ(outcome.text.substr(0, 1500), half);
      }
    }
  }
}

TEST(ByteSource, SaysWhereItIsCutOff) {
  const std::string gzip = Gzip(Text(300000));
  const std::string zstd = Zstd(Text(300000));
  ScratchFolder scratch;
  const std::string path = scratch.Write("cut.gz", gzip.substr(0, 5000));
  auto source = ByteSource::Open(path);
  ASSERT_THAT(source, IsOk());
  const Outcome outcome = ReadAll(source->get());
  EXPECT_EQ(outcome.status.message(),
            path + " is cut off: gzip data that ends at byte 5000 of the file before it is complete");
  EXPECT_EQ(outcome.status.offset(), 5000u);
  EXPECT_GT(outcome.text.size(), 1000u);
  EXPECT_EQ(ReadMemory(zstd.substr(0, 5000)).status.message(),
            "memory is cut off: Zstandard data that ends at byte 5000 of the file before it is complete");
}

TEST(ByteSource, DamageIsAnErrorThatNamesThePlace) {
  const std::string text = Text(20000);
  for (const bool gzip : {true, false}) {
    const std::string good = gzip ? Gzip(text) : Zstd(text);
    TestRandom random;
    SCOPED_TRACE(random.Trace());
    for (int round = 0; round < 500; ++round) {
      std::string bytes = good;
      const size_t at = (gzip ? 10 : 4) + random.Below(bytes.size() - 10);
      bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1 + random.Below(255)));
      const Outcome outcome = ReadMemory(bytes);
      // Both have checksums, but not over every bit of their headers.
      if (outcome.status.ok()) {
        EXPECT_EQ(outcome.text, text) << "a byte changed at " << at;
      } else if (outcome.status.code() != StatusCode::kUnsupported) {
        EXPECT_THAT(outcome.status, StatusIs(StatusCode::kBadInput));
        EXPECT_THAT(outcome.status.message(), HasSubstr(" byte "));
        EXPECT_TRUE(outcome.status.offset().has_value());
      }
    }
  }
  EXPECT_EQ(ReadMemory(Gzip("abc") + "garbage").status.message(),
            "memory is damaged: gzip data, something else behind its end at byte " +
                std::to_string(Gzip("abc").size()) + " of the file");
  EXPECT_THAT(ReadMemory(Zstd("abc") + "garbage").status, StatusIs(StatusCode::kBadInput));
}

TEST(ByteSource, RandomBytesBehindAMagicNumber) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 300; ++round) {
    for (const std::string_view magic : {"\x1F\x8B", "\x1F\x8B\x08", "\x28\xB5\x2F\xFD"}) {
      const Outcome outcome = ReadMemory(std::string(magic) + random.Bytes(random.Below(300)));
      if (!outcome.status.ok()) {
        EXPECT_TRUE(outcome.status.code() == StatusCode::kBadInput ||
                    outcome.status.code() == StatusCode::kUnsupported)
            << outcome.status.ToString();
      }
    }
  }
}

TEST(ByteSource, RefusesWhatIsNoFile) {
  ScratchFolder scratch;
  EXPECT_THAT(ByteSource::Open(scratch.File("none")), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(ByteSource::Open(scratch.File("none")).status().message(), HasSubstr(scratch.File("none")));
  EXPECT_THAT(ByteSource::Open(""), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(ByteSource::Open(scratch.path()), StatusIs(StatusCode::kBadInput));
  EXPECT_THAT(ByteSource::Open("/dev/null"), StatusIs(StatusCode::kBadInput));
  ASSERT_EQ(::mkfifo(scratch.File("pipe").c_str(), 0600), 0);
  EXPECT_THAT(ByteSource::Open(scratch.File("pipe")), StatusIs(StatusCode::kBadInput));
  if (::geteuid() != 0) {
    const std::string path = scratch.Write("secret", "x");
    ASSERT_EQ(::chmod(path.c_str(), 0), 0);
    EXPECT_THAT(ByteSource::Open(path), StatusIs(StatusCode::kIo));
  }
}

TEST(ByteSource, FileThatShrinksOrGrowsWhileRead) {
  ScratchFolder scratch;
  const std::string text = Text(400000);
  const std::string path = scratch.Write("news.txt", text);
  std::string piece(1000, '\0');
  {
    auto source = ByteSource::Open(path);
    ASSERT_THAT(source, IsOk());
    ASSERT_THAT((*source)->Read(piece.data(), piece.size()), IsOk());
    std::filesystem::resize_file(path, 200000);
    const Outcome outcome = ReadAll(source->get());
    EXPECT_THAT(outcome.status, IsOk());
    EXPECT_LE(outcome.text.size(), 200000u);
  }
  {
    auto source = ByteSource::Open(path);
    ASSERT_THAT(source, IsOk());
    std::ofstream(path, std::ios::app) << text;
    EXPECT_EQ(ReadAll(source->get()).text, text.substr(0, 200000));
  }
}

// Standard input of this process, put aside.
class StandardInput {
 public:
  explicit StandardInput(int fd) : saved_(::dup(STDIN_FILENO)) {
    ::dup2(fd, STDIN_FILENO);
    ::close(fd);
  }
  ~StandardInput() {
    ::dup2(saved_, STDIN_FILENO);
    ::close(saved_);
  }

 private:
  int saved_;
};

TEST(ByteSource, StandardInputFromAPipe) {
  const std::string text = Text(300000);
  for (const bool nonblocking : {false, true}) {
    for (const std::string& bytes : {text, Gzip(text), Zstd(text), std::string("a"), std::string()}) {
      int ends[2];
      ASSERT_EQ(::pipe(ends), 0);
      if (nonblocking) ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
      StandardInput input(ends[0]);
      std::thread writer([&bytes, fd = ends[1]] {
        // The first bytes one by one: a magic number may come in pieces.
        size_t done = 0;
        while (done < bytes.size()) {
          const ssize_t count = ::write(fd, bytes.data() + done, done < 5 ? 1 : bytes.size() - done);
          if (count <= 0) break;
          done += static_cast<size_t>(count);
        }
        ::close(fd);
      });
      auto source = ByteSource::Open("-");
      Outcome outcome;
      if (source.ok()) outcome = ReadAll(source->get());
      writer.join();
      ASSERT_THAT(source, IsOk());
      EXPECT_THAT(outcome.status, IsOk());
      EXPECT_TRUE(outcome.text == (bytes.size() <= 1 ? bytes : text));
      EXPECT_EQ(outcome.done, bytes.size());
      EXPECT_EQ((*source)->bytes_total(), 0u);
      EXPECT_EQ((*source)->name(), "standard input");
    }
  }
}

TEST(ByteSource, StandardInputFromAFileStartsWhereItStands) {
  ScratchFolder scratch;
  const int fd = ::open(scratch.Write("news.txt", "0123456789").c_str(), O_RDONLY);
  ASSERT_EQ(::lseek(fd, 4, SEEK_SET), 4);
  StandardInput input(fd);
  auto source = ByteSource::Open("-");
  ASSERT_THAT(source, IsOk());
  EXPECT_EQ((*source)->bytes_total(), 6u);
  EXPECT_EQ(ReadAll(source->get()).text, "456789");
}

TEST(ByteSource, StandardInputThatCannotBeRead) {
  {
    StandardInput input(::open("/", O_RDONLY | O_DIRECTORY));
    EXPECT_THAT(ByteSource::Open("-"), StatusIs(StatusCode::kBadInput));
  }
  {
    StandardInput input(::open("/dev/null", O_RDONLY));
    auto source = ByteSource::Open("-");
    ASSERT_THAT(source, IsOk());
    EXPECT_EQ(ReadAll(source->get()).text, "");
  }
  const int saved = ::dup(STDIN_FILENO);
  ::close(STDIN_FILENO);
  EXPECT_THAT(ByteSource::Open("-"), StatusIs(StatusCode::kIo));
  ::dup2(saved, STDIN_FILENO);
  ::close(saved);
}

TEST(ByteSource, WindowThatIsTooGreatIsUnsupported) {
  // A frame header that asks for a window of 2 GB: no single segment, window descriptor 0xA8.
  const std::string bytes("\x28\xB5\x2F\xFD\x00\xA8\x01\x00\x00", 9);
  EXPECT_THAT(ReadMemory(bytes).status, StatusIs(StatusCode::kUnsupported));
}

}  // namespace
}  // namespace newsearch
