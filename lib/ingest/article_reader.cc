// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/article_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <deque>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "facets/article_text.h"
#include "facets/facet_tagger.h"
#include "ingest/article_splitter.h"
#include "ingest/article_title.h"
#include "ingest/date_inference.h"
#include "ingest/date_parser.h"
#include "ingest/document_builder.h"
#include "ingest/ingest_files.h"
#include "schema/calendar.h"
#include "text/char_class.h"
#include "text/language.h"
#include "text/language_vote.h"
#include "text/normalizer.h"
#include "util/hash.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// Shorter texts say too little about their language; they are taken for the archive's, if it has one.
constexpr size_t kMinGuessChars = 60;
constexpr double kArchiveLanguageShare = 0.6;
constexpr size_t kMaxLanguageBlocks = 2000;
// Where less than this of a text is in its main language, its paragraphs are looked at one by one.
constexpr int kMixedPercent = 85;
// Longer texts tell their language by their little words, or by a sample of two pieces of so many bytes.
constexpr size_t kMinQuickBytes = 500;
constexpr size_t kSampleBytes = 200;
constexpr int kSurePercent = 95;
constexpr double kDoubtful = 0.5;  // confidence below which a boundary is reported

// An archive is worked through in windows of so much text and blocks.
constexpr uint64_t kWindowBytes = 12u << 20;
// What a block takes in memory beside its text, with what is computed for it.
constexpr uint64_t kBlockCost = 400;
// The template is learned from so many blocks.
constexpr size_t kLearnBlocks = 6000;
// The last articles of a window are read again with what follows them.
constexpr size_t kHeldArticles = 4;
// Longer articles are cut: no news is that long, but a file may be anything.
constexpr uint64_t kMaxArticleBytes = 48u << 20;
// Names of articles that are remembered, so that the next of the same name gets another id.
constexpr size_t kRememberedNames = 500000;
// Dated articles of earlier windows that dates of the next are compared with.
constexpr size_t kDateContext = 50;

// Languages of an archive by how much text is in them.
class ArchiveLanguages {
 public:
  // `declared`: by the format, or empty.
  ArchiveLanguages(const std::vector<Block>& blocks, const std::string& declared) {
    size_t total = 0;
    std::map<std::string, size_t> chars;
    size_t looked_at = 0;
    for (const Block& block : blocks) {
      if (block.chars < kMinGuessChars || ++looked_at > kMaxLanguageBlocks) continue;
      const LanguageGuess guess = GuessLanguage(block.text);
      if (!guess.reliable) continue;
      chars[guess.lang] += block.chars;
      total += block.chars;
    }
    if (!declared.empty() && (chars.empty() || chars.count(declared) != 0)) {
      // Templates declare what their makers forgot to change: a declaration alone decides nothing.
      chars[declared] += kMinGuessChars;
      total += kMinGuessChars;
    }
    for (const auto& [lang, count] : chars) ranked_.emplace_back(count, lang);
    std::sort(ranked_.rbegin(), ranked_.rend());
    if (!ranked_.empty() &&
        static_cast<double>(ranked_.front().first) >= kArchiveLanguageShare * static_cast<double>(total)) {
      main_ = ranked_.front().second;
    }
  }

  std::vector<std::string> ByFrequency() const {
    std::vector<std::string> languages;
    for (const auto& [count, lang] : ranked_) languages.push_back(lang);
    return languages;
  }

  // The language of one article, and how much of it is in that language, in percent.
  std::pair<std::string, int> Of(std::string_view text) const {
    if (const std::string quick = QuickGuess(text); !quick.empty()) return {quick, 100};
    const LanguageGuess guess = GuessLanguage(text);
    const bool short_text =
        Utf8Prefix(text, 4 * kMinGuessChars).size() == text.size() && CountCodePoints(text) < kMinGuessChars;
    if (guess.reliable && !short_text) return {guess.lang, guess.percent};
    if (!main_.empty()) return {main_, 100};
    return {guess.lang, guess.percent};
  }

 private:
  bool IsKnown(std::string_view lang) const {
    return std::any_of(ranked_.begin(), ranked_.end(), [lang](const auto& r) { return r.second == lang; });
  }

