// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/article_splitter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace newsearch {
namespace {

// For the layout that the archive uses. Titles alone are found by their repetition or not at all.
constexpr std::array<double, kLayoutCount> kOwnBonus = {2.5, 2.5, 2.5, 2.5, 2.5, 4.0, 2.5};
constexpr double kTitleMissing = 1.5;  // for an untitled article in an archive of the same layout with titles
constexpr double kDateMissing = 2.0;   // for an undated line in a list of dated ones
constexpr double kUndatedLayout = 5;   // what titles without dates must gain on the layouts with dates
constexpr double kSecondBullets = 9;   // and one of bullets, besides
constexpr double kSecondLayout = 6;    // what a second layout must gain
constexpr double kEmptyBody = -1.0;    // an opening right behind another
constexpr double kTitleBelowTitle = -2.0;
constexpr double kTextBefore = -1.2;     // a paragraph in front of the first article
constexpr double kLooseBlock = -0.3;     // a block beside the lines of an archive of one-line articles
constexpr double kGroupDate = 0.3;       // a dated heading over several articles
constexpr double kEndOfArticle = -2.0;   // furniture behind the last article
constexpr double kEndAtCloser = 0.5;     // the same behind a line that closes articles
constexpr double kUnderTitle = -2.0;     // a dated heading under a title: the date of that title
constexpr double kPlainItem = -0.8;      // no bullet, beneath the heading of a month
constexpr double kOtherHeading = -4.0;   // of another level than the archive's titles
constexpr double kYearMissing = -2.5;    // where the archive's other dates have years
constexpr double kCloserAsTitle = -4.0;  // a line that closes other articles
constexpr double kHabitsFit = 0.25;      // of what habits say, when models are compared
constexpr int kRounds = 2;               // of learning from what was chosen
constexpr double kNever = -1e9;
constexpr size_t kLongArchive = 2000;  // blocks

bool IsOneLine(Layout layout) { return layout == Layout::kDatedLine || layout == Layout::kItem; }

// "1 2 3 … 164 »", "« 1 / 12 »": numbers and signs that turn pages.
bool IsPagination(const Block& block) {
  if (block.words < 2 || block.chars > 80 || !block.dates.empty()) return false;
  size_t numbers = 0;
  bool in_number = false;
  for (const char c : block.core) {
    const bool digit = c >= '0' && c <= '9';
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return false;
    numbers += digit && !in_number;
    in_number = digit;
  }
  return numbers >= 2;
}

bool LooksLikeTitle(const Block& block) {
  return block.words > 0 && block.words <= 15 && !block.ends_sentence && !block.bullet &&
         block.same_text < 3 && block.dates.empty();
}

bool IsText(const Block& block) { return block.ends_sentence && block.words >= 8; }

// For a block that is no part of an article, against one that is.
double FurnitureScore(const Block& block, const ArchiveTemplate& habits) {
  if (block.text.find("\u00A9") != std::string_view::npos) return 3;
  if (IsPagination(block)) return 3;
  if (block.says_updated) return 1.5;
  if (habits.IsCloser(block)) return -3;
  if (block.ends_sentence && block.words >= 5) return -2;
  if (block.words >= 12) return -1.5;
  if (!block.dates.empty()) return -0.5;
  const bool link = block.markup.link_chars * 10 >= block.chars * 9 && block.markup.link_chars > 0;
  if (block.chars <= 40 && block.words <= 5 && !block.ends_sentence && !block.ends_with_colon) {
    return (block.bullet ? 0.25 : 0.4) + (link ? 0.3 : 0);
  }
  return link ? 0.2 : -0.3;
}

}  // namespace

std::string_view BlockRoleName(BlockRole role) {
  switch (role) {
    case BlockRole::kFurniture:
      return "furniture";
    case BlockRole::kGroupDate:
      return "group date";
    case BlockRole::kTitle:
      return "title";
    case BlockRole::kDate:
      return "date";
    case BlockRole::kEventDate:
      return "event date";
    case BlockRole::kOpening:
      return "opening";
    case BlockRole::kBody:
      return "body";
  }
  return "body";
}

