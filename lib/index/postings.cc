// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/postings.h"

#include <algorithm>
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

DocTable::DocTable(const Xapian::Database& database, const std::vector<Lang>& langs) {
  const size_t limit = size_t{database.get_lastdocid()} + 1;
  lengths_.resize(limit);
  lang_of_.resize(limit);
  all_ = DocSet(limit);
  const Xapian::PostingIterator end = database.postlist_end("");
  for (Xapian::PostingIterator doc = database.postlist_begin(""); doc != end; ++doc) {
    if (*doc >= limit) continue;  // the index changed meanwhile: the searcher will notice
    all_.Add(*doc);
    lengths_[*doc] = static_cast<float>(doc.get_doclength());
  }
  for (const Lang& lang : langs) {
    LangStats& stats = langs_.emplace_back();
    stats.lang = lang.lang;
    stats.docs = DocSet(limit);
    double length = 0;
    const Xapian::PostingIterator last = database.postlist_end(lang.term);
    for (Xapian::PostingIterator doc = database.postlist_begin(lang.term); doc != last; ++doc) {
      if (*doc >= limit) continue;
      stats.docs.Add(*doc);
      lang_of_[*doc] = static_cast<uint16_t>(langs_.size() - 1);
      stats.count += 1;
      length += lengths_[*doc];
    }
    if (length == 0) continue;
    const auto mean = static_cast<float>(length / stats.count);
    stats.docs.ForEach([&](uint32_t doc) { lengths_[doc] /= mean; });
  }
}

}  // namespace newsearch
