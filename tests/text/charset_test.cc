// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/charset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <cstdio>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "support/test_support.h"
#include "text/charset_samples.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using ::testing::HasSubstr;

// From one charset to another by ICU alone; fails the test where the text cannot be written so.
std::string Recode(std::string_view text, const char* to, const char* from) {
  UErrorCode error = U_ZERO_ERROR;
  std::string out(text.size() * 6 + 16, '\0');
  const int32_t size = ucnv_convert(to, from, out.data(), static_cast<int32_t>(out.size()), text.data(),
                                    static_cast<int32_t>(text.size()), &error);
  EXPECT_TRUE(U_SUCCESS(error)) << to << ": " << u_errorName(error);
  out.resize(static_cast<size_t>(size));
  return out;
}
std::string Encode(std::string_view utf8, const char* charset) { return Recode(utf8, charset, "UTF-8"); }

std::string Convert(std::string_view bytes, const std::string& charset, uint64_t* ill_formed = nullptr,
                    size_t piece = std::string::npos) {
  auto converter = Utf8Converter::Open(charset);
  EXPECT_THAT(converter, IsOk());
  if (!converter.ok()) return {};
  std::string text;
  for (size_t i = 0; i < bytes.size(); i += std::min(piece, bytes.size() - i)) {
    (*converter)->Convert(bytes.substr(i, piece), &text);
    EXPECT_TRUE(IsValidUtf8(text));
  }
  (*converter)->Finish(&text);
  if (ill_formed != nullptr) *ill_formed = (*converter)->ill_formed_bytes();
  return text;
}

std::vector<std::string> Split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

// windows-1258 writes a letter with two marks as a letter and a mark.
std::string Decomposed(const CharsetSample& sample, const std::string& charset) {
  std::string text = sample.text;
  if (charset != "windows-1258") return text;
  static constexpr const char* kPairs[][2] = {
      {"ộ", "ô\u0323"}, {"ớ", "ơ\u0301"}, {"ệ", "ê\u0323"}, {"ạ", "a\u0323"}, {"ộ", "ô\u0323"},
      {"ỗ", "ô\u0303"}, {"ợ", "ơ\u0323"}, {"ỏ", "o\u0309"}, {"ủ", "u\u0309"}, {"ị", "i\u0323"},
      {"ọ", "o\u0323"}, {"ứ", "ư\u0301"}, {"ế", "ê\u0301"}, {"ẽ", "e\u0303"}, {"ố", "ô\u0301"},
      {"ự", "ư\u0323"}, {"ử", "ư\u0309"}, {"ã", "a\u0303"}, {"ì", "i\u0300"}, {"ý", "y\u0301"},
      {"ò", "o\u0300"}, {"õ", "o\u0303"}, {"ỳ", "y\u0300"}, {"ể", "ê\u0309"}, {"ờ", "ơ\u0300"}};
  for (const auto& [from, to] : kPairs) {
    for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) {
      text.replace(at, std::string_view(from).size(), to);
    }
  }
  return text;
}

// What ICU alone would have said.
std::string IcuDetects(std::string_view bytes) {
  UErrorCode error = U_ZERO_ERROR;
  UCharsetDetector* const detector = ucsdet_open(&error);
  ucsdet_setText(detector, bytes.data(), static_cast<int32_t>(bytes.size()), &error);
  const UCharsetMatch* const match = ucsdet_detect(detector, &error);
  const std::string name = match != nullptr ? ucsdet_getName(match, &error) : "none";
  ucsdet_close(detector);
  return name;
}

bool ReadsAs(std::string_view bytes, const std::string& charset, const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  UConverter* const converter = ucnv_open(charset.c_str(), &error);
  ucnv_close(converter);
  return U_SUCCESS(error) && Convert(bytes, charset) == text;
}

// Three sentences each: found and converted back exactly.
TEST(Charset, DetectsNewsProse) {
  for (const CharsetSample& sample : kCharsetSamples) {
    for (const std::string& charset : Split(sample.charsets, ' ')) {
      SCOPED_TRACE(std::string(sample.language) + " in " + charset);
      const std::string text = Decomposed(sample, charset);
      const std::string bytes = Encode(text, charset.c_str());
      const Charset found = DetectCharset(bytes, "");
      EXPECT_EQ(Convert(bytes, found.name), text) << "read as " << found.name;
      EXPECT_TRUE(found.plausible);
      EXPECT_EQ(found.how, CharsetHow::kDetected);
    }
  }
}

