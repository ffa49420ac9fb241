// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/document_builder.h"

#include <algorithm>
#include <tuple>

#include "schema/fields.h"
#include "text/normalizer.h"
#include "util/hash.h"

namespace newsearch {
namespace {

bool HasFacet(const Document& document, std::string_view facet) {
  return std::any_of(document.facets.begin(), document.facets.end(),
                     [facet](const FacetValues& entry) { return entry.facet == facet; });
}

}  // namespace

void SortFacets(Document* document) {
  std::stable_sort(
      document->facets.begin(), document->facets.end(),
      [](const FacetValues& a, const FacetValues& b) { return FacetComesBefore(a.facet, b.facet); });
  std::stable_sort(
      document->resolved.begin(), document->resolved.end(),
      [](const ResolvedValue& a, const ResolvedValue& b) { return FacetComesBefore(a.facet, b.facet); });
  std::stable_sort(
      document->evidence.begin(), document->evidence.end(), [](const Evidence& a, const Evidence& b) {
        if (a.facet != b.facet) return FacetComesBefore(a.facet, b.facet);
        return std::make_tuple(std::string_view(a.value), std::string_view(a.field), a.span.begin) <
               std::make_tuple(std::string_view(b.value), std::string_view(b.field), b.span.begin);
      });
}

void AddFacets(const ArticleText& article, std::vector<FoundValue> found, const LocateSpan& locate,
               Document* document) {
  const size_t given = document->facets.size();
  for (FoundValue& entry : found) {
    const ResolvedValue& value = entry.value;
    const auto facet = std::find_if(document->facets.begin(), document->facets.end(),
                                    [&](const FacetValues& values) { return values.facet == value.facet; });
    if (facet == document->facets.end()) {
      document->facets.push_back({value.facet, {value.value}});
    } else if (static_cast<size_t>(facet - document->facets.begin()) < given) {
      continue;
    } else {
      facet->values.push_back(value.value);
    }
    for (FacetMention& mention : entry.mentions) {
      Evidence evidence;
      evidence.facet = value.facet;
      evidence.value = value.value;
      evidence.text = std::string(article.Written(mention.span));
      evidence.rule = std::move(mention.rule);
      locate(mention.span, &evidence);
      document->evidence.push_back(std::move(evidence));
    }
    document->resolved.push_back(std::move(entry.value));
  }
  SortFacets(document);
}

void AddYear(Document* document) {
  if (!document->date || HasFacet(*document, "year")) return;
  const Date& date = *document->date;
  const std::string year = FormatDay(date.start).substr(0, 4);
  document->facets.push_back({"year", {year}});
  if (!date.raw.empty()) {
    document->evidence.push_back(
        {"year", year, date.raw, date.span, "", date.inferred ? "date, year inferred" : "date"});
  }
  SortFacets(document);
}

std::string ArticleId(const std::string& source, const std::string& date_text, const std::string& name,
                      uint32_t occurrence) {
  return StableHash()
      .Add(source)
      .Add(FoldName(date_text))
      .Add(FoldName(name))
      .Add(uint64_t{occurrence})
      .hex();
}

}  // namespace newsearch
