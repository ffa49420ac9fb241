// SPDX-License-Identifier: GPL-2.0-or-later
#include "schema/record.h"

#include <limits>

#include "schema/calendar.h"
#include "support/test_support.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::PrintToString;

using namespace std::string_literals;

namespace chrono = std::chrono;

void ExpectSame(const std::optional<Date>& one, const std::optional<Date>& other) {
  ASSERT_EQ(one.has_value(), other.has_value());
  if (!one) return;
  EXPECT_EQ(one->start, other->start);
  EXPECT_EQ(one->end, other->end);
  EXPECT_EQ(one->precision, other->precision);
  EXPECT_EQ(one->raw, other->raw);
  EXPECT_EQ(one->span, other->span);
  EXPECT_EQ(one->inferred, other->inferred);
  EXPECT_EQ(one->rule, other->rule);
  EXPECT_EQ(one->kind, other->kind);
}

void ExpectSame(const Document& one, const Document& other) {
  EXPECT_EQ(one.id, other.id);
  EXPECT_EQ(one.source, other.source);
  EXPECT_EQ(one.lines, other.lines);
  EXPECT_EQ(one.bytes, other.bytes);
  EXPECT_EQ(one.title, other.title);
  EXPECT_EQ(one.body, other.body);
  EXPECT_EQ(one.lang, other.lang);
  ExpectSame(one.date, other.date);
  ExpectSame(one.event, other.event);
  ExpectSame(one.date_bounds, other.date_bounds);
  EXPECT_EQ(one.other_languages, other.other_languages);
  ASSERT_EQ(one.facets.size(), other.facets.size());
  for (size_t i = 0; i < one.facets.size(); ++i) {
    EXPECT_EQ(one.facets[i].facet, other.facets[i].facet);
    EXPECT_EQ(one.facets[i].values, other.facets[i].values);
  }
  ASSERT_EQ(one.evidence.size(), other.evidence.size());
  for (size_t i = 0; i < one.evidence.size(); ++i) {
    EXPECT_EQ(one.evidence[i].facet, other.evidence[i].facet);
    EXPECT_EQ(one.evidence[i].value, other.evidence[i].value);
    EXPECT_EQ(one.evidence[i].text, other.evidence[i].text);
    EXPECT_EQ(one.evidence[i].span, other.evidence[i].span);
    EXPECT_EQ(one.evidence[i].field, other.evidence[i].field);
    EXPECT_EQ(one.evidence[i].rule, other.evidence[i].rule);
  }
  ASSERT_EQ(one.resolved.size(), other.resolved.size());
  for (size_t i = 0; i < one.resolved.size(); ++i) {
    EXPECT_EQ(one.resolved[i].facet, other.resolved[i].facet);
    EXPECT_EQ(one.resolved[i].value, other.resolved[i].value);
    EXPECT_EQ(one.resolved[i].id, other.resolved[i].id);
    EXPECT_EQ(one.resolved[i].confidence, other.resolved[i].confidence);
    EXPECT_EQ(one.resolved[i].rule, other.resolved[i].rule);
    EXPECT_EQ(one.resolved[i].within, other.resolved[i].within);
    EXPECT_EQ(one.resolved[i].point, other.resolved[i].point);
    ASSERT_EQ(one.resolved[i].candidates.size(), other.resolved[i].candidates.size());
    for (size_t k = 0; k < one.resolved[i].candidates.size(); ++k) {
      const FacetCandidate& candidate = one.resolved[i].candidates[k];
      const FacetCandidate& expected = other.resolved[i].candidates[k];
      EXPECT_EQ(candidate.value, expected.value);
      EXPECT_EQ(candidate.id, expected.id);
      EXPECT_EQ(candidate.description, expected.description);
      EXPECT_EQ(candidate.confidence, expected.confidence);
    }
  }
  EXPECT_EQ(one.confidence, other.confidence);
  EXPECT_EQ(one.boundary_reason, other.boundary_reason);
}

