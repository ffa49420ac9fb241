// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/normalizer.h"

#include "support/test_support.h"
#include "text/normal_forms.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using ::testing::PrintToString;

struct Row {
  std::string text;
  std::string cased;  // FoldCase(text)
  std::string plain;  // FoldMarks(FoldCase(text))
};

const Row kRows[] = {
    // ASCII.
    {"", "", ""},
    {"Kista", "kista", "kista"},
    {"SMART CITY", "smart city", "smart city"},
    {"a-b_c.d 42 @[`{", "a-b_c.d 42 @[`{", "a-b_c.d 42 @[`{"},
    {"\t\n", "\t\n", "\t\n"},
    // Sharp s, small and capital.
    {"Straße", "strasse", "strasse"},
    {"STRASSE", "strasse", "strasse"},
    {"STRAẞE", "strasse", "strasse"},
    {"Gießen", "giessen", "giessen"},
    // Dotted and dotless i: case folding is the same in every language, the dot is a mark.
    {"İstanbul", "i\u0307stanbul", "istanbul"},
    {"ISTANBUL", "istanbul", "istanbul"},
    {"ıstanbul", "ıstanbul", "istanbul"},
    {"I\u0307stanbul", "i\u0307stanbul", "istanbul"},
    {"Diyarbakır", "diyarbakır", "diyarbakir"},
    {"DİYARBAKIR", "di\u0307yarbakir", "diyarbakir"},
    {"Şişli Beyoğlu Üsküdar", "şişli beyoğlu üsküdar", "sisli beyoglu uskudar"},
    // Greek: final sigma, tonos, dialytika, breathings, iota below.
    {"ΟΔΟΣ", "οδοσ", "οδοσ"},
    {"οδός", "οδόσ", "οδοσ"},
    {"Οδός", "οδόσ", "οδοσ"},
    {"Αθήνα", "αθήνα", "αθηνα"},
    {"ΑΘΉΝΑ", "αθήνα", "αθηνα"},
    {"ΑΘΗΝΑ", "αθηνα", "αθηνα"},
    {"προϋπολογισμός", "προϋπολογισμόσ", "προυπολογισμοσ"},
    {"ΐ", "ΐ", "ι"},
    {"Ώρα", "ώρα", "ωρα"},
    {"Ὀδυσσεύς", "ὀδυσσεύσ", "οδυσσευσ"},
    {"ᾳ", "αι", "αι"},
    {"ϐϑϕϖϰϱϵ", "βθφπκρε", "βθφπκρε"},
    // Latin letters with one mark, composed.
    {"Malmö", "malmö", "malmo"},
    {"MALMÖ", "malmö", "malmo"},
    {"Ångström", "ångström", "angstrom"},
    {"Ærø", "ærø", "aero"},
    {"São Paulo", "são paulo", "sao paulo"},
    {"Besançon", "besançon", "besancon"},
    {"Špindlerův Mlýn", "špindlerův mlýn", "spindleruv mlyn"},
    {"Győr", "győr", "gyor"},
    {"București", "bucurești", "bucuresti"},
    {"Bucureşti", "bucureşti", "bucuresti"},
    {"Šiauliai", "šiauliai", "siauliai"},
    {"Liepāja", "liepāja", "liepaja"},
    {"Gdańsk", "gdańsk", "gdansk"},
    {"Köln", "köln", "koln"},
    {"Ñandú", "ñandú", "nandu"},
    {"Għajnsielem", "għajnsielem", "ghajnsielem"},
    {"Żebbuġ", "żebbuġ", "zebbug"},
    {"Llŷn", "llŷn", "llyn"},
    // The same, decomposed.
    {"Malmo\u0308", "malmö", "malmo"},
    {"MALMO\u0308", "malmö", "malmo"},
    {"A\u030Angstro\u0308m", "ångström", "angstrom"},
    {"Besanc\u0327on", "besançon", "besancon"},
    {"s\u030C", "š", "s"},
    {"\u1E9B\u0323", "ṩ", "s"},
    // Several marks on a letter, in any order.
    {"Ấ", "ấ", "a"},
    {"A\u0302\u0301", "ấ", "a"},
    {"\u1EB7", "ặ", "a"},
    {"a\u0306\u0323", "ặ", "a"},
    {"a\u0323\u0306", "ặ", "a"},
    {"Việt Nam", "việt nam", "viet nam"},
    {"e\u0302\u0323", "ệ", "e"},
    {"Ǖ", "ǖ", "u"},
    // Marks that compose with nothing.
    {"x\u030C", "x\u030C", "x"},
    {"Q\u0301\u0302", "q\u0301\u0302", "q"},
    {"m\u0303\u0327", "m\u0327\u0303", "m"},
    // Letters of their own that are written plainly without the key for them.
    {"Øresund", "øresund", "oresund"},
    {"ØRESUND", "øresund", "oresund"},
    {"Łódź", "łódź", "lodz"},
    {"ŁÓDŹ", "łódź", "lodz"},
    {"Đakovo", "đakovo", "dakovo"},
    {"Æsir", "æsir", "aesir"},
    {"Œuvre", "œuvre", "oeuvre"},
    {"Þingvellir", "þingvellir", "thingvellir"},
    {"Ísafjarðarbær", "ísafjarðarbær", "isafjardarbaer"},
    {"Ħamrun", "ħamrun", "hamrun"},
    {"Ŋ", "ŋ", "ng"},
    {"ĸ", "ĸ", "k"},
    {"Ŧ", "ŧ", "t"},
    {"Ə", "ə", "e"},
    {"Ƒ", "ƒ", "f"},
    // Such letters with marks as well.
    {"Ǿ", "ǿ", "o"},
    {"O\u0338", "o\u0338", "o"},
    {"ø\u0301", "ǿ", "o"},
    {"Ǽ", "ǽ", "ae"},
    {"ǣ", "ǣ", "ae"},
    // Ligatures and digraphs.
    {"ﬁnance", "finance", "finance"},
    {"oﬃce", "office", "office"},
    {"ﬀ ﬂ ﬄ ﬅ ﬆ", "ff fl ffl st st", "ff fl ffl st st"},
    {"Ĳssel", "ijssel", "ijssel"},
    {"ǆ Ǆ ǅ", "dž dž dž", "dz dz dz"},
    {"ǈ ǋ", "lj nj", "lj nj"},
    {"ſ", "s", "s"},
    {"Paŀlantir", "pal·lantir", "pal·lantir"},
    {"և", "եւ", "եւ"},
    // Full and half width.
    {"ＡＢＣ１２３", "abc123", "abc123"},
    {"ｋｉｓｔａ", "kista", "kista"},
    {"ｶﾞｽ", "ガス", "ガス"},
    {"ﾊﾟﾘ", "パリ", "パリ"},
    {"￥１０", "¥10", "¥10"},
    // Kana and Han stay, marks included.
    {"ガス", "ガス", "ガス"},
    {"カ\u3099ス", "ガス", "ガス"},
    {"は\u309Aり", "ぱり", "ぱり"},
    {"智慧城市", "智慧城市", "智慧城市"},
    {"㍿", "株式会社", "株式会社"},
    {"\uF900", "豈", "豈"},
    // Hangul: syllables, conjoining and compatibility letters.
    {"서울", "서울", "서울"},
    {"\u1109\u1165\u110B\u116E\u11AF", "서울", "서울"},
    {"\u3131", "\u1100", "\u1100"},
    // Cyrillic: й ї ў are letters, ё is written е, stress marks stay with what cannot lose them.
    {"Йошкар", "йошкар", "йошкар"},
    {"и\u0306", "й", "й"},
    {"Ёлка", "ёлка", "елка"},
    {"е\u0308лка", "ёлка", "елка"},
    {"ЕЛКА", "елка", "елка"},
    {"Київ", "київ", "київ"},
    {"Ўзбекистон", "ўзбекистон", "ўзбекистон"},
    {"Ѓорче Ќе", "ѓорче ќе", "ѓорче ќе"},
    {"за\u0301мок", "за\u0301мок", "за\u0301мок"},
    // Arabic: harakat, seats of hamza, alef forms, maqsura, teh marbuta, tatweel, presentation forms.
    {"مُحَمَّد", "مُحَمَّد", "محمد"},
    {"أحمد", "أحمد", "احمد"},
    {"إسلام", "إسلام", "اسلام"},
    {"آمن", "آمن", "امن"},
    {"\u0627\u0653\u0645\u0646", "آمن", "امن"},
    {"\u0671\u0644", "\u0671\u0644", "ال"},
    {"على", "على", "علي"},
    {"مدرسة", "مدرسة", "مدرسه"},
    {"مسؤول", "مسؤول", "مسوول"},
    {"سائق", "سائق", "سايق"},
    {"مـحـمـد", "مـحـمـد", "محمد"},
    {"م\u0640\u064Eر", "م\u0640\u064Eر", "مر"},
    {"ﻻ", "لا", "لا"},
    {"ﷲ", "الله", "الله"},
    // Hebrew points and presentation forms.
    {"שָׁלוֹם", "שָׁלוֹם", "שלום"},
    {"יְרוּשָׁלַיִם", "יְרוּשָׁלַיִם", "ירושלים"},
    {"\uFB2A", "\u05E9\u05C1", "ש"},
    {"\uFB4F", "אל", "אל"},
    // Devanagari, Bengali, Tamil, Thai: marks are vowels and stay.
    {"हिन्दी", "हिन्दी", "हिन्दी"},
    {"\u0958", "\u0915\u093C", "\u0915\u093C"},
    {"क\u093C", "क\u093C", "क\u093C"},
    {"বাংলা", "বাংলা", "বাংলা"},
    {"தமிழ்", "தமிழ்", "தமிழ்"},
    {"สวัสดี", "สวัสดี", "สวัสดี"},
    // Georgian and Armenian capitals.
    {"ᲗᲑᲘᲚᲘᲡᲘ", "თბილისი", "თბილისი"},
    {"ԵՐԵՎԱՆ", "երեվան", "երեվան"},
    // Numbers of other kinds. Native digits stay what they are.
    {"m²", "m2", "m2"},
    {"H₂O", "h2o", "h2o"},
    {"½", "1⁄2", "1⁄2"},
    {"Ⅷ", "viii", "viii"},
    {"ⅻ", "xii", "xii"},
    {"①", "1", "1"},
    {"٣", "٣", "٣"},
    {"३", "३", "३"},
    // Signs.
    {"№ 5", "no 5", "no 5"},
    {"20 ℃", "20 °c", "20 °c"},
    {"㎞", "km", "km"},
    {"™", "tm", "tm"},
    {"K Å Ω", "k å ω", "k a ω"},
    {"€ § ¶", "€ § ¶", "€ § ¶"},
    {"😀", "😀", "😀"},
    // White space and what is not to be seen.
    {"a\u00A0b", "a b", "a b"},
    {"a\u202Fb", "a b", "a b"},
    {"a\u3000b", "a b", "a b"},
    {"Stadt\u00ADrat", "stadtrat", "stadtrat"},
    {"a\u200Bb", "ab", "ab"},
    {"a\u2060b\uFEFF", "ab", "ab"},
    {"\u200Fשלום\u200E", "שלום", "שלום"},
    {"葛\U000E0100", "葛", "葛"},
    {"ابن\u200Cسينا", "ابنسينا", "ابنسينا"},
    // More of the languages of Europe, capitals too.
    {"Tromsø", "tromsø", "tromso"},
    {"HØGSKOLEN", "høgskolen", "hogskolen"},
    {"Jyväskylä", "jyväskylä", "jyvaskyla"},
    {"ÄÄNEKOSKI", "äänekoski", "aanekoski"},
    {"Võru", "võru", "voru"},
    {"Kuressaare Žižka", "kuressaare žižka", "kuressaare zizka"},
    {"Ķekava", "ķekava", "kekava"},
    {"Ģipka Ņina Ļubļana", "ģipka ņina ļubļana", "gipka nina lublana"},
    {"Šventoji Ėglė Ųla", "šventoji ėglė ųla", "sventoji egle ula"},
    {"Ústí nad Labem", "ústí nad labem", "usti nad labem"},
    {"ŘÍP", "říp", "rip"},
    {"Košice ľúbiť", "košice ľúbiť", "kosice lubit"},
    {"Kraków Wąchock", "kraków wąchock", "krakow wachock"},
    {"Székesfehérvár", "székesfehérvár", "szekesfehervar"},
    {"HÓDMEZŐVÁSÁRHELY", "hódmezővásárhely", "hodmezovasarhely"},
    {"Iași Timișoara", "iași timișoara", "iasi timisoara"},
    {"Constanţa", "constanţa", "constanta"},
    {"Čačak Niš", "čačak niš", "cacak nis"},
    {"Shkodër", "shkodër", "shkoder"},
    {"Coruña Cádiz", "coruña cádiz", "coruna cadiz"},
    {"Olhão", "olhão", "olhao"},
    {"Orléans Nîmes", "orléans nîmes", "orleans nimes"},
    {"L’Haÿ", "l’haÿ", "l’hay"},
    {"Forlì Cantù", "forlì cantù", "forli cantu"},
    {"Dún Laoghaire Ó", "dún laoghaire ó", "dun laoghaire o"},
    {"Tŷ Ŵ", "tŷ ŵ", "ty w"},
    {"Kárášjohka Ŋ", "kárášjohka ŋ", "karasjohka ng"},
    {"Nuuk ĸ", "nuuk ĸ", "nuuk k"},
    {"Eŭropo Ĉ", "eŭropo ĉ", "europo c"},
    // Turkish words in capitals as they are written, and as English keyboards give them.
    {"IĞDIR", "iğdir", "igdir"},
    {"Iğdır", "iğdır", "igdir"},
    {"İZMİR", "i\u0307zmi\u0307r", "izmir"},
    // Final sigma inside, at the end, alone, and as a capital.
    {"Σίσυφος", "σίσυφοσ", "σισυφοσ"},
    {"ΣΊΣΥΦΟΣ", "σίσυφοσ", "σισυφοσ"},
    {"ς", "σ", "σ"},
    {"Ϲ", "σ", "σ"},
    // Marks of Greek, decomposed and in the other order.
    {"α\u0301", "ά", "α"},
    {"ι\u0308\u0301", "ΐ", "ι"},
    {"Ά", "ά", "α"},
    // Cyrillic beyond Russian.
    {"Ґанок ЇЖАК Єва", "ґанок їжак єва", "ґанок їжак єва"},
    {"Мінск Ўладзіслаў", "мінск ўладзіслаў", "мінск ўладзіслаў"},
    {"Љубљана Њ Џ Ђ Ћ", "љубљана њ џ ђ ћ", "љубљана њ џ ђ ћ"},
    {"ҚАЗАҚСТАН", "қазақстан", "қазақстан"},
    // Hangul with finals, half width, and a syllable that a final joins.
    {"\u1112\u1161\u11AB\u1100\u1173\u11AF", "한글", "한글"},
    {"가\u11A8", "각", "각"},
    {"ﾡ", "\u1100", "\u1100"},
    // Full-width Latin with marks of its own behind, and signs.
    {"Ａ\u0308", "ä", "a"},
    {"ＮＥＷＳ－２４", "news-24", "news-24"},
    {"＠ＵＮ", "@un", "@un"},
    // Soft hyphens and joiners where words are broken.
    {"Donau\u00ADdampf\u00ADschiff", "donaudampfschiff", "donaudampfschiff"},
    {"\u00AD", "", ""},
    {"\u00ADA\u00AD", "a", "a"},
    {"क्\u200Dष", "क्ष", "क्ष"},
    // Chemistry, units, letters as signs.
    {"CO₂", "co2", "co2"},
    {"10 m³ ㎡", "10 m3 m2", "10 m3 m2"},
    {"µg μg", "μg μg", "μg μg"},
    {"ℌℓ ℕ", "hl n", "hl n"},
    {"𝐀𝒷𝕔", "abc", "abc"},
    {"ª º", "a o", "a o"},
    {"ⅠⅤ Ⓐ ㊙", "iv a 秘", "iv a 秘"},
    // Ill-formed.
    {"Malm\xF6", "malm\uFFFD", "malm\uFFFD"},
    {"A\xFF", "a\uFFFD", "a\uFFFD"},
};

