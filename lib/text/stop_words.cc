// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/stop_words.h"

#include <map>
#include <mutex>
#include <string>

#include "text/normalizer.h"

// All lists in one: "[xx]" opens a language, "#" a comment, else one word a line.
extern "C" const char newsearch_stop_words[];
extern "C" const char newsearch_stop_words_end[];

namespace newsearch {
namespace {

using WordSet = std::unordered_set<std::string>;

std::string_view AllLists() {
  return {newsearch_stop_words, static_cast<size_t>(newsearch_stop_words_end - newsearch_stop_words)};
}

// Calls visit(word) for each line of a list that is a word, up to the end or the next language, and returns
// what is behind them.
template <typename Visit>
std::string_view VisitWords(std::string_view list, const Visit& visit) {
  while (!list.empty() && list[0] != '[') {
    const size_t eol = list.find('\n');
    const std::string_view line = list.substr(0, eol);
    list.remove_prefix(eol == std::string_view::npos ? list.size() : eol + 1);
    if (!line.empty() && line[0] != '#') visit(line);
  }
  return list;
}

WordSet ReadList(std::string_view lang) {
  WordSet words;
  const std::string_view all = AllLists();
  const std::string opening = "[" + std::string(lang) + "]\n";
  size_t at = all.find(opening);
  while (at != std::string_view::npos && at > 0 && all[at - 1] != '\n') at = all.find(opening, at + 1);
  if (at == std::string_view::npos) return words;
  VisitWords(all.substr(at + opening.size()), [&](std::string_view word) { words.insert(FoldCase(word)); });
  return words;
}

}  // namespace

const WordSet& StopWords(std::string_view lang) {
  static std::mutex mutex;
  static std::map<std::string, WordSet, std::less<>> lists;
  std::lock_guard<std::mutex> lock(mutex);
  auto found = lists.find(lang);
  if (found == lists.end()) found = lists.emplace(std::string(lang), ReadList(lang)).first;
  return found->second;
}

void ForEachStopWord(const std::function<void(std::string_view lang, std::string_view word)>& visit) {
  std::string_view rest = VisitWords(AllLists(), [](std::string_view) {});
  while (!rest.empty()) {
    const size_t eol = rest.find('\n');
    const std::string_view lang = rest.substr(1, eol - 2);
    rest = VisitWords(rest.substr(eol + 1), [&](std::string_view word) { visit(lang, word); });
  }
}

}  // namespace newsearch
