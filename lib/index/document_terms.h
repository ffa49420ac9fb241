// SPDX-License-Identifier: GPL-2.0-or-later
//
// What an index has of a document: terms, values and the sequence of its words. The one place that says so,
// however the document is written then.
#ifndef NEWSEARCH_LIB_INDEX_DOCUMENT_TERMS_H_
#define NEWSEARCH_LIB_INDEX_DOCUMENT_TERMS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/word_sequence.h"
#include "newsearch/document.h"
#include "schema/facet_table.h"
#include "text/tokenizer.h"

namespace newsearch {

// Where terms and values go. A term may come more than once: its wdfs add up.
class TermSink {
 public:
  virtual ~TermSink() = default;
  virtual void AddTerm(std::string_view term, uint32_t wdf) = 0;
  // A word of the text, by its term; returns its code. `folded` is the word in it.
  virtual WordCode AddWord(std::string_view term, std::string_view folded, uint32_t wdf) = 0;
  // In any order of slots.
  virtual void AddValue(uint32_t slot, std::string_view value) = 0;
};

// Keeps the analysis chain between documents. Thread-safety: one thread at a time.
class DocumentTerms {
 public:
  // Gives all terms and values of `document` to *sink, and makes *sequence that of its words, in memory used
  // again. `source` is the number of its archive, `places` are PlacesOf(document).
  void Extract(const Document& document, uint32_t source, const std::vector<std::string>& places,
               const FacetTable& facets, TermSink* sink, WordSequence* sequence);

  const Tokenizer& tokenizer() const { return tokenizer_; }

 private:
  void ExtractFacet(const FacetField& field, const std::vector<std::string>& values, TermSink* sink) const;
  void ExtractText(const Document& document, TermSink* sink, WordSequence* sequence);
  void ExtractWord(const std::string& lang, const Word& word, uint32_t wdf, TermSink* sink,
                   WordSequence* sequence);

  Tokenizer tokenizer_;
  std::vector<Word> words_;
  std::string term_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_DOCUMENT_TERMS_H_
