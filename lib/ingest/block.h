// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_BLOCK_H_
#define NEWSEARCH_LIB_INGEST_BLOCK_H_

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/date_parser.h"
#include "newsearch/document.h"

namespace newsearch {

// Where a block stands on a page, as far as its format says so.
enum class PageRegion : uint8_t { kUnknown, kMain, kNavigation, kHeader, kFooter, kAside };

// What the format says of a block beyond its text. Plain text says nothing: everything is as declared here.
struct BlockMarkup {
  uint8_t heading = 0;      // level 1 to 6; 0: no heading
  bool list_item = false;   // the first block of an item of a list
  bool bold = false;        // all of its text
  bool rule_above = false;  // a rule is drawn between it and the block before
  PageRegion region = PageRegion::kUnknown;
  // Blocks of one element that is declared to be an article share a number; 0: none.
  uint32_t article = 0;
  uint32_t link_chars = 0;  // code points inside links
  // Hash of the elements around it, with their classes: blocks made by one template share it. 0: unknown.
  uint64_t path = 0;
  std::string datetime;  // of a machine-readable date in the block ("2016-06-21T10:00"); mostly empty
};

// From byte `text` of a block's text on, bytes come from `source` on, one to one until the next run.
struct SourceRun {
  uint32_t text = 0;
  uint64_t source = 0;
};

// A piece of text that stands by itself (a line, a paragraph, a heading, a list's item, a table's row), and
// what can be said of it without looking at the others. Every format of archive becomes a sequence of these.
struct Block {
  ByteSpan span;          // of the text in the source, without white space around it
  uint32_t line = 0;      // of its first byte, 1-based
  uint32_t end_line = 0;  // of its last byte; 0: the same
  // UTF-8 without white space at the ends. Cells of a table's row are separated by tabs.
  std::string_view text;
  // How `text` maps to the source where it is no copy of it (entities, tags); empty if it is one.
  std::vector<SourceRun> runs;
  uint16_t indent = 0;        // bytes of white space in front, or depth in lists
  uint32_t blank_before = 0;  // empty lines above; large at the start of the file
  BlockMarkup markup;

  // `text` without decoration and bullet, and where it starts in `text`.
  std::string_view core;
  size_t core_begin = 0;
  bool decorated = false;  // "++ ... ++", "== ... ==", "** ... **", "# ..."
  bool bullet = false;     // "•", "- ", "* ", "2) "
  bool numbered = false;   // "1. ": as often an ordinal, so it stays in core

  size_t chars = 0;  // code points of core
  size_t words = 0;
  bool ends_sentence = false;  // . ! ? … also inside a closing quotation mark
  bool ends_with_colon = false;
  bool ends_with_stop = false;  // a single full stop
  bool starts_lower = false;
  bool starts_with_dash = false;  // direct speech
  bool in_quotes = false;         // all of it
  bool has_url = false;
  bool shouting = false;  // all letters are capitals

  std::vector<DateMention> dates;  // offsets into text
  // Letters and digits that are no part of a date nor the clothing of one ("on", "of", weekdays).
  size_t chars_beside_dates = 0;
  // The same, only those before the first date and after the last.
  size_t chars_before_date = 0;
  size_t chars_after_date = 0;

  // A date written over several blocks ("28" above "July 2026") is in the first of them.
  uint32_t date_blocks = 1;
  bool part_of_date = false;  // one of the others

  bool says_updated = false;  // "Last modified on ...": the date of the page

  // How many blocks of the archive have the same text, this one included; and the same text around a date.
  uint32_t same_text = 1;
  uint32_t same_frame = 1;
  uint64_t text_key = 0;  // of the text, and of the text around the date; 0: too long to come back, or none
  uint64_t frame_key = 0;
};

// The offset in the source of byte `text_offset` of the block's text.
uint64_t SourceOffset(const Block& block, size_t text_offset);

// The bytes of the source that bytes [begin, end) of the block's text were made from.
ByteSpan SourceSpan(const Block& block, size_t begin, size_t end);

// Blocks and what their texts are kept in where they are no part of the source. Movable: texts stay where
// they are.
struct BlockList {
  std::vector<Block> blocks;
  std::deque<std::string> texts;
  std::string lang;  // as the page declares it, ISO 639-1; mostly empty
};

// The blank lines a block at the start of a file has above it.
inline constexpr uint32_t kBlankAtStart = 1000;

// Fills in what follows from `block->text` alone: from core on, without the dates.
void DescribeBlock(Block* block);

// Cuts plain text into blocks, one a line, piece by piece.
class LineBlocks {
 public:
  explicit LineBlocks(uint64_t max_line_bytes) : max_line_bytes_(max_line_bytes) {}

  // Appends the blocks of the whole lines in `text`, which must outlive them; the bytes used. At the end of
  // the archive (`last`) the rest is a line too. Lines end with "\n", or with "\r" where the first text has
  // no "\n"; a carriage return before a line feed is white space. Lines over `max_line_bytes` are cut.
  size_t Append(std::string_view text, bool last, std::vector<Block>* blocks);

  // Passes over the rest of a line that is too long to be kept: what follows its end is `bytes` further on
  // than it seems.
  void Skip(uint64_t bytes) { skipped_ += bytes; }

  char separator() const { return separator_; }
  uint32_t line() const { return line_; }
  // Numbers of lines that were cut.
  const std::vector<uint64_t>& cut_lines() const { return cut_lines_; }

 private:
  uint64_t max_line_bytes_;
  uint64_t offset_ = 0;
  uint64_t skipped_ = 0;  // of the line that begins at offset_
  uint32_t line_ = 1;
  uint32_t blank_ = kBlankAtStart;
  char separator_ = 0;
  std::vector<uint64_t> cut_lines_;
};

// The blocks of a whole text.
std::vector<Block> MakeBlocks(std::string_view source, uint64_t max_line_bytes,
                              std::vector<uint64_t>* cut_lines);

// How often the same texts, and the same words around dates, come in an archive.
class BlockCounts {
 public:
  // Counts a block whose dates are known.
  void Count(const Block& block);
  // Fills `same_text` and `same_frame`.
  void Assign(Block* block) const;

 private:
  // Open addressing: there is an entry for nearly every line. Keys are hashes already; 0 is none.
  class Table {
   public:
    void Add(uint64_t key);
    uint32_t Get(uint64_t key) const;

   private:
    struct Slot {
      uint64_t key = 0;
      uint32_t count = 0;
    };
    size_t Find(uint64_t key) const;
    // With `size` slots, a power of two, and without what was counted less than `least` times.
    void Rebuild(size_t size, uint32_t least);

    std::vector<Slot> slots_;
    size_t used_ = 0;
    size_t singles_ = 0;  // counted once
  };
  Table texts_;
  Table frames_;
};

// Fills the dates of blocks [first, ...) and what follows from them but for the counts.
void FindDates(const DateParser& parser, size_t first, std::vector<Block>* blocks);

// The same for the blocks of a whole archive, with counts.
void FindDates(const DateParser& parser, std::vector<Block>* blocks);

// The text without white space at the ends.
std::string_view TrimSpace(std::string_view text);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_BLOCK_H_