TEST(FoldCase, Table) {
  for (const Row& row : kRows) EXPECT_EQ(FoldCase(row.text), row.cased) << PrintToString(row.text);
}

TEST(FoldMarks, Table) {
  for (const Row& row : kRows) {
    EXPECT_EQ(FoldMarks(row.cased), row.plain) << PrintToString(row.text);
    EXPECT_EQ(FoldMarks(FoldCase(row.text)), row.plain) << PrintToString(row.text);
  }
}

TEST(FoldMarks, OfDecomposedTextIsTheSame) {
  for (const Row& row : kRows) {
    if (!IsValidUtf8(row.text)) continue;
    EXPECT_EQ(FoldMarks(FoldCase(Nfd(row.text))), row.plain) << PrintToString(row.text);
    EXPECT_EQ(FoldMarks(FoldCase(Nfc(row.text))), row.plain) << PrintToString(row.text);
  }
}

// As ICU folds the whole text, without any table of ours.
std::string FoldedByIcu(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFKCCasefoldInstance(error);
  return Normalized(form, text, error);
}

TEST(FoldCase, IsWhatIcuDoesForAllPairsOfLetters) {
  // Behind and in front of every letter one that composes, one that does not, a mark, and one that changes.
  for (char32_t c = 0; c < 0x3100; ++c) {
    for (const std::string_view other :
         {"a", "A", "É", "\u0301", "\u0327", "İ", "и", "Σ", "\u0345", "ا", "\u0653", "\uFF76"}) {
      std::string text;
      AppendUtf8(c, &text);
      text.insert(0, other).append(other);
      ASSERT_EQ(FoldCase(text), FoldedByIcu(text)) << PrintToString(text);
    }
  }
}

