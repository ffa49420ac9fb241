// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/date_inference.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "schema/calendar.h"

namespace newsearch {
namespace {

// An archive is in order when so many of its dates are.
constexpr double kInOrderShare = 0.8;
constexpr size_t kMinInOrder = 4;
// Dates are looked at for being impossible when there are so many.
constexpr size_t kMinForWindow = 8;
// They may lie so many times the spread of the middle four fifths beyond it, and at least so many days.
constexpr int64_t kWindowSpreads = 3;
constexpr int64_t kMinWindowDays = 20 * 366;

bool IsCertain(const DatedArticle& article) {
  return article.date && !article.year_inferred && !article.date->inferred;
}

void InferYears(std::vector<DatedArticle>* articles) {
  // The nearest articles with a certain date before and behind each.
  constexpr size_t kNone = SIZE_MAX;
  std::vector<size_t> before(articles->size(), kNone);
  std::vector<size_t> behind(articles->size(), kNone);
  for (size_t i = 1; i < articles->size(); ++i)
    before[i] = IsCertain((*articles)[i - 1]) ? i - 1 : before[i - 1];
  for (size_t i = articles->size(); i-- > 1;) behind[i - 1] = IsCertain((*articles)[i]) ? i : behind[i];
  for (size_t i = 0; i < articles->size(); ++i) {
    DatedArticle& article = (*articles)[i];
    if (article.settled || article.date || !article.mention || article.mention->has_year()) continue;
    if (article.year_above != 0) {
      article.date = article.mention->ResolveIn(article.year_above);
      article.year_inferred = article.date.has_value();
      continue;
    }
    std::vector<const Date*> neighbours;
    for (const size_t j : {before[i], behind[i]}) {
      if (j != kNone) neighbours.push_back(&*(*articles)[j].date);
    }
    int64_t best_distance = 0;
    for (const Date* neighbour : neighbours) {
      const int base = static_cast<int>(neighbour->start.year());
      for (int year : {base, base - 1, base + 1}) {
        const std::optional<Date> date = article.mention->ResolveIn(year);
        if (!date) continue;
        int64_t distance = 0;
        for (const Date* other : neighbours)
          distance += std::abs(DayNumber(date->start) - DayNumber(other->start));
        if (article.date && distance >= best_distance) continue;
        article.date = date;
        article.year_inferred = true;
        best_distance = distance;
      }
    }
  }
}

void RejectImpossible(std::vector<DatedArticle>* articles) {
  std::vector<int64_t> days;
  for (const DatedArticle& article : *articles) {
    if (article.date) days.push_back(DayNumber(article.date->start));
  }
  if (days.size() < kMinForWindow) return;
  std::sort(days.begin(), days.end());
  const int64_t low = days[days.size() / 10];
  const int64_t high = days[days.size() - 1 - days.size() / 10];
  const int64_t margin = std::max(kMinWindowDays, kWindowSpreads * (high - low));
  for (DatedArticle& article : *articles) {
    if (article.settled || !article.date) continue;
    const int64_t day = DayNumber(article.date->start);
    if (day >= low - margin && day <= high + margin) continue;
    article.date.reset();
    article.rejected = true;
  }
}

// Indices into `days` of a longest subsequence that never falls.
std::vector<size_t> LongestRise(const std::vector<int64_t>& days) {
  std::vector<size_t> tops;  // tops[k]: the last of the best rise of k + 1
  std::vector<size_t> previous(days.size(), SIZE_MAX);
  for (size_t i = 0; i < days.size(); ++i) {
    const auto pile = std::upper_bound(tops.begin(), tops.end(), days[i],
                                       [&days](int64_t day, size_t top) { return day < days[top]; });
    if (pile != tops.begin()) previous[i] = *(pile - 1);
    if (pile == tops.end()) {
      tops.push_back(i);
    } else {
      *pile = i;
    }
  }
  std::vector<size_t> rise;
  for (size_t i = tops.empty() ? SIZE_MAX : tops.back(); i != SIZE_MAX; i = previous[i]) rise.push_back(i);
  std::reverse(rise.begin(), rise.end());
  return rise;
}

void InferBounds(std::vector<DatedArticle>* articles) {
  std::vector<size_t> dated;
  std::vector<int64_t> days;
  for (size_t i = 0; i < articles->size(); ++i) {
    if (!(*articles)[i].date) continue;
    dated.push_back(i);
    days.push_back(DayNumber((*articles)[i].date->start));
  }
  std::vector<size_t> kept = LongestRise(days);
  for (int64_t& day : days) day = -day;
  std::vector<size_t> fall = LongestRise(days);
  const bool newest_first = fall.size() > kept.size();
  if (newest_first) kept = std::move(fall);
  if (kept.size() < kMinInOrder ||
      static_cast<double>(kept.size()) < kInOrderShare * static_cast<double>(days.size())) {
    return;
  }
  size_t next = 0;  // of kept: the first behind article i
  for (size_t i = 0; i < articles->size(); ++i) {
    while (next < kept.size() && dated[kept[next]] <= i) ++next;
    DatedArticle& article = (*articles)[i];
    if (article.date || article.settled || next == 0 || next == kept.size()) continue;
    const Date& before = *(*articles)[dated[kept[next - 1]]].date;
    const Date& behind = *(*articles)[dated[kept[next]]].date;
    Date bounds;
    bounds.start = newest_first ? behind.start : before.start;
    bounds.end = newest_first ? before.end : behind.end;
    if (bounds.end < bounds.start) continue;
    bounds.inferred = true;
    article.bounds = bounds;
  }
}

}  // namespace

void InferDates(std::vector<DatedArticle>* articles) {
  InferYears(articles);
  RejectImpossible(articles);
  InferBounds(articles);
}

}  // namespace newsearch
