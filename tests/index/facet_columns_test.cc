// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/facet_columns.h"

#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "index/database_format.h"
#include "index/facet_columns_file.h"
#include "index/facet_counter.h"
#include "index/index_test_support.h"
#include "schema/calendar.h"
#include "schema/facet_table.h"
#include "schema/fields.h"
#include "schema/record.h"
#include "text/normalizer.h"

namespace newsearch {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Row = FacetColumn::DocNumber;

// Its bytes stand in memory of their own, so that a sanitizer sees what is read beyond their end.
Result<FacetColumns> ReadBytes(std::string_view bytes) {
  const std::shared_ptr<char[]> copy(new char[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), copy.get());
  return FacetColumns::Read({copy.get(), bytes.size()}, copy, "test");
}

// Documents with numbers below `limit`, some missing, and a facet with `values` values, up to `most` of them
// in a document, with spellings of one value among them, and some twice in one document.
FacetColumns::Input SomeInput(size_t limit, size_t values, size_t most, TestRandom* random) {
  FacetColumns::Input input;
  input.limit = limit;
  input.docs = DocSet(limit);
  input.lengths.resize(limit);
  input.first_days.resize(limit, kNoDay);
  input.last_days.resize(limit, kNoDay);
  FacetColumns::Facet& facet = input.facets.emplace_back();
  facet.name = "project";
  std::set<std::string> distinct;
  for (size_t i = 0; distinct.size() < values; ++i) {
    const std::string number = std::to_string(i / 2);
    distinct.insert((i % 2 == 0 ? "Wert " : i % 6 == 1 ? "WERT " : "Anderer ") + number);
  }
  facet.values.assign(distinct.begin(), distinct.end());
  for (uint32_t doc = 1; doc < limit; ++doc) {
    if (random->Below(5) == 0) continue;
    input.docs.Add(doc);
    input.lengths[doc] = static_cast<uint32_t>(random->Below(1000));
    if (random->Below(3) > 0) {
      input.first_days[doc] = static_cast<int32_t>(random->Below(20000)) - 5000;
      input.last_days[doc] = input.first_days[doc] + static_cast<int32_t>(random->Below(31));
    }
    // Half of all documents have few values.
    const size_t count = random->Below(2) == 0 ? random->Below(3) : random->Below(most + 1);
    for (size_t i = 0; values > 0 && i < std::min(count, most); ++i) {
      const uint64_t drawn = std::min(random->Below(values), random->Below(values));
      facet.rows.push_back({doc, static_cast<uint32_t>(drawn + 1)});
      if (i + 1 < most && random->Below(8) == 0) facet.rows.push_back(facet.rows.back());
    }
  }
  return input;
}

FacetColumns ReadInput(const FacetColumns::Input& input) {
  Result<FacetColumns> columns = ReadBytes(FacetColumns::Build(input));
  EXPECT_THAT(columns, IsOk());
  return columns.ok() ? std::move(*columns) : FacetColumns();
}

DocSet SomeDocs(const DocSet& all, size_t limit, uint64_t of_ten, TestRandom* random) {
  DocSet docs(limit);
  all.ForEach([&](uint32_t doc) {
    if (random->Below(10) < of_ten) docs.Add(doc);
  });
  return docs;
}

// ---- A naive count ----

// The values of each document, as written.
using Lists = std::map<uint32_t, std::vector<std::string>>;

Lists ListsOf(const FacetColumns::Facet& facet) {
  Lists lists;
  for (const Row& row : facet.rows) lists[row.doc].push_back(facet.values[row.number - 1]);
  return lists;
}

// `listed`: values without case and marks that count; null: all.
FacetResult NaiveCount(const FacetField& field, const Lists& lists, const DocSet& docs,
                       const std::set<std::string>* listed) {
  struct Value {
    uint64_t count = 0;
    std::map<std::string, uint64_t> spellings;
  };
  std::map<std::string, Value> values;
  FacetResult result;
  result.facet = field.name;
  for (const auto& list : lists) {
    if (!docs.Has(list.first)) continue;
    std::set<std::string> own;
    for (const std::string& spelling : list.second) {
      const std::string folded = FoldName(spelling);
      if (listed != nullptr && listed->count(folded) == 0) continue;
      own.insert(folded);
      ++values[folded].spellings[spelling];
    }
    for (const std::string& folded : own) ++values[folded].count;
    result.documents += own.empty() ? 0 : 1;
  }
  result.distinct_values = values.size();
  for (const auto& entry : values) {
    const auto shown = std::max_element(
        entry.second.spellings.begin(), entry.second.spellings.end(),
        [](const auto& a, const auto& b) { return a.second < b.second; });  // the first of the greatest
    result.values.push_back({shown->first, FacetLabel(field.name, shown->first, "en"), entry.second.count});
  }
  std::sort(result.values.begin(), result.values.end(), [&](const FacetCount& a, const FacetCount& b) {
    if (field.order == FacetOrder::kNewestFirst) return a.value > b.value;
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  });
  return result;
}

void ExpectSame(FacetResult expected, const FacetCounter& counter, const FacetField& field, bool roll_up,
                uint32_t max_values) {
  if (max_values > 0 && expected.values.size() > max_values) expected.values.resize(max_values);
  const FacetResult result = counter.Count(field, roll_up, max_values, "en");
  EXPECT_EQ(result.facet, expected.facet);
  EXPECT_EQ(result.documents, expected.documents) << field.name;
  EXPECT_EQ(result.distinct_values, expected.distinct_values) << field.name;
  ASSERT_EQ(result.values.size(), expected.values.size()) << field.name;
  for (size_t i = 0; i < expected.values.size(); ++i) {
    ASSERT_EQ(result.values[i].value, expected.values[i].value) << field.name << " " << i;
    ASSERT_EQ(result.values[i].count, expected.values[i].count) << field.name << " " << i;
    ASSERT_EQ(result.values[i].label, expected.values[i].label) << field.name << " " << i;
  }
}

// ---- Bytes ----

TEST(FacetColumns, OfNothing) {
  const FacetColumns none;
  EXPECT_EQ(none.limit(), 0u);
  EXPECT_EQ(none.Find("project"), nullptr);
  FacetColumns::Input input;
  input.limit = 1;
  input.docs = DocSet(1);
  input.lengths.resize(1);
  input.first_days.resize(1, kNoDay);
  input.last_days.resize(1, kNoDay);
  input.facets = {{"project", false, {}, {}}};
  const FacetColumns columns = ReadInput(input);
  EXPECT_EQ(columns.limit(), 1u);
  EXPECT_TRUE(columns.Docs().Empty());
  const FacetColumn* column = columns.Find("project");
  ASSERT_NE(column, nullptr);
  EXPECT_EQ(column->size(), 0u);
  EXPECT_EQ(column->First(0), 0u);
  EXPECT_EQ(column->value(0), "");
  EXPECT_EQ(column->value(1), "");
  EXPECT_EQ(column->LowerBound("x"), 1u);
  EXPECT_TRUE(column->WithOrdinals(1, 0).Empty());
}

// Ordinals of one, two and four bytes, and rows of every width.
TEST(FacetColumns, HoldWhatTheyAreBuiltFrom) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const struct {
    size_t values;
    size_t most;
  } cases[] = {{1, 1}, {3, 1}, {40, 2}, {255, 3}, {256, 4}, {300, 5}, {1000, 12}, {65535, 2}, {65536, 3}};
  for (const auto& row : cases) {
    SCOPED_TRACE(row.values);
    const FacetColumns::Input input = SomeInput(3000, row.values, row.most, &random);
    const FacetColumns columns = ReadInput(input);
    ASSERT_EQ(columns.limit(), input.limit);
    EXPECT_EQ(columns.documents(), input.docs.Count());
    EXPECT_EQ(columns.Docs().words(), input.docs.words());
    EXPECT_TRUE(std::equal(input.lengths.begin(), input.lengths.end(), columns.lengths().begin()));
    EXPECT_TRUE(std::equal(input.first_days.begin(), input.first_days.end(), columns.first_days().begin()));
    EXPECT_TRUE(std::equal(input.last_days.begin(), input.last_days.end(), columns.last_days().begin()));
    const FacetColumn* column = columns.Find("project");
    ASSERT_NE(column, nullptr);
    EXPECT_EQ(columns.Find("project", true), nullptr);
    const std::vector<std::string>& values = input.facets[0].values;
    ASSERT_EQ(column->size(), values.size());
    for (uint32_t ordinal = 1; ordinal <= values.size(); ++ordinal) {
      ASSERT_EQ(column->value(ordinal), values[ordinal - 1]);
      ASSERT_EQ(column->LowerBound(values[ordinal - 1]), ordinal);
    }
    EXPECT_EQ(column->LowerBound("zzz"), values.size() + 1);
    std::map<uint32_t, std::vector<uint32_t>> lists;
    std::map<uint32_t, DocSet> with;
    for (const Row& entry : input.facets[0].rows) {
      std::vector<uint32_t>& list = lists[entry.doc];
      if (std::find(list.begin(), list.end(), entry.number) == list.end()) list.push_back(entry.number);
      with.try_emplace(entry.number, DocSet(input.limit)).first->second.Add(entry.doc);
    }
    EXPECT_EQ(column->documents(), lists.size());
    for (uint32_t doc = 0; doc < input.limit; ++doc) {
      ASSERT_EQ(column->OrdinalsOf(doc), lists[doc]) << doc;
      ASSERT_EQ(column->First(doc), lists[doc].empty() ? 0 : lists[doc].front()) << doc;
    }
    for (int i = 0; i < 20; ++i) {
      const auto ordinal = static_cast<uint32_t>(random.Below(values.size()) + 1);
      const auto last = static_cast<uint32_t>(ordinal + random.Below(4));
      DocSet expected(input.limit);
      for (uint32_t other = ordinal; other <= last; ++other) {
        if (with.count(other) > 0) expected |= with.at(other);
      }
      ASSERT_EQ(column->WithOrdinals(ordinal, last).words(), expected.words());
      ASSERT_EQ(column->total(ordinal), with.count(ordinal) == 0 ? 0 : with.at(ordinal).Count());
    }
  }
}