  // The language of all of a long text, if it is one of the archive's and shows at once; else empty.
  std::string QuickGuess(std::string_view text) const {
    if (text.size() < kMinQuickBytes) return {};
    const LanguageVote vote = VoteOnLanguage(text);
    const bool certain = !vote.lang.empty() && IsKnown(vote.lang) &&
                         std::none_of(ranked_.begin(), ranked_.end(),
                                      [&](const auto& r) { return IsUnlistedKin(vote.lang, r.second); });
    if (certain) return std::string(vote.lang);
    if (vote.mixed) return {};
    const LanguageGuess guess = GuessLanguage(SampleOf(text));
    if (guess.reliable && guess.percent >= kSurePercent && IsKnown(guess.lang)) return guess.lang;
    return {};
  }

  // A piece from the front and one from the middle, cut at blanks where there are any.
  static std::string SampleOf(std::string_view text) {
    const auto piece = [text](size_t begin) {
      if (begin > 0) begin = std::min(text.find(' ', begin), text.size());
      std::string_view cut = Utf8Prefix(text.substr(begin), kSampleBytes);
      // Characters, not bytes: a piece without a blank may begin inside of one.
      while (!cut.empty() && (static_cast<unsigned char>(cut.front()) & 0xC0) == 0x80) cut.remove_prefix(1);
      const size_t blank = cut.rfind(' ');
      return blank == std::string_view::npos ? cut : cut.substr(0, blank);
    };
    return std::string(piece(0)).append(" ").append(piece(text.size() / 2));
  }

  std::vector<std::pair<size_t, std::string>> ranked_;
  std::string main_;  // empty: none has the most
};

std::string Sanitized(std::string_view text) {
  uint64_t ignored = 0;
  return IsValidUtf8(text) ? std::string(text) : SanitizeUtf8(text, &ignored);
}

// Where a piece of an article's text is from.
struct PieceSource {
  const Block* block = nullptr;
  uint64_t offset = 0;  // in the block's text, bytes
};

// One article between segmentation and document.
struct Draft {
  ArticleBlocks article;
  Document document;
  ArticleText text;
  std::vector<PieceSource> sources;   // of the pieces of `text`
  const Block* date_block = nullptr;  // where `mention` stands
  std::optional<DateMention> mention;
  std::string date_rule;
  DateKind date_kind = DateKind::kPublication;
  bool line_is_title = false;  // the first block holds nothing but date and title
};

// " +2.5", " -0.3"; not by printf, which writes as the process's locale does.
void AppendScore(double score, std::string* text) {
  char number[400];
  const auto end = std::to_chars(number, number + sizeof number, score, std::chars_format::fixed, 1).ptr;
  text->append(std::signbit(score) ? " " : " +").append(number, end);
}

std::string ReasonText(const std::vector<Reason>& reasons) {
  std::vector<Reason> sorted = reasons;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Reason& a, const Reason& b) { return std::abs(a.score) > std::abs(b.score); });
  std::string text;
  text.reserve(sorted.size() * 28);
  for (const Reason& reason : sorted) {
    text.append(text.empty() ? "" : ", ").append(reason.what);
    if (reason.score != 0) AppendScore(reason.score, &text);
  }
  return text;
}

}  // namespace

class ArticleReader::Internal {
 public:
  Internal(const TextSource& text, const std::string& source, const IngestOptions& options,
           const DocumentSink& sink, ReportBuilder* report)
      : text_(text),
        source_(source),
        options_(options),
        sink_(sink),
        report_(report),
        facets_(AuthoritiesOf(options)) {}

  Status Add(BlockList batch) {
    if (declared_lang_.empty()) declared_lang_ = batch.lang;
    for (const Block& block : batch.blocks) window_bytes_ += block.text.size() + kBlockCost;
    taken_ += batch.blocks.size();
    blocks_.insert(blocks_.end(), std::make_move_iterator(batch.blocks.begin()),
                   std::make_move_iterator(batch.blocks.end()));
    if (!batch.texts.empty() && !batch.blocks.empty()) texts_.push_back({taken_, std::move(batch.texts)});
    if (window_bytes_ < wanted_bytes_) return Status();
    return Work(false);
  }

  Status Finish() { return Work(true); }

 private:
  // Texts that blocks before block number `end` of the archive are views of.
  struct Texts {
    uint64_t end;
    std::deque<std::string> texts;
  };

