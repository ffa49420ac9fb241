// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_BLOCK_BUILDER_H_
#define NEWSEARCH_LIB_INGEST_BLOCK_BUILDER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/block.h"
#include "ingest/html_entity.h"

namespace newsearch {

// Collects the text of one block after the other from pieces of a marked-up source, as a browser lays it out:
// white space collapses, soft hyphens and zero-width spaces vanish, ill-formed bytes become U+FFFD. Keeps
// where every byte comes from.
class BlockBuilder {
 public:
  // What holds for a block is what holds where its text begins.
  struct Context {
    uint8_t heading = 0;
    uint32_t region = 0;   // an index that only the caller understands
    uint32_t article = 0;  // the same
    uint64_t path = 0;
  };

  // Texts are read from `scan`, which begins at offset `scan_begin` of `source` and is like it but for markup
  // that was blanked out. Blocks are appended to `out`. All must outlive the builder; offsets are into
  // `source`.
  BlockBuilder(std::string_view source, std::string_view scan, size_t scan_begin, EntityDecoder* entities,
               BlockList* out);

  // How to read a piece of text.
  struct Reading {
    bool entities = false;  // character references are decoded
    bool tags = false;      // tags and comments in it are skipped
    bool pre = false;       // white space is text, lines are blocks
  };
  void Text(size_t begin, size_t end, const Reading& reading);
  // `text` (well-formed) that stands for [begin, end) of the source.
  void Decoded(std::string_view text, size_t begin, size_t end);
  // White space that the layout puts here; cells of a row.
  void Space() { SpaceAt(kLayoutSpace); }
  void Tab() { tab_ = true, space_link_ = false; }

  // The block ends here. The next one is set off from it by an empty line if `spaced`.
  void Border(bool spaced);
  // The line ends here: a block ends, or there is an empty line.
  void LineBreak();
  void Rule();      // a horizontal line
  bool TakeRule();  // whether there is one for the next block, which another builder has made

  Context* context() { return &context_; }
  Context* block_context() { return &block_context_; }  // of the block in the making
  void set_bold(bool bold) { bold_ = bold; }
  void set_link(bool link) { link_ = link; }
  void set_item(bool item) { item_ = item; }                  // the next block is an item's first
  void SetDatetime(std::string_view datetime, bool certain);  // for this block or the next
  void ForgetDatetime() { datetime_.clear(); }

  size_t text_size() const { return text_.size(); }
  bool empty() const { return text_.empty(); }
  // Of the blocks that were appended, in their order.
  size_t first_block() const { return first_block_; }
  const std::vector<Context>& contexts() const { return contexts_; }

 private:
  struct Piece {
    uint32_t text = 0;
    uint64_t source = 0;
    uint64_t source_end = 0;
    bool copy = false;
  };
  static constexpr size_t kNone = static_cast<size_t>(-1);
  static constexpr size_t kLayoutSpace = static_cast<size_t>(-2);

  unsigned char At(size_t offset) const { return static_cast<unsigned char>(scan_[offset - scan_begin_]); }
  void Copy(size_t begin, size_t end);
  void Replace(std::string_view text, size_t begin, size_t end);
  void SpaceAt(size_t offset);
  void Begin(size_t begin);
  void Count(std::string_view text);
  void Flush();

  std::string_view source_;
  std::string_view scan_;
  size_t scan_begin_ = 0;
  bool well_formed_ = true;
  EntityDecoder* entities_;
  BlockList* out_;
  size_t first_block_ = 0;
  std::vector<Context> contexts_;

  Context context_;
  bool bold_ = false;
  bool link_ = false;

  // The block in the making.
  std::string text_;
  std::vector<Piece> pieces_;
  Context block_context_;
  bool all_bold_ = true;
  bool block_item_ = false;
  uint32_t link_chars_ = 0;
  bool strut_ = false;  // something stands in the line, if only a no-break space

  // Between what was and what comes.
  size_t space_ = kNone;     // where white space was seen
  bool space_link_ = false;  // in a link
  bool tab_ = false;
  bool item_ = false;
  bool spaced_ = false;
  bool rule_ = false;
  uint32_t empty_lines_ = 0;
  std::string datetime_;
  bool datetime_certain_ = false;
};

// Every block is there: brings them into the order of the source, counts lines.
void FinishBlocks(std::string_view source, BlockList* list);

// The end of the tag, comment or declaration that begins with the "<" at `begin`; `begin` if that is a sign
// like others. At most text.size(). `long_tag`, if given, gets where the attribute begins that is one too
// many.
size_t SkipMarkup(std::string_view text, size_t begin, size_t* long_tag = nullptr);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_BLOCK_BUILDER_H_
