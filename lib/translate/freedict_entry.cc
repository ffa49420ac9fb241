// SPDX-License-Identifier: GPL-2.0-or-later
//
// The layouts, each by an example (dictd's text form of FreeDict's TEI files):
//
//   eng-deu   bank /bˈaŋk/ <v>                            headword, pronunciation, grammar
//             Bankinstitut <neut>, Bank <fem> [fin.]      translations with grammar and labels
//                   "the bank sb. uses"  - jds. Hausbank  examples, far in
//              see: {banks}, {private bank}               references
//                      Note: Gewässerkunde
//   deu-rus   Bank /baŋk/ <n, fem>
//             1. скамья, скамейка                         a sense, and its definition in the headword's
//             language Sitz- oder Ablagegelegenheit für mehrere
//             2. банк 2.                                  two senses with one translation
//             Geldinstitut für Finanzdienstleistungen
//              3.
//             Glücksspiellokal
//   eng-pol   bank /bæŋk/
//             I.  <N> 1.  bank  [także krwi, danych]
//              2.  [rzeki]  brzeg, skarpa
//             II.  <N Comp>bank holiday  święto publiczne compounds of the headword: not its translations
//              3.  in depth (:in :depth)                  a phrase, its translation beneath
//              - intensywny
//   eng-ell   a blank line behind the headword
#include "translate/freedict_entry.h"

#include <algorithm>
#include <array>

#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr size_t kMaxWords = 4;
constexpr size_t kMaxBytes = 80;
// Examples and notes are indented by six blanks and more.
constexpr size_t kExampleIndent = 5;

// Words that stand for what is filled in, or that an infinitive or a noun is quoted with.
constexpr std::array<std::string_view, 36> kPlaceholders = {
    "etw.",     "jdn.",     "jdm.",     "jds.", "jmd.",    "jmdn.",     "jmdm.",     "jmds.",     "etwas",
    "jemanden", "jemandem", "jemandes", "sb.",  "sth.",    "sb",        "sth",       "sb.'s",     "sb's",
    "sth.'s",   "sb./sth.", "sth./sb.", "so.",  "someone", "something", "jdn./etw.", "jdm./etw.", "etw./jdn.",
    "somebody", "one's",    "qn",       "qc",   "qqn",     "qqch",      "qch",       "...",       "…"};
constexpr std::array<std::string_view, 10> kLeads = {"to",  "the", "a",   "an", "sich",
                                                     "der", "die", "das", "s'", "se"};

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

// Takes "3." or "IV." off the front.
bool TakeNumber(std::string_view* text, std::string_view digits) {
  const size_t stop = text->find_first_not_of(digits);
  if (stop == 0 || stop == std::string_view::npos || stop > 4 || (*text)[stop] != '.') return false;
  if (stop + 1 < text->size() && !IsBlank((*text)[stop + 1])) return false;
  *text = Trim(text->substr(stop + 1));
  return true;
}

// Blanks what stands in brackets, and pronunciations: "/bˈaŋk/" between blanks. A bracket that is not closed
// goes to the end of the line.
std::string WithoutAsides(std::string_view line) {
  std::string out;
  size_t depth = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '[' || c == '(' || c == '<' || c == '{') {
      ++depth;
    } else if (c == ']' || c == ')' || c == '>' || c == '}') {
      if (depth > 0) --depth;
      // Grammar stands behind a word: what follows without a comma is another one.
      out.push_back(c == '>' && depth == 0 ? ',' : ' ');
    } else if (depth == 0) {
      if (c == '/' && (i == 0 || IsBlank(line[i - 1]))) {
        const size_t close = line.find('/', line.find_first_not_of('/', i));
        if (close != std::string_view::npos) {
          i = std::min(line.find_first_not_of('/', close), line.size()) - 1;
          out.push_back(' ');
          continue;
        }
      }
      out.push_back(c);
    }
  }
  return out;
}