  Status Work(bool last) {
    if (Status status = Progress(); !status.ok()) return status;
    Prepare();
    if (blocks_.empty()) return Status();
    if (!splitter_) Learn();
    const ArchiveSplit split = splitter_->Split(blocks_, start_, last);
    size_t ready = split.articles.size();
    if (!last) {
      const bool full = window_bytes_ >= kMaxArticleBytes;
      ready = ready > kHeldArticles ? ready - kHeldArticles : full && ready > 1 ? ready - 1 : 0;
      if (ready == 0 && window_bytes_ < kMaxArticleBytes) {
        wanted_bytes_ = window_bytes_ + kWindowBytes;
        return Status();
      }
    }
    wanted_bytes_ = kWindowBytes;
    if (ready == 0 && !last) return CutLongArticle();
    if (options_.explain) Explain(split, ready);
    std::vector<Draft> drafts;
    drafts.reserve(split.articles.size());
    for (const ArticleBlocks& article : split.articles) drafts.push_back(MakeDraft(article));
    InferDates(&drafts, ready, last);
    SetIds(&drafts, ready, last);
    if (Status status = TagAndDeliver(&drafts, ready); !status.ok()) return status;
    const size_t used = ready < split.articles.size() ? split.articles[ready].first : blocks_.size();
    start_ = ready == 0 ? start_ : SplitStart::kAfterArticle;
    if (ready < split.articles.size()) {
      Drop(used, split.articles[ready].group);
    } else {
      Drop(used, std::nullopt);
    }
    return Progress();
  }

  // Dates and counts of the blocks that are new.
  void Prepare() {
    if (!parser_ && !blocks_.empty()) {
      languages_.emplace(blocks_, declared_lang_);
      std::vector<std::string_view> lines;
      for (const Block& block : blocks_) lines.push_back(Utf8Prefix(block.text, 200));
      parser_.emplace(
          DateOptions{languages_->ByFrequency(), MonthComesFirst(lines), MonthComesFirst(lines, ".")});
    }
    if (parser_) FindDates(*parser_, prepared_, &blocks_);
    for (size_t i = prepared_; i < blocks_.size(); ++i) counts_.Count(blocks_[i]);
    prepared_ = blocks_.size();
    for (Block& block : blocks_) counts_.Assign(&block);
  }

  void Learn() {
    if (blocks_.size() <= kLearnBlocks) {
      splitter_.emplace(blocks_);
    } else {
      size_t end = kLearnBlocks;
      // A date over several blocks stays whole.
      while (end < blocks_.size() && blocks_[end].part_of_date) ++end;
      splitter_.emplace(
          std::vector<Block>(blocks_.begin(), blocks_.begin() + static_cast<std::ptrdiff_t>(end)));
    }
    for (const Layout layout : splitter_->layouts()) {
      std::string& layouts = (*report_)->layout;
      layouts.append(layouts.empty() ? "" : "; ").append(LayoutName(layout));
    }
  }

  // There is no boundary in sight: what there is becomes an article, and what follows another.
  Status CutLongArticle() {
    ArticleBlocks article;
    article.end = blocks_.size();
    article.confidence = 0.1;
    article.reasons = {{"cut: longer than an article can be", 0}};
    if (options_.explain) {
      ArchiveSplit split;
      split.articles = {article};
      split.roles.assign(blocks_.size(), BlockRole::kBody);
      Explain(split, 1);
    }
    report_->Warn("no end of an article in sight; cut here", blocks_[article.end - 1].line);
    std::vector<Draft> drafts;
    drafts.push_back(MakeDraft(article));
    InferDates(&drafts, 1, false);
    SetIds(&drafts, 1, false);
    if (Status status = TagAndDeliver(&drafts, 1); !status.ok()) return status;
    start_ = SplitStart::kInArticle;
    Drop(article.end, std::nullopt);
    return Progress();
  }

