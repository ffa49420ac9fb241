// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/vocabulary.h"

#include <xapian.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>

#include "index/index_test_support.h"
#include "index/naive_vocabulary.h"
#include "index/vocabulary_file.h"
#include "text/normalizer.h"
#include "util/hash.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

struct TestWords {
  std::string lang;
  std::vector<std::string> words;
};

// The first word of every language stands in two documents.
std::string BuildBytes(const std::vector<TestWords>& languages) {
  std::vector<Vocabulary::Words> built;
  for (const TestWords& language : languages) {
    Vocabulary::Words& words = built.emplace_back();
    words.lang = language.lang;
    for (const std::string& word : language.words) words.words.push_back({word});
    if (!words.words.empty()) words.words.front().postings = {{7, 2}, {100007, 300}};
  }
  return Vocabulary::Build(built);
}

TestWords Words(const std::string& lang, std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return {lang, std::move(words)};
}

// Its bytes stand in memory of their own, so that a sanitizer sees what is read beyond their end.
Result<Vocabulary> ReadBytes(std::string_view bytes) {
  const std::shared_ptr<char[]> copy(new char[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), copy.get());
  return Vocabulary::Read({copy.get(), bytes.size()}, copy, "test");
}

Vocabulary Build(const std::vector<TestWords>& languages) {
  Result<Vocabulary> vocabulary = ReadBytes(BuildBytes(languages));
  EXPECT_THAT(vocabulary, IsOk());
  return vocabulary.ok() ? std::move(*vocabulary) : Vocabulary();
}

std::vector<std::string> AllWords(const LanguageVocabulary& language) {
  std::vector<std::string> words;
  for (uint32_t word = 0; word < language.size(); ++word) words.push_back(language.Word(word));
  std::sort(words.begin(), words.end());
  return words;
}

// By word. Each is there once.
std::map<std::string, double> Named(const LanguageVocabulary& language, const std::vector<LikeWord>& found) {
  std::map<std::string, double> named;
  for (const LikeWord& like : found) {
    EXPECT_LT(like.word, language.size());
    EXPECT_TRUE(named.emplace(language.Word(like.word), like.likeness).second) << language.Word(like.word);
  }
  return named;
}

std::vector<std::string> Forms(const LanguageVocabulary& language, const std::string& word) {
  TermFilter filter(language.lang());
  std::vector<std::string> forms;
  for (const auto& [form, likeness] : Named(language, language.FormsOf(FoldCase(word), &filter)))
    forms.push_back(form);
  return forms;
}

// Words of a language as they might be: beginnings of it with endings of it, and anything.
std::vector<std::string> RandomWords(const std::string& lang, size_t count, TestRandom* random) {
  static const std::map<std::string, std::pair<std::vector<std::string>, std::vector<std::string>>> kParts = {
      {"en",
       {{"tram", "cit", "smart", "garden", "naïve", "river", "malmö"}, {"s", "y", "ies", "ed", "ing", ""}}},
      {"de",
       {{"straße", "haus", "häus", "stadt", "städt", "garten", "grün"}, {"", "e", "en", "er", "n", "es"}}},
      {"sv", {{"malmö", "malmo", "spårvagn", "stad", "städ", "hus"}, {"", "en", "ar", "arna", "er", "s"}}},
      {"el", {{"αθήν", "πόλ", "πόλεων", "δρόμ", "θεσσαλονίκ"}, {"α", "ας", "η", "ης", "εις", "ος", "ου"}}},
      {"ru", {{"город", "умн", "трамва", "ёлк", "москв"}, {"", "а", "ов", "ый", "ые", "й", "я"}}},
      {"pl",
       {{"krak", "miast", "łódź", "tramwaj", "zielon", "ogrod"}, {"", "a", "ow", "owi", "em", "u", "y"}}},
      {"cs", {{"tramvaj", "měst", "zahrad", "zelen", "praž"}, {"", "a", "em", "ovi", "u", "ami", "y"}}},
      {"ja", {{"路面", "電車", "ガス", "スマ"}, {"", "街", "ト"}}},
      {"und", {{"x", "abc", "münch", "kista"}, {"", "1", "en", "á"}}},
  };
  const auto& [beginnings, endings] = kParts.at(lang);
  std::vector<std::string> words;
  for (size_t i = 0; i < count; ++i) {
    std::string word = beginnings[random->Below(beginnings.size())];
    if (random->Below(2) == 0) word.append(beginnings[random->Below(beginnings.size())]);
    if (random->Below(3) == 0) word.insert(0, std::string(1, static_cast<char>('a' + random->Below(26))));
    word.append(endings[random->Below(endings.size())]);
    if (random->Below(12) == 0) word = random->Text(1 + random->Below(8));
    if (random->Below(5) == 0) word = LooseForm(FoldCase(word));
    word = FoldCase(word);
    if (!word.empty() && word.size() <= 120) words.push_back(std::move(word));
  }
  return words;
}

