// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/project_tagger.h"

#include <algorithm>
#include <bitset>
#include <optional>
#include <unordered_set>
#include <utility>

#include "facets/facets_words.h"
#include "facets/gazetteer.h"
#include "facets/word_kinds.h"
#include "text/normalizer.h"
#include "text/stop_words.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr size_t kMaxPhraseWords = 4;
constexpr size_t kMaxQuotedWords = 8;
constexpr size_t kLongQuote = 6;  // words; longer ones are titles of many things
constexpr size_t kMinNameChars = 3;
constexpr size_t kMaxEnding = 5;      // bytes behind the beginning of a cue that may be inflection
constexpr size_t kMinCompound = 9;    // bytes of a word that ends in the word project
constexpr size_t kGrantWords = 5;     // between the word grant and its number
constexpr size_t kGrantReach = 40;    // words between a name and the grant behind it
constexpr size_t kColonReach = 12;    // words between "projects" and a colon before a list
constexpr size_t kListReach = 400;    // words of such a list
constexpr size_t kMaxChain = 20;      // names beside one cue
constexpr size_t kMaxNames = 200000;  // more are not collected; no archive has as many projects
constexpr size_t kMaxGrants = 20;     // of a name
constexpr size_t kMaxSpellings = 16;  // of a name
constexpr double kMinDoubt = 0.02;

// How much of the doubt an article takes away that introduces a name beside the word project, by how the name
// is written: one article does for a name in capitals, four for a word with a capital.
constexpr double kDistinctive = 0.75;
constexpr double kQuoted = 0.55;
constexpr double kPhrase = 0.3;
constexpr double kWord = 0.2;
// Of names in capitals only.
constexpr double kListed = 0.5;       // behind "projects ...:", or at the start of a sentence behind that
constexpr double kGrant = 0.5;        // named before the number of a grant
constexpr double kSign = 0.4;         // beside what projects have
constexpr double kNetwork = 0.4;      // beside what may be a project
constexpr double kPartner = 0.2;      // beside what others have too
constexpr double kSmallQuote = 0.25;  // in quotation marks, without a capital in front

enum Kind : uint32_t {
  kIsCue = 1,
  kIsMany = 2,
  kIsProgramme = 4,
  kIsNever = 8,
  kIsGrant = 16,
  kIsBetween = 32,
  kIsAnd = 64,
  kIsNetwork = 128,
  kIsSign = 256,
  kIsPartner = 512,
  kIsOf = 1024,
};
const std::vector<std::string_view>& KindNames() {
  static const std::vector<std::string_view> names = {
      "cue", "many", "programme", "never", "grant", "between", "and", "network", "sign", "partner", "of"};
  return names;
}
// What is looked for in all languages; archives mix them, and so do names.
constexpr uint32_t kAnyLanguageKinds = kIsCue | kIsMany | kIsProgramme | kIsNever | kIsGrant;
// Where looking closer begins.
constexpr uint32_t kTriggers = kIsCue | kIsMany | kIsProgramme | kIsGrant | kIsNetwork | kIsSign | kIsPartner;

constexpr size_t kFrontBits = 13;

// What is the same in all languages.
struct AnyLanguage {
  AnyLanguage() : kinds(ProjectWords(), KindNames(), "") {
    const auto add = [this](std::string_view kind, std::string_view word) {
      const auto at = std::find(KindNames().begin(), KindNames().end(), kind);
      if (at == KindNames().end()) return;
      if ((kTriggers >> (at - KindNames().begin()) & 1) == 0) return;
      word = word.substr(0, word.find(' '));
      std::vector<ScannedWord> words;
      ScanWords(word, &words);
      if (words.empty()) return;
      if (words.front().Is(kUnitWord)) {
        units.insert(words.front().hash);
      } else {
        fronts.set(WordFront(word) % fronts.size());
      }
    };
    ProjectWords().ForEach(
        [&](std::string_view kind, std::string_view word, std::string_view) { add(kind, word); });
    ProjectWords().ForEachBeginning(add);
  }

  static const AnyLanguage& Get() {
    static const AnyLanguage any;
    return any;
  }

  WordKinds kinds;
  std::bitset<1u << kFrontBits> fronts;  // of the words that trigger
  std::unordered_set<uint64_t> units;    // their first characters where these are words by themselves
};

bool EndsWithAny(std::string_view text, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [text](std::string_view end) { return text.ends_with(end); });
}
bool StartsWithAny(std::string_view text, std::initializer_list<std::string_view> starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [text](std::string_view start) { return text.starts_with(start); });
}

// Whether a quotation starts at the end of `gap`, or ends at its start.
bool OpensQuote(std::string_view gap) {
  return EndsWithAny(gap, {"\u201C", "\u201E", "\u00AB", "\u00AB ", "\u00AB\u00A0", "\u00AB\u202F", "\u00BB",
                           "\"", "'", "\u2018", "\u201A", "\u300C", "\u300E", "\u300A"});
}
bool ClosesQuote(std::string_view gap) {
  return StartsWithAny(gap, {"\u201D", "\u201C", "\u00BB", " \u00BB", "\u00A0\u00BB", "\u202F\u00BB",
                             "\u00AB", "\"", "'", "\u2019", "\u2018", "\u300D", "\u300F", "\u300B"});
}

