// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/feed_reader.h"

#include <expat.h>

#include <algorithm>
#include <array>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "ingest/block.h"
#include "ingest/entry_builder.h"
#include "ingest/html_blocks.h"
#include "ingest/ingest_files.h"
#include "ingest/utf8_source.h"
#include "schema/fields.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// Between namespace and name in what Expat tells.
constexpr char kSeparator = '\n';
constexpr std::string_view kXmlSpaces = " \t\r\n";

constexpr std::string_view kAtom = "http://www.w3.org/2005/Atom";
constexpr std::string_view kAtom03 = "http://purl.org/atom/ns#";
constexpr std::string_view kContentModule = "http://purl.org/rss/1.0/modules/content/";
constexpr std::string_view kDublinCore = "http://purl.org/dc/elements/1.1/";
constexpr std::string_view kRdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
constexpr std::string_view kXml = "http://www.w3.org/XML/1998/namespace";
// RSS 2.0 has no namespace; some feeds give it one nevertheless.
constexpr std::string_view kRss[] = {"",
                                     "http://purl.org/rss/1.0/",
                                     "http://my.netscape.com/rdf/simple/0.9/",
                                     "http://channel.netscape.com/rdf/simple/0.9/",
                                     "http://backend.userland.com/rss2",
                                     "http://backend.userland.com/RSS2"};
// With the version of the export behind it.
constexpr std::string_view kWordPress = "http://wordpress.org/export/";
constexpr std::string_view kWordPressExcerpt = "/excerpt/";

// Real feeds have some tens of levels. Expat keeps memory for each.
constexpr int kMaxDepth = 1000;
constexpr size_t kMaxParseBytes = 1u << 18;
// Expat rests when so much waits to become documents; an entity can hold entries.
constexpr uint64_t kMaxQueuedBytes = 1u << 20;
// Kinds of posts that are told apart when they are left out.
constexpr size_t kMaxKinds = 20;
constexpr size_t kMaxEntityNames = 1000;

struct Name {
  std::string_view space;
  std::string_view local;
};

Name SplitName(const char* name) {
  const std::string_view all = name;
  const size_t end = all.rfind(kSeparator);
  if (end == std::string_view::npos) return {"", all};
  return {all.substr(0, end), all.substr(end + 1)};
}

bool IsRss(std::string_view space) {
  return std::find(std::begin(kRss), std::end(kRss), space) != std::end(kRss);
}
bool IsAtom(std::string_view space) { return space == kAtom || space == kAtom03; }

// What is read of an entry.
enum Slot : size_t {
  kTitle,
  kContent,
  kSummary,
  kExcerpt,
  kId,
  kLink,
  kAbout,
  kPostDate,
  kPubDate,
  kDcDate,
  kPublished,
  kUpdated,
  kLanguage,
  kPostType,
  kPostStatus,
  kSlots
};

std::optional<Slot> SlotOf(const Name& name) {
  struct Row {
    std::string_view local;
    Slot slot;
  };
  static constexpr Row kRssRows[] = {{"title", kTitle},      {"description", kSummary}, {"guid", kId},
                                     {"link", kLink},        {"pubDate", kPubDate},     {"pubdate", kPubDate},
                                     {"language", kLanguage}};
  static constexpr Row kAtomRows[] = {
      {"title", kTitle},         {"content", kContent},  {"summary", kSummary}, {"id", kId},
      {"published", kPublished}, {"issued", kPublished}, {"updated", kUpdated}, {"modified", kUpdated}};
  static constexpr Row kDublinCoreRows[] = {{"date", kDcDate}, {"language", kLanguage}, {"title", kTitle}};
  static constexpr Row kWordPressRows[] = {
      {"post_date", kPostDate}, {"post_type", kPostType}, {"status", kPostStatus}};
  const auto find = [&name](const auto& rows) -> std::optional<Slot> {
    for (const Row& row : rows) {
      if (row.local == name.local) return row.slot;
    }
    return std::nullopt;
  };
  if (IsRss(name.space)) return find(kRssRows);
  if (IsAtom(name.space)) return find(kAtomRows);
  if (name.space == kDublinCore) return find(kDublinCoreRows);
  if (name.space == kContentModule && name.local == "encoded") return kContent;
  if (name.space.starts_with(kWordPress)) {
    if (name.space.ends_with(kWordPressExcerpt)) {
      return name.local == "encoded" ? std::optional(kExcerpt) : std::nullopt;
    }
    return find(kWordPressRows);
  }
  return std::nullopt;
}

