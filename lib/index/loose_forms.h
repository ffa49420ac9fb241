// SPDX-License-Identifier: GPL-2.0-or-later
//
// LooseForms: the words of all languages of an index without case and marks, in the order of their bytes,
// with the number of documents of each: what is looked through when somebody types the beginning of a word. A
// part of the vocabulary file, used where it lies.
#ifndef NEWSEARCH_LIB_INDEX_LOOSE_FORMS_H_
#define NEWSEARCH_LIB_INDEX_LOOSE_FORMS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/file_section.h"
#include "index/max_tree.h"
#include "index/word_posting.h"

namespace newsearch {

// What words of one loose form have in common. `documents` is how many have any of them: exact where all of
// them stand in few documents (VocabularyEntry::postings) and where there is one word only, else the sum of
// the words' own, which counts a document with two of them twice.
struct LooseFormEntry {
  std::string written;  // the word with most documents, case-folded, ties by bytes
  uint32_t documents = 0;
  std::vector<uint32_t> languages;  // numbers of the languages that have it, ascending
};

// The sections of a file that hold loose forms. They stand in headers on disk: do not change their form.
struct LooseFormSections {
  FileSection blocks;
  FileSection text;
  FileSection maxima;
};

// The loose forms of one language among those of all: their numbers and documents.
class LanguageForms {
 public:
  struct Block {
    uint32_t first_form;
    uint32_t begin;  // in the text
  };

  // False if the sections do not belong together. An empty list is one too.
  bool Read(std::string_view bytes, const LooseFormSections& sections, uint32_t count);

 private:
  friend class LooseForms;
  // The numbers of the forms of a block, ascending, and how many documents have each.
  void ReadBlock(size_t block, MaxTree::Block* forms, MaxTree::Block* documents) const;
  // The place of the first form that is not less than `form`.
  size_t LowerBound(uint32_t form) const;

  uint32_t size_ = 0;
  std::span<const Block> blocks_;
  std::span<const char> text_;
  MaxTree maxima_;
};

// Thread-safety: may be used by many threads at once. Damaged bytes give other answers, never a crash.
class LooseForms {
 public:
  // Numbers of forms, [first, last).
  struct Range {
    uint32_t first = 0;
    uint32_t last = 0;
  };
  struct Best {
    uint32_t form = 0;
    uint32_t documents = 0;
  };

  // False if the sections do not belong together.
  bool Read(std::string_view bytes, const LooseFormSections& sections, uint32_t count);

  uint32_t size() const { return size_; }

  // The forms that begin with these bytes; all of them for none.
  Range WithPrefix(std::string_view prefix) const;

  // Those of the range that most documents have, most documents first, ties by their bytes; of one language
  // if it is given, with the documents that have the language's words.
  std::vector<Best> BestOf(const Range& range, const LanguageForms* language, size_t most) const;

  // All about a form; with the spelling of one language if that is given. Empty for a form beyond the last.
  LooseFormEntry Entry(uint32_t form, std::optional<uint32_t> language) const;

 private:
  // The form at the front of a block; *at comes to stand behind it.
  std::string_view FirstForm(size_t block, size_t* at) const;
  // Calls visit(number, form) for each form of the block until it returns true; whether it did.
  template <typename Visit>
  bool ForEachForm(size_t block, const Visit& visit) const;
  bool ReadEntry(size_t* at, std::string_view loose, std::optional<uint32_t> language,
                 LooseFormEntry* entry) const;
  uint32_t LowerBound(std::string_view form) const;

  uint32_t size_ = 0;
  std::span<const uint32_t> blocks_;  // where each block begins in text_
  std::span<const char> text_;
  MaxTree maxima_;
};

// A word of an index, for building.
struct CountedWord {
  std::string_view folded;
  uint32_t documents = 0;
  std::span<const WordPosting> postings;  // all of them, by document; none if they are not known
};

// Builds the sections. The same words give the same bytes.
class LooseFormsBuilder {
 public:
  // The words of a language, distinct; languages count from 0 on. REQUIRES: what the words point at stays.
  void AddLanguage(std::vector<CountedWord> words);

  struct Written {
    uint32_t count = 0;
    LooseFormSections sections;
  };
  // Appends the sections of all languages to *out; then those of each language, unless there is only one:
  // its forms are those of all.
  Written Write(std::string* out, std::vector<Written>* languages) const;

 private:
  std::vector<std::vector<CountedWord>> languages_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_LOOSE_FORMS_H_
