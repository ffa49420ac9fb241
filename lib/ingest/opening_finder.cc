// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/opening_finder.h"

#include <algorithm>
#include <array>

#include "text/char_class.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// The weights were set by hand on labelled archives (docs/ingest-quality.md) and are few on purpose: what
// distinguishes archives is learned from each of them (archive_template.h).

// What an opening must earn before it counts: the less there is to see, the more.
constexpr std::array<double, kLayoutCount> kThreshold = {3.0, 3.0, 4.0, 3.0, 2.5, 4.5, 3.2};

constexpr double kNever = -100;
constexpr double kHopeless = -8;

constexpr size_t kMaxTitleChars = 250;
constexpr size_t kLongTitleChars = 180;
constexpr size_t kMaxTitleWords = 12;  // of a title that is a sentence
constexpr size_t kMaxDateLineChars = 150;
constexpr size_t kMaxSubtitleChars = 160;
constexpr size_t kMaxCategoryChars = 40;
constexpr size_t kMaxCategoryWordChars = 16;
constexpr size_t kMaxPlaceChars = 40;   // beside an event's date
constexpr size_t kMaxPrefixChars = 15;  // before a date that closes a line
constexpr size_t kMaxAuthorChars = 30;  // before a date in brackets
constexpr size_t kMinDatedIdeographs = 4;
constexpr size_t kMinDatedChars = 10;  // of news beside its date
constexpr uint32_t kManyDecorated = 3;
constexpr size_t kMaxRepeatedChars = 60;  // of a line whose coming back means something
constexpr size_t kProseWords = 8;

bool IsBracketed(const Block& block, const DateMention& date) {
  return date.begin > 0 && date.end < block.text.size() && block.text[date.begin - 1] == '(' &&
         block.text[date.end] == ')';
}

// "(Name, 17.06.2020)"
bool IsInBrackets(const Block& block) {
  return block.text.size() > 2 && block.text.front() == '(' && block.text.back() == ')' &&
         block.text.find(')') == block.text.size() - 1;
}

// Positive for a line that is there to say when.
double DateLineScore(const Block& block) {
  if (block.dates.empty() || block.chars > kMaxDateLineChars) return kNever;
  if (block.says_updated && block.same_frame < 3) return kNever;
  // A year alone heads other things than articles.
  if (block.dates.front().month == 0 && !block.dates.front().season) return 0.5;
  if (block.chars_beside_dates == 0) return block.dates.front().has_year() ? 3.5 : 2.7;
  if (IsInBrackets(block)) return kNever;
  if (block.same_frame >= 3 && !block.ends_sentence) return 2.5;
  if (block.ends_sentence) return kNever;
  // A place or a category behind it, or what takes place.
  if (block.chars_before_date == 0 && block.chars_beside_dates <= kMaxPlaceChars) {
    return block.chars_beside_dates <= kMaxCategoryWordChars ? 1.2 : 0.5;
  }
  if (block.chars_after_date == 0 && block.chars_before_date <= kMaxPrefixChars) return 0.8;
  return kNever;
}

// Whether a sign stands between a date and what is beside it: the character before or behind it, blanks left
// out.
bool IsSetOff(std::string_view text, size_t at, bool behind) {
  while (behind ? at < text.size() : at > 0) {
    const Utf8Step step = behind ? DecodeUtf8(text, at) : DecodeUtf8Before(text, at);
    if (!IsSpace(step.code_point) || step.code_point == '\t') {
      return !IsLetter(step.code_point) && !IsDigit(step.code_point) && step.code_point != '.';
    }
    at = behind ? at + step.length : at - step.length;
  }
  return false;
}

// The date is the last thing in the block: "(Name, 17.06.2020)", "Name, 25.3.2019".
bool ClosesWithDate(const Block& block) {
  return !block.dates.empty() && block.dates.back().has_year() && block.chars_after_date == 0;
}

bool IsProse(const Block& block) { return block.words >= kProseWords && block.ends_sentence; }

// A short line that stands in the archive three times and more: "Read more".
bool ComesBack(const Block& block) { return block.same_text >= 3 && block.chars <= kMaxRepeatedChars; }