  // `group`: the dated heading that holds for what is left.
  void Drop(size_t used, std::optional<size_t> group) {
    dropped_ += used - carried_;
    std::optional<Block> heading;
    if (group && *group < used) {
      heading = blocks_[*group];
      std::string text(heading->text);
      const size_t core_size = heading->core.size();
      group_text_ = std::move(text);
      heading->text = group_text_;
      heading->core = heading->text.substr(heading->core_begin, core_size);
    }
    blocks_.erase(blocks_.begin(), blocks_.begin() + static_cast<std::ptrdiff_t>(used));
    carried_ = heading ? 1 : 0;
    if (heading) blocks_.insert(blocks_.begin(), std::move(*heading));
    prepared_ = blocks_.size();
    while (!texts_.empty() && texts_.front().end <= dropped_) texts_.pop_front();
    window_bytes_ = 0;
    for (const Block& block : blocks_) window_bytes_ += block.text.size() + kBlockCost;
    wanted_bytes_ = window_bytes_ + kWindowBytes;
  }

  Status Progress() const {
    if (!options_.progress) return Status();
    if (options_.progress({text_.bytes_done(), text_.bytes_total(), delivered_})) return Status();
    return Status(StatusCode::kCancelled, "reading of " + source_ + " was stopped");
  }

  void Explain(const ArchiveSplit& split, size_t ready) const {
    const size_t end = ready < split.articles.size() ? split.articles[ready].first : blocks_.size();
    size_t next = 0;
    for (size_t i = carried_; i < end; ++i) {
      const Block& block = blocks_[i];
      ExplainedBlock explained;
      const std::string text = Sanitized(block.text);
      explained.line = block.line;
      explained.bytes = block.span;
      explained.text = text;
      explained.role = BlockRoleName(split.roles[i]);
      while (next < split.articles.size() && split.articles[next].first < i) ++next;
      if (next < split.articles.size() && split.articles[next].first == i) {
        explained.confidence = split.articles[next].confidence;
        explained.reason = ReasonText(split.articles[next].reasons);
      }
      options_.explain(explained);
    }
  }

  Draft MakeDraft(const ArticleBlocks& article) const {
    Draft draft;
    draft.article = article;
    Document& document = draft.document;
    document.source = source_;
    document.confidence = article.confidence;
    document.boundary_reason = ReasonText(article.reasons);
    const Block& last = blocks_[article.end - 1];
    document.lines = {blocks_[article.first].line, last.end_line != 0 ? last.end_line : last.line};
    document.bytes = {blocks_[article.first].span.begin, last.span.end};
    SetTitle(&draft);
    for (size_t i = article.first; i < article.end; ++i) {
      if (i == article.title || (i == article.first && draft.line_is_title)) continue;
      const Block& block = blocks_[i];
      const bool date_line = article.date && !article.date_closes && i >= *article.date &&
                             i < *article.date + blocks_[*article.date].date_blocks;
      if (date_line && block.chars_beside_dates == 0) continue;
      AddBody(block, &draft);
    }
    SetLanguages(&draft);
    FindMention(&draft);
    return draft;
  }

  void SetTitle(Draft* draft) const {
    const ArticleBlocks& article = draft->article;
    const Block& block = blocks_[article.title.value_or(article.first)];
    std::optional<TextRange> range;
    if (article.title && article.title != article.date) {
      range = TitleOfHeading(block);
    } else if (article.title) {
      const bool inside = !article.date_closes && block.chars_before_date > 0;
      range = inside ? TitleOfHeading(block) : TitleOfDatedLine(block, article.date_closes, true);
    } else if (article.layout == Layout::kDatedLine) {
      range = TitleOfDatedLine(block, article.date_closes, article.end > article.first + 1);
      // In a row of a table there is more beside the title than the date.
      draft->line_is_title = range && block.text.find('\t') == std::string_view::npos &&
                             (article.date_closes || range->end == block.core_begin + block.core.size());
    } else if (article.layout == Layout::kItem) {
      range = TitleOfItem(block);
      draft->line_is_title = range.has_value();
    }
    if (!range) return;
    const std::string_view title = block.text.substr(range->begin, range->end - range->begin);
    draft->document.title = CollapseSpace(Sanitized(title));
    draft->text.pieces.push_back({title, true});
    draft->sources.push_back({&block, range->begin});
  }

  void AddBody(const Block& block, Draft* draft) const {
    std::string& body = draft->document.body;
    if (!body.empty()) body.append(block.blank_before > 0 ? "\n\n" : "\n");
    if (IsValidUtf8(block.text)) {
      body.append(block.text);
    } else {
      body.append(Sanitized(block.text));
    }
    draft->text.pieces.push_back({block.text, false});
    draft->sources.push_back({&block, 0});
  }

