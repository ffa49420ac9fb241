// SPDX-License-Identifier: GPL-2.0-or-later
//
// The words of a document in the order of its text. Phrases, neighbours and passages are found in it, for a
// third of the room that Xapian's positions take. The document's id comes with them: ranking reads a sequence
// for nearly each hit anyway.
#ifndef NEWSEARCH_LIB_INDEX_WORD_SEQUENCE_H_
#define NEWSEARCH_LIB_INDEX_WORD_SEQUENCE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/document.h"
#include "text/tokenizer.h"

namespace newsearch {

// Stands for a word: 32 bits of a hash of its LooseForm. Two words of a language with the same one are one
// pair in four thousand million, and a phrase is looked for only where all of its words are.
using WordCode = uint32_t;
WordCode WordCodeOf(std::string_view loose);

struct WordSequence {
  std::vector<WordCode> words;  // title first, without the parts of joined names
  size_t title_words = 0;
  std::string id;
};

// Cuts the text of `document` into its words, as the index does.
WordSequence CutWords(const Document& document, const Tokenizer& tokenizer);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_WORD_SEQUENCE_H_
