// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is no archive, or a bad one, gives a clear error or a counted warning, and an index stays as it was.
// Through the public headers alone.
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "e2e/e2e_test_support.h"

namespace newsearch {
namespace {

namespace fs = std::filesystem;

struct Reading {
  Status status;
  ArchiveReport report;
  std::vector<Document> documents;
};

Reading Read(const std::string& path, const IngestOptions& options = {}) {
  Reading reading;
  reading.status = ReadArchive(
      path, options,
      [&reading](Document document) { return reading.documents.push_back(std::move(document)), Status(); },
      &reading.report);
  return reading;
}

using RobustnessTest = SampleIndexTest;

// What each file of the corpus gives.
struct Expectation {
  const char* file;
  StatusCode code;
  uint64_t documents = 0;
  uint64_t skipped = 0;
  uint64_t warnings = 0;
  uint64_t ill_formed_bytes = 0;
  const char* says = "";  // of a text, its charset; of what is refused, why
};

const Expectation kBroken[] = {
    {"random.txt", StatusCode::kBadInput, 0, 0, 0, 0, "binary"},
    {"empty.txt", StatusCode::kOk, 0, 0, 1, 0, "UTF-8"},
    {"empty.jsonl", StatusCode::kOk, 0, 0, 1, 0, "UTF-8"},
    {"bom-only.txt", StatusCode::kOk, 0, 0, 1, 0, "UTF-8"},
    {"blank.txt", StatusCode::kOk, 0, 0, 1, 0, "UTF-8"},
    {"latin1.txt", StatusCode::kOk, 2, 0, 0, 0, "windows-1252"},
    {"surrogates.txt", StatusCode::kOk, 1, 0, 1, 9, "UTF-8"},
    {"cut-character.txt", StatusCode::kOk, 2, 0, 1, 1, "UTF-8"},
    {"utf16le.txt", StatusCode::kOk, 2, 0, 0, 0, "UTF-16LE"},
    {"utf16be.txt", StatusCode::kOk, 2, 0, 0, 0, "UTF-16BE"},
    {"utf16-no-mark.txt", StatusCode::kOk, 2, 0, 0, 0, "UTF-16LE"},
    {"nul.txt", StatusCode::kBadInput, 0, 0, 0, 0, "a zero byte at offset 215"},
    {"controls.txt", StatusCode::kBadInput, 0, 0, 0, 0, "control characters"},
    {"news.txt.gz", StatusCode::kOk, 2, 0, 0, 0, "UTF-8"},
    {"news.zip", StatusCode::kBadInput, 0, 0, 0, 0, "zip archive"},
    {"report.pdf", StatusCode::kBadInput, 0, 0, 0, 0, "a PDF"},
    {"bad-lines.jsonl", StatusCode::kOk, 2, 9, 9, 0, "UTF-8"},
    {"no-document.jsonl", StatusCode::kBadInput, 0, 2, 2, 0, "no line"},
    {"bad-ids.jsonl", StatusCode::kOk, 2, 3, 3, 0, "UTF-8"},
    {"same-id.jsonl", StatusCode::kOk, 3, 0, 0, 0, "UTF-8"},  // the index keeps one of them: see below
    {"deep.jsonl", StatusCode::kOk, 3, 2, 2, 0, "UTF-8"},
    {"numbers.jsonl", StatusCode::kOk, 5, 1, 3, 0, "UTF-8"},
    {"invalid.jsonl", StatusCode::kOk, 4, 0, 0, 0, "windows-1252"},
};

// Known failure: its bytes are no UTF-8, but no Greek either, and windows-1253 is what they are taken for.
constexpr std::string_view kTakenForGreek = "surrogates.txt";

TEST_F(RobustnessTest, BrokenFilesAreReadAsTold) {
  for (const Expectation& row : kBroken) {
    SCOPED_TRACE(row.file);
    const std::string path = CorpusPath(std::string("broken/") + row.file);
    const Reading reading = Read(path);
    EXPECT_THAT(reading.status, StatusIs(row.code));
    if (!reading.status.ok()) {
      EXPECT_NE(reading.status.message().find(row.file), std::string::npos)
          << "names the file: " << reading.status.message();
      EXPECT_EQ(reading.status.message().find('\n'), std::string::npos);
      EXPECT_THAT(reading.status.message(), testing::HasSubstr(row.says));
    }
    EXPECT_EQ(reading.documents.size(), row.documents);
    EXPECT_EQ(reading.report.documents, row.documents);
    EXPECT_EQ(reading.report.skipped, row.skipped);
    for (const IngestWarning& warning : reading.report.warnings) EXPECT_FALSE(warning.message.empty());
    if (row.file == kTakenForGreek) {
      EXPECT_EQ(reading.report.charset, "windows-1253") << "no longer: take it out of kTakenForGreek";
      continue;
    }
    EXPECT_EQ(reading.report.warnings_total, row.warnings);
    EXPECT_EQ(reading.report.warnings.size(), row.warnings);
    EXPECT_EQ(reading.report.ill_formed_bytes, row.ill_formed_bytes);
    if (!reading.status.ok()) continue;
    EXPECT_EQ(reading.report.charset, row.says);
    EXPECT_EQ(reading.report.bytes, fs::file_size(path));
  }
}

// One text under many coats: whatever it is packed in and written in, it is the same two news items.
TEST_F(RobustnessTest, TheSameTextInEveryCharset) {
  for (const char* file : {"latin1.txt", "utf16le.txt", "utf16be.txt", "utf16-no-mark.txt", "news.txt.gz"}) {
    SCOPED_TRACE(file);
    const Reading reading = Read(CorpusPath(std::string("broken/") + file));
    ASSERT_EQ(reading.documents.size(), 2u);
    EXPECT_EQ(reading.documents[0].title, "Ein Café für Malmö");
    EXPECT_EQ(reading.documents[1].title, "Zweite Nachricht");
    ASSERT_TRUE(reading.documents[0].date && reading.documents[1].date);
    EXPECT_EQ(FormatDay(reading.documents[0].date->start), "2016-05-03");
    EXPECT_EQ(FormatDay(reading.documents[1].date->start), "2016-04-02");
    EXPECT_THAT(reading.documents[0].body,
                testing::StartsWith("Älter als gedacht: das Café am Hafen öffnet"));
  }
}

TEST_F(RobustnessTest, TheTableKnowsEveryBrokenFile) {
  std::set<std::string> known = {"README.md", ".gitattributes"};
  for (const Expectation& row : kBroken) known.insert(row.file);
  std::set<std::string> there;
  for (const auto& entry : fs::directory_iterator(CorpusPath("broken")))
    there.insert(entry.path().filename().string());
  EXPECT_EQ(there, known);
}

TEST_F(RobustnessTest, BrokenFilesLeaveTheIndexAsItWas) {
  for (const Expectation& row : kBroken) {
    SCOPED_TRACE(row.file);
    auto writer = IndexWriter::Open(index_);
    ASSERT_THAT(writer, IsOk());
    IngestOptions options;
    options.source_name = "broken";
    auto report = IndexArchive(*writer, CorpusPath(std::string("broken/") + row.file), options);
    EXPECT_THAT(report, StatusIs(row.code));
    if (report.ok() && row.documents > 0) {
      // What could be read is in the index; taking it out again leaves the rest.
      EXPECT_GT(report->added, 0u);
      auto searcher = Searcher::Open(index_);
      ASSERT_THAT(searcher, IsOk());
      EXPECT_EQ(searcher->Stats().value().sources["broken"], report->added);
      ASSERT_THAT(writer->BeginArchive("broken"), IsOk());
      ASSERT_THAT(writer->EndArchive(), IsOk());
    }
    ExpectIndexUnchanged();
  }
}

// The first document of an id keeps it, and a second run finds nothing to do.
TEST_F(RobustnessTest, AnIdTwiceInOneArchive) {
  auto writer = IndexWriter::Open(index_);
  ASSERT_THAT(writer, IsOk());
  for (const uint64_t added : {2u, 0u}) {
    auto report = IndexArchive(*writer, CorpusPath("broken/same-id.jsonl"));
    ASSERT_THAT(report, IsOk());
    EXPECT_EQ(report->added, added);
    EXPECT_EQ(report->replaced, 0u);
    EXPECT_EQ(report->unchanged, 2 - added);
    EXPECT_EQ(report->archive.skipped, 1u);
    EXPECT_EQ(report->archive.warnings_total, 1u);
  }
  auto searcher = Searcher::Open(index_);
  ASSERT_THAT(searcher, IsOk());
  EXPECT_EQ(searcher->Get("good-1").value().body, "A good line.");
  std::string many;
  for (int i = 0; i < 400; ++i) many.append("{\"id\": \"one\", \"text\": \"word\", \"lang\": \"en\"}\n");
  auto report = IndexArchive(*writer, folder_.Write("many.jsonl", many));
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->archive.skipped, 399u);
  EXPECT_EQ(report->archive.warnings_total, 399u);
  EXPECT_EQ(report->archive.warnings.size(), 100u) << "the first hundred";
}

// What is not a file.
TEST_F(RobustnessTest, PathsThatAreNoArchive) {
  const std::string pipe = folder_.File("pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const std::string loop = folder_.File("loop");
  fs::create_symlink(loop, loop);
  const struct {
    std::string path;
    std::vector<StatusCode> codes;
  } rows[] = {
      {folder_.path(), {StatusCode::kBadInput}},
      {folder_.path() + "/", {StatusCode::kBadInput}},
      {index_, {StatusCode::kBadInput}},
      {folder_.File("missing.txt"), {StatusCode::kNotFound}},
      {folder_.File("missing/news.txt"), {StatusCode::kNotFound}},
      {CorpusPath("sample/news.txt") + "/x", {StatusCode::kNotFound}},
      {"", {StatusCode::kNotFound, StatusCode::kInvalidArgument}},
      {pipe, {StatusCode::kBadInput}},
      {"/dev/null", {StatusCode::kBadInput}},
      {"/dev/zero", {StatusCode::kBadInput}},
      {loop, {StatusCode::kIo, StatusCode::kNotFound}},
      {folder_.File(std::string(300, 'x')), {StatusCode::kIo, StatusCode::kNotFound}},
  };
  auto writer = IndexWriter::Open(index_);
  ASSERT_THAT(writer, IsOk());
  for (const auto& row : rows) {
    SCOPED_TRACE(row.path);
    const Reading reading = Read(row.path);
    EXPECT_THAT(row.codes, testing::Contains(reading.status.code())) << reading.status.ToString();
    EXPECT_FALSE(reading.status.message().empty());
    EXPECT_EQ(reading.report.documents, 0u);
    auto report = IndexArchive(*writer, row.path);
    EXPECT_THAT(row.codes, testing::Contains(report.status().code())) << report.status().ToString();
  }
  ASSERT_THAT(writer->Commit(), IsOk());
  ExpectIndexUnchanged();
}

TEST_F(RobustnessTest, AFileThatMayNotBeRead) {
  const std::string path = folder_.Write("secret.txt", "++ A title ++\n\n3 May 2016\nText.\n");
  fs::permissions(path, fs::perms::none);
  fs::permissions(folder_.path(), fs::perms::owner_all | fs::perms::others_exec);
  const pid_t child = fork();
  if (child == 0) {
    constexpr uid_t kNobody = 65534;
    if (geteuid() == 0 && setuid(kNobody) != 0) _exit(77);
    _exit(static_cast<int>(Read(path).status.code()));
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "cannot become another user";
  EXPECT_EQ(WEXITSTATUS(status), static_cast<int>(StatusCode::kIo));
}

// Someone writes the archive anew while it is read. Any answer will do, from a process that lives.
TEST_F(RobustnessTest, AFileThatShrinksWhileItIsRead) {
  std::string content;
  for (int i = 0; i < 3000; ++i)
    content.append("++ A title ++\n\n3 May 2016\nA text that goes on for a while, and then some more.\n\n");
  const std::string path = folder_.Write("shrinks.txt", content);
  EXPECT_EXIT(
      {
        IngestOptions options;
        options.progress = [&path](const IngestProgress&) { return truncate(path.c_str(), 0) == 0; };
        (void)Read(path, options);
        _exit(0);
      },
      testing::ExitedWithCode(0), "");
}

TEST_F(RobustnessTest, AMillionRandomBytes) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::string path = folder_.Write("random.bin", random.Bytes(1000000));
  EXPECT_THAT(Read(path).status, StatusIs(StatusCode::kBadInput));
  auto writer = IndexWriter::Open(index_);
  ASSERT_THAT(writer, IsOk());
  EXPECT_THAT(IndexArchive(*writer, path), StatusIs(StatusCode::kBadInput));
  ASSERT_THAT(writer->Commit(), IsOk());
  ExpectIndexUnchanged();
  // Under each name and as each format: never more than an error.
  const std::string as_lines = folder_.Write("random.jsonl", random.Bytes(1000000));
  EXPECT_THAT(Read(as_lines).status, StatusIs(StatusCode::kBadInput));
  for (const ArchiveFormat format : {ArchiveFormat::kText, ArchiveFormat::kJsonLines}) {
    IngestOptions options;
    options.format = format;
    EXPECT_THAT(Read(path, options).status, StatusIs(StatusCode::kBadInput));
  }
}

// Random bytes behind a beginning that looks like text: read somehow, never more than that.
TEST_F(RobustnessTest, RandomBytesBehindText) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  std::string content;
  while (content.size() < 70000)
    content.append("++ A title ++\n\n3 May 2016\nA text that goes on for a while.\n\n");
  content.append(random.Bytes(200000));
  const std::string path = folder_.Write("mixed.txt", content);
  auto writer = IndexWriter::Open(index_);
  ASSERT_THAT(writer, IsOk());
  // Left alone, some charset of single bytes has a character for most of them; as UTF-8 they are ill-formed.
  for (const char* charset : {"", "UTF-8"}) {
    SCOPED_TRACE(charset);
    IngestOptions options;
    options.source_name = "mixed";
    options.charset = charset;
    auto report = IndexArchive(*writer, path, options);
    ASSERT_THAT(report, IsOk());
    EXPECT_GT(report->added, 1000u);
    if (!options.charset.empty()) {
      EXPECT_GT(report->archive.ill_formed_bytes, 10000u);
      EXPECT_GE(report->archive.warnings_total, 1u);
    }
    ASSERT_THAT(writer->BeginArchive("mixed"), IsOk());
    ASSERT_THAT(writer->EndArchive(), IsOk());
    ExpectIndexUnchanged();
  }
}

// Zero bytes where nobody looks for them at first.
TEST_F(RobustnessTest, ZeroBytesFarBehind) {
  std::string content;
  while (content.size() < 200000)
    content.append("++ A title ++\n\n3 May 2016\nA text that goes on for a while.\n\n");
  content.append("++ Last title ++\n\n4 May 2016\nzero").append(1, '\0').append("byte\n");
  const std::string path = folder_.Write("late.txt", content);
  const Reading reading = Read(path);
  ASSERT_THAT(reading.status, IsOk());
  ASSERT_FALSE(reading.documents.empty());
  EXPECT_EQ(reading.documents.back().body, std::string("zero\0byte", 9));
}

// ---- What is behind the break of a feed, and the many coats of one archive ----

TEST_F(RobustnessTest, AFeedThatBreaksOffKeepsTheIndexAsItWas) {
  std::string feed = "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel>\n";
  for (int i = 0; i < 30; ++i) {
    feed.append("<item><guid>n" + std::to_string(i) + "</guid><title>Title " + std::to_string(i) +
                "</title><description>Text \xC3\xA9 of news, number " + std::to_string(i) +
                ".</description></item>\n");
  }
  const std::string whole = feed + "</channel></rss>\n";
  const std::string path = folder_.Write("feed.xml", whole);
  auto writer = IndexWriter::Open(index_);
  ASSERT_THAT(writer, IsOk());
  auto report = IndexArchive(*writer, path);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->added, 30u);
  before_ = Describe();
  // In the middle of an element, behind an item, with ill-formed bytes before it, and too early for an item.
  for (const std::string& broken :
       {whole.substr(0, whole.size() / 2), feed, "<!-- \xFF -->" + feed, whole.substr(0, 60)}) {
    SCOPED_TRACE(broken.size());
    folder_.Write("feed.xml", broken);
    report = IndexArchive(*writer, path);
    ASSERT_THAT(report, StatusIs(StatusCode::kBadInput));
    EXPECT_THAT(report.status().message(), testing::HasSubstr("feed.xml"));
    ExpectIndexUnchanged();
  }
  folder_.Write("feed.xml", whole.substr(0, whole.size() / 2));
  EXPECT_THAT(IndexArchive(*writer, path).status().message(),
              testing::AllOf(testing::HasSubstr("is read up to"), testing::HasSubstr("keeps what it had")));
  const Reading reading = Read(path);
  EXPECT_THAT(reading.status, IsOk());
  EXPECT_TRUE(reading.report.incomplete);
  EXPECT_GT(reading.documents.size(), 10u);
  folder_.Write("feed.xml", whole);
  report = IndexArchive(*writer, path);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->unchanged, 30u);
}

