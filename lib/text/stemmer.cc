// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/stemmer.h"

#include <libstemmer.h>

#include <algorithm>
#include <array>

namespace newsearch {
namespace {

// The languages of libstemmer by ISO 639-1. Its own two-letter aliases are incomplete.
struct Algorithm {
  const char* lang;
  const char* name;
};
constexpr Algorithm kAlgorithms[] = {
    {"ar", "arabic"},     {"ca", "catalan"},    {"da", "danish"},    {"de", "german"},   {"el", "greek"},
    {"en", "english"},    {"es", "spanish"},    {"eu", "basque"},    {"fi", "finnish"},  {"fr", "french"},
    {"ga", "irish"},      {"hi", "hindi"},      {"hu", "hungarian"}, {"hy", "armenian"}, {"id", "indonesian"},
    {"it", "italian"},    {"lt", "lithuanian"}, {"ne", "nepali"},    {"nl", "dutch"},    {"no", "norwegian"},
    {"pt", "portuguese"}, {"ro", "romanian"},   {"ru", "russian"},   {"sr", "serbian"},  {"sv", "swedish"},
    {"ta", "tamil"},      {"tr", "turkish"},    {"yi", "yiddish"},
};

}  // namespace

bool HasStemmer(std::string_view lang) {
  return std::any_of(std::begin(kAlgorithms), std::end(kAlgorithms),
                     [lang](const Algorithm& algorithm) { return lang == algorithm.lang; });
}

void Stemmer::Deleter::operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }

Stemmer::Stemmer(std::string_view lang) {
  for (const Algorithm& algorithm : kAlgorithms) {
    if (lang == algorithm.lang) stemmer_.reset(sb_stemmer_new(algorithm.name, "UTF_8"));
  }
}
Stemmer::Stemmer(Stemmer&&) noexcept = default;
Stemmer& Stemmer::operator=(Stemmer&&) noexcept = default;
Stemmer::~Stemmer() = default;

std::string_view Stemmer::Stem(std::string_view word) {
  if (!stemmer_) return word;
  const auto* symbols = reinterpret_cast<const sb_symbol*>(word.data());
  const sb_symbol* stem = sb_stemmer_stem(stemmer_.get(), symbols, static_cast<int>(word.size()));
  if (stem == nullptr) return word;
  const std::string_view result(reinterpret_cast<const char*>(stem),
                                static_cast<size_t>(sb_stemmer_length(stemmer_.get())));
  return result.empty() ? word : result;
}

std::vector<std::string> Stemmer::Languages() {
  std::vector<std::string> languages;
  for (const Algorithm& algorithm : kAlgorithms) {
    if (Stemmer(algorithm.lang).stemmer_) languages.emplace_back(algorithm.lang);
  }
  return languages;
}

}  // namespace newsearch
