// SPDX-License-Identifier: GPL-2.0-or-later
//
// New indexes written in bulk: the same as those written through Xapian, whatever the threads.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xapian.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <sstream>
#include <thread>

#include "index/index_test_support.h"

namespace newsearch {
namespace {

namespace fs = std::filesystem;

// Documents in several languages, with facets, some that the index does not know yet, and with all sizes.
std::vector<Document> RandomDocuments(TestRandom* random, int count) {
  static constexpr const char* kWords[] = {"lighthouse", "Malmö",    "solar",    "mySMARTLife",
                                           "Kraków",     "tram",     "district", "energy",
                                           "project",    "東京都庁", "straße",   "U.S."};
  std::vector<Document> documents;
  for (int i = 0; i < count; ++i) {
    std::string body;
    const uint64_t words = random->Below(20) == 0 ? 3000 : random->Below(80);
    for (uint64_t word = 0; word < words; ++word) {
      body += random->Below(3) == 0 ? "w" + std::to_string(random->Below(5000)) : kWords[random->Below(12)];
      body += ' ';
    }
    Document document =
        MakeDocument("d" + std::to_string(i), random->Below(4) == 0 ? "" : "Title of " + body.substr(0, 20),
                     body, random->Below(3) == 0 ? "sv" : "en", i % 7 == 0 ? "other" : "test");
    if (random->Below(3) != 0) document.date = MakeDay(1990 + static_cast<int>(random->Below(30)), 5, 17);
    if (random->Below(3) != 0) document.facets.push_back({"city", {"Malmö", "Lund"}});
    if (random->Below(3) != 0) document.facets.push_back({"country", {"SE"}});
    if (random->Below(9) == 0)
      document.facets.push_back({"topic", {"t" + std::to_string(random->Below(50))}});
    documents.push_back(std::move(document));
  }
  return documents;
}

IndexWriterOptions Options(bool bulk, uint32_t threads = 2, uint64_t memory_bytes = uint64_t{64} << 20) {
  IndexWriterOptions options;
  options.bulk = bulk;
  options.threads = threads;
  options.memory_bytes = memory_bytes;
  return options;
}

void Write(const std::string& path, const std::vector<Document>& documents,
           const IndexWriterOptions& options) {
  auto writer = IndexWriter::Open(path, options);
  ASSERT_THAT(writer, IsOk());
  for (const Document& document : documents) ASSERT_THAT(writer->Put(document), IsOk()) << document.id;
  ASSERT_THAT(writer->Commit(), IsOk());
}

// All that Xapian reads of the database, and the files beside it. Names of files have the start of the UUID
// in them.
std::string Describe(const std::string& path) {
  const Xapian::Database database(path);
  const std::string uuid = database.get_uuid().substr(0, 8);
  std::ostringstream out;
  const auto without_uuid = [&uuid](std::string text) {
    for (size_t at = 0; (at = text.find(uuid)) != std::string::npos;) text.replace(at, uuid.size(), "UUID");
    return text;
  };
  out << database.get_doccount() << " " << database.get_lastdocid() << " " << database.get_avlength() << "\n";
  for (auto key = database.metadata_keys_begin(); key != database.metadata_keys_end(); ++key) {
    out << *key << " = " << without_uuid(database.get_metadata(*key)) << "\n";
  }
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    out << *term << " " << term.get_termfreq() << " " << database.get_collection_freq(*term);
    for (auto doc = database.postlist_begin(*term); doc != database.postlist_end(*term); ++doc) {
      out << " " << *doc << "/" << doc.get_wdf();
    }
    out << "\n";
  }
  for (auto doc = database.postlist_begin(""); doc != database.postlist_end(""); ++doc) {
    const Xapian::Document document = database.get_document(*doc);
    out << *doc << " " << doc.get_doclength() << " " << document.get_data();
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
      out << " " << *term << "/" << term.get_wdf();
    }
    for (auto value = document.values_begin(); value != document.values_end(); ++value) {
      out << " " << value.get_valueno() << "=" << *value;
    }
    out << "\n";
  }
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(path)) {
    const std::string name = entry.path().filename().string();
    if (name.find('-') != std::string::npos) files[without_uuid(name)] = ReadFile(entry.path().string());
  }
  for (const auto& [name, bytes] : files) out << name << " " << std::hash<std::string>()(bytes) << "\n";
  return out.str();
}

