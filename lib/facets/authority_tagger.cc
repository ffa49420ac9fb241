// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/authority_tagger.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "facets/project_tagger.h"

namespace newsearch {
namespace {

constexpr size_t kMaxCandidates = 5;
constexpr unsigned kMaxAbbreviation = 3;  // letters of a word whose full stop ends no sentence: "St."

// What speaks for an entry, as logarithms of odds; 0 is that the words mean nothing in the file.
constexpr double kNamed = 3;         // a name that is like no other word
constexpr double kNeedsContext = 0;  // a name that means other things too
constexpr double kContext = 2.5;     // its city, one of its words, another of its names, the word project
constexpr double kMainName = 0.3;    // by its name rather than an alias
constexpr double kYearFits = 0.7;    // the article is of its time
constexpr double kYearMisses = -0.7;

bool IsShaped(const ScannedWord& word) {
  return word.chars >= 2 &&
         (word.Is(kAllCapitals | kInnerCapital) || (word.Is(kCapitalWord) && word.Is(kHasDigit)));
}

bool Joins(const ScannedPiece& piece, size_t word) {
  switch (piece.words[word].gap) {
    case WordGap::kSpace:
    case WordGap::kHyphen:
    case WordGap::kApostrophe:
    case WordGap::kNothing:
    case WordGap::kDash:
      return true;
    default: {
      const std::string_view gap = piece.GapText(word);
      // "Research & Innovation", "St. Gallen", "Horizon: Europe"; no further than a line, nor a sentence.
      if (gap.size() > 4 || gap.find('\n') != std::string_view::npos) return false;
      if (!piece.words[word].Is(kStartsSentence) || gap.front() == ':') return true;
      const ScannedWord& before = piece.words[word - 1];
      return before.chars <= kMaxAbbreviation || before.Is(kInitialsWord);
    }
  }
}

bool IsUnitOrNothing(const ScannedWord& word) { return word.Is(kUnitWord); }

}  // namespace

AuthorityTagger::AuthorityTagger(std::vector<AuthorityFile> files) : files_(std::move(files)) {
  for (const AuthorityFile& file : files_) {
    auto facet = std::find(facets_.begin(), facets_.end(), file.facet);
    if (facet == facets_.end()) facet = facets_.insert(facets_.end(), file.facet);
    for (const AuthorityEntry& data : file.entries) {
      const auto entry = static_cast<uint32_t>(entries_.size());
      entries_.push_back({&data, static_cast<uint32_t>(facet - facets_.begin())});
      if (!data.cities.empty()) by_value_.emplace(file.facet + ":" + data.name, entry);
      AddName(data.name, entry, true);
      for (const std::string& alias : data.aliases) AddName(alias, entry, false);
      for (const auto* list : {&data.context, &data.cities}) {
        for (const std::string& text : *list) {
          const auto variants = NameVariants(text);
          if (!variants.empty()) context_.Add(variants.front(), entry);
        }
      }
    }
  }
}

void AuthorityTagger::AddName(const std::string& text, uint32_t entry, bool main) {
  std::vector<ScannedWord> words;
  ScanWords(text, &words);
  if (words.empty()) return;
  Name name;
  name.entry = entry;
  name.main = main;
  name.small = true;
  size_t shaped = 0;
  for (const ScannedWord& word : words) {
    shaped += IsShaped(word);
    const bool capital = word.Is(kCapitalWord | kInnerCapital) && word.Is(kHasSmall | kAllCapitals);
    name.small &= !capital;
    name.words.push_back(capital ? Case::kCapital : Case::kAny);
  }
  name.shaped = shaped > 0;
  name.one_capitals = words.size() == 1 && words[0].Is(kAllCapitals) && !words[0].Is(kHasDigit);
  const auto id = static_cast<uint32_t>(names_.size());
  names_.push_back(std::move(name));
  for (const std::vector<uint64_t>& variant : NameVariants(text)) index_.Add(variant, id);
}

// One article.
class AuthorityTagger::Pass {
 public:
  Pass(const AuthorityTagger& tagger, const ScannedArticle& article) : tagger_(tagger), article_(article) {}

