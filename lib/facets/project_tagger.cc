// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/project_tagger.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "facets/facets_words.h"
#include "text/char_class.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr size_t kMaxNameWords = 4;
constexpr size_t kMinNameChars = 3;

// A run of letters and digits; "+" in front belongs to it.
struct NameWord {
  size_t begin = 0;
  size_t end = 0;
  std::string folded;
  bool distinctive = false;  // written like a name: CAPITALS, CamelCase, with digits inside
  bool capitalised = false;
  bool mixed = false;  // capitals inside, small letters too
  bool number = false;
};

NameWord Describe(std::string_view text, size_t begin, size_t end) {
  NameWord word;
  word.begin = begin;
  word.end = end;
  word.folded = FoldMarks(FoldCase(text.substr(begin, end - begin)));
  size_t uppers = 0;
  size_t lowers = 0;
  size_t digits = 0;
  size_t chars = 0;
  bool inner_upper = false;
  for (size_t i = begin; i < end;) {
    const Utf8Step step = DecodeUtf8(text, i);
    const char32_t c = step.code_point;
    if (IsUpper(c)) {
      ++uppers;
      inner_upper |= lowers > 0;
      if (chars == 0) word.capitalised = true;
    } else if (IsLower(c)) {
      ++lowers;
    } else if (IsDigit(c)) {
      ++digits;
    }
    ++chars;
    i += step.length;
  }
  word.number = digits > 0 && uppers + lowers == 0;
  word.mixed = (inner_upper || (uppers >= 2 && lowers > 0) || (digits > 0 && uppers > 0)) && lowers > 0;
  const bool capitals = uppers >= kMinNameChars && lowers == 0;
  // "eDrais2017": digits among letters. "3rd" and "2nd" have no capital.
  const bool with_digits = digits > 0 && uppers > 0 && uppers + lowers >= 2;
  word.distinctive = chars >= kMinNameChars && (capitals || word.mixed || with_digits);
  if (!word.distinctive) return word;
  const WordTable& table = ProjectWords();
  if (table.Has("never", word.folded) || table.Has("programme", word.folded) ||
      table.Has("cue", word.folded)) {
    word.distinctive = false;
  }
  return word;
}

struct NameText {
  std::string_view text;
  std::vector<NameWord> words;
  bool shouting = false;  // so much in capitals that they mean nothing

  std::string_view Gap(size_t before) const {
    return text.substr(words[before - 1].end, words[before].begin - words[before - 1].end);
  }
  bool SpaceBefore(size_t word) const { return CollapseSpace(Gap(word)).empty() && !Gap(word).empty(); }
};

NameText Split(std::string_view text) {
  NameText out;
  out.text = text;
  size_t uppers = 0;
  size_t lowers = 0;
  for (size_t i = 0; i < text.size();) {
    Utf8Step step = DecodeUtf8(text, i);
    const bool plus = step.code_point == '+' && IsLetter(DecodeUtf8(text, i + 1).code_point) &&
                      (i == 0 || IsSpace(DecodeUtf8Before(text, i).code_point));
    if (!plus && !IsLetter(step.code_point) && !IsDigit(step.code_point)) {
      i += step.length;
      continue;
    }
    const size_t begin = i;
    i += step.length;
    for (step = DecodeUtf8(text, i);
         i < text.size() && (IsLetter(step.code_point) || IsDigit(step.code_point));
         step = DecodeUtf8(text, i)) {
      i += step.length;
    }
    out.words.push_back(Describe(text, begin, i));
    (out.words.back().distinctive && !out.words.back().mixed ? uppers : lowers) += 1;
  }
  out.shouting = uppers > 3 && uppers * 2 > uppers + lowers;
  return out;
}

bool JoinsName(std::string_view gap) {
  return gap == " " || gap == "-" || gap == "\u00A0" || gap == "&" || gap == " & ";
}

// Words [first, last) of a text.
struct Range {
  size_t first = 0;
  size_t last = 0;
};

// Finds names beside the word project.
class CueReader {
 public:
  explicit CueReader(const NameText& text) : text_(text), table_(ProjectWords()) {}

  std::vector<Range> Names() const {
    std::vector<Range> names;
    if (text_.shouting) return names;
    for (size_t i = 0; i < text_.words.size(); ++i) {
      if (table_.Has("cue", text_.words[i].folded)) {
        Before(i, &names);
        Behind(i, &names);
      }
      if (table_.Has("programme", text_.words[i].folded) && i > 0 && Ends(text_.Gap(i), '(')) {
        if (const auto name = NameEndingAt(i)) names.push_back(*name);
      }
    }
    return names;
  }