// Without a source: that is kept beside the record.
Document FullDocument() {
  Document document;
  document.id = "00f1";
  document.lines = {3, 7};
  document.bytes = {120, 480};
  document.title = "Urban Arena öppnar";
  document.body = "First line.\n\"Second\" line.";
  document.lang = "sv";
  document.date = Date{chrono::year(2016) / 6 / 21,
                       chrono::year(2016) / 6 / 21,
                       DatePrecision::kDay,
                       "21 June",
                       {120, 127},
                       true,
                       "date line, year from neighbours"};
  document.event = Date{chrono::year(2017) / 11 / 1,
                        chrono::year(2017) / 11 / 30,
                        DatePrecision::kMonth,
                        "November 2017",
                        {130, 143},
                        false,
                        "date line",
                        DateKind::kEvent};
  document.other_languages = {{"de", {4, 11}}, {"fi", {12, 20}}};
  document.facets = {{"city", {"Kista", "Stockholm"}}, {"country", {"SE"}}};
  document.evidence = {{"city", "Kista", "Kista", {200, 205}, "", "gazetteer"}};
  document.confidence = 0.75;
  document.boundary_reason = "date line";
  return document;
}

// On disk: whatever is changed here, a reader of this kFormatVersion must be able to read.
constexpr char kFullRecord[] =
    R"({"id":"00f1","at":[3,7,120,480],"title":"Urban Arena öppnar",)"
    R"("lang":"sv",)"
    R"("date":{"start":16973,"raw":"21 June","span":[120,127],"inferred":true,)"
    R"("rule":"date line, year from neighbours"},)"
    R"("event":{"start":17471,"end":17500,"precision":1,"raw":"November 2017","span":[130,143],)"
    R"("rule":"date line","kind":1},)"
    R"("other_languages":[["de",4,11],["fi",12,20]],)"
    R"("facets":{"city":["Kista","Stockholm"],"country":["SE"]},)"
    R"("evidence":[["city","Kista","Kista",200,205,"","gazetteer"]],"confidence":0.75,)"
    R"("boundary_reason":"date line"})"
    "\nFirst line.\n\"Second\" line.";

TEST(Record, IsAsPersisted) {
  EXPECT_EQ(EncodeRecord(FullDocument()), kFullRecord);
  const Result<Document> read = DecodeRecord(kFullRecord);
  ASSERT_THAT(read, IsOk());
  ExpectSame(*read, FullDocument());
}

// With what is known of its values; FullDocument() is one of a version that knew nothing.
Document ResolvedDocument() {
  Document document = FullDocument();
  ResolvedValue kista;
  kista.facet = "city";
  kista.value = "Kista";
  kista.id = "geonames:2701680";
  kista.confidence = 0.875;
  kista.rule = "named";
  kista.within = {"Stockholm", "Sweden"};
  kista.point = GeoPoint{59.40316, 17.94479};
  kista.candidates = {{"Kista", "geonames:1", "Texas, United States", 0.0625}, {"Kysta", "", "", 0}};
  ResolvedValue sweden;
  sweden.facet = "country";
  sweden.value = "SE";
  sweden.rule = "country of city";
  document.resolved = {kista, sweden};
  return document;
}

// What stands before the confidence in a record of a document with knowledge.
constexpr char kResolvedRecord[] =
    R"("resolved":[{"facet":"city","value":"Kista","id":"geonames:2701680","confidence":0.875,"rule":"named",)"
    R"("within":["Stockholm","Sweden"],"point":[59.40316,17.94479],)"
    R"("candidates":[["Kista","geonames:1","Texas, United States",0.0625],["Kysta","","",0.0]]},)"
    R"({"facet":"country","value":"SE","confidence":1.0,"rule":"country of city"}],)";

std::string FullResolvedRecord() {
  std::string record = kFullRecord;
  return record.insert(record.find(R"("confidence":0.75)"), kResolvedRecord);
}

