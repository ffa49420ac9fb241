// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/highlighter.h"

#include <algorithm>

#include "support/test_support.h"
#include "text/normal_forms.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using ::testing::IsEmpty;
using ::testing::PrintToString;

// A highlighter for the words of a query, each with the same weight: "city/cities tram" are two words, the
// first of which has two forms.
class Marker {
 public:
  explicit Marker(std::string_view query) { Add(query, 1.0); }
  void Add(std::string_view query, double weight) {
    std::vector<Word> words;
    tokenizer_.Tokenize(query, 0, &words);
    size_t number = 0;
    for (size_t i = 0; i < words.size(); ++i) {
      const bool form = i > 0 && query.substr(words[i - 1].end, words[i].begin - words[i - 1].end) == "/";
      if (!form) number = highlighter_.AddWord(weight);
      highlighter_.AddForm(number, LooseForm(words[i].folded));
    }
  }
  const Highlighter& operator*() const { return highlighter_; }
  const Highlighter* operator->() const { return &highlighter_; }

 private:
  Tokenizer tokenizer_;
  Highlighter highlighter_{tokenizer_};
};

// The text with its marks in brackets.
std::string Shown(std::string_view text, const std::vector<ByteSpan>& spans) {
  std::string shown;
  uint64_t at = 0;
  for (const ByteSpan& span : spans) {
    if (span.begin < at || span.end <= span.begin || span.end > text.size()) return "bad spans";
    shown.append(text.substr(at, span.begin - at)).append("[");
    shown.append(text.substr(span.begin, span.end - span.begin)).append("]");
    at = span.end;
  }
  return shown.append(text.substr(at));
}

std::string Shown(const Snippet& snippet) { return Shown(snippet.text, snippet.highlights); }

TEST(Mark, Table) {
  static const struct {
    const char* query;
    const char* text;
    const char* expected;
  } kRows[] = {
      // Nothing to mark.
      {"", "smart city", "smart city"},
      {"smart", "", ""},
      {"bus", "smart city", "smart city"},
      {"!?", "smart city!?", "smart city!?"},
      // By form, case and marks; no other form than those that are given.
      {"city/cities", "Cities and a CITY, citizens", "[Cities] and a [CITY], citizens"},
      {"city", "Cities and a CITY", "Cities and a [CITY]"},
      {"Haus/Häuser", "die Häuser", "die [Häuser]"},
      {"malmo", "Malmö, MALMÖ", "[Malmö], [MALMÖ]"},
      {"Malmö", "malmo", "[malmo]"},
      {"Malmö", "Malmo\u0308 stad", "[Malmo\u0308] stad"},
      {"strasse", "Große Straße", "Große [Straße]"},
      {"محمد", "قال مُحَمَّد اليوم", "قال [مُحَمَّد] اليوم"},
      // At the ends.
      {"smart kista", "smart city Kista", "[smart] city [Kista]"},
      {"u.s.", "in the U.S.", "in the [U.S.]"},
      // Parts of words are none.
      {"art", "smart art", "smart [art]"},
      // Those of joined names are; the whole is marked once.
      {"smart", "in mySMARTLife, smart", "in my[SMART]Life, [smart]"},
      {"mySMARTLife", "in mySMARTLife", "in [mySMARTLife]"},
      // Pairs of characters, merged where they overlap or touch.
      {"智慧城市", "在智慧城市里", "在[智慧城市]里"},
      {"城市", "智慧城市和城市", "智慧[城市]和[城市]"},
      {"スマート", "スマートシティ", "[スマート]シティ"},
      {"城市 智慧", "城市智慧", "[城市智慧]"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Shown(row.text, Marker(row.query)->Mark(row.text)), row.expected)
        << row.query << " in " << row.text;
  }
}

// The first word that has a form keeps it.
TEST(Mark, AFormOfTwoWords) {
  const Tokenizer tokenizer;
  Highlighter highlighter(tokenizer);
  const size_t first = highlighter.AddWord(1);
  const size_t second = highlighter.AddWord(2);
  EXPECT_NE(first, second);
  for (size_t word : {first, second, first}) highlighter.AddForm(word, "tram");
  highlighter.AddForm(second, "bus");
  EXPECT_EQ(Shown("A tram, a bus.", highlighter.Mark("A tram, a bus.")), "A [tram], a [bus].");
}

