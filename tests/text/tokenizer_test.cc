// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/tokenizer.h"

#include <unistd.h>

#include <csignal>

#include "support/test_support.h"
#include "text/normal_forms.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using ::testing::ElementsAre;
using ::testing::PrintToString;

using namespace std::string_literals;

std::vector<Word> Words(std::string_view text) {
  std::vector<Word> words;
  Tokenizer().Tokenize(text, 0, &words);
  return words;
}

// "smart 0-5|city 6-10"; a gram has a "~" behind it, a part a "^".
std::string Shown(const std::vector<Word>& words) {
  std::string shown;
  for (const Word& word : words) {
    if (!shown.empty()) shown.push_back('|');
    shown.append(word.folded).append(" ").append(std::to_string(word.begin)).append("-");
    shown.append(std::to_string(word.end)).append(word.is_gram ? "~" : word.is_part ? "^" : "");
  }
  return shown;
}

TEST(Tokenizer, Table) {
  static const struct {
    std::string text;
    const char* expected;
  } kRows[] = {
      // Nothing to find.
      {"", ""},
      {"  \n\t", ""},
      {"... -- !?", ""},
      {"… — « » “ ”", ""},
      {"😀 🇸🇪 👨‍👩‍👧", ""},
      // Blanks and punctuation.
      {"Smart city Kista", "smart 0-5|city 6-10|kista 11-16"},
      {"  leading, trailing.  ", "leading 2-9|trailing 11-19"},
      {"tab\tline\nend", "tab 0-3|line 4-8|end 9-12"},
      {"(“quoted”)", "quoted 4-10"},
      {"😀 city 😀", "city 5-9"},
      {"a\0b"s, "a 0-1|b 2-3"},
      // Apostrophes.
      {"l'eau", "l 0-1|eau 2-5"},
      {"l’eau", "l 0-1|eau 4-7"},
      {"l\u2018eau", "l 0-1|eau 4-7"},
      {"L'Aquila dell'Umbria", "l 0-1|aquila 2-8|dell 9-13|umbria 14-20"},
      {"don't", "don 0-3|t 4-5"},
      {"rock 'n' roll", "rock 0-4|n 6-7|roll 9-13"},
      {"The cities' projects", "the 0-3|cities 4-10|projects 12-20"},
      {"James’", "james 0-5"},
      {"İstanbul'da", "i\u0307stanbul 0-9|da 10-12"},
      {"Київ п'ять", "київ 0-8|п 9-11|ять 12-18"},
      // Initials.
      {"U.S.", "us 0-4"},
      {"U.S", "us 0-3"},
      {"the U.S. and U.K.", "the 0-3|us 4-8|and 9-12|uk 13-17"},
      {"U.S.A.", "usa 0-6"},
      {"e.g. this", "eg 0-4|this 5-9"},
      {"J.R.R. Tolkien", "jrr 0-6|tolkien 7-14"},
      {"С.С.С.Р.", "ссср 0-12"},
      {"É.U.", "éu 0-5"},
      {"E\u0301.U.", "éu 0-6"},
      {"A. B. Miller", "a 0-1|b 3-4|miller 6-12"},
      // Inner full stops that are none of these.
      {"example.com", "example 0-7|com 8-11"},
      {"end.Start", "end 0-3|start 4-9"},
      {"Node.js.", "node 0-4|js 5-7"},
      {".NET", "net 1-4"},
      // Numbers.
      {"3.14", "3.14 0-4"},
      {"3,14", "3,14 0-4"},
      {"58.997.201", "58.997.201 0-10"},
      {"1,000,000.50", "1,000,000.50 0-12"},
      {"21.06.2016", "21.06.2016 0-10"},
      {"2016-06-21", "2016 0-4|06 5-7|21 8-10"},
      {"12:30", "12 0-2|30 3-5"},
      {".5 5.", "5 1-2|5 3-4"},
      {"1.a a.1", "1 0-1|a 2-3|a 4-5|1 6-7"},
      {"#5 $10 €20 100%", "5 1-2|10 4-6|20 10-12|100 13-16"},
      {"3D H2O 4th", "3d 0-2|h2o 3-6|4th 7-10"},
      {"٢٠٢٤ १२३ ２０２４", "٢٠٢٤ 0-8|१२३ 9-18|2024 19-31"},
      // Hyphens and dashes.
      {"e-mail", "e 0-1|mail 2-6"},
      {"COVID-19", "covid 0-5|19 6-8"},
      {"well–known", "well 0-4|known 7-12"},
      {"Saint-Étienne", "saint 0-5|étienne 6-14"},
      {"Йошкар-Ола", "йошкар 0-12|ола 13-19"},
      // Underscores and colons.
      {"snake_case_word", "snake 0-5|case 6-10|word 11-15"},
      {"__init__", "init 2-6"},
      {"k:a std::string", "k 0-1|a 2-3|std 4-7|string 9-15"},
      // Addresses and signs.
      {"https://www.example.com/a-b?c=d&e=2#f",
       "https 0-5|www 8-11|example 12-19|com 20-23|a 24-25|b 26-27|c 28-29|d 30-31|e 32-33|2 34-35|f 36-37"},
      {"info@example.com", "info 0-4|example 5-12|com 13-16"},
      {"@kista #smartcity", "kista 1-6|smartcity 8-17"},
      {"C++ C# AT&T TCP/IP", "c 0-1|c 4-5|at 7-9|t 10-11|tcp 12-15|ip 16-18"},
      // Latin letters with marks, composed, decomposed, folded to more letters.
      {"Malmö Łódź", "malmö 0-6|łódź 7-14"},
      {"Malmo\u0308 x\u0301", "malmö 0-7|x\u0301 8-11"},
      {"Straße ﬁnance Ⅷ", "strasse 0-7|finance 8-16|viii 17-20"},
      {"col·lecció", "col·lecció 0-12"},
      {"Stadt\u00ADrat", "stadtrat 0-10"},
      // White space that is not ASCII.
      {"10\u00A0000", "10 0-2|000 4-7"},
      {"dit\u00A0: non", "dit 0-3|non 7-10"},
      {"dit\u202F: «\u202Fnon\u202F»", "dit 0-3|non 13-16"},
      {"a\u3000b\u2009c", "a 0-1|b 4-5|c 8-9"},
      {"a\u200Bb", "a 0-1|b 4-5"},
      // Scripts with blanks.
      {"Ελλάδα και Αθήνα", "ελλάδα 0-12|και 13-19|αθήνα 20-30"},
      {"Москва, Санкт", "москва 0-12|санкт 14-24"},
      {"المدن الذكية", "المدن 0-10|الذكية 11-23"},
      {"مُحَمَّد،", "مُحَمَّد 0-16"},
      {"שלום עולם", "שלום 0-8|עולם 9-17"},
      {"हिन्दी में लेख", "हिन्दी 0-18|में 19-28|लेख 29-38"},
      {"বাংলা সংবাদ", "বাংলা 0-15|সংবাদ 16-31"},
      {"தமிழ் நாடு", "தமிழ் 0-15|நாடு 16-28"},
      {"თბილისი ქალაქი", "თბილისი 0-21|ქალაქი 22-40"},
      {"Երևան քաղաք", "երեւան 0-10|քաղաք 11-21"},
      // Scripts without blanks that have a dictionary.
      {"ภาษาไทยง่าย", "ภาษา 0-12|ไทย 12-21|ง่าย 21-33"},
      // ICU ends no word between scripts here.
      {"ATLและ2015ใน", "atl 0-3|และ 3-12|2015 12-16|ใน 16-22"},
      {"พ.ศ.2559", "พศ 0-8|2559 8-12"},
      {"ພາສາລາວ", "ພາສາ 0-12|ລາວ 12-21"},
      // Han, kana, Hangul: overlapping pairs within a run, a single character as it is.
      {"城", "城 0-3~"},
      {"智慧城市", "智慧 0-6~|慧城 3-9~|城市 6-12~"},
      {"智慧，城市。", "智慧 0-6~|城市 9-15~"},
      {"智慧\n城市", "智慧 0-6~|城市 7-13~"},
      {"スマート", "スマ 0-6~|マー 3-9~|ート 6-12~"},
      {"ひら漢字カナ", "ひら 0-6~|ら漢 3-9~|漢字 6-12~|字カ 9-15~|カナ 12-18~"},
      {"人々 コーヒー", "人々 0-6~|コー 7-13~|ーヒ 10-16~|ヒー 13-19~"},
      {"스마트 서울", "스마 0-6~|마트 3-9~|서울 10-16~"},
      {"𠀀𠀁", "𠀀𠀁 0-8~"},
      // The same, decomposed or with variation selectors: a pair is two characters with their marks.
      {"か\u3099く", "がく 0-9~"},
      {"カ\u3099ス", "ガス 0-9~"},
      {"ｶﾞｽ", "ガス 0-9~"},
      {"\u1109\u1165\u110B\u116E\u11AF", "서울 0-15~"},
      {"葛\U000E0100飾区", "葛飾 0-10~|飾区 7-13~"},
      // Conjoining letters of Hangul are no letters of the word beside them.
      {"EU\u110B\u116A \u1109\u1165\u110B\u116E\u11AF2024", "eu 0-2|와 2-8~|서울 9-24~|2024 24-28"},
      // Invisible characters of web pages: a word below them is a word.
      {"서울\uFEFF 부산", "서울 0-9~|부산 10-16~"},
      {"서울\u200E, 부산\u2060.", "서울 0-9~|부산 11-20~"},
      {"智慧\u200E 城市", "智慧 0-9~|城市 10-16~"},
      {"ภาษา\u200Bไทย", "ภาษา 0-12|ไทย 15-24"},
      {"東京\u200B大阪", "東京 0-6~|大阪 9-15~"},
      {"Malmö\u200E \uFEFFstad", "malmö 0-9|stad 13-17"},
      // Scripts side by side.
      {"서울2024년", "서울 0-6~|2024 6-10|년 10-13~"},
      {"EU와 iPhone手机", "eu 0-2|와 2-5~|iphone 6-12|phone 7-12^|手机 12-18~"},
      {"北京2008年", "北京 0-6~|2008 6-10|年 10-13~"},
      {"Tokyo東京Tower", "tokyo 0-5|東京 5-11~|tower 11-16"},
      // Ill-formed bytes separate words.
      {"ab\xFF"
       "cd",
       "ab 0-2|cd 3-5"},
      {"Malm\xF6 stad", "malm 0-4|stad 6-10"},
      {"ab\xE2\x82", "ab 0-2"},
      {"\x80\x80kista", "kista 2-7"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Shown(Words(row.text)), row.expected) << row.text << "\n" << PrintToString(row.text);
  }
}

