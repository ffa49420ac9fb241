// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_AUTHORITY_TAGGER_H_
#define NEWSEARCH_LIB_FACETS_AUTHORITY_TAGGER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "facets/authority.h"
#include "facets/found_value.h"
#include "facets/name_index.h"
#include "facets/scanned_article.h"

namespace newsearch {

// Finds what authority files name, all files in one pass, at a cost that does not depend on how many entries
// they have. A name written in CAPITALS or CamelCase is found in any spelling with the same letters and a
// capital in front; other words as they are written, with or without a capital where they have none. Entries
// that share a name compete by what else of them stands in the article, and by when they ran.
// Thread-safety: const after construction.
class AuthorityTagger {
 public:
  explicit AuthorityTagger(std::vector<AuthorityFile> files);
  AuthorityTagger(const AuthorityTagger&) = delete;
  AuthorityTagger& operator=(const AuthorityTagger&) = delete;

  bool empty() const { return index_.empty(); }

  // Values of the files' facets, each facet's most important first.
  std::vector<FoundValue> Tag(const ScannedArticle& article) const;

  // Whether a file of `facet` has this name, in any spelling.
  bool Knows(std::string_view facet, std::string_view name) const;

  // The cities of the entries that `found` (of Tag) has.
  std::vector<std::string> CitiesOf(const std::vector<FoundValue>& found) const;

 private:
  // How one of a name's words may be written.
  enum class Case : uint8_t { kAny, kCapital };
  struct Name {
    uint32_t entry = 0;
    bool main = false;          // not an alias
    bool shaped = false;        // in CAPITALS or CamelCase
    bool one_capitals = false;  // one word in capitals, which without them may be an ordinary word
    bool small = false;         // all words without a capital
    std::vector<Case> words;
  };
  struct Mention {
    uint32_t piece = 0;
    uint32_t first = 0;
    uint32_t last = 0;
    std::vector<uint32_t> names;
  };
  struct Entry {
    const AuthorityEntry* data = nullptr;
    uint32_t facet = 0;  // in facets_
  };
  class Pass;

  void AddName(const std::string& text, uint32_t entry, bool main);

  std::vector<AuthorityFile> files_;
  std::vector<std::string> facets_;
  std::vector<Entry> entries_;
  std::vector<Name> names_;
  NameIndex index_;
  std::unordered_multimap<std::string, uint32_t> by_value_;  // "facet:name" -> entries that have cities
  NameIndex context_;  // words and cities of entries; ids are those of entries
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_AUTHORITY_TAGGER_H_
