// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TEXT_STEMMER_H_
#define NEWSEARCH_LIB_TEXT_STEMMER_H_

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sb_stemmer;

namespace newsearch {

// Snowball stemming (Porter 2001, https://snowballstem.org) through libstemmer, with a cache: news repeats
// its words, and a hit costs a quarter of stemming. Thread-safety: one stemmer per thread at a time.
class Stemmer {
 public:
  // `lang` is ISO 639-1. Without an algorithm for it words stay as they are.
  explicit Stemmer(std::string_view lang);
  Stemmer(Stemmer&&) noexcept;
  Stemmer& operator=(Stemmer&&) noexcept;
  ~Stemmer();

  // The stem of a case-folded word. Valid until the next call.
  const std::string& Stem(const std::string& word);

  static std::vector<std::string> Languages();  // sorted

 private:
  struct Deleter {
    void operator()(sb_stemmer* stemmer) const;
  };
  std::unique_ptr<sb_stemmer, Deleter> stemmer_;
  std::unordered_map<std::string, std::string> cache_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_STEMMER_H_