// The bytes of all files but those that every index has others of.
std::map<std::string, std::string> Files(const std::string& path) {
  const std::string uuid = Xapian::Database(path).get_uuid();
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(path)) {
    std::string name = entry.path().filename().string();
    std::string bytes = entry.is_regular_file() ? ReadFile(entry.path().string()) : "directory";
    // Metadata name the files beside the database; iamglass has the UUID as bytes.
    for (std::string* text : {&name, &bytes}) {
      for (size_t at = 0; (at = text->find("-" + uuid.substr(0, 8))) != std::string::npos;)
        text->replace(at, 9, "-UUIDUUID");
    }
    if (name == "iamglass") bytes.replace(16, 16, "UUID");
    files[name] = bytes;
  }
  return files;
}

class BulkBuildTest : public testing::Test {
 protected:
  ScratchFolder folder_;
  const std::string path_ = folder_.File("index");
};

TEST_F(BulkBuildTest, TheIndexIsThatOfXapian) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::vector<Document> documents = RandomDocuments(&random, 500);
  Write(folder_.File("xapian"), documents, Options(false));
  const std::string expected = Describe(folder_.File("xapian"));
  Write(path_, documents, Options(true));
  EXPECT_EQ(Describe(path_), expected);
  EXPECT_FALSE(fs::exists(path_ + "/bulk.tmp"));
  // Both go on in the same way.
  std::vector<Document> changes = RandomDocuments(&random, 50);
  for (size_t i = 0; i < changes.size(); ++i) changes[i].id = "d" + std::to_string(i * 13);
  Write(path_, changes, Options(true));
  Write(folder_.File("xapian"), changes, Options(true));
  EXPECT_EQ(Describe(path_), Describe(folder_.File("xapian")));
}

TEST_F(BulkBuildTest, ThreadsAndMemoryDoNotChangeAByte) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  // Enough for some batches.
  const std::vector<Document> documents = RandomDocuments(&random, 3000);
  const uint64_t memory = uint64_t{4} << 20;
  Write(path_, documents, Options(true, 1, memory));
  const auto expected = Files(path_);
  EXPECT_GE(expected.size(), 8u);
  for (uint32_t threads : {2u, 3u}) {
    const std::string other = folder_.File(std::to_string(threads));
    Write(other, documents, Options(true, threads, memory));
    EXPECT_TRUE(Files(other) == expected) << threads;
  }
  Write(folder_.File("memory"), documents, Options(true, 2, 1));
  EXPECT_TRUE(Files(folder_.File("memory")) == expected);
}

TEST_F(BulkBuildTest, ArchivesToo) {
  std::string lines;
  for (int i = 0; i < 2000; ++i) {
    lines += R"({"id": "a)" + std::to_string(i % 1990) + R"(", "title": "Title", "text": "Body )" +
             std::to_string(i) + R"( lighthouse", "lang": "en"})" + "\n";
  }
  const std::string archive = folder_.Write("archive.jsonl", lines);
  for (bool bulk : {true, false}) {
    auto writer = IndexWriter::Open(folder_.File(bulk ? "bulk" : "plain"), Options(bulk));
    ASSERT_THAT(writer, IsOk());
    auto report = IndexArchive(*writer, archive);
    ASSERT_THAT(report, IsOk());
    EXPECT_EQ(report->added, 1990u);
    EXPECT_EQ(report->archive.skipped, 10u);
    report = IndexArchive(*writer, archive);
    ASSERT_THAT(report, IsOk());
    EXPECT_EQ(report->unchanged, 1990u);
    EXPECT_EQ(report->removed + report->added + report->replaced, 0u);
  }
  EXPECT_EQ(Describe(folder_.File("bulk")), Describe(folder_.File("plain")));
}

