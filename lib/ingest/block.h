// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_BLOCK_H_
#define NEWSEARCH_LIB_INGEST_BLOCK_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/date_parser.h"
#include "newsearch/document.h"

namespace newsearch {

// A line with text in it, and what can be said of it without looking at the others. Every format of archive
// becomes a sequence of these.
struct Block {
  ByteSpan span;      // of the text in the source, without white space around it
  uint32_t line = 0;  // 1-based
  std::string_view text;
  uint32_t blank_before = 0;  // empty lines above; large at the start of the file

  // `text` without decoration and bullet, and where it starts in `text`.
  std::string_view core;
  size_t core_begin = 0;
  bool decorated = false;  // "++ ... ++", "== ... ==", "** ... **", "# ..."
  bool bullet = false;     // "•", "- ", "* ", "1. "

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

  // How many blocks of the archive have the same text, this one included; and the same text around a date.
  uint32_t same_text = 1;
  uint32_t same_frame = 1;
};

// Cuts `source` into blocks. `line_ends` may be "\n" or "\r"; a carriage return before a line feed is white
// space. Lines over `max_line_bytes` are cut; `cut_lines` gets their numbers.
std::vector<Block> MakeBlocks(std::string_view source, uint64_t max_line_bytes,
                              std::vector<uint64_t>* cut_lines);

// Fills the dates of every block and what follows from them.
void FindDates(const DateParser& parser, std::vector<Block>* blocks);

// The text without white space at the ends.
std::string_view TrimSpace(std::string_view text);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_BLOCK_H_