TEST(FacetColumns, TheSameInputGivesTheSameBytes) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const FacetColumns::Input input = SomeInput(500, 90, 5, &random);
  const std::string bytes = FacetColumns::Build(input);
  EXPECT_EQ(FacetColumns::Build(input), bytes);
  FacetColumns::Input other = input;
  other.facets[0].rows.back().number ^= 1;
  EXPECT_NE(FacetColumns::Build(other), bytes);
}

TEST(FacetColumns, EveryTruncationIsRefused) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::string bytes = FacetColumns::Build(SomeInput(70, 20, 12, &random));
  ASSERT_THAT(ReadBytes(bytes), IsOk());
  for (size_t length = 0; length < bytes.size(); ++length) {
    const Result<FacetColumns> read = ReadBytes(std::string_view(bytes).substr(0, length));
    ASSERT_THAT(read, StatusIs(StatusCode::kCorruption)) << length;
    ASSERT_NE(read.status().message().find("test"), std::string::npos) << "names it";
  }
  EXPECT_THAT(ReadBytes(bytes + "x"), StatusIs(StatusCode::kCorruption));
  std::string other = bytes;
  ++other[7];
  EXPECT_THAT(ReadBytes(other), StatusIs(StatusCode::kVersionMismatch)) << "another form of the file";
}

