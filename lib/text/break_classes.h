// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TEXT_BREAK_CLASSES_H_
#define NEWSEARCH_LIB_TEXT_BREAK_CLASSES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "text/plain_cjk.h"

namespace newsearch {

// What a character does to the words around it (Unicode Standard Annex #29, Word_Break), as the ICU in use
// has it, for the characters whose words can be found without a break iterator.
enum class BreakClass : uint8_t {
  kBreak,      // ends a word and is none
  kLetter,     // ALetter
  kDigit,      // Numeric
  kAt,         // ALetter that is no letter: the at sign in newer versions of ICU
  kMark,       // Extend, Format: goes with what is before it
  kQuote,      // Single_Quote, MidNumLet: joins letters, and digits
  kMidLetter,  // joins letters
  kMidDigit,   // MidNum: joins digits
  kExtend,     // ExtendNumLet that the tokenizer cuts at: joins everything
  kPairs,   // Han, kana, Hangul: one of those that ICU's dictionary says nothing of to a tokenizer of pairs
  kAskIcu,  // all others: dictionary scripts, Hebrew, letters of decomposed Hangul, emoji, ...
};

// Thread-safety: may be used from many threads.
class BreakClasses {
 public:
  static const BreakClasses& Get();

  BreakClass Of(char32_t c) const {
    if (c < kTableEnd) return static_cast<BreakClass>(table_[c]);
    if (c >= kWideBegin && c < kWideEnd) return static_cast<BreakClass>(table_[kTableEnd + (c - kWideBegin)]);
    return IsPlainCjk(c) ? BreakClass::kPairs : BreakClass::kAskIcu;
  }
  BreakClass OfAscii(unsigned char c) const { return static_cast<BreakClass>(table_[c]); }

  // The table that Get() has, asked of ICU: the classes of the characters below kTableEnd, then of those of
  // half and full width. kTableBytes long.
  static std::vector<uint8_t> Compute();

 private:
  static constexpr char32_t kTableEnd = 0x3100;
  // Half and full width.
  static constexpr char32_t kWideBegin = 0xFF00;
  static constexpr char32_t kWideEnd = 0xFFF0;

 public:
  static constexpr size_t kTableBytes = kTableEnd + (kWideEnd - kWideBegin);

 private:
  BreakClasses();

  std::vector<uint8_t> computed_;  // empty where the table was built in
  const uint8_t* table_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_BREAK_CLASSES_H_
