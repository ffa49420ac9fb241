// SPDX-License-Identifier: GPL-2.0-or-later
//
// The table of dates.tsv.
#include <cstdio>
#include <set>

#include "ingest/date_parser.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

struct Row {
  size_t number = 0;
  std::string lang;
  std::string marked;  // the line with braces
  std::string dates;
};

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back().push_back(c);
    }
  }
  return parts;
}

std::vector<Row> Rows() {
  std::vector<Row> rows;
  size_t number = 0;
  for (const std::string& line : Split(ReadFile(NEWSEARCH_TEST_DATES), '\n')) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string> fields = Split(line, '\t');
    EXPECT_EQ(fields.size(), 3u) << "line " << number;
    if (fields.size() == 3) rows.push_back({number, fields[0], fields[1], fields[2]});
  }
  return rows;
}

std::string Number(int value, int width) {
  std::string digits = std::to_string(value);
  return std::string(
             digits.size() < static_cast<size_t>(width) ? static_cast<size_t>(width) - digits.size() : 0,
             '0') +
         digits;
}

// "2016-06-21", "XXXX-06-21", "2016-06", "2016"
std::string Day(int year, int month, int day) {
  std::string text = year == 0 ? "XXXX" : Number(year, 4);
  if (month != 0) text += "-" + Number(month, 2);
  if (day != 0) text += "-" + Number(day, 2);
  return text;
}

std::string Season(const DateMention& mention) {
  switch (mention.season_month) {
    case 3:
      return "spring";
    case 6:
      return "summer";
    case 9:
      return "autumn";
    case 12:
      return "winter";
    default:
      return "no season";
  }
}

std::string Describe(const DateMention& mention) {
  std::string text;
  switch (mention.qualifier) {
    case DateMention::Qualifier::kNone:
      break;
    case DateMention::Qualifier::kBefore:
      text += "before:";
      break;
    case DateMention::Qualifier::kSince:
      text += "since:";
      break;
    case DateMention::Qualifier::kAbout:
      text += "about:";
      break;
  }
  if (mention.season) text += Season(mention) + (mention.semester ? "-semester:" : ":");
  text += Day(mention.year, mention.month, mention.day);
  if (mention.is_range()) text += ".." + Day(mention.end_year, mention.end_month, mention.end_day);
  return text;
}

struct Found {
  std::string marked;
  std::string dates;
};

Found FindIn(const DateParser& parser, const std::string& line) {
  Found found;
  size_t at = 0;
  for (const DateMention& mention : parser.Find(line)) {
    found.marked += line.substr(at, mention.begin - at) + "{" +
                    line.substr(mention.begin, mention.end - mention.begin) + "}";
    at = mention.end;
    found.dates += (found.dates.empty() ? "" : " ") + Describe(mention);
    EXPECT_TRUE(mention.ResolveIn(mention.has_year() ? 0 : 2016).has_value()) << line;
  }
  found.marked += line.substr(at);
  if (found.dates.empty()) found.dates = "-";
  return found;
}

std::string WithoutBraces(std::string text) {
  std::erase_if(text, [](char c) { return c == '{' || c == '}'; });
  return text;
}

TEST(DateTable, IsRead) {
  const std::vector<Row> rows = Rows();
  std::set<std::string> languages;
  size_t none = 0;
  for (const Row& row : rows) {
    const Found found = FindIn(DateParser(DateOptions{{row.lang}}), WithoutBraces(row.marked));
    EXPECT_EQ(found.marked, row.marked) << "dates.tsv:" << row.number;
    EXPECT_EQ(found.dates, row.dates) << "dates.tsv:" << row.number << ": " << row.marked;
    languages.insert(row.lang);
    none += row.dates == "-";
  }
  EXPECT_GE(rows.size(), 500u);
  EXPECT_GE(languages.size(), 40u);
  EXPECT_GE(none, 60u);
}

// Dates are looked for around digits alone: what is far away, with numbers or without, changes nothing.
TEST(DateTable, IsReadInTheMiddleOfLongLines) {
  const std::vector<std::string> fillers = {
      "the members of the group said that their shares had risen again while all the others have not moved",
      "über Straßen und Plätze gehen die Leute heute wie gestern und sprechen über nichts als das Wetter",
      "zwischen 12,5 und 17 Prozent aller Leute sprechen gern und lange über nichts als das Wetter dort oben",
      "люди говорили о погоде и больше ни о чём не говорили весь день и всю ночь напролёт без остановки"};
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  for (const Row& row : Rows()) {
    const std::string before = fillers[random.Below(fillers.size())] + "; ";
    const std::string behind = "; " + fillers[random.Below(fillers.size())];
    const DateParser parser(DateOptions{{row.lang}});
    const Found found = FindIn(parser, before + WithoutBraces(row.marked) + behind);
    EXPECT_EQ(found.marked, before + row.marked + behind) << "dates.tsv:" << row.number;
    EXPECT_EQ(found.dates, row.dates) << "dates.tsv:" << row.number << ": " << row.marked;
  }
}

