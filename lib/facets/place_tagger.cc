// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/place_tagger.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace newsearch {
namespace {

constexpr size_t kMaxCandidates = 5;
constexpr size_t kMaxMentions = 1000;  // of one value that are kept as evidence
constexpr double kMinCandidate = 0.005;
constexpr double kImpliedOnce = 0.5;  // confidence of a country that is only implied, by one mention
constexpr double kImpliedMore = 0.1;  // for each further one, up to
constexpr double kImpliedMost = 0.8;

// Collects the values of one article.
class ValueCollector {
 public:
  ValueCollector(const Gazetteer& gazetteer, const ScannedArticle& article)
      : gazetteer_(gazetteer), article_(article) {}

  // A mention that means `place`.
  void Add(const PlaceMention& mention, uint32_t place, const PlaceGroup& group) {
    const GazetteerPlace& entry = gazetteer_.place(place);
    const double confidence = ConfidenceOf(place, group);
    const bool known_form = mention.as_written;
    if (entry.kind == PlaceKind::kCountry) {
      FoundValue& value = Value("country", place, confidence, "named");
      AddMention(mention, known_form ? "country name" : "inflected country name", &value);
      AddCandidates(group, place, &value.value);
      return;
    }
    const bool city = entry.kind <= PlaceKind::kCity;
    FoundValue& value = Value(city ? "city" : "region", place, confidence, "named");
    AddMention(mention, known_form ? "gazetteer" : "inflected name", &value);
    AddCandidates(group, place, &value.value);
    AddCountry(mention, gazetteer_.CountryOf(place), confidence,
               city ? "country of city" : "country of region");
  }

  void AddCountry(const PlaceMention& mention, uint32_t country, double confidence, const char* rule) {
    if (country == kNoPlace) return;
    AddMention(mention, rule, &Value("country", country, confidence, rule));
  }

  // A country by an adjective or its inhabitants: evidence for one that is there in any case, else a value of
  // its own.
  void AddImplied(const TextSpan& span, uint32_t country, bool in_title) {
    FoundValue& value = Value("country", country, 0, "implied");
    if (value.value.rule == "implied") {
      value.value.confidence = value.value.confidence == 0
                                   ? kImpliedOnce
                                   : std::min(kImpliedMost, value.value.confidence + kImpliedMore);
    }
    if (value.mentions.size() < kMaxMentions) value.mentions.push_back({span, "implied"});
    value.weight += (in_title ? kTitleWeight : 1) * 0.5;
  }

  std::vector<FoundValue> Take() {
    std::vector<FoundValue> values;
    for (auto& [key, value] : values_) {
      std::stable_sort(value.mentions.begin(), value.mentions.end(),
                       [](const FacetMention& a, const FacetMention& b) {
                         return std::tie(a.span.piece, a.span.begin) < std::tie(b.span.piece, b.span.begin);
                       });
      values.push_back(std::move(value));
    }
    std::stable_sort(values.begin(), values.end(), [](const FoundValue& a, const FoundValue& b) {
      return a.value.facet != b.value.facet ? a.value.facet < b.value.facet : a.weight > b.weight;
    });
    return values;
  }

 private:
  static double ConfidenceOf(uint32_t place, const PlaceGroup& group) {
    for (const PlaceSense& sense : group.senses) {
      if (sense.place == place) return sense.probability;
    }
    return 0;
  }

  static int Rank(std::string_view rule) {
    if (rule == "named") return 4;
    if (rule == "country of city") return 3;
    if (rule == "country of region") return 2;
    return rule == "country of unsure city" ? 1 : 0;
  }

  // The value for `place`, made if there is none; it is as sure as its best reason.
  FoundValue& Value(const char* facet, uint32_t place, double confidence, const char* rule) {
    const GazetteerPlace& entry = gazetteer_.place(place);
    const std::string name = entry.kind == PlaceKind::kCountry ? std::string(entry.country, 2)
                                                               : std::string(gazetteer_.label(entry));
    FoundValue& value = values_[{facet, name}];
    ResolvedValue& resolved = value.value;
    if (resolved.facet.empty()) {
      resolved.facet = facet;
      resolved.value = name;
      resolved.confidence = confidence;
      resolved.rule = rule;
      Describe(place, &resolved);
      return value;
    }
    if (Rank(rule) > Rank(resolved.rule)) resolved.rule = rule;
    if (confidence > resolved.confidence) {
      resolved.confidence = confidence;
      // Two places of one name: the surer one is what the value stands for.
      Describe(place, &resolved);
    }
    return value;
  }

  void Describe(uint32_t place, ResolvedValue* resolved) const {
    const GazetteerPlace& entry = gazetteer_.place(place);
    resolved->id = gazetteer_.Id(entry);
    resolved->point = GeoPoint{Gazetteer::Latitude(entry), Gazetteer::Longitude(entry)};
    resolved->within = gazetteer_.Containers(place);
  }

