// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/block_builder.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "util/utf8.h"

namespace newsearch {
namespace {

// A browser reads more; no page has them.
constexpr size_t kMaxAttributes = 256;
constexpr size_t kFewBlocks = 256;

enum ByteClass : uint8_t { kPlain, kBlank, kSpecial };

// What follows these first bytes may be a soft hyphen, a zero-width space or a byte order mark (U+00AD,
// U+200B, U+2060, U+FEFF).
constexpr std::array<uint8_t, 256> kClasses = [] {
  std::array<uint8_t, 256> classes{};
  for (const unsigned char c : {' ', '\t', '\n', '\r', '\f', '\v'}) classes[c] = kBlank;
  for (const unsigned char c : {'\0', '&', '<', '\xC2', '\xE2', '\xEF'}) classes[c] = kSpecial;
  return classes;
}();

bool IsInvisible(char32_t c) { return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF; }

bool IsAsciiSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

size_t EndAfter(std::string_view text, std::string_view what, size_t begin) {
  const size_t found = text.find(what, begin);
  return found == std::string_view::npos ? text.size() : found + what.size();
}

size_t SkipTag(std::string_view text, size_t i, size_t* long_tag) {
  size_t attributes = 0;
  bool in_name = true;
  while (i < text.size() && text[i] != '>') {
    if (text[i] == '=') {
      do ++i;
      while (i < text.size() && IsAsciiSpace(text[i]));
      if (i < text.size() && (text[i] == '"' || text[i] == '\'')) {
        const char quote = text[i];
        i = text.find(quote, i + 1);
        if (i == std::string_view::npos) return text.size();
        ++i;
      } else {
        while (i < text.size() && text[i] != '>' && !IsAsciiSpace(text[i])) ++i;
      }
      in_name = false;
      continue;
    }
    const bool border = IsAsciiSpace(text[i]) || text[i] == '/';
    if (!border && !in_name && ++attributes == kMaxAttributes && long_tag != nullptr) *long_tag = i;
    in_name = !border;
    ++i;
  }
  return std::min(i + 1, text.size());
}

}  // namespace

size_t SkipMarkup(std::string_view text, size_t begin, size_t* long_tag) {
  const size_t i = begin + 1;
  if (i >= text.size()) return begin;
  if (IsAsciiLetter(text[i])) return SkipTag(text, i, long_tag);
  if (text[i] == '/') {
    if (i + 1 >= text.size()) return begin;
    return IsAsciiLetter(text[i + 1]) ? SkipTag(text, i + 1, long_tag) : EndAfter(text, ">", i + 1);
  }
  if (text[i] == '?') return EndAfter(text, ">", i);
  if (text[i] != '!') return begin;
  if (text.substr(i, 3) != "!--") return EndAfter(text, ">", i);
  const std::string_view rest = text.substr(i + 3, 2);
  if (rest.substr(0, 1) == ">") return i + 4;
  if (rest == "->") return i + 5;
  // "--!>" ends a comment, too.
  for (size_t dashes = text.find("--", i + 3); dashes != std::string_view::npos;
       dashes = text.find("--", dashes + 1)) {
    const std::string_view end = text.substr(dashes + 2, 2);
    if (end.substr(0, 1) == ">") return dashes + 3;
    if (end == "!>") return dashes + 4;
  }
  return text.size();
}

BlockBuilder::BlockBuilder(std::string_view source, std::string_view scan, size_t scan_begin,
                           EntityDecoder* entities, BlockList* out)
    : source_(source),
      scan_(scan),
      scan_begin_(scan_begin),
      well_formed_(IsValidUtf8(scan)),
      entities_(entities),
      out_(out),
      first_block_(out->blocks.size()) {
  spaced_ = true;
}

void BlockBuilder::Text(size_t begin, size_t end, const Reading& reading) {
  for (size_t i = begin; i < end;) {
    // The common case: words with single blanks between them.
    size_t j = i;
    while (j < end) {
      const unsigned char c = At(j);
      if (kClasses[c] == kPlain) {
        if (c >= 0x80 && !well_formed_) break;
        ++j;
      } else if (c == ' ' && j > i && j + 1 < end && kClasses[At(j + 1)] == kPlain &&
                 (well_formed_ || At(j + 1) < 0x80)) {
        j += 2;
      } else {
        break;
      }
    }
    if (j > i) {
      Copy(i, j);
      i = j;
      continue;
    }
    const unsigned char c = At(i);
    if (kClasses[c] == kBlank) {
      if (reading.pre && c != '\r') {
        if (c == '\n') {
          LineBreak();
        } else if (!empty()) {
          Copy(i, i + 1);
        }
      } else {
        SpaceAt(i);
      }
      ++i;
      continue;
    }
    if (c == '\0') {
      ++i;
      continue;
    }
    if (c == '&') {
      if (reading.entities) {
        const EntityDecoder::Entity& entity = entities_->Decode(scan_.substr(i - scan_begin_, end - i));
        if (entity.length > 0) {
          Decoded(entity.text, i, i + entity.length);
          i += entity.length;
          continue;
        }
      }
      Copy(i, i + 1);
      ++i;
      continue;
    }
    if (c == '<') {
      if (reading.tags) {
        const size_t after = SkipMarkup(scan_.substr(0, end - scan_begin_), i - scan_begin_) + scan_begin_;
        if (after > i) {
          i = after;
          continue;
        }
      }
      Copy(i, i + 1);
      ++i;
      continue;
    }
    const Utf8Step step = DecodeUtf8(scan_.substr(0, end - scan_begin_), i - scan_begin_);
    if (!step.well_formed) {
      Replace("\uFFFD", i, i + step.length);
    } else if (!IsInvisible(step.code_point)) {
      Copy(i, i + step.length);
    }
    i += step.length;
  }
}

void BlockBuilder::Decoded(std::string_view text, size_t begin, size_t end) {
  for (size_t i = 0; i < text.size();) {
    const Utf8Step step = DecodeUtf8(text, i);
    if (step.code_point < 0x80 && kClasses[step.code_point] == kBlank) {
      SpaceAt(begin);
    } else if (step.code_point != 0 && !IsInvisible(step.code_point)) {
      // Each stays inside the reference: the last of its bytes if need be.
      const size_t last = end - begin > step.length ? end - step.length : begin;
      Replace(text.substr(i, step.length), std::min(begin + i, last), end);
    }
    i += step.length;
  }
}

// What comes before the text at `begin`.
void BlockBuilder::Begin(size_t begin) {
  // Gumbo moves text out of tables, to before them.
  if (!pieces_.empty() && begin < pieces_.back().source) Flush();
  if (empty()) {
    block_context_ = context_;
    block_item_ = std::exchange(item_, false);
    all_bold_ = true;
    link_chars_ = 0;
  } else if (tab_ || space_ != kNone) {
    const size_t last = pieces_.back().source_end;
    const size_t space = space_;
    if (tab_) {
      pieces_.push_back({static_cast<uint32_t>(text_.size()), last, last, false});
      text_.push_back('\t');
    } else {
      const bool real = space < kLayoutSpace && space >= last && space < begin;
      if (real && pieces_.back().copy && space == last && At(space) == ' ') {
        pieces_.back().source_end = space + 1;
      } else {
        pieces_.push_back({static_cast<uint32_t>(text_.size()), real ? space : last, real ? space + 1 : last,
                           real && At(space) == ' '});
      }
      text_.push_back(' ');
    }
    link_chars_ += space_link_ && link_;
  }
  tab_ = false;
  space_ = kNone;
  strut_ = true;
}

void BlockBuilder::Count(std::string_view text) {
  if (link_) link_chars_ += static_cast<uint32_t>(CountCodePoints(text));
  if (!bold_ && text != "\u00A0") all_bold_ = false;
}

void BlockBuilder::Copy(size_t begin, size_t end) {
  const std::string_view piece = scan_.substr(begin - scan_begin_, end - begin);
  if ((empty() || tab_) && piece == "\u00A0") {
    strut_ = true;
    return;
  }
  Begin(begin);
  if (!pieces_.empty() && pieces_.back().copy && pieces_.back().source_end == begin) {
    pieces_.back().source_end = end;
  } else {
    pieces_.push_back({static_cast<uint32_t>(text_.size()), begin, end, true});
  }
  text_.append(piece);
  Count(piece);
}

void BlockBuilder::Replace(std::string_view text, size_t begin, size_t end) {
  if ((empty() || tab_) && text == "\u00A0") {
    strut_ = true;
    return;
  }
  Begin(begin);
  pieces_.push_back({static_cast<uint32_t>(text_.size()), begin, end, false});
  text_.append(text);
  Count(text);
}

void BlockBuilder::SpaceAt(size_t offset) {
  if (space_ != kNone && (space_ != kLayoutSpace || offset == kLayoutSpace)) return;
  space_ = offset;
  space_link_ = link_;
}

void BlockBuilder::SetDatetime(std::string_view datetime, bool certain) {
  if (datetime.empty() || (!datetime_.empty() && (datetime_certain_ || !certain))) return;
  uint64_t ill_formed = 0;
  datetime_ = SanitizeUtf8(datetime, &ill_formed);
  datetime_certain_ = certain;
}

void BlockBuilder::Border(bool spaced) {
  if (empty() && strut_) ++empty_lines_;
  Flush();
  spaced_ |= spaced;
}

void BlockBuilder::LineBreak() {
  if (empty()) {
    ++empty_lines_;
    strut_ = false;
  }
  Flush();
}

void BlockBuilder::Rule() {
  Border(true);
  rule_ = true;
}

bool BlockBuilder::TakeRule() { return std::exchange(rule_, false); }

void BlockBuilder::Flush() {
  tab_ = false;
  space_ = kNone;
  strut_ = false;
  const std::string_view trimmed = TrimSpace(text_);
  if (trimmed.empty()) {
    text_.clear();
    pieces_.clear();
    return;
  }
  const auto text_begin = static_cast<uint32_t>(trimmed.data() - text_.data());
  const auto text_end = static_cast<uint32_t>(text_begin + trimmed.size());
  Block block;
  std::vector<SourceRun> runs;
  for (size_t p = 0; p < pieces_.size(); ++p) {
    const Piece& piece = pieces_[p];
    const auto end = static_cast<uint32_t>(p + 1 < pieces_.size() ? pieces_[p + 1].text : text_.size());
    if (end <= text_begin || piece.text >= text_end) continue;
    const uint32_t from = std::max(piece.text, text_begin);
    const uint64_t source = piece.copy ? piece.source + (from - piece.text) : piece.source;
    if (runs.empty() || runs.back().source + (from - text_begin - runs.back().text) != source) {
      runs.push_back({from - text_begin, source});
    }
    const uint32_t to = std::min(end, text_end);
    block.span.end = piece.copy ? piece.source + (to - piece.text) : piece.source_end;
  }
  block.span.begin = runs.front().source;
  block.span.end = std::max(block.span.end, block.span.begin);
  const std::string_view original = source_.substr(block.span.begin, block.span.end - block.span.begin);
  if (original == trimmed) {
    block.text = original;
  } else {
    // So that the end of the text is the end of the span, whatever the last sign was made from.
    const uint64_t end = runs.back().source + (trimmed.size() - runs.back().text);
    if (end != block.span.end) runs.push_back({static_cast<uint32_t>(trimmed.size()), block.span.end});
    block.runs = std::move(runs);
    block.text = out_->texts.emplace_back(trimmed);
  }
  const size_t text_size = text_.size();
  text_.clear();
  pieces_.clear();

  block.blank_before = out_->blocks.empty() ? kBlankAtStart : empty_lines_ + spaced_;
  block.markup.heading = block_context_.heading;
  block.markup.list_item = block_item_;
  block.markup.bold = all_bold_;
  block.markup.rule_above = std::exchange(rule_, false);
  block.markup.path = block_context_.path;
  block.markup.link_chars = link_chars_;
  if (block.text.size() < text_size) {
    block.markup.link_chars = std::min(link_chars_, static_cast<uint32_t>(CountCodePoints(block.text)));
  }
  block.markup.datetime = std::exchange(datetime_, {});
  empty_lines_ = 0;
  spaced_ = false;
  DescribeBlock(&block);
  std::vector<Block>& blocks = out_->blocks;
  if (blocks.size() == blocks.capacity() && blocks.size() >= kFewBlocks) {
    // Blocks are large, and moving them costs more than making them: as many as the rest of the source will
    // have if it is like what was read.
    const double read = static_cast<double>(block.span.begin) / static_cast<double>(source_.size());
    const auto all = static_cast<size_t>(static_cast<double>(blocks.size()) / std::max(read, 0.01) * 1.05);
    blocks.reserve(std::clamp(all, blocks.size() * 2, blocks.size() * 16));
  }
  blocks.push_back(std::move(block));
  contexts_.push_back(block_context_);
}

void FinishBlocks(std::string_view source, BlockList* list) {
  std::vector<Block>& blocks = list->blocks;
  const auto begins_before = [](const Block& a, const Block& b) { return a.span.begin < b.span.begin; };
  if (!std::is_sorted(blocks.begin(), blocks.end(), begins_before)) {
    blocks.front().blank_before = 1;
    std::stable_sort(blocks.begin(), blocks.end(), begins_before);
    blocks.front().blank_before = kBlankAtStart;
  }
  const char line_end = source.find('\n') == std::string_view::npos ? '\r' : '\n';
  uint32_t line = 1;
  const char* at = source.data();
  for (Block& block : blocks) {
    const char* begin = source.data() + block.span.begin;
    while (at < begin) {
      const void* found = std::memchr(at, line_end, static_cast<size_t>(begin - at));
      if (found == nullptr) break;
      ++line;
      at = static_cast<const char*>(found) + 1;
    }
    at = std::max(at, begin);
    block.line = line;
  }
}

}  // namespace newsearch
