// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/word_table.h"

#include <algorithm>

#include "text/normalizer.h"

extern "C" const char newsearch_date_words[];
extern "C" const char newsearch_date_words_end[];
extern "C" const char newsearch_place_words[];
extern "C" const char newsearch_place_words_end[];
extern "C" const char newsearch_project_words[];
extern "C" const char newsearch_project_words_end[];

namespace newsearch {
namespace {

std::string_view Embedded(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

}  // namespace

WordTable::WordTable(std::string_view tsv) {
  while (!tsv.empty()) {
    const size_t eol = tsv.find('\n');
    const std::string_view line = tsv.substr(0, eol);
    tsv.remove_prefix(eol == std::string_view::npos ? tsv.size() : eol + 1);
    const size_t tab = line.find('\t');
    if (line.empty() || line.front() == '#' || tab == std::string_view::npos) continue;
    const std::string_view rest = line.substr(tab + 1);
    // Folded again, so that an accent in the file does no harm.
    std::string word = FoldName(rest.substr(0, rest.find('\t')));
    Kind& kind = kinds_[std::string(line.substr(0, tab))];
    if (!word.empty() && word.back() == '*') {
      word.pop_back();
      kind.beginnings.push_back(std::move(word));
    } else {
      kind.words.insert(std::move(word));
    }
  }
}

bool WordTable::Has(std::string_view kind, std::string_view word) const {
  const auto found = kinds_.find(kind);
  if (found == kinds_.end()) return false;
  if (found->second.words.count(std::string(word)) != 0) return true;
  return std::any_of(
      found->second.beginnings.begin(), found->second.beginnings.end(),
      [word](const std::string& beginning) { return word.substr(0, beginning.size()) == beginning; });
}

std::vector<std::string> WordTable::KindsFrom(std::string_view prefix) const {
  std::vector<std::string> rests;
  for (const auto& [name, kind] : kinds_) {
    if (name.compare(0, prefix.size(), prefix) == 0) rests.push_back(name.substr(prefix.size()));
  }
  return rests;
}

const WordTable& WordTable::Dates() {
  static const WordTable table(Embedded(newsearch_date_words, newsearch_date_words_end));
  return table;
}

const WordTable& WordTable::Places() {
  static const WordTable table(Embedded(newsearch_place_words, newsearch_place_words_end));
  return table;
}

const WordTable& WordTable::Projects() {
  static const WordTable table(Embedded(newsearch_project_words, newsearch_project_words_end));
  return table;
}

}  // namespace newsearch
