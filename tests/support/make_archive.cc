// SPDX-License-Identifier: GPL-2.0-or-later
//
//   make_archive MEGABYTES [SEED]
//
// Writes a made archive of that size to standard output.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "support/made_archive.h"

int main(int argc, char** argv) {
  const uint64_t megabytes = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 0;
  if (megabytes == 0 || argc > 3) {
    std::fputs("usage: make_archive MEGABYTES [SEED]\n", stderr);
    return 2;
  }
  newsearch::MadeArchive archive(NEWSEARCH_MADE_ARCHIVE_CORPORA,
                                 argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 2026);
  for (uint64_t written = 0; written < megabytes * 1'000'000;) {
    const std::string text = archive.NextArticle();
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) return 1;
    written += text.size();
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}
