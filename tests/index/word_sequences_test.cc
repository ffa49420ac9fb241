// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/word_sequences.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "index/index_test_support.h"
#include "index/terms.h"
#include "schema/format.h"

namespace newsearch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// On disk, and in many files: a change needs a new mark at the front of segments.
TEST(WordCodeOf, IsAsPersisted) {
  EXPECT_EQ(WordCodeOf(""), 0x29C0CC9Eu);
  EXPECT_EQ(WordCodeOf("kista"), 0x8197D085u);
  EXPECT_NE(WordCodeOf("kista"), WordCodeOf("kistb"));
}

TEST(CutWords, HasTitleAndBodyWithoutTheirPartsCaseAndMarks) {
  const Tokenizer tokenizer;
  const WordSequence sequence =
      CutWords(MakeDocument("a", "Göteborg calls", "mySMARTLife, again"), tokenizer);
  EXPECT_EQ(sequence.id, "a");
  EXPECT_EQ(sequence.title_words, 2u);
  EXPECT_THAT(sequence.words, ElementsAre(WordCodeOf("goteborg"), WordCodeOf("calls"),
                                          WordCodeOf("mysmartlife"), WordCodeOf("again")));
}

class SegmentTest : public testing::Test {
 protected:
  std::string WriteFile(const std::string& bytes) {
    const std::string path = folder_.File("segment");
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    return path;
  }
  ScratchFolder folder_;
};

WordSequence RandomSequence(TestRandom* random) {
  WordSequence sequence;
  for (uint64_t k = random->Below(40); k > 0; --k)
    sequence.words.push_back(static_cast<WordCode>(random->engine()()));
  sequence.title_words = random->Below(sequence.words.size() + 1);
  sequence.id = random->Bytes(random->Below(20));
  return sequence;
}

bool Same(const WordSequence& a, const WordSequence& b) {
  return a.words == b.words && a.title_words == b.title_words && a.id == b.id;
}

TEST_F(SegmentTest, KeepsWhatItIsGiven) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 60; ++round) {
    const uint64_t range = round % 2 == 0 ? 50 : 100000;  // numbered without gaps, or listed
    std::map<uint32_t, WordSequence> expected;
    SequenceBuilder builder;
    SequenceBuilder second;
    for (uint64_t k = 1 + random.Below(100); k > 0; --k) {
      const auto doc = static_cast<uint32_t>(1000 + random.Below(range));
      expected[doc] = RandomSequence(&random);
      (k < 10 ? second : builder).Add(doc, expected[doc]);
    }
    builder.Add(second);
    const Result<SequenceSegment> segment = SequenceSegment::Open(WriteFile(builder.Build()));
    ASSERT_THAT(segment, IsOk());
    std::set<uint32_t> docs;
    segment->ForEachDoc([&](uint32_t doc) { ASSERT_TRUE(docs.insert(doc).second); });
    ASSERT_THAT(docs, SizeIs(expected.size()));
    WordSequence sequence{{9, 9, 9}, 2, "x"};  // whatever was there before
    for (const auto& [doc, wanted] : expected) {
      ASSERT_TRUE(docs.count(doc) > 0);
      ASSERT_TRUE(segment->Read(doc, &sequence));
      ASSERT_TRUE(Same(sequence, wanted)) << doc;
    }
    for (int i = 0; i < 200; ++i) {
      const auto doc = static_cast<uint32_t>(random.Below(range + 2000));
      ASSERT_EQ(segment->Read(doc, &sequence), expected.count(doc) > 0) << doc;
    }
  }
}

TEST_F(SegmentTest, DamagedBytesNeverCrash) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  std::string whole[2];
  for (uint32_t step : {1u, 50u}) {
    SequenceBuilder builder;
    for (uint32_t i = 0; i < 40; ++i) builder.Add(5 + i * step, RandomSequence(&random));
    whole[step == 1 ? 0 : 1] = builder.Build();
  }
  constexpr size_t kHeader = 72;
  size_t refused = 0;
  WordSequence sequence;
  for (int i = 0; i < 2000; ++i) {
    const std::string& bytes = whole[i % 2];
    std::string damaged = random.Damaged(bytes, i % 3 == 0 ? kHeader : bytes.size());
    if (i % 7 == 0) damaged.resize(random.Below(damaged.size()));
    const Result<SequenceSegment> segment = SequenceSegment::Open(WriteFile(damaged));
    if (!segment.ok()) {
      ASSERT_THAT(segment.status().code(),
                  testing::AnyOf(StatusCode::kCorruption, StatusCode::kVersionMismatch));
      ++refused;
      continue;
    }
    for (uint32_t doc = 0; doc < 2100; ++doc) {
      if (!segment->Read(doc, &sequence)) continue;
      ASSERT_LE(sequence.title_words, sequence.words.size());
    }
    segment->ForEachDoc([](uint32_t) {});
  }
  EXPECT_GT(refused, 400u);
}

