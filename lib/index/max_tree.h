// SPDX-License-Identifier: GPL-2.0-or-later
//
// MaxTree: finds the greatest of any range of numbers without a look at the others. The numbers lie in
// blocks; over each block stands its greatest number, over each kMaxTreeWidth of these theirs, and so on.
#ifndef NEWSEARCH_LIB_INDEX_MAX_TREE_H_
#define NEWSEARCH_LIB_INDEX_MAX_TREE_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <queue>
#include <span>
#include <vector>

namespace newsearch {

// Numbers in a block, and nodes beneath a node. It is part of files: do not change it.
inline constexpr size_t kMaxTreeWidth = 16;

// The nodes of a tree: the greatest number of each block, then the level above, up to a level of one node.
// None for no numbers.
inline std::vector<uint32_t> MakeMaxTree(std::span<const uint32_t> numbers) {
  std::vector<uint32_t> nodes;
  const auto add_level = [&nodes](const uint32_t* below, size_t count) {
    std::vector<uint32_t> level;
    for (size_t i = 0; i < count; i += kMaxTreeWidth) {
      level.push_back(*std::max_element(below + i, below + std::min(i + kMaxTreeWidth, count)));
    }
    nodes.insert(nodes.end(), level.begin(), level.end());
    return level.size();
  };
  if (numbers.empty()) return nodes;
  size_t size = add_level(numbers.data(), numbers.size());
  while (size > 1) {
    const std::vector<uint32_t> below(nodes.end() - static_cast<ptrdiff_t>(size), nodes.end());
    size = add_level(below.data(), size);
  }
  return nodes;
}

class MaxTree {
 public:
  using Block = std::array<uint32_t, kMaxTreeWidth>;
  struct Ranked {
    uint32_t place;  // of the number, from 0 on
    uint32_t number;
    friend bool operator==(const Ranked&, const Ranked&) = default;
  };

  MaxTree() = default;
  // The tree over `count` numbers. REQUIRES: Fits(nodes, count); the nodes outlive the tree.
  MaxTree(std::span<const uint32_t> nodes, size_t count) : nodes_(nodes), count_(count) {
    size_t begin = 0;
    for (size_t size = LevelSize(count); size > 0; size = size == 1 ? 0 : LevelSize(size)) {
      levels_.push_back(begin);
      begin += size;
    }
  }

  // Whether there are as many nodes as `count` numbers have.
  static bool Fits(std::span<const uint32_t> nodes, size_t count) {
    size_t nodes_wanted = 0;
    for (size_t size = LevelSize(count); size > 0; size = size == 1 ? 0 : LevelSize(size)) {
      nodes_wanted += size;
    }
    return nodes.size() == nodes_wanted;
  }

  // The greatest numbers with a place in [first, last), at most `most`: greatest first, ties by place.
  // `read(block, &numbers)` reads a block; numbers beyond the last one are not looked at. Nodes that do not
  // tell the truth about their blocks lead to another order, and each number comes once all the same.
  template <typename Read>
  std::vector<Ranked> Best(size_t first, size_t last, size_t most, const Read& read) const {
    std::vector<Ranked> best;
    last = std::min(last, count_);
    if (first >= last || most == 0) return best;
    const auto comes_later = [](const Item& a, const Item& b) {
      if (a.number != b.number) return a.number < b.number;
      return a.begin != b.begin ? a.begin > b.begin : a.level < b.level;
    };
    std::vector<Item> room;
    room.reserve(16 * kMaxTreeWidth);
    std::priority_queue<Item, std::vector<Item>, decltype(comes_later)> queue(comes_later, std::move(room));
    queue.push({nodes_[levels_.back()], static_cast<uint32_t>(levels_.size()), 0});
    while (!queue.empty() && best.size() < most) {
      const Item item = queue.top();
      queue.pop();
      if (item.level == 0) {
        best.push_back({static_cast<uint32_t>(item.begin), item.number});
        continue;
      }
      // How many numbers one of its parts spans, and which of the parts meet the range.
      size_t span = 1;
      for (uint32_t level = 1; level < item.level; ++level) span *= kMaxTreeWidth;
      const size_t end = std::min(item.begin + kMaxTreeWidth * span, last);
      size_t begin = item.begin;
      if (begin < first) begin += (first - begin) / span * span;
      if (item.level == 1) {
        Block numbers{};
        read(item.begin / kMaxTreeWidth, &numbers);
        for (; begin < end; ++begin) queue.push({numbers[begin - item.begin], 0, begin});
      } else {
        const uint32_t* level = nodes_.data() + levels_[item.level - 2];
        for (; begin < end; begin += span) queue.push({level[begin / span], item.level - 1, begin});
      }
    }
    return best;
  }

 private:
  // A number (level 0) or node, and the place of the first number in it.
  struct Item {
    uint32_t number;
    uint32_t level;
    size_t begin;
  };

  static size_t LevelSize(size_t below) { return (below + kMaxTreeWidth - 1) / kMaxTreeWidth; }

  std::span<const uint32_t> nodes_;
  size_t count_ = 0;
  std::vector<size_t> levels_;  // where each begins in nodes_, that of the blocks first
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_MAX_TREE_H_
