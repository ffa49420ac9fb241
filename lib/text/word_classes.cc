// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/word_classes.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "text/char_class.h"
#include "util/base128.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr uint32_t kMaxLength = 64;  // code points of a word
constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();

// The number of code points of a word that can be learned from; 0 for others.
uint32_t LearnableLength(std::string_view word) {
  uint32_t length = 0;
  for (size_t at = 0; at < word.size(); ++length) {
    const Utf8Step step = DecodeUtf8(word, at);
    if (!step.well_formed || !IsLetter(step.code_point) || length == kMaxLength) return 0;
    at += step.length;
  }
  return length;
}

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The code points that two well-formed texts share at their start.
uint32_t SharedCodePoints(std::string_view a, std::string_view b) {
  const size_t most = std::min(a.size(), b.size());
  size_t same = 0;
  uint32_t code_points = 0;
  for (; same < most && a[same] == b[same]; ++same) code_points += !IsContinuation(a[same]);
  // Both are cut within a character, or neither is: what is before is the same.
  const bool within =
      (same < a.size() && IsContinuation(a[same])) || (same < b.size() && IsContinuation(b[same]));
  return within ? code_points - 1 : code_points;
}

// The last `count` code points of a well-formed text. REQUIRES: it has as many.
std::string_view LastCodePoints(std::string_view text, uint32_t count) {
  size_t at = text.size();
  for (; count > 0; --count) {
    do --at;
    while (IsContinuation(text[at]));
  }
  return text.substr(at);
}

class Learner {
 public:
  Learner(std::span<const std::string_view> words, const WordClassOptions& options)
      : words_(words), options_(options) {}

  WordClasses Learn() {
    WordClasses learned;
    learned.class_of.resize(words_.size());
    for (uint32_t i = 0; i < words_.size(); ++i) learned.class_of[i] = i;
    SelectWords();
    FindSiblings();
    std::vector<SuffixPairs::Pair> pairs = RelateWords();
    learned.pairs = SuffixPairs(std::move(pairs), options_.min_prefix, options_.max_suffix);
    FormClasses(&learned.class_of);
    return learned;
  }

 private:
  // A word to learn from. All further indexes are those of entries, which are sorted.
  struct Entry {
    uint32_t word;
    uint32_t length;
    uint32_t shared;  // with the entry before
  };
  // One of the words that follow the same beginning.
  struct Sibling {
    uint32_t entry;
    uint32_t suffix;  // id of what it has after the beginning
  };
  struct Edge {
    uint32_t entry;
    uint32_t weight;
  };

  std::string_view Text(uint32_t entry) const { return words_[entries_[entry].word]; }

  // The words to learn from, once each.
  void SelectWords() {
    std::vector<std::pair<uint32_t, uint32_t>> selected;  // word, length
    for (uint32_t i = 0; i < words_.size(); ++i) {
      const uint32_t length = LearnableLength(words_[i]);
      if (length >= std::max(options_.min_prefix, 1u)) selected.emplace_back(i, length);
    }
    const auto before = [this](const auto& a, const auto& b) {
      const int order = words_[a.first].compare(words_[b.first]);
      return order != 0 ? order < 0 : a.first < b.first;
    };
    if (!std::is_sorted(selected.begin(), selected.end(), before))
      std::sort(selected.begin(), selected.end(), before);
    for (const auto& [word, length] : selected) {
      if (!entries_.empty() && words_[entries_.back().word] == words_[word]) {
        twins_.emplace_back(word, entries_.back().word);
        continue;
      }
      const uint32_t shared =
          entries_.empty() ? 0 : SharedCodePoints(words_[entries_.back().word], words_[word]);
      entries_.push_back({word, length, shared});
    }
  }

