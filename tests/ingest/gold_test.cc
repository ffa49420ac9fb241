// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reads labelled archives and measures how well they are cut and labelled:
//   boundary F1           an article is found when its first line is the label's first line (or its title's)
//   span                  articles whose first and last line are right, over labels
//   title, date           over labels; titles without case, white space and signs at the ends; dates by start
//   and precision year                  over labels with a year city, country, project  F1 over pairs of
//   article and value; what the labels call soft is neither required nor punished
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "newsearch/ingest.h"
#include "support/test_support.h"
#include "text/char_class.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using Json = nlohmann::json;

// Case-folded, white space collapsed, no signs at the ends; for names also without marks.
std::string Bare(const std::string& text, bool fold_marks) {
  std::string folded = CollapseSpace(FoldCase(text));
  if (fold_marks) folded = FoldMarks(folded);
  const auto is_word = [](char32_t c) { return IsLetter(c) || IsDigit(c); };
  size_t begin = 0;
  while (begin < folded.size() && !is_word(DecodeUtf8(folded, begin).code_point))
    begin += DecodeUtf8(folded, begin).length;
  size_t end = folded.size();
  while (end > begin && !is_word(DecodeUtf8Before(folded, end).code_point))
    end -= DecodeUtf8Before(folded, end).length;
  return folded.substr(begin, end - begin);
}

std::vector<std::string> StringsAt(const Json& item, const std::string& key) {
  std::vector<std::string> values;
  const auto found = item.find(key);
  if (found == item.end()) return values;
  for (const Json& value : found->is_array() ? *found : Json::array({*found})) {
    if (value.is_string() && !value.get<std::string>().empty()) values.push_back(value.get<std::string>());
  }
  return values;
}

// "2016-06-21", "2016-06" or "2016": the start, as precise as it was written.
std::string DateText(const Document& document) {
  if (!document.date) return "";
  const std::string day = FormatDay(document.date->start);
  switch (document.date->precision) {
    case DatePrecision::kYear:
      return day.substr(0, 4);
    case DatePrecision::kMonth:
      return day.substr(0, 7);
    case DatePrecision::kDay:
      break;
  }
  return day;
}

struct Counts {
  size_t right = 0;
  size_t found = 0;
  size_t wanted = 0;
  double f1() const {
    if (found == 0 && wanted == 0) return 1;
    return 2.0 * static_cast<double>(right) / static_cast<double>(found + wanted);
  }
};

struct Scores {
  Counts boundary;
  double span = 0;
  double title = 0;
  double date = 0;
  double year = 0;
  std::map<std::string, Counts> facets;
  std::string mistakes;  // one a line
};

