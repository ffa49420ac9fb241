// SPDX-License-Identifier: GPL-2.0-or-later
//
// WordScanner: one fast pass over a text that describes its words: where they are, what they are when case
// and marks do not count, how they are written, and what lies between them. For finding names; search has its
// Tokenizer.
#ifndef NEWSEARCH_LIB_TEXT_WORD_SCANNER_H_
#define NEWSEARCH_LIB_TEXT_WORD_SCANNER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace newsearch {

// How a word is written, as bits of ScannedWord::shape.
inline constexpr uint16_t kCapitalWord = 1;     // starts with a capital, or with a letter that has no case
inline constexpr uint16_t kAllCapitals = 2;     // has capitals and no small letters
inline constexpr uint16_t kInnerCapital = 4;    // has a capital behind another character
inline constexpr uint16_t kHasSmall = 8;        // has small letters
inline constexpr uint16_t kHasDigit = 16;       // has digits
inline constexpr uint16_t kNumberWord = 32;     // has digits alone
inline constexpr uint16_t kUnitWord = 64;       // one character of a script that puts no blanks between words
inline constexpr uint16_t kInitialsWord = 128;  // letters with full stops: "U.S."
inline constexpr uint16_t kInAddress = 256;     // part of a URL or e-mail address
inline constexpr uint16_t kStartsSentence =
    512;  // first of the text, or behind . ! ? : or an opening quotation mark
inline constexpr uint16_t kHasLetter = 1024;

// What lies between a word and the one before it.
enum class WordGap : uint8_t {
  kStart,       // the text begins here
  kNothing,     // the word before ends where this one starts
  kSpace,       // one blank, or one no-break space
  kHyphen,      // -
  kApostrophe,  // '
  kStopSpace,   // ". "
  kComma,       // ", "
  kBracket,     // " ("
  kDash,        // " - ", also longer dashes
  kSlash,       // "/", also between blanks
  kOther,
};

struct ScannedWord {
  uint64_t hash = 0;   // WordHash of its letters and digits
  uint32_t begin = 0;  // bytes of the text
  uint32_t end = 0;
  uint16_t shape = 0;
  WordGap gap = WordGap::kStart;  // before the word
  uint8_t chars = 0;              // at most 255
  uint32_t front = 0;             // WordFront: of its first three characters; 0 for shorter words

  bool Is(uint16_t shapes) const { return (shape & shapes) != 0; }
};

// The hash of a word, case and marks aside: what a written word and a name in a table are compared by.
uint64_t WordHash(std::string_view word);

// ScannedWord::front of a word.
uint32_t WordFront(std::string_view word);

// The key of a name of several words from the key of its front (0 for none) and the hash of the next word.
inline uint64_t ExtendNameKey(uint64_t key, uint64_t word_hash) {
  uint64_t mixed = (key ^ word_hash) * 0x9E3779B97F4A7C15u;
  mixed ^= mixed >> 32;
  return mixed * 0xD6E8FEB86659FD93u + word_hash;
}

// The word as WordHash takes it: case-folded (NFKC_Casefold, a character at a time), without marks, й as и.
std::string FoldWord(std::string_view word);

// Appends the words of `text` to `words`. A word is a run of letters, marks and digits; a character of Han,
// kana, Hangul, Thai, Lao, Khmer or Myanmar is one by itself (a run of Katakana is one together). Initials
// written with full stops are one word. Ill-formed UTF-8 ends a word. Only the first 4 GB are looked at.
// Thread-safety: may be called from many threads.
void ScanWords(std::string_view text, std::vector<ScannedWord>* words);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_WORD_SCANNER_H_
