// SPDX-License-Identifier: GPL-2.0-or-later
//
// The vocabulary of an index as a file beside its database. Each commit that changes words has its own file,
// and says in its metadata which: a reader of any commit finds the one that fits, or builds it.
#ifndef NEWSEARCH_LIB_INDEX_VOCABULARY_FILE_H_
#define NEWSEARCH_LIB_INDEX_VOCABULARY_FILE_H_

#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

#include "glass/posting_run.h"
#include "index/vocabulary.h"
#include "newsearch/status.h"

namespace newsearch {

// Writes the vocabulary of what `database` holds now, committed or not, into a new file of the index at
// `path`, and notes it in the metadata. Errors: kIo.
Status WriteVocabulary(const std::string& path, Xapian::WritableDatabase* database);

// The vocabulary of an index that is written in bulk: the file is noted first, then the terms come in the
// order of their bytes, then it is written. The file is that of WriteVocabulary.
class BulkVocabulary {
 public:
  BulkVocabulary(const std::string& path, Xapian::WritableDatabase* database);

  // Errors: kInternal (a damaged list).
  Status Add(std::string_view term, const PostingPiece& posting);
  Status Write() const;  // Errors: kIo.

 private:
  std::string file_;
  std::vector<Vocabulary::Words> languages_;
};

// Removes files of commits that nobody can read any more.
void RemoveOldVocabularies(const std::string& path, const Xapian::Database& database);

// The vocabulary of the commit that `database` reads: from its file, or, where that is missing or damaged,
// made anew from the terms, which takes about a second for half a million words. Then `fault` says why.
Vocabulary ReadVocabulary(const std::string& path, const Xapian::Database& database, Status* fault);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_VOCABULARY_FILE_H_
