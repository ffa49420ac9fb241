// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/analyzer.h"

#include <algorithm>

#include "support/test_support.h"
#include "text/normal_forms.h"
#include "text/tokenizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using ::testing::Contains;
using ::testing::PrintToString;

// "the* city/citi": the stem where it differs from the form, "*" behind stop words.
std::string Shown(const std::vector<Token>& tokens) {
  std::string shown;
  for (const Token& token : tokens) {
    if (!shown.empty()) shown.push_back(' ');
    shown.append(token.form);
    if (token.stem != token.form) shown.append("/").append(token.stem);
    if (token.stop_word) shown.push_back('*');
  }
  return shown;
}

TEST(Analyzer, Table) {
  static const struct {
    const char* lang;
    const char* text;
    const char* expected;
  } kRows[] = {
      // Without a language: no stems, no stop words.
      {"und", "The cities' running projects", "the cities running projects"},
      {"und", "Straßen in Malmö", "strassen in malmo"},
      {"xx", "Die Straßen", "die strassen"},
      {"", "The cities", "the cities"},
      // Stems are made before marks go, and lose theirs afterwards.
      {"en", "The cities' running projects", "the* cities/citi running/run projects/project"},
      {"en", "don't", "don* t*"},
      {"en", "U.S. cafés", "us cafes/cafe"},
      {"de", "Die Straßen der Häuser", "die* strassen/strass der* hauser/haus"},
      {"de", "Für Städte", "fur* stadte/stadt"},
      {"fr", "l'économie européenne", "l* economie/econom europeenne/europeen"},
      {"es", "las ciudades inteligentes", "las* ciudades/ciudad inteligentes/inteligent"},
      {"it", "le città dell'innovazione", "le* citta/citt dell* innovazione/innov"},
      {"pt", "as cidades", "as* cidades/cidad"},
      // Swedish letters stay letters where ranking looks.
      {"sv", "smarta städernas möjligheter", "smarta/smart stadernas/städ mojligheter/möj"},
      {"fi", "kaupungeissa", "kaupungeissa/kaupung"},
      {"nl", "de steden", "de* steden/sted"},
      {"ru", "умные города", "умные/умн города/город"},
      {"ru", "ещё", "еще/ещ*"},
      {"el", "πόλεις", "πολεισ/πολ"},
      {"hu", "a városok", "a* varosok/varos"},
      {"tr", "İstanbul'da", "istanbul da*"},
      {"ar", "المدن", "المدن/مدن"},
      // Languages with stop words but no stemmer, and the other way round.
      {"pl", "w Łodzi i okolicach", "w* lodzi i* okolicach"},
      {"hi", "शहरों", "शहरों/शहर"},
      // Pairs are no words to stem.
      {"en", "智慧城市", "智慧 慧城 城市"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Shown(Analyzer(row.lang).Analyze(row.text)), row.expected) << row.lang << ": " << row.text;
  }
}

TEST(Analyzer, TellsItsLanguage) {
  EXPECT_EQ(Analyzer("sv").lang(), "sv");
  EXPECT_EQ(Analyzer("und").lang(), "und");
}

