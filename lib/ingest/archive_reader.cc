// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <utility>

#include "ingest/feed_reader.h"
#include "ingest/file_text_source.h"
#include "ingest/html_blocks.h"
#include "ingest/ingest_files.h"
#include "ingest/json_feed_reader.h"
#include "ingest/json_lines_reader.h"
#include "ingest/markdown_blocks.h"
#include "ingest/markup_reader.h"
#include "ingest/text_reader.h"
#include "newsearch/ingest.h"
#include "util/file.h"

namespace newsearch {
namespace {

// A name's ending without that of its compression, in small letters.
std::string Ending(std::string path) {
  for (char& c : path) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (path.ends_with(packed)) path.resize(path.size() - packed.size());
  }
  const size_t dot = path.find_last_of("./");
  return dot == std::string::npos || path[dot] == '/' ? std::string() : path.substr(dot + 1);
}

bool LooksLikeJsonLines(std::string_view head) {
  const size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || head[first] != '{') return false;
  const std::string_view line = head.substr(first, std::min(head.find('\n', first), head.size()) - first);
  const size_t last = line.find_last_not_of(" \t\r");
  const bool object = last != std::string_view::npos && line[last] == '}';
  return object && line.find("\"text\"") != std::string_view::npos;
}

// Whether anything in a text is marked as Markdown does: a heading, a link, emphasis, a list, a rule, front
// matter.
bool HasMarkdown(std::string_view head) {
  for (const std::string_view sign :
       {"](", "**", "__", "\n# ", "\n## ", "\n### ", "\n- ", "\n* ", "\n---", "\n===", "\n| "}) {
    if (head.find(sign) != std::string_view::npos) return true;
  }
  return head.starts_with("# ") || head.starts_with("---") || head.starts_with("## ");
}

// What a file is: by its content where that is clear, else by its name.
ArchiveFormat Detect(std::string_view head, const std::string& path) {
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  const std::string ending = Ending(path);
  if (ending == "jsonl" || ending == "ndjson") return ArchiveFormat::kJsonLines;
  if (LooksLikeFeed(head)) return ArchiveFormat::kFeed;
  if (LooksLikeHtml(head)) return ArchiveFormat::kHtml;
  if (LooksLikeJsonLines(head)) return ArchiveFormat::kJsonLines;
  if (LooksLikeJsonFeed(head)) return ArchiveFormat::kJsonFeed;
  // Much that is called Markdown is plain text, whose lines Markdown would join.
  if (ending == "md" || ending == "markdown")
    return HasMarkdown(head) ? ArchiveFormat::kMarkdown : ArchiveFormat::kText;
  if (ending == "html" || ending == "htm" || ending == "xhtml") return ArchiveFormat::kHtml;
  if (ending == "rss" || ending == "atom") return ArchiveFormat::kFeed;
  if (ending == "json") return ArchiveFormat::kJsonFeed;
  if (LooksLikeMarkdown(head)) return ArchiveFormat::kMarkdown;
  return ArchiveFormat::kText;
}

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

Status ReadFormat(FileTextSource& text, const IngestOptions& options, const DocumentSink& sink,
                  ReportBuilder* report) {
  const std::string& source = (*report)->source;
  switch ((*report)->format) {
    case ArchiveFormat::kJsonLines:
      return ReadJsonLines(text, source, options, sink, report);
    case ArchiveFormat::kFeed:
      return ReadFeed(text, source, options, sink, report);
    case ArchiveFormat::kJsonFeed:
      return ReadJsonFeed(text, source, options, sink, report);
    case ArchiveFormat::kMarkdown:
    case ArchiveFormat::kHtml:
      return ReadMarkup(text, (*report)->format, source, options, sink, report);
    case ArchiveFormat::kText:
    case ArchiveFormat::kDetect:
      break;
  }
  return ReadPlainText(text, source, options, sink, report);
}

// The options with the files they name.
Status WithFiles(const IngestOptions& options, IngestOptions* loaded) {
  *loaded = options;
  if (loaded->files || (options.authorities.empty() && options.overrides.empty())) return Status();
  auto files = LoadIngestFiles(options);
  if (!files.ok()) return files.status();
  loaded->files = *std::move(files);
  return Status();
}

Status ReadSource(FileTextSource& text, const std::string& path, const IngestOptions& options,
                  const DocumentSink& sink, ArchiveReport* report) {
  report->charset = text.charset();
  report->format = options.format == ArchiveFormat::kDetect ? Detect(text.head(), path) : options.format;
  ReportBuilder builder(report);
  std::optional<OverrideRun> overrides;
  if (options.files && options.files->overrides()) overrides.emplace(*options.files->overrides());
  const DocumentSink corrected = [&](Document document) {
    overrides->Apply(&document);
    return sink(std::move(document));
  };
  Status status = ReadFormat(text, options, overrides ? corrected : sink, &builder);
  if (overrides && status.ok()) overrides->Warn(&builder);
  report->bytes = text.bytes_done();
  // Readers of data count what they replaced; of all others the source knows.
  report->ill_formed_bytes = std::max(report->ill_formed_bytes, text.ill_formed_bytes());
  // Readers of data have said so themselves.
  const bool is_text = report->format == ArchiveFormat::kText || report->format == ArchiveFormat::kMarkdown ||
                       report->format == ArchiveFormat::kHtml;
  if (is_text) builder.WarnOfIllFormedBytes();
  report->charset = text.charset();
  return status;
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

Status ReadArchive(const std::string& path, const IngestOptions& options, const DocumentSink& sink,
                   ArchiveReport* report) {
  ArchiveReport ignored;
  ArchiveReport& used = report != nullptr ? *report : ignored;
  used = {};
  return Guarded(path, [&] {
    IngestOptions loaded;
    if (Status status = WithFiles(options, &loaded); !status.ok()) return status;
    auto text = FileTextSource::Open(path, options.charset);
    if (!text.ok()) return text.status();
    if (!options.source_name.empty() || path == "-") {
      used.source = options.source_name.empty() ? path : options.source_name;
    } else {
      auto absolute = AbsolutePath(path);
      if (!absolute.ok()) return absolute.status();
      used.source = *absolute;
    }
    return ReadSource(**text, path, loaded, sink, &used);
  });
}

Status ReadText(std::string_view text, const IngestOptions& options, const DocumentSink& sink,
                ArchiveReport* report) {
  ArchiveReport ignored;
  ArchiveReport& used = report != nullptr ? *report : ignored;
  used = {};
  used.source = options.source_name.empty() ? "-" : options.source_name;
  return Guarded(used.source, [&] {
    IngestOptions loaded;
    if (Status status = WithFiles(options, &loaded); !status.ok()) return status;
    auto source = FileTextSource::OpenMemory(text, used.source, options.charset);
    if (!source.ok()) return source.status();
    return ReadSource(**source, std::string(), loaded, sink, &used);
  });
}

}  // namespace newsearch
