// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_PROJECT_TAGGER_H_
#define NEWSEARCH_LIB_FACETS_PROJECT_TAGGER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "facets/found_value.h"
#include "facets/name_index.h"
#include "facets/scanned_article.h"
#include "facets/word_set.h"

namespace newsearch {

// How a name is written, which says how much more is needed to take it for a project's.
enum class ProjectNameKind : uint8_t {
  kDistinctive,  // CAPITALS, CamelCase, digits inside
  kQuoted,       // words in quotation marks
  kPhrase,       // several words with capitals
  kWord,         // one
};

// A name that the archive may use for a project.
struct ProjectName {
  struct Spelling {
    uint32_t beside_cue = 0;
    uint32_t mentions = 0;
  };
  std::map<std::string, Spelling> spellings;
  ProjectNameKind kind = ProjectNameKind::kWord;  // the strongest it was seen as
  bool any_case = false;      // recognised in any spelling with the same letters and a capital in front
  uint32_t articles = 0;      // that name it, from the first on that is known to introduce it
  uint32_t cue_articles = 0;  // that introduce it
  uint32_t cue_mentions = 0;
  double doubt = 1;              // that it is no project: what all articles so far leave of it
  std::set<std::string> grants;  // numbers of grants beside it
  // Where it was first introduced: the article by its number in the order of Learn, and where in it.
  uint64_t example_article = 0;
  TextSpan example;

  double confidence() const { return 1 - doubt; }
};

// Whether this is the word project, in any language.
bool IsProjectWord(const ScannedPiece& piece, size_t word);

// The projects an archive speaks of. First every article is searched for names that are introduced as
// projects: beside the word project in any language ("the UPSIDE project", "Projekt NORDLICHT", "A and B
// projects", "progetto «Passi»"), before a funding programme in brackets ("X (Interreg)"), beside the number
// of a grant, or beside what projects have ("the TAILWIND consortium"). Each such article takes away some of
// the doubt that the name is a project's, the more the more the name is written like one; names with little
// doubt left are recognised wherever they stand, the others are candidates for a person to accept.
// Thread-safety: one tagger per thread at a time.
class ProjectTagger {
 public:
  // Confidence from which on a name is a value.
  static constexpr double kThreshold = 0.5;
  // Longer names are none.
  static constexpr size_t kMaxNameBytes = 200;  // as in an authority file

  ProjectTagger();
  ~ProjectTagger();

  // Collects the names that `article` introduces.
  void Learn(const ScannedArticle& article);
  // Forgets all names.
  void Forget();

  // Values as the archive writes them most often; most named first. `small_words`: those that the archive
  // writes without a capital; may be null.
  std::vector<FoundValue> Tag(const ScannedArticle& article, const WordSet* small_words = nullptr);

  // All names found so far, in the order in which they were found.
  const std::vector<ProjectName>& names() const { return names_; }
  // Whether `name` is taken for a project.
  bool IsAccepted(const ProjectName& name, const WordSet* small_words = nullptr) const;
  // The spelling that the archive introduces and uses most.
  static std::string Canonical(const ProjectName& name);

 private:
  struct Language;
  struct Introduction;
  class CueReader;
  Language& LanguageOf(const std::string& lang);
  uint32_t NameOf(const ScannedPiece& piece, const Introduction& found);
  // The longest name in names_ from `word` on, with its end; kNone.
  uint32_t LongestName(const ScannedPiece& piece, size_t word, bool accepted_only, const WordSet* small_words,
                       size_t* end) const;
  bool FitsSpelling(const ProjectName& name, const ScannedPiece& piece, size_t first, size_t last) const;
  void CountMentions(const ScannedArticle& article);

  std::map<std::string, std::unique_ptr<Language>> languages_;
  std::vector<ProjectName> names_;
  std::unordered_map<std::string, uint32_t> by_letters_;  // FoldWord of the name in one word
  NameIndex index_;
  uint64_t articles_ = 0;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_PROJECT_TAGGER_H_
