// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/place_finder.h"

#include <algorithm>

#include "facets/facets_words.h"
#include "text/locale_names.h"
#include "text/stop_words.h"

namespace newsearch {
namespace {

// Kinds of data/place_words.tsv, as bits.
constexpr uint32_t kIn = 1;            // "in", "nach"
constexpr uint32_t kOf = 2;            // "city of"
constexpr uint32_t kAfter = 4;         // "Linnavalitsus"
constexpr uint32_t kTitle = 8;         // "Mr"
constexpr uint32_t kPart = 16;         // "van"
constexpr uint32_t kInstitution = 32;  // "University"
constexpr uint32_t kNever = 64;
constexpr uint32_t kDivision = 128;  // "County": the name before it is that of a county
constexpr uint32_t kThing = 256;     // "virus"
constexpr uint32_t kBefore = 512;    // "North": a capital in front that belongs to the place
const std::vector<std::string_view> kKinds = {"in",          "of",    "after",    "title", "part",
                                              "institution", "never", "division", "thing", "before"};
constexpr size_t kMaxPhraseWords = 3;

// Scores are in powers of ten of population.
constexpr double kLeadWord = 1.5;        // "in", "nach"
constexpr double kPlaceCue = 2.5;        // "city of"
constexpr double kListed = 0.8;          // beside another name of a place
constexpr double kNumberBehind = -4;     // "Halle 7"
constexpr double kNameBefore = -3;       // a capitalised word in front: "Paris" in "Miss Paris"
constexpr double kFirstWordBefore = -1;  // the same at the start of a sentence, where any word has a capital
constexpr double kNameBehind = -2;       // "Sofia Bergman"
constexpr double kPersonTitle = -3;
constexpr double kPartOfName = -4;         // "Scott" in "Scott County", "Marburg" in "Marburg virus"
constexpr double kHyphened = -3.5;         // "Baden-Württemberg"
constexpr double kHyphenedName = -6;       // "Recker-Hamm"
constexpr double kCapitals = -1.5;         // alone among small letters
constexpr double kTitleCaseShare = 0.4;    // of the penalties for neighbours where every word has a capital
constexpr double kPersonElsewhere = -2.5;  // the same word is a person's name elsewhere in the article

constexpr size_t kFrontBits = 12;
constexpr size_t kMaxVariants = 24;      // base forms of one word that are tried
constexpr size_t kMaxFormLookups = 256;  // of names of several words in inflected forms, for one mention
constexpr size_t kMaxLittleChars = 4;
constexpr size_t kMinKatakana = 3;
constexpr size_t kMinAlphabetCountry = 3;  // in scripts of letters without blanks, such as Thai
constexpr size_t kMinAlphabetName = 5;

bool Joins(WordGap gap) {
  return gap == WordGap::kSpace || gap == WordGap::kHyphen || gap == WordGap::kApostrophe ||
         gap == WordGap::kStopSpace;
}

}  // namespace

PlaceFinder::Language::Language(const Gazetteer& gazetteer, std::string_view language)
    : lang(language),
      number(gazetteer.LanguageNumber(language)),
      kinds(PlaceWords(), kKinds, number >= 0 ? language : std::string_view()),
      endings(language),
      stem_fronts((size_t{1} << kFrontBits) / 64) {
  // English is written everywhere.
  if (lang != "en" && !lang.empty()) home = LikelyRegion(lang);
  for (const std::string& word : StopWords(lang)) stop_words.insert(WordHash(word));
  gazetteer.ForEachDemonymStem(lang, [this](std::string_view stem) {
    const uint32_t front = WordFront(stem) & ((1u << kFrontBits) - 1);
    stem_fronts[front / 64] |= uint64_t{1} << (front % 64);
  });
}

// One article.
class PlaceFinder::Pass {
 public:
  Pass(const Gazetteer& gazetteer, const Language& language, const ScannedArticle& article,
       FoundPlaces* found)
      : gazetteer_(gazetteer), language_(language), article_(article), found_(*found) {}

  void Run() {
    for (size_t p = 0; p < article_.pieces.size(); ++p) FindNames(p);
    for (PlaceMention& mention : found_.mentions) LookAround(&mention);
    CarryPersons();
  }