Scores Score(const Json& gold, const std::vector<Document>& documents) {
  Scores scores;
  std::unordered_map<uint64_t, const Document*> by_line;
  for (const Document& document : documents) by_line.emplace(document.lines.first, &document);
  size_t spans = 0;
  size_t titles = 0;
  size_t dates = 0;
  size_t years = 0;
  size_t with_year = 0;
  const Json& items = gold.at("items");
  for (const Json& item : items) {
    const Document* document = nullptr;
    for (const char* key : {"start_line", "title_line"}) {
      if (document != nullptr || !item.contains(key) || !item.at(key).is_number()) continue;
      const auto found = by_line.find(item.at(key).get<uint64_t>());
      if (found != by_line.end()) document = found->second;
    }
    const auto mistake = [&scores, &item](const std::string& what) {
      scores.mistakes.append("line " + std::to_string(item.at("start_line").get<int>()) + ": " + what + "\n");
    };
    if (document == nullptr) mistake("not found");
    scores.boundary.right += document != nullptr;
    if (document != nullptr && document->lines.last == item.at("end_line").get<uint32_t>()) {
      ++spans;
    } else if (document != nullptr) {
      mistake("ends at line " + std::to_string(document->lines.last));
    }

    std::set<std::string> right_titles;
    const bool has_title = item.contains("title") && item.at("title").is_string() &&
                           !item.at("title").get<std::string>().empty();
    if (has_title) right_titles.insert(Bare(item.at("title").get<std::string>(), false));
    for (const std::string& other : StringsAt(item, "title_alt")) right_titles.insert(Bare(other, false));
    if (!has_title) right_titles.insert("");
    if (document != nullptr && right_titles.count(Bare(document->title.value_or(""), false)) != 0) {
      ++titles;
    } else if (document != nullptr) {
      mistake("title " + document->title.value_or("(none)"));
    }

    std::set<std::string> right_dates;
    const std::vector<std::string> start = StringsAt(item, "date_start");
    right_dates.insert(start.empty() ? "" : start.front());
    for (const std::string& other : StringsAt(item, "date_alt")) right_dates.insert(other);
    if (item.contains("date_alt") && item.at("date_alt").is_object()) {
      for (const std::string& other : StringsAt(item.at("date_alt"), "date_start")) right_dates.insert(other);
    }
    if (document != nullptr && right_dates.count(DateText(*document)) != 0) {
      ++dates;
    } else if (document != nullptr) {
      mistake("date " + DateText(*document));
    }

    if (item.contains("year") && item.at("year").is_number()) {
      ++with_year;
      const std::string year = std::to_string(item.at("year").get<int>());
      if (document != nullptr && !document->values("year").empty() &&
          document->values("year").front() == year) {
        ++years;
      } else {
        mistake("not of the year " + year);
      }
    }

    for (const auto& [facet, key] : {std::pair<std::string, std::string>{"city", "cities"},
                                     {"country", "countries"},
                                     {"project", "projects"}}) {
      std::set<std::string> soft;
      for (const std::string& value : StringsAt(item, key + "_soft")) soft.insert(Bare(value, true));
      std::set<std::string> wanted;
      for (const std::string& value : StringsAt(item, key)) wanted.insert(Bare(value, true));
      std::set<std::string> have;
      if (document != nullptr) {
        for (const std::string& value : document->values(facet)) have.insert(Bare(value, true));
      }
      for (const std::string& value : soft) {
        wanted.erase(value);
        have.erase(value);
      }
      Counts& counts = scores.facets[facet];
      counts.wanted += wanted.size();
      counts.found += have.size();
      for (const std::string& value : have) {
        counts.right += wanted.count(value);
        if (wanted.count(value) == 0) mistake(facet + " " + value + " too many");
      }
      for (const std::string& value : wanted) {
        if (have.count(value) == 0) mistake(facet + " " + value + " missing");
      }
    }
  }
  scores.boundary.found = documents.size();
  scores.boundary.wanted = items.size();
  const double all = static_cast<double>(std::max<size_t>(1, items.size()));
  scores.span = static_cast<double>(spans) / all;
  scores.title = static_cast<double>(titles) / all;
  scores.date = static_cast<double>(dates) / all;
  scores.year = static_cast<double>(years) / static_cast<double>(std::max<size_t>(1, with_year));
  return scores;
}

Scores ScoreArchive(const std::string& text_path, const std::string& gold_path) {
  return Score(Json::parse(ReadFile(gold_path)), ReadDocuments(text_path));
}

// The library promises this of archives of this form.
void ExpectPromised(const Scores& scores) {
  SCOPED_TRACE(scores.mistakes);
  EXPECT_EQ(scores.boundary.f1(), 1);
  EXPECT_EQ(scores.span, 1);
  EXPECT_EQ(scores.title, 1);
  EXPECT_EQ(scores.date, 1);
  EXPECT_EQ(scores.year, 1);
  EXPECT_GE(scores.facets.at("city").f1(), 0.95);
  EXPECT_GE(scores.facets.at("country").f1(), 0.95);
  EXPECT_GE(scores.facets.at("project").f1(), 0.95);
}

