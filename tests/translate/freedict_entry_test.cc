// SPDX-License-Identifier: GPL-2.0-or-later
#include "translate/freedict_entry.h"

#include "support/test_support.h"

namespace newsearch {
namespace {

std::string Printed(const FreedictEntry& entry) {
  std::string out;
  for (const std::string& headword : entry.headwords) out += (out.empty() ? "" : ", ") + headword;
  for (const std::vector<std::string>& sense : entry.senses) {
    out += " = ";
    for (size_t i = 0; i < sense.size(); ++i) out += (i == 0 ? "" : ", ") + sense[i];
  }
  return out;
}

TEST(FreedictEntryTest, ReadsEveryLayout) {
  struct Row {
    const char* entry;
    const char* parsed;
  };
  constexpr Row kRows[] = {
      {"", ""},
      {"bank\n", "bank"},
      // Ding: grammar, labels, pronunciation, examples, notes, references.
      {"bank /bˈaŋk/ <n>\nHaus <neut>, Geldhaus <neut> [fin.]\n      \"a bank\"  - ein Haus\n"
       "         Note: alt\n   Synonyms: {house}\n\n see: {banks}, {bankers}\n\n",
       "bank = Haus, Geldhaus"},
      {"Haus /hˈaʊs/ <neut, n, sg>\n [arch.] house <n>, home <n>\n", "Haus = house, home"},
      {"test /tˈɛst/\nPrüfung <fem> [techn.] TÜV,  /tˈyf/\n", "test = Prüfung, TÜV"},
      {"build /bˈɪld/ (built /bˈɪlt/ <>, built /bˈɪlt/ <>) <v>\nbauen, aufbauen <v, trans>\n",
       "build = bauen, aufbauen"},
      {"power station/plant /pˈaʊə/\nKraftwerk <neut>\n", "power station, power plant = Kraftwerk"},
      {"ask sb. sth. /ˈask/\njdn. etw. fragen <v>\n", "ask = fragen"},
      {"lead\nto guide, the lead, sich leiten\n", "lead = guide, lead, leiten"},
      // WikDict: numbered senses, and definitions that are none of them.
      {"Bank /baŋk/ <n, fem>\n1. скамья, скамейка\nlange Sitzgelegenheit\n2. банк 2.\nGeldinstitut\n "
       "3.\nSpiellokal\n",
       "Bank = скамья, скамейка = банк"},
      {"hindu <n>\nhindulainen\nadherent of a religion\n", "hindu = hindulainen"},
      {"Bayern\nБавария, Бава́рия\nein Land\n", "Bayern = Бавария"},
      {"fire //ˈfaɪ.ə// /[fäːɚ]/ <n>\n1. огън 2.\nalchemy: an element\n", "fire = огън"},
      // Piotrowski and Saloni: Roman numbers, compounds, phrases.
      {"bank /bæŋk/\nI.  <N> 1.  bank  [także krwi]\n 2.  [rzeki]  brzeg, skarpa\n"
       "II.  <N Comp>bank holiday /ˌhɒl/  [BR]   święto publiczne\nIII.  <V Phras>bank on   polegać na\n",
       "bank = bank = brzeg, skarpa"},
      {"depth <N>\n 1.  głębokość\n 2.  in depth (:in :depth)\n - intensywny\n", "depth = głębokość"},
      {"deputation <N>\n  delegacja\n", "deputation = delegacja"},
      {"deputize <V>\n  zastępować (for sb - kogoś)\n", "deputize = zastępować"},
      // A blank line behind the headword.
      {"cutlery /kˈʌt/\n\nμαχαιροπήρουνα\n", "cutlery = μαχαιροπήρουνα"},
      // Parts of words, signs, definitions.
      {"tűz-\npyro-\n", ""},
      {"x\n..., ?, a b c d e f\n", "x"},
      {"x\nnot closed (here, or, there\n", "x = not closed"},
  };
  for (const Row& row : kRows) EXPECT_EQ(Printed(ParseFreedictEntry(row.entry)), row.parsed) << row.entry;
}

TEST(FreedictEntryTest, ReadsAnyText) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  static constexpr std::string_view kPieces[] = {"/", "<",   ">",  "[",   "]",     "(",    ")",   "{",
                                                 "}", ",",   "\n", "\n ", "1.",    ".",    "-",   "…",
                                                 " ", "II.", "\"", "ä",   "see: ", "\xFF", "word"};
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (size_t i = random.Below(30); i > 0; --i) text.append(kPieces[random.Below(std::size(kPieces))]);
    for (const std::vector<std::string>& sense : ParseFreedictEntry(text).senses) {
      EXPECT_FALSE(sense.empty());
      for (const std::string& translation : sense) EXPECT_FALSE(translation.empty()) << text;
    }
  }
}

}  // namespace
}  // namespace newsearch
