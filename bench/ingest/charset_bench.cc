// SPDX-License-Identifier: GPL-2.0-or-later
//
// Finding out the charset of a text in memory and reading it as UTF-8.
//
//   ingest/charset/utf-8, windows-1252, utf-16   FileTextSource over three megabytes of a made archive; ICU
//                                                converts the same bytes, knowing the charset
#include <benchmark/benchmark.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <memory>
#include <string>

#include "common/corpus.h"
#include "common/registry.h"
#include "ingest/file_text_source.h"
#include "support/made_archive.h"

namespace newsearch::bench {
namespace {

constexpr size_t kTextBytes = 3'000'000;

std::string Encoded(const std::string& charset) {
  std::string text;
  if (charset == "windows-1252") {
    while (text.size() < kTextBytes) {
      const size_t before = text.size();
      for (const LanguageText& language : LatinText().languages) {
        if (language.lang != "de" && language.lang != "fr" && language.lang != "sv") continue;
        for (const std::string& one : language.texts) text += one + "\n\n";
      }
      if (text.size() == before) break;
    }
  } else {
    text = MadeArchive(NEWSEARCH_BENCH_CORPORA, TheOptions().seed).Text(kTextBytes);
  }
  const icu::UnicodeString unicode = icu::UnicodeString::fromUTF8(text);
  std::string bytes(static_cast<size_t>(unicode.extract(0, unicode.length(), nullptr, 0, charset.c_str())),
                    '\0');
  unicode.extract(0, unicode.length(), bytes.data(), static_cast<uint32_t>(bytes.size()), charset.c_str());
  return bytes;
}

void Read(benchmark::State& state, const std::string& bytes, const std::string& charset) {
  std::string text;
  bool right = true;
  for (auto _ : state) {
    auto source = FileTextSource::OpenMemory(bytes, "bench", "");
    if (!source.ok()) return state.SkipWithError("not read");
    while (true) {
      text.clear();
      const Result<bool> more = (*source)->Read(&text);
      if (!more.ok() || !*more) break;
      benchmark::DoNotOptimize(text.data());
    }
    right = right && (*source)->charset().compare(0, charset.size(), charset) == 0 &&
            (*source)->ill_formed_bytes() == 0;
  }
  if (!right) state.SkipWithError("taken for another charset");
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(bytes.size()));
}

void ConvertByIcu(benchmark::State& state, const std::string& bytes, const std::string& charset) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> from(ucnv_open(charset.c_str(), &error),
                                                                &ucnv_close);
  const std::unique_ptr<UConverter, void (*)(UConverter*)> to(ucnv_open("UTF-8", &error), &ucnv_close);
  if (U_FAILURE(error)) return state.SkipWithError("no converter");
  std::string text(1u << 18, '\0');
  for (auto _ : state) {
    const char* source = bytes.data();
    const char* const end = source + bytes.size();
    UChar pivot[1024];
    UChar* pivot_source = pivot;
    UChar* pivot_target = pivot;
    UBool reset = true;
    do {
      char* target = text.data();
      error = U_ZERO_ERROR;
      ucnv_convertEx(to.get(), from.get(), &target, text.data() + text.size(), &source, end, pivot,
                     &pivot_source, &pivot_target, pivot + 1024, reset, true, &error);
      benchmark::DoNotOptimize(text.data());
      reset = false;
    } while (error == U_BUFFER_OVERFLOW_ERROR);
    if (U_FAILURE(error)) return state.SkipWithError("not converted");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(bytes.size()));
}

void AddCharset() {
  for (const char* name : {"utf-8", "windows-1252", "utf-16"}) {
    const std::string charset = name == std::string("utf-8")    ? "UTF-8"
                                : name == std::string("utf-16") ? "UTF-16"
                                                                : name;
    const auto bytes = std::make_shared<std::string>(Encoded(charset));
    AddContest(std::string("ingest/charset/") + name,
               {{kOurs, [=](benchmark::State& state) { Read(state, *bytes, charset); }},
                {"icu", [=](benchmark::State& state) { ConvertByIcu(state, *bytes, charset); }}});
  }
}
NEWSEARCH_BENCH(AddCharset);

}  // namespace
}  // namespace newsearch::bench
