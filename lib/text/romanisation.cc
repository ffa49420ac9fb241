// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/romanisation.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "util/utf8.h"

extern "C" const char newsearch_romanisation[];
extern "C" const char newsearch_romanisation_end[];

namespace newsearch {
namespace {

// Fewer letters say too little of a name to stand for it.
constexpr size_t kMinLevelled = 2;

struct Table {
  // Letters by code point; two of them as first << 32 | second.
  std::unordered_map<uint64_t, std::string> letters;
  // Rules by the letter they begin with, longest first.
  std::array<std::vector<std::pair<std::string, std::string>>, 26> level;

  // The rule that `latin` begins with, or null.
  const std::pair<std::string, std::string>* RuleAt(std::string_view latin) const {
    if (latin[0] < 'a' || latin[0] > 'z') return nullptr;
    for (const auto& rule : level[static_cast<size_t>(latin[0] - 'a')]) {
      if (latin.starts_with(rule.first)) return &rule;
    }
    return nullptr;
  }
  void SetRule(std::string_view from, std::string_view to) {
    auto& rules = level[static_cast<size_t>(from[0] - 'a')];
    std::erase_if(rules, [from](const auto& rule) { return rule.first == from; });
    rules.emplace_back(from, to);
    std::stable_sort(rules.begin(), rules.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  }
};

std::string_view Cut(std::string_view* rest, char separator) {
  const size_t at = rest->find(separator);
  const std::string_view piece = rest->substr(0, at);
  rest->remove_prefix(at == std::string_view::npos ? rest->size() : at + 1);
  return piece;
}

class Tables {
 public:
  static const Tables& Get() {
    static const Tables tables;
    return tables;
  }
  const Table& Of(std::string_view lang) const {
    const auto found = tables_.find(lang);
    return found == tables_.end() ? common_ : found->second;
  }

 private:
  Tables() {
    std::string_view rest(newsearch_romanisation,
                          static_cast<size_t>(newsearch_romanisation_end - newsearch_romanisation));
    bool level = false;
    std::vector<Table*> tables;
    while (!rest.empty()) {
      std::string_view line = Cut(&rest, '\n');
      if (line.empty() || line[0] == '#') continue;
      if (line[0] == '[') {
        line = line.substr(1, line.size() - 2);
        level = Cut(&line, ' ') == "level";
        tables = TablesFor(line);
        continue;
      }
      while (!line.empty()) {
        std::string_view pair = Cut(&line, ' ');
        const std::string_view from = Cut(&pair, '=');
        for (Table* table : tables) {
          if (level) {
            table->SetRule(from, pair);
          } else {
            table->letters[KeyOf(from)] = pair;
          }
        }
      }
    }
  }

  // All of them, or those of some languages; a new one begins as what all have.
  std::vector<Table*> TablesFor(std::string_view languages) {
    std::vector<Table*> tables;
    if (languages == "*") {
      tables.push_back(&common_);
      for (auto& [lang, table] : tables_) tables.push_back(&table);
      return tables;
    }
    while (!languages.empty())
      tables.push_back(&tables_.emplace(Cut(&languages, ','), common_).first->second);
    return tables;
  }

  static uint64_t KeyOf(std::string_view letters) {
    const Utf8Step first = DecodeUtf8(letters, 0);
    const Utf8Step second = DecodeUtf8(letters, first.length);
    return second.length == 0 ? first.code_point
                              : static_cast<uint64_t>(first.code_point) << 32 | second.code_point;
  }

  Table common_;
  std::map<std::string, Table, std::less<>> tables_;
};

bool IsVowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

bool HasUkrainianLetter(std::string_view word) {
  for (const std::string_view letter : {"ї", "є", "ґ", "і"}) {
    if (word.find(letter) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

bool IsRomanisedLanguage(std::string_view lang) {
  static constexpr std::array<std::string_view, 14> kLanguages = {"ab", "be", "bg", "el", "hy", "ka", "kk",
                                                                  "ky", "mk", "mn", "ru", "sr", "tg", "uk"};
  return std::find(kLanguages.begin(), kLanguages.end(), lang) != kLanguages.end();
}

std::string Romanise(std::string_view word, std::string_view lang) {
  if (!IsRomanisedLanguage(lang) && HasUkrainianLetter(word)) lang = "uk";
  const Table& table = Tables::Get().Of(lang);
  std::string out;
  bool any = false;
  for (size_t i = 0; i < word.size();) {
    const Utf8Step step = DecodeUtf8(word, i);
    if (step.code_point < 0x80) {
      out.push_back(static_cast<char>(step.code_point));
      ++i;
      continue;
    }
    const Utf8Step next = DecodeUtf8(word, i + step.length);
    auto found = table.letters.end();
    if (next.code_point >= 0x80)
      found = table.letters.find(static_cast<uint64_t>(step.code_point) << 32 | next.code_point);
    if (found != table.letters.end()) {
      i += next.length;
    } else {
      found = table.letters.find(step.code_point);
      if (found == table.letters.end()) return {};
    }
    out.append(found->second);
    any = true;
    i += step.length;
  }
  return any ? out : std::string();
}

std::string LevelRomanised(std::string_view latin, std::string_view lang) {
  const Table& table = Tables::Get().Of(lang);
  std::string levelled;
  for (size_t i = 0; i < latin.size();) {
    if (const auto* rule = table.RuleAt(latin.substr(i))) {
      levelled.append(rule->second);
      i += rule->first.size();
      continue;
    }
    if (latin[i] >= 'a' && latin[i] <= 'z') levelled.push_back(latin[i] == 'c' ? 'k' : latin[i]);
    ++i;
  }
  // Doubled letters are one; "ie", "iy", "yi" are all i, but e in front: Yerevan, Erevan.
  std::string out;
  for (const char c : levelled) {
    if (!out.empty() && out.back() == c) continue;
    if (out == "i" && c == 'e') out.clear();
    if (!out.empty() && c == 'e' && out.back() == 'i') continue;
    if (!out.empty() && c == 'i' && out.back() == 'e') out.pop_back();
    if (!out.empty() && out.back() == c) continue;
    out.push_back(c);
  }
  // Endings, as far as they are vowels: Moskva, Moskve; in Greek also Thessalonikis.
  if (lang == "el" && out.size() > kMinLevelled + 2 && out.back() == 's') out.pop_back();
  while (out.size() > kMinLevelled + 1 && IsVowel(out.back())) out.pop_back();
  return out.size() < kMinLevelled ? std::string() : out;
}

}  // namespace newsearch
