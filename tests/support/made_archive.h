// SPDX-License-Identifier: GPL-2.0-or-later
//
// A news archive in plain text of any length, made from the texts of tests/corpora: for what needs more text
// than anybody writes. The same seed gives the same bytes everywhere.
//
//   MadeArchive archive("tests/corpora", 2026);
//   while (written < wanted) written += Write(archive.NextArticle());
#ifndef NEWSEARCH_TESTS_SUPPORT_MADE_ARCHIVE_H_
#define NEWSEARCH_TESTS_SUPPORT_MADE_ARCHIVE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace newsearch {

// Articles in sixteen languages, one language each, half of them English, German or French: a title, a date
// line in one of several forms, one to six paragraphs out of real sentences, in which some words are made up
// so that texts hardly ever come back; dates in the middle of long ones. Newest first, and oldest first again
// after 30,000.
class MadeArchive {
 public:
  // Stops the process with a message if the corpora are not in `corpora`.
  MadeArchive(const std::string& corpora, uint64_t seed);

  // The next article, with an empty line behind it.
  std::string NextArticle();

  // Articles up to at least `bytes`.
  std::string Text(size_t bytes);

  uint64_t articles() const { return articles_; }

 private:
  struct Language {
    std::string lang;
    size_t weight = 0;
    std::vector<std::string> titles;
    std::vector<std::string> sentences;
  };

  uint64_t Next();  // SplitMix64
  size_t Below(size_t limit) { return static_cast<size_t>(Next() % limit); }
  std::string MadeUpWord(bool capital);
  std::string Vary(const std::string& sentence);
  std::string DateText(const Language& language, size_t days_ago);

  std::vector<Language> languages_;
  size_t total_weight_ = 0;
  uint64_t state_;
  uint64_t articles_ = 0;
};

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_SUPPORT_MADE_ARCHIVE_H_
