// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/completer.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "index/facet_counter.h"
#include "newsearch/facet.h"
#include "text/language.h"
#include "text/normalizer.h"
#include "text/term_filter.h"

namespace newsearch {
namespace {

// Facets and locales whose names are kept at a time.
constexpr size_t kMaxKept = 32;
// How many words of a text may belong to the name that it ends with.
constexpr size_t kMaxNameWords = 8;

bool IsAsciiSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool IsAsciiSign(char c) {
  return c > ' ' && c <= '~' && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z');
}

// The word that `text` ends with, its offset in bytes in `begin`; none where it ends with something else.
std::optional<Word> LastWord(std::string_view text, const Tokenizer& tokenizer) {
  // No word goes on behind a blank.
  size_t from = text.size();
  while (from > 0 && !IsAsciiSpace(text[from - 1])) --from;
  std::vector<Word> words;
  tokenizer.Tokenize(text.substr(from), 0, &words);
  while (!words.empty() && words.back().is_part) words.pop_back();
  if (words.empty() || from + words.back().end != text.size()) return std::nullopt;
  Word word = std::move(words.back());
  word.begin += from;
  word.end += from;
  return word;
}

// Where the name of a value may begin that `text` ends with, longest first.
std::vector<size_t> NameStarts(std::string_view text) {
  std::vector<size_t> starts;
  for (size_t i = text.size(); i-- > 0 && starts.size() < kMaxNameWords;) {
    const bool after_gap = i == 0 || IsAsciiSpace(text[i - 1]) || IsAsciiSign(text[i - 1]);
    if (after_gap && !IsAsciiSpace(text[i])) starts.push_back(i);
  }
  std::reverse(starts.begin(), starts.end());
  return starts;
}

}  // namespace

FacetNames::FacetNames(std::vector<FacetCount> values) : values_(std::move(values)) {
  for (uint32_t i = 0; i < values_.size(); ++i) {
    std::string value = FoldName(values_[i].value);
    std::string label = values_[i].label == values_[i].value ? value : FoldName(values_[i].label);
    if (label != value) names_.push_back({std::move(label), i});
    names_.push_back({std::move(value), i});
  }
  std::sort(names_.begin(), names_.end(), [](const Name& a, const Name& b) {
    return a.folded != b.folded ? a.folded < b.folded : a.value < b.value;
  });
  ranks_.reserve(names_.size());
  for (const Name& name : names_) ranks_.push_back(std::numeric_limits<uint32_t>::max() - name.value);
  rank_nodes_ = MakeMaxTree(ranks_);
}

std::vector<const FacetCount*> FacetNames::WithPrefix(std::string_view folded, uint32_t max_values) const {
  const auto first =
      std::lower_bound(names_.begin(), names_.end(), folded,
                       [](const Name& name, std::string_view key) { return name.folded < key; });
  const auto last = std::partition_point(
      first, names_.end(), [folded](const Name& name) { return name.folded.starts_with(folded); });
  const auto read = [this](size_t block, MaxTree::Block* ranks) {
    const size_t begin = block * kMaxTreeWidth;
    const size_t end = std::min(begin + kMaxTreeWidth, ranks_.size());
    std::copy(ranks_.begin() + static_cast<ptrdiff_t>(begin), ranks_.begin() + static_cast<ptrdiff_t>(end),
              ranks->begin());
  };
  // A value may come twice, by either name, one behind the other.
  const size_t most = max_values == 0 ? std::numeric_limits<size_t>::max() : size_t{2} * max_values;
  std::vector<const FacetCount*> found;
  for (const MaxTree::Ranked& ranked : MaxTree(rank_nodes_, ranks_.size())
                                           .Best(static_cast<size_t>(first - names_.begin()),
                                                 static_cast<size_t>(last - names_.begin()), most, read)) {
    const FacetCount* value = &values_[names_[ranked.place].value];
    if (found.empty() || found.back() != value) found.push_back(value);
  }
  if (max_values != 0 && found.size() > max_values) found.resize(max_values);
  return found;
}

Result<std::vector<Completion>> Completer::Complete(const CompletionRequest& request) const {
  if (!request.lang.empty() && request.lang != kUnknownLanguage &&
      NormalizeLanguageTag(request.lang) == kUnknownLanguage) {
    return Status(StatusCode::kInvalidArgument, "'" + request.lang + "' is no language tag");
  }
  if (Status status = CheckLocale(request.locale); !status.ok()) return status;
  std::vector<const FacetField*> fields;
  for (const std::string& facet : request.facets) {
    const FacetField* field = facets_.Find(facet);
    if (field == nullptr) return Status(StatusCode::kInvalidArgument, NoSuchFacet(facet, facets_));
    fields.push_back(field);
  }
  std::vector<Completion> completions;
  if (request.words) CompleteWord(request, &completions);
  for (const FacetField* field : fields) CompleteValue(request, *field, &completions);
  return completions;
}

void Completer::CompleteWord(const CompletionRequest& request, std::vector<Completion>* completions) const {
  std::optional<uint32_t> language;
  const LanguageForms* forms_of_language = nullptr;
  const std::span<const LanguageVocabulary> languages = vocabulary_.languages();
  if (!request.lang.empty()) {
    const size_t number = vocabulary_.NumberOf(NormalizeLanguageTag(request.lang));
    if (number == languages.size()) return;
    language = static_cast<uint32_t>(number);
    forms_of_language = vocabulary_.forms_of(number);
  }
  const std::optional<Word> word = LastWord(request.text, tokenizer_);
  if (!word) return;
  const LooseForms& forms = vocabulary_.loose_forms();
  const size_t most =
      request.max_completions == 0 ? std::numeric_limits<size_t>::max() : request.max_completions;
  for (const LooseForms::Best& best :
       forms.BestOf(forms.WithPrefix(LooseForm(word->folded)), forms_of_language, most)) {
    LooseFormEntry entry = forms.Entry(best.form, language);
    Completion& completion = completions->emplace_back();
    completion.text = std::move(entry.written);
    completion.label = completion.text;
    completion.offset = word->begin;
    completion.documents = best.documents;
    for (uint32_t number : entry.languages) {
      if (number < languages.size()) completion.langs.push_back(languages[number].lang());
    }
    std::sort(completion.langs.begin(), completion.langs.end());
  }
}

void Completer::CompleteValue(const CompletionRequest& request, const FacetField& field,
                              std::vector<Completion>* completions) const {
  const FacetNames& names = NamesOf(field, request.locale);
  const auto add = [&](std::string_view folded, size_t offset) {
    const std::vector<const FacetCount*> values = names.WithPrefix(folded, request.max_completions);
    for (const FacetCount* value : values) {
      completions->push_back({value->value, offset, field.name, value->label, {}, value->count});
    }
    return !values.empty();
  };
  if (FoldName(request.text).empty()) {
    add({}, 0);
    return;
  }
  for (size_t start : NameStarts(request.text)) {
    const std::string folded = FoldName(std::string_view(request.text).substr(start));
    if (!folded.empty() && add(folded, start)) return;
  }
}

const FacetNames& Completer::NamesOf(const FacetField& field, const std::string& locale) const {
  const std::pair<std::string, std::string> key(field.name, locale);
  if (const auto known = kept_->find(key); known != kept_->end()) return known->second;
  if (kept_->size() >= kMaxKept) kept_->clear();
  FacetResult all = FacetCounter(columns_, all_, all_).Count(field, false, 0, locale);
  return kept_->try_emplace(key, std::move(all.values)).first->second;
}

}  // namespace newsearch
