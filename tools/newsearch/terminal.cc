// SPDX-License-Identifier: GPL-2.0-or-later
#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <clocale>
#include <cstdlib>
#include <cstring>
#include <cwchar>

#include "flags.h"

namespace newsearch::cli {
namespace {

constexpr size_t kMinWidth = 30;
constexpr size_t kFlushBytes = 64 << 10;

std::optional<size_t> WindowWidth(int fd) {
  if (!isatty(fd)) return std::nullopt;
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return std::max<size_t>(size.ws_col, kMinWidth);
  return 80;
}

size_t WidthFromEnvironment() {
  const char* columns = getenv("COLUMNS");
  if (columns == nullptr) return 80;
  char* end = nullptr;
  unsigned long value = strtoul(columns, &end, 10);
  if (end == columns || *end != '\0' || value == 0 || value > 10000) return 80;
  return std::max<size_t>(value, kMinWidth);
}

// Decodes the code point at `text[*at]` and moves past it; U+FFFD and one byte for what is no UTF-8.
char32_t NextCodePoint(std::string_view text, size_t* at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(*at);
  if (lead < 0x80) return text[(*at)++];
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  char32_t value = lead & (0xFF >> (length + 1));
  if (lead < 0xC2 || lead > 0xF4 || *at + length > text.size()) {
    ++*at;
    return 0xFFFD;
  }
  for (size_t i = 1; i < length; ++i) {
    if ((byte(*at + i) & 0xC0) != 0x80) {
      ++*at;
      return 0xFFFD;
    }
    value = value << 6 | (byte(*at + i) & 0x3F);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  if (overlong || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) {
    ++*at;
    return 0xFFFD;
  }
  *at += length;
  return value;
}

// Code points that move the cursor, start a control sequence or turn the direction of the text around them.
bool IsHarmful(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool IsBlank(char32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f'; }

int CodePointWidth(char32_t c) {
  if (c < 0x300) return 1;
  // wcwidth knows nothing beyond ASCII until the process has a UTF-8 locale.
  static const bool has_locale =
      setlocale(LC_CTYPE, "C.UTF-8") != nullptr || setlocale(LC_CTYPE, "en_US.UTF-8") != nullptr;
  if (!has_locale) return 1;
  const int width = wcwidth(static_cast<wchar_t>(c));
  return width < 0 ? 1 : width;
}

// One code point as it goes onto a line.
struct Cell {
  std::string text;
  size_t width = 0;
  bool blank = false;
  bool wide = false;
  bool match = false;
};

void AppendHex(std::string* out, const char* prefix, char32_t c, int digits) {
  *out += prefix;
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) *out += "0123456789abcdef"[c >> shift & 0xF];
}

// Appends the printable form of the code point at text[*at] and moves past it.
void AppendPrintable(std::string_view text, size_t* at, std::string* out) {
  const size_t begin = *at;
  const char32_t c = NextCodePoint(text, at);
  if (IsBlank(c)) {
    *out += ' ';
  } else if (IsHarmful(c)) {
    if (c < 0x80) {
      AppendHex(out, "\\x", c, 2);
    } else {
      AppendHex(out, "\\u", c, 4);
    }
  } else if (c == 0xFFFD) {
    *out += "\uFFFD";
  } else {
    out->append(text.substr(begin, *at - begin));
  }
}

std::vector<Cell> MakeCells(std::string_view text, const std::vector<ByteSpan>& spans) {
  std::vector<Cell> cells;
  cells.reserve(text.size());
  size_t at = 0;
  size_t span = 0;
  while (at < text.size()) {
    const size_t begin = at;
    Cell cell;
    AppendPrintable(text, &at, &cell.text);
    while (span < spans.size() && spans[span].end <= begin) ++span;
    cell.match = span < spans.size() && spans[span].begin <= begin;
    cell.blank = cell.text == " ";
    cell.width = DisplayWidth(cell.text);
    cell.wide = cell.width == 2 && static_cast<unsigned char>(cell.text[0]) >= 0x80;
    cells.push_back(std::move(cell));
  }
  return cells;
}

// The cells [begin, end) as one line, changing colour only where it changes.
std::string PaintCells(const Page& page, const std::vector<Cell>& cells, size_t begin, size_t end,
                       std::string_view sgr) {
  std::string line;
  while (begin < end) {
    size_t stop = begin;
    std::string run;
    while (stop < end && cells[stop].match == cells[begin].match) run += cells[stop++].text;
    line += Paint(page, cells[begin].match ? kMatch : sgr, run);
    begin = stop;
  }
  return line;
}

void WriteAll(int fd, std::string_view text, int* error) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      *error = errno;
      return;
    }
    text.remove_prefix(static_cast<size_t>(written));
  }
}

}  // namespace

