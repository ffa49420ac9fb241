// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/tokenizer.h"

#include <unicode/brkiter.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include "text/break_classes.h"
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

// Kinds of bytes in words.
constexpr unsigned kSmallByte = 1;
constexpr unsigned kCapitalByte = 2;
constexpr unsigned kDigitByte = 4;

constexpr std::array<uint8_t, 256> kAsciiKind = [] {
  std::array<uint8_t, 256> kinds{};
  for (unsigned c = 'a'; c <= 'z'; ++c) kinds[c] = kSmallByte;
  for (unsigned c = 'A'; c <= 'Z'; ++c) kinds[c] = kCapitalByte;
  for (unsigned c = '0'; c <= '9'; ++c) kinds[c] = kDigitByte;
  return kinds;
}();

bool IsAsciiSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

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

// Thai, Lao, Khmer, Myanmar and others whose words ICU finds by dictionary.
bool IsOfDictionary(char32_t c) {
  return c >= 0x0E00 &&
         u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT;
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
        next = PlainWordEnd(i, end);
        FlushCjkRun();
        AddPlainWord(i, next);
      }
      i = next;
    }
  }

  // A word without anything that cuts it, all letters and digits: what nearly all are. REQUIRES: ASCII;
  // `seen` is what kAsciiKind says of its characters, `seen_behind` of all but the first.
  void AddAsciiWord(size_t begin, size_t end, unsigned seen, unsigned seen_behind) {
    FlushCjkRun();
    const std::string_view written = text_.substr(begin, end - begin);
    Word& word = words_->emplace_back();
    word.folded.assign(written.data(), std::min(written.size(), kMaxWordBytes));
    if ((seen & kCapitalByte) != 0) {
      for (char& c : word.folded) c = static_cast<char>(c | (c >= 'A' && c <= 'Z' ? 0x20 : 0));
      word.is_capital = written[0] >= 'A' && written[0] <= 'Z';
    }
    word.begin = begin;
    word.end = end;
    word.position = position_++;
    if ((seen & kSmallByte) != 0 && (seen_behind & kCapitalByte) != 0) EmitParts(written, begin);
  }

  // A word in ICU's sense, none of Han, kana and Hangul.
  void AddWordToCut(size_t begin, size_t end) {
    FlushCjkRun();
    AddPlainWord(begin, end);
  }

  // The same without a place to cut at.
  void AddWholeWord(size_t begin, size_t end) {
    FlushCjkRun();
    EmitPlain(begin, end);
  }

  // Characters of Han, kana and Hangul.
  void AddRun(size_t begin, size_t end) { ExtendRun(begin, end); }

  bool has_run() const { return run_begin_ != run_end_; }

  // How far it is, and back to there. REQUIRES: no run where it is taken.
  struct State {
    size_t words;
    uint32_t position;
  };
  State state() const { return {words_->size(), position_}; }
  void GoBack(const State& state) {
    words_->resize(state.words);
    position_ = state.position;
    run_begin_ = run_end_ = 0;
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

  // ICU leaves a name in Latin letters, or a number, in one word with the Thai that goes on behind it.
  size_t PlainWordEnd(size_t begin, size_t end) const {
    enum { kNeither, kOfDictionary, kOther } before = kNeither;
    size_t i = begin;
    while (i < end) {
      const Utf8Step step = DecodeUtf8(text_, i);
      const char32_t c = step.code_point;
      if (IsCjk(c)) break;
      const auto kind = IsOfDictionary(c)                    ? kOfDictionary
                        : u_isalnum(static_cast<UChar32>(c)) ? kOther
                                                             : kNeither;
      if (kind != kNeither) {
        if (before != kNeither && before != kind) break;
        before = kind;
      }
      i += step.length;
    }
    return i;
  }

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
  explicit Internal(Breaks breaks) : breaks_(breaks) {}
  ~Internal() { utext_close(&utext_); }

  void Tokenize(std::string_view text, WordSink* sink) {
    for (size_t piece = 0; piece < text.size();) {
      const size_t piece_end = PieceEnd(text, piece);
      if (breaks_ == Breaks::kIcu) {
        AskIcu(text, piece, piece_end, sink);
      } else {
        Scan(text, piece, piece_end, sink);
      }
      piece = piece_end;
    }
    sink->FlushCjkRun();
  }

 private:
  // Finds the words of text[begin, end) by hand, but for the stretches between ASCII blanks that have a
  // character in them that needs ICU. At blanks a word ends whatever is around them, so ICU finds in such a
  // stretch what it would find in the whole.
  void Scan(std::string_view text, size_t begin, size_t end, WordSink* sink) {
    size_t i = begin;
    // The run before goes on here.
    if (sink->has_run()) {
      i = AskIcuAround(text, begin, begin, end, sink);
      if (i < end) sink->FlushCjkRun();
    }
    size_t stretch = i;
    WordSink::State state = sink->state();
    while (i < end) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (byte < 0x80) {
        const BreakClass found = classes_.OfAscii(byte);
        if (found == BreakClass::kLetter || found == BreakClass::kDigit || found == BreakClass::kAt ||
            found == BreakClass::kExtend) {
          const size_t next = ScanWord(text, i, end, sink);
          if (next != kNeedsIcu) {
            i = next;
            continue;
          }
        } else if (found != BreakClass::kAskIcu) {
          if (IsAsciiSpace(static_cast<char>(byte))) {
            stretch = i;  // with the blank: marks behind it are its own
            sink->FlushCjkRun();
            state = sink->state();
          }
          ++i;
          continue;
        }
      } else {
        const Utf8Step step = DecodeUtf8(text.substr(0, end), i);
        const BreakClass found = step.well_formed ? classes_.Of(step.code_point) : BreakClass::kAskIcu;
        if (found == BreakClass::kLetter || found == BreakClass::kDigit || found == BreakClass::kExtend) {
          const size_t next = ScanWord(text, i, end, sink);
          if (next != kNeedsIcu) {
            i = next;
            continue;
          }
        } else if (found == BreakClass::kPairs) {
          const size_t next = ScanPairs(text, i, end, sink);
          if (next != kNeedsIcu) {
            i = next;
            continue;
          }
        } else if (found != BreakClass::kAskIcu && found != BreakClass::kMark) {
          i += step.length;
          continue;
        }
      }
      sink->GoBack(state);
      i = AskIcuAround(text, stretch, i, end, sink);
      stretch = i;
      if (i < end) sink->FlushCjkRun();
      state = sink->state();
    }
  }

  // The run of Han, kana and Hangul that begins at `begin`; returns where it ends, or kNeedsIcu.
  size_t ScanPairs(std::string_view text, size_t begin, size_t end, WordSink* sink) const {
    const std::string_view here = text.substr(0, end);
    size_t i = begin;
    while (i < end) {
      const Utf8Step step = DecodeUtf8(here, i);
      const BreakClass found = step.well_formed ? classes_.Of(step.code_point) : BreakClass::kAskIcu;
      // Marks are part of the run, and kana go on in a joining sign.
      if (found == BreakClass::kAskIcu || found == BreakClass::kMark || found == BreakClass::kExtend)
        return kNeedsIcu;
      if (found != BreakClass::kPairs) break;
      i += step.length;
    }
    sink->AddRun(begin, i);
    return i;
  }

  // The word that begins at `begin`; returns where it ends, or kNeedsIcu.
  size_t ScanWord(std::string_view text, size_t begin, size_t end, WordSink* sink) const {
    const char* const bytes = text.data();
    unsigned seen = 0;
    unsigned seen_behind = 0;
    size_t i = begin;
    // The first run of ASCII letters and digits is most often the word.
    if (const unsigned kind = kAsciiKind[static_cast<unsigned char>(bytes[i])]; kind != 0) {
      ++i;
      for (; i < end; ++i) {
        const unsigned next = kAsciiKind[static_cast<unsigned char>(bytes[i])];
        if (next == 0) break;
        seen_behind |= next;
      }
      seen = kind | seen_behind;
      if (i == end || bytes[i] == ' ') {
        sink->AddAsciiWord(begin, i, seen, seen_behind);
        return i;
      }
    }
    bool cuts = false;
    bool ascii = true;
    bool marked = false;  // whether marks came last
    const BreakClass first = classes_.Of(DecodeUtf8(text, begin).code_point);
    const bool starts_word = first == BreakClass::kLetter || first == BreakClass::kDigit;
    BreakClass before = i == begin ? BreakClass::kExtend
                        : kAsciiKind[static_cast<unsigned char>(bytes[i - 1])] == kDigitByte
                            ? BreakClass::kDigit
                            : BreakClass::kLetter;
    const std::string_view here = text.substr(0, end);
    while (i < end) {
      const Utf8Step step = DecodeUtf8(here, i);
      BreakClass found = step.well_formed ? classes_.Of(step.code_point) : BreakClass::kAskIcu;
      if (found == BreakClass::kBreak) break;
      if (found == BreakClass::kAskIcu) return kNeedsIcu;
      if (found == BreakClass::kPairs) {
        if (before == BreakClass::kExtend) return kNeedsIcu;
        break;
      }
      const size_t behind = i + step.length;
      if (found == BreakClass::kQuote || found == BreakClass::kMidLetter || found == BreakClass::kMidDigit) {
        if (behind == end) break;
        const Utf8Step next = DecodeUtf8(here, behind);
        BreakClass after = next.well_formed ? classes_.Of(next.code_point) : BreakClass::kAskIcu;
        if (after == BreakClass::kMark || after == BreakClass::kAskIcu) return kNeedsIcu;
        if (after == BreakClass::kAt) after = BreakClass::kLetter;
        const bool joins =
            after == before &&
            (before == BreakClass::kLetter ? found != BreakClass::kMidDigit
                                           : before == BreakClass::kDigit && found != BreakClass::kMidLetter);
        if (!joins) break;
        cuts = true;
        ascii = ascii && step.code_point < 0x80;
        i = behind;
        continue;
      }
      if (found == BreakClass::kAt) {
        cuts = true;
        found = BreakClass::kLetter;
      } else if (found == BreakClass::kExtend) {
        cuts = true;
      }
      ascii = ascii && step.code_point < 0x80;
      if (found != BreakClass::kMark) {
        before = found;
        marked = false;
      } else {
        marked = true;
      }
      i = behind;
    }
    if (cuts) {
      // As ICU has it: its status of a word that ends in a joining sign with marks is that of the marks, and
      // the first character says no more.
      if (before == BreakClass::kExtend && marked && !starts_word) return i;
      sink->AddWordToCut(begin, i);
    } else if (ascii) {
      sink->AddAsciiWord(begin, i, seen, seen_behind);
    } else {
      sink->AddWholeWord(begin, i);
    }
    return i;
  }

  // Has ICU look at the stretch that begins at `begin` and has the character at `at`, and those behind it
  // that begin with such characters, too. Returns where that ends.
  size_t AskIcuAround(std::string_view text, size_t begin, size_t at, size_t end, WordSink* sink) {
    size_t stop = at;
    while (true) {
      while (stop < end && !IsAsciiSpace(text[stop])) ++stop;
      size_t next = stop;
      while (next < end && IsAsciiSpace(text[next])) ++next;
      if (next == end) break;
      if (static_cast<unsigned char>(text[next]) < 0x80) break;
      const Utf8Step step = DecodeUtf8(text, next);
      if (classes_.Of(step.code_point) != BreakClass::kAskIcu) break;
      stop = next;
    }
    AskIcu(text, begin, stop, sink);
    return stop;
  }

  void AskIcu(std::string_view text, size_t begin, size_t end, WordSink* sink) {
    if (iterator_ == nullptr) iterator_ = NewWordIterator();
    UErrorCode error = U_ZERO_ERROR;
    utext_openUTF8(&utext_, text.data() + begin, static_cast<int64_t>(end - begin), &error);
    CheckIcu(error, "utext_openUTF8");
    iterator_->setText(&utext_, error);
    CheckIcu(error, "BreakIterator::setText");
    int32_t from = iterator_->first();
    for (int32_t to = iterator_->next(); to != icu::BreakIterator::DONE; from = to, to = iterator_->next()) {
      const size_t word = begin + static_cast<size_t>(from);
      // ICU takes the status of a word with invisible characters behind it from those.
      const bool is_word = iterator_->getRuleStatus() >= UBRK_WORD_NONE_LIMIT ||
                           u_isalnum(static_cast<UChar32>(DecodeUtf8(text, word).code_point));
      if (is_word) sink->AddWord(word, begin + static_cast<size_t>(to));
    }
  }

  static constexpr size_t kNeedsIcu = static_cast<size_t>(-1);

  const Breaks breaks_;
  const BreakClasses& classes_ = BreakClasses::Get();
  std::unique_ptr<icu::BreakIterator> iterator_;  // made when it is needed
  UText utext_ = UTEXT_INITIALIZER;               // kept open: opening it again is cheap
};

Tokenizer::Tokenizer(Breaks breaks) : internal_(std::make_unique<Internal>(breaks)) {}
Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;

void Tokenizer::Tokenize(std::string_view text, uint32_t first_position, std::vector<Word>* words) const {
  WordSink sink(text, first_position, words);
  internal_->Tokenize(text, &sink);
}

}  // namespace newsearch
