// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/max_tree.h"

#include <limits>
#include <numeric>

#include "support/test_support.h"

namespace newsearch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A tree with its numbers, and how often one of its blocks was read.
class Numbers {
 public:
  explicit Numbers(std::vector<uint32_t> numbers)
      : numbers_(std::move(numbers)), nodes_(MakeMaxTree(numbers_)) {}

  std::vector<MaxTree::Ranked> Best(size_t first, size_t last, size_t most) {
    return MaxTree(nodes_, numbers_.size())
        .Best(first, last, most, [this](size_t block, MaxTree::Block* numbers) {
          ++reads;
          for (size_t i = 0; i < kMaxTreeWidth && block * kMaxTreeWidth + i < numbers_.size(); ++i) {
            (*numbers)[i] = numbers_[block * kMaxTreeWidth + i];
          }
        });
  }

  std::vector<MaxTree::Ranked> ByHand(size_t first, size_t last, size_t most) const {
    std::vector<MaxTree::Ranked> all;
    for (size_t i = first; i < std::min(last, numbers_.size()); ++i) {
      all.push_back({static_cast<uint32_t>(i), numbers_[i]});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const MaxTree::Ranked& a, const MaxTree::Ranked& b) { return a.number > b.number; });
    all.resize(std::min(all.size(), most));
    return all;
  }

  std::vector<uint32_t>& nodes() { return nodes_; }
  size_t reads = 0;

 private:
  std::vector<uint32_t> numbers_;
  std::vector<uint32_t> nodes_;
};

TEST(MaxTree, OfNothing) {
  EXPECT_THAT(MakeMaxTree({}), IsEmpty());
  EXPECT_THAT(Numbers({}).Best(0, 10, 10), IsEmpty());
  EXPECT_THAT(Numbers({5}).Best(0, 1, 0), IsEmpty());
  EXPECT_THAT(Numbers({5}).Best(1, 1, 3), IsEmpty());
}

TEST(MaxTree, TheGreatestFirstThenByPlace) {
  Numbers numbers({3, 7, 0, 7, 9, 3});
  EXPECT_THAT(numbers.Best(0, 6, 4), ElementsAre(MaxTree::Ranked{4, 9}, MaxTree::Ranked{1, 7},
                                                 MaxTree::Ranked{3, 7}, MaxTree::Ranked{0, 3}));
  EXPECT_THAT(numbers.Best(2, 4, 10), ElementsAre(MaxTree::Ranked{3, 7}, MaxTree::Ranked{2, 0}));
  EXPECT_THAT(numbers.Best(5, 100, 10), ElementsAre(MaxTree::Ranked{5, 3}));
}

TEST(MaxTree, HasOneNodeForEachBlockOfEachLevel) {
  for (size_t count : {1, 15, 16, 17, 255, 256, 257, 4096, 4097}) {
    std::vector<uint32_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 1);
    const std::vector<uint32_t> nodes = MakeMaxTree(numbers);
    EXPECT_TRUE(MaxTree::Fits(nodes, count)) << count;
    EXPECT_EQ(nodes.back(), count) << "the top is the greatest of all";
    EXPECT_FALSE(MaxTree::Fits(nodes, count + 16)) << count;
    EXPECT_FALSE(MaxTree::Fits(std::span(nodes).subspan(1), count)) << count;
  }
}

TEST(MaxTree, AgreesWithSorting) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 400; ++round) {
    const size_t count = 1 + random.Below(round % 20 == 0 ? 9000 : 400);
    const uint64_t limit = 1 + random.Below(round % 3 == 0 ? 4 : 100000);
    std::vector<uint32_t> values(count);
    for (uint32_t& value : values) value = static_cast<uint32_t>(random.Below(limit));
    if (round % 7 == 0) values[random.Below(count)] = std::numeric_limits<uint32_t>::max();
    Numbers numbers(std::move(values));
    for (int i = 0; i < 10; ++i) {
      const size_t first = random.Below(count + 1);
      const size_t last = first + random.Below(count + 20 - first);
      const size_t most = random.Below(8) == 0 ? count : random.Below(20);
      ASSERT_EQ(numbers.Best(first, last, most), numbers.ByHand(first, last, most))
          << first << " to " << last << " of " << count << ", at most " << most;
    }
  }
}

// What a range costs depends on how many are wanted, not on how many there are.
TEST(MaxTree, ReadsFewBlocks) {
  TestRandom random;
  std::vector<uint32_t> values(100000);
  for (uint32_t& value : values) value = static_cast<uint32_t>(random.Below(1000000000));
  Numbers numbers(std::move(values));
  EXPECT_EQ(numbers.Best(1000, 99000, 10).size(), 10u);
  EXPECT_LE(numbers.reads, 12u);
}

TEST(MaxTree, ADamagedTreeGivesEachNumberOnce) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 100; ++round) {
    std::vector<uint32_t> values(1 + random.Below(3000));
    for (uint32_t& value : values) value = static_cast<uint32_t>(random.Below(50));
    const size_t count = values.size();
    Numbers numbers(std::move(values));
    for (uint32_t& node : numbers.nodes()) node = static_cast<uint32_t>(random.Below(100));
    std::vector<bool> seen(count);
    for (const MaxTree::Ranked& ranked : numbers.Best(0, count, count)) {
      ASSERT_LT(ranked.place, count);
      ASSERT_FALSE(seen[ranked.place]);
      seen[ranked.place] = true;
    }
    EXPECT_EQ(std::count(seen.begin(), seen.end(), true), static_cast<ptrdiff_t>(count));
  }
}

}  // namespace
}  // namespace newsearch
