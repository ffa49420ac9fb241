// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/loose_forms.h"

#include <map>
#include <memory>
#include <set>

#include "support/test_support.h"
#include "text/normalizer.h"
#include "text/term_filter.h"

namespace newsearch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A word with its documents; `known`: they stand beside it.
struct TestWord {
  std::string word;
  std::vector<uint32_t> docs;
  bool known = true;
};
using TestLanguage = std::vector<TestWord>;

// Built forms, and the same worked out word by word.
class Forms {
 public:
  explicit Forms(std::vector<TestLanguage> languages) : languages_(std::move(languages)) {
    LooseFormsBuilder builder;
    std::vector<std::vector<std::vector<WordPosting>>> postings(languages_.size());
    for (size_t i = 0; i < languages_.size(); ++i) {
      std::vector<CountedWord> words;
      postings[i].reserve(languages_[i].size());
      for (const TestWord& word : languages_[i]) {
        std::vector<WordPosting>& own = postings[i].emplace_back();
        for (uint32_t doc : word.docs) own.push_back({doc, 1});
        if (!word.known) own.clear();
        words.push_back({word.word, static_cast<uint32_t>(word.docs.size()), own});
      }
      builder.AddLanguage(std::move(words));
    }
    std::vector<LooseFormsBuilder::Written> of_languages;
    const LooseFormsBuilder::Written all = builder.Write(&bytes_, &of_languages);
    EXPECT_TRUE(forms_.Read(bytes_, all.sections, all.count));
    of_languages_.resize(languages_.size());
    for (size_t i = 0; i < languages_.size(); ++i) {
      EXPECT_TRUE(of_languages_[i].Read(bytes_, of_languages[i].sections, of_languages[i].count));
      if (languages_.size() == 1) {
        EXPECT_EQ(of_languages[i].count, 0u) << "the forms of the only language are those of all";
      }
    }
  }

  // "kraków 12 [0 2]"
  std::vector<std::string> Complete(const std::string& prefix, std::optional<uint32_t> language,
                                    size_t most) {
    const LanguageForms* of_language =
        language && languages_.size() > 1 ? &of_languages_.at(*language) : nullptr;
    std::vector<std::string> shown;
    for (const LooseForms::Best& best : forms_.BestOf(forms_.WithPrefix(prefix), of_language, most)) {
      const LooseFormEntry entry = forms_.Entry(best.form, language);
      if (!language) {
        EXPECT_EQ(entry.documents, best.documents);
      }
      shown.push_back(Show(entry.written, best.documents, entry.languages));
    }
    return shown;
  }

  std::vector<std::string> ByHand(const std::string& prefix, std::optional<uint32_t> language, size_t most) {
    struct Found {
      std::vector<const TestWord*> words;  // that count
      std::map<std::string, std::vector<const TestWord*>> spellings;
      std::set<uint32_t> languages;
    };
    std::map<std::string, Found> all;
    for (uint32_t i = 0; i < languages_.size(); ++i) {
      for (const TestWord& word : languages_[i]) {
        const std::string loose = LooseForm(word.word);
        if (!loose.starts_with(prefix)) continue;
        Found& found = all[loose];
        found.languages.insert(i);
        if (language && *language != i) continue;
        found.words.push_back(&word);
        found.spellings[word.word].push_back(&word);
      }
    }
    struct Row {
      uint64_t documents;
      std::string loose;
      std::string shown;
    };
    std::vector<Row> rows;
    for (const auto& [loose, found] : all) {
      if (found.words.empty()) continue;
      std::string best;
      uint64_t most_documents = 0;
      for (const auto& [spelling, words] : found.spellings) {
        if (best.empty() || Count(words) > most_documents) {
          best = spelling;
          most_documents = Count(words);
        }
      }
      const uint64_t documents = Count(found.words);
      rows.push_back(
          {documents, loose, Show(best, documents, {found.languages.begin(), found.languages.end()})});
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.documents > b.documents; });
    std::vector<std::string> shown;
    for (const Row& row : rows) {
      if (shown.size() < most) shown.push_back(row.shown);
    }
    return shown;
  }

  const LooseForms& forms() const { return forms_; }
  const std::string& bytes() const { return bytes_; }

 private:
  static uint64_t Count(const std::vector<const TestWord*>& words) {
    uint64_t sum = 0;
    std::set<uint32_t> docs;
    bool known = true;
    for (const TestWord* word : words) {
      sum += word->docs.size();
      docs.insert(word->docs.begin(), word->docs.end());
      known = known && word->known;
    }
    return known ? docs.size() : sum;
  }

  static std::string Show(const std::string& written, uint64_t documents,
                          const std::vector<uint32_t>& languages) {
    std::string shown = written + " " + std::to_string(documents) + " [";
    for (uint32_t language : languages) {
      shown += (shown.back() == '[' ? "" : " ") + std::to_string(language);
    }
    return shown + "]";
  }

  std::vector<TestLanguage> languages_;
  std::string bytes_;
  LooseForms forms_;
  std::vector<LanguageForms> of_languages_;
};

constexpr size_t kAll = 1000000;

TEST(LooseForms, OfNothing) {
  EXPECT_EQ(LooseForms().size(), 0u);
  EXPECT_THAT(Forms({}).Complete("", {}, 10), IsEmpty());
  EXPECT_THAT(Forms({{}, {}}).Complete("a", {}, 10), IsEmpty());
  EXPECT_THAT(Forms({{}, {}}).Complete("", 1, 10), IsEmpty());
  EXPECT_EQ(LooseForms().Entry(0, {}).written, "");
}