// Whether `gap`, at whose end a quotation starts, ends another one first: "», «"; not " «", nor "“".
bool ClosesQuoteFirst(std::string_view gap) {
  std::string_view rest = gap;
  for (const std::string_view blank : {" ", "\u00A0", "\u202F"}) {
    if (!rest.starts_with(blank)) continue;
    rest.remove_prefix(blank.size());
    break;
  }
  if (rest.empty()) return false;
  const size_t end = DecodeUtf8(rest, 0).length;
  const bool behind_blank = rest.size() < gap.size();
  const std::string_view mark = rest.substr(0, end);
  if (behind_blank && mark != "\u00BB") return false;
  if (!ClosesQuote(mark)) return false;
  rest.remove_prefix(end);
  if (behind_blank) return rest.find_first_not_of(" \xC2\xA0") != std::string_view::npos;
  // A mark by itself may well open: 项目“X”.
  return !rest.empty() || mark.size() == 1;
}

// Nothing but blanks in front of a word, in one line.
bool FollowsBlanks(const ScannedPiece& piece, size_t word) {
  const WordGap gap = piece.words[word].gap;
  if (gap == WordGap::kSpace) return true;
  return gap == WordGap::kOther &&
         piece.GapText(word).find_first_not_of(" \t\xC2\xA0") == std::string_view::npos;
}

bool JoinsName(const ScannedPiece& piece, size_t word) {
  switch (piece.words[word].gap) {
    case WordGap::kSpace:
    case WordGap::kHyphen:
      return true;
    case WordGap::kOther: {
      const std::string_view gap = piece.GapText(word);
      return gap == "&" || gap == " & ";
    }
    default:
      return false;
  }
}

// The same within quotation marks, where little words are parts of a name.
bool JoinsQuoted(const ScannedPiece& piece, size_t word) {
  const WordGap gap = piece.words[word].gap;
  return JoinsName(piece, word) || gap == WordGap::kApostrophe || gap == WordGap::kNothing;
}

bool IsMixed(const ScannedWord& word) {
  return word.Is(kInnerCapital) ? word.Is(kHasSmall)
                                : word.Is(kCapitalWord) && word.Is(kHasDigit) && word.Is(kHasSmall);
}

