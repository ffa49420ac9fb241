// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_MARKDOWN_BLOCKS_H_
#define NEWSEARCH_LIB_INGEST_MARKDOWN_BLOCKS_H_

#include <string_view>

#include "ingest/block.h"
#include "newsearch/status.h"

namespace newsearch {

// Cuts a document in Markdown (CommonMark with GitHub's tables, task lists and strikethrough) into blocks.
// Front matter, tags of templates (Jekyll, Hugo), attribute lists, comments, addresses of links and
// descriptions of images are no text; pieces of HTML are read as such. UTF-8; ill-formed bytes become U+FFFD.
// Texts that are exact copies point into `text`, which must live as long as `out` does. What was in
// `out` is lost.
// Errors: kUnsupported for 2 GB and more, kOutOfMemory; `out` is then empty.
Status MakeMarkdownBlocks(std::string_view text, BlockList* out);

// Whether a document that begins like this is Markdown: it has front matter, links, headings or emphasis as
// Markdown writes them. Bullets and rules alone are in plain text, too.
bool LooksLikeMarkdown(std::string_view head);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_MARKDOWN_BLOCKS_H_
