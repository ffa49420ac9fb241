// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TEXT_STEMMER_H_
#define NEWSEARCH_LIB_TEXT_STEMMER_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sb_stemmer;

namespace newsearch {

// Snowball stemming (Porter 2001, https://snowballstem.org) through libstemmer.
// Thread-safety: one stemmer per thread at a time.
class Stemmer {
 public:
  // `lang` is ISO 639-1. Without an algorithm for it words stay as they are.
  explicit Stemmer(std::string_view lang);
  Stemmer(Stemmer&&) noexcept;
  Stemmer& operator=(Stemmer&&) noexcept;
  ~Stemmer();

  // The stem of a case-folded word, never empty if the word is not. Valid until the next call, or as long as
  // `word` is.
  std::string_view Stem(std::string_view word);

  bool stems() const { return stemmer_ != nullptr; }

  static std::vector<std::string> Languages();  // sorted

 private:
  struct Deleter {
    void operator()(sb_stemmer* stemmer) const;
  };
  std::unique_ptr<sb_stemmer, Deleter> stemmer_;
};

// Whether there is a stemmer for `lang`, ISO 639-1.
bool HasStemmer(std::string_view lang);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_STEMMER_H_
