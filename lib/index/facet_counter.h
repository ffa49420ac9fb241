// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_FACET_COUNTER_H_
#define NEWSEARCH_LIB_INDEX_FACET_COUNTER_H_

#include <xapian.h>

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "index/doc_set.h"
#include "newsearch/search.h"
#include "schema/fields.h"

namespace newsearch {

// Counts the values of several facets over a set of documents. Whole slots are
// counted first, since a few combinations of values make up most documents, and unpacked once at the end.
class FacetCounter {
 public:
  struct Counted {
    const FacetField* field = nullptr;
    // Not null: the values of this field count too, where `is_value` says that `field` has them at all. Both
    // are multi-valued then.
    const FacetField* wider = nullptr;
    std::function<bool(std::string_view)> is_value;
  };

  // REQUIRES: the fields outlive the counter.
  explicit FacetCounter(std::vector<Counted> fields);

  // Counts the documents of a set of `database`. Throws what Xapian throws.
  void Count(const Xapian::Database& database, const DocSet& docs);

  // Counts the documents of the facet number `index`. Values that differ in case and marks only are one
  // value, shown in their most frequent form: a filter does not tell them apart either. Labels are in
  // `locale`.
  FacetResult Result(size_t index, uint32_t max_values, std::string_view locale) const;

 private:
  std::vector<Counted> fields_;
  std::vector<std::unordered_map<std::string, uint64_t>> counts_;  // by content of the slots, for each field
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_FACET_COUNTER_H_