TEST(Record, OfResolvedValuesIsAsPersisted) {
  EXPECT_EQ(EncodeRecord(ResolvedDocument()), FullResolvedRecord());
  const Result<Document> read = DecodeRecord(FullResolvedRecord());
  ASSERT_THAT(read, IsOk());
  ExpectSame(*read, ResolvedDocument());
}

TEST(Record, OfAnEmptyDocument) {
  const Result<Document> read = DecodeRecord(EncodeRecord(Document()));
  ASSERT_THAT(read, IsOk());
  ExpectSame(*read, Document());
}

// Most of a document is as it is in most documents: what is so is left out.
TEST(Record, LeavesOutWhatIsUsual) {
  Document document;
  document.id = "a";
  document.lang = "en";
  EXPECT_EQ(EncodeRecord(document), R"({"id":"a","at":[0,0,0,0],"lang":"en"})"
                                    "\n");
  document.date_bounds = MakeDate(2016, 6, 21);
  document.date_bounds->end = DayFromNumber(16975);
  EXPECT_EQ(EncodeRecord(document), R"({"id":"a","at":[0,0,0,0],"lang":"en",)"
                                    R"("date_bounds":{"start":16973,"end":16975,"rule":""}})"
                                    "\n");
}

// Archives have a number, which an index keeps beside the record.
TEST(Record, KeepsNoSource) {
  Document document = FullDocument();
  document.source = "/archive/news.txt";
  EXPECT_EQ(EncodeRecord(document), kFullRecord);
  EXPECT_NE(ContentFingerprint(document), ContentFingerprint(FullDocument()))
      << "but the fingerprint knows it";
}

TEST(Record, TellsAnEmptyTitleFromNone) {
  Document document;
  document.title = "";
  const Result<Document> read = DecodeRecord(EncodeRecord(document));
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->title, "");
}

TEST(Record, KeepsExtremeNumbers) {
  Document document;
  document.lines = {1, std::numeric_limits<uint32_t>::max()};
  document.bytes = {0, std::numeric_limits<uint64_t>::max()};
  document.date = MakeDate(1, 1, 1);
  document.event = MakeDate(9999, 0, 0);
  for (double confidence : {0.0, 1.0, 0.1, 1.0 / 3, std::numeric_limits<double>::denorm_min(), 1 - 1e-16}) {
    document.confidence = confidence;
    const Result<Document> read = DecodeRecord(EncodeRecord(document));
    ASSERT_THAT(read, IsOk());
    ExpectSame(*read, document);
  }
}

TEST(Record, ReplacesIllFormedText) {
  Document document;
  document.id = "a";
  document.title = "Malm\xF6";
  document.body = "ab\xE2\x82 cd\xFF";
  document.facets = {{"city", {"Malm\xF6"}}};
  const Result<Document> read = DecodeRecord(EncodeRecord(document));
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->title, "Malm\uFFFD");
  EXPECT_EQ(read->body, "ab\uFFFD cd\uFFFD");
  EXPECT_THAT(read->values("city"), ElementsAre("Malm\uFFFD"));
}

std::optional<Date> RandomDate(TestRandom* random) {
  if (random->Below(4) == 0) return std::nullopt;
  Date date;
  const auto first = static_cast<int64_t>(random->Below(3000000)) - 700000;
  date.start = DayFromNumber(first);
  date.end = DayFromNumber(first + static_cast<int64_t>(random->Below(400)));
  date.precision = static_cast<DatePrecision>(random->Below(3));
  date.raw = random->Text(random->Below(10));
  date.span = {random->Below(1000), random->engine()()};
  date.inferred = random->Below(2) == 0;
  date.rule = random->Text(random->Below(5));
  date.kind = random->Below(2) == 0 ? DateKind::kPublication : DateKind::kEvent;
  return date;
}

