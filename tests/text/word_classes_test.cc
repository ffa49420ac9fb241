// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/word_classes.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <set>
#include <utility>

#include "support/test_support.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::PrintToString;

std::vector<std::string_view> Views(const std::vector<std::string>& words) {
  return {words.begin(), words.end()};
}

// Each word and what stands for it.
std::map<std::string, std::string> Classes(const std::vector<std::string>& words,
                                           const WordClassOptions& options = {}) {
  const std::vector<std::string_view> views = Views(words);
  const WordClasses learned = LearnWordClasses(views, options);
  std::map<std::string, std::string> classes;
  EXPECT_EQ(learned.class_of.size(), words.size());
  for (size_t i = 0; i < words.size(); ++i) classes[words[i]] = words.at(learned.class_of[i]);
  return classes;
}

// Every stem with every ending, sorted.
std::vector<std::string> Inflect(const std::vector<std::string>& stems,
                                 const std::vector<std::string>& endings) {
  std::vector<std::string> words;
  for (const std::string& stem : stems) {
    for (const std::string& ending : endings) words.push_back(stem + ending);
  }
  std::sort(words.begin(), words.end());
  return words;
}

std::u32string CodePoints(std::string_view text) {
  std::u32string code_points;
  for (size_t at = 0; at < text.size();) {
    const Utf8Step step = DecodeUtf8(text, at);
    code_points.push_back(step.code_point);
    at += step.length;
  }
  return code_points;
}

// The words of a row are one class, and no other word of the row's vocabulary is in it.
TEST(WordClasses, BringFormsTogether) {
  static const struct {
    std::vector<std::string> stems;
    std::vector<std::string> endings;
  } kRows[] = {
      // Nouns in the way of Polish, Slovene, Estonian, Ukrainian.
      {{"most", "zamek", "ogrod", "kamien", "teren"}, {"", "u", "owi", "em", "ie"}},
      {{"miz", "knjig", "cest", "rib", "postaj", "hisic"}, {"a", "e", "i", "o", "ama"}},
      {{"raamatu", "jõgede", "linna", "metsa", "kalade"}, {"", "s", "st", "le", "lt", "ga", "ni"}},
      {{"город", "завод", "музей", "театр"}, {"", "у", "ом", "ів", "ами"}},
  };
  for (const auto& row : kRows) {
    const std::map<std::string, std::string> classes = Classes(Inflect(row.stems, row.endings));
    for (const std::string& stem : row.stems) {
      // Below four letters of common beginning nothing is related.
      if (CountCodePoints(stem) < 4) continue;
      std::set<std::string> of_stem;
      for (const std::string& ending : row.endings) of_stem.insert(classes.at(stem + ending));
      EXPECT_EQ(of_stem.size(), 1u) << stem << ": " << PrintToString(of_stem);
      for (const auto& [word, pivot] : classes) {
        EXPECT_EQ(of_stem.count(pivot) != 0, word.starts_with(stem)) << word << " -> " << pivot;
      }
    }
  }
}

TEST(WordClasses, NeedAPairOfEndingsSeenOftenEnough) {
  const std::vector<std::string> three = Inflect({"abcde", "bcdef", "cdefg"}, {"", "um"});
  for (const auto& [word, pivot] : Classes(three)) EXPECT_EQ(word, pivot);
  EXPECT_EQ(Classes(three, {.min_pair_count = 3})["abcdeum"], "abcde");
  EXPECT_EQ(Classes(Inflect({"abcde", "bcdef", "cdefg", "defgh"}, {"", "um"}))["abcdeum"], "abcde");
}

