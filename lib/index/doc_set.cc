// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/doc_set.h"

#include <new>

namespace newsearch {
namespace {

// Less than this is quickly had elsewhere. What one thread keeps is at most kKeptBytes.
constexpr size_t kLeastBytes = 1024;
constexpr size_t kKeptBytes = size_t{1} << 20;

// Whether what the thread kept is gone: its end may come before that of sets in static storage.
thread_local bool ended = false;

// Blocks of one size: sets of one index have the same limit.
struct Kept {
  Kept() = default;
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;
  ~Kept() {
    Drop();
    ended = true;
  }

  void Drop() {
    for (void* block : blocks) ::operator delete(block);
    blocks.clear();
  }

  size_t size = 0;
  std::vector<void*> blocks;
};
thread_local Kept kept;

}  // namespace

void* TakeDocSetMemory(size_t bytes) {
  if (bytes < kLeastBytes || ended || bytes != kept.size || kept.blocks.empty()) return ::operator new(bytes);
  void* const block = kept.blocks.back();
  kept.blocks.pop_back();
  return block;
}

void KeepDocSetMemory(void* memory, size_t bytes) {
  if (bytes < kLeastBytes || ended) return ::operator delete(memory);
  if (bytes != kept.size) {
    kept.Drop();
    kept.size = bytes;
  }
  if ((kept.blocks.size() + 1) * bytes > kKeptBytes) return ::operator delete(memory);
  try {
    kept.blocks.push_back(memory);
  } catch (const std::bad_alloc&) {
    ::operator delete(memory);
  }
}

}  // namespace newsearch
