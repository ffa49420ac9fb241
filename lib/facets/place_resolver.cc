// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/place_resolver.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace newsearch {
namespace {

// Scores are in powers of ten of population: a city of 50,000 passes without any help, a hamlet needs a
// country beside it.
constexpr double kAccept = 4.7;
constexpr double kNearlyAccepted = 4;
constexpr double kAcceptAgain = 3;  // for further mentions of a place that passed
constexpr double kMinShare = 0.4;   // of the probability of all senses, for the best of them
constexpr double kSureCountryShare = 0.85;

constexpr double kCountryBase = 6.4;
constexpr double kMaxCountryContext = 1;
constexpr double kMinCountryContext = -1;  // "U.S. Senate"; not of countries that people are called by
constexpr double kOtherName = -0.5;  // of a region by another name than its usual one: "Niger" of Niger State
constexpr double kCountrysName = -3;  // of a city by a name that is its country's: "Mexico" of Mexico City
constexpr double kAlsoDemonym = -3;   // "Canadian" in Texas
constexpr double kAreaBase = 5.4;
constexpr double kRegionBase = 2;         // and
constexpr double kRegionByPeople = 0.55;  // of the power of ten of its population
constexpr double kCapital = 0.5;
constexpr double kSeat = 0.2;
constexpr double kDistrict = -0.5;

constexpr double kBeside = 4;         // "Bled, Slovenia"
constexpr double kOtherBeside = -3;   // "London, Italy"
constexpr double kHoldsBefore = 2.5;  // "New York" in "Buffalo, New York"
constexpr double kCountryInArticle = 2;
constexpr double kImpliedInArticle = 0.8;  // by adjectives
constexpr double kRegionInArticle = 1;
constexpr double kNear = 0.8;
constexpr double kNearKm = 150;
constexpr double kHoldsOthers = 0.8;  // other places of the article lie in it
constexpr double kKnownInArchive = 2;
constexpr double kCountryOfArchive = 0.7;  // times the share of articles
constexpr double kCountryOfLanguage = 1;
constexpr double kOtherLanguage = -2;
constexpr double kOtherLanguageInRun = -4;  // where no blanks say that it is a word at all
constexpr double kInflected = -0.3;
constexpr double kInflectedSmall = -1.5;  // many words are a form of some small place's name
constexpr double kOpensSentence = -1;  // where every word has a capital: for small places and ordinary words
constexpr double kSmallAndAlone = -1.5;
constexpr double kTinyAndUnsupported = -1;
constexpr uint32_t kTiny = 5000;           // people
constexpr uint32_t kSmall = 15000;         // people
constexpr uint32_t kWellKnown = 50000;     // people
constexpr uint32_t kKnownToAll = 500000;   // people
constexpr double kOrdinaryWord = -1.2;     // the name is a word of the article's language
constexpr double kOrdinaryNounLed = -1.2;  // but "nach" stands in front
constexpr double kUnsupportedNoun = -4;
constexpr double kUnsupportedWord = -2.5;  // and nothing around it says that a place is meant
constexpr double kOrdinaryNoun = -2.3;     // and its capital says nothing
constexpr double kOrdinaryWordOfKnownCity = -1;
constexpr double kAloneAbbreviated = -4;
constexpr double kPersonName = -1.6;  // a first name or surname, without a sign that a place is meant
constexpr double kDoubtful = -0.9;    // a context that what the archive knows does not make up for
constexpr double kMaxBehind = 5;
constexpr double kSharpness = 1;  // of probabilities, in powers of ten

constexpr size_t kMaxShortCapitals = 3;
constexpr size_t kMinDistinctiveChars = 4;
constexpr size_t kMaxSenses = 40;      // of one name that are looked at closely
constexpr size_t kMaxNeighbours = 16;  // names beside one name
constexpr size_t kMaxAccepted = 24;    // places of an article that others are measured against

double DistanceKm(const GazetteerPlace& a, const GazetteerPlace& b) {
  constexpr double kRadius = 6371;
  constexpr double kDegree = std::numbers::pi / 180;
  const double lat_a = Gazetteer::Latitude(a) * kDegree;
  const double lat_b = Gazetteer::Latitude(b) * kDegree;
  const double lat = (lat_b - lat_a) / 2;
  const double lon = (Gazetteer::Longitude(b) - Gazetteer::Longitude(a)) * kDegree / 2;
  const double chord =
      std::sin(lat) * std::sin(lat) + std::cos(lat_a) * std::cos(lat_b) * std::sin(lon) * std::sin(lon);
  return 2 * kRadius * std::asin(std::min(1.0, std::sqrt(chord)));
}

}  // namespace

