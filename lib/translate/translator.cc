// SPDX-License-Identifier: GPL-2.0-or-later
#include "translate/translator.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "facets/gazetteer.h"
#include "text/char_class.h"
#include "text/locale_names.h"
#include "text/normalizer.h"
#include "text/stemmer.h"
#include "text/stop_words.h"
#include "text/word_scanner.h"
#include "translate/dictionary.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr size_t kMaxPhraseWords = 3;

// Below so many phrases a pair's dictionaries leave out much of what news is about, and a pivot is asked as
// well.
constexpr size_t kLargeDictionary = 60000;
// Words of the pivot language that are followed, and what a translation by way of one counts beside one that
// a dictionary of the pair gives.
constexpr size_t kPivotWords = 8;
constexpr size_t kPivotTried = 24;  // to find as many that lead on
constexpr double kPivotWeight = 0.5;

// A word found by its stem is another form of the phrase, or another word.
constexpr double kStemWeight = 0.8;
constexpr double kOtherFormWeight = 0.4;  // where the form itself is there as well
// Words with a beginning in common that are looked at for the stem they have.
constexpr size_t kMaxStemMates = 400;
constexpr size_t kMinStemLetters = 3;

// Parts of a compound say less than the whole.
constexpr double kPartWeight = 0.5;
constexpr size_t kMinPartLetters = 4;

// The word itself, where a dictionary knows it in the other sense only, may be another word there ("gift").
constexpr double kSameKnownWeight = 0.3;
// A place that a dictionary knows as a word, too: "Nice", "Reading".
constexpr double kAmbiguousPlaceWeight = 0.6;
// Smaller places have names that are mostly other things.
constexpr uint32_t kMinPopulation = 5000;

// Weights of translations by their evidence: flat, because what a group counts in a document is mostly
// whether it is there at all.
constexpr double kWeightExponent = 0.5;
constexpr double kMinWeight = 0.1;

bool WritesCompounds(std::string_view lang) {
  return lang == "de" || lang == "sv" || lang == "nl" || lang == "da" || lang == "no" || lang == "fi";
}

// What joins the parts of a compound, by language; the empty one first.
std::vector<std::string_view> Joints(std::string_view lang) {
  if (lang == "de") return {"", "s", "es", "n", "en", "er", "e"};
  if (lang == "nl") return {"", "s", "en", "e"};
  if (lang == "sv" || lang == "da" || lang == "no") return {"", "s", "e", "o", "a"};
  return {"", "n"};
}

bool StartsWithCapital(std::string_view word) { return IsUpper(DecodeUtf8(word, 0).code_point); }

bool HasCase(std::string_view word) {
  for (size_t at = 0; at < word.size();) {
    const Utf8Step step = DecodeUtf8(word, at);
    if (IsUpper(step.code_point) || IsLower(step.code_point)) return true;
    at += step.length;
  }
  return false;
}

bool HasDigit(std::string_view word) {
  for (size_t at = 0; at < word.size();) {
    const Utf8Step step = DecodeUtf8(word, at);
    if (IsDigit(step.code_point)) return true;
    at += step.length;
  }
  return false;
}

// `words` from `at`, with blanks between them.
std::string Join(const std::vector<std::string>& words, size_t at, size_t count) {
  std::string text;
  for (size_t i = at; i < at + count; ++i) {
    if (i > at) text.push_back(' ');
    text.append(words[i]);
  }
  return text;
}

std::string_view WithoutLastLetter(std::string_view text) {
  return text.substr(0, text.size() - DecodeUtf8Before(text, text.size()).length);
}

std::string FirstLetters(std::string_view text, size_t count) {
  size_t at = 0;
  for (; count > 0 && at < text.size(); --count) at += DecodeUtf8(text, at).length;
  return std::string(text.substr(0, at));
}

// Adds a translation, or raises the weight of one that is there.
void AddTranslation(std::string_view text, double weight, Translation::Source source,
                    std::vector<Translation>* to) {
  const std::string key = FoldName(text);
  if (key.empty()) return;
  for (Translation& there : *to) {
    if (FoldName(there.text) != key) continue;
    if (weight > there.weight) there = {std::string(text), weight, source};
    return;
  }
  to->push_back({std::string(text), weight, source});
}

}  // namespace

std::string_view TranslationSourceName(Translation::Source source) {
  switch (source) {
    case Translation::Source::kDictionary:
      return "dictionary";
    case Translation::Source::kPivot:
      return "pivot";
    case Translation::Source::kPlace:
      return "place";
    case Translation::Source::kCountry:
      return "country";
    case Translation::Source::kSame:
      return "same";
    case Translation::Source::kLookAlike:
      return "look-alike";
  }
  return {};
}