  std::vector<FoundValue> Run() {
    FindMentions();
    if (mentions_.empty()) return {};
    FindContext();
    std::map<uint32_t, FoundValue> values;  // by entry
    for (const Mention& mention : mentions_) {
      for (uint32_t facet = 0; facet < tagger_.facets_.size(); ++facet) Decide(mention, facet, &values);
    }
    std::vector<FoundValue> found;
    for (auto& [entry, value] : values) Merge(std::move(value), &found);
    std::stable_sort(found.begin(), found.end(), [](const FoundValue& a, const FoundValue& b) {
      return a.value.facet != b.value.facet ? a.value.facet < b.value.facet : a.weight > b.weight;
    });
    return found;
  }

 private:
  // Two entries of one name are one value; the surer one is what it stands for.
  static void Merge(FoundValue value, std::vector<FoundValue>* found) {
    const auto same = std::find_if(found->begin(), found->end(), [&](const FoundValue& one) {
      return one.value.facet == value.value.facet && one.value.value == value.value.value;
    });
    if (same == found->end()) {
      found->push_back(std::move(value));
      return;
    }
    if (value.value.confidence > same->value.confidence) std::swap(value.value, same->value);
    same->weight += value.weight;
    same->mentions.insert(same->mentions.end(), value.mentions.begin(), value.mentions.end());
    std::stable_sort(
        same->mentions.begin(), same->mentions.end(), [](const FacetMention& a, const FacetMention& b) {
          return a.span.piece != b.span.piece ? a.span.piece < b.span.piece : a.span.begin < b.span.begin;
        });
  }

  void FindMentions() {
    for (size_t p = 0; p < article_.pieces.size(); ++p) {
      const ScannedPiece& piece = article_.pieces[p];
      for (size_t i = 0; i < piece.words.size();) {
        if (!tagger_.index_.MayStart(piece.words[i].hash) || piece.words[i].Is(kInAddress)) {
          ++i;
          continue;
        }
        Mention mention;
        if (!LongestName(piece, i, &mention)) {
          ++i;
          continue;
        }
        mention.piece = static_cast<uint32_t>(p);
        i = mention.last;
        mentions_.push_back(std::move(mention));
      }
    }
  }

  bool LongestName(const ScannedPiece& piece, size_t first, Mention* mention) const {
    // The rest of a longer run.
    if (piece.words[first].gap == WordGap::kNothing && first > 0 && !IsUnitOrNothing(piece.words[first]) &&
        !IsUnitOrNothing(piece.words[first - 1])) {
      return false;
    }
    uint64_t key = 0;
    std::vector<uint32_t> names;
    for (size_t last = first + 1; last <= piece.words.size(); ++last) {
      key = ExtendNameKey(key, piece.words[last - 1].hash);
      const NameIndex::Entry* entry = tagger_.index_.Find(key);
      if (entry == nullptr) break;
      names.clear();
      tagger_.index_.ForEach(*entry, [&](uint32_t id) {
        if (CaseFits(tagger_.names_[id], piece, first, last)) names.push_back(id);
      });
      if (!names.empty()) {
        std::sort(names.begin(), names.end());
        mention->first = static_cast<uint32_t>(first);
        mention->last = static_cast<uint32_t>(last);
        mention->names = names;
      }
      if (!entry->longer || last == piece.words.size() || !Joins(piece, last)) break;
    }
    return !mention->names.empty();
  }

  bool CaseFits(const Name& name, const ScannedPiece& piece, size_t first, size_t last) const {
    if (name.small) return true;
    const auto is_capital = [&](size_t i) {
      const ScannedWord& word = piece.words[i];
      return word.Is(kCapitalWord | kInnerCapital) || !word.Is(kHasSmall);
    };
    if (name.one_capitals && last == first + 1 && !piece.words[first].Is(kAllCapitals)) {
      // "Upside": UPSIDE with little care, or an ordinary word.
      if (!is_capital(first)) return false;
      return !tagger_.entries_[name.entry].data->needs_context || BesideProject(piece, first, last);
    }
    if (last - first == name.words.size()) {
      for (size_t i = first; i < last; ++i) {
        if (name.words[i - first] == Case::kCapital && !is_capital(i)) return false;
      }
      return true;
    }
    // Put together or apart in another way.
    for (size_t i = first; i < last; ++i) {
      if (!is_capital(i)) return false;
    }
    return true;
  }

