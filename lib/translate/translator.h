// SPDX-License-Identifier: GPL-2.0-or-later
//
// Translator: what the words of a query mean in another language, by the dictionaries that are installed, the
// gazetteer and CLDR.
//
//   Result<Translator> translator = Translator::Open({});
//   const std::vector<std::string> words = {"nuclear", "power", "plants", "in", "Belgium"};
//   Meaning plants = translator->Translate(words, 0, "en", "de");    // 3 words: Kernkraftwerk,
//   Atomkraftwerk, ... Meaning belgium = translator->Translate(words, 4, "en", "de");   // 1 word: Belgien
//
// Each meaning is one group of a query (Pirkola 1998): whatever of it a document has counts as the same word.
#ifndef NEWSEARCH_LIB_TRANSLATE_TRANSLATOR_H_
#define NEWSEARCH_LIB_TRANSLATE_TRANSLATOR_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "newsearch/status.h"

namespace newsearch {

struct Translation {
  // Where it is from. Printed by name (TranslationSourceName), never stored.
  enum class Source {
    kDictionary,  // of the two languages
    kPivot,       // by way of a third one
    kPlace,       // the gazetteer
    kCountry,     // CLDR
    kSame,        // the word itself
    kLookAlike,   // a word of the index, by LookAlikes
  };
  std::string text;   // one word or several, as written
  double weight = 1;  // (0, 1], 1 = sure
  Source source = Source::kDictionary;
};

// "dictionary", "pivot", "place", "country", "same", "look-alike".
std::string_view TranslationSourceName(Translation::Source source);

struct Meaning {
  size_t words = 1;    // of the query that it stands for
  bool known = false;  // to a dictionary or the gazetteer; look-alikes count fully for what is not
  bool name = false;   // written like a name; look-alikes count fully
  // The likeliest first; the word itself is always among them. No text twice.
  std::vector<Translation> translations;
};

struct TranslatorOptions {
  // What is not there is not used. Directories of dictd dictionaries as Debian's dict-freedict-* packages
  // install them, and of the compact form that newsearch-lexicon makes from them; empty for none.
  std::string dictd_directory = "/usr/share/dictd";
  std::string lexicon_directory;
  // Translations of one meaning, at most, besides the word itself.
  size_t max_translations = 12;
  // Languages to go through where the dictionaries of a pair are small, in this order.
  std::vector<std::string> pivots = {"en", "de"};
};

// Thread-safety: one translator per thread at a time.
class Translator {
 public:
  // Dictionaries are opened when they are first asked for, so that this costs nothing.
  static Result<Translator> Open(const TranslatorOptions& options = {});
  Translator(Translator&&) noexcept;
  Translator& operator=(Translator&&) noexcept;
  ~Translator();

  // The meaning in language `to` (ISO 639-1) of the words of language `from` that start at words[at], the
  // longest phrase that is known, of at most three words: looked up by form, then by stem, then, in languages
  // that write compounds in one word, by their parts. `words` are as the query writes them, in order.
  // REQUIRES: at < words.size().
  Meaning Translate(const std::vector<std::string>& words, size_t at, std::string_view from,
                    std::string_view to);

  // Languages that there is a dictionary to, from `from`, sorted; those reached through a pivot are among
  // them.
  std::vector<std::string> LanguagesFrom(std::string_view from) const;

  // Dictionaries that could not be read, each once: what was wrong with them. They are not used.
  const std::vector<Status>& faults() const;

 private:
  class Internal;
  explicit Translator(std::unique_ptr<Internal> internal);
  std::unique_ptr<Internal> internal_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TRANSLATE_TRANSLATOR_H_
