// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_FACETS_NAME_ENDINGS_H_
#define NEWSEARCH_LIB_FACETS_NAME_ENDINGS_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace newsearch {

// How names are inflected in one language, from data/name_endings.tsv: which base forms a written word may be
// a form of. Thread-safety: const after construction.
class NameEndings {
 public:
  explicit NameEndings(std::string_view lang);

  bool empty() const { return empty_; }

  struct BaseForm {
    uint64_t hash = 0;      // WordHash
    bool locative = false;  // the ending says where something is: "in", "to", "from"
  };

  // Appends every word that `folded` (FoldWord) may be a form of. `before_another`: another word of the same
  // name follows.
  void BaseForms(std::string_view folded, bool before_another, std::vector<BaseForm>* forms) const;

 private:
  struct Rule {
    std::string written;
    std::string base;
    uint32_t min_stem_chars = 0;
    bool locative = false;
    bool adjective = false;  // of words that another one of the name follows
  };
  std::array<std::vector<Rule>, 256> by_last_byte_;
  bool empty_ = true;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_FACETS_NAME_ENDINGS_H_
