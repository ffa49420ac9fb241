// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_WORD_TABLE_H_
#define NEWSEARCH_LIB_INGEST_WORD_TABLE_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace newsearch {

// Words by kind, from the data files of this room: lines of kind TAB word TAB languages, "#" for comments. A
// word ending in "*" stands for every word with that beginning. The languages are for people who maintain the
// files: archives mix languages, and one that is found by its words cannot be asked first which it is in.
// Thread-safety: const after construction.
class WordTable {
 public:
  explicit WordTable(std::string_view tsv);

  bool Has(std::string_view kind, std::string_view word) const;

  // The kinds that start with `prefix`, with the rest of their names: "season" gives "03", "06", ...
  std::vector<std::string> KindsFrom(std::string_view prefix) const;

  // The built-in tables. They live as long as the program.
  static const WordTable& Dates();
  static const WordTable& Places();
  static const WordTable& Projects();

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
  };
  struct Kind {
    std::unordered_set<std::string, Hash, std::equal_to<>> words;
    std::vector<std::string> beginnings;  // sorted
  };
  std::map<std::string, Kind, std::less<>> kinds_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_WORD_TABLE_H_
