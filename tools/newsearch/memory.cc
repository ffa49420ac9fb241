// SPDX-License-Identifier: GPL-2.0-or-later
#include "memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace newsearch::cli {

void TakeMemory() {
#if defined(__GLIBC__) && defined(MADV_POPULATE_WRITE)
  // What a query over a hundred thousand articles uses; more is had as it is needed, less is no harm.
  constexpr size_t kBytes = size_t{2} << 20;
  // Tables of large indexes come from the same memory, and are used again when they are free.
  constexpr int kMost = 32 << 20;  // glibc takes no greater threshold
  mallopt(M_MMAP_THRESHOLD, kMost);
  mallopt(M_TRIM_THRESHOLD, kMost);
  void* const block = std::malloc(kBytes);
  if (block == nullptr) return;
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const uintptr_t begin = (reinterpret_cast<uintptr_t>(block) + page - 1) / page * page;
  const uintptr_t end = (reinterpret_cast<uintptr_t>(block) + kBytes) / page * page;
  // A kernel before 5.14 does not know this, and each page comes when it is touched.
  (void)madvise(reinterpret_cast<void*>(begin), end - begin, MADV_POPULATE_WRITE);
  std::free(block);
#endif
}

}  // namespace newsearch::cli
