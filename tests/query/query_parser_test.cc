// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/query_parser.h"

#include <algorithm>

#include "support/test_support.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::PrintToString;

using Kind = QueryNode::Kind;

const std::vector<std::string>& FacetNames() {
  static const std::vector<std::string> names = {"project", "city", "country", "year", "lang"};
  return names;
}

Result<ParsedQuery> Parse(std::string_view text) {
  return ParseQuery(text, QuerySyntax::kFull, FacetNames());
}

// "any | all", or once if both read the same; then the warnings, each with its offset.
std::string Shown(std::string_view text) {
  const Result<ParsedQuery> query = Parse(text);
  if (!query.ok()) {
    const Status status = query.status();
    return "error@" + std::to_string(status.offset().value_or(999999)) + ": " + status.message();
  }
  const std::string any = DescribeQuery(query->root, false);
  const std::string all = DescribeQuery(query->root, true);
  std::string shown = any == all ? any : any + " | " + all;
  for (const QueryWarning& warning : query->warnings) {
    shown.append("  !" + std::to_string(warning.offset) + " " + warning.message);
  }
  return shown;
}

constexpr char kOpenMark[] = "quotation mark is never closed";
constexpr char kOpenGroup[] = "opening parenthesis is never closed";
constexpr char kStrayGroup[] = "closing parenthesis without an opening one";
constexpr char kOr[] = "OR needs something on both sides; read as a word";
constexpr char kAnd[] = "AND needs something on both sides; read as a word";
constexpr char kNot[] = "NOT needs something after it; read as a word";

std::string Warn(const std::string& understood, size_t offset, const std::string& message) {
  return understood + "  !" + std::to_string(offset) + " " + message;
}

// Words that look like a field.
std::string Unknown(const std::string& understood, const std::string& name) {
  return Warn(
      understood, 0,
      "there is no field " + name + ", only title, date, project, city, country, year, lang; read as words");
}