class Translator::Internal {
 public:
  explicit Internal(TranslatorOptions options)
      : options_(std::move(options)), paths_{options_.dictd_directory, options_.lexicon_directory} {
    for (auto& [from, to] : DictionaryPairs(paths_)) pairs_[from].insert(to);
  }

  Meaning Translate(const std::vector<std::string>& words, size_t at, std::string_view from,
                    std::string_view to) {
    const size_t most = std::min(kMaxPhraseWords, words.size() - at);
    for (size_t count = most; count >= 1; --count) {
      const std::string text = Join(words, at, count);
      Meaning meaning;
      meaning.words = count;
      meaning.name = StartsWithCapital(words[at]) || HasDigit(words[at]);
      AddPlace(text, words[at], from, to, &meaning.translations);
      const size_t places = meaning.translations.size();
      const bool is_place = places > 0;
      const bool in_dictionary = AddPhrase(text, count, from, to, &meaning.translations);
      meaning.known = is_place || in_dictionary;
      if (count > 1 && !meaning.known) continue;
      if (is_place && in_dictionary && count == 1) {
        for (size_t i = 0; i < places; ++i) {
          if (meaning.translations[i].source == Translation::Source::kPlace)
            meaning.translations[i].weight *= kAmbiguousPlaceWeight;
        }
      }
      std::stable_sort(meaning.translations.begin(), meaning.translations.end(),
                       [](const Translation& a, const Translation& b) { return a.weight > b.weight; });
      if (meaning.translations.size() > options_.max_translations)
        meaning.translations.resize(options_.max_translations);
      AddTranslation(text, meaning.name || !meaning.known ? 1.0 : kSameKnownWeight,
                     Translation::Source::kSame, &meaning.translations);
      return meaning;
    }
    return {};
  }

  std::vector<std::string> LanguagesFrom(std::string_view from) const {
    std::set<std::string> languages;
    const auto add = [&](std::string_view lang) {
      if (const auto found = pairs_.find(lang); found != pairs_.end())
        languages.insert(found->second.begin(), found->second.end());
    };
    add(from);
    for (const std::string& pivot : options_.pivots) {
      if (languages.count(pivot) != 0) add(pivot);
    }
    languages.erase(std::string(from));
    return {languages.begin(), languages.end()};
  }

  const std::vector<Status>& faults() const { return faults_; }

 private:
  // nullptr if there is none.
  Dictionary* Get(std::string_view from, std::string_view to) {
    const auto pair = std::make_pair(std::string(from), std::string(to));
    const auto [found, is_new] = dictionaries_.try_emplace(pair);
    if (is_new) {
      const auto known = pairs_.find(from);
      if (known != pairs_.end() && known->second.count(pair.second) != 0) {
        Result<Dictionary> opened = Dictionary::Open(paths_, from, to);
        if (opened.ok()) {
          found->second = std::move(opened).value();
        } else {
          faults_.push_back(opened.status());
        }
      }
    }
    return found->second ? &*found->second : nullptr;
  }

  Stemmer& StemmerOf(std::string_view lang) {
    const auto found = stemmers_.find(lang);
    if (found != stemmers_.end()) return found->second;
    return stemmers_.emplace(std::string(lang), Stemmer(lang)).first->second;
  }

  // The stems of a key's words, without marks.
  std::string StemKey(std::string_view key, Stemmer* stemmer) {
    std::string stems;
    for (size_t at = 0; at <= key.size();) {
      const size_t end = std::min(key.find(' ', at), key.size());
      if (!stems.empty()) stems.push_back(' ');
      stems.append(FoldMarks(stemmer->Stem(std::string(key.substr(at, end - at)))));
      at = end + 1;
    }
    return stems;
  }

  // The other phrases of a dictionary that have the stems of `key`.
  std::vector<std::string> StemMates(std::string_view key, std::string_view from,
                                     const Dictionary& dictionary) {
    Stemmer& stemmer = StemmerOf(from);
    const std::string stems = StemKey(key, &stemmer);
    const std::string first(key.substr(0, key.find(' ')));
    const std::string stem(stemmer.Stem(first));
    std::vector<std::string> mates;
    const size_t letters = CountCodePoints(stem);
    if (letters < kMinStemLetters) return mates;
    // The last letter of a stem may be written otherwise in the word (city, citi), and so may vowels (Tür,
    // tur).
    std::set<std::string> prefixes = {stem, FirstLetters(first, letters)};
    const auto words = std::count(key.begin(), key.end(), ' ');
    for (const std::string& prefix : prefixes) {
      dictionary.ForEachKey(letters > kMinStemLetters ? WithoutLastLetter(prefix) : prefix, kMaxStemMates,
                            [&](std::string_view other) {
                              if (other == key || std::count(other.begin(), other.end(), ' ') != words)
                                return;
                              if (StemKey(other, &stemmer) == stems &&
                                  std::find(mates.begin(), mates.end(), other) == mates.end())
                                mates.emplace_back(other);
                            });
    }
    return mates;
  }

