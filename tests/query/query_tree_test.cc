// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/query_tree.h"

#include "support/test_support.h"

namespace newsearch {
namespace {

using Kind = QueryNode::Kind;

QueryNode Leaf(Kind kind, std::string text, std::string field = "") {
  QueryNode node;
  node.kind = kind;
  node.text = std::move(text);
  node.field = std::move(field);
  return node;
}

QueryNode Inner(Kind kind, std::vector<QueryNode> children) {
  QueryNode node;
  node.kind = kind;
  node.children = std::move(children);
  return node;
}

QueryNode Word(std::string text) { return Leaf(Kind::kWords, std::move(text)); }

TEST(IsStrict, Table) {
  const QueryNode phrase = Leaf(Kind::kPhrase, "smart city");
  const QueryNode facet = Leaf(Kind::kFacet, "Kista", "city");
  const struct {
    QueryNode node;
    bool strict;
  } rows[] = {
      {Word("bus"), false},
      {phrase, true},
      {facet, true},
      {Leaf(Kind::kTitleWords, "bus", "title"), true},
      {Leaf(Kind::kFacetRange, "2015..2017", "year"), true},
      {Leaf(Kind::kDateRange, "2016", "date"), true},
      {QueryNode(), true},
      {Inner(Kind::kNot, {Word("bus")}), true},
      {Inner(Kind::kAnd, {Word("bus"), Word("tram")}), true},
      // Groups of words are words, groups of filters are filters.
      {Inner(Kind::kOr, {Word("bus"), Word("tram")}), false},
      {Inner(Kind::kOr, {facet, Word("tram")}), false},
      {Inner(Kind::kOr, {facet, phrase}), true},
      {Inner(Kind::kSequence, {Word("bus"), facet}), false},
      {Inner(Kind::kSequence, {phrase, facet}), true},
      {Inner(Kind::kOr, {facet, Inner(Kind::kSequence, {phrase, Word("bus")})}), false},
  };
  for (const auto& row : rows) EXPECT_EQ(IsStrict(row.node), row.strict) << DescribeQuery(row.node, true);
}

TEST(DescribeQuery, Table) {
  const QueryNode facet = Leaf(Kind::kFacet, "Kista", "city");
  const struct {
    QueryNode node;
    const char* any;
    const char* all;
  } rows[] = {
      {QueryNode(), "*", "*"},
      {Word("bus"), "bus", "bus"},
      {Leaf(Kind::kPhrase, "smart city"), "\"smart city\"", "\"smart city\""},
      {Leaf(Kind::kPhrase, "smart city", "title"), "title:\"smart city\"", "title:\"smart city\""},
      {Leaf(Kind::kTitleWords, "bus", "title"), "title:bus", "title:bus"},
      {facet, "city:Kista", "city:Kista"},
      {Leaf(Kind::kFacet, "San Sebastián", "city"), "city:\"San Sebastián\"", "city:\"San Sebastián\""},
      {Inner(Kind::kSequence, {Word("a"), Word("b")}), "a OR b", "a AND b"},
      // Words come first, joined as the mode says; the rest always holds.
      {Inner(Kind::kSequence, {facet, Word("a")}), "a AND city:Kista", "a AND city:Kista"},
      {Inner(Kind::kSequence, {Word("a"), facet, Word("b")}), "(a OR b) AND city:Kista",
       "(a AND b) AND city:Kista"},
      {Inner(Kind::kSequence, {Word("a"), Inner(Kind::kNot, {Word("b")})}), "a AND NOT b", "a AND NOT b"},
      {Inner(Kind::kOr, {Word("a"), Word("b")}), "a OR b", "a OR b"},
      {Inner(Kind::kAnd,
             {Inner(Kind::kOr, {Word("a"), Word("b")}), Inner(Kind::kOr, {Word("c"), Word("d")})}),
       "(a OR b) AND (c OR d)", "(a OR b) AND (c OR d)"},
      {Inner(Kind::kNot, {Inner(Kind::kSequence, {Word("a"), Word("b")})}), "NOT (a OR b)", "NOT (a AND b)"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(DescribeQuery(row.node, false), row.any);
    EXPECT_EQ(DescribeQuery(row.node, true), row.all);
  }
}

}  // namespace
}  // namespace newsearch
