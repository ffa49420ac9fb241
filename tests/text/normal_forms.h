// SPDX-License-Identifier: GPL-2.0-or-later
//
// The same text in other forms, for tests that must not see a difference.
#ifndef NEWSEARCH_TESTS_TEXT_NORMAL_FORMS_H_
#define NEWSEARCH_TESTS_TEXT_NORMAL_FORMS_H_

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <string>

#include "support/test_support.h"

namespace newsearch {

inline std::string Normalized(const icu::Normalizer2* form, std::string_view text, UErrorCode error) {
  const icu::UnicodeString normal = form->normalize(
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size()))), error);
  EXPECT_TRUE(U_SUCCESS(error));
  std::string out;
  normal.toUTF8String(out);
  return out;
}

// Composed: é is one code point.
inline std::string Nfc(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFCInstance(error);
  return Normalized(form, text, error);
}

// Decomposed: é is e and U+0301.
inline std::string Nfd(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFDInstance(error);
  return Normalized(form, text, error);
}

// Folding writes the iota below a Greek letter as a letter of its own. Where it stands between other marks
// then depends on the form, which Unicode knows (chapter 3, canonical caseless matching); words as people
// write them have no such marks.
inline bool HasIotaBelow(std::string_view nfd) { return nfd.find("\u0345") != std::string_view::npos; }

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_TEXT_NORMAL_FORMS_H_
