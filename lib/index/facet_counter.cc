// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/facet_counter.h"

#include <algorithm>
#include <utility>

#include "newsearch/facet.h"
#include "schema/record.h"
#include "text/normalizer.h"

namespace newsearch {
namespace {

struct Tally {
  uint64_t count = 0;
  uint64_t best_spelling_count = 0;
  std::string value;
  uint64_t row = 0;  // the last one that it was counted for
  bool listed = true;
};

struct Spelling {
  Tally* tally = nullptr;
  uint64_t count = 0;
};

}  // namespace

FacetCounter::FacetCounter(std::vector<Counted> fields)
    : fields_(std::move(fields)), counts_(fields_.size()) {}

void FacetCounter::Count(const Xapian::Database& database, const DocSet& docs) {
  // Values of one slot lie together, so each field is a pass of its own.
  for (size_t i = 0; i < fields_.size(); ++i) {
    const auto read = [&](uint32_t slot, const auto& take) {
      Xapian::ValueIterator value = database.valuestream_begin(slot);
      const Xapian::ValueIterator end = database.valuestream_end(slot);
      docs.ForEach([&](uint32_t doc) {
        if (value == end) return;
        value.skip_to(doc);
        if (value != end && value.get_docid() == doc) take(doc, *value);
      });
    };
    if (fields_[i].wider == nullptr) {
      read(fields_[i].field->slot, [&](uint32_t, std::string slots) { ++counts_[i][std::move(slots)]; });
      continue;
    }
    // Lists of values one behind the other are a list of values.
    std::unordered_map<uint32_t, std::string> both;
    read(fields_[i].field->slot, [&](uint32_t doc, const std::string& slots) { both[doc] = slots; });
    read(fields_[i].wider->slot, [&](uint32_t doc, const std::string& slots) { both[doc] += slots; });
    for (auto& [doc, slots] : both) ++counts_[i][std::move(slots)];
  }
}

FacetResult FacetCounter::Result(size_t index, uint32_t max_values, std::string_view locale) const {
  const Counted& counted = fields_[index];
  const FacetField& field = *counted.field;
  FacetResult result;
  result.facet = field.name;

  // Every spelling is folded once, and spellings that fold to the same are one value.
  std::unordered_map<std::string_view, Spelling> spellings;
  std::unordered_map<std::string, Tally> tallies;
  std::vector<std::string_view> values;
  uint64_t row = 0;
  for (const auto& [slot, count] : counts_[index]) {
    if (slot.empty()) continue;
    values.clear();
    if (field.multi_valued) {
      UnpackValues(slot, &values);
    } else {
      values.push_back(slot);
    }
    ++row;
    bool any = false;
    for (std::string_view value : values) {
      Spelling& spelling = spellings[value];
      if (spelling.tally == nullptr) {
        const auto [tally, fresh] = tallies.try_emplace(FoldName(value));
        if (fresh && counted.wider != nullptr) tally->second.listed = counted.is_value(value);
        spelling.tally = &tally->second;
      }
      if (!spelling.tally->listed) continue;
      spelling.count += count;
      // A document counts once for a value, however often and in whatever spelling it has it.
      if (spelling.tally->row == row) continue;
      spelling.tally->row = row;
      any = true;
      spelling.tally->count += count;
    }
    if (any) result.documents += count;
  }
  std::erase_if(spellings, [](const auto& entry) { return !entry.second.tally->listed; });
  for (const auto& [value, spelling] : spellings) {
    Tally& tally = *spelling.tally;
    if (spelling.count < tally.best_spelling_count) continue;
    if (spelling.count == tally.best_spelling_count && value > tally.value) continue;
    tally.best_spelling_count = spelling.count;
    tally.value = std::string(value);
  }
  std::erase_if(tallies, [](const auto& entry) { return !entry.second.listed; });
  result.distinct_values = tallies.size();
  for (auto& [folded, tally] : tallies) result.values.push_back({std::move(tally.value), {}, tally.count});
  const auto comes_first = [&field](const FacetCount& a, const FacetCount& b) {
    if (field.order == FacetOrder::kNewestFirst) return a.value > b.value;
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  };
  const size_t shown =
      max_values == 0 ? result.values.size() : std::min<size_t>(max_values, result.values.size());
  std::partial_sort(result.values.begin(), result.values.begin() + static_cast<ptrdiff_t>(shown),
                    result.values.end(), comes_first);
  result.values.resize(shown);
  for (FacetCount& value : result.values) value.label = FacetLabel(field.name, value.value, locale);
  return result;
}

}  // namespace newsearch
