// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/break_classes.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <memory>

#include "text/char_tables.h"
#include "text/icu_error.h"

namespace newsearch {
namespace {

// Whether ICU sees one word, or two, in these characters.
class Prober {
 public:
  Prober() {
    UErrorCode error = U_ZERO_ERROR;
    iterator_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
    CheckIcu(error, "BreakIterator::createWordInstance");
  }
  bool IsOne(std::initializer_list<char32_t> characters) {
    icu::UnicodeString text;
    for (const char32_t c : characters) text.append(static_cast<UChar32>(c));
    iterator_->setText(text);
    iterator_->first();
    return iterator_->next() == text.length();
  }

 private:
  std::unique_ptr<icu::BreakIterator> iterator_;
};

BreakClass ByProperties(char32_t c) {
  if (IsPlainCjk(c)) return BreakClass::kPairs;
  const auto code_point = static_cast<UChar32>(c);
  // Scripts with dictionaries, and those that become pairs of characters.
  if (u_getIntPropertyValue(code_point, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) return BreakClass::kAskIcu;
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(code_point, &error);
  CheckIcu(error, "uscript_getScript");
  if (script == USCRIPT_HAN || script == USCRIPT_HANGUL || script == USCRIPT_HIRAGANA ||
      script == USCRIPT_KATAKANA)
    return BreakClass::kAskIcu;
  switch (u_getIntPropertyValue(code_point, UCHAR_WORD_BREAK)) {
    case U_WB_ALETTER:
      // The tokenizer cuts at this one.
      if (c == 0x02BC) return BreakClass::kAskIcu;
      return u_isalpha(code_point) ? BreakClass::kLetter : BreakClass::kAskIcu;
    case U_WB_NUMERIC:
      return u_isdigit(code_point) ? BreakClass::kDigit : BreakClass::kAskIcu;
    case U_WB_EXTEND:
    case U_WB_FORMAT:
      return BreakClass::kMark;
    case U_WB_SINGLE_QUOTE:
    case U_WB_MIDNUMLET:
      return BreakClass::kQuote;
    case U_WB_MIDLETTER:
      return BreakClass::kMidLetter;
    case U_WB_MIDNUM:
      return BreakClass::kMidDigit;
    case U_WB_EXTENDNUMLET:
      return c == '_' || c == 0x202F || c == 0x203F ? BreakClass::kExtend : BreakClass::kAskIcu;
    case U_WB_DOUBLE_QUOTE:  // joins Hebrew letters alone
    case U_WB_OTHER:
    case U_WB_CR:
    case U_WB_LF:
    case U_WB_NEWLINE:
    case U_WB_WSEGSPACE:
      return u_isalnum(code_point) ? BreakClass::kAskIcu : BreakClass::kBreak;
    default:
      return BreakClass::kAskIcu;
  }
}

}  // namespace

const BreakClasses& BreakClasses::Get() {
  static const BreakClasses classes;
  return classes;
}

BreakClasses::BreakClasses() {
  if (const CharTables* built_in = BuiltInCharTables(); built_in != nullptr) {
    table_ = built_in->break_classes;
    return;
  }
  computed_ = Compute();
  table_ = computed_.data();
}

std::vector<uint8_t> BreakClasses::Compute() {
  std::vector<uint8_t> table;
  table.reserve(kTableBytes);
  // ICU's rules are not those of the annex for every sign, and which differ depends on its version.
  Prober prober;
  for (char32_t c = 0; c < kWideEnd; c = c + 1 == kTableEnd ? kWideBegin : c + 1) {
    BreakClass entry = ByProperties(c);
    if (c < 0x80 && entry == BreakClass::kBreak && prober.IsOne({'a', c, 'a'})) {
      entry =
          prober.IsOne({'a', c}) && prober.IsOne({'1', c, '.', 'a'}) ? BreakClass::kAt : BreakClass::kAskIcu;
    } else if (entry == BreakClass::kMidLetter) {
      if (!prober.IsOne({'a', c, 'a'})) entry = BreakClass::kBreak;
    } else if (entry == BreakClass::kMidDigit) {
      if (!prober.IsOne({'1', c, '1'})) entry = BreakClass::kBreak;
    } else if (entry == BreakClass::kQuote) {
      if (!prober.IsOne({'a', c, 'a'}) || !prober.IsOne({'1', c, '1'})) entry = BreakClass::kAskIcu;
    }
    table.push_back(static_cast<uint8_t>(entry));
  }
  return table;
}

}  // namespace newsearch
