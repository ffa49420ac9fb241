// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/postings.h"

#include <algorithm>
#include <span>
#include <utility>

namespace newsearch {
namespace {

// Of decoded lists that are kept for later queries.
constexpr size_t kMaxKeptBytes = 24u << 20;

size_t BytesOf(const std::string& term, const Postings& postings) {
  constexpr size_t kEntry = 200;  // of list and table
  return postings.bytes() + term.capacity() + kEntry;
}

}  // namespace

void Postings::Reserve(size_t count) {
  low_bits_.reserve(count);
  wdfs_.reserve(count);
}

void Postings::Add(uint32_t doc, uint32_t wdf) {
  const uint32_t high_bits = doc & ~uint32_t{UINT16_MAX};
  if (blocks_.empty() || blocks_.back().high_bits != high_bits) {
    blocks_.push_back({high_bits, static_cast<uint32_t>(size())});
  }
  low_bits_.push_back(static_cast<uint16_t>(doc));
  wdfs_.push_back(static_cast<uint8_t>(std::min<uint32_t>(wdf, kLargeWdf)));
  if (wdf >= kLargeWdf) large_wdfs_.push_back(wdf);
}

void Postings::Finish() {
  blocks_.shrink_to_fit();
  low_bits_.shrink_to_fit();
  wdfs_.shrink_to_fit();
  large_wdfs_.shrink_to_fit();
}

size_t Postings::bytes() const {
  return sizeof *this + blocks_.capacity() * sizeof(Block) + low_bits_.capacity() * sizeof(uint16_t) +
         wdfs_.capacity() + large_wdfs_.capacity() * sizeof(uint32_t);
}

std::shared_ptr<const Postings> PostingCache::Find(const std::string& term) {
  const std::lock_guard lock(mutex_);
  const auto found = by_term_.find(term);
  if (found == by_term_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found->second);
  return found->second->postings;
}

void PostingCache::Keep(const std::string& term, std::shared_ptr<const Postings> postings) {
  const std::lock_guard lock(mutex_);
  if (by_term_.count(term) > 0) return;  // another thread was faster
  kept_bytes_ += BytesOf(term, *postings);
  kept_.push_front({term, std::move(postings)});
  by_term_.emplace(kept_.front().term, kept_.begin());
  while (kept_bytes_ > kMaxKeptBytes && kept_.size() > 1) {
    kept_bytes_ -= BytesOf(kept_.back().term, *kept_.back().postings);
    by_term_.erase(kept_.back().term);
    kept_.pop_back();
  }
}

std::shared_ptr<const Postings> PostingReader::Read(const std::string& term) {
  if (auto kept = cache_.Find(term)) return kept;
  auto postings = std::make_shared<Postings>();
  postings->Reserve(database_.get_termfreq(term));
  const Xapian::PostingIterator end = database_.postlist_end(term);
  for (Xapian::PostingIterator posting = database_.postlist_begin(term); posting != end; ++posting) {
    postings->Add(*posting, posting.get_wdf());
  }
  postings->Finish();
  if (postings->size() > 0) cache_.Keep(term, postings);
  return postings;
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
