// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_ENTRY_BUILDER_H_
#define NEWSEARCH_LIB_INGEST_ENTRY_BUILDER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "facets/facet_tagger.h"
#include "ingest/report_builder.h"
#include "newsearch/document.h"

namespace newsearch {

// What a format that knows its documents (a line of JSON, an item of a feed) says of one of them, as written.
// All text is well-formed UTF-8.
struct Entry {
  std::optional<std::string> id;      // nullopt or empty: made from the content
  std::optional<std::string> title;   // one line of plain text; an empty one is none
  std::string text;                   // plain, paragraphs separated by line feeds
  std::string date;                   // ISO 8601, as in e-mail (RFC 822), or as people write it; empty: none
  std::string lang;                   // a language tag; empty or unknown: guessed from the text
  std::vector<FacetValues> facets;    // given as data: these are not looked for in the text
  std::vector<std::string> left_out;  // what of it cannot be taken, and why: becomes warnings
  LineSpan lines;                     // the entry's place in the source; warnings name the first line
  ByteSpan bytes;
};

// Brings entries into the form of documents: id, language, date, facets. Evidence stands in the value of
// field "title" or "text", the document's title and body.
class EntryBuilder {
 public:
  // `source` names the archive. Without `facets`, projects and places are those given as data. `report` must
  // outlive the builder, `authorities` may be null.
  EntryBuilder(std::string source, bool facets, ReportBuilder* report,
               std::shared_ptr<const AuthorityTagger> authorities = nullptr);

  // nullopt, a warning, and one more skipped, if the entry's id can be none. Entries without an id that agree
  // in date, title and text are told apart by their order.
  std::optional<Document> Build(Entry entry);

  // Says why what begins at `line` is no document.
  std::nullopt_t Skip(const std::string& why, uint64_t line);

 private:
  void SetDate(const Entry& entry, Document* document);
  std::vector<std::string> GivenValues(const Entry& entry, std::string_view facet) const;
  void SetFacets(const Entry& entry, Document* document);

  std::string source_;
  bool facets_;
  ReportBuilder* report_;
  FacetTagger tagger_;
  std::unordered_map<uint64_t, uint32_t> occurrences_;  // of entries without an id
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_ENTRY_BUILDER_H_
