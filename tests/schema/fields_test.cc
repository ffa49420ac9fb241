// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema/fields.h"

#include <algorithm>
#include <set>

#include "newsearch/facet.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

TEST(FacetFields, NamesPrefixesAndSlotsAreUnique) {
  std::set<std::string_view> names;
  std::set<std::string_view> prefixes = {kIdPrefix, kSourcePrefix};
  std::set<uint32_t> slots = {kDateStartSlot, kDateEndSlot};
  ASSERT_EQ(prefixes.size(), 2u);
  ASSERT_EQ(slots.size(), 2u);
  for (const FacetField& field : FacetFields()) {
    EXPECT_TRUE(names.insert(field.name).second) << field.name;
    EXPECT_TRUE(prefixes.insert(field.prefix).second) << field.name;
    EXPECT_TRUE(slots.insert(field.slot).second) << field.name;
    EXPECT_FALSE(field.description.empty()) << field.name;
  }
  EXPECT_FALSE(names.empty());
}

// Names stand before a colon in queries, beside those that the query language has of its own.
TEST(FacetFields, NamesCanBeTyped) {
  for (const FacetField& field : FacetFields()) {
    EXPECT_FALSE(field.name.empty());
    EXPECT_TRUE(std::all_of(field.name.begin(), field.name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || c == '_';
    })) << field.name;
    EXPECT_LT(field.slot, kFirstFreeFacetSlot) << field.name;
    EXPECT_FALSE(field.prefix.starts_with(kFreeFacetPrefix)) << field.name;
    EXPECT_NE(field.name, "title");
    EXPECT_NE(field.name, "date");
  }
}

// No term of one field can be read as a term of another. Facets write prefix + ":" + value, the rest prefix +
// value; values never start with an ASCII capital, ids may. Words start with a language, in small letters.
TEST(FacetFields, TermsOfDifferentFieldsDiffer) {
  std::vector<std::string> starts;
  for (const FacetField& field : FacetFields()) starts.push_back(std::string(field.prefix) + ":");
  for (std::string_view prefix : {kIdPrefix, kSourcePrefix}) starts.emplace_back(prefix);
  for (const std::string& one : starts) {
    for (const std::string& other : starts) {
      if (&one == &other) continue;
      EXPECT_FALSE(other.starts_with(one)) << one << " and " << other;
    }
  }
}

// Xapian's convention: one capital of those it reserves, or X and capitals.
TEST(FacetFields, PrefixesFollowTheConvention) {
  std::vector<std::string_view> prefixes = {kIdPrefix, kSourcePrefix};
  for (const FacetField& field : FacetFields()) prefixes.push_back(field.prefix);
  for (std::string_view prefix : prefixes) {
    EXPECT_TRUE(std::all_of(prefix.begin(), prefix.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
        << prefix;
    EXPECT_TRUE(prefix.size() == 1 ? prefix != "X" : prefix.starts_with('X')) << prefix;
  }
}

// All of it is on disk: a change here needs a new kFormatVersion, and then these numbers.
TEST(FacetFields, AreAsPersisted) {
  static const struct {
    const char* name;
    const char* prefix;
    uint32_t slot;
    bool multi_valued;
  } kRows[] = {
      {"project", "XPROJECT", 10, true}, {"city", "XCITY", 11, true},   {"region", "XREGION", 15, true},
      {"country", "XCOUNTRY", 12, true}, {"place", "XPLACE", 16, true}, {"year", "XYEAR", 13, false},
      {"lang", "L", 14, false},
  };
  ASSERT_EQ(FacetFields().size(), std::size(kRows));
  for (size_t i = 0; i < std::size(kRows); ++i) {
    const FacetField& field = FacetFields()[i];
    EXPECT_EQ(field.name, kRows[i].name);
    EXPECT_EQ(field.prefix, kRows[i].prefix) << field.name;
    EXPECT_EQ(field.slot, kRows[i].slot) << field.name;
    EXPECT_EQ(field.multi_valued, kRows[i].multi_valued) << field.name;
  }
  EXPECT_EQ(kIdPrefix, "Q");
  EXPECT_EQ(kSourcePrefix, "XSRC");
  EXPECT_EQ(kDateStartSlot, 0u);
  EXPECT_EQ(kDateEndSlot, 1u);
}

TEST(FindFacet, FindsByName) {
  for (const FacetField& field : FacetFields()) EXPECT_EQ(FindFacet(field.name), &field);
  for (const char* name : {"", "City", "citys", "cit", "title", "date", "city "}) {
    EXPECT_EQ(FindFacet(name), nullptr) << name;
  }
}

TEST(WhatIsWrongWithFacetName, Table) {
  for (const std::string& name : {std::string("topic"), std::string("a"), std::string("mood_2"),
                                  std::string("city"), std::string("region"), std::string(32, 'x')}) {
    EXPECT_EQ(WhatIsWrongWithFacetName(name), nullptr) << name;
  }
  for (const std::string& name :
       {std::string(), std::string("Topic"), std::string("2nd"), std::string("_x"), std::string("a-b"),
        std::string("a b"), std::string("größe"), std::string("a\0", 2), std::string(33, 'x'),
        std::string("lang"), std::string("place"), std::string("title"), std::string("date"),
        std::string("id"), std::string("facets"), std::string("not")}) {
    EXPECT_NE(WhatIsWrongWithFacetName(name), nullptr) << name;
  }
}

TEST(FacetComesBefore, BuiltInFirstThenByName) {
  std::vector<std::string> names = {"zoo", "year", "topic", "city", "project", "region", "country"};
  std::sort(names.begin(), names.end(), FacetComesBefore);
  EXPECT_THAT(names, testing::ElementsAre("project", "city", "region", "country", "year", "topic", "zoo"));
}

TEST(FacetSchema, MirrorsTheTable) {
  const std::vector<FacetInfo>& schema = FacetSchema();
  ASSERT_EQ(schema.size(), FacetFields().size());
  for (size_t i = 0; i < schema.size(); ++i) {
    const FacetField& field = FacetFields()[i];
    EXPECT_EQ(schema[i].name, field.name);
    EXPECT_EQ(schema[i].description, field.description);
    EXPECT_EQ(schema[i].multi_valued, field.multi_valued) << field.name;
    EXPECT_EQ(schema[i].shown_by_default, field.shown_by_default) << field.name;
  }
  EXPECT_EQ(&FacetSchema(), &schema);
}

}  // namespace
}  // namespace newsearch