// One article.
class PlaceResolver::Pass {
 public:
  Pass(const Gazetteer& gazetteer, const PlaceFinder::Language& language, FoundPlaces* found,
       const ScannedArticle& article, const ArchivePlaces* archive)
      : gazetteer_(gazetteer), language_(language), found_(*found), article_(article), archive_(archive) {}

  ResolvedPlaces Run() {
    MakeGroups();
    for (const DemonymMention& demonym : found_.demonyms) AddTo(&implied_, demonym.country);
    FindCountries();
    for (PlaceGroup& group : result_.groups) Rate(&group);
    // Once more, with what was found.
    CollectAccepted();
    if (!accepted_.empty() && result_.groups.size() > 1) {
      for (PlaceGroup& group : result_.groups) Rate(&group);
    }
    AssignMentions();
    return std::move(result_);
  }

 private:
  static bool Has(const std::vector<uint32_t>& places, uint32_t place) {
    return std::find(places.begin(), places.end(), place) != places.end();
  }

  static void AddTo(std::vector<uint32_t>* places, uint32_t place) {
    if (!Has(*places, place)) places->push_back(place);
  }

  const GazetteerPlace& PlaceAt(uint32_t index) const { return gazetteer_.place(index); }
  PlaceKind KindOf(uint32_t index) const { return PlaceAt(index).kind; }

  uint32_t RegionOf(uint32_t index) const {
    while (index != kNoPlace && KindOf(index) < PlaceKind::kRegion) index = PlaceAt(index).within;
    return index != kNoPlace && KindOf(index) == PlaceKind::kRegion ? index : kNoPlace;
  }

  bool LiesIn(uint32_t place, uint32_t container) const {
    for (uint32_t at = PlaceAt(place).within; at != kNoPlace; at = PlaceAt(at).within) {
      if (at == container) return true;
    }
    return false;
  }

  void MakeGroups() {
    // Mentions in the order of their names: those of one name side by side.
    std::vector<std::pair<const GazetteerName*, uint32_t>> by_name;
    by_name.reserve(found_.mentions.size());
    for (size_t m = 0; m < found_.mentions.size(); ++m)
      by_name.emplace_back(found_.mentions[m].names[0], static_cast<uint32_t>(m));
    std::sort(by_name.begin(), by_name.end());
    for (size_t i = 0; i < by_name.size(); ++i) {
      if (i == 0 || by_name[i].first != by_name[i - 1].first) result_.groups.emplace_back();
      found_.mentions[by_name[i].second].group = static_cast<int32_t>(result_.groups.size() - 1);
      result_.groups.back().mentions.push_back(by_name[i].second);
    }
    for (size_t g = 0; g < result_.groups.size(); ++g) {
      PlaceGroup& group = result_.groups[g];
      for (const uint32_t m : group.mentions) {
        const PlaceMention& mention = found_.mentions[m];
        group.sure |= mention.is_surely_place;
        if (mention.container < 0) continue;
        const auto holder =
            static_cast<uint32_t>(found_.mentions[static_cast<size_t>(mention.container)].group);
        AddOnce(holder, &group.holders);
        AddOnce(static_cast<uint32_t>(g), &result_.groups[holder].held);
      }
    }
    for (PlaceGroup& group : result_.groups) CollectSenses(&group);
    result_.places.assign(found_.mentions.size(), kNoPlace);
  }

  // The first so many are enough.
  static void AddOnce(uint32_t number, std::vector<uint32_t>* numbers) {
    if (numbers->size() < kMaxNeighbours) AddTo(numbers, number);
  }

