// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/scorer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "index/weights.h"

namespace newsearch {

Scorer::Scorer(const RankingOptions& options, const DocTable& docs, PostingReader* postings,
               std::vector<std::string> langs)
    : options_(options), docs_(docs), postings_(postings), scores_(docs.limit()), counts_(docs.limit()) {
  double all = 0;
  for (const DocTable::LangStats& lang : docs.langs()) all += lang.count;
  for (const std::string& lang : langs) {
    const auto found = std::find_if(docs.langs().begin(), docs.langs().end(),
                                    [&lang](const auto& stats) { return stats.lang == lang; });
    // A language of single paragraphs only: all documents could have it.
    documents_.push_back(found == docs.langs().end() ? all : found->count);
  }
}

double Scorer::Idf(size_t lang, double with) const {
  const double documents = std::max(documents_[lang], with);
  return std::log(1 + (documents - with + 0.5) / (with + 0.5));
}

GroupDocs Scorer::Find(const std::vector<GroupMember>& members, size_t lang, bool in_part) {
  GroupDocs found;
  for (const GroupMember& member : members) {
    const float share = member.likeness / static_cast<float>(kBodyWdf);
    if (!(share > 0)) continue;
    const auto add = [&](uint32_t doc, uint32_t wdf) {
      if (doc >= counts_.size()) return;  // the index changed meanwhile: the searcher will notice
      if (wdf == 0) return;               // damage: every count below is more than 0
      if (counts_[doc] == 0) found.docs.push_back(doc);
      counts_[doc] += share * static_cast<float>(wdf);
    };
    for (const WordPosting& posting : member.postings) add(posting.doc, posting.wdf);
    if (!member.postings.empty()) continue;
    const std::shared_ptr<const Postings> postings = postings_->Read(member.term);
    if (found.docs.empty()) found.docs.reserve(postings->docs.size());
    for (size_t i = 0; i < postings->docs.size(); ++i) add(postings->docs[i], postings->wdfs[i]);
  }
  found.counts.reserve(found.docs.size());
  for (uint32_t doc : found.docs) {
    found.counts.push_back(std::exchange(counts_[doc], 0.0F));
    found.documents += in_part ? std::min(1.0F, found.counts.back()) : 1;
  }
  found.idf = Idf(lang, found.documents);
  return found;
}

void Scorer::Score(const GroupDocs& group, double weight) {
  const auto factor = static_cast<float>(weight * group.idf * (options_.k1 + 1));
  for (size_t i = 0; i < group.docs.size(); ++i) {
    const uint32_t doc = group.docs[i];
    scores_[doc] += factor * group.counts[i] / (group.counts[i] + Norm(doc));
  }
}

DocSet Scorer::SetOf(const GroupDocs& group) const {
  DocSet set(docs_.limit());
  for (uint32_t doc : group.docs) set.Add(doc);
  return set;
}

}  // namespace newsearch