TEST(Tokenizer, KeepsJoinedNamesWholeAndSplitsThem) {
  static const struct {
    const char* text;
    const char* expected;
  } kRows[] = {
      {"mySMARTLife", "mysmartlife 0-11|my 0-2^|smart 2-7^|life 7-11^"},
      {"CityxChange", "cityxchange 0-11|cityx 0-5^|change 5-11^"},
      {"BeWiser", "bewiser 0-7|be 0-2^|wiser 2-7^"},
      {"SmartEnCity", "smartencity 0-11|smart 0-5^|en 5-7^|city 7-11^"},
      {"McDonald", "mcdonald 0-8|mc 0-2^|donald 2-8^"},
      {"LiDAR", "lidar 0-5|li 0-2^|dar 2-5^"},
      {"ThyssenKrupp-Stahl", "thyssenkrupp 0-12|thyssen 0-7^|krupp 7-12^|stahl 13-18"},
      {"XMLHttpRequest", "xmlhttprequest 0-14|xml 0-3^|http 3-7^|request 7-14^"},
      // Single letters are no parts.
      {"iPhone", "iphone 0-6|phone 1-6^"},
      {"eBay", "ebay 0-4|bay 1-4^"},
      {"PhD", "phd 0-3|ph 0-2^"},
      {"xY", "xy 0-2"},
      // The s of a plural is none either.
      {"NGOs", "ngos 0-4"},
      {"the PCs' DVDs", "the 0-3|pcs 4-7|dvds 9-13"},
      {"NGOsUnited", "ngosunited 0-10|ngos 0-4^|united 4-10^"},
      // One case, or a capital in front, is no sign of anything.
      {"Kista STOCKHOLM stad H2O", "kista 0-5|stockholm 6-15|stad 16-20|h2o 21-24"},
      // Digits and marks go with what is before them.
      {"Horizon2020Projects", "horizon2020projects 0-19|horizon2020 0-11^|projects 11-19^"},
      {"CO2Emissions", "co2emissions 0-12|co2 0-3^|emissions 3-12^"},
      {"Web2Day", "web2day 0-7|web2 0-4^|day 4-7^"},
      {"COVID19 Covid19 4Dx", "covid19 0-7|covid19 8-15|4dx 16-19"},
      {"Malmo\u0308Stad", "malmöstad 0-11|malmö 0-7^|stad 7-11^"},
      {"MalmöStad", "malmöstad 0-10|malmö 0-6^|stad 6-10^"},
      {"ÖkoHaus", "ökohaus 0-8|öko 0-4^|haus 4-8^"},
      {"умныйГород", "умныйгород 0-20|умный 0-10^|город 10-20^"},
      {"ΝέαΠόλη", "νέαπόλη 0-14|νέα 0-6^|πόλη 6-14^"},
      // What is cut anyway, first.
      {"l'iPad", "l 0-1|ipad 2-6|pad 3-6^"},
      {"smartCity.euProject", "smartcity 0-9|smart 0-5^|city 5-9^|euproject 10-19|eu 10-12^|project 12-19^"},
      // Codes are no names.
      {"aBcDeFgHiJkLmNoPq", "abcdefghijklmnopq 0-17"},
  };
  for (const auto& row : kRows) EXPECT_EQ(Shown(Words(row.text)), row.expected) << row.text;
  std::vector<uint32_t> positions;
  for (const Word& word : Words("the mySMARTLife project")) positions.push_back(word.position);
  EXPECT_THAT(positions, ElementsAre(0, 1, 1, 1, 1, 2));
}

