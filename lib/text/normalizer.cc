// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/normalizer.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <array>
#include <vector>

#include "text/icu_error.h"
#include "text/plain_cjk.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// Letters that have no canonical decomposition but are written plainly by everyone without the key for them.
struct PlainForm {
  char32_t letter;
  const char* plain;
};
constexpr PlainForm kPlainForms[] = {
    {U'æ', "ae"},
    {U'ð', "d"},
    {U'ø', "o"},
    {U'þ', "th"},
    {U'đ', "d"},
    {U'ħ', "h"},
    {U'ı', "i"},
    {U'ĸ', "k"},
    {U'ł', "l"},
    {U'ŋ', "ng"},
    {U'œ', "oe"},
    {U'ŧ', "t"},
    {U'ƒ', "f"},
    {U'ə', "e"},
    {U'ё', "е"},
    // Arabic: the seats of hamza, alef wasla, alef maqsura, teh marbuta; as light stemmers do (Larkey et al.
    // 2002).
    {U'\u0622', "\u0627"},
    {U'\u0623', "\u0627"},
    {U'\u0625', "\u0627"},
    {U'\u0671', "\u0627"},
    {U'\u0649', "\u064A"},
    {U'\u0629', "\u0647"},
    {U'\u0640', ""},
};

std::string PlainFormOf(char32_t letter) {
  for (const PlainForm& form : kPlainForms) {
    if (form.letter == letter) return form.plain;
  }
  std::string same;
  AppendUtf8(letter, &same);
  return same;
}

bool TakesMarksOff(UScriptCode script) {
  return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_ARABIC ||
         script == USCRIPT_HEBREW;
}

UScriptCode ScriptOf(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &error);
  CheckIcu(error, "uscript_getScript");
  return script;
}

const icu::Normalizer2& Casefold() {
  static const icu::Normalizer2* const kCasefold = [] {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* instance = icu::Normalizer2::getNFKCCasefoldInstance(error);
    CheckIcu(error, "Normalizer2::getNFKCCasefoldInstance");
    return instance;
  }();
  return *kCasefold;
}

// What FoldCase makes of the letters below U+0800 that nothing before them can compose with: a text of such
// letters folds letter by letter.
class CaseTable {
 public:
  struct Entry {
    char bytes[7];
    int8_t size;  // -1 where ICU must see what is around
  };

  static const CaseTable& Get() {
    static const CaseTable table;
    return table;
  }
  // REQUIRES: a code point of two bytes.
  const Entry& Find(unsigned char lead, unsigned char second) const {
    return entries_[(lead & 0x1Fu) << 6 | (second & 0x3Fu)];
  }

 private:
  static constexpr char32_t kLimit = 0x800;

  CaseTable() {
    UErrorCode error = U_ZERO_ERROR;
    for (char32_t c = 0; c < kLimit; ++c) {
      entries_[c] = {{}, -1};
      if (!Casefold().hasBoundaryBefore(static_cast<UChar32>(c))) continue;
      const icu::UnicodeString folded =
          Casefold().normalize(icu::UnicodeString(static_cast<UChar32>(c)), error);
      CheckIcu(error, "Normalizer2::normalize");
      std::string bytes;
      folded.toUTF8String(bytes);
      if (bytes.size() > sizeof(Entry::bytes)) continue;
      bytes.copy(entries_[c].bytes, bytes.size());
      entries_[c].size = static_cast<int8_t>(bytes.size());
    }
  }

  Entry entries_[kLimit];
};

// FoldCase by table; false where it takes ICU.
bool FoldCaseByTable(std::string_view text, std::string* out) {
  const CaseTable& table = CaseTable::Get();
  out->reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      out->push_back(static_cast<char>(lead | (lead >= 'A' && lead <= 'Z' ? 0x20 : 0)));
      ++i;
      continue;
    }
    if (lead >= 0xE3 && lead <= 0xED) {
      const Utf8Step step = DecodeUtf8(text, i);
      if (!step.well_formed || !IsPlainCjk(step.code_point)) return false;
      out->append(text, i, step.length);
      i += step.length;
      continue;
    }
    if (lead < 0xC2 || lead > 0xDF || i + 1 == text.size()) return false;
    const auto second = static_cast<unsigned char>(text[i + 1]);
    if ((second & 0xC0) != 0x80) return false;
    const CaseTable::Entry& entry = table.Find(lead, second);
    if (entry.size < 0) return false;
    out->append(entry.bytes, static_cast<size_t>(entry.size));
    i += 2;
  }
  return true;
}

// What every letter below U+2000 becomes; nullptr-like empty `changed` where it stays.
class FoldTable {
 public:
  static const FoldTable& Get() {
    static const FoldTable table;
    return table;
  }
  // Whether `c` changes, and into what.
  const std::string* Find(char32_t c) const {
    return c < kLimit && changes_[c] ? &folded_[index_[c]] : nullptr;
  }
  bool IsMark(char32_t c) const {
    return c < kLimit ? marks_[c] : u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
  }
  bool LosesMarks(char32_t c) const { return c < kLimit ? loses_[c] : TakesMarksOff(ScriptOf(c)); }

