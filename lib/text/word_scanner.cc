// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/word_scanner.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <memory>

#include "text/char_class.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr uint64_t kHashSeed = 0xCBF29CE484222325u;
constexpr uint64_t kHashFactor = 0x100000001B3u;  // of FNV-1a
constexpr size_t kMaxInitials = 8;
constexpr size_t kFrontChars = 3;

inline uint64_t AddToHash(uint64_t hash, char32_t c) { return (hash ^ c) * kHashFactor; }

// FNV-1a leaves its high bits weak for short words.
inline uint64_t FinishHash(uint64_t hash) {
  hash ^= hash >> 29;
  hash *= 0xBF58476D1CE4E5B9u;
  return hash ^ (hash >> 32);
}

// What becomes of a character when case and marks do not count: at most three characters.
struct Folded {
  std::array<char32_t, 3> chars = {};
  uint8_t count = 0;
};

Folded ComputeFolded(char32_t c) {
  std::string utf8;
  AppendUtf8(c, &utf8);
  const std::string text = FoldMarks(FoldCase(utf8));
  Folded folded;
  for (size_t i = 0; i < text.size() && folded.count < folded.chars.size();) {
    const Utf8Step step = DecodeUtf8(text, i);
    // Case endings write и where the name has й.
    folded.chars[folded.count++] = step.code_point == U'й' ? U'и' : step.code_point;
    i += step.length;
  }
  return folded;
}

// ComputeFolded for scripts with case or marks, computed when a block of characters is first met.
class FoldTable {
 public:
  static const FoldTable& Get() {
    static const FoldTable table;
    return table;
  }

  ~FoldTable() {
    for (std::atomic<const Block*>& block : blocks_) delete block.load(std::memory_order_relaxed);
  }

  Folded Of(char32_t c) const {
    if (c >= kEnd) return IsWide(c) ? ComputeFolded(c) : Folded{{c}, 1};
    std::atomic<const Block*>& slot = blocks_[c / kBlockChars];
    const Block* block = slot.load(std::memory_order_acquire);
    if (block == nullptr) block = Fill(c / kBlockChars);
    return (*block)[c % kBlockChars];
  }

 private:
  static constexpr char32_t kBlockChars = 128;
  static constexpr char32_t kEnd = 0x2200;
  using Block = std::array<Folded, kBlockChars>;

  // Full-width forms and compatibility ideographs; of the rest beyond kEnd few have case.
  static bool IsWide(char32_t c) { return (c >= 0xF900 && c <= 0xFFEF) || (c >= 0xA640 && c <= 0xABBF); }

  const Block* Fill(size_t index) const {
    auto block = std::make_unique<Block>();
    for (char32_t i = 0; i < kBlockChars; ++i)
      (*block)[i] = ComputeFolded(static_cast<char32_t>(index) * kBlockChars + i);
    const Block* expected = nullptr;
    // Somebody else may have been faster.
    if (blocks_[index].compare_exchange_strong(expected, block.get(), std::memory_order_acq_rel))
      return block.release();
    return expected;
  }

  mutable std::array<std::atomic<const Block*>, kEnd / kBlockChars> blocks_ = {};
};

bool IsKatakana(char32_t c) {
  return (c >= 0x30A1 && c <= 0x30FF && c != 0x30FB) || (c >= 0xFF66 && c <= 0xFF9F);
}

// Scripts whose words are not told apart by blanks; Hangul's are, but endings are written onto names.
bool IsUnitScript(char32_t c) {
  if (c < 0x0E00) return false;
  return (c <= 0x0EFF) ||                 // Thai, Lao
         (c >= 0x1000 && c <= 0x109F) ||  // Myanmar
         (c >= 0x1780 && c <= 0x17FF) ||  // Khmer
         (c >= 0x3040 && c <= 0x30A0) ||  // Hiragana
         (c >= 0x3400 && c <= 0x9FFF) ||  // Han
         (c >= 0xAC00 && c <= 0xD7A3) ||  // Hangul
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

// Marks of decomposed letters, and what is not seen: soft hyphen, joiners.
bool IsInsideWords(char32_t c) {
  return (c >= 0x0300 && c <= 0x036F) || c == 0x00AD || (c >= 0x200B && c <= 0x200D) || c == 0x2060;
}

// Classes of ASCII.
enum : uint8_t { kAsciiOther = 0, kAsciiSmall = 1, kAsciiCapital = 2, kAsciiDigit = 4 };
constexpr std::array<uint8_t, 128> kAsciiClass = [] {
  std::array<uint8_t, 128> table{};
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<size_t>(c)] = kAsciiSmall;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<size_t>(c)] = kAsciiCapital;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<size_t>(c)] = kAsciiDigit;
  return table;
}();