Page OutputPage(ColorChoice choice, const std::string& locale) {
  Page page;
  page.locale = locale;
  const std::optional<size_t> window = WindowWidth(STDOUT_FILENO);
  page.terminal = window.has_value();
  page.width = window ? *window : WidthFromEnvironment();
  const char* no_color = getenv("NO_COLOR");
  const char* term = getenv("TERM");
  const bool wanted = page.terminal && (no_color == nullptr || *no_color == '\0') &&
                      (term == nullptr || strcmp(term, "dumb") != 0);
  page.color = choice == ColorChoice::kAlways || (choice == ColorChoice::kAuto && wanted);
  return page;
}

std::optional<size_t> ErrorTerminalWidth() {
  const char* term = getenv("TERM");
  if (term != nullptr && strcmp(term, "dumb") == 0) return std::nullopt;
  return WindowWidth(STDERR_FILENO);
}

std::string Printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  size_t at = 0;
  while (at < text.size()) AppendPrintable(text, &at, &out);
  return out;
}

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  size_t at = 0;
  while (at < text.size()) width += static_cast<size_t>(CodePointWidth(NextCodePoint(text, &at)));
  return width;
}

std::string CutToWidth(std::string_view text, size_t width) {
  std::string printable = Printable(text);
  if (DisplayWidth(printable) <= width) return printable;
  size_t at = 0;
  size_t used = 0;
  size_t keep = 0;
  while (at < printable.size()) {
    used += static_cast<size_t>(CodePointWidth(NextCodePoint(printable, &at)));
    if (used + 1 > width) break;
    keep = at;
  }
  while (keep > 0 && printable[keep - 1] == ' ') --keep;
  return printable.substr(0, keep) + "…";
}

std::string Paint(const Page& page, std::string_view sgr, std::string_view text) {
  if (!page.color || sgr.empty() || text.empty()) return std::string(text);
  std::string out = "\x1b[";
  out.append(sgr).append("m").append(text).append("\x1b[0m");
  return out;
}

std::vector<std::string> WrapText(const Page& page, std::string_view text, const std::vector<ByteSpan>& spans,
                                  size_t width, std::string_view sgr) {
  const std::vector<Cell> cells = MakeCells(text, spans);
  std::vector<std::string> lines;
  size_t begin = 0;
  while (true) {
    while (begin < cells.size() && cells[begin].blank) ++begin;
    if (begin == cells.size()) break;
    // As far as the line goes, remembering the last place where it may end: before a blank, or between wide
    // characters, which languages without blanks have.
    size_t end = begin;
    size_t used = 0;
    size_t last_break = 0;
    while (end < cells.size() && used + cells[end].width <= width) {
      if (end > begin && cells[end].width > 0 &&
          (cells[end].blank || (cells[end].wide && cells[end - 1].wide))) {
        last_break = end;
      }
      used += cells[end].width;
      ++end;
    }
    if (end < cells.size() && !cells[end].blank && !(cells[end].wide && cells[end - 1].wide) &&
        last_break > begin) {
      end = last_break;
    }
    if (end == begin) ++end;  // one cell wider than the line
    while (end < cells.size() && cells[end].width == 0) ++end;
    size_t stop = end;
    while (stop > begin && cells[stop - 1].blank) --stop;
    lines.push_back(PaintCells(page, cells, begin, stop, sgr));
    begin = end;
  }
  return lines;
}

void Output::Write(std::string_view text) {
  if (failed_) return;
  buffer_ += text;
  if (buffer_.size() >= kFlushBytes) Flush();
}

void Output::Flush() {
  if (failed_ || buffer_.empty()) return;
  WriteAll(STDOUT_FILENO, buffer_, &error_);
  failed_ = error_ != 0;
  buffer_.clear();
}

int Output::Finish(int code) {
  Flush();
  if (error_ == 0 || error_ == EPIPE) return code;
  Complain(std::string("cannot write to standard output: ") + strerror(error_));
  return kExitUsage;
}

void Complain(std::string_view message) { Talk("newsearch: " + Printable(message) + "\n"); }

void Talk(std::string_view text) {
  int ignored = 0;  // nobody is left to be told
  WriteAll(STDERR_FILENO, text, &ignored);
}

int ExitCode(const Status& status) {
  switch (status.code()) {
    case StatusCode::kOk:
      return kExitOk;
    case StatusCode::kLocked:
    case StatusCode::kIndexChanged:
    case StatusCode::kReadOnly:
    case StatusCode::kVersionMismatch:
    case StatusCode::kCorruption:
      return kExitIndex;
    case StatusCode::kCancelled:
      return kExitInterrupt;
    default:
      return kExitUsage;
  }
}

int Fail(const Status& status) {
  Complain(status.message());
  return ExitCode(status);
}

int ComplainAboutIndex(const Status& status, const std::string& path) {
  Complain(status.message());
  switch (status.code()) {
    case StatusCode::kNotFound:
      Talk("Make an index with 'newsearch index FILE', or name another with --index DIR.\n");
      return kExitIndex;
    case StatusCode::kVersionMismatch:
      Talk("Build it anew: remove " + Printable(path) + " and run 'newsearch index FILE' again.\n");
      return kExitIndex;
    case StatusCode::kLocked:
      Talk("Try again when that has finished.\n");
      return kExitIndex;
    default:
      return ExitCode(status);
  }
}

}  // namespace newsearch::cli
