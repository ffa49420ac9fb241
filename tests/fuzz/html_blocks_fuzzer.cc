// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/html_blocks.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "ingest/block_checks.h"

// Any page becomes blocks with which all is well, and a text that is UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view html(reinterpret_cast<const char*>(data), size);
  newsearch::BlockList list;
  if (!newsearch::MakeHtmlBlocks(html, &list).ok()) return 0;
  if (const std::string fault = newsearch::FaultInBlocks(html, list); !fault.empty()) {
    std::fprintf(stderr, "%s\n", fault.c_str());
    std::abort();
  }
  if (!newsearch::IsValidUtf8(newsearch::HtmlToText(html))) std::abort();
  static_cast<void>(newsearch::LooksLikeHtml(html));
  return 0;
}