 private:
  const ScannedPiece& PieceOf(const PlaceMention& mention) const { return article_.pieces[mention.piece]; }

  uint32_t KindOf(const ScannedPiece& piece, size_t word) const {
    return language_.kinds.Of(ExtendNameKey(0, piece.words[word].hash));
  }

  uint32_t KindOfPhrase(const ScannedPiece& piece, size_t first, size_t last) const {
    uint64_t key = 0;
    for (size_t i = first; i < last; ++i) key = ExtendNameKey(key, piece.words[i].hash);
    return language_.kinds.Of(key);
  }

  void FindNames(size_t p) {
    const ScannedPiece& piece = article_.pieces[p];
    for (size_t i = 0; i < piece.words.size();) {
      const ScannedWord& word = piece.words[i];
      if (!word.Is(kCapitalWord) || word.Is(kInAddress | kNumberWord)) {
        if (!word.Is(kInAddress)) FindDemonymStem(p, i);
        ++i;
        continue;
      }
      PlaceMention mention;
      mention.piece = static_cast<uint32_t>(p);
      mention.first = static_cast<uint32_t>(i);
      if (LongestName(piece, &mention)) {
        DropArticle(piece, &mention);
        i = mention.last;
        found_.mentions.push_back(mention);
        continue;
      }
      FindDemonymStem(p, i);
      ++i;
    }
  }

  // "The United States" is the country without "The" too.
  void DropArticle(const ScannedPiece& piece, PlaceMention* mention) {
    if (mention->last < mention->first + 2 || !HasSense(*mention, PlaceKind::kCountry) ||
        language_.stop_words.count(piece.words[mention->first].hash) == 0) {
      return;
    }
    PlaceMention rest;
    rest.piece = mention->piece;
    rest.first = mention->first + 1;
    if (piece.words[rest.first].Is(kCapitalWord) && LongestName(piece, &rest) && rest.last == mention->last &&
        HasSense(rest, PlaceKind::kCountry)) {
      *mention = rest;
    }
  }

  // Looks for a name from `mention->first` on.
  bool LongestName(const ScannedPiece& piece, PlaceMention* mention) {
    const size_t i = mention->first;
    const ScannedWord& word = piece.words[i];
    if (word.Is(kUnitWord) && StartsInsideWord(piece, i)) return false;
    if (word.chars < 2 && !word.Is(kUnitWord)) return false;
    const uint32_t kind = KindOf(piece, i);
    // "Van Dongen"; but "Den Haag".
    const bool part = (kind & kPart) != 0 && piece.FollowsBlank(i + 1) && piece.words[i + 1].Is(kCapitalWord);
    const bool stop_word = !word.Is(kAllCapitals) && language_.stop_words.count(word.hash) != 0;
    const uint64_t key = ExtendNameKey(0, word.hash);
    const GazetteerName* first = gazetteer_.Find(key);
    mention->last = static_cast<uint32_t>(i);
    if (first != nullptr) {
      Extend(piece, key, first, mention);
      mention->as_written = mention->name_count > 0;
    }
    if (!language_.endings.empty() && word.Is(kHasSmall | kAllCapitals) && !stop_word &&
        !(mention->as_written && IsNameHere(*mention->names[0])) && !IsDemonym(piece, i)) {
      ExtendForms(piece, mention);
    }
    if (mention->name_count == 0) return false;
    if (mention->last == i + 1 && (part || (kind & kNever) != 0)) return false;
    // "Of", "Most", where a sentence starts; "Vás", which Czech writes with a capital out of courtesy.
    const bool little = word.chars <= kMaxLittleChars;
    if (stop_word && mention->last == i + 1 && (little || piece.title_case || StartsSentence(piece, i)))
      return false;
    if (mention->last > i + 1 && (KindOfPhrase(piece, i, mention->last) & kNever) != 0) return false;
    // "US$ 460"
    const size_t end = piece.words[mention->last - 1].end;
    if (end < piece.text.size() && piece.text[end] == '$') return false;
    return IsLongEnough(piece, *mention);
  }

