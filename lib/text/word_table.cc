// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/word_table.h"

#include <algorithm>
#include <iterator>

#include "text/normalizer.h"

namespace newsearch {
WordTable::WordTable(std::string_view tsv) {
  while (!tsv.empty()) {
    const size_t eol = tsv.find('\n');
    const std::string_view line = tsv.substr(0, eol);
    tsv.remove_prefix(eol == std::string_view::npos ? tsv.size() : eol + 1);
    const size_t tab = line.find('\t');
    if (line.empty() || line.front() == '#' || tab == std::string_view::npos) continue;
    const std::string_view rest = line.substr(tab + 1);
    // Folded again, so that an accent in the file does no harm.
    const size_t second_tab = rest.find('\t');
    std::string word = FoldName(rest.substr(0, second_tab));
    const std::string_view languages =
        second_tab == std::string_view::npos ? std::string_view() : rest.substr(second_tab + 1);
    Kind& kind = kinds_[std::string(line.substr(0, tab))];
    if (!word.empty() && word.back() == '*') {
      word.pop_back();
      kind.beginnings.push_back(std::move(word));
    } else {
      std::string& marked = kind.words[std::move(word)];
      if (!languages.empty()) marked.append(marked.empty() ? "," : "").append(languages).append(",");
    }
  }
  for (auto& [name, kind] : kinds_) {
    std::vector<std::string>& beginnings = kind.beginnings;
    std::sort(beginnings.begin(), beginnings.end());
    std::vector<std::string> shortest;
    for (std::string& beginning : beginnings) {
      if (!shortest.empty() && beginning.compare(0, shortest.back().size(), shortest.back()) == 0) continue;
      shortest.push_back(std::move(beginning));
    }
    beginnings = std::move(shortest);
  }
}

bool WordTable::Has(std::string_view kind, std::string_view word, std::string_view lang) const {
  const auto found = kinds_.find(kind);
  if (found == kinds_.end()) return false;
  if (const auto entry = found->second.words.find(word); entry != found->second.words.end()) {
    if (lang.empty() || entry->second.empty()) return true;
    const size_t at = entry->second.find(lang);
    return at != std::string::npos && entry->second[at - 1] == ',' && entry->second[at + lang.size()] == ',';
  }
  // None is a beginning of another, so only the last one that is not behind the word can be its beginning.
  const std::vector<std::string>& beginnings = found->second.beginnings;
  const auto next = std::upper_bound(beginnings.begin(), beginnings.end(), word);
  return next != beginnings.begin() && word.substr(0, std::prev(next)->size()) == *std::prev(next);
}

void WordTable::ForEach(
    const std::function<void(std::string_view, std::string_view, std::string_view)>& visit) const {
  for (const auto& [name, kind] : kinds_) {
    for (const auto& [word, languages] : kind.words) visit(name, word, languages);
  }
}

void WordTable::ForEachBeginning(const std::function<void(std::string_view, std::string_view)>& visit) const {
  for (const auto& [name, kind] : kinds_) {
    for (const std::string& beginning : kind.beginnings) visit(name, beginning);
  }
}

}  // namespace newsearch