TEST(Analyzer, KnowsTheLanguagesOfTheirStemmers) {
  const std::vector<std::string> languages = StemmedLanguages();
  EXPECT_TRUE(std::is_sorted(languages.begin(), languages.end()));
  EXPECT_EQ(std::adjacent_find(languages.begin(), languages.end()), languages.end());
  for (const char* lang :
       {"da", "de", "en", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ro", "ru", "sv", "tr"}) {
    EXPECT_THAT(languages, Contains(lang));
  }
}

TEST(Analyzer, CanBeMoved) {
  Analyzer first("en");
  Analyzer second = std::move(first);
  EXPECT_EQ(Shown(second.Analyze("cities")), "cities/citi");
  second = Analyzer("de");
  EXPECT_EQ(Shown(second.Analyze("Städte")), "stadte/stadt");
}

// Offsets are those of the written word, whatever folding does to its length.
TEST(Analyzer, OffsetsAreThoseOfTheText) {
  static const struct {
    const char* text;
    std::vector<std::string> written;
  } kRows[] = {
      {"Straßen, ﬁnance", {"Straßen", "ﬁnance"}},
      {"(İzmir) «Ǆ»", {"İzmir", "Ǆ"}},
      {"Cafe\u0301s in Malmo\u0308.", {"Cafe\u0301s", "in", "Malmo\u0308"}},
      {"the U.S. city", {"the", "U.S.", "city"}},
      {"مُحَمَّد، ﷺ", {"مُحَمَّد", "ﷺ"}},
      {"Stadt\u00ADrat", {"Stadt\u00ADrat"}},
  };
  for (const auto& row : kRows) {
    std::vector<std::string> written;
    for (const Token& token : Analyzer("en").Analyze(row.text)) {
      written.push_back(std::string(row.text).substr(token.begin, token.end - token.begin));
    }
    EXPECT_EQ(written, row.written) << row.text;
  }
}

// Marks without a letter are no token, and leave a gap in the positions or none, but never an empty form.
TEST(Analyzer, NeverGivesAnEmptyForm) {
  for (const char* text :
       {"\u0640", "\u0640\u064E", "a \u0640\u0640 b", "\u0301", "a \u0301 b", "\u0651\u064E", "\u05B0"}) {
    for (const Token& token : Analyzer("ar").Analyze(text)) {
      EXPECT_FALSE(token.form.empty()) << PrintToString(text);
      EXPECT_FALSE(token.stem.empty()) << PrintToString(text);
    }
  }
}

std::string CheckContract(std::string_view text, const std::vector<Token>& tokens) {
  uint64_t whole = 0;  // where the word ends whose parts may follow
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.form.empty() || token.stem.empty()) return "empty token";
    if (!IsValidUtf8(token.form) || !IsValidUtf8(token.stem)) return "ill-formed token";
    if (token.form.size() > 2 * kMaxWordBytes) return "long form";
    if (token.stem.size() > 2 * kMaxWordBytes) return "long stem";
    if (token.begin >= token.end || token.end > text.size()) return "range outside the text";
    if (i > 0 && token.begin < tokens[i - 1].begin) return "offsets go back";
    if (i > 0 && token.position < tokens[i - 1].position) return "positions do not ascend";
    if (i > 0 && token.position == tokens[i - 1].position && token.end > whole)
      return "part outside of the whole";
    if (i == 0 || token.position != tokens[i - 1].position) whole = token.end;
    const auto boundary = [text](uint64_t at) { return at == text.size() || (text[at] & 0xC0) != 0x80; };
    if (!boundary(token.begin) || !boundary(token.end)) return "inside a code point";
  }
  return "";
}

std::string Detailed(const std::vector<Token>& tokens) {
  std::string shown;
  for (const Token& token : tokens) {
    shown.append(token.form + "/" + token.stem + " " + std::to_string(token.begin) + "-" +
                 std::to_string(token.end));
    shown.append(" @" + std::to_string(token.position) + (token.stop_word ? "*\n" : "\n"));
  }
  return shown;
}

TEST(Analyzer, KeepsItsContractOnRandomTextInEveryLanguage) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  std::vector<std::string> languages = StemmedLanguages();
  languages.emplace_back("und");
  for (const std::string& lang : languages) {
    const Analyzer used(lang);
    for (int i = 0; i < 120; ++i) {
      const std::string text = random.Text(random.Below(60));
      const std::vector<Token> tokens = used.Analyze(text);
      ASSERT_EQ(CheckContract(text, tokens), "") << lang << ": " << text << "\n" << Detailed(tokens);
      // Twice the same, and the same from an analyzer that has seen nothing else.
      ASSERT_EQ(Detailed(used.Analyze(text)), Detailed(tokens)) << lang << ": " << text;
      ASSERT_EQ(Detailed(Analyzer(lang).Analyze(text)), Detailed(tokens)) << lang << ": " << text;
    }
  }
}

// Longer words are cut, at a place that depends on how they are written.
bool HasLongWord(std::string_view text) {
  std::vector<Word> words;
  Tokenizer().Tokenize(text, 0, &words);
  return std::any_of(words.begin(), words.end(),
                     [](const Word& word) { return word.end - word.begin > kMaxWordBytes; });
}

