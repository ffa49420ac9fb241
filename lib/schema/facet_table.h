// SPDX-License-Identifier: GPL-2.0-or-later
//
// The facets of one index. An index starts with the built-in ones and takes others in with the first document
// that has them; it remembers all of them in its metadata, so that two indexes may have different facets.
#ifndef NEWSEARCH_LIB_SCHEMA_FACET_TABLE_H_
#define NEWSEARCH_LIB_SCHEMA_FACET_TABLE_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/facet.h"
#include "newsearch/status.h"
#include "schema/fields.h"
#include "schema/format.h"

namespace newsearch {

class FacetTable {
 public:
  // The built-in facets.
  FacetTable();

  // The table as it was stored by Serialise.
  // Errors: kCorruption, saying what is wrong, kVersionMismatch (a table of a later form).
  static Result<FacetTable> Parse(std::string_view stored);

  // For the index's metadata: one line of JSON.
  std::string Serialise() const;

  // Built-in facets first, then in the order in which they were added.
  std::span<const FacetField> fields() const { return fields_; }

  // nullptr if there is no such facet. Valid until the table is changed.
  const FacetField* Find(std::string_view name) const;

  // Takes in the facet `name`: built in, or multi-valued, shown by default and with prefix and slot of its
  // own. Nothing changes if it is there. Errors: kInvalidArgument (no legal name; kMaxFreeFacets are there).
  Status Add(std::string_view name);

  // "project, city, topic": for error messages.
  std::string Names() const;
  std::vector<std::string> NameList() const;

  // As callers see them.
  std::vector<FacetInfo> Infos() const;

 private:
  explicit FacetTable(std::vector<FacetField> fields) : fields_(std::move(fields)) {}
  std::vector<FacetField> fields_;
};

// The table of an index that says `stored`; `path` names it in the message. Errors: those of Parse, and
// kVersionMismatch.
Result<FacetTable> ReadFacetTable(const FormatInfo& stored, const std::string& path);

// "no facet x; there are project, city": what a request for an unknown one is told.
std::string NoSuchFacet(std::string_view name, const FacetTable& facets);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_SCHEMA_FACET_TABLE_H_