  // Groups of words that have the same beginning and at most `max_suffix` code points after it. A word is in
  // at most max_suffix + 1 of them, one for each beginning.
  void FindSiblings() {
    std::vector<std::vector<uint32_t>> open(kMaxLength + 1);  // by the length of the beginning
    uint32_t deepest = 0;
    const auto close = [&](uint32_t shared) {
      for (uint32_t depth = shared + 1; depth <= deepest; ++depth) {
        AddGroup(depth, &open[depth]);
        open[depth].clear();
      }
      deepest = std::min(deepest, shared);
    };
    for (uint32_t i = 0; i < entries_.size(); ++i) {
      const Entry& entry = entries_[i];
      close(entry.shared);
      const uint32_t shortest = entry.length > options_.max_suffix ? entry.length - options_.max_suffix : 0;
      for (uint32_t depth = std::max({shortest, options_.min_prefix, 1u}); depth <= entry.length; ++depth)
        open[depth].push_back(i);
      deepest = entry.length;
    }
    close(0);
    group_end_.shrink_to_fit();
  }

  void AddGroup(uint32_t depth, std::vector<uint32_t>* group) {
    for (uint32_t longest = options_.max_suffix; group->size() > options_.max_siblings && longest > 0;) {
      --longest;
      std::erase_if(*group, [&](uint32_t i) { return entries_[i].length - depth > longest; });
    }
    if (group->size() < 2) return;
    // The first and the last differ if any do.
    if (SharedCodePoints(Text(group->front()), Text(group->back())) > depth) return;
    for (uint32_t i : *group)
      siblings_.push_back({i, SuffixId(LastCodePoints(Text(i), entries_[i].length - depth))});
    group_end_.push_back(static_cast<uint32_t>(siblings_.size()));
  }

  uint32_t SuffixId(std::string_view suffix) {
    const auto [found, is_new] = suffix_ids_.try_emplace(suffix, static_cast<uint32_t>(suffixes_.size()));
    if (is_new) {
      suffixes_.push_back(suffix);
      first_letter_.push_back(DecodeUtf8(suffix, 0).code_point);
    }
    return found->second;
  }

  // Counts pairs, makes an edge for each two words that a frequent one relates, and returns the most
  // frequent pairs. Suffix by suffix, so that one row of counts is enough.
  std::vector<SuffixPairs::Pair> RelateWords() {
    DropRareSuffixes();
    const auto suffix_count = static_cast<uint32_t>(suffixes_.size());
    // Where each suffix is: positions in siblings_.
    std::vector<uint32_t> begin(suffix_count + 1, 0);
    for (const Sibling& sibling : siblings_) ++begin[sibling.suffix + 1];
    for (uint32_t s = 0; s < suffix_count; ++s) begin[s + 1] += begin[s];
    std::vector<uint32_t> places(siblings_.size());
    std::vector<uint32_t> group_of(siblings_.size());
    {
      std::vector<uint32_t> next(begin.begin(), begin.end() - 1);
      uint32_t group = 0;
      for (uint32_t at = 0; at < siblings_.size(); ++at) {
        while (at >= group_end_[group]) ++group;
        group_of[at] = group;
        places[next[siblings_[at].suffix]++] = at;
      }
    }

    const uint32_t least = std::max(options_.min_pair_count, 1u);
    std::vector<uint32_t> counts(suffix_count, 0);
    std::vector<uint32_t> seen;
    std::vector<std::tuple<uint32_t, uint32_t, uint32_t>> frequent;  // count, suffix, suffix
    std::vector<std::tuple<uint32_t, uint32_t, uint32_t>> edges;     // entry, entry, count
    const auto for_each_partner = [&](uint32_t suffix, auto visit) {
      for (uint32_t p = begin[suffix]; p < begin[suffix + 1]; ++p) {
        const uint32_t group = group_of[places[p]];
        const uint32_t group_begin = group == 0 ? 0 : group_end_[group - 1];
        for (uint32_t at = group_begin; at < group_end_[group]; ++at) {
          const Sibling& other = siblings_[at];
          // With the same first letter they share a longer beginning.
          if (other.suffix > suffix && first_letter_[other.suffix] != first_letter_[suffix])
            visit(siblings_[places[p]].entry, other);
        }
      }
    };
    for (uint32_t suffix = 0; suffix < suffix_count; ++suffix) {
      if (begin[suffix + 1] - begin[suffix] < least) continue;
      for_each_partner(suffix, [&](uint32_t, const Sibling& other) {
        if (counts[other.suffix]++ == 0) seen.push_back(other.suffix);
      });
      bool any = false;
      for (uint32_t other : seen) {
        if (counts[other] < least) continue;
        any = true;
        frequent.emplace_back(counts[other], suffix, other);
      }
      if (any) {
        for_each_partner(suffix, [&](uint32_t entry, const Sibling& other) {
          if (counts[other.suffix] >= least) edges.emplace_back(entry, other.entry, counts[other.suffix]);
        });
      }
      for (uint32_t other : seen) counts[other] = 0;
      seen.clear();
    }
    MakeGraph(edges);

    std::vector<SuffixPairs::Pair> pairs;
    const auto by_count = [this](const auto& a, const auto& b) {
      if (std::get<0>(a) != std::get<0>(b)) return std::get<0>(a) > std::get<0>(b);
      const auto names = [this](const auto& pair) {
        return std::minmax(suffixes_[std::get<1>(pair)], suffixes_[std::get<2>(pair)]);
      };
      return names(a) < names(b);
    };
    const size_t kept = std::min<size_t>(frequent.size(), options_.max_pairs);
    std::partial_sort(frequent.begin(), frequent.begin() + static_cast<ptrdiff_t>(kept), frequent.end(),
                      by_count);
    for (size_t i = 0; i < kept; ++i) {
      const auto& [count, a, b] = frequent[i];
      const auto [first, second] = std::minmax(suffixes_[a], suffixes_[b]);
      pairs.push_back({std::string(first), std::string(second), count});
    }
    return pairs;
  }