Document RandomDocument(TestRandom* random) {
  Document document;
  document.id = random->Text(1 + random->Below(16));
  document.lines = {static_cast<uint32_t>(random->engine()()), static_cast<uint32_t>(random->engine()())};
  document.bytes = {random->engine()(), random->engine()()};
  if (random->Below(3) != 0) document.title = random->Text(random->Below(30));
  document.body = random->Text(random->Below(300)) + "\0\x01\x1F\x7F\\\"/"s;
  document.lang = random->Text(2);
  document.date = RandomDate(random);
  document.event = RandomDate(random);
  document.date_bounds = RandomDate(random);
  for (uint64_t i = random->Below(3); i > 0; --i) {
    document.other_languages.push_back({random->Text(2), {random->engine()(), random->engine()()}});
  }
  document.boundary_reason = random->Text(random->Below(9));
  for (uint64_t i = random->Below(4); i > 0; --i) {
    // Each facet once.
    FacetValues entry{std::to_string(i) + random->Text(5), {}};
    for (uint64_t k = random->Below(5); k > 0; --k) entry.values.push_back(random->Text(random->Below(12)));
    document.facets.push_back(std::move(entry));
  }
  for (uint64_t i = random->Below(5); i > 0; --i) {
    document.evidence.push_back({random->Text(4),
                                 random->Text(4),
                                 random->Text(8),
                                 {random->engine()(), 7},
                                 random->Text(2),
                                 random->Text(6)});
  }
  for (uint64_t i = random->Below(4); i > 0; --i) {
    ResolvedValue value;
    value.facet = random->Text(4);
    value.value = random->Text(6);
    value.id = random->Text(random->Below(8));
    value.confidence = static_cast<double>(random->Below(1000001)) / 1000000;
    value.rule = random->Text(5);
    for (uint64_t k = random->Below(3); k > 0; --k) value.within.push_back(random->Text(random->Below(9)));
    if (random->Below(2) == 0) {
      value.point = GeoPoint{static_cast<double>(random->Below(180000)) / 1000 - 90,
                             static_cast<double>(random->Below(360000)) / 1000 - 180};
    }
    for (uint64_t k = random->Below(3); k > 0; --k) {
      value.candidates.push_back({random->Text(5), random->Text(random->Below(5)),
                                  random->Text(random->Below(20)),
                                  1.0 / static_cast<double>(1 + random->Below(1000))});
    }
    document.resolved.push_back(std::move(value));
  }
  document.confidence = static_cast<double>(random->Below(1000001)) / 1000000;
  return document;
}

TEST(Record, KeepsRandomDocuments) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 1500 && !HasFailure(); ++i) {
    const Document document = RandomDocument(&random);
    const std::string record = EncodeRecord(document);
    ASSERT_TRUE(IsValidUtf8(record));
    const Result<Document> read = DecodeRecord(record);
    ASSERT_THAT(read, IsOk()) << record;
    ExpectSame(*read, document);
    ASSERT_EQ(EncodeRecord(*read), record);
  }
}