TEST(ParseQuery, Table) {
  static const struct {
    std::string query;
    std::string expected;
  } kRows[] = {
      // Nothing asked for: every document.
      {"", "*"},
      {"   ", "*"},
      {"\t\n", "*"},
      {"()", "*"},
      {"(())", "*"},
      {"\"\"", "*"},
      {"\"  \"", "*"},
      {"-()", "*"},
      {"-\"\"", "*"},
      // Words.
      {"Kista", "Kista"},
      {"  Kista ", "Kista"},
      {"smart city Kista", "smart OR city OR Kista | smart AND city AND Kista"},
      {"e-mail C++ AT&T", "e-mail OR C++ OR AT&T | e-mail AND C++ AND AT&T"},
      {"it's l’eau", "it's OR l’eau | it's AND l’eau"},
      {"智慧城市", "智慧城市"},
      {"a\u00A0b\u3000c\u2009d\u202Fe", "a OR b OR c OR d OR e | a AND b AND c AND d AND e"},
      {"*", "*"},
      // Lower case is no operator.
      {"bus or tram", "bus OR or OR tram | bus AND or AND tram"},
      {"bus and not tram", "bus OR and OR not OR tram | bus AND and AND not AND tram"},
      {"ORDER ANDROID NOTE", "ORDER OR ANDROID OR NOTE | ORDER AND ANDROID AND NOTE"},
      // Phrases, with the marks of all word processors.
      {"\"smart city\"", "\"smart city\""},
      {"“smart city”", "\"smart city\""},
      {"„smart city“", "\"smart city\""},
      {"«smart city»", "\"smart city\""},
      {"»smart city«", "\"smart city\""},
      {"\"a\" \"b\"", "\"a\" AND \"b\""},
      {"\"a\"\"b\"", "\"a\" AND \"b\""},
      {"bus \"smart city\"", "bus AND \"smart city\""},
      {"\"a OR (b -c city:d\"", "\"a OR (b -c city:d\""},
      // Never closed.
      {"\"smart city", Warn("\"smart city\"", 0, kOpenMark)},
      {"bus \"smart city", Warn("bus AND \"smart city\"", 4, kOpenMark)},
      {"\"", Warn("*", 0, kOpenMark)},
      {"“ab", Warn("\"ab\"", 0, kOpenMark)},
      {"(\"a)", Warn(Warn("\"a)\"", 1, kOpenMark), 0, kOpenGroup)},
      // Exclusion.
      {"-hackathon", "NOT hackathon"},
      {"NOT hackathon", "NOT hackathon"},
      {"city -bus", "city AND NOT bus"},
      {"city NOT bus", "city AND NOT bus"},
      {"-\"smart city\"", "NOT \"smart city\""},
      {"-(bus OR tram)", "NOT (bus OR tram)"},
      {"-(bus tram)", "NOT (bus OR tram) | NOT (bus AND tram)"},
      {"-city:Kista", "NOT city:Kista"},
      {"-year:2015..2017", "NOT year:2015..2017"},
      {"NOT NOT bus", "NOT NOT bus"},
      {"NOT -bus", "NOT NOT bus"},
      {"-NOT bus", "NOT NOT bus"},
      {"NOT(bus)", "NOT bus"},
      {"-bus -tram", "NOT bus AND NOT tram"},
      // A dash that excludes nothing.
      {"-", "-"},
      {"- bus", "- OR bus | - AND bus"},
      {"bus -", "bus OR - | bus AND -"},
      {"--bus", "--bus"},
      {"e - mail", "e OR - OR mail | e AND - AND mail"},
      {"2015-2017", "2015-2017"},
      {"(-)", "-"},
      // OR.
      {"bus OR tram", "bus OR tram"},
      {"bus OR tram OR ferry", "bus OR tram OR ferry"},
      {"smart city OR bus tram", "(smart OR city) OR (bus OR tram) | (smart AND city) OR (bus AND tram)"},
      {"-a OR -b", "NOT a OR NOT b"},
      {"NOT a OR b", "NOT a OR b"},
      {"bus OR \"\"", "bus"},
      {"bus OR ()", "bus"},
      {"() OR bus", Warn("OR OR bus | OR AND bus", 3, kOr)},
      // AND.
      {"bus AND tram", "bus AND tram"},
      {"bus AND tram AND ferry", "bus AND tram AND ferry"},
      {"bus AND tram OR ferry", "(bus AND tram) OR ferry"},
      {"ferry OR bus AND tram", "ferry OR (bus AND tram)"},
      {"bus AND -tram", "bus AND NOT tram"},
      {"bus AND NOT tram", "bus AND NOT tram"},
      {"(bus OR tram) AND Turin", "(bus OR tram) AND Turin"},
      {"bus AND ()", "bus"},
      // Operators without what they need are words.
      {"OR", Warn("OR", 0, kOr)},
      {"AND", Warn("AND", 0, kAnd)},
      {"NOT", Warn("NOT", 0, kNot)},
      {"OR bus", Warn("OR OR bus | OR AND bus", 0, kOr)},
      {"bus OR", Warn("bus OR OR | bus AND OR", 4, kOr)},
      {"bus OR ", Warn("bus OR OR | bus AND OR", 4, kOr)},
      {"bus AND", Warn("bus OR AND | bus AND AND", 4, kAnd)},
      {"bus NOT", Warn("bus OR NOT | bus AND NOT", 4, kNot)},
      {"bus OR OR tram", Warn("(bus OR OR) OR tram | (bus AND OR) OR tram", 4, kOr)},
      {"(OR bus)", Warn("OR OR bus | OR AND bus", 1, kOr)},
      {"(bus OR )", Warn("bus OR OR | bus AND OR", 5, kOr)},
      {"(NOT )", Warn("NOT", 1, kNot)},
      // Also right in front of a parenthesis.
      {"(bus OR)", Warn("bus OR OR | bus AND OR", 5, kOr)},
      {"(bus AND)", Warn("bus OR AND | bus AND AND", 5, kAnd)},
      {"(NOT)", Warn("NOT", 1, kNot)},
      // Groups.
      {"(bus)", "bus"},
      {"((bus))", "bus"},
      {"(bus tram)", "bus OR tram | bus AND tram"},
      {"smart (bus OR tram) city", "smart OR (bus OR tram) OR city | smart AND (bus OR tram) AND city"},
      {"bus OR(tram ferry)", "bus OR (tram OR ferry) | bus OR (tram AND ferry)"},
      {"(a)(b)", "a OR b | a AND b"},
      {"(bus", Warn("bus", 0, kOpenGroup)},
      {"((bus)", Warn("bus", 0, kOpenGroup)},
      {"bus)", Warn("bus", 3, kStrayGroup)},
      {")", Warn("*", 0, kStrayGroup)},
      {")bus", Warn("bus", 0, kStrayGroup)},
      {")(", Warn(Warn("*", 0, kStrayGroup), 1, kOpenGroup)},
      // Titles.
      {"title:harbour", "title:harbour"},
      {"title:\"old harbour\"", "title:\"old harbour\""},
      {"title:“old harbour”", "title:\"old harbour\""},
      {"TITLE:harbour", "title:harbour"},
      {"-title:harbour", "NOT title:harbour"},
      {"title:old harbour", "harbour AND title:old"},
      {"title:old title:harbour", "title:old AND title:harbour"},
      // Facets.
      {"city:Kista", "city:Kista"},
      {"City:Kista CITY:Kista", "city:Kista AND city:Kista"},
      {"city:\"San Sebastián\"", "city:\"San Sebastián\""},
      {"city:„San Sebastián“", "city:\"San Sebastián\""},
      {"city:San Sebastián", "Sebastián AND city:San"},
      {"country:SE", "country:SE"},
      {"project:x-y lang:sv", "project:x-y AND lang:sv"},
      {"smart city:Kista", "smart AND city:Kista"},
      {"city:Kista OR city:Turku", "city:Kista OR city:Turku"},
      {"(city:Kista OR city:Turku) bus", "bus AND (city:Kista OR city:Turku)"},
      {"(city:Kista)", "city:Kista"},
      {"city:a:b", "city:a:b"},
      // A value that must stay between quotation marks.
      {"city:\"a(b\"", "city:\"a(b\""},
      {"year:\"2015..2017\"", "year:\"2015..2017\""},
      {"city:\"a\u00A0b\"", "city:\"a\u00A0b\""},
      // Ranges.
      {"year:2016", "year:2016"},
      {"year:2015..2017", "year:2015..2017"},
      {"year:2015..2015", "year:2015..2015"},
      {"year:2015..", "year:2015.."},
      {"year:..2017", "year:..2017"},
      {"date:2016", "date:2016"},
      {"date:2016-06", "date:2016-06"},
      {"date:2016-06-21", "date:2016-06-21"},
      {"date:\"2016-06-21\"", "date:2016-06-21"},
      {"date:2016-06..2016-09-15", "date:2016-06..2016-09-15"},
      {"date:2016..2016-06", "date:2016..2016-06"},
      {"date:2016..", "date:2016.."},
      {"date:..2016-06", "date:..2016-06"},
      // Not a field: text.
      {"note: bring coffee", "note: OR bring OR coffee | note: AND bring AND coffee"},
      {"note:coffee", Unknown("note:coffee", "note")},
      {"city: Kista",
       "city: OR Kista | city: AND Kista  !0 city: needs its value right behind the colon; read as a word"},
      {"city:", "city:  !0 city: needs its value right behind the colon; read as a word"},
      {"title:", "title:  !0 title: needs its value right behind the colon; read as a word"},
      {"date: 2016",
       "date: OR 2016 | date: AND 2016  !0 date: needs its value right behind the colon; read as a word"},
      {":Kista", ":Kista"},
      {"cityy:Kista", Unknown("cityy:Kista", "cityy")},
      {"Mood_2:good", Unknown("Mood_2:good", "mood_2")},
      {"C:\\news", "C:\\news"},
      {"std::string", "std::string"},
      {"2nd:x", "2nd:x"},
      {"_x:y", "_x:y"},
      {"(note:)", "note:"},
      {"http://example.com", "http://example.com"},
      {"12:30", "12:30"},
      {"città:Kista", "città:Kista"},
      // All together.
      {"smart city \"urban arena\" -hackathon city:Kista",
       "(smart OR city) AND \"urban arena\" AND NOT hackathon AND city:Kista | "
       "(smart AND city) AND \"urban arena\" AND NOT hackathon AND city:Kista"},
      {"(smart OR clever) city country:SE date:2016..2017",
       "((smart OR clever) OR city) AND country:SE AND date:2016..2017 | "
       "((smart OR clever) AND city) AND country:SE AND date:2016..2017"},
      // A quotation mark inside of a word starts a phrase.
      {"bus\"smart city\"", "bus AND \"smart city\""},
      // Parentheses inside of phrases say nothing about those outside.
      {"\"x)\" OR bus", "\"x)\" OR bus"},
      {"\"x(\" OR bus", "\"x(\" OR bus"},
      {"bus OR \"(\"", "bus OR \"(\""},
      {"bus OR \")\"", "bus OR \")\""},
  };
  for (const auto& row : kRows) EXPECT_EQ(Shown(row.query), row.expected) << PrintToString(row.query);
}

