// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/date_lexer.h"

#include <array>
#include <cstring>

#include "text/char_class.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// What a date can have in front of its first number and behind its last one, with a weekday and little words.
// More behind than in front, so that no window sees the numbers of the one before.
constexpr int kBlanksBefore = 7;
constexpr size_t kBytesBefore = 96;
constexpr int kLexemesAfter = 10;

constexpr uint64_t kEach = 0x0101010101010101U;
constexpr uint64_t kHighBits = 0x80 * kEach;

// The high bit of each byte that is an ASCII digit. (Hacker's Delight, 6-1: no carry leaves a byte.)
uint64_t AsciiDigits(uint64_t bytes) {
  const uint64_t value = bytes ^ (0x30 * kEach);
  return ~(((value & ~kHighBits) + 0x76 * kEach) | value) & kHighBits;
}

// A high bit in a byte that is `byte`, and perhaps in one behind it. Exact for the lowest.
uint64_t Equal(uint64_t bytes, uint64_t byte) {
  const uint64_t zero = bytes ^ (byte * kEach);
  return (zero - kEach) & ~zero & kHighBits;
}

// U+0660..0669, U+06F0..06F9, U+FF10..FF19.
bool IsDigitBeyondAsciiAt(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  switch (byte(0)) {
    case 0xD9:
      return byte(1) >= 0xA0 && byte(1) <= 0xA9;
    case 0xDB:
      return byte(1) >= 0xB0 && byte(1) <= 0xB9;
    case 0xEF:
      return byte(1) == 0xBC && byte(2) >= 0x90 && byte(2) <= 0x99;
    default:
      return false;
  }
}

enum class CharKind : uint8_t { kOther, kSpace, kDigit, kUpper, kLower };

constexpr std::array<CharKind, 128> kCharKinds = [] {
  std::array<CharKind, 128> kinds{};
  for (char c = '\t'; c <= '\r'; ++c) kinds[static_cast<size_t>(c)] = CharKind::kSpace;
  kinds[' '] = CharKind::kSpace;
  for (char c = '0'; c <= '9'; ++c) kinds[static_cast<size_t>(c)] = CharKind::kDigit;
  for (char c = 'A'; c <= 'Z'; ++c) kinds[static_cast<size_t>(c)] = CharKind::kUpper;
  for (char c = 'a'; c <= 'z'; ++c) kinds[static_cast<size_t>(c)] = CharKind::kLower;
  return kinds;
}();

bool IsCjkDateSign(char32_t c) {
  return c == U'年' || c == U'月' || c == U'日' || c == U'号' || c == U'년' || c == U'월' || c == U'일';
}

bool IsCjk(char32_t c) { return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3); }

