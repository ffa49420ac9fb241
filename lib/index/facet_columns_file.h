// SPDX-License-Identifier: GPL-2.0-or-later
//
// The facet columns of an index as a file beside its database: see sidecar_file.h.
#ifndef NEWSEARCH_LIB_INDEX_FACET_COLUMNS_FILE_H_
#define NEWSEARCH_LIB_INDEX_FACET_COLUMNS_FILE_H_

#include <xapian.h>

#include <string>
#include <unordered_set>

#include "index/facet_columns.h"
#include "newsearch/status.h"
#include "schema/facet_table.h"

namespace newsearch {

// Numbers of the documents that were added, replaced or removed since the last commit.
using ChangedDocs = std::unordered_set<Xapian::docid>;

// Writes the columns of what `database` holds now, with all that changed since the last commit of the index
// at `path`, into a new file of it, and notes it in the metadata. Errors: kIo.
Status WriteFacetColumns(const std::string& path, const FacetTable& facets, const ChangedDocs& changed,
                         Xapian::WritableDatabase* database);

// The same for an index that is written in bulk: the file is noted in the metadata of the index first, and
// written when there is a database of which to make it.
std::string ReserveFacetColumns(const std::string& path, Xapian::WritableDatabase* database);
// `file` was reserved. Errors: kIo.
Status WriteReservedFacetColumns(const std::string& file, const FacetTable& facets,
                                 const Xapian::Database& database);

// Removes files of commits that nobody can read any more.
void RemoveOldFacetColumns(const std::string& path, const Xapian::Database& database);

// The columns of the commit that `database` reads: from their file, or, where that is missing or damaged,
// made anew from the value slots, which takes about a second for a million documents. Then `fault` says why.
FacetColumns ReadFacetColumns(const std::string& path, const Xapian::Database& database,
                              const FacetTable& facets, Status* fault);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_FACET_COLUMNS_FILE_H_
