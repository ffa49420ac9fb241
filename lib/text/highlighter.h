// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TEXT_HIGHLIGHTER_H_
#define NEWSEARCH_LIB_TEXT_HIGHLIGHTER_H_

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "newsearch/search.h"
#include "text/term_filter.h"
#include "text/tokenizer.h"

namespace newsearch {

// Marks the words of a query in a text, by the analysis chain that found them.
// Thread-safety: one highlighter per thread at a time.
class Highlighter {
 public:
  // For texts in the language of `filter`. REQUIRES: both outlive the highlighter.
  Highlighter(const Tokenizer& tokenizer, TermFilter* filter) : tokenizer_(tokenizer), filter_(filter) {}

  // A word to mark; the snippet is chosen to show as much weight as it can. Stop words are marked only
  // if nothing else is to be.
  void AddWord(const Word& word, double weight);

  // The places of query words in `text`, merged where they touch.
  std::vector<ByteSpan> Mark(std::string_view text) const;

  // The part of `text` of about `max_chars` code points that shows most of the query, with its marks.
  Snippet MakeSnippet(std::string_view text, size_t max_chars) const;

 private:
  struct Match {
    size_t begin;
    size_t end;
    size_t word;  // which query word
  };
  std::vector<Match> FindMatches(std::string_view text) const;

  const Tokenizer& tokenizer_;
  TermFilter* filter_;
  std::unordered_map<std::string, size_t> stems_;  // to index into weights_
  std::vector<double> weights_;
  bool only_stop_words_ = true;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_HIGHLIGHTER_H_