const char* const kLanguages[] = {"en", "de", "sv", "el", "ru", "pl", "cs", "ja", "und"};

TEST(Vocabulary, OfNothing) {
  EXPECT_THAT(Vocabulary().languages(), IsEmpty());
  EXPECT_THAT(Build({}).languages(), IsEmpty());
  const Vocabulary empty = Build({Words("en", {}), Words("pl", {})});
  for (const LanguageVocabulary& language : empty.languages()) {
    EXPECT_EQ(language.size(), 0u);
    EXPECT_EQ(language.Word(0), "");
    EXPECT_THAT(Forms(language, "tram"), IsEmpty());
    SimilarityScratch scratch;
    EXPECT_THAT(language.SimilarTo("tramway", {}, &scratch), IsEmpty());
  }
}

TEST(Vocabulary, HoldsTheWordsOfEveryScript) {
  const std::vector<TestWords> languages = {
      Words("ar", {"المدن", "ذكية", "مُحَمَّد"}),
      Words("el", {"αθήνα", "αθηνασ"}),
      Words("en", {"a", "smart", "smarter", std::string(120, 'x'), "co2", "0", "🚲"}),
      Words("ja", {"路面", "面電", "電車", "スマ"}),
      Words("ka", {"თბილისი"}),
      Words("und", {"x"}),
  };
  const Vocabulary vocabulary = Build(languages);
  ASSERT_EQ(vocabulary.languages().size(), languages.size());
  for (size_t i = 0; i < languages.size(); ++i) {
    const LanguageVocabulary& language = vocabulary.languages()[i];
    EXPECT_EQ(language.lang(), languages[i].lang);
    EXPECT_THAT(AllWords(language), ElementsAreArray(languages[i].words));
    EXPECT_EQ(language.Word(language.size()), "") << "beyond the last";
    EXPECT_EQ(language.Word(UINT32_MAX), "");
    for (const std::string& word : languages[i].words) EXPECT_THAT(Forms(language, word), Contains(word));
  }
}

// What the index is for: one row, one reason.
TEST(Vocabulary, FormsOfAWord) {
  static const struct {
    const char* lang;
    std::vector<std::string> words;
    const char* query;
    std::vector<std::string> forms;
  } kRows[] = {
      // By stem.
      {"en", {"city", "cities", "citizen"}, "cities", {"cities", "city"}},
      {"en", {"city"}, "cities", {"city"}},
      {"de", {"haus", "häuser", "hausboot"}, "Häuser", {"haus", "häuser"}},
      // By another spelling of a letter.
      {"sv", {"malmö", "malmo", "malmoe", "malm"}, "malmoe", {"malmo", "malmoe", "malmö"}},
      {"de", {"müller", "mueller", "muller"}, "müller", {"mueller", "muller", "müller"}},
      // By how Latin script writes it.
      {"el", {"αθήνα", "θεσσαλονίκη"}, "athina", {"αθήνα"}},
      {"ru", {"москва", "казань"}, "moskva", {"москва"}},
      // Without a stemmer: as written, and there is nothing to learn from so few words.
      {"und", {"city", "cities"}, "cities", {"cities"}},
      {"pl", {"miasto", "miasta"}, "miasto", {"miasto"}},
      // Nothing.
      {"en", {"city"}, "tram", {}},
      {"en", {}, "tram", {}},
  };
  for (const auto& row : kRows) {
    const Vocabulary vocabulary = Build({Words(row.lang, row.words)});
    EXPECT_EQ(Forms(vocabulary.languages().front(), row.query), row.forms) << row.lang << ": " << row.query;
  }
}