  // A pair is at most as frequent as its rarer suffix. What is left is numbered by falling frequency: the
  // counts that are touched most lie together.
  void DropRareSuffixes() {
    std::vector<uint32_t> counts(suffixes_.size(), 0);
    for (const Sibling& sibling : siblings_) ++counts[sibling.suffix];
    std::vector<uint32_t> order;
    for (uint32_t s = 0; s < suffixes_.size(); ++s) {
      if (counts[s] >= options_.min_pair_count) order.push_back(s);
    }
    std::sort(order.begin(), order.end(),
              [&](uint32_t a, uint32_t b) { return counts[a] != counts[b] ? counts[a] > counts[b] : a < b; });
    std::vector<uint32_t> new_id(suffixes_.size(), kNone);
    std::vector<std::string_view> suffixes;
    std::vector<char32_t> first_letter;
    for (uint32_t s : order) {
      new_id[s] = static_cast<uint32_t>(suffixes.size());
      suffixes.push_back(suffixes_[s]);
      first_letter.push_back(first_letter_[s]);
    }
    suffixes_ = std::move(suffixes);
    first_letter_ = std::move(first_letter);
    suffix_ids_.clear();

    size_t kept = 0;
    size_t groups = 0;
    uint32_t at = 0;
    for (uint32_t end : group_end_) {
      const size_t start = kept;
      for (; at < end; ++at) {
        const uint32_t suffix = new_id[siblings_[at].suffix];
        if (suffix != kNone) siblings_[kept++] = {siblings_[at].entry, suffix};
      }
      if (kept - start < 2) {
        kept = start;
      } else {
        group_end_[groups++] = static_cast<uint32_t>(kept);
      }
    }
    siblings_.resize(kept);
    group_end_.resize(groups);
  }

  // Two words differ in one way, so they have one edge at most.
  void MakeGraph(const std::vector<std::tuple<uint32_t, uint32_t, uint32_t>>& edges) {
    edge_begin_.assign(entries_.size() + 1, 0);
    for (const auto& [a, b, weight] : edges) {
      ++edge_begin_[a + 1];
      ++edge_begin_[b + 1];
    }
    for (size_t i = 0; i < entries_.size(); ++i) edge_begin_[i + 1] += edge_begin_[i];
    edges_.resize(edges.size() * 2);
    std::vector<uint32_t> next(edge_begin_.begin(), edge_begin_.end() - 1);
    for (const auto& [a, b, weight] : edges) {
      edges_[next[a]++] = {b, weight};
      edges_[next[b]++] = {a, weight};
    }
  }

  std::span<Edge> EdgesOf(uint32_t entry) {
    return std::span<Edge>(edges_).subspan(edge_begin_[entry], edge_begin_[entry + 1] - edge_begin_[entry]);
  }

