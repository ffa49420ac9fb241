// SPDX-License-Identifier: GPL-2.0-or-later
//
// The one table of what an index holds: which terms stand for what, and where the values of facets are.
// Prefixes follow Xapian's convention (single capitals reserved, own ones start with X). All of it is
// persisted: a change needs a new kFormatVersion. Facets beyond the built-in ones are in an index's own
// table: see facet_table.h.
#ifndef NEWSEARCH_LIB_SCHEMA_FIELDS_H_
#define NEWSEARCH_LIB_SCHEMA_FIELDS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace newsearch {

// Terms.
inline constexpr std::string_view kIdPrefix = "Q";         // unique id
inline constexpr std::string_view kSourcePrefix = "XSRC";  // archive
// Words have no prefix: language + ":" + the word as written, case-folded. Languages are in small letters,
// which tells words from everything else. There are no positions: see stored_document.h.

// Value slots.
inline constexpr uint32_t kDateStartSlot = 0;  // first day, Xapian::sortable_serialise(days since 1970-01-01)
inline constexpr uint32_t kDateEndSlot = 1;    // last day, the same

// What may be an id: not empty, at most this long, no control characters. nullptr, or what is wrong with it.
inline constexpr size_t kMaxIdBytes = 200;
const char* WhatIsWrongWithId(std::string_view id);

inline constexpr size_t kMaxFacetNameBytes = 32;
// Of the facets that are not built in.
inline constexpr uint32_t kFirstFreeFacetSlot = 32;
inline constexpr std::string_view kFreeFacetPrefix = "XF";  // + the name in capitals
inline constexpr size_t kMaxFreeFacets = 256;

// How a facet's values reach people.
enum class FacetLabelKind { kValue, kRegion, kLanguage };
enum class FacetOrder { kByCount, kNewestFirst };

struct FacetField {
  std::string name;
  std::string description;
  std::string prefix;  // boolean term: prefix + ":" + FoldName(value)
  uint32_t slot;       // single: the value; multi: PackValues()
  bool multi_valued;
  bool shown_by_default;
  FacetLabelKind label;
  FacetOrder order;
};

// The built-in facets, in the order in which results show them.
std::span<const FacetField> FacetFields();

// nullptr if there is no such built-in facet.
const FacetField* FindFacet(std::string_view name);

// Whether documents do not carry the facet, since the index makes it of what they have: lang, place.
bool IsDerivedFacet(std::string_view name);

// Whether SearchRequest::roll_up takes the documents in for whose places lie within: city, region.
bool RollsUp(std::string_view name);

// What may be the name of a facet that an archive or an authority file brings: [a-z][a-z0-9_]{0,31}, no word
// that queries or documents use for something else, no built-in facet that is derived. nullptr, or what is
// wrong with it. Every other built-in name is fine.
const char* WhatIsWrongWithFacetName(std::string_view name);

// The order of facets in a document: built-in ones as in FacetFields(), then the others by name.
bool FacetComesBefore(std::string_view a, std::string_view b);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_SCHEMA_FIELDS_H_
