// SPDX-License-Identifier: GPL-2.0-or-later
//
// Vocabulary: the words of an index, language by language, and which of them a query's word stands for. An
// index stores words as they are written; that "towns" answers "town", and "Krakowie" answers "Kraków", is
// worked out here, over the words that there are. A vocabulary is derived: it can always be built again from
// the terms of its index.
#ifndef NEWSEARCH_LIB_INDEX_VOCABULARY_H_
#define NEWSEARCH_LIB_INDEX_VOCABULARY_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/loose_forms.h"
#include "index/word_posting.h"
#include "newsearch/status.h"
#include "text/term_filter.h"
#include "text/word_classes.h"

namespace newsearch {

// A word of the index, and how much it is like the one that was looked for: 1 for the same word or another
// form of it.
struct LikeWord {
  uint32_t word = 0;
  float likeness = 1;
};

// Most words of an index stand in one or two documents, and most of what n-grams find are such words: they
// have their postings with them, so that nothing needs to be looked up for them.
inline constexpr uint32_t kMaxStoredPostings = 5;
struct VocabularyEntry {
  std::string word;
  std::vector<WordPosting> postings = {};  // all of them, by document; empty if there are more than a few
};

// Which words n-grams find.
struct SimilarityOptions {
  size_t max_words = 30;
  // The least share of the word's n-grams, each weighted by how rare it is in the vocabulary.
  double min_likeness = 0.3;
};

// Room for SimilarTo, kept between calls: an entry for each word of a language.
struct SimilarityScratch {
  std::vector<float> shares;
  std::vector<uint32_t> touched;
};

// The words of one language. Valid as long as its Vocabulary.
class LanguageVocabulary {
 public:
  const std::string& lang() const { return lang_; }
  uint32_t size() const { return word_count_; }

  // The word number `word`, case-folded as it was written. Empty beyond the last one.
  std::string Word(uint32_t word) const { return Entry(word).word; }

  // The word and where it stands, if it stands in few documents.
  VocabularyEntry Entry(uint32_t word) const;

  // The words that `folded` stands for: its own spelling, other forms of it (by stem, or by the classes
  // learned from the vocabulary where the language has no stemmer), other spellings of these ("Malmo",
  // "Malmoe"); each once, with its greatest likeness. `filter` is that of the language.
  std::vector<LikeWord> FormsOf(std::string_view folded, TermFilter* filter) const;

  // Words that share n-grams of characters with `loose`, a word without marks (LooseForm); the most similar
  // first, itself included. They have 5 characters, 4 in scripts whose words are short (Arabic, Thai); pairs
  // of Han, kana and Hangul share single ones.
  std::vector<LikeWord> SimilarTo(std::string_view loose, const SimilarityOptions& options,
                                  SimilarityScratch* scratch) const;

 private:
  friend class Vocabulary;
  void AppendClasses(std::string_view key, double likeness, TermFilter* filter,
                     std::vector<LikeWord>* classes) const;
  bool HasKey(uint32_t class_number, std::string_view key, TermFilter* filter) const;
  template <typename T>
  using View = std::span<const T>;

  std::string lang_;
  uint32_t word_count_ = 0;
  View<uint32_t> blocks_;        // where every kBlockWords-th word starts in text_
  View<char> text_;              // words in the order of classes, front-coded
  View<uint32_t> class_starts_;  // first word of each class, and the number of words
  View<uint32_t> keys_;          // pairs: hash of a key, class and likeness; by hash
  View<uint32_t> gram_starts_;   // by bucket, into gram_words_
  View<char> gram_words_;        // numbers of words, ascending, as differences (base 128)
  SuffixPairs pairs_;            // for words that are not there; none where there is a stemmer
};

class Vocabulary {
 public:
  // The words of a language, distinct, in the order of their bytes. Postings may be left out. `documents` is
  // how many documents each word has; where it has no number for a word, the word has its postings alone.
  struct Words {
    std::string lang;
    std::vector<VocabularyEntry> words;
    std::vector<uint32_t> documents = {};
  };

  // The bytes of a vocabulary. The same words give the same bytes. REQUIRES: languages are distinct.
  static std::string Build(const std::vector<Words>& languages);

  Vocabulary() = default;  // of an index without words

  // Reads what Build made; `owner` keeps the bytes alive. Damaged bytes give kCorruption or other answers,
  // never a crash. `name` names them in the message. Errors: kCorruption, kVersionMismatch.
  static Result<Vocabulary> Read(std::string_view bytes, std::shared_ptr<const void> owner,
                                 const std::string& name);

  // Maps the file. It may be replaced or removed meanwhile, not written to.
  // Errors: kNotFound, kIo, kCorruption, kVersionMismatch.
  static Result<Vocabulary> Open(const std::string& path);

  std::span<const LanguageVocabulary> languages() const { return languages_; }
  // Which of the languages it is; their number if it is none of them.
  size_t NumberOf(std::string_view lang) const;

  // The words of all languages without case and marks.
  const LooseForms& loose_forms() const { return loose_forms_; }
  // Those of one language, for LooseForms::BestOf. nullptr for the only language: it has them all.
  // REQUIRES: `language` is the number of a language.
  const LanguageForms* forms_of(size_t language) const {
    return languages_.size() == 1 ? nullptr : &language_forms_[language];
  }

 private:
  std::shared_ptr<const void> owner_;
  std::vector<LanguageVocabulary> languages_;
  LooseForms loose_forms_;
  std::vector<LanguageForms> language_forms_;  // of each language, unless there is only one
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_VOCABULARY_H_
