// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reads labelled archives and measures how well they are cut and labelled:
//   boundary F1           an article is found when its first line is the label's first line (or its title's)
//   span                  articles whose first and last line are right, over labels
//   title, date           over labels; titles without case, white space and signs at the ends; dates by start
//                         and precision
//   year                  over labels with a year
//   city, country, project  F1 over pairs of article and value; what the labels call soft is neither required
//                         nor punished
//   pairs                 F1 over pairs of title and date, in order; for pages with other lines than the
//   labels'
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
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

// What the title of a labelled item may be, bare; "" for none.
std::set<std::string> RightTitles(const Json& item) {
  std::set<std::string> titles;
  const std::vector<std::string> title = StringsAt(item, "title");
  titles.insert(title.empty() ? "" : Bare(title.front(), false));
  for (const std::string& other : StringsAt(item, "title_alt")) titles.insert(Bare(other, false));
  return titles;
}

// What its date may be, as precise as it was written; "" for none.
std::set<std::string> RightDates(const Json& item) {
  std::set<std::string> dates;
  const std::vector<std::string> start = StringsAt(item, "date_start");
  dates.insert(start.empty() ? "" : start.front());
  const auto alternatives = item.find("date_alt");
  if (alternatives == item.end()) return dates;
  for (const Json& other : alternatives->is_array() ? *alternatives : Json::array({*alternatives})) {
    if (other.is_string()) dates.insert(other.get<std::string>());
    if (other.is_object()) dates.merge(RightDates(other));
  }
  return dates;
}

Scores Score(const Json& gold, const std::vector<Document>& documents, bool facets = true) {
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

    const std::set<std::string> right_titles = RightTitles(item);
    if (document != nullptr && right_titles.count(Bare(document->title.value_or(""), false)) != 0) {
      ++titles;
    } else if (document != nullptr) {
      mistake("title " + document->title.value_or("(none)"));
    }

    const std::set<std::string> right_dates = RightDates(item);
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

    if (!facets) continue;
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

// How many labelled items of a page have an article with the right title and date, in order: the longest
// common subsequence. For pages whose lines are not those of the labels; compare_titles.py tells more.
Counts ScorePairs(const Json& gold, const std::vector<Document>& documents) {
  const Json& items = gold.at("items");
  const size_t width = documents.size() + 1;
  std::vector<size_t> best((items.size() + 1) * width);
  for (size_t i = items.size(); i-- > 0;) {
    const std::set<std::string> titles = RightTitles(items[i]);
    const std::set<std::string> dates = RightDates(items[i]);
    for (size_t j = documents.size(); j-- > 0;) {
      const bool right = titles.count(Bare(documents[j].title.value_or(""), false)) != 0 &&
                         dates.count(DateText(documents[j])) != 0;
      best[i * width + j] = std::max({best[(i + 1) * width + j], best[i * width + j + 1],
                                      best[(i + 1) * width + j + 1] + (right ? 1 : 0)});
    }
  }
  return {best.front(), documents.size(), items.size()};
}

// What reading an archive must at least reach: a little under what it does reach, so that it may change but
// not fall. `pairs` is of the page in HTML or Markdown that belongs to it, 0 if there is none.
struct Floor {
  double boundary;
  double title;
  double date;
  double pairs;
};

std::string Row(const std::string& name, double boundary, double title, double date, double pairs) {
  char row[120];
  std::snprintf(row, sizeof row, "%-26s boundary %.3f  title %.3f  date %.3f  pairs %.3f\n", name.c_str(),
                boundary, title, date, pairs);
  return row;
}

// Reads all labelled archives in `folder`.
void ExpectFloors(const std::string& folder, const std::map<std::string, Floor>& floors,
                  const Floor& mean_floor) {
  IngestOptions options;
  options.facets = false;
  std::string table;
  Floor mean = {0, 0, 0, 0};
  size_t pages = 0;
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string file = entry.path().filename().string();
    const size_t end = file.find(".gold.json");
    if (end != std::string::npos) names.insert(file.substr(0, end));
  }
  for (const std::string& name : names) {
    const std::string path = folder + "/" + name;
    const Json gold = Json::parse(ReadFile(path + ".gold.json"));
    const Scores scores = Score(gold, ReadDocuments(path + ".txt", options), false);
    double pairs = 0;
    for (const char* ending : {".src.html", ".src.md"}) {
      if (!std::filesystem::exists(path + ending)) continue;
      pairs = ScorePairs(gold, ReadDocuments(path + ending, options)).f1();
      mean.pairs += pairs;
      ++pages;
    }
    table += Row(name, scores.boundary.f1(), scores.title, scores.date, pairs);
    mean.boundary += scores.boundary.f1();
    mean.title += scores.title;
    mean.date += scores.date;
    const auto floor = floors.find(name);
    if (floor == floors.end()) {
      ADD_FAILURE() << "there is no floor for " << name;
      continue;
    }
    EXPECT_GE(scores.boundary.f1(), floor->second.boundary) << name << "\n" << scores.mistakes;
    EXPECT_GE(scores.title, floor->second.title) << name << "\n" << scores.mistakes;
    EXPECT_GE(scores.date, floor->second.date) << name << "\n" << scores.mistakes;
    EXPECT_GE(pairs, floor->second.pairs) << name;
  }
  EXPECT_EQ(names.size(), floors.size()) << "a floor without an archive";
  const double archives = static_cast<double>(names.size());
  mean = {mean.boundary / archives, mean.title / archives, mean.date / archives,
          pages == 0 ? 0 : mean.pairs / static_cast<double>(pages)};
  table += Row("mean", mean.boundary, mean.title, mean.date, mean.pairs);
  EXPECT_GE(mean.boundary, mean_floor.boundary);
  EXPECT_GE(mean.title, mean_floor.title);
  EXPECT_GE(mean.date, mean_floor.date);
  EXPECT_GE(mean.pairs, mean_floor.pairs);
  if (testing::Test::HasFailure()) std::cout << table;
}

