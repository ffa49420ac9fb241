// SPDX-License-Identifier: GPL-2.0-or-later
#include "glass/glass_database_writer.h"

#include <xapian.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "glass/glass_format.h"
#include "glass/glass_test_support.h"
#include "glass/glass_version.h"
#include "util/base128.h"

namespace newsearch {
namespace {

std::string Bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string RandomBytes(std::mt19937_64& random, size_t size) {
  std::string out(size, '\0');
  for (char& c : out) c = static_cast<char>(random());
  return out;
}

// Documents with all that can stand in a database: words that many have and words that one has, long terms,
// terms with zero bytes, documents without terms, without data, with data of many blocks, gaps of any size.
std::vector<PlainDocument> RandomDocuments(std::mt19937_64& random, size_t count) {
  std::vector<PlainDocument> documents;
  uint32_t doc = 0;
  for (size_t i = 0; i < count; ++i) {
    PlainDocument& document = documents.emplace_back();
    doc += random() % 50 == 0 ? 1 + random() % 3'000'000 : 1;
    document.doc = doc;
    const size_t words = random() % 20 == 0 ? 0 : random() % 60;
    for (size_t word = 0; word < words; ++word) {
      const uint32_t rank = random() % (1 + random() % 2000);
      document.terms["en:" + std::to_string(rank)] += 1 + random() % 3;
    }
    if (words > 0) document.terms["Q" + std::to_string(doc)] = 0;
    if (random() % 20 == 0) document.terms[std::string(245, static_cast<char>('a' + random() % 3))] = 300;
    if (random() % 20 == 0) document.terms[std::string("zero\0and", 8) + RandomBytes(random, 3)] = 127;
    if (random() % 30 == 0) document.terms[std::string(1, '\0') + std::string(random() % 3, '\xff')] = 1;
    if (random() % 4 != 0) document.values[0] = RandomBytes(random, 1 + random() % 8);
    if (random() % 4 == 0) document.values[1 + random() % 500] = std::to_string(random() % 5);
    if (random() % 40 == 0) document.values[70000 + random() % 3] = RandomBytes(random, 3000);
    if (random() % 5 != 0) document.data = RandomBytes(random, random() % 3000);
    if (random() % 100 == 0) document.data = RandomBytes(random, random() % 60000);
  }
  return documents;
}

const std::map<std::string, std::string>& SomeMetadata() {
  static const std::map<std::string, std::string> metadata = {
      {"newsearch.format", "3"}, {"a", std::string(20000, 'x')}, {std::string("zero\0", 5), "y"}};
  return metadata;
}

class GlassDatabaseTest : public ::testing::Test {
 protected:
  GlassWriterOptions Options(const std::string& name) const {
    GlassWriterOptions options;
    options.directory = folder_.File(name);
    return options;
  }
  ScratchFolder folder_;
};

TEST_F(GlassDatabaseTest, KnowsTheXapianItIsTestedWith) {
  EXPECT_TRUE(WritesGlassOf(Xapian::version_string())) << Xapian::version_string();
  EXPECT_FALSE(WritesGlassOf("1.5.0"));
  EXPECT_FALSE(WritesGlassOf("1.40.0"));
  EXPECT_FALSE(WritesGlassOf("2.0.0"));
}

TEST_F(GlassDatabaseTest, XapianReadsTheSameOfBoth) {
  TestRandom source;
  std::mt19937_64& random = source.engine();
  for (size_t count : {1u, 3u, 40u, 3000u}) {
    const std::string name = std::to_string(count);
    SCOPED_TRACE(source.Trace() + ", documents " + name);
    const std::vector<PlainDocument> documents = RandomDocuments(random, count);
    Xapian::WritableDatabase api(folder_.File("api" + name), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
    WriteThroughApi(documents, SomeMetadata(), &api);
    GlassWriterOptions options = Options("own" + name);
    options.memory_bytes = count * 100;  // so that large ones are spilled
    ASSERT_THAT(WriteThroughWriter(documents, SomeMetadata(), options), IsOk());
    EXPECT_EQ(Faults(options.directory), "");
    const Xapian::Database own(options.directory);
    EXPECT_EQ(Describe(own), Describe(api));
  }
}

TEST_F(GlassDatabaseTest, NothingAtAllIsADatabaseToo) {
  ASSERT_THAT(WriteThroughWriter({}, {}, Options("empty")), IsOk());
  EXPECT_EQ(Faults(folder_.File("empty")), "");
  Xapian::WritableDatabase database(folder_.File("empty"));
  EXPECT_EQ(database.get_doccount(), 0u);
  WriteThroughApi({{1, {{"a", 1}}, {}, "data"}}, {{"k", "v"}}, &database);
  EXPECT_EQ(Faults(folder_.File("empty")), "");
}

// Many levels of branches, chunks and pieces for one term.
TEST_F(GlassDatabaseTest, OneTermSpansManyBlocks) {
  std::vector<PlainDocument> documents;
  for (uint32_t doc = 1; doc <= 60000; ++doc) {
    documents.push_back({doc * 7, {{"common", doc % 300}, {"n" + std::to_string(doc), 1}}, {}, ""});
  }
  ASSERT_THAT(WriteThroughWriter(documents, {}, Options("own"), 7000), IsOk());
  EXPECT_EQ(Faults(folder_.File("own")), "");
  const Xapian::Database database(folder_.File("own"));
  EXPECT_EQ(database.get_termfreq("common"), 60000u);
  uint32_t doc = 0;
  for (auto posting = database.postlist_begin("common"); posting != database.postlist_end("common");
       ++posting) {
    ++doc;
    ASSERT_EQ(*posting, doc * 7);
    ASSERT_EQ(posting.get_wdf(), doc % 300);
  }
  EXPECT_EQ(doc, 60000u);
  for (uint32_t wanted : {1u, 6u, 7u, 8u, 30000u, 419993u, 420000u}) {
    auto posting = database.postlist_begin("common");
    posting.skip_to(wanted);
    EXPECT_EQ(*posting, (wanted + 6) / 7 * 7);
  }
  auto posting = database.postlist_begin("common");
  posting.skip_to(420001);
  EXPECT_TRUE(posting == database.postlist_end("common"));
}

// The same bytes, whatever the batches and the memory.
TEST_F(GlassDatabaseTest, BatchesAndMemoryChangeNothing) {
  TestRandom source;
  SCOPED_TRACE(source.Trace());
  std::mt19937_64& random = source.engine();
  const std::vector<PlainDocument> documents = RandomDocuments(random, 1000);
  struct Way {
    size_t batch_size;
    uint64_t memory_bytes;
  };
  int number = 0;
  for (const Way& way :
       {Way{1000, uint64_t{1} << 30}, Way{1, uint64_t{1} << 30}, Way{10, 1}, Way{33, 50000}}) {
    GlassWriterOptions options = Options(std::to_string(number));
    options.memory_bytes = way.memory_bytes;
    ASSERT_THAT(WriteThroughWriter(documents, SomeMetadata(), options, way.batch_size), IsOk());
    for (const char* file : {"postlist.glass", "docdata.glass", "termlist.glass"}) {
      EXPECT_EQ(Bytes(folder_.File("0/") + file), Bytes(options.directory + "/" + file))
          << file << " in batches of " << way.batch_size;
    }
    EXPECT_FALSE(std::filesystem::exists(options.directory + "/runs.tmp"));
    ++number;
  }
}

TEST_F(GlassDatabaseTest, XapianChangesWhatWasWritten) {
  TestRandom source;
  std::mt19937_64& random = source.engine();
  SCOPED_TRACE(source.Trace());
  const std::vector<PlainDocument> documents = RandomDocuments(random, 500);
  std::vector<PlainDocument> others = RandomDocuments(random, 200);
  for (size_t i = 0; i < others.size(); ++i) others[i].doc = documents[i * 2].doc;
  others.resize(201);
  others.back().doc = documents.back().doc + 5;
  others.back().terms["new"] = 1;
  Xapian::WritableDatabase api(folder_.File("api"), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
  WriteThroughApi(documents, SomeMetadata(), &api);
  ASSERT_THAT(WriteThroughWriter(documents, SomeMetadata(), Options("own")), IsOk());
  Xapian::WritableDatabase own(folder_.File("own"));
  for (Xapian::WritableDatabase* database : {&api, &own}) {
    WriteThroughApi(others, {{"a", ""}, {"b", "c"}}, database);
    for (size_t i = 1; i < documents.size(); i += 7) database->delete_document(documents[i].doc);
    database->commit();
  }
  EXPECT_EQ(Faults(folder_.File("own")), "");
  EXPECT_EQ(Describe(own), Describe(api));
  own.compact(folder_.File("compact"));
  EXPECT_EQ(Faults(folder_.File("compact")), "");
  EXPECT_EQ(Describe(Xapian::Database(folder_.File("compact"))), Describe(api));
}

// A new revision takes the place of an old one under the eyes of its readers.
TEST_F(GlassDatabaseTest, FollowsAnEmptyDatabase) {
  TestRandom source;
  SCOPED_TRACE(source.Trace());
  std::mt19937_64& random = source.engine();
  const std::vector<PlainDocument> documents = RandomDocuments(random, 300);
  const std::string path = folder_.File("index");
  std::string uuid;
  {
    Xapian::WritableDatabase database(path, Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
    for (int i = 0; i < 30; ++i) {
      database.set_metadata("k" + std::to_string(i % 7), std::string(static_cast<size_t>(i) * 500, 'v'));
      database.commit();
    }
    uuid = database.get_uuid();
  }
  const Xapian::Database reader(path);
  const std::string before = Describe(reader);
  GlassWriterOptions options;
  options.directory = path + "/next";
  options.predecessor = path;
  ASSERT_THAT(WriteThroughWriter(documents, SomeMetadata(), options), IsOk());
  EXPECT_EQ(Describe(Xapian::Database(path)), before);

  // As if the process had died between the tables and the revision.
  std::filesystem::create_directory(folder_.File("died"));
  for (const char* file : {"postlist.glass", "docdata.glass", "termlist.glass"}) {
    std::filesystem::copy(options.directory + "/" + file, folder_.File("died/") + file);
  }
  std::filesystem::copy(path + "/iamglass", folder_.File("died/iamglass"));
  EXPECT_EQ(Describe(Xapian::Database(folder_.File("died"))), before);
  EXPECT_EQ(Faults(folder_.File("died")), "");
  {
    Xapian::WritableDatabase died(folder_.File("died"));
    WriteThroughApi(documents, {}, &died);
  }
  EXPECT_EQ(Faults(folder_.File("died")), "");

  ASSERT_THAT(PublishGlass(options.directory, path), IsOk());
  EXPECT_FALSE(std::filesystem::exists(options.directory));
  EXPECT_EQ(Describe(reader), before);
  EXPECT_EQ(Faults(path), "");
  Xapian::WritableDatabase api(folder_.File("api"), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
  WriteThroughApi(documents, SomeMetadata(), &api);
  Xapian::WritableDatabase own(path);
  EXPECT_EQ(own.get_uuid(), uuid);
  EXPECT_EQ(Describe(own), Describe(api));
  // The blocks of the old revision are used again.
  for (int i = 0; i < 5; ++i) {
    for (Xapian::WritableDatabase* database : {&api, &own}) {
      WriteThroughApi({{static_cast<uint32_t>(i + 1), {{"changed", 1}}, {{3, "x"}}, std::string(9000, 'd')}},
                      {{"k", std::to_string(i)}}, database);
    }
    EXPECT_EQ(Faults(path), "") << i;
  }
  EXPECT_EQ(Describe(own), Describe(api));
}

TEST_F(GlassDatabaseTest, FollowsNoDatabaseOfAnotherKind) {
  const auto create = [&](const std::string& name) {
    GlassWriterOptions options = Options(name + ".next");
    options.predecessor = folder_.File(name);
    return GlassDatabaseWriter::Create(options).status();
  };
  EXPECT_THAT(create("missing"), StatusIs(StatusCode::kNotFound));
  {
    Xapian::WritableDatabase database(folder_.File("blocks"), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS,
                                      4096);
  }
  EXPECT_THAT(create("blocks"), StatusIs(StatusCode::kUnsupported));
  {
    Xapian::WritableDatabase database(folder_.File("spelling"), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
    database.add_spelling("word");
    database.commit();
  }
  EXPECT_THAT(create("spelling"), StatusIs(StatusCode::kUnsupported));
}

TEST_F(GlassDatabaseTest, DocumentsComeInOrder) {
  EXPECT_THAT(WriteThroughWriter({{2, {{"a", 1}}, {}, ""}, {1, {{"a", 1}}, {}, ""}}, {}, Options("a"), 1),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(WriteThroughWriter({{2, {{"a", 1}}, {}, ""}, {2, {{"a", 1}}, {}, ""}}, {}, Options("b"), 1),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(WriteThroughWriter({}, {{std::string(300, 'k'), "v"}}, Options("c")),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST_F(GlassDatabaseTest, ShowsEveryTermOnce) {
  std::vector<std::string> seen;
  const auto sink = [&seen](std::string_view term, const PostingPiece& posting) {
    std::string line = std::string(term) + " " + std::to_string(posting.documents) + ":";
    size_t at = 0;
    uint32_t doc = posting.first_doc;
    while (true) {
      uint32_t wdf = 0;
      uint32_t gap = 0;
      EXPECT_TRUE(TakeNumber(posting.list, &at, &wdf));
      line += " " + std::to_string(doc) + "/" + std::to_string(wdf);
      if (at == posting.list.size()) break;
      EXPECT_TRUE(TakeNumber(posting.list, &at, &gap));
      doc += gap + 1;
    }
    seen.push_back(line);
    return Status();
  };
  ASSERT_THAT(WriteThroughWriter(
                  {{1, {{"b", 1}, {"a", 2}}, {}, ""}, {5, {{"b", 3}}, {}, ""}, {6, {{"b", 0}}, {}, ""}}, {},
                  Options("own"), 1, sink),
              IsOk());
  EXPECT_THAT(seen, ::testing::ElementsAre("a 1: 1/2", "b 3: 1/1 5/3 6/0"));
  EXPECT_THAT(WriteThroughWriter({{1, {{"b", 1}}, {}, ""}}, {}, Options("stopped"), 1,
                                 [](std::string_view, const PostingPiece&) {
                                   return Status(StatusCode::kCancelled, "enough");
                                 }),
              StatusIs(StatusCode::kCancelled));
}

TEST_F(GlassDatabaseTest, FailuresNameTheFile) {
  folder_.Write("file", "not a directory");
  const Status status = WriteThroughWriter({{1, {{"a", 1}}, {}, ""}}, {}, Options("file/below"));
  EXPECT_THAT(status, StatusIs(StatusCode::kIo));
  EXPECT_NE(status.message().find(folder_.File("file/below")), std::string::npos) << status.message();
}

#ifndef NEWSEARCH_XAPIAN_CHECK
TEST_F(GlassDatabaseTest, IsWhole) {
  GTEST_SKIP()
      << "xapian-check (Debian package xapian-tools) is not there: databases are not checked with it";
}
#endif

}  // namespace
}  // namespace newsearch