TEST(Tokenizer, TellsCapitals) {
  std::string capitals;
  for (const Word& word :
       Words("Malmö stad ÖSTERSUND öst ǅ Ωμέγα ωμ Город город 3D iPhone U.S. e.g. L'Aquila 東京 Ａb")) {
    if (word.is_capital) capitals.append(word.folded).append(" ");
  }
  EXPECT_EQ(capitals, "malmö östersund dž ωμέγα город phone us l aquila ab ");
}

TEST(Tokenizer, CutsScriptsWithoutBlanksIntoWords) {
  // Too dependent on ICU's dictionaries for exact words.
  for (const char* text : {"ខ្ញុំស្រឡាញ់ប្រទេសកម្ពុជាណាស់", "ကျွန်တော်တို့ရဲ့မြို့တော်သစ်", "สภาเมืองอนุมัติงบประมาณใหม่เมื่อคืนวันอังคาร"}) {
    const std::vector<Word> words = Words(text);
    EXPECT_GT(words.size(), 2u) << text;
    uint64_t at = 0;
    for (const Word& word : words) {
      EXPECT_EQ(word.begin, at) << text;
      at = word.end;
    }
    EXPECT_EQ(at, std::string_view(text).size()) << text;
  }
}

TEST(Tokenizer, AppendsAndCountsFromTheGivenPosition) {
  const Tokenizer tokenizer;
  std::vector<Word> words;
  tokenizer.Tokenize("smart city", 0, &words);
  tokenizer.Tokenize("Kista 智慧城市", 102, &words);
  std::vector<uint32_t> positions;
  for (const Word& word : words) positions.push_back(word.position);
  EXPECT_THAT(positions, ElementsAre(0, 1, 102, 103, 104, 105));
  EXPECT_EQ(words[0].folded, "smart");
  EXPECT_EQ(words[2].begin, 0u);
}