// The best reading of a sequence under one model.
struct ArticleSplitter::Path {
  struct Part {
    uint32_t first = 0;
    uint32_t end = 0;
    uint32_t group = Opening::kNone;
    Opening opening;  // its score with everything
  };
  double score = 0;
  double fit = 0;  // how well the model fits; habits are learned from the path itself, so they count less
  uint32_t open_end = 0;  // the end of an article that was open at the start
  std::vector<Part> parts;
  std::vector<uint32_t> group_dates;

  std::vector<Opening> openings() const {
    std::vector<Opening> list;
    for (const Part& part : parts) list.push_back(part.opening);
    return list;
  }
};

class ArticleSplitter::Sequence {
 public:
  Sequence(const std::vector<Block>& blocks, SplitStart start, bool at_end)
      : blocks_(blocks), finder_(blocks), start_(start), at_end_(at_end) {
    bool under_year = false;
    for (const Block& block : blocks) {
      if (IsGroupDate(block)) under_year = block.dates.front().month == 0 && !block.dates.front().season;
      under_year_.push_back(under_year);
    }
    FindDatedLists();
    starts_.reserve(blocks.size() + 1);
    for (uint32_t i = 0; i < blocks.size(); ++i) {
      starts_.push_back(static_cast<uint32_t>(openings_.size()));
      finder_.FindAt(i, &openings_);
    }
    starts_.push_back(static_cast<uint32_t>(openings_.size()));
    traits_.reserve(openings_.size());
    for (const Opening& opening : openings_) traits_.push_back(TraitsOf(blocks, opening));
  }

  const OpeningFinder& finder() const { return finder_; }

  // A long archive may show one of them in what is learned from.
  bool HasGroupDates() const {
    return std::count_if(blocks_.begin(), blocks_.end(), IsGroupDate) >=
           (blocks_.size() < kLongArchive ? 2 : 1);
  }

  static double OwnBonus(const Model& model, Layout layout) {
    if (model.IsOwn(layout)) return kOwnBonus[static_cast<size_t>(layout)];
    // Where titles stand beneath dates, one may be missing.
    if (layout == Layout::kDateOnly && model.IsOwn(Layout::kDateTitle)) return kTitleMissing;
    // In a list of dated lines, a date.
    return layout == Layout::kItem && model.IsOwn(Layout::kDatedLine) ? kDateMissing : 0;
  }

  // What the archive's habits say of opening `o`.
  double Habits(const Model& model, size_t o) const {
    const Opening& opening = openings_[o];
    const bool closer =
        opening.title != Opening::kNone &&
        (model.habits.IsCloser(blocks_[opening.title]) || model.habits.IsEveryTitle(blocks_[opening.title]));
    bool year_missing = false;
    if (opening.date != Opening::kNone && model.habits.dates_have_years()) {
      const std::vector<DateMention>& dates = blocks_[opening.date].dates;
      year_missing = !(opening.date_closes ? dates.back() : dates.front()).has_year();
    }
    return model.habits.Score(traits_[o]) + (closer ? kCloserAsTitle : 0) +
           (year_missing ? kYearMissing : 0) +
           (opening.title != Opening::kNone && model.habits.IsOtherHeading(blocks_[opening.title])
                ? kOtherHeading
                : 0);
  }

  // Paragraphs beneath the heading of a month belong together more often than not; those beneath a year's do
  // not.
  double ItemScore(size_t i) const {
    return blocks_[i].bullet || blocks_[i].markup.list_item || under_year_[i] ? 0 : kPlainItem;
  }

