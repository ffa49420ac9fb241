// SPDX-License-Identifier: GPL-2.0-or-later
//
// Runs of postings: the terms of some documents in the order of their bytes, each with its posting list. The
// batches of a database are runs, in memory or in a file, and a posting list of the database is what they
// have of its term, one behind the other.
//
// An entry of a run: bytes shared with the term before, further bytes, these bytes; documents, sum of their
// wdfs, first document, last document less the first, bytes of the list; the list. All numbers are those of
// util/base128.h. A list is in the form of glass: the wdf of the first document, then for each further one
// the difference to the one before less 1, and its wdf.
#ifndef NEWSEARCH_LIB_GLASS_POSTING_RUN_H_
#define NEWSEARCH_LIB_GLASS_POSTING_RUN_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "glass/output_file.h"
#include "newsearch/status.h"

namespace newsearch {

// A part of a posting list.
struct PostingPiece {
  uint32_t documents = 0;
  uint64_t total_wdf = 0;
  uint32_t first_doc = 0;
  uint32_t last_doc = 0;
  std::string_view list;
};

// Writes a run; terms come in ascending order. Thread-safety: one thread at a time.
class RunEncoder {
 public:
  // Appends an entry to *out.
  void Append(std::string_view term, const PostingPiece& posting, std::string* out);

 private:
  std::string term_;
};

// What goes through a run, entry by entry. Thread-safety: one thread at a time.
class RunReader {
 public:
  explicit RunReader(std::string_view run);  // which must stay
  // Of `size` bytes of `file` from `offset` on, read piece by piece. REQUIRES: they are flushed; the file
  // stays.
  RunReader(const OutputFile* file, uint64_t offset, uint64_t size);

  // Goes on to the next entry, or, the first time, to the first. False at the end and after an error.
  bool Next();
  const Status& status() const { return status_; }

  const std::string& term() const { return term_; }
  const PostingPiece& posting() const { return posting_; }  // valid until Next

 private:
  bool Fill(size_t wanted);

  std::string_view rest_;
  const OutputFile* file_ = nullptr;
  uint64_t offset_ = 0;
  uint64_t unread_ = 0;
  std::string buffer_;
  std::string term_;
  PostingPiece posting_;
  Status status_;
};

// Goes through the terms of several runs in ascending order. Documents of a run come before those of the runs
// behind it. Thread-safety: one thread at a time.
class RunMerger {
 public:
  explicit RunMerger(std::vector<RunReader> runs);

  // Goes on to the next term. False at the end and after an error.
  bool Next();
  const Status& status() const { return status_; }

  const std::string& term() const { return term_; }
  // In the order of runs; valid until Next.
  std::span<const PostingPiece> pieces() const { return pieces_; }

  // The pieces as one; `buffer` is where its list is kept if it has to be put together.
  PostingPiece Joined(std::string* buffer) const;

 private:
  bool Before(uint32_t a, uint32_t b) const;
  void Sift(size_t at);
  void Key(uint32_t run);

  std::vector<RunReader> runs_;
  std::vector<uint64_t> keys_;   // the first bytes of each run's term
  std::vector<uint32_t> heap_;   // runs that are not at their end
  std::vector<uint32_t> taken_;  // those that have term_
  std::string term_;
  std::vector<PostingPiece> pieces_;
  Status status_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_GLASS_POSTING_RUN_H_
