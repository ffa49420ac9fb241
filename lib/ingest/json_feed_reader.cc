// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/json_feed_reader.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "ingest/block.h"
#include "ingest/entry_builder.h"
#include "ingest/html_blocks.h"
#include "ingest/ingest_files.h"
#include "ingest/json_entry.h"
#include "ingest/utf8_source.h"
#include "schema/fields.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kBlanks = " \t\r\n";
// The parser keeps what is neither text nor number until one comes.
constexpr uint64_t kMaxBareBytes = 1u << 20;
// A key is no longer than this where it counts.
constexpr size_t kMaxKeyBytes = 64;
constexpr size_t kMaxReasonBytes = 160;
constexpr uint64_t kProgressEvery = 64;

// The characters of a source one by one, as the parser takes them. Blanks in a row come as one, and strings
// over the limit are cut, because the parser would hold all of them. Characters are counted as they stand in
// the source.
class Characters {
 public:
  Characters(TextSource* source, uint64_t max_string_bytes) : text_(source), max_bytes_(max_string_bytes) {}

  // -1 at the end, or when reading failed: see status() and problem().
  int Next() {
    for (;;) {
      if (done_ == piece_.size() && !Fill()) return -1;
      const char c = piece_[done_++];
      ++offset_;
      if (c == '\n') ++line_;
      const bool keep = in_string_ ? InString(c) : Outside(c);
      if (!problem_.empty()) return -1;
      if (keep) return static_cast<unsigned char>(c);
    }
  }

  const Status& status() const { return status_; }
  // Why reading ended although the source did not.
  const std::string& problem() const { return problem_; }
  uint64_t line() const { return line_; }
  // Of the next character, in the source.
  uint64_t source_offset() const { return text_.SourceOffset(offset_); }
  // Of the character that came last.
  uint64_t last_source_offset() const { return text_.SourceOffset(offset_ == 0 ? 0 : offset_ - 1); }
  uint64_t ill_formed_bytes() const { return text_.ill_formed_bytes(); }
  bool blank_so_far() const { return blank_so_far_; }
  // Whether a string was cut since the last question.
  bool TakeCut() { return std::exchange(cut_, false); }

 private:
  bool Fill() {
    if (!status_.ok() || ended_) return false;
    piece_.clear();
    done_ = 0;
    text_.Forget(offset_ == 0 ? 0 : offset_ - 1);
    while (piece_.empty()) {
      const Result<bool> more = text_.Read(&piece_);
      if (!more.ok()) status_ = more.status();
      if (!more.ok() || !*more) {
        ended_ = true;
        return false;
      }
    }
    return true;
  }

  bool Outside(char c) {
    const bool blank = kBlanks.find(c) != std::string_view::npos;
    if (!blank && kByteOrderMark.find(c) == std::string_view::npos) blank_so_far_ = false;
    const bool number = (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    if (c == '"') {
      in_string_ = true;
      string_bytes_ = 0;
      escape_left_ = 0;
      high_surrogate_ = false;
      dropping_ = false;
      bare_bytes_ = 0;
    } else if (blank && blank_) {
      return false;
    } else if (number && !number_) {
      bare_bytes_ = 0;
    } else if (++bare_bytes_ > kMaxBareBytes) {
      problem_ = "more than " + std::to_string(kMaxBareBytes) + " bytes without text in them";
    }
    blank_ = blank;
    number_ = number;
    return true;
  }

  // Whether `c` is kept. A string is cut before a character, not inside an escape nor between two that are
  // one character.
  bool InString(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (escape_left_ == 0 && c == '"') {
      in_string_ = false;
      blank_ = false;
      return true;
    }
    const bool starts = escape_left_ == 0 && (byte & 0xC0) != 0x80 && !high_surrogate_;
    if (!dropping_ && starts && string_bytes_ >= max_bytes_) dropping_ = cut_ = true;
    ++string_bytes_;
    if (escape_left_ == 0) {
      high_surrogate_ = false;
      if (c == '\\') {
        escape_left_ = 1;
        escape_.clear();
      }
    } else {
      escape_.push_back(c);
      --escape_left_;
      if (escape_ == "u") escape_left_ = 4;
      if (escape_.size() == 5) {
        high_surrogate_ = (escape_[1] == 'd' || escape_[1] == 'D') &&
                          std::string_view("89abAB").find(escape_[2]) != std::string_view::npos;
      }
    }
    return !dropping_;
  }

  Utf8Source text_;
  uint64_t max_bytes_;
  std::string piece_;
  size_t done_ = 0;      // bytes of piece_
  uint64_t offset_ = 0;  // of piece_[done_] in text_
  uint64_t line_ = 1;
  bool ended_ = false;
  Status status_;
  std::string problem_;

  bool blank_so_far_ = true;
  bool in_string_ = false;
  uint64_t string_bytes_ = 0;
  int escape_left_ = 0;  // characters of an escape to come
  std::string escape_;
  bool high_surrogate_ = false;  // the first half of a pair came last
  bool dropping_ = false;
  bool cut_ = false;
  bool blank_ = false;
  bool number_ = false;
  uint64_t bare_bytes_ = 0;
};

// What the parser reads from.
class CharacterIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  CharacterIterator() = default;  // the end
  explicit CharacterIterator(Characters* characters) : characters_(characters) {}