TEST(Tokenizer, CutsLongWordsBetweenCodePoints) {
  static const struct {
    std::string unit;
    std::string folded_unit;
  } kRows[] = {
      {"a", "a"}, {"ö", "ö"}, {"ß", "ss"}, {"ж", "ж"}, {"ﬃ", "ffi"}, {"א", "א"}, {"ა", "ა"}, {"𐐀", "𐐨"},
  };
  for (const auto& row : kRows) {
    for (size_t count : {50u, 119u, 120u, 121u, 122u, 1000u, 5000u}) {
      std::string text;
      std::string folded;
      for (size_t i = 0; i < count; ++i) {
        text.append(row.unit);
        folded.append(row.folded_unit);
      }
      const std::vector<Word> words = Words("x " + text + " y");
      ASSERT_EQ(words.size(), 3u) << row.unit << " times " << count;
      EXPECT_LE(words[1].folded.size(), kMaxWordBytes) << row.unit << " times " << count;
      EXPECT_TRUE(IsValidUtf8(words[1].folded)) << row.unit << " times " << count;
      EXPECT_TRUE(folded.starts_with(words[1].folded)) << row.unit << " times " << count;
      if (folded.size() <= kMaxWordBytes && text.size() <= kMaxWordBytes) {
        EXPECT_EQ(words[1].folded, folded);
      } else {
        EXPECT_GT(words[1].folded.size(), kMaxWordBytes / 2) << row.unit << " times " << count;
      }
      EXPECT_EQ(words[1].begin, 2u);
      EXPECT_EQ(words[1].end, 2 + text.size());
    }
  }
}