// Whether `above` could head `block`: a short line set off from what is above it.
bool LooksLikeTitleOver(const Block& above, const Block& block) {
  return above.words >= 3 && above.chars <= kMaxTitleChars && !above.ends_sentence &&
         !above.ends_with_colon && !above.bullet && above.dates.empty() && !ComesBack(above) &&
         above.markup.heading == 0 && block.markup.heading == 0 && !block.decorated &&
         block.blank_before <= 1 && above.blank_before >= block.blank_before && above.blank_before > 0 &&
         above.blank_before < kBlankAtStart;
}

// The first block behind the date that starts at `i`, which may run over several.
uint32_t BehindDate(const std::vector<Block>& blocks, uint32_t i) { return i + blocks[i].date_blocks; }

}  // namespace

// A sum that remembers its parts when it is asked to.
class OpeningFinder::Score {
 public:
  explicit Score(std::vector<Reason>* reasons = nullptr) : reasons_(reasons) {}

  void Add(const char* what, double score) {
    sum_ += score;
    if (reasons_ != nullptr && score != 0) reasons_->push_back({what, score});
  }
  void Refuse() { sum_ = kNever; }
  double sum() const { return sum_; }
  bool hopeless() const { return sum_ < kHopeless; }

 private:
  std::vector<Reason>* reasons_;
  double sum_ = 0;
};

std::string_view LayoutName(Layout layout) {
  switch (layout) {
    case Layout::kTitleDate:
      return "title, date line";
    case Layout::kDateTitle:
      return "date line, title";
    case Layout::kDateOnly:
      return "date line";
    case Layout::kDatedTitle:
      return "title with a date";
    case Layout::kDatedLine:
      return "line with a date";
    case Layout::kTitleOnly:
      return "title";
    case Layout::kItem:
      return "item under a dated heading";
  }
  return "title";
}

bool IsPureDate(const Block& block) { return !block.dates.empty() && block.chars_beside_dates == 0; }

bool IsGroupDate(const Block& block) {
  if (!IsPureDate(block) || block.dates.size() != 1 || block.date_blocks != 1) return false;
  const DateMention& date = block.dates.front();
  return date.has_year() && date.day == 0;
}

bool IsByline(const Block& block) {
  return ClosesWithDate(block) && block.chars <= kMaxDateLineChars && !block.dates.back().is_range() &&
         (!block.ends_sentence || IsPureDate(block));
}

OpeningFinder::OpeningFinder(const std::vector<Block>& blocks) : blocks_(blocks) {
  const auto decorated =
      std::count_if(blocks.begin(), blocks.end(), [](const Block& b) { return b.decorated; });
  decoration_is_usual_ = decorated >= kManyDecorated;
}

void OpeningFinder::AddTitle(uint32_t i, Score* score) const {
  const Block& block = blocks_[i];
  if (IsPureDate(block) || block.words == 0 || block.part_of_date) return score->Refuse();
  if (block.decorated) score->Add("decorated", decoration_is_usual_ ? 3.5 : 2.5);
  if (block.markup.heading != 0) score->Add("heading", 3.0);
  if (block.markup.bold && block.markup.heading == 0) score->Add("bold", 1.0);
  if (block.chars > kMaxTitleChars) {
    score->Add("too long for a title", -6);
  } else if (block.chars > kLongTitleChars) {
    score->Add("long for a title", -1.5);
  }
  if (block.chars < 3) score->Add("too short for a title", -4);
  // The weekdays over a calendar.
  if (block.words >= 5 && block.chars < 3 * block.words) score->Add("no words", -4);
  const auto says_something = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  };
  if (std::none_of(block.core.begin(), block.core.end(), says_something)) score->Add("no letters", -4);
  if (IsInBrackets(block)) score->Add("in brackets", -3);
  if (block.words <= 3) score->Add("few words", block.words == 1 ? -0.6 : block.words == 2 ? -0.4 : -0.2);
  if (block.ends_sentence) score->Add("ends like a sentence", block.ends_with_stop ? -1.2 : -0.2);
  if (block.ends_with_stop && block.words > kMaxTitleWords) score->Add("a whole sentence", -2);
  if (block.ends_with_colon) score->Add("ends with a colon", -2.5);
  if (block.bullet && block.markup.heading == 0) score->Add("bullet", -1.5);
  if (block.numbered && block.markup.heading == 0) score->Add("number", -0.7);
  if (block.starts_lower) score->Add("starts small", -1.2);
  if (block.starts_with_dash) score->Add("direct speech", -1);
  if (block.in_quotes) score->Add("in quotation marks", -0.8);
  if (block.has_url) score->Add("address in it", -1.5);
  if (block.same_text > 1) score->Add("repeated", -0.5);
}