 private:
  static constexpr char32_t kLimit = 0x2000;

  FoldTable() {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(error);
    CheckIcu(error, "Normalizer2::getNFDInstance");
    for (char32_t c = 0x80; c < kLimit; ++c) {
      marks_[c] = u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
      loses_[c] = TakesMarksOff(ScriptOf(c));
      if (!loses_[c]) continue;
      icu::UnicodeString decomposed;
      if (!nfd->getDecomposition(static_cast<UChar32>(c), decomposed)) continue;
      std::string plain;
      for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
        const UChar32 part = decomposed.char32At(i);
        if (u_charType(part) != U_NON_SPACING_MARK) plain.append(PlainFormOf(static_cast<char32_t>(part)));
      }
      Set(c, plain);
    }
    for (const PlainForm& form : kPlainForms) Set(form.letter, form.plain);
  }
  void Set(char32_t c, std::string plain) {
    changes_[c] = true;
    index_[c] = static_cast<uint16_t>(folded_.size());
    folded_.push_back(std::move(plain));
  }

  std::array<bool, kLimit> changes_{};
  std::array<bool, kLimit> marks_{};
  std::array<bool, kLimit> loses_{};
  std::array<uint16_t, kLimit> index_{};
  std::vector<std::string> folded_;
};

// ASCII words with single blanks between them: what most names are.
bool IsPlainlySpaced(std::string_view text) {
  char before = ' ';
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || byte < ' ' || (c == ' ' && before == ' ')) return false;
    before = c;
  }
  return before != ' ';
}

bool IsSpaceForNames(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  return u_isUWhiteSpace(static_cast<UChar32>(c)) || c == 0x200B || c == 0xFEFF || c == 0xAD;
}

}  // namespace

std::string FoldCase(std::string_view text) {
  std::string out;
  if (IsAscii(text)) {
    out.assign(text);
    for (char& c : out) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return out;
  }
  if (FoldCaseByTable(text, &out)) return out;
  out.clear();
  if (!IsValidUtf8(text)) {
    uint64_t ill_formed = 0;
    return FoldCase(SanitizeUtf8(text, &ill_formed));
  }
  UErrorCode error = U_ZERO_ERROR;
  out.reserve(text.size());
  icu::StringByteSink<std::string> sink(&out);
  Casefold().normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink, nullptr,
                           error);
  CheckIcu(error, "Normalizer2::normalizeUTF8");
  return out;
}

std::string FoldMarks(std::string_view text, std::u32string_view kept) {
  if (IsAscii(text)) return std::string(text);
  const FoldTable& table = FoldTable::Get();
  std::string out;
  out.reserve(text.size());
  bool after_folding_letter = false;
  for (size_t i = 0; i < text.size();) {
    const Utf8Step step = DecodeUtf8(text, i);
    const char32_t c = step.code_point;
    if (c < 0x80) {
      out.push_back(static_cast<char>(c));
      after_folding_letter = true;
    } else if (kept.find(c) != std::u32string_view::npos) {
      AppendUtf8(c, &out);
      after_folding_letter = true;
    } else if (table.IsMark(c)) {
      // A mark that composes with nothing (x̌) or that follows a letter whose script keeps its marks.
      if (!after_folding_letter) AppendUtf8(c, &out);
    } else {
      const std::string* plain = table.Find(c);
      after_folding_letter = plain != nullptr || table.LosesMarks(c);
      if (plain != nullptr) {
        out.append(*plain);
      } else {
        AppendUtf8(c, &out);
      }
    }
    i += step.length;
  }
  return out;
}

std::string CollapseSpace(std::string_view text) {
  if (IsPlainlySpaced(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  bool space = false;
  for (size_t i = 0; i < text.size();) {
    const Utf8Step step = DecodeUtf8(text, i);
    i += step.length;
    if (step.code_point < 0x80 && step.code_point > ' ' && !space) {
      out.push_back(static_cast<char>(step.code_point));
      continue;
    }
    if (IsSpaceForNames(step.code_point)) {
      // A soft hyphen or zero-width space joins what it stands in, so only real space separates.
      if (u_isUWhiteSpace(static_cast<UChar32>(step.code_point))) space = true;
      continue;
    }
    if (space && !out.empty()) out.push_back(' ');
    space = false;
    AppendUtf8(step.code_point, &out);
  }
  return out;
}

// Space first, since some of it keeps marks apart from letters, and last, since folding makes some out of
// marks that stand alone.
std::string FoldName(std::string_view text) {
  return CollapseSpace(FoldMarks(FoldCase(CollapseSpace(text))));
}

}  // namespace newsearch
