// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_FACET_COUNTER_H_
#define NEWSEARCH_LIB_INDEX_FACET_COUNTER_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "index/doc_set.h"
#include "index/facet_columns.h"
#include "newsearch/search.h"
#include "schema/fields.h"

namespace newsearch {

// Counts the values of facets over a set of documents.
class FacetCounter {
 public:
  // `docs` is a set of documents of `columns`, `all` are all of them.
  // REQUIRES: columns and docs outlive the counter.
  FacetCounter(const FacetColumns& columns, const DocSet& all, const DocSet& docs);

  // The counts of one facet. Values that differ in case and marks only are one value, shown in their most
  // frequent form: a filter does not tell them apart either. `roll_up`: a document counts for the places
  // that its own lie in, too. Labels are in `locale`.
  FacetResult Count(const FacetField& field, bool roll_up, uint32_t max_values,
                    std::string_view locale) const;

 private:
  // How many documents have a value, in one spelling.
  struct SpellingCount {
    uint32_t ordinal;
    uint32_t count;
  };
  std::vector<SpellingCount> CountSpellings(const FacetColumn& column, uint32_t* documents) const;

  const FacetColumns& columns_;
  const DocSet& docs_;
  // What is gone through: the documents, or, where that is less, all others.
  bool others_ = false;
  DocSet walked_;
  std::vector<uint32_t> walked_list_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_FACET_COUNTER_H_