TEST(MakeSnippet, Table) {
  static const struct {
    const char* query;
    const char* text;
    size_t max_chars;
    const char* expected;
  } kRows[] = {
      // Shorter than the snippet: all of it.
      {"city", "", 40, ""},
      {"city", "A smart city.", 40, "A smart [city]."},
      {"bus", "A smart city.", 40, "A smart city."},
      {"", "A smart city.", 40, "A smart city."},
      {"city", "A smart city.", 13, "A smart [city]."},
      // White space becomes one blank, none at the ends.
      {"city", "  A\n\nsmart\t  city \n", 40, "A smart [city]"},
      {"city", "A\u00A0smart\u3000city\u2028of\u2029the year", 40, "A smart [city] of the year"},
      // No match: the beginning, whole words.
      {"bus", "One two three four five six seven eight", 20, "One two three four…"},
      {"bus", "One two three four five six seven eight", 13, "One two three…"},
      // A match at the beginning.
      {"one", "One two three four five six seven eight", 20, "[One] two three four…"},
      // In the middle, from the start of a word.
      {"five", "One two three four five six seven eight nine ten", 20, "…four [five] six seven…"},
      // From the start of a sentence if one is near.
      {"five", "One two three. Four five six seven eight nine ten", 24, "…Four [five] six seven…"},
      // Where most of the query is.
      {"bus tram", "A bus here and no more of it. Later the bus met a tram there, as we said above.", 30,
       "…the [bus] met a [tram] there, as…"},
      // A word said again counts less than another one.
      {"bus tram", "The bus, a bus, that bus, this bus and one. Far behind all this a bus and a tram came.",
       30, "…this a [bus] and a [tram] came."},
      // Decomposed letters stay with their marks.
      {"cafe", "In the cafe\u0301 there", 40, "In the [cafe\u0301] there"},
      // No blanks to cut at.
      {"城市", "智慧城市", 40, "智慧[城市]"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Shown(Marker(row.query)->MakeSnippet(row.text, row.max_chars)), row.expected)
        << row.query << " in " << row.text << ", " << row.max_chars;
  }
}

// What is not needed behind a match goes in front of it, and the other way round.
TEST(MakeSnippet, UsesItsSpaceWhereverTheMatchIs) {
  for (size_t at : {0u, 1u, 5u, 50u, 94u, 98u, 99u}) {
    std::string text;
    for (size_t i = 0; i < 100; ++i) text += i == at ? "kista " : "other ";
    const Snippet snippet = Marker("kista")->MakeSnippet(text, 100);
    EXPECT_EQ(snippet.highlights.size(), 1u) << Shown(snippet);
    EXPECT_GE(CountCodePoints(snippet.text), 85u) << Shown(snippet);
  }
}

TEST(MakeSnippet, ShowsAllOfATextThatFits) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 500; ++i) {
    std::string text;
    const size_t words = 1 + random.Below(30);
    const size_t at = random.Below(words);
    for (size_t k = 0; k < words; ++k) {
      text += (k == 0 ? "" : " ") + (k == at ? std::string("kista") : std::string(1 + random.Below(9), 'x'));
    }
    ASSERT_EQ(Marker("kista")->MakeSnippet(text, text.size() + random.Below(10)).text, text) << text.size();
  }
}

TEST(MakeSnippet, ShowsTheHeavierWord) {
  const std::string text =
      "The bus is here, and many words stand between it and what is there: the tram, at last.";
  Marker heavy_tram("bus");
  heavy_tram.Add("tram", 5);
  EXPECT_THAT(Shown(heavy_tram->MakeSnippet(text, 30)), ::testing::HasSubstr("[tram]"));
  Marker heavy_bus("tram");
  heavy_bus.Add("bus", 5);
  EXPECT_THAT(Shown(heavy_bus->MakeSnippet(text, 30)), ::testing::HasSubstr("[bus]"));
}

TEST(MakeSnippet, FindsAPlaceInALongText) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "Words that nobody asked for. ";
  text += "A smart city in Kista. ";
  for (int i = 0; i < 2000; ++i) text += "Words that nobody asked for. ";
  const Snippet snippet = Marker("smart city kista")->MakeSnippet(text, 60);
  EXPECT_THAT(Shown(snippet), ::testing::HasSubstr("A [smart] [city] in [Kista]."));
  EXPECT_LE(CountCodePoints(snippet.text), 62u);
}

// Snippets are measured in characters, so that those of Chinese or Russian text are not shorter.
TEST(MakeSnippet, ShowsAsMuchInEveryScript) {
  static const struct {
    const char* query;
    const char* text;
    size_t max_chars;
  } kRows[] = {
      {"tram bus",
       "One two three four five six seven. The tram and a bus stand there. Eight nine ten eleven.", 24},
      {"трамвай автобус", "Один два три четыре пять шесть. Вот трамвай и автобус стоят. Семь восемь девять.",
       24},
      {"τραμ λεωφορείο", "Ένα δύο τρία τέσσερα πέντε έξι. Το τραμ και το λεωφορείο εκεί. Επτά οκτώ εννέα.",
       24},
      {"智慧 公园", "一二三四五六七八九十甲乙丙丁智慧城市的公园戊己庚辛壬癸子丑寅卯", 12},
  };
  for (const auto& row : kRows) {
    const Snippet snippet = Marker(row.query)->MakeSnippet(row.text, row.max_chars);
    EXPECT_EQ(snippet.highlights.size(), 2u) << Shown(snippet);
  }
}