void OpeningFinder::AddGapAbove(uint32_t i, double weight, Score* score) const {
  const uint32_t gap = blocks_[i].blank_before;
  const bool top = gap >= kBlankAtStart;
  score->Add("blank lines above", weight * (gap == 0 ? -0.7 : gap == 1 || top ? 0.3 : 1.2));
  if (blocks_[i].markup.rule_above) score->Add("rule above", 1.0);
}

// The first block of the body.
void OpeningFinder::AddWhatFollows(uint32_t i, Score* score) const {
  if (!Has(i)) return;
  const Block& next = blocks_[i];
  if (IsProse(next)) score->Add("text follows", 0.4);
  // A category stands over the title, not over the text.
  const bool title_like = next.words > 2 && next.chars <= kMaxSubtitleChars && !next.ends_sentence &&
                          !next.bullet && next.dates.empty() && !ComesBack(next);
  if (title_like && i > 0 && blocks_[i - 1].words == 1) score->Add("a title follows", -0.8);
}

// Where the format says what belongs together: [i, end) is the opening.
void OpeningFinder::AddPlace(uint32_t i, uint32_t end, Score* score) const {
  const BlockMarkup& markup = blocks_[i].markup;
  if (markup.article != 0) {
    const bool first = i == 0 || blocks_[i - 1].markup.article != markup.article;
    score->Add(first ? "an article element starts" : "inside an article element", first ? 3.0 : -3.0);
  }
  for (uint32_t k = i + 1; k < end && Has(k); ++k) {
    if (blocks_[k].markup.list_item) score->Add("reaches over a list's item", -4);
    if (blocks_[k].markup.article != markup.article) score->Add("reaches over an article element", -4);
  }
}

bool OpeningFinder::MayStandBetween(uint32_t i) const {
  const Block& block = blocks_[i];
  return block.chars <= kMaxSubtitleChars && !block.decorated && !block.part_of_date && block.words > 0 &&
         DateLineScore(block) < 0 && block.markup.heading == 0;
}

// A second date line beneath the date belongs to the opening.
void OpeningFinder::TakeEvent(Opening* opening) const {
  const uint32_t next = opening->end;
  if (!Has(next) || blocks_[next].blank_before > 2 || blocks_[next].date_blocks != 1) return;
  if (DateLineScore(blocks_[next]) < 0.5) return;
  if (blocks_[next].same_frame > 1 && !IsPureDate(blocks_[next])) return;
  opening->event = next;
  opening->end = next + 1;
}

void OpeningFinder::TitleDate(uint32_t i, uint32_t date, Score* score, Opening* opening) const {
  if (!Has(date)) return score->Refuse();
  opening->title = i;
  opening->date = date;
  opening->end = BehindDate(blocks_, date);
  AddTitle(i, score);
  AddGapAbove(i, 1, score);
  score->Add("date line", DateLineScore(blocks_[date]));
  if (score->hopeless()) return;
  const uint32_t gap = blocks_[date].blank_before;
  score->Add("gap before the date", gap == 0 ? 0 : gap == 1 ? 0.3 : gap == 2 ? -0.8 : -2.0);
  // A heading stands closer to what it heads than to what is above it.
  if (gap > blocks_[i].blank_before) score->Add("closer to what is above", -3);
  if (blocks_[date].bullet && !blocks_[i].bullet) score->Add("the date heads a list's item", -1.5);
  if (date == i + 2) {
    const Block& between = blocks_[i + 1];
    // A subtitle is no further from the title than the date is from it.
    if (!MayStandBetween(i + 1) || between.blank_before > 1) return score->Refuse();
    if (between.ends_with_colon || between.bullet || between.has_url) return score->Refuse();
    score->Add("line before the date", IsProse(between) ? -2.2 : -1.2);
    // What closes the article above is no title of the next.
    if (blocks_[i].same_text >= 3 && between.same_text == 1) score->Add("repeated, unlike the next line", -2);
  }
  // A title over a subtitle over the date, of which only the subtitle is taken.
  if (date == i + 1 && i > 0 && LooksLikeTitleOver(blocks_[i - 1], blocks_[i]))
    score->Add("a title above", -1.4);
  TakeEvent(opening);
  AddWhatFollows(opening->end, score);
  AddPlace(i, opening->end, score);
}