  // The paper's algorithm; where it leaves a choice, the word that sorts first.
  void FormClasses(std::vector<uint32_t>* class_of) {
    std::vector<uint32_t> degree(entries_.size());
    std::vector<uint32_t> marked(entries_.size(), kNone);  // by the pivot whose relative the word is
    std::vector<bool> taken(entries_.size(), false);
    std::vector<uint32_t> members;
    // No edge leaves the words that share their first `min_prefix` code points.
    for (uint32_t begin = 0; begin < entries_.size();) {
      uint32_t end = begin + 1;
      while (end < entries_.size() && entries_[end].shared >= options_.min_prefix) ++end;
      // Most relations first, then the first word. Degrees only fall: an outdated one is put back.
      using Candidate = std::pair<uint32_t, uint32_t>;
      const auto later = [](const Candidate& a, const Candidate& b) {
        return a.first != b.first ? a.first < b.first : a.second > b.second;
      };
      std::priority_queue<Candidate, std::vector<Candidate>, decltype(later)> queue(later);
      for (uint32_t i = begin; i < end; ++i) {
        degree[i] = edge_begin_[i + 1] - edge_begin_[i];
        if (degree[i] > 0) queue.emplace(degree[i], i);
      }
      while (!queue.empty()) {
        const auto [queued_degree, pivot] = queue.top();
        queue.pop();
        if (taken[pivot] || degree[pivot] == 0) continue;
        if (queued_degree != degree[pivot]) {
          queue.emplace(degree[pivot], pivot);
          continue;
        }
        const std::span<Edge> relatives = EdgesOf(pivot);
        std::sort(relatives.begin(), relatives.end(), [](const Edge& a, const Edge& b) {
          return a.weight != b.weight ? a.weight > b.weight : a.entry < b.entry;
        });
        for (const Edge& edge : relatives) {
          if (!taken[edge.entry]) marked[edge.entry] = pivot;
        }
        members.assign(1, pivot);
        for (const Edge& edge : relatives) {
          if (taken[edge.entry]) continue;
          uint32_t common = 1;
          for (const Edge& of_relative : EdgesOf(edge.entry)) common += marked[of_relative.entry] == pivot;
          // 1e-9: 0.8 has no exact binary form.
          if (common + 1e-9 >= options_.min_cohesion * degree[edge.entry]) {
            members.push_back(edge.entry);
          } else {
            marked[edge.entry] = kNone;  // the edge is gone
            --degree[edge.entry];
          }
        }
        for (uint32_t member : members) {
          taken[member] = true;
          (*class_of)[entries_[member].word] = entries_[pivot].word;
        }
        for (uint32_t member : members) {
          for (const Edge& edge : EdgesOf(member)) {
            // The pivot's other edges are gone already.
            if (member != pivot && !taken[edge.entry]) --degree[edge.entry];
          }
        }
      }
      begin = end;
    }
    for (const auto& [word, first] : twins_) (*class_of)[word] = (*class_of)[first];
  }

  std::span<const std::string_view> words_;
  const WordClassOptions& options_;
  std::vector<Entry> entries_;
  std::vector<std::pair<uint32_t, uint32_t>> twins_;  // a word given again, and where it was given first
  std::vector<Sibling> siblings_;
  std::vector<uint32_t> group_end_;  // positions in siblings_
  std::unordered_map<std::string_view, uint32_t> suffix_ids_;
  std::vector<std::string_view> suffixes_;
  std::vector<char32_t> first_letter_;  // of suffixes_; 0 for the empty one
  std::vector<uint32_t> edge_begin_;
  std::vector<Edge> edges_;
};

}  // namespace

SuffixPairs::SuffixPairs(std::vector<Pair> pairs, uint32_t min_prefix, uint32_t max_suffix)
    : min_prefix_(min_prefix), max_suffix_(max_suffix), pairs_(std::move(pairs)) {
  std::erase_if(pairs_, [](const Pair& pair) { return !(pair.first < pair.second); });
  std::sort(pairs_.begin(), pairs_.end(), [](const Pair& a, const Pair& b) {
    return std::tie(b.count, a.first, a.second) < std::tie(a.count, b.first, b.second);
  });
  for (uint32_t i = 0; i < pairs_.size(); ++i) {
    changes_.push_back({i, false});
    changes_.push_back({i, true});
  }
  std::sort(changes_.begin(), changes_.end(), [this](const Change& a, const Change& b) {
    const int order = From(a).compare(From(b));
    return order != 0 ? order < 0 : a.pair < b.pair;
  });
}