  // Translations of a phrase by one dictionary: by form, and by stem.
  std::vector<WeightedPhrase> Find(std::string_view key, std::string_view from, Dictionary* dictionary,
                                   size_t max) {
    std::vector<WeightedPhrase> found = dictionary->Find(key, max);
    // An entry of an inflected form is often poor: "gebaut" for "built".
    const double weight = found.empty() ? kStemWeight : kOtherFormWeight;
    for (const std::string& mate : StemMates(key, from, *dictionary)) {
      for (const WeightedPhrase& phrase : dictionary->Find(mate, max))
        Raise(phrase.text, phrase.weight * weight, &found);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const WeightedPhrase& a, const WeightedPhrase& b) { return a.weight > b.weight; });
    if (found.size() > max) found.resize(max);
    return found;
  }

  static void Raise(std::string_view text, double weight, std::vector<WeightedPhrase>* phrases) {
    for (WeightedPhrase& there : *phrases) {
      if (there.text != text) continue;
      there.weight += weight;
      return;
    }
    phrases->push_back({std::string(text), weight});
  }

  // Whether a dictionary, or a pivot, knows the phrase.
  bool AddPhrase(const std::string& text, size_t words, std::string_view from, std::string_view to,
                 std::vector<Translation>* translations) {
    const std::string key = PhraseKey(text);
    std::vector<WeightedPhrase> direct;
    Dictionary* dictionary = Get(from, to);
    if (dictionary != nullptr) direct = Find(key, from, dictionary, options_.max_translations);
    std::vector<WeightedPhrase> pivoted;
    if (dictionary == nullptr || dictionary->size() < kLargeDictionary)
      pivoted = ThroughPivots(key, from, to);
    if (direct.empty() && pivoted.empty() && words == 1 && WritesCompounds(from))
      AddParts(key, from, to, &direct);
    if (direct.empty() && pivoted.empty()) return false;

    std::map<std::string, std::pair<double, bool>> all;
    double best = 0;
    for (const WeightedPhrase& phrase : direct) all[phrase.text] = {phrase.weight, true};
    for (const WeightedPhrase& phrase : pivoted) {
      auto& there = all.try_emplace(phrase.text, 0.0, false).first->second;
      there.first += phrase.weight * (direct.empty() ? 1 : kPivotWeight);
    }
    for (const auto& [phrase, evidence] : all) best = std::max(best, evidence.first);
    std::vector<Translation> found;
    for (const auto& [phrase, evidence] : all) {
      const double share = best > 0 ? evidence.first / best : 0;
      const double weight = std::max(kMinWeight, std::pow(share, kWeightExponent));
      found.push_back(
          {phrase, weight, evidence.second ? Translation::Source::kDictionary : Translation::Source::kPivot});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Translation& a, const Translation& b) { return a.weight > b.weight; });
    if (found.size() > options_.max_translations) found.resize(options_.max_translations);
    for (const Translation& translation : found)
      AddTranslation(translation.text, translation.weight, translation.source, translations);
    return true;
  }

  std::vector<WeightedPhrase> ThroughPivots(std::string_view key, std::string_view from,
                                            std::string_view to) {
    std::vector<WeightedPhrase> found;
    for (const std::string& pivot : options_.pivots) {
      if (pivot == from || pivot == to) continue;
      Dictionary* there = Get(from, pivot);
      Dictionary* onward = there == nullptr ? nullptr : Get(pivot, to);
      if (onward == nullptr) continue;
      size_t followed = 0;
      for (const WeightedPhrase& middle : Find(key, from, there, kPivotTried)) {
        const std::vector<WeightedPhrase> ends =
            Find(PhraseKey(middle.text), pivot, onward, options_.max_translations);
        for (const WeightedPhrase& phrase : ends) Raise(phrase.text, phrase.weight * middle.weight, &found);
        if (!ends.empty() && ++followed == kPivotWords) break;
      }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const WeightedPhrase& a, const WeightedPhrase& b) { return a.weight > b.weight; });
    if (found.size() > options_.max_translations) found.resize(options_.max_translations);
    const double best = found.empty() || found.front().weight <= 0 ? 1 : found.front().weight;
    for (WeightedPhrase& phrase : found) phrase.weight /= best;
    return found;
  }

  // A compound's parts, the longest first part that is a word with another word behind it.
  void AddParts(std::string_view key, std::string_view from, std::string_view to,
                std::vector<WeightedPhrase>* found) {
    Dictionary* dictionary = Get(from, to);
    if (dictionary == nullptr) return;
    std::vector<size_t> cuts;
    for (size_t at = 0; at < key.size(); at += DecodeUtf8(key, at).length) {
      if (CountCodePoints(key.substr(0, at)) >= kMinPartLetters &&
          CountCodePoints(key.substr(at)) >= kMinPartLetters)
        cuts.push_back(at);
    }
    for (auto cut = cuts.rbegin(); cut != cuts.rend(); ++cut) {
      std::string_view head = key.substr(0, *cut);
      for (const std::string_view joint : Joints(from)) {
        if (!head.ends_with(joint) || CountCodePoints(head) < kMinPartLetters + joint.size()) continue;
        const std::string_view first = head.substr(0, head.size() - joint.size());
        if (!dictionary->Has(first)) continue;
        std::vector<WeightedPhrase> second =
            Find(key.substr(*cut), from, dictionary, options_.max_translations / 2);
        if (second.empty()) continue;
        for (const WeightedPhrase& part : dictionary->Find(first, options_.max_translations / 2))
          Raise(part.text, part.weight * kPartWeight, found);
        for (const WeightedPhrase& part : second) Raise(part.text, part.weight * kPartWeight, found);
        return;
      }
    }
  }

  void AddPlace(const std::string& text, std::string_view first_word, std::string_view from,
                std::string_view to, std::vector<Translation>* translations) {
    if (HasCase(first_word) && !StartsWithCapital(first_word)) return;
    const Gazetteer& gazetteer = Gazetteer::Builtin();
    const GazetteerName* name = gazetteer.FindText(text);
    if (name == nullptr) return;
    const int language = gazetteer.LanguageNumber(from);
    const bool in_capitals = FoldCase(text) != text && std::none_of(text.begin(), text.end(), [](char c) {
                               return c >= 'a' && c <= 'z';
                             });
    uint32_t best = kNoPlace;
    for (const GazetteerPosting& posting : gazetteer.postings(*name)) {
      if ((posting.flags & (kDemonym | kAbbreviation)) != 0) continue;
      if ((posting.flags & kCapitalsOnly) != 0 && !in_capitals) continue;
      if ((posting.flags & kAnyLanguage) == 0 && !gazetteer.InSet(posting.languages, language)) continue;
      const GazetteerPlace& place = gazetteer.place(posting.place);
      if (place.kind <= PlaceKind::kCity && place.population < kMinPopulation) continue;
      if (best == kNoPlace || Prominence(place) > Prominence(gazetteer.place(best))) best = posting.place;
    }
    if (best == kNoPlace) return;
    const GazetteerPlace& place = gazetteer.place(best);
    if (place.kind == PlaceKind::kCountry) {
      const std::string code(place.country, 2);
      if (std::string country = RegionDisplayName(code, to); country != code)
        AddTranslation(country, 1.0, Translation::Source::kCountry, translations);
    }
    AddTranslation(gazetteer.Name(best, to), 1.0, Translation::Source::kPlace, translations);
  }

  static double Prominence(const GazetteerPlace& place) {
    return place.magnitude + (place.kind == PlaceKind::kCountry ? 2000 : 0) +
           ((place.flags & kCapitalCity) != 0 ? 500 : 0);
  }

  TranslatorOptions options_;
  DictionaryPaths paths_;
  std::map<std::string, std::set<std::string>, std::less<>> pairs_;
  std::map<std::pair<std::string, std::string>, std::optional<Dictionary>> dictionaries_;
  std::map<std::string, Stemmer, std::less<>> stemmers_;
  std::vector<Status> faults_;
};

Translator::Translator(std::unique_ptr<Internal> internal) : internal_(std::move(internal)) {}
Translator::Translator(Translator&&) noexcept = default;
Translator& Translator::operator=(Translator&&) noexcept = default;
Translator::~Translator() = default;

Result<Translator> Translator::Open(const TranslatorOptions& options) {
  return Translator(std::make_unique<Internal>(options));
}

Meaning Translator::Translate(const std::vector<std::string>& words, size_t at, std::string_view from,
                              std::string_view to) {
  return internal_->Translate(words, at, from, to);
}

std::vector<std::string> Translator::LanguagesFrom(std::string_view from) const {
  return internal_->LanguagesFrom(from);
}

const std::vector<Status>& Translator::faults() const { return internal_->faults(); }

}  // namespace newsearch
