// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/postings.h"

#include <algorithm>
#include <span>
#include <utility>

namespace newsearch {
namespace {

// Of decoded lists that are kept for later queries.
constexpr size_t kMaxKeptBytes = 24u << 20;

size_t BytesOf(const Postings& postings) {
  return sizeof(Postings) + postings.docs.capacity() * sizeof(uint32_t) +
         postings.wdfs.capacity() * sizeof(uint16_t) + 128;
}

}  // namespace

std::shared_ptr<const Postings> PostingReader::Read(const std::string& term) {
  if (const auto found = by_term_.find(term); found != by_term_.end()) {
    kept_.splice(kept_.begin(), kept_, found->second);
    return found->second->postings;
  }
  auto postings = std::make_shared<Postings>();
  const Xapian::doccount count = database_.get_termfreq(term);
  postings->docs.reserve(count);
  postings->wdfs.reserve(count);
  const Xapian::PostingIterator end = database_.postlist_end(term);
  for (Xapian::PostingIterator posting = database_.postlist_begin(term); posting != end; ++posting) {
    postings->docs.push_back(*posting);
    postings->wdfs.push_back(
        static_cast<uint16_t>(std::min<Xapian::termcount>(posting.get_wdf(), UINT16_MAX)));
  }
  if (!postings->docs.empty()) Keep(term, postings);
  return postings;
}

void PostingReader::Keep(const std::string& term, std::shared_ptr<const Postings> postings) {
  kept_bytes_ += BytesOf(*postings);
  kept_.push_front({term, std::move(postings)});
  by_term_.emplace(kept_.front().term, kept_.begin());
  while (kept_bytes_ > kMaxKeptBytes && kept_.size() > 1) {
    kept_bytes_ -= BytesOf(*kept_.back().postings);
    by_term_.erase(kept_.back().term);
    kept_.pop_back();
  }
}

DocTable::DocTable(const FacetColumns& columns)
    : lengths_(columns.lengths().begin(), columns.lengths().end()),
      lang_of_(columns.limit()),
      all_(columns.Docs()) {
  const FacetColumn* lang = columns.Find("lang");
  // Each document has a language; more of them than the table has room for are of a damaged file.
  const uint32_t langs = lang == nullptr ? 0 : std::min<uint32_t>(lang->size(), UINT16_MAX);
  for (uint32_t ordinal = 1; ordinal <= langs; ++ordinal) {
    langs_.push_back({std::string(lang->value(ordinal)), DocSet(columns.limit())});
  }
  if (langs == 0) return;
  // Each cold query goes through all documents here, so the loops do little.
  struct Sum {
    uint64_t documents = 0;
    uint64_t length = 0;
  };
  std::vector<Sum> sums(langs);
  const std::span<const uint32_t> lengths = columns.lengths();
  lang->ForEachFirst(all_, [&](uint32_t doc, uint32_t ordinal) {
    if (ordinal == 0 || ordinal > langs) return;
    lang_of_[doc] = static_cast<uint16_t>(ordinal - 1);
    langs_[ordinal - 1].docs.Add(doc);
    sums[ordinal - 1].documents += 1;
    sums[ordinal - 1].length += lengths[doc];
  });
  std::vector<float> means(langs, 1.0F);
  for (uint32_t number = 0; number < langs; ++number) {
    langs_[number].count = static_cast<double>(sums[number].documents);
    if (sums[number].length == 0) continue;
    means[number] = static_cast<float>(static_cast<double>(sums[number].length) / langs_[number].count);
  }
  for (size_t doc = 0; doc < lengths_.size(); ++doc) lengths_[doc] /= means[lang_of_[doc]];
}

}  // namespace newsearch
