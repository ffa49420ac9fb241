// SPDX-License-Identifier: GPL-2.0-or-later
//
// BulkBuild: the documents of an index that has none yet, on their way into a database that is written at
// once (lib/glass). Documents are put in batches; batches are worked up by several threads, and come together
// in their order.
#ifndef NEWSEARCH_LIB_INDEX_BULK_BUILD_H_
#define NEWSEARCH_LIB_INDEX_BULK_BUILD_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "glass/glass_database_writer.h"
#include "index/sequence_segment.h"
#include "newsearch/document.h"
#include "newsearch/status.h"
#include "schema/facet_table.h"

namespace newsearch {

struct BulkOptions {
  uint32_t threads = 1;       // in all, that of the caller among them
  uint64_t memory_bytes = 0;  // what is held before it is written, about
};

// Thread-safety: one thread at a time.
class BulkBuild {
 public:
  // For the index at `path`. Errors: kUnsupported if it cannot be written so, kIo.
  static Result<std::unique_ptr<BulkBuild>> Start(const std::string& path, const BulkOptions& options);

  // Removes what a process that died has left. REQUIRES: nobody else writes to the index.
  static void RemoveLeftovers(const std::string& path);

  BulkBuild(const BulkBuild&) = delete;
  BulkBuild& operator=(const BulkBuild&) = delete;
  ~BulkBuild();  // drops what was not published

  // Whether a document with this id was put. Rarely also for another id: one look-up in what was written
  // tells.
  bool MayHave(const std::string& id) const;
  uint32_t documents() const;

  // The document gets the next number, from 1 on. REQUIRES: !MayHave(document.id); CheckDocument passes.
  // Errors: those of this and of documents put before; the message names the document. Nothing goes on then.
  Status Put(const Document& document, uint32_t source, std::vector<std::string> places,
             const FacetTable& facets);

  // Waits until all is worked up. Errors: as those of Put.
  Status Drain();

  // The sequences of words that were not taken yet, in the order of documents.
  std::vector<SequenceBuilder> TakeSequences();

  // Writes the database with these metadata. REQUIRES: drained. Errors: kIo.
  Status Finish(const std::map<std::string, std::string>& metadata, const GlassTermSink& sink);

  // Where it is when it is finished; any Xapian reads it there.
  const std::string& directory() const;

  // Makes it the database of the index. REQUIRES: finished. Errors: kIo.
  Status Publish();

 private:
  class Internal;
  explicit BulkBuild(std::unique_ptr<Internal> internal);
  std::unique_ptr<Internal> internal_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_BULK_BUILD_H_