  char operator*() { return static_cast<char>(Current()); }
  CharacterIterator& operator++() {
    (void)Current();
    read_ = false;
    return *this;
  }
  void operator++(int) { ++*this; }
  // Against the end alone.
  bool operator==(const CharacterIterator& end) const {
    return end.characters_ == nullptr && (characters_ == nullptr || Current() < 0);
  }
  bool operator!=(const CharacterIterator& end) const { return !(*this == end); }

 private:
  // Nothing is read before it is asked for, so that places are those of what the parser has seen.
  int Current() const {
    if (!read_) current_ = characters_->Next();
    read_ = true;
    return current_;
  }

  Characters* characters_ = nullptr;
  mutable bool read_ = false;
  mutable int current_ = -1;
};

bool IsKnownKey(const std::string& key) {
  static constexpr std::string_view kKeys[] = {
      "id",   "url",    "title", "text",     "content_html",   "summary",      "content_text",
      "date", "facets", "lang",  "language", "date_published", "date_modified"};
  return std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys) || FindFacet(key) != nullptr;
}

// Follows the parser: which item it is in, and what of it is needed.
class JsonFeedReader {
 public:
  JsonFeedReader(TextSource* source_text, const std::string& source, const IngestOptions& options,
                 const DocumentSink& sink, ReportBuilder* report)
      : source_text_(*source_text),
        characters_(source_text, options.max_line_bytes),
        source_(source),
        options_(options),
        sink_(sink),
        report_(report),
        builder_(source, options.facets, report, AuthoritiesOf(options)) {}

  Status Run() {
    if (!GoOn()) return Stopped();
    (void)Json::sax_parse(CharacterIterator(&characters_), CharacterIterator(), this);
    if (!status_.ok()) return status_;
    if (!characters_.status().ok()) return characters_.status();
    return Finish();
  }

  // ---- What the parser tells; false stops it. ----

  bool null() { return Scalar(Json()); }
  bool boolean(bool value) { return Scalar(Json(value)); }
  bool number_integer(int64_t value) { return Scalar(Json(value)); }
  bool number_unsigned(uint64_t value) { return Scalar(Json(value)); }
  bool number_float(double value, const std::string&) { return Scalar(Json(value)); }
  bool binary(std::vector<std::uint8_t>&) { return true; }
  bool string(std::string& value) {
    if (characters_.TakeCut() && in_item_) TooLarge();
    if (in_item_ && too_large_) return true;
    return Scalar(Json(std::move(value)));
  }
  bool key(std::string& value) {
    const bool cut = characters_.TakeCut();
    if (InFacets(1)) {
      // A name that is cut is none that a facet can have; that is told by whoever reads the item.
      facet_ = std::string(Utf8Prefix(value, kMaxKeyBytes));
    } else if (in_item_ && depth_ == item_depth_) {
      key_ = !cut && value.size() <= kMaxKeyBytes && IsKnownKey(value) ? value : std::string();
    } else if (!in_item_ && depth_ == 1) {
      key_ = value.size() <= kMaxKeyBytes ? value : std::string();
    }
    return CheckSize();
  }

