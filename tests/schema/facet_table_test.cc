// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema/facet_table.h"

#include <set>

#include "support/test_support.h"

namespace newsearch {
namespace {

using ::testing::HasSubstr;

TEST(FacetTable, BeginsWithTheBuiltInFacets) {
  const FacetTable table;
  EXPECT_EQ(table.Names(), "project, city, region, country, place, year, lang");
  EXPECT_EQ(table.Find("topic"), nullptr);
  ASSERT_NE(table.Find("city"), nullptr);
  EXPECT_EQ(table.Find("city")->prefix, "XCITY");
}

TEST(FacetTable, TakesFacetsIn) {
  FacetTable table;
  ASSERT_THAT(table.Add("topic"), IsOk());
  ASSERT_THAT(table.Add("a_2"), IsOk());
  ASSERT_THAT(table.Add("topic"), IsOk()) << "again";
  ASSERT_THAT(table.Add("city"), IsOk()) << "built in";
  EXPECT_EQ(table.Names(), "project, city, region, country, place, year, lang, topic, a_2");
  const FacetField* topic = table.Find("topic");
  ASSERT_NE(topic, nullptr);
  EXPECT_EQ(topic->prefix, "XFTOPIC");
  EXPECT_EQ(topic->slot, 32u);
  EXPECT_TRUE(topic->multi_valued);
  EXPECT_TRUE(topic->shown_by_default);
  EXPECT_FALSE(topic->description.empty());
  EXPECT_EQ(table.Find("a_2")->prefix, "XFA_2");
  EXPECT_EQ(table.Find("a_2")->slot, 33u);
  EXPECT_EQ(table.Infos().back().name, "a_2");
  EXPECT_THAT(table.NameList(), testing::Contains("topic"));
}

TEST(FacetTable, RefusesWhatNoFacetIsCalled) {
  FacetTable table;
  for (const char* name : {"", "Topic", "title", "a b", "a:b"}) {
    const Status status = table.Add(name);
    EXPECT_THAT(status, StatusIs(StatusCode::kInvalidArgument)) << name;
    EXPECT_THAT(status.message(), HasSubstr("\"" + std::string(name) + "\""));
  }
  EXPECT_EQ(table.fields().size(), FacetFields().size());
}

TEST(FacetTable, HasRoomForSoMany) {
  FacetTable table;
  std::set<uint32_t> slots;
  for (size_t i = 0; i < kMaxFreeFacets; ++i) ASSERT_THAT(table.Add("f" + std::to_string(i)), IsOk());
  for (const FacetField& field : table.fields()) EXPECT_TRUE(slots.insert(field.slot).second) << field.name;
  EXPECT_THAT(table.Add("f0"), IsOk());
  const Status status = table.Add("one_more");
  EXPECT_THAT(status, StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(status.message(), HasSubstr("one_more"));
}

TEST(FacetTable, IsReadAsItWasWritten) {
  FacetTable table;
  ASSERT_THAT(table.Add("topic"), IsOk());
  const Result<FacetTable> read = FacetTable::Parse(table.Serialise());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->Serialise(), table.Serialise());
  ASSERT_EQ(read->fields().size(), table.fields().size());
  for (size_t i = 0; i < table.fields().size(); ++i) {
    EXPECT_EQ(read->fields()[i].label, table.fields()[i].label) << table.fields()[i].name;
    EXPECT_EQ(read->fields()[i].order, table.fields()[i].order) << table.fields()[i].name;
  }
  EXPECT_THAT(table.Serialise(),
              HasSubstr(R"({"name":"city","description":"cities and towns, by their usual English name",)"
                        R"("prefix":"XCITY","slot":11,"multi_valued":true,"shown_by_default":true})"))
      << "on disk";
}

TEST(ReadFacetTable, NamesTheIndex) {
  FormatInfo format = CurrentFormat();
  ASSERT_THAT(ReadFacetTable(format, "/some/index"), IsOk());
  for (const auto& [facets, code] :
       {std::pair("", StatusCode::kCorruption), std::pair("city XCITY 11 multi;", StatusCode::kCorruption),
        std::pair("{\"version\":2,\"facets\":[]}", StatusCode::kVersionMismatch)}) {
    format.facets = facets;
    const Result<FacetTable> table = ReadFacetTable(format, "/some/index");
    EXPECT_THAT(table, StatusIs(code)) << facets;
    EXPECT_THAT(table.status().message(), HasSubstr("/some/index")) << facets;
  }
}

TEST(FacetTable, DamagedOnesAreRefused) {
  const auto row = [](const std::string& name, const std::string& prefix, const std::string& slot) {
    return R"({"name":")" + name + R"(","description":"","prefix":")" + prefix + R"(","slot":)" + slot +
           R"(,"multi_valued":true,"shown_by_default":true})";
  };
  const auto table = [](const std::string& rows) { return R"({"version":1,"facets":[)" + rows + "]}"; };
  const std::string lang = row("lang", "L", "14");
  ASSERT_THAT(FacetTable::Parse(table(lang)), IsOk());
  const struct {
    std::string stored;
    StatusCode code;
    const char* message;
  } kRows[] = {
      {"", StatusCode::kCorruption, "facets"},
      {"[]", StatusCode::kCorruption, "facets"},
      {"{\"version\":1}", StatusCode::kCorruption, "facets"},
      {"{\"version\":2,\"facets\":[]}", StatusCode::kVersionMismatch, "version 2"},
      {table(""), StatusCode::kCorruption, "lang"},
      {table(lang + ",{}"), StatusCode::kCorruption, "name"},
      {table(lang + "," + lang), StatusCode::kCorruption, "twice"},
      {table(lang + "," + row("Topic", "XFTOPIC", "32")), StatusCode::kCorruption, "Topic"},
      {table(lang + "," + row("title", "XFTITLE", "32")), StatusCode::kCorruption, "title"},
      {table(lang + "," + row("topic", "Q", "32")), StatusCode::kCorruption, "shares"},
      {table(lang + "," + row("topic", "XF", "14")), StatusCode::kCorruption, "shares"},
      {table(lang + "," + row("topic", "XF", "1")), StatusCode::kCorruption, "shares"},
      {table(lang + "," + row("topic", "", "32")), StatusCode::kCorruption, "prefix"},
      {table(lang + "," + row("topic", "xf", "32")), StatusCode::kCorruption, "prefix"},
      {table(lang + "," + row("topic", "XF", "4294967295")), StatusCode::kCorruption, "slot"},
      {table(lang + "," + row("topic", "XF", "\"a\"")), StatusCode::kCorruption, "number"},
  };
  for (const auto& damaged : kRows) {
    const Result<FacetTable> read = FacetTable::Parse(damaged.stored);
    EXPECT_THAT(read, StatusIs(damaged.code)) << damaged.stored;
    EXPECT_THAT(read.status().message(), HasSubstr(damaged.message)) << damaged.stored;
  }
}

TEST(NoSuchFacet, NamesThoseThereAre) {
  EXPECT_EQ(NoSuchFacet("mood", FacetTable()),
            "no facet mood; there are project, city, region, country, place, year, lang");
}

}  // namespace
}  // namespace newsearch