// Every long word that is cut is cut to the same term, so that it is found.
TEST(Tokenizer, CutsTheSameWordTheSameWayInEveryForm) {
  std::string word;
  for (int i = 0; i < 60; ++i) word.append("é");
  EXPECT_EQ(Words(Nfd(word))[0].folded, Words(word)[0].folded);
}

std::string CheckContract(std::string_view text, const std::vector<Word>& words) {
  uint64_t begin = 0;
  size_t whole_at = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    const Word& word = words[i];
    if (word.folded.empty()) return "empty word";
    if (word.folded.size() > kMaxWordBytes) return "long word";
    if (!IsValidUtf8(word.folded)) return "ill-formed word";
    if (word.folded.find(' ') != std::string::npos) return "blank inside of a word";
    if (FoldCase(word.folded) != word.folded) return "word that is not folded: " + word.folded;
    if (word.begin < begin) return "offsets go back";
    if (word.begin >= word.end) return "empty range";
    if (word.end > text.size()) return "outside the text";
    if (word.is_part) {
      if (i == 0 || word.is_gram) return "part of nothing";
      const Word& before = words[i - 1];
      const Word& whole = words[whole_at];
      if (word.position != whole.position) return "part at another position";
      if (word.begin < whole.begin || word.end > whole.end) return "part outside of the whole";
      if (word.begin == whole.begin && word.end == whole.end) return "part that is the whole";
      if (before.is_part && word.begin < before.end) return "overlapping parts";
    } else {
      if (i > 0 && !word.is_gram && word.begin < words[whole_at].end) return "overlapping words";
      if (i > 0 && word.position != words[i - 1].position + 1) return "positions are not counted";
      whole_at = i;
    }
    if (word.is_gram && word.is_capital) return "gram with a capital";
    const auto boundary = [text](uint64_t at) { return at == text.size() || (text[at] & 0xC0) != 0x80; };
    if (!boundary(word.begin) || !boundary(word.end)) return "inside a code point";
    begin = word.begin;
  }
  return "";
}

TEST(Tokenizer, KeepsItsContractOnRandomText) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const Tokenizer tokenizer;
  for (int i = 0; i < 4000; ++i) {
    const std::string text = random.Text(random.Below(60));
    std::vector<Word> words;
    tokenizer.Tokenize(text, 0, &words);
    ASSERT_EQ(CheckContract(text, words), "") << text << "\n" << Shown(words);
    // The same as from a tokenizer that has seen nothing else.
    ASSERT_EQ(Shown(words), Shown(Words(text))) << text;
  }
}

