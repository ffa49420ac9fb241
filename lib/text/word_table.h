// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TEXT_WORD_TABLE_H_
#define NEWSEARCH_LIB_TEXT_WORD_TABLE_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace newsearch {

// Words by kind, from data files: lines of kind TAB word TAB languages, "#" for comments. A
// word ending in "*" stands for every word with that beginning.
// Thread-safety: const after construction.
class WordTable {
 public:
  explicit WordTable(std::string_view tsv);

  // Whether `word` is of this kind, in `lang` (ISO 639-1) or, if that is empty, in any language: dates are
  // read before the language of an article is known, and archives mix languages.
  bool Has(std::string_view kind, std::string_view word, std::string_view lang = {}) const;

  // All whole words; `languages` is ",en,de,", or empty for all.
  void ForEach(const std::function<void(std::string_view kind, std::string_view word,
                                        std::string_view languages)>& visit) const;

  // All beginnings of words ("*").
  void ForEachBeginning(
      const std::function<void(std::string_view kind, std::string_view beginning)>& visit) const;

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
  };
  struct Kind {
    // With languages, separated by commas and with one at each end: ",en,de,". Empty: all.
    std::unordered_map<std::string, std::string, Hash, std::equal_to<>> words;
    std::vector<std::string> beginnings;  // sorted
  };
  std::map<std::string, Kind, std::less<>> kinds_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_WORD_TABLE_H_
