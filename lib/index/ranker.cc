// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/ranker.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

#include "index/weights.h"

namespace newsearch {
namespace {

using CodeLikeness = std::unordered_map<WordCode, float>;

void RaiseTo(const GroupMember& member, CodeLikeness* likeness) {
  float& greatest = (*likeness)[member.code];
  greatest = std::max(greatest, member.likeness);
}

// Most words of a text are none of the query's: a look at so many bits of their codes tells.
constexpr unsigned kLowBits = 14;
constexpr WordCode kLowMask = (WordCode{1} << kLowBits) - 1;

bool ComesFirst(const RankedDoc& a, const RankedDoc& b) {
  return a.score != b.score ? a.score > b.score : a.doc < b.doc;
}

}  // namespace

Ranker::Ranker(const CommitView& view, const RankingOptions& options, const Scorer& scorer,
               const std::vector<QueryWord>& words, const std::vector<DocSet>& docs_with,
               const std::vector<std::pair<size_t, size_t>>& neighbours)
    : view_(view),
      options_(options),
      scorer_(scorer),
      words_(words),
      docs_with_(docs_with),
      neighbours_(neighbours),
      low_bits_(size_t{1} << kLowBits >> 6) {
  // By the query: what is written around its pairs is rarely in another script.
  const bool in_pairs = std::any_of(words.begin(), words.end(), [](const QueryWord& w) { return w.is_gram; });
  passage_words_ = std::max(1.0, options.passage_words * (in_pairs ? kCharsOfWord : 1));
  const auto languages = view.vocabulary.languages();
  std::vector<std::pair<WordCode, Use>> uses;
  for (uint32_t w = 0; w < words.size(); ++w) {
    // Forms count in all documents: a text may have a paragraph in another language. Similar words count in
    // those of their own language: else what other languages have of a name would count as much as the words
    // around it.
    CodeLikeness forms;
    for (const WordGroup& group : words[w].groups) {
      for (const GroupMember& member : group.forms) RaiseTo(member, &forms);
    }
    for (const auto& [code, likeness] : forms) uses.push_back({code, {w, likeness, kAnyLanguage}});
    for (size_t l = 0; l < words[w].groups.size(); ++l) {
      CodeLikeness similar;  // several words may be one without their marks
      for (const GroupMember& member : words[w].groups[l].similar) {
        if (forms.count(member.code) == 0) RaiseTo(member, &similar);
      }
      for (const auto& [code, likeness] : similar) uses.push_back({code, {w, likeness, l}});
    }
  }
  std::sort(uses.begin(), uses.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [code, use] : uses) {
    codes_.push_back(code);
    uses_.push_back(use);
    low_bits_[(code & kLowMask) / 64] |= uint64_t{1} << (code % 64);
  }
  for (const DocTable::LangStats& lang : view.docs.langs()) {
    language_of_lang_.push_back(view.vocabulary.NumberOf(lang.lang));
  }
  // Where the document's own language does not have the word, another paragraph's does, or there are similar
  // ones.
  idfs_.resize(languages.size() + 1, std::vector<double>(words.size()));
  for (size_t w = 0; w < words.size(); ++w) {
    double greatest = 0;
    for (const WordGroup& group : words[w].groups) {
      if (group.documents > 0) greatest = std::max(greatest, group.idf);
    }
    for (size_t l = 0; l < languages.size(); ++l) {
      const WordGroup& group = words[w].groups[l];
      idfs_[l][w] = group.documents > 0 ? group.idf : greatest > 0 ? greatest : group.similar_idf;
    }
    idfs_.back()[w] = greatest;
  }
}

size_t Ranker::LanguageOf(uint32_t doc) const {
  return view_.docs.langs().empty() ? idfs_.size() - 1 : language_of_lang_[view_.docs.lang(doc)];
}

bool Ranker::IsStopWord(uint32_t word, size_t language) const {
  const std::vector<WordGroup>& groups = words_[word].groups;
  return language < groups.size() && groups[language].stop_word;
}

void Ranker::FindPlaces(uint32_t doc, const WordSequence& sequence, std::vector<Place>* places) const {
  places->clear();
  const size_t language = LanguageOf(doc);
  const uint64_t* const low_bits = low_bits_.data();
  for (uint32_t at = 0; at < sequence.words.size(); ++at) {
    const WordCode code = sequence.words[at];
    if ((low_bits[(code & kLowMask) / 64] >> (code % 64) & 1) == 0) continue;
    auto found = std::lower_bound(codes_.begin(), codes_.end(), code);
    for (; found != codes_.end() && *found == code; ++found) {
      const Use& use = uses_[static_cast<size_t>(found - codes_.begin())];
      if ((use.language == kAnyLanguage || use.language == language) && docs_with_[use.word].Has(doc)) {
        places->push_back({at, use.word, use.likeness});
      }
    }
  }
}

double Ranker::BestPassage(const std::vector<Place>& places, size_t language) const {
  const std::vector<double>& idfs = idfs_[language];
  // Of each word, its places in the passage that may yet be its best: each more like it than those behind.
  struct Best {
    std::vector<uint32_t> places;
    size_t first = 0;
  };
  std::vector<Best> bests(words_.size());
  const auto share = [&](const Best& best, uint32_t word) {
    if (best.first == best.places.size()) return 0.0;
    return words_[word].weight * idfs[word] * places[best.places[best.first]].likeness;
  };
  double greatest = 0;
  double sum = 0;
  size_t first = 0;
  for (uint32_t last = 0; last < places.size(); ++last) {
    for (; places[last].at - places[first].at >= passage_words_; ++first) {
      const uint32_t word = places[first].word;
      Best& best = bests[word];
      if (best.first == best.places.size() || best.places[best.first] != first) continue;
      sum -= share(best, word);
      ++best.first;
      sum += share(best, word);
    }
    const uint32_t word = places[last].word;
    if (IsStopWord(word, language)) continue;
    Best& best = bests[word];
    sum -= share(best, word);
    while (best.places.size() > best.first && places[best.places.back()].likeness <= places[last].likeness) {
      best.places.pop_back();
    }
    best.places.push_back(last);
    sum += share(best, word);
    greatest = std::max(greatest, sum);
  }
  return greatest;
}

OrderBonus Ranker::BonusOf(uint32_t doc, const WordSequence& sequence) const {
  OrderBonus bonus;
  const size_t language = LanguageOf(doc);
  std::vector<Place> places;
  FindPlaces(doc, sequence, &places);
  const std::vector<double>& idfs = idfs_[language];

  bonus.passage = options_.passage_weight * BestPassage(places, language);

  std::vector<double> counts(words_.size());
  for (const Place& place : places) counts[place.word] += place.likeness;
  for (uint32_t word = 0; word < words_.size(); ++word) {
    if (counts[word] == 0 || !IsStopWord(word, language)) continue;
    bonus.stop_words += options_.stop_word_weight * idfs[word] * scorer_.Saturated(counts[word], doc);
  }

  for (const auto& [left, right] : neighbours_) {
    double count = 0;
    for (size_t i = 0; i < places.size(); ++i) {
      if (places[i].word != left) continue;
      for (size_t j = i + 1; j < places.size() && places[j].at <= places[i].at + 1; ++j) {
        if (places[j].word != right || places[j].at != places[i].at + 1) continue;
        count += std::min(places[i].likeness, places[j].likeness);
      }
    }
    if (count == 0) continue;
    const double idf = idfs[left] + idfs[right];
    bonus.neighbours += options_.neighbour_weight * idf * scorer_.Saturated(count, doc);
  }
  return bonus;
}

double Ranker::GreatestBonusOf(uint32_t doc) const {
  const size_t language = LanguageOf(doc);
  const std::vector<double>& idfs = idfs_[language];
  const auto has = [&](size_t word) { return docs_with_[word].Has(doc); };
  const double saturated = options_.k1 + 1;
  double bonus = 0;
  for (uint32_t word = 0; word < words_.size(); ++word) {
    if (!has(word)) continue;
    bonus += IsStopWord(word, language) ? options_.stop_word_weight * idfs[word] * saturated
                                        : options_.passage_weight * words_[word].weight * idfs[word];
  }
  for (const auto& [left, right] : neighbours_) {
    if (!has(left) || !has(right)) continue;
    bonus += options_.neighbour_weight * (idfs[left] + idfs[right]) * saturated;
  }
  return bonus;
}

std::vector<RankedDoc> Ranker::BestByWords(const DocSet& docs, size_t count) const {
  std::vector<RankedDoc> ranked;
  if (count == 0) return ranked;
  // Keeps up to twice as many, and of these the better half when they are full: most documents are compared
  // once.
  const size_t room = 2 * count;
  double least = -1;
  const auto cut = [&] {
    if (ranked.size() <= count) return;
    const auto end = ranked.begin() + static_cast<ptrdiff_t>(count);
    std::nth_element(ranked.begin(), end - 1, ranked.end(), ComesFirst);
    ranked.erase(end, ranked.end());
    least = ranked.back().score;
  };
  docs.ForEach([&](uint32_t doc) {
    const double score = scorer_.score(doc);
    if (score <= least) return;  // of equal ones the first
    ranked.push_back({doc, score, false});
    if (ranked.size() >= room) cut();
  });
  cut();
  std::sort(ranked.begin(), ranked.end(), ComesFirst);
  return ranked;
}

std::vector<RankedDoc> Ranker::Best(const DocSet& docs, size_t count) const {
  if (count == 0) return {};
  const size_t wanted = std::max<size_t>(count, words_.empty() ? 0 : options_.reordered);
  std::vector<RankedDoc> ranked = BestByWords(docs, wanted);
  size_t reordered = words_.empty() ? 0 : std::min<size_t>(options_.reordered, ranked.size());
  const auto place = [&](size_t i) { return ranked.begin() + static_cast<ptrdiff_t>(i); };
  while (reordered > 0 && ranked[reordered - 1].score < kReorderedShare * ranked[0].score) --reordered;
  // Those with the greatest hopes first, until the best `count` are better than what the others can reach.
  constexpr double kRounding = 1e-9;
  std::vector<std::pair<double, size_t>> hopes;
  for (size_t i = 0; i < reordered; ++i) {
    hopes.emplace_back((ranked[i].score + GreatestBonusOf(ranked[i].doc)) * (1 + kRounding), i);
  }
  std::sort(hopes.begin(), hopes.end(), std::greater<>());
  std::vector<double> best;  // scores, a heap with the least in front
  for (const auto& [hope, i] : hopes) {
    if (best.size() == count && hope < best.front()) break;
    const WordSequence* sequence = view_.sequences->Find(ranked[i].doc);
    if (sequence != nullptr) {
      ranked[i].reordered = true;
      const OrderBonus bonus = BonusOf(ranked[i].doc, *sequence);
      ranked[i].score += bonus.passage + bonus.neighbours + bonus.stop_words;
    }
    best.push_back(ranked[i].score);
    std::push_heap(best.begin(), best.end(), std::greater<>());
    if (best.size() > count) {
      std::pop_heap(best.begin(), best.end(), std::greater<>());
      best.pop_back();
    }
  }
  std::sort(ranked.begin(), place(reordered), ComesFirst);
  ranked.resize(std::min(count, ranked.size()));
  return ranked;
}

}  // namespace newsearch