  bool start_object(std::size_t) {
    if (depth_ == 0) form_ = Form::kFeed;
    ++depth_;
    if (!in_item_ && in_items_ && depth_ == items_depth_ + 1) {
      in_item_ = true;
      item_depth_ = depth_;
      too_large_ = false;
      item_ = Json::object();
      item_lines_.first = static_cast<uint32_t>(characters_.line());
      item_bytes_.begin = characters_.last_source_offset();
      key_.clear();
      return true;
    }
    return Nested(Json::object());
  }
  bool end_object() {
    const bool ends_item = in_item_ && depth_ == item_depth_;
    --depth_;
    return ends_item ? EndItem() : CheckSize();
  }
  bool start_array(std::size_t) {
    const bool items = (depth_ == 0) || (form_ == Form::kFeed && depth_ == 1 && key_ == "items" && !in_item_);
    if (depth_ == 0) form_ = Form::kArray;
    ++depth_;
    if (items) {
      in_items_ = true;
      has_items_ = true;
      items_depth_ = depth_;
      return true;
    }
    if (!in_item_ && in_items_ && depth_ == items_depth_ + 1) return NoObject();
    return Nested(Json::array());
  }
  bool end_array() {
    if (in_items_ && !in_item_ && depth_ == items_depth_) in_items_ = false;
    --depth_;
    return CheckSize();
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) {
    Break(Reason(error.what()));
    return false;
  }

 private:
  enum class Form { kNone, kFeed, kArray };

  bool GoOn() const {
    return !options_.progress ||
           options_.progress({source_text_.bytes_done(), source_text_.bytes_total(), documents_});
  }
  Status Stopped() const { return Status(StatusCode::kCancelled, "reading of " + source_ + " was stopped"); }

  // From "[json.exception.parse_error.101] parse error at line 1, column 5: syntax error while ...": the
  // place is in what the parser was given, not in the source.
  static std::string Reason(std::string_view what) {
    if (const size_t end = what.find("] "); end != std::string_view::npos) what.remove_prefix(end + 2);
    if (what.starts_with("parse error")) {
      if (const size_t end = what.find(": "); end != std::string_view::npos) what.remove_prefix(end + 2);
    }
    return std::string(Utf8Prefix(what, kMaxReasonBytes));
  }

  void Break(std::string reason) {
    broken_ = true;
    reason_ = characters_.problem().empty() ? std::move(reason) : characters_.problem();
    broken_line_ = characters_.line();
    broken_offset_ = characters_.last_source_offset();
  }

  // Whether the parser is as many levels below an item, within the object "facets".
  bool InFacets(uint64_t levels) {
    return in_item_ && !too_large_ && depth_ == item_depth_ + levels && key_ == "facets" &&
           item_.contains("facets") && item_["facets"].is_object();
  }

  // A value that is no list and no object.
  bool Scalar(Json value) {
    if (depth_ == 0) return true;  // neither form: told at the end
    if (!in_item_) {
      if (in_items_ && depth_ == items_depth_) return NoObject();
      if (form_ == Form::kFeed && depth_ == 1 && key_ == "language" && value.is_string()) {
        lang_ = value.get<std::string>();
      }
      return true;
    }
    if (!too_large_ && !key_.empty()) {
      if (depth_ == item_depth_) {
        item_[key_] = std::move(value);
      } else if (InFacets(1)) {
        item_["facets"][facet_] = std::move(value);
      } else if (InFacets(2)) {
        if (Json& list = item_["facets"][facet_]; list.is_array()) list.push_back(std::move(value));
      } else if (depth_ == item_depth_ + 1 && item_[key_].is_array()) {
        item_[key_].push_back(std::move(value));
      }
    }
    return CheckSize();
  }