TEST(ParseQuery, PointsAtWhatHasNoMeaning) {
  static const struct {
    std::string query;
    uint64_t offset;
    const char* message;  // a part of it
  } kRows[] = {
      // Ranges that end before they start.
      {"year:2017..2015", 5, "ends before it starts"},
      {"bus year:2017..2015", 9, "ends before it starts"},
      {"date:2017..2016", 5, "ends before it starts"},
      {"date:2016-06-21..2016-06-20", 5, "ends before it starts"},
      {"date:2016-07..2016-06", 5, "ends before it starts"},
      {"-(bus OR year:2017..2015)", 14, "ends before it starts"},
      // Ranges without ends.
      {"year:..", 5, "start or an end"},
      {"date:..", 5, "day"},
      // No dates.
      {"date:x", 5, "2016-06-21"},
      {"date:2016-13", 5, "2016-13"},
      {"date:2016-02-30", 5, "2016-02-30"},
      {"date:21.06.2016", 5, "21.06.2016"},
      {"date:2016..yesterday", 5, "yesterday"},
      {"date:june..2016", 5, "june"},
      {"date:2016..2017..2018", 5, "2016..2017..2018"},
      {"bus AND -date:0000", 14, "0000"},
      {"Malmö date:x", 12, "date"},
      // No values.
      {"city:\"\"", 5, "value"},
      {"(city:)", 6, "value"},
  };
  for (const auto& row : kRows) {
    const Result<ParsedQuery> query = Parse(row.query);
    EXPECT_THAT(query, StatusIs(StatusCode::kBadQuery)) << row.query;
    EXPECT_EQ(query.status().offset(), row.offset) << row.query;
    EXPECT_THAT(query.status().message(), HasSubstr(row.message)) << row.query;
  }
}

