// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/name_index.h"

#include "support/test_support.h"

namespace newsearch {
namespace {

uint64_t KeyOf(std::string_view text) {
  std::vector<ScannedWord> words;
  ScanWords(text, &words);
  uint64_t key = 0;
  for (const ScannedWord& word : words) key = ExtendNameKey(key, word.hash);
  return key;
}

std::vector<uint32_t> NamesAt(const NameIndex& index, std::string_view text) {
  std::vector<uint32_t> names;
  if (const NameIndex::Entry* entry = index.Find(KeyOf(text)))
    index.ForEach(*entry, [&](uint32_t id) { names.push_back(id); });
  return names;
}

TEST(NameIndexTest, FindsNamesInAllTheirSpellings) {
  NameIndex index;
  EXPECT_TRUE(index.empty());
  EXPECT_EQ(index.Find(KeyOf("BeWiser")), nullptr);
  for (const std::vector<uint64_t>& variant : NameVariants("BeWiser")) index.Add(variant, 1);
  for (const std::vector<uint64_t>& variant : NameVariants("Smart City Lab")) index.Add(variant, 2);
  for (const std::vector<uint64_t>& variant : NameVariants("SmartCity Lab")) index.Add(variant, 3);
  for (const char* text : {"BeWiser", "Be Wiser", "BEWISER", "be-wiser"})
    EXPECT_THAT(NamesAt(index, text), testing::ElementsAre(1)) << text;
  for (const char* text : {"Smart City Lab", "SmartCityLab", "Smart CityLab"})
    EXPECT_THAT(NamesAt(index, text), testing::UnorderedElementsAre(2, 3)) << text;
  EXPECT_THAT(NamesAt(index, "Smart City"), testing::IsEmpty());
  EXPECT_TRUE(index.Find(KeyOf("Smart City"))->longer);
  EXPECT_EQ(index.Find(KeyOf("Lab")), nullptr);
  EXPECT_TRUE(index.MayStart(WordHash("smart")));
}

TEST(NameIndexTest, ManyNames) {
  NameIndex index;
  for (uint32_t i = 0; i < 20000; ++i)
    for (const std::vector<uint64_t>& variant : NameVariants("name" + std::to_string(i)))
      index.Add(variant, i);
  for (uint32_t i = 0; i < 20000; i += 777)
    EXPECT_THAT(NamesAt(index, "name" + std::to_string(i)), testing::ElementsAre(i));
}

TEST(NameIndexTest, LongNamesHaveFewVariants) {
  EXPECT_EQ(NameVariants("one two three four five six").size(), 2u);
  EXPECT_EQ(NameVariants("one two three four five").size(), 16u);
  EXPECT_EQ(NameVariants("街の木").size(), 1u);
  EXPECT_TRUE(NameVariants("+-*").empty());
}

}  // namespace
}  // namespace newsearch
