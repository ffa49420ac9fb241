// SPDX-License-Identifier: GPL-2.0-or-later
//
// The word tables of this room, from its data files. They live as long as the program.
#ifndef NEWSEARCH_LIB_INGEST_INGEST_WORDS_H_
#define NEWSEARCH_LIB_INGEST_INGEST_WORDS_H_

#include "text/word_table.h"

namespace newsearch {

const WordTable& DateWords();
const WordTable& PageWords();

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_INGEST_WORDS_H_