std::optional<uint32_t> SuffixPairs::ClassOf(std::string_view word, const Find& find) const {
  const uint32_t length = LearnableLength(word);
  if (length == 0 || length < min_prefix_) return std::nullopt;
  // The changes for each of its endings, shortest first.
  struct Candidate {
    Change change;
    size_t prefix;
  };
  std::vector<Candidate> candidates;
  for (uint32_t size = 0; size <= std::min(max_suffix_, length - min_prefix_); ++size) {
    const std::string_view suffix = LastCodePoints(word, size);
    for (auto at = std::lower_bound(changes_.begin(), changes_.end(), suffix,
                                    [this](const Change&a, std::string_view b) { return From(a) < b; });
         at != changes_.end() && From(*at) == suffix; ++at) {
      candidates.push_back({*at, word.size() - suffix.size()});
    }
  }
  std::sort(candidates.begin(), candidates.end(), [this](const Candidate& a, const Candidate& b) {
    const uint32_t count_a = pairs_[a.change.pair].count;
    const uint32_t count_b = pairs_[b.change.pair].count;
    return std::tie(count_b, b.prefix, a.change.pair) < std::tie(count_a, a.prefix, b.change.pair);
  });
  std::string other;
  for (const Candidate& candidate : candidates) {
    const Pair& pair = pairs_[candidate.change.pair];
    other.assign(word, 0, candidate.prefix).append(candidate.change.from_second ? pair.first : pair.second);
    if (std::optional<uint32_t> found = find(other)) return found;
  }
  return std::nullopt;
}

std::string SuffixPairs::Serialize() const {
  std::string bytes;
  AppendNumber(min_prefix_, &bytes);
  AppendNumber(max_suffix_, &bytes);
  AppendNumber(static_cast<uint32_t>(pairs_.size()), &bytes);
  for (const Pair& pair : pairs_) {
    AppendNumber(static_cast<uint32_t>(pair.first.size()), &bytes);
    AppendNumber(static_cast<uint32_t>(pair.second.size()), &bytes);
    AppendNumber(pair.count, &bytes);
  }
  for (const Pair& pair : pairs_) bytes.append(pair.first).append(pair.second);
  return bytes;
}

std::optional<SuffixPairs> SuffixPairs::Parse(std::string_view bytes) {
  uint32_t min_prefix = 0;
  uint32_t max_suffix = 0;
  uint32_t count = 0;
  if (!TakeNumber(&bytes, &min_prefix) || !TakeNumber(&bytes, &max_suffix) || !TakeNumber(&bytes, &count))
    return std::nullopt;
  if (count > bytes.size() / 3) return std::nullopt;  // a pair has three numbers
  std::vector<Pair> pairs(count);
  std::vector<std::pair<uint32_t, uint32_t>> sizes(count);
  for (uint32_t i = 0; i < count; ++i) {
    if (!TakeNumber(&bytes, &sizes[i].first) || !TakeNumber(&bytes, &sizes[i].second) ||
        !TakeNumber(&bytes, &pairs[i].count))
      return std::nullopt;
  }
  const auto take = [&bytes](uint32_t size, std::string* out) {
    if (size > bytes.size()) return false;
    out->assign(bytes.substr(0, size));
    bytes.remove_prefix(size);
    return true;
  };
  for (uint32_t i = 0; i < count; ++i) {
    Pair& pair = pairs[i];
    if (!take(sizes[i].first, &pair.first) || !take(sizes[i].second, &pair.second)) return std::nullopt;
    if (!(pair.first < pair.second) || !IsValidUtf8(pair.first) || !IsValidUtf8(pair.second))
      return std::nullopt;
  }
  if (!bytes.empty()) return std::nullopt;
  return SuffixPairs(std::move(pairs), min_prefix, max_suffix);
}

WordClasses LearnWordClasses(std::span<const std::string_view> words, const WordClassOptions& options) {
  return Learner(words, options).Learn();
}

}  // namespace newsearch