  void SetLanguages(Draft* draft) const {
    Document& document = draft->document;
    const auto [lang, percent] = document.body.size() >= 4 * kMinGuessChars || !document.title
                                     ? languages_->Of(document.body)
                                     : languages_->Of(document.body + "\n" + *document.title);
    document.lang = lang;
    draft->text.lang = lang;
    if (percent >= kMixedPercent) return;
    const std::string_view body = document.body;
    for (size_t begin = 0; begin < body.size();) {
      const size_t end = std::min(body.find('\n', begin), body.size());
      const std::string_view paragraph = body.substr(begin, end - begin);
      if (CountCodePoints(paragraph) >= kMinGuessChars) {
        const LanguageGuess guess = GuessLanguage(paragraph);
        if (guess.reliable && guess.lang != lang) {
          document.other_languages.push_back({guess.lang, {begin, end}});
        }
      }
      begin = end + 1;
    }
  }

  void Mention(const Block& block, const DateMention& mention, const char* rule, Draft* draft) const {
    draft->mention = mention;
    draft->date_block = &block;
    draft->date_rule = rule;
  }

  // The words that date the article, or may.
  void FindMention(Draft* draft) const {
    const ArticleBlocks& article = draft->article;
    if (article.date) {
      const Block& block = blocks_[*article.date];
      const DateMention& mention = article.date_closes ? block.dates.back() : block.dates.front();
      const char* rule = article.layout == Layout::kDatedLine ? "in line"
                         : article.date_closes                ? "closing line"
                                                              : "date line";
      return Mention(block, mention, rule, draft);
    }
    // A title that names a day names the day of what it is about.
    if (article.title && !blocks_[*article.title].dates.empty()) {
      Mention(blocks_[*article.title], blocks_[*article.title].dates.front(), "in title", draft);
      draft->date_kind = DateKind::kEvent;
      return;
    }
    const size_t body = article.title ? *article.title + 1 : article.first;
    if (body >= article.end) return;
    // "Workshop (12 March)" beneath "2019".
    const Block& item = blocks_[article.first];
    if (article.layout == Layout::kItem && article.group && !item.dates.empty() &&
        blocks_[*article.group].dates.front().month == 0) {
      if (item.chars_after_date == 0) return Mention(item, item.dates.back(), "in line", draft);
      if (item.chars_before_date == 0) return Mention(item, item.dates.front(), "in line", draft);
    }
    // "Riga, 12 March 2018 – ...": the dateline of a press release.
    const Block& first = blocks_[body];
    constexpr size_t kMaxDateline = 40;
    if (!first.dates.empty() && first.dates.front().has_year() && first.dates.front().begin <= kMaxDateline) {
      const size_t behind = first.text.find_first_not_of(" )].", first.dates.front().end);
      const char32_t sign = behind == std::string_view::npos ? 0 : DecodeUtf8(first.text, behind).code_point;
      if (IsDash(sign) || sign == ':' || first.dates.front().begin == 0) {
        Mention(first, first.dates.front(), "in text", draft);
      }
    }
  }

  std::optional<Date> DateOf(const Block& block, const DateMention& mention, int assumed_year) const {
    std::optional<Date> date = mention.has_year() ? mention.Resolve() : mention.ResolveIn(assumed_year);
    if (!date) return date;
    date->raw = Sanitized(block.text.substr(mention.begin, mention.end - mention.begin));
    date->span = SourceSpan(block, mention.begin, mention.end);
    return date;
  }

  // A machine-readable date in the article.
  std::optional<Date> MarkedDate(const ArticleBlocks& article) const {
    for (size_t i = article.first; i < article.end; ++i) {
      const Block& block = blocks_[i];
      if (block.markup.datetime.empty()) continue;
      std::optional<Date> date = ParseIsoDate(block.markup.datetime);
      if (!date) continue;
      date->raw = block.markup.datetime;
      date->span = block.span;
      date->rule = "markup";
      return date;
    }
    return std::nullopt;
  }

