// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_UTF8_SOURCE_H_
#define NEWSEARCH_LIB_INGEST_UTF8_SOURCE_H_

#include <cstdint>
#include <deque>
#include <string>

#include "ingest/text_source.h"

namespace newsearch {

// A source for parsers that take well-formed text alone: what is ill-formed reads as U+FFFD, and places in
// what was read can be found again in the source.
class Utf8Source {
 public:
  // `source` must outlive it.
  explicit Utf8Source(TextSource* source) : source_(source) {}

  // Appends the next piece, which ends between characters and may be empty; false at the end.
  Result<bool> Read(std::string* text);

  // Where byte `offset` of all that was read stands in the source. REQUIRES: not before what was forgotten.
  uint64_t SourceOffset(uint64_t offset) const;
  // Says that nothing before byte `offset` will be asked for.
  void Forget(uint64_t offset);

  uint64_t ill_formed_bytes() const { return ill_formed_bytes_; }

 private:
  // From byte `read` on, until the next run, bytes come from `source` on.
  struct Run {
    uint64_t read = 0;
    uint64_t source = 0;
  };

  TextSource* source_;
  std::string pending_;  // the beginning of a character
  bool ended_ = false;
  uint64_t read_bytes_ = 0;
  uint64_t source_bytes_ = 0;  // without pending_
  uint64_t ill_formed_bytes_ = 0;
  std::deque<Run> runs_ = {{0, 0}};
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_UTF8_SOURCE_H_
