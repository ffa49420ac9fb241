// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/scanned_article.h"

namespace newsearch {
namespace {

constexpr size_t kMinWordsToJudge = 3;
constexpr size_t kLongWordBytes = 4;  // shorter ones have small letters in titles too: "of", "the"

void JudgeCase(ScannedPiece* piece) {
  size_t long_words = 0;
  size_t capitalised = 0;
  size_t all_capitals = 0;
  for (const ScannedWord& word : piece->words) {
    if (word.end - word.begin < kLongWordBytes || !word.Is(kHasLetter)) continue;
    ++long_words;
    capitalised += word.Is(kCapitalWord);
    all_capitals += word.Is(kAllCapitals);
  }
  if (long_words < kMinWordsToJudge) return;
  piece->title_case = piece->is_title && capitalised * 10 >= long_words * 6;
  piece->shouting = all_capitals * 2 > long_words;
}

}  // namespace

ScannedArticle ScanArticle(const ArticleText& article) {
  ScannedArticle scanned;
  scanned.text = &article;
  scanned.pieces.reserve(article.pieces.size());
  for (const TextPiece& piece : article.pieces) {
    ScannedPiece& out = scanned.pieces.emplace_back();
    out.text = piece.text;
    out.is_title = piece.is_title;
    out.words.reserve(piece.text.size() / 5);
    ScanWords(piece.text, &out.words);
    JudgeCase(&out);
  }
  return scanned;
}

}  // namespace newsearch