// All uses, whatever the bytes are.
void UseAll(const FacetColumns& columns) {
  const DocSet all = columns.Docs();
  DocSet some(columns.limit());
  all.ForEach([&](uint32_t doc) {
    ASSERT_LT(doc, columns.limit());
    if (doc % 3 == 0) some.Add(doc);
  });
  FacetField field = *FindFacet("project");
  for (const FacetColumn& column : columns.columns()) {
    for (uint32_t ordinal : {0u, 1u, 2u, column.size(), column.size() + 1, UINT32_MAX})
      (void)column.value(ordinal);
    (void)column.LowerBound("Wert 3");
    for (uint32_t doc : {0u, 1u, static_cast<uint32_t>(columns.limit() - 1)}) {
      if (doc >= columns.limit()) continue;
      for (uint32_t ordinal : column.OrdinalsOf(doc)) ASSERT_LE(ordinal, column.size());
    }
    (void)column.WithOrdinals(2, 7);
    field.name = column.name();
    for (const DocSet* docs : {&all, static_cast<const DocSet*>(&some)}) {
      (void)FacetCounter(columns, all, *docs).Count(field, column.rolled_up(), 5, "en");
    }
  }
}

TEST(FacetColumns, DamagedBytesNeverCrash) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  FacetColumns::Input input = SomeInput(300, 40, 12, &random);
  input.facets.push_back(input.facets.front());
  input.facets.back().rolled_up = true;
  const std::string bytes = FacetColumns::Build(input);
  constexpr size_t kHeaders = 112 + 2 * 192;
  size_t refused = 0;
  for (int i = 0; i < 3000; ++i) {
    const size_t range = i % 3 == 0 ? kHeaders : bytes.size();
    const std::string damaged = random.Damaged(bytes, range);
    const Result<FacetColumns> read = ReadBytes(damaged);
    if (!read.ok()) {
      ASSERT_THAT(read.status().code(),
                  testing::AnyOf(StatusCode::kCorruption, StatusCode::kVersionMismatch));
      ++refused;
      continue;
    }
    ASSERT_NO_FATAL_FAILURE(UseAll(*read));
  }
  EXPECT_GT(refused, 100u);
}