// Marks of direction, soft hyphens and joiners stand between characters and are nothing.
bool IsInvisible(char32_t c) {
  return c == 0xAD || c == 0x61C || (c >= 0x200C && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

char32_t PlainSign(char32_t c) {
  switch (c) {
    case 0x60C:
    case 0xFF0C:
    case 0x3001:
      return ',';
    case 0xFF0E:
      return '.';
    case 0xFF0F:
      return '/';
    case 0xFF1A:
      return ':';
    case 0x2018:
    case 0x2019:
    case 0xB4:
    case '`':
      return '\'';
    case 0x2010:
    case 0x2011:
    case 0xFF0D:
      return '-';
    case 0xFF08:
      return '(';
    case 0xFF09:
      return ')';
    case 0xFF5E:
    case 0x301C:
      return '~';
    default:
      return c;
  }
}

class Lexer {
 public:
  Lexer(std::string_view line, DateWindow* window)
      : line_(line), window_(window), vocabulary_(DateVocabulary::Get()) {
    window_->lexemes.clear();
    window_->promising = false;
    window_->end = 0;
  }

  void Run(size_t begin, int lexemes_after) {
    std::vector<DateLexeme>& lexemes = window_->lexemes;
    bool space = false;
    int since_number = 0;
    bool number_seen = false;
    for (size_t i = begin; i < line_.size();) {
      const auto byte = static_cast<unsigned char>(line_[i]);
      const CharKind kind = byte < 0x80 ? kCharKinds[byte] : CharKind::kOther;
      if (kind == CharKind::kSpace) {
        space = true;
        ++i;
        continue;
      }
      DateLexeme lexeme;
      lexeme.begin = i;
      lexeme.space_before = space;
      if (kind == CharKind::kDigit) {
        i = Number(i, &lexeme);
      } else if (kind == CharKind::kUpper || kind == CharKind::kLower) {
        lexeme.lower = kind == CharKind::kLower;
        i = Word(i, &lexeme);
      } else if (byte < 0x80) {
        lexeme.sign = byte == '`' ? U'\'' : byte;
        ++i;
      } else {
        const Utf8Step step = DecodeUtf8(line_, i);
        const char32_t c = step.code_point;
        if (IsSpace(c)) {
          space = true;
          i += step.length;
          continue;
        }
        if (IsInvisible(c)) {
          i += step.length;
          continue;
        }
        if (IsCjkDateSign(c)) {
          lexeme.sign = c;
          window_->promising |= !lexemes.empty();
          i += step.length;
        } else if (IsDigit(c)) {
          i = Number(i, &lexeme);
        } else if (IsLetter(c)) {
          lexeme.lower = IsLower(c);
          lexeme.cjk = IsCjk(c);
          i = Word(i, &lexeme);
        } else {
          lexeme.sign = PlainSign(c);
          i += step.length;
        }
      }
      space = false;
      lexeme.end = i;
      lexemes.push_back(lexeme);
      if (lexeme.kind == DateLexeme::Kind::kNumber) {
        number_seen = true;
        since_number = 0;
        window_->end = i;
        LookForNumbers();
      } else if (number_seen && ++since_number >= lexemes_after) {
        return;
      }
    }
  }

 private:
  size_t Number(size_t i, DateLexeme* lexeme) {
    lexeme->kind = DateLexeme::Kind::kNumber;
    int value = 0;
    int digits = 0;
    while (i < line_.size()) {
      const Utf8Step step = DecodeUtf8(line_, i);
      if (!IsDigit(step.code_point)) break;
      if (++digits <= 4) value = value * 10 + DigitValue(step.code_point);
      i += step.length;
    }
    lexeme->value = digits > 4 ? -1 : value;
    lexeme->digits = static_cast<uint8_t>(digits > 99 ? 99 : digits);
    return i;
  }

  size_t Word(size_t i, DateLexeme* lexeme) {
    lexeme->kind = DateLexeme::Kind::kWord;
    const size_t begin = i;
    lexeme->ascii = true;
    while (i < line_.size()) {
      const auto byte = static_cast<unsigned char>(line_[i]);
      if (byte < 0x80) {
        if (kCharKinds[byte] < CharKind::kUpper) break;
        ++i;
        continue;
      }
      const Utf8Step step = DecodeUtf8(line_, i);
      if (!IsLetter(step.code_point) || IsCjkDateSign(step.code_point)) break;
      // "13 Sep" is often glued to a title in ideographs.
      if (i > begin && !lexeme->cjk && IsCjk(step.code_point)) break;
      lexeme->ascii = false;
      i += step.length;
    }
    const std::string_view word = line_.substr(begin, i - begin);
    if (word.size() > FoldedDateWord::kMaxBytes) return i;
    const FoldedDateWord folded(word, lexeme->ascii);
    lexeme->word = vocabulary_.Find(folded.view());
    if (lexeme->word != nullptr && lexeme->word->names_a_time && !window_->promising) {
      // The letters of "Q3" and "3Q" are quarters beside a number alone.
      window_->promising = word.size() > 2 || (lexeme->word->kinds & KindBit(DateWordKind::kMonth)) != 0 ||
                           (i < line_.size() && line_[i] >= '0' && line_[i] <= '9') ||
                           (!window_->lexemes.empty() && window_->end == window_->lexemes.back().end);
    }
    // A weekday can stand for a month that is declined: "Mārta" beside "marta", Tuesday.
    if (lexeme->word == nullptr && vocabulary_.MayBeDeclined(folded.view())) {
      lexeme->declined = true;
      window_->promising = true;
    }
    return i;
  }

  // "21.6.2016", "2016-06", "2012/7"; not "12.5", "1/2".
  void LookForNumbers() {
    const std::vector<DateLexeme>& l = window_->lexemes;
    const size_t last = l.size() - 1;
    const auto joins = [&l](size_t i) {
      return l[i].sign == '.' || l[i].sign == '/' || l[i].sign == '-' || l[i].sign == '\'';
    };
    if (last < 2 || l[last].digits > 4) return;
    // "12 XI 2016"
    if (l[last - 1].word != nullptr && l[last - 1].word->Is(DateWordKind::kRoman) && !l[last - 1].lower) {
      window_->promising |= l[last].digits == 4;
      return;
    }
    if (!joins(last - 1)) return;
    // "12/5/'16"
    const size_t sign = l[last - 1].sign == '\'' && joins(last - 2) ? last - 2 : last - 1;
    if (sign < 1) return;
    const DateLexeme& number = l[sign - 1];
    if (number.kind == DateLexeme::Kind::kNumber) {
      if (number.digits == 4) window_->promising = true;
      if (sign >= 3 && joins(sign - 2) && l[sign - 3].kind == DateLexeme::Kind::kNumber)
        window_->promising = true;
      // "11.-13.1.", "30.11.–2.12."
      if (sign >= 4 && IsDash(l[sign - 2].sign) && l[sign - 3].sign == '.') window_->promising = true;
    } else if (number.kind == DateLexeme::Kind::kWord && number.word != nullptr &&
               number.word->Is(DateWordKind::kRoman)) {
      window_->promising = true;
    }
  }

  std::string_view line_;
  DateWindow* window_;
  const DateVocabulary& vocabulary_;
};

// Where the words begin that may belong to a date with the digit at `digit`.
size_t WindowBegin(std::string_view line, size_t digit, size_t floor) {
  const size_t least = digit - floor > kBytesBefore ? digit - kBytesBefore : floor;
  int blanks = 0;
  size_t begin = digit;
  while (begin > least) {
    if (line[begin - 1] == ' ' && ++blanks >= kBlanksBefore) return begin;
    --begin;
  }
  if (begin == floor) return begin;
  // In the middle of a word, perhaps of a character.
  const size_t blank = line.substr(begin, digit - begin).find(' ');
  if (blank != std::string_view::npos) return begin + blank;
  while (begin < digit && (static_cast<unsigned char>(line[begin]) & 0xC0) == 0x80) ++begin;
  return begin;
}

}  // namespace

size_t FindDigit(std::string_view text, size_t from) {
  size_t i = from;
  for (; i + 8 <= text.size(); i += 8) {
    uint64_t bytes;
    std::memcpy(&bytes, text.data() + i, 8);
    uint64_t maybe = AsciiDigits(bytes);
    if ((bytes & kHighBits) != 0) maybe |= Equal(bytes, 0xD9) | Equal(bytes, 0xDB) | Equal(bytes, 0xEF);
    if (maybe == 0) continue;
    for (size_t at = i; at < i + 8; ++at) {
      if ((text[at] >= '0' && text[at] <= '9') || IsDigitBeyondAsciiAt(text, at)) return at;
    }
  }
  for (; i < text.size(); ++i) {
    if ((text[i] >= '0' && text[i] <= '9') || IsDigitBeyondAsciiAt(text, i)) return i;
  }
  return std::string_view::npos;
}

void LexAround(std::string_view line, size_t digit, size_t floor, DateWindow* window) {
  Lexer(line, window).Run(WindowBegin(line, digit, floor), kLexemesAfter);
}

void LexWhole(std::string_view line, DateWindow* window) {
  Lexer(line, window).Run(0, static_cast<int>(line.size()) + 1);
}

}  // namespace newsearch