std::vector<std::string> SplitWords(std::string_view text) {
  std::vector<std::string> words;
  for (size_t at = 0; at < text.size();) {
    while (at < text.size() && IsBlank(text[at])) ++at;
    size_t end = at;
    while (end < text.size() && !IsBlank(text[end])) ++end;
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

// Cyrillic dictionaries mark the stress: "Бава́рия". No Cyrillic letter of a language is made with U+0301.
std::string WithoutStress(std::string_view text) {
  std::string out;
  bool cyrillic = false;
  for (size_t at = 0; at < text.size();) {
    const Utf8Step step = DecodeUtf8(text, at);
    const bool stress = step.code_point == 0x301 || step.code_point == 0x300;
    if (!stress || !cyrillic) out.append(text.substr(at, step.length));
    if (!stress) cyrillic = step.code_point >= 0x400 && step.code_point < 0x530;
    at += step.length;
  }
  return out;
}

// The phrase of one translation or headword; empty if it is none.
std::string CleanPhrase(std::string_view text) {
  if (text.size() > 2 * kMaxBytes) return {};
  std::vector<std::string> words = SplitWords(text);
  // A number that opens the next sense: "банк 2."
  if (words.size() > 1 && words.back().size() > 1 && words.back().back() == '.' &&
      words.back().find_first_not_of("0123456789.") == std::string::npos) {
    words.pop_back();
  }
  std::erase_if(words, [](const std::string& word) {
    return std::find(kPlaceholders.begin(), kPlaceholders.end(), word) != kPlaceholders.end() ||
           word.find_first_not_of(".,;:!?-+=*/|~'\"") == std::string::npos;
  });
  while (words.size() > 1 && std::find(kLeads.begin(), kLeads.end(), words.front()) != kLeads.end())
    words.erase(words.begin());
  if (words.empty() || words.size() > kMaxWords) return {};
  std::string phrase;
  for (const std::string& word : words) {
    if (!phrase.empty()) phrase.push_back(' ');
    phrase.append(word);
  }
  while (!phrase.empty() && std::string_view("!?;:\"'").find(phrase.back()) != std::string_view::npos)
    phrase.pop_back();
  // Parts of words: "pyro-", "…gebaut".
  if (phrase.empty() || phrase.size() > kMaxBytes || phrase.back() == '-' || phrase.front() == '-' ||
      phrase.find("…") != std::string::npos) {
    return {};
  }
  return WithoutStress(phrase);
}

// "power station/plant" is "power station" and "power plant".
void AddPhrase(std::string_view text, std::vector<std::string>* out) {
  const std::string phrase = CleanPhrase(text);
  if (phrase.empty()) return;
  const auto add = [&](std::string one) {
    if (std::find(out->begin(), out->end(), one) == out->end()) out->push_back(std::move(one));
  };
  const size_t slash = phrase.find('/');
  if (slash == std::string::npos) {
    add(phrase);
    return;
  }
  if (slash == 0 || slash + 1 == phrase.size() || phrase.find('/', slash + 1) != std::string::npos) return;
  const size_t left = phrase.rfind(' ', slash) + 1;
  const size_t right = std::min(phrase.find(' ', slash), phrase.size());
  add(phrase.substr(0, slash) + phrase.substr(right));
  add(phrase.substr(0, left) + phrase.substr(slash + 1));
}

void AddPhrases(std::string_view line, std::vector<std::string>* out) {
  const std::string plain = WithoutAsides(line);
  for (size_t at = 0; at <= plain.size();) {
    const size_t end = std::min(plain.find_first_of(",;", at), plain.size());
    AddPhrase(std::string_view(plain).substr(at, end - at), out);
    at = end + 1;
  }
}

// Whether the line ends in the number of a sense that only a definition follows.
bool StartsReference(std::string_view line) {
  for (const std::string_view word :
       {"see:", "Synonym:", "Synonyms:", "Note:", "Antonym:", "Antonyms:", "Hypernym:", "Hyponym:"}) {
    if (line.starts_with(word)) return true;
  }
  return false;
}

}  // namespace

FreedictEntry ParseFreedictEntry(std::string_view entry) {
  FreedictEntry parsed;
  size_t at = 0;
  const auto next_line = [&](std::string_view* line) {
    if (at >= entry.size()) return false;
    const size_t end = std::min(entry.find('\n', at), entry.size());
    *line = entry.substr(at, end - at);
    at = end + 1;
    return true;
  };
  std::string_view line;
  if (!next_line(&line)) return parsed;
  AddPhrases(line, &parsed.headwords);

  bool seen_translation = false;
  while (next_line(&line)) {
    const size_t indent = std::min(line.find_first_not_of(' '), line.size());
    std::string_view text = Trim(line);
    if (text.empty()) continue;
    if (indent >= kExampleIndent || text.front() == '"' || text.front() == '-' || StartsReference(text)) {
      // "- intensywny" translates the phrase above it, not the headword.
      if (text.starts_with("- ") && !parsed.senses.empty() && indent < kExampleIndent)
        parsed.senses.pop_back();
      continue;
    }
    const bool roman = TakeNumber(&text, "IVX");
    if (text.starts_with("<N Comp") || text.starts_with("<V Phras") || text.starts_with("<Adj Comp"))
      continue;
    if (roman && text.starts_with('<')) {
      const size_t close = text.find('>');
      text = close == std::string_view::npos ? std::string_view() : Trim(text.substr(close + 1));
    }
    const bool numbered = TakeNumber(&text, "0123456789");
    // A line without a number that is not the first is a definition.
    if (!numbered && !roman && seen_translation) continue;
    seen_translation = true;
    std::vector<std::string> sense;
    AddPhrases(text, &sense);
    if (!sense.empty()) parsed.senses.push_back(std::move(sense));
  }
  return parsed;
}

}  // namespace newsearch