TEST(WordClasses, ShareABeginningAndDifferInShortEndings) {
  const std::vector<std::string> stems = {"abc", "bcd", "cde", "def", "efg"};
  for (const auto& [word, pivot] : Classes(Inflect(stems, {"", "um"}))) EXPECT_EQ(word, pivot);
  EXPECT_EQ(Classes(Inflect(stems, {"", "um"}), {.min_prefix = 3})["abcum"], "abc");
  const std::vector<std::string> longer = {"abcd", "bcde", "cdef", "defg", "efgh"};
  EXPECT_EQ(Classes(Inflect(longer, {"", "oram"}))["abcdoram"], "abcd");
  EXPECT_EQ(Classes(Inflect(longer, {"", "orama"}))["abcdorama"], "abcdorama");
  EXPECT_EQ(Classes(Inflect(longer, {"", "orama"}), {.max_suffix = 5})["abcdorama"], "abcd");
  // Code points are counted, not bytes.
  EXPECT_EQ(Classes(Inflect({"áéí", "éíó", "íóú", "óúá"}, {"", "é"}))["áéíé"], "áéíé");
  EXPECT_EQ(Classes(Inflect({"áéíó", "éíóú", "íóúá", "óúáé"}, {"", "éíóú"}))["áéíóéíóú"], "áéíó");
}

// "abcdea" has more relatives than any other word. "abcdeum" is one of them, but has more of its own.
TEST(WordClasses, LeaveOutWordsWithOtherRelatives) {
  std::vector<std::string> words = Inflect({"abcde", "bcdef", "cdefg", "defgh"}, {"", "a", "e", "o", "ik"});
  for (const auto& [stems, endings] :
       {std::pair(std::vector<std::string>{"abcdeum", "qrstu", "rstuv", "stuvw"},
                  std::vector<std::string>{"", "an", "el", "on"}),
        std::pair(std::vector<std::string>{"klmno", "lmnop", "mnopq"},
                  std::vector<std::string>{"a", "um"})}) {
    const std::vector<std::string> more = Inflect(stems, endings);
    words.insert(words.end(), more.begin(), more.end());
  }
  std::map<std::string, std::string> classes = Classes(words);
  EXPECT_EQ(classes["klmnoum"], "klmnoa");
  EXPECT_EQ(classes["abcde"], "abcdea");
  EXPECT_EQ(classes["abcdeik"], "abcdea");
  EXPECT_EQ(classes["abcdeum"], "abcdeum");
  EXPECT_EQ(classes["abcdeuman"], "abcdeum");
  // With less cohesion it goes to the word with most relatives, and leaves its own behind.
  EXPECT_EQ(Classes(words, {.min_cohesion = 0.2})["abcdeum"], "abcdea");
}

TEST(WordClasses, LeaveNumbersAndCodesAlone) {
  const std::vector<std::string> words =
      Inflect({"abcd1", "bcde1", "cdef1", "defg1", "1998", "2001", "2010", "2020"}, {"", "a", "um", "0"});
  for (const auto& [word, pivot] : Classes(words)) EXPECT_EQ(word, pivot);
  std::string long_word(65, 'a');
  std::vector<std::string> long_words;
  for (char c : {'a', 'b', 'c', 'd', 'e'}) {
    long_words.push_back(std::string(64, c));
    long_words.push_back(std::string(65, c));
  }
  for (const auto& [word, pivot] : Classes(long_words)) EXPECT_EQ(word, pivot);
}