TEST(Vocabulary, LearnsTheFormsOfALanguageWithoutAStemmer) {
  std::vector<std::string> words;
  for (const char* beginning : {"kraków", "tramwaj", "stadion", "ogród", "festiwal", "park", "szpital"}) {
    for (const char* ending : {"", "a", "owi", "em", "u"}) words.push_back(std::string(beginning) + ending);
  }
  words.emplace_back("lotnisko");
  words.emplace_back("zamek");
  words.emplace_back("zamekowi");
  const Vocabulary vocabulary = Build({Words("pl", words)});
  const LanguageVocabulary& polish = vocabulary.languages().front();
  EXPECT_THAT(Forms(polish, "krakowowi"), Contains("kraków")) << "without its mark";
  EXPECT_EQ(Forms(polish, "tramwajem").size(), 5u);
  EXPECT_THAT(Forms(polish, "zamekem"), Contains("zamek")) << "by endings that others have: it is not there";
  EXPECT_EQ(Forms(polish, "lotnisko").size(), 1u);
}

// The naive way compares with every word.
TEST(Vocabulary, FormsAgreeWithANaiveSearch) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 4; ++round) {
    for (const std::string lang : kLanguages) {
      const TestWords words = Words(lang, RandomWords(lang, 30 + random.Below(400), &random));
      NaiveVocabulary naive(lang);
      for (const std::string& word : words.words) naive.Add(word);
      naive.Learn();
      const Vocabulary vocabulary = Build({words});
      const LanguageVocabulary& language = vocabulary.languages().front();
      ASSERT_THAT(AllWords(language), ElementsAreArray(words.words));
      TermFilter filter(lang);
      std::vector<std::string> queries = RandomWords(lang, 60, &random);
      for (int i = 0; i < 60; ++i) queries.push_back(words.words[random.Below(words.words.size())]);
      for (const std::string& query : queries) {
        const std::map<std::string, double>& expected = naive.FormsOf(query);
        const std::map<std::string, double> found = Named(language, language.FormsOf(query, &filter));
        SCOPED_TRACE(lang + ": " + query);
        ASSERT_EQ(found.size(), expected.size());
        for (const auto& [word, likeness] : expected) {
          ASSERT_EQ(found.count(word), 1u) << word;
          ASSERT_NEAR(found.at(word), likeness, 1.0 / 255) << word;
        }
        if (std::binary_search(words.words.begin(), words.words.end(), query)) {
          ASSERT_EQ(found.at(query), 1) << "the written word is meant";
        }
      }
    }
  }
}

// ---- N-grams ----

std::vector<std::string> GramsByHand(const std::string& loose) {
  std::vector<std::string> chars = {"_"};
  bool of_pairs = true;
  size_t length = 5;
  for (size_t i = 0; i < loose.size();) {
    const auto [c, bytes, well_formed] = DecodeUtf8(loose, i);
    of_pairs = of_pairs && c >= 0x3041;
    if (c >= 0x590 && c < 0x1100) length = 4;
    chars.push_back(loose.substr(i, bytes));
    i += bytes;
  }
  if (of_pairs && chars.size() == 3) return {chars.begin() + 1, chars.end() - (chars[1] == chars[2] ? 1 : 0)};
  std::set<std::string> grams;
  for (size_t i = 0; i + length <= chars.size(); ++i) {
    std::string gram;
    for (size_t k = i; k < i + length; ++k) gram += chars[k];
    grams.insert(gram);
  }
  return {grams.begin(), grams.end()};
}

// What tells n-grams apart in a vocabulary of this size: for `exact` all of them, else a byte and some bits
// of a hash.
std::string GramId(const std::string& gram, size_t words, bool exact) {
  if (exact) return gram;
  const auto hash = static_cast<uint32_t>(StableHash().Add(gram).value());
  const size_t buckets = std::bit_ceil(std::max<size_t>(words / 2, 16));
  return std::to_string(hash & (buckets - 1)) + "/" + std::to_string(hash >> 24);
}

// The likeness of every word that shares an n-gram with `loose`.
std::map<std::string, double> SimilarByHand(const std::vector<std::string>& words, const std::string& loose,
                                            bool exact) {
  const std::vector<std::string> grams = GramsByHand(loose);
  std::map<std::string, double> shares;
  if (grams.size() < 2) return shares;
  std::map<std::string, std::set<std::string>> with;
  for (const std::string& word : words) {
    for (const std::string& gram : GramsByHand(LooseForm(word)))
      with[GramId(gram, words.size(), exact)].insert(word);
  }
  double all = 0;
  for (const std::string& gram : grams) {
    const std::set<std::string>& found = with[GramId(gram, words.size(), exact)];
    const double weight =
        std::log(1 + static_cast<double>(words.size()) / (1.0 + static_cast<double>(found.size())));
    all += weight;
    for (const std::string& word : found) shares[word] += weight;
  }
  for (auto& [word, share] : shares) share /= all;
  return shares;
}