  void CollectSenses(PlaceGroup* group) {
    group->context = -100;
    names_.clear();
    opens_only_.push_back(true);
    for (const uint32_t m : group->mentions) {
      const PlaceMention& mention = found_.mentions[m];
      group->context = std::max(group->context, mention.context);
      if (!mention.opens_sentence) opens_only_.back() = false;
      for (size_t n = 0; n < mention.name_count; ++n) {
        // Each name once: other mentions have the same.
        if (std::find(names_.begin(), names_.end(), mention.names[n]) != names_.end()) continue;
        names_.push_back(mention.names[n]);
        const bool written = n == 0 && mention.as_written;
        const bool unit = article_.pieces[mention.piece].words[mention.first].Is(kUnitWord);
        const auto postings = gazetteer_.postings(*mention.names[n]);
        const bool demonym = std::any_of(postings.begin(), postings.end(), [this](const GazetteerPosting& p) {
          return (p.flags & kDemonym) != 0 && gazetteer_.InSet(p.languages, language_.number);
        });
        const bool main = std::any_of(postings.begin(), postings.end(),
                                      [](const GazetteerPosting& p) { return (p.flags & kMainName) != 0; });
        const bool country = std::any_of(postings.begin(), postings.end(), [this](const GazetteerPosting& p) {
          return (p.flags & kDemonym) == 0 && KindOf(p.place) == PlaceKind::kCountry;
        });
        for (const GazetteerPosting& posting : postings) {
          if ((posting.flags & kCapitalsOnly) != 0 && !AnyInCapitals(*group)) continue;
          if ((posting.flags & kDemonym) != 0) {
            if (demonym) AddTo(&implied_, posting.place);
            continue;
          }
          // "E.U." and "EU" are no town called Eu.
          if ((mention.initials || IsShortCapitals(mention)) && (posting.flags & kCapitalsOnly) == 0 &&
              KindOf(posting.place) < PlaceKind::kRegion) {
            continue;
          }
          double score = BaseScore(posting, written, unit);
          if (demonym) score += kAlsoDemonym;
          if (country && KindOf(posting.place) <= PlaceKind::kCity && (posting.flags & kMainName) == 0)
            score += kCountrysName;
          if (main && (posting.flags & kMainName) == 0) score += kOtherName;
          AddSense(posting.place, score, names_.size() == 1, group);
          if ((posting.flags & kAbbreviation) != 0) AddOnce(posting.place, &abbreviated_);
        }
      }
    }
    const auto by_base = [](const PlaceSense& a, const PlaceSense& b) {
      return a.base != b.base ? a.base > b.base : a.place < b.place;
    };
    if (group->senses.size() > kMaxSenses) {
      std::nth_element(group->senses.begin(), group->senses.begin() + kMaxSenses, group->senses.end(),
                       by_base);
      group->senses.resize(kMaxSenses);
    }
    std::sort(group->senses.begin(), group->senses.end(), by_base);
    for (PlaceSense& sense : group->senses) sense.score = sense.base;
    known_to_all_.push_back(
        std::any_of(group->senses.begin(), group->senses.end(), [this](const PlaceSense& sense) {
          return PlaceAt(sense.place).population >= kKnownToAll && KindOf(sense.place) <= PlaceKind::kCity;
        }));
  }

  bool IsAbbreviated(uint32_t place, const PlaceGroup& group) const {
    if (std::find(abbreviated_.begin(), abbreviated_.end(), place) == abbreviated_.end()) return false;
    for (const GazetteerPosting& posting :
         gazetteer_.postings(*found_.mentions[group.mentions.front()].names[0])) {
      if (posting.place == place) return (posting.flags & kAbbreviation) != 0;
    }
    return false;
  }

  bool IsShortCapitals(const PlaceMention& mention) const {
    const ScannedPiece& piece = article_.pieces[mention.piece];
    const ScannedWord& word = piece.words[mention.first];
    return mention.last == mention.first + 1 && mention.all_capitals && !piece.shouting &&
           word.chars <= kMaxShortCapitals && !word.Is(kUnitWord);
  }

  static bool Better(const PlaceSense& a, const PlaceSense& b) {
    return a.score != b.score ? a.score > b.score : a.place < b.place;
  }

  // `first`: of the group's first name, which has every place once.
  static void AddSense(uint32_t place, double score, bool first, PlaceGroup* group) {
    if (!first) {
      for (PlaceSense& sense : group->senses) {
        if (sense.place != place) continue;
        sense.base = std::max(sense.base, static_cast<float>(score));
        return;
      }
    }
    group->senses.push_back({place, static_cast<float>(score), score, 0});
  }

  bool AnyInCapitals(const PlaceGroup& group) const {
    return std::any_of(group.mentions.begin(), group.mentions.end(), [this](uint32_t m) {
      const PlaceMention& mention = found_.mentions[m];
      return mention.initials || (mention.all_capitals && !article_.pieces[mention.piece].shouting);
    });
  }