// With blanks around what ICU cuts by dictionary. It keeps syllables of Hangul apart from whatever is beside
// them, but not the letters of decomposed ones; the tokenizer does where it is a word of another script, not
// where it is a full stop or a stray mark. Marks of Thai on letters of other scripts are not written either.
std::string WithBlanksAroundDictionaryScripts(std::string_view text) {
  std::string out;
  bool before = false;
  for (size_t i = 0; i < text.size();) {
    const Utf8Step step = DecodeUtf8(text, i);
    const char32_t c = step.code_point;
    const bool dictionary = (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xE00 && c <= 0xE7F);
    if (dictionary != before) out.push_back(' ');
    before = dictionary;
    out.append(text.substr(i, step.length));
    i += step.length;
  }
  return out;
}

TEST(Analyzer, NormalFormsGiveTheSameTerms) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (const char* lang : {"en", "de", "fr", "el", "ru", "ar", "tr", "und"}) {
    const Analyzer analyzer(lang);
    for (int i = 0; i < 1000; ++i) {
      const std::string text = WithBlanksAroundDictionaryScripts(random.Text(1 + random.Below(12)));
      const std::string nfc = Nfc(text);
      const std::string nfd = Nfd(text);
      if (HasLongWord(nfd) || HasIotaBelow(nfd)) continue;
      ASSERT_EQ(Shown(analyzer.Analyze(nfc)), Shown(analyzer.Analyze(nfd))) << lang << ": " << nfc;
    }
  }
}

TEST(Analyzer, NormalFormsOfRealTextGiveTheSameTerms) {
  for (const char* text :
       {"Über Städte, Straßen und Häuser in Malmö und Łódź", "L'économie européenne, à l'été",
        "Việt Nam và thành phố", "Η Αθήνα και η Θεσσαλονίκη, προϋπολογισμός", "Йошкар-Ола, Київ, ещё ёлка",
        "É.U. Й.К. Ş.Ü.", "أحمد إسلام آمن", "क़लम ज़रूर हिन्दी", "ガス ひらがな コーヒー パリ", "스마트시티 서울",
        "Škoda, Třebíč, Győr, București"}) {
    EXPECT_EQ(Shown(Analyzer("und").Analyze(Nfc(text))), Shown(Analyzer("und").Analyze(Nfd(text)))) << text;
  }
}

// Case and marks that people leave out or add give the same forms.
TEST(Analyzer, PeopleTypeAsTheyLike) {
  static const struct {
    const char* one;
    const char* other;
  } kRows[] = {
      {"Malmö", "malmo"},
      {"STRASSE", "Straße"},
      {"İSTANBUL", "istanbul"},
      {"ıstanbul", "ISTANBUL"},
      {"Łódź", "Lodz"},
      {"Ærø", "aero"},
      {"ΑΘΗΝΑ", "Αθήνα"},
      {"ОДЁЖКА", "одежка"},
      {"مُحَمَّد", "محمد"},
      {"أحمد", "احمد"},
      {"ＫＩＳＴＡ", "Kista"},
      {"U.S.", "US"},
      {"l’eau", "l'eau"},
      {"Besanc\u0327on", "Besancon"},
      {"Tromsø", "TROMSO"},
      {"Ǿ", "o"},
      {"ｅｘａｍｐｌｅ．ｃｏｍ", "example.com"},
  };
  for (const auto& row : kRows) {
    const Analyzer analyzer("und");
    EXPECT_EQ(Shown(analyzer.Analyze(row.one)), Shown(analyzer.Analyze(row.other)))
        << row.one << ", " << row.other;
  }
}

TEST(Analyzer, FindsTheSameInALongTextAsInItsLines) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const Analyzer analyzer("en");
  std::string text;
  std::vector<Token> expected;
  while (text.size() < 200000) {
    std::string line = random.Text(40 + random.Below(60));
    std::replace(line.begin(), line.end(), '\n', ' ');
    line.push_back('\n');
    for (Token& token : analyzer.Analyze(line)) {
      token.begin += text.size();
      token.end += text.size();
      expected.push_back(std::move(token));
    }
    text.append(line);
  }
  const std::vector<Token> tokens = analyzer.Analyze(text);
  ASSERT_EQ(tokens.size(), expected.size());
  for (size_t i = 0; i < tokens.size(); ++i) {
    ASSERT_EQ(tokens[i].form, expected[i].form);
    ASSERT_EQ(tokens[i].stem, expected[i].stem);
    ASSERT_EQ(tokens[i].begin, expected[i].begin);
    ASSERT_EQ(tokens[i].end, expected[i].end);
    ASSERT_EQ(tokens[i].stop_word, expected[i].stop_word);
  }
}

}  // namespace
}  // namespace newsearch