// Sentence by sentence, about 80 bytes: how often right. With NEWSEARCH_TEST_PRINT set, prints the table.
TEST(Charset, DetectsMostSentences) {
  int rows = 0;
  int right = 0;
  int icu_right = 0;
  const bool print = std::getenv("NEWSEARCH_TEST_PRINT") != nullptr;
  for (const CharsetSample& sample : kCharsetSamples) {
    for (const std::string& charset : Split(sample.charsets, ' ')) {
      int here = 0;
      int icu_here = 0;
      std::string wrong;
      const std::string text = Decomposed(sample, charset);
      for (const std::string& sentence : Split(text, '\n')) {
        const std::string bytes = Encode(sentence, charset.c_str());
        const std::string found = DetectCharset(bytes, "").name;
        if (ReadsAs(bytes, found, sentence)) {
          ++here;
        } else {
          wrong += " " + found;
        }
        if (ReadsAs(bytes, IcuDetects(bytes), sentence)) ++icu_here;
      }
      const std::string all = Encode(text, charset.c_str());
      const bool icu_all = ReadsAs(all, IcuDetects(all), text);
      if (print) {
        std::printf("%-28s %-15s %d/3 ICU %d/3 (all three: %s)%s\n", sample.language, charset.c_str(), here,
                    icu_here, icu_all ? "yes" : IcuDetects(all).c_str(), wrong.c_str());
      }
      rows += 3;
      right += here;
      icu_right += icu_here;
    }
  }
  if (print) std::printf("sentences: %d right of %d, ICU alone %d\n", right, rows, icu_right);
  EXPECT_GE(right * 100, rows * 95);
}

TEST(Charset, DetectsFromSomeHundredBytesInLongAscii) {
  const std::string padding(1000, 'x');
  for (const CharsetSample& sample : kCharsetSamples) {
    const std::string charset = Split(sample.charsets, ' ')[0];
    SCOPED_TRACE(std::string(sample.language) + " in " + charset);
    std::string text;
    for (const std::string& sentence : Split(Decomposed(sample, charset), '\n')) {
      text += padding + "\n" + sentence + "\n";
    }
    const std::string bytes = Encode(text, charset.c_str());
    const Charset found = DetectCharset(bytes, "");
    EXPECT_TRUE(Convert(bytes, found.name) == text) << "read as " << found.name;
  }
}

TEST(Charset, Utf8ComesFirst) {
  for (const CharsetSample& sample : kCharsetSamples) {
    SCOPED_TRACE(sample.language);
    const std::string_view text = sample.text;
    // Cut anywhere, and whatever is declared.
    for (size_t cut = text.size() - 5; cut <= text.size(); ++cut) {
      EXPECT_EQ(DetectCharset(text.substr(0, cut), "windows-1251").name, "UTF-8");
    }
    // With slips.
    if (text.size() > 200) {
      std::string slips(text);
      slips.insert(slips.find('\n') + 1, "caf\xE9 ");
      if (CountCodePoints(text) + 20 < text.size()) {
        EXPECT_EQ(DetectCharset(slips, "").name, "UTF-8");
      }
    }
  }
}

TEST(Charset, FewBytes) {
  const struct {
    const char* bytes;
    const char* charset;
  } cases[] = {
      {"", "UTF-8"},
      {"plain words", "UTF-8"},
      {"caf\xC3\xA9", "UTF-8"},
      {"caf\xE9", "windows-1252"},
      {"caf\xE9 and more", "windows-1252"},
      {"the \x93large\x94 one", "windows-1252"},
      {"it\x92s here", "windows-1252"},
      {"cost: \x80 100", "windows-1252"},
      {"Gr\xF6\xDF"
       "e",
       "windows-1252"},
      {"\xCF\xF0\xE8\xE2\xE5\xF2", "windows-1251"},                       // Привет
      {"\xF0\xD2\xC9\xD7\xC5\xD4", "KOI8-R"},                             // Привет
      {"\xCC\xCE\xD1\xCA\xC2\xC0 \xC2\xD7\xC5\xD0\xC0", "windows-1251"},  // МОСКВА ВЧЕРА
  };
  for (const auto& row : cases) EXPECT_EQ(DetectCharset(row.bytes, "").name, row.charset) << row.bytes;
}