// ---- Counting ----

TEST(FacetCounter, CountsAsANaiveScan) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const struct {
    size_t values;
    size_t most;
  } cases[] = {{1, 1}, {30, 1}, {40, 3}, {400, 9}, {70000, 3}};
  for (const auto& row : cases) {
    SCOPED_TRACE(row.values);
    const FacetColumns::Input input = SomeInput(1500, row.values, row.most, &random);
    const FacetColumns columns = ReadInput(input);
    const Lists lists = ListsOf(input.facets[0]);
    for (const char* order : {"project", "year"}) {  // by count, and newest first
      FacetField field = *FindFacet(order);
      field.name = "project";
      for (uint64_t of_ten : {0u, 1u, 4u, 5u, 6u, 9u, 10u}) {
        const DocSet docs = SomeDocs(input.docs, input.limit, of_ten, &random);
        const FacetCounter counter(columns, input.docs, docs);
        const FacetResult expected = NaiveCount(field, lists, docs, nullptr);
        for (uint32_t max_values : {0u, 1u, 10u}) {
          ASSERT_NO_FATAL_FAILURE(ExpectSame(expected, counter, field, false, max_values));
        }
      }
      DocSet one(input.limit);
      one.Add(lists.begin()->first);
      const FacetCounter counter(columns, input.docs, one);
      ASSERT_NO_FATAL_FAILURE(ExpectSame(NaiveCount(field, lists, one, nullptr), counter, field, false, 0));
    }
  }
}

TEST(FacetCounter, OfAFacetThatIsNotThere) {
  TestRandom random;
  const FacetColumns::Input input = SomeInput(10, 3, 1, &random);
  const FacetColumns columns = ReadInput(input);
  const FacetResult result =
      FacetCounter(columns, input.docs, input.docs).Count(*FindFacet("city"), true, 10, "en");
  EXPECT_EQ(result.facet, "city");
  EXPECT_EQ(result.documents, 0u);
  EXPECT_THAT(result.values, IsEmpty());
}

// ---- Files ----

