// SPDX-License-Identifier: GPL-2.0-or-later
//
// The word sequences of an index, in segments: files beside its database. A commit writes one with the
// documents that it changed, together with the segments before it that are not much larger; so a few changes
// cost little, and there are few segments. Of two segments with a document, the later one counts.
#ifndef NEWSEARCH_LIB_INDEX_WORD_SEQUENCES_H_
#define NEWSEARCH_LIB_INDEX_WORD_SEQUENCES_H_

#include <xapian.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "index/sequence_segment.h"
#include "index/word_sequence.h"
#include "newsearch/status.h"
#include "text/tokenizer.h"

namespace newsearch {

// The segments of one commit. Immutable.
struct SegmentList {
  SegmentList(const std::string& path, const Xapian::Database& database);

  std::vector<SequenceSegment> segments;  // the last one first
  // What is missing or damaged: its documents are cut anew from their texts, which takes a hundred times as
  // long.
  Status fault;
};

// Reads sequences and keeps those read last. Thread-safety: one thread at a time.
class WordSequences {
 public:
  // REQUIRES: `segments` are those of the commit which `database` reads; they and `tokenizer` outlive this.
  WordSequences(const SegmentList* segments, Xapian::Database database, const Tokenizer& tokenizer)
      : segments_(*segments), database_(std::move(database)), tokenizer_(tokenizer) {}

  // nullptr for a document that cannot be read. Valid until the next call. Throws what Xapian throws.
  const WordSequence* Find(uint32_t doc);

 private:
  const SegmentList& segments_;
  Xapian::Database database_;
  const Tokenizer& tokenizer_;
  std::unordered_map<uint32_t, WordSequence> kept_;
  size_t kept_words_ = 0;
};

// Writes the sequences of what a writer changes. Thread-safety: one thread at a time.
class SequenceWriter {
 public:
  // REQUIRES: `tokenizer` outlives this.
  SequenceWriter(std::string path, const Tokenizer& tokenizer)
      : path_(std::move(path)), tokenizer_(tokenizer) {}

  // The document has this sequence from the next commit on. May write files that no commit names yet.
  // Errors: kIo.
  Status Add(uint32_t doc, const WordSequence& sequence, const Xapian::Database& database);
  // The same for all documents of `sequences`.
  Status Add(const SequenceBuilder& sequences, const Xapian::Database& database);

  // Writes what was added since the last time, and notes it in the metadata. What earlier segments should
  // have and have not is cut anew from the texts. Errors: kIo. Throws what Xapian throws.
  Status Write(Xapian::WritableDatabase* database);

  // Forgets what was added since the last time.
  void Drop();

  // Removes files of commits that nobody can read any more.
  void RemoveOld(const Xapian::Database& database) const;

 private:
  Status Spill(const Xapian::Database& database);

  std::string path_;
  const Tokenizer& tokenizer_;
  SequenceBuilder builder_;
  std::vector<std::string> spilled_;  // generations of files
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_WORD_SEQUENCES_H_