  // Viterbi, from the end.
  Path Best(const Model& model) const {
    const size_t n = blocks_.size();
    std::vector<double> total(openings_.size());
    for (size_t o = 0; o < openings_.size(); ++o) {
      total[o] = openings_[o].score + OwnBonus(model, openings_[o].layout) + Habits(model, o);
    }
    const bool one_line = !model.own.empty() && IsOneLine(model.own.front());
    const bool dated_lines = model.IsOwn(Layout::kDatedLine);
    std::vector<std::array<double, kStates>> best(n + 1);
    std::vector<std::array<int32_t, kStates>> choice(n);
    best[n].fill(0);
    for (const bool grouped : {false, true}) best[n][State(kFresh, grouped)] = kEmptyBody;
    bool closer_above = false;
    for (size_t i = n; i-- > 0;) {
      const double furniture = FurnitureScore(blocks_[i], model.habits);
      closer_above = i > 0 && model.habits.IsCloser(blocks_[i - 1]);
      const bool group_date = model.grouped && IsGroupDate(blocks_[i]);
      const double group_score = kGroupDate + (group_date && i > 0 && blocks_[i].markup.heading == 0 &&
                                                       LooksLikeTitle(blocks_[i - 1])
                                                   ? kUnderTitle
                                                   : 0);
      for (int state = 0; state < kStates; ++state) {
        const Place place = PlaceOf(state);
        const bool grouped = IsGrouped(state);
        const bool inside = place == kFresh || place == kBody;
        double& value = best[i][state];
        const auto offer = [&](double sum, int32_t what) {
          if (sum <= value) return;
          value = sum;
          choice[i][state] = what;
        };
        value = kNever;
        if (inside) {
          offer(best[i + 1][State(kBody, grouped)] + (one_line ? kLooseBlock : 0), kStay);
          // Nothing follows the last article but furniture.
          if (at_end_) {
            offer(best[i + 1][State(kAfter, grouped)] + furniture + (place == kFresh ? kEmptyBody : 0) +
                      (closer_above ? kEndAtCloser : kEndOfArticle),
                  kLeave);
          }
        } else {
          // Text in front of the first article may be an introduction, but menus are more common.
          offer(best[i + 1][state] + (place == kAfter      ? furniture
                                      : IsText(blocks_[i]) ? kTextBefore
                                                           : 0),
                kLeave);
        }
        if (place == kAfter) continue;
        const double here = place == kFresh ? kEmptyBody : 0;
        // The first may stand under the page's own title.
        if (group_date)
          offer(here + (place == kBefore ? kGroupDate : group_score) + best[i + 1][State(kBefore, true)],
                kGroup);
        for (uint32_t o = starts_[i]; o < starts_[i + 1]; ++o) {
          const Opening& opening = openings_[o];
          // Beneath a dated heading, or among bullets that have dates.
          if (opening.layout == Layout::kItem && !grouped && !(dated_lines && inside && in_dated_list_[i]))
            continue;
          if (model.grouped && opening.layout == Layout::kDateOnly && group_date) continue;
          const Place next = IsOneLine(opening.layout) ? kBody : kFresh;
          const double item = opening.layout == Layout::kItem ? ItemScore(i) : 0;
          // A title right below a title is its second line.
          const double below = place == kFresh && opening.layout == Layout::kTitleOnly ? kTitleBelowTitle : 0;
          offer(here + below + item + total[o] + best[opening.end][State(next, grouped)],
                static_cast<int32_t>(o));
        }
      }
    }
    return Trace(model, best, choice, total);
  }

 private:
  enum Place { kBefore, kFresh, kBody, kAfter };
  static constexpr int kStates = 8;
  static constexpr int32_t kLeave = -1;
  static constexpr int32_t kStay = -2;
  static constexpr int32_t kGroup = -3;

  static int State(Place place, bool grouped) { return static_cast<int>(place) * 2 + (grouped ? 1 : 0); }
  static Place PlaceOf(int state) { return static_cast<Place>(state / 2); }
  static bool IsGrouped(int state) { return state % 2 != 0; }

  Path Trace(const Model& model, const std::vector<std::array<double, kStates>>& best,
             const std::vector<std::array<int32_t, kStates>>& choice,
             const std::vector<double>& total) const {
    const size_t n = blocks_.size();
    Path path;
    int state = State(start_ == SplitStart::kInArticle ? kBody : kBefore, false);
    path.open_end = 0;
    path.score = best[0][state];
    uint32_t group = Opening::kNone;
    bool open = false;
    bool unopened = start_ == SplitStart::kInArticle;
    const auto close = [&](size_t end) {
      if (unopened) path.open_end = static_cast<uint32_t>(end);
      if (open) path.parts.back().end = static_cast<uint32_t>(end);
      open = unopened = false;
    };
    for (size_t i = 0; i < n;) {
      const int32_t what = choice[i][state];
      const bool grouped = IsGrouped(state);
      if (what == kStay) {
        state = State(kBody, grouped);
        ++i;
      } else if (what == kLeave) {
        close(i);
        if (PlaceOf(state) != kBefore) state = State(kAfter, grouped);
        ++i;
      } else if (what == kGroup) {
        close(i);
        group = static_cast<uint32_t>(i);
        path.group_dates.push_back(group);
        state = State(kBefore, true);
        ++i;
      } else {
        close(i);
        Path::Part part;
        part.opening = openings_[static_cast<size_t>(what)];
        part.opening.score = total[static_cast<size_t>(what)];
        path.fit -= (1 - kHabitsFit) * Habits(model, static_cast<size_t>(what));
        part.first = static_cast<uint32_t>(i);
        part.group = group;
        path.parts.push_back(part);
        open = true;
        state = State(IsOneLine(part.opening.layout) ? kBody : kFresh, grouped);
        i = part.opening.end;
      }
    }
    close(n);
    path.fit += path.score;
    return path;
  }

