// SPDX-License-Identifier: GPL-2.0-or-later
//
// One small archive for each style of news page: where its articles begin and end, and on which lines their
// titles and dates stand. What is clear to a reader is clear to the splitter; the scores behind it are
// nobody's business here.
#include "ingest/splitter_test_support.h"

namespace newsearch {
namespace {

struct Style {
  const char* name;
  const char* lang;
  Markup markup;
  const char* text;  // begins with a line feed; "BODY" is a paragraph
  std::vector<std::string> articles;
  const char* known_failure = nullptr;  // why it is not split so yet
};

void PrintTo(const Style& style, std::ostream* os) { *os << style.name; }

std::vector<Style> Styles() {
  constexpr Markup kText = Markup::kNone;
  return {
      // Title, then date.
      {"TitleThenDate",
       "fr",
       kText,
       R"(
Le banc voyageur fait étape à Dijon
Publié le 21 mars 2019
BODY

Appel à idées pour le dimanche
Publié le 3 mars 2019
BODY

Trois rues, un atelier
Publié le 12 février 2019
BODY

Le marché change de place
Publié le 30 janvier 2019
BODY
)",
       {"1-3 title 1 date 2", "5-7 title 5 date 6", "9-11 title 9 date 10", "13-15 title 13 date 14"}},
      {"TitleThenIsoDateWithBlankLinesBetweenAll",
       "sv",
       kText,
       R"(
Resultat från finalen

2026-03-26

BODY

Resultat från kvaltävlingen

2025-12-09

BODY

Anmälan är öppen

2025-10-01

BODY
)",
       {"1-5 title 1 date 3", "7-11 title 7 date 9", "13-17 title 13 date 15"}},
      {"TitleSubtitleDate",
       "en",
       kText,
       R"(
++ Smart Rivers ++
What four hundred small boxes can tell a district

21 June 2017
BODY

++ A Forum for Inland Towns ++

4 February 2017
BODY

++ Lamps That Count ++

3 January 2017
BODY
)",
       {"1-5 title 1 date 4", "7-10 title 7 date 9", "12-15 title 12 date 14"}},
      {"TitleDateEvent",
       "en",
       kText,
       R"(
++ Smart Rivers ++

February 2018

27-28 March 2018, Ljubljana (Slovenia)

BODY

++ A Forum for Inland Towns ++

November 2017

BODY

++ Lamps That Count ++

June 2017

14 September 2017, Tampere (Finland)

BODY
)",
       {"1-7 title 1 date 3 event 5", "9-13 title 9 date 11", "15-21 title 15 date 17 event 19"}},

      // Date, then title.
      {"DateThenTitle",
       "pl",
       kText,
       R"(
12 marca 2019

Nowa kładka nad kanałem

BODY

3 lutego 2019

Biblioteka na kółkach

BODY

28 stycznia 2019

Spotkanie w starej hali

BODY
)",
       {"1-5 title 3 date 1", "7-11 title 9 date 7", "13-17 title 15 date 13"}},
      {"DateThenTitleWithoutBlankLines",
       "hu",
       kText,
       R"(
2019. március 5.
Megnyílt a gyaloghíd
BODY
2019. február 21.
Kerekeken jár a könyvtár
BODY
2019. február 3.
Találkozó a régi csarnokban
BODY
2019. január 17.
Új padok a téren
BODY
)",
       {"1-3 title 2 date 1", "4-6 title 5 date 4", "7-9 title 8 date 7", "10-12 title 11 date 10"}},
      {"NumericDateThenTitle",
       "ru",
       kText,
       R"(
05.03.2019

Открылся мост через канал

BODY

21.02.2019

Библиотека на колёсах

BODY

03.02.2019

Встреча в старом зале

BODY
)",
       {"1-5 title 3 date 1", "7-11 title 9 date 7", "13-17 title 15 date 13"}},
      {"WeekdayAndDateThenTitle",
       "it",
       kText,
       R"(
lunedì 4 marzo 2019

Riapre il ponte sul canale

BODY

giovedì 21 febbraio 2019

La biblioteca su ruote

BODY

domenica 3 febbraio 2019

Incontro nel vecchio mercato

BODY
)",
       {"1-5 title 3 date 1", "7-11 title 9 date 7", "13-17 title 15 date 13"}},
      {"CalendarLeaf",
       "ro",
       kText,
       R"(
28
Iul 2026
Podul peste canal este deschis
BODY

15
Iun 2026
Biblioteca pe roți
BODY

03
Mai 2026
Întâlnire în hala veche
BODY
)",
       {"1-4 title 3 date 1", "6-9 title 8 date 6", "11-14 title 13 date 11"}},

      // The date in the title's line.
      {"RangeInBracketsInTheHeading",
       "de",
       kText,
       R"(
Werkschau in Kiel (19.05. - 22.05.2026)

BODY

Tag der offenen Tür in Bremen (11.04.2026)

BODY

Reparaturtreff in Lübeck (07.03. - 08.03.2026)

BODY
)",
       {"1-3 date 1", "5-7 date 5", "9-11 date 9"}},
      {"DateDashTitleAndAParagraph",
       "es",
       kText,
       R"(
12/04/2018 – Reabre el puente sobre el canal
BODY

03/03/2018 – La biblioteca sobre ruedas
BODY

28/02/2018 – Encuentro en el mercado viejo
BODY
)",
       {"1-2 date 1", "4-5 date 4", "7-8 date 7"}},
      {"DateDashTitleOnALine",
       "de",
       kText,
       R"(
12.05.2016 – Die Brücke über den Kanal ist wieder offen
03.04.2016 – Neuer Fahrplan für die Nachtbusse
28.02.2016 – Die Bücherei verleiht Fahrräder
15.01.2016 – Schneeketten für die Straßenbahn
)",
       {"1-1 date 1", "2-2 date 2", "3-3 date 3", "4-4 date 4"}},
      {"JapaneseDateAndTitle",
       "ja",
       kText,
       R"(
2019年4月1日 運河の橋が開通しました
BODY

2019年3月12日 図書館のバスが走ります

2019年2月5日 古い市場での集まり
BODY

2019年1月20日 広場に新しいベンチ

2018年12月9日 路面電車の雪対策
BODY

2018年11月3日 水辺の灯り
BODY
)",
       {"1-2 date 1", "4-4 date 4", "6-7 date 6", "9-9 date 9", "11-12 date 11", "14-15 date 14"}},
      {"BulletsOfOneLineWithTheDateInBrackets",
       "nl",
       kText,
       R"(
• Sluisdeuren open voor publiek in Delft (12 maart 2019)
• Nieuwe fietsbrug over het kanaal in gebruik (3 februari 2019)
• Bibliotheek leent ook bakfietsen uit (28 januari 2019)
• Bijeenkomst in de oude markthal (9 december 2018)
)",
       {"1-1 date 1", "2-2 date 2", "3-3 date 3", "4-4 date 4"}},
      {"LinesThatEndWithTheDate",
       "en",
       kText,
       R"(
The bridge over the canal is open again (12 May 2016)
New timetable for the night buses (April 2016)
The library lends bicycles until the summer (28 February 2016)
Snow chains for the tram arrived from Tampere (Dec 2015 - Jan 2016)
)",
       {"1-1 date 1", "2-2 date 2", "3-3 date 3", "4-4 date 4"}},

      // The date closes the article.
      {"BylineInBrackets",
       "de",
       kText,
       R"(
Die Brücke ist wieder offen

BODY
(Anna Berg, 17.06.2016)


Die Bücherei auf Rädern

BODY
(Paul Lind, 03.05.2016)


Treffen in der alten Halle

BODY
(Anna Berg, 28.02.2016)
)",
       {"1-4 title 1 date 4", "7-10 title 7 date 10", "13-16 title 13 date 16"}},
      {"BylineWithoutBrackets",
       "de",
       kText,
       R"(
Die Brücke ist wieder offen

BODY

Anna Berg, 17.6.2016


Die Bücherei auf Rädern

BODY

Paul Lind, 3.5.2016


Treffen in der alten Halle

BODY

Anna Berg, 28.2.2016


Bänke für den Markt

BODY

Paul Lind, 14.1.2016


Schneeketten für die Straßenbahn

BODY

Anna Berg, 8.12.2015
)",
       {"1-5 title 1 date 5", "8-12 title 8 date 12", "15-19 title 15 date 19", "22-26 title 22 date 26",
        "29-33 title 29 date 33"}},

      // Headings of a format.
      {"MarkdownHeadings",
       "pt",
       Markup::kMarkdown,
       R"(
# Notícias

## Muro a muro
*5 de maio de 2020*

BODY

## Ler um muro
*14 de abril de 2020*

BODY

### Como chegar

BODY

## Azulejos na biblioteca
*2 de março de 2020*

BODY
)",
       {"3-6 title 3 date 4", "8-15 title 8 date 9", "17-20 title 17 date 18"}},
      {"MarkdownHeadingsThatAreDates",
       "fi",
       Markup::kMarkdown,
       R"(
### 3.8.2026

BODY

### 14.7.2026

BODY

BODY

### 2.6.2026

BODY
)",
       {"1-3 date 1", "5-9 date 5", "11-13 date 11"}},
      {"MarkdownDateInTheHeading",
       "de",
       Markup::kMarkdown,
       R"(
## 2026-04-12 — Die Brücke ist offen

BODY

## 2026-03-03 — Die Bücherei auf Rädern

BODY

## 2026-02-01 — Treffen in der alten Halle

BODY
)",
       {"1-3 date 1", "5-7 date 5", "9-11 date 9"}},
      {"HtmlHeadingsAndTimes",
       "pl",
       Markup::kHtml,
       R"(
<article><h2>Nowa kładka nad kanałem</h2><p>12 marca 2019</p>
<p>Przez dwa dni można było oglądać próby, a wiele osób zostało do samego końca.</p></article>
<article><h2>Biblioteka na kółkach</h2><p>3 lutego 2019</p>
<p>Przez dwa dni można było oglądać próby, a wiele osób zostało do samego końca.</p></article>
<article><h2>Spotkanie w starej hali</h2><p>28 stycznia 2019</p>
<p>Przez dwa dni można było oglądać próby, a wiele osób zostało do samego końca.</p></article>
)",
       {"1-2 title 1 date 1", "3-4 title 3 date 3", "5-6 title 5 date 5"}},

      // Headings over several items.
      {"SeasonsOverBullets",
       "en",
       kText,
       R"(
Summer, 2022

• The bridge over the canal is open again, and boats pass beneath it
• New timetable for the night buses

Spring, 2022

• The library lends bicycles until the autumn

Winter, 2021

• Snow chains for the tram arrived from Tampere
• A bench for every bus stop in the old town
)",
       {"3-3 group 1", "4-4 group 1", "8-8 group 6", "12-12 group 10", "13-13 group 10"}},
      {"MonthsOverBullets",
       "de",
       kText,
       R"(
April & Mai 2018

• Die Brücke über den Kanal ist wieder offen
• Neuer Fahrplan für die Nachtbusse

März 2018

• Die Bücherei verleiht Fahrräder bis zum Herbst
• Treffen in der alten Halle am Hafen

Februar 2018

• Schneeketten für die Straßenbahn sind da
)",
       {"3-3 group 1", "4-4 group 1", "8-8 group 6", "9-9 group 6", "13-13 group 11"}},
      {"YearsOverDatesWithoutAYear",
       "fi",
       kText,
       R"(
2019

12.3. Silta kanavan yli on taas auki
3.2. Kirjasto lainaa polkupyöriä kesään asti
17.1. Uudet penkit torilla

2018

9.12. Tapaaminen vanhassa hallissa
30.10. Yöbusseille uusi aikataulu
2.9. Lyhdyt kanavan varrella
)",
       {"3-3 date 3 group 1", "4-4 date 4 group 1", "5-5 date 5 group 1", "9-9 date 9 group 7",
        "10-10 date 10 group 7", "11-11 date 11 group 7"}},

      // No date, or no title.
      {"UndatedTitledNotices",
       "en",
       kText,
       R"(
The bridge over the canal is open

BODY


A library on wheels

BODY

BODY


Benches for the old square

BODY


Snow chains for the tram

BODY
)",
       {"1-3 title 1", "6-10 title 6", "13-15 title 13", "18-20 title 18"}},
      {"UntitledDatedNotices",
       "en",
       kText,
       R"(
12 May 2016

BODY


3 April 2016

BODY

BODY


28 February 2016

BODY
)",
       {"1-3 date 1", "6-10 date 6", "13-15 date 13"}},
      {"OneUntitledAmongTitled",
       "en",
       kText,
       R"(
++ The bridge is open ++

March 2018
BODY


July 2017

BODY


++ A library on wheels ++

June 2016
BODY


++ Benches for the square ++

May 2016
BODY
)",
       {"1-4 title 1 date 3", "7-9 date 7", "12-15 title 12 date 14", "18-21 title 18 date 20"}},

      // A table's rows.
      {"Table",
       "cs",
       kText,
       "\n20.–21. 2. 2020\tZávěrečná konference sítě\tBrno\n18. 1. 2020\tDen otevřených dveří\tTelč\n"
       "7. 12. 2019\tSetkání ve staré škole\tTábor\n16. 11. 2019\tDílna pro učitele\tJihlava\n",
       {"1-1 date 1", "2-2 date 2", "3-3 date 3", "4-4 date 4"}},

      // What stands inside an article and opens none.
      {"TimetablesAndSubheadingsInside",
       "en",
       kText,
       R"(
++ The bridge is open ++

12 March 2018
BODY

Programme:
10:00 Doors open
11.30 Guided walk
14:00 Music on the water

How to get there

BODY

++ A library on wheels ++

3 February 2018
BODY

Next stops:
• 12 March 2018
• 26 March 2018
• 9 April 2018

++ Benches for the square ++

14 January 2018
BODY
Registration ends on 2 February 2018.

++ Snow chains for the tram ++

9 December 2017
BODY

++ Lanterns along the canal ++

12 November 2017
BODY
)",
       {"1-13 title 1 date 3", "15-23 title 15 date 17", "25-29 title 25 date 27", "31-34 title 31 date 33",
        "36-39 title 36 date 38"}},
      {"BoldDatesInside",
       "en",
       Markup::kMarkdown,
       R"(
## The bridge is open

*12 March 2018*

BODY

**Deadline: 24 April 2018**

BODY

## A library on wheels

*3 February 2018*

BODY

**2 March 2018** is the last day.

## Benches for the square

*14 January 2018*

BODY

## Snow chains for the tram

*9 December 2017*

BODY
)",
       {"1-9 title 1 date 3", "11-17 title 11 date 13", "19-23 title 19 date 21", "25-29 title 25 date 27"},
       "a bold line with a date is taken for a date line"},

      // Lines between the articles.
      {"ReadMoreCloses",
       "pl",
       kText,
       R"(
12 marca 2019
Nowa kładka nad kanałem
BODY
Czytaj więcej
3 lutego 2019
Biblioteka na kółkach
BODY
Czytaj więcej
28 stycznia 2019
Spotkanie w starej hali
BODY
Czytaj więcej
9 stycznia 2019
Ławki na rynku
BODY
Czytaj więcej
)",
       {"1-4 title 2 date 1", "5-8 title 6 date 5", "9-12 title 10 date 9", "13-16 title 14 date 13"}},
      {"MenuAboveAndFooterBelow",
       "fr",
       kText,
       R"(
Accueil
Le réseau
Nos projets
Contact

Le banc voyageur fait étape à Dijon
Publié le 21 mars 2019
BODY
Lire la suite

Appel à idées pour le dimanche
Publié le 3 mars 2019
BODY
Lire la suite

Trois rues, un atelier
Publié le 12 février 2019
BODY
Lire la suite

1 2 3 … 12 »
Mentions légales
Plan du site
© Réseau des quartiers lents 2019
)",
       {"6-9 title 6 date 7", "11-14 title 11 date 12", "16-19 title 16 date 17"}},

      // Two layouts in one archive: the site was rebuilt.
      {"TwoLayouts",
       "en",
       kText,
       R"(
++ The bridge is open ++

12 March 2018

BODY

++ A library on wheels ++

3 February 2018

BODY

++ Benches for the square ++

14 January 2018

BODY

++ Snow chains for the tram ++

9 January 2018

BODY

28.12.2017 – Night buses run on New Year's Eve
14.12.2017 – The market hall has a new roof
30.11.2017 – A choir sings in the depot
12.11.2017 – Lanterns along the canal
29.10.2017 – The last ferry of the season
)",
       {"1-5 title 1 date 3", "7-11 title 7 date 9", "13-17 title 13 date 15", "19-23 title 19 date 21",
        "25-25 date 25", "26-26 date 26", "27-27 date 27", "28-28 date 28", "29-29 date 29"}},
  };
}

class ArchiveStylesTest : public testing::TestWithParam<Style> {};

TEST_P(ArchiveStylesTest, IsSplit) {
  const Style style = GetParam();
  const std::string archive = ArchiveOf(std::string_view(style.text).substr(1), style.lang);
  const std::vector<std::string> articles = SplitLines(archive, style.lang, style.markup);
  if (style.known_failure != nullptr) {
    EXPECT_NE(articles, style.articles) << "is mended: it is no known failure any more";
    return;
  }
  EXPECT_EQ(testing::PrintToString(articles), testing::PrintToString(style.articles)) << archive;
}

INSTANTIATE_TEST_SUITE_P(All, ArchiveStylesTest, testing::ValuesIn(Styles()),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace newsearch
