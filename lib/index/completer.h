// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_COMPLETER_H_
#define NEWSEARCH_LIB_INDEX_COMPLETER_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/doc_set.h"
#include "index/facet_columns.h"
#include "index/max_tree.h"
#include "index/vocabulary.h"
#include "newsearch/search.h"
#include "schema/facet_table.h"
#include "text/tokenizer.h"

namespace newsearch {

// The values of one facet by their names: what they are stored as and what people read for them.
class FacetNames {
 public:
  // `values`: all of them, in the order in which they are to come.
  explicit FacetNames(std::vector<FacetCount> values);

  // Values with a name that begins with `folded`, a FoldName, first ones first; 0: all.
  std::vector<const FacetCount*> WithPrefix(std::string_view folded, uint32_t max_values) const;

 private:
  struct Name {
    std::string folded;
    uint32_t value;
  };
  std::vector<FacetCount> values_;
  std::vector<Name> names_;           // by folded
  std::vector<uint32_t> ranks_;       // of the value of each name: the first one has the greatest
  std::vector<uint32_t> rank_nodes_;  // MakeMaxTree of these
};

// Completes words and values of facets: Searcher::Complete.
class Completer {
 public:
  // What was made for a facet and locale, for the next request of the same commit.
  using Kept = std::map<std::pair<std::string, std::string>, FacetNames>;

  // REQUIRES: all of it outlives the completer; `all` are all documents of the columns.
  Completer(const Vocabulary& vocabulary, const FacetColumns& columns, const DocSet& all,
            const FacetTable& facets, const Tokenizer& tokenizer, Kept* kept)
      : vocabulary_(vocabulary),
        columns_(columns),
        all_(all),
        facets_(facets),
        tokenizer_(tokenizer),
        kept_(kept) {}

  // Errors: kInvalidArgument, as Searcher::Complete says.
  Result<std::vector<Completion>> Complete(const CompletionRequest& request) const;

 private:
  void CompleteWord(const CompletionRequest& request, std::vector<Completion>* completions) const;
  void CompleteValue(const CompletionRequest& request, const FacetField& field,
                     std::vector<Completion>* completions) const;
  const FacetNames& NamesOf(const FacetField& field, const std::string& locale) const;

  const Vocabulary& vocabulary_;
  const FacetColumns& columns_;
  const DocSet& all_;
  const FacetTable& facets_;
  const Tokenizer& tokenizer_;
  Kept* kept_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_COMPLETER_H_