  // What is known of a place without the article.
  double BaseScore(const GazetteerPosting& posting, bool written, bool unit) const {
    const GazetteerPlace& place = PlaceAt(posting.place);
    double score = 0;
    const double people = place.magnitude / 1000.0;
    switch (place.kind) {
      case PlaceKind::kCountry:
        score = kCountryBase;
        break;
      case PlaceKind::kArea:
        score = kAreaBase;
        break;
      case PlaceKind::kRegion:
        score = kRegionBase + kRegionByPeople * people;
        break;
      case PlaceKind::kDistrict:
        score = people + kDistrict;
        break;
      case PlaceKind::kCity:
        score = people;
        break;
    }
    if ((place.flags & kCapitalCity) != 0) score += kCapital;
    if ((place.flags & kRegionSeat) != 0) score += kSeat;
    const bool fits = language_.number < 0 || (posting.flags & kAnyLanguage) != 0 ||
                      gazetteer_.InSet(posting.languages, language_.number);
    if (!fits) score += unit ? kOtherLanguageInRun : kOtherLanguage;
    if (!written) {
      score += place.kind <= PlaceKind::kCity && place.population < kWellKnown ? kInflectedSmall : kInflected;
    }
    return score;
  }

  // Countries that are named, and nothing else by better right.
  void FindCountries() {
    for (PlaceGroup& group : result_.groups) {
      if (group.senses.empty()) continue;
      const uint32_t best = group.senses.front().place;
      if (KindOf(best) != PlaceKind::kCountry) continue;
      for (const uint32_t m : group.mentions) {
        if (group.senses.front().score + ContextFor(best, found_.mentions[m].context) < kAccept) continue;
        AddTo(&countries_, best);
      }
    }
  }

  // What stands around a country's name says less: it is one in nearly every place.
  double ContextFor(uint32_t place, double context) const {
    if (KindOf(place) != PlaceKind::kCountry) return context;
    const bool person = (PlaceAt(place).flags & (kGivenName | kSurname)) != 0;
    return std::clamp(context, person ? -100 : kMinCountryContext, kMaxCountryContext);
  }

  void CollectAccepted() {
    accepted_.clear();
    for (size_t g = 0; g < result_.groups.size(); ++g) {
      const PlaceGroup& group = result_.groups[g];
      if (group.senses.empty() || accepted_.size() == kMaxAccepted) continue;
      // Two that are nearly sure may make each other so.
      const PlaceSense& best = group.senses.front();
      if (group.accepted || best.score + ContextFor(best.place, group.context) >= kNearlyAccepted)
        accepted_.emplace_back(g, best.place);
    }
  }

  // Gives every sense of a name its score and probability.
  void Rate(PlaceGroup* group) {
    if (group->senses.empty()) return;
    const size_t g = static_cast<size_t>(group - result_.groups.data());
    for (PlaceSense& sense : group->senses) {
      sense.score = sense.base;
      const double beside = BesideScore(sense.place, *group);
      sense.score += ArticleScore(sense.place, g, *group) + beside;
      // "Ore." in "Portland, Ore."
      if (beside <= 0 && IsAbbreviated(sense.place, *group)) sense.score += kAloneAbbreviated;
    }
    std::sort(group->senses.begin(), group->senses.end(), Better);
    const bool country = KindOf(group->senses.front().place) == PlaceKind::kCountry;
    const double context = ContextFor(group->senses.front().place, group->context);
    double all = 0;
    for (PlaceSense& sense : group->senses) {
      // What is far behind does not count.
      const bool counts = sense.score > group->senses.front().score - kMaxBehind;
      sense.probability = counts ? std::pow(10, kSharpness * (sense.score + context - kAccept)) : 0;
      all += sense.probability;
    }
    for (PlaceSense& sense : group->senses) sense.probability /= all + 1;
    const double share = group->senses.front().probability * (all + 1) / all;
    const bool passes = group->senses.front().score + context >= kAccept;
    group->accepted = passes && (country || share >= kMinShare);
    group->sure_country = kNoPlace;
    if (!passes || group->accepted || (!group->sure && group->holders.empty())) return;
    const uint32_t country_of_best = gazetteer_.CountryOf(group->senses.front().place);
    double there = 0;
    for (const PlaceSense& sense : group->senses) {
      if (gazetteer_.CountryOf(sense.place) == country_of_best) there += sense.probability;
    }
    if (country_of_best != kNoPlace && there * (all + 1) >= kSureCountryShare * all)
      group->sure_country = country_of_best;
  }