// The paper's text turned into code, each word with each.
std::vector<uint32_t> NaiveClasses(const std::vector<std::string>& words, const WordClassOptions& options) {
  const auto n = static_cast<uint32_t>(words.size());
  using Pair = std::pair<std::u32string, std::u32string>;
  const auto pair_of = [&](uint32_t i, uint32_t j, Pair* pair) {
    const std::u32string a = CodePoints(words[i]);
    const std::u32string b = CodePoints(words[j]);
    size_t same = 0;
    while (same < std::min(a.size(), b.size()) && a[same] == b[same]) ++same;
    if (same < options.min_prefix || a.size() - same > options.max_suffix ||
        b.size() - same > options.max_suffix)
      return false;
    *pair = std::minmax(a.substr(same), b.substr(same));
    return true;
  };
  std::map<Pair, uint32_t> counts;
  Pair pair;
  for (uint32_t i = 0; i < n; ++i) {
    for (uint32_t j = i + 1; j < n; ++j) {
      if (pair_of(i, j, &pair)) ++counts[pair];
    }
  }
  std::map<uint32_t, std::map<uint32_t, uint32_t>> graph;
  for (uint32_t i = 0; i < n; ++i) graph[i];
  for (uint32_t i = 0; i < n; ++i) {
    for (uint32_t j = i + 1; j < n; ++j) {
      if (pair_of(i, j, &pair) && counts[pair] >= options.min_pair_count)
        graph[i][j] = graph[j][i] = counts[pair];
    }
  }
  std::vector<uint32_t> class_of(n);
  while (!graph.empty()) {
    uint32_t pivot = graph.begin()->first;
    for (const auto& [word, relatives] : graph) {
      if (relatives.size() > graph[pivot].size()) pivot = word;
    }
    std::vector<std::pair<uint32_t, uint32_t>> relatives(graph[pivot].begin(), graph[pivot].end());
    std::stable_sort(relatives.begin(), relatives.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::set<uint32_t> members = {pivot};
    for (const auto& [word, weight] : relatives) {
      double common = 0;
      for (const auto& [other, other_weight] : graph[word])
        common += static_cast<double>(graph[pivot].count(other));
      if ((1 + common) / static_cast<double>(graph[word].size()) >= options.min_cohesion - 1e-9) {
        members.insert(word);
      } else {
        graph[pivot].erase(word);
        graph[word].erase(pivot);
      }
    }
    for (uint32_t member : members) {
      class_of[member] = pivot;
      graph.erase(member);
    }
    for (auto& [word, left] : graph) {
      for (uint32_t member : members) left.erase(member);
    }
  }
  return class_of;
}

std::vector<std::string> RandomWords(std::mt19937* random, size_t count) {
  static const char* const kLetters[] = {"a", "b", "c", "ž", "д"};
  const auto pick = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(*random); };
  const size_t alphabet = 1 + pick(5);
  std::vector<std::string> beginnings(1 + pick(6));
  for (std::string& beginning : beginnings) {
    for (size_t length = 2 + pick(4); length > 0; --length) beginning += kLetters[pick(5)];
  }
  std::set<std::string> words;
  for (size_t i = 0; i < count; ++i) {
    std::string word = beginnings[pick(beginnings.size())];
    for (size_t length = pick(7); length > 0; --length) word += kLetters[pick(alphabet)];
    words.insert(word);
  }
  return {words.begin(), words.end()};
}

TEST(WordClasses, AgreeWithTheNaiveAlgorithm) {
  size_t joined = 0;
  size_t left_out = 0;
  for (uint32_t seed = 1; seed <= 400; ++seed) {
    std::mt19937 random(seed);
    const std::vector<std::string> words = RandomWords(&random, 10 + seed % 150);
    WordClassOptions options;
    options.min_prefix = 1 + seed % 4;
    options.max_suffix = seed / 4 % 6;
    options.min_pair_count = 1 + seed / 24 % 4;
    options.min_cohesion = std::vector<double>{0.8, 0.5, 1.0, 0.0, 0.7}[seed % 5];
    const std::vector<std::string_view> views = Views(words);
    const std::vector<uint32_t> expected = NaiveClasses(words, options);
    ASSERT_EQ(LearnWordClasses(views, options).class_of, expected) << "seed " << seed;
    for (size_t i = 0; i < words.size(); ++i) (expected[i] != i ? joined : left_out) += 1;
  }
  EXPECT_GT(joined, 1000u);
  EXPECT_GT(left_out, 1000u);
}