TEST(DecodeRecord, RefusesDamage) {
  static const struct {
    const char* from;  // a piece of kFullRecord
    const char* to;
  } kRows[] = {
      // Missing.
      {R"("id":"00f1",)", ""},
      {R"("at":[3,7,120,480],)", ""},
      {"\nFirst line.\n\"Second\" line.", ""},
      {R"("lang":"sv",)", ""},
      {R"("start":16973,)", ""},
      {R"(,"rule":"date line, year from neighbours")", ""},
      // Of another kind.
      {R"("id":"00f1")", R"("id":1)"},
      {R"("id":"00f1")", R"("id":null)"},
      {R"("title":"Urban Arena öppnar")", R"("title":["x"])"},
      {R"("at":[3,7,120,480])", R"("at":{"first":3})"},
      {R"("at":[3,7,120,480])", R"("at":["3","7","120","480"])"},
      {R"("at":[3,7,120,480])", R"("at":null)"},
      {R"("start":16973)", R"("start":"2016-06-21")"},
      {R"("end":17500)", R"("end":"2017-11-30")"},
      {R"("raw":"21 June")", R"("raw":21)"},
      {R"("inferred":true)", R"("inferred":1)"},
      {R"("kind":1)", R"("kind":"event")"},
      {R"(["de",4,11])", R"("de")"},
      {R"(["de",4,11])", R"([4,11,"de"])"},
      {R"("city":["Kista","Stockholm"])", R"("city":"Kista")"},
      {R"("city":["Kista","Stockholm"])", R"("city":["Kista",1])"},
      {R"("confidence":0.75)", R"("confidence":"0.75")"},
      {R"("confidence":0.75)", R"("confidence":null)"},
      {R"("boundary_reason":"date line")", R"("boundary_reason":1)"},
      // Too short.
      {R"("at":[3,7,120,480])", R"("at":[3,7,120])"},
      {R"("span":[120,127])", R"("span":[])"},
      {R"(["de",4,11])", R"(["de",4])"},
      {R"(,"","gazetteer"])", "]"},
      // Values that no date has.
      {R"("precision":1)", R"("precision":3)"},
      {R"("precision":1)", R"("precision":-1)"},
      {R"("start":17471,"end":17500)", R"("start":17471,"end":17470)"},
      {R"("start":16973)", R"("start":9223372036854775807)"},
      {R"("start":16973)", R"("start":-9223372036854775807)"},
  };
  for (const auto& row : kRows) {
    std::string record = kFullRecord;
    const size_t at = record.find(row.from);
    ASSERT_NE(at, std::string::npos) << row.from;
    record.replace(at, std::string_view(row.from).size(), row.to);
    const Result<Document> read = DecodeRecord(record);
    EXPECT_THAT(read, StatusIs(StatusCode::kCorruption)) << row.from << " -> " << row.to;
    EXPECT_FALSE(read.status().message().empty());
  }
  static const struct {
    const char* from;  // a piece of kResolvedRecord
    const char* to;
  } kResolvedRows[] = {
      {R"("facet":"city",)", ""},
      {R"("value":"Kista",)", ""},
      {R"("rule":"named",)", ""},
      {R"("confidence":0.875,)", ""},
      {R"("confidence":0.875)", R"("confidence":null)"},
      {R"("id":"geonames:2701680")", R"("id":2701680)"},
      {R"("within":["Stockholm","Sweden"])", R"("within":"Stockholm")"},
      {R"("point":[59.40316,17.94479])", R"("point":[59.40316])"},
      {R"("point":[59.40316,17.94479])", R"("point":["59","17"])"},
      {R"(,0.0625])", "]"},
      {R"("resolved":[)", R"("resolved":[1,)"},
  };
  for (const auto& row : kResolvedRows) {
    std::string record = FullResolvedRecord();
    const size_t at = record.find(row.from);
    ASSERT_NE(at, std::string::npos) << row.from;
    record.replace(at, std::string_view(row.from).size(), row.to);
    EXPECT_THAT(DecodeRecord(record), StatusIs(StatusCode::kCorruption)) << row.from << " -> " << row.to;
  }
  for (const std::string& record : {""s, "null"s, "[]"s, "{}"s, "\"id\""s, "1"s, "\0"s, "{"s, "\xEF\xBB\xBF"s,
                                    "\xFF"s, std::string(100000, '['), "x" + std::string(kFullRecord),
                                    std::string(kFullRecord) + "\xFF", "\n"s, "{}\n"s}) {
    EXPECT_THAT(DecodeRecord(record), StatusIs(StatusCode::kCorruption)) << record.substr(0, 40);
  }
}

// How long the body is, is said beside the record.
TEST(DecodeRecord, RefusesEveryTruncationBeforeTheBody) {
  const std::string_view record = kFullRecord;
  for (size_t length = 0; length <= record.find('\n'); ++length) {
    EXPECT_THAT(DecodeRecord(record.substr(0, length)), StatusIs(StatusCode::kCorruption)) << length;
  }
}