std::string Output(const std::string& command) {
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return output;
  char buffer[4096];
  for (size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) output.append(buffer, got);
  return pclose(pipe) == 0 ? output : std::string();
}

TEST_F(RobustnessTest, OneArchiveInManyCoats) {
  const std::string plain = CorpusPath("archives/fr-quartiers-lents.txt");
  IngestOptions options;
  options.source_name = "one";
  options.facets = false;
  const Reading expected = Read(plain, options);
  ASSERT_GE(expected.documents.size(), 10u);
  const struct {
    const char* name;
    const char* command;
    const char* charset;
  } rows[] = {
      {"news.txt.gz", "gzip -c", "UTF-8"},
      {"news.txt.zst", "zstd -q -c", "UTF-8"},
      {"news.txt", "iconv -f UTF-8 -t WINDOWS-1252//TRANSLIT", "windows-1252"},
      {"wide.txt", "iconv -f UTF-8 -t UTF-16", "UTF-16LE"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const std::string bytes = Output(std::string(row.command) + " <'" + plain + "' 2>/dev/null");
    if (bytes.empty()) continue;  // the tool is not there
    const Reading reading = Read(folder_.Write(row.name, bytes), options);
    ASSERT_THAT(reading.status, IsOk());
    EXPECT_EQ(reading.report.charset, row.charset);
    ASSERT_EQ(reading.documents.size(), expected.documents.size());
    for (size_t i = 0; i < reading.documents.size(); ++i) {
      EXPECT_EQ(reading.documents[i].title, expected.documents[i].title);
      EXPECT_EQ(reading.documents[i].id, expected.documents[i].id);
      ASSERT_EQ(reading.documents[i].date.has_value(), expected.documents[i].date.has_value());
      if (!reading.documents[i].date) continue;
      EXPECT_EQ(FormatDay(reading.documents[i].date->start), FormatDay(expected.documents[i].date->start));
      EXPECT_EQ(reading.documents[i].date->precision, expected.documents[i].date->precision);
    }
  }
}

// ---- Sizes ----

TEST_F(RobustnessTest, JsonLinesWithALineOfTwentyMegabytes) {
  std::string content =
      "{\"id\": \"first\", \"text\": \"one\", \"lang\": \"en\"}\n{\"id\": \"long\", \"text\": \"";
  content.append(20u << 20, 'a').append("\"}\n{\"id\": \"last\", \"text\": \"two\", \"lang\": \"en\"}\n");
  const std::string path = folder_.Write("long.jsonl", content);
  auto writer = IndexWriter::Open(index_);
  ASSERT_THAT(writer, IsOk());
  IngestOptions options;
  options.source_name = "long";
  auto report = IndexArchive(*writer, path, options);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->added, 2u);
  EXPECT_EQ(report->archive.skipped, 1u);
  ASSERT_EQ(report->archive.warnings.size(), 1u);
  EXPECT_EQ(report->archive.warnings[0].line, 2u);
  EXPECT_NE(report->archive.warnings[0].message.find(std::to_string((20u << 20) + 26)), std::string::npos)
      << "tells the length: " << report->archive.warnings[0].message;
}

