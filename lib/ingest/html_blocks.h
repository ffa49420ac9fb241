// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_HTML_BLOCKS_H_
#define NEWSEARCH_LIB_INGEST_HTML_BLOCKS_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "ingest/block.h"
#include "newsearch/status.h"

namespace newsearch {

// Cuts a page or a piece of one into blocks: the text that a reader would see, in the order of the source.
// Navigation is kept and marked; what is hidden, scripts, forms' controls and texts that stand for pictures
// are left out. UTF-8; ill-formed bytes become U+FFFD. Texts that are exact copies point into `html`, which
// must live as long as `out` does. Blocks are appended to `out`, which is empty at first.
// Errors: kUnsupported for 2 GB and more; `out` is then as it was.
Status MakeHtmlBlocks(std::string_view html, BlockList* out);

// The same for a piece of a document in another format: `html` is what stands in `source` from `begin` on,
// but for bytes of the other format that were overwritten by blanks. The caller calls FinishBlocks.
Status AppendHtmlBlocks(std::string_view source, size_t begin, std::string_view html, BlockList* out);

// The text of a piece of a page: a line for each block, an empty line between paragraphs.
std::string HtmlToText(std::string_view html_fragment);

// Whether a document that begins like this is HTML. Other XML is not, nor is text with a few tags in it.
bool LooksLikeHtml(std::string_view head);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_HTML_BLOCKS_H_
