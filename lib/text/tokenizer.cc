// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/tokenizer.h"

#include <unicode/brkiter.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "text/char_class.h"
#include "text/icu_error.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// ICU counts in 32 bits; longer texts go through in pieces of about this size, cut at white space.
constexpr size_t kPieceBytes = 1u << 16;

// What has more parts is no name but a code: "aGVsbG8gd29ybGQ".
constexpr size_t kMaxParts = 6;

bool IsCjk(char32_t c) {
  if (c < 0x1100) return false;
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &error)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
      return true;
    // The prolonged sound mark and the iteration marks belong to several scripts.
    default:
      return c == 0x30FC || c == 0x3005 || c == 0xFF70;
  }
}

// Whether `c` goes on with the character before it: marks, variation selectors, the vowels and finals of
// decomposed Hangul, the spacing voice marks of kana, invisible format characters.
bool ContinuesCharacter(char32_t c) {
  if (c < 0x80) return false;
  return (c >= 0x1160 && c <= 0x11FF) || c == 0x309B || c == 0x309C || c == 0xFF9E || c == 0xFF9F ||
         (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_M_MASK | U_GC_CF_MASK)) != 0;
}

bool IsFullStop(char32_t c) { return c == '.' || c == 0x2024 || c == 0xFE52 || c == 0xFF0E; }

bool IsColon(char32_t c) { return c == ':' || c == 0xFE55 || c == 0xFF1A; }

bool IsApostrophe(char32_t c) {
  return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0xFF07;
}

// Where to end a piece that starts at `begin`: after white space if there is some, else between code points.
size_t PieceEnd(std::string_view text, size_t begin) {
  if (text.size() - begin <= kPieceBytes) return text.size();
  const size_t limit = begin + kPieceBytes;
  for (size_t end = limit; end > begin + kPieceBytes / 2; --end) {
    const char c = text[end - 1];
    if (c == '\n' || c == ' ' || c == '\t') return end;
  }
  return begin + Utf8Prefix(text.substr(begin), kPieceBytes).size();
}

// The prototype is made once: loading its rules takes about a millisecond, cloning a few microseconds.
std::unique_ptr<icu::BreakIterator> NewWordIterator() {
  static const icu::BreakIterator* const kPrototype = [] {
    UErrorCode error = U_ZERO_ERROR;
    icu::BreakIterator* iterator = icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error);
    CheckIcu(error, "BreakIterator::createWordInstance");
    return iterator;
  }();
  static std::mutex mutex;  // clone() of one object is not promised to be safe from many threads
  std::lock_guard<std::mutex> lock(mutex);
  return std::unique_ptr<icu::BreakIterator>(kPrototype->clone());
}

// Cuts what ICU calls a word further and appends the parts.
class WordSink {
 public:
  WordSink(std::string_view text, uint32_t first_position, std::vector<Word>* words)
      : text_(text), position_(first_position), words_(words) {}

  void AddWord(size_t begin, size_t end) {
    for (size_t i = begin; i < end;) {
      size_t next = i;
      for (; next < end; next += DecodeUtf8(text_, next).length) {
        const char32_t c = DecodeUtf8(text_, next).code_point;
        const bool goes_on = (next > i || RunEndsAt(i)) && ContinuesCharacter(c);
        if (!IsCjk(c) && !goes_on) break;
      }
      if (next > i) {
        ExtendRun(i, next);
      } else {
        while (next < end && !IsCjk(DecodeUtf8(text_, next).code_point))
          next += DecodeUtf8(text_, next).length;
        FlushCjkRun();
        AddPlainWord(i, next);
      }
      i = next;
    }
  }

  // REQUIRES: called once after the last word.
  void FlushCjkRun() {
    if (run_begin_ == run_end_) return;
    size_t previous = run_begin_;
    bool any = false;
    for (size_t i = run_begin_; i < run_end_;) {
      size_t next = i + DecodeUtf8(text_, i).length;
      while (next < run_end_ && ContinuesCharacter(DecodeUtf8(text_, next).code_point)) {
        next += DecodeUtf8(text_, next).length;
      }
      if (i != run_begin_) {
        Emit(text_.substr(previous, next - previous), previous, next, Kind::kGram);
        any = true;
      }
      previous = i;
      i = next;
    }
    if (!any) Emit(text_.substr(run_begin_, run_end_ - run_begin_), run_begin_, run_end_, Kind::kGram);
    run_begin_ = run_end_ = 0;
  }