  // The longest name that starts with the words of `key`, which end at `mention->first` + 1.
  void Extend(const ScannedPiece& piece, uint64_t key, const GazetteerName* first, PlaceMention* mention) {
    const size_t i = mention->first;
    const size_t limit = std::min<size_t>(piece.words.size(), i + first->max_words);
    for (size_t end = i + 1;; ++end) {
      const GazetteerName* name = end == i + 1 ? first : gazetteer_.Find(key);
      // Names of several words end with a capital too: "Isle of Man".
      if (name != nullptr && !gazetteer_.postings(*name).empty() &&
          (end == i + 1 || piece.words[end - 1].Is(kCapitalWord | kHasDigit))) {
        Take(end, name, mention);
      }
      if (end >= limit) return;
      const ScannedWord& next = piece.words[end];
      if (!Joins(next.gap) && !(next.gap == WordGap::kNothing && next.Is(kUnitWord))) return;
      key = ExtendNameKey(key, next.hash);
    }
  }

  static void Take(size_t end, const GazetteerName* name, PlaceMention* mention) {
    if (end < mention->last) return;
    if (end > mention->last) {
      mention->last = static_cast<uint32_t>(end);
      mention->name_count = 0;
      mention->as_written = false;
      mention->is_locative = false;
    }
    const auto known = mention->names.begin() + mention->name_count;
    if (mention->name_count == PlaceMention::kMaxNames ||
        std::find(mention->names.begin(), known, name) != known) {
      return;
    }
    mention->names[mention->name_count++] = name;
  }

  // Names that the words here may be forms of.
  void ExtendForms(const ScannedPiece& piece, PlaceMention* mention) {
    const size_t i = mention->first;
    const bool more = i + 1 < piece.words.size() && Joins(piece.words[i + 1].gap);
    variants_.clear();
    form_lookups_ = 0;
    language_.endings.BaseForms(FoldWord(piece.Written(i)), more, &variants_);
    for (size_t v = 0; v < variants_.size() && v < kMaxVariants; ++v) {
      const uint64_t key = ExtendNameKey(0, variants_[v].hash);
      const GazetteerName* name = gazetteer_.Find(key);
      if (name == nullptr) continue;
      if (IsNameHere(*name)) {
        Take(i + 1, name, mention);
        mention->is_locative |= variants_[v].locative && mention->last == i + 1;
      }
      if (more && name->max_words > 1) ExtendForm(piece, key, i + 1, name->max_words - 1, mention);
    }
    // The first word may have its base form: "Banská Bystricou", "San Sebastianissa".
    if (!more) return;
    const uint64_t key = ExtendNameKey(0, piece.words[i].hash);
    const GazetteerName* first = gazetteer_.Find(key);
    if (first != nullptr && first->max_words > 1)
      ExtendForm(piece, key, i + 1, first->max_words - 1, mention);
  }

  void ExtendForm(const ScannedPiece& piece, uint64_t front, size_t at, size_t words_left,
                  PlaceMention* mention) {
    if (words_left == 0 || at >= piece.words.size() || !Joins(piece.words[at].gap)) return;
    // Words with many forms behind each other would multiply.
    if (form_lookups_ >= kMaxFormLookups) return;
    const bool more = words_left > 1 && at + 1 < piece.words.size() && Joins(piece.words[at + 1].gap);
    std::vector<NameEndings::BaseForm> forms = {{piece.words[at].hash, false}};
    language_.endings.BaseForms(FoldWord(piece.Written(at)), more, &forms);
    for (const NameEndings::BaseForm& form : forms) {
      const uint64_t key = ExtendNameKey(front, form.hash);
      ++form_lookups_;
      if (const GazetteerName* name = gazetteer_.Find(key); name != nullptr && IsNameHere(*name)) {
        Take(at + 1, name, mention);
        mention->is_locative |= form.locative && mention->last == at + 1;
      }
      if (more) ExtendForm(piece, key, at + 1, words_left - 1, mention);
    }
  }

  // Only a name in the language of the article is inflected by its rules.
  bool IsNameHere(const GazetteerName& name) const {
    const auto postings = gazetteer_.postings(name);
    return std::any_of(postings.begin(), postings.end(), [this](const GazetteerPosting& posting) {
      return (posting.flags & kDemonym) == 0 &&
             ((posting.flags & kAnyLanguage) != 0 || gazetteer_.InSet(posting.languages, language_.number));
    });
  }