// Everything of the words.
std::string Detailed(const std::vector<Word>& words) {
  std::string shown;
  for (const Word& word : words) {
    shown.append(Shown({word})).append(" @").append(std::to_string(word.position));
    shown.append(word.is_capital ? " capital\n" : "\n");
  }
  return shown;
}

// Text that is nearly all words of one script, with single signs between them that join or cut.
std::string SignsText(TestRandom* random) {
  static constexpr std::string_view kPieces[] = {
      "a",      "B",      "xyz",     "1",      "23",     ".",      "'",           "\u2019", ",",
      ";",      ":",      "_",       "@",      "-",      "\"",     " ",           "\n",     "\r",
      "\t",     "ö",      "É",       "ß",      "İ",      "ſ",      "\u00AD",      "\u0301", "\u0308",
      "\u200D", "\u200C", "\u200B",  "\uFEFF", "\u00B7", "\u0387", "\u02BC",      "\u2018", "\u2024",
      "\u2027", "\u202F", "\u00A0",  "\u203F", "\u2040", "\u2060", "©",           "\uFE0F", "😀",
      "🇸",      "א",      "ב",       "ж",      "Ж",      "λ",      "Σ",           "ς",      "ا",
      "\u064E", "\u066B", "\u066C",  "٣",      "क",      "\u094D", "ก",           "\u0E34", "ກ",
      "က",      "智",     "ア",      "ー",     "か",     "\u3099", "서",          "\u1109", "\u1165",
      "\u11AF", "ｶ",      "ﾞ",       "Ａ",     "．",     "：",     "\xFF",        "\xC3",   "\xE2\x82",
      "ª",      "\u037A", "Ǆ",       "ǅ",      "\u0345", "ა",      "ե",           "\u0589", "\u055B",
      "²",      "½",      "Ⅷ",       "①",      "\u2028", "\u0085", "\u3000",      "·",      "€",
      "U.S",    "e.g.",   "mySmart", "l'eau",  "3.14",   "a_b",    "\u0300\u0301"};
  std::string text;
  const size_t pieces = random->Below(14);
  for (size_t i = 0; i < pieces; ++i) text.append(kPieces[random->Below(std::size(kPieces))]);
  return text;
}

TEST(Tokenizer, FindsWhatIcuFinds) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const Tokenizer fast;
  const Tokenizer slow(Tokenizer::Breaks::kIcu);
  for (int i = 0; i < 30000; ++i) {
    const std::string text = i % 4 == 0   ? random.Text(random.Below(40))
                             : i % 4 == 1 ? random.Text(random.Below(8)) + random.Bytes(random.Below(3)) +
                                                random.Text(random.Below(8))
                                          : SignsText(&random);
    std::vector<Word> words[2];
    fast.Tokenize(text, 3, &words[0]);
    slow.Tokenize(text, 3, &words[1]);
    ASSERT_EQ(Detailed(words[0]), Detailed(words[1])) << text << "\n" << PrintToString(text);
  }
}

// Every character, alone and between letters, digits and blanks.
TEST(Tokenizer, FindsWhatIcuFindsAroundEveryCharacter) {
  const Tokenizer fast;
  const Tokenizer slow(Tokenizer::Breaks::kIcu);
  for (char32_t c = 0; c <= 0x1FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    // Han and Hangul are the same thousands of times over, and there is much in the planes behind.
    if (c > 0x3400 && c < 0xD7A0 && c % 97 != 0) continue;
    if (c > 0x10000 && c % 7 != 0) continue;
    std::string sign;
    AppendUtf8(c, &sign);
    std::string text;
    for (const std::string_view before : {"", "a", "1", ".", "_", "é"}) {
      for (const std::string_view behind : {"", "a", "1", "'a", "_", "\u0301"}) {
        text.append(before).append(sign).append(behind).append(" ");
      }
    }
    text.append("a" + sign + sign + "a 1" + sign + sign + "1");
    std::vector<Word> words[2];
    fast.Tokenize(text, 0, &words[0]);
    slow.Tokenize(text, 0, &words[1]);
    ASSERT_EQ(Detailed(words[0]), Detailed(words[1])) << "U+" << std::hex << static_cast<unsigned>(c);
  }
}