 private:
  static bool Ends(std::string_view gap, char c) { return !gap.empty() && gap.back() == c; }

  // The name whose last word is `end` - 1.
  std::optional<Range> NameEndingAt(size_t end) const {
    size_t first = end;
    while (first > 0 && end - first < kMaxNameWords) {
      const NameWord& word = text_.words[first - 1];
      const bool fits = word.distinctive ||
                        (word.number && first == end && first >= 2 && text_.words[first - 2].distinctive);
      if (!fits || (first < end && !JoinsName(text_.Gap(first)))) break;
      --first;
    }
    if (first == end) return std::nullopt;
    return Range{first, end};
  }

  std::optional<Range> NameStartingAt(size_t first) const {
    size_t end = first;
    while (end < text_.words.size() && end - first < kMaxNameWords) {
      const NameWord& word = text_.words[end];
      const bool fits = word.distinctive || (word.number && end > first && word.end - word.begin <= 4);
      if (!fits || (end > first && !JoinsName(text_.Gap(end)))) break;
      ++end;
    }
    if (end == first) return std::nullopt;
    return Range{first, end};
  }

  bool Joins(size_t word) const { return table_.Has("and", text_.words[word].folded); }

  // "UPSIDE project", "eDrais2017 pilot project", "Poly4EmI and BeWiser projects", "NORDLICHT-Projekt".
  void Before(size_t cue, std::vector<Range>* names) const {
    if (cue == 0) return;
    const std::string_view gap = text_.Gap(cue);
    if (!text_.SpaceBefore(cue) && gap != "-" && gap != "\u201D " && gap != "\" " && gap != "\u2019 ") return;
    size_t end = cue;
    auto name = NameEndingAt(end);
    if (!name && end > 1 && table_.Has("between", text_.words[end - 1].folded) &&
        text_.SpaceBefore(end - 1)) {
      name = NameEndingAt(--end);
    }
    while (name) {
      names->push_back(*name);
      if (name->first < 2) return;
      const std::string_view before = text_.Gap(name->first);
      if (before == ", ") {
        name = NameEndingAt(name->first);
      } else if (Joins(name->first - 1) && text_.SpaceBefore(name->first) &&
                 text_.SpaceBefore(name->first - 1)) {
        name = NameEndingAt(name->first - 1);
      } else {
        return;
      }
    }
  }

  // "project URBAN INNO", "projects A, B and C", "progetto «X»".
  void Behind(size_t cue, std::vector<Range>* names) const {
    size_t first = cue + 1;
    while (first < text_.words.size() && table_.Has("between", text_.words[first].folded) &&
           text_.SpaceBefore(first)) {
      ++first;
    }
    if (first >= text_.words.size()) return;
    const std::string_view gap = text_.Gap(first);
    const bool beside = text_.SpaceBefore(first) || gap == " +" || gap == ": " || gap == " \u201C" ||
                        gap == " \"" || gap == " \u201E" || gap == " \u00AB" || gap == " '" ||
                        gap == " \u2018" || gap == " \u00BB";
    if (!beside) return;
    auto name = NameStartingAt(first);
    while (name) {
      names->push_back(*name);
      const size_t next = name->last;
      if (next >= text_.words.size()) return;
      if (text_.Gap(next) == ", ") {
        name = NameStartingAt(next);
      } else if (Joins(next) && text_.SpaceBefore(next) && next + 1 < text_.words.size() &&
                 text_.SpaceBefore(next + 1)) {
        name = NameStartingAt(next + 1);
      } else {
        return;
      }
    }
  }

  const NameText& text_;
  const WordTable& table_;
};

std::string KeyOf(const NameText& text, size_t first, size_t last) {
  std::string key;
  for (size_t i = first; i < last; ++i) key.append(text.words[i].folded);
  return key;
}

std::string Written(const NameText& text, size_t first, size_t last) {
  return CollapseSpace(
      text.text.substr(text.words[first].begin, text.words[last - 1].end - text.words[first].begin));
}

