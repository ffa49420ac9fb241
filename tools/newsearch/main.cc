// SPDX-License-Identifier: GPL-2.0-or-later
//
// newsearch: full-text search with facets over news archives, from the shell.
#include <csignal>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <vector>

#include "flags.h"
#include "newsearch/version.h"
#include "terminal.h"

namespace newsearch::cli {

int RunHelp(const Options& options) {
  const Command* command = nullptr;
  if (!options.words.empty() && (command = FindCommand(options.words[0])) == nullptr) {
    Complain("help: there is no command '" + options.words[0] + "'");
    Talk("Try 'newsearch help'.\n");
    return kExitUsage;
  }
  Output output;
  output.Write(command == nullptr ? HelpText() : HelpText(*command));
  return output.Finish(kExitOk);
}

namespace {

int Run(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    Talk(HelpText());
    return kExitUsage;
  }
  const std::string& name = arguments[0];
  if (name == "--version") {
    Output output;
    output.Write(
        "newsearch " NEWSEARCH_VERSION_STRING
        "\nFree software under the GNU General Public License, version 2 or later; there is no warranty.\n");
    return output.Finish(kExitOk);
  }
  if (name == "--help" || name == "-h") return RunHelp({});
  const Command* command = FindCommand(name);
  if (command == nullptr) {
    Complain((name.starts_with('-') ? "unknown option '" : "there is no command '") + name + "'");
    Talk("Try 'newsearch help'.\n");
    return kExitUsage;
  }
  const std::optional<Options> options = ParseArguments(*command, {arguments.begin() + 1, arguments.end()});
  if (!options) return kExitUsage;
  if (options->help) {
    Output output;
    output.Write(HelpText(*command));
    return output.Finish(kExitOk);
  }
  return command->run(*options);
}

}  // namespace
}  // namespace newsearch::cli

int main(int argc, char** argv) {
  // A reader that goes away shows as EPIPE, which Output keeps quiet about.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return newsearch::cli::Run({argv + (argc > 0 ? 1 : 0), argv + argc});
  } catch (const std::bad_alloc&) {
    newsearch::cli::Talk("newsearch: out of memory\n");
  } catch (const std::exception& error) {
    newsearch::cli::Complain(std::string("internal error, please report it: ") + error.what());
  }
  return newsearch::cli::kExitUsage;
}
