// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/text_reader.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "ingest/article_splitter.h"
#include "ingest/block.h"
#include "ingest/date_parser.h"
#include "ingest/document_builder.h"
#include "ingest/place_tagger.h"
#include "ingest/project_tagger.h"
#include "schema/calendar.h"
#include "text/char_class.h"
#include "text/language.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// Shorter texts say too little about their language; they are taken for the archive's, if it has one.
constexpr size_t kMinGuessChars = 60;
constexpr double kArchiveLanguageShare = 0.6;
constexpr size_t kMaxLanguageBlocks = 2000;
constexpr double kDoubtful = 0.5;  // confidence below which a boundary is reported

// Languages of an archive by how much text is in them.
class ArchiveLanguages {
 public:
  explicit ArchiveLanguages(const std::vector<Block>& blocks) {
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

  // The language of one article.
  std::string Of(std::string_view text) const {
    const LanguageGuess guess = GuessLanguage(text);
    const bool short_text = CountCodePoints(text) < kMinGuessChars;
    if (guess.reliable && !short_text) return guess.lang;
    if (!main_.empty()) return main_;
    return guess.lang;
  }

 private:
  std::vector<std::pair<size_t, std::string>> ranked_;
  std::string main_;  // empty: none has the most
};

// One article between segmentation and document.
struct Draft {
  ArticleBlocks article;
  Document document;
  ArticleText text;
  std::optional<DateMention> mention;  // of document.date
};

class TextReader {
 public:
  TextReader(std::string_view text, std::string source, const IngestOptions& options)
      : text_(text), source_(std::move(source)), options_(options) {}

  Status Run(const DocumentSink& sink, ReportBuilder* report) {
    std::vector<uint64_t> cut_lines;
    blocks_ = MakeBlocks(text_, options_.max_line_bytes, &cut_lines);
    for (uint64_t line : cut_lines) {
      report->Warn(
          "line is longer than " + std::to_string(options_.max_line_bytes) + " bytes; the rest is left out",
          line);
    }
    if (Status status = Progress(0); !status.ok()) return status;
    if (blocks_.empty()) {
      report->Warn("no text in it", 0);
      return Status();
    }
    const ArchiveLanguages languages(blocks_);
    std::vector<std::string_view> lines;
    for (const Block& block : blocks_) lines.push_back(Utf8Prefix(block.text, 200));
    parser_.emplace(DateOptions{languages.ByFrequency(), MonthComesFirst(lines)});
    FindDates(*parser_, &blocks_);
    for (const ArticleBlocks& article : SplitArticles(blocks_))
      drafts_.push_back(MakeDraft(article, languages));
    if (Status status = Progress(0); !status.ok()) return status;
    InferYears();
    SetIds();
    for (Draft& draft : drafts_) {
      if (draft.document.confidence < kDoubtful) {
        report->Warn("not sure that an article starts here", draft.document.lines.first);
      }
    }
    return TagAndDeliver(sink, report);
  }

 private:
  Status Progress(uint64_t documents) const {
    if (!options_.progress) return Status();
    const uint64_t done = drafts_.empty() ? 0 : text_.size() * documents / drafts_.size();
    if (options_.progress({done, text_.size(), documents})) return Status();
    return Status(StatusCode::kCancelled, "reading of " + source_ + " was stopped");
  }

  std::string Sanitized(std::string_view text) const {
    uint64_t ignored = 0;
    return IsValidUtf8(text) ? std::string(text) : SanitizeUtf8(text, &ignored);
  }

