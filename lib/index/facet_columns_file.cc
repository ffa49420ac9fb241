// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/facet_columns_file.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "index/sidecar_file.h"
#include "schema/fields.h"
#include "schema/format.h"
#include "schema/record.h"
#include "text/normalizer.h"

namespace newsearch {
namespace {

constexpr SidecarKind kKind{kFacetColumnsKey, kFacetColumnsFilePrefix};

// Puts the values into the order of their bytes and says so in the rows.
FacetColumns::Facet Sorted(std::string name, const std::deque<std::string>& values,
                           std::vector<FacetColumn::DocNumber> rows) {
  FacetColumns::Facet facet;
  facet.name = std::move(name);
  std::vector<uint32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return values[a] < values[b]; });
  std::vector<uint32_t> ordinals(values.size());
  for (uint32_t number : order) {
    facet.values.push_back(values[number]);
    ordinals[number] = static_cast<uint32_t>(facet.values.size());
  }
  facet.rows = std::move(rows);
  for (FacetColumn::DocNumber& row : facet.rows) row.number = ordinals[row.number];
  return facet;
}

// Takes the slots of one facet, in any order of documents.
class FacetReader {
 public:
  explicit FacetReader(const FacetField& field) : field_(field) {}

  void Take(uint32_t doc, const std::string& slot) {
    own_.clear();
    if (field_.multi_valued) {
      UnpackValues(slot, &own_);
    } else {
      own_.push_back(slot);
    }
    in_order_ &= rows_.empty() || rows_.back().doc < doc;
    for (std::string_view value : own_) {
      auto known = numbers_.find(value);
      if (known == numbers_.end()) {
        const std::string& kept = values_.emplace_back(value);
        known = numbers_.emplace(kept, static_cast<uint32_t>(values_.size() - 1)).first;
      }
      rows_.push_back({doc, known->second});
    }
  }

  FacetColumns::Facet Finish() {
    if (!in_order_) {
      std::stable_sort(rows_.begin(), rows_.end(),
                       [](const auto& a, const auto& b) { return a.doc < b.doc; });
    }
    return Sorted(field_.name, values_, std::move(rows_));
  }

 private:
  const FacetField& field_;
  std::deque<std::string> values_;
  std::unordered_map<std::string_view, uint32_t> numbers_;
  std::vector<FacetColumn::DocNumber> rows_;
  std::vector<std::string_view> own_;
  bool in_order_ = true;
};

// The values of `facet`, and those of `wider` that `facet` has too, case and marks aside: a place that no
// document names as its city is none; it is a country, say.
FacetColumns::Facet RollUp(const FacetColumns::Facet& facet, const FacetColumns::Facet& wider) {
  std::unordered_set<std::string> folded;
  for (const std::string& value : facet.values) folded.insert(FoldName(value));
  FacetColumns::Facet both;
  both.name = facet.name;
  both.rolled_up = true;
  std::vector<bool> listed(1);  // by ordinal of `wider`
  std::vector<std::string> added;
  for (const std::string& value : wider.values) {
    listed.push_back(folded.count(FoldName(value)) > 0);
    if (listed.back()) added.push_back(value);
  }
  std::set_union(facet.values.begin(), facet.values.end(), added.begin(), added.end(),
                 std::back_inserter(both.values));
  const auto ordinals_of = [&both](const std::vector<std::string>& values) {
    std::vector<uint32_t> ordinals(1);
    for (const std::string& value : values) {
      const auto place = std::lower_bound(both.values.begin(), both.values.end(), value);
      ordinals.push_back(static_cast<uint32_t>(place - both.values.begin()) + 1);
    }
    return ordinals;
  };
  const std::vector<uint32_t> own = ordinals_of(facet.values);
  const std::vector<uint32_t> widened = ordinals_of(wider.values);
  size_t at = 0;
  for (const FacetColumn::DocNumber& row : wider.rows) {
    for (; at < facet.rows.size() && facet.rows[at].doc <= row.doc; ++at) {
      both.rows.push_back({facet.rows[at].doc, own[facet.rows[at].number]});
    }
    if (listed[row.number]) both.rows.push_back({row.doc, widened[row.number]});
  }
  for (; at < facet.rows.size(); ++at) {
    both.rows.push_back({facet.rows[at].doc, own[facet.rows[at].number]});
  }
  return both;
}

// What the slot of a document says of its day.
int32_t DayOf(const std::string& slot) {
  const double day = Xapian::sortable_unserialise(slot);
  // Also false for what is no number.
  return std::abs(day) < std::numeric_limits<int32_t>::max() ? static_cast<int32_t>(std::lround(day))
                                                             : kNoDay;
}

