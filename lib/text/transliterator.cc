// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/transliterator.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <array>
#include <optional>
#include <unordered_map>

#include "text/icu_error.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// Scripts in which a letter stands for the same whatever stands beside it, nearly.
bool IsReadByLetter(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &error);
  CheckIcu(error, "uscript_getScript");
  switch (script) {
    case USCRIPT_LATIN:
    case USCRIPT_CYRILLIC:
    case USCRIPT_GREEK:
    case USCRIPT_ARMENIAN:
    case USCRIPT_GEORGIAN:
    case USCRIPT_HEBREW:
    case USCRIPT_ARABIC:
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED:
      return true;
    default:
      return false;
  }
}

// How Greek writes sounds that it has no letter for, and vowels of two letters.
struct GreekPair {
  char32_t first;
  char32_t second;
  std::string_view latin;
};
constexpr GreekPair kGreekPairs[] = {
    {U'μ', U'π', "b"}, {U'ν', U'τ', "d"},  {U'γ', U'κ', "g"},  {U'γ', U'γ', "ng"},
    {U'τ', U'ζ', "j"}, {U'ο', U'υ', "ou"}, {U'α', U'υ', "av"}, {U'ε', U'υ', "ev"},
    {U'ε', U'ι', "i"}, {U'ο', U'ι', "i"},  {U'α', U'ι', "e"},
};

// The stress may stand on the second of a pair; on the first, or with a dialytika, they are two sounds
// (Μάιος).
char32_t WithoutStress(char32_t c) {
  switch (c) {
    case U'\u03AF':
      return U'\u03B9';
    case U'\u03CD':
      return U'\u03C5';
    default:
      return c;
  }
}

// Cyrillic as news in Latin letters writes it, where ICU's letters (of ISO 9) lose a sound when their marks
// go.
struct CyrillicLetter {
  char32_t letter;
  std::string_view latin;
};
constexpr CyrillicLetter kCyrillicLetters[] = {
    {U'ё', "yo"}, {U'ж', "zh"}, {U'х', "kh"}, {U'ч', "ch"}, {U'ш', "sh"}, {U'щ', "shch"}, {U'ъ', ""},
    {U'ь', ""},   {U'ю', "yu"}, {U'я', "ya"}, {U'є', "ye"}, {U'ї', "yi"}, {U'ђ', "dj"},   {U'џ', "dzh"},
};

std::string_view FindGreekPair(char32_t first, char32_t second) {
  if (first < 0x3B1 || first > 0x3C9) return {};
  second = WithoutStress(second);
  for (const GreekPair& pair : kGreekPairs) {
    if (pair.first == first && pair.second == second) return pair.latin;
  }
  return {};
}

}  // namespace

class Transliterator::Internal {
 public:
  std::string ToLatin(std::string_view word) {
    std::string out;
    if (IsAscii(word)) {
      out.assign(word);
      for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
      }
      return out;
    }
    const std::string folded = FoldCase(word);
    out.reserve(folded.size());
    for (size_t at = 0; at < folded.size();) {
      const Utf8Step step = DecodeUtf8(folded, at);
      at += step.length;
      if (step.code_point < 0x80) {
        out.push_back(static_cast<char>(step.code_point));
        continue;
      }
      const Utf8Step next = DecodeUtf8(folded, at);
      if (const std::string_view pair = FindGreekPair(step.code_point, next.code_point); !pair.empty()) {
        out.append(pair);
        at += next.length;
        continue;
      }
      const Letter& letter = Of(step.code_point);
      if (!letter.alone) return ByRules(folded);
      out.append(letter.latin);
    }
    return out;
  }

 private:
  struct Letter {
    bool alone = false;  // read without what stands beside it
    std::string latin;
  };

  const Letter& Of(char32_t c) {
    const auto [found, is_new] = letters_.try_emplace(c);
    if (!is_new) return found->second;
    for (const CyrillicLetter& cyrillic : kCyrillicLetters) {
      if (cyrillic.letter == c) return found->second = {true, std::string(cyrillic.latin)};
    }
    if (IsReadByLetter(c)) {
      std::string text;
      AppendUtf8(c, &text);
      found->second = {true, ByRules(text)};
    }
    return found->second;
  }

  std::string ByRules(std::string_view text) {
    if (rules_ == nullptr) {
      UErrorCode error = U_ZERO_ERROR;
      rules_.reset(
          icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Any-Lower", UTRANS_FORWARD, error));
      CheckIcu(error, "Transliterator::createInstance");
    }
    icu::UnicodeString unicode =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    rules_->transliterate(unicode);
    std::string latin;
    unicode.toUTF8String(latin);
    return latin;
  }

  std::unordered_map<char32_t, Letter> letters_;
  std::unique_ptr<icu::Transliterator> rules_;
};

Transliterator::Transliterator() : internal_(std::make_unique<Internal>()) {}
Transliterator::Transliterator(Transliterator&&) noexcept = default;
Transliterator& Transliterator::operator=(Transliterator&&) noexcept = default;
Transliterator::~Transliterator() = default;

std::string Transliterator::ToLatin(std::string_view word) { return internal_->ToLatin(word); }

std::string LevelSpelling(std::string_view latin) {
  std::string out;
  out.reserve(latin.size());
  const auto at = [&](size_t i) { return i < latin.size() ? latin[i] : '\0'; };
  const auto add = [&](char c) {
    if (out.empty() || out.back() != c) out.push_back(c);
  };
  for (size_t i = 0; i < latin.size(); ++i) {
    const char c = latin[i];
    const char next = at(i + 1);
    switch (c) {
      case 'p':
        if (next == 'h') {
          add('f');
          ++i;
        } else {
          add('p');
        }
        break;
      case 's':
        add('s');
        if (next == 'c' && at(i + 2) == 'h') {
          i += 2;
        } else if (next == 'h' || next == 'z') {
          ++i;
        }
        break;
      case 't':
        add('t');
        if (next == 'h') ++i;
        break;
      case 'c':
      case 'q':
      case 'k':
        add('k');
        if (next == 'h') ++i;
        break;
      case 'w':
        add('v');
        break;
      case 'j':
      case 'y':
        add('i');
        break;
      case 'x':
        add('k');
        add('s');
        break;
      default:
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) add(c);
    }
  }
  return out;
}

}  // namespace newsearch
