// SPDX-License-Identifier: GPL-2.0-or-later
//
// The peer: what a programmer gets from Xapian by following its guide. TermGenerator with STEM_SOME and
// positions, facets in value slots and as boolean terms, the document as JSON in the data; QueryParser,
// Enquire, ValueCountMatchSpy, MSet::snippet.
#ifndef NEWSEARCH_BENCH_COMMON_RAW_XAPIAN_H_
#define NEWSEARCH_BENCH_COMMON_RAW_XAPIAN_H_

#include <xapian.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/corpus.h"
#include "common/queries.h"

namespace newsearch::bench {

struct RawFacet {
  const char* name;
  Xapian::valueno slot;
  const char* prefix;
};
inline constexpr RawFacet kRawFacets[] = {
    {"project", 0, "XPROJECT"}, {"city", 1, "XCITY"}, {"country", 2, "XCOUNTRY"}, {"year", 3, "XYEAR"}};

// The boolean term of a value.
std::string RawFacetTerm(const std::string& facet, const std::string& value);

// The most frequent values of the spy's slot, ties by value; 0: all.
std::vector<std::pair<std::string, uint64_t>> CountRawFacet(const Xapian::ValueCountMatchSpy& spy,
                                                            uint32_t max_values);

// Writes documents into a new database at `path`.
class RawXapianWriter {
 public:
  explicit RawXapianWriter(const std::string& path);
  // `data`: the document as JSON.
  void Add(const CorpusDocument& document, const std::string& data);
  void Commit() { database_.commit(); }

 private:
  Xapian::WritableDatabase database_;
  Xapian::TermGenerator generator_;
};

struct RawRequest {
  bool exact_total = true;
  bool facets = false;
  bool snippets = false;
  uint32_t max_values = 10;  // of a facet; 0: all
};

struct RawResponse {
  uint64_t total = 0;
  std::vector<std::string> hits;      // data
  std::vector<std::string> snippets;  // as many as hits, if asked for
  std::map<std::string, std::vector<std::pair<std::string, uint64_t>>> facets;
};

class RawXapianSearcher {
 public:
  explicit RawXapianSearcher(const std::string& path);
  // The best ten.
  RawResponse Search(const BenchQuery& query, const RawRequest& request);

 private:
  Xapian::Database database_;
  Xapian::QueryParser parser_;
  Xapian::Stem stemmer_{"english"};
  Xapian::SimpleStopper stopper_;
};

}  // namespace newsearch::bench

#endif  // NEWSEARCH_BENCH_COMMON_RAW_XAPIAN_H_