TEST(Vocabulary, SimilarWordsAgreeWithANaiveScan) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  SimilarityScratch scratch;  // one for all, as searchers keep it
  size_t expected_words = 0;
  size_t found_words = 0;
  for (int round = 0; round < 3; ++round) {
    for (const std::string lang : kLanguages) {
      const TestWords words = Words(lang, RandomWords(lang, 20 + random.Below(500), &random));
      const Vocabulary vocabulary = Build({words});
      const LanguageVocabulary& language = vocabulary.languages().front();
      for (int i = 0; i < 30; ++i) {
        const std::string query =
            i % 2 == 0 ? words.words[random.Below(words.words.size())] : RandomWords(lang, 1, &random).at(0);
        const std::string loose = LooseForm(query);
        SCOPED_TRACE(lang + ": " + query);
        SimilarityOptions options;
        options.min_likeness = static_cast<double>(random.Below(8)) / 10;
        options.max_words = 100000;
        const std::vector<LikeWord> similar = language.SimilarTo(loose, options, &scratch);
        const std::map<std::string, double> found = Named(language, similar);
        const std::map<std::string, double> by_hand = SimilarByHand(words.words, loose, false);
        for (const auto& [word, likeness] : by_hand) {
          if (std::abs(likeness - options.min_likeness) < 1e-4) continue;  // of two minds
          ASSERT_EQ(found.count(word) != 0, likeness > options.min_likeness) << word << " " << likeness;
        }
        for (const auto& [word, likeness] : found) {
          ASSERT_EQ(by_hand.count(word), 1u) << word;
          ASSERT_NEAR(likeness, by_hand.at(word), 1e-4) << word;
        }
        for (const auto& [word, likeness] : SimilarByHand(words.words, loose, true)) {
          if (likeness < options.min_likeness + 0.1) continue;
          ++expected_words;
          found_words += found.count(word);
        }
        for (size_t k = 1; k < similar.size(); ++k)
          ASSERT_GE(similar[k - 1].likeness, similar[k].likeness) << "the most similar first";
        // Fewer are the first of them.
        options.max_words = random.Below(5);
        const std::vector<LikeWord> first = language.SimilarTo(loose, options, &scratch);
        ASSERT_EQ(first.size(), std::min(options.max_words, similar.size()));
        for (size_t k = 0; k < first.size(); ++k) ASSERT_EQ(first[k].word, similar[k].word);
      }
    }
  }
  EXPECT_GT(expected_words, 500u);
  EXPECT_GT(static_cast<double>(found_words), 0.99 * static_cast<double>(expected_words))
      << "that n-grams are told apart by a few bits costs next to nothing";
}

TEST(Vocabulary, AWordIsMostSimilarToItself) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const TestWords words = Words("en", RandomWords("en", 3000, &random));
  const Vocabulary vocabulary = Build({words});
  const LanguageVocabulary& language = vocabulary.languages().front();
  SimilarityScratch scratch;
  for (int i = 0; i < 300; ++i) {
    const std::string& word = words.words[random.Below(words.words.size())];
    const std::vector<LikeWord> similar = language.SimilarTo(LooseForm(word), {}, &scratch);
    if (GramsByHand(LooseForm(word)).size() < 2) {
      ASSERT_THAT(similar, IsEmpty()) << word << ": what is similar to a short word is the same";
      continue;
    }
    ASSERT_FALSE(similar.empty()) << word;
    ASSERT_NEAR(similar.front().likeness, 1, 1e-4) << word;
    bool first = false;
    for (const LikeWord& like : similar)
      first |= like.likeness > 1 - 1e-4 && language.Word(like.word) == word;
    ASSERT_TRUE(first || similar.size() == SimilarityOptions().max_words) << word;
  }
}

// ---- Bytes ----

std::vector<TestWords> SomeLanguages(size_t words, TestRandom* random) {
  std::vector<TestWords> languages;
  for (const std::string lang : kLanguages)
    languages.push_back(Words(lang, RandomWords(lang, words, random)));
  return languages;
}

TEST(Vocabulary, FewPostingsComeWithTheirWord) {
  const Vocabulary vocabulary = Build({Words("en", {"harbour", "tram", "tramway"}), Words("und", {})});
  const LanguageVocabulary& language = vocabulary.languages()[0];
  for (uint32_t i = 0; i < language.size(); ++i) {
    const VocabularyEntry entry = language.Entry(i);
    const std::vector<WordPosting> expected = {{7, 2}, {100007, 300}};
    EXPECT_EQ(entry.postings, entry.word == "harbour" ? expected : std::vector<WordPosting>()) << entry.word;
  }
}