  static bool BesideProject(const ScannedPiece& piece, size_t first, size_t last) {
    return (first > 0 && IsProjectWord(piece, first - 1)) ||
           (last < piece.words.size() && IsProjectWord(piece, last));
  }

  // Which entries have a word, a city or a second name of theirs in the article.
  void FindContext() {
    std::map<uint32_t, std::set<std::string>> written;
    for (const Mention& mention : mentions_) {
      const ScannedPiece& piece = article_.pieces[mention.piece];
      std::string letters;
      for (size_t i = mention.first; i < mention.last; ++i) letters += FoldWord(piece.Written(i));
      std::set<uint32_t> entries;
      for (const uint32_t id : mention.names) entries.insert(tagger_.names_[id].entry);
      for (const uint32_t entry : entries) written[entry].insert(letters);
      const bool project = BesideProject(piece, mention.first, mention.last);
      for (const uint32_t entry : entries) {
        if (project && tagger_.facets_[tagger_.entries_[entry].facet] == "project") context_.insert(entry);
      }
    }
    for (const auto& [entry, forms] : written) {
      if (forms.size() > 1) context_.insert(entry);
    }
    if (tagger_.context_.empty()) return;
    std::vector<uint32_t> mention_of;  // by word of a piece, one more than its mention; 0: none
    size_t next = 0;                   // mentions are in the order of the text
    for (size_t p = 0; p < article_.pieces.size(); ++p) {
      const ScannedPiece& piece = article_.pieces[p];
      mention_of.assign(piece.words.size(), 0);
      for (; next < mentions_.size() && mentions_[next].piece == p; ++next) {
        for (size_t i = mentions_[next].first; i < mentions_[next].last; ++i)
          mention_of[i] = static_cast<uint32_t>(next + 1);
      }
      for (size_t i = 0; i < piece.words.size(); ++i) {
        if (!tagger_.context_.MayStart(piece.words[i].hash)) continue;
        uint64_t key = 0;
        for (size_t last = i; last < piece.words.size(); ++last) {
          key = ExtendNameKey(key, piece.words[last].hash);
          const NameIndex::Entry* entry = tagger_.context_.Find(key);
          if (entry == nullptr) break;
          tagger_.context_.ForEach(*entry, [&](uint32_t id) {
            if (context_.count(id) != 0 || written.count(id) == 0) return;
            // A part of one of its names says nothing more.
            if (mention_of[i] == 0 || !Names(mentions_[mention_of[i] - 1], id)) context_.insert(id);
          });
          if (!entry->longer || last + 1 == piece.words.size() || !Joins(piece, last + 1)) break;
        }
      }
    }
  }

  // Whether a mention may mean an entry. Names ascend in a mention, and their entries with them.
  bool Names(const Mention& mention, uint32_t entry) const {
    const auto at =
        std::lower_bound(mention.names.begin(), mention.names.end(), entry,
                         [&](uint32_t id, uint32_t wanted) { return tagger_.names_[id].entry < wanted; });
    return at != mention.names.end() && tagger_.names_[*at].entry == entry;
  }

  double ScoreOf(const Name& name) const {
    const AuthorityEntry& entry = *tagger_.entries_[name.entry].data;
    double score = entry.needs_context ? kNeedsContext : kNamed;
    if (context_.count(name.entry) != 0) score += kContext;
    if (name.main) score += kMainName;
    if (entry.first_year != 0 && article_.text->year != 0) {
      const bool fits = article_.text->year >= entry.first_year && article_.text->year <= entry.last_year;
      score += fits ? kYearFits : kYearMisses;
    }
    return score;
  }

  struct Sense {
    uint32_t entry = 0;
    bool main = false;
    double score = 0;
  };

