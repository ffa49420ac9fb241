// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/facet_counter.h"

#include <algorithm>
#include <map>
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
};

}  // namespace

FacetCounter::FacetCounter(std::vector<const FacetField*> fields)
    : fields_(std::move(fields)), counts_(fields_.size()) {}

void FacetCounter::operator()(const Xapian::Document& document, double) {
  for (size_t i = 0; i < fields_.size(); ++i) ++counts_[i][document.get_value(fields_[i]->slot)];
}

FacetResult FacetCounter::Result(size_t index, uint32_t max_values) const {
  const FacetField& field = *fields_[index];
  FacetResult result;
  result.facet = std::string(field.name);

  std::map<std::string, std::map<std::string_view, uint64_t>> spellings;  // by folded value
  std::vector<std::string_view> values;
  std::vector<std::string> folded_here;
  std::map<std::string, Tally> tallies;
  for (const auto& [slot, count] : counts_[index]) {
    if (slot.empty()) continue;
    result.documents += count;
    values.clear();
    if (field.multi_valued) {
      UnpackValues(slot, &values);
    } else {
      values.push_back(slot);
    }
    folded_here.clear();
    for (std::string_view value : values) {
      std::string folded = FoldName(value);
      spellings[folded][value] += count;
      // A document counts once for a value, however often and in whatever spelling it has it.
      if (std::find(folded_here.begin(), folded_here.end(), folded) != folded_here.end()) continue;
      tallies[folded].count += count;
      folded_here.push_back(std::move(folded));
    }
  }
  for (const auto& [folded, forms] : spellings) {
    Tally& tally = tallies[folded];
    for (const auto& [form, count] : forms) {
      if (count > tally.best_spelling_count) {
        tally.best_spelling_count = count;
        tally.value = std::string(form);
      }
    }
  }
  result.distinct_values = tallies.size();
  for (auto& [folded, tally] : tallies) result.values.push_back({std::move(tally.value), {}, tally.count});
  std::sort(result.values.begin(), result.values.end(), [&field](const FacetCount& a, const FacetCount& b) {
    if (field.order == FacetOrder::kNewestFirst) return a.value > b.value;
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  });
  if (max_values > 0 && result.values.size() > max_values) result.values.resize(max_values);
  for (FacetCount& value : result.values) value.label = FacetLabel(field.name, value.value);
  return result;
}

}  // namespace newsearch