  void InferDates(std::vector<Draft>* drafts, size_t ready, bool last) {
    std::vector<DatedArticle> articles = date_context_;
    const size_t first = articles.size();
    for (Draft& draft : *drafts) {
      DatedArticle article;
      article.mention = draft.mention;
      if (draft.article.group) {
        const DateMention& group = blocks_[*draft.article.group].dates.front();
        article.year_above = group.year;
        // A heading over months of two years says too little.
        if (group.year != group.end_year) article.year_above = 0;
      }
      if (draft.mention && draft.mention->has_year()) {
        article.date = draft.mention->Resolve();
      } else if (std::optional<Date> marked = MarkedDate(draft.article)) {
        draft.document.date = article.date = marked;
      } else if (!draft.mention && draft.article.group) {
        const Block& heading = blocks_[*draft.article.group];
        article.date = DateOf(heading, heading.dates.front(), 0);
        if (article.date) {
          article.date->inferred = true;
          article.date->rule = "heading above";
          draft.document.date = article.date;
        }
      }
      articles.push_back(std::move(article));
    }
    newsearch::InferDates(&articles);
    for (size_t i = 0; i < ready; ++i) Settle(articles[first + i], &(*drafts)[i]);
    if (last) return;
    date_context_.clear();
    const size_t end = first + ready;
    for (size_t i = end > kDateContext ? end - kDateContext : 0; i < end; ++i) {
      date_context_.push_back(articles[i]);
      date_context_.back().settled = true;
    }
  }

  void Settle(const DatedArticle& dated, Draft* draft) const {
    Document& document = draft->document;
    if (dated.rejected) {
      document.date.reset();
      report_->Warn("date left out: the archive is of another time", document.lines.first);
    } else if (dated.date && !document.date) {
      const int year = static_cast<int>(dated.date->start.year());
      document.date = DateOf(*draft->date_block, *draft->mention, year);
      if (document.date) {
        document.date->inferred = dated.year_inferred;
        document.date->rule = draft->date_rule;
        if (dated.year_inferred) {
          document.date->rule +=
              dated.year_above != 0 ? ", year from the heading above" : ", year from neighbours";
        }
        // News comes out on one day; what goes on for some days is what it is about.
        const bool days = draft->mention->is_range() && draft->mention->day != 0;
        document.date->kind = days ? DateKind::kEvent : draft->date_kind;
      }
    }
    if (dated.bounds && !document.date) {
      document.date_bounds = dated.bounds;
      document.date_bounds->rule = "neighbours";
    }
    const ArticleBlocks& article = draft->article;
    if (article.event) {
      SetEvent(blocks_[*article.event], "second date line", draft);
    } else if (document.date && article.title && article.title != article.date &&
               &blocks_[*article.title] != draft->date_block && !blocks_[*article.title].dates.empty()) {
      SetEvent(blocks_[*article.title], "in title", draft);
    }
  }

  // A second date in `block`, in the year of the first where it has none.
  void SetEvent(const Block& block, const std::string& rule, Draft* draft) const {
    const DateMention& mention = block.dates.front();
    const int year = draft->document.date ? static_cast<int>(draft->document.date->start.year()) : 0;
    std::optional<Date>& event = draft->document.event;
    event = DateOf(block, mention, year);
    if (!event) return;
    event->kind = DateKind::kEvent;
    event->inferred = !mention.has_year();
    event->rule = event->inferred ? rule + ", year from the first" : rule;
  }

  // Whether new articles are put on top.
  static bool NewestFirst(const std::vector<Draft>& drafts) {
    int64_t falling = 0;
    const Date* previous = nullptr;
    for (const Draft& draft : drafts) {
      if (!draft.document.date) continue;
      if (previous != nullptr) {
        const int64_t step = DayNumber(draft.document.date->start) - DayNumber(previous->start);
        falling += step < 0 ? 1 : step > 0 ? -1 : 0;
      }
      previous = &*draft.document.date;
    }
    return falling > 0;
  }

  // Articles that agree in date and name are numbered from the old end of the archive, where nothing is
  // added; from its start where it is too long to be seen whole.
  void SetIds(std::vector<Draft>* drafts, size_t ready, bool last) {
    const auto set = [&](Draft& draft) {
      const std::string date_text = draft.mention ? MentionText(draft) : std::string();
      const std::string name = draft.document.title ? *draft.document.title : FirstWords(draft.document.body);
      const std::string folded_date = FoldName(date_text);
      const std::string folded_name = FoldName(name);
      const uint64_t key = StableHash().Add(folded_date).Add(folded_name).value();
      draft.document.id = ArticleId(source_, folded_date, folded_name, Occurrence(key));
    };
    const bool whole = last && dropped_ == 0;
    const auto end = drafts->begin() + static_cast<std::ptrdiff_t>(ready);
    if (whole && NewestFirst(*drafts)) {
      std::for_each(std::make_reverse_iterator(end), drafts->rend(), set);
    } else {
      std::for_each(drafts->begin(), end, set);
    }
  }

