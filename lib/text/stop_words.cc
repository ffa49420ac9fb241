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

WordSet ReadList(std::string_view wanted) {
  WordSet words;
  ForEachStopWord([&](std::string_view lang, std::string_view word) {
    if (lang == wanted) words.insert(FoldCase(word));
  });
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
  std::string_view rest(newsearch_stop_words,
                        static_cast<size_t>(newsearch_stop_words_end - newsearch_stop_words));
  std::string_view lang;
  while (!rest.empty()) {
    const size_t eol = rest.find('\n');
    const std::string_view line = rest.substr(0, eol);
    rest.remove_prefix(eol == std::string_view::npos ? rest.size() : eol + 1);
    if (line.empty() || line[0] == '#') continue;
    if (line[0] == '[') {
      lang = line.substr(1, line.size() - 2);
    } else {
      visit(lang, line);
    }
  }
}

}  // namespace newsearch
