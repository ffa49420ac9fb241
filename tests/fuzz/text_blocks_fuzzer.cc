// SPDX-License-Identifier: GPL-2.0-or-later
//
// Cuts any bytes into lines: the blocks are those of the whole text, however it comes in pieces. The first
// byte is the size of the pieces, the second the limit of a line.
#include <algorithm>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "fuzz/fuzz_expect.h"
#include "ingest/block.h"

namespace newsearch {
namespace {

struct Lines {
  std::deque<std::string> texts;  // blocks are views of them
  std::vector<Block> blocks;
  std::vector<uint64_t> cut_lines;
};

// As ReadPlainText does it.
Lines InPieces(std::string_view text, size_t piece_bytes, uint64_t max_line_bytes) {
  Lines out;
  LineBlocks lines(max_line_bytes);
  std::string rest;
  bool skipping = false;
  // The first text decides what ends a line, so it comes with the first line feed.
  size_t piece = text.find('\r') < text.find('\n') ? std::min(text.find('\n'), text.size() - 1) + 1 : 1;
  for (bool more = true; more;) {
    std::string& chunk = out.texts.emplace_back(rest);
    piece = std::min(std::max(piece, piece_bytes), text.size());
    std::string_view got = text.substr(0, piece);
    text.remove_prefix(piece);
    piece = 1;
    more = !text.empty();
    if (skipping) {
      const size_t drop = std::min(got.find(lines.separator()), got.size());
      lines.Skip(drop);
      got.remove_prefix(drop);
      skipping = got.empty();
    }
    chunk += got;
    rest = chunk.substr(lines.Append(chunk, !more, &out.blocks));
    skipping = skipping || rest.size() > max_line_bytes;
  }
  out.cut_lines = lines.cut_lines();
  return out;
}

void Check(std::string_view text, size_t piece_bytes, uint64_t max_line_bytes) {
  std::vector<uint64_t> cut_lines;
  const std::vector<Block> whole = MakeBlocks(text, max_line_bytes, &cut_lines);
  uint64_t end = 0;
  for (const Block& block : whole) {
    FuzzExpect(block.span.begin >= end && block.span.begin < block.span.end && block.span.end <= text.size(),
               "spans in order");
    end = block.span.end;
    FuzzExpect(text.substr(block.span.begin, block.span.end - block.span.begin) == block.text,
               "the text at its place");
    FuzzExpect(block.text.size() <= max_line_bytes, "no line over the limit");
    FuzzExpect(TrimSpace(block.text) == block.text, "no white space at the ends");
    FuzzExpect(block.text.substr(block.core_begin, block.core.size()) == block.core, "the core in the text");
  }
  if (text.empty()) return;
  const Lines pieces = InPieces(text, piece_bytes, max_line_bytes);
  FuzzExpect(pieces.cut_lines == cut_lines, "the same lines are cut");
  FuzzExpect(pieces.blocks.size() == whole.size(), "as many blocks");
  for (size_t i = 0; i < whole.size(); ++i) {
    const Block& a = pieces.blocks[i];
    const Block& b = whole[i];
    FuzzExpect(a.text == b.text && a.span == b.span, "the same text at the same place");
    FuzzExpect(a.line == b.line && a.blank_before == b.blank_before && a.indent == b.indent,
               "the same surroundings");
  }
}

}  // namespace
}  // namespace newsearch

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t piece_bytes = newsearch::TakeByte(&text) % 64 + 1;
  // A byte order mark is never cut.
  const uint8_t limit = newsearch::TakeByte(&text);
  newsearch::Check(text, piece_bytes, limit % 4 == 0 ? 1u << 20 : 3u + limit);
  return 0;
}
