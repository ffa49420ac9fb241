// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the tests and fuzzers of the readers of marked-up documents share: blocks as lines to compare, and
// what holds for every list of blocks.
#ifndef NEWSEARCH_TESTS_INGEST_BLOCK_CHECKS_H_
#define NEWSEARCH_TESTS_INGEST_BLOCK_CHECKS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/block.h"
#include "util/utf8.h"

namespace newsearch {

// "2 h1 item bold rule nav article=1 link=5 [2016-06-21] text": the empty lines above (none for the first
// block), then what the format says, then the text with tabs as " | ".
inline std::string DumpBlock(const Block& block) {
  std::string line = block.blank_before == kBlankAtStart ? "" : std::to_string(block.blank_before) + " ";
  const BlockMarkup& markup = block.markup;
  if (markup.heading > 0) line += "h" + std::to_string(markup.heading) + " ";
  if (markup.list_item) line += "item ";
  if (markup.bold && markup.heading == 0) line += "bold ";
  if (markup.rule_above) line += "rule ";
  static constexpr const char* kRegions[] = {"", "main ", "nav ", "header ", "footer ", "aside "};
  line += kRegions[static_cast<size_t>(markup.region)];
  if (markup.article > 0) line += "article=" + std::to_string(markup.article) + " ";
  if (markup.link_chars > 0) line += "link=" + std::to_string(markup.link_chars) + " ";
  if (!markup.datetime.empty()) line += "[" + markup.datetime + "] ";
  line += "'";
  for (const char c : block.text) c == '\t' ? line.append(" | ") : line.append(1, c);
  return line + "'";
}

// The first thing that is wrong with the blocks of `source`; empty if all is well.
inline std::string FaultInBlocks(std::string_view source, const BlockList& list) {
  uint64_t last_begin = 0;
  uint32_t last_line = 1;
  for (size_t i = 0; i < list.blocks.size(); ++i) {
    const Block& block = list.blocks[i];
    const auto fault = [&](const char* what) {
      return "block " + std::to_string(i) + " (" + DumpBlock(block) + "): " + what;
    };
    if (block.span.begin > block.span.end || block.span.end > source.size()) return fault("span outside");
    if (block.span.begin < last_begin) return fault("begins before the one above");
    last_begin = block.span.begin;
    if (block.line < last_line) return fault("line before the one above");
    last_line = block.line;
    if (block.text.empty()) return fault("no text");
    if (!IsValidUtf8(block.text)) return fault("ill-formed text");
    if (TrimSpace(block.text) != block.text) return fault("white space at an end");
    if (block.core.data() == nullptr ||
        block.text.substr(block.core_begin, block.core.size()) != block.core) {
      return fault("not described");
    }
    if ((block.blank_before == kBlankAtStart) != (i == 0)) return fault("start of the file");
    if (block.markup.link_chars > CountCodePoints(block.text)) return fault("more links than text");
    if (!IsValidUtf8(block.markup.datetime)) return fault("ill-formed datetime");
    if (block.runs.empty()) {
      if (source.substr(block.span.begin, block.span.end - block.span.begin) != block.text) {
        return fault("no copy of the source and no runs");
      }
      continue;
    }
    if (block.runs.front().text != 0) return fault("runs do not begin with the text");
    for (size_t r = 1; r < block.runs.size(); ++r) {
      if (block.runs[r].text <= block.runs[r - 1].text) return fault("runs go back in the text");
      if (block.runs[r].source < block.runs[r - 1].source) return fault("runs go back in the source");
      if (block.runs[r].text > block.text.size()) return fault("runs outside the text");
    }
    uint64_t last = 0;
    for (size_t t = 0; t < block.text.size(); t += DecodeUtf8(block.text, t).length) {
      const uint64_t offset = SourceOffset(block, t);
      if (offset < block.span.begin || offset >= block.span.end) return fault("offset outside the span");
      if (offset < last) return fault("offsets go back");
      last = offset;
    }
    if (SourceOffset(block, block.text.size()) != block.span.end) return fault("end of text and span differ");
  }
  return "";
}

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_INGEST_BLOCK_CHECKS_H_
