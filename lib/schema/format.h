// SPDX-License-Identifier: GPL-2.0-or-later
//
// What an index says about itself: keys and values of Xapian's user metadata.
#ifndef NEWSEARCH_LIB_SCHEMA_FORMAT_H_
#define NEWSEARCH_LIB_SCHEMA_FORMAT_H_

#include <string>
#include <string_view>

#include "newsearch/status.h"

namespace newsearch {

// Raise with every change to terms, slots or the stored record that an older reader would misread.
inline constexpr int kFormatVersion = 4;
// Indexes of this format and later can be read and written. What is written brings them to kFormatVersion.
inline constexpr int kOldestFormatVersion = 4;

inline constexpr std::string_view kFormatKey = "newsearch.format";
inline constexpr std::string_view kAnalyzerKey = "newsearch.analyzer";
inline constexpr std::string_view kIcuKey = "newsearch.icu";
inline constexpr std::string_view kFingerprintKey = "newsearch.fingerprint";  // AnalyzerFingerprint()
inline constexpr std::string_view kFacetsKey = "newsearch.facets";            // FacetTable, serialised
inline constexpr std::string_view kLibraryKey = "newsearch.version";          // of the library that made it
inline constexpr std::string_view kSourceKeyPrefix = "newsearch.source.";  // + its number: the archive's name
// Which file beside the database has the vocabulary: kVocabularyFilePrefix + this. Empty: none was written.
inline constexpr std::string_view kVocabularyKey = "newsearch.vocabulary";
inline constexpr std::string_view kVocabularyFilePrefix = "vocabulary.";
// The same of the facet columns.
inline constexpr std::string_view kFacetColumnsKey = "newsearch.columns";
inline constexpr std::string_view kFacetColumnsFilePrefix = "columns.";
// Which files have the word sequences: what stands behind kSequencesFilePrefix in their names, in the order
// in which they were written; then, in a second line, the same of the commit before.
inline constexpr std::string_view kSequencesKey = "newsearch.sequences";
inline constexpr std::string_view kSequencesFilePrefix = "sequences.";

struct FormatInfo {
  std::string format;
  std::string analyzer;
  std::string icu;
  std::string fingerprint;
  std::string facets;
  std::string library;
};

// What this library would write.
FormatInfo CurrentFormat();

// Whether an index that says `stored` can be read and written by this library. `path` names it in the
// message. `compare_terms`: compare the fingerprints in any case, which costs some milliseconds; else only if
// the index was written with another ICU. The facets are not looked at: ReadFacetTable does that.
// Errors: kCorruption (says nothing: not one of ours), kVersionMismatch.
Status CheckFormat(const FormatInfo& stored, const std::string& path, bool compare_terms = true);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_SCHEMA_FORMAT_H_
