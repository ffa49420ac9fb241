// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/scorer.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <utility>

#include "index/weights.h"

namespace newsearch {

ScoreScratch::Numbers* ScoreScratch::Get(size_t limit) {
  if (limit > limit_) {
    numbers_.reset(static_cast<Numbers*>(std::calloc(limit, sizeof(Numbers))));
    if (numbers_ == nullptr) throw std::bad_alloc();
    limit_ = limit;
  }
  return numbers_.get();
}

Scorer::Scorer(const RankingOptions& options, const DocTable& docs, PostingReader* postings,
               std::vector<std::string> langs, ScoreScratch* scratch)
    : options_(options),
      docs_(docs),
      postings_(postings),
      norm_(static_cast<float>(options.k1 * (1 - options.b))),
      norm_of_length_(static_cast<float>(options.k1 * options.b)),
      numbers_(scratch->Get(docs.limit())),
      scored_(docs.limit()) {
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
  if (counting_) {  // reading postings failed: nobody knows what was counted
    std::fill_n(numbers_, docs_.limit(), ScoreScratch::Numbers{});
    return;
  }
  scored_.ForEach([this](uint32_t doc) { numbers_[doc].score = 0; });
}

double Scorer::Idf(size_t lang, double with) const {
  const double documents = std::max(documents_[lang], with);
  return std::log(1 + (documents - with + 0.5) / (with + 0.5));
}

GroupDocs Scorer::Find(const std::vector<GroupMember>& members, size_t lang, bool in_part) {
  GroupDocs found;
  found.docs = DocSet(docs_.limit());
  counting_ = true;
  ScoreScratch::Numbers* const numbers = numbers_;
  const size_t limit = docs_.limit();
  for (const GroupMember& member : members) {
    const float share = member.likeness / static_cast<float>(kBodyWdf);
    if (!(share > 0)) continue;
    const auto add = [&](uint32_t doc, uint32_t wdf) {
      if (doc >= limit) return;  // the index changed meanwhile: the searcher will notice
      if (wdf == 0) return;      // damage
      found.docs.Add(doc);
      numbers[doc].count += share * static_cast<float>(wdf);
    };
    for (const WordPosting& posting : member.postings) add(posting.doc, posting.wdf);
    if (member.postings.empty()) postings_->Read(member.term)->ForEach(add);
  }
  if (in_part) {
    found.docs.ForEach([&](uint32_t doc) { found.documents += std::min(1.0F, numbers[doc].count); });
  } else {
    found.documents = static_cast<double>(found.docs.Count());
  }
  found.idf = Idf(lang, found.documents);
  return found;
}

void Scorer::Score(const GroupDocs& group, double weight) {
  const auto factor = static_cast<float>(weight * group.idf * (options_.k1 + 1));
  ScoreScratch::Numbers* const numbers = numbers_;
  const auto score = [&](const auto& relative_length) {
    group.docs.ForEach([&, norm = norm_, norm_of_length = norm_of_length_](uint32_t doc) {
      const float count = std::exchange(numbers[doc].count, 0.0F);
      numbers[doc].score += factor * count / (count + norm + norm_of_length * relative_length(doc));
    });
  };
  docs_.WithRelativeLength(score);
  scored_ |= group.docs;
  counting_ = false;
}

}  // namespace newsearch