// Cases and marks of every single letter, not only of those that somebody thought of.
TEST(FoldCase, TwiceChangesNothingForAnyCodePoint) {
  for (char32_t c = 1; c <= 0x2FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    AppendUtf8(c, &text);
    const std::string once = FoldCase(text);
    ASSERT_EQ(FoldCase(once), once) << "U+" << std::hex << static_cast<unsigned>(c);
    ASSERT_TRUE(IsValidUtf8(once)) << "U+" << std::hex << static_cast<unsigned>(c);
  }
}

TEST(FoldMarks, TwiceChangesNothingForAnyCodePoint) {
  for (char32_t c = 1; c <= 0x2FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    AppendUtf8(c, &text);
    const std::string once = FoldMarks(FoldCase(text));
    EXPECT_EQ(FoldMarks(once), once) << "U+" << std::hex << static_cast<unsigned>(c);
    EXPECT_EQ(FoldMarks(FoldCase(once)), once) << "U+" << std::hex << static_cast<unsigned>(c);
    EXPECT_TRUE(IsValidUtf8(once)) << "U+" << std::hex << static_cast<unsigned>(c);
  }
}

class RandomFolding : public ::testing::Test {
 protected:
  // Short texts, so that a failure shows what is wrong with it.
  template <typename Check>
  void ForRandomTexts(Check check) {
    TestRandom random;
    SCOPED_TRACE(random.Trace());
    for (int i = 0; i < 40000 && !HasFailure(); ++i) check(random.Text(1 + random.Below(8)));
  }
};

