// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/facet_columns_file.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <iterator>
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

// Calls take(doc, value) for each document with a value in the slot.
template <typename Take>
void ForEachValue(const Xapian::Database& database, uint32_t slot, size_t limit, const Take& take) {
  const Xapian::ValueIterator end = database.valuestream_end(slot);
  for (Xapian::ValueIterator value = database.valuestream_begin(slot); value != end; ++value) {
    // Beyond the limit if the index changed meanwhile: the searcher will notice.
    if (value.get_docid() < limit) take(value.get_docid(), *value);
  }
}

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

FacetColumns::Facet ReadFacet(const Xapian::Database& database, const FacetField& field, size_t limit) {
  std::deque<std::string> values;
  std::unordered_map<std::string_view, uint32_t> numbers;
  std::vector<FacetColumn::DocNumber> rows;
  std::vector<std::string_view> own;
  ForEachValue(database, field.slot, limit, [&](uint32_t doc, const std::string& slot) {
    own.clear();
    if (field.multi_valued) {
      UnpackValues(slot, &own);
    } else {
      own.push_back(slot);
    }
    for (std::string_view value : own) {
      auto known = numbers.find(value);
      if (known == numbers.end()) {
        const std::string& kept = values.emplace_back(value);
        known = numbers.emplace(kept, static_cast<uint32_t>(values.size() - 1)).first;
      }
      rows.push_back({doc, known->second});
    }
  });
  return Sorted(field.name, values, std::move(rows));
}

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

std::string BuildFrom(const Xapian::Database& database, const FacetTable& facets) {
  FacetColumns::Input input;
  input.limit = size_t{database.get_lastdocid()} + 1;
  input.docs = DocSet(input.limit);
  input.lengths.resize(input.limit);
  const Xapian::PostingIterator end = database.postlist_end("");
  for (Xapian::PostingIterator doc = database.postlist_begin(""); doc != end; ++doc) {
    if (*doc >= input.limit) continue;
    input.docs.Add(*doc);
    input.lengths[*doc] = doc.get_doclength();
  }
  const auto read_days = [&](uint32_t slot) {
    std::vector<int32_t> days(input.limit, kNoDay);
    ForEachValue(database, slot, input.limit, [&](uint32_t doc, const std::string& value) {
      const double day = Xapian::sortable_unserialise(value);
      if (std::abs(day) < std::numeric_limits<int32_t>::max())
        days[doc] = static_cast<int32_t>(std::lround(day));
    });
    return days;
  };
  input.first_days = read_days(kDateStartSlot);
  input.last_days = read_days(kDateEndSlot);
  for (const FacetField& field : facets.fields())
    input.facets.push_back(ReadFacet(database, field, input.limit));
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

Status WriteFacetColumns(const std::string& path, const FacetTable& facets,
                         Xapian::WritableDatabase* database) {
  return WriteSidecar(kKind, path, BuildFrom(*database, facets), database);
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
  const auto bytes = std::make_shared<const std::string>(BuildFrom(database, facets));
  Result<FacetColumns> built = FacetColumns::Read(*bytes, bytes, "in memory");
  return built.ok() ? std::move(*built) : FacetColumns();
}

}  // namespace newsearch
