// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/archive_template.h"

#include <algorithm>
#include <cmath>

#include "text/char_class.h"
#include "util/hash.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr size_t kMinOpenings = 3;       // fewer have no habits
constexpr double kPrior = 0.5;           // added to every count
constexpr double kTraitWeight = 0.6;     // traits depend on each other: their sum would say too much
constexpr double kDateFormWeight = 1.2;  // the one that depends least on the others
constexpr double kMaxTrait = 2.0;        // of one trait, either way
constexpr double kMaxScore = 4.0;        // of all
constexpr double kShrink = 3;            // openings that weigh as much as the doubt
constexpr double kMinHabitShare = 0.15;  // of the chosen that have a trait
constexpr double kMinYearShare = 0.7;    // of the dates
constexpr double kMinLevelShare = 0.6;   // of the titles that have the archive's level
constexpr uint32_t kMinCloser = 3;       // times a line must come back
constexpr double kMinCloserShare = 0.4;  // of the articles it closes

uint64_t Look(const Block& block) {
  return 1 + block.markup.heading + 8 * block.decorated + 16 * block.bullet + 32 * block.markup.bold +
         64 * block.shouting + 128 * block.numbered + 256 * std::min<uint64_t>(block.indent, 15) +
         4096 * block.markup.list_item;
}

uint64_t GapAbove(const Block& block) { return 1 + std::min<uint32_t>(block.blank_before, 3); }

// "12 March 2018" and "3 May 2019" are written alike: digits by their number, words by their case.
uint64_t DateForm(const Block& block, const DateMention& date, bool closes) {
  StableHash hash;
  const std::string_view raw = block.text.substr(date.begin, date.end - date.begin);
  std::string form;
  for (size_t i = 0; i < raw.size();) {
    const Utf8Step step = DecodeUtf8(raw, i);
    if (IsDigit(step.code_point)) {
      form.push_back('9');
    } else if (IsLetter(step.code_point)) {
      if (form.empty() || form.back() != 'a') form.push_back('a');
    } else {
      form.append(raw.substr(i, step.length));
    }
    i += step.length;
  }
  // One digit or two is the day's doing.
  size_t pos = 0;
  while ((pos = form.find("99", pos)) != std::string::npos) {
    const size_t end = std::min(form.find_first_not_of('9', pos), form.size());
    if (end - pos == 2) form.erase(pos, 1);
    pos = end;
  }
  const bool alone = block.chars_beside_dates == 0;
  hash.Add(form).Add(uint64_t{alone}).Add(uint64_t{closes}).Add(uint64_t{block.bullet});
  hash.Add(uint64_t{block.date_blocks}).Add(uint64_t{block.dates.size() > 1});
  if (!alone) {
    hash.Add(uint64_t{block.chars_before_date == 0}).Add(uint64_t{block.chars_after_date == 0});
    // The sign that sets the date off.
    const std::string_view beside = closes ? block.text.substr(0, date.begin) : block.text.substr(date.end);
    const size_t at = closes ? beside.find_last_not_of(' ') : beside.find_first_not_of(' ');
    if (at != std::string_view::npos) {
      const char32_t sign =
          closes ? DecodeUtf8Before(beside, at + 1).code_point : DecodeUtf8(beside, at).code_point;
      hash.Add(uint64_t{IsLetter(sign) || IsDigit(sign) ? 0u : static_cast<uint32_t>(sign)});
    }
  }
  return hash.value() | 1;
}

uint64_t TextKey(const Block& block) { return block.text_key | 1; }

uint64_t Before(const std::vector<Block>& blocks, uint32_t first) {
  if (first == 0) return 0;
  const Block& above = blocks[first - 1];
  if (above.same_text >= kMinCloser) return TextKey(above);
  if (IsByline(above)) return 2;
  if (!above.dates.empty() && above.chars_beside_dates == 0) return 4;
  return above.ends_sentence ? 6 : 8;
}

}  // namespace

Traits TraitsOf(const std::vector<Block>& blocks, const Opening& opening) {
  Traits traits{};
  const auto set = [&traits](Trait trait, uint64_t value) { traits[static_cast<size_t>(trait)] = value; };
  const Block& first = blocks[opening.first];
  if (first.blank_before < kBlankAtStart) set(Trait::kGapAbove, GapAbove(first));
  set(Trait::kFirstLook, Look(first));
  set(Trait::kFirstPath, first.markup.path);
  if (opening.title != Opening::kNone) {
    set(Trait::kTitleLook, Look(blocks[opening.title]));
    set(Trait::kTitlePath, blocks[opening.title].markup.path);
  }
  if (opening.date != Opening::kNone) {
    const Block& date = blocks[opening.date];
    const DateMention& mention = opening.date_closes ? date.dates.back() : date.dates.front();
    set(Trait::kDateForm, DateForm(date, mention, opening.date_closes));
    set(Trait::kDatePath, date.markup.path);
  }
  set(Trait::kBefore, Before(blocks, opening.first));
  const auto offset = [&opening](uint32_t part) {
    return part == Opening::kNone ? 7 : std::min<uint64_t>(part - opening.first, 6);
  };
  set(Trait::kParts,
      1 + static_cast<uint64_t>(opening.layout) * 64 + offset(opening.title) * 8 + offset(opening.date));
  return traits;
}