TEST(DateTable, WholeLines) {
  const struct {
    const char* lang;
    const char* line;
    const char* date;  // empty: it is none
  } rows[] = {
      {"en", "2019", "2019"},
      {"en", "2018/2019", "2018..2019"},
      {"en", "2018–2020", "2018..2020"},
      {"en", "2018-20", "2018..2020"},
      {"en", "2018 - 2020", "2018..2020"},
      {"en", "2019:", "2019"},
      {"en", "[2019]", "2019"},
      {"en", "## 2019 ##", "2019"},
      {"en", "*2019*", "2019"},
      {"en", "- 2019 -", "2019"},
      {"en", "2019.", "2019"},
      {"en", "Year 2019", "2019"},
      {"de", "Jahr 2019", "2019"},
      {"es", "Año 2019", "2019"},
      {"fr", "Année 2019", "2019"},
      {"ru", "2019 год", "2019"},
      {"pl", "Rok 2019", "2019"},
      {"pl", "2019 r.", "2019"},
      {"hu", "2019. év", "2019"},
      {"lv", "2019. gads", "2019"},
      {"lt", "2019 m.", "2019"},
      {"sl", "Leto 2019", "2019"},
      {"fi", "Vuosi 2019", "2019"},
      {"ja", "2019年", "2019"},
      {"ko", "2019년", "2019"},
      {"en", "Until 2012", "before:2012"},
      {"en", "Before 2012", "before:2012"},
      {"en", "ca. 2012", "about:2012"},
      {"de", "Seit 2012", "since:2012"},
      {"en", "06/2016", "2016-06"},
      {"en", "6.2016", "2016-06"},
      {"en", "Summer, 2022", "summer:2022"},
      {"en", "On 21 June 2016:", "2016-06-21"},
      {"en", "(April 2014)", "2014-04"},
      {"sv", "den 12 maj 2015", "2015-05-12"},
      {"de", "Vom 21. Juni 2016", "2016-06-21"},
      {"en", "5-7 June", "XXXX-06-05..XXXX-06-07"},
      {"en", "Archive 2017", ""},
      {"en", "2017 archive", ""},
      {"en", "Horizon 2020", ""},
      {"en", "2019 2020", ""},
      {"en", "12", ""},
      {"en", "1899", ""},
      {"en", "2100", ""},
      {"en", "20190", ""},
      {"en", "$2019", ""},
      {"en", "2019 €", ""},
      {"en", "+2019", ""},
      {"en", "2019%", ""},
      {"en", "2020-2018", ""},
      {"en", "13/2016", ""},
      {"en", "June 2016 in pictures", ""},
      {"en", "News of 21 June 2016", ""},
      {"en", "21 June 2016, Kista", ""},
      {"en", "v2019", ""},
      {"en", "2019a", ""},
      {"en", "", ""},
      {"en", "June", ""},
  };
  for (const auto& row : rows) {
    const std::optional<DateMention> mention = DateParser(DateOptions{{row.lang}}).WholeLine(row.line);
    EXPECT_EQ(mention ? Describe(*mention) : "", row.date) << row.lang << ": " << row.line;
    if (!mention) continue;
    EXPECT_LT(mention->begin, mention->end) << row.line;
    EXPECT_LE(mention->end, std::string_view(row.line).size()) << row.line;
    EXPECT_TRUE(mention->ResolveIn(2016).has_value()) << row.line;
  }
}

// What Find takes for the whole line, WholeLine takes.
TEST(DateTable, WholeLinesAreWhatIsFoundThere) {
  for (const Row& row : Rows()) {
    if (row.marked.find('{') != 0 || row.marked.find('}') + 1 != row.marked.size()) continue;
    const std::optional<DateMention> mention =
        DateParser(DateOptions{{row.lang}}).WholeLine(WithoutBraces(row.marked));
    EXPECT_EQ(mention ? Describe(*mention) : "", row.dates) << "dates.tsv:" << row.number;
  }
}

}  // namespace
}  // namespace newsearch
