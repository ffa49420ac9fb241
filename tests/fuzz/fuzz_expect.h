// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_TESTS_FUZZ_FUZZ_EXPECT_H_
#define NEWSEARCH_TESTS_FUZZ_FUZZ_EXPECT_H_

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace newsearch {

// A fuzzer finds what stops the process.
inline void FuzzExpect(bool holds, const char* what = "does not hold") {
  if (holds) return;
  std::fprintf(stderr, "FuzzExpect: %s\n", what);
  std::abort();
}

// Takes the first byte of an input, with which a fuzzer chooses among its options; 0 if there is none.
inline uint8_t TakeByte(std::string_view* input) {
  if (input->empty()) return 0;
  const auto byte = static_cast<uint8_t>(input->front());
  input->remove_prefix(1);
  return byte;
}

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_FUZZ_FUZZ_EXPECT_H_
