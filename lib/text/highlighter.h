// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TEXT_HIGHLIGHTER_H_
#define NEWSEARCH_LIB_TEXT_HIGHLIGHTER_H_

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "newsearch/search.h"
#include "text/term_filter.h"
#include "text/tokenizer.h"

namespace newsearch {

// Marks words in a text that is cut by the analysis chain.
// Thread-safety: one highlighter per thread at a time.
class Highlighter {
 public:
  // REQUIRES: it outlives the highlighter.
  explicit Highlighter(const Tokenizer& tokenizer) : tokenizer_(tokenizer) {}

  // A word to mark, and its number; the snippet is chosen to show as much weight as it can.
  size_t AddWord(double weight);
  // A form of the word with this number, as LooseForm writes it.
  void AddForm(size_t word, std::string loose) { forms_.try_emplace(std::move(loose), word); }

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
  std::unordered_map<std::string, size_t> forms_;  // to the number of the word
  std::vector<double> weights_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_HIGHLIGHTER_H_