// What cannot be done in bulk is done all the same.
TEST_F(BulkBuildTest, ReplacingAndRemovingWhatWasPutBefore) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::vector<Document> documents = RandomDocuments(&random, 200);
  for (bool bulk : {true, false}) {
    auto writer = IndexWriter::Open(folder_.File(bulk ? "bulk" : "plain"), Options(bulk));
    ASSERT_THAT(writer, IsOk());
    ASSERT_THAT(writer->BeginArchive("test"), IsOk());
    for (Document document : documents) {
      document.source = "test";
      ASSERT_THAT(writer->Put(document), IsOk());
    }
    EXPECT_THAT(writer->Remove("none"), StatusIs(StatusCode::kNotFound));
    Document changed = documents[7];
    changed.body = "something else";
    changed.source = "test";
    ASSERT_THAT(writer->Put(changed), IsOk());
    ASSERT_THAT(writer->Put(changed), IsOk());
    ASSERT_THAT(writer->Remove("d9"), IsOk());
    ASSERT_THAT(writer->Put(MakeDocument("last", "Title", "Body", "en", "test")), IsOk());
    EXPECT_FALSE(fs::exists(folder_.File("bulk/bulk.tmp")));
    if (bulk) {
      EXPECT_THAT(AllIds(folder_.File("bulk")), testing::IsEmpty());
    }
    auto report = writer->EndArchive();
    ASSERT_THAT(report, IsOk());
    EXPECT_EQ(report->added, 201u);
    EXPECT_EQ(report->replaced, 1u);
    EXPECT_EQ(report->unchanged, 1u);
    EXPECT_EQ(report->removed, 1u);
  }
  EXPECT_EQ(Describe(folder_.File("bulk")), Describe(folder_.File("plain")));
}

