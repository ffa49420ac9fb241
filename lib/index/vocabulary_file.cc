// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/vocabulary_file.h"

#include <memory>
#include <utility>
#include <vector>

#include "index/sidecar_file.h"
#include "index/terms.h"
#include "schema/format.h"

namespace newsearch {
namespace {

constexpr SidecarKind kKind{kVocabularyKey, kVocabularyFilePrefix};

std::string BuildFrom(const Xapian::Database& database) {
  std::vector<Vocabulary::Words> languages;
  // Terms come in the order of their bytes: those in small letters are words.
  const Xapian::TermIterator end = database.allterms_end();
  Xapian::TermIterator term = database.allterms_begin();
  for (term.skip_to("a"); term != end; ++term) {
    const std::string text = *term;
    std::string_view lang;
    std::string_view folded;
    if (!SplitWordTerm(text, &lang, &folded)) continue;
    if (languages.empty() || languages.back().lang != lang) languages.push_back({std::string(lang), {}, {}});
    VocabularyEntry& entry = languages.back().words.emplace_back();
    entry.word = folded;
    languages.back().documents.push_back(term.get_termfreq());
    if (term.get_termfreq() > kMaxStoredPostings) continue;
    const Xapian::PostingIterator last = database.postlist_end(text);
    for (Xapian::PostingIterator doc = database.postlist_begin(text); doc != last; ++doc) {
      entry.postings.push_back({*doc, doc.get_wdf()});
    }
  }
  return Vocabulary::Build(languages);
}

}  // namespace

Status WriteVocabulary(const std::string& path, Xapian::WritableDatabase* database) {
  return WriteSidecar(kKind, path, BuildFrom(*database), database);
}

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
