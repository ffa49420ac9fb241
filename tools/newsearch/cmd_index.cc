// SPDX-License-Identifier: GPL-2.0-or-later
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>

#include "flags.h"
#include "inputs.h"
#include "newsearch/index.h"
#include "print_text.h"
#include "terminal.h"
#include "warnings.h"

namespace newsearch::cli {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

volatile std::sig_atomic_t interrupted = 0;

// The first Ctrl-C asks to stop, the second one kills: the handler is gone by then. Even so nothing is half
// written, since an archive is one transaction.
void HandleInterrupt(int /*signal*/) {
  interrupted = 1;
  static constexpr std::string_view kMessage =
      "\nnewsearch: stopping; archives that were finished stay indexed\n";
  if (write(STDERR_FILENO, kMessage.data(), kMessage.size()) < 0) return;  // there is nobody to tell
}

void CatchInterrupts() {
  struct sigaction action = {};
  action.sa_handler = HandleInterrupt;
  sigemptyset(&action.sa_mask);
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

// One line at the foot of the terminal, drawn over again; nothing if standard error is no terminal.
class ProgressBar {
 public:
  ProgressBar(size_t file, size_t files, const std::string& path) : width_(ErrorTerminalWidth()) {
    if (files > 1) name_ = "[" + std::to_string(file + 1) + "/" + std::to_string(files) + "] ";
    name_ += ShortPath(path);
  }
  ~ProgressBar() { Clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void Update(const IngestProgress& progress) {
    if (!width_) return;
    const Clock::time_point now = Clock::now();
    if (now - drawn_ < std::chrono::milliseconds(100)) return;
    drawn_ = now;
    // Nobody knows how much comes through a pipe.
    const bool known = progress.bytes_total != 0;
    const double done = known ? std::min(1.0, static_cast<double>(progress.bytes_done) /
                                                  static_cast<double>(progress.bytes_total))
                              : 0;
    const double seconds = std::max(SecondsSince(start_), 0.001);
    const std::string tail =
        " " +
        (known ? std::to_string(static_cast<int>(done * 100)) + "%" : FormatBytes(progress.bytes_done)) +
        "  " + CountOf(progress.documents, "article") + "  " +
        FormatBytes(static_cast<uint64_t>(static_cast<double>(progress.bytes_done) / seconds)) + "/s";
    const size_t room = *width_ - std::min(*width_, DisplayWidth(tail) + 4);
    const std::string name = CutToWidth(name_, std::min<size_t>(room, std::max<size_t>(20, room / 2)));
    const size_t bar = known ? room - std::min(room, DisplayWidth(name)) : 0;
    const auto filled = static_cast<size_t>(done * static_cast<double>(bar));
    std::string line = "\r" + name + " ";
    for (size_t i = 0; i < bar; ++i) line += i < filled ? "█" : "░";
    Talk(line + tail + "\x1b[K");
    visible_ = true;
  }

  void Clear() {
    if (visible_) Talk("\r\x1b[K");
    visible_ = false;
  }

 private:
  std::optional<size_t> width_;
  std::string name_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point drawn_;  // the epoch: long ago
  bool visible_ = false;
};

void Add(const UpdateReport& report, UpdateReport* total) {
  total->added += report.added;
  total->replaced += report.replaced;
  total->unchanged += report.unchanged;
  total->removed += report.removed;
  total->archive.documents += report.archive.documents;
  total->archive.undated += report.archive.undated;
  total->archive.untitled += report.archive.untitled;
  total->archive.doubtful += report.archive.doubtful;
  total->archive.skipped += report.archive.skipped;
  total->archive.ill_formed_bytes += report.archive.ill_formed_bytes;
}

}  // namespace

int RunIndex(const Options& options) {
  const std::optional<Inputs> inputs = ListInputs("index", options);
  if (!inputs) return kExitUsage;
  const std::vector<std::string>& paths = inputs->paths;
  // A mistyped name alone should not leave a new, empty index behind.
  if (paths.empty()) return inputs->code;
  IngestOptions loaded = options.ingest;
  if (!LoadFiles(&loaded)) return kExitUsage;
  const Clock::time_point start = Clock::now();
  Result<IndexWriter> writer = IndexWriter::Open(options.index, options.writer);
  if (!writer.ok()) return ComplainAboutIndex(writer.status(), options.index);
  CatchInterrupts();

  const Page page = OutputPage(ColorChoice::kNever);
  Output output;
  UpdateReport total;
  int code = inputs->code;
  size_t finished = 0;
  for (size_t i = 0; i < paths.size(); ++i) {
    if (interrupted != 0) {
      code = kExitInterrupt;
      break;
    }
    ProgressBar bar(i, paths.size(), paths[i]);
    IngestOptions ingest = loaded;
    ingest.progress = [&bar](const IngestProgress& progress) {
      if (interrupted == 0) bar.Update(progress);
      return interrupted == 0;
    };
    const Result<UpdateReport> report = IndexArchive(*writer, paths[i], ingest);
    bar.Clear();
    if (!report.ok()) {
      if (report.status().code() == StatusCode::kCancelled) {
        Complain(ShortPath(paths[i]) + ": not indexed, interrupted");
        code = kExitInterrupt;
        break;
      }
      code = std::max(code, Fail(report.status()));
      if (code == kExitIndex) break;  // the next archive would fare no better
      continue;
    }
    ++finished;
    TellWarnings(paths[i], report.value().archive);
    Add(report.value(), &total);
    if (output.good()) {
      output.Write(ShortPath(paths[i]) + ": " + UpdateSummary(report.value()) + "\n");
      output.Flush();
    }
  }
  if (inputs->total() > 1) {
    std::string summary = "total of " + CountOf(finished, "archive");
    if (finished < inputs->total()) summary += " out of " + FormatCount(inputs->total());
    output.Write(summary + ": " + UpdateSummary(total) + "\n");
  }
  if (page.terminal)
    output.Write(ShortPath(options.index) + ", " + FormatDuration(SecondsSince(start)) + "\n");
  return output.Finish(code);
}

}  // namespace newsearch::cli