TEST(GoldTest, ArchivesInManyLayouts) {
  ExpectFloors(CorpusPath("archives"),
               {
                   {"cs-stare-skoly", {0.92, 0.92, 0.92, 0.92}},
                   {"de-werkhof-termine", {0.92, 0.92, 0.92, 0}},
                   {"el-dromoi-nerou", {0.92, 0.92, 0.92, 0.92}},
                   {"en-lantern-quay", {0.58, 0.53, 0.30, 0}},
                   {"es-huertos-del-rio", {0.92, 0.92, 0.92, 0}},
                   {"fi-suopolku", {0.92, 0.92, 0.92, 0}},
                   {"fr-quartiers-lents", {0.87, 0.92, 0.92, 0.79}},
                   {"hu-part-menti", {0.92, 0.92, 0.92, 0}},
                   {"ja-machi-no-ki", {0.88, 0.92, 0.92, 0}},
                   {"nl-sluislab", {0.92, 0.86, 0.92, 0}},
                   {"pl-nadbrzeza", {0.92, 0.92, 0.92, 0.92}},
                   {"pt-cantaria-viva", {0.92, 0.92, 0.92, 0.92}},
                   {"ru-krai-goroda", {0.87, 0.92, 0.92, 0}},
                   {"sl-gozdna-pot", {0.92, 0.92, 0.72, 0}},
               },
               {0.95, 0.95, 0.92, 0.95});
}

TEST(GoldTest, SharedArchives) {
  const auto folder = SharedPath("data/archives");
  if (!folder) GTEST_SKIP() << "there is no data/archives in " << NEWSEARCH_TEST_SHARED;
  ExpectFloors(*folder,
               {
                   {"federsanita-fvg", {0.92, 0.92, 0.92, 0.92}},
                   {"geosciml-news", {0.92, 0.92, 0.92, 0.92}},
                   {"groningen-onbereikbaar", {0.92, 0.92, 0.92, 0.92}},
                   {"interreg4c", {0.92, 0.92, 0.92, 0}},
                   {"itug-aktuelles", {0.92, 0.92, 0.92, 0.92}},
                   {"lingolympiaden", {0.92, 0.92, 0.92, 0.92}},
                   {"neumann-oldnews", {0.92, 0.92, 0.92, 0.92}},
                   {"oshikawa-en", {0.92, 0.92, 0.92, 0.92}},
               },
               {0.98, 0.98, 0.98, 0.98});
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

TEST_F(ScoreTest, PairsAreCountedInOrder) {
  EXPECT_EQ(ScorePairs(Gold(), Perfect()).f1(), 1);
  std::vector<Document> documents = Perfect();
  std::swap(documents[0], documents[1]);
  EXPECT_EQ(ScorePairs(Gold(), documents).f1(), 0.5);
  documents = Perfect();
  documents.insert(documents.begin(), Document());
  EXPECT_EQ(ScorePairs(Gold(), documents).f1(), 0.8);
  documents = Perfect();
  documents[0].title = "Second";
  EXPECT_EQ(ScorePairs(Gold(), documents).f1(), 0.5);
  documents = Perfect();
  documents[1].date->precision = DatePrecision::kDay;
  EXPECT_EQ(ScorePairs(Gold(), documents).f1(), 0.5);
  EXPECT_EQ(ScorePairs(Gold(), {}).f1(), 0);
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