TEST_F(BulkBuildTest, NothingIsVisibleBeforeTheCommitAndReadersGoOn) {
  {
    auto writer = IndexWriter::Open(path_);
    ASSERT_THAT(writer, IsOk());
  }
  auto reader = Searcher::Open(path_);
  ASSERT_THAT(reader, IsOk());
  auto writer = IndexWriter::Open(path_, Options(true));
  ASSERT_THAT(writer, IsOk());
  for (int i = 0; i < 100; ++i) {
    ASSERT_THAT(writer->Put(MakeDocument("d" + std::to_string(i), "Title", "lighthouse")), IsOk());
  }
  EXPECT_TRUE(fs::exists(path_ + "/bulk.tmp"));
  EXPECT_THAT(AllIds(path_), testing::IsEmpty());
  SearchRequest request;
  request.text = "lighthouse";
  auto answer = reader->Search(request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->total, 0u);
  ASSERT_THAT(writer->Commit(), IsOk());
  EXPECT_EQ(AllIds(path_).size(), 100u);
  // A searcher answers from the commit that it was opened on, or from a later one.
  answer = reader->Search(request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_TRUE(answer->total == 0u || answer->total == 100u) << answer->total;
  // The writer goes on.
  ASSERT_THAT(writer->Put(MakeDocument("more", "Title", "lighthouse")), IsOk());
  ASSERT_THAT(writer->Commit(), IsOk());
  EXPECT_EQ(AllIds(path_).size(), 101u);
}

TEST_F(BulkBuildTest, AbortAndDestructionDropEverything) {
  auto writer = IndexWriter::Open(path_, Options(true));
  ASSERT_THAT(writer, IsOk());
  for (int round = 0; round < 2; ++round) {
    ASSERT_THAT(writer->BeginArchive("test"), IsOk());
    for (int i = 0; i < 100; ++i) {
      Document document = MakeDocument("d" + std::to_string(i), "Title", "Body");
      document.facets.push_back({"topic", {"x"}});
      ASSERT_THAT(writer->Put(document), IsOk());
    }
    ASSERT_THAT(writer->AbortArchive(), IsOk());
    EXPECT_FALSE(fs::exists(path_ + "/bulk.tmp"));
  }
  ASSERT_THAT(writer->Put(MakeDocument("dropped", "Title", "Body")), IsOk());
  writer = IndexWriter::Open(folder_.File("another"));
  EXPECT_THAT(AllIds(path_), testing::IsEmpty());
  PutAll(path_, {MakeDocument("kept", "Title", "Body")});
  EXPECT_THAT(AllIds(path_), testing::ElementsAre("kept"));
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  for (const FacetInfo& facet : searcher->facets()) EXPECT_NE(facet.name, "topic");
}

TEST_F(BulkBuildTest, AProcessThatDiesLeavesAnIndexThatCanBeWritten) {
  const pid_t child = fork();
  if (child == 0) {
    auto writer = IndexWriter::Open(path_, Options(true));
    for (int i = 0; writer.ok() && i < 6000; ++i) {
      if (!writer->Put(MakeDocument("d" + std::to_string(i), "Title", "Body")).ok()) break;
    }
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_TRUE(fs::exists(path_ + "/bulk.tmp"));
  EXPECT_THAT(AllIds(path_), testing::IsEmpty());
  auto writer = IndexWriter::Open(path_, Options(true));
  ASSERT_THAT(writer, IsOk());
  EXPECT_FALSE(fs::exists(path_ + "/bulk.tmp"));
  ASSERT_THAT(writer->Put(MakeDocument("kept", "Title", "Body")), IsOk());
  ASSERT_THAT(writer->Commit(), IsOk());
  EXPECT_THAT(AllIds(path_), testing::ElementsAre("kept"));
}

// As on a full disk.
TEST_F(BulkBuildTest, AFailedCommitCanBeAbortedAndTheNextOneWorks) {
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const auto limit_file_size = [](rlim_t bytes) {
      rlimit limit{};
      getrlimit(RLIMIT_FSIZE, &limit);
      limit.rlim_cur = bytes;
      setrlimit(RLIMIT_FSIZE, &limit);
    };
    const auto run = [&] {
      auto writer = IndexWriter::Open(path_, Options(true));
      if (!writer.ok()) return 1;
      if (!writer->BeginArchive("test").ok()) return 2;
      for (int i = 0; i < 300; ++i) {
        if (!writer->Put(MakeDocument("d" + std::to_string(i), "Title", std::string(500, 'x'))).ok())
          return 3;
      }
      limit_file_size(16384);
      const Status failed = writer->EndArchive().status();
      if (failed.code() != StatusCode::kIo) return 4;
      if (writer->Put(MakeDocument("more", "Title", "Body")).code() != failed.code()) return 5;
      limit_file_size(RLIM_INFINITY);
      if (!writer->AbortArchive().ok()) return 6;
      if (!writer->BeginArchive("small").ok()) return 7;
      if (!writer->Put(MakeDocument("kept", "Title", "Body")).ok()) return 8;
      return writer->EndArchive().ok() ? 0 : 9;
    };
    _exit(run());
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_THAT(AllIds(path_), testing::ElementsAre("kept"));
}

// Between the database that was and the one that is, no other writer comes in.
TEST_F(BulkBuildTest, OtherWritersWaitUntilTheEnd) {
  auto writer = IndexWriter::Open(path_, Options(true));
  ASSERT_THAT(writer, IsOk());
  ASSERT_THAT(writer->Put(MakeDocument("first", "Title", "Body")), IsOk());
  std::thread other([this] {
    IndexWriterOptions patient = Options(true);
    patient.lock_wait_ms = 60000;
    auto second = IndexWriter::Open(path_, patient);
    EXPECT_THAT(second, IsOk());
    if (!second.ok()) return;
    EXPECT_THAT(AllIds(path_), testing::ElementsAre("first", "second"));
    EXPECT_THAT(second->Put(MakeDocument("third", "Title", "Body")), IsOk());
    EXPECT_THAT(second->Commit(), IsOk());
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  ASSERT_THAT(writer->Commit(), IsOk());
  EXPECT_THAT(IndexWriter::Open(path_), StatusIs(StatusCode::kLocked));
  ASSERT_THAT(writer->Put(MakeDocument("second", "Title", "Body")), IsOk());
  ASSERT_THAT(writer->Commit(), IsOk());
  writer = IndexWriter::Open(folder_.File("elsewhere"));
  other.join();
  EXPECT_EQ(AllIds(path_).size(), 3u);
}

// A facet's value may have bytes that take two in a key.
TEST_F(BulkBuildTest, ADocumentThatCannotBeStoredIsNamed) {
  Document bad = MakeDocument("culprit", "Title", "Body");
  bad.facets.push_back({"topic", {"x" + std::string(150, '\0') + "y"}});
  auto writer = IndexWriter::Open(path_, Options(true));
  ASSERT_THAT(writer, IsOk());
  ASSERT_THAT(writer->Put(MakeDocument("innocent", "Title", "Body")), IsOk());
  Status status = writer->Put(bad);
  if (status.ok()) status = writer->Commit();
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.message().find("culprit"), std::string::npos) << status.message();
  EXPECT_THAT(writer->Put(MakeDocument("next", "Title", "Body")), StatusIs(status.code()));
  EXPECT_THAT(AllIds(path_), testing::IsEmpty());
}

}  // namespace
}  // namespace newsearch