TEST(ParseQuery, ReadsTheDaysOfARange) {
  static const struct {
    const char* query;
    const char* low;
    const char* high;
  } kRows[] = {
      {"date:1970-01-01", "0", "0"}, {"date:1970-01", "0", "30"},
      {"date:1970", "0", "364"},     {"date:1969-12-31..1970-02", "-1", "58"},
      {"date:1970..", "0", ""},      {"date:..1970", "", "364"},
  };
  for (const auto& row : kRows) {
    const Result<ParsedQuery> query = Parse(row.query);
    ASSERT_THAT(query, IsOk()) << row.query;
    EXPECT_EQ(query->root.kind, Kind::kDateRange) << row.query;
    EXPECT_EQ(query->root.low, row.low) << row.query;
    EXPECT_EQ(query->root.high, row.high) << row.query;
  }
  const Result<ParsedQuery> years = Parse("year:2015..");
  ASSERT_THAT(years, IsOk());
  EXPECT_EQ(years->root.kind, Kind::kFacetRange);
  EXPECT_EQ(years->root.low, "2015");
  EXPECT_EQ(years->root.high, "");
}

// A field in front of a group is clearly meant: an error, or the words of the group, but not silently
// nothing.
TEST(ParseQuery, FieldInFrontOfAGroupIsNotLost) {
  const Result<ParsedQuery> query = Parse("title:(old harbour)");
  if (query.ok()) {
    EXPECT_EQ(DescribeQuery(query->root, true).find("title: "), std::string::npos)
        << DescribeQuery(query->root, true);
    EXPECT_FALSE(DescribeQuery(query->root, true).ends_with("title:")) << DescribeQuery(query->root, true);
  } else {
    EXPECT_THAT(query, StatusIs(StatusCode::kBadQuery));
    EXPECT_EQ(query.status().offset(), 6u);
  }
}

