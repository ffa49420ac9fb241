// SPDX-License-Identifier: GPL-2.0-or-later
#include "flags.h"
#include "newsearch/search.h"
#include "print_json.h"
#include "print_text.h"
#include "terminal.h"

namespace newsearch::cli {

int RunStats(const Options& options) {
  const Result<Searcher> searcher = Searcher::Open(options.index);
  if (!searcher.ok()) return ComplainAboutIndex(searcher.status(), options.index);
  const Result<IndexStats> stats = searcher.value().Stats(options.locale);
  if (!stats.ok()) return Fail(stats.status());
  Output output;
  output.Write(options.json
                   ? StatsJson(options.index, stats.value())
                   : StatsPage(OutputPage(options.color, options.locale), options.index, stats.value()));
  return output.Finish(kExitOk);
}

}  // namespace newsearch::cli
