// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a language makes of letters with marks, as data: lib/text/data/folding.tsv.
#ifndef NEWSEARCH_LIB_TEXT_LANGUAGE_FOLDING_H_
#define NEWSEARCH_LIB_TEXT_LANGUAGE_FOLDING_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace newsearch {

// Thread-safety: may be used from many threads.
class LanguageFolding {
 public:
  // Of a language by ISO 639-1; one without a row of its own has that of all. Lives as long as the program.
  static const LanguageFolding& Of(std::string_view lang);

  // FoldMarks, but the language's own letters stay. REQUIRES: case-folded text.
  std::string Fold(std::string_view folded) const;
  // The letters of the language written out (ö as oe), the other marks taken off; empty if there are none to
  // write out. REQUIRES: case-folded text.
  std::string Spell(std::string_view folded) const;

  const std::u32string& kept() const { return kept_; }

 private:
  friend class FoldingRows;

  bool keeps_all_ = false;
  std::u32string kept_;
  std::vector<std::pair<char32_t, std::string>> spelt_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_LANGUAGE_FOLDING_H_
