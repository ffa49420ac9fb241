// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/doc_set.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "support/test_support.h"

namespace newsearch {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

std::vector<uint32_t> Members(const DocSet& docs) {
  std::vector<uint32_t> members;
  docs.ForEach([&members](uint32_t doc) { members.push_back(doc); });
  return members;
}

TEST(DocSet, StartsEmpty) {
  for (size_t limit : {0u, 1u, 63u, 64u, 65u, 1000u}) {
    const DocSet docs(limit);
    EXPECT_TRUE(docs.Empty()) << limit;
    EXPECT_EQ(docs.Count(), 0u) << limit;
    EXPECT_THAT(Members(docs), IsEmpty()) << limit;
  }
  EXPECT_TRUE(DocSet().Empty());
}

TEST(DocSet, AtTheEdgesOfItsWords) {
  DocSet docs(129);
  for (uint32_t doc : {128u, 0u, 64u, 63u, 0u}) docs.Add(doc);
  EXPECT_THAT(Members(docs), ElementsAre(0, 63, 64, 128));
  EXPECT_EQ(docs.Count(), 4u);
  EXPECT_TRUE(docs.Has(128));
  EXPECT_FALSE(docs.Has(127));
  docs.Remove(64);
  docs.Remove(64);
  EXPECT_THAT(Members(docs), ElementsAre(0, 63, 128));
}

TEST(DocSet, IsAsStdSet) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 400; ++round) {
    const size_t limit = 1 + random.Below(300);
    DocSet docs[2] = {DocSet(limit), DocSet(limit)};
    std::set<uint32_t> sets[2];
    for (uint64_t step = random.Below(200); step > 0; --step) {
      const size_t which = random.Below(2);
      const auto doc = static_cast<uint32_t>(random.Below(limit));
      if (random.Below(4) == 0) {
        docs[which].Remove(doc);
        sets[which].erase(doc);
      } else {
        docs[which].Add(doc);
        sets[which].insert(doc);
      }
      ASSERT_EQ(docs[which].Has(doc), sets[which].count(doc) != 0);
    }
    std::vector<uint32_t> expected;
    const auto into = std::back_inserter(expected);
    switch (random.Below(3)) {
      case 0:
        std::set_union(sets[0].begin(), sets[0].end(), sets[1].begin(), sets[1].end(), into);
        docs[0] |= docs[1];
        break;
      case 1:
        std::set_intersection(sets[0].begin(), sets[0].end(), sets[1].begin(), sets[1].end(), into);
        docs[0] &= docs[1];
        break;
      default:
        std::set_difference(sets[0].begin(), sets[0].end(), sets[1].begin(), sets[1].end(), into);
        docs[0] -= docs[1];
    }
    ASSERT_THAT(Members(docs[0]), ElementsAreArray(expected));
    ASSERT_THAT(Members(docs[1]), ElementsAreArray(sets[1].begin(), sets[1].end())) << "the other stays";
    ASSERT_EQ(docs[0].Count(), expected.size());
    ASSERT_EQ(docs[0].Empty(), expected.empty());
  }
}

}  // namespace
}  // namespace newsearch
