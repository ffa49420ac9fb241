// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/explainer.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "index/terms.h"
#include "index/weights.h"

namespace newsearch {

Explainer::Explainer(const CommitView& view, const Scorer& scorer, const Ranker& ranker,
                     const std::vector<QueryWord>& words)
    : view_(view), scorer_(scorer), ranker_(ranker), words_(words) {
  for (uint32_t w = 0; w < words.size(); ++w) {
    for (uint32_t l = 0; l < words[w].groups.size(); ++l) {
      const WordGroup& group = words[w].groups[l];
      for (const GroupMember& member : group.forms) {
        uses_.emplace(member.term, Use{w, l, false, member.likeness});
      }
      for (const GroupMember& member : group.similar) {
        uses_.emplace(member.term, Use{w, l, true, member.likeness});
      }
    }
  }
}

std::vector<ScorePart> Explainer::Explain(uint32_t doc, bool reordered) const {
  struct Part {
    double count = 0;
    std::vector<std::string> forms;
  };
  std::map<std::tuple<uint32_t, uint32_t, bool>, Part> found;  // by word, language, similar
  const Xapian::TermIterator end = view_.database.termlist_end(doc);
  for (Xapian::TermIterator term = view_.database.termlist_begin(doc); term != end; ++term) {
    const auto [first, last] = uses_.equal_range(*term);
    for (auto use = first; use != last; ++use) {
      Part& part = found[{use->second.word, use->second.language, use->second.similar}];
      part.count += static_cast<double>(use->second.likeness) * term.get_wdf() / kBodyWdf;
      std::string_view lang;
      std::string_view folded;
      if (SplitWordTerm(use->first, &lang, &folded)) part.forms.emplace_back(folded);
    }
  }

  const auto languages = view_.vocabulary.languages();
  std::vector<ScorePart> explanation;
  for (auto& [place, part] : found) {
    const auto& [w, l, similar] = place;
    const WordGroup& group = words_[w].groups[l];
    const double idf = similar ? group.similar_idf : group.idf;
    const double scored = similar ? group.similar_scored : group.scored;
    if (scored == 0) continue;
    explanation.push_back({similar ? "similar" : "word", words_[w].folded, languages[l].lang(),
                           std::move(part.forms), idf, scored * idf * scorer_.Saturated(part.count, doc)});
  }
  if (!reordered) return explanation;
  const WordSequence* sequence = view_.sequences->Find(doc);
  if (sequence == nullptr) return explanation;
  const OrderBonus bonus = ranker_.BonusOf(doc, *sequence);
  const auto add = [&](const char* kind, double score) {
    if (score != 0) explanation.push_back({kind, {}, {}, {}, 0, score});
  };
  add("passage", bonus.passage);
  add("neighbours", bonus.neighbours);
  add("stop words", bonus.stop_words);
  return explanation;
}

}  // namespace newsearch
