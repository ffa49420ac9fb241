// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/date_parser.h"

#include <set>

#include "support/test_support.h"
#include "text/locale_names.h"

namespace newsearch {
namespace {

// Dates without a year are shown as they resolve in this one.
constexpr int kAssumedYear = 2016;

// "21st June 2016 | 2016-06-21..2016-06-21 day"; "no year" and "season" behind it.
std::string Describe(std::string_view line, const DateMention& mention) {
  const std::optional<Date> date = mention.ResolveIn(kAssumedYear);
  std::string text(line.substr(mention.begin, mention.end - mention.begin));
  text.append(" | ");
  if (!date) return text + "resolves to nothing";
  text.append(FormatDay(date->start));
  if (date->end != date->start) text.append("..").append(FormatDay(date->end));
  text.append(" ").append(DatePrecisionName(date->precision));
  if (!mention.has_year()) text.append(" no year");
  if (mention.season) text.append(" season");
  return text;
}

std::vector<std::string> FindAll(const std::string& lang, std::string_view line, bool month_first = false) {
  DateOptions options;
  if (!lang.empty()) options.languages.push_back(lang);
  options.month_first = month_first;
  std::vector<std::string> found;
  for (const DateMention& mention : DateParser(options).Find(line)) found.push_back(Describe(line, mention));
  return found;
}

struct DateRow {
  const char* lang;
  const char* line;
  const char* found;  // as Describe writes it
};

void CheckRows(const std::vector<DateRow>& rows) {
  for (const DateRow& row : rows) {
    EXPECT_THAT(FindAll(row.lang, row.line), testing::ElementsAre(row.found)) << row.lang << ": " << row.line;
  }
}

TEST(DateParserTest, EnglishDays) {
  CheckRows({
      // Ordinals, with and without a blank before the ending.
      {"en", "21 st June 2016", "21 st June 2016 | 2016-06-21 day"},
      {"en", "21st June 2016", "21st June 2016 | 2016-06-21 day"},
      {"en", "9th June 2016", "9th June 2016 | 2016-06-09 day"},
      {"en", "22 nd June 2017", "22 nd June 2017 | 2017-06-22 day"},
      {"en", "4th of February 2016", "4th of February 2016 | 2016-02-04 day"},
      {"en", "3rd March 2016", "3rd March 2016 | 2016-03-03 day"},
      {"en", "1ST OCTOBER 2012", "1ST OCTOBER 2012 | 2012-10-01 day"},
      // Day in front, month in front, with commas, stops and abbreviations.
      {"en", "12 June 2014", "12 June 2014 | 2014-06-12 day"},
      {"en", "12 June, 2014", "12 June, 2014 | 2014-06-12 day"},
      {"en", "12 Jun 2014", "12 Jun 2014 | 2014-06-12 day"},
      {"en", "12-Jun-2014", "12-Jun-2014 | 2014-06-12 day"},
      {"en", "June 12, 2014", "June 12, 2014 | 2014-06-12 day"},
      {"en", "June 12th, 2014", "June 12th, 2014 | 2014-06-12 day"},
      {"en", "June 12 2014", "June 12 2014 | 2014-06-12 day"},
      {"en", "Jun. 12, 2014", "Jun. 12, 2014 | 2014-06-12 day"},
      {"en", "Sept. 5, 2016", "Sept. 5, 2016 | 2016-09-05 day"},
      {"en", "2014 June 12", "2014 June 12 | 2014-06-12 day"},
      {"en", "29 February 2016", "29 February 2016 | 2016-02-29 day"},
      // White space of web pages.
      {"en", "12\u00A0June\u00A02014", "12\u00A0June\u00A02014 | 2014-06-12 day"},
      {"en", "  12  June   2014 ", "12  June   2014 | 2014-06-12 day"},
      // Weekdays belong to the date.
      {"en", "Wednesday, 16 November 2016", "Wednesday, 16 November 2016 | 2016-11-16 day"},
      {"en", "Wed, 16 Nov 2016", "Wed, 16 Nov 2016 | 2016-11-16 day"},
      {"en", "Wednesday 16th of November 2016", "Wednesday 16th of November 2016 | 2016-11-16 day"},
      {"en", "Tuesday, June 21, 2016", "Tuesday, June 21, 2016 | 2016-06-21 day"},
      // In the middle of a sentence; the stop ends the sentence.
      {"en", "The fair opened on 12 June 2014.", "12 June 2014 | 2014-06-12 day"},
      {"en", "Kista (12 June 2014): the fair", "12 June 2014 | 2014-06-12 day"},
      // Without a year.
      {"en", "4th of February", "4th of February | 2016-02-04 day no year"},
      {"en", "June 12", "June 12 | 2016-06-12 day no year"},
      {"en", "on the 16th of November we meet", "16th of November | 2016-11-16 day no year"},
  });
}

TEST(DateParserTest, EnglishMonthsAndSeasons) {
  CheckRows({
      {"en", "November 2017", "November 2017 | 2017-11-01..2017-11-30 month"},
      {"en", "November, 2017", "November, 2017 | 2017-11-01..2017-11-30 month"},
      {"en", "Nov. 2017", "Nov. 2017 | 2017-11-01..2017-11-30 month"},
      {"en", "Sept 2017", "Sept 2017 | 2017-09-01..2017-09-30 month"},
      {"en", "February 2016", "February 2016 | 2016-02-01..2016-02-29 month"},
      {"en", "February 2017", "February 2017 | 2017-02-01..2017-02-28 month"},
      {"en", "2017 November", "2017 November | 2017-11-01..2017-11-30 month"},
      {"en", "May 2016", "May 2016 | 2016-05-01..2016-05-31 month"},
      {"en", "Summer, 2022", "Summer, 2022 | 2022-01-01..2022-12-31 year season"},
      {"en", "spring of 2016", "spring of 2016 | 2016-01-01..2016-12-31 year season"},
      {"en", "Autumn 2016", "Autumn 2016 | 2016-01-01..2016-12-31 year season"},
  });
}

TEST(DateParserTest, EnglishRanges) {
  CheckRows({
      // Days of one month.
      {"en", "1st-3rd of February", "1st-3rd of February | 2016-02-01..2016-02-03 day no year"},
      {"en", "2nd-4th of February", "2nd-4th of February | 2016-02-02..2016-02-04 day no year"},
      {"en", "14 – 16 November 2017", "14 – 16 November 2017 | 2017-11-14..2017-11-16 day"},
      {"en", "14-16 November 2017", "14-16 November 2017 | 2017-11-14..2017-11-16 day"},
      {"en", "14—16 November 2017", "14—16 November 2017 | 2017-11-14..2017-11-16 day"},
      {"en", "\u00A022 – 24 November 2017", "22 – 24 November 2017 | 2017-11-22..2017-11-24 day"},
      {"en", "November 14-16, 2017", "November 14-16, 2017 | 2017-11-14..2017-11-16 day"},
      {"en", "November 14 – 16, 2017", "November 14 – 16, 2017 | 2017-11-14..2017-11-16 day"},
      {"en", "November 14th to 16th, 2017", "November 14th to 16th, 2017 | 2017-11-14..2017-11-16 day"},
      {"en", "3rd-6th November 2015", "3rd-6th November 2015 | 2015-11-03..2015-11-06 day"},
      {"en", "17th-24th January 2016", "17th-24th January 2016 | 2016-01-17..2016-01-24 day"},
      {"en", "22nd to 24th May 2017", "22nd to 24th May 2017 | 2017-05-22..2017-05-24 day"},
      {"en", "from 5 to 7 April 2017", "5 to 7 April 2017 | 2017-04-05..2017-04-07 day"},
      {"en", "22 and 23 May 2017", "22 and 23 May 2017 | 2017-05-22..2017-05-23 day"},
      {"en", "5 & 6 April 2017", "5 & 6 April 2017 | 2017-04-05..2017-04-06 day"},
      {"en", "5/6 April 2017", "5/6 April 2017 | 2017-04-05..2017-04-06 day"},
      {"en", "Monday 5 - Wednesday 7 June 2017",
       "Monday 5 - Wednesday 7 June 2017 | 2017-06-05..2017-06-07 day"},
      // Across months and years.
      {"en", "30 May - 2 June 2017", "30 May - 2 June 2017 | 2017-05-30..2017-06-02 day"},
      {"en", "30 May to 2 June", "30 May to 2 June | 2016-05-30..2016-06-02 day no year"},
      {"en", "May 30 - June 2, 2017", "May 30 - June 2, 2017 | 2017-05-30..2017-06-02 day"},
      {"en", "28 December 2016 - 3 January 2017",
       "28 December 2016 - 3 January 2017 | 2016-12-28..2017-01-03 day"},
      {"en", "30 December – 2 January 2017", "30 December – 2 January 2017 | 2016-12-30..2017-01-02 day"},
      {"en", "30 December – 2 January", "30 December – 2 January | 2016-12-30..2017-01-02 day no year"},
      // Months.
      {"en", "Jan.-Mar. 2017", "Jan.-Mar. 2017 | 2017-01-01..2017-03-31 month"},
      {"en", "January - March 2017", "January - March 2017 | 2017-01-01..2017-03-31 month"},
      {"en", "March – September 2019", "March – September 2019 | 2019-03-01..2019-09-30 month"},
      {"en", "November 2016 - February 2017", "November 2016 - February 2017 | 2016-11-01..2017-02-28 month"},
      {"en", "November - February 2017", "November - February 2017 | 2016-11-01..2017-02-28 month"},
  });
}

TEST(DateParserTest, NumericForms) {
  CheckRows({
      // Year first.
      {"en", "2016-06-21", "2016-06-21 | 2016-06-21 day"},
      {"en", "2016/06/21", "2016/06/21 | 2016-06-21 day"},
      {"en", "2016.06.21", "2016.06.21 | 2016-06-21 day"},
      {"en", "2016-6-1", "2016-6-1 | 2016-06-01 day"},
      {"en", "2016-06-21T10:00:00Z", "2016-06-21T10:00:00Z | 2016-06-21 day"},
      {"en", "2012/7", "2012/7 | 2012-07-01..2012-07-31 month"},
      {"en", "2017-11", "2017-11 | 2017-11-01..2017-11-30 month"},
      // Day first; the order is that of the day in Europe.
      {"de", "21.06.2016", "21.06.2016 | 2016-06-21 day"},
      {"de", "1.2.2016", "1.2.2016 | 2016-02-01 day"},
      {"en", "21/06/2016", "21/06/2016 | 2016-06-21 day"},
      {"en", "03/04/2016", "03/04/2016 | 2016-04-03 day"},
      {"nl", "21-06-2016", "21-06-2016 | 2016-06-21 day"},
      {"cs", "21. 6. 2016", "21. 6. 2016 | 2016-06-21 day"},
      {"de", "am 21.06.2016 um 12:30 Uhr", "21.06.2016 | 2016-06-21 day"},
      {"fi", "to 5.6.2015", "to 5.6.2015 | 2015-06-05 day"},
      // Two digits: up to 69 is this century.
      {"de", "21.06.16", "21.06.16 | 2016-06-21 day"},
      {"en", "21/6/16", "21/6/16 | 2016-06-21 day"},
      {"de", "21.06.69", "21.06.69 | 2069-06-21 day"},
      {"de", "21.06.70", "21.06.70 | 1970-06-21 day"},
      {"de", "12.05.99", "12.05.99 | 1999-05-12 day"},
      // Ranges.
      {"de", "11.-13.01.2019", "11.-13.01.2019 | 2019-01-11..2019-01-13 day"},
      {"de", "11.–13.01.2019", "11.–13.01.2019 | 2019-01-11..2019-01-13 day"},
      {"de", "11. - 13.01.2019", "11. - 13.01.2019 | 2019-01-11..2019-01-13 day"},
      {"de", "30.11.-2.12.2016", "30.11.-2.12.2016 | 2016-11-30..2016-12-02 day"},
      {"de", "30.11. bis 02.12.2016", "30.11. bis 02.12.2016 | 2016-11-30..2016-12-02 day"},
      {"de", "28.12.2016-03.01.2017", "28.12.2016-03.01.2017 | 2016-12-28..2017-01-03 day"},
      {"de", "29.12.-02.01.2017", "29.12.-02.01.2017 | 2016-12-29..2017-01-02 day"},
      {"en", "2016-06-21 - 2016-06-23", "2016-06-21 - 2016-06-23 | 2016-06-21..2016-06-23 day"},
      {"en", "2016-06-21/2016-06-23", "2016-06-21/2016-06-23 | 2016-06-21..2016-06-23 day"},
  });
}

TEST(DateParserTest, GermanicLanguages) {
  CheckRows({
      {"de", "21. Juni 2016", "21. Juni 2016 | 2016-06-21 day"},
      {"de", "3. Mai 2015", "3. Mai 2015 | 2015-05-03 day"},
      {"de", "1. Jänner 2016", "1. Jänner 2016 | 2016-01-01 day"},
      {"de", "12. Dez. 2016", "12. Dez. 2016 | 2016-12-12 day"},
      {"de", "Donnerstag, 21. April 2016", "Donnerstag, 21. April 2016 | 2016-04-21 day"},
      {"de", "Donnerstag, den 21. April 2016", "Donnerstag, den 21. April 2016 | 2016-04-21 day"},
      {"de", "Do., 21. April 2016", "Do., 21. April 2016 | 2016-04-21 day"},
      {"de", "Mai 2014", "Mai 2014 | 2014-05-01..2014-05-31 month"},
      {"de", "im März 2016", "März 2016 | 2016-03-01..2016-03-31 month"},
      {"de", "Am 16. November gingen alle", "16. November | 2016-11-16 day no year"},
      {"de", "6.–8. März 2016", "6.–8. März 2016 | 2016-03-06..2016-03-08 day"},
      {"de", "6. bis 8. März 2016", "6. bis 8. März 2016 | 2016-03-06..2016-03-08 day"},
      {"de", "6. und 7. März 2016", "6. und 7. März 2016 | 2016-03-06..2016-03-07 day"},
      {"de", "12./13. Mai 2016", "12./13. Mai 2016 | 2016-05-12..2016-05-13 day"},
      {"de", "30. Mai – 2. Juni 2017", "30. Mai – 2. Juni 2017 | 2017-05-30..2017-06-02 day"},
      {"de", "Januar/Februar 2017", "Januar/Februar 2017 | 2017-01-01..2017-02-28 month"},
      {"de", "Frühling 2016", "Frühling 2016 | 2016-01-01..2016-12-31 year season"},
      {"sv", "12 maj 2015", "12 maj 2015 | 2015-05-12 day"},
      {"sv", "onsdag den 2 december 2015", "onsdag den 2 december 2015 | 2015-12-02 day"},
      {"sv", "fredagen den 13 maj 2016", "fredagen den 13 maj 2016 | 2016-05-13 day"},
      {"sv", "12:e maj 2015", "12:e maj 2015 | 2015-05-12 day"},
      {"sv", "1-3 februari 2016", "1-3 februari 2016 | 2016-02-01..2016-02-03 day"},
      {"sv", "1 och 2 februari 2016", "1 och 2 februari 2016 | 2016-02-01..2016-02-02 day"},
      {"sv", "5 okt. 2016", "5 okt. 2016 | 2016-10-05 day"},
      {"sv", "november 2016", "november 2016 | 2016-11-01..2016-11-30 month"},
      {"sv", "hösten 2016", "hösten 2016 | 2016-01-01..2016-12-31 year season"},
      {"da", "21. juni 2016", "21. juni 2016 | 2016-06-21 day"},
      {"da", "mandag den 4. januar 2016", "mandag den 4. januar 2016 | 2016-01-04 day"},
      {"da", "1.–3. februar 2016", "1.–3. februar 2016 | 2016-02-01..2016-02-03 day"},
      {"no", "tirsdag 17. mai 2016", "tirsdag 17. mai 2016 | 2016-05-17 day"},
      {"no", "4. til 6. oktober 2016", "4. til 6. oktober 2016 | 2016-10-04..2016-10-06 day"},
      {"nl", "21 juni 2016", "21 juni 2016 | 2016-06-21 day"},
      {"nl", "maandag 4 januari 2016", "maandag 4 januari 2016 | 2016-01-04 day"},
      {"nl", "1 t/m 3 februari 2016", "1 t/m 3 februari 2016 | 2016-02-01..2016-02-03 day"},
      {"nl", "1 tot 3 februari 2016", "1 tot 3 februari 2016 | 2016-02-01..2016-02-03 day"},
      {"nl", "1 en 2 maart 2016", "1 en 2 maart 2016 | 2016-03-01..2016-03-02 day"},
      {"nl", "mei 2016", "mei 2016 | 2016-05-01..2016-05-31 month"},
      {"is", "21. júní 2016", "21. júní 2016 | 2016-06-21 day"},
  });
}

TEST(DateParserTest, RomanceLanguages) {
  CheckRows({
      {"fr", "1er juin 2015", "1er juin 2015 | 2015-06-01 day"},
      {"fr", "14 décembre 2015", "14 décembre 2015 | 2015-12-14 day"},
      {"fr", "2 févr. 2016", "2 févr. 2016 | 2016-02-02 day"},
      {"fr", "lundi 28 novembre 2016", "lundi 28 novembre 2016 | 2016-11-28 day"},
      {"fr", "du 3 au 5 mai 2016", "3 au 5 mai 2016 | 2016-05-03..2016-05-05 day"},
      {"fr", "3 et 4 octobre 2014", "3 et 4 octobre 2014 | 2014-10-03..2014-10-04 day"},
      {"fr", "août 2016", "août 2016 | 2016-08-01..2016-08-31 month"},
      {"fr", "printemps 2016", "printemps 2016 | 2016-01-01..2016-12-31 year season"},
      {"it", "lunedì 28 novembre 2016", "lunedì 28 novembre 2016 | 2016-11-28 day"},
      {"it", "1° maggio 2016", "1° maggio 2016 | 2016-05-01 day"},
      {"it", "3-4 ottobre 2017", "3-4 ottobre 2017 | 2017-10-03..2017-10-04 day"},
      {"it", "3 e 4 ottobre 2014", "3 e 4 ottobre 2014 | 2014-10-03..2014-10-04 day"},
      {"it", "dal 10 al 12 maggio 2016", "10 al 12 maggio 2016 | 2016-05-10..2016-05-12 day"},
      {"it", "giugno 2016", "giugno 2016 | 2016-06-01..2016-06-30 month"},
      {"es", "21 de junio de 2016", "21 de junio de 2016 | 2016-06-21 day"},
      {"es", "1 de enero del 2016", "1 de enero del 2016 | 2016-01-01 day"},
      {"es", "lunes, 4 de enero de 2016", "lunes, 4 de enero de 2016 | 2016-01-04 day"},
      {"es", "del 3 al 5 de mayo de 2016", "3 al 5 de mayo de 2016 | 2016-05-03..2016-05-05 day"},
      {"es", "enero de 2016", "enero de 2016 | 2016-01-01..2016-01-31 month"},
      {"pt", "21 de junho de 2016", "21 de junho de 2016 | 2016-06-21 day"},
      {"pt", "1º de maio de 2016", "1º de maio de 2016 | 2016-05-01 day"},
      {"pt", "terça-feira, 21 de junho de 2016", "terça-feira, 21 de junho de 2016 | 2016-06-21 day"},
      {"pt", "3 a 5 de maio de 2016", "3 a 5 de maio de 2016 | 2016-05-03..2016-05-05 day"},
      {"pt", "março de 2016", "março de 2016 | 2016-03-01..2016-03-31 month"},
      {"ro", "luni, 4 ianuarie 2016", "luni, 4 ianuarie 2016 | 2016-01-04 day"},
      {"ro", "3 și 4 mai 2016", "3 și 4 mai 2016 | 2016-05-03..2016-05-04 day"},
      {"ca", "21 de juny de 2016", "21 de juny de 2016 | 2016-06-21 day"},
      {"ca", "1 d’abril de 2016", "1 d’abril de 2016 | 2016-04-01 day"},
      {"gl", "21 de xuño de 2016", "21 de xuño de 2016 | 2016-06-21 day"},
  });
}

// A name can be one month here and another there; endings are declined.
TEST(DateParserTest, SlavicAndBalticLanguages) {
  CheckRows({
      {"sl", "15. december 2017", "15. december 2017 | 2017-12-15 day"},
      {"sl", "18. junija 2015", "18. junija 2015 | 2015-06-18 day"},
      {"sl", "ponedeljek, 4. januar 2016", "ponedeljek, 4. januar 2016 | 2016-01-04 day"},
      {"sl", "3. in 4. maja 2016", "3. in 4. maja 2016 | 2016-05-03..2016-05-04 day"},
      {"sl", "od 3. do 5. maja 2016", "3. do 5. maja 2016 | 2016-05-03..2016-05-05 day"},
      {"sl", "junija 2016", "junija 2016 | 2016-06-01..2016-06-30 month"},
      {"pl", "18 października 2016", "18 października 2016 | 2016-10-18 day"},
      {"pl", "12 listopada 2016", "12 listopada 2016 | 2016-11-12 day"},
      {"pl", "5 lipca 2016", "5 lipca 2016 | 2016-07-05 day"},
      {"pl", "1 stycznia 2016 r.", "1 stycznia 2016 r. | 2016-01-01 day"},
      {"pl", "1 stycznia 2016 roku", "1 stycznia 2016 roku | 2016-01-01 day"},
      {"pl", "poniedziałek, 4 stycznia 2016", "poniedziałek, 4 stycznia 2016 | 2016-01-04 day"},
      {"pl", "od 3 do 5 maja 2016", "3 do 5 maja 2016 | 2016-05-03..2016-05-05 day"},
      {"pl", "wrzesień 2016", "wrzesień 2016 | 2016-09-01..2016-09-30 month"},
      {"cs", "21. června 2016", "21. června 2016 | 2016-06-21 day"},
      {"cs", "21. července 2016", "21. července 2016 | 2016-07-21 day"},
      {"cs", "12. listopadu 2016", "12. listopadu 2016 | 2016-11-12 day"},
      {"cs", "5. května 2016", "5. května 2016 | 2016-05-05 day"},
      {"cs", "3. až 5. května 2016", "3. až 5. května 2016 | 2016-05-03..2016-05-05 day"},
      {"cs", "září 2016", "září 2016 | 2016-09-01..2016-09-30 month"},
      {"hr", "12. listopada 2016.", "12. listopada 2016 | 2016-10-12 day"},
      {"hr", "5. lipnja 2016.", "5. lipnja 2016 | 2016-06-05 day"},
      {"hr", "7. travnja 2016.", "7. travnja 2016 | 2016-04-07 day"},
      {"sk", "21. júna 2016", "21. júna 2016 | 2016-06-21 day"},
      {"uk", "7 травня 2016 року", "7 травня 2016 року | 2016-05-07 day"},
      {"uk", "5 липня 2016 р.", "5 липня 2016 р. | 2016-07-05 day"},
      {"ru", "21 июня 2016 г.", "21 июня 2016 г. | 2016-06-21 day"},
      {"ru", "21 июня 2016 года", "21 июня 2016 года | 2016-06-21 day"},
      {"ru", "понедельник, 4 января 2016", "понедельник, 4 января 2016 | 2016-01-04 day"},
      {"ru", "с 3 по 5 мая 2016", "3 по 5 мая 2016 | 2016-05-03..2016-05-05 day"},
      {"ru", "июнь 2016", "июнь 2016 | 2016-06-01..2016-06-30 month"},
      {"bg", "21 юни 2016 г.", "21 юни 2016 г. | 2016-06-21 day"},
      {"bg", "3 – 5 май 2016", "3 – 5 май 2016 | 2016-05-03..2016-05-05 day"},
      {"sr", "21. јун 2016.", "21. јун 2016 | 2016-06-21 day"},
      {"mk", "21 јуни 2016", "21 јуни 2016 | 2016-06-21 day"},
      {"lt", "2015 m. birželio 5 d.", "2015 m. birželio 5 d. | 2015-06-05 day"},
      {"lt", "2016 m. birželio 3–5 d.", "2016 m. birželio 3–5 d. | 2016-06-03..2016-06-05 day"},
      {"lv", "2015. gada 5. jūnijā", "2015. gada 5. jūnijā | 2015-06-05 day"},
      {"lv", "2016. gada 4. janvāris", "2016. gada 4. janvāris | 2016-01-04 day"},
      {"lv", "2016. gada 3.–5. maijā", "2016. gada 3.–5. maijā | 2016-05-03..2016-05-05 day"},
  });
}

TEST(DateParserTest, OtherLanguages) {
  CheckRows({
      {"et", "24. mai 2017", "24. mai 2017 | 2017-05-24 day"},
      {"et", "24. novembril 2014", "24. novembril 2014 | 2014-11-24 day"},
      {"et", "6. juuni 2016", "6. juuni 2016 | 2016-06-06 day"},
      {"et", "1.–3. veebruar 2016", "1.–3. veebruar 2016 | 2016-02-01..2016-02-03 day"},
      {"et", "esmaspäev, 4. jaanuar 2016", "esmaspäev, 4. jaanuar 2016 | 2016-01-04 day"},
      {"et", "jaanuaris 2016", "jaanuaris 2016 | 2016-01-01..2016-01-31 month"},
      {"fi", "12. tammikuuta 2017", "12. tammikuuta 2017 | 2017-01-12 day"},
      {"fi", "1.–3. helmikuuta 2016", "1.–3. helmikuuta 2016 | 2016-02-01..2016-02-03 day"},
      {"fi", "maanantaina 4. tammikuuta 2016", "maanantaina 4. tammikuuta 2016 | 2016-01-04 day"},
      {"fi", "tammikuussa 2017", "tammikuussa 2017 | 2017-01-01..2017-01-31 month"},
      {"hu", "2015. június 5.", "2015. június 5. | 2015-06-05 day"},
      {"hu", "2015. május 5–7.", "2015. május 5–7. | 2015-05-05..2015-05-07 day"},
      {"hu", "2015. június 5-én", "2015. június 5-én | 2015-06-05 day"},
      {"hu", "2015. június", "2015. június | 2015-06-01..2015-06-30 month"},
      {"el", "21 Ιουνίου 2016", "21 Ιουνίου 2016 | 2016-06-21 day"},
      {"el", "1η Ιανουαρίου 2016", "1η Ιανουαρίου 2016 | 2016-01-01 day"},
      {"el", "Δευτέρα 4 Ιανουαρίου 2016", "Δευτέρα 4 Ιανουαρίου 2016 | 2016-01-04 day"},
      {"el", "3-5 Μαΐου 2016", "3-5 Μαΐου 2016 | 2016-05-03..2016-05-05 day"},
      {"el", "Ιούνιος 2016", "Ιούνιος 2016 | 2016-06-01..2016-06-30 month"},
      {"ga", "21 Meitheamh 2016", "21 Meitheamh 2016 | 2016-06-21 day"},
      {"ga", "21 Meán Fómhair 2016", "21 Meán Fómhair 2016 | 2016-09-21 day"},
      {"mt", "21 ta’ Ġunju 2016", "21 ta’ Ġunju 2016 | 2016-06-21 day"},
      {"eu", "2016ko ekainaren 21a", "2016ko ekainaren 21a | 2016-06-21 day"},
      {"cy", "21 Mehefin 2016", "21 Mehefin 2016 | 2016-06-21 day"},
      {"tr", "21 Haziran 2016", "21 Haziran 2016 | 2016-06-21 day"},
      {"tr", "3-5 Mayıs 2016", "3-5 Mayıs 2016 | 2016-05-03..2016-05-05 day"},
      {"sq", "21 qershor 2016", "21 qershor 2016 | 2016-06-21 day"},
      {"ja", "2016年6月21日", "2016年6月21日 | 2016-06-21 day"},
      {"ja", "2016年6月", "2016年6月 | 2016-06-01..2016-06-30 month"},
      {"ja", "２０１６年６月２１日", "２０１６年６月２１日 | 2016-06-21 day"},
      {"ko", "2016년 6월 21일", "2016년 6월 21일 | 2016-06-21 day"},
      {"ar", "21 يونيو 2016", "21 يونيو 2016 | 2016-06-21 day"},
      // Months of another language than the archive's.
      {"en", "21. Juni 2016", "21. Juni 2016 | 2016-06-21 day"},
      {"", "12. tammikuuta 2017", "12. tammikuuta 2017 | 2017-01-12 day"},
  });
}

TEST(DateParserTest, SeveralDatesInALine) {
  EXPECT_THAT(
      FindAll("en", "From 3 May 2016 the shop is closed; it opens again in September 2016."),
      testing::ElementsAre("3 May 2016 | 2016-05-03 day", "September 2016 | 2016-09-01..2016-09-30 month"));
  EXPECT_THAT(FindAll("de", "Sitzungen: 12.05.2016, 14.06.2016, 21.07.2016"),
              testing::ElementsAre("12.05.2016 | 2016-05-12 day", "14.06.2016 | 2016-06-14 day",
                                   "21.07.2016 | 2016-07-21 day"));
  EXPECT_THAT(FindAll("en", "2015-12-31 2016-01-01"),
              testing::ElementsAre("2015-12-31 | 2015-12-31 day", "2016-01-01 | 2016-01-01 day"));
}

TEST(DateParserTest, WhatIsNoDate) {
  const struct {
    const char* lang;
    const char* line;
  } rows[] = {
      // Versions, addresses of machines, sections.
      {"en", "version 1.2.16.3"},
      {"en", "192.168.12.1"},
      {"en", "10.11.12.13"},
      {"en", "see section 3.2.1"},
      {"en", "release v2.4"},
      // Telephone numbers.
      {"de", "Tel. +49 30 12 34 56"},
      {"de", "030/12345678"},
      {"fr", "01.02.03.04.05"},
      {"fr", "+33 1 02 03 04 05"},
      {"sv", "08-12 34 56 78"},
      // Prices, amounts, scores, times.
      {"de", "1.299,00 EUR"},
      {"en", "EUR 12.50"},
      {"en", "25.000 people, 12.5 % more"},
      {"en", "12:30"},
      {"de", "12.30 Uhr"},
      {"en", "open 24/7, 50/50, 1/2 litre"},
      {"en", "they won 3-2"},
      // Years and periods alone; names with a year in them.
      {"en", "2016"},
      {"en", "the period 2014-2020"},
      {"en", "2007–2013"},
      {"en", "Horizon 2020"},
      {"en", "ISO 9001:2015"},
      {"en", "Directive 2012/27/EU"},
      {"en", "Directive 2006/12/EC"},
      {"en", "Regulation (EU) No 1303/2013"},
      {"en", "Karlsruhe 2025+"},
      {"en", "ISBN 978-3-16-148410-0"},
      // Words that are months too, and numbers beside them that are no days.
      {"en", "the long March of 40 people"},
      {"en", "In March 25.000 people came"},
      {"en", "only 12 may enter the hall"},
      {"en", "5 a year"},
      {"en", "21 st"},
      {"en", "June"},
      {"en", "Monday"},
      {"en", "the 3rd"},
      // Days and months that do not exist.
      {"de", "32.01.2016"},
      {"de", "12.13.2016"},
      {"de", "31.06.2016"},
      {"en", "2015-02-29"},
      {"en", "2016-13-01"},
      {"en", "2016-00-10"},
      {"de", "00.05.2016"},
      // Too long for a year.
      {"de", "12.05.20161"},
      {"en", "June 12345"},
      {"en", ""},
      {"en", " \t"},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(FindAll(row.lang, row.line), testing::IsEmpty()) << row.lang << ": " << row.line;
  }
}

// An impossible day may leave its month; it never becomes another day.
TEST(DateParserTest, DaysThatDoNotExistAreNotMovedToOthers) {
  for (const char* line : {"31 June 2016", "30 February 2016", "29 February 2015", "0 May 2016",
                           "32 May 2016", "May 45, 2016"}) {
    for (const DateMention& mention : DateParser(DateOptions{{"en"}, false}).Find(line)) {
      EXPECT_EQ(mention.day, 0) << line << " gave " << Describe(line, mention);
    }
  }
}

TEST(DateParserTest, MonthFirstIsAnOptionForSlashesAndHyphens) {
  EXPECT_THAT(FindAll("en", "03/04/2016", true), testing::ElementsAre("03/04/2016 | 2016-03-04 day"));
  EXPECT_THAT(FindAll("en", "12/31/2016", true), testing::ElementsAre("12/31/2016 | 2016-12-31 day"));
  EXPECT_THAT(FindAll("de", "03.04.2016", true), testing::ElementsAre("03.04.2016 | 2016-04-03 day"));
  EXPECT_THAT(FindAll("en", "03-04-2016", true), testing::ElementsAre("03-04-2016 | 2016-03-04 day"));
  // What can be read in one way alone is.
  EXPECT_THAT(FindAll("en", "31/12/2016", true), testing::ElementsAre("31/12/2016 | 2016-12-31 day"));
  EXPECT_THAT(FindAll("en", "12/31/2016", false), testing::ElementsAre("12/31/2016 | 2016-12-31 day"));
  DateOptions dots{{"en"}};
  dots.month_first_dots = true;
  const std::vector<DateMention> found = DateParser(dots).Find("03.04.2016");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(FormatDay(found.front().Resolve()->start), "2016-03-04");
}

TEST(DateParserTest, MonthComesFirst) {
  const struct {
    std::vector<std::string_view> lines;
    bool expected;
  } rows[] = {
      {{}, false},
      {{"03/04/2016", "05/06/2016"}, false},  // could be both
      {{"03/04/2016", "05/16/2016"}, true},   // the 16th month there is not
      {{"16/05/2016"}, false},
      {{"05/16/2016", "16/05/2016", "05/17/2016"}, true},  // by majority
      {{"5/16/16", "no date", "1/2"}, true},
      {{"2016/05/16"}, false},  // no such form
      // Other signs speak where slashes say nothing.
      {{"05-16-2016"}, true},
      {{"16-05-2016", "05.16.2016"}, false},
      {{"05.16.2016"}, true},
      {{"21.06.2016", "21.06.2016", "06/21/2016"}, true},  // dots say nothing of slashes
      {{"16/05/2016", "05-16-2016", "05-17-2016"}, false},
      // Neither telephone numbers nor versions nor addresses.
      {{"05-16-20-30"}, false},
      {{"555-05-16-20"}, false},
      {{"1.16.16.3", "1.16.3"}, false},
      {{"05/45/2016"}, false},
      {{"05/16/1516"}, false},
  };
  for (const auto& row : rows)
    EXPECT_EQ(MonthComesFirst(row.lines), row.expected) << testing::PrintToString(row.lines);
}

TEST(DateParserTest, IsDateWord) {
  const DateParser parser(DateOptions{{"en"}, false});
  for (const char* word : {"monday", "wednesday", "lunedi", "on", "of", "roku", "den", "to"}) {
    EXPECT_TRUE(parser.IsDateWord(word)) << word;
  }
  for (const char* word : {"kista", "city", "conference", "2016", ""})
    EXPECT_FALSE(parser.IsDateWord(word)) << word;
}

TEST(DateMentionTest, Resolve) {
  DateMention mention;
  mention.month = mention.end_month = 2;
  mention.day = mention.end_day = 29;
  EXPECT_FALSE(mention.has_year());
  EXPECT_FALSE(mention.is_range());
  EXPECT_FALSE(mention.Resolve().has_value());
  EXPECT_FALSE(mention.ResolveIn(2015).has_value()) << "no such day";
  ASSERT_TRUE(mention.ResolveIn(2016).has_value());
  EXPECT_EQ(FormatDay(mention.ResolveIn(2016)->start), "2016-02-29");
  mention.year = mention.end_year = 2012;
  ASSERT_TRUE(mention.ResolveIn(2016).has_value());
  EXPECT_EQ(FormatDay(mention.ResolveIn(2016)->start), "2012-02-29") << "what is written holds";
  mention.end_day = 28;
  EXPECT_TRUE(mention.is_range());
  EXPECT_FALSE(mention.Resolve().has_value()) << "ends before it starts";
}

// Languages that write dates with numbers and signs; their month names stand in no date of this form.
bool WritesMonthsAsNumbers(const std::string& lang) { return lang == "zh" || lang == "ja" || lang == "ko"; }

// Every day with a month name that CLDR knows is read back, in the archive of its language.
TEST(DateParserTest, EveryMonthNameOfCldrIsReadBack) {
  std::map<std::string, std::vector<CalendarName>> by_language;
  for (CalendarName& name : CalendarNames()) {
    if (name.kind == CalendarName::Kind::kMonth && !WritesMonthsAsNumbers(name.lang))
      by_language[name.lang].push_back(name);
  }
  ASSERT_GT(by_language.size(), 35u);
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  size_t checked = 0;
  for (const auto& [lang, names] : by_language) {
    const DateParser parser(DateOptions{{lang}, false});
    // An abbreviation can stand for two months ("mar").
    std::map<std::string, std::set<int>> months_of;
    for (const CalendarName& name : names) months_of[name.folded].insert(name.number);
    for (const CalendarName& name : names) {
      if (months_of[name.folded].size() > 1) continue;
      // Hebrew abbreviations end with a sign of their own, and nobody writes a full stop behind it.
      if (name.abbreviated && lang == "he") continue;
      const int year = 1950 + static_cast<int>(random.Below(100));
      const int day = 1 + static_cast<int>(random.Below(28));
      const std::string written =
          std::to_string(day) + " " + name.folded + (name.abbreviated ? ". " : " ") + std::to_string(year);
      const std::chrono::year_month_day expected{std::chrono::year(year),
                                                 std::chrono::month(static_cast<unsigned>(name.number)),
                                                 std::chrono::day(static_cast<unsigned>(day))};
      EXPECT_THAT(FindAll(lang, written),
                  testing::ElementsAre(written + " | " + FormatDay(expected) + " day"))
          << lang;
      ++checked;
    }
  }
  EXPECT_GT(checked, 800u);
}

// A weekday of one word in front belongs to the date.
TEST(DateParserTest, EveryWeekdayNameOfCldrBelongsToTheDate) {
  size_t checked = 0;
  for (const CalendarName& name : CalendarNames()) {
    if (name.kind != CalendarName::Kind::kWeekday || name.abbreviated || WritesMonthsAsNumbers(name.lang))
      continue;
    if (name.folded.find_first_of(" -") != std::string::npos) continue;
    const std::string line = name.folded + ", 12.05.2016";
    EXPECT_THAT(FindAll(name.lang, line), testing::ElementsAre(line + " | 2016-05-12 day")) << name.lang;
    ++checked;
  }
  EXPECT_GT(checked, 250u);
}

// Whatever the line is, mentions are in order, do not overlap, lie on whole characters and resolve.
TEST(DateParserTest, RandomLinesKeepTheContract) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const DateParser parser(DateOptions{{"en", "de"}, false});
  const std::vector<std::string> pieces = {
      "12",   "2016", ".",   "-",   "/",      "–",      " ",      "June",   "Mai",  "maj",
      "31",   "st",   "of",  "den", "Monday", "年",     "6",      "月",     "21",   "日",
      ", ",   "to",   "bis", "и",   "года",   "Summer", "T10:00", "2",      "1999", "99999",
      "\xFF", "é",    "(",   ")",   "r.",     "m.",     "d.",     "\u00A0", "&",    ":e"};
  size_t found = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string line;
    const uint64_t count = 1 + random.Below(24);
    for (uint64_t i = 0; i < count; ++i) {
      line.append(pieces[random.Below(pieces.size())]);
      if (random.Below(2) == 0) line.push_back(' ');
    }
    size_t end = 0;
    for (const DateMention& mention : parser.Find(line)) {
      ++found;
      ASSERT_LE(end, mention.begin) << line;
      ASSERT_LT(mention.begin, mention.end) << line;
      ASSERT_LE(mention.end, line.size()) << line;
      end = mention.end;
      const auto is_inside_character = [&line](size_t at) {
        return at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80;
      };
      ASSERT_FALSE(is_inside_character(mention.begin) || is_inside_character(mention.end)) << line;
      // The 29th of February depends on the year.
      ASSERT_TRUE(mention.ResolveIn(2016).has_value()) << line << " at " << mention.begin;
      ASSERT_LE(mention.ResolveIn(2016)->start, mention.ResolveIn(2016)->end) << line;
    }
  }
  EXPECT_GT(found, 500u) << "the lines should have dates in them";
}

// A month far behind the last number is not read again with the next one.
TEST(DateParserTest, DatesFarApartDoNotOverlap) {
  const std::vector<DateMention> found = DateParser(DateOptions{}).Find("7m.apri,,,,,,,9");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].begin, 0u);
  EXPECT_EQ(found[0].end, 7u);
}

}  // namespace
}  // namespace newsearch
