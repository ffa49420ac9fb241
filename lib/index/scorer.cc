// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/scorer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "index/weights.h"

namespace newsearch {

Scorer::Scorer(const RankingOptions& options, const DocTable& docs, PostingReader* postings,
               std::vector<std::string> langs)
    : options_(options),
      docs_(docs),
      postings_(postings),
      norms_(docs.limit()),
      scores_(docs.limit()),
      counts_(docs.limit()) {
  double all = 0;
  for (const DocTable::LangStats& lang : docs.langs()) all += lang.count;
  for (const std::string& lang : langs) {
    const auto found = std::find_if(docs.langs().begin(), docs.langs().end(),
                                    [&lang](const auto& stats) { return stats.lang == lang; });
    // A language of single paragraphs only: all documents could have it.
    documents_.push_back(found == docs.langs().end() ? all : found->count);
  }
  docs.all().ForEach([&](uint32_t doc) {
    const double mean = docs.langs().empty() ? 1 : docs.langs()[docs.lang(doc)].mean_length;
    norms_[doc] = static_cast<float>(options.k1 * (1 - options.b + options.b * docs.length(doc) / mean));
  });
}

double Scorer::Idf(size_t lang, double with) const {
  const double documents = std::max(documents_[lang], with);
  return std::log(1 + (documents - with + 0.5) / (with + 0.5));
}

DocSet Scorer::Add(const std::vector<GroupMember>& members, size_t lang, double weight, double* idf,
                   bool in_part) {
  DocSet found(docs_.limit());
  if (in_part) likeness_.resize(docs_.limit());
  touched_.clear();
  for (const GroupMember& member : members) {
    const std::shared_ptr<const Postings> postings = postings_->Read(member.term);
    const float share = member.likeness / static_cast<float>(kBodyWdf);
    for (size_t i = 0; i < postings->docs.size(); ++i) {
      const uint32_t doc = postings->docs[i];
      if (doc >= counts_.size()) break;  // the index changed meanwhile: the searcher will notice
      if (counts_[doc] == 0) touched_.push_back(doc);
      counts_[doc] += share * static_cast<float>(postings->wdfs[i]);
      if (in_part) likeness_[doc] = std::max(likeness_[doc], member.likeness);
    }
  }
  auto with = static_cast<double>(touched_.size());
  if (in_part) {
    with = 0;
    for (uint32_t doc : touched_) with += std::exchange(likeness_[doc], 0.0F);
  }
  *idf = Idf(lang, with);
  const auto factor = static_cast<float>(weight * *idf * (options_.k1 + 1));
  for (uint32_t doc : touched_) {
    const float count = std::exchange(counts_[doc], 0.0F);
    scores_[doc] += factor * count / (count + norms_[doc]);
    found.Add(doc);
  }
  return found;
}

}  // namespace newsearch