void OpeningFinder::DateTitle(uint32_t i, uint32_t lines_between, Score* score, Opening* opening) const {
  if (blocks_[i].dates.empty()) return score->Refuse();
  const uint32_t title = BehindDate(blocks_, i) + lines_between;
  if (!Has(title)) return score->Refuse();
  opening->title = title;
  opening->date = i;
  opening->end = title + 1;
  if (DateLineScore(blocks_[title]) > 0) return score->Refuse();
  score->Add("date line", DateLineScore(blocks_[i]));
  AddTitle(title, score);
  if (score->hopeless()) return;
  const uint32_t gap = blocks_[title].blank_before;
  score->Add("gap before the title", gap == 0 ? 0 : gap == 1 ? 0.3 : -0.8);
  // A byline stands closer to what it is under.
  if (gap > blocks_[i].blank_before && i > 0 && !ComesBack(blocks_[i - 1])) {
    score->Add("closer to what is above", gap > 1 ? -2 : -1.5);
  }
  AddGapAbove(i, 1, score);
  if (lines_between == 0 && ComesBack(blocks_[title]) && Has(title + 1) &&
      blocks_[title + 1].same_text == 1 && blocks_[title + 1].dates.empty() &&
      blocks_[title + 1].blank_before <= 1) {
    score->Add("repeated, unlike the next line", -1);
  }
  if (lines_between == 1) {
    const Block& category = blocks_[title - 1];
    if (!MayStandBetween(title - 1) || category.chars > kMaxCategoryChars || category.ends_sentence ||
        category.blank_before > 1) {
      return score->Refuse();
    }
    score->Add("line before the title", category.same_text > 1 ? -0.4 : -1.2);
  }
  AddWhatFollows(opening->end, score);
  AddPlace(i, opening->end, score);
}

void OpeningFinder::DateOnly(uint32_t i, Score* score, Opening* opening) const {
  const Block& block = blocks_[i];
  if (block.dates.empty()) return score->Refuse();
  opening->date = i;
  opening->end = BehindDate(blocks_, i);
  score->Add("date line", DateLineScore(block));
  if (score->hopeless()) return;
  const uint32_t gap = block.blank_before;
  score->Add("blank lines above", gap == 0 ? -2.0 : gap == 1 ? -1.0 : 0.8);
  if (!IsPureDate(block)) score->Add("more than a date", -1);
  if (block.markup.heading != 0) score->Add("heading", 1.5);
  TakeEvent(opening);
  AddWhatFollows(opening->end, score);
  AddPlace(i, opening->end, score);
}

void OpeningFinder::DatedTitle(uint32_t i, Score* score, Opening* opening) const {
  const Block& block = blocks_[i];
  if (block.dates.empty() || block.date_blocks != 1 || block.chars_beside_dates < 3 || IsInBrackets(block)) {
    return score->Refuse();
  }
  opening->title = opening->date = i;
  const bool starts = block.chars_before_date == 0 && block.dates.front().begin <= block.core_begin + 2;
  const bool set_off_behind = IsSetOff(block.text, block.dates.front().end, true);
  const bool set_off_before = IsSetOff(block.text, block.dates.back().begin, false);
  const bool set_off = starts ? set_off_behind : set_off_before;
  // "Workshop am 15. Juli 2025 in Wien": part of the words, which is little to go by.
  const bool in_words = !set_off && block.dates.back().has_year() && block.blank_before > 0 &&
                        !block.bullet && !block.ends_sentence && block.words <= kMaxTitleWords;
  if (!set_off && !in_words && block.markup.heading == 0) return score->Refuse();
  if (in_words && !starts) {
    score->Add("date in its words", 0.5);
    opening->date_closes = block.chars_after_date == 0;
  } else if (starts) {
    score->Add("starts with a date", block.dates.front().has_year() ? 2.5 : 1.5);
  } else if (block.chars_after_date == 0) {
    const bool in_brackets = block.text.back() == ')' || block.text.back() == ']';
    score->Add("ends with a date", in_brackets ? 2.5 : block.dates.back().has_year() ? 1.5 : 0.5);
    opening->date_closes = true;
  } else if (set_off_before && set_off_behind && block.dates.size() == 1 && block.dates.front().has_year()) {
    score->Add("date set off in it", 1.0);
  } else {
    return score->Refuse();
  }
  AddTitle(i, score);
  if (score->hopeless()) return;
  AddGapAbove(i, 1, score);
  // One line after another is a list.
  const bool dated_below = Has(i + 1) && blocks_[i + 1].blank_before == 0 && !blocks_[i + 1].dates.empty();
  const bool dated_above = i > 0 && block.blank_before == 0 && !blocks_[i - 1].dates.empty();
  if (dated_below || dated_above) score->Add("list", -1);
  AddWhatFollows(i + 1, score);
  AddPlace(i, opening->end, score);
}