// The columns of the documents of `database`. Slots of those in `changed` are read document by document, all
// others from the streams of `committed`.
std::string BuildFrom(const Xapian::Database& database, const Xapian::Database& committed,
                      const ChangedDocs& changed, const FacetTable& facets) {
  FacetColumns::Input input;
  input.limit = size_t{database.get_lastdocid()} + 1;
  input.docs = DocSet(input.limit);
  input.lengths.resize(input.limit);
  input.first_days.resize(input.limit, kNoDay);
  input.last_days.resize(input.limit, kNoDay);
  const Xapian::PostingIterator end = database.postlist_end("");
  for (Xapian::PostingIterator doc = database.postlist_begin(""); doc != end; ++doc) {
    // Beyond the limit if the index changed meanwhile: the searcher will notice.
    if (*doc >= input.limit) continue;
    input.docs.Add(*doc);
    input.lengths[*doc] = doc.get_doclength();
  }
  std::map<uint32_t, FacetReader> readers;  // by slot
  for (const FacetField& field : facets.fields()) readers.emplace(field.slot, field);
  const auto take = [&](uint32_t slot, uint32_t doc, const std::string& value) {
    if (slot == kDateStartSlot) input.first_days[doc] = DayOf(value);
    if (slot == kDateEndSlot) input.last_days[doc] = DayOf(value);
    if (const auto reader = readers.find(slot); reader != readers.end()) reader->second.Take(doc, value);
  };
  std::vector<uint32_t> slots = {kDateStartSlot, kDateEndSlot};
  for (const FacetField& field : facets.fields()) slots.push_back(field.slot);
  for (uint32_t slot : slots) {
    const Xapian::ValueIterator last = committed.valuestream_end(slot);
    for (Xapian::ValueIterator value = committed.valuestream_begin(slot); value != last; ++value) {
      const uint32_t doc = value.get_docid();
      if (doc < input.limit && input.docs.Has(doc) && changed.count(doc) == 0) take(slot, doc, *value);
    }
  }
  // In order, since values of neighbours lie together.
  std::vector<uint32_t> in_order(changed.begin(), changed.end());
  std::sort(in_order.begin(), in_order.end());
  for (uint32_t doc : in_order) {
    if (doc >= input.limit || !input.docs.Has(doc)) continue;
    const Xapian::Document document = database.get_document(doc);
    const Xapian::ValueIterator last = document.values_end();
    for (Xapian::ValueIterator value = document.values_begin(); value != last; ++value) {
      take(value.get_valueno(), doc, *value);
    }
  }
  for (const FacetField& field : facets.fields()) input.facets.push_back(readers.at(field.slot).Finish());
  std::vector<FacetColumns::Facet> rolled_up;
  for (const FacetColumns::Facet& wider : input.facets) {
    if (wider.name != "place") continue;
    for (const FacetColumns::Facet& facet : input.facets) {
      if (RollsUp(facet.name)) rolled_up.push_back(RollUp(facet, wider));
    }
  }
  std::move(rolled_up.begin(), rolled_up.end(), std::back_inserter(input.facets));
  return FacetColumns::Build(input);
}

// Whether the columns can be those of the commit.
bool Fits(const FacetColumns& columns, const Xapian::Database& database, const FacetTable& facets) {
  if (columns.limit() != size_t{database.get_lastdocid()} + 1) return false;
  if (columns.documents() != database.get_doccount()) return false;
  const bool has_place = facets.Find("place") != nullptr;
  return std::all_of(facets.fields().begin(), facets.fields().end(), [&](const FacetField& field) {
    return columns.Find(field.name) != nullptr &&
           (!has_place || !RollsUp(field.name) || columns.Find(field.name, true) != nullptr);
  });
}

Result<FacetColumns> Open(const std::string& file, const Xapian::Database& database,
                          const FacetTable& facets) {
  Result<MappedFile> mapped = MapFile(file, "facet columns");
  if (!mapped.ok()) return mapped.status();
  Result<FacetColumns> columns = FacetColumns::Read(mapped->bytes, std::move(mapped->owner), file);
  if (columns.ok() && !Fits(*columns, database, facets)) {
    return Status(StatusCode::kCorruption, "facet columns " + file + " are of another commit");
  }
  return columns;
}

}  // namespace

Status WriteFacetColumns(const std::string& path, const FacetTable& facets, const ChangedDocs& changed,
                         Xapian::WritableDatabase* database) {
  // Not from the streams of `database` itself: Xapian 1.4 leaves changes out of them that it has not merged,
  // after each 10,000 documents (XAPIAN_FLUSH_THRESHOLD) of a transaction.
  const Xapian::Database committed(path, Xapian::DB_BACKEND_GLASS);
  return WriteSidecar(kKind, path, BuildFrom(*database, committed, changed, facets), database);
}

std::string ReserveFacetColumns(const std::string& path, Xapian::WritableDatabase* database) {
  return ReserveSidecar(kKind, path, database);
}

Status WriteReservedFacetColumns(const std::string& file, const FacetTable& facets,
                                 const Xapian::Database& database) {
  return WriteReserved(file, BuildFrom(database, database, {}, facets));
}

void RemoveOldFacetColumns(const std::string& path, const Xapian::Database& database) {
  RemoveOldSidecars(kKind, path, database);
}

FacetColumns ReadFacetColumns(const std::string& path, const Xapian::Database& database,
                              const FacetTable& facets, Status* fault) {
  *fault = Status();
  const std::string file = SidecarPath(kKind, path, database);
  if (!file.empty()) {
    Result<FacetColumns> columns = Open(file, database, facets);
    if (columns.ok()) return std::move(*columns);
    *fault =
        Status(columns.status().code(),
               columns.status().message() + "; they are made anew at each start until an article changes");
  }
  const auto bytes = std::make_shared<const std::string>(BuildFrom(database, database, {}, facets));
  Result<FacetColumns> built = FacetColumns::Read(*bytes, bytes, "in memory");
  return built.ok() ? std::move(*built) : FacetColumns();
}

}  // namespace newsearch
