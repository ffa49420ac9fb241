// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_TOOLS_EXPANSIONS_FILE_H_
#define NEWSEARCH_TOOLS_EXPANSIONS_FILE_H_

#include <string>
#include <vector>

#include "newsearch/search.h"
#include "newsearch/status.h"

namespace newsearch::cli {

// Reads what --json printed as `expansions`, after somebody edited it: the list, or all of the answer that
// has it. `name` names the file in messages. Errors: kBadInput.
Result<std::vector<Expansion>> ParseExpansions(const std::string& text, const std::string& name);

}  // namespace newsearch::cli

#endif  // NEWSEARCH_TOOLS_EXPANSIONS_FILE_H_
