// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_QUERY_BUILDER_H_
#define NEWSEARCH_LIB_INDEX_QUERY_BUILDER_H_

#include <xapian.h>

#include <string>
#include <vector>

#include "newsearch/search.h"
#include "newsearch/status.h"
#include "query/query_tree.h"
#include "schema/facet_table.h"
#include "text/term_filter.h"
#include "text/tokenizer.h"

namespace newsearch {

// More words than this in one query are left out, with a warning.
inline constexpr size_t kMaxQueryWords = 256;

// From a query tree to Xapian's. Words are searched in the analysis of every language of the index, and a
// document is matched in its own: no guess at the query's language hides anything.
class QueryBuilder {
 public:
  // REQUIRES: everything outlives the builder; `filters` has one for each language of the index.
  // `roll_up` as in SearchRequest.
  QueryBuilder(const Xapian::Database& database, const FacetTable& facets, std::vector<TermFilter>* filters,
               const Tokenizer& tokenizer, MatchMode match, bool roll_up)
      : database_(database),
        facets_(facets),
        filters_(filters),
        tokenizer_(tokenizer),
        match_(match),
        roll_up_(roll_up) {}

  // Errors: kBadQuery, kInvalidArgument (a filter on an unknown facet).
  Result<Xapian::Query> Build(const QueryNode& root, const std::vector<FacetFilter>& filters);

  // Words of the query that hits should show highlighted: every word that is not excluded. Valid after Build.
  const std::vector<Word>& highlight_words() const { return highlight_words_; }

  const std::vector<QueryWarning>& warnings() const { return warnings_; }

 private:
  Xapian::Query Node(const QueryNode& node);
  Xapian::Query Sequence(const std::vector<const QueryNode*>& children);
  Xapian::Query FreeWords(const std::vector<Word>& words, const std::vector<Xapian::Query>& groups);
  Xapian::Query WeightOf(const std::vector<Word>& words);
  Xapian::Query Phrase(const QueryNode& node);
  Xapian::Query TitleWords(const QueryNode& node);
  Xapian::Query Facet(const QueryNode& node);
  void AddFacetTerms(const FacetField& field, const std::string& value, std::vector<Xapian::Query>* terms);
  Xapian::Query FacetRange(const QueryNode& node);
  Xapian::Query DateRange(const QueryNode& node);
  std::vector<Word> Words(const std::string& text, uint64_t offset);
  Xapian::Query Fail(std::string message, uint64_t offset);

  const Xapian::Database& database_;
  const FacetTable& facets_;
  std::vector<TermFilter>* filters_;
  const Tokenizer& tokenizer_;
  MatchMode match_;
  bool roll_up_;
  int negations_ = 0;
  size_t word_count_ = 0;
  Status error_;
  std::vector<Word> highlight_words_;
  std::vector<QueryWarning> warnings_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_QUERY_BUILDER_H_
