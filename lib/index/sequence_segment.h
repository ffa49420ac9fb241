// SPDX-License-Identifier: GPL-2.0-or-later
//
// A file with the word sequences of some documents: those of one commit, or of several that were put
// together. docs/index-format.md has its form.
#ifndef NEWSEARCH_LIB_INDEX_SEQUENCE_SEGMENT_H_
#define NEWSEARCH_LIB_INDEX_SEQUENCE_SEGMENT_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "index/word_sequence.h"
#include "newsearch/status.h"

namespace newsearch {

// Sequences on their way into a segment. A document that is added again has the sequence added last.
class SequenceBuilder {
 public:
  void Add(uint32_t doc, const WordSequence& sequence);
  void Add(const SequenceBuilder& other);
  bool empty() const { return runs_.empty(); }
  size_t words() const { return words_.size(); }  // of all that was added

  // The bytes of the segment. The same sequences give the same bytes, in whatever order they were added.
  // REQUIRES: not empty.
  std::string Build() const;

  void Clear();

 private:
  struct Run {
    uint32_t doc;
    uint32_t count;  // of what is in front of the words, and the words
    size_t begin;    // in words_
  };
  std::vector<uint32_t> words_;
  std::vector<Run> runs_;
};

// Thread-safety: const functions may be called from many threads at once.
class SequenceSegment {
 public:
  // Opens a file. It may be removed meanwhile, not written to. Its words are read when they are asked for.
  // Errors: kNotFound, kIo, kCorruption, kVersionMismatch.
  static Result<SequenceSegment> Open(const std::string& path);

  // Whether it has a sequence of the document.
  bool Has(uint32_t doc) const;
  // That sequence into *sequence, whose memory is used again. False where there is none, and where it is
  // damaged or cannot be read.
  bool Read(uint32_t doc, WordSequence* sequence) const;

  size_t words() const { return word_count_; }

  // Each document that it has a sequence of, ascending.
  template <typename Visit>
  void ForEachDoc(const Visit& visit) const {
    for (size_t i = 0; i + 1 < starts_.size(); ++i) {
      if (starts_[i + 1] > starts_[i])
        visit(docs_.empty() ? first_doc_ + static_cast<uint32_t>(i) : docs_[i]);
    }
  }

 private:
  struct File;
  // The place of the document in starts_; starts_.size() if it has none.
  size_t PlaceOf(uint32_t doc) const;

  std::shared_ptr<const File> file_;
  std::shared_ptr<const void> mapping_;
  uint32_t first_doc_ = 0;
  std::span<const uint32_t> docs_;    // ascending; empty if they are numbered without gaps
  std::span<const uint32_t> starts_;  // of each document's run in the words, and their end
  uint64_t words_at_ = 0;             // byte of the file
  size_t word_count_ = 0;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_SEQUENCE_SEGMENT_H_
