// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/term_filter.h"

#include <unicode/uversion.h>

#include "newsearch/analyzer.h"
#include "text/normalizer.h"
#include "text/stop_words.h"
#include "util/hash.h"

namespace newsearch {

TermFilter::TermFilter(std::string_view lang) : lang_(lang), stemmer_(lang), stop_words_(&StopWords(lang)) {}

std::string TermFilter::Stem(const Word& word) {
  if (word.is_gram) return FoldMarks(word.folded);
  return FoldMarks(stemmer_.Stem(word.folded));
}

std::string WordForm(const Word& word) { return FoldMarks(word.folded); }

std::string IcuVersion() { return U_ICU_VERSION; }

std::string AnalyzerFingerprint() {
  // Letters with marks, sharp s, final sigma, dotted and dotless i, ligatures, digits, apostrophes, initials
  // and scripts without blanks: what has changed between versions of Unicode, ICU and Snowball before.
  static constexpr std::string_view kProbe =
      "The cities' running projects, e.g. in the U.S.; Straßen der Häuser gingen; l'économie "
      "européenne; città dell'innovazione; smarta städernas möjligheter; ıstanbul İstanbul'da; πόλεις "
      "έξυπνες "
      "καινοτομίας; умные города проектов; المدن الذكية; kaupungeissa älykkäät; ﬁnance Ⅷ ２０２４ "
      "智慧城市 スマートシティ 스마트시티 เมืองอัจฉริยะ "
      "info@example.com @kista «\u202Fmot\u202F» 서울\uFEFF ｶﾞｽ か\u3099 \u1109\u1165\u110B\u116E\u11AF CO₂ "
      "col·lecció";
  StableHash hash;
  std::vector<std::string> languages = StemmedLanguages();
  languages.emplace_back("und");
  for (const std::string& lang : languages) {
    for (const Token& token : Analyzer(lang).Analyze(kProbe))
      hash.Add(token.form).Add(token.stem).Add(token.begin);
  }
  return hash.hex();
}

}  // namespace newsearch
