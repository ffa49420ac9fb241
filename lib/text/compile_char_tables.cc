// SPDX-License-Identifier: GPL-2.0-or-later
//
// compile_char_tables OUT: writes the file of text/char_tables.h. Part of the build; what it writes depends
// on the version of ICU alone.
#include <cstdio>
#include <fstream>
#include <string>

#include "text/break_classes.h"
#include "text/char_class.h"
#include "text/char_tables.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: compile_char_tables OUT\n", stderr);
    return 2;
  }
  std::ofstream out(argv[1], std::ios::binary);
  const auto write = [&out](const auto& bytes) {
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  };
  write(newsearch::CharTablesMark());
  write(newsearch::BreakClasses::Compute());
  write(newsearch::CharClasses::ComputeAll());
  out.close();
  if (!out) {
    std::fprintf(stderr, "compile_char_tables: cannot write %s\n", argv[1]);
    return 1;
  }
  return 0;
}
