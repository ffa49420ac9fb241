// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/date_vocabulary.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "ingest/ingest_words.h"
#include "text/char_class.h"
#include "text/locale_names.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

// A declined name shares so many bytes with the one that CLDR has, and lost at most so many letters of it.
constexpr size_t kMinSharedBytes = 4;
constexpr size_t kMaxLostLetters = 2;
constexpr size_t kMaxLanguages = 64;
constexpr uint8_t kNoLanguage = 255;
constexpr uint32_t kBeginnings = 1 << 14;

// Letters that the fold table does not know: marks that stand alone depend on what is before them.
constexpr char32_t kFoldTableEnd = 0x700;

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

size_t Hash(std::string_view word) {
  uint64_t hash = word.size() * 0x9E3779B97F4A7C15U;
  const char* data = word.data();
  size_t left = word.size();
  for (; left >= 8; left -= 8, data += 8) {
    uint64_t chunk;
    std::memcpy(&chunk, data, 8);
    hash = (hash ^ chunk) * 0xD6E8FEB86659FD93U;
    hash ^= hash >> 32;
  }
  uint64_t chunk = 0;
  for (size_t i = 0; i < left; ++i)
    chunk |= static_cast<uint64_t>(static_cast<unsigned char>(data[i])) << (8 * i);
  hash = (hash ^ chunk) * 0xD6E8FEB86659FD93U;
  return static_cast<size_t>(hash ^ (hash >> 32));
}

uint32_t Beginning(std::string_view word) {
  uint32_t beginning;
  std::memcpy(&beginning, word.data(), 4);
  return beginning;
}

uint32_t BeginningSlot(uint32_t beginning) { return (beginning * 0x9E3779B1U) >> 18; }
static_assert(kBeginnings == 1u << (32 - 18));

// What single letters below kFoldTableEnd fold into.
class LetterFolds {
 public:
  static const LetterFolds& Get() {
    static const LetterFolds folds;
    return folds;
  }
  // Empty: not a letter that folds by itself.
  std::string_view Of(char32_t c) const { return {folded_[c].data(), size_[c]}; }

 private:
  LetterFolds() : folded_(kFoldTableEnd), size_(kFoldTableEnd) {
    for (char32_t c = 0; c < kFoldTableEnd; ++c) {
      std::string letter;
      AppendUtf8(c, &letter);
      // Marks are not folded by themselves: what FoldMarks does with them depends on the letter before.
      if (!IsLetter(c) || (c >= 0x300 && c < 0x370) || FoldCase("a" + letter).size() < 2) continue;
      const std::string folded = FoldMarks(FoldCase(letter));
      const std::string after = FoldMarks(FoldCase("a" + letter));
      if (folded.size() > folded_[c].size() || after != "a" + folded) continue;
      std::copy(folded.begin(), folded.end(), folded_[c].begin());
      size_[c] = static_cast<uint8_t>(folded.size());
    }
  }
  std::vector<std::array<char, 4>> folded_;
  std::vector<uint8_t> size_;
};

// Kana but for marks that join the letter before and signs for two letters, ideographs and Hangul: the same
// when folded.
bool FoldsIntoItself(char32_t c) {
  return (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FE) || (c >= 0x3400 && c <= 0x9FFF) ||
         (c >= 0xAC00 && c <= 0xD7A3);
}

// Words and signs of a phrase, as the lexer of dates cuts them.
std::vector<std::string> Tokens(std::string_view phrase) {
  std::vector<std::string> tokens;
  bool in_word = false;
  for (size_t i = 0; i < phrase.size();) {
    const Utf8Step step = DecodeUtf8(phrase, i);
    const std::string_view text = phrase.substr(i, step.length);
    i += step.length;
    if (IsSpace(step.code_point)) {
      in_word = false;
    } else if (IsLetter(step.code_point)) {
      if (!in_word) tokens.emplace_back();
      tokens.back().append(text);
      in_word = true;
    } else {
      tokens.emplace_back(step.code_point == 0x2019 ? std::string_view("'") : text);
      in_word = false;
    }
  }
  return tokens;
}

void AddLanguages(DateWordKind kind, LanguageSet languages,
                  std::vector<std::pair<DateWordKind, LanguageSet>>* all) {
  for (auto& [known, set] : *all) {
    if (known == kind) {
      set |= languages;
      return;
    }
  }
  all->emplace_back(kind, languages);
}

}  // namespace

LanguageSet LanguagesOf(const std::vector<std::pair<DateWordKind, LanguageSet>>& languages,
                        DateWordKind kind) {
  for (const auto& [known, set] : languages) {
    if (known == kind) return set;
  }
  return 0;
}