// The default limit is tried with a longer line in long_line_test.cc.
TEST_F(RobustnessTest, PlainTextWithALongLine) {
  constexpr uint64_t kLimit = 1u << 18;
  std::string content = "++ First title ++\n\n3 May 2016\nShort.\n\n++ Second title ++\n\n4 May 2016\n";
  while (content.size() < 4 * kLimit) content.append("Many words on one line, and more of them to come. ");
  content.append("\n\n++ Third title ++\n\n5 May 2016\nShort.\n");
  IngestOptions options;
  options.max_line_bytes = kLimit;
  const Reading reading = Read(folder_.Write("long.txt", content), options);
  ASSERT_THAT(reading.status, IsOk());
  ASSERT_EQ(reading.documents.size(), 3u);
  EXPECT_EQ(reading.documents[2].title, "Third title");
  EXPECT_LE(reading.documents[1].body.size(), kLimit);
  EXPECT_GT(reading.documents[1].body.size(), kLimit - 4);
  ASSERT_EQ(reading.report.warnings_total, 1u);
  EXPECT_EQ(reading.report.warnings[0].line, 9u);
}

// Many lines of one kind: nothing may grow with their square.
TEST_F(RobustnessTest, ManyLines) {
  const std::pair<const char*, std::string> lines[] = {
      {"letters", "a\n"},
      {"dates", "3 May 2016\n"},
      {"titles", "++ A title ++\n"},
      {"blank lines", "\n"},
      {"bullets", "• point\n"},
      {"places", "Kista, Sweden\n"},
      {"titles and dates", "++ A title ++\n\n3 May 2016\n\n"},
  };
  for (const auto& [name, line] : lines) {
    SCOPED_TRACE(name);
    std::string content;
    for (int i = 0; i < 20000; ++i) content.append(line);
    const Reading reading = Read(folder_.Write("many.txt", content));
    EXPECT_THAT(reading.status, IsOk());
    EXPECT_EQ(reading.documents.empty(), std::string(name) == "blank lines");
  }
}

