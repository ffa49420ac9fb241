// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reads any bytes as JSON Lines: documents lie within the source, are well-formed, and do not depend on how
// the source comes in pieces.
#include "ingest/json_lines_reader.h"

#include "fuzz/entry_fuzzer.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  newsearch::FuzzReader(&newsearch::ReadJsonLines, text);
  return 0;
}