ArchiveTemplate::ArchiveTemplate(const std::vector<Block>& blocks, const std::vector<Opening>& openings) {
  if (openings.size() < kMinOpenings) return;
  std::array<std::unordered_map<uint64_t, double>, kTraitCount> chosen;
  std::array<std::unordered_map<uint64_t, double>, kTraitCount> other;
  std::array<double, kTraitCount> chosen_total{};
  std::array<double, kTraitCount> other_total{};
  const auto count = [](auto* counts, auto* totals, Trait trait, uint64_t value) {
    if (value == 0) return;
    const auto t = static_cast<size_t>(trait);
    (*counts)[t][value] += 1;
    (*totals)[t] += 1;
  };
  std::vector<bool> is_first(blocks.size());
  std::vector<bool> is_title(blocks.size());
  std::vector<bool> is_date(blocks.size());
  std::unordered_map<uint64_t, uint32_t> closing_lines;
  for (const Opening& opening : openings) {
    const Traits traits = TraitsOf(blocks, opening);
    for (size_t t = 0; t < kTraitCount; ++t) count(&chosen, &chosen_total, static_cast<Trait>(t), traits[t]);
    is_first[opening.first] = true;
    if (opening.title != Opening::kNone) is_title[opening.title] = true;
    if (opening.date != Opening::kNone) is_date[opening.date] = true;
    if (opening.first > 0 && blocks[opening.first - 1].same_text >= kMinCloser) {
      ++closing_lines[TextKey(blocks[opening.first - 1])];
    }
  }
  for (uint32_t i = 0; i < blocks.size(); ++i) {
    const Block& block = blocks[i];
    if (!is_first[i]) {
      count(&other, &other_total, Trait::kGapAbove, GapAbove(block));
      count(&other, &other_total, Trait::kFirstLook, Look(block));
      count(&other, &other_total, Trait::kFirstPath, block.markup.path);
      count(&other, &other_total, Trait::kBefore, Before(blocks, i));
    }
    if (!is_title[i]) {
      count(&other, &other_total, Trait::kTitleLook, Look(block));
      count(&other, &other_total, Trait::kTitlePath, block.markup.path);
    }
    if (!is_date[i] && !block.dates.empty()) {
      count(&other, &other_total, Trait::kDateForm, DateForm(block, block.dates.front(), false));
      count(&other, &other_total, Trait::kDatePath, block.markup.path);
    }
  }
  // Parts have no elsewhere: every order is as likely as another.
  constexpr double kOrders = 4;
  const double belief =
      static_cast<double>(openings.size()) / (static_cast<double>(openings.size()) + kShrink);
  for (size_t t = 0; t < kTraitCount; ++t) {
    if (chosen_total[t] < kMinOpenings) continue;
    std::unordered_set<uint64_t> values;
    for (const auto& [value, times] : chosen[t]) values.insert(value);
    for (const auto& [value, times] : other[t]) values.insert(value);
    const double kinds = std::max<double>(4, static_cast<double>(values.size() + 1));
    const double weight = t == static_cast<size_t>(Trait::kDateForm) ? kDateFormWeight : kTraitWeight;
    const bool parts = t == static_cast<size_t>(Trait::kParts);
    const auto ratio = [&](double here, double elsewhere) {
      const double p = (here + kPrior) / (chosen_total[t] + kPrior * kinds);
      const double q = parts ? 1 / kOrders : (elsewhere + kPrior) / (other_total[t] + kPrior * kinds);
      return weight * belief * std::clamp(std::log(p / q), -kMaxTrait, kMaxTrait);
    };
    Habit& habit = habits_[t];
    for (const uint64_t value : values) {
      const auto here = chosen[t].find(value);
      const auto elsewhere = other[t].find(value);
      // What few of the chosen have is no habit: it may be what was chosen wrongly.
      const double times = here == chosen[t].end() ? 0 : here->second;
      habit.score[value] = ratio(times < kMinHabitShare * chosen_total[t] ? 0 : times,
                                 elsewhere == other[t].end() ? 0 : elsewhere->second);
    }
    habit.unseen = ratio(0, 0);
  }
  std::array<size_t, 7> levels{};
  for (const Opening& opening : openings) {
    if (opening.title != Opening::kNone) ++levels[blocks[opening.title].markup.heading];
  }
  std::unordered_map<uint64_t, size_t> titles;
  for (const Opening& opening : openings) {
    if (opening.title == Opening::kNone || opening.title == opening.date) continue;
    const uint64_t key = blocks[opening.title].text_key;
    if (key != 0 && ++titles[key] * 5 > openings.size() * 2 + 5) every_title_ = key;
  }
  size_t dated = 0;
  size_t with_year = 0;
  for (const Opening& opening : openings) {
    if (opening.date == Opening::kNone) continue;
    const std::vector<DateMention>& dates = blocks[opening.date].dates;
    ++dated;
    with_year += (opening.date_closes ? dates.back() : dates.front()).has_year();
  }
  dates_have_years_ =
      dated >= kMinOpenings && static_cast<double>(with_year) >= kMinYearShare * static_cast<double>(dated);
  const auto level = std::max_element(levels.begin(), levels.end());
  if (static_cast<double>(*level) >= kMinLevelShare * static_cast<double>(openings.size())) {
    title_level_ = static_cast<uint8_t>(level - levels.begin());
    has_title_level_ = true;
  }
  for (const auto& [text, times] : closing_lines) {
    if (times + 1 >= kMinCloser && times >= kMinCloserShare * static_cast<double>(openings.size())) {
      closers_.insert(text);
    }
  }
}

double ArchiveTemplate::Score(const Traits& traits) const {
  double sum = 0;
  for (size_t t = 0; t < kTraitCount; ++t) {
    const Habit& habit = habits_[t];
    if (traits[t] == 0 || habit.score.empty()) continue;
    const auto found = habit.score.find(traits[t]);
    sum += found == habit.score.end() ? habit.unseen : found->second;
  }
  return std::clamp(sum, -kMaxScore, kMaxScore);
}

bool ArchiveTemplate::IsCloser(const Block& block) const {
  return block.same_text >= kMinCloser && closers_.count(TextKey(block)) != 0;
}

}  // namespace newsearch