  // A list or an object that begins in an item, one deeper: kept empty; scalars right in a list are added.
  bool Nested(Json empty) {
    if (in_item_ && !too_large_ && !key_.empty() && depth_ == item_depth_ + 1) {
      item_[key_] = std::move(empty);
    } else if (InFacets(2)) {
      item_["facets"][facet_] = std::move(empty);
    }
    return CheckSize();
  }

  bool NoObject() {
    (void)builder_.Skip("not a JSON object", characters_.line());
    ++unusable_;
    return true;
  }

  void TooLarge() {
    too_large_ = true;
    item_ = Json::object();
  }

  bool CheckSize() {
    if (in_item_ && !too_large_ &&
        characters_.source_offset() - item_bytes_.begin > options_.max_line_bytes) {
      TooLarge();
    }
    return true;
  }

  bool EndItem() {
    in_item_ = false;
    key_.clear();
    item_lines_.last = static_cast<uint32_t>(characters_.line());
    item_bytes_.end = characters_.source_offset();
    if (++items_ % kProgressEvery == 0 && !GoOn()) {
      status_ = Stopped();
      return false;
    }
    const uint64_t size = item_bytes_.end - item_bytes_.begin;
    std::optional<Document> document;
    if (too_large_ || size > options_.max_line_bytes) {
      (void)builder_.Skip("item is " + std::to_string(size) + " bytes long, the limit is " +
                              std::to_string(options_.max_line_bytes),
                          item_lines_.first);
    } else {
      document = ToDocument(std::exchange(item_, Json::object()));
    }
    if (!document) {
      ++unusable_;
      return true;
    }
    ++documents_;
    report_->Count(*document);
    status_ = sink_(std::move(*document));
    return status_.ok();
  }

  // To the keys of JSON Lines, which have precedence.
  std::optional<Document> ToDocument(Json item) {
    const auto is_text = [&item](const char* key) { return item.contains(key) && item[key].is_string(); };
    if (!is_text("text")) {
      std::string text;
      if (is_text("content_html")) text = HtmlToText(item["content_html"].get_ref<const std::string&>());
      for (const char* key : {"content_text", "summary"}) {
        if (TrimSpace(text).empty() && is_text(key)) text = item[key].get<std::string>();
      }
      if (!TrimSpace(text).empty()) item["text"] = TrimSpace(text);
    }
    for (const char* key : {"date_published", "date_modified"}) {
      if (StringAt(item, "date").value_or("").empty() && is_text(key)) item["date"] = item[key];
    }
    if (StringAt(item, "lang").value_or("").empty()) {
      item["lang"] = is_text("language") ? item["language"].get<std::string>() : lang_;
    }
    const std::string url = StringAt(item, "url").value_or("");
    const std::string id = StringAt(item, "id").value_or("");
    if (WhatIsWrongWithId(id) != nullptr) {
      if (WhatIsWrongWithId(url) == nullptr) {
        item["id"] = url;
      } else if (form_ == Form::kFeed) {
        item.erase("id");
      }
    }
    Entry entry;
    entry.lines = item_lines_;
    entry.bytes = item_bytes_;
    if (const char* wrong = ReadJsonEntry(item, &entry)) return builder_.Skip(wrong, item_lines_.first);
    return builder_.Build(std::move(entry));
  }

  Status Finish() {
    (*report_)->ill_formed_bytes += characters_.ill_formed_bytes();
    report_->WarnOfIllFormedBytes();
    const auto bad = [this](const std::string& what, uint64_t offset) {
      return Status(StatusCode::kBadInput, source_ + what, offset);
    };
    if (broken_ && documents_ == 0 && !characters_.blank_so_far()) {
      return bad(", line " + std::to_string(broken_line_) + ", byte " + std::to_string(broken_offset_) +
                     ": " + reason_,
                 broken_offset_);
    }
    if (broken_ && documents_ > 0) {
      (*report_)->incomplete = true;
      report_->Warn("the feed is read up to byte " + std::to_string(broken_offset_) + " only: " + reason_,
                    broken_line_);
    } else if (!broken_ && !has_items_) {
      return bad(" is no JSON Feed: it has no \"items\" and is no array", 0);
    } else if (documents_ == 0 && unusable_ > 0) {
      return bad(": none of its items is a document", 0);
    } else if (documents_ == 0) {
      report_->Warn("no document in it", 0);
    }
    return GoOn() ? Status() : Stopped();
  }

