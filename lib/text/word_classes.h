// SPDX-License-Identifier: GPL-2.0-or-later
//
// Classes of words that belong together, learned from a vocabulary alone: for languages without a stemmer.
//
//   WordClasses learned = LearnWordClasses(vocabulary);      // sorted words
//   vocabulary[learned.class_of[i]]                          // stands for all forms of vocabulary[i]
//   learned.pairs.ClassOf("krakowowi", find)                 // for a word that is not in the vocabulary
//
// GRAS (Paik, Mitra, Parui, Järvelin: "GRAS: An effective and efficient stemming algorithm for information
// retrieval", ACM TOIS 29(4), 2011). Two words are related if, after the longest beginning that they share,
// their endings are a pair that many other words have too. Related words make a graph; a class is a word with
// the most relations left, its pivot, and those of its relatives that are related to nearly nothing but the
// pivot's other relatives. A class is not a stem: it need not hold all forms, and what is learned depends on
// the vocabulary, so that classes are to be kept with the index whose words they are.
#ifndef NEWSEARCH_LIB_TEXT_WORD_CLASSES_H_
#define NEWSEARCH_LIB_TEXT_WORD_CLASSES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace newsearch {

// Lengths are in code points.
struct WordClassOptions {
  // What a word and its relatives share at least. The paper takes the average length of a language's words,
  // which suits lists of distinct words; with 4 short names find their forms.
  uint32_t min_prefix = 4;
  uint32_t max_suffix = 4;      // what may follow it
  uint32_t min_pair_count = 4;  // how often a pair of endings is seen before it counts; the paper's alpha
  double min_cohesion = 0.8;  // the share of a member's relations that it has in common with the pivot; delta

  // Words with one beginning are compared each with each, so where more than this follow the same beginning
  // only shorter endings are looked at there: 3 code points, 2, 1, none. In 370,000 words of Finnish, Slavic
  // and other news nowhere more than 128 do. It bounds the cost, whatever the words: each is compared with at
  // most (max_suffix + 1) * max_siblings others.
  uint32_t max_siblings = 192;

  // Pairs kept for words outside of the vocabulary, most frequent first: some 6 bytes each as bytes.
  uint32_t max_pairs = 1000;
};

// Pairs of endings, with the number of times that they were seen behind one beginning.
// Thread-safety: const after construction.
class SuffixPairs {
 public:
  struct Pair {
    std::string first;  // may be empty; first < second
    std::string second;
    uint32_t count = 0;
    bool operator==(const Pair&) const = default;
  };

  SuffixPairs() = default;
  // Pairs that are not as described above are left out.
  SuffixPairs(std::vector<Pair> pairs, uint32_t min_prefix, uint32_t max_suffix);

  // The class of a word outside of the vocabulary: that of the word that differs from it by the most
  // frequent pair; of equals the one that shares the longest beginning with it. `find` says which class a
  // word of the vocabulary is in, and nothing for other words; it is asked for a few dozen words. None for
  // words that nothing is learned from (see LearnWordClasses).
  using Find = std::function<std::optional<uint32_t>(std::string_view word)>;
  std::optional<uint32_t> ClassOf(std::string_view word, const Find& find) const;

  // Most frequent first, then by `first` and `second`.
  const std::vector<Pair>& pairs() const { return pairs_; }
  uint32_t min_prefix() const { return min_prefix_; }
  uint32_t max_suffix() const { return max_suffix_; }

  // To bytes and back. The bytes are written to disk: do not change their meaning.
  //   numbers (LEB128): min_prefix, max_suffix, pairs; for each pair: bytes of `first`, of `second`, count;
  //   then the endings of all pairs, one after the other
  std::string Serialize() const;
  static std::optional<SuffixPairs> Parse(std::string_view bytes);  // none if they are damaged

  bool operator==(const SuffixPairs& other) const {
    return min_prefix_ == other.min_prefix_ && max_suffix_ == other.max_suffix_ && pairs_ == other.pairs_;
  }

 private:
  // From an ending to what it may be replaced by.
  struct Change {
    uint32_t pair = 0;  // index into pairs_, so smaller is more frequent
    bool from_second = false;
  };
  std::string_view From(const Change& change) const {
    return change.from_second ? pairs_[change.pair].second : pairs_[change.pair].first;
  }

  uint32_t min_prefix_ = 0;
  uint32_t max_suffix_ = 0;
  std::vector<Pair> pairs_;
  std::vector<Change> changes_;  // by ending, then by pair
};

struct WordClasses {
  std::vector<uint32_t> class_of;  // for each word the index of its class's pivot; its own if it is alone
  SuffixPairs pairs;
};

// `words` are UTF-8, case-folded, and mark-folded or not as the caller decides. They should be distinct and
// sorted by their bytes; if they are not, the classes are the same, and a word given twice has one class.
//
// Words with anything but letters and marks, ill-formed ones and those of more than 64 code points are alone:
// the endings of numbers and codes are no endings. So are words shorter than `min_prefix`. Names are not
// told from other words: their forms are what is searched for most.
//
// Time grows with the number of words: 300,000 take half a second and some 150 bytes each. Words made so that
// nearly all are related take five times as much.
WordClasses LearnWordClasses(std::span<const std::string_view> words, const WordClassOptions& options = {});

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_WORD_CLASSES_H_
