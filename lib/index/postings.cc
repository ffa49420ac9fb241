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
  return postings.bytes() + term.size() + kEntry;
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
    : lengths_(columns.lengths()), lang_column_(columns.Find("lang")), all_(columns.Docs()) {
  const size_t langs = lang_column_ == nullptr ? 0 : lang_column_->size();
  for (size_t number = 0; number < langs; ++number) {
    const auto ordinal = static_cast<uint32_t>(number + 1);
    const double count = lang_column_->total(ordinal);
    const auto length = static_cast<double>(columns.LengthOfLang(number));
    const bool is_only_one = langs == 1 && count == columns.documents();
    langs_.push_back({std::string(lang_column_->value(ordinal)),
                      is_only_one ? all_ : lang_column_->WithOrdinals(ordinal, ordinal), count});
    inverse_means_.push_back(length == 0 ? 1.0F : static_cast<float>(count / length));
  }
  if (inverse_means_.empty()) inverse_means_.push_back(1.0F);
}

}  // namespace newsearch
