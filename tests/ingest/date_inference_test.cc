// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/date_inference.h"

#include <algorithm>
#include <bit>

#include "schema/calendar.h"
#include "support/test_support.h"

namespace newsearch {
namespace {

using std::chrono::year;
using std::chrono::year_month_day;

// An article whose date is written so; "" for none.
DatedArticle Article(const std::string& text, int year_above = 0) {
  static const DateParser* const parser = new DateParser(DateOptions{{"en"}, false});
  DatedArticle article;
  article.year_above = year_above;
  const std::vector<DateMention> dates = parser->Find(text);
  EXPECT_EQ(dates.size(), text.empty() ? 0u : 1u) << text;
  if (dates.empty()) return article;
  article.mention = dates.front();
  if (article.mention->has_year()) article.date = article.mention->Resolve();
  return article;
}

std::string DateText(const std::optional<Date>& date) {
  if (!date) return "-";
  const std::string start = FormatDay(date->start);
  return date->start == date->end ? start : start + ".." + FormatDay(date->end);
}

// The dates after inference; "?" behind those whose year was inferred.
std::vector<std::string> Inferred(std::vector<DatedArticle> articles) {
  InferDates(&articles);
  std::vector<std::string> dates;
  for (const DatedArticle& article : articles) {
    dates.push_back(DateText(article.date) + (article.year_inferred ? "?" : ""));
  }
  return dates;
}

TEST(DateInferenceTest, YearsFromTheNeighbours) {
  const struct {
    const char* name;
    std::vector<std::string> written;
    std::vector<std::string> dates;
  } rows[] = {
      {"nothing to do", {"12 May 2018", "3 May 2018"}, {"2018-05-12", "2018-05-03"}},
      {"between two of a year",
       {"12 May 2018", "8 May", "3 May 2018"},
       {"2018-05-12", "2018-05-08?", "2018-05-03"}},
      {"over the turn of the year, newest first",
       {"12 January 2018", "20 December", "3 December 2017"},
       {"2018-01-12", "2017-12-20?", "2017-12-03"}},
      {"over the turn of the year, oldest first",
       {"3 December 2017", "5 January", "20 January 2018"},
       {"2017-12-03", "2018-01-05?", "2018-01-20"}},
      {"only one above", {"5 January 2018", "28 December"}, {"2018-01-05", "2017-12-28?"}},
      {"only one below", {"28 December", "5 January 2018"}, {"2017-12-28?", "2018-01-05"}},
      {"several in a row",
       {"5 January 2018", "28 December", "14 November", "2 November 2017"},
       {"2018-01-05", "2017-12-28?", "2017-11-14?", "2017-11-02"}},
      {"a leap day",
       {"3 March 2017", "29 February", "20 January 2016"},
       {"2017-03-03", "2016-02-29?", "2016-01-20"}},
      {"a range",
       {"12 May 2018", "1-3 April", "3 March 2018"},
       {"2018-05-12", "2018-04-01..2018-04-03?", "2018-03-03"}},
      {"nobody knows", {"12 May", "3 March"}, {"-", "-"}},
      {"no date at all", {"12 May 2018", "", "3 May 2018"}, {"2018-05-12", "-", "2018-05-03"}},
      {"nothing", {}, {}},
  };
  for (const auto& row : rows) {
    std::vector<DatedArticle> articles;
    for (const std::string& written : row.written) articles.push_back(Article(written));
    EXPECT_EQ(Inferred(std::move(articles)), row.dates) << row.name;
  }
}

TEST(DateInferenceTest, TheHeadingAboveGivesTheYear) {
  EXPECT_EQ(Inferred({Article("12 May 2018"), Article("8 May", 2015), Article("29 February", 2016),
                      Article("29 February", 2015), Article("3 March 2014", 2015), Article("", 2015)}),
            (std::vector<std::string>{"2018-05-12", "2015-05-08?", "2016-02-29?", "-", "2014-03-03", "-"}));
}

// What was inferred says nothing about others.
TEST(DateInferenceTest, InferredYearsAreNoNeighbours) {
  DatedArticle given = Article("12 May 1990");
  given.date->inferred = true;
  EXPECT_EQ(Inferred({given, Article("8 May")}), (std::vector<std::string>{"1990-05-12", "-"}));
  EXPECT_EQ(Inferred({Article("20 December 2017"), Article("8 May", 1990), Article("14 November")}),
            (std::vector<std::string>{"2017-12-20", "1990-05-08?", "2017-11-14?"}));
}

// Articles of an earlier part of the archive tell, and are not touched.
TEST(DateInferenceTest, SettledArticlesAreContext) {
  DatedArticle settled = Article("5 January 2018");
  settled.settled = true;
  DatedArticle undated = Article("3 March");
  undated.settled = true;
  std::vector<DatedArticle> articles = {settled, undated, Article("28 December")};
  InferDates(&articles);
  EXPECT_EQ(DateText(articles[0].date), "2018-01-05");
  EXPECT_EQ(DateText(articles[1].date), "-");
  EXPECT_FALSE(articles[1].year_inferred);
  EXPECT_EQ(DateText(articles[2].date), "2017-12-28");
}

std::vector<DatedArticle> Monthly(int first_year, int count) {
  std::vector<DatedArticle> articles;
  for (int i = 0; i < count; ++i) {
    articles.push_back(Article(std::to_string(1 + i % 28) + " " + (i % 2 == 0 ? "March " : "October ") +
                               std::to_string(first_year - i / 2)));
  }
  return articles;
}

TEST(DateInferenceTest, DatesOfAnotherTimeAreTakenAway) {
  for (const char* absurd : {"12 May 1912", "12 May 1948", "12 May 2090"}) {
    std::vector<DatedArticle> articles = Monthly(2018, 12);
    articles.insert(articles.begin() + 5, Article(absurd));
    InferDates(&articles);
    for (size_t i = 0; i < articles.size(); ++i) {
      EXPECT_EQ(articles[i].rejected, i == 5) << absurd << " " << i;
      EXPECT_EQ(articles[i].date.has_value(), i != 5) << absurd << " " << i;
    }
  }
}

TEST(DateInferenceTest, DatesNearbyStay) {
  for (const char* odd : {"12 May 2011", "12 May 2019", "12 May 2021"}) {
    std::vector<DatedArticle> articles = Monthly(2018, 12);
    articles.insert(articles.begin() + 5, Article(odd));
    InferDates(&articles);
    EXPECT_TRUE(articles[5].date) << odd;
    EXPECT_FALSE(articles[5].rejected) << odd;
  }
}

TEST(DateInferenceTest, TwoDatesSayNothingOfEachOther) {
  EXPECT_EQ(Inferred({Article("12 May 2018"), Article("12 May 1912")}),
            (std::vector<std::string>{"2018-05-12", "1912-05-12"}));
}

TEST(DateInferenceTest, SettledDatesAreNotTakenAway) {
  std::vector<DatedArticle> articles = Monthly(2018, 12);
  articles.insert(articles.begin() + 5, Article("12 May 1912"));
  for (DatedArticle& article : articles) article.settled = true;
  InferDates(&articles);
  EXPECT_TRUE(articles[5].date);
  EXPECT_FALSE(articles[5].rejected);
}

std::vector<std::string> Bounds(std::vector<DatedArticle> articles) {
  InferDates(&articles);
  std::vector<std::string> bounds;
  for (const DatedArticle& article : articles) {
    EXPECT_FALSE(article.bounds && article.date);
    if (article.bounds) {
      EXPECT_TRUE(article.bounds->inferred);
    }
    bounds.push_back(DateText(article.bounds));
  }
  return bounds;
}

TEST(DateInferenceTest, WhatHasNoDateLiesBetweenItsNeighbours) {
  using Strings = std::vector<std::string>;
  // Newest first, oldest first.
  EXPECT_EQ(Bounds({Article("9 May 2018"), Article("8 May 2018"), Article(""), Article("3 May 2018"),
                    Article("2 May 2018"), Article("1 May 2018")}),
            (Strings{"-", "-", "2018-05-03..2018-05-08", "-", "-", "-"}));
  EXPECT_EQ(Bounds({Article("1 May 2018"), Article("2 May 2018"), Article("3 May 2018"), Article(""),
                    Article(""), Article("8 May 2018"), Article("9 May 2018")}),
            (Strings{"-", "-", "-", "2018-05-03..2018-05-08", "2018-05-03..2018-05-08", "-", "-"}));
  // Nothing is known at the ends.
  EXPECT_EQ(Bounds({Article(""), Article("9 May 2018"), Article("8 May 2018"), Article("7 May 2018"),
                    Article("6 May 2018"), Article("5 May 2018"), Article("")}),
            (Strings{"-", "-", "-", "-", "-", "-", "-"}));
  // Months are intervals themselves.
  EXPECT_EQ(Bounds({Article("May 2018"), Article("April 2018"), Article(""), Article("March 2018"),
                    Article("February 2018"), Article("January 2018")}),
            (Strings{"-", "-", "2018-03-01..2018-04-30", "-", "-", "-"}));
}

TEST(DateInferenceTest, OneOutlierDoesNotMatter) {
  std::vector<DatedArticle> articles;
  for (int day = 20; day > 0; --day) articles.push_back(Article(std::to_string(day) + " May 2018"));
  articles.insert(articles.begin() + 10, Article("1 January 2017"));
  articles.insert(articles.begin() + 11, Article(""));
  InferDates(&articles);
  EXPECT_EQ(DateText(articles[11].bounds), "2018-05-10..2018-05-11");
}

TEST(DateInferenceTest, WithoutAnOrderThereAreNoBounds) {
  EXPECT_EQ(Bounds({Article("9 May 2018"), Article("1 May 2018"), Article("7 May 2018"),
                    Article("2 May 2018"), Article(""), Article("8 May 2018"), Article("3 May 2018"),
                    Article("6 May 2018"), Article("1 May 2017")}),
            std::vector<std::string>(9, "-"));
  // Two dates are no order.
  EXPECT_EQ(Bounds({Article("9 May 2018"), Article(""), Article("1 May 2018")}),
            std::vector<std::string>(3, "-"));
}

// All of the longest subsequences of `days` that never fall (rise, with `falls`), as sets of indices.
std::vector<uint32_t> LongestByTrying(const std::vector<int>& days, bool falls) {
  std::vector<uint32_t> longest;
  int best = 0;
  for (uint32_t set = 1; set < 1u << days.size(); ++set) {
    int previous = falls ? 1000 : -1;
    bool in_order = true;
    for (size_t i = 0; i < days.size() && in_order; ++i) {
      if ((set >> i & 1) == 0) continue;
      in_order = falls ? days[i] <= previous : days[i] >= previous;
      previous = days[i];
    }
    const int size = std::popcount(set);
    if (!in_order || size < best) continue;
    if (size > best) longest.clear();
    best = size;
    longest.push_back(set);
  }
  return longest;
}

// Bounds are those between the neighbours in some longest monotone subsequence, which is found here by trying
// all; and archives that are all in order have them.
TEST(DateInferenceTest, BoundsAgreeWithTryingAllSubsequences) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const year_month_day epoch = year(2018) / 3 / 1;
  size_t bounded = 0;
  for (int round = 0; round < 400; ++round) {
    const size_t count = 4 + random.Below(6);
    std::vector<int> days(count);
    for (int& day : days) day = static_cast<int>(random.Below(25));
    // Mostly in order.
    const uint64_t order = random.Below(5);
    if (order < 2) std::sort(days.begin(), days.end());
    if (order >= 2 && order < 4) std::sort(days.rbegin(), days.rend());
    if (order % 2 == 1) days[random.Below(count)] = static_cast<int>(random.Below(25));
    std::vector<DatedArticle> articles(count);
    for (size_t i = 0; i < count; ++i) {
      const year_month_day day = std::chrono::sys_days(epoch) + std::chrono::days(days[i]);
      articles[i].date.emplace();
      articles[i].date->start = articles[i].date->end = day;
    }
    const size_t gap = 1 + random.Below(count - 1);  // the article without a date stands before this one
    articles.insert(articles.begin() + static_cast<std::ptrdiff_t>(gap), DatedArticle());
    InferDates(&articles);
    const std::optional<Date> bounds = articles[gap].bounds;

    const std::vector<uint32_t> rises = LongestByTrying(days, false);
    const std::vector<uint32_t> falls = LongestByTrying(days, true);
    const bool falling = std::popcount(falls.front()) > std::popcount(rises.front());
    const std::vector<uint32_t>& longest = falling ? falls : rises;
    std::string trace = falling ? "falling:" : "rising:";
    for (const int day : days) trace += " " + std::to_string(day);
    trace += ", gap " + std::to_string(gap) + ", bounds " + DateText(bounds);
    SCOPED_TRACE(trace);
    std::vector<std::string> possible;
    for (const uint32_t set : longest) {
      const uint32_t above = set & ((1u << gap) - 1);
      const uint32_t below = set >> gap << gap;
      if (above == 0 || below == 0) continue;
      Date date;
      date.start = articles[static_cast<size_t>(std::bit_width(above)) - 1].date->start;
      date.end = articles[static_cast<size_t>(std::countr_zero(below)) + 1].date->start;
      if (falling) std::swap(date.start, date.end);
      possible.push_back(DateText(date));
    }
    if (bounds) {
      ++bounded;
      EXPECT_THAT(possible, testing::Contains(DateText(bounds)));
    } else {
      EXPECT_LT(static_cast<size_t>(std::popcount(longest.front())), count) << "all in order";
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(bounded, 150u);
}

}  // namespace
}  // namespace newsearch