void OpeningFinder::DatedLine(uint32_t i, Score* score, Opening* opening) const {
  const Block& block = blocks_[i];
  // Ideographs say more than letters.
  bool ideographs = false;
  for (const char c : block.core)
    ideographs |= static_cast<unsigned char>(c) >= 0xE3 && static_cast<unsigned char>(c) <= 0xED;
  const size_t enough = ideographs ? kMinDatedIdeographs : kMinDatedChars;
  if (block.dates.empty() || block.date_blocks != 1 || block.chars_beside_dates < enough ||
      IsInBrackets(block) || (block.says_updated && block.same_frame < 3)) {
    return score->Refuse();
  }
  opening->date = i;
  const bool in_brackets = ClosesWithDate(block) && (block.text.back() == ')' || block.text.back() == ']');
  // A bracket or a sign drawn in front is no text.
  if (block.chars_before_date == 0 && block.dates.front().begin <= block.core_begin + 2) {
    score->Add("starts with a date", block.dates.front().has_year() ? 1.5 : 0.8);
  } else if (in_brackets) {
    score->Add("ends with a date in brackets", 1.5);
    opening->date_closes = true;
  } else if (block.chars_before_date <= kMaxAuthorChars && block.dates.front().has_year() &&
             IsBracketed(block, block.dates.front())) {
    score->Add("date in brackets behind an author", 1.0);
  } else if (ClosesWithDate(block)) {
    score->Add("ends with a date", 0.5);
    opening->date_closes = true;
  }
  if (block.bullet) score->Add("bullet", 0.5);
  if (!block.bullet && block.starts_lower && block.blank_before == 0)
    score->Add("goes on from the line above", -2);
  if (block.markup.heading != 0) score->Add("heading", 2.0);
  if (block.decorated) score->Add("decorated", 1.5);
  AddPlace(i, opening->end, score);
}

void OpeningFinder::TitleOnly(uint32_t i, Score* score, Opening* opening) const {
  const Block& block = blocks_[i];
  opening->title = i;
  AddTitle(i, score);
  if (score->hopeless()) return;
  AddGapAbove(i, 1, score);
  if (i > 0 && IsByline(blocks_[i - 1])) score->Add("behind a byline", 3.0);
  if (i == 0 && Has(1) && IsProse(blocks_[1])) score->Add("top of the file", 1);
  if (i > 0 && ComesBack(blocks_[i - 1])) score->Add("behind a repeated line", 0.8);
  if (IsByline(block) && block.markup.heading == 0) {
    score->Add("looks like a byline", IsInBrackets(block) ? -4 : -2);
  } else if (!block.dates.empty()) {
    score->Add("date in it", 0.5);
  }
  // One line after another is a list, a table or a menu.
  // A title over "read more" is an article of its own.
  const bool over_closer = Has(i + 1) && ComesBack(blocks_[i + 1]) && block.same_text == 1;
  if (!over_closer && Has(i + 1) && blocks_[i + 1].blank_before == 0 &&
      blocks_[i + 1].chars < kLongTitleChars && !IsProse(blocks_[i + 1])) {
    score->Add("one of many lines", -0.8);
  }
  AddWhatFollows(i + 1, score);
  if (i > 0 && Has(i + 1) && blocks_[i - 1].text_key != 0 &&
      blocks_[i - 1].text_key == blocks_[i + 1].text_key && ComesBack(blocks_[i + 1]) &&
      blocks_[i + 1].same_text >= 4) {
    score->Add("between lines that repeat", 2.5);
  }
  if (Has(i + 1)) score->Add("what is below", over_closer ? 0.6 : IsProse(blocks_[i + 1]) ? 0.4 : -1);
  AddPlace(i, opening->end, score);
}

