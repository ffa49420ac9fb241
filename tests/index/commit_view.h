// SPDX-License-Identifier: GPL-2.0-or-later
//
// The latest commit of a small index as matcher, scorer and ranker see it.
#ifndef NEWSEARCH_TESTS_INDEX_COMMIT_VIEW_H_
#define NEWSEARCH_TESTS_INDEX_COMMIT_VIEW_H_

#include <xapian.h>

#include <map>
#include <string>
#include <vector>

#include "index/facet_columns_file.h"
#include "index/index_test_support.h"
#include "index/matcher.h"
#include "index/terms.h"
#include "index/vocabulary_file.h"
#include "schema/fields.h"

namespace newsearch {

// Adds a group to the scores; its documents, and its IDF into *idf.
inline DocSet AddGroup(Scorer* scorer, const std::vector<GroupMember>& members, size_t lang, double weight,
                       double* idf) {
  const GroupDocs group = scorer->Find(members, lang, true);
  scorer->Score(group, weight);
  *idf = group.idf;
  return group.docs;
}

class OpenCommit {
 public:
  explicit OpenCommit(const std::string& path)
      : database(path),
        vocabulary(ReadVocabulary(path, database, &fault)),
        columns(ReadFacetColumns(path, database, facets, &fault)),
        docs(columns),
        postings(database, &posting_cache),
        segments(path, database),
        sequences(&segments, database, tokenizer) {
    for (const LanguageVocabulary& language : vocabulary.languages()) filters.emplace_back(language.lang());
  }

  CommitView View() {
    return {database,  facets,   vocabulary, columns,    docs,
            tokenizer, &filters, &postings,  &sequences, &scratch};
  }

  std::vector<std::string> VocabularyLangs() const {
    std::vector<std::string> langs;
    for (const LanguageVocabulary& language : vocabulary.languages()) langs.push_back(language.lang());
    return langs;
  }

  // The number of a document.
  uint32_t Number(const std::string& id) const { return *database.postlist_begin(IdTerm(id)); }

  Status fault;
  Xapian::Database database;
  FacetTable facets;
  Vocabulary vocabulary;
  FacetColumns columns;
  DocTable docs;
  Tokenizer tokenizer;
  std::vector<TermFilter> filters;
  PostingCache posting_cache;
  PostingReader postings;
  SegmentList segments;
  WordSequences sequences;
  SimilarityScratch scratch;
  ScoreScratch scores;
};

}  // namespace newsearch

#endif  // NEWSEARCH_TESTS_INDEX_COMMIT_VIEW_H_
