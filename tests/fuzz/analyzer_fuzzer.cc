// SPDX-License-Identifier: GPL-2.0-or-later
//
// Analyses any bytes in a language that the first byte chooses: words lie in the text between characters and
// in order, parts inside their whole; terms are well-formed and folded; breaks found by hand are ICU's; the
// same text gives the same tokens again.
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "fuzz/fuzz_expect.h"
#include "newsearch/analyzer.h"
#include "text/normalizer.h"
#include "text/term_filter.h"
#include "text/tokenizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr const char* kLanguages[] = {"und", "en", "de", "sv", "fi", "fr", "tr", "el",
                                      "ru",  "uk", "ar", "he", "hi", "hy", "th", "ja"};
constexpr size_t kMaxText = 1u << 16;

struct Chain {
  explicit Chain(const char* lang) : analyzer(lang), filter(lang) {}
  Analyzer analyzer;
  TermFilter filter;
};

Chain& ChainOf(size_t number) {
  static std::vector<std::unique_ptr<Chain>> chains(std::size(kLanguages));
  std::unique_ptr<Chain>& chain = chains[number % std::size(kLanguages)];
  if (!chain) chain = std::make_unique<Chain>(kLanguages[number % std::size(kLanguages)]);
  return *chain;
}

bool Same(const Word& a, const Word& b) {
  return a.folded == b.folded && a.begin == b.begin && a.end == b.end && a.position == b.position &&
         a.is_gram == b.is_gram && a.is_capital == b.is_capital && a.is_part == b.is_part;
}

void CheckWords(std::string_view text, const std::vector<Word>& words) {
  const bool valid = IsValidUtf8(text);
  const Word* whole = nullptr;
  for (const Word& word : words) {
    FuzzExpect(!word.folded.empty() && word.folded.size() <= kMaxWordBytes, "a word of a fair length");
    FuzzExpect(IsValidUtf8(word.folded) && FoldCase(word.folded) == word.folded, "a folded word");
    FuzzExpect(word.begin < word.end && word.end <= text.size(), "inside of the text");
    if (valid) {
      FuzzExpect((text[word.begin] & 0xC0) != 0x80, "begins with a character");
      FuzzExpect(word.end == text.size() || (text[word.end] & 0xC0) != 0x80, "ends with one");
    }
    if (whole != nullptr) FuzzExpect(word.begin >= whole->begin, "in order");
    if (word.is_part) {
      FuzzExpect(whole != nullptr && word.begin >= whole->begin && word.end <= whole->end,
                 "inside of the whole");
      FuzzExpect(word.position == whole->position, "at its position");
    } else {
      FuzzExpect(word.position == (whole == nullptr ? 7 : whole->position + 1), "counted");
      whole = &word;
    }
  }
}

void CheckTokens(std::string_view text, size_t language) {
  Chain& chain = ChainOf(language);
  const std::vector<Token> tokens = chain.analyzer.Analyze(text);
  const std::vector<Token> again = chain.analyzer.Analyze(text);
  FuzzExpect(tokens.size() == again.size(), "as many again");
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    FuzzExpect(!token.form.empty() && !token.stem.empty(), "terms");
    FuzzExpect(IsValidUtf8(token.form) && IsValidUtf8(token.stem), "well-formed terms");
    FuzzExpect(token.begin < token.end && token.end <= text.size(), "in the text");
    FuzzExpect(token.form == again[i].form && token.stem == again[i].stem && token.begin == again[i].begin,
               "the same again");
  }
}

void CheckKeys(const std::vector<Word>& words, size_t language) {
  TermFilter& filter = ChainOf(language).filter;
  std::vector<WordKey> keys;
  for (const Word& word : words) {
    keys.clear();
    const std::string key = filter.Key(word.folded);
    filter.AppendOtherKeys(word.folded, &keys);
    FuzzExpect(!key.empty() && keys.size() <= 4, "a key, and a few others");
    for (const WordKey& other : keys) {
      FuzzExpect(!other.key.empty() && other.key != key && IsValidUtf8(other.key), "another key");
      FuzzExpect(other.likeness > 0 && other.likeness < 1, "less alike");
    }
  }
}

}  // namespace
}  // namespace newsearch

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t language = newsearch::TakeByte(&text);
  text = text.substr(0, newsearch::kMaxText);
  static const newsearch::Tokenizer fast;
  static const newsearch::Tokenizer icu(newsearch::Tokenizer::Breaks::kIcu);
  std::vector<newsearch::Word> words;
  std::vector<newsearch::Word> expected;
  fast.Tokenize(text, 7, &words);
  icu.Tokenize(text, 7, &expected);
  newsearch::FuzzExpect(words.size() == expected.size(), "as many words as ICU finds");
  for (size_t i = 0; i < words.size(); ++i) {
    newsearch::FuzzExpect(newsearch::Same(words[i], expected[i]), "the words that ICU finds");
  }
  newsearch::CheckWords(text, words);
  newsearch::CheckKeys(words, language);
  newsearch::CheckTokens(text, language);
  return 0;
}
