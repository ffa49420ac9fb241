// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/scorer.h"

#include <algorithm>
#include <cmath>

#include "index/weights.h"

namespace newsearch {

Scorer::Scorer(const RankingOptions& options, const DocTable& docs, PostingReader* postings,
               std::vector<std::string> langs, ScoreScratch* scratch)
    : options_(options),
      docs_(docs),
      postings_(postings),
      norm_(static_cast<float>(options.k1 * (1 - options.b))),
      norm_of_length_(static_cast<float>(options.k1 * options.b)),
      scratch_(*scratch),
      scored_(docs.limit()) {
  scratch->scores.resize(docs.limit());
  scratch->counts.resize(docs.limit());
  double all = 0;
  for (const DocTable::LangStats& lang : docs.langs()) all += lang.count;
  for (const std::string& lang : langs) {
    const auto found = std::find_if(docs.langs().begin(), docs.langs().end(),
                                    [&lang](const auto& stats) { return stats.lang == lang; });
    // A language of single paragraphs only: all documents could have it.
    documents_.push_back(found == docs.langs().end() ? all : found->count);
  }
}

Scorer::~Scorer() {
  scored_.ForEach([this](uint32_t doc) { scratch_.scores[doc] = 0; });
}

double Scorer::Idf(size_t lang, double with) const {
  const double documents = std::max(documents_[lang], with);
  return std::log(1 + (documents - with + 0.5) / (with + 0.5));
}

GroupDocs Scorer::Find(const std::vector<GroupMember>& members, size_t lang, bool in_part) {
  GroupDocs found;
  found.docs = DocSet(docs_.limit());
  float* const counts = scratch_.counts.data();
  const size_t limit = docs_.limit();
  for (const GroupMember& member : members) {
    const float share = member.likeness / static_cast<float>(kBodyWdf);
    if (!(share > 0)) continue;
    const auto add = [&](uint32_t doc, uint32_t wdf) {
      if (doc >= limit) return;  // the index changed meanwhile: the searcher will notice
      if (wdf == 0) return;      // damage
      found.docs.Add(doc);
      counts[doc] += share * static_cast<float>(wdf);
    };
    for (const WordPosting& posting : member.postings) add(posting.doc, posting.wdf);
    if (member.postings.empty()) postings_->Read(member.term)->ForEach(add);
  }
  if (in_part) {
    found.docs.ForEach([&](uint32_t doc) { found.documents += std::min(1.0F, counts[doc]); });
  } else {
    found.documents = static_cast<double>(found.docs.Count());
  }
  found.idf = Idf(lang, found.documents);
  return found;
}

void Scorer::Score(const GroupDocs& group, double weight) {
  const auto factor = static_cast<float>(weight * group.idf * (options_.k1 + 1));
  float* const counts = scratch_.counts.data();
  float* const scores = scratch_.scores.data();
  group.docs.ForEach([&](uint32_t doc) {
    scores[doc] += factor * counts[doc] / (counts[doc] + Norm(doc));
    counts[doc] = 0;
  });
  scored_ |= group.docs;
}

}  // namespace newsearch