  void AddMention(const PlaceMention& mention, const char* rule, FoundValue* value) const {
    if (value->mentions.size() < kMaxMentions)
      value->mentions.push_back({article_.Span(mention.piece, mention.first, mention.last), rule});
    value->weight += article_.pieces[mention.piece].is_title ? kTitleWeight : 1;
  }

  void AddCandidates(const PlaceGroup& group, uint32_t taken, ResolvedValue* resolved) const {
    if (!resolved->candidates.empty()) return;
    for (const PlaceSense& sense : group.senses) {
      if (resolved->candidates.size() == kMaxCandidates || sense.probability < kMinCandidate) break;
      if (sense.place == taken) continue;
      const GazetteerPlace& entry = gazetteer_.place(sense.place);
      FacetCandidate candidate;
      candidate.value = entry.kind == PlaceKind::kCountry ? std::string(entry.country, 2)
                                                          : std::string(gazetteer_.label(entry));
      candidate.id = gazetteer_.Id(entry);
      candidate.confidence = sense.probability;
      candidate.description = Description(sense.place);
      resolved->candidates.push_back(std::move(candidate));
    }
  }

  // "Texas, United States, 25171 people"
  std::string Description(uint32_t place) const {
    const GazetteerPlace& entry = gazetteer_.place(place);
    std::string description;
    for (uint32_t at = entry.within; at != kNoPlace; at = gazetteer_.place(at).within) {
      if (!description.empty()) description.append(", ");
      description.append(gazetteer_.label(gazetteer_.place(at)));
    }
    if (entry.kind == PlaceKind::kCountry) description = "country";
    if (entry.population != 0) {
      if (!description.empty()) description.append(", ");
      description.append(std::to_string(entry.population)).append(" people");
    }
    return description;
  }

  const Gazetteer& gazetteer_;
  const ScannedArticle& article_;
  std::map<std::pair<std::string, std::string>, FoundValue> values_;
};

}  // namespace

void PlaceTagger::Forget() {
  archive_.places.clear();
  archive_.countries.clear();
  archive_.small_words.Clear();
  archive_.articles = 0;
}

void PlaceTagger::Learn(const ScannedArticle& article, FoundPlaces* found) {
  const ResolvedPlaces resolved =
      resolver_.Resolve(finder_.LanguageOf(article.text->lang), found, article, nullptr);
  ++archive_.articles;
  std::vector<uint32_t> places;
  std::vector<uint32_t> countries;
  for (const uint32_t place : resolved.places) {
    if (place == kNoPlace) continue;
    places.push_back(place);
    const uint32_t country = gazetteer_.CountryOf(place);
    if (country != kNoPlace) countries.push_back(country);
  }
  for (std::vector<uint32_t>* list : {&places, &countries}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  for (const uint32_t place : places) ++archive_.places[place];
  for (const uint32_t country : countries) ++archive_.countries[country];
  AddSmallWords(article, &archive_.small_words);
}

void PlaceTagger::ExpectPlaces(const std::vector<std::string>& labels) {
  for (const std::string& label : labels) {
    const uint32_t place = gazetteer_.FindLabel(label, PlaceKind::kDistrict, PlaceKind::kCity);
    if (place != kNoPlace) ++archive_.places[place];
  }
}

std::vector<FoundValue> PlaceTagger::Tag(const ScannedArticle& article, FoundPlaces* found) {
  const ResolvedPlaces resolved = resolver_.Resolve(finder_.LanguageOf(article.text->lang), found, article,
                                                    archive_.articles > 0 ? &archive_ : nullptr);
  ValueCollector collector(gazetteer_, article);
  for (size_t m = 0; m < found->mentions.size(); ++m) {
    const PlaceMention& mention = found->mentions[m];
    const PlaceGroup& group = resolved.groups[static_cast<size_t>(mention.group)];
    if (resolved.places[m] != kNoPlace) {
      collector.Add(mention, resolved.places[m], group);
    } else if (group.sure_country != kNoPlace && (mention.is_surely_place || mention.container >= 0)) {
      double confidence = 0;
      for (const PlaceSense& sense : group.senses) confidence += sense.probability;
      collector.AddCountry(mention, group.sure_country, confidence, "country of unsure city");
    }
  }
  for (const PlaceMention& mention : found->mentions) {
    const PlaceGroup& group = resolved.groups[static_cast<size_t>(mention.group)];
    if (!group.senses.empty()) continue;
    for (const GazetteerPosting& posting : gazetteer_.postings(*mention.names[0])) {
      if ((posting.flags & kDemonym) == 0) continue;
      collector.AddImplied(article.Span(mention.piece, mention.first, mention.last), posting.place,
                           article.pieces[mention.piece].is_title);
      break;
    }
  }
  for (const DemonymMention& demonym : found->demonyms) {
    collector.AddImplied(article.Span(demonym.piece, demonym.word, demonym.word + 1), demonym.country,
                         article.pieces[demonym.piece].is_title);
  }
  return collector.Take();
}

}  // namespace newsearch
