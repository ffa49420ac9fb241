// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_EXPLAINER_H_
#define NEWSEARCH_LIB_INDEX_EXPLAINER_H_

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "index/matcher.h"
#include "index/ranker.h"
#include "index/scorer.h"
#include "index/word_group.h"
#include "newsearch/search.h"

namespace newsearch {

// Tells what scores are made of, from the documents' own lists of terms.
class Explainer {
 public:
  // REQUIRES: everything outlives the explainer; `words` were scored.
  Explainer(const CommitView& view, const Scorer& scorer, const Ranker& ranker,
            const std::vector<QueryWord>& words);

  // `reordered`: the order of words is in the score too.
  std::vector<ScorePart> Explain(uint32_t doc, bool reordered) const;

 private:
  struct Use {
    uint32_t word;
    uint32_t language;
    bool similar;
    float likeness;
  };

  const CommitView& view_;
  const Scorer& scorer_;
  const Ranker& ranker_;
  const std::vector<QueryWord>& words_;
  std::unordered_multimap<std::string, Use> uses_;  // by term
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_EXPLAINER_H_
