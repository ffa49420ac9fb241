// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_POSTINGS_H_
#define NEWSEARCH_LIB_INDEX_POSTINGS_H_

#include <xapian.h>

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "index/doc_set.h"
#include "index/facet_columns.h"

namespace newsearch {

// The documents with a term, ascending, and how often it counts in each: three bytes for most of them.
class Postings {
 public:
  // REQUIRES: greater than the documents before.
  void Add(uint32_t doc, uint32_t wdf);
  void Reserve(size_t count);
  // Gives back memory that was taken in advance.
  void Finish();

  size_t size() const { return low_bits_.size(); }
  size_t bytes() const;  // of memory

  // visit(document, wdf), in order.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    auto large = large_wdfs_.begin();
    for (size_t b = 0; b < blocks_.size(); ++b) {
      const uint32_t high_bits = blocks_[b].high_bits;
      const size_t end = b + 1 < blocks_.size() ? blocks_[b + 1].begin : size();
      for (size_t i = blocks_[b].begin; i < end; ++i) {
        const uint8_t wdf = wdfs_[i];
        visit(high_bits | low_bits_[i], wdf != kLargeWdf ? wdf : *large++);
      }
    }
  }

 private:
  static constexpr uint8_t kLargeWdf = UINT8_MAX;  // this or more: in large_wdfs_
  struct Block {
    uint32_t high_bits;  // of its documents
    uint32_t begin;
  };
  std::vector<Block> blocks_;
  std::vector<uint16_t> low_bits_;
  std::vector<uint8_t> wdfs_;
  std::vector<uint32_t> large_wdfs_;
};

// Keeps the posting lists of one commit that were read last, since a decoded list is walked ten times faster
// than Xapian's. Thread-safety: any number of threads at once.
class PostingCache {
 public:
  // Null if the term's are not kept.
  std::shared_ptr<const Postings> Find(const std::string& term);
  void Keep(const std::string& term, std::shared_ptr<const Postings> postings);

 private:
  struct Kept {
    std::string term;
    std::shared_ptr<const Postings> postings;
  };

  std::mutex mutex_;
  std::list<Kept> kept_;  // used last first
  std::unordered_map<std::string_view, std::list<Kept>::iterator> by_term_;
  size_t kept_bytes_ = 0;
};

// Reads posting lists. Thread-safety: one thread at a time.
class PostingReader {
 public:
  // REQUIRES: `cache` is that of the commit which `database` reads, and outlives the reader.
  PostingReader(Xapian::Database database, PostingCache* cache)
      : database_(std::move(database)), cache_(*cache) {}

  // Empty if there is no such term. Throws what Xapian throws.
  std::shared_ptr<const Postings> Read(const std::string& term);

 private:
  Xapian::Database database_;
  PostingCache& cache_;
};

// What ranking knows of each document of a commit. Nothing is worked out for each.
class DocTable {
 public:
  // REQUIRES: `columns` outlives the table.
  explicit DocTable(const FacetColumns& columns);

  size_t limit() const { return lengths_.size(); }  // one more than the greatest document number
  const DocSet& all() const { return all_; }
  // The sum of the words' wdf, beside the mean of the document's language.
  float relative_length(uint32_t doc) const {
    return static_cast<float>(lengths_[doc]) * inverse_means_[inverse_means_.size() == 1 ? 0 : lang(doc)];
  }

  // Calls use(relative_length), which does for each document without asking what it need not.
  template <typename Use>
  void WithRelativeLength(const Use& use) const {
    if (inverse_means_.size() > 1) return use([this](uint32_t doc) { return relative_length(doc); });
    use([lengths = lengths_.data(), inverse_mean = inverse_means_.front()](uint32_t doc) {
      return static_cast<float>(lengths[doc]) * inverse_mean;
    });
  }

  struct LangStats {
    std::string lang;
    DocSet docs;
    double count = 0;
  };
  // By language.
  const std::vector<LangStats>& langs() const { return langs_; }
  // The number of the document's language in langs().
  size_t lang(uint32_t doc) const {
    const uint32_t ordinal = lang_column_ == nullptr ? 0 : lang_column_->First(doc);
    return ordinal == 0 || ordinal > langs_.size() ? 0 : ordinal - 1;
  }

 private:
  std::span<const uint32_t> lengths_;
  const FacetColumn* lang_column_ = nullptr;
  DocSet all_;
  std::vector<LangStats> langs_;
  std::vector<float> inverse_means_;  // of the lengths in each language; at least one
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_POSTINGS_H_
