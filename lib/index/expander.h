// SPDX-License-Identifier: GPL-2.0-or-later
//
// Expander: from the words of a query to what stands for them in the other languages of an index, and from
// that, as it was looked up or as somebody edited it, to members of the groups that are searched. Each word
// and language is one group (Pirkola 1998): whatever of it a document has counts as the same word.
#ifndef NEWSEARCH_LIB_INDEX_EXPANDER_H_
#define NEWSEARCH_LIB_INDEX_EXPANDER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "index/vocabulary.h"
#include "index/word_group.h"
#include "newsearch/search.h"
#include "query/query_tree.h"
#include "text/term_filter.h"
#include "text/tokenizer.h"
#include "translate/look_alikes.h"
#include "translate/translator.h"

namespace newsearch {

// The words of one language of an index by how they look. Made when first asked, since each word is read.
// Thread-safety: one thread at a time.
class VocabularyLookAlikes {
 public:
  struct Found {
    std::string word;  // any of the forms
    double dice = 0;
  };

  // REQUIRES: both outlive it.
  VocabularyLookAlikes(const LanguageVocabulary& language, TermFilter* filter);
  std::vector<Found> Find(const std::string& written);

 private:
  const LanguageVocabulary& language_;
  std::vector<uint32_t> first_words_;  // of each stem
  LookAlikes look_alikes_;
};

// A stretch of free words of a query, as they stand side by side in it.
using WordRun = std::vector<Word>;

// The free words of a query that are not excluded; at most `max_words`.
std::vector<WordRun> FreeWordRuns(const QueryNode& root, const Tokenizer& tokenizer, size_t max_words);

// What was added to the words of a query, ready for the matcher.
class ExpandedWords {
 public:
  // Appends what stands for the word to its group in a language.
  void Extend(const std::string& folded, size_t language, WordGroup* group) const;

 private:
  friend class Expander;
  struct Addition {
    std::vector<GroupMember> members;
    double own = 1;         // what the word itself counts here
    double importance = 1;  // of the group
  };
  std::map<std::pair<std::string, size_t>, Addition> additions_;  // by folded word and language
};

// Thread-safety: one thread at a time.
class Expander {
 public:
  // What it keeps of a commit between queries: by language of the vocabulary.
  using Kept = std::vector<std::unique_ptr<VocabularyLookAlikes>>;

  // REQUIRES: all outlive the expander.
  Expander(const Vocabulary& vocabulary, std::vector<TermFilter>* filters, const Tokenizer& tokenizer,
           Translator* translator, Kept* kept);

  // The language of a query, ISO 639-1: as a whole text if that is plain to see, else by its stop words, the
  // vocabularies and the dictionaries. Empty if nothing tells.
  std::string GuessQueryLanguage(const std::string& text, const std::vector<WordRun>& runs);

  // What the words mean in all languages of the vocabulary but `lang`; by place, language, weight.
  std::vector<Expansion> LookUp(const std::string& text, const std::vector<WordRun>& runs,
                                const std::string& lang);

  // Expansions that stand for no word of the query are left out, with a warning.
  ExpandedWords Apply(const std::vector<WordRun>& runs, const std::string& lang,
                      const std::vector<Expansion>& expansions, std::vector<QueryWarning>* warnings);

 private:
  void LookUpAt(const std::vector<std::string>& written, const WordRun& run, size_t at,
                const std::string& lang, size_t language, size_t* words, std::vector<Expansion>* out);
  std::vector<GroupMember> MembersOf(const std::string& text, size_t language, double weight);
  VocabularyLookAlikes& LookAlikesOf(size_t language);

  const Vocabulary& vocabulary_;
  std::vector<TermFilter>& filters_;
  const Tokenizer& tokenizer_;
  Translator& translator_;
  Kept& kept_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_EXPANDER_H_