TEST_F(RandomFolding, CaseTwiceChangesNothing) {
  ForRandomTexts([](const std::string& text) {
    const std::string once = FoldCase(text);
    EXPECT_EQ(FoldCase(once), once) << text;
  });
}

TEST_F(RandomFolding, CaseIsWhatIcuDoes) {
  ForRandomTexts([](const std::string& text) { EXPECT_EQ(FoldCase(text), FoldedByIcu(text)) << text; });
}

TEST_F(RandomFolding, MarksTwiceChangesNothing) {
  ForRandomTexts([](const std::string& text) {
    const std::string once = FoldMarks(FoldCase(text));
    EXPECT_EQ(FoldMarks(once), once) << text;
    EXPECT_EQ(FoldMarks(FoldCase(once)), once) << text;
  });
}

TEST_F(RandomFolding, NormalFormsFoldTheSame) {
  ForRandomTexts([](const std::string& text) {
    if (HasIotaBelow(Nfd(text))) return;
    EXPECT_EQ(FoldCase(Nfc(text)), FoldCase(Nfd(text))) << text;
    EXPECT_EQ(FoldMarks(FoldCase(Nfc(text))), FoldMarks(FoldCase(Nfd(text)))) << text;
  });
}

TEST_F(RandomFolding, NameTwiceChangesNothing) {
  ForRandomTexts([](const std::string& text) {
    const std::string once = FoldName(text);
    EXPECT_EQ(FoldName(once), once) << PrintToString(text);
  });
}