class FacetColumnsFileTest : public testing::Test {
 protected:
  std::vector<std::string> Files() const {
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(path_)) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with("columns.")) files.push_back(name);
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  std::string Current() const {
    return "columns." + Xapian::Database(path_).get_metadata("newsearch.columns");
  }

  static FacetTable TableOf(const Xapian::Database& database) {
    Result<FacetTable> table = ReadFacetTable(ReadFormat(database), "test");
    EXPECT_THAT(table, IsOk());
    return table.ok() ? std::move(*table) : FacetTable();
  }

  // What the slots say, by document.
  static Lists Scan(const Xapian::Database& database, const FacetField& field) {
    Lists lists;
    for (auto value = database.valuestream_begin(field.slot); value != database.valuestream_end(field.slot);
         ++value) {
      const std::string slot = *value;
      if (!field.multi_valued) {
        lists[value.get_docid()] = {slot};
        continue;
      }
      std::vector<std::string_view> own;
      UnpackValues(slot, &own);
      lists[value.get_docid()].assign(own.begin(), own.end());
    }
    return lists;
  }

  static std::map<uint32_t, int64_t> ScanDays(const Xapian::Database& database, uint32_t slot) {
    std::map<uint32_t, int64_t> days;
    for (auto value = database.valuestream_begin(slot); value != database.valuestream_end(slot); ++value) {
      days[value.get_docid()] = std::llround(Xapian::sortable_unserialise(*value));
    }
    return days;
  }

  // Compares the file of the latest commit with the database.
  void CheckAll(TestRandom* random) {
    const Xapian::Database database(path_);
    const FacetTable facets = TableOf(database);
    Status fault;
    const FacetColumns columns = ReadFacetColumns(path_, database, facets, &fault);
    ASSERT_THAT(fault, IsOk());
    ASSERT_EQ(columns.limit(), size_t{database.get_lastdocid()} + 1);
    DocSet all(columns.limit());
    for (auto doc = database.postlist_begin(""); doc != database.postlist_end(""); ++doc) {
      all.Add(*doc);
      ASSERT_EQ(columns.lengths()[*doc], doc.get_doclength());
    }
    ASSERT_EQ(columns.Docs().words(), all.words());
    const auto first_days = ScanDays(database, kDateStartSlot);
    const auto last_days = ScanDays(database, kDateEndSlot);
    for (uint32_t doc = 0; doc < columns.limit(); ++doc) {
      const auto first = first_days.find(doc);
      ASSERT_EQ(columns.first_days()[doc], first == first_days.end() ? kNoDay : first->second);
      const auto last = last_days.find(doc);
      ASSERT_EQ(columns.last_days()[doc], last == last_days.end() ? kNoDay : last->second);
    }
    const DocSet docs = SomeDocs(all, columns.limit(), random->Below(11), random);
    const FacetCounter counter(columns, all, docs);
    const Lists places = Scan(database, *facets.Find("place"));
    for (const FacetField& field : facets.fields()) {
      const FacetColumn* column = columns.Find(field.name);
      ASSERT_NE(column, nullptr) << field.name;
      Lists lists = Scan(database, field);
      for (uint32_t doc = 0; doc < columns.limit(); ++doc) {
        std::vector<std::string> once;
        for (const std::string& value : lists[doc]) {
          if (std::find(once.begin(), once.end(), value) == once.end()) once.push_back(value);
        }
        std::vector<std::string> values;
        for (uint32_t ordinal : column->OrdinalsOf(doc)) values.emplace_back(column->value(ordinal));
        ASSERT_EQ(values, once) << field.name << " of " << doc;
      }
      ASSERT_NO_FATAL_FAILURE(ExpectSame(NaiveCount(field, lists, docs, nullptr), counter, field, false, 0));
      if (!RollsUp(field.name)) continue;
      std::set<std::string> listed;
      for (const auto& list : lists) {
        for (const std::string& value : list.second) listed.insert(FoldName(value));
      }
      for (const auto& list : places) {
        std::vector<std::string>& both = lists[list.first];
        both.insert(both.end(), list.second.begin(), list.second.end());
      }
      ASSERT_NO_FATAL_FAILURE(ExpectSame(NaiveCount(field, lists, docs, &listed), counter, field, true, 0));
    }
    // What is built anew is the same to the byte.
    const std::string bytes = ReadFile(path_ + "/" + Current());
    fs::remove(path_ + "/" + Current());
    (void)ReadFacetColumns(path_, database, facets, &fault);
    EXPECT_THAT(fault, StatusIs(StatusCode::kNotFound));
    std::ofstream(path_ + "/" + Current(), std::ios::binary) << bytes;
  }

  ScratchFolder folder_;
  std::string path_ = folder_.File("index");
};