  // Hangul starts names where a blank is; runs of other scripts have no such sign.
  static bool StartsInsideWord(const ScannedPiece& piece, size_t i) {
    if (piece.words[i].gap != WordGap::kNothing || i == 0) return false;
    const auto lead = static_cast<unsigned char>(piece.text[piece.words[i].begin]);
    return lead >= 0xEA && lead <= 0xED && piece.words[i - 1].Is(kUnitWord);
  }

  // Where no blanks stand between words, short names are found inside of other words.
  bool IsLongEnough(const ScannedPiece& piece, const PlaceMention& mention) const {
    const ScannedWord& word = piece.words[mention.first];
    if (word.Is(kHasSmall | kAllCapitals)) return true;
    const auto lead = static_cast<unsigned char>(piece.text[word.begin]);
    const bool katakana = !word.Is(kUnitWord) && lead == 0xE3;
    const bool alphabet = word.Is(kUnitWord) && (lead == 0xE0 || lead == 0xE1);  // Thai, Lao, Myanmar, Khmer
    if (!katakana && !alphabet) return true;
    const size_t chars = katakana ? word.chars : mention.last - mention.first;
    if (HasSense(mention, PlaceKind::kCountry)) return chars >= (alphabet ? kMinAlphabetCountry : 2);
    return chars >= (alphabet ? kMinAlphabetName : kMinKatakana);
  }

  uint32_t DemonymOf(const ScannedPiece& piece, size_t i) const {
    const ScannedWord& word = piece.words[i];
    const uint32_t front = word.front & ((1u << kFrontBits) - 1);
    if (word.front == 0 || (language_.stem_fronts[front / 64] >> (front % 64) & 1) == 0) return kNoPlace;
    return gazetteer_.FindDemonym(FoldWord(piece.Written(i)), language_.lang);
  }

  // "Irish" in its forms is no form of "Ireland".
  bool IsDemonym(const ScannedPiece& piece, size_t i) const { return DemonymOf(piece, i) != kNoPlace; }

  void FindDemonymStem(size_t p, size_t i) {
    const uint32_t country = DemonymOf(article_.pieces[p], i);
    if (country == kNoPlace) return;
    found_.demonyms.push_back({static_cast<uint32_t>(p), static_cast<uint32_t>(i), country});
  }

  // Whether the words before `first` are a phrase of this kind, with a blank or an apostrophe behind.
  bool HasLead(const ScannedPiece& piece, size_t first, uint32_t kind, size_t words) const {
    if (first < words) return false;
    // "nach Wien", "d'Orsay", "г. Москва".
    const WordGap gap = piece.words[first].gap;
    const bool abbreviated = gap == WordGap::kStopSpace && kind == kOf && IsShortWord(piece, first - 1);
    if (gap != WordGap::kSpace && gap != WordGap::kApostrophe && !abbreviated) return false;
    uint64_t key = 0;
    for (size_t i = first - words; i < first; ++i) {
      if (i > first - words && !Joins(piece.words[i].gap)) return false;
      key = ExtendNameKey(key, piece.words[i].hash);
    }
    return (language_.kinds.Of(key) & kind) != 0;
  }

  bool StartsSentence(const ScannedPiece& piece, size_t word) const {
    if (word == 0) return true;
    if (!piece.words[word].Is(kStartsSentence)) return false;
    // Behind a colon only some languages have a capital.
    if (language_.lang != "en" && language_.lang != "de" && piece.GapText(word) == ": ") return false;
    // "Dr. Fuji" and "J. Smith" go on with the sentence.
    if (piece.words[word].gap != WordGap::kStopSpace) return true;
    const ScannedWord& before = piece.words[word - 1];
    return !((KindOf(piece, word - 1) & kTitle) != 0 && IsShortWord(piece, word - 1)) &&
           !before.Is(kInitialsWord) &&
           !(before.chars == 1 && before.Is(kCapitalWord) && before.Is(kHasLetter));
  }

  const PlaceMention* MentionEndingAt(uint32_t piece, size_t word) const {
    const size_t index = static_cast<size_t>(current_ - found_.mentions.data());
    if (index == 0) return nullptr;
    const PlaceMention& before = found_.mentions[index - 1];
    return before.piece == piece && before.last == word ? &before : nullptr;
  }