TEST_F(SegmentTest, SaysWhatIsWrongWithAFile) {
  EXPECT_THAT(SequenceSegment::Open(folder_.File("none")), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(SequenceSegment::Open(WriteFile("short")).status().message(), HasSubstr("segment are damaged"));
  EXPECT_THAT(SequenceSegment::Open(WriteFile(std::string(100, 'x'))),
              StatusIs(StatusCode::kVersionMismatch));
}

class WordSequencesTest : public testing::Test {
 protected:
  std::vector<std::string> Files() const {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with(kSequencesFilePrefix)) files.push_back(name);
    }
    return files;
  }

  // Every document's sequence must be what its text says. Returns what was wrong with the files.
  Status CheckAll(const std::map<std::string, Document>& documents) {
    const Xapian::Database database(path_);
    const SegmentList segments(path_, database);
    WordSequences sequences(&segments, database, tokenizer_);
    EXPECT_EQ(database.get_doccount(), documents.size());
    for (int again = 0; again < 2; ++again) {  // read, and kept
      for (const auto& [id, document] : documents) {
        const uint32_t doc = *database.postlist_begin(IdTerm(id));
        const WordSequence* sequence = sequences.Find(doc);
        EXPECT_NE(sequence, nullptr) << id;
        if (sequence == nullptr) continue;
        EXPECT_TRUE(Same(*sequence, CutWords(document, tokenizer_))) << id;
      }
    }
    return segments.fault;
  }

  ScratchFolder folder_;
  std::string path_ = folder_.File("index");
  Tokenizer tokenizer_;
};

TEST_F(WordSequencesTest, FollowEveryEdit) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  std::map<std::string, Document> documents;
  auto writer = IndexWriter::Open(path_);
  ASSERT_THAT(writer, IsOk());
  size_t most_files = 0;
  for (int commit = 0; commit < 60; ++commit) {
    for (uint64_t k = commit == 0 ? 300 : 1 + random.Below(6); k > 0; --k) {
      const std::string id = "d" + std::to_string(random.Below(400));
      if (documents.count(id) > 0 && random.Below(4) == 0) {
        ASSERT_THAT(writer->Remove(id), IsOk());
        documents.erase(id);
        continue;
      }
      documents[id] = MakeDocument(id, random.Text(3), random.Text(12));
      ASSERT_THAT(writer->Put(documents[id]), IsOk());
    }
    ASSERT_THAT(writer->Commit(), IsOk());
    ASSERT_THAT(CheckAll(documents), IsOk());
    most_files = std::max(most_files, Files().size());
  }
  EXPECT_GT(most_files, 2u) << "a few changes are written by themselves";
  EXPECT_LT(most_files, 16u) << "and put together";
}

TEST_F(WordSequencesTest, AreCutFromTheTextsWhereFilesAreMissing) {
  std::map<std::string, Document> documents;
  auto writer = IndexWriter::Open(path_);
  ASSERT_THAT(writer, IsOk());
  const auto put = [&](const std::string& id, const std::string& text) {
    documents[id] = MakeDocument(id, "Title of " + id, text);
    ASSERT_THAT(writer->Put(documents[id]), IsOk());
  };
  for (int i = 0; i < 100; ++i) put("a" + std::to_string(i), "Some text of an article " + std::to_string(i));
  ASSERT_THAT(writer->Commit(), IsOk());
  put("b", "A text that is added later");
  ASSERT_THAT(writer->Commit(), IsOk());
  ASSERT_THAT(CheckAll(documents), IsOk());
  ASSERT_THAT(Files(), SizeIs(2));

  for (const std::string& file : Files()) std::filesystem::remove(path_ + "/" + file);
  EXPECT_THAT(CheckAll(documents).message(), HasSubstr("sequences."));

  put("c", "The next commit mends that");
  ASSERT_THAT(writer->Commit(), IsOk());
  EXPECT_THAT(CheckAll(documents), IsOk());
}

TEST_F(WordSequencesTest, ALostFileNeverBringsBackWhatItReplaced) {
  std::map<std::string, Document> documents;
  auto writer = IndexWriter::Open(path_);
  ASSERT_THAT(writer, IsOk());
  const auto put = [&](const std::string& id, const std::string& text) {
    documents[id] = MakeDocument(id, "", text);
    ASSERT_THAT(writer->Put(documents[id]), IsOk());
  };
  for (int i = 0; i < 100; ++i) put("a" + std::to_string(i), "the first text of an article");
  ASSERT_THAT(writer->Commit(), IsOk());
  const std::vector<std::string> first = Files();
  put("a5", "another text than before");
  ASSERT_THAT(writer->Commit(), IsOk());
  for (const std::string& file : Files()) {
    if (file != first.at(0)) std::filesystem::remove(path_ + "/" + file);
  }
  EXPECT_THAT(CheckAll(documents).message(), HasSubstr("sequences."));
  put("b", "the next commit mends that");
  ASSERT_THAT(writer->Commit(), IsOk());
  EXPECT_THAT(CheckAll(documents), IsOk());
}

TEST_F(WordSequencesTest, FilesOfAnAbortedArchiveAreNotRead) {
  std::map<std::string, Document> documents;
  auto writer = IndexWriter::Open(path_);
  ASSERT_THAT(writer, IsOk());
  documents["a"] = MakeDocument("a", "", "what is there stays");
  ASSERT_THAT(writer->Put(documents["a"]), IsOk());
  ASSERT_THAT(writer->Commit(), IsOk());
  ASSERT_THAT(writer->BeginArchive("x"), IsOk());
  ASSERT_THAT(writer->Put(MakeDocument("b", "", "never to be seen")), IsOk());
  ASSERT_THAT(writer->AbortArchive(), IsOk());
  documents["c"] = MakeDocument("c", "", "has the number that b had");
  ASSERT_THAT(writer->Put(documents["c"]), IsOk());
  ASSERT_THAT(writer->Commit(), IsOk());
  EXPECT_THAT(CheckAll(documents), IsOk());
}

}  // namespace
}  // namespace newsearch
