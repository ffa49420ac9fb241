// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_WRITER_LOCK_H_
#define NEWSEARCH_LIB_INDEX_WRITER_LOCK_H_

#include <string>

namespace newsearch {

// Holds other writers of newsearch off an index while Xapian's own lock is let go for a moment: a database
// that was written in bulk has to be opened anew. Taken after Xapian's lock. Goes with the process.
// Thread-safety: one thread at a time.
class WriterLock {
 public:
  WriterLock() = default;  // holds nothing
  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;
  ~WriterLock();

  // False if another writer has it. Where files cannot be locked there is nothing to hold, and Xapian's lock
  // is all there is.
  bool Take(const std::string& index);

 private:
  int file_ = -1;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_WRITER_LOCK_H_