  const PlaceMention* MentionStartingAt(uint32_t piece, size_t word) const {
    const size_t index = static_cast<size_t>(current_ - found_.mentions.data());
    if (index + 1 >= found_.mentions.size()) return nullptr;
    const PlaceMention& next = found_.mentions[index + 1];
    return next.piece == piece && next.first == word ? &next : nullptr;
  }

  // Whether it can be a country or region: "Bled Slovenia", unlike "Florence Berger", is no person.
  bool CanContain(const PlaceMention* mention) const {
    if (mention == nullptr) return false;
    for (size_t n = 0; n < mention->name_count; ++n) {
      for (const GazetteerPosting& posting : gazetteer_.postings(*mention->names[n])) {
        if ((posting.flags & kDemonym) == 0 && gazetteer_.place(posting.place).kind >= PlaceKind::kRegion)
          return true;
      }
    }
    return false;
  }

  bool HasSense(const PlaceMention& mention, PlaceKind kind) const {
    for (size_t n = 0; n < mention.name_count; ++n) {
      for (const GazetteerPosting& posting : gazetteer_.postings(*mention.names[n])) {
        if ((posting.flags & kDemonym) == 0 && gazetteer_.place(posting.place).kind == kind) return true;
      }
    }
    return false;
  }

  // Everything about a mention that does not depend on which place it is.
  void LookAround(PlaceMention* mention) {
    current_ = mention;
    const ScannedPiece& piece = PieceOf(*mention);
    const size_t first = mention->first;
    const size_t last = mention->last;
    const ScannedWord& word = piece.words[first];
    mention->initials = word.Is(kInitialsWord);
    mention->all_capitals =
        std::all_of(piece.words.begin() + mention->first, piece.words.begin() + mention->last,
                    [](const ScannedWord& w) { return w.Is(kAllCapitals | kUnitWord); });
    const uint32_t kind_behind = last < piece.words.size() ? KindOf(piece, last) : 0;
    const bool blank_behind = piece.FollowsBlank(last);
    const bool capital_behind =
        blank_behind && piece.words[last].Is(kCapitalWord) && !piece.words[last].Is(kNumberWord | kUnitWord);

    const bool lead = HasLead(piece, first, kIn, 1);
    const bool unit_behind = last < piece.words.size() && piece.words[last].Is(kUnitWord) &&
                             piece.words[last].gap == WordGap::kNothing;
    bool cue = (blank_behind || unit_behind) && (kind_behind & kAfter) != 0;
    for (size_t words = 1; words <= kMaxPhraseWords; ++words) cue |= HasLead(piece, first, kOf, words);

    double neighbours = 0;
    const uint32_t kind_before = first > 0 ? KindOf(piece, first - 1) : 0;
    if (first > 0 && word.gap == WordGap::kStopSpace &&
        (((kind_before & kTitle) != 0 && IsShortWord(piece, first - 1)) || IsInitial(piece, first - 1))) {
      mention->is_person = true;
    }
    if (capital_behind && (kind_behind & kInstitution) != 0) mention->is_person = true;
    if (piece.FollowsBlank(first)) {
      const ScannedWord& before = piece.words[first - 1];
      const bool behind_name = first >= 2 && piece.FollowsBlank(first - 1) &&
                               piece.words[first - 2].Is(kCapitalWord) && !StartsSentence(piece, first - 2) &&
                               // "Oberbürgermeister von Stuttgart"
                               (KindOf(piece, first - 2) & kTitle) == 0;
      // "Van Dongen", "Jan van Dongen".
      if (((kind_before & kTitle) != 0 && before.Is(kCapitalWord)) ||
          ((kind_before & kPart) != 0 && (before.Is(kCapitalWord) || behind_name))) {
        mention->is_person = true;
      } else if (before.Is(kCapitalWord) && !before.Is(kUnitWord | kNumberWord | kInitialsWord) &&
                 (kind_before & (kBefore | kIn)) == 0 && !lead && !cue &&
                 !CanContain(MentionEndingAt(mention->piece, first)) && !IsLittleWord(before)) {
        const bool starts = StartsSentence(piece, first - 1);
        neighbours += starts ? kFirstWordBefore : kNameBefore;
        mention->is_surname = !starts;
      }
    }
    mention->is_surname |= mention->is_person && (kind_behind & kInstitution) == 0;
    if (capital_behind && (kind_behind & (kDivision | kInstitution | kAfter)) == 0 && !cue &&
        !CanContain(MentionStartingAt(mention->piece, last)) && !IsLittleWord(piece.words[last])) {
      neighbours += lead ? kNameBehind / 2 : kNameBehind;
    }
    if (NumberBehind(piece, last)) neighbours += kNumberBehind;
    mention->context += piece.title_case || piece.shouting ? neighbours * kTitleCaseShare : neighbours;
    if (neighbours <= kNameBehind) mention->is_person = true;
    if (mention->is_person && neighbours == 0) mention->context += kPersonTitle;
    // "Scott County", "Marburg virus".
    mention->is_part =
        (blank_behind && (kind_behind & kThing) != 0) || (capital_behind && (kind_behind & kDivision) != 0);
    if (mention->is_part) mention->context += kPartOfName;
    if (cue) {
      mention->context += kPlaceCue;
    } else if ((lead || mention->is_locative) && !mention->is_person) {
      mention->context += kLeadWord;
    }
    mention->is_surely_place = cue || ((lead || mention->is_locative) && !mention->is_person);
    mention->context += Hyphened(*mention);
    if (Listed(*mention)) mention->context += kListed;
    mention->dateline = Dateline(*mention);
    if (mention->dateline) {
      mention->context += kLeadWord;
      mention->is_surely_place = true;
    } else if (mention->all_capitals && !IsAbbreviation(*mention) && !word.Is(kUnitWord) && !piece.shouting) {
      mention->context += kCapitals;
    }
    mention->opens_sentence = last == first + 1u && StartsSentence(piece, first) && !Listed(*mention);
    const PlaceMention* behind = MentionStartingAt(mention->piece, last);
    if (behind != nullptr && CanContain(behind)) {
      const WordGap gap = piece.words[last].gap;
      if (gap == WordGap::kComma || gap == WordGap::kBracket || gap == WordGap::kSlash ||
          gap == WordGap::kDash || gap == WordGap::kSpace) {
        mention->container = static_cast<int32_t>(behind - found_.mentions.data());
      }
    }
  }