enum class TextKind { kPlain, kHtml, kMarkup, kOther };

// The text of one element as it is read.
struct Value {
  bool seen = false;
  TextKind kind = TextKind::kPlain;
  std::string text;    // without tags
  std::string markup;  // with tags, if there were any
  bool has_markup = false;
  std::string lang;  // its own xml:lang
};

struct RawItem {
  std::array<Value, kSlots> values;
  std::string lang;  // of what is around it
  LineSpan lines;
  ByteSpan bytes;
  bool wordpress = false;
  bool too_large = false;
};

void AppendEscaped(std::string_view text, std::string* out) {
  for (char c : text) {
    switch (c) {
      case '<':
        out->append("&lt;");
        break;
      case '>':
        out->append("&gt;");
        break;
      case '&':
        out->append("&amp;");
        break;
      default:
        out->push_back(c);
    }
  }
}

// Elements that HTML ends where they begin; "</br>" would be another one.
bool IsVoid(std::string_view local) {
  static constexpr std::string_view kVoid[] = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                               "input", "link", "meta", "param", "source", "track", "wbr"};
  return std::find(std::begin(kVoid), std::end(kVoid), local) != std::end(kVoid);
}

bool IsHtmlName(std::string_view local) {
  return !local.empty() && std::all_of(local.begin(), local.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }) && !(local.front() >= '0' && local.front() <= '9');
}

std::string Trimmed(std::string_view text) { return std::string(TrimSpace(text)); }

// One line, single blanks.
std::string OneLine(std::string_view text) {
  std::string line;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find_first_of("\r\n\t ", begin), text.size());
    if (end > begin) line.append(line.empty() ? "" : " ").append(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return Trimmed(line);
}

// Lines without blanks around them, at most one empty line between two.
std::string CleanLines(std::string_view text) {
  std::string lines;
  bool gap = false;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = TrimSpace(text.substr(begin, end - begin));
    begin = end + 1;
    if (line.empty()) {
      gap = true;
      continue;
    }
    if (!lines.empty()) lines.append(gap ? "\n\n" : "\n");
    lines.append(line);
    gap = false;
  }
  return lines;
}

// WordPress keeps posts of its old editor without tags for paragraphs and adds them when it shows a post
// (wpautop): an empty line ends a paragraph, a line end between words ends a line.
std::string WithParagraphs(std::string_view html) {
  std::string out;
  if (html.find("<!-- wp:") != std::string_view::npos) return std::string(html);
  for (size_t i = 0; i < html.size();) {
    if (html[i] != '\n' && html[i] != '\r') {
      out.push_back(html[i++]);
      continue;
    }
    const size_t end = std::min(html.find_first_not_of(" \t\r\n", i), html.size());
    const std::string_view gap = html.substr(i, end - i);
    const bool beside_tag = (!out.empty() && out.back() == '>') || (end < html.size() && html[end] == '<');
    if (std::count(gap.begin(), gap.end(), '\n') > 1) {
      out.append("\n<p>");
    } else {
      out.append(beside_tag ? "\n" : "<br>\n");
    }
    i = end;
  }
  return out;
}

std::string PlainText(const Value& value, bool wordpress) {
  switch (value.kind) {
    case TextKind::kOther:
      return {};
    case TextKind::kPlain:
      return CleanLines(value.text);
    case TextKind::kMarkup:
    case TextKind::kHtml:
      break;
  }
  if (value.has_markup) return Trimmed(HtmlToText(value.markup));
  // Without tags and entities, line ends are all the form there is.
  if (value.kind == TextKind::kMarkup || value.text.find_first_of("<&") == std::string::npos) {
    return CleanLines(value.text);
  }
  return Trimmed(HtmlToText(wordpress ? WithParagraphs(value.text) : value.text));
}