  // How many articles with this date and name came before. Twins that are half a million articles apart are
  // forgotten.
  uint32_t Occurrence(uint64_t key) {
    if (occurrences_.size() >= kRememberedNames) {
      older_occurrences_ = std::move(occurrences_);
      occurrences_.clear();
    }
    const auto [known, is_new] = occurrences_.try_emplace(key, 0);
    if (is_new) {
      const auto older = older_occurrences_.find(key);
      if (older != older_occurrences_.end()) known->second = older->second;
    }
    return known->second++;
  }

  static std::string MentionText(const Draft& draft) {
    return std::string(
        draft.date_block->text.substr(draft.mention->begin, draft.mention->end - draft.mention->begin));
  }

  static std::string FirstWords(std::string_view body) {
    constexpr size_t kIdentifyingBytes = 80;
    return std::string(Utf8Prefix(body, kIdentifyingBytes));
  }

  Status TagAndDeliver(std::vector<Draft>* drafts, size_t ready) {
    if (options_.facets) {
      for (size_t i = 0; i < ready; ++i) {
        Draft& draft = (*drafts)[i];
        if (draft.document.date) draft.text.year = static_cast<int>(draft.document.date->start.year());
        facets_.Learn(draft.text);
      }
    }
    for (size_t i = 0; i < ready; ++i) {
      Draft& draft = (*drafts)[i];
      if (draft.document.confidence < kDoubtful) {
        ++(*report_)->doubtful;
        report_->Warn("not sure that an article starts here", draft.document.lines.first);
      }
      if (options_.facets) {
        const auto locate = [&draft](const TextSpan& span, Evidence* evidence) {
          const PieceSource& source = draft.sources[span.piece];
          evidence->span = SourceSpan(*source.block, source.offset + span.begin, source.offset + span.end);
        };
        AddFacets(draft.text, facets_.Tag(draft.text), locate, &draft.document);
      }
      AddYear(&draft.document);
      report_->Count(draft.document);
      if (Status status = sink_(std::move(draft.document)); !status.ok()) return status;
      ++delivered_;
      if (Status status = Progress(); !status.ok()) return status;
    }
    return Status();
  }

  const TextSource& text_;
  const std::string& source_;
  const IngestOptions& options_;
  const DocumentSink& sink_;
  ReportBuilder* report_;

  // The window.
  std::vector<Block> blocks_;
  std::deque<Texts> texts_;
  size_t prepared_ = 0;  // blocks whose dates are found
  uint64_t window_bytes_ = 0;
  uint64_t wanted_bytes_ = kWindowBytes;
  SplitStart start_ = SplitStart::kStartOfArchive;

  // What is known of the archive.
  std::string declared_lang_;
  std::optional<ArchiveLanguages> languages_;
  std::optional<DateParser> parser_;
  BlockCounts counts_;
  std::optional<ArticleSplitter> splitter_;
  std::vector<DatedArticle> date_context_;
  std::unordered_map<uint64_t, uint32_t> occurrences_;  // of articles by date and name
  std::unordered_map<uint64_t, uint32_t> older_occurrences_;
  FacetTagger facets_;
  uint64_t taken_ = 0;      // blocks so far
  uint64_t dropped_ = 0;    // of them, done with
  size_t carried_ = 0;      // blocks at the front of the window that were in the one before: a dated heading
  std::string group_text_;  // its text
  uint64_t delivered_ = 0;
};

ArticleReader::ArticleReader(const TextSource& text, const std::string& source, const IngestOptions& options,
                             const DocumentSink& sink, ReportBuilder* report)
    : internal_(std::make_unique<Internal>(text, source, options, sink, report)) {}
ArticleReader::~ArticleReader() = default;

Status ArticleReader::Add(BlockList blocks) { return internal_->Add(std::move(blocks)); }

Status ArticleReader::Finish() { return internal_->Finish(); }

}  // namespace newsearch