  // "USA" has its capitals by right.
  bool IsAbbreviation(const PlaceMention& mention) const {
    if (mention.initials) return true;
    const auto postings = gazetteer_.postings(*mention.names[0]);
    return std::any_of(postings.begin(), postings.end(),
                       [](const GazetteerPosting& posting) { return (posting.flags & kCapitalsOnly) != 0; });
  }

  // Words such as "The" and "In" have a capital at starts of sentences and in titles.
  bool IsLittleWord(const ScannedWord& word) const {
    return word.chars <= 3 && !word.Is(kAllCapitals) && !word.Is(kInnerCapital);
  }

  // May be an abbreviation: "Prof."
  static bool IsShortWord(const ScannedPiece& piece, size_t word) { return piece.words[word].chars <= 4; }

  static bool IsInitial(const ScannedPiece& piece, size_t word) {
    const ScannedWord& initial = piece.words[word];
    return initial.Is(kCapitalWord) && initial.Is(kHasLetter) &&
           (initial.chars == 1 || (initial.Is(kInitialsWord) && !initial.Is(kUnitWord)));
  }

  // A hall, a room, a version: "Halle 7". Years follow places in titles.
  static bool NumberBehind(const ScannedPiece& piece, size_t last) {
    return piece.FollowsBlank(last) && piece.words[last].Is(kNumberWord) && piece.words[last].chars <= 2;
  }

  // "LONDON (Reuters) - ", "PARIS, May 3 -": capitals at the front of a text say where it was written.
  bool Dateline(const PlaceMention& mention) const {
    const ScannedPiece& piece = PieceOf(mention);
    if (mention.first != 0 || mention.last >= piece.words.size() || !mention.all_capitals || piece.shouting)
      return false;
    const WordGap gap = piece.words[mention.last].gap;
    return gap == WordGap::kBracket || gap == WordGap::kComma || gap == WordGap::kDash ||
           piece.GapText(mention.last) == ": ";
  }

