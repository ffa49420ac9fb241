// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/transliterator.h"

#include "support/test_support.h"

namespace newsearch {
namespace {

TEST(TransliteratorTest, WritesLatinLetters) {
  struct Row {
    const char* word;
    const char* latin;
  };
  constexpr Row kRows[] = {
      {"", ""},
      {"Kista", "kista"},
      {"Malmö", "malmo"},
      {"Łódź", "lodz"},
      {"Straße", "strasse"},
      {"Путин", "putin"},
      {"Шварценеггер", "shvarcenegger"},
      {"Юлия", "yuliya"},
      {"Київ", "kiyiv"},
      // Greek: two letters for one sound.
      {"Μπάιντεν", "baiden"},
      {"Ευρώπη", "evrope"},
      {"Αθήνα", "athena"},
      {"Ουγγαρία", "oungaria"},
      {"Ντόναλντ", "donald"},
      {"დავით", "davit"},
      // By rules, not by letters.
      {"सचिन", "sacina"},
      {"東京", "dong jing"},
  };
  Transliterator transliterator;
  for (const Row& row : kRows) EXPECT_EQ(transliterator.ToLatin(row.word), row.latin) << row.word;
}

TEST(TransliteratorTest, LevelsSpelling) {
  struct Row {
    const char* latin;
    const char* level;
  };
  constexpr Row kRows[] = {
      {"", ""},
      {"philipp", "filip"},
      {"quebec", "kuebek"},
      {"kwebek", "kvebek"},
      {"mackenzie", "makenzie"},
      {"schmidt", "smidt"},
      {"walesa", "valesa"},
      {"yugoslavia", "iugoslavia"},
      {"alexander", "aleksander"},
      {"athena", "atena"},
      {"dong jing", "donging"},
      {"covid-19", "kovid19"},
  };
  for (const Row& row : kRows) EXPECT_EQ(LevelSpelling(row.latin), row.level) << row.latin;
}

TEST(TransliteratorTest, ReadsAnyBytes) {
  Transliterator transliterator;
  EXPECT_EQ(LevelSpelling(transliterator.ToLatin("\xFF\xC3ok")), "ok");
}

}  // namespace
}  // namespace newsearch