  TextSource& source_text_;
  Characters characters_;
  const std::string& source_;
  const IngestOptions& options_;
  const DocumentSink& sink_;
  ReportBuilder* report_;
  EntryBuilder builder_;

  Form form_ = Form::kNone;
  uint64_t depth_ = 0;  // open lists and objects
  std::string key_;     // of the feed or of the item; empty in an item if it is not needed
  std::string facet_;   // the key within an item's "facets"
  std::string lang_;    // of the feed
  bool has_items_ = false;
  bool in_items_ = false;
  uint64_t items_depth_ = 0;
  bool in_item_ = false;
  uint64_t item_depth_ = 0;
  bool too_large_ = false;
  Json item_;
  LineSpan item_lines_;
  ByteSpan item_bytes_;

  bool broken_ = false;
  std::string reason_;
  uint64_t broken_line_ = 0;
  uint64_t broken_offset_ = 0;

  Status status_;
  uint64_t items_ = 0;
  uint64_t documents_ = 0;
  uint64_t unusable_ = 0;
};

// Goes over the beginning of a JSON text as far as it is there: the keys of its first object.
class HeadScanner {
 public:
  explicit HeadScanner(std::string_view head) : rest_(head) {}

  void SkipBlanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlanks), rest_.size())); }
  bool Take(char c) {
    SkipBlanks();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // A string as written, without its quotation marks; what is there of it if it is cut.
  std::string_view TakeString() {
    size_t end = 1;
    while (end < rest_.size() && rest_[end] != '"') end += rest_[end] == '\\' ? 2 : 1;
    end = std::min(end, rest_.size());
    const std::string_view text = rest_.substr(1, end - 1);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return text;
  }
  // Over a value.
  void SkipValue() {
    size_t depth = 0;
    do {
      SkipBlanks();
      if (rest_.empty()) return;
      if (rest_.front() == '"') {
        (void)TakeString();
        continue;
      }
      if (rest_.front() == '{' || rest_.front() == '[') ++depth;
      if (rest_.front() == '}' || rest_.front() == ']') depth -= depth > 0 ? 1 : 0;
      rest_.remove_prefix(1);
    } while (depth > 0 ||
             (!rest_.empty() && rest_.front() != ',' && rest_.front() != '}' && rest_.front() != ']'));
  }
  bool at_string() {
    SkipBlanks();
    return !rest_.empty() && rest_.front() == '"';
  }

 private:
  std::string_view rest_;
};

}  // namespace

Status ReadJsonFeed(TextSource& source_text, const std::string& source, const IngestOptions& options,
                    const DocumentSink& sink, ReportBuilder* report) {
  return JsonFeedReader(&source_text, source, options, sink, report).Run();
}

bool LooksLikeJsonFeed(std::string_view head) {
  if (head.starts_with(kByteOrderMark)) head.remove_prefix(kByteOrderMark.size());
  HeadScanner scanner(head);
  if (scanner.Take('[')) return scanner.Take('{');
  if (!scanner.Take('{')) return false;
  while (scanner.at_string()) {
    const std::string_view key = scanner.TakeString();
    if (!scanner.Take(':')) return false;
    if (key == "items") return scanner.Take('[');
    if (key == "version" && scanner.at_string()) {
      const std::string_view version = scanner.TakeString();
      // A slash may be written with an escape.
      if (version.find("jsonfeed.org") != std::string_view::npos) return true;
    } else {
      scanner.SkipValue();
    }
    if (!scanner.Take(',')) return false;
  }
  return false;
}

}  // namespace newsearch
