// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/facet_counter.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "newsearch/facet.h"

namespace newsearch {
namespace {

// A value, in all of its spellings.
struct Tally {
  uint64_t count = 0;
  uint32_t ordinal = 0;  // of the spelling to show
  uint64_t best_spelling_count = 0;
};

// Below this share of the values, the ordinals of the documents are sorted instead of counted in a table.
constexpr size_t kSparseShare = 16;

}  // namespace

FacetCounter::FacetCounter(const FacetColumns& columns, const DocSet& all, const DocSet& docs)
    : columns_(columns), docs_(docs) {
  const size_t count = docs.Count();
  others_ = count > all.Count() / 2;
  if (others_) {
    walked_ = all;
    walked_ -= docs;
  } else {
    walked_ = docs;
  }
  walked_list_.reserve(others_ ? walked_.Count() : count);
  walked_.ForEach([this](uint32_t doc) { walked_list_.push_back(doc); });
}

// By ordinal; only those that there are.
std::vector<FacetCounter::SpellingCount> FacetCounter::CountSpellings(const FacetColumn& column,
                                                                      uint32_t* documents) const {
  std::vector<SpellingCount> spellings;
  if (!others_ && walked_list_.size() < column.size() / kSparseShare) {
    std::vector<uint32_t> ordinals;
    *documents = column.ForEach(walked_list_, walked_, [&](uint32_t ordinal) {
      if (ordinal != 0) ordinals.push_back(ordinal);
    });
    std::sort(ordinals.begin(), ordinals.end());
    for (uint32_t ordinal : ordinals) {
      if (spellings.empty() || spellings.back().ordinal != ordinal) spellings.push_back({ordinal, 0});
      ++spellings.back().count;
    }
    return spellings;
  }
  std::vector<uint32_t> counts(size_t{column.size()} + 1);
  uint32_t* const table = counts.data();
  *documents = column.ForEach(walked_list_, walked_, [table](uint32_t ordinal) { ++table[ordinal]; });
  if (others_) *documents = column.documents() - std::min(*documents, column.documents());
  for (uint32_t ordinal = 1; ordinal <= column.size(); ++ordinal) {
    uint32_t count = counts[ordinal];
    if (others_) count = column.total(ordinal) - std::min(count, column.total(ordinal));
    if (count > 0) spellings.push_back({ordinal, count});
  }
  return spellings;
}

FacetResult FacetCounter::Count(const FacetField& field, bool roll_up, uint32_t max_values,
                                std::string_view locale) const {
  FacetResult result;
  result.facet = field.name;
  const FacetColumn* column = roll_up ? columns_.Find(field.name, true) : nullptr;
  if (column == nullptr) column = columns_.Find(field.name);
  if (column == nullptr) return result;
  uint32_t documents = 0;
  const std::vector<SpellingCount> spellings = CountSpellings(*column, &documents);
  result.documents = documents;

  // Notes for each note about a document that is counted.
  const auto for_each_counted = [this](std::span<const FacetColumn::DocNumber> notes, const auto& take) {
    for (const FacetColumn::DocNumber& note : notes) {
      if (note.doc < columns_.limit() && docs_.Has(note.doc)) take(note.number);
    }
  };
  std::unordered_map<uint32_t, uint64_t> again;  // by ordinal
  for_each_counted(column->repeated(), [&](uint32_t ordinal) { ++again[ordinal]; });
  std::vector<Tally> tallies;
  tallies.reserve(spellings.size());
  std::unordered_map<uint32_t, size_t> of_group;
  for (const SpellingCount& spelling : spellings) {
    const uint32_t group = column->has_groups() ? column->group(spelling.ordinal) : 0;
    if (group == 0) {
      tallies.push_back({spelling.count, spelling.ordinal});
      continue;
    }
    const auto [known, fresh] = of_group.try_emplace(group, tallies.size());
    if (fresh) tallies.emplace_back();
    Tally& tally = tallies[known->second];
    tally.count += spelling.count;
    const auto more = again.find(spelling.ordinal);
    const uint64_t count = spelling.count + (more == again.end() ? 0 : more->second);
    if (count > tally.best_spelling_count) {
      tally.best_spelling_count = count;
      tally.ordinal = spelling.ordinal;
    }
  }
  // A document counts once for a value, in however many spellings it has it.
  for_each_counted(column->surplus(), [&](uint32_t group) {
    const auto known = of_group.find(group);
    if (known != of_group.end()) --tallies[known->second].count;
  });

  // The order of ordinals is that of the values.
  const bool newest_first = field.order == FacetOrder::kNewestFirst;
  const auto comes_first = [newest_first](const Tally& a, const Tally& b) {
    if (newest_first) return a.ordinal > b.ordinal;
    return a.count != b.count ? a.count > b.count : a.ordinal < b.ordinal;
  };
  result.distinct_values = tallies.size();
  const size_t shown = max_values == 0 ? tallies.size() : std::min<size_t>(max_values, tallies.size());
  std::partial_sort(tallies.begin(), tallies.begin() + static_cast<ptrdiff_t>(shown), tallies.end(),
                    comes_first);
  for (size_t i = 0; i < shown; ++i) {
    std::string value(column->value(tallies[i].ordinal));
    std::string label = FacetLabel(field.name, value, locale);
    result.values.push_back({std::move(value), std::move(label), tallies[i].count});
  }
  return result;
}

}  // namespace newsearch