  // What a mention means among the entries of one facet.
  void Decide(const Mention& mention, uint32_t facet, std::map<uint32_t, FoundValue>* values) const {
    std::vector<Sense> senses;
    for (const uint32_t id : mention.names) {
      const Name& name = tagger_.names_[id];
      const Entry& entry = tagger_.entries_[name.entry];
      if (entry.facet != facet) continue;
      if (entry.data->needs_context && context_.count(name.entry) == 0) continue;
      const double score = ScoreOf(name);
      const auto known = std::find_if(senses.begin(), senses.end(),
                                      [&](const Sense& sense) { return sense.entry == name.entry; });
      if (known == senses.end()) {
        senses.push_back({name.entry, name.main, score});
      } else if (score > known->score) {
        *known = {name.entry, name.main, score};
      }
    }
    if (senses.empty()) return;
    std::stable_sort(senses.begin(), senses.end(),
                     [](const Sense& a, const Sense& b) { return a.score > b.score; });
    double sum = 1;  // that it is none
    for (const Sense& sense : senses) sum += std::exp(sense.score);
    const AuthorityEntry& data = *tagger_.entries_[senses[0].entry].data;
    FoundValue& value = (*values)[senses[0].entry];
    ResolvedValue& resolved = value.value;
    const double confidence = std::exp(senses[0].score) / sum;
    if (resolved.facet.empty()) {
      resolved.facet = tagger_.facets_[facet];
      resolved.value = data.name;
      resolved.id = data.id.empty() ? data.url : data.id;
      resolved.rule = "authority";
      resolved.confidence = 0;
    }
    resolved.confidence = std::max(resolved.confidence, confidence);
    if (resolved.candidates.empty()) {
      for (size_t i = 1; i < senses.size() && i <= kMaxCandidates; ++i) {
        const AuthorityEntry& other = *tagger_.entries_[senses[i].entry].data;
        FacetCandidate candidate;
        candidate.value = other.name;
        candidate.id = other.id.empty() ? other.url : other.id;
        candidate.confidence = std::exp(senses[i].score) / sum;
        candidate.description = DescriptionOf(other);
        resolved.candidates.push_back(std::move(candidate));
      }
    }
    value.mentions.push_back({article_.Span(mention.piece, mention.first, mention.last),
                              senses[0].main ? "authority name" : "authority alias"});
    value.weight += article_.pieces[mention.piece].is_title ? kTitleWeight : 1;
  }

  // "2016-2018, Kista, SE"
  static std::string DescriptionOf(const AuthorityEntry& entry) {
    std::string description;
    const auto add = [&description](const std::string& text) {
      description.append(description.empty() ? "" : ", ").append(text);
    };
    if (entry.first_year != 0) add(std::to_string(entry.first_year) + "-" + std::to_string(entry.last_year));
    for (const std::string& city : entry.cities) add(city);
    for (const std::string& country : entry.countries) add(country);
    return description;
  }

  const AuthorityTagger& tagger_;
  const ScannedArticle& article_;
  std::vector<Mention> mentions_;
  std::set<uint32_t> context_;  // entries
};

std::vector<FoundValue> AuthorityTagger::Tag(const ScannedArticle& article) const {
  if (empty()) return {};
  return Pass(*this, article).Run();
}

bool AuthorityTagger::Knows(std::string_view facet, std::string_view name) const {
  for (const std::vector<uint64_t>& variant : NameVariants(name)) {
    uint64_t key = 0;
    for (const uint64_t word : variant) key = ExtendNameKey(key, word);
    const NameIndex::Entry* entry = index_.Find(key);
    if (entry == nullptr) continue;
    bool known = false;
    index_.ForEach(*entry, [&](uint32_t id) { known |= facets_[entries_[names_[id].entry].facet] == facet; });
    if (known) return true;
  }
  return false;
}

std::vector<std::string> AuthorityTagger::CitiesOf(const std::vector<FoundValue>& found) const {
  std::vector<std::string> cities;
  for (const FoundValue& value : found) {
    const auto entries = by_value_.equal_range(value.value.facet + ":" + value.value.value);
    for (auto at = entries.first; at != entries.second; ++at) {
      const std::vector<std::string>& its = entries_[at->second].data->cities;
      cities.insert(cities.end(), its.begin(), its.end());
    }
  }
  return cities;
}

}  // namespace newsearch
