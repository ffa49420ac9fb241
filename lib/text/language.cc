// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>

#include "util/utf8.h"

namespace newsearch {
namespace {

// More than this adds nothing to the guess.
constexpr size_t kMaxGuessBytes = 4096;

}  // namespace

std::string NormalizeLanguageTag(std::string_view tag) {
  const std::string_view primary = tag.substr(0, tag.find_first_of("-_"));
  std::string lang(primary);
  for (char& c : lang) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  const bool letters = std::all_of(lang.begin(), lang.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!letters || lang.size() < 2 || lang.size() > 3 || lang == "un") return std::string(kUnknownLanguage);
  if (lang == "nb" || lang == "nn") return "no";
  if (lang == "iw") return "he";
  if (lang == "in") return "id";
  if (lang == "ji") return "yi";
  return lang;
}

LanguageGuess GuessLanguage(std::string_view text) {
  text = Utf8Prefix(text, kMaxGuessBytes);
  // CLD2 reads beyond the end of ill-formed text.
  if (!IsValidUtf8(text)) {
    uint64_t ill_formed = 0;
    return GuessLanguage(SanitizeUtf8(text, &ill_formed));
  }
  CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  CLD2::Language languages[3];
  int percents[3];
  double scores[3];
  int text_bytes = 0;
  bool reliable = false;
  CLD2::ExtDetectLanguageSummary(text.data(), static_cast<int>(text.size()), true, &hints, 0, languages,
                                 percents, scores, nullptr, &text_bytes, &reliable);
  LanguageGuess guess;
  if (languages[0] == CLD2::UNKNOWN_LANGUAGE) return guess;
  guess.lang = NormalizeLanguageTag(CLD2::LanguageCode(languages[0]));
  guess.reliable = reliable;
  guess.percent = percents[0];
  return guess;
}

}  // namespace newsearch