TEST(GoldTest, SampleArchive) {
  ExpectPromised(ScoreArchive(CorpusPath("sample/news.txt"), CorpusPath("sample/news.gold.json")));
}

TEST(GoldTest, SeedArchive) {
  const auto text = SharedPath("data/seed-archive/upside-news.txt");
  const auto gold = SharedPath("data/seed-archive/upside-news.gold.json");
  if (!text || !gold) GTEST_SKIP() << "there is no data/seed-archive in " << NEWSEARCH_TEST_SHARED;
  ExpectPromised(ScoreArchive(*text, *gold));
}

// The measure itself: a right reading is perfect, and each kind of mistake is seen.
class ScoreTest : public testing::Test {
 protected:
  static Json Gold() {
    return Json::parse(R"({"items": [
        {"start_line": 1, "end_line": 4, "title": "First", "date_start": "2016-06-21", "year": 2016, "cities": ["Malmö"],
         "countries": ["SE"], "projects": ["A"], "cities_soft": []},
        {"start_line": 6, "end_line": 9, "title": null, "date_start": "2016-05", "year": 2016, "cities": ["Riga", "Tartu"],
         "countries": ["LV"], "projects": [], "cities_soft": ["Tartu"]}]})");
  }
  static std::vector<Document> Perfect() {
    using std::chrono::year;
    std::vector<Document> documents(2);
    documents[0].lines = {1, 4};
    documents[0].title = "++ FIRST ++";
    documents[0].date =
        Date{year(2016) / 6 / 21, year(2016) / 6 / 21, DatePrecision::kDay, "", {}, false, ""};
    documents[0].facets = {{"project", {"a"}}, {"city", {"Malmo"}}, {"country", {"SE"}}, {"year", {"2016"}}};
    documents[1].lines = {6, 9};
    documents[1].date =
        Date{year(2016) / 5 / 1, year(2016) / 5 / 31, DatePrecision::kMonth, "", {}, false, ""};
    documents[1].facets = {{"city", {"Riga"}}, {"country", {"LV"}}, {"year", {"2016"}}};
    return documents;
  }
};

TEST_F(ScoreTest, ARightReadingIsPerfect) {
  const Scores scores = Score(Gold(), Perfect());
  ExpectPromised(scores);
  EXPECT_EQ(scores.mistakes, "");
  EXPECT_EQ(scores.facets.at("city").wanted, 2u);
  std::vector<Document> with_soft = Perfect();
  with_soft[1].facets[0].values.push_back("Tartu");
  EXPECT_EQ(Score(Gold(), with_soft).facets.at("city").f1(), 1);
}

TEST_F(ScoreTest, EachMistakeIsSeen) {
  std::vector<Document> documents = Perfect();
  documents[0].lines.first = 2;
  EXPECT_EQ(Score(Gold(), documents).boundary.f1(), 0.5);
  documents = Perfect();
  documents.emplace_back().lines = {11, 12};
  EXPECT_EQ(Score(Gold(), documents).boundary.f1(), 0.8);
  documents = Perfect();
  documents[0].lines.last = 3;
  EXPECT_EQ(Score(Gold(), documents).span, 0.5);
  documents = Perfect();
  documents[1].title = "Second";
  EXPECT_EQ(Score(Gold(), documents).title, 0.5);
  documents = Perfect();
  documents[0].date->precision = DatePrecision::kMonth;
  EXPECT_EQ(Score(Gold(), documents).date, 0.5);
  documents = Perfect();
  documents[1].facets[2].values[0] = "2015";
  EXPECT_EQ(Score(Gold(), documents).year, 0.5);
  documents = Perfect();
  documents[1].facets[0].values.push_back("Oslo");
  EXPECT_EQ(Score(Gold(), documents).facets.at("city").f1(), 0.8);
  documents = Perfect();
  documents[0].facets[0].values.clear();
  EXPECT_EQ(Score(Gold(), documents).facets.at("project").f1(), 0);
}

}  // namespace
}  // namespace newsearch