  // Whether the word before or behind a hyphen is a name as it is written.
  bool EndsName(const PlaceMention& mention) const {
    const PlaceMention* before = MentionEndingAt(mention.piece, mention.first);
    return before != nullptr && before->as_written;
  }
  bool StartsName(const PlaceMention& mention) const {
    const PlaceMention* behind = MentionStartingAt(mention.piece, mention.last);
    return behind != nullptr && behind->as_written;
  }

  // Half of a double name that is no place itself.
  double Hyphened(const PlaceMention& mention) const {
    const ScannedPiece& piece = PieceOf(mention);
    if (mention.first > 0 && piece.words[mention.first].gap == WordGap::kHyphen && !EndsName(mention)) {
      // "Nord-Syrien"
      if ((KindOf(piece, mention.first - 1) & kBefore) != 0) return 0;
      return piece.words[mention.first - 1].Is(kCapitalWord) ? kHyphenedName : kHyphened;
    }
    const bool behind = mention.last < piece.words.size() &&
                        piece.words[mention.last].gap == WordGap::kHyphen &&
                        piece.words[mention.last].Is(kCapitalWord) && !StartsName(mention);
    return behind ? kHyphened : 0;
  }

  bool Listed(const PlaceMention& mention) const {
    const ScannedPiece& piece = PieceOf(mention);
    const auto lists = [](const ScannedPiece& text, size_t word) {
      const WordGap gap = text.words[word].gap;
      return gap == WordGap::kComma || gap == WordGap::kSlash || gap == WordGap::kDash ||
             (gap == WordGap::kOther && text.GapText(word) == " & ");
    };
    const bool hyphens =
        (mention.first > 0 && piece.words[mention.first].gap == WordGap::kHyphen && EndsName(mention)) ||
        (mention.last < piece.words.size() && piece.words[mention.last].gap == WordGap::kHyphen &&
         StartsName(mention));
    if (hyphens) return true;
    return (mention.last < piece.words.size() && lists(piece, mention.last) &&
            MentionStartingAt(mention.piece, mention.last) != nullptr) ||
           (mention.first > 0 && lists(piece, mention.first) &&
            MentionEndingAt(mention.piece, mention.first) != nullptr);
  }

  // A word that is a person's name somewhere is one wherever nothing says that it is a place: "Paul Franklin
  // said ... Franklin added".
  void CarryPersons() {
    std::map<const GazetteerName*, std::pair<unsigned, unsigned>> votes;  // person, place
    for (const PlaceMention& mention : found_.mentions) {
      if (mention.last != mention.first + 1) continue;
      auto& [person, place] = votes[mention.names[0]];
      person += mention.is_surname && !mention.is_surely_place;
      place += mention.is_surely_place || mention.container >= 0;
    }
    for (PlaceMention& mention : found_.mentions) {
      if (mention.last != mention.first + 1 || mention.is_person || mention.is_surely_place) continue;
      if (HasSense(mention, PlaceKind::kCountry)) continue;
      const auto& [person, place] = votes[mention.names[0]];
      if (person > place) mention.context += kPersonElsewhere;
    }
  }

  const Gazetteer& gazetteer_;
  const Language& language_;
  const ScannedArticle& article_;
  FoundPlaces& found_;
  const PlaceMention* current_ = nullptr;  // that is looked at
  std::vector<NameEndings::BaseForm> variants_;
  size_t form_lookups_ = 0;  // for one mention
};

PlaceFinder::PlaceFinder(const Gazetteer& gazetteer) : gazetteer_(gazetteer) {}
PlaceFinder::~PlaceFinder() = default;

const PlaceFinder::Language& PlaceFinder::LanguageOf(const std::string& lang) {
  if (last_ != nullptr && last_->lang == lang) return *last_;
  // Texts may be tagged with anything: all languages that nothing is known of share one entry.
  const bool known = gazetteer_.LanguageNumber(lang) >= 0;
  std::unique_ptr<Language>& language = languages_[known ? lang : std::string()];
  if (!language) language = std::make_unique<Language>(gazetteer_, known ? std::string_view(lang) : "");
  last_ = language.get();
  return *last_;
}

void PlaceFinder::Find(const ScannedArticle& article, FoundPlaces* found) {
  found->mentions.clear();
  found->demonyms.clear();
  Pass(gazetteer_, LanguageOf(article.text->lang), article, found).Run();
}

}  // namespace newsearch