// "One line, white space collapsed": all that Unicode calls white space.
TEST(MakeSnippet, CollapsesEveryWhiteSpace) {
  for (const char* space : {" ", "\t", "\n", "\v", "\f", "\r", "\u0085", "\u00A0", "\u1680", "\u2000",
                            "\u2003", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000"}) {
    const std::string text = "smart" + std::string(space) + space + "city";
    EXPECT_EQ(Marker("bus")->MakeSnippet(text, 40).text, "smart city") << PrintToString(std::string(space));
  }
}

TEST(MakeSnippet, MarksAWordLongerThanTheSnippet) {
  const std::string word(300, 'x');
  const std::string text = "Before it. " + word + " after it.";
  const Snippet snippet = Marker(word)->MakeSnippet(text, 50);
  EXPECT_LE(CountCodePoints(snippet.text), 52u);
  EXPECT_TRUE(snippet.text.starts_with("Before it.")) << snippet.text;
}

std::string CheckSpans(std::string_view text, const std::vector<ByteSpan>& spans) {
  uint64_t at = 0;
  bool first = true;
  for (const ByteSpan& span : spans) {
    if (span.begin >= span.end) return "empty span";
    if (span.end > text.size()) return "outside the text";
    if (!first && span.begin < at) return "overlap";
    const auto boundary = [text](uint64_t i) { return i == text.size() || (text[i] & 0xC0) != 0x80; };
    if (!boundary(span.begin) || !boundary(span.end)) return "inside a code point";
    at = span.end;
    first = false;
  }
  return "";
}

// A few words of a text, as a query.
std::string SomeWords(const std::string& text, TestRandom* random) {
  std::vector<Word> words;
  Tokenizer().Tokenize(text, 0, &words);
  std::string query;
  for (const Word& word : words) {
    if (random->Below(5) == 0) query.append(text.substr(word.begin, word.end - word.begin)).append(" ");
  }
  return query;
}

TEST(Highlighter, KeepsItsContractOnRandomText) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 3000; ++i) {
    const std::string text = random.Text(random.Below(150));
    const std::string query = SomeWords(text, &random);
    const Marker marker(query);
    SCOPED_TRACE(query + " in " + text);
    const std::vector<ByteSpan> marks = marker->Mark(text);
    ASSERT_EQ(CheckSpans(text, marks), "");
    if (query.empty()) {
      ASSERT_THAT(marks, IsEmpty());
    }
    // Merged: something stands between two of them.
    for (size_t k = 1; k < marks.size(); ++k) ASSERT_GT(marks[k].begin, marks[k - 1].end);
    const size_t max_chars = random.Below(200);
    const Snippet snippet = marker->MakeSnippet(text, max_chars);
    ASSERT_TRUE(IsValidUtf8(snippet.text));
    ASSERT_EQ(CheckSpans(snippet.text, snippet.highlights), "") << snippet.text;
    // Two ellipses more at most.
    ASSERT_LE(CountCodePoints(snippet.text), max_chars + 2) << snippet.text;
    ASSERT_EQ(snippet.text.find_first_of("\t\n\r"), std::string::npos) << snippet.text;
    ASSERT_EQ(snippet.text.find("  "), std::string::npos) << snippet.text;
    ASSERT_FALSE(snippet.text.starts_with(' ') || snippet.text.ends_with(' ')) << snippet.text;
    if (snippet.highlights.empty()) {
      for (const ByteSpan& mark : marks) ASSERT_GT(mark.end - mark.begin, max_chars) << snippet.text;
    }
    // What is highlighted stands in the text, and the marks are the text's own.
    for (const ByteSpan& span : snippet.highlights) {
      const std::string shown = snippet.text.substr(span.begin, span.end - span.begin);
      const bool known = std::any_of(marks.begin(), marks.end(), [&](const ByteSpan& mark) {
        return CollapseSpace(text.substr(mark.begin, mark.end - mark.begin)).find(CollapseSpace(shown)) !=
               std::string::npos;
      });
      ASSERT_TRUE(known) << shown << " of " << snippet.text;
    }
  }
}

TEST(Highlighter, TakesAnyBytes) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 2000; ++i) {
    const std::string bytes = random.Text(random.Below(40)) + random.Bytes(random.Below(20)) + random.Text(5);
    const Marker marker(SomeWords(bytes, &random));
    for (const ByteSpan& span : marker->Mark(bytes))
      ASSERT_LE(span.end, bytes.size()) << PrintToString(bytes);
    const Snippet snippet = marker->MakeSnippet(bytes, random.Below(60));
    ASSERT_TRUE(IsValidUtf8(snippet.text)) << PrintToString(bytes);
    ASSERT_EQ(CheckSpans(snippet.text, snippet.highlights), "") << PrintToString(bytes);
  }
}

TEST(Highlighter, MarksTheSameInEveryNormalForm) {
  for (const char* text : {"Über Städte und Häuser in Malmö", "Η Αθήνα και η Θεσσαλονίκη",
                           "Việt Nam và thành phố", "Йошкар-Ола, Київ, ещё ёлка", "ガス ひらがな"}) {
    for (const char* query : {"stadte malmö", "αθηνα", "thanh nam", "киів еще елка київ", "がな"}) {
      EXPECT_EQ(Nfd(Shown(Nfc(text), Marker(query)->Mark(Nfc(text)))),
                Shown(Nfd(text), Marker(query)->Mark(Nfd(text))))
          << query << " in " << text;
    }
  }
}

}  // namespace
}  // namespace newsearch