  // Runs of bullets most of which have dates.
  void FindDatedLists() {
    in_dated_list_.assign(blocks_.size(), false);
    for (size_t begin = 0; begin < blocks_.size();) {
      size_t end = begin;
      size_t dated = 0;
      while (end < blocks_.size() && blocks_[end].bullet) dated += !blocks_[end++].dates.empty();
      if (dated >= 3 && dated * 2 > end - begin)
        std::fill(in_dated_list_.begin() + begin, in_dated_list_.begin() + end, true);
      begin = std::max(end, begin + 1);
    }
  }

  const std::vector<Block>& blocks_;
  OpeningFinder finder_;
  SplitStart start_;
  bool at_end_;
  std::vector<Opening> openings_;
  std::vector<Traits> traits_;
  std::vector<bool> in_dated_list_;
  std::vector<bool> under_year_;  // whether the dated heading above a block is that of a year
  std::vector<uint32_t> starts_;  // of the openings at each block
};

namespace {

// An article without a date in its opening has it in the byline that closes it.
void FindClosingDate(const std::vector<Block>& blocks, ArticleBlocks* article) {
  for (size_t i = article->end; i > article->first + 1 && i + 3 > article->end; --i) {
    if (!IsByline(blocks[i - 1]) || blocks[i - 1].markup.heading != 0 || IsGroupDate(blocks[i - 1])) continue;
    article->date = i - 1;
    article->date_closes = true;
    return;
  }
}

// One article of everything there is: nothing repeats and nothing is dated.
ArticleBlocks WholeText(const std::vector<Block>& blocks) {
  ArticleBlocks article;
  article.end = blocks.size();
  std::vector<Opening> openings;
  OpeningFinder(blocks).FindAt(0, &openings);
  for (const Opening& opening : openings) {
    if (opening.layout == Layout::kTitleOnly && blocks.size() > 1 && opening.score > -5) article.title = 0;
  }
  article.confidence = 0.3;
  article.reasons.push_back({"nothing repeats: the whole text is one article", 0});
  FindClosingDate(blocks, &article);
  return article;
}

}  // namespace

ArticleSplitter::ArticleSplitter(const std::vector<Block>& blocks) {
  if (blocks.empty()) return;
  const Sequence sequence(blocks, SplitStart::kStartOfArchive, true);
  double best = kNever;
  const auto try_model = [&](std::vector<Layout> own, bool grouped, double cost) {
    Model model;
    model.own = std::move(own);
    model.grouped = grouped;
    Path path = sequence.Best(model);
    for (int round = 0; round < kRounds; ++round) {
      model.habits = ArchiveTemplate(blocks, path.openings());
      path = sequence.Best(model);
    }
    // Titles over articles that close with their date are a dated layout too.
    size_t closed = 0;
    for (const Path::Part& part : path.parts) {
      closed +=
          part.first > 0 && part.opening.layout == Layout::kTitleOnly && IsByline(blocks[part.first - 1]);
    }
    if (!path.parts.empty()) cost *= 1 - static_cast<double>(closed) / static_cast<double>(path.parts.size());
    // Bullets with dates beside articles with titles are more often parts of these than news of their own.
    if (model.own.size() > 1 && model.own.back() == Layout::kDatedLine) {
      const auto is_bullet = [&](const Path::Part& part) {
        return part.opening.layout == Layout::kDatedLine && blocks[part.first].bullet;
      };
      if (std::any_of(path.parts.begin(), path.parts.end(), is_bullet)) cost += kSecondBullets;
    }
    if (path.fit - cost <= best) return;
    best = path.fit - cost;
    model_ = std::move(model);
  };
  const bool may_group = sequence.HasGroupDates();
  for (const bool grouped : {false, true}) {
    if (grouped && !may_group) continue;
    try_model({}, grouped, 0);
    for (size_t layout = 0; layout < kLayoutCount; ++layout) {
      if (static_cast<Layout>(layout) == Layout::kItem && !grouped) continue;
      try_model({static_cast<Layout>(layout)}, grouped,
                static_cast<Layout>(layout) == Layout::kTitleOnly && !grouped ? kUndatedLayout : 0);
    }
  }
  if (model_.own.empty() || model_.IsOwn(Layout::kTitleOnly)) return;
  const Model first = model_;
  for (const Layout second :
       {Layout::kTitleDate, Layout::kDateTitle, Layout::kDateOnly, Layout::kDatedTitle, Layout::kDatedLine}) {
    if (!first.IsOwn(second)) try_model({first.own.front(), second}, first.grouped, kSecondLayout);
  }
}