Document RandomDocument(TestRandom* random) {
  static const std::vector<std::string> kCities = {"Malmö",   "malmo",     "MALMÖ", "Kraków",    "Kista",
                                                   "Arsta",   "Årsta",     "Rome",  "Stockholm", "Palma",
                                                   "Leipzig", "Santander", "Aspern"};
  const auto pick = [random](const std::vector<std::string>& values, size_t most) {
    std::vector<std::string> picked;
    for (uint64_t i = random->Below(most + 1); i > 0; --i)
      picked.push_back(values[random->Below(values.size())]);
    return picked;
  };
  Document document = MakeDocument("d" + std::to_string(random->Below(150)), "Title",
                                   "Body " + random->Text(random->Below(20)),
                                   std::vector<std::string>{"en", "sv", "und", "pl"}[random->Below(4)]);
  if (random->Below(3) > 0) {
    document.date =
        MakeDay(1990 + static_cast<int>(random->Below(30)), 1 + static_cast<unsigned>(random->Below(12)),
                1 + static_cast<unsigned>(random->Below(28)));
    if (random->Below(4) == 0) document.date->end = document.date->end.year() / std::chrono::December / 31;
  }
  const auto add = [&](const std::string& facet, std::vector<std::string> values) {
    if (!values.empty()) document.facets.push_back({facet, std::move(values)});
  };
  add("project", pick({"mySMARTLife", "MySmartLife", "REMOURBAN", "Ruggedised"}, 2));
  const std::vector<std::string> cities = pick(kCities, 4);
  add("city", cities);
  add("region", pick({"Skåne", "Skane", "Stockholm", "Lombardia"}, 2));
  add("country", pick({"SE", "PL", "IT"}, 2));
  if (random->Below(3) > 0) add("year", {std::to_string(2000 + random->Below(20))});
  if (random->Below(5) == 0) add("topic", pick({"Trams", "trams", "Ferries"}, 12));
  if (random->Below(30) == 0) add("author" + std::to_string(random->Below(3)), {"Ada"});
  for (const std::string& city : cities) {
    if (random->Below(2) == 0) continue;
    ResolvedValue& resolved = document.resolved.emplace_back();
    resolved.facet = "city";
    resolved.value = city;
    resolved.within = pick(kCities, 3);
  }
  return document;
}

TEST_F(FacetColumnsFileTest, AgreeWithTheIndexAfterAnyEdits) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int commit = 0; commit < 25; ++commit) {
    // After how many changes Xapian writes some of them out, before the commit.
    const std::string threshold = std::to_string(1 + random.Below(20));
    ASSERT_EQ(setenv("XAPIAN_FLUSH_THRESHOLD", threshold.c_str(), 1), 0);
    auto writer = IndexWriter::Open(path_);
    ASSERT_THAT(writer, IsOk());
    for (uint64_t edit = 1 + random.Below(commit == 0 ? 200 : 30); edit > 0; --edit) {
      if (random.Below(3) > 0) {
        ASSERT_THAT(writer->Put(RandomDocument(&random)), IsOk());
      } else {
        const Status removed = writer->Remove("d" + std::to_string(random.Below(150)));
        ASSERT_TRUE(removed.ok() || removed.code() == StatusCode::kNotFound);
      }
    }
    ASSERT_THAT(writer->Put(RandomDocument(&random)), IsOk());
    ASSERT_THAT(writer->Commit(), IsOk());
    ASSERT_NO_FATAL_FAILURE(CheckAll(&random)) << "commit " << commit;
    EXPECT_LE(Files().size(), 2u) << "of this commit, and of the one that readers may still open";
    EXPECT_THAT(Files(), Contains(Current()));
  }
  ASSERT_EQ(unsetenv("XAPIAN_FLUSH_THRESHOLD"), 0);
}

