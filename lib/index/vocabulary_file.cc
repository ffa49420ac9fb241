// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/vocabulary_file.h"

#include <memory>
#include <utility>
#include <vector>

#include "index/sidecar_file.h"
#include "index/terms.h"
#include "schema/format.h"
#include "util/base128.h"

namespace newsearch {
namespace {

constexpr SidecarKind kKind{kVocabularyKey, kVocabularyFilePrefix};

// The entry of a word's term, which so many documents have, behind those of terms before it; nullptr for
// other terms.
VocabularyEntry* AddEntry(std::string_view term, uint32_t documents,
                          std::vector<Vocabulary::Words>* languages) {
  std::string_view lang;
  std::string_view folded;
  if (!SplitWordTerm(term, &lang, &folded)) return nullptr;
  if (languages->empty() || languages->back().lang != lang) languages->push_back({std::string(lang), {}, {}});
  VocabularyEntry* entry = &languages->back().words.emplace_back();
  entry->word = folded;
  languages->back().documents.push_back(documents);
  return entry;
}

std::string BuildFrom(const Xapian::Database& database) {
  std::vector<Vocabulary::Words> languages;
  // Terms come in the order of their bytes: those in small letters are words.
  const Xapian::TermIterator end = database.allterms_end();
  Xapian::TermIterator term = database.allterms_begin();
  for (term.skip_to("a"); term != end; ++term) {
    const std::string text = *term;
    VocabularyEntry* entry = AddEntry(text, term.get_termfreq(), &languages);
    if (entry == nullptr || term.get_termfreq() > kMaxStoredPostings) continue;
    const Xapian::PostingIterator last = database.postlist_end(text);
    for (Xapian::PostingIterator doc = database.postlist_begin(text); doc != last; ++doc) {
      entry->postings.push_back({*doc, doc.get_wdf()});
    }
  }
  return Vocabulary::Build(languages);
}

}  // namespace

Status WriteVocabulary(const std::string& path, Xapian::WritableDatabase* database) {
  return WriteSidecar(kKind, path, BuildFrom(*database), database);
}

BulkVocabulary::BulkVocabulary(const std::string& path, Xapian::WritableDatabase* database)
    : file_(ReserveSidecar(kKind, path, database)) {}

Status BulkVocabulary::Add(std::string_view term, const PostingPiece& posting) {
  VocabularyEntry* entry = AddEntry(term, posting.documents, &languages_);
  if (entry == nullptr || posting.documents > kMaxStoredPostings) return Status();
  std::string_view list = posting.list;
  WordPosting next{posting.first_doc, 0};
  while (TakeNumber(&list, &next.wdf)) {
    entry->postings.push_back(next);
    if (list.empty()) return Status();
    uint32_t gap = 0;
    if (!TakeNumber(&list, &gap)) break;
    next.doc += gap + 1;
  }
  return Status(StatusCode::kInternal, "the posting list of a term is damaged");
}

Status BulkVocabulary::Write() const { return WriteReserved(file_, Vocabulary::Build(languages_)); }

void RemoveOldVocabularies(const std::string& path, const Xapian::Database& database) {
  RemoveOldSidecars(kKind, path, database);
}

Vocabulary ReadVocabulary(const std::string& path, const Xapian::Database& database, Status* fault) {
  *fault = Status();
  const std::string file = SidecarPath(kKind, path, database);
  if (!file.empty()) {
    Result<Vocabulary> vocabulary = Vocabulary::Open(file);
    if (vocabulary.ok()) return std::move(*vocabulary);
    *fault =
        Status(vocabulary.status().code(),
               vocabulary.status().message() + "; it is made anew at each start until an article changes");
  }
  const auto bytes = std::make_shared<const std::string>(BuildFrom(database));
  Result<Vocabulary> built = Vocabulary::Read(*bytes, bytes, "in memory");
  return built.ok() ? std::move(*built) : Vocabulary();
}

}  // namespace newsearch