size_t DigitsOf(std::string_view word) {
  return static_cast<size_t>(
      std::count_if(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

// Its counts; null where the name has too many others.
ProjectName::Spelling* SpellingOf(const std::string& written, ProjectName* name) {
  const auto known = name->spellings.find(written);
  if (known != name->spellings.end()) return &known->second;
  return name->spellings.size() < kMaxSpellings ? &name->spellings[written] : nullptr;
}

// Written like a name: CAPITALS, CamelCase, "eDrais2017"; not "3rd", "U.S.", "EU27".
bool HasNameShape(const ScannedPiece& piece, size_t i) {
  const ScannedWord& word = piece.words[i];
  if (!word.Is(kAllCapitals | kInnerCapital | kHasDigit)) return false;
  if (word.end - word.begin > ProjectTagger::kMaxNameBytes) return false;
  if (word.Is(kNumberWord | kInitialsWord | kInAddress | kUnitWord) || word.chars < kMinNameChars)
    return false;
  if (word.Is(kInnerCapital) && word.Is(kHasSmall)) return true;
  if (!word.Is(kHasDigit)) return word.Is(kAllCapitals);
  return word.Is(kCapitalWord | kInnerCapital) && word.chars >= DigitsOf(piece.Written(i)) + 2;
}

size_t BeginOf(const ScannedPiece& piece, size_t word) {
  const size_t begin = piece.words[word].begin;
  // "+CityxChange"
  const bool plus = begin > 0 && piece.text[begin - 1] == '+' && (begin == 1 || piece.text[begin - 2] == ' ');
  return plus ? begin - 1 : begin;
}

std::string NameText(const ScannedPiece& piece, size_t first, size_t last) {
  const size_t begin = BeginOf(piece, first);
  std::string text(piece.text.substr(begin, piece.words[last - 1].end - begin));
  return text.find_first_of("\n\t\xC2") == std::string::npos ? text : CollapseSpace(text);
}

}  // namespace

bool IsProjectWord(const ScannedPiece& piece, size_t word) {
  const uint64_t key = ExtendNameKey(0, piece.words[word].hash);
  if ((AnyLanguage::Get().kinds.Of(key) & (kIsCue | kIsMany)) != 0) return true;
  const std::string folded = FoldWord(piece.Written(word));
  bool is_project = false;
  ProjectWords().ForEachBeginning([&](std::string_view kind, std::string_view beginning) {
    is_project |=
        kind == "cue" && folded.starts_with(beginning) && folded.size() <= beginning.size() + kMaxEnding;
  });
  return is_project;
}

struct ProjectTagger::Language {
  explicit Language(const std::string& name)
      : lang(name),
        kinds(ProjectWords(), KindNames(), lang == "und" ? "" : lang),
        capital_nouns(lang == "de" || lang == "lb") {
    for (const std::string& word : StopWords(lang)) stop_words.insert(WordHash(word));
    const std::string marked = "," + lang + ",";
    ProjectWords().ForEach([&](std::string_view kind, std::string_view word, std::string_view languages) {
      if (kind == "compound" && languages.find(marked) != std::string_view::npos)
        compounds.emplace_back(word);
    });
  }

  std::string lang;
  WordKinds kinds;
  bool capital_nouns;
  std::unordered_set<uint64_t> stop_words;
  std::vector<std::string> compounds;
  std::unordered_map<uint64_t, uint32_t> known;  // kinds of words that were looked at closer
};

// Words [first, last) of a piece that are introduced as a project.
struct ProjectTagger::Introduction {
  size_t first = 0;
  size_t last = 0;
  ProjectNameKind kind = ProjectNameKind::kDistinctive;
  double weight = 0;  // the share of the doubt that it takes away
  const char* rule = "beside the word project";
  std::string_view grant = {};
};

// Finds what a piece introduces.
class ProjectTagger::CueReader {
 public:
  CueReader(const ScannedPiece& piece, Language* language, std::vector<Introduction>* names)
      : piece_(piece), words_(piece.words), language_(*language), names_(*names) {}

  void Run() {
    if (SaysNothingByCapitals()) return;
    const AnyLanguage& any = AnyLanguage::Get();
    for (size_t i = 0; i < words_.size(); ++i) {
      const ScannedWord& word = words_[i];
      if (word.front != 0 ? !any.fronts.test(word.front % any.fronts.size()) : !word.Is(kUnitWord)) {
        if (word.end - word.begin < kMinCompound || language_.compounds.empty() || !IsCompound(i)) continue;
        BesideCue(i, i + 1);
        continue;
      }
      if (word.Is(kUnitWord)) {
        if (any.units.count(word.hash) != 0) UnitCue(i);
        continue;
      }
      const uint32_t kinds = KindsOf(i);
      if ((kinds & kIsCue) != 0 || IsCompound(i)) BesideCue(i, i + 1);
      if ((kinds & kIsMany) != 0) List(i);
      if ((kinds & kIsProgramme) != 0) Programme(i);
      if ((kinds & kIsGrant) != 0) Grant(i);
      if ((kinds & kIsNetwork) != 0) BesideSign(i, i + 1, kNetwork);
      if ((kinds & kIsPartner) != 0) BesideSign(i, i + 1, kPartner);
      if ((kinds & kIsSign) != 0) {
        BesideSign(i, i + 1, kSign);
      } else if (i + 1 < words_.size() && JoinsName(piece_, i + 1) && (PhraseKinds(i) & kIsSign) != 0) {
        BesideSign(i, i + 2, kSign);
      }
    }
  }

 private:
  // A heading in capitals, where these do not tell names; a list of names is none.
  bool SaysNothingByCapitals() const {
    if (!piece_.shouting) return false;
    size_t capitals = 0;
    size_t others = 0;
    for (const ScannedWord& word : words_) {
      const auto index = static_cast<size_t>(&word - words_.data());
      (HasNameShape(piece_, index) && !IsMixed(word) ? capitals : others) += 1;
    }
    return capitals > 3 && capitals > others;
  }

  uint32_t KindsOfKey(uint64_t key) const {
    return (AnyLanguage::Get().kinds.Of(key) & kAnyLanguageKinds) |
           (language_.kinds.Of(key) & ~kAnyLanguageKinds);
  }

  uint32_t KindsOf(size_t i) {
    const auto [known, is_new] = language_.known.try_emplace(words_[i].hash, 0);
    if (!is_new) return known->second;
    uint32_t kinds = KindsOfKey(ExtendNameKey(0, words_[i].hash));
    if ((kinds & kIsMany) != 0) kinds |= kIsCue;
    if ((kinds & kIsCue) == 0) {
      // "projektet", not "Projektleiter".
      const std::string folded = FoldWord(piece_.Written(i));
      ProjectWords().ForEachBeginning([&](std::string_view kind, std::string_view beginning) {
        if (kind == "cue" && folded.starts_with(beginning) && folded.size() <= beginning.size() + kMaxEnding)
          kinds |= kIsCue;
      });
    }
    if (language_.known.size() > 10000) language_.known.clear();
    return language_.known[words_[i].hash] = kinds;
  }

  uint32_t PhraseKinds(size_t i) const {
    return KindsOfKey(ExtendNameKey(ExtendNameKey(0, words_[i].hash), words_[i + 1].hash));
  }

  // "Forschungsprojekt", "pilotprojektet"
  bool IsCompound(size_t i) const {
    const ScannedWord& word = words_[i];
    if (word.end - word.begin < kMinCompound || word.Is(kInAddress)) return false;
    const std::string_view written = piece_.Written(i);
    return std::any_of(language_.compounds.begin(), language_.compounds.end(),
                       [written](const std::string& end) {
                         const size_t at = written.rfind(end);
                         return at != std::string_view::npos && at >= 2 &&
                                written.size() <= at + end.size() + kMaxEnding - 1;
                       });
  }

  // 项目, 프로젝트
  void UnitCue(size_t i) {
    uint64_t key = ExtendNameKey(0, words_[i].hash);
    for (size_t end = i + 1; end < words_.size() && end < i + 4; ++end) {
      if (words_[end].gap != WordGap::kNothing) return;
      key = ExtendNameKey(key, words_[end].hash);
      if ((AnyLanguage::Get().kinds.Of(key) & kIsCue) == 0) continue;
      BesideCue(i, end + 1);
      return;
    }
  }

  bool IsNoName(size_t i) const {
    return (AnyLanguage::Get().kinds.Of(ExtendNameKey(0, words_[i].hash)) &
            (kIsNever | kIsProgramme | kIsCue | kIsMany)) != 0;
  }
  bool IsDistinctive(size_t i) {
    return HasNameShape(piece_, i) && !IsNoName(i) && (KindsOf(i) & kIsCue) == 0;
  }

  bool IsCapital(size_t i) {
    const ScannedWord& word = words_[i];
    return word.Is(kCapitalWord) && word.Is(kHasSmall | kAllCapitals) && word.chars >= 2 &&
           !word.Is(kInAddress | kInitialsWord) && language_.stop_words.count(word.hash) == 0 &&
           (KindsOfKey(ExtendNameKey(0, word.hash)) & (kIsNever | kIsProgramme | kIsBetween | kIsAnd)) == 0 &&
           (KindsOf(i) & kTriggers) == 0;
  }

  // The names in capitals whose last word is `end` - 1, or whose first is `first`.
  std::optional<Introduction> DistinctiveEndingAt(size_t end) {
    size_t first = end;
    while (first > 0 && end - first < kMaxPhraseWords) {
      const bool number =
          words_[first - 1].Is(kNumberWord) && first == end && first >= 2 && IsDistinctive(first - 2);
      if (!number && !IsDistinctive(first - 1)) break;
      if (first < end && !JoinsName(piece_, first)) break;
      --first;
    }
    if (first == end) return std::nullopt;
    return Introduction{first, end, ProjectNameKind::kDistinctive, kDistinctive};
  }

  std::optional<Introduction> DistinctiveStartingAt(size_t first) {
    size_t end = first;
    while (end < words_.size() && end - first < kMaxPhraseWords) {
      const bool number = words_[end].Is(kNumberWord) && end > first && words_[end].chars <= 4;
      if (!number && !IsDistinctive(end)) break;
      if (end > first && !JoinsName(piece_, end)) break;
      ++end;
    }
    if (end == first) return std::nullopt;
    return Introduction{first, end, ProjectNameKind::kDistinctive, kDistinctive};
  }

  // The same of words with a capital, where that says something.
  bool CapitalsCount(size_t cue) const {
    if (language_.capital_nouns || piece_.title_case) return false;
    const ScannedWord& word = words_[cue];
    return !word.Is(kCapitalWord) || word.Is(kStartsSentence);
  }

  std::optional<Introduction> Phrase(size_t first, size_t end) {
    if (first == end) return std::nullopt;
    const std::string_view written = piece_.Written(first, end);
    const Gazetteer& gazetteer = Gazetteer::Builtin();
    if (gazetteer.FindText(written) != nullptr) return std::nullopt;
    if (end - first > 1) return Introduction{first, end, ProjectNameKind::kPhrase, kPhrase};
    // "Regional projects are": a capital that says nothing.
    if (words_[first].chars < kMinNameChars || words_[first].Is(kStartsSentence)) return std::nullopt;
    if (gazetteer.FindDemonym(FoldWord(written), language_.lang) != kNoPlace) return std::nullopt;
    return Introduction{first, end, ProjectNameKind::kWord, kWord};
  }

  std::optional<Introduction> PhraseEndingAt(size_t end) {
    size_t first = end;
    while (first > 0 && end - first < kMaxPhraseWords && IsCapital(first - 1) &&
           (first == end || JoinsName(piece_, first))) {
      --first;
    }
    return Phrase(first, end);
  }

  std::optional<Introduction> PhraseStartingAt(size_t first) {
    size_t end = first;
    while (end < words_.size() && end - first < kMaxPhraseWords && IsCapital(end) &&
           (end == first || JoinsName(piece_, end))) {
      ++end;
    }
    return Phrase(first, end);
  }

  std::optional<Introduction> Quoted(size_t first, size_t end) {
    Introduction name{first, end, ProjectNameKind::kQuoted, kQuoted};
    const auto distinctive = DistinctiveStartingAt(first);
    if (distinctive && distinctive->last == end) return distinctive;
    if (IsNoName(first) && end == first + 1) return std::nullopt;
    if (!words_[first].Is(kCapitalWord | kInnerCapital)) name.weight = kSmallQuote;
    if (end - first > kLongQuote && !words_[first].Is(kUnitWord)) name.weight = kSmallQuote;
    size_t chars = 0;
    for (size_t i = first; i < end; ++i) chars += words_[i].chars;
    if (chars < kMinNameChars) return std::nullopt;
    return name;
  }

  size_t QuotedLimit(size_t word) const {
    return words_[word].Is(kUnitWord) ? 3 * kMaxQuotedWords : kMaxQuotedWords;
  }

  // A quotation that ends in the gap before `end`, or starts in the one before `first`.
  std::optional<Introduction> QuotedEndingAt(size_t end) {
    if (end == 0 || end >= words_.size() || words_[end].gap == WordGap::kApostrophe ||
        !ClosesQuote(piece_.GapText(end)))
      return std::nullopt;
    for (size_t first = end; first-- > 0 && end - first <= QuotedLimit(end - 1);) {
      const std::string_view gap =
          first == 0 ? piece_.text.substr(0, words_[0].begin) : piece_.GapText(first);
      const bool inside = words_[first].gap == WordGap::kApostrophe;
      if (!inside && OpensQuote(gap)) return Quoted(first, end);
      if (first == 0 || !JoinsQuoted(piece_, first)) return std::nullopt;
    }
    return std::nullopt;
  }

  std::optional<Introduction> QuotedStartingAt(size_t first) {
    if (first == 0 || first >= words_.size() || !OpensQuote(piece_.GapText(first))) return std::nullopt;
    for (size_t end = first + 1; end <= words_.size() && end - first <= QuotedLimit(first); ++end) {
      const std::string_view gap =
          end == words_.size() ? piece_.text.substr(words_[end - 1].end) : piece_.GapText(end);
      const bool inside = end < words_.size() && words_[end].gap == WordGap::kApostrophe;
      if (!inside && ClosesQuote(gap)) return Quoted(first, end);
      if (end == words_.size() || !JoinsQuoted(piece_, end)) return std::nullopt;
    }
    return std::nullopt;
  }

  bool Joins(size_t i) const {
    return i < words_.size() && (language_.kinds.Of(ExtendNameKey(0, words_[i].hash)) & kIsAnd) != 0;
  }
  bool IsBetween(size_t i) const {
    return (language_.kinds.Of(ExtendNameKey(0, words_[i].hash)) & kIsBetween) != 0;
  }

  void BesideCue(size_t cue, size_t end) {
    Before(cue);
    Behind(cue, end);
  }

  // "UPSIDE project", "eDrais2017 pilot project", "Poly4EmI and BeWiser projects", "NORDLICHT-Projekt",
  // "「街の木2020」プロジェクト".
  void Before(size_t cue) {
    if (cue == 0) return;
    if (const auto quoted = QuotedEndingAt(cue)) {
      names_.push_back(*quoted);
      return;
    }
    const WordGap gap = words_[cue].gap;
    const bool tight = gap == WordGap::kNothing || gap == WordGap::kHyphen;
    if (!tight && !FollowsBlanks(piece_, cue)) return;
    const auto name_ending_at = [&](size_t end) {
      if (auto name = DistinctiveEndingAt(end)) return name;
      return tight || !CapitalsCount(cue) ? std::nullopt : PhraseEndingAt(end);
    };
    size_t end = cue;
    while (end > 1 && cue - end < 2 && !HasNameShape(piece_, end - 1) && IsBetween(end - 1) &&
           FollowsBlanks(piece_, end - 1)) {
      --end;
    }
    if (end < cue && end > 0 && ClosesQuote(piece_.GapText(end))) {
      if (const auto quoted = QuotedEndingAt(end)) names_.push_back(*quoted);
      return;
    }
    auto name = name_ending_at(end);
    for (size_t chain = 0; name && chain < kMaxChain; ++chain) {
      names_.push_back(*name);
      if (name->first < 2) return;
      const size_t first = name->first;
      if (words_[first].gap == WordGap::kComma) {
        name = DistinctiveEndingAt(first);
      } else if (Joins(first - 1) && FollowsBlanks(piece_, first) && FollowsBlanks(piece_, first - 1)) {
        name = DistinctiveEndingAt(first - 1);
      } else {
        return;
      }
    }
  }

  // "project URBAN INNO", "projects A, B and C", "progetto «X»".
  void Behind(size_t cue, size_t end) {
    size_t first = end;
    while (first < words_.size() && first - end < 2 && FollowsBlanks(piece_, first) &&
           !HasNameShape(piece_, first) && IsBetween(first)) {
      ++first;
    }
    if (first < words_.size() && first == end && IsBetween(first) && FollowsBlanks(piece_, first)) ++first;
    if (first >= words_.size()) return;
    const std::string_view gap = piece_.GapText(first);
    if (gap.size() <= 8 && OpensQuote(gap) && !ClosesQuoteFirst(gap)) {
      auto quoted = QuotedStartingAt(first);
      // "EXCITEMENT: Exploring Customer Interactions"
      if (!quoted) quoted = DistinctiveStartingAt(first);
      for (size_t chain = 0; quoted && chain < kMaxChain; ++chain) {
        names_.push_back(*quoted);
        const size_t next = quoted->last;
        if (next >= words_.size()) return;
        quoted = QuotedStartingAt(next);
        if (!quoted && Joins(next)) quoted = QuotedStartingAt(next + 1);
      }
      return;
    }
    const bool tight = gap.empty() && !words_[cue].Is(kHasSmall | kAllCapitals);
    if (!tight && !FollowsBlanks(piece_, first) && gap != " +" && gap != ": ") return;
    auto name = NameBehind(cue, first, tight);
    for (size_t chain = 0; name && chain < kMaxChain; ++chain) {
      names_.push_back(*name);
      const size_t next = name->last;
      if (next >= words_.size()) return;
      if (words_[next].gap == WordGap::kComma) {
        name = NameBehind(cue, next, tight);
      } else if (Joins(next) && FollowsBlanks(piece_, next) && next + 1 < words_.size() &&
                 FollowsBlanks(piece_, next + 1)) {
        name = NameBehind(cue, next + 1, tight);
      } else {
        return;
      }
    }
  }

  std::optional<Introduction> NameBehind(size_t cue, size_t first, bool tight) {
    if (auto name = DistinctiveStartingAt(first)) return name;
    return tight || !CapitalsCount(cue) ? std::nullopt : PhraseStartingAt(first);
  }

  // "X (Interreg)"
  void Programme(size_t i) {
    if (i == 0 || words_[i].gap != WordGap::kBracket) return;
    auto name = DistinctiveEndingAt(i);
    if (!name) return;
    name->rule = "before a funding programme";
    names_.push_back(*name);
  }

  // "New projects have started: XAINES, where ... CORA4NLP is about ..."
  void List(size_t cue) {
    size_t i = cue + 1;
    for (; i < words_.size() && i - cue <= kColonReach; ++i) {
      if (piece_.GapText(i).find(':') != std::string_view::npos) break;
      if (words_[i].Is(kStartsSentence)) return;
    }
    if (i >= words_.size() || i - cue > kColonReach || i == cue + 1) return;
    const size_t end = std::min(words_.size(), i + kListReach);
    for (; i < end && (KindsOf(i) & kIsMany) == 0; ++i) {
      if (!words_[i].Is(kStartsSentence)) continue;
      auto name = DistinctiveStartingAt(i);
      if (!name) continue;
      name->weight = kListed;
      name->rule = "listed as a project";
      names_.push_back(*name);
    }
  }

  // "TAILWIND has received funding ... under grant agreement No 691735"
  void Grant(size_t i) {
    for (size_t n = i + 1; n < words_.size() && n <= i + kGrantWords; ++n) {
      if (!words_[n].Is(kNumberWord)) continue;
      if (words_[n].chars < 6 || words_[n].chars > 9) continue;
      for (size_t end = i; end > 0 && i - end < kGrantReach; --end) {
        auto name = DistinctiveEndingAt(end);
        if (!name) continue;
        name->weight = kGrant;
        name->rule = "before the number of a grant";
        name->grant = piece_.Written(n);
        names_.push_back(*name);
        return;
      }
      return;
    }
  }

  // "the TAILWIND consortium", "the final report of TAILWIND", "síť LAVICE"
  void BesideSign(size_t sign, size_t end, double weight) {
    const auto add = [&](std::optional<Introduction> name) {
      if (!name) return;
      name->weight = weight;
      name->rule = "beside what projects have";
      names_.push_back(*name);
    };
    if (sign > 0 && (FollowsBlanks(piece_, sign) || words_[sign].gap == WordGap::kHyphen))
      add(DistinctiveEndingAt(sign));
    if (end >= words_.size() || !FollowsBlanks(piece_, end)) return;
    if (IsDistinctive(end)) {
      add(DistinctiveStartingAt(end));
      return;
    }
    for (const size_t little : {size_t{2}, size_t{1}}) {
      if (end + little >= words_.size() || !FollowsBlanks(piece_, end + little)) continue;
      const uint32_t kinds = little == 2 && FollowsBlanks(piece_, end + 1)
                                 ? PhraseKinds(end)
                                 : KindsOfKey(ExtendNameKey(0, words_[end].hash));
      if ((kinds & kIsOf) == 0) continue;
      add(DistinctiveStartingAt(end + little));
      return;
    }
  }

  const ScannedPiece& piece_;
  const std::vector<ScannedWord>& words_;
  Language& language_;
  std::vector<Introduction>& names_;
};

ProjectTagger::ProjectTagger() = default;
ProjectTagger::~ProjectTagger() = default;

ProjectTagger::Language& ProjectTagger::LanguageOf(const std::string& lang) {
  static const std::string kUnknown = "und";
  // Texts may be tagged with anything: all languages that nothing is known of share one entry.
  const bool known = Gazetteer::Builtin().LanguageNumber(lang) >= 0;
  const std::string& key = known ? lang : kUnknown;
  std::unique_ptr<Language>& language = languages_[key];
  if (!language) language = std::make_unique<Language>(key);
  return *language;
}

uint32_t ProjectTagger::NameOf(const ScannedPiece& piece, const Introduction& found) {
  std::string letters;
  for (size_t i = found.first; i < found.last; ++i) letters.append(FoldWord(piece.Written(i)));
  const auto known = by_letters_.find(letters);
  if (known != by_letters_.end()) return known->second;
  if (names_.size() >= kMaxNames) return NameIndex::kNone;
  const auto id = static_cast<uint32_t>(names_.size());
  by_letters_.emplace(std::move(letters), id);
  ProjectName& name = names_.emplace_back();
  name.kind = found.kind;
  return id;
}

void ProjectTagger::Forget() {
  names_.clear();
  by_letters_.clear();
  index_ = NameIndex();
  articles_ = 0;
}

void ProjectTagger::Learn(const ScannedArticle& article) {
  Language& language = LanguageOf(article.text->lang);
  std::map<uint32_t, double> weights;  // the most an article says of each name
  std::vector<Introduction> found;
  for (size_t p = 0; p < article.pieces.size(); ++p) {
    const ScannedPiece& piece = article.pieces[p];
    found.clear();
    CueReader(piece, &language, &found).Run();
    for (const Introduction& introduction : found) {
      if (piece.words[introduction.last - 1].end - BeginOf(piece, introduction.first) > kMaxNameBytes)
        continue;
      const uint32_t id = NameOf(piece, introduction);
      if (id == NameIndex::kNone) continue;
      ProjectName& name = names_[id];
      name.kind = std::min(name.kind, introduction.kind);
      const std::string written = NameText(piece, introduction.first, introduction.last);
      ProjectName::Spelling* spelling = SpellingOf(written, &name);
      const bool is_new = spelling != nullptr && spelling->beside_cue + spelling->mentions == 0;
      if (spelling != nullptr) ++spelling->beside_cue;
      if (is_new) {
        for (const std::vector<uint64_t>& variant : NameVariants(written)) index_.Add(variant, id);
      }
      bool mixed = introduction.last - introduction.first > 1;
      for (size_t i = introduction.first; i < introduction.last; ++i) mixed |= IsMixed(piece.words[i]);
      name.any_case |= mixed && introduction.kind == ProjectNameKind::kDistinctive;
      if (!introduction.grant.empty() && name.grants.size() < kMaxGrants)
        name.grants.emplace(introduction.grant);
      double& weight = weights[id];
      if (weight == 0 && name.cue_mentions == 0) {
        name.example_article = articles_;
        name.example = {static_cast<uint32_t>(p), static_cast<uint32_t>(BeginOf(piece, introduction.first)),
                        piece.words[introduction.last - 1].end};
      }
      ++name.cue_mentions;
      weight = std::max(weight, introduction.weight);
    }
  }
  for (const auto& [id, weight] : weights) {
    ProjectName& name = names_[id];
    name.doubt = std::max(kMinDoubt, name.doubt * (1 - weight));
    ++name.cue_articles;
  }
  CountMentions(article);
  ++articles_;
}

// How the names that are known by now are spelled here.
void ProjectTagger::CountMentions(const ScannedArticle& article) {
  if (index_.empty()) return;
  std::set<uint32_t> named;
  for (const ScannedPiece& piece : article.pieces) {
    for (size_t i = 0; i < piece.words.size();) {
      size_t end = i + 1;
      const uint32_t id = LongestName(piece, i, false, nullptr, &end);
      if (id != NameIndex::kNone) {
        ProjectName::Spelling* spelling = SpellingOf(NameText(piece, i, end), &names_[id]);
        if (spelling != nullptr) ++spelling->mentions;
        if (named.insert(id).second) ++names_[id].articles;
      }
      i = end;
    }
  }
}

uint32_t ProjectTagger::LongestName(const ScannedPiece& piece, size_t word, bool accepted_only,
                                    const WordSet* small_words, size_t* end) const {
  uint32_t best = NameIndex::kNone;
  const ScannedWord& first = piece.words[word];
  if (!index_.MayStart(first.hash)) return best;
  if (!first.Is(kCapitalWord | kInnerCapital | kHasDigit) || first.Is(kInAddress)) return best;
  if (first.gap == WordGap::kNothing && word > 0 && !first.Is(kUnitWord) &&
      !piece.words[word - 1].Is(kUnitWord) && first.Is(kHasSmall | kAllCapitals) &&
      piece.words[word - 1].Is(kHasSmall | kAllCapitals)) {
    return best;
  }
  uint64_t key = 0;
  for (size_t last = word + 1; last <= piece.words.size(); ++last) {
    key = ExtendNameKey(key, piece.words[last - 1].hash);
    const NameIndex::Entry* entry = index_.Find(key);
    if (entry == nullptr) break;
    index_.ForEach(*entry, [&](uint32_t id) {
      if (accepted_only && !IsAccepted(names_[id], small_words)) return;
      if (!FitsSpelling(names_[id], piece, word, last)) return;
      best = id;
      *end = last;
    });
    if (!entry->longer || last == piece.words.size() || !JoinsQuoted(piece, last)) break;
  }
  return best;
}

bool ProjectTagger::FitsSpelling(const ProjectName& name, const ScannedPiece& piece, size_t first,
                                 size_t last) const {
  if (name.kind == ProjectNameKind::kDistinctive) {
    if (name.any_case) {
      for (size_t i = first; i < last; ++i) {
        if (!piece.words[i].Is(kCapitalWord | kInnerCapital | kNumberWord)) return false;
      }
      return true;
    }
    if (last == first + 1 && piece.words[first].Is(kAllCapitals)) return true;
  }
  const auto spelling = name.spellings.find(NameText(piece, first, last));
  if (spelling == name.spellings.end() || spelling->second.beside_cue == 0) {
    return last > first + 1 && name.kind != ProjectNameKind::kDistinctive && piece.shouting;
  }
  if (last > first + 1 || name.kind == ProjectNameKind::kDistinctive) return true;
  // One ordinary word: where it is called a project, or put in quotation marks.
  const std::string_view gap = first == 0 ? piece.text.substr(0, piece.words[0].begin) : piece.GapText(first);
  if (OpensQuote(gap)) return true;
  return (first > 0 && piece.FollowsBlank(first) && IsProjectWord(piece, first - 1)) ||
         (last < piece.words.size() && piece.FollowsBlank(last) && IsProjectWord(piece, last));
}

bool ProjectTagger::IsAccepted(const ProjectName& name, const WordSet* small_words) const {
  if (name.confidence() < kThreshold) return false;
  if (name.kind != ProjectNameKind::kWord || small_words == nullptr) return true;
  return !small_words->MayHave(WordHash(name.spellings.begin()->first));
}

std::string ProjectTagger::Canonical(const ProjectName& name) {
  const auto weight = [](const ProjectName::Spelling& spelling) {
    return 3 * spelling.beside_cue + spelling.mentions;
  };
  const auto best =
      std::max_element(name.spellings.begin(), name.spellings.end(), [&](const auto& a, const auto& b) {
        return weight(a.second) < weight(b.second) ||
               (weight(a.second) == weight(b.second) && a.first > b.first);
      });
  return best->first;
}

std::vector<FoundValue> ProjectTagger::Tag(const ScannedArticle& article, const WordSet* small_words) {
  if (index_.empty()) return {};
  std::map<uint32_t, FoundValue> by_name;
  std::vector<Introduction> introduced;
  for (size_t p = 0; p < article.pieces.size(); ++p) {
    const ScannedPiece& piece = article.pieces[p];
    bool any = false;
    for (size_t i = 0; i < piece.words.size();) {
      size_t end = i + 1;
      const uint32_t id = LongestName(piece, i, true, small_words, &end);
      if (id == NameIndex::kNone) {
        i = end;
        continue;
      }
      if (!any) {
        introduced.clear();
        CueReader(piece, &LanguageOf(article.text->lang), &introduced).Run();
        std::stable_sort(introduced.begin(), introduced.end(),
                         [](const Introduction& a, const Introduction& b) { return a.first < b.first; });
        any = true;
      }
      const auto introduction =
          std::lower_bound(introduced.begin(), introduced.end(), i,
                           [](const Introduction& one, size_t first) { return one.first < first; });
      const bool is_introduced = introduction != introduced.end() && introduction->first == i;
      FoundValue& project = by_name[id];
      const TextSpan span = {static_cast<uint32_t>(p), static_cast<uint32_t>(BeginOf(piece, i)),
                             piece.words[end - 1].end};
      project.mentions.push_back({span, is_introduced ? introduction->rule : "project name of the archive"});
      project.weight += piece.is_title ? kTitleWeight : 1;
      i = end;
    }
  }
  std::vector<FoundValue> found;
  for (auto& [id, project] : by_name) {
    project.value.facet = "project";
    project.value.value = Canonical(names_[id]);
    project.value.rule = "discovered";
    project.value.confidence = names_[id].confidence();
    found.push_back(std::move(project));
  }
  std::stable_sort(found.begin(), found.end(), [](const FoundValue& a, const FoundValue& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.value.value < b.value.value;
  });
  return found;
}

}  // namespace newsearch