// Expat's names for what went wrong, where they say too little.
std::string Reason(XML_Error error) {
  switch (error) {
    case XML_ERROR_NO_ELEMENTS:
      return "it ends before its last element does";
    case XML_ERROR_AMPLIFICATION_LIMIT_BREACH:
      return "its entities expand without measure, which is refused";
    case XML_ERROR_UNDEFINED_ENTITY:
      return "an entity that is not declared";
    default:
      return XML_ErrorString(error);
  }
}

class FeedReader {
 public:
  FeedReader(TextSource* source_text, const std::string& source, const IngestOptions& options,
             const DocumentSink& sink, ReportBuilder* report)
      : source_text_(*source_text),
        text_(source_text),
        source_(source),
        options_(options),
        sink_(sink),
        report_(report),
        builder_(source, options.facets, report, AuthoritiesOf(options)),
        parser_(XML_ParserCreateNS("UTF-8", kSeparator), &XML_ParserFree) {}

  Status Run() {
    if (!parser_) return Status(StatusCode::kOutOfMemory, "out of memory while reading " + source_);
    SetHandlers();
    std::string piece;
    bool more = true;
    while (more && !broken_) {
      if (!GoOn()) return Stopped();
      piece.clear();
      Result<bool> read = text_.Read(&piece);
      if (!read.ok()) return read.status();
      more = *read;
      CleanPiece(&piece);
      if (!started_) continue;
      for (size_t begin = 0; begin < piece.size() && !broken_; begin += kMaxParseBytes) {
        Status status = Parse(std::string_view(piece).substr(begin, kMaxParseBytes), false);
        if (!status.ok()) return status;
      }
      if (more || broken_) continue;
      if (Status status = Parse({}, true); !status.ok()) return status;
    }
    return Finish();
  }

 private:
  bool GoOn() const {
    return !options_.progress ||
           options_.progress({source_text_.bytes_done(), source_text_.bytes_total(), documents_});
  }
  Status Stopped() const { return Status(StatusCode::kCancelled, "reading of " + source_ + " was stopped"); }

  // Nothing may stand before an XML declaration, and no control character in XML; in feeds both do.
  void CleanPiece(std::string* piece) {
    if (!started_) {
      size_t begin = 0;
      // The byte order mark comes in one piece, as every character does.
      if (dropped_bytes_ == 0 && piece->starts_with("\xEF\xBB\xBF")) begin = 3;
      const size_t first = std::min(piece->find_first_not_of(kXmlSpaces, begin), piece->size());
      dropped_lines_ +=
          static_cast<uint64_t>(std::count(piece->begin() + static_cast<ptrdiff_t>(begin),
                                           piece->begin() + static_cast<ptrdiff_t>(first), '\n'));
      dropped_bytes_ += first;
      started_ = first < piece->size();
      piece->erase(0, first);
    }
    for (size_t i = 0; i < piece->size(); ++i) {
      const auto byte = static_cast<unsigned char>((*piece)[i]);
      if (byte < 0x20 && kXmlSpaces.find((*piece)[i]) == std::string_view::npos) (*piece)[i] = ' ';
      // U+FFFE and U+FFFF.
      if (byte == 0xEF && static_cast<unsigned char>((*piece)[i + 1]) == 0xBF &&
          static_cast<unsigned char>((*piece)[i + 2]) >= 0xBE) {
        (*piece)[i + 2] = '\xBD';
      }
    }
  }