// With and without blanks, longer than a piece.
TEST(Tokenizer, FindsWhatIcuFindsInLongTexts) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const Tokenizer fast;
  const Tokenizer slow(Tokenizer::Breaks::kIcu);
  for (int round = 0; round < 8; ++round) {
    std::string text;
    while (text.size() < 200000) text.append(round % 4 < 2 ? SignsText(&random) : random.Text(20));
    if (round % 2 == 0) {
      std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
    }
    std::vector<Word> words[2];
    fast.Tokenize(text, 0, &words[0]);
    slow.Tokenize(text, 0, &words[1]);
    ASSERT_TRUE(Detailed(words[0]) == Detailed(words[1])) << "round " << round;
  }
}

TEST(Tokenizer, TakesAnyBytes) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const Tokenizer tokenizer;
  for (int i = 0; i < 4000; ++i) {
    const std::string bytes =
        i % 2 ? random.Bytes(random.Below(60)) : random.Text(10) + random.Bytes(4) + random.Text(10);
    std::vector<Word> words;
    tokenizer.Tokenize(bytes, 0, &words);
    uint64_t begin = 0;
    for (const Word& word : words) {
      ASSERT_TRUE(IsValidUtf8(word.folded)) << PrintToString(bytes);
      ASSERT_GE(word.begin, begin) << PrintToString(bytes);
      ASSERT_LT(word.begin, word.end) << PrintToString(bytes);
      ASSERT_LE(word.end, bytes.size()) << PrintToString(bytes);
      begin = word.begin;
    }
  }
}

// What is cut into pieces inside must not show outside.
TEST(Tokenizer, FindsTheSameInALongTextAsInItsLines) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const Tokenizer tokenizer;
  for (int round = 0; round < 4; ++round) {
    std::string text;
    std::vector<Word> expected;
    while (text.size() < 300000) {
      std::string line = random.Text(20 + random.Below(80));
      std::replace(line.begin(), line.end(), '\n', ' ');
      line.push_back('\n');
      std::vector<Word> words;
      tokenizer.Tokenize(line, expected.empty() ? 0 : expected.back().position + 1, &words);
      for (Word& word : words) {
        word.begin += text.size();
        word.end += text.size();
        expected.push_back(std::move(word));
      }
      text.append(line);
    }
    std::vector<Word> words;
    tokenizer.Tokenize(text, 0, &words);
    ASSERT_EQ(words.size(), expected.size());
    for (size_t i = 0; i < words.size(); ++i) {
      ASSERT_EQ(Shown({words[i]}), Shown({expected[i]})) << "around " << text.substr(words[i].begin, 60);
      ASSERT_EQ(words[i].position, expected[i].position);
    }
  }
}

TEST(Tokenizer, PairsGoOnAcrossPieces) {
  std::string text;
  for (int i = 0; i < 50000; ++i) AppendUtf8(0x4E00 + static_cast<char32_t>(i % 20000), &text);
  const std::vector<Word> words = Words(text);
  ASSERT_EQ(words.size(), 49999u);
  for (size_t i = 0; i < words.size(); ++i) {
    ASSERT_EQ(words[i].begin, 3 * i);
    ASSERT_EQ(words[i].end, 3 * i + 6);
  }
}

// A file of another encoding, say. In a process of its own: what this test is about does not end by itself.
TEST(TokenizerDeathTest, EndsOnLongRunsOfStrayBytes) {
  for (const char byte : {'\x80', '\xBF', '\xFF', '\xE2'}) {
    EXPECT_EXIT(
        {
          alarm(3);
          std::vector<Word> words;
          Tokenizer().Tokenize(std::string(200000, byte) + " kista", 0, &words);
          std::exit(words.size() == 1 && words[0].begin == 200001 ? 0 : 1);
        },
        ::testing::ExitedWithCode(0), "")
        << PrintToString(byte);
  }
}

}  // namespace
}  // namespace newsearch