class Scanner {
 public:
  Scanner(std::string_view text, std::vector<ScannedWord>* words)
      : text_(text.substr(0, UINT32_MAX)), words_(*words), first_(words->size()) {}

  void Run() {
    size_t at = 0;
    while (at < text_.size()) {
      const auto byte = static_cast<unsigned char>(text_[at]);
      if (byte < 0x80) {
        if (kAsciiClass[byte] == kAsciiOther) {
          ++at;
          continue;
        }
        at = ScanWord(at);
        continue;
      }
      const Utf8Step step = DecodeUtf8(text_, at);
      const uint8_t classes = classes_.Of(step.code_point);
      if ((classes & (CharClasses::kLetter | CharClasses::kDigit)) == 0) {
        at += step.length;
      } else if (IsUnitScript(step.code_point)) {
        at = ScanUnit(at, step);
      } else {
        at = ScanWord(at);
      }
    }
    EndChunk();
  }

 private:
  // Describes what lies between the last word and `begin`.
  void SetGap(size_t begin, ScannedWord* word) {
    if (words_.size() == first_) {
      word->gap = WordGap::kStart;
      word->shape |= kStartsSentence;
      if (begin > 0) MeetGap(text_.substr(0, begin), 0);
      return;
    }
    const size_t last_end = words_.back().end;
    const std::string_view gap = text_.substr(last_end, begin - last_end);
    if (gap.size() == 1) {
      switch (gap[0]) {
        case ' ':
          word->gap = WordGap::kSpace;
          EndChunk();
          return;
        case '-':
          word->gap = WordGap::kHyphen;
          return;
        case '\'':
          word->gap = WordGap::kApostrophe;
          return;
        case '/':
          word->gap = WordGap::kSlash;
          return;
        default:
          break;
      }
    }
    if (gap.empty()) {
      word->gap = WordGap::kNothing;
      return;
    }
    word->gap = Classify(gap);
    // "U.S. Senate": the stop belongs to the initials.
    if (gap.find_first_of(".!?:") != std::string_view::npos || gap.find("\u201C") != std::string_view::npos ||
        gap.find("\u201E") != std::string_view::npos || gap.find("\u3002") != std::string_view::npos ||
        gap.find("\n\n") != std::string_view::npos) {
      word->shape |= kStartsSentence;
    }
    MeetGap(gap, last_end);
  }

  static WordGap Classify(std::string_view gap) {
    if (gap == "\u00A0" || gap == "\n") return WordGap::kSpace;
    if (gap == "\u2019") return WordGap::kApostrophe;
    if (gap == "\u2010" || gap == "\u2011") return WordGap::kHyphen;
    if (gap == ". " || gap == ".\u00A0" || gap == ".") return WordGap::kStopSpace;
    if (gap == ", " || gap == "," || gap == " , " || gap == ",\u00A0" || gap == ",\n") return WordGap::kComma;
    if (gap == " (" || gap == "(") return WordGap::kBracket;
    if (gap == " - " || gap == " \u2013 " || gap == " \u2014 " || gap == "\u2013" || gap == "\u2014")
      return WordGap::kDash;
    if (gap == " / ") return WordGap::kSlash;
    return WordGap::kOther;
  }