  double ArticleScore(uint32_t index, size_t g, const PlaceGroup& group) const {
    const GazetteerPlace& place = PlaceAt(index);
    const uint32_t country = gazetteer_.CountryOf(index);
    const bool small_kind = place.kind <= PlaceKind::kRegion;
    const bool at_home = !language_.home.empty() && language_.home == std::string_view(place.country, 2);
    double score = 0;
    bool helped = false;
    const bool known =
        archive_ != nullptr && group.context >= kDoubtful && archive_->places.count(index) != 0;
    if (known) {
      score += kKnownInArchive;
      helped = true;
    }
    if (place.kind != PlaceKind::kCountry) {
      if (country != kNoPlace && Has(countries_, country)) {
        score += kCountryInArticle;
        helped = true;
      } else if (country != kNoPlace && Has(implied_, country)) {
        score += kImpliedInArticle;
        helped = true;
      }
      if (at_home) {
        score += kCountryOfLanguage;
        helped = true;
      }
    }
    const double near = NearScore(index, g, &helped);
    score += near;
    if (archive_ != nullptr && archive_->articles > 0 && country != kNoPlace &&
        place.kind != PlaceKind::kCountry) {
      const auto found = archive_->countries.find(country);
      if (found != archive_->countries.end()) {
        const double share = found->second / static_cast<double>(archive_->articles);
        score += kCountryOfArchive * share;
        helped |= share >= 0.2;
      }
    }
    if (!small_kind) return score;
    const bool small_elsewhere = SmallElsewhere(group);
    const bool word = gazetteer_.InSet(place.words, language_.number) || small_elsewhere;
    const bool sure = group.sure || !group.holders.empty();
    const bool supported = sure || near > 0;
    const bool needs_no_help = place.population >= (place.words != 0 ? kKnownToAll : kWellKnown);
    if (word && !known) {
      score += OrdinaryWord(place, opens_only_[g], sure, supported, small_elsewhere);
    } else if (opens_only_[g] && !needs_no_help) {
      score += kOpensSentence;
    }
    // "in Kista": there is but one, and nobody is called so.
    const bool distinctive = group.senses.size() == 1 && !word && sure && !IsShort(group) &&
                             (place.flags & (kGivenName | kSurname)) == 0;
    if (place.population < kSmall && !helped && !distinctive && group.holders.empty())
      score += kSmallAndAlone;
    if (place.population < kTiny && !supported && !known) score += kTinyAndUnsupported;
    // Where a town is known well, its name means the town.
    const bool well_known_here =
        at_home && (place.population >= kWellKnown || (place.flags & kRegionSeat) != 0);
    if ((place.flags & (kGivenName | kSurname)) != 0 && !known && !sure && !known_to_all_[g] &&
        !well_known_here)
      score += kPersonName;
    return score;
  }

  bool IsShort(const PlaceGroup& group) const {
    const PlaceMention& mention = found_.mentions[group.mentions.front()];
    const ScannedWord& word = article_.pieces[mention.piece].words[mention.first];
    return mention.last == mention.first + 1 && word.chars < kMinDistinctiveChars && !word.Is(kUnitWord);
  }

  // The archive writes the same word without a capital.
  bool SmallElsewhere(const PlaceGroup& group) const {
    if (archive_ == nullptr) return false;
    const PlaceMention& mention = found_.mentions[group.mentions.front()];
    if (mention.last != mention.first + 1) return false;
    const ScannedWord& word = article_.pieces[mention.piece].words[mention.first];
    return !word.Is(kUnitWord) && archive_->small_words.MayHave(word.hash);
  }

  // A capital inside a sentence says that it is a name after all, except in German, where nouns have one; and
  // of a city that everybody knows more is spoken than of the word.
  double OrdinaryWord(const GazetteerPlace& place, bool opens_sentence, bool sure, bool supported,
                      bool small_elsewhere) const {
    if (language_.lang == "de" && sure && place.population >= kWellKnown) return kOrdinaryNounLed;
    if (language_.lang == "de")
      return supported || place.population >= kKnownToAll ? kOrdinaryNoun : kUnsupportedNoun;
    if (place.population >= kKnownToAll) return kOrdinaryWordOfKnownCity;
    if (!supported && place.population < kWellKnown) return kUnsupportedWord;
    if (!opens_sentence) return kOrdinaryWord;
    // An archive that never writes the word small means the place.
    return archive_ != nullptr && !small_elsewhere ? kOpensSentence : kOrdinaryNoun;
  }

