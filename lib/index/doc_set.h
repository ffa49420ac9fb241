// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_DOC_SET_H_
#define NEWSEARCH_LIB_INDEX_DOC_SET_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace newsearch {

void* TakeDocSetMemory(size_t bytes);
void KeepDocSetMemory(void* memory, size_t bytes);

// Memory of sets, kept by each thread for its next ones: a search makes dozens of them, and each would be
// taken from the system and given back.
template <typename T>
struct DocSetAllocator {
  using value_type = T;

  T* allocate(size_t count) { return static_cast<T*>(TakeDocSetMemory(count * sizeof(T))); }
  void deallocate(T* memory, size_t count) { KeepDocSetMemory(memory, count * sizeof(T)); }
  friend bool operator==(const DocSetAllocator&, const DocSetAllocator&) { return true; }
};

// The number of bits that are set.
inline size_t CountBits(uint64_t word) {
  // The compiler's own is a call where the processor may lack an instruction for it.
  word -= word >> 1 & 0x5555'5555'5555'5555;
  word = (word & 0x3333'3333'3333'3333) + (word >> 2 & 0x3333'3333'3333'3333);
  word = (word + (word >> 4)) & 0x0F0F'0F0F'0F0F'0F0F;
  return word * 0x0101'0101'0101'0101 >> 56;
}

// A set of document numbers from 0 to a limit, one bit for each.
class DocSet {
 public:
  DocSet() = default;
  explicit DocSet(size_t limit) : words_((limit + 63) / 64) {}

  // The documents whose bits are set; bits from the limit on are not looked at.
  // REQUIRES: as many words as words() of such a set has.
  DocSet(size_t limit, std::span<const uint64_t> words) : words_(words.begin(), words.end()) {
    if (limit % 64 != 0) words_.back() &= (uint64_t{1} << (limit % 64)) - 1;
  }

  // The documents that are accepted, of all below the limit.
  template <typename Accepts>
  static DocSet Where(size_t limit, const Accepts& accepts) {
    DocSet docs(limit);
    for (size_t i = 0; i < docs.words_.size(); ++i) {
      const size_t end = std::min<size_t>(limit - i * 64, 64);
      uint64_t word = 0;
      for (size_t bit = 0; bit < end; ++bit) word |= uint64_t{accepts(i * 64 + bit)} << bit;
      docs.words_[i] = word;
    }
    return docs;
  }

  // One bit for each document, the low ones first.
  const std::vector<uint64_t, DocSetAllocator<uint64_t>>& words() const { return words_; }

  // REQUIRES: below the limit.
  void Add(uint32_t doc) { words_[doc / 64] |= uint64_t{1} << (doc % 64); }
  void Remove(uint32_t doc) { words_[doc / 64] &= ~(uint64_t{1} << (doc % 64)); }
  bool Has(uint32_t doc) const { return (words_[doc / 64] >> (doc % 64) & 1) != 0; }

  // REQUIRES, here and below: sets of the same limit.
  DocSet& operator|=(const DocSet& other) {
    for (size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  DocSet& operator&=(const DocSet& other) {
    for (size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }
  DocSet& operator-=(const DocSet& other) {
    for (size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
    return *this;
  }

  size_t Count() const {
    size_t count = 0;
    for (uint64_t word : words_) count += CountBits(word);
    return count;
  }
  bool Empty() const {
    for (uint64_t word : words_) {
      if (word != 0) return false;
    }
    return true;
  }

  // In ascending order.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      for (uint64_t word = words_[i]; word != 0; word &= word - 1) {
        visit(static_cast<uint32_t>(i * 64 + static_cast<size_t>(std::countr_zero(word))));
      }
    }
  }

 private:
  std::vector<uint64_t, DocSetAllocator<uint64_t>> words_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_DOC_SET_H_