 private:
  bool RunEndsAt(size_t offset) const { return run_begin_ != run_end_ && run_end_ == offset; }

  void ExtendRun(size_t begin, size_t end) {
    if (!RunEndsAt(begin)) {
      FlushCjkRun();
      run_begin_ = begin;
    }
    run_end_ = end;
  }

  void AddPlainWord(size_t begin, size_t end) {
    const std::string_view word = text_.substr(begin, end - begin);
    if (IsInitials(word)) {
      std::string joined;
      for (size_t i = 0; i < word.size();) {
        const Utf8Step step = DecodeUtf8(word, i);
        if (!IsFullStop(step.code_point)) AppendUtf8(step.code_point, &joined);
        i += step.length;
      }
      // The last full stop is theirs too, though a word breaker leaves it to the sentence.
      const bool stop_behind = end < text_.size() && text_[end] == '.';
      Emit(joined, begin, end + (stop_behind ? 1 : 0), Kind::kWord);
      return;
    }
    size_t part = begin;
    for (size_t i = begin; i < end;) {
      const Utf8Step step = DecodeUtf8(text_, i);
      if (Cuts(begin, end, i, step)) {
        EmitPlain(part, i);
        part = i + step.length;
      }
      i += step.length;
    }
    EmitPlain(part, end);
  }

  // Single letters, with their marks, and full stops between them: "U.S", "e.g".
  static bool IsInitials(std::string_view word) {
    size_t letters = 0;
    bool expect_letter = true;
    for (size_t i = 0; i < word.size();) {
      const Utf8Step step = DecodeUtf8(word, i);
      const char32_t c = step.code_point;
      i += step.length;
      if (!expect_letter && ContinuesCharacter(c)) continue;
      if (expect_letter ? !u_isalpha(static_cast<UChar32>(c)) : !IsFullStop(c)) return false;
      letters += expect_letter;
      expect_letter = !expect_letter;
    }
    return letters >= 2 && !expect_letter;
  }

  bool Cuts(size_t begin, size_t end, size_t at, const Utf8Step& step) const {
    const char32_t c = step.code_point;
    if (IsApostrophe(c) || c == '_' || c == '@' || c == 0x203F || c == 0x202F || IsColon(c)) return true;
    if (!IsFullStop(c)) return false;
    const bool in_number = at > begin && at + step.length < end &&
                           IsDigit(DecodeUtf8Before(text_, at).code_point) &&
                           IsDigit(DecodeUtf8(text_, at + step.length).code_point);
    return !in_number;
  }

  enum class Kind : uint8_t { kWord, kPart, kGram };

  void EmitPlain(size_t begin, size_t end) {
    if (begin == end) return;
    const std::string_view written = text_.substr(begin, end - begin);
    Emit(written, begin, end, Kind::kWord);
    EmitParts(written, begin);
  }

  // The parts of a name that is joined of several: a capital behind a small letter begins one ("my|Smart"),
  // and so does the last of several capitals when small letters follow ("SMART|Life"), unless they are the s
  // of a plural ("NGOs"). Digits and marks go with what is before them.
  void EmitParts(std::string_view written, size_t offset) {
    if (written.size() > kMaxWordBytes) return;
    enum { kNone, kSmall, kCapital } before = kNone;
    size_t starts[kMaxParts + 1] = {0};
    size_t count = 1;
    bool capitals_before = false;  // whether there are more in front of the last one
    size_t last_capital = 0;
    for (size_t i = 0; i < written.size();) {
      const Utf8Step step = DecodeUtf8(written, i);
      const uint8_t classes = classes_.Of(step.code_point);
      if ((classes & CharClasses::kUpper) != 0) {
        if (before == kSmall) {
          if (count > kMaxParts) return;
          starts[count++] = i;
        }
        capitals_before = before == kCapital;
        last_capital = i;
        before = kCapital;
      } else if ((classes & CharClasses::kLower) != 0) {
        if (before == kCapital && capitals_before && !IsPlural(written, i)) {
          if (count > kMaxParts) return;
          starts[count++] = last_capital;
        }
        before = kSmall;
      }
      i += step.length;
    }
    if (count == 1 || count > kMaxParts) return;
    starts[count] = written.size();
    for (size_t i = 0; i < count; ++i) {
      const std::string_view part = written.substr(starts[i], starts[i + 1] - starts[i]);
      if (IsSingleLetter(part)) continue;
      Emit(part, offset + starts[i], offset + starts[i + 1], Kind::kPart);
    }
  }

