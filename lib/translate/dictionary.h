// SPDX-License-Identifier: GPL-2.0-or-later
//
// Dictionary: what is known of a pair of languages, from both directions.
#ifndef NEWSEARCH_LIB_TRANSLATE_DICTIONARY_H_
#define NEWSEARCH_LIB_TRANSLATE_DICTIONARY_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/status.h"
#include "translate/dictd_file.h"
#include "translate/lexicon.h"

namespace newsearch {

struct WeightedPhrase {
  std::string text;
  double weight = 0;  // 1 for the best
};

struct DictionaryPaths {
  std::string dictd;    // a directory with freedict-XXX-YYY.index; empty for none
  std::string lexicon;  // a directory with newsearch-xx-yy.lex; empty for none
};

// The languages, ISO 639-1, in ISO 639-3; empty if the language has no two letters.
std::string_view Iso639Part3(std::string_view lang);
// The pairs of languages (from, to) that the directories have dictionaries of, sorted.
std::vector<std::pair<std::string, std::string>> DictionaryPairs(const DictionaryPaths& paths);
// newsearch-en-de.lex
std::string LexiconName(std::string_view from, std::string_view to);

// Thread-safety: one from one thread at a time.
class Dictionary {
 public:
  // The lexicon from `from` to `to` if there is one; otherwise the dictd dictionaries of the pair: that in
  // this direction is read entry by entry; that in the other one is turned around in memory if it is small,
  // and otherwise asked whether it leads back. Errors: kNotFound if there is none, kCorruption, kIo.
  static Result<Dictionary> Open(const DictionaryPaths& paths, std::string_view from, std::string_view to);

  // At most `max` translations of the phrase with this key (PhraseKey), the best first; empty if there is
  // none. Damaged entries are left out.
  std::vector<WeightedPhrase> Find(std::string_view key, size_t max);
  bool Has(std::string_view key);
  // Visits the phrases that start with `prefix`; those of the one source, then those of the other.
  void ForEachKey(std::string_view prefix, size_t max,
                  const std::function<void(std::string_view key)>& visit) const;

  // About how many phrases it knows.
  size_t size() const;

 private:
  Dictionary() = default;
  void FindForward(std::string_view key, std::vector<ScoredPhrase>* phrases);

  std::optional<Lexicon> lexicon_;  // of both directions, or of the other one turned around
  std::optional<DictdFile> forward_;
  std::optional<DictdFile> backward_;  // too large to be turned around
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TRANSLATE_DICTIONARY_H_
