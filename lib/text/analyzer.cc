// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/analyzer.h"

#include "text/stemmer.h"
#include "text/term_filter.h"
#include "text/tokenizer.h"

namespace newsearch {

class Analyzer::Internal {
 public:
  explicit Internal(std::string_view lang) : filter(lang) {}
  Tokenizer tokenizer;
  TermFilter filter;
  std::vector<Word> words;  // of the last text, for their memory
};

Analyzer::Analyzer(std::string_view lang) : internal_(std::make_unique<Internal>(lang)) {}
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;
Analyzer::~Analyzer() = default;

const std::string& Analyzer::lang() const { return internal_->filter.lang(); }

std::vector<Token> Analyzer::Analyze(std::string_view text) const {
  std::vector<Word>& words = internal_->words;
  words.clear();
  internal_->tokenizer.Tokenize(text, 0, &words);
  std::vector<Token> tokens;
  tokens.reserve(words.size());
  for (const Word& word : words) {
    const TermFilter::Terms& terms = internal_->filter.Look(word.folded);
    if (terms.form.empty()) continue;  // only marks were left
    Token& token = tokens.emplace_back();
    token.form = terms.form;
    token.stem = word.is_gram ? terms.form : terms.key;
    token.begin = word.begin;
    token.end = word.end;
    token.position = word.position;
    token.stop_word = terms.stop_word;
  }
  return tokens;
}

std::vector<std::string> StemmedLanguages() { return Stemmer::Languages(); }

}  // namespace newsearch