void OpeningFinder::Item(uint32_t i, Score* score, Opening* opening) const {
  const Block& block = blocks_[i];
  if (IsPureDate(block) || block.words == 0 || block.part_of_date) return score->Refuse();
  opening->title = Opening::kNone;
  if (block.bullet) score->Add("bullet", 1.5);
  if (block.markup.heading != 0) score->Add("heading", 1.0);
  if (block.starts_lower) score->Add("starts small", -1.0);
  if (block.same_text >= 3) score->Add("repeated", -1.5);
  if (i > 0 && !block.bullet && IsProse(block)) {
    const Block& above = blocks_[i - 1];
    const bool title_above = above.words > 1 && above.chars <= kMaxSubtitleChars && !above.ends_sentence &&
                             above.dates.empty() && above.blank_before >= block.blank_before;
    if (title_above) score->Add("text under a title", -2.5);
  }
  if (block.blank_before > 0) score->Add("blank lines above", 0.3);
  score->Add("item", 1.0);
  AddPlace(i, opening->end, score);
}

void OpeningFinder::FindAt(uint32_t i, std::vector<Opening>* openings) const {
  const auto add = [&](Layout layout, const auto& find) {
    Opening opening;
    opening.layout = layout;
    opening.first = i;
    opening.end = i + 1;
    Score score;
    find(&score, &opening);
    if (score.hopeless()) return;
    opening.score = score.sum() - kThreshold[static_cast<size_t>(layout)];
    openings->push_back(opening);
  };
  if (blocks_[i].part_of_date) return;
  for (const uint32_t lines : {1u, 2u}) {
    if (!Has(i + lines) || blocks_[i + lines].dates.empty()) continue;
    add(Layout::kTitleDate, [&](Score* score, Opening* o) { TitleDate(i, i + lines, score, o); });
  }
  if (!blocks_[i].dates.empty()) {
    for (const uint32_t lines : {0u, 1u}) {
      add(Layout::kDateTitle, [&](Score* score, Opening* o) { DateTitle(i, lines, score, o); });
    }
    add(Layout::kDateOnly, [&](Score* score, Opening* o) { DateOnly(i, score, o); });
    add(Layout::kDatedTitle, [&](Score* score, Opening* o) { DatedTitle(i, score, o); });
    add(Layout::kDatedLine, [&](Score* score, Opening* o) { DatedLine(i, score, o); });
  }
  add(Layout::kTitleOnly, [&](Score* score, Opening* o) { TitleOnly(i, score, o); });
  add(Layout::kItem, [&](Score* score, Opening* o) { Item(i, score, o); });
}

std::vector<Reason> OpeningFinder::Explain(const Opening& opening) const {
  std::vector<Reason> reasons;
  Score score(&reasons);
  Opening again;
  again.end = opening.first + 1;
  switch (opening.layout) {
    case Layout::kTitleDate:
      TitleDate(opening.first, opening.date, &score, &again);
      break;
    case Layout::kDateTitle:
      DateTitle(opening.first, opening.title - BehindDate(blocks_, opening.first), &score, &again);
      break;
    case Layout::kDateOnly:
      DateOnly(opening.first, &score, &again);
      break;
    case Layout::kDatedTitle:
      DatedTitle(opening.first, &score, &again);
      break;
    case Layout::kDatedLine:
      DatedLine(opening.first, &score, &again);
      break;
    case Layout::kTitleOnly:
      TitleOnly(opening.first, &score, &again);
      break;
    case Layout::kItem:
      Item(opening.first, &score, &again);
      break;
  }
  reasons.push_back({"what an opening must earn", -kThreshold[static_cast<size_t>(opening.layout)]});
  return reasons;
}

}  // namespace newsearch