  Draft MakeDraft(const ArticleBlocks& article, const ArchiveLanguages& languages) {
    Draft draft;
    draft.article = article;
    Document& document = draft.document;
    document.source = source_;
    document.confidence = article.confidence;
    document.lines = {blocks_[article.first].line, blocks_[article.end - 1].line};
    document.bytes = {blocks_[article.first].span.begin, blocks_[article.end - 1].span.end};
    if (article.title) SetTitle(*article.title, &draft);
    if (article.layout == Layout::kDatedLine) SetTitleOfDatedLine(&draft);
    for (size_t i = article.first; i < article.end; ++i) {
      if (i == article.title) continue;
      const Block& block = blocks_[i];
      const bool heading_date = i == article.date && !article.date_closes;
      if (heading_date && block.chars_beside_dates == 0) continue;
      AddBody(block, &draft);
    }
    document.lang = languages.Of(document.title ? document.body + "\n" + *document.title : document.body);
    draft.text.lang = document.lang;
    SetDates(&draft);
    return draft;
  }

  void SetTitle(size_t index, Draft* draft) const {
    const Block& block = blocks_[index];
    draft->document.title = CollapseSpace(Sanitized(block.core));
    draft->text.pieces.push_back({block.core, block.span.begin + block.core_begin, {}, true});
  }

  // "12.05.2016 – The bridge is open": what is behind the date is a title, unless it is a whole sentence.
  void SetTitleOfDatedLine(Draft* draft) const {
    const Block& block = blocks_[draft->article.first];
    if (draft->article.date_closes || block.ends_sentence) return;
    size_t begin = block.dates.front().end;
    while (begin < block.text.size()) {
      const Utf8Step step = DecodeUtf8(block.text, begin);
      if (IsLetter(step.code_point) || IsDigit(step.code_point)) break;
      begin += step.length;
    }
    if (begin >= block.text.size()) return;
    const std::string_view title = block.text.substr(begin);
    draft->document.title = CollapseSpace(Sanitized(title));
    draft->text.pieces.push_back({title, block.span.begin + begin, {}, true});
  }

  static bool IsWholeTitle(const Draft& draft) {
    return draft.article.layout == Layout::kDatedLine && draft.document.title.has_value();
  }

  void AddBody(const Block& block, Draft* draft) const {
    // The one line of a dated line is its title already.
    if (IsWholeTitle(*draft) && block.line == blocks_[draft->article.first].line) return;
    std::string& body = draft->document.body;
    if (!body.empty()) body.append(block.blank_before > 0 ? "\n\n" : "\n");
    body.append(Sanitized(block.text));
    draft->text.pieces.push_back({block.text, block.span.begin, {}, false});
  }

  std::optional<Date> DateOf(const Block& block, const DateMention& mention, int assumed_year) const {
    std::optional<Date> date = mention.has_year() ? mention.Resolve() : mention.ResolveIn(assumed_year);
    if (!date) return date;
    date->raw = Sanitized(block.text.substr(mention.begin, mention.end - mention.begin));
    date->span = {block.span.begin + mention.begin, block.span.begin + mention.end};
    return date;
  }

  void SetDates(Draft* draft) const {
    const ArticleBlocks& article = draft->article;
    if (article.date) {
      const Block& block = blocks_[*article.date];
      const DateMention& mention = article.date_closes ? block.dates.back() : block.dates.front();
      draft->mention = mention;
      if (mention.has_year()) draft->document.date = DateOf(block, mention, 0);
      if (draft->document.date) draft->document.date->rule = DateRule(article);
    }
    if (article.event) SetEvent(draft, draft->mention ? draft->mention->year : 0);
  }

  // The second date line; `year` is that of the first.
  void SetEvent(Draft* draft, int year) const {
    const Block& block = blocks_[*draft->article.event];
    const DateMention& mention = block.dates.front();
    std::optional<Date>& event = draft->document.event;
    event = DateOf(block, mention, year);
    if (!event) return;
    event->inferred = !mention.has_year();
    event->rule = event->inferred ? "second date line, year from the first" : "second date line";
  }

  static std::string DateRule(const ArticleBlocks& article) {
    if (article.layout == Layout::kDatedLine) return "in line";
    return article.date_closes ? "closing line" : "date line";
  }