TEST(Vocabulary, TheSameWordsGiveTheSameBytes) {
  TestRandom random;
  const std::vector<TestWords> languages = SomeLanguages(200, &random);
  const std::string bytes = BuildBytes(languages);
  EXPECT_EQ(BuildBytes(languages), bytes);
  std::vector<TestWords> more = languages;
  more[2].words.emplace_back("\xF0\x9F\x9A\xB2\xF0\x9F\x9A\xB2");
  EXPECT_NE(BuildBytes(more), bytes);
}

// All look-ups of loose forms, of all languages and of one.
void LookUpForms(const Vocabulary& vocabulary) {
  const LooseForms& forms = vocabulary.loose_forms();
  const size_t languages = vocabulary.languages().size();
  for (size_t language = 0; language <= languages; ++language) {
    const LanguageForms* of_language = language < languages ? vocabulary.forms_of(language) : nullptr;
    for (const char* prefix : {"", "m", "malm", "αθ", "город", "路", "\xFF"}) {
      const LooseForms::Range range = forms.WithPrefix(prefix);
      ASSERT_LE(range.first, range.last);
      ASSERT_LE(range.last, forms.size());
      const std::vector<LooseForms::Best> best = forms.BestOf(range, of_language, 10);
      ASSERT_LE(best.size(), 10u);
      for (const LooseForms::Best& one : best) (void)forms.Entry(one.form, language);
    }
  }
  (void)forms.Entry(forms.size(), {});
}

// All look-ups, whatever the bytes are.
void LookUp(const Vocabulary& vocabulary) {
  ASSERT_NO_FATAL_FAILURE(LookUpForms(vocabulary));
  SimilarityScratch scratch;
  for (const LanguageVocabulary& language : vocabulary.languages()) {
    TermFilter filter(language.lang());
    for (uint32_t word : {0u, 1u, 15u, 16u, 17u, language.size() - 1, language.size(), UINT32_MAX})
      (void)language.Word(word);
    for (const char* query : {"malmö", "tramwajowi", "smartcities", "x", "αθήνα", "москва", ""}) {
      (void)language.FormsOf(query, &filter);
      for (const LikeWord& like : language.SimilarTo(LooseForm(query), {}, &scratch)) {
        ASSERT_LT(like.word, language.size());
      }
    }
  }
}

TEST(Vocabulary, EveryTruncationIsRefused) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::string bytes = BuildBytes(SomeLanguages(12, &random));
  ASSERT_THAT(ReadBytes(bytes), IsOk());
  for (size_t length = 0; length < bytes.size(); ++length) {
    const Result<Vocabulary> read = ReadBytes(std::string_view(bytes).substr(0, length));
    ASSERT_THAT(read, StatusIs(StatusCode::kCorruption)) << length;
    ASSERT_NE(read.status().message().find("test"), std::string::npos) << "names it";
  }
  EXPECT_THAT(ReadBytes(bytes + "x"), StatusIs(StatusCode::kCorruption));
  std::string other = bytes;
  ++other[7];
  EXPECT_THAT(ReadBytes(other), StatusIs(StatusCode::kVersionMismatch)) << "another form of the file";
}

TEST(Vocabulary, DamagedBytesNeverCrash) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::string bytes = BuildBytes(SomeLanguages(60, &random));
  constexpr size_t kHeaders = 72 + 9 * 176;
  size_t refused = 0;
  for (int i = 0; i < 1500; ++i) {
    const size_t range = i % 3 == 0 ? std::min(kHeaders, bytes.size()) : bytes.size();
    const std::string damaged = random.Damaged(bytes, range);
    const Result<Vocabulary> read = ReadBytes(damaged);
    if (!read.ok()) {
      ASSERT_THAT(read.status().code(),
                  testing::AnyOf(StatusCode::kCorruption, StatusCode::kVersionMismatch));
      ++refused;
      continue;
    }
    ASSERT_NO_FATAL_FAILURE(LookUp(*read));
  }
  EXPECT_GT(refused, 100u);
}

// ---- Files ----

