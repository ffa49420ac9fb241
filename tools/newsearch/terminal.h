// SPDX-License-Identifier: GPL-2.0-or-later
//
// The terminal: where text goes, how wide it is, and what must not reach it.
#ifndef NEWSEARCH_TOOLS_TERMINAL_H_
#define NEWSEARCH_TOOLS_TERMINAL_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/document.h"
#include "newsearch/status.h"

namespace newsearch::cli {

enum class ColorChoice { kAuto, kAlways, kNever };

// What a page is laid out for.
struct Page {
  size_t width = 80;  // columns
  bool color = false;
  bool terminal = false;      // a person looks at it: timings are shown
  std::string locale = "en";  // of the labels of facet values
};

// Standard output: its window or $COLUMNS, and colour as chosen, by NO_COLOR and by what it is.
Page OutputPage(ColorChoice choice, const std::string& locale = "en");

// The columns of the terminal that standard error is, nullopt if it is none.
std::optional<size_t> ErrorTerminalWidth();

// Makes text harmless and printable: control characters and invisible direction marks become visible
// ("\x1b", "\u202e"), ill-formed UTF-8 becomes U+FFFD. A blank stands for each tab and line break.
std::string Printable(std::string_view text);

// Columns that `text` takes; wide characters take two, combining marks none. Expects printable text.
size_t DisplayWidth(std::string_view text);

// Printable text cut to `width` columns, with "…" at the end if something was cut.
std::string CutToWidth(std::string_view text, size_t width);

// SGR parameters used on a page.
inline constexpr std::string_view kBold = "1";
inline constexpr std::string_view kDim = "2";
inline constexpr std::string_view kMatch = "1;31";
inline constexpr std::string_view kDateColor = "32";
inline constexpr std::string_view kFacetColor = "36";
inline constexpr std::string_view kDoubtColor = "33";

// `text` in a colour, or as it is if the page has none.
std::string Paint(const Page& page, std::string_view sgr, std::string_view text);

// Raw text (of a snippet, a title, a paragraph) made printable and broken into lines of at most `width`
// columns, with `spans` (bytes into `text`, ascending) painted as matches and the rest as `sgr` ("" for
// plain).
std::vector<std::string> WrapText(const Page& page, std::string_view text, const std::vector<ByteSpan>& spans,
                                  size_t width, std::string_view sgr);

// Standard output, buffered. When nobody reads it any more, the rest is dropped without a word.
class Output {
 public:
  void Write(std::string_view text);

  // False when there is no use in writing more.
  bool good() const { return !failed_; }

  // Writes what is there now, for a reader who watches.
  void Flush();

  // Writes what is left. Returns `code`, or kExitUsage after saying why on standard error if something could
  // not be written; a reader that went away is no error.
  int Finish(int code);

 private:
  std::string buffer_;
  bool failed_ = false;
  int error_ = 0;
};

// Prints a line on standard error, made printable: "newsearch: <message>".
void Complain(std::string_view message);

// Prints text that the program made itself on standard error, as it is.
void Talk(std::string_view text);

// The exit status that belongs to a failure. kNotFound counts as usage; where a missing index is meant, use
// ComplainAboutIndex.
int ExitCode(const Status& status);

// Complain, with the exit status to return.
int Fail(const Status& status);

// The same for a status from opening an index, with a hint about what to do.
int ComplainAboutIndex(const Status& status, const std::string& path);

}  // namespace newsearch::cli

#endif  // NEWSEARCH_TOOLS_TERMINAL_H_
