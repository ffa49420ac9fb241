// SPDX-License-Identifier: GPL-2.0-or-later
//
// Tokenizer: finds the words of a text. Independent of language, so that a query can be cut once and then
// stemmed for every language of an index.
#ifndef NEWSEARCH_LIB_TEXT_TOKENIZER_H_
#define NEWSEARCH_LIB_TEXT_TOKENIZER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace newsearch {

struct Word {
  std::string folded;  // FoldCase of the written word, at most kMaxWordBytes
  uint64_t begin = 0;  // bytes of the original text
  uint64_t end = 0;
  uint32_t position = 0;
  bool is_gram = false;     // one of the overlapping pairs of a Chinese, Japanese or Korean run
  bool is_capital = false;  // written with a capital or titlecase letter in front
  bool is_part = false;     // of the joined name in front of it, at the position of that
};

// Longer words are cut between code points: no term may come near Xapian's limit of 245 bytes.
inline constexpr size_t kMaxWordBytes = 120;

// Words by Unicode Standard Annex #29 as ICU's break iterator finds them (dictionaries for Thai, Lao, Khmer,
// Burmese), cut again at apostrophes, inner full stops, colons and underscores, so that "l'eau" gives l, eau
// and "example.com" example, com. Initials written with full stops are joined: "U.S." gives us. Runs of Han,
// kana and Hangul become overlapping pairs of characters, which need no dictionary and find every part.
// A name joined of several, as capitals inside of it show, is one word and has its parts behind it at the
// same position: "mySMARTLife" gives mysmartlife, my, smart, life, and the next word counts on from there.
//
// Thread-safety: one tokenizer per thread at a time; making one is cheap after the first.
class Tokenizer {
 public:
  // How word breaks are found: by ICU's iterator where it is needed, or everywhere. The words are the same.
  enum class Breaks : uint8_t { kFast, kIcu };

  explicit Tokenizer(Breaks breaks = Breaks::kFast);
  ~Tokenizer();
  Tokenizer(Tokenizer&&) noexcept;
  Tokenizer& operator=(Tokenizer&&) noexcept;

  // Appends the words of `text` in order; positions start at `first_position`.
  void Tokenize(std::string_view text, uint32_t first_position, std::vector<Word>* words) const;

 private:
  class Internal;
  std::unique_ptr<Internal> internal_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_TOKENIZER_H_