TEST(ParseQuery, KnowsOnlyTheGivenFacets) {
  const Result<ParsedQuery> query = ParseQuery("mood:good city:Kista", QuerySyntax::kFull, {"mood"});
  ASSERT_THAT(query, IsOk());
  EXPECT_EQ(DescribeQuery(query->root, true), "city:Kista AND mood:good");
}

TEST(ParseQuery, RemembersWhereNodesStand) {
  const Result<ParsedQuery> query = Parse("bus  \"smart city\" -city:Kista");
  ASSERT_THAT(query, IsOk());
  std::vector<uint64_t> offsets;
  for (const QueryNode& child : query->root.children) offsets.push_back(child.offset);
  EXPECT_THAT(offsets, ElementsAre(0, 5, 18));
  EXPECT_EQ(query->root.children.back().children.front().offset, 19u);
}

std::string Nested(size_t depth, const std::string& open, const std::string& close) {
  std::string text;
  for (size_t i = 0; i < depth; ++i) text += open;
  text += "bus";
  for (size_t i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(ParseQuery, RefusesWhatIsNestedTooDeep) {
  static const std::pair<const char*, const char*> kNests[] = {
      {"(", ")"}, {"(tram OR ", ")"}, {"-(", ")"}, {"NOT ", ""}, {"NOT (", ""}, {"a AND (b ", ")"}};
  for (const auto& [open, close] : kNests) {
    EXPECT_THAT(Parse(Nested(20, open, close)), IsOk()) << open;
    for (size_t depth : {static_cast<size_t>(kMaxQueryDepth) + 1, size_t{1000}, size_t{6000}}) {
      const std::string text = Nested(depth, open, close);
      const Result<ParsedQuery> query = Parse(text);
      EXPECT_THAT(query, StatusIs(StatusCode::kBadQuery)) << open << " times " << depth;
      ASSERT_TRUE(query.status().offset().has_value()) << open;
      EXPECT_LT(*query.status().offset(), 60 * std::string_view(open).size()) << open;
    }
  }
  EXPECT_THAT(Parse(Nested(kMaxQueryDepth, "(", ")")), IsOk());
}

TEST(ParseQuery, RefusesWhatIsTooLong) {
  for (QuerySyntax syntax : {QuerySyntax::kFull, QuerySyntax::kPlain}) {
    std::string text(kMaxQueryBytes, 'x');
    EXPECT_THAT(ParseQuery(text, syntax, FacetNames()), IsOk());
    text.push_back('x');
    const Result<ParsedQuery> query = ParseQuery(text, syntax, FacetNames());
    EXPECT_THAT(query, StatusIs(StatusCode::kBadQuery));
    EXPECT_THAT(query.status().message(), HasSubstr("65537"));
    EXPECT_THAT(query.status().message(), HasSubstr("65536"));
    ASSERT_TRUE(query.status().offset().has_value());
    EXPECT_LE(*query.status().offset(), text.size());
  }
}

size_t DepthOf(const QueryNode& root) {
  // Without recursion: the point is how deep it may be.
  std::vector<std::pair<const QueryNode*, size_t>> stack = {{&root, 1}};
  size_t depth = 0;
  while (!stack.empty()) {
    const auto [node, level] = stack.back();
    stack.pop_back();
    depth = std::max(depth, level);
    for (const QueryNode& child : node->children) stack.push_back({&child, level + 1});
  }
  return depth;
}

// Whoever walks a tree does so by recursion: no query may make a tree that is deeper than the limit allows. A
// group is two or three levels (OR, sequence, AND).
TEST(ParseQuery, LongQueriesGiveFlatTrees) {
  for (const char* unit :
       {"a ", "a)", "a) b ", "a OR ", "a AND ", "(a) ", "-a ", "\"a\"", "a OR b AND c ", "a) OR "}) {
    std::string text;
    while (text.size() + std::string_view(unit).size() < kMaxQueryBytes) text += unit;
    const Result<ParsedQuery> query = Parse(text);
    ASSERT_THAT(query, IsOk()) << unit;
    EXPECT_LE(DepthOf(query->root), 4u * kMaxQueryDepth) << unit;
  }
}

TEST(ParsePlainQuery, TakesEverythingLiterally) {
  for (const char* text : {"smart city", "\"smart city\" -bus OR (tram", "city:Kista year:2017..2015",
                           "date:x", "NOT", "  a  ", ")))(((", "-", "\xFF\xFE"}) {
    const Result<ParsedQuery> query = ParseQuery(text, QuerySyntax::kPlain, FacetNames());
    ASSERT_THAT(query, IsOk()) << text;
    EXPECT_EQ(query->root.kind, Kind::kWords) << text;
    EXPECT_EQ(query->root.text, text);
    EXPECT_EQ(query->root.offset, 0u) << text;
    EXPECT_THAT(query->root.children, IsEmpty()) << text;
    EXPECT_THAT(query->warnings, IsEmpty()) << text;
  }
  const Result<ParsedQuery> nothing = ParseQuery("", QuerySyntax::kPlain, FacetNames());
  ASSERT_THAT(nothing, IsOk());
  EXPECT_EQ(nothing->root.kind, Kind::kAll);
}

std::string CheckTree(const QueryNode& node, size_t size) {
  if (node.offset > size) return "offset outside the query";
  switch (node.kind) {
    case Kind::kAll:
      return node.children.empty() ? "" : "children of nothing";
    case Kind::kWords:
      if (node.text.empty()) return "no words";
      break;
    case Kind::kPhrase:
      if (node.text.empty()) return "empty phrase";
      if (!node.field.empty() && node.field != "title") return "phrase in " + node.field;
      break;
    case Kind::kTitleWords:
      if (node.text.empty()) return "no words in the title";
      break;
    case Kind::kFacet:
      if (node.text.empty()) return "no value";
      [[fallthrough]];
    case Kind::kFacetRange:
      if (std::find(FacetNames().begin(), FacetNames().end(), node.field) == FacetNames().end())
        return "no facet";
      if (node.kind == Kind::kFacetRange && node.low.empty() && node.high.empty()) return "endless range";
      break;
    case Kind::kDateRange:
      if (node.low.empty() && node.high.empty()) return "endless dates";
      break;
    case Kind::kNot:
      if (node.children.size() != 1) return "NOT without its one child";
      break;
    case Kind::kSequence:
    case Kind::kAnd:
    case Kind::kOr:
      if (node.children.size() < 2) return "group of fewer than two";
      break;
  }
  const bool inner = node.kind >= Kind::kSequence;
  if (!inner && !node.children.empty()) return "children of a leaf";
  for (const QueryNode& child : node.children) {
    if (child.kind == Kind::kAll) return "nothing inside of something";
    if (std::string wrong = CheckTree(child, size); !wrong.empty()) return wrong;
  }
  return "";
}

class RandomQueries : public ::testing::Test {
 protected:
  void Check(const std::string& text) {
    SCOPED_TRACE(PrintToString(text));
    const Result<ParsedQuery> query = Parse(text);
    if (!query.ok()) {
      ASSERT_THAT(query, StatusIs(StatusCode::kBadQuery));
      ASSERT_TRUE(query.status().offset().has_value());
      ASSERT_LE(*query.status().offset(), text.size());
      ASSERT_FALSE(query.status().message().empty());
      ++errors_;
      return;
    }
    ASSERT_EQ(CheckTree(query->root, text.size()), "");
    ASSERT_LE(DepthOf(query->root), 4u * kMaxQueryDepth);
    for (const QueryWarning& warning : query->warnings) {
      ASSERT_LE(warning.offset, text.size());
      ASSERT_FALSE(warning.message.empty());
    }
    // What was understood can be said, of well-formed text in well-formed text.
    const std::string any = DescribeQuery(query->root, false);
    const std::string all = DescribeQuery(query->root, true);
    ASSERT_FALSE(any.empty() || all.empty());
    if (IsValidUtf8(text)) {
      ASSERT_TRUE(IsValidUtf8(any) && IsValidUtf8(all));
    }
    // And twice the same.
    ASSERT_EQ(DescribeQuery(Parse(text)->root, true), all);
    ++trees_;
  }
  int trees_ = 0;
  int errors_ = 0;
};

TEST_F(RandomQueries, OfBytes) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 20000 && !HasFailure(); ++i) Check(random.Bytes(random.Below(40)));
  EXPECT_GT(trees_, 10000);
}