  // Other places of the article that are in the same region, near, or in it.
  double NearScore(uint32_t index, size_t g, bool* helped) const {
    const GazetteerPlace& place = PlaceAt(index);
    const uint32_t region = place.kind <= PlaceKind::kRegion ? RegionOf(index) : kNoPlace;
    double best = 0;
    for (const auto& [other_group, other] : accepted_) {
      if (other_group == g) continue;
      double score = 0;
      if (LiesIn(other, index)) {
        score = kHoldsOthers;
      } else if (place.kind <= PlaceKind::kCity && (region != kNoPlace && RegionOf(other) == region)) {
        score = kRegionInArticle;
      } else if (place.kind <= PlaceKind::kCity && KindOf(other) <= PlaceKind::kCity &&
                 DistanceKm(place, PlaceAt(other)) <= kNearKm) {
        score = kNear;
      } else if (place.kind == PlaceKind::kRegion && KindOf(other) == PlaceKind::kRegion &&
                 PlaceAt(other).within == place.within) {
        score = kNear;
      }
      best = std::max(best, score);
    }
    *helped |= best > 0;
    return best;
  }

  // "Bled, Slovenia", "Buffalo, New York".
  double BesideScore(uint32_t index, const PlaceGroup& group) const {
    double best = 0;
    double worst = 0;
    for (const uint32_t number : group.holders) {
      bool holds = false;
      bool country_beside = false;
      for (const PlaceSense& sense : result_.groups[number].senses) {
        holds |= LiesIn(index, sense.place);
        country_beside |= KindOf(sense.place) == PlaceKind::kCountry;
      }
      if (holds) {
        best = kBeside;
      } else if (country_beside && KindOf(index) <= PlaceKind::kCity) {
        worst = kOtherBeside;
      }
    }
    // And the other way round: what holds a place named before it.
    if (KindOf(index) >= PlaceKind::kRegion) {
      for (const uint32_t number : group.held) {
        const std::vector<PlaceSense>& senses = result_.groups[number].senses;
        const bool holds = std::any_of(senses.begin(), senses.end(),
                                       [&](const PlaceSense& sense) { return LiesIn(sense.place, index); });
        if (holds) best = std::max(best, kHoldsBefore);
      }
    }
    return best > 0 ? best : worst;
  }

  void AssignMentions() {
    for (size_t m = 0; m < found_.mentions.size(); ++m) {
      const PlaceMention& mention = found_.mentions[m];
      const PlaceGroup& group = result_.groups[static_cast<size_t>(mention.group)];
      if (!group.accepted) continue;
      const PlaceSense& sense = group.senses.front();
      const bool doubtful = (mention.is_person && !mention.is_surely_place) || mention.is_part;
      const double needed = doubtful ? kAccept : kAcceptAgain;
      if (sense.score + ContextFor(sense.place, mention.context) >= needed) result_.places[m] = sense.place;
    }
    // "Buffalo, New York" names the state, whatever New York is elsewhere.
    for (size_t m = 0; m < found_.mentions.size(); ++m) {
      const PlaceMention& mention = found_.mentions[m];
      if (mention.container < 0 || result_.places[m] == kNoPlace) continue;
      const auto container = static_cast<size_t>(mention.container);
      if (result_.places[container] != kNoPlace && LiesIn(result_.places[m], result_.places[container]))
        continue;
      const PlaceGroup& holder = result_.groups[static_cast<size_t>(found_.mentions[container].group)];
      for (const PlaceSense& sense : holder.senses) {
        if (KindOf(sense.place) >= PlaceKind::kRegion && LiesIn(result_.places[m], sense.place)) {
          result_.places[container] = sense.place;
          break;
        }
      }
    }
  }

  const Gazetteer& gazetteer_;
  const PlaceFinder::Language& language_;
  FoundPlaces& found_;
  const ScannedArticle& article_;
  const ArchivePlaces* archive_;
  std::vector<bool> known_to_all_;           // of the groups: a city of this name is
  std::vector<bool> opens_only_;             // of the groups: every mention opens a sentence
  std::vector<const GazetteerName*> names_;  // of the group whose senses are collected
  std::vector<uint32_t> countries_;          // named
  std::vector<uint32_t> implied_;
  std::vector<std::pair<size_t, uint32_t>> accepted_;  // group, place
  std::vector<uint32_t> abbreviated_;                  // places that some name here abbreviates
  ResolvedPlaces result_;
};

ResolvedPlaces PlaceResolver::Resolve(const PlaceFinder::Language& language, FoundPlaces* found,
                                      const ScannedArticle& article, const ArchivePlaces* archive) const {
  return Pass(gazetteer_, language, found, article, archive).Run();
}

}  // namespace newsearch
