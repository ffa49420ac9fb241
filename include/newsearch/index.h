// SPDX-License-Identifier: GPL-2.0-or-later
//
// IndexWriter: puts documents into an index on disk. An index is a directory with a Xapian database in it.
//
//   auto writer = newsearch::IndexWriter::Open("news.index");
//   if (!writer.ok()) return writer.status();
//   auto report = newsearch::IndexArchive(*writer, "news.txt");
//
// Nothing is visible to readers before a commit; a process that dies leaves the last committed state.
#ifndef NEWSEARCH_INDEX_H_
#define NEWSEARCH_INDEX_H_

#include <cstdint>
#include <memory>
#include <string>

#include "newsearch/document.h"
#include "newsearch/export.h"
#include "newsearch/ingest.h"
#include "newsearch/status.h"

namespace newsearch {

struct IndexWriterOptions {
  // Affects behaviour.
  bool create = true;         // make the index (and its parent directories) if there is none
  uint32_t lock_wait_ms = 0;  // how long to wait for another writer before kLocked

  // Affects performance. The index is the same, byte by byte but for its UUID, whatever the threads.
  uint32_t threads = 0;  // that of the caller among them; 0: as many as the machine has; at most 256
  // What is held before it is written, in bytes, about; there is more for each thread, for the words of the
  // vocabulary and for the order of words. Less than 16 MB is slow.
  uint64_t memory_bytes = uint64_t{512} << 20;
  // Writes the documents of an index that has none yet in bulk, ten times as fast as through Xapian, where
  // the format of Xapian's version is known. Needs room on the disk for the new index, and for the postings
  // beyond the memory.
  bool bulk = true;
};

// What one archive changed.
struct UpdateReport {
  uint64_t added = 0;
  uint64_t replaced = 0;
  uint64_t unchanged = 0;
  uint64_t taken_over = 0;  // of those replaced: their id belonged to another source
  uint64_t removed = 0;     // were in the index from this source and are no longer in it
  ArchiveReport archive;
};

// Thread-safety: one thread at a time. One writer per index; a second gets kLocked.
// Lifetime: destroying a writer drops what was not committed.
class NEWSEARCH_EXPORT IndexWriter {
 public:
  // Opens the index in directory `path` for writing.
  // Errors: kLocked, kNotFound (create is false), kVersionMismatch, kCorruption (not an index), kIo.
  static Result<IndexWriter> Open(const std::string& path, const IndexWriterOptions& options = {});

  IndexWriter(IndexWriter&&) noexcept;
  IndexWriter& operator=(IndexWriter&&) noexcept;
  ~IndexWriter();

  // Adds `document`, or replaces the one with its id. A document that is stored already costs a look-up and
  // changes nothing; one that has only moved within its source keeps its terms and counts as unchanged.
  // An id names one document in the index, whatever its source. A facet that the index does not have yet is
  // added to it: see Searcher::facets.
  // Errors: kInvalidArgument for a document that breaks the rules of document.h: an id that is empty, too
  // long or has control characters; a language that is no ISO 639-1 code or "und"; a date or event that is no
  // interval of days in the years 1 to 9999; a facet that cannot have its name, "lang", "place", given twice,
  // with an empty value, or with several where there is one; a confidence outside of 0 to 1; a point that is
  // not on the globe. Also for one facet more than the 256 that an index can have beside the built-in ones.
  // Nothing has changed then. kIo,
  // kCorruption: the writer has lost what was not committed; until AbortArchive, or for good outside of an
  // archive, everything fails with the same status.
  Status Put(const Document& document);

  // Removes the document. Errors: kNotFound, kIo.
  Status Remove(const std::string& id);

  // Between BeginArchive and EndArchive the writer notes which documents of `source` are put again;
  // EndArchive removes those that were not, commits, and tells what changed. AbortArchive forgets
  // everything since BeginArchive. Archives do not nest.
  // Errors: kInvalidArgument (out of order), kIo.
  Status BeginArchive(const std::string& source);
  Result<UpdateReport> EndArchive();
  Status AbortArchive();

  // Makes everything put or removed so far durable and visible to readers opened from now on. Commits nothing
  // when nothing changed. Errors: kIo, kInvalidArgument (inside an archive).
  Status Commit();

 private:
  class Internal;
  explicit IndexWriter(std::unique_ptr<Internal> internal);
  std::unique_ptr<Internal> internal_;
};

// Brings the index up to date with the archive in the file `path`, in one transaction: afterwards the index
// holds exactly the documents of this source that the file holds. A document whose id was in the file before
// is left out, with a warning. On failure the index is as it was. Errors: those of ReadArchive and
// IndexWriter.
NEWSEARCH_EXPORT Result<UpdateReport> IndexArchive(IndexWriter& writer, const std::string& path,
                                                   const IngestOptions& options = {});

}  // namespace newsearch

#endif  // NEWSEARCH_INDEX_H_