class VocabularyFileTest : public testing::Test {
 protected:
  std::vector<std::string> Files() const {
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(path_)) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with("vocabulary.")) files.push_back(name);
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  std::string Current() const {
    return "vocabulary." + Xapian::Database(path_).get_metadata("newsearch.vocabulary");
  }

  // "en: ferry tram; sv: hus"
  std::string Shown() {
    std::string shown;
    const Vocabulary vocabulary = ReadVocabulary(path_, Xapian::Database(path_), &fault_);
    for (const LanguageVocabulary& language : vocabulary.languages()) {
      shown += (shown.empty() ? "" : "; ") + language.lang() + ":";
      for (const std::string& word : AllWords(language)) shown += " " + word;
    }
    return shown;
  }

  ScratchFolder folder_;
  std::string path_ = folder_.File("index");
  Status fault_;
};

TEST_F(VocabularyFileTest, HoldsTheWordsOfTheCommit) {
  PutAll(path_, {MakeDocument("a", "Trams", "A ferry"), MakeDocument("b", "", "Ett hus", "sv")});
  EXPECT_EQ(Shown(), "en: a ferry trams; sv: ett hus");
  EXPECT_THAT(Files(), Contains(Current()));
  PutAll(path_, {MakeDocument("c", "", "mySMARTLife", "en")});
  EXPECT_EQ(Shown(), "en: a ferry life my mysmartlife smart trams; sv: ett hus");
  EXPECT_THAT(Files(), Contains(Current()));
}

// Paragraphs in another language are words of that.
TEST_F(VocabularyFileTest, KnowsTheLanguageOfAParagraph) {
  Document document = MakeDocument("a", "Title", "one zwei three");
  document.other_languages = {{"de", {4, 8}}};
  PutAll(path_, {document});
  EXPECT_EQ(Shown(), "de: zwei; en: one three title");
}

TEST_F(VocabularyFileTest, OldFilesGo) {
  for (int i = 0; i < 6; ++i) PutAll(path_, {MakeDocument("a", "", "word" + std::to_string(i))});
  EXPECT_LE(Files().size(), 2u) << "of this commit, and of the one that readers may still open";
  EXPECT_THAT(Files(), Contains(Current()));
}

TEST_F(VocabularyFileTest, IsNotWrittenWhereNoWordsChanged) {
  PutAll(path_, {MakeDocument("a", "", "word")});
  const std::vector<std::string> files = Files();
  {
    auto writer = IndexWriter::Open(path_);
    ASSERT_THAT(writer, IsOk());
    ASSERT_THAT(writer->Put(MakeDocument("a", "", "word")), IsOk());
    ASSERT_THAT(writer->Commit(), IsOk());
    Document moved = MakeDocument("a", "", "word");
    moved.lines = {5, 6};
    ASSERT_THAT(writer->Put(moved), IsOk());
    ASSERT_THAT(writer->Commit(), IsOk());
    ASSERT_THAT(writer->Put(MakeDocument("b", "", "other")), IsOk());  // never committed
  }
  EXPECT_EQ(Files(), files);
  EXPECT_EQ(Shown(), "en: word");
}

TEST_F(VocabularyFileTest, IsMadeAnewWhereItIsMissingOrDamaged) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  PutAll(path_, {MakeDocument("a", "Trams", "A ferry and many trams"),
                 MakeDocument("b", "", "Ett hus i Malmö", "sv"), MakeDocument("c", "", "Krakowie", "pl")});
  const std::string whole = Shown();
  const std::string file = path_ + "/" + Current();
  const std::string bytes = ReadFile(file);
  const auto check = [&](const std::string& what, const char* fault = "made anew") {
    EXPECT_EQ(Shown(), whole) << what;
    EXPECT_THAT(fault_.message(), testing::HasSubstr(fault)) << what;
    auto searcher = Searcher::Open(path_);
    ASSERT_THAT(searcher, IsOk()) << what;
    EXPECT_THAT(SearchFor(*searcher, "tram"), testing::ElementsAre("a")) << what;
    EXPECT_THAT(SearchFor(*searcher, "malmoe"), testing::ElementsAre("b")) << what;
    SearchRequest request;
    request.text = "tram";
    const auto response = searcher->Search(request);
    ASSERT_THAT(response, IsOk()) << what;
    EXPECT_EQ(response->warnings.empty(), fault_.ok()) << what;
  };
  check("whole", "");
  EXPECT_THAT(fault_, IsOk());
  for (size_t length : {size_t{0}, size_t{1}, size_t{23}, bytes.size() / 2, bytes.size() - 1}) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes.substr(0, length);
    check("cut to " + std::to_string(length));
  }
  std::ofstream(file, std::ios::binary | std::ios::trunc) << random.Bytes(5000);
  check("anything");
  fs::remove(file);
  check("missing");
  fs::create_directory(file);
  check("a folder");
}

}  // namespace
}  // namespace newsearch
