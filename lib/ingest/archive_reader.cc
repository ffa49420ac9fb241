// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <exception>
#include <new>

#include "ingest/json_lines_reader.h"
#include "ingest/text_reader.h"
#include "newsearch/ingest.h"
#include "util/file.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// How much of a file is looked at to tell what it is.
constexpr size_t kSniffBytes = 1u << 16;
// Text has no more control characters than this, by share.
constexpr double kMaxControlShare = 0.05;
// Bytes that are no UTF-8 may be another encoding; more than this is no text.
constexpr double kMaxIllFormedShare = 0.3;

bool EndsWith(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

Status CheckIsText(std::string_view bytes, const std::string& path) {
  const std::string_view sample = bytes.substr(0, kSniffBytes);
  if (sample.empty()) return Status();
  const auto bad = [&path](const std::string& why) {
    return Status(StatusCode::kBadInput, path + " " + why);
  };
  if (sample.substr(0, 2) == "\xFF\xFE" || sample.substr(0, 2) == "\xFE\xFF") {
    return bad("is UTF-16; only UTF-8 is read");
  }
  if (sample.substr(0, 2) == "\x1F\x8B") return bad("is compressed (gzip), not text");
  if (sample.substr(0, 4) == "PK\x03\x04") return bad("is a zip archive, not text");
  if (sample.substr(0, 5) == "%PDF-") return bad("is a PDF, not text");
  if (const size_t nul = sample.find('\0'); nul != std::string_view::npos) {
    return Status(StatusCode::kBadInput,
                  path + " is binary, not text: a zero byte at offset " + std::to_string(nul), nul);
  }
  const auto controls = std::count_if(sample.begin(), sample.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7F ||
           (byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != 0x1B);
  });
  if (static_cast<double>(controls) > kMaxControlShare * static_cast<double>(sample.size())) {
    return bad("is binary, not text: " + std::to_string(controls) + " control characters in its first " +
               std::to_string(sample.size()) + " bytes");
  }
  uint64_t ill_formed = 0;
  (void)SanitizeUtf8(sample, &ill_formed);
  if (sample.size() > 64 &&
      static_cast<double>(ill_formed) > kMaxIllFormedShare * static_cast<double>(sample.size())) {
    return bad("is not UTF-8 text: " + std::to_string(ill_formed) + " of its first " +
               std::to_string(sample.size()) + " bytes are ill-formed");
  }
  return Status();
}

ArchiveFormat Detect(std::string_view bytes, const std::string& path) {
  if (EndsWith(path, ".jsonl") || EndsWith(path, ".ndjson")) return ArchiveFormat::kJsonLines;
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || bytes[first] != '{') return ArchiveFormat::kText;
  const std::string_view line = bytes.substr(first, std::min(bytes.find('\n', first), bytes.size()) - first);
  const size_t last = line.find_last_not_of(" \t\r");
  const bool object = last != std::string_view::npos && line[last] == '}';
  return object && line.find("\"text\"") != std::string_view::npos ? ArchiveFormat::kJsonLines
                                                                   : ArchiveFormat::kText;
}

}  // namespace

std::string_view ArchiveFormatName(ArchiveFormat format) {
  switch (format) {
    case ArchiveFormat::kDetect:
      return "detect";
    case ArchiveFormat::kText:
      return "text";
    case ArchiveFormat::kJsonLines:
      return "jsonl";
    case ArchiveFormat::kMarkdown:
      return "markdown";
    case ArchiveFormat::kHtml:
      return "html";
    case ArchiveFormat::kFeed:
      return "feed";
    case ArchiveFormat::kJsonFeed:
      return "jsonfeed";
  }
  return "detect";
}

namespace {

// Nothing that can go wrong below leaves as an exception.
template <typename Body>
Status Guarded(const std::string& source, const Body& body) {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return Status(StatusCode::kOutOfMemory, "out of memory while reading " + source);
  } catch (const std::exception& error) {
    return Status(StatusCode::kInternal, "reading " + source + ": " + error.what());
  } catch (...) {
    return Status(StatusCode::kInternal, "reading " + source + ": an exception of unknown type");
  }
}

Status ReadTextReporting(std::string_view text, const std::string& source, const IngestOptions& options,
                         const DocumentSink& sink, ReportBuilder* report) {
  if (!IsValidUtf8(text)) (void)SanitizeUtf8(text, &(*report)->ill_formed_bytes);
  report->WarnOfIllFormedBytes();
  MemoryTextSource stream(text);
  return ReadPlainText(&stream, source, options, sink, report);
}

}  // namespace

Status ReadArchive(const std::string& path, const IngestOptions& options, const DocumentSink& sink,
                   ArchiveReport* report) {
  ArchiveReport ignored;
  ArchiveReport& used = report != nullptr ? *report : ignored;
  used = {};
  return Guarded(path, [&] {
    auto file = FileContents::Open(path);
    if (!file.ok()) return file.status();
    if (options.source_name.empty()) {
      auto absolute = AbsolutePath(path);
      if (!absolute.ok()) return absolute.status();
      used.source = *absolute;
    } else {
      used.source = options.source_name;
    }
    const std::string_view bytes = file->bytes();
    used.bytes = bytes.size();
    if (Status status = CheckIsText(bytes, path); !status.ok()) return status;
    const ArchiveFormat format =
        options.format == ArchiveFormat::kDetect ? Detect(bytes, path) : options.format;
    ReportBuilder builder(&used);
    if (format == ArchiveFormat::kJsonLines) {
      MemoryTextSource source_text(bytes);
      return ReadJsonLines(source_text, used.source, options, sink, &builder);
    }
    return ReadTextReporting(bytes, used.source, options, sink, &builder);
  });
}

Status ReadText(std::string_view text, const IngestOptions& options, const DocumentSink& sink,
                ArchiveReport* report) {
  ArchiveReport ignored;
  ArchiveReport& used = report != nullptr ? *report : ignored;
  used = {};
  used.source = options.source_name.empty() ? "-" : options.source_name;
  used.bytes = text.size();
  return Guarded(used.source, [&] {
    if (Status status = CheckIsText(text, used.source); !status.ok()) return status;
    ReportBuilder builder(&used);
    return ReadTextReporting(text, used.source, options, sink, &builder);
  });
}

}  // namespace newsearch