TEST(DecodeRecord, TakesAnyBytes) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  int refused = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string record = FullResolvedRecord();
    for (uint64_t k = 1 + random.Below(3); k > 0; --k) {
      record[random.Below(record.size())] = static_cast<char>(random.Below(256));
    }
    const Result<Document> read = DecodeRecord(record);
    if (read.ok()) {
      // Whatever it is now, it can be written and read.
      const Result<Document> again = DecodeRecord(EncodeRecord(*read));
      ASSERT_THAT(again, IsOk()) << PrintToString(record);
    } else {
      ASSERT_THAT(read, StatusIs(StatusCode::kCorruption)) << PrintToString(record);
      ++refused;
    }
  }
  EXPECT_GT(refused, 1000);
}

std::vector<std::string> Unpacked(std::string_view packed) {
  std::vector<std::string_view> values;
  UnpackValues(packed, &values);
  return {values.begin(), values.end()};
}

TEST(PackValues, IsAsPersisted) {
  static const struct {
    std::vector<std::string> values;
    std::string packed;
  } kRows[] = {
      {{}, ""},
      {{""}, "\0"s},
      {{"Kista"}, "\x05Kista"},
      {{"Kista", "", "Łódź"}, "\x05Kista\0\x07Łódź"s},
      {{std::string(127, 'x')}, "\x7F" + std::string(127, 'x')},
      {{std::string(128, 'x')}, "\x80\x01" + std::string(128, 'x')},
      {{std::string(300, 'x'), "y"}, "\xAC\x02" + std::string(300, 'x') + "\x01y"},
      {{"a\0b"s}, "\3a\0b"s},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(PackValues(row.values), row.packed) << PrintToString(row.values);
    EXPECT_EQ(Unpacked(row.packed), row.values) << PrintToString(row.packed);
  }
}

TEST(PackValues, KeepsRandomValues) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 3000; ++i) {
    std::vector<std::string> values;
    for (uint64_t k = random.Below(8); k > 0; --k) {
      values.push_back(random.Bytes(random.Below(random.Below(10) == 0 ? 40000 : 200)));
    }
    ASSERT_EQ(Unpacked(PackValues(values)), values);
  }
}

TEST(UnpackValues, AppendsAndStopsAtDamage) {
  std::vector<std::string_view> values = {"first"};
  UnpackValues("\x05Kista\x09short", &values);
  EXPECT_THAT(values, ElementsAre("first", "Kista"));
  static const struct {
    std::string packed;
    std::vector<std::string> expected;
  } kRows[] = {
      // A length without its end.
      {"\x80", {}},
      {"\x01"
       "a\xFF\xFF",
       {"a"}},
      // A length beyond the end, near and far.
      {"\x06Kista", {}},
      {"\x01"
       "a\xFF\xFF\xFF\xFF\x0Fxyz",
       {"a"}},
      {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7Fxyz", {}},
      {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01xyz", {}},
      {std::string(40, '\x80') + "\x01"
                                 "a",
       {}},
  };
  for (const auto& row : kRows) EXPECT_EQ(Unpacked(row.packed), row.expected) << PrintToString(row.packed);
}

TEST(UnpackValues, StaysInsideOfAnyBytes) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 20000; ++i) {
    const std::string bytes = random.Bytes(random.Below(40));
    std::vector<std::string_view> values;
    UnpackValues(bytes, &values);
    const char* at = bytes.data();
    for (std::string_view value : values) {
      ASSERT_GT(value.data(), at) << PrintToString(bytes);
      at = value.data() + value.size();
      ASSERT_LE(at, bytes.data() + bytes.size()) << PrintToString(bytes);
    }
  }
}

// What is there before the damage comes out whole.
TEST(UnpackValues, KeepsWhatIsBeforeTheEnd) {
  const std::vector<std::string> values = {"Kista", "Stockholm", std::string(200, 'x')};
  const std::string packed = PackValues(values);
  for (size_t length = 0; length < packed.size(); ++length) {
    const size_t whole = length < 6 ? 0 : length < 16 ? 1 : 2;
    EXPECT_THAT(Unpacked(std::string_view(packed).substr(0, length)),
                ElementsAreArray(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(whole)))
        << length;
  }
}

}  // namespace
}  // namespace newsearch
