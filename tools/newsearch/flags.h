// SPDX-License-Identifier: GPL-2.0-or-later
//
// The command line: the one table of commands, and the one place where flags are declared. Help is made from
// it; docs/newsearch.1 is compared with it by a test.
#ifndef NEWSEARCH_TOOLS_FLAGS_H_
#define NEWSEARCH_TOOLS_FLAGS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/index.h"
#include "newsearch/ingest.h"
#include "newsearch/search.h"
#include "terminal.h"

namespace newsearch::cli {

// What the process says to its caller.
inline constexpr int kExitOk = 0;           // done; for query, complete, show and why: found
inline constexpr int kExitNothing = 1;      // nothing found
inline constexpr int kExitUsage = 2;        // usage or query error, a file that cannot be read or written
inline constexpr int kExitIndex = 3;        // index missing, locked or incompatible
inline constexpr int kExitInterrupt = 130;  // Ctrl-C

// What was asked for. A command looks only at what its flags can set.
struct Options {
  bool help = false;
  bool json = false;
  ColorChoice color = ColorChoice::kAuto;
  std::string locale = "en";       // of the labels of facet values
  std::string index;               // directory; never empty for commands that use an index
  std::vector<std::string> words;  // what is no flag, in order
  IngestOptions ingest;
  IndexWriterOptions writer;
  bool explain = false;   // segment: the blocks and what they were taken for
  bool report = false;    // segment: the archive in figures
  SearchRequest request;  // text is the words joined with a blank
  // query: count what the index shows by default, that many values each; 0: what the request says.
  uint32_t default_facet_values = 0;
  CompletionRequest completion;  // text as in `request`
  SearcherOptions searcher;
  std::string expansions;  // file with what to add in other languages; empty: looked up
  std::string batch;       // file with one query a line; empty: a single query
  std::string trec_tag;
};

struct Command {
  std::string_view name;
  std::string_view usage;     // what follows the name
  std::string_view summary;   // one line for the list of commands
  std::string_view details;   // more about it, for its help page
  std::string_view examples;  // lines to copy
  unsigned flags;             // which groups of flags it takes: see flags.cc
  int (*run)(const Options& options);
};

const std::vector<Command>& Commands();

// Null if there is no such command.
const Command* FindCommand(std::string_view name);

// The flags and words after the command's name. Says on standard error what is wrong and returns nullopt.
std::optional<Options> ParseArguments(const Command& command, const std::vector<std::string>& arguments);

// The help page of the whole program, and of one command.
std::string HelpText();
std::string HelpText(const Command& command);

// The commands, each in its cmd_*.cc; they return the exit status.
int RunSegment(const Options& options);
int RunIndex(const Options& options);
int RunProjects(const Options& options);
int RunQuery(const Options& options);
int RunComplete(const Options& options);
int RunShow(const Options& options);
int RunWhy(const Options& options);
int RunStats(const Options& options);
int RunHelp(const Options& options);

}  // namespace newsearch::cli

#endif  // NEWSEARCH_TOOLS_FLAGS_H_