  // Delivers what ends in `piece`. Not ok: what the sink returned.
  Status Parse(std::string_view piece, bool last) {
    XML_Status status =
        XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), last ? XML_TRUE : XML_FALSE);
    parsed_bytes_ += piece.size();
    for (;; status = XML_ResumeParser(parser_.get())) {
      if (failure_) std::rethrow_exception(failure_);
      if (status == XML_STATUS_ERROR && !broken_) Break(Reason(XML_GetErrorCode(parser_.get())));
      if (Status delivered = Deliver(); !delivered.ok()) return delivered;
      if (status != XML_STATUS_SUSPENDED) break;
    }
    if (broken_) return Status();
    reached_ = Here();
    text_.Forget(reached_);
    // A tag or a comment is held until it ends.
    if (dropped_bytes_ + parsed_bytes_ - reached_ > options_.max_line_bytes + kMaxParseBytes) {
      Break("a tag or comment of more than " + std::to_string(options_.max_line_bytes) + " bytes");
    }
    return Status();
  }

  // Where the parser stands: bytes of text_. Expat does not know while it waits for the end of a long tag.
  uint64_t Here() const {
    const XML_Index index = XML_GetCurrentByteIndex(parser_.get());
    return index < 0 ? reached_ : dropped_bytes_ + static_cast<uint64_t>(index);
  }
  uint32_t Line() const {
    return static_cast<uint32_t>(XML_GetCurrentLineNumber(parser_.get()) + dropped_lines_);
  }

  // Reading ends here: `reason` says why.
  void Break(std::string reason) {
    broken_ = true;
    reason_ = std::move(reason);
    broken_line_ = Line();
    broken_column_ = XML_GetCurrentColumnNumber(parser_.get()) + 1;
    broken_offset_ = text_.SourceOffset(Here());
  }

  // ---- What Expat tells. No exception may pass through it. ----

  template <typename Body>
  static void Guarded(void* self, const Body& body) {
    FeedReader& reader = *static_cast<FeedReader*>(self);
    if (reader.broken_ || reader.failure_) return;
    try {
      body(reader);
    } catch (...) {
      reader.failure_ = std::current_exception();
    }
    if (reader.broken_ || reader.failure_) XML_StopParser(reader.parser_.get(), XML_FALSE);
  }

  void SetHandlers() {
    XML_Parser parser = parser_.get();
    XML_SetUserData(parser, this);
    XML_SetElementHandler(
        parser,
        [](void* self, const XML_Char* name, const XML_Char** attributes) {
          Guarded(self, [&](FeedReader& reader) { reader.Start(SplitName(name), attributes); });
        },
        [](void* self, const XML_Char* name) {
          Guarded(self, [&](FeedReader& reader) { reader.End(SplitName(name)); });
        });
    XML_SetCharacterDataHandler(parser, [](void* self, const XML_Char* text, int size) {
      Guarded(self,
              [&](FeedReader& reader) { reader.Text(std::string_view(text, static_cast<size_t>(size))); });
    });
    // With a document type that could not be read whole, an undeclared entity is no error but is told. What
    // is read for it is empty, whatever the feed names.
    XML_UseForeignDTD(parser, XML_TRUE);
    XML_SetParamEntityParsing(parser, XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE);
    XML_SetExternalEntityRefHandler(parser,
                                    [](XML_Parser outer, const XML_Char* context, const XML_Char*,
                                       const XML_Char*, const XML_Char*) -> int {
                                      if (context != nullptr)
                                        return XML_STATUS_OK;  // an entity in the text: left out
                                      XML_Parser inner =
                                          XML_ExternalEntityParserCreate(outer, nullptr, "UTF-8");
                                      if (inner == nullptr) return XML_STATUS_ERROR;
                                      const XML_Status status = XML_Parse(inner, " ", 1, XML_TRUE);
                                      XML_ParserFree(inner);
                                      return status;
                                    });
    XML_SetSkippedEntityHandler(parser, [](void* self, const XML_Char* name, int is_parameter) {
      if (is_parameter != 0) return;
      Guarded(self, [&](FeedReader& reader) { reader.Text(reader.EntityText(name)); });
    });
  }

  // The character of an entity that HTML knows, else the entity as written.
  std::string EntityText(const std::string& name) {
    const std::string written = "&" + name + ";";
    if (name.size() > 40 || !IsHtmlName(name)) return written;
    if (const auto found = entities_.find(name); found != entities_.end()) return found->second;
    // Between letters, because blanks at the ends go away.
    std::string text = HtmlToText("x" + written + "x");
    text = text.size() > 2 ? text.substr(1, text.size() - 2) : std::string(" ");
    if (entities_.size() < kMaxEntityNames) entities_.emplace(name, text);
    return text;
  }

  void Start(const Name& name, const XML_Char** attributes) {
    ++depth_;
    if (depth_ > kMaxDepth) {
      Break("elements are nested deeper than " + std::to_string(kMaxDepth));
      return;
    }
    const char* lang = nullptr;
    for (const XML_Char** a = attributes; *a != nullptr; a += 2) {
      const Name attribute = SplitName(a[0]);
      if (attribute.space == kXml && attribute.local == "lang") lang = a[1];
    }
    if (lang != nullptr) langs_.push_back({depth_, lang});
    if (depth_ == 1 && !TakeRoot(name)) return;
    if (!item_) {
      if (IsItem(name)) {
        BeginItem(attributes);
      } else if (depth_ <= 3 && capture_ == nullptr && name.local == "language" &&
                 (IsRss(name.space) || name.space == kDublinCore)) {
        feed_lang_ = {};
        Capture(&feed_lang_);
      }
      return;
    }
    if (item_->too_large) return;
    if (capture_ != nullptr) {
      AddTag(name, "<");
      return;
    }
    if (depth_ == item_depth_ + 1) StartField(name, attributes, lang);
  }

  void End(const Name& name) {
    if (capture_ != nullptr) {
      if (depth_ == capture_depth_) {
        capture_ = nullptr;
      } else if (!IsVoid(name.local)) {
        AddTag(name, "</");
      }
    }
    if (item_ && depth_ == item_depth_) EndItem();
    if (!langs_.empty() && langs_.back().first == depth_) langs_.pop_back();
    --depth_;
  }

  void Text(std::string_view text) {
    if (capture_ == nullptr) return;
    Append(text, &capture_->text);
    if (capture_ != nullptr && capture_->has_markup) {
      std::string escaped;
      AppendEscaped(text, &escaped);
      Append(escaped, &capture_->markup);
    }
  }

  bool TakeRoot(const Name& name) {
    if ((name.local == "rss" && IsRss(name.space)) || (name.local == "RDF" && name.space == kRdf) ||
        ((name.local == "feed" || name.local == "entry") && IsAtom(name.space))) {
      return true;
    }
    Break("it is no feed: its root element is <" + std::string(Utf8Prefix(name.local, 60)) + ">" +
          (name.space.empty() ? "" : " of " + std::string(Utf8Prefix(name.space, 100))));
    return false;
  }

  bool IsItem(const Name& name) const {
    if (name.local == "entry") return IsAtom(name.space);
    return name.local == "item" && depth_ > 1 && IsRss(name.space);
  }

  void BeginItem(const XML_Char** attributes) {
    capture_ = nullptr;
    item_ = std::make_unique<RawItem>();
    item_depth_ = depth_;
    item_bytes_ = 0;
    item_->lines.first = Line();
    item_->bytes.begin = text_.SourceOffset(Here());
    if (!langs_.empty()) item_->lang = langs_.back().second;
    for (const XML_Char** a = attributes; *a != nullptr; a += 2) {
      const Name attribute = SplitName(a[0]);
      if (attribute.space == kRdf && attribute.local == "about") item_->values[kAbout].text = a[1];
    }
  }

  void EndItem() {
    const int size = XML_GetCurrentByteCount(parser_.get());
    item_->lines.last = Line();
    item_->bytes.end = text_.SourceOffset(Here() + static_cast<uint64_t>(std::max(size, 0)));
    queued_bytes_ += item_bytes_;
    items_.push_back(std::move(*item_));
    item_.reset();
    if (queued_bytes_ > kMaxQueuedBytes) XML_StopParser(parser_.get(), XML_TRUE);
  }

  void StartField(const Name& name, const XML_Char** attributes, const char* lang) {
    if (name.space.starts_with(kWordPress)) item_->wordpress = true;
    const auto attribute = [attributes](std::string_view wanted) -> std::string {
      for (const XML_Char** a = attributes; *a != nullptr; a += 2) {
        if (wanted == a[0]) return a[1];
      }
      return {};
    };
    if (IsAtom(name.space) && name.local == "link") {
      const std::string rel = attribute("rel");
      Value& link = item_->values[kLink];
      if ((rel.empty() || rel == "alternate") && !link.seen) {
        link.text = attribute("href");
        link.seen = !link.text.empty();
      }
      return;
    }
    const std::optional<Slot> slot = SlotOf(name);
    if (!slot) return;
    Value& value = item_->values[*slot];
    if (value.seen && !TrimSpace(value.text).empty()) return;  // the first one that says something
    value = {};
    if (lang != nullptr) value.lang = lang;
    value.kind = TextKind::kHtml;
    if (IsAtom(name.space)) {
      const std::string type = attribute("type");
      if (type == "html" || type == "text/html") {
        value.kind = TextKind::kHtml;
      } else if (type == "xhtml" || type == "application/xhtml+xml") {
        value.kind = TextKind::kMarkup;
      } else if (type.empty() || type == "text" || type == "text/plain") {
        value.kind = TextKind::kPlain;
      } else {
        value.kind = TextKind::kOther;  // a picture, a document of another kind
      }
      if (!attribute("src").empty()) value.kind = TextKind::kOther;
    }
    Capture(&value);
  }

  void Capture(Value* value) {
    value->seen = true;
    capture_ = value;
    capture_depth_ = depth_;
  }

  void AddTag(const Name& name, std::string_view opening) {
    if (!IsHtmlName(name.local)) return;
    if (!capture_->has_markup) {
      capture_->has_markup = true;
      std::string escaped;
      AppendEscaped(capture_->text, &escaped);
      Append(escaped, &capture_->markup);
      if (capture_ == nullptr) return;
    }
    Append(std::string(opening).append(name.local).append(">"), &capture_->markup);
  }

  // Adds to what is captured, as long as the item stays within its limit.
  void Append(std::string_view text, std::string* out) {
    item_bytes_ += text.size();
    if (item_bytes_ > options_.max_line_bytes) {
      capture_ = nullptr;
      if (item_) {
        item_->too_large = true;
        item_->values = {};
      }
      return;
    }
    out->append(text);
  }

  // ---- Documents ----

  Status Deliver() {
    std::vector<RawItem> items = std::exchange(items_, {});
    queued_bytes_ = 0;
    for (RawItem& item : items) {
      std::optional<Document> document = ToDocument(&item);
      if (!document) continue;
      ++documents_;
      report_->Count(*document);
      if (Status status = sink_(std::move(*document)); !status.ok()) return status;
    }
    return Status();
  }

  std::optional<Document> ToDocument(RawItem* item) {
    if (item->too_large) {
      ++unusable_;
      return builder_.Skip("entry has more than " + std::to_string(options_.max_line_bytes) +
                               " bytes of text, which is the limit",
                           item->lines.first);
    }
    const auto written = [item](Slot slot) { return TrimSpace(item->values[slot].text); };
    if (item->wordpress && !IsPublishedPost(std::string(written(kPostType)), written(kPostStatus))) {
      return std::nullopt;
    }
    Entry entry;
    entry.lines = item->lines;
    entry.bytes = item->bytes;
    const std::string title = OneLine(PlainText(item->values[kTitle], false));
    if (!title.empty()) entry.title = title;
    entry.lang = item->lang;
    for (const Slot slot : {kContent, kSummary, kExcerpt}) {
      entry.text = PlainText(item->values[slot], item->wordpress);
      if (entry.text.empty()) continue;
      if (!item->values[slot].lang.empty()) entry.lang = item->values[slot].lang;
      break;
    }
    if (!entry.title && entry.text.empty()) {
      ++unusable_;
      return builder_.Skip("entry has neither title nor text", item->lines.first);
    }
    if (!written(kLanguage).empty()) entry.lang = written(kLanguage);
    if (entry.lang.empty()) entry.lang = Trimmed(feed_lang_.text);
    for (const Slot slot : {kId, kLink, kAbout}) {
      if (WhatIsWrongWithId(written(slot)) != nullptr) continue;
      entry.id = written(slot);
      break;
    }
    for (const Slot slot : {kPostDate, kPubDate, kDcDate, kPublished, kUpdated}) {
      // WordPress writes zeros for what never got a date.
      if (written(slot).empty() || written(slot).starts_with("0000-")) continue;
      entry.date = written(slot);
      break;
    }
    return builder_.Build(std::move(entry));
  }

  // Counts what is none.
  bool IsPublishedPost(const std::string& type, std::string_view status) {
    std::string kind;
    if (!type.empty() && type != "post") {
      kind = "of type " + std::string(Utf8Prefix(type, 40));
    } else if (!status.empty() && status != "publish") {
      kind = "not published";
    } else {
      return true;
    }
    (*report_)->skipped += 1;
    if (left_out_.size() >= kMaxKinds && left_out_.find(kind) == left_out_.end()) kind = "of other types";
    ++left_out_[kind];
    return false;
  }

  Status Finish() {
    (*report_)->ill_formed_bytes += text_.ill_formed_bytes();
    report_->WarnOfIllFormedBytes();
    if (!left_out_.empty()) {
      std::string list;
      for (const auto& [kind, count] : left_out_) {
        list.append(list.empty() ? "" : ", ").append(std::to_string(count) + " " + kind);
      }
      report_->Warn("left out: " + list, 0);
    }
    if (broken_ && documents_ == 0) {
      return Status(StatusCode::kBadInput,
                    source_ + ", line " + std::to_string(broken_line_) + ", column " +
                        std::to_string(broken_column_) + ": " + reason_,
                    broken_offset_);
    }
    if (broken_) {
      (*report_)->incomplete = true;
      report_->Warn("the feed is read up to column " + std::to_string(broken_column_) + " only: " + reason_,
                    broken_line_);
    } else if (documents_ == 0 && unusable_ > 0) {
      return Status(StatusCode::kBadInput,
                    "no entry of " + source_ + " has a title or text of a size that is read");
    } else if (documents_ == 0) {
      report_->Warn("no document in it", 0);
    }
    return GoOn() ? Status() : Stopped();
  }

  TextSource& source_text_;
  Utf8Source text_;
  const std::string& source_;
  const IngestOptions& options_;
  const DocumentSink& sink_;
  ReportBuilder* report_;
  EntryBuilder builder_;
  std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser_;

  bool started_ = false;        // something was parsed
  uint64_t dropped_bytes_ = 0;  // before it
  uint64_t dropped_lines_ = 0;
  uint64_t parsed_bytes_ = 0;
  uint64_t reached_ = 0;  // where Expat stood after the last piece: bytes of text_

  int depth_ = 0;
  std::vector<std::pair<int, std::string>> langs_;  // xml:lang of open elements, with their depths
  Value feed_lang_;                                 // <language>
  std::unique_ptr<RawItem> item_;                   // the open one
  int item_depth_ = 0;
  uint64_t item_bytes_ = 0;   // captured
  Value* capture_ = nullptr;  // where text goes
  int capture_depth_ = 0;
  std::vector<RawItem> items_;  // read, not yet delivered
  uint64_t queued_bytes_ = 0;   // captured in them
  std::map<std::string, std::string> entities_;

  bool broken_ = false;
  std::string reason_;
  uint64_t broken_line_ = 0;
  uint64_t broken_column_ = 0;
  uint64_t broken_offset_ = 0;
  std::exception_ptr failure_;

  uint64_t documents_ = 0;
  uint64_t unusable_ = 0;
  std::map<std::string, uint64_t> left_out_;
};

}  // namespace

