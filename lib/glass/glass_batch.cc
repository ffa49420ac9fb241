// SPDX-License-Identifier: GPL-2.0-or-later
#include "glass/glass_batch.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>

#include "glass/glass_format.h"
#include "glass/posting_run.h"
#include "glass/term_prefix.h"
#include "util/base128.h"

namespace newsearch {
namespace {

constexpr size_t kFirstSlots = size_t{1} << 14;

uint64_t Mix(uint64_t hash, uint64_t bytes) {
  hash = (hash ^ bytes) * 0x9E3779B97F4A7C15u;
  return hash ^ hash >> 32;
}

// Not on disk: what comes of it is sorted.
uint64_t HashOf(std::string_view term) {
  uint64_t hash = term.size();
  uint64_t bytes = 0;
  for (; term.size() > 8; term.remove_prefix(8)) {
    std::memcpy(&bytes, term.data(), 8);
    hash = Mix(hash, bytes);
  }
  bytes = 0;
  std::memcpy(&bytes, term.data(), term.size());
  return Mix(Mix(hash, bytes), 0xE7037ED1A0B428DBu);
}

size_t SharedBytes(std::string_view a, std::string_view b) {
  return static_cast<size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

}  // namespace

size_t GlassBatch::memory_bytes() const {
  return documents.capacity() * sizeof documents[0] + bytes.capacity() + slots.capacity() * sizeof slots[0] +
         values.capacity() + run.capacity();
}

GlassBatchBuilder::GlassBatchBuilder() : table_(kFirstSlots), mask_(kFirstSlots - 1) {}

uint32_t GlassBatchBuilder::TermNumber(std::string_view term) {
  const uint64_t hash = HashOf(term);
  const auto tag = static_cast<uint32_t>(hash >> 32);
  size_t slot = hash & mask_;
  for (; table_[slot].number != 0; slot = (slot + 1) & mask_) {
    if (table_[slot].tag == tag && Text(terms_[table_[slot].number - 1]) == term) {
      return table_[slot].number - 1;
    }
  }
  Term entry;
  entry.begin = static_cast<uint32_t>(text_.size());
  entry.size = static_cast<uint32_t>(term.size());
  text_.append(term);
  terms_.push_back(entry);
  table_[slot] = {tag, static_cast<uint32_t>(terms_.size())};
  if (2 * terms_.size() > table_.size()) GrowTable();
  return static_cast<uint32_t>(terms_.size() - 1);
}

void GlassBatchBuilder::GrowTable() {
  mask_ = 2 * table_.size() - 1;
  table_.assign(mask_ + 1, Slot());
  for (size_t i = 0; i < terms_.size(); ++i) {
    const uint64_t hash = HashOf(Text(terms_[i]));
    size_t slot = hash & mask_;
    while (table_[slot].number != 0) slot = (slot + 1) & mask_;
    table_[slot] = {static_cast<uint32_t>(hash >> 32), static_cast<uint32_t>(i + 1)};
  }
}

void GlassBatchBuilder::BeginDocument(uint32_t doc) {
  documents_.emplace_back().doc = doc;
  distinct_.push_back(0);
  next_slot_ = 0;
}

void GlassBatchBuilder::AddTerm(uint32_t number, uint32_t wdf) {
  Term& term = terms_[number];
  const auto document = static_cast<uint32_t>(documents_.size());
  if (term.last_document != document) {
    term.last_document = document;
    term.posting = static_cast<uint32_t>(postings_.size());
    ++term.documents;
    ++distinct_.back();
    postings_.push_back({number, document - 1, 0});
  }
  Posting& posting = postings_[term.posting];
  posting.wdf += wdf;
  documents_.back().length += wdf;
  documents_.back().max_wdf = std::max(documents_.back().max_wdf, posting.wdf);
}

void GlassBatchBuilder::AddValue(uint32_t slot, std::string_view value) {
  if (value.empty()) return;
  const size_t before = slots_.size();
  AppendNumber(slot - next_slot_, &slots_);
  next_slot_ = slot + 1;
  documents_.back().slots_bytes += static_cast<uint32_t>(slots_.size() - before);
  values_.push_back({documents_.back().doc, slot, static_cast<uint32_t>(value_bytes_.size()),
                     static_cast<uint32_t>(value.size())});
  value_bytes_.append(value);
}

void GlassBatchBuilder::SetData(std::string_view data) {
  data_.append(data);
  documents_.back().data_bytes = static_cast<uint32_t>(data.size());
}

// *order: the terms that documents have, ascending. *by_term: all postings, by these, then by document; their
// `term` is the place in *order.
void GlassBatchBuilder::SortPostings(std::vector<uint32_t>* order, std::vector<Posting>* by_term) {
  struct Sortable {
    uint64_t prefix;
    uint32_t number;
  };
  std::vector<Sortable> sorted;
  sorted.reserve(terms_.size());
  for (uint32_t i = 0; i < terms_.size(); ++i) {
    if (terms_[i].documents > 0) sorted.push_back({TermPrefix(Text(terms_[i])), i});
  }
  std::sort(sorted.begin(), sorted.end(), [this](const Sortable& a, const Sortable& b) {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    return Text(terms_[a.number]) < Text(terms_[b.number]);
  });
  order->reserve(sorted.size());
  std::vector<uint32_t> rank(terms_.size());
  std::vector<uint32_t> next(terms_.size());
  uint32_t total = 0;
  for (const Sortable& entry : sorted) {
    rank[entry.number] = static_cast<uint32_t>(order->size());
    next[entry.number] = total;
    total += terms_[entry.number].documents;
    order->push_back(entry.number);
  }
  by_term->resize(postings_.size());
  for (const Posting& posting : postings_) {
    (*by_term)[next[posting.term]++] = {rank[posting.term], posting.document, posting.wdf};
  }
}

void GlassBatchBuilder::EncodeRun(const std::vector<uint32_t>& order, const std::vector<Posting>& by_term,
                                  std::string* run) {
  RunEncoder encoder;
  std::string list;
  size_t at = 0;
  for (uint32_t number : order) {
    const Term& term = terms_[number];
    PostingPiece piece;
    piece.documents = term.documents;
    piece.first_doc = documents_[by_term[at].document].doc;
    list.clear();
    for (const size_t end = at + term.documents; at < end; ++at) {
      const uint32_t doc = documents_[by_term[at].document].doc;
      if (doc != piece.first_doc) AppendNumber(doc - piece.last_doc - 1, &list);
      AppendNumber(by_term[at].wdf, &list);
      piece.total_wdf += by_term[at].wdf;
      piece.last_doc = doc;
    }
    piece.list = list;
    encoder.Append(Text(term), piece, run);
  }
}

// Of a document with terms: length, number of terms; size of the first term, the term, its wdf; for each
// further term how many bytes it shares with the one before, how many are its own, these, and its wdf. A
// small wdf stands in the same byte as the bytes shared: (wdf + 1) * (size of the term before + 1) + bytes
// shared.
void GlassBatchBuilder::EncodeTermLists(const std::vector<uint32_t>& order,
                                        const std::vector<Posting>& by_term, GlassBatch* batch) {
  // Taken in the order of terms, the terms of each document come in order.
  std::vector<uint32_t> next(documents_.size());
  std::exclusive_scan(distinct_.begin(), distinct_.end(), next.begin(), 0u);
  std::vector<std::pair<uint32_t, uint32_t>> by_document(by_term.size());  // place in `order`, wdf
  for (const Posting& posting : by_term) by_document[next[posting.document]++] = {posting.term, posting.wdf};
  std::string list;
  size_t at = 0;
  size_t data_at = 0;
  size_t slots_at = 0;
  for (size_t i = 0; i < documents_.size(); ++i) {
    GlassDocument& document = documents_[i];
    batch->bytes.append(data_, data_at, document.data_bytes);
    data_at += document.data_bytes;
    list.clear();
    if (distinct_[i] > 0) {
      AppendNumber(document.length, &list);
      AppendNumber(distinct_[i], &list);
    }
    std::string_view before;
    for (const size_t end = at + distinct_[i]; at < end; ++at) {
      const std::string_view term = Text(terms_[order[by_document[at].first]]);
      const uint32_t wdf = by_document[at].second;
      if (before.empty()) {
        list.push_back(static_cast<char>(term.size()));
        list.append(term);
        AppendNumber(wdf, &list);
      } else {
        const size_t shared = SharedBytes(before, term);
        const uint64_t packed = wdf < 127 ? (wdf + 1) * (before.size() + 1) + shared : 256;
        list.push_back(static_cast<char>(packed < 256 ? packed : shared));
        list.push_back(static_cast<char>(term.size() - shared));
        list.append(term.substr(shared));
        if (packed >= 256) AppendNumber(wdf, &list);
      }
      before = term;
    }
    const std::string_view deflated = deflater_.Deflate(list);
    document.compressed_terms = !deflated.empty();
    const std::string_view stored = document.compressed_terms ? deflated : std::string_view(list);
    document.terms_bytes = static_cast<uint32_t>(stored.size());
    batch->bytes.append(stored);
    batch->bytes.append(slots_, slots_at, document.slots_bytes);
    slots_at += document.slots_bytes;
  }
}

Result<GlassBatch> GlassBatchBuilder::Finish() {
  if (text_.size() > UINT32_MAX || data_.size() > UINT32_MAX || value_bytes_.size() > UINT32_MAX ||
      postings_.size() > UINT32_MAX) {
    return Status(StatusCode::kInvalidArgument, "too many bytes in one batch of documents");
  }
  GlassBatch batch;
  std::vector<uint32_t> order;
  std::vector<Posting> by_term;
  SortPostings(&order, &by_term);
  EncodeRun(order, by_term, &batch.run);
  EncodeTermLists(order, by_term, &batch);
  batch.run.shrink_to_fit();
  batch.documents = std::move(documents_);
  batch.slots = std::move(values_);
  batch.values = std::move(value_bytes_);
  documents_.clear();
  values_.clear();
  value_bytes_.clear();
  distinct_.clear();
  postings_.clear();
  terms_.clear();
  text_.clear();
  data_.clear();
  slots_.clear();
  table_.assign(table_.size(), Slot());
  return batch;
}

}  // namespace newsearch
