// SPDX-License-Identifier: GPL-2.0-or-later
#include "translate/dictd_file.h"

#include "translate/translate_test_support.h"

namespace newsearch {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

const std::vector<MadeEntry>& Entries() {
  static const std::vector<MadeEntry> entries = {
      {{"bank"}, "bank\nBank\n"},
      {{"build", "built"}, "build\nbauen\n"},
      {{"bank"}, "bank\nUfer, Böschung, Gestade, Küstenstreifen, Strand\n"},
      {{"ölberg"}, "Ölberg\nMount of Olives\n"},
  };
  return entries;
}

TEST(DictdFileTest, ReadsEntriesByHeadword) {
  for (const size_t chunk_size : {size_t{0}, size_t{7}, size_t{64}, size_t{50000}}) {
    SCOPED_TRACE(chunk_size);
    const ScratchFolder folder;
    WriteDictd(folder, "eng-deu", Entries(), chunk_size);
    Result<DictdFile> file = DictdFile::Open(folder.File("freedict-eng-deu"));
    ASSERT_THAT(file, IsOk());
    EXPECT_EQ(file->size(), 5u);
    EXPECT_THAT(file->Equal("bank"), Pair(0, 2));
    EXPECT_THAT(file->WithPrefix("b"), Pair(0, 4));
    EXPECT_THAT(file->Equal("ban"), Pair(0, 0));
    EXPECT_THAT(file->Equal("zoo"), Pair(4, 4));
    const auto [begin, end] = file->Equal("built");
    ASSERT_EQ(end, begin + 1);
    EXPECT_EQ(file->Entry(begin).value(), "build\nbauen\n");
    EXPECT_EQ(file->Entry(file->Equal("ölberg").first).value(), "Ölberg\nMount of Olives\n");
    std::vector<std::string> visited;
    ASSERT_THAT(file->ForEachEntry([&](std::string_view entry) { visited.emplace_back(entry); }), IsOk());
    EXPECT_THAT(visited,
                ElementsAre(Entries()[0].text, Entries()[1].text, Entries()[2].text, Entries()[3].text));
  }
}

TEST(DictdFileTest, SortsAnIndexThatIsNotInTheOrderOfItsBytes) {
  const ScratchFolder folder;
  WriteDictd(folder, "eng-deu", {}, 0);
  folder.Write("freedict-eng-deu.index", "zoo\tA\tB\nArk\tB\tB\nark\tC\tB\n");
  const Result<DictdFile> file = DictdFile::Open(folder.File("freedict-eng-deu"));
  ASSERT_THAT(file, IsOk());
  EXPECT_EQ(file->headword(0), "Ark");
  EXPECT_THAT(file->Equal("zoo"), Pair(2, 3));
}

TEST(DictdFileTest, SaysWhatIsDamaged) {
  struct Row {
    const char* index;
    const char* said;
  };
  constexpr Row kRows[] = {
      {"bank\tA\n", "no two tabs"},
      {"bank\t?\tB\n", "a number that is none"},
      {"bank\tA\t\n", "a number that is none"},
      {"bank\tA\tBAAA\n", "beyond the end"},
      {"bank\tAAAAAAAAAAAA\tB\n", "a number that is none"},
      {"bank\t//////\tB\n", "beyond the end"},
  };
  const ScratchFolder folder;
  for (const Row& row : kRows) {
    WriteDictd(folder, "eng-deu", Entries());
    folder.Write("freedict-eng-deu.index", row.index);
    const Result<DictdFile> file = DictdFile::Open(folder.File("freedict-eng-deu"));
    EXPECT_THAT(file, StatusIs(StatusCode::kCorruption)) << row.index;
    EXPECT_THAT(file.status().message(), HasSubstr(row.said));
    EXPECT_THAT(file.status().message(), HasSubstr("freedict-eng-deu"));
  }
  EXPECT_THAT(DictdFile::Open(folder.File("freedict-eng-fra")), StatusIs(StatusCode::kNotFound));
}

// Whatever byte of a dictionary is changed, and wherever it is cut: an answer or an error.
TEST(DictdFileTest, SurvivesDamage) {
  const ScratchFolder folder;
  WriteDictd(folder, "eng-deu", Entries(), 30);
  const std::string whole = ReadFile(folder.File("freedict-eng-deu.dict.dz"));
  const auto is_answer = [](const Status& status) {
    return status.ok() || status.code() == StatusCode::kCorruption;
  };
  const auto try_out = [&](const std::string& bytes) {
    folder.Write("freedict-eng-deu.dict.dz", bytes);
    Result<DictdFile> file = DictdFile::Open(folder.File("freedict-eng-deu"));
    EXPECT_TRUE(is_answer(file.status()));
    if (!file.ok()) return;
    for (size_t i = 0; i < file->size(); ++i) EXPECT_TRUE(is_answer(file->Entry(i).status()));
    EXPECT_TRUE(is_answer(file->ForEachEntry([](std::string_view) {})));
  };
  for (size_t i = 0; i < whole.size(); ++i) {
    try_out(whole.substr(0, i));
    for (const char c : {'\0', '\x55', '\xFF'}) {
      std::string changed = whole;
      changed[i] = c;
      try_out(changed);
    }
  }
}

}  // namespace
}  // namespace newsearch