FoldedDateWord::FoldedDateWord(std::string_view word, bool ascii) {
  if (word.size() > kMaxBytes) return;
  if (ascii) {
    for (size_t i = 0; i < word.size(); ++i) {
      const char c = word[i];
      data_[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    size_ = word.size();
    return;
  }
  const LetterFolds& folds = LetterFolds::Get();
  size_t size = 0;
  for (size_t i = 0; i < word.size();) {
    const Utf8Step step = DecodeUtf8(word, i);
    std::string_view folded;
    if (step.code_point < kFoldTableEnd) {
      folded = folds.Of(step.code_point);
    } else if (FoldsIntoItself(step.code_point)) {
      folded = word.substr(i, step.length);
    }
    if (folded.empty()) {
      // A letter that cannot be folded by itself: the long way.
      const std::string all = FoldMarks(FoldCase(word));
      size_ = all.size() > kMaxBytes ? 0 : all.size();
      std::copy_n(all.begin(), size_, data_.begin());
      return;
    }
    if (size + folded.size() > data_.size()) return;
    std::copy(folded.begin(), folded.end(), data_.begin() + static_cast<std::ptrdiff_t>(size));
    size += folded.size();
    i += step.length;
  }
  size_ = size;
}

const DateVocabulary& DateVocabulary::Get() {
  static const DateVocabulary vocabulary;
  return vocabulary;
}

DateVocabulary::DateVocabulary() {
  AddCalendarNames();
  AddQuarters();
  AddDataFile();
  constexpr std::string_view kRomans[] = {"i",   "ii",   "iii", "iv", "v",  "vi",
                                          "vii", "viii", "ix",  "x",  "xi", "xii"};
  for (uint8_t i = 0; i < std::size(kRomans); ++i) {
    DateWord& word = Add(kRomans[i]);
    word.kinds |= KindBit(DateWordKind::kRoman);
    word.roman = static_cast<uint8_t>(i + 1);
  }
  MakeTable();
}

uint8_t DateVocabulary::LanguageNumber(std::string_view lang) const {
  const auto found = std::find(languages_.begin(), languages_.end(), lang);
  return found == languages_.end() ? kNoLanguage : static_cast<uint8_t>(found - languages_.begin());
}

uint8_t DateVocabulary::LanguageNumberFor(std::string_view lang) {
  uint8_t number = LanguageNumber(lang);
  if (number == kNoLanguage && languages_.size() < kMaxLanguages) {
    number = static_cast<uint8_t>(languages_.size());
    languages_.emplace_back(lang);
    endings_.emplace_back();
  }
  return number;
}

DateWord& DateVocabulary::Add(std::string_view folded) {
  const auto [entry, is_new] = index_.try_emplace(std::string(folded), words_.size());
  if (is_new) {
    words_.emplace_back();
    words_.back().folded = folded;
  }
  return words_[entry->second];
}

void DateVocabulary::AddPhrase(const std::vector<std::string>& tokens, uint32_t kinds,
                               const CalendarEntry* name, DateWordKind kind, LanguageSet languages) {
  std::vector<DateWord::Phrase>& phrases = Add(tokens.front()).phrases;
  const std::vector<std::string> rest(tokens.begin() + 1, tokens.end());
  auto phrase = std::find_if(phrases.begin(), phrases.end(),
                             [&rest](const DateWord::Phrase& known) { return known.rest == rest; });
  if (phrase == phrases.end()) phrase = phrases.insert(phrases.end(), DateWord::Phrase{rest, 0, {}, {}});
  phrase->kinds |= kinds;
  if (name != nullptr) phrase->names.push_back(*name);
  AddLanguages(kind, languages, &phrase->languages);
  std::stable_sort(phrases.begin(), phrases.end(), [](const DateWord::Phrase& a, const DateWord::Phrase& b) {
    return a.rest.size() > b.rest.size();
  });
}

void DateVocabulary::AddWord(std::string_view folded, DateWordKind kind, LanguageSet languages) {
  const std::vector<std::string> tokens = Tokens(folded);
  if (tokens.empty()) return;
  if (tokens.size() > 1) {
    AddPhrase(tokens, KindBit(kind), nullptr, kind, languages);
    return;
  }
  DateWord& word = Add(tokens.front());
  word.kinds |= KindBit(kind);
  AddLanguages(kind, languages, &word.languages);
}

void DateVocabulary::AddCalendarNames() {
  declinable_beginnings_.resize(kBeginnings);
  const auto add = [this](const std::string& folded, const CalendarName& name) {
    CalendarEntry entry;
    entry.is_month = name.kind == CalendarName::Kind::kMonth;
    entry.abbreviated = name.abbreviated;
    entry.capital = name.capital;
    entry.number = static_cast<uint8_t>(name.number);
    entry.language = LanguageNumberFor(name.lang);
    const DateWordKind kind = entry.is_month ? DateWordKind::kMonth : DateWordKind::kWeekday;
    const std::vector<std::string> tokens = Tokens(folded);
    if (tokens.empty() || entry.language == kNoLanguage) return;
    if (tokens.size() > 1) {
      AddPhrase(tokens, KindBit(kind), &entry, kind, LanguageSet{1} << entry.language);
      return;
    }
    DateWord& word = Add(tokens.front());
    word.kinds |= KindBit(kind);
    word.names.push_back(entry);
    // Abbreviations are not declined.
    if (name.abbreviated || folded.size() < kMinSharedBytes) return;
    declinable_[Beginning(folded)].push_back({folded, entry});
    declinable_beginnings_[BeginningSlot(Beginning(folded))] = true;
  };
  std::set<std::string> cjk;
  for (const CalendarName& name : CalendarNames()) {
    add(name.folded, name);
    // "ביוני", in June: written as one word in every date.
    if (name.lang == "he" && name.kind == CalendarName::Kind::kMonth) add("ב" + name.folded, name);
    const bool cjk_name = name.lang == "ja" || name.lang == "zh" || name.lang == "ko";
    if (name.kind == CalendarName::Kind::kWeekday && cjk_name) cjk.insert(name.folded);
  }
  cjk_weekdays_.assign(cjk.begin(), cjk.end());
  std::stable_sort(cjk_weekdays_.begin(), cjk_weekdays_.end(),
                   [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
}

// A quarter's noun is the word that the names of all four have in common, and its number in words what they
// have not.
void DateVocabulary::AddQuarters() {
  std::unordered_map<std::string, std::vector<std::set<std::string>>> tokens_of;
  std::vector<QuarterName> names = QuarterNames();
  // Wide and abbreviated names, four by four.
  for (size_t first = 0; first + 3 < names.size(); first += 4) {
    std::vector<std::vector<std::string>> tokens;
    for (size_t i = 0; i < 4; ++i) {
      tokens.emplace_back();
      std::string letters;
      for (char c : names[first + i].folded) letters.push_back(c >= '0' && c <= '9' ? ' ' : c);
      for (std::string& token : Tokens(letters)) {
        const char32_t c = DecodeUtf8(token, 0).code_point;
        if (IsLetter(c)) tokens.back().push_back(std::move(token));
      }
    }
    std::string noun;
    for (const std::string& token : tokens[0]) {
      const bool common = std::all_of(tokens.begin() + 1, tokens.end(), [&token](const auto& other) {
        return std::find(other.begin(), other.end(), token) != other.end();
      });
      if (common && token.size() > noun.size()) noun = token;
    }
    const uint8_t language = LanguageNumberFor(names[first].lang);
    if (noun.empty() || language == kNoLanguage) continue;
    AddWord(noun, DateWordKind::kQuarter, LanguageSet{1} << language);
  }
}

void DateVocabulary::AddDataFile() {
  const std::unordered_map<std::string_view, DateWordKind> kinds = {
      {"ordinal", DateWordKind::kOrdinal}, {"link", DateWordKind::kLink},
      {"daylink", DateWordKind::kDayLink}, {"lead", DateWordKind::kLead},
      {"range", DateWordKind::kRange},     {"and", DateWordKind::kAnd},
      {"after", DateWordKind::kAfter},     {"before", DateWordKind::kBefore},
      {"since", DateWordKind::kSince},     {"about", DateWordKind::kAbout},
      {"season", DateWordKind::kSeason},   {"semester", DateWordKind::kSemester},
      {"quarter", DateWordKind::kQuarter}, {"half", DateWordKind::kHalf},
      {"nth", DateWordKind::kNth},         {"year", DateWordKind::kYear},
      {"number", DateWordKind::kNumber},
  };
  DateWords().ForEach([&](std::string_view name, std::string_view word, std::string_view languages) {
    LanguageSet set = 0;
    std::vector<uint8_t> numbers;
    for (size_t begin = 1; begin < languages.size();) {
      const size_t end = languages.find(',', begin);
      const uint8_t number = LanguageNumberFor(languages.substr(begin, end - begin));
      if (number != kNoLanguage) {
        set |= LanguageSet{1} << number;
        numbers.push_back(number);
      }
      begin = end + 1;
    }
    if (name == "ending") {
      for (uint8_t number : numbers) endings_[number].emplace_back(word);
      return;
    }
    // "season03"
    uint8_t value = 0;
    std::string_view stem = name;
    while (!stem.empty() && stem.back() >= '0' && stem.back() <= '9') stem.remove_suffix(1);
    for (char c : name.substr(stem.size())) value = static_cast<uint8_t>(value * 10 + (c - '0'));
    const auto kind = kinds.find(stem);
    if (kind == kinds.end()) return;
    DateWordKind of = kind->second;
    if (of == DateWordKind::kSemester && value != 0) of = DateWordKind::kSeasonSemester;
    AddWord(word, of, set);
    if (value == 0) return;
    DateWord& added = Add(Tokens(word).front());
    (of == DateWordKind::kNth ? added.nth : added.season_month) = value;
  });
}

void DateVocabulary::MakeTable() {
  constexpr uint32_t kTimes = KindBit(DateWordKind::kMonth) | KindBit(DateWordKind::kSeason) |
                              KindBit(DateWordKind::kSeasonSemester) | KindBit(DateWordKind::kQuarter) |
                              KindBit(DateWordKind::kHalf);
  for (DateWord& word : words_) {
    word.names_a_time = (word.kinds & kTimes) != 0 ||
                        std::any_of(word.phrases.begin(), word.phrases.end(),
                                    [](const auto& phrase) { return (phrase.kinds & kTimes) != 0; });
  }
  size_t size = 1;
  while (size < words_.size() * 4) size *= 2;
  slots_.assign(size, 0);
  for (size_t i = 0; i < words_.size(); ++i) {
    size_t slot = Hash(words_[i].folded) & (size - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (size - 1);
    slots_[slot] = static_cast<uint32_t>(i + 1);
  }
  index_.clear();
}

const DateWord* DateVocabulary::Find(std::string_view folded) const {
  const size_t mask = slots_.size() - 1;
  for (size_t slot = Hash(folded) & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const DateWord& word = words_[slots_[slot] - 1];
    if (word.folded == folded) return &word;
  }
  return nullptr;
}

bool DateVocabulary::MayBeDeclined(std::string_view folded) const {
  return folded.size() >= kMinSharedBytes && declinable_beginnings_[BeginningSlot(Beginning(folded))];
}

void DateVocabulary::FindDeclined(std::string_view folded, LanguageSet languages,
                                  std::vector<CalendarEntry>* entries) const {
  entries->clear();
  if (!MayBeDeclined(folded)) return;
  const auto near = declinable_.find(Beginning(folded));
  if (near == declinable_.end()) return;
  size_t longest = 0;
  for (const Declinable& name : near->second) {
    if ((languages >> name.entry.language & 1) == 0) continue;
    size_t shared = static_cast<size_t>(
        std::mismatch(folded.begin(), folded.end(), name.folded.begin(), name.folded.end()).first -
        folded.begin());
    // Whole letters.
    while (shared > 0 && ((shared < folded.size() && IsContinuation(folded[shared])) ||
                          (shared < name.folded.size() && IsContinuation(name.folded[shared]))))
      --shared;
    if (shared < kMinSharedBytes || shared < longest) continue;
    if (CountCodePoints(std::string_view(name.folded).substr(shared)) > kMaxLostLetters) continue;
    const std::vector<std::string>& endings = endings_[name.entry.language];
    const std::string_view rest = folded.substr(shared);
    const bool fits =
        rest.empty() ? !endings.empty() : std::find(endings.begin(), endings.end(), rest) != endings.end();
    if (!fits) continue;
    if (shared > longest) entries->clear();
    longest = shared;
    entries->push_back(name.entry);
  }
}

DateVocabulary::Era DateVocabulary::EraAtEnd(std::string_view word) {
  static const std::vector<JapaneseEra> eras = JapaneseEras();
  constexpr std::string_view kFirst = "元";
  Era found;
  found.is_first = word.ends_with(kFirst);
  if (found.is_first) word.remove_suffix(kFirst.size());
  for (const JapaneseEra& era : eras) {
    if (!word.ends_with(era.name)) continue;
    found.first_year = era.first_year;
    found.bytes = era.name.size() + (found.is_first ? kFirst.size() : 0);
  }
  return found;
}

size_t DateVocabulary::CjkWeekdayAtFront(std::string_view text) const {
  constexpr std::pair<std::string_view, std::string_view> kBrackets[] = {{"(", ")"}, {"（", "）"}};
  for (const auto& [open, close] : kBrackets) {
    if (!text.starts_with(open)) continue;
    for (const std::string& name : cjk_weekdays_) {
      const std::string_view inside = text.substr(open.size());
      if (inside.starts_with(name) && inside.substr(name.size()).starts_with(close))
        return open.size() + name.size() + close.size();
    }
    return 0;
  }
  for (const std::string& name : cjk_weekdays_) {
    // One sign alone is any word.
    if (CountCodePoints(name) > 1 && text.starts_with(name)) return name.size();
  }
  return 0;
}

}  // namespace newsearch