TEST_F(RobustnessTest, LongLinesOfOddThings) {
  const std::string pieces[] = {"12.", "1 ", "June ", "12-", "Kista ", "San ",   "TAILWIND ", "project ",
                                "“",   "++", "• ",    "(",   "\u0301", "\u200B", "http://"};
  for (const std::string& piece : pieces) {
    SCOPED_TRACE(piece);
    std::string content = "++ A title ++\n\n3 May 2016\n";
    for (int i = 0; i < 20000; ++i) content.append(piece);
    content.append("\n");
    EXPECT_THAT(Read(folder_.Write("odd.txt", content)).status, IsOk());
  }
}

TEST_F(RobustnessTest, JsonNestedWithoutEnd) {
  std::string open = "{\"id\": \"a\", \"text\": \"one\", \"x\": ";
  std::string closed = open;
  open.append(2000000, '[');
  closed.append(2000000, '[').append(2000000, ']').append("}");
  EXPECT_THAT(Read(folder_.Write("open.jsonl", open + "\n")).status, StatusIs(StatusCode::kBadInput));
  const Reading reading = Read(folder_.Write("closed.jsonl", closed + "\n"));
  EXPECT_THAT(reading.status.code(), testing::AnyOf(StatusCode::kOk, StatusCode::kBadInput));
}

