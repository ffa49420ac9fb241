// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/word_sequence.h"

#include "text/term_filter.h"
#include "util/hash.h"

namespace newsearch {

WordCode WordCodeOf(std::string_view loose) { return static_cast<WordCode>(StableHash().Add(loose).value()); }

WordSequence CutWords(const Document& document, const Tokenizer& tokenizer) {
  WordSequence sequence;
  sequence.id = document.id;
  std::vector<Word> words;
  const auto add = [&](std::string_view text) {
    words.clear();
    tokenizer.Tokenize(text, 0, &words);
    for (const Word& word : words) {
      if (!word.is_part) sequence.words.push_back(WordCodeOf(LooseForm(word.folded)));
    }
  };
  if (document.title) add(*document.title);
  sequence.title_words = sequence.words.size();
  add(document.body);
  return sequence;
}

}  // namespace newsearch
