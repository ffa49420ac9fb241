// SPDX-License-Identifier: GPL-2.0-or-later
//
// Lexicon: phrases of one language and their translations into another, in one piece of memory that is looked
// up in place: made from dictd dictionaries, in memory or by newsearch-lexicon as a file.
#ifndef NEWSEARCH_LIB_TRANSLATE_LEXICON_H_
#define NEWSEARCH_LIB_TRANSLATE_LEXICON_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "newsearch/status.h"
#include "translate/dictd_file.h"

namespace newsearch {

// How phrases are compared: FoldCase, hyphens and apostrophes as blanks, single blanks.
std::string PhraseKey(std::string_view phrase);

struct ScoredPhrase {
  std::string text;    // as the dictionary writes it
  double forward = 0;  // evidence from the dictionary in this direction
  double inverse = 0;  // and from that in the other
};

// How much a translation counts by its place: usual senses, and usual words of a sense, come first.
double PlaceScore(size_t sense, size_t place);

// Adds the evidence of the same text to what is there.
void AddScored(std::string_view text, double forward, double inverse, std::vector<ScoredPhrase>* phrases);

// Thread-safety: const after construction.
class Lexicon {
 public:
  // Errors: kNotFound, kCorruption, kVersionMismatch, kIo.
  static Result<Lexicon> Open(const std::string& path);
  static Result<Lexicon> FromBytes(std::string bytes, std::string name);

  // Of phrases; a key has one number.
  size_t size() const { return keys_; }
  std::string_view key(size_t number) const;
  std::pair<size_t, size_t> WithPrefix(std::string_view prefix) const;
  // Adds the translations of the phrase with this key.
  void Find(std::string_view key, std::vector<ScoredPhrase>* phrases) const;

  std::string_view bytes() const { return bytes_; }

 private:
  Lexicon() = default;
  uint32_t Number(size_t at) const;
  std::string_view Text(uint32_t offset) const;

  std::string bytes_;
  size_t keys_ = 0;
  size_t entries_ = 0;
  size_t entries_at_ = 0;
  size_t texts_at_ = 0;
};

class LexiconBuilder {
 public:
  void Add(std::string_view phrase, std::string_view translation, double forward, double inverse);
  // All of a dictionary in the lexicon's direction, or in the other one.
  Status AddForward(DictdFile* file);
  Status AddInverse(DictdFile* file);
  // At most `max_translations` of each phrase stay, by evidence. The builder is empty afterwards.
  Lexicon Build(size_t max_translations = 24);

 private:
  struct Pair {
    uint32_t key, key_size, text, text_size;  // in arena_
    float forward, inverse;
  };
  std::string arena_;
  std::vector<Pair> pairs_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TRANSLATE_LEXICON_H_