// ---- The index itself ----

TEST_F(RobustnessTest, AFileThatIsNoIndex) {
  for (const std::string& path :
       {CorpusPath("sample/news.txt"), CorpusPath("broken/random.txt"), CorpusPath("sample")}) {
    EXPECT_THAT(Searcher::Open(path), StatusIs(StatusCode::kCorruption)) << path;
    EXPECT_THAT(IndexWriter::Open(path), StatusIs(StatusCode::kCorruption)) << path;
  }
  EXPECT_THAT(Searcher::Open(folder_.File("missing")), StatusIs(StatusCode::kNotFound));
}

TEST_F(RobustnessTest, AnIndexLockedByAnotherProcess) {
  int ready[2];
  int done[2];
  ASSERT_EQ(pipe(ready), 0);
  ASSERT_EQ(pipe(done), 0);
  const pid_t child = fork();
  if (child == 0) {
    auto writer = IndexWriter::Open(index_);
    (void)!write(ready[1], "x", 1);
    char c = 0;
    (void)!read(done[0], &c, 1);
    _exit(writer.ok() ? 0 : 1);
  }
  char c = 0;
  ASSERT_EQ(read(ready[0], &c, 1), 1);
  auto writer = IndexWriter::Open(index_);
  EXPECT_THAT(writer, StatusIs(StatusCode::kLocked));
  EXPECT_NE(writer.status().message().find(index_), std::string::npos) << writer.status().message();
  ExpectIndexUnchanged();
  ASSERT_EQ(write(done[1], "x", 1), 1);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_THAT(IndexWriter::Open(index_), IsOk());
  for (const int end : {ready[0], ready[1], done[0], done[1]}) close(end);
}

// From the raw archive to a faceted answer.
TEST_F(RobustnessTest, TheWholePath) {
  auto searcher = Searcher::Open(index_);
  ASSERT_THAT(searcher, IsOk());
  SearchRequest request;
  request.text = "smart city Kista";
  request.facets = {{"city", 0}, {"country", 0}, {"project", 0}, {"year", 0}};
  auto response = searcher->Search(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_GE(response->hits.size(), 5u);
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_THAT(response->hits[i].document.values("city"), testing::Contains("Kista"))
        << response->hits[i].document.title.value_or("-");
  }
  EXPECT_EQ(response->facets[0].values.at(0).value, "Kista");
  EXPECT_EQ(response->facets[0].values.at(0).count, 5u);
}

}  // namespace
}  // namespace newsearch
