// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/markdown_blocks.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "ingest/block_checks.h"

// Any document becomes blocks with which all is well.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  newsearch::BlockList list;
  if (!newsearch::MakeMarkdownBlocks(text, &list).ok()) return 0;
  if (const std::string fault = newsearch::FaultInBlocks(text, list); !fault.empty()) {
    std::fprintf(stderr, "%s\n", fault.c_str());
    std::abort();
  }
  static_cast<void>(newsearch::LooksLikeMarkdown(text));
  return 0;
}
