// SPDX-License-Identifier: GPL-2.0-or-later
//
//   make_archive MEGABYTES                    writes a made archive of that size to standard output
//   make_archive MEGABYTES --into COMMAND...  runs the command with the archive on its standard input, and
//   says
//                                             what that took in a line of JSON on standard error
//
// The command's peak of memory is right because this process is small: Linux counts what a process held
// before it became another.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "support/made_archive.h"

namespace {

constexpr uint64_t kSeed = 2026;

// Returns the bytes that could be written.
uint64_t Write(int file, uint64_t bytes, newsearch::MadeArchive* archive) {
  std::string buffer;
  uint64_t written = 0;
  while (written < bytes) {
    buffer.clear();
    while (buffer.size() < (1u << 16)) buffer += archive->NextArticle();
    for (size_t done = 0; done < buffer.size();) {
      const ssize_t count = write(file, buffer.data() + done, buffer.size() - done);
      if (count < 0) return written;
      done += static_cast<size_t>(count);
      written += static_cast<uint64_t>(count);
    }
  }
  return written;
}

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

int Feed(uint64_t bytes, newsearch::MadeArchive* archive, char** command) {
  int ends[2];
  if (pipe(ends) != 0) return 1;
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child < 0) return 1;
  if (child == 0) {
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    std::signal(SIGPIPE, SIG_DFL);
    execvp(command[0], command);
    std::perror(command[0]);
    _exit(127);
  }
  close(ends[0]);
  const uint64_t fed = Write(ends[1], bytes, archive);
  close(ends[1]);
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child) return 1;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  std::fprintf(stderr,
               "{\"bytes\": %llu, \"articles\": %llu, \"seconds\": %.3f, \"processor_seconds\": %.3f, "
               "\"peak_mb\": %.1f, "
               "\"exit\": %d}\n",
               static_cast<unsigned long long>(fed), static_cast<unsigned long long>(archive->articles()),
               took.count(), Seconds(usage.ru_utime) + Seconds(usage.ru_stime),
               static_cast<double>(usage.ru_maxrss) * 1024 / 1e6, code);
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  const uint64_t bytes = argc > 1 ? std::strtoull(argv[1], nullptr, 10) * 1'000'000 : 0;
  const bool into = argc > 3 && std::strcmp(argv[2], "--into") == 0;
  if (bytes == 0 || (argc > 2 && !into)) {
    std::fputs("usage: make_archive MEGABYTES [--into COMMAND...]\n", stderr);
    return 2;
  }
  std::signal(SIGPIPE, SIG_IGN);
  newsearch::MadeArchive archive(NEWSEARCH_MADE_ARCHIVE_CORPORA, kSeed);
  if (into) return Feed(bytes, &archive, argv + 3);
  return Write(STDOUT_FILENO, bytes, &archive) >= bytes ? 0 : 1;
}
