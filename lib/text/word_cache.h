// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TEXT_WORD_CACHE_H_
#define NEWSEARCH_LIB_TEXT_WORD_CACHE_H_

#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace newsearch {

// What has been worked out of a word, kept until there are too many of them: news repeats its words.
// Thread-safety: none.
template <typename Value>
class WordCache {
 public:
  // The value of `word`; makes it by `make(word)` if it is not there. Valid until the next call.
  template <typename Make>
  const Value& Get(std::string_view word, Make make) {
    const uint64_t hash = HashOf(word);
    const auto tag = static_cast<uint32_t>(hash >> 32);
    size_t slot = hash & mask_;
    for (; slots_[slot].entry != 0; slot = (slot + 1) & mask_) {
      if (slots_[slot].tag != tag) continue;
      const Entry& entry = entries_[slots_[slot].entry - 1];
      if (entry.word == word) return entry.value;
    }
    if (entries_.size() >= kMaxWords) {
      slots_.assign(slots_.size(), Slot());
      entries_.clear();
      slot = hash & mask_;
    } else if (2 * (entries_.size() + 1) > slots_.size()) {
      Grow();
      slot = Free(hash);
    }
    entries_.push_back({std::string(word), hash, make(word)});
    slots_[slot] = {tag, static_cast<uint32_t>(entries_.size())};
    return entries_.back().value;
  }

 private:
  static constexpr size_t kMaxWords = 1u << 15;
  static constexpr size_t kFirstSlots = 1u << 10;

  struct Slot {
    uint32_t tag = 0;
    uint32_t entry = 0;  // its number from 1; 0 for none
  };
  struct Entry {
    std::string word;
    uint64_t hash;
    Value value;
  };

  static uint64_t Mix(uint64_t hash, uint64_t bytes) {
    hash = (hash ^ bytes) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
  }
  static uint64_t HashOf(std::string_view word) {
    uint64_t hash = 0xA0761D6478BD642Fu + word.size();
    uint64_t bytes = 0;
    for (; word.size() > 8; word.remove_prefix(8)) {
      std::memcpy(&bytes, word.data(), 8);
      hash = Mix(hash, bytes);
    }
    bytes = 0;
    for (size_t i = 0; i < word.size(); ++i) bytes = bytes << 8 | static_cast<unsigned char>(word[i]);
    return Mix(Mix(hash, bytes), 0xE7037ED1A0B428DBu);
  }

  size_t Free(uint64_t hash) const {
    size_t slot = hash & mask_;
    while (slots_[slot].entry != 0) slot = (slot + 1) & mask_;
    return slot;
  }
  void Grow() {
    mask_ = 2 * slots_.size() - 1;
    slots_.assign(mask_ + 1, Slot());
    for (size_t i = 0; i < entries_.size(); ++i) {
      slots_[Free(entries_[i].hash)] = {static_cast<uint32_t>(entries_[i].hash >> 32),
                                        static_cast<uint32_t>(i + 1)};
    }
  }

  std::vector<Slot> slots_ = std::vector<Slot>(kFirstSlots);
  size_t mask_ = kFirstSlots - 1;
  std::deque<Entry> entries_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_WORD_CACHE_H_