  // Looks for signs of addresses, and for the blanks that end them.
  void MeetGap(std::string_view gap, size_t offset) {
    for (size_t i = 0; i < gap.size(); ++i) {
      const char c = gap[i];
      if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
        EndChunk();
      } else if (c == ':' && gap.substr(i, 3) == "://") {
        address_ = true;
      } else if (c == '@' && offset + i > 0 && offset + i + 1 < text_.size()) {
        const char before = text_[offset + i - 1];
        const char behind = text_[offset + i + 1];
        if (before != ' ' && before != '\n' && before != '(' && behind != ' ' && behind != '\n')
          address_ = true;
      } else if (c == '.' && words_.size() > first_ && i == 0) {
        const ScannedWord& word = words_.back();
        if (word.end - word.begin == 3 && (text_.compare(word.begin, 3, "www") == 0)) address_ = true;
      }
    }
  }

  void EndChunk() {
    if (address_) {
      for (size_t i = chunk_; i < words_.size(); ++i) words_[i].shape |= kInAddress;
      address_ = false;
    }
    chunk_ = words_.size();
  }

  size_t ScanUnit(size_t at, const Utf8Step& step) {
    ScannedWord word;
    SetGap(at, &word);
    word.begin = static_cast<uint32_t>(at);
    word.end = static_cast<uint32_t>(at + step.length);
    word.shape |= kUnitWord | kHasLetter | kCapitalWord;
    if ((classes_.Of(step.code_point) & CharClasses::kDigit) != 0) word.shape |= kHasDigit;
    word.chars = 1;
    uint64_t hash = kHashSeed;
    hash = Add(hash, step.code_point);
    word.hash = FinishHash(hash);
    words_.push_back(word);
    return word.end;
  }

  uint64_t Add(uint64_t hash, char32_t c) const {
    const Folded folded = folds_.Of(c);
    for (uint8_t i = 0; i < folded.count; ++i) hash = AddToHash(hash, folded.chars[i]);
    return hash;
  }

  // The word that starts at `at`, which is a letter or digit.
  size_t ScanWord(size_t at) {
    ScannedWord word;
    SetGap(at, &word);
    const size_t begin = at;
    uint64_t hash = kHashSeed;
    unsigned seen = 0;  // classes of the characters
    bool inner_capital = false;
    size_t chars = 0;
    size_t folded_chars = 0;
    bool katakana = false;
    while (at < text_.size()) {
      const auto byte = static_cast<unsigned char>(text_[at]);
      if (byte < 0x80) {
        const uint8_t ascii = kAsciiClass[byte];
        if (ascii == kAsciiOther || katakana) break;
        if (ascii == kAsciiCapital) {
          inner_capital |= chars > 0;
          if (chars == 0) word.shape |= kCapitalWord;
          hash = AddToHash(hash, byte | 0x20u);
        } else {
          hash = AddToHash(hash, byte);
        }
        seen |= ascii;
        ++at;
        ++chars;
        if (++folded_chars == kFrontChars) word.front = static_cast<uint32_t>(hash);
        continue;
      }
      const Utf8Step step = DecodeUtf8(text_, at);
      const uint8_t classes = classes_.Of(step.code_point);
      if (chars > 0 && IsInsideWords(step.code_point)) {
        at += step.length;
        continue;
      }
      if ((classes & (CharClasses::kLetter | CharClasses::kDigit)) == 0) break;
      if (IsUnitScript(step.code_point)) break;
      const bool is_katakana = IsKatakana(step.code_point);
      if (chars == 0) {
        katakana = is_katakana;
      } else if (katakana != is_katakana) {
        break;
      }
      if ((classes & CharClasses::kLower) != 0) {
        seen |= kAsciiSmall;
      } else if ((classes & CharClasses::kUpper) != 0) {
        seen |= kAsciiCapital;
        inner_capital |= chars > 0;
        if (chars == 0) word.shape |= kCapitalWord;
      } else if ((classes & CharClasses::kDigit) != 0) {
        seen |= kAsciiDigit;
      } else {
        seen |= kCaseless;
        if (chars == 0) word.shape |= kCapitalWord;
      }
      const Folded folded = folds_.Of(step.code_point);
      for (uint8_t i = 0; i < folded.count; ++i) {
        hash = AddToHash(hash, folded.chars[i]);
        if (++folded_chars == kFrontChars) word.front = static_cast<uint32_t>(hash);
      }
      // A mark by itself is no character of the word.
      chars += folded.count > 0;
      at += step.length;
    }
    word.begin = static_cast<uint32_t>(begin);
    word.end = static_cast<uint32_t>(at);
    if (chars == 1 && (seen & kAsciiDigit) == 0 && at < text_.size() && text_[at] == '.') {
      if (ScanInitials(&word, &hash)) {
        chars = kMaxInitials;
        inner_capital = true;
        seen = word.Is(kCapitalWord) ? kAsciiCapital : kAsciiSmall;
        at = word.end;
      }
    }
    if ((seen & kAsciiSmall) != 0) word.shape |= kHasSmall;
    if ((seen & kAsciiCapital) != 0 && (seen & kAsciiSmall) == 0) word.shape |= kAllCapitals;
    if (inner_capital) word.shape |= kInnerCapital;
    if ((seen & kAsciiDigit) != 0) word.shape |= seen == kAsciiDigit ? kHasDigit | kNumberWord : kHasDigit;
    if ((seen & ~static_cast<unsigned>(kAsciiDigit)) != 0) word.shape |= kHasLetter;
    word.chars = static_cast<uint8_t>(std::min<size_t>(chars, 255));
    word.hash = FinishHash(hash);
    words_.push_back(word);
    return at;
  }

  // "U.S.", "U.S.A", "Т.е.": single letters with full stops between; `word` is the first.
  bool ScanInitials(ScannedWord* word, uint64_t* hash) const {
    size_t at = word->end;
    uint64_t grown = *hash;
    size_t letters = 1;
    size_t end = at;
    while (letters < kMaxInitials && at + 1 < text_.size() && text_[at] == '.') {
      const Utf8Step step = DecodeUtf8(text_, at + 1);
      const uint8_t classes = classes_.Of(step.code_point);
      if ((classes & CharClasses::kLetter) == 0 || IsUnitScript(step.code_point)) break;
      if (word->Is(kCapitalWord) != ((classes & CharClasses::kLower) == 0)) break;
      const size_t behind = at + 1 + step.length;
      const Utf8Step next = behind < text_.size() ? DecodeUtf8(text_, behind) : Utf8Step{};
      if (behind < text_.size() &&
          (classes_.Of(next.code_point) & (CharClasses::kLetter | CharClasses::kDigit)) != 0)
        break;
      grown = Add(grown, step.code_point);
      ++letters;
      at = end = behind;
    }
    if (letters < 2) return false;
    if (end < text_.size() && text_[end] == '.') ++end;
    *hash = grown;
    word->end = static_cast<uint32_t>(end);
    word->shape |= kInitialsWord;
    return true;
  }

  static constexpr unsigned kCaseless = 8;

  std::string_view text_;
  std::vector<ScannedWord>& words_;
  const size_t first_;
  const CharClasses& classes_ = CharClasses::Get();
  const FoldTable& folds_ = FoldTable::Get();
  size_t chunk_ = 0;      // first word since the last blank
  bool address_ = false;  // whether these are parts of an address
};

}  // namespace