// On words of any kind: the pivot stands for itself, members share a beginning with it, and neither their
// order nor a second copy changes classes.
TEST(WordClasses, KeepTheirContract) {
  for (uint32_t seed = 1; seed <= 60; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::string> words = RandomWords(&random, 600);
    words.insert(words.end(), {"", "a", "2001", "\xFF\xFE", "abca\xC5", "ab cd", "字字字字"});
    std::sort(words.begin(), words.end());
    const std::map<std::string, std::string> classes = Classes(words);
    for (const auto& [word, pivot] : classes) {
      EXPECT_EQ(classes.at(pivot), pivot) << seed;
      if (word == pivot) continue;
      const std::u32string a = CodePoints(word);
      const std::u32string b = CodePoints(pivot);
      ASSERT_GE(std::min(a.size(), b.size()), 4u) << word << " " << pivot;
      EXPECT_EQ(a.substr(0, 4), b.substr(0, 4)) << word << " " << pivot;
    }
    std::vector<std::string> shuffled = words;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    EXPECT_EQ(Classes(shuffled), classes) << seed;
    const std::vector<std::string> copy = shuffled;
    shuffled.insert(shuffled.end(), copy.begin(), copy.end());
    EXPECT_EQ(Classes(shuffled), classes) << seed;
  }
}

TEST(WordClasses, TakeAnything) {
  EXPECT_THAT(Classes({}), IsEmpty());
  EXPECT_THAT(Classes({""}), ElementsAre(std::pair("", "")));
  std::mt19937 random(7);
  for (uint32_t round = 0; round < 50; ++round) {
    std::vector<std::string> words(300);
    for (std::string& word : words) {
      for (size_t length = random() % 12; length > 0; --length)
        word += "ab\xC3\xA4\xE5\xAD\x97\xF0\xFF"[random() % 9];
    }
    for (const auto& [word, pivot] : Classes(words, {.min_prefix = round % 3,
                                                    .max_suffix = round % 7,
                                                    .min_pair_count = round % 4,
                                                    .max_siblings = round % 5})) {
      EXPECT_TRUE(word == pivot || IsValidUtf8(word));
    }
  }
  // Options that make no sense.
  const std::vector<std::string> words = Inflect({"abcd", "bcde"}, {"", "a", "b"});
  Classes(words,
          {.min_prefix = 0, .max_suffix = 0, .min_pair_count = 0, .min_cohesion = -1, .max_siblings = 0});
  Classes(words, {.min_prefix = 4000000000u,
                  .max_suffix = 4000000000u,
                  .min_pair_count = 4000000000u,
                  .min_cohesion = 2,
                  .max_siblings = 4000000000u,
                  .max_pairs = 4000000000u});
  EXPECT_EQ(Classes(words, {.min_pair_count = 1, .min_cohesion = 2})["abcda"], "abcda");
}

// All words with three letters or fewer after the same beginning: 18,279. Where too many follow one
// beginning, only the shorter ones are compared.
TEST(WordClasses, CrowdedBeginningsAreCutShort) {
  std::vector<std::string> endings = {""};
  for (size_t at = 0; at < 1 + 26 + 26 * 26; ++at) {
    for (char c = 'a'; c <= 'z'; ++c) endings.push_back(endings[at] + c);
  }
  std::vector<std::string> words = Inflect({"abcd", "bcde", "cdef", "defg"}, endings);
  std::map<std::string, std::string> classes = Classes(words);
  EXPECT_EQ(classes["abcd"], "abcda");
  EXPECT_EQ(classes["abcdxya"], classes["abcdxy"]);
  EXPECT_NE(classes["abcdxya"], classes["abcdxa"]);
  std::vector<std::string> numbers;
  for (int i = 0; i < 20000; ++i) numbers.push_back("aaaa" + std::to_string(10000 + i));
  for (const auto& [word, pivot] : Classes(numbers)) ASSERT_EQ(word, pivot);
}

class SuffixPairsTest : public ::testing::Test {
 protected:
  SuffixPairsTest() : words_(Inflect({"abcde", "bcdef", "cdefg", "defgh", "efghi"}, {"", "u", "owi", "em"})) {
    const std::vector<std::string_view> views = Views(words_);
    learned_ = LearnWordClasses(views);
  }
  // The pivot of the class that `word` is put into; "-" for none.
  std::string PivotOf(const SuffixPairs& pairs, std::string_view word) {
    asked_.clear();
    const std::optional<uint32_t> found =
        pairs.ClassOf(word, [this](std::string_view other) -> std::optional<uint32_t> {
          asked_.emplace_back(other);
          const auto at = std::lower_bound(words_.begin(), words_.end(), other);
          if (at == words_.end() || *at != other) return std::nullopt;
          return learned_.class_of[static_cast<size_t>(at - words_.begin())];
        });
    return found ? words_.at(*found) : "-";
  }
  std::vector<std::string> words_;
  WordClasses learned_;
  std::vector<std::string> asked_;
};