ArchiveSplit ArticleSplitter::Split(const std::vector<Block>& blocks, SplitStart start, bool at_end) const {
  ArchiveSplit split;
  split.roles.assign(blocks.size(), BlockRole::kFurniture);
  if (blocks.empty()) return split;
  const Sequence sequence(blocks, start, at_end);
  const Path path = sequence.Best(model_);
  for (const uint32_t i : path.group_dates) split.roles[i] = BlockRole::kGroupDate;
  if (path.parts.empty() && start == SplitStart::kStartOfArchive) {
    if (at_end) {
      split.articles.push_back(WholeText(blocks));
      split.roles.assign(blocks.size(), BlockRole::kBody);
      const ArticleBlocks& whole = split.articles.front();
      if (whole.title) split.roles[*whole.title] = BlockRole::kTitle;
      if (whole.date) split.roles[*whole.date] = BlockRole::kDate;
    }
    return split;
  }
  if (path.open_end > 0) {
    ArticleBlocks article;
    article.end = path.open_end;
    article.confidence = 0.1;
    article.reasons.push_back({"goes on from an article that was cut", 0});
    std::fill_n(split.roles.begin(), path.open_end, BlockRole::kBody);
    split.articles.push_back(std::move(article));
  }
  const auto block = [](uint32_t i) { return i == Opening::kNone ? std::nullopt : std::optional<size_t>(i); };
  for (const Path::Part& part : path.parts) {
    const Opening& opening = part.opening;
    ArticleBlocks article;
    article.layout = opening.layout;
    article.first = part.first;
    article.end = part.end;
    article.title = block(opening.title);
    article.date = block(opening.date);
    article.event = block(opening.event);
    article.group = block(part.group);
    article.date_closes = opening.date_closes;
    article.confidence = 1 / (1 + std::exp(-opening.score));
    article.reasons = sequence.finder().Explain(opening);
    if (model_.IsOwn(opening.layout)) {
      article.reasons.push_back({"the archive's layout", kOwnBonus[static_cast<size_t>(opening.layout)]});
    }
    const double habits = model_.habits.Score(TraitsOf(blocks, opening));
    if (habits != 0) article.reasons.push_back({"like the archive's other articles", habits});
    if (!article.date) FindClosingDate(blocks, &article);
    for (size_t i = article.first; i < article.end; ++i) {
      split.roles[i] = i < opening.end ? BlockRole::kOpening : BlockRole::kBody;
    }
    if (article.event) split.roles[*article.event] = BlockRole::kEventDate;
    if (article.date) {
      for (size_t i = 0; i < blocks[*article.date].date_blocks; ++i)
        split.roles[*article.date + i] = BlockRole::kDate;
    }
    if (article.title) split.roles[*article.title] = BlockRole::kTitle;
    split.articles.push_back(std::move(article));
  }
  return split;
}

std::vector<ArticleBlocks> SplitArticles(const std::vector<Block>& blocks) {
  return ArticleSplitter(blocks).Split(blocks, SplitStart::kStartOfArchive, true).articles;
}

}  // namespace newsearch