// "eCar4City": the number of words it would be written with apart.
uint32_t PartsOf(std::string_view word) {
  uint32_t parts = 1;
  for (size_t i = 1; i < word.size(); ++i) {
    parts += word[i] >= 'A' && word[i] <= 'Z' && word[i - 1] >= 'a' && word[i - 1] <= 'z';
  }
  return parts;
}

}  // namespace

void ProjectTagger::Learn(const ArticleText& article) {
  std::vector<NameText> texts;
  texts.reserve(article.pieces.size());
  for (const TextPiece& piece : article.pieces) texts.push_back(Split(piece.text));
  for (const NameText& text : texts) {
    for (const Range& range : CueReader(text).Names()) {
      Name& name = names_[KeyOf(text, range.first, range.last)];
      const std::string written = Written(text, range.first, range.last);
      name.spellings.try_emplace(written, 0);
      const auto first = text.words.begin() + static_cast<ptrdiff_t>(range.first);
      const auto last = text.words.begin() + static_cast<ptrdiff_t>(range.last);
      const auto words = static_cast<uint32_t>(range.last - range.first);
      const bool mixed = std::any_of(first, last, [](const NameWord& word) { return word.mixed; });
      name.any_case |= mixed || words > 1;
      name.longest_words = std::max({name.longest_words, words, PartsOf(written)});
    }
  }
  // How the names that are known by now are spelled here.
  if (names_.empty()) return;
  for (const NameText& text : texts) {
    for (size_t i = 0; i < text.words.size(); ++i) {
      if (!text.words[i].capitalised && !text.words[i].distinctive) continue;
      for (size_t last = i + 1; last <= text.words.size() && last - i <= kMaxNameWords; ++last) {
        if (last > i + 1 && !JoinsName(text.Gap(last - 1))) break;
        const auto found = names_.find(KeyOf(text, i, last));
        if (found == names_.end()) continue;
        const std::string written = Written(text, i, last);
        Name& name = found->second;
        if (name.any_case || name.spellings.count(written) != 0) ++name.spellings[written];
      }
    }
  }
}

std::string ProjectTagger::Canonical(const Name& name) const {
  const auto best =
      std::max_element(name.spellings.begin(), name.spellings.end(), [](const auto& a, const auto& b) {
        return a.second < b.second || (a.second == b.second && a.first > b.first);
      });
  return best->first;
}

std::vector<FoundValue> ProjectTagger::Tag(const ArticleText& article) const {
  if (names_.empty()) return {};
  std::map<std::string, FoundValue> by_value;
  for (size_t p = 0; p < article.pieces.size(); ++p) {
    const TextPiece& piece = article.pieces[p];
    const NameText text = Split(piece.text);
    std::vector<Range> cued = CueReader(text).Names();
    for (size_t i = 0; i < text.words.size();) {
      size_t next = i + 1;
      if (!text.words[i].capitalised && !text.words[i].distinctive) {
        i = next;
        continue;
      }
      // The longest name that starts here.
      for (size_t last = std::min(text.words.size(), i + kMaxNameWords); last > i; --last) {
        bool joined = true;
        for (size_t w = i + 1; w < last && joined; ++w) {
          joined = JoinsName(text.Gap(w)) &&
                   (text.words[w].capitalised || text.words[w].distinctive || text.words[w].number);
        }
        if (!joined) continue;
        const auto found = names_.find(KeyOf(text, i, last));
        if (found == names_.end() || last - i > found->second.longest_words) continue;
        const std::string written = Written(text, i, last);
        if (!found->second.any_case && found->second.spellings.count(written) == 0) continue;
        const std::string value = Canonical(found->second);
        const bool beside_cue =
            std::any_of(cued.begin(), cued.end(), [i](const Range& range) { return range.first == i; });
        FoundValue& project = by_value[value];
        project.mentions.push_back({{static_cast<uint32_t>(p), static_cast<uint32_t>(text.words[i].begin),
                                     static_cast<uint32_t>(text.words[last - 1].end)},
                                    beside_cue ? "beside the word project" : "project name of the archive"});
        project.weight += piece.is_title ? 3 : 1;
        next = last;
        break;
      }
      i = next;
    }
  }
  std::vector<FoundValue> found;
  for (auto& [value, project] : by_value) {
    project.value.facet = "project";
    project.value.value = value;
    project.value.rule = "discovered";
    found.push_back(std::move(project));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const FoundValue& a, const FoundValue& b) { return a.weight > b.weight; });
  return found;
}

}  // namespace newsearch
