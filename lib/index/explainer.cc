// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/explainer.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "index/terms.h"
#include "index/weights.h"
#include "schema/stored_document.h"

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

DocDetails Explainer::Look(uint32_t doc, bool parts, bool reordered) const {
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

  DocDetails details;
  // Stop words and similar words tell a language only where nothing else does.
  const auto languages = view_.vocabulary.languages();
  std::set<std::string> words_of, stop_words_of, similar_of;
  for (const auto& [place, part] : found) {
    const auto& [w, l, similar] = place;
    const WordGroup& group = words_[w].groups[l];
    const bool weak = group.stop_word || group.importance < 1;
    (similar ? similar_of : weak ? stop_words_of : words_of).insert(languages[l].lang());
  }
  const std::set<std::string>& matched = !words_of.empty()     ? words_of
                                         : !similar_of.empty() ? similar_of
                                                               : stop_words_of;
  details.matched_langs.assign(matched.begin(), matched.end());
  if (!parts) return details;

  for (auto& [place, part] : found) {
    const auto& [w, l, similar] = place;
    const WordGroup& group = words_[w].groups[l];
    const double idf = similar ? group.similar_idf : group.idf;
    const double scored = similar ? group.similar_scored : group.scored;
    if (scored == 0) continue;
    details.explanation.push_back({similar ? "similar" : "word", words_[w].folded, languages[l].lang(),
                                   std::move(part.forms), idf,
                                   scored * idf * scorer_.Saturated(part.count, doc)});
  }
  if (!reordered) return details;
  WordSequence sequence;
  const Xapian::Document document = view_.database.get_document(doc, Xapian::DOC_ASSUME_VALID);
  if (!UnpackSequence(document.get_data(), &sequence)) return details;
  const OrderBonus bonus = ranker_.BonusOf(doc, sequence);
  const auto add = [&](const char* kind, double score) {
    if (score != 0) details.explanation.push_back({kind, {}, {}, {}, 0, score});
  };
  add("passage", bonus.passage);
  add("neighbours", bonus.neighbours);
  add("stop words", bonus.stop_words);
  return details;
}

}  // namespace newsearch