TEST(LooseForms, AreShownAsTheyAreWrittenMost) {
  // Documents of one spelling in two languages count together.
  Forms forms({{{"malmo", {1, 2, 3}}, {"malmö", {4}}}, {{"malmö", {5, 6, 7}}}, {{"malmoe", {1}}}});
  EXPECT_THAT(forms.Complete("mal", {}, 10), ElementsAre("malmö 7 [0 1]", "malmoe 1 [2]"));
  EXPECT_THAT(forms.Complete("mal", 0, 10), ElementsAre("malmo 4 [0 1]"));
  EXPECT_THAT(forms.Complete("mal", 1, 10), ElementsAre("malmö 3 [0 1]"));
  EXPECT_THAT(forms.Complete("malmoe", 2, 10), ElementsAre("malmoe 1 [2]"));
  EXPECT_THAT(forms.Complete("malmoe", 1, 10), IsEmpty());
  EXPECT_THAT(forms.Complete("malmö", {}, 10), IsEmpty()) << "a prefix is one of loose forms";
}

TEST(LooseForms, CountDocumentsOnceWhereTheyAreKnown) {
  const std::vector<uint32_t> many = {1, 2, 3, 4, 5, 6, 7, 8};
  EXPECT_THAT(Forms({{{"cafe", {1, 2}}, {"café", {2, 3}}}}).Complete("c", {}, 10), ElementsAre("cafe 3 [0]"))
      << "of two spellings with as many documents, the one with the lesser bytes";
  EXPECT_THAT(Forms({{{"cafe", {1, 2}}, {"café", many, false}}}).Complete("c", {}, 10),
              ElementsAre("café 10 [0]"))
      << "an upper bound";
}

TEST(LooseForms, RefuseSectionsThatDoNotBelongTogether) {
  LooseFormsBuilder builder;
  const std::vector<std::string> words = {"alpha", "beta", "gamma"};
  builder.AddLanguage({{words[0], 1, {}}, {words[1], 2, {}}, {words[2], 3, {}}});
  std::string bytes;
  std::vector<LooseFormsBuilder::Written> languages;
  const LooseFormsBuilder::Written written = builder.Write(&bytes, &languages);
  LooseForms forms;
  EXPECT_TRUE(forms.Read(bytes, written.sections, written.count));
  EXPECT_FALSE(forms.Read(bytes, written.sections, written.count + 16)) << "it lacks a block";
  LooseFormSections sections = written.sections;
  sections.maxima.size = 0;
  EXPECT_FALSE(forms.Read(bytes, sections, written.count)) << "it lacks its tree";
  sections = written.sections;
  sections.text.size = bytes.size() + 1;
  EXPECT_FALSE(forms.Read(bytes, sections, written.count)) << "beyond the end";
  LanguageForms of_language;
  EXPECT_FALSE(of_language.Read(bytes, written.sections, 1000));
}

std::vector<TestLanguage> RandomLanguages(size_t languages, size_t words, TestRandom* random) {
  static const char* const kParts[] = {"malmö", "göteborg", "kraków", "krak", "straße", "o",     "ô",
                                       "é",     "город",    "ёлка",   "елка", "αθήνα",  "αθηνα", "路面",
                                       "路",    "s",        "ing",    "łódź", "lodz",   "ə",     "ы",
                                       "カ",    "مدينة",    "1",      "2024"};
  std::vector<TestLanguage> made(languages);
  for (TestLanguage& language : made) {
    std::map<std::string, TestWord> distinct;
    for (size_t i = 0; i < words; ++i) {
      std::string word;
      for (size_t parts = 1 + random->Below(3); parts > 0; --parts) {
        word += kParts[random->Below(std::size(kParts))];
      }
      if (random->Below(10) == 0) word = random->Text(1 + random->Below(6));
      word = FoldCase(word);
      if (word.empty()) continue;
      TestWord& made_word = distinct[word];
      made_word.word = word;
      const bool many = random->Below(4) == 0;
      std::set<uint32_t> docs;
      for (size_t n = many ? 6 + random->Below(300) : 1 + random->Below(5); n > 0; --n) {
        docs.insert(static_cast<uint32_t>(1 + random->Below(many ? 2000 : 12)));
      }
      made_word.docs.assign(docs.begin(), docs.end());
      made_word.known = docs.size() <= 5;
    }
    for (auto& [word, made_word] : distinct) language.push_back(std::move(made_word));
  }
  return made;
}

TEST(LooseForms, AgreeWithANaiveScan) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 40; ++round) {
    const size_t languages = round % 4 == 0 ? 1 : 1 + random.Below(6);
    Forms forms(RandomLanguages(languages, random.Below(400), &random));
    for (int i = 0; i < 60; ++i) {
      std::string prefix = LooseForm(FoldCase(i % 9 == 0 ? random.Text(random.Below(4)) : ""));
      if (i % 9 != 0 && forms.forms().size() > 0) {
        const auto number = static_cast<uint32_t>(random.Below(forms.forms().size()));
        prefix = LooseForm(forms.forms().Entry(number, {}).written);
        prefix.resize(random.Below(prefix.size() + 1));  // within a character too
      }
      const size_t most = i % 5 == 0 ? kAll : 1 + random.Below(12);
      SCOPED_TRACE(testing::PrintToString(prefix));
      ASSERT_EQ(forms.Complete(prefix, {}, most), forms.ByHand(prefix, {}, most));
      const auto language = static_cast<uint32_t>(random.Below(languages));
      ASSERT_EQ(forms.Complete(prefix, language, most), forms.ByHand(prefix, language, most)) << language;
    }
  }
}

TEST(LooseForms, TheSameWordsGiveTheSameBytes) {
  TestRandom random;
  const std::vector<TestLanguage> languages = RandomLanguages(3, 200, &random);
  EXPECT_EQ(Forms(languages).bytes(), Forms(languages).bytes());
}

}  // namespace
}  // namespace newsearch