TEST_F(RandomFolding, NamesHaveNoStraySpace) {
  ForRandomTexts([](const std::string& text) {
    const std::string name = FoldName(text);
    EXPECT_FALSE(name.starts_with(' ') || name.ends_with(' ') || name.find("  ") != std::string::npos)
        << PrintToString(text) << " -> " << PrintToString(name);
  });
}

TEST_F(RandomFolding, AnyBytesGiveValidText) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 20000; ++i) {
    const std::string bytes = random.Bytes(random.Below(16));
    ASSERT_TRUE(IsValidUtf8(FoldCase(bytes))) << PrintToString(bytes);
    ASSERT_TRUE(IsValidUtf8(FoldMarks(bytes))) << PrintToString(bytes);
    ASSERT_TRUE(IsValidUtf8(FoldName(bytes))) << PrintToString(bytes);
    ASSERT_TRUE(IsValidUtf8(CollapseSpace(bytes))) << PrintToString(bytes);
    // Ill-formed bytes fold as the U+FFFD they are read as.
    uint64_t ill_formed = 0;
    ASSERT_EQ(FoldCase(bytes), FoldCase(SanitizeUtf8(bytes, &ill_formed))) << PrintToString(bytes);
  }
}

TEST(CollapseSpace, Table) {
  static const struct {
    const char* text;
    const char* expected;
  } kSpaces[] = {
      {"", ""},
      {" ", ""},
      {"\u00A0\u200B\uFEFF\u00AD", ""},
      {"Kista", "Kista"},
      {"  Kista  ", "Kista"},
      {"San\t \r\nSebastián", "San Sebastián"},
      // White_Space beyond ASCII.
      {"San\u00A0Sebastián", "San Sebastián"},
      {"San\u2009\u3000Sebastián\u2028", "San Sebastián"},
      {"San\u0085Sebastián", "San Sebastián"},
      {"\u1680\u2003\u205FKista", "Kista"},
      // What cannot be seen does not separate.
      {"Kis\u00ADta", "Kista"},
      {"\uFEFFKista", "Kista"},
      {"Kista\u200B", "Kista"},
      {"Kista \u200B Stockholm", "Kista Stockholm"},
      // Case and marks stay.
      {"MALMÖ  Stad", "MALMÖ Stad"},
  };
  for (const auto& row : kSpaces) EXPECT_EQ(CollapseSpace(row.text), row.expected) << PrintToString(row.text);
}

TEST(FoldName, Table) {
  static const struct {
    const char* text;
    const char* expected;
  } kNames[] = {
      {"", ""},
      {"  San   SEBASTIÁN ", "san sebastian"},
      {"Saint\u2011Étienne", "saint\u2010etienne"},
      {"ΘΕΣΣΑΛΟΝΊΚΗ", "θεσσαλονικη"},
      {"Łódź\u00A0", "lodz"},
      {"Co\u00ADven\u00ADtry", "coventry"},
      {"L’Aquila", "l’aquila"},
      // Marks of direction, as they stick to names copied from web pages.
      {"\u200Eתל אביב\u200E", "תל אביב"},
      {"Kista \u200E", "kista"},
      {"Tel \u200E Aviv", "tel aviv"},
      {"a \u2060 b", "a b"},
      // A mark behind white space of any kind, which is a blank only in the end.
      {"a\u2028\u0301b", "a b"},
      {"a\u00A0\u0301b", "a b"},
      // Characters that fold to white space.
      {"a \u00A8", "a"},
      {"\u00B4a", "a"},
  };
  for (const auto& row : kNames) EXPECT_EQ(FoldName(row.text), row.expected) << PrintToString(row.text);
}

}  // namespace
}  // namespace newsearch
