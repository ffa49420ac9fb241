// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/ranker.h"

#include <algorithm>

#include "index/weights.h"
#include "schema/stored_document.h"

namespace newsearch {
namespace {

using CodeLikeness = std::unordered_map<WordCode, float>;

void RaiseTo(const GroupMember& member, CodeLikeness* likeness) {
  float& greatest = (*likeness)[member.code];
  greatest = std::max(greatest, member.likeness);
}

bool ComesFirst(const RankedDoc& a, const RankedDoc& b) {
  return a.score != b.score ? a.score > b.score : a.doc < b.doc;
}

}  // namespace

Ranker::Ranker(const CommitView& view, const RankingOptions& options, const Scorer& scorer,
               const std::vector<QueryWord>& words, const std::vector<std::pair<size_t, size_t>>& neighbours)
    : view_(view), options_(options), scorer_(scorer), words_(words), neighbours_(neighbours) {
  // By the query: what is written around its pairs is rarely in another script.
  const bool in_pairs = std::any_of(words.begin(), words.end(), [](const QueryWord& w) { return w.is_gram; });
  passage_words_ = std::max(1.0, options.passage_words * (in_pairs ? kCharsOfWord : 1));
  const auto languages = view.vocabulary.languages();
  for (uint32_t w = 0; w < words.size(); ++w) {
    // Forms count in all documents: a text may have a paragraph in another language. Similar words count in
    // those of their own language: else what other languages have of a name would count as much as the words
    // around it.
    CodeLikeness forms;
    for (const WordGroup& group : words[w].groups) {
      for (const GroupMember& member : group.forms) RaiseTo(member, &forms);
    }
    for (const auto& [code, likeness] : forms) words_by_code_.emplace(code, Use{w, likeness, kAnyLanguage});
    for (size_t l = 0; l < words[w].groups.size(); ++l) {
      CodeLikeness similar;  // several words may be one without their marks
      for (const GroupMember& member : words[w].groups[l].similar) {
        if (forms.count(member.code) == 0) RaiseTo(member, &similar);
      }
      for (const auto& [code, likeness] : similar) words_by_code_.emplace(code, Use{w, likeness, l});
    }
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

void Ranker::FindPlaces(const WordSequence& sequence, size_t language, std::vector<Place>* places) const {
  places->clear();
  for (uint32_t at = 0; at < sequence.words.size(); ++at) {
    const auto [first, last] = words_by_code_.equal_range(sequence.words[at]);
    for (auto found = first; found != last; ++found) {
      const Use& use = found->second;
      if (use.language == kAnyLanguage || use.language == language)
        places->push_back({at, use.word, use.likeness});
    }
  }
}

template <typename IsStopWord>
double Ranker::BestPassage(const std::vector<Place>& places, const std::vector<double>& idfs,
                           const IsStopWord& is_stop_word) const {
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
    if (is_stop_word(word)) continue;
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
  const size_t language =
      view_.docs.langs().empty() ? idfs_.size() - 1 : language_of_lang_[view_.docs.lang(doc)];
  std::vector<Place> places;
  FindPlaces(sequence, language, &places);
  const std::vector<double>& idfs = idfs_[language];
  const auto is_stop_word = [&](uint32_t word) {
    const auto& groups = words_[word].groups;
    return language < groups.size() && groups[language].stop_word;
  };

  bonus.passage = options_.passage_weight * BestPassage(places, idfs, is_stop_word);

  std::vector<double> counts(words_.size());
  for (const Place& place : places) counts[place.word] += place.likeness;
  for (uint32_t word = 0; word < words_.size(); ++word) {
    if (counts[word] == 0 || !is_stop_word(word)) continue;
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
    if (score < least) return;
    ranked.push_back({doc, score, false});
    if (ranked.size() >= room) cut();
  });
  cut();
  std::sort(ranked.begin(), ranked.end(), ComesFirst);
  return ranked;
}

std::vector<RankedDoc> Ranker::Best(const DocSet& docs, size_t count) const {
  const size_t wanted = std::max<size_t>(count, words_.empty() ? 0 : options_.reordered);
  std::vector<RankedDoc> ranked = BestByWords(docs, wanted);
  size_t reordered = words_.empty() ? 0 : std::min<size_t>(options_.reordered, ranked.size());
  const auto place = [&](size_t i) { return ranked.begin() + static_cast<ptrdiff_t>(i); };
  while (reordered > 0 && ranked[reordered - 1].score < kReorderedShare * ranked[0].score) --reordered;
  // In the order in which they lie on disk.
  std::sort(ranked.begin(), place(reordered),
            [](const RankedDoc& a, const RankedDoc& b) { return a.doc < b.doc; });
  WordSequence sequence;
  for (size_t i = 0; i < reordered; ++i) {
    const Xapian::Document document = view_.database.get_document(ranked[i].doc, Xapian::DOC_ASSUME_VALID);
    ranked[i].reordered = UnpackSequence(document.get_data(), &sequence);
    if (!ranked[i].reordered) continue;
    const OrderBonus bonus = BonusOf(ranked[i].doc, sequence);
    ranked[i].score += bonus.passage + bonus.neighbours + bonus.stop_words;
  }
  std::sort(ranked.begin(), place(reordered), ComesFirst);
  ranked.resize(std::min(count, ranked.size()));
  return ranked;
}

}  // namespace newsearch
