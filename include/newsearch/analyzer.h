// SPDX-License-Identifier: GPL-2.0-or-later
//
// Analyzer: text to tokens. The same chain serves indexing, queries and highlighting:
// word boundaries (Unicode Standard Annex #29 as ICU implements it, dictionaries for Thai, Chinese and
// Japanese) -> NFKC_Casefold (Unicode Standard Annex #31) -> Snowball stemming by language -> folding of
// marks by language.
#ifndef NEWSEARCH_ANALYZER_H_
#define NEWSEARCH_ANALYZER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/export.h"

namespace newsearch {

struct Token {
  std::string form;  // case-folded, marks folded: what phrases compare
  std::string stem;  // stemmed, then folded as the language folds (ö stays in Swedish): what ranking compares
  uint64_t begin = 0;  // byte offsets into the original text, half-open
  uint64_t end = 0;
  uint32_t position =
      0;  // 0, 1, 2, ...: words, not bytes; the parts of a joined name (mySMARTLife) have its own
  bool stop_word = false;
};

// Thread-safety: one analyzer per thread at a time.
class NEWSEARCH_EXPORT Analyzer {
 public:
  // `lang` is ISO 639-1; an unknown language is analysed without stemming and stop words.
  explicit Analyzer(std::string_view lang);
  Analyzer(Analyzer&&) noexcept;
  Analyzer& operator=(Analyzer&&) noexcept;
  ~Analyzer();

  // Tokens of `text` (UTF-8; ill-formed bytes separate words), by ascending begin, parts behind their whole.
  // Throws std::runtime_error if ICU's data is missing, and never else.
  std::vector<Token> Analyze(std::string_view text) const;

  const std::string& lang() const;

 private:
  class Internal;
  std::unique_ptr<Internal> internal_;
};

// Languages with a stemmer in this build, ISO 639-1, sorted.
NEWSEARCH_EXPORT std::vector<std::string> StemmedLanguages();

}  // namespace newsearch

#endif  // NEWSEARCH_ANALYZER_H_
