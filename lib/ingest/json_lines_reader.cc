// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/json_lines_reader.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "ingest/block.h"
#include "ingest/entry_builder.h"
#include "ingest/ingest_files.h"
#include "ingest/json_entry.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using Json = nlohmann::json;

constexpr uint64_t kProgressEvery = 256;
constexpr std::string_view kBlanks = " \t\r\v\f";

// Cuts a source into lines and holds one of them.
class LineReader {
 public:
  LineReader(TextSource* source, uint64_t max_line_bytes) : source_(source), max_bytes_(max_line_bytes) {}

  // Goes to the next line; false at the end.
  Result<bool> Next() {
    line_.clear();
    begin_ = offset_;
    size_bytes_ = 0;
    bool any = false;
    bool complete = false;
    while (!complete) {
      if (done_ == piece_.size()) {
        piece_.clear();
        done_ = 0;
        const Result<bool> more = source_->Read(&piece_);
        if (!more.ok()) return more.status();
        if (!*more) break;
        continue;
      }
      std::string_view part = std::string_view(piece_).substr(done_);
      const size_t end = part.find('\n');
      complete = end != std::string_view::npos;
      part = part.substr(0, end);
      any = true;
      Add(part);
      offset_ += part.size() + (complete ? 1 : 0);
      done_ += part.size() + (complete ? 1 : 0);
    }
    if (begin_ == 0 && line().substr(0, kByteOrderMark.size()) == kByteOrderMark) {
      size_t mark = kByteOrderMark.size();
      while (mark < line().size() && kBlanks.find(line()[mark]) != std::string_view::npos) ++mark;
      line_.erase(0, mark);
      begin_ += mark;
      size_bytes_ -= mark;
    }
    return any;
  }

  // The line without blanks around it; its first max_line_bytes at most.
  std::string_view line() const { return std::string_view(line_).substr(0, size_bytes_); }
  // Of the whole line without blanks around it.
  uint64_t size_bytes() const { return size_bytes_; }
  // Where line() begins in the source.
  uint64_t begin() const { return begin_; }

 private:
  void Add(std::string_view part) {
    if (size_bytes_ == 0) {
      const size_t first = std::min(part.find_first_not_of(kBlanks), part.size());
      begin_ += first;
      part.remove_prefix(first);
      with_blanks_bytes_ = 0;
    }
    const size_t last = part.find_last_not_of(kBlanks);
    if (last != std::string_view::npos) size_bytes_ = with_blanks_bytes_ + last + 1;
    with_blanks_bytes_ += part.size();
    if (line_.size() < max_bytes_) line_.append(part.substr(0, max_bytes_ - line_.size()));
  }

  TextSource* source_;
  uint64_t max_bytes_;
  std::string piece_;
  size_t done_ = 0;      // bytes of piece_
  uint64_t offset_ = 0;  // of piece_[done_] in the source
  std::string line_;
  uint64_t begin_ = 0;
  uint64_t size_bytes_ = 0;
  uint64_t with_blanks_bytes_ = 0;  // the same with the blanks behind it so far
};

// nullopt, and a warning, if the line is no document.
std::optional<Document> ReadLine(std::string_view line, uint64_t number, ByteSpan bytes,
                                 EntryBuilder* builder) {
  Entry entry;
  entry.lines = {static_cast<uint32_t>(number), static_cast<uint32_t>(number)};
  entry.bytes = bytes;
  const Json json = Json::parse(line, nullptr, false);
  if (json.is_discarded()) return builder->Skip("no JSON", number);
  if (const char* wrong = ReadJsonEntry(json, &entry)) return builder->Skip(wrong, number);
  return builder->Build(std::move(entry));
}

}  // namespace

Status ReadJsonLines(TextSource& source_text, const std::string& source, const IngestOptions& options,
                     const DocumentSink& sink, ReportBuilder* report) {
  EntryBuilder builder(source, options.facets, report, AuthoritiesOf(options));
  LineReader lines(&source_text, options.max_line_bytes);
  uint64_t documents = 0;
  const auto go_on = [&] {
    return !options.progress ||
           options.progress({source_text.bytes_done(), source_text.bytes_total(), documents});
  };
  const Status stopped(StatusCode::kCancelled, "reading of " + source + " was stopped");
  for (uint64_t number = 1;; ++number) {
    const Result<bool> more = lines.Next();
    if (!more.ok()) return more.status();
    if (!*more) break;
    if (number % kProgressEvery == 1 && !go_on()) return stopped;
    if (lines.size_bytes() > options.max_line_bytes) {
      builder.Skip("line is " + std::to_string(lines.size_bytes()) + " bytes long, the limit is " +
                       std::to_string(options.max_line_bytes),
                   number);
      continue;
    }
    const std::string_view line = TrimSpace(lines.line());
    if (line.empty()) continue;
    const uint64_t begin = lines.begin() + static_cast<uint64_t>(line.data() - lines.line().data());
    const ByteSpan bytes = {begin, begin + line.size()};
    std::optional<Document> document =
        IsValidUtf8(line)
            ? ReadLine(line, number, bytes, &builder)
            : ReadLine(SanitizeUtf8(line, &(*report)->ill_formed_bytes), number, bytes, &builder);
    if (!document) continue;
    ++documents;
    report->Count(*document);
    if (Status status = sink(std::move(*document)); !status.ok()) return status;
  }
  report->WarnOfIllFormedBytes();
  if (documents == 0 && (*report)->skipped == 0) report->Warn("no document in it", 0);
  if (documents == 0 && (*report)->skipped > 0) {
    return Status(StatusCode::kBadInput, "no line of " + source + " is a JSON document");
  }
  return go_on() ? Status() : stopped;
}

}  // namespace newsearch