TEST_F(RandomQueries, OfText) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 10000 && !HasFailure(); ++i) Check(random.Text(random.Below(40)));
  EXPECT_GT(trees_, 5000);
}

TEST_F(RandomQueries, OfOperators) {
  static const char* const kPieces[] = {
      " ",      " ",    " ",     "(",        ")",      "\"",    "-",     "OR", "AND",  "NOT",
      "OR ",    "AND ", "NOT ",  "city:",    "title:", "date:", "year:", "..", "2016", "2017",
      "-06",    "bus",  "Malmö", "智慧",     "“",      "”",     "«",     "»",  "„",    ":",
      "\u00A0", "x:",   "\xFF",  "\xE2\x80", "CITY:",  "*",     ".",     "\t"};
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 60000 && !HasFailure(); ++i) {
    std::string text;
    for (uint64_t k = random.Below(20); k > 0; --k) text += kPieces[random.Below(std::size(kPieces))];
    Check(text);
  }
  EXPECT_GT(trees_, 10000);
  EXPECT_GT(errors_, 1000);
}

TEST_F(RandomQueries, LongOnes) {
  static const char* const kPieces[] = {"(",    ")",     "a ",   "b",  " ",      "-",
                                        " OR ", " AND ", "NOT ", "\"", "city:x "};
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 100 && !HasFailure(); ++i) {
    std::string text;
    while (text.size() < 5000) text += kPieces[random.Below(std::size(kPieces))];
    Check(text);
  }
}

// Words without operators are the same in both notations, whatever they are.
TEST(ParseQuery, PlainWordsComeBack) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 2000; ++i) {
    std::vector<std::string> words;
    std::string text;
    for (uint64_t k = 2 + random.Below(5); k > 0; --k) {
      std::string word;
      for (uint64_t n = 1 + random.Below(8); n > 0; --n)
        word.push_back(static_cast<char>('a' + random.Below(26)));
      text += (text.empty() ? "" : " ") + word;
      words.push_back(std::move(word));
    }
    const Result<ParsedQuery> query = Parse(text);
    ASSERT_THAT(query, IsOk());
    ASSERT_EQ(query->root.children.size(), words.size()) << text;
    size_t offset = 0;
    for (size_t k = 0; k < words.size(); ++k) {
      ASSERT_EQ(query->root.children[k].text, words[k]) << text;
      ASSERT_EQ(query->root.children[k].offset, offset) << text;
      offset += words[k].size() + 1;
    }
  }
}

}  // namespace
}  // namespace newsearch