uint64_t WordHash(std::string_view word) {
  const FoldTable& folds = FoldTable::Get();
  uint64_t hash = kHashSeed;
  for (size_t i = 0; i < word.size();) {
    const Utf8Step step = DecodeUtf8(word, i);
    const Folded folded = folds.Of(step.code_point);
    for (uint8_t k = 0; k < folded.count; ++k) hash = AddToHash(hash, folded.chars[k]);
    i += step.length;
  }
  return FinishHash(hash);
}

uint32_t WordFront(std::string_view word) {
  const FoldTable& folds = FoldTable::Get();
  uint64_t hash = kHashSeed;
  size_t chars = 0;
  for (size_t i = 0; i < word.size();) {
    const Utf8Step step = DecodeUtf8(word, i);
    const Folded folded = folds.Of(step.code_point);
    for (uint8_t k = 0; k < folded.count; ++k) {
      hash = AddToHash(hash, folded.chars[k]);
      if (++chars == kFrontChars) return static_cast<uint32_t>(hash);
    }
    i += step.length;
  }
  return 0;
}

std::string FoldWord(std::string_view word) {
  const FoldTable& folds = FoldTable::Get();
  std::string out;
  for (size_t i = 0; i < word.size();) {
    const Utf8Step step = DecodeUtf8(word, i);
    const Folded folded = folds.Of(step.code_point);
    for (uint8_t k = 0; k < folded.count; ++k) AppendUtf8(folded.chars[k], &out);
    i += step.length;
  }
  return out;
}

void ScanWords(std::string_view text, std::vector<ScannedWord>* words) { Scanner(text, words).Run(); }

}  // namespace newsearch