  // Whether the small letters at `at` are an s alone: "NGOs", "NGOsPlus".
  bool IsPlural(std::string_view written, size_t at) const {
    return written[at] == 's' &&
           (at + 1 == written.size() ||
            (classes_.Of(DecodeUtf8(written, at + 1).code_point) & CharClasses::kUpper) != 0);
  }

  static bool IsSingleLetter(std::string_view part) {
    size_t i = DecodeUtf8(part, 0).length;
    while (i < part.size() && ContinuesCharacter(DecodeUtf8(part, i).code_point)) {
      i += DecodeUtf8(part, i).length;
    }
    return i == part.size();
  }

  void Emit(std::string_view written, size_t begin, size_t end, Kind kind) {
    // Folded first and cut then, so that every normal form of a word is cut in the same place.
    std::string folded = FoldCase(Utf8Prefix(written, kMaxWordBytes * 4));
    // Folding makes blanks of marks that stand alone ("゜"); a term has none.
    if (folded.find(' ') != std::string::npos) {
      folded.erase(std::remove(folded.begin(), folded.end(), ' '), folded.end());
      folded = FoldCase(folded);  // what the blanks kept apart may compose
    }
    if (folded.size() > kMaxWordBytes) folded.resize(Utf8Prefix(folded, kMaxWordBytes).size());
    if (folded.empty()) return;
    const uint32_t position = kind == Kind::kPart ? position_ - 1 : position_++;
    const bool capital =
        kind != Kind::kGram && (classes_.Of(DecodeUtf8(written, 0).code_point) & CharClasses::kUpper) != 0;
    words_->push_back(
        {std::move(folded), begin, end, position, kind == Kind::kGram, capital, kind == Kind::kPart});
  }

  std::string_view text_;
  uint32_t position_;
  std::vector<Word>* words_;
  const CharClasses& classes_ = CharClasses::Get();
  size_t run_begin_ = 0;
  size_t run_end_ = 0;
};

}  // namespace

class Tokenizer::Internal {
 public:
  std::unique_ptr<icu::BreakIterator> iterator = NewWordIterator();
};

Tokenizer::Tokenizer() : internal_(std::make_unique<Internal>()) {}
Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;

void Tokenizer::Tokenize(std::string_view text, uint32_t first_position, std::vector<Word>* words) const {
  WordSink sink(text, first_position, words);
  icu::BreakIterator& iterator = *internal_->iterator;
  for (size_t piece = 0; piece < text.size();) {
    const size_t piece_end = PieceEnd(text, piece);
    UErrorCode error = U_ZERO_ERROR;
    UText utext = UTEXT_INITIALIZER;
    utext_openUTF8(&utext, text.data() + piece, static_cast<int64_t>(piece_end - piece), &error);
    CheckIcu(error, "utext_openUTF8");
    iterator.setText(&utext, error);
    CheckIcu(error, "BreakIterator::setText");
    int32_t begin = iterator.first();
    for (int32_t end = iterator.next(); end != icu::BreakIterator::DONE; begin = end, end = iterator.next()) {
      // ICU takes the status of a word with invisible characters behind it from those.
      const bool is_word =
          iterator.getRuleStatus() >= UBRK_WORD_NONE_LIMIT ||
          u_isalnum(static_cast<UChar32>(DecodeUtf8(text, piece + static_cast<size_t>(begin)).code_point));
      if (!is_word) continue;
      sink.AddWord(piece + static_cast<size_t>(begin), piece + static_cast<size_t>(end));
    }
    utext_close(&utext);
    piece = piece_end;
  }
  sink.FlushCjkRun();
}

}  // namespace newsearch
