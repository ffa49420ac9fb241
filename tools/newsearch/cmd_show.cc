// SPDX-License-Identifier: GPL-2.0-or-later
#include "flags.h"
#include "newsearch/search.h"
#include "print_json.h"
#include "print_text.h"
#include "terminal.h"

namespace newsearch::cli {

int RunShow(const Options& options) {
  Result<Searcher> searcher = Searcher::Open(options.index);
  if (!searcher.ok()) return ComplainAboutIndex(searcher.status(), options.index);
  const Result<Document> document = searcher->Get(options.words[0]);
  if (!document.ok()) {
    const int code = Fail(document.status());
    return document.status().code() == StatusCode::kNotFound ? kExitNothing : code;
  }
  Output output;
  output.Write(options.json ? ShownDocumentJson(*document, searcher->facets(), options.locale)
                            : DocumentPage(OutputPage(options.color, options.locale), *document));
  return output.Finish(kExitOk);
}

}  // namespace newsearch::cli