TEST_F(FacetColumnsFileTest, AreWrittenWithEachCommitThatChangesThem) {
  Document document = MakeDocument("a", "", "word");
  PutAll(path_, {document});
  const std::vector<std::string> files = Files();
  EXPECT_THAT(files, ElementsAre(Current()));
  {
    auto writer = IndexWriter::Open(path_);
    ASSERT_THAT(writer, IsOk());
    ASSERT_THAT(writer->Put(document), IsOk());
    ASSERT_THAT(writer->Commit(), IsOk());
    document.lines = {5, 6};
    ASSERT_THAT(writer->Put(document), IsOk());
    ASSERT_THAT(writer->Commit(), IsOk());
    ASSERT_THAT(writer->Put(MakeDocument("b", "", "other")), IsOk());  // never committed
  }
  EXPECT_EQ(Files(), files);
  document.facets = {{"project", {"REMOURBAN"}}};
  PutAll(path_, {document});
  EXPECT_NE(Files(), files) << "a facet alone";
}

TEST_F(FacetColumnsFileTest, AreMadeAnewWhereTheyAreMissingOrDamaged) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  Document a = MakeDocument("a", "", "word");
  a.facets = {{"city", {"Malmö", "Kista"}}, {"year", {"2012"}}};
  a.date = MakeDay(2012, 3, 4);
  Document b = MakeDocument("b", "", "word", "sv");
  b.facets = {{"city", {"malmo"}}};
  PutAll(path_, {a});
  const std::string before = ReadFile(path_ + "/" + Current());
  PutAll(path_, {b});
  const std::string file = path_ + "/" + Current();
  const std::string bytes = ReadFile(file);
  const auto check = [&](const std::string& what, bool whole) {
    auto searcher = Searcher::Open(path_);
    ASSERT_THAT(searcher, IsOk()) << what;
    SearchRequest request;
    request.text = "word";
    request.facets = {{"city"}, {"year"}, {"lang"}};
    const auto response = searcher->Search(request);
    ASSERT_THAT(response, IsOk()) << what;
    ASSERT_EQ(response->warnings.size(), whole ? 0u : 1u) << what;
    if (!whole) {
      EXPECT_THAT(response->warnings[0].message, testing::HasSubstr("made anew")) << what;
    }
    EXPECT_EQ(response->total, 2u);
    ASSERT_EQ(response->facets.size(), 3u);
    ASSERT_EQ(response->facets[0].values.size(), 2u) << what;
    EXPECT_EQ(response->facets[0].values[0].value, "Malmö") << what;
    EXPECT_EQ(response->facets[0].values[0].count, 2u) << what;
    EXPECT_EQ(response->facets[1].documents, 1u) << what;
    EXPECT_EQ(response->facets[2].distinct_values, 2u) << what;
    EXPECT_THAT(SearchFor(*searcher, "year:2010..2013"), ElementsAre("a")) << what;
    const auto stats = searcher->Stats();
    ASSERT_THAT(stats, IsOk());
    EXPECT_EQ(stats->undated, 1u) << what;
  };
  check("whole", true);
  for (size_t length : {size_t{0}, size_t{1}, size_t{95}, bytes.size() / 2, bytes.size() - 1}) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes.substr(0, length);
    check("cut to " + std::to_string(length), false);
  }
  std::ofstream(file, std::ios::binary | std::ios::trunc) << random.Bytes(5000);
  check("anything", false);
  std::ofstream(file, std::ios::binary | std::ios::trunc) << before;
  check("of another commit", false);
  fs::remove(file);
  check("missing", false);
  fs::create_directory(file);
  check("a folder", false);
}

// An index that was written before there were columns.
TEST_F(FacetColumnsFileTest, AreMadeWhereNoneWereEverWritten) {
  PutAll(path_, {MakeDocument("a", "", "word")});
  {
    Xapian::WritableDatabase database(path_);
    database.set_metadata("newsearch.columns", "");
  }
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  SearchRequest request;
  request.facets = {{"lang"}};
  const auto response = searcher->Search(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(response->warnings, IsEmpty());
  EXPECT_EQ(response->facets[0].documents, 1u);
}

}  // namespace
}  // namespace newsearch