Status ReadFeed(TextSource& source_text, const std::string& source, const IngestOptions& options,
                const DocumentSink& sink, ReportBuilder* report) {
  return FeedReader(&source_text, source, options, sink, report).Run();
}

bool LooksLikeFeed(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  // Over declarations and comments to the root element.
  for (;;) {
    const size_t first = head.find_first_not_of(kXmlSpaces);
    if (first == std::string_view::npos || head[first] != '<') return false;
    head.remove_prefix(first);
    std::string_view end;
    if (head.starts_with("<?")) {
      end = "?>";
    } else if (head.starts_with("<!--")) {
      end = "-->";
    } else if (head.starts_with("<!DOCTYPE")) {
      // With entities of its own inside brackets.
      end = head.substr(0, head.find('>')).find('[') == std::string_view::npos ? ">" : "]>";
    } else {
      break;
    }
    const size_t at = head.find(end);
    if (at == std::string_view::npos) return false;
    head.remove_prefix(at + end.size());
  }
  const std::string_view tag =
      head.substr(1, head.find('>') == std::string_view::npos ? head.size() : head.find('>') - 1);
  std::string_view name = tag.substr(0, tag.find_first_of(" \t\r\n/"));
  if (const size_t colon = name.find(':'); colon != std::string_view::npos) name.remove_prefix(colon + 1);
  const auto names = [tag](std::string_view space) { return tag.find(space) != std::string_view::npos; };
  if (name == "rss") return true;
  if (name == "RDF") return names("http://purl.org/rss/1.0/") || names("netscape.com/rdf/simple/0.9/");
  return (name == "feed" || name == "entry") && (names(kAtom) || names(kAtom03));
}

}  // namespace newsearch
