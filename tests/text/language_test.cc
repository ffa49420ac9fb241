// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/language.h"

#include <cstdlib>

#include "support/test_support.h"

namespace newsearch {
namespace {

using ::testing::PrintToString;

TEST(GuessLanguage, Table) {
  static const struct {
    const char* lang;
    const char* text;
  } kRows[] = {
      {"en", "The city council approved a new budget for public transport and schools on Tuesday evening."},
      {"de",
       "Der Stadtrat hat am Dienstagabend einen neuen Haushalt für den Nahverkehr und die Schulen "
       "beschlossen."},
      {"fr",
       "Le conseil municipal a adopté mardi soir un nouveau budget pour les transports publics et les "
       "écoles."},
      {"es",
       "El ayuntamiento aprobó el martes por la noche un nuevo presupuesto para el transporte y las "
       "escuelas."},
      {"it",
       "Il consiglio comunale ha approvato martedì sera un nuovo bilancio per i trasporti pubblici e le "
       "scuole."},
      {"pt",
       "A câmara municipal aprovou na terça-feira à noite um novo orçamento para os transportes e as "
       "escolas."},
      {"nl",
       "De gemeenteraad heeft dinsdagavond een nieuwe begroting voor het openbaar vervoer goedgekeurd."},
      {"sv",
       "Kommunfullmäktige antog på tisdagskvällen en ny budget för kollektivtrafiken och skolorna i staden."},
      {"da", "Byrådet vedtog tirsdag aften et nyt budget for den kollektive trafik og skolerne i byen."},
      {"no",
       "Kommunestyret vedtok tirsdag kveld et nytt budsjett for kollektivtrafikken, og skolene får mer "
       "penger."},
      {"fi",
       "Kaupunginvaltuusto hyväksyi tiistai-iltana uuden talousarvion joukkoliikenteelle ja kouluille."},
      {"et", "Linnavolikogu kiitis teisipäeva õhtul heaks uue ühistranspordi ja koolide eelarve."},
      {"pl", "Rada miasta przyjęła we wtorek wieczorem nowy budżet na transport publiczny i szkoły."},
      {"cs", "Zastupitelstvo města schválilo v úterý večer nový rozpočet na veřejnou dopravu a školy."},
      {"hu",
       "A városi közgyűlés kedd este új költségvetést fogadott el a tömegközlekedésre és az iskolákra."},
      {"ro", "Consiliul local a aprobat marți seara un nou buget pentru transportul public și pentru școli."},
      {"tr", "Belediye meclisi salı akşamı toplu taşıma ve okullar için yeni bir bütçe kabul etti."},
      {"el", "Το δημοτικό συμβούλιο ενέκρινε το βράδυ της Τρίτης νέο προϋπολογισμό για τα σχολεία."},
      {"ru", "Городской совет во вторник вечером утвердил новый бюджет на общественный транспорт и школы."},
      {"uk", "Міська рада у вівторок увечері затвердила новий бюджет на громадський транспорт і школи."},
      {"bg", "Общинският съвет прие във вторник вечерта нов бюджет за градския транспорт и училищата."},
      {"ar", "وافق المجلس البلدي مساء الثلاثاء على ميزانية جديدة للنقل العام والمدارس في المدينة."},
      {"he", "מועצת העיר אישרה ביום שלישי בערב תקציב חדש לתחבורה הציבורית ולבתי הספר."},
      {"ja", "市議会は火曜日の夜、公共交通機関と学校のための新しい予算を承認しました。"},
      {"zh", "市议会周二晚上批准了公共交通和学校的新预算，居民对此表示欢迎。"},
      {"ko", "시의회는 화요일 저녁 대중교통과 학교를 위한 새 예산을 승인했다."},
      {"th", "สภาเมืองอนุมัติงบประมาณใหม่สำหรับระบบขนส่งสาธารณะและโรงเรียนเมื่อคืนวันอังคาร"},
  };
  for (const auto& row : kRows) {
    const LanguageGuess guess = GuessLanguage(row.text);
    EXPECT_EQ(guess.lang, row.lang) << row.text;
    EXPECT_TRUE(guess.reliable) << row.text;
  }
}

TEST(GuessLanguage, AdmitsThatItDoesNotKnow) {
  for (const char* text : {"", " \n", "123 456", "?!", "😀"}) {
    const LanguageGuess guess = GuessLanguage(text);
    EXPECT_EQ(guess.lang, kUnknownLanguage) << PrintToString(text);
    EXPECT_FALSE(guess.reliable) << PrintToString(text);
  }
}

TEST(GuessLanguage, TakesWhatMostOfTheTextIsIn) {
  std::string text = "Hello world. ";
  for (int i = 0; i < 20; ++i) {
    text += "Der Stadtrat hat am Dienstagabend einen neuen Haushalt für den Nahverkehr beschlossen. ";
  }
  EXPECT_EQ(GuessLanguage(text).lang, "de");
}

TEST(GuessLanguage, TakesLongAndRandomText) {
  std::string text;
  while (text.size() < 1000000)
    text += "Kommunfullmäktige antog på tisdagskvällen en ny budget för skolorna. ";
  EXPECT_EQ(GuessLanguage(text).lang, "sv");
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (int i = 0; i < 500; ++i) {
    const std::string mixed = random.Text(random.Below(200));
    const LanguageGuess guess = GuessLanguage(mixed);
    ASSERT_EQ(NormalizeLanguageTag(guess.lang), guess.lang) << mixed;
  }
}

// Archives have stray bytes. In a process of its own: CLD2 reads outside of its tables when it is given any.
TEST(GuessLanguageDeathTest, TakesAnyBytes) {
  EXPECT_EXIT(
      {
        TestRandom random;
        for (const char* text : {"\xF7", "\xFF", "\x80", "caf\xE9", "a\xE2\x82", "\xF7\xBF\xBF\xBF"})
          GuessLanguage(text);
        for (int i = 0; i < 3000; ++i) {
          GuessLanguage(random.Bytes(random.Below(100)));
          GuessLanguage(random.Text(20) + random.Bytes(3) + random.Text(20));
        }
        std::exit(0);
      },
      ::testing::ExitedWithCode(0), "");
  EXPECT_EQ(
      GuessLanguage("Kommunfullm\xE4ktige antog p\xE5 tisdagen en ny budget f\xF6r skolorna i staden.").lang,
      "sv");
}

TEST(NormalizeLanguageTag, Table) {
  static const struct {
    const char* tag;
    const char* expected;
  } kRows[] = {
      // Plain, any case.
      {"en", "en"},
      {"SV", "sv"},
      {"De", "de"},
      // Regions, scripts and variants go.
      {"pt-BR", "pt"},
      {"PT_br", "pt"},
      {"zh-Hant-TW", "zh"},
      {"sr_Latn", "sr"},
      {"de-1996", "de"},
      {"en-x-private", "en"},
      {"en_US", "en"},
      // Both kinds of Norwegian, and codes of old.
      {"nb", "no"},
      {"nn-NO", "no"},
      {"NB", "no"},
      {"no", "no"},
      {"iw", "he"},
      {"in", "id"},
      {"ji", "yi"},
      // Three letters are a language too.
      {"gsw", "gsw"},
      {"und", "und"},
      // No language tags.
      {"", "und"},
      {"-", "und"},
      {"-en", "und"},
      {"e", "und"},
      {"x-klingon", "und"},
      {"i-default", "und"},
      {"english", "und"},
      {"e1", "und"},
      {"12", "und"},
      {" en", "und"},
      {"en ", "und"},
      {"é", "und"},
      {"日本", "und"},
      {"un", "und"},
      {"\xFF\xFE", "und"},
  };
  for (const auto& row : kRows)
    EXPECT_EQ(NormalizeLanguageTag(row.tag), row.expected) << PrintToString(row.tag);
}

}  // namespace
}  // namespace newsearch