  // A date without a year gets the one that brings it closest to the dated articles around it.
  void InferYears() {
    for (size_t i = 0; i < drafts_.size(); ++i) {
      Draft& draft = drafts_[i];
      if (!draft.mention || draft.mention->has_year()) continue;
      std::vector<const Date*> neighbours;
      for (size_t j = i; j-- > 0;) {
        if (drafts_[j].document.date && !drafts_[j].document.date->inferred) {
          neighbours.push_back(&*drafts_[j].document.date);
          break;
        }
      }
      for (size_t j = i + 1; j < drafts_.size(); ++j) {
        if (drafts_[j].document.date && !drafts_[j].document.date->inferred) {
          neighbours.push_back(&*drafts_[j].document.date);
          break;
        }
      }
      std::optional<Date> best;
      int64_t best_distance = 0;
      for (const Date* neighbour : neighbours) {
        const int base = static_cast<int>(neighbour->start.year());
        for (int year : {base, base - 1, base + 1}) {
          const std::optional<Date> date = DateOf(blocks_[*draft.article.date], *draft.mention, year);
          if (!date) continue;
          int64_t distance = 0;
          for (const Date* other : neighbours)
            distance += std::abs(DayNumber(date->start) - DayNumber(other->start));
          if (best && distance >= best_distance) continue;
          best = date;
          best_distance = distance;
        }
      }
      if (!best) continue;
      best->inferred = true;
      best->rule = DateRule(draft.article) + ", year from neighbours";
      draft.document.date = best;
      if (draft.article.event && !draft.document.event) {
        SetEvent(&draft, static_cast<int>(best->start.year()));
      }
    }
  }

  // Whether new articles are put on top.
  bool NewestFirst() const {
    int64_t falling = 0;
    const Date* previous = nullptr;
    for (const Draft& draft : drafts_) {
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
  // added.
  void SetIds() {
    std::map<std::pair<std::string, std::string>, uint32_t> occurrences;
    const auto set = [&](Draft& draft) {
      std::string date_text = draft.mention ? MentionText(draft) : std::string();
      std::string name = draft.document.title ? *draft.document.title : FirstWords(draft.document.body);
      const uint32_t occurrence = occurrences[{FoldName(date_text), FoldName(name)}]++;
      draft.document.id = ArticleId(source_, date_text, name, occurrence);
    };
    if (NewestFirst()) {
      std::for_each(drafts_.rbegin(), drafts_.rend(), set);
    } else {
      std::for_each(drafts_.begin(), drafts_.end(), set);
    }
  }

  std::string MentionText(const Draft& draft) const {
    return std::string(blocks_[*draft.article.date].text.substr(draft.mention->begin,
                                                                draft.mention->end - draft.mention->begin));
  }

  static std::string FirstWords(std::string_view body) {
    constexpr size_t kIdentifyingBytes = 80;
    return std::string(Utf8Prefix(body, kIdentifyingBytes));
  }

  Status TagAndDeliver(const DocumentSink& sink, ReportBuilder* report) {
    ProjectTagger projects;
    for (const Draft& draft : drafts_) projects.Learn(draft.text);
    const PlaceTagger places(Gazetteer::Builtin());
    ArchivePlaces archive_places;
    for (const Draft& draft : drafts_) PlaceTagger::Learn(places.Tag(draft.text, nullptr), &archive_places);
    uint64_t delivered = 0;
    for (Draft& draft : drafts_) {
      AddFacets(places.Tag(draft.text, &archive_places), projects.Tag(draft.text), &draft.document);
      AddYear(&draft.document);
      report->Count(draft.document);
      if (Status status = sink(std::move(draft.document)); !status.ok()) return status;
      if (Status status = Progress(++delivered); !status.ok()) return status;
    }
    return Status();
  }

  std::string_view text_;
  std::string source_;
  const IngestOptions& options_;
  std::vector<Block> blocks_;
  std::optional<DateParser> parser_;
  std::vector<Draft> drafts_;
};

}  // namespace

Status ReadPlainText(std::string_view text, const std::string& source, const IngestOptions& options,
                     const DocumentSink& sink, ReportBuilder* report) {
  return TextReader(text, source, options).Run(sink, report);
}

}  // namespace newsearch
