// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_PROJECT_TAGGER_H_
#define NEWSEARCH_LIB_FACETS_PROJECT_TAGGER_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "facets/article_text.h"
#include "facets/found_value.h"

namespace newsearch {

// The projects an archive speaks of. First every article is searched for names that stand beside the word
// project in any language ("the UPSIDE project", "Projekt NORDLICHT", "A and B projects") or before a funding
// programme in brackets
// ("X (Interreg)"); a name must be written like one: in capitals, or with capitals or digits inside. Then the
// names found are recognised wherever they stand. Thread-safety: not while Learn is called; Tag is const.
class ProjectTagger {
 public:
  // Collects the names that `article` introduces.
  void Learn(const ArticleText& article);

  // Values as the archive writes them most often; most named first.
  std::vector<FoundValue> Tag(const ArticleText& article) const;

 private:
  // By the letters and digits of the name, case-folded: "Be Wiser", "BeWiser" are one.
  struct Name {
    std::map<std::string, uint32_t> spellings;
    uint32_t longest_words = 1;
    bool any_case =
        false;  // "Be Wiser" is recognised too; a name that is one word in capitals is not without them
  };
  std::string Canonical(const Name& name) const;

  std::map<std::string, Name, std::less<>> names_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_PROJECT_TAGGER_H_
