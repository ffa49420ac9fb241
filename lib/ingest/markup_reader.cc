// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/markup_reader.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "ingest/article_reader.h"
#include "ingest/block.h"
#include "ingest/html_blocks.h"
#include "ingest/markdown_blocks.h"

namespace newsearch {
namespace {

constexpr size_t kMaxPageBytes = 512u << 20;
// A page whose main part is less than this share of its text does not mean what its markup says.
constexpr double kMinMainShare = 0.2;

bool IsBesideMain(const Block& block) {
  switch (block.markup.region) {
    case PageRegion::kNavigation:
    case PageRegion::kHeader:
    case PageRegion::kFooter:
    case PageRegion::kAside:
      return true;
    case PageRegion::kMain:
    case PageRegion::kUnknown:
      return false;
  }
  return false;
}

// "2019", "12/05/16", "2019-05-12": what most dates have in them.
bool HasDateNumbers(std::string_view text) {
  size_t digits = 0;
  size_t groups = 0;  // joined by one sign each
  for (size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    if (c >= '0' && c <= '9') {
      ++digits;
      continue;
    }
    if (digits == 4 || (digits > 0 && groups == 2)) return true;
    const bool joins = digits > 0 && digits <= 2 && (c == '.' || c == '/' || c == '-');
    groups = joins ? groups + 1 : 0;
    digits = 0;
  }
  return false;
}

// Takes out what the markup says to be beside the page's main part, unless it cannot mean it. Menus and
// footers stand between articles as well, where they would become text of one.
void DropFurniture(std::vector<Block>* blocks) {
  size_t total = 0;
  size_t main = 0;
  size_t dated = 0;
  size_t dated_main = 0;
  for (const Block& block : *blocks) {
    const bool has_date = HasDateNumbers(block.text);
    total += block.chars;
    dated += has_date;
    if (IsBesideMain(block)) continue;
    main += block.chars;
    dated_main += has_date;
  }
  // Where the dates are, there is the news.
  if (static_cast<double>(main) < kMinMainShare * static_cast<double>(total) || dated_main * 2 < dated)
    return;
  size_t kept = 0;
  bool dropped = false;
  for (size_t i = 0; i < blocks->size(); ++i) {
    if (IsBesideMain((*blocks)[i])) {
      dropped = true;
      continue;
    }
    if (kept != i) (*blocks)[kept] = std::move((*blocks)[i]);
    if (dropped) (*blocks)[kept].blank_before = std::max(1u, (*blocks)[kept].blank_before);
    dropped = false;
    ++kept;
  }
  blocks->erase(blocks->begin() + static_cast<std::ptrdiff_t>(kept), blocks->end());
}

}  // namespace

Status ReadMarkup(TextSource& text, ArchiveFormat format, const std::string& source,
                  const IngestOptions& options, const DocumentSink& sink, ReportBuilder* report) {
  std::string page;
  while (true) {
    const Result<bool> more = text.Read(&page);
    if (!more.ok()) return more.status();
    if (!*more) break;
    if (page.size() > kMaxPageBytes) {
      return Status(StatusCode::kBadInput, source + " is larger than a page can be (" +
                                               std::to_string(kMaxPageBytes >> 20) + " MB)");
    }
  }
  BlockList list;
  const Status status =
      format == ArchiveFormat::kHtml ? MakeHtmlBlocks(page, &list) : MakeMarkdownBlocks(page, &list);
  if (!status.ok()) return Status(status.code(), source + ": " + status.message());
  DropFurniture(&list.blocks);
  if (list.blocks.empty()) report->Warn("no text in it", 0);
  ArticleReader reader(text, source, options, sink, report);
  if (Status added = reader.Add(std::move(list)); !added.ok()) return added;
  return reader.Finish();
}

}  // namespace newsearch
