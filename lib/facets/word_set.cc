// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/word_set.h"

namespace newsearch {

void AddSmallWords(const ScannedArticle& article, WordSet* words) {
  for (const ScannedPiece& piece : article.pieces) {
    for (const ScannedWord& word : piece.words) {
      if (!word.Is(kCapitalWord | kInAddress | kNumberWord)) words->Add(word.hash);
    }
  }
}

}  // namespace newsearch