TEST(Charset, DeclaredWinsUnlessTheBytesContradict) {
  const std::string russian = kCharsetSamples[23].text;
  ASSERT_STREQ(kCharsetSamples[23].language, "Russian");
  const std::string cyrillic = Encode(russian, "windows-1251");
  const std::string japanese = Encode("新聞の記事です。新しい計画を発表した。", "EUC-JP");
  const struct {
    const char* what;
    std::string bytes;
    const char* declared;
    const char* charset;
    CharsetHow how;
  } cases[] = {
      {"as it is", cyrillic, "windows-1251", "windows-1251", CharsetHow::kDeclared},
      {"another name for it", cyrillic, "CP1251", "windows-1251", CharsetHow::kDeclared},
      {"wrong alphabet", cyrillic, "iso-8859-1", "windows-1251", CharsetHow::kDetected},
      {"wrong order of the alphabet", cyrillic, "koi8-r", "windows-1251", CharsetHow::kDetected},
      {"not UTF-8", cyrillic, "utf-8", "windows-1251", CharsetHow::kDetected},
      {"cannot be UTF-16", cyrillic, "utf-16", "windows-1251", CharsetHow::kDetected},
      {"not ASCII underneath", cyrillic, "ibm-037", "windows-1251", CharsetHow::kDetected},
      {"unknown", cyrillic, "klingon", "windows-1251", CharsetHow::kDetected},
      {"ill-formed there", cyrillic, "shift_jis", "windows-1251", CharsetHow::kDetected},
      {"Japanese in another", japanese, "Shift_JIS", "EUC-JP", CharsetHow::kDetected},
      {"Japanese", japanese, "euc-jp", "EUC-JP", CharsetHow::kDeclared},
      {"Latin-1 is windows-1252", "caf\xE9 \x93so\x94", "ISO-8859-1", "windows-1252", CharsetHow::kDeclared},
      {"ASCII is windows-1252", "caf\xE9 \x93so\x94", "us-ascii", "windows-1252", CharsetHow::kDeclared},
      {"what statistics would not say", "na\xEFve \xA4 5", "iso-8859-15", "ISO-8859-15",
       CharsetHow::kDeclared},
      {"few bytes say little", "\xE9t\xE9", "windows-1250", "windows-1250", CharsetHow::kDeclared},
  };
  for (const auto& row : cases) {
    const Charset found = DetectCharset(row.bytes, row.declared);
    EXPECT_EQ(found.name, row.charset) << row.what;
    EXPECT_EQ(found.how, row.how) << row.what;
  }
}