TEST_F(SuffixPairsTest, AreCounted) {
  const std::vector<SuffixPairs::Pair> expected = {{"", "em", 5},    {"", "owi", 5}, {"", "u", 5},
                                                   {"em", "owi", 5}, {"em", "u", 5}, {"owi", "u", 5}};
  EXPECT_EQ(learned_.pairs.pairs(), expected);
  const std::vector<std::string_view> views = Views(words_);
  EXPECT_EQ(LearnWordClasses(views, {.max_pairs = 2}).pairs.pairs(),
            std::vector<SuffixPairs::Pair>({{"", "em", 5}, {"", "owi", 5}}));
}

TEST_F(SuffixPairsTest, PutWordsThatAreNotThereIntoAClass) {
  std::erase(words_, "abcdeowi");
  std::erase(words_, "abcde");
  const std::vector<std::string_view> views = Views(words_);
  learned_ = LearnWordClasses(views);
  EXPECT_EQ(PivotOf(learned_.pairs, "abcdeowi"), PivotOf(learned_.pairs, "abcde"));
  EXPECT_EQ(PivotOf(learned_.pairs, "abcde"), words_[learned_.class_of[0]]);
  for (const char* word :
       {"", "abc", "xyzxyz", "abcdeowiu", "abcdeyx", "abcde1", "\xFF\xFF\xFF\xFF\xFF", "abcdeo\xC5"})
    EXPECT_EQ(PivotOf(learned_.pairs, word), "-") << word;
  // Words that nothing is learned from are not even looked up.
  PivotOf(learned_.pairs, "2001u");
  EXPECT_THAT(asked_, IsEmpty());
}

TEST_F(SuffixPairsTest, TryTheMostFrequentPairFirst) {
  const SuffixPairs pairs({{"", "a", 7}, {"a", "e", 9}, {"", "ba", 7}, {"b", "a", 100}, {"ba", "be", 3}}, 4,
                          4);
  EXPECT_EQ(pairs.pairs().size(), 4u);  // "b" is not before "a"
  EXPECT_EQ(PivotOf(pairs, "xxxxba"), "-");
  EXPECT_THAT(asked_, ElementsAre("xxxxbe", "xxxxbaa", "xxxxbaba", "xxxxb", "xxxx", "xxxxbe"));
}

TEST_F(SuffixPairsTest, SurviveBeingStored) {
  const std::string bytes = learned_.pairs.Serialize();
  EXPECT_EQ(SuffixPairs::Parse(bytes), learned_.pairs);
  EXPECT_EQ(SuffixPairs::Parse(SuffixPairs().Serialize()), SuffixPairs());
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_EQ(SuffixPairs::Parse(bytes.substr(0, size)), std::nullopt) << size;
  EXPECT_EQ(SuffixPairs::Parse(bytes + "a"), std::nullopt);
  // Any byte changed: refused, or pairs that keep their contract.
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(value);
      const std::optional<SuffixPairs> parsed = SuffixPairs::Parse(changed);
      if (!parsed) continue;
      EXPECT_EQ(SuffixPairs::Parse(parsed->Serialize()), parsed);
      PivotOf(*parsed, "abcdeowiu");
    }
  }
  EXPECT_EQ(SuffixPairs::Parse("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), std::nullopt);
  EXPECT_EQ(SuffixPairs::Parse(std::string("\4\4\xFF\xFF\xFF\xFF\x0F", 7)), std::nullopt);
}

}  // namespace
}  // namespace newsearch
