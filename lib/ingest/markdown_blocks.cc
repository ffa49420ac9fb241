// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/markdown_blocks.h"

#include <md4c.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "ingest/block_builder.h"
#include "ingest/html_blocks.h"
#include "ingest/html_entity.h"
#include "util/hash.h"

namespace newsearch {
namespace {

// MD4C's offsets have 32 bits.
constexpr size_t kMaxBytes = size_t{1} << 31;
// MD4C 0.4.8 makes as many cells in every row as there are in the head, so a wide head makes it slow.
constexpr unsigned kMaxColumns = 256;
constexpr int kTooWide = 2;
// Tags of templates are short; "{{" without an end is text.
constexpr size_t kMaxTemplateTag = 4096;

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view TrimBlanks(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

// The line at `begin` without its end; `next` is where the one after it begins.
std::string_view LineAt(std::string_view text, size_t begin, size_t* next) {
  const size_t end = std::min(text.find('\n', begin), text.size());
  *next = std::min(end + 1, text.size());
  std::string_view line = text.substr(begin, end - begin);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

// Where the text after the front matter begins; 0 if there is none. `keys` counts its entries.
size_t SkipFrontMatter(std::string_view text, std::string* lang, size_t* keys) {
  size_t at = 0;
  const std::string_view fence = TrimBlanks(LineAt(text, 0, &at));
  if (fence != "---" && fence != "+++") return 0;
  while (at < text.size()) {
    const std::string_view line = LineAt(text, at, &at);
    const std::string_view trimmed = TrimBlanks(line);
    if (trimmed == fence || (fence == "---" && trimmed == "...")) return at;
    // Between two rules there may be a text; an entry has a key, what is indented belongs to one.
    const size_t key = line.find(fence == "---" ? ':' : '=');
    const bool entry = key != std::string_view::npos && key > 0 && key < 64 &&
                       line.substr(0, key).find(' ') >= key - (line[key - 1] == ' ');
    if (entry) ++*keys;
    const bool belongs = line.empty() || IsBlank(line.front()) || line.front() == '#' ||
                         line.front() == '-' || line.front() == '[' || line.front() == ']' ||
                         line.front() == '}';
    if (!entry && (!belongs || trimmed.empty()) && !(trimmed.empty() && *keys > 0)) return 0;
    if (!entry) continue;
    const std::string_view name = TrimBlanks(line.substr(0, key));
    if (name != "lang" && name != "language" && name != "locale") continue;
    std::string_view value = TrimBlanks(line.substr(key + 1));
    if (!value.empty() && (value.front() == '"' || value.front() == '\'')) value.remove_prefix(1);
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
    const auto letter = [&lower](char c) { return lower(c) >= 'a' && lower(c) <= 'z'; };
    if (value.size() >= 2 && letter(value[0]) && letter(value[1]) &&
        (value.size() == 2 || !letter(value[2]))) {
      *lang = {lower(value[0]), lower(value[1])};
    }
  }
  return 0;
}

// Overwrites what is for the machine that makes the page: "{% ... %}", "{{ ... }}", "{: .class}", "{#id}".
void BlankTemplateTags(std::string* text) {
  for (size_t i = text->find('{'); i != std::string::npos; i = text->find('{', i)) {
    const char kind = i + 1 < text->size() ? (*text)[i + 1] : '\0';
    size_t end = std::string::npos;
    if (kind == '%' || kind == '{') {
      const size_t found = text->find(kind == '%' ? "%}" : "}}", i + 2);
      if (found != std::string::npos && found - i < kMaxTemplateTag) end = found + 2;
    } else if (kind == ':' || kind == '#' || kind == '.') {
      const size_t found = text->find_first_of("}\n", i);
      if (found != std::string::npos && (*text)[found] == '}') {
        // It ends its line, or stands behind what it is about.
        const size_t rest = text->find_first_not_of(" \t\r", found + 1);
        if (kind == ':' || rest == std::string::npos || (*text)[rest] == '\n') end = found + 1;
      }
    }
    if (end == std::string::npos) {
      ++i;
      continue;
    }
    for (; i < end; ++i) {
      if ((*text)[i] != '\n' && (*text)[i] != '\r') (*text)[i] = ' ';
    }
  }
}

bool IsBreakTag(std::string_view tag) {
  return tag.size() >= 4 && tag[0] == '<' && (tag[1] | 0x20) == 'b' && (tag[2] | 0x20) == 'r' &&
         (tag[3] == '>' || tag[3] == '/' || tag[3] == ' ');
}

// Turns MD4C's calls into blocks.
class MarkdownWalker {
 public:
  MarkdownWalker(std::string_view source, std::string_view scan, size_t scan_begin, BlockList* out)
      : source_(source),
        scan_(scan),
        scan_begin_(scan_begin),
        builder_(source, scan, scan_begin, &entities_, out),
        out_(out) {}

  // Returns kTooWide, and blocks that are of no use, if there is a table that is none.
  int Walk(bool tables) {
    MD_PARSER parser = {};
    // Text that is indented in an archive of news is hardly ever a program.
    parser.flags = MD_DIALECT_GITHUB | MD_FLAG_NOINDENTEDCODEBLOCKS;
    if (!tables) parser.flags &= ~static_cast<unsigned>(MD_FLAG_TABLES);
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* walker) {
      if (type == MD_BLOCK_TABLE && static_cast<MD_BLOCK_TABLE_DETAIL*>(detail)->col_count > kMaxColumns) {
        return kTooWide;
      }
      static_cast<MarkdownWalker*>(walker)->EnterBlock(type, detail);
      return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* walker) {
      return static_cast<MarkdownWalker*>(walker)->LeaveBlock(type);
    };
    parser.enter_span = [](MD_SPANTYPE type, void*, void* walker) {
      static_cast<MarkdownWalker*>(walker)->Span(type, 1);
      return 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* walker) {
      static_cast<MarkdownWalker*>(walker)->Span(type, -1);
      return 0;
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* walker) {
      static_cast<MarkdownWalker*>(walker)->Text(type, {text, size});
      return 0;
    };
    const int error = md_parse(scan_.data(), static_cast<MD_SIZE>(scan_.size()), &parser, this);
    builder_.Border(false);
    return error;
  }

  const Status& status() const { return status_; }

 private:
  void EnterBlock(MD_BLOCKTYPE type, void* detail);
  int LeaveBlock(MD_BLOCKTYPE type);
  void Span(MD_SPANTYPE type, int step);
  void Text(MD_TEXTTYPE type, std::string_view text);
  Status TakeHtml();
  void SetPath();

  // Where a piece of text stands in the source; false if MD4C made it up.
  bool Place(std::string_view text, size_t* begin) const {
    if (text.data() < scan_.data() || text.data() + text.size() > scan_.data() + scan_.size()) return false;
    *begin = static_cast<size_t>(text.data() - scan_.data()) + scan_begin_;
    return true;
  }

  std::string_view source_;
  std::string_view scan_;
  size_t scan_begin_;
  EntityDecoder entities_;
  BlockBuilder builder_;
  BlockList* out_;
  Status status_;

  std::vector<uint64_t> paths_;
  int lists_ = 0;
  int links_ = 0;
  int images_ = 0;
  int strong_ = 0;
  bool bold_block_ = false;  // a heading, the head of a table
  bool code_ = false;
  bool row_ = false;
  bool in_html_ = false;
  std::vector<std::string_view> html_;  // the lines of a piece of HTML
};

void MarkdownWalker::SetPath() { builder_.context()->path = paths_.empty() ? 0 : paths_.back(); }

void MarkdownWalker::EnterBlock(MD_BLOCKTYPE type, void* detail) {
  StableHash hash;
  hash.Add(paths_.empty() ? 0 : paths_.back()).Add(static_cast<uint64_t>(type));
  switch (type) {
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      builder_.Border(lists_++ == 0);
      break;
    case MD_BLOCK_LI:
      builder_.Border(false);
      builder_.set_item(true);
      break;
    case MD_BLOCK_HR:
      builder_.Rule();
      break;
    case MD_BLOCK_H: {
      const auto level = static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level;
      builder_.Border(true);
      builder_.context()->heading = static_cast<uint8_t>(level);
      bold_block_ = true;
      hash.Add(static_cast<uint64_t>(level));
      break;
    }
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_P:
    case MD_BLOCK_TABLE:
      builder_.Border(true);
      break;
    case MD_BLOCK_CODE:
      builder_.Border(true);
      code_ = true;
      break;
    case MD_BLOCK_HTML:
      builder_.Border(true);
      html_.clear();
      in_html_ = true;
      break;
    case MD_BLOCK_TR:
      builder_.Border(false);
      row_ = true;
      break;
    case MD_BLOCK_TH:
      bold_block_ = true;
      builder_.Tab();
      break;
    case MD_BLOCK_TD:
      builder_.Tab();
      break;
    default:
      break;
  }
  builder_.set_bold(bold_block_);
  // A row is one block, and a paragraph in a loose list is like one in a tight list.
  const bool inside = row_ && type != MD_BLOCK_TR;
  paths_.push_back(inside || type == MD_BLOCK_P ? (paths_.empty() ? 0 : paths_.back()) : hash.value());
  SetPath();
}

int MarkdownWalker::LeaveBlock(MD_BLOCKTYPE type) {
  switch (type) {
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      builder_.Border(--lists_ == 0);
      break;
    case MD_BLOCK_LI:
      builder_.set_item(false);
      builder_.Border(false);
      break;
    case MD_BLOCK_H:
      builder_.Border(true);
      builder_.context()->heading = 0;
      bold_block_ = false;
      break;
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_P:
    case MD_BLOCK_TABLE:
      builder_.Border(true);
      break;
    case MD_BLOCK_CODE:
      builder_.Border(true);
      code_ = false;
      break;
    case MD_BLOCK_HTML:
      in_html_ = false;
      status_ = TakeHtml();
      builder_.Border(true);
      break;
    case MD_BLOCK_TR:
      builder_.Border(false);
      row_ = false;
      break;
    case MD_BLOCK_TH:
      bold_block_ = false;
      break;
    default:
      break;
  }
  builder_.set_bold(bold_block_ || strong_ > 0);
  paths_.pop_back();
  SetPath();
  return status_.ok() ? 0 : 1;
}

void MarkdownWalker::Span(MD_SPANTYPE type, int step) {
  if (type == MD_SPAN_STRONG) strong_ += step;
  if (type == MD_SPAN_A) links_ += step;
  if (type == MD_SPAN_IMG) images_ += step;
  builder_.set_bold(bold_block_ || strong_ > 0);
  builder_.set_link(links_ > 0);
}

void MarkdownWalker::Text(MD_TEXTTYPE type, std::string_view text) {
  size_t begin = 0;
  const bool placed = Place(text, &begin);
  switch (type) {
    case MD_TEXT_BR:
      if (images_ > 0) break;
      if (row_) {
        builder_.Space();
      } else {
        builder_.LineBreak();
      }
      break;
    case MD_TEXT_SOFTBR:
      builder_.Space();
      break;
    case MD_TEXT_HTML:
      if (in_html_) {
        if (placed) html_.push_back(text);
      } else if (IsBreakTag(text) && images_ == 0) {
        if (row_) {
          builder_.Space();
        } else {
          builder_.LineBreak();
        }
      }
      break;
    default:
      break;
  }
  if (!placed || images_ > 0) {
    // Ends of lines in code are MD4C's own.
    if (type == MD_TEXT_CODE && code_ && text == "\n") builder_.LineBreak();
    return;
  }
  if (type == MD_TEXT_ENTITY) {
    const EntityDecoder::Entity& entity = entities_.Decode(text);
    if (entity.length == text.size()) {
      builder_.Decoded(entity.text, begin, begin + text.size());
    } else {
      builder_.Text(begin, begin + text.size(), {});
    }
  } else if (type == MD_TEXT_NORMAL || type == MD_TEXT_CODE || type == MD_TEXT_LATEXMATH) {
    builder_.Text(begin, begin + text.size(), {false, false, code_});
  }
}

// Reads the lines as HTML. What stands between them in the source (">" of a quotation) is blanked out.
Status MarkdownWalker::TakeHtml() {
  if (html_.empty()) return Status();
  const char* first = html_.front().data();
  const char* last = first;
  for (const std::string_view line : html_) {
    first = std::min(first, line.data());
    last = std::max(last, line.data() + line.size());
  }
  std::string html(static_cast<size_t>(last - first), ' ');
  for (const std::string_view line : html_) {
    html.replace(static_cast<size_t>(line.data() - first), line.size(), line);
  }
  for (const char* c = first; c < last; ++c) {
    if (*c == '\n') html[static_cast<size_t>(c - first)] = '\n';
  }
  const size_t blocks = out_->blocks.size();
  Status status =
      AppendHtmlBlocks(source_, static_cast<size_t>(first - scan_.data()) + scan_begin_, html, out_);
  if (out_->blocks.size() > blocks) out_->blocks[blocks].markup.rule_above |= builder_.TakeRule();
  return status;
}

// A link or an image: "](" behind a "[" in the same line.
bool HasLink(std::string_view line) {
  for (size_t i = line.find("]("); i != std::string_view::npos; i = line.find("](", i + 1)) {
    if (line.substr(0, i).find('[') != std::string_view::npos &&
        line.find(')', i) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

// "**bold**": signs on both sides, no blanks within.
bool HasBold(std::string_view line) {
  for (const std::string_view sign : {"**", "__"}) {
    const size_t begin = line.find(sign);
    if (begin == std::string_view::npos) continue;
    const size_t end = line.find(sign, begin + 3);
    if (end != std::string_view::npos && !IsBlank(line[begin + 2]) && line[begin + 2] != sign[0] &&
        !IsBlank(line[end - 1])) {
      return true;
    }
  }
  return false;
}

bool IsHeading(std::string_view line) {
  const size_t signs = std::min(line.find_first_not_of('#'), line.size());
  return signs >= 1 && signs <= 6 && signs + 1 < line.size() && line[signs] == ' ' &&
         !IsBlank(line[signs + 1]);
}

bool IsTableBorder(std::string_view line) {
  return line.find('|') != std::string_view::npos && line.find("---") != std::string_view::npos &&
         line.find_first_not_of("|-: ") == std::string_view::npos;
}

}  // namespace

Status MakeMarkdownBlocks(std::string_view text, BlockList* out) {
  if (text.size() >= kMaxBytes) {
    return Status(StatusCode::kUnsupported, "a document in Markdown has 2 GB or more");
  }
  size_t begin = text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  size_t keys = 0;
  begin += SkipFrontMatter(text.substr(begin), &out->lang, &keys);
  std::string_view scan = text.substr(begin);
  std::string edited;
  if (scan.find('{') != std::string_view::npos) {
    edited = scan;
    BlankTemplateTags(&edited);
    scan = edited;
  }
  Status status;
  int error = kTooWide;
  for (const bool tables : {true, false}) {
    if (error != kTooWide) break;
    out->blocks.clear();
    out->texts.clear();
    MarkdownWalker walker(text, scan, begin, out);
    error = walker.Walk(tables);
    status = walker.status();
  }
  if (status.ok() && error != 0) {
    status = Status(StatusCode::kOutOfMemory, "no memory to read a document in Markdown");
  }
  if (status.ok()) {
    FinishBlocks(text, out);
  } else {
    *out = BlockList();
  }
  return status;
}

bool LooksLikeMarkdown(std::string_view head) {
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  std::string lang;
  size_t keys = 0;
  if (SkipFrontMatter(head, &lang, &keys) > 0 && keys > 0) return true;
  size_t links = 0;
  size_t headings = 0;
  size_t bold = 0;
  size_t other = 0;
  size_t lines = 0;
  bool blank_above = true;
  for (size_t at = 0; at < head.size();) {
    const std::string_view line = LineAt(head, at, &at);
    if (TrimBlanks(line).empty()) {
      blank_above = true;
      continue;
    }
    ++lines;
    links += HasLink(line);
    headings += blank_above && IsHeading(line);
    bold += HasBold(line);
    other += IsTableBorder(line) || line.substr(0, 3) == "```";
    blank_above = false;
  }
  // One of a kind may be chance; plain text has neither links nor many kinds.
  const size_t points = std::min<size_t>(links * 2, 4) + std::min<size_t>(headings, 3) +
                        std::min<size_t>(bold, 2) + std::min<size_t>(other * 2, 2);
  return points >= 3 && (links > 0 || headings > 0 || other > 0) && lines > 0;
}

}  // namespace newsearch
