// SPDX-License-Identifier: GPL-2.0-or-later
#include <vector>

#include "flags.h"
#include "newsearch/search.h"
#include "print_json.h"
#include "print_text.h"
#include "terminal.h"

namespace newsearch::cli {

int RunComplete(const Options& options) {
  const Result<Searcher> searcher = Searcher::Open(options.index);
  if (!searcher.ok()) return ComplainAboutIndex(searcher.status(), options.index);
  const Result<std::vector<Completion>> completions = searcher->Complete(options.completion);
  if (!completions.ok()) return Fail(completions.status());
  if (completions->empty() && !options.json) Complain("nothing begins so");
  Output output;
  output.Write(options.json ? CompletionsJson(options.completion, *completions)
                            : CompletionsPage(OutputPage(options.color, options.locale), options.completion,
                                              *completions));
  return output.Finish(completions->empty() ? kExitNothing : kExitOk);
}

}  // namespace newsearch::cli
