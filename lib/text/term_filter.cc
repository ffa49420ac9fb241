// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/term_filter.h"

#include <unicode/uversion.h>

#include "newsearch/analyzer.h"
#include "text/normalizer.h"
#include "text/romanisation.h"
#include "text/stop_words.h"
#include "util/hash.h"
#include "util/utf8.h"

namespace newsearch {

namespace {

// How far a word is meant by another that is written like it. By feeling: the written word is to rank first,
// a spelling that says which letter was meant before one that does not.
constexpr double kSpeltLikeness = 0.9;
constexpr double kPlainLikeness = 0.75;
constexpr double kUndoneLikeness = 0.7;
constexpr double kRomanisedLikeness = 0.7;

constexpr size_t kMaxOtherKeys = 4;

// Shorter ones than this are words that end so: toe, canoe.
constexpr size_t kMinUndoneBytes = 6;

// Keys that different romanisations share are of a kind of their own: they say less than words do.
constexpr std::string_view kLevelMark = "~";

}  // namespace

TermFilter::TermFilter(std::string_view lang)
    : lang_(lang),
      stemmer_(lang),
      stop_words_(&StopWords(lang)),
      folding_(&LanguageFolding::Of(lang)),
      is_romanised_(IsRomanisedLanguage(lang)) {}

std::string TermFilter::MakeKey(std::string_view folded) {
  std::string key = folding_->Fold(stemmer_.Stem(folded));
  // A word of marks alone has nothing to be found by once they are gone.
  return key.empty() ? std::string(folded) : key;
}

TermFilter::Terms TermFilter::Make(std::string_view folded) {
  Terms terms;
  terms.form = LooseForm(folded);
  terms.key = MakeKey(folded);
  terms.stop_word = stop_words_->count(std::string(folded)) != 0;
  return terms;
}

void TermFilter::AppendOtherKeys(std::string_view folded, std::vector<WordKey>* keys) {
  const size_t first = keys->size();
  const std::string key = Look(folded).key;
  const auto add = [&](std::string other, double likeness) {
    if (other.empty() || other == key) return;
    for (size_t i = first; i < keys->size(); ++i) {
      if ((*keys)[i].key == other) return;
    }
    keys->push_back({std::move(other), likeness});
  };
  const auto add_level = [&](std::string_view latin) {
    if (const std::string level = LevelRomanised(latin, lang_); !level.empty())
      add(std::string(kLevelMark) + level, kRomanisedLikeness);
  };
  if (IsAscii(folded)) {
    // "Malmoe": what was spelt out is plain again, where the stemmer did not do that.
    if (folded.size() >= kMinUndoneBytes && (folded.ends_with("oe") || folded.ends_with("ae")))
      add(MakeKey(folded.substr(0, folded.size() - 1)), kUndoneLikeness);
    if (is_romanised_) add_level(folded);
    return;
  }
  const std::string plain = LooseForm(folded);
  // Spelt out first: of two that are the same the likelier counts.
  if (const std::string spelt = folding_->Spell(folded); !spelt.empty()) add(MakeKey(spelt), kSpeltLikeness);
  add(LooseForm(key), kPlainLikeness);
  add(MakeKey(plain), kPlainLikeness);
  if (IsAscii(plain)) {
    if (is_romanised_) add_level(plain);
    return;
  }
  const std::string latin = Romanise(plain, lang_);
  if (latin.empty()) return;
  if (is_romanised_) {
    // The word for names that end like something to take off (Gorbachev), the stem for names with endings.
    add_level(latin);
    if (keys->size() < first + kMaxOtherKeys) add_level(Romanise(LooseForm(key), lang_));
  } else {
    add(MakeKey(latin), kRomanisedLikeness);
  }
}

std::string TermFilter::Stem(const Word& word) {
  if (word.is_gram) return FoldMarks(word.folded);
  return FoldMarks(stemmer_.Stem(word.folded));
}

std::string LooseForm(std::string_view folded) { return FoldMarks(folded); }

std::string WordForm(const Word& word) { return LooseForm(word.folded); }

std::string IcuVersion() { return U_ICU_VERSION; }

std::string AnalyzerFingerprint() {
  // Letters with marks, sharp s, final sigma, dotted and dotless i, ligatures, digits, apostrophes, initials
  // and scripts without blanks: what has changed between versions of Unicode, ICU and Snowball before.
  static constexpr std::string_view kProbe =
      "The cities' running projects, e.g. in the U.S.; Straßen der Häuser gingen; l'économie "
      "européenne; città dell'innovazione; smarta städernas möjligheter; ıstanbul İstanbul'da; πόλεις "
      "έξυπνες "
      "καινοτομίας; умные города проектов; المدن الذكية; kaupungeissa älykkäät; ﬁnance Ⅷ ２０２４ "
      "智慧城市 スマートシティ 스마트시티 เมืองอัจฉริยะ EUและ2024ใน "
      "info@example.com @kista «\u202Fmot\u202F» 서울\uFEFF ｶﾞｽ か\u3099 \u1109\u1165\u110B\u116E\u11AF CO₂ "
      "col·lecció Malmö Malmoe Ærøskøbing Đoković mañana şehir mySMARTLife NGOs Київ Θεσσαλονίκη თბილისი "
      "Երևան";
  StableHash hash;
  std::vector<std::string> languages = StemmedLanguages();
  languages.emplace_back("und");
  for (const std::string& lang : languages) {
    for (const Token& token : Analyzer(lang).Analyze(kProbe))
      hash.Add(token.form).Add(token.stem).Add(token.begin).Add(token.position);
    TermFilter filter(lang);
    std::vector<Word> words;
    Tokenizer().Tokenize(kProbe, 0, &words);
    for (const Word& word : words) {
      std::vector<WordKey> keys;
      filter.AppendOtherKeys(word.folded, &keys);
      for (const WordKey& key : keys) hash.Add(key.key);
    }
  }
  return hash.hex();
}

}  // namespace newsearch
