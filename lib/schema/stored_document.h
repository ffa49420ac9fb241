// SPDX-License-Identifier: GPL-2.0-or-later
//
// What an index keeps of a document as data: its record, and its words in order.
#ifndef NEWSEARCH_LIB_SCHEMA_STORED_DOCUMENT_H_
#define NEWSEARCH_LIB_SCHEMA_STORED_DOCUMENT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/status.h"

namespace newsearch {

// Stands for a word in WordSequence: 32 bits of a hash of its LooseForm. Two words of a language with the
// same one are one pair in four thousand million, and a phrase is looked for only where all of its words are.
using WordCode = uint32_t;
WordCode WordCodeOf(std::string_view loose);

// The words of a document in the order of the text. Phrases, neighbours and passages are found in it, for a
// third of the room that Xapian's positions take.
struct WordSequence {
  std::vector<WordCode> words;  // title first
  size_t title_words = 0;
};

struct StoredDocument {
  uint32_t source = 0;  // number of the archive
  std::string record;   // EncodeRecord
  WordSequence sequence;
};

// The record is compressed (zstd, RFC 8878) where that makes it shorter.
std::string PackStored(uint32_t source, std::string_view record, const WordSequence& sequence);

// Errors: kCorruption.
Result<StoredDocument> UnpackStored(std::string_view stored);

// Only the sequence, into *sequence, whose memory is used again. False for damaged data.
bool UnpackSequence(std::string_view stored, WordSequence* sequence);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_SCHEMA_STORED_DOCUMENT_H_