TEST(Charset, FindsDeclarations) {
  const struct {
    const char* head;
    const char* declared;
  } cases[] = {
      {"<html><head><meta charset=windows-1251>", "windows-1251"},
      {"<META CHARSET = 'KOI8-R' />", "KOI8-R"},
      {"<meta charset=\"utf-8\">", "utf-8"},
      {"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-2\">", "iso-8859-2"},
      {"<meta name=a content=b><meta content='text/html;charset=Big5' http-equiv=content-type>", "Big5"},
      {"<!-- <meta charset=big5> --><meta charset=gb2312>", "gb2312"},
      {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss>", "ISO-8859-1"},
      {"  <?xml version='1.0' encoding='koi8-r' standalone='yes'?>", "koi8-r"},
      {"<?xml version='1.0'?><html><meta charset=big5>", "big5"},
      {"@charset \"windows-1250\";", "windows-1250"},
      {"", ""},
      {"<", ""},
      {"<meta", ""},
      {"<meta charset", ""},
      {"<meta charset=", ""},
      {"<meta name=charset content=x>", ""},
      {"the charset=utf-8 is said in text", ""},
      {"<?xml version='1.0'", ""},
      {"<!-- <meta charset=big5>", ""},
      {"@charset \"", ""},
  };
  for (const auto& row : cases) EXPECT_EQ(DeclaredCharset(row.head), row.declared) << row.head;
}

TEST(Charset, Names) {
  const struct {
    const char* label;
    const char* name;
  } cases[] = {
      {"utf-8", "UTF-8"},
      {"UTF8", "UTF-8"},
      {"latin1", "windows-1252"},
      {"l1", "windows-1252"},
      {"ascii", "windows-1252"},
      {"cp1252", "windows-1252"},
      {"iso-8859-2", "ISO-8859-2"},
      {"latin2", "ISO-8859-2"},
      {" windows-1250 ", "windows-1250"},
      {"cp1251", "windows-1251"},
      {"koi8-r", "KOI8-R"},
      {"sjis", "Shift_JIS"},
      {"shift_jis", "Shift_JIS"},
      {"gb2312", "GB18030"},
      {"gbk", "GB18030"},
      {"euc-kr", "EUC-KR"},
      {"ks_c_5601-1987", "EUC-KR"},
      {"big5", "Big5"},
      {"utf-16le", "UTF-16LE"},
      {"tis-620", "windows-874"},
      {"iso-8859-9", "windows-1254"},
      {"cp866", "IBM866"},
      {"iso-8859-7", "ISO-8859-7"},
      {"euc-jp", "EUC-JP"},
  };
  for (const auto& row : cases) {
    const Result<Charset> charset = CharsetByName(row.label);
    ASSERT_THAT(charset, IsOk()) << row.label;
    EXPECT_EQ(charset->name, row.name) << row.label;
    // What is named can be opened, and means the same again.
    EXPECT_THAT(Utf8Converter::Open(charset->name), IsOk()) << row.label;
    EXPECT_EQ(CharsetByName(charset->name)->name, charset->name);
  }
  for (const char* const label : {"", " ", "klingon", "utf-8,version=1", "UTF-16;x", "\xC3\xA9", "a b"}) {
    EXPECT_THAT(CharsetByName(label), StatusIs(StatusCode::kInvalidArgument)) << label;
  }
  EXPECT_THAT(CharsetByName("klingon").status().message(), HasSubstr("\"klingon\""));
  EXPECT_THAT(CharsetByName(std::string(5000, 'x')), StatusIs(StatusCode::kInvalidArgument));
}

TEST(Charset, Marks) {
  const std::string text = "Šio ąžuolo 新聞 😀\n";
  const struct {
    const char* name;
    std::string mark;
  } cases[] = {{"UTF-8", "\xEF\xBB\xBF"},
               {"UTF-16LE", "\xFF\xFE"},
               {"UTF-16BE", "\xFE\xFF"},
               {"UTF-32LE", std::string("\xFF\xFE\0\0", 4)},
               {"UTF-32BE", std::string("\0\0\xFE\xFF", 4)}};
  for (const auto& row : cases) {
    const std::string bytes = row.mark + Encode(text, row.name);
    const auto charset = CharsetByMark(bytes);
    ASSERT_TRUE(charset.has_value());
    EXPECT_EQ(charset->name, row.name);
    EXPECT_EQ(charset->how, CharsetHow::kMark);
    EXPECT_EQ(charset->mark_bytes, row.mark.size());
    EXPECT_EQ(Convert(bytes.substr(charset->mark_bytes), charset->name), text);
  }
  EXPECT_FALSE(CharsetByMark("text").has_value());
  EXPECT_FALSE(CharsetByMark("\xEF\xBB").has_value());
  EXPECT_FALSE(CharsetByMark("").has_value());
}

TEST(Charset, Utf16WithoutMark) {
  for (const CharsetSample& sample : kCharsetSamples) {
    for (const char* const name : {"UTF-16LE", "UTF-16BE"}) {
      SCOPED_TRACE(std::string(sample.language) + " in " + name);
      const auto found = DetectUtf16(Encode(sample.text, name));
      ASSERT_TRUE(found.has_value());
      EXPECT_EQ(found->name, name);
    }
  }
  std::string words = "plain words and a zero byte, which is no UTF-16 at all, however even its length";
  words[20] = '\0';
  EXPECT_FALSE(DetectUtf16(words).has_value());
  EXPECT_FALSE(DetectUtf16("").has_value());
  EXPECT_FALSE(DetectUtf16(std::string(100, '\0')).has_value());
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 200; ++i) EXPECT_FALSE(DetectUtf16(random.Bytes(1000)).has_value());
}

