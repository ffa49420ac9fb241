// SPDX-License-Identifier: GPL-2.0-or-later
//
// Archives made of parts, with what must be found in them: for properties and for sizes that no file in the
// tree has. The same seed makes the same archive.
#ifndef NEWSEARCH_TESTS_INGEST_ARCHIVE_GENERATOR_H_
#define NEWSEARCH_TESTS_INGEST_ARCHIVE_GENERATOR_H_

#include <chrono>
#include <string>
#include <vector>

#include "newsearch/document.h"
#include "support/test_support.h"

namespace newsearch {

// What was written.
struct MadeArticle {
  std::string title;  // empty: none
  std::string date;   // "2016-06-21"
  uint32_t first_line = 0;
  uint32_t last_line = 0;
  uint64_t begin = 0;  // bytes
  uint64_t end = 0;
};

enum class MadeStyle { kTitleDate, kDateTitle, kDateOnly, kDatedLine, kByline };
inline constexpr MadeStyle kMadeStyles[] = {MadeStyle::kTitleDate, MadeStyle::kDateTitle,
                                            MadeStyle::kDateOnly, MadeStyle::kDatedLine, MadeStyle::kByline};

// Writes articles one after the other, newest first, in one style.
class ArchiveMaker {
 public:
  // Articles lie at most so many days apart.
  ArchiveMaker(MadeStyle style, TestRandom* random, uint64_t max_days = 9)
      : style_(style), random_(random), max_days_(max_days) {}

  // Appends one more article with so many paragraphs.
  void Add(size_t paragraphs) {
    if (!articles_.empty()) Lines(style_ == MadeStyle::kDatedLine ? 0 : 2);
    MadeArticle article;
    article.first_line = line_;
    article.begin = text_.size();
    const std::chrono::year_month_day day(day_);
    article.date = FormatDay(day);
    day_ -= std::chrono::days(random_->Below(max_days_ + 1));
    const std::string title = Title();
    static constexpr const char* kMonths[] = {"January",   "February", "March",    "April",
                                              "May",       "June",     "July",     "August",
                                              "September", "October",  "November", "December"};
    const std::string date = std::to_string(static_cast<unsigned>(day.day())) + " " +
                             kMonths[static_cast<unsigned>(day.month()) - 1] + " " +
                             std::to_string(static_cast<int>(day.year()));
    switch (style_) {
      case MadeStyle::kTitleDate:
        article.title = title;
        Line("++ " + title + " ++");
        Lines(1);
        Line(date);
        break;
      case MadeStyle::kDateTitle:
        article.title = title;
        Line(date);
        Line(title);
        Lines(1);
        break;
      case MadeStyle::kDateOnly:
        Line(date);
        Lines(1);
        break;
      case MadeStyle::kDatedLine:
        article.title = title;
        Line(date + " – " + title);
        break;
      case MadeStyle::kByline:
        article.title = title;
        Line(title);
        Lines(1);
        break;
    }
    if (style_ != MadeStyle::kDatedLine) {
      for (size_t i = 0; i < paragraphs; ++i) {
        if (i > 0) Lines(1);
        Line(Paragraph());
        body_ends_.push_back({articles_.size(), text_.size()});
      }
    }
    if (style_ == MadeStyle::kByline) Line("(Anna Berg, " + date + ")");
    article.last_line = line_ - 1;
    article.end = text_.size() - 1;
    articles_.push_back(std::move(article));
  }

  // Two or three sentences.
  std::string Paragraph() {
    std::string text = Sentence();
    for (uint64_t i = 1 + random_->Below(2); i > 0; --i) text += " " + Sentence();
    return text;
  }

  const std::string& text() const { return text_; }
  const std::vector<MadeArticle>& articles() const { return articles_; }
  // Ends of paragraphs: the article, and the byte behind the line.
  const std::vector<std::pair<size_t, size_t>>& body_ends() const { return body_ends_; }

 private:
  std::string Word(const std::vector<const char*>& words) { return words[random_->Below(words.size())]; }

  // A few thousand different ones, none a sentence.
  std::string Title() {
    return "The " +
           Word({"old", "new", "last", "green", "quiet", "open", "second", "longest", "smallest", "first"}) +
           " " +
           Word({"bridge", "library", "tram", "market", "ferry", "school", "orchard", "depot", "tower",
                 "kiosk", "mill", "harbour", "canal", "bakery"}) +
           " " +
           Word({"opens", "moves", "wins a prize", "is painted", "closes", "asks for help", "finds a home",
                 "goes online"}) +
           " " +
           Word({"again", "at last", "in the old town", "by the river", "before the winter", "with music",
                 "without a key", "after the storm"});
  }

  std::string Sentence() {
    return Word({"The council", "A group of pupils", "The harbour office", "Nobody in the street",
                 "Our oldest member", "The man from the kiosk", "An engineer"}) +
           " " +
           Word({"talked about", "was proud of", "had long waited for", "wrote to the paper about",
                 "laughed at", "paid for", "came to see"}) +
           " " +
           Word({"the lamps", "the new benches", "the bicycles", "the radios", "the rain barrels",
                 "the timetable", "the boats"}) +
           " " +
           Word(
               {"on the square", "near the station", "behind the mill", "at the depot", "under the bridge"}) +
           ", " +
           Word({"and many of them stayed until the end", "which nobody had expected",
                 "as the visitors could see for themselves", "although the weather was bad",
                 "because there was nothing else to do"}) +
           ".";
  }

  void Line(const std::string& line) {
    text_.append(line).append("\n");
    ++line_;
  }
  void Lines(size_t count) {
    text_.append(count, '\n');
    line_ += static_cast<uint32_t>(count);
  }

  MadeStyle style_;
  TestRandom* random_;
  uint64_t max_days_;
  std::chrono::sys_days day_ = std::chrono::year(2019) / 6 / 21;
  std::string text_;
  uint32_t line_ = 1;
  std::vector<MadeArticle> articles_;
  std::vector<std::pair<size_t, size_t>> body_ends_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_INGEST_ARCHIVE_GENERATOR_H_
