// SPDX-License-Identifier: GPL-2.0-or-later
//
// GlassBatch: some documents, worked up by any thread into what a GlassDatabaseWriter puts into its tables.
// Which documents stand together in a batch does not change the database; batches of some thousand documents
// are best.
#ifndef NEWSEARCH_LIB_GLASS_GLASS_BATCH_H_
#define NEWSEARCH_LIB_GLASS_GLASS_BATCH_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "glass/huffman_deflate.h"
#include "newsearch/status.h"

namespace newsearch {

// What a batch has of one document, in the order of its tables.
struct GlassDocument {
  uint32_t doc = 0;
  uint32_t length = 0;  // sum of wdfs
  uint32_t max_wdf = 0;
  bool compressed_terms = false;
  // Sizes of its parts in the batch's `bytes`, one behind the other.
  uint32_t data_bytes = 0;
  uint32_t terms_bytes = 0;
  uint32_t slots_bytes = 0;
};

struct GlassValue {
  uint32_t doc = 0;
  uint32_t slot = 0;
  uint32_t begin = 0;  // in the batch's `values`
  uint32_t size = 0;
};

struct GlassBatch {
  std::vector<GlassDocument> documents;  // ascending
  std::string bytes;                     // for each document: data, list of terms, list of used slots
  std::vector<GlassValue> slots;         // in the order of documents, then of slots
  std::string values;
  std::string run;  // of postings: posting_run.h

  size_t memory_bytes() const;
};

// Makes one batch after the other. Thread-safety: one thread at a time; builders share nothing.
class GlassBatchBuilder {
 public:
  GlassBatchBuilder();
  GlassBatchBuilder(const GlassBatchBuilder&) = delete;
  GlassBatchBuilder& operator=(const GlassBatchBuilder&) = delete;

  // The number of a term in this batch, from 0 on; a term that is given again has the same. Terms that no
  // document gets leave no trace. Numbers end with Finish.
  // REQUIRES: 0 < size of `term` <= kMaxGlassTermBytes, and with zero bytes twice <= kMaxGlassTermKeyBytes.
  uint32_t TermNumber(std::string_view term);

  // Documents come one after the other, in ascending order. REQUIRES: doc > 0.
  void BeginDocument(uint32_t doc);
  // wdfs of a term that is given several times add up. REQUIRES: the length of the document fits 32 bits.
  void AddTerm(uint32_t number, uint32_t wdf);
  // REQUIRES: ascending slots in a document. An empty value is none.
  void AddValue(uint32_t slot, std::string_view value);
  void SetData(std::string_view data);  // at most once; none if it is empty

  // The documents since the last Finish. Errors: kInvalidArgument for a batch of 4 GB or more.
  Result<GlassBatch> Finish();

 private:
  struct Slot {
    uint32_t tag = 0;
    uint32_t number = 0;  // of the term, from 1 on; 0 for none
  };
  struct Term {
    uint32_t begin = 0;  // in text_
    uint32_t size = 0;
    uint32_t documents = 0;
    uint32_t last_document = 0;  // number in documents_, from 1 on
    uint32_t posting = 0;        // the last one in postings_
  };
  struct Posting {
    uint32_t term = 0;
    uint32_t document = 0;
    uint32_t wdf = 0;
  };

  std::string_view Text(const Term& term) const {
    return std::string_view(text_).substr(term.begin, term.size);
  }
  void GrowTable();
  void SortPostings(std::vector<uint32_t>* order, std::vector<Posting>* by_term);
  void EncodeRun(const std::vector<uint32_t>& order, const std::vector<Posting>& by_term, std::string* run);
  void EncodeTermLists(const std::vector<uint32_t>& order, const std::vector<Posting>& by_term,
                       GlassBatch* batch);

  std::vector<Slot> table_;
  size_t mask_ = 0;
  std::string text_;
  std::vector<Term> terms_;
  std::vector<Posting> postings_;  // by document
  std::vector<GlassDocument> documents_;
  std::vector<uint32_t> distinct_;  // by document: its terms
  std::string data_;
  std::string slots_;
  std::vector<GlassValue> values_;
  std::string value_bytes_;
  uint32_t next_slot_ = 0;
  HuffmanDeflater deflater_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_GLASS_GLASS_BATCH_H_
