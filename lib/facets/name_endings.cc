// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/name_endings.h"

#include <algorithm>
#include <charconv>

#include "text/word_scanner.h"

extern "C" const char newsearch_name_endings[];
extern "C" const char newsearch_name_endings_end[];

namespace newsearch {
namespace {

constexpr size_t kMaxWordBytes = 64;

std::string_view NextField(std::string_view* line) {
  const size_t tab = line->find('\t');
  const std::string_view field = line->substr(0, tab);
  line->remove_prefix(tab == std::string_view::npos ? line->size() : tab + 1);
  return field;
}

bool Contains(std::string_view comma_separated, std::string_view lang) {
  for (size_t at = comma_separated.find(lang); at != std::string_view::npos;
       at = comma_separated.find(lang, at + 1)) {
    const size_t end = at + lang.size();
    if ((at == 0 || comma_separated[at - 1] == ',') &&
        (end == comma_separated.size() || comma_separated[end] == ',')) {
      return true;
    }
  }
  return false;
}

size_t CountChars(std::string_view utf8) {
  return static_cast<size_t>(std::count_if(
      utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

NameEndings::NameEndings(std::string_view lang) {
  std::string_view text(newsearch_name_endings,
                        static_cast<size_t>(newsearch_name_endings_end - newsearch_name_endings));
  while (!text.empty() && !lang.empty()) {
    const size_t eol = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, eol);
    text.remove_prefix(std::min(eol + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    if (!Contains(NextField(&line), lang)) continue;
    Rule rule;
    rule.written = FoldWord(NextField(&line));
    rule.base = FoldWord(NextField(&line));
    const std::string_view chars = NextField(&line);
    std::from_chars(chars.data(), chars.data() + chars.size(), rule.min_stem_chars);
    rule.adjective = line == "adj";
    rule.locative = line == "loc";
    if (rule.written.empty()) continue;
    empty_ = false;
    by_last_byte_[static_cast<unsigned char>(rule.written.back())].push_back(std::move(rule));
  }
}

void NameEndings::BaseForms(std::string_view folded, bool before_another,
                            std::vector<BaseForm>* forms) const {
  if (folded.empty() || folded.size() > kMaxWordBytes) return;
  std::string base;
  for (const Rule& rule : by_last_byte_[static_cast<unsigned char>(folded.back())]) {
    if (rule.adjective && !before_another) continue;
    if (folded.size() <= rule.written.size()) continue;
    const size_t stem = folded.size() - rule.written.size();
    if (folded.compare(stem, std::string_view::npos, rule.written) != 0) continue;
    if (CountChars(folded.substr(0, stem)) < rule.min_stem_chars) continue;
    base.assign(folded.substr(0, stem)).append(rule.base);
    const uint64_t hash = WordHash(base);
    const auto known = std::find_if(forms->begin(), forms->end(),
                                    [hash](const BaseForm& form) { return form.hash == hash; });
    if (known == forms->end()) {
      forms->push_back({hash, rule.locative});
    } else {
      known->locative |= rule.locative;
    }
  }
}

}  // namespace newsearch
