// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_MATCHER_H_
#define NEWSEARCH_LIB_INDEX_MATCHER_H_

#include <xapian.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "index/doc_set.h"
#include "index/expander.h"
#include "index/facet_columns.h"
#include "index/postings.h"
#include "index/scorer.h"
#include "index/vocabulary.h"
#include "index/word_group.h"
#include "index/word_sequences.h"
#include "newsearch/search.h"
#include "newsearch/status.h"
#include "query/query_tree.h"
#include "schema/facet_table.h"
#include "text/term_filter.h"
#include "text/tokenizer.h"

namespace newsearch {

// More words than this in one query are left out, with a warning.
inline constexpr size_t kMaxQueryWords = 256;

// What a commit is to a query, read once and used by all queries on it.
struct CommitView {
  const Xapian::Database& database;
  const FacetTable& facets;
  const Vocabulary& vocabulary;
  const FacetColumns& columns;
  const DocTable& docs;
  const Tokenizer& tokenizer;
  std::vector<TermFilter>* filters;  // one for each language of the vocabulary
  PostingReader* postings;
  WordSequences* sequences;
  SimilarityScratch* scratch;
};

// The documents that answer a part of a query.
struct MatchedDocs {
  DocSet exact;  // what counts
  DocSet wide;   // also what is only similar: ranked, and never counted
};

// Finds the documents of a query tree and scores them. Words are searched in every language of the index, and
// a text is matched in its own: no guess at the query's language hides anything.
class Matcher {
 public:
  // REQUIRES: everything outlives the matcher.
  Matcher(const CommitView& view, const SearchRequest& request, Scorer* scorer,
          const ExpandedWords* expanded = nullptr)
      : view_(view), request_(request), scorer_(*scorer), expanded_(expanded) {}

  // Errors: kBadQuery, kInvalidArgument (a filter on an unknown facet).
  Result<MatchedDocs> Run(const QueryNode& root);

  // Every word of the query that is wanted somewhere, in the order of its first place. Valid after Run.
  const std::vector<QueryWord>& words() const { return wanted_.words; }
  // The same, when nothing else is asked of the matcher any more.
  std::vector<QueryWord> ReleaseWords() { return std::move(wanted_.words); }
  // For each of them, the documents with anything that stands for it.
  const std::vector<DocSet>& docs_with() const { return wanted_.docs_with; }
  // The languages in which `doc` has wanted words: those of words that are no stop words, else of similar
  // ones, else of stop words; sorted.
  std::vector<std::string> LangsOf(uint32_t doc) const;
  // Pairs of wanted words that stand side by side in the query.
  const std::vector<std::pair<size_t, size_t>>& neighbours() const { return neighbours_; }
  const std::vector<QueryWarning>& warnings() const { return warnings_; }

 private:
  struct TakenWords {
    std::vector<QueryWord> words;
    std::map<std::string, size_t> numbers;          // by folded word
    std::vector<std::vector<DocSet>> form_docs;     // of each word, by language
    std::vector<std::vector<DocSet>> similar_docs;  // the same; an empty set where there are none
    std::vector<DocSet> docs_with;                  // of each word, all of these
  };

  // Whether words here are wanted. A word may be excluded in one place and wanted in another.
  bool wanted() const { return negations_ % 2 == 0; }
  TakenWords& Taken() { return wanted() ? wanted_ : excluded_; }
  MatchedDocs Node(const QueryNode& node);
  MatchedDocs Sequence(const std::vector<const QueryNode*>& children);
  MatchedDocs FreeWords(const std::vector<Word>& words, const std::vector<MatchedDocs>& groups);
  std::vector<size_t> TakeWords(const std::vector<Word>& words);
  QueryWord MakeWord(const Word& word);
  void ScoreWord(QueryWord* word);
  DocSet Phrase(const QueryNode& node);
  DocSet TitleWords(const QueryNode& node);
  DocSet WithWords(const std::vector<Word>& words);
  template <typename Accepts>
  void KeepIf(DocSet* docs, const Accepts& accepts);
  DocSet Term(const std::string& term);
  DocSet Facet(const QueryNode& node);
  DocSet FacetValue(const FacetField& field, const std::string& value);
  DocSet FacetRange(const QueryNode& node);
  DocSet DateRange(const QueryNode& node);
  std::vector<Word> Words(const std::string& text, uint64_t offset);
  DocSet None() const { return DocSet(view_.docs.limit()); }
  DocSet Fail(std::string message, uint64_t offset);

  const CommitView& view_;
  const SearchRequest& request_;
  Scorer& scorer_;
  const ExpandedWords* expanded_;  // null: none
  int negations_ = 0;
  size_t word_count_ = 0;
  Status error_;
  TakenWords wanted_;
  TakenWords excluded_;
  std::vector<std::pair<size_t, size_t>> neighbours_;
  std::vector<QueryWarning> warnings_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_MATCHER_H_