// The same whatever the pieces.
TEST(Utf8Converter, PiecesOfEverySize) {
  const std::string text = "Ünï Šio 新聞の記事 Москва 😀 한국어 end";
  const struct {
    const char* charset;
    std::string text;
  } cases[] = {{"UTF-8", text},
               {"UTF-16LE", text},
               {"UTF-16BE", text},
               {"UTF-32LE", text},
               {"GB18030", text},
               {"Shift_JIS", "新聞の記事 ABC ソ表能"},
               {"EUC-JP", "新聞の記事 ABC ソ表能"},
               {"ISO-2022-JP", "新聞の記事 ABC 表能 end"},
               {"Big5", "新聞記事 ABC 功許蓋"},
               {"EUC-KR", "한국어 신문 ABC"},
               {"windows-1251", "Москва ABC"}};
  for (const auto& row : cases) {
    const std::string bytes = Encode(row.text, row.charset);
    // Also where it is cut off: what waits is ill-formed.
    for (size_t size = 0; size <= bytes.size(); ++size) {
      uint64_t ill_formed = 0;
      const std::string whole = Convert(bytes.substr(0, size), row.charset, &ill_formed);
      if (size == bytes.size()) {
        EXPECT_EQ(whole, row.text) << row.charset;
        EXPECT_EQ(ill_formed, 0u);
      }
      for (size_t piece = 1; piece <= 7; ++piece) {
        uint64_t ill_formed_too = 0;
        EXPECT_EQ(Convert(bytes.substr(0, size), row.charset, &ill_formed_too, piece), whole) << row.charset;
        EXPECT_EQ(ill_formed_too, ill_formed) << row.charset << " cut at " << size;
      }
    }
    // And in two pieces cut anywhere.
    for (size_t cut = 0; cut <= bytes.size(); ++cut) {
      auto converter = Utf8Converter::Open(row.charset);
      ASSERT_THAT(converter, IsOk());
      std::string out;
      (*converter)->Convert(std::string_view(bytes).substr(0, cut), &out);
      (*converter)->Convert(std::string_view(bytes).substr(cut), &out);
      (*converter)->Finish(&out);
      EXPECT_EQ(out, row.text);
    }
  }
}

TEST(Utf8Converter, IllFormedBytesAreReplacedAndCounted) {
  const struct {
    const char* charset;
    std::string bytes;
    const char* text;
    uint64_t ill_formed;
  } cases[] = {
      {"UTF-8", "a\xE9z", "a\uFFFDz", 1},
      {"UTF-8", "a\xE2\x82", "a\uFFFD", 2},
      {"Shift_JIS", "a\x82", "a\uFFFD", 1},
      {"EUC-JP", "\xB0\xA1\xB0 b", "亜\uFFFD b", 1},
      {"UTF-16LE",
       std::string("a\0\0\xD8"
                   "b\0",
                   6),
       "a\uFFFDb", 2},
      {"UTF-16LE", std::string("a\0b", 3), "a\uFFFD", 1},
      {"UTF-16LE", std::string("a\0\x3D\xD8", 4), "a\uFFFD", 2},
      {"UTF-32LE", std::string("a\0\0\0\0\0\x11\0", 8), "a\uFFFD", 4},
  };
  for (const auto& row : cases) {
    uint64_t ill_formed = 0;
    EXPECT_EQ(Convert(row.bytes, row.charset, &ill_formed), row.text) << row.charset;
    EXPECT_EQ(ill_formed, row.ill_formed) << row.charset;
  }
  EXPECT_THAT(Utf8Converter::Open("klingon"), StatusIs(StatusCode::kInvalidArgument));
}

TEST(Charset, RandomBytes) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  int plausible = 0;
  for (int i = 0; i < 200; ++i) {
    const std::string bytes = random.Bytes(random.Below(2000));
    const Charset found = DetectCharset(bytes, i % 2 == 0 ? "shift_jis" : "");
    (void)DeclaredCharset(bytes);
    (void)FindNonAscii(bytes);
    EXPECT_TRUE(IsValidUtf8(Convert(bytes, found.name)));
    plausible += bytes.size() > 1000 && found.plausible ? 1 : 0;
  }
  EXPECT_EQ(plausible, 0);
}

TEST(Charset, FindNonAscii) {
  for (size_t at = 0; at < 40; ++at) {
    std::string bytes(40, 'a');
    EXPECT_EQ(FindNonAscii(bytes), 40u);
    bytes[at] = '\xE9';
    EXPECT_EQ(FindNonAscii(bytes), at);
    bytes[at] = '\x1B';
    EXPECT_EQ(FindNonAscii(bytes), at < 39 ? 40u : 39u) << "another escape";
    EXPECT_EQ(FindNonAscii(std::string(at, 'a') + "\x1B$B"), at);
    EXPECT_EQ(FindNonAscii(std::string(at, 'a') + "\x1B$"), at);
    EXPECT_EQ(FindNonAscii(std::string(at, 'a') + "\x1B"), at);
  }
}

}  // namespace
}  // namespace newsearch
