// SPDX-License-Identifier: GPL-2.0-or-later
//
// Any bytes as the columns of an index, and counts over them: no memory error, ordinals that there are. Bytes
// without the mark of the file are values, one a line, an empty line between documents: columns are built
// from them and say what they were built from.
#include "index/facet_columns.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/fuzz_expect.h"
#include "index/facet_counter.h"
#include "schema/fields.h"

namespace newsearch {
namespace {

constexpr std::string_view kMark = "NSFCOL02";

// The bytes in memory of their own, so that reading beyond them is seen.
Result<FacetColumns> Read(std::string_view bytes) {
  const std::shared_ptr<char[]> copy(new char[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), copy.get());
  return FacetColumns::Read({copy.get(), bytes.size()}, copy, "fuzz");
}

void UseAll(const FacetColumns& columns) {
  const DocSet all = columns.Docs();
  DocSet some(columns.limit());
  all.ForEach([&](uint32_t doc) {
    FuzzExpect(doc < columns.limit(), "a document below the limit");
    if (doc % 3 == 0) some.Add(doc);
  });
  FacetField field = *FindFacet("project");
  size_t used = 0;
  for (const FacetColumn& column : columns.columns()) {
    if (++used > 8) break;  // a damaged table may name thousands
    FuzzExpect(column.value(0).empty() && column.value(column.size() + 1).empty(), "no value out of range");
    FuzzExpect(column.LowerBound("m") <= column.size() + 1, "a place among the values");
    if (columns.limit() > 0) {
      const auto last = static_cast<uint32_t>(columns.limit() - 1);
      for (uint32_t ordinal : column.OrdinalsOf(last)) FuzzExpect(ordinal <= column.size(), "an ordinal");
    }
    (void)column.WithOrdinals(2, 7);
    field.name = column.name();
    for (const DocSet* docs : {&all, static_cast<const DocSet*>(&some)}) {
      const FacetResult result = FacetCounter(columns, all, *docs).Count(field, column.rolled_up(), 5, "en");
      FuzzExpect(result.values.size() <= 5, "as many values as were asked for");
    }
  }
}

void BuildFrom(std::string_view text) {
  std::vector<std::vector<std::string>> lists(2);  // by document; there is no document 0
  std::set<std::string> values;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    if (end == 0) {
      lists.emplace_back();
    } else {
      lists.back().emplace_back(text.substr(0, end));
      values.insert(lists.back().back());
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  FacetColumns::Input input;
  input.limit = lists.size();
  input.docs = DocSet::Where(input.limit, [](size_t doc) { return doc > 0; });
  input.lengths.resize(input.limit, 1);
  input.first_days.resize(input.limit, kNoDay);
  input.last_days.resize(input.limit, kNoDay);
  FacetColumns::Facet& facet = input.facets.emplace_back();
  facet.name = "project";
  facet.values.assign(values.begin(), values.end());
  for (uint32_t doc = 1; doc < lists.size(); ++doc) {
    for (const std::string& value : lists[doc]) {
      const auto place = std::lower_bound(facet.values.begin(), facet.values.end(), value);
      facet.rows.push_back({doc, static_cast<uint32_t>(place - facet.values.begin()) + 1});
    }
  }
  const Result<FacetColumns> columns = Read(FacetColumns::Build(input));
  FuzzExpect(columns.ok(), "what is built is read");
  const FacetColumn* column = columns->Find("project");
  FuzzExpect(column != nullptr && column->size() == values.size(), "all values");
  for (uint32_t doc = 0; doc < lists.size(); ++doc) {
    std::vector<std::string> once;
    for (const std::string& value : lists[doc]) {
      if (std::find(once.begin(), once.end(), value) == once.end()) once.push_back(value);
    }
    std::vector<std::string> found;
    for (uint32_t ordinal : column->OrdinalsOf(doc)) found.emplace_back(column->value(ordinal));
    FuzzExpect(found == once, "the values of a document");
  }
  UseAll(*columns);
}

}  // namespace
}  // namespace newsearch

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.starts_with(newsearch::kMark)) {
    const auto columns = newsearch::Read(bytes);
    if (columns.ok()) newsearch::UseAll(*columns);
  } else {
    newsearch::BuildFrom(bytes);
  }
  return 0;
}
