// SPDX-License-Identifier: GPL-2.0-or-later
//
// GlassDatabaseWriter: writes a whole Xapian database from batches of documents, or a revision of one that
// replaces everything in it, some ten times as fast as Xapian's API does.
//
//   auto writer = GlassDatabaseWriter::Create(options);
//   GlassBatchBuilder builder;
//   builder.BeginDocument(1);
//   builder.AddTerm(builder.TermNumber("en:news"), 2);
//   auto batch = builder.Finish();
//   Status status = (*writer)->Append(*batch);
//   if (status.ok()) status = (*writer)->Finish({{"name", "value"}});
//   if (status.ok()) status = PublishGlass(options.directory, "news.index");
//
// The tables of documents are written as the batches come. Postings are kept in memory as runs, or in a file
// if there are many, and merged in the end. The same documents and metadata give the same bytes, whatever the
// batches and the memory, but for the UUID of a new database.
#ifndef NEWSEARCH_LIB_GLASS_GLASS_DATABASE_WRITER_H_
#define NEWSEARCH_LIB_GLASS_GLASS_DATABASE_WRITER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "glass/glass_batch.h"
#include "glass/posting_run.h"
#include "newsearch/status.h"

namespace newsearch {

struct GlassWriterOptions {
  // Where the files are made; the directory is made if it is missing.
  std::string directory;
  // The database whose latest revision is followed by the one written, and which PublishGlass will move it
  // to. The UUID is its; its other content is not taken over. Empty for a new database.
  std::string predecessor;
  // Affects performance: bytes of postings and values kept in memory before they go into a file.
  uint64_t memory_bytes = uint64_t{256} << 20;
};

// Sees every term once, in the order of their bytes, with its posting list, during Finish. The list is valid
// until it returns. A status that is not ok ends Finish with it.
using GlassTermSink = std::function<Status(std::string_view term, const PostingPiece& posting)>;

// Thread-safety: one thread at a time.
class GlassDatabaseWriter {
 public:
  // Errors: kIo; kUnsupported if the predecessor is none that can be followed (other block size, tables of
  // other kinds in use, a great many blocks): it must be changed through Xapian then.
  static Result<std::unique_ptr<GlassDatabaseWriter>> Create(const GlassWriterOptions& options);

  GlassDatabaseWriter(const GlassDatabaseWriter&) = delete;
  GlassDatabaseWriter& operator=(const GlassDatabaseWriter&) = delete;
  ~GlassDatabaseWriter();

  // Documents come in ascending order, within and between batches. The run of `batch` is moved out of it.
  // Errors: kInvalidArgument (out of order), kIo. After an error only destruction is left.
  Status Append(GlassBatch* batch);

  // Writes the rest and waits until the disk has it. Empty values of metadata are left out, as Xapian does.
  // Errors: kIo, kInvalidArgument (a key of metadata that is empty or too long), those of `sink`.
  Status Finish(const std::map<std::string, std::string>& metadata, const GlassTermSink& sink = nullptr);

 private:
  class Internal;
  explicit GlassDatabaseWriter(std::unique_ptr<Internal> internal);
  std::unique_ptr<Internal> internal_;
};

// Moves what a writer has finished in `directory` to `database`, its predecessor, or to where there is no
// database: the tables first, which still have the older revision too, and then the file that makes the new
// one visible. If the process dies meanwhile, the older revision is whole. Readers that have it open go on
// with it. `directory` is removed. REQUIRES: nobody else writes to `database`; both are on one file system.
// Errors: kIo.
Status PublishGlass(const std::string& directory, const std::string& database);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_GLASS_GLASS_DATABASE_WRITER_H_
