// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/loose_forms.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <limits>
#include <utility>

#include "text/term_filter.h"
#include "util/base128.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr size_t kBlockForms = kMaxTreeWidth;

// The first bytes of a word as a number that compares as they do.
uint64_t FrontOf(std::string_view text) {
  uint64_t front = 0;
  for (size_t i = 0; i < sizeof front; ++i) {
    front = front << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0);
  }
  return front;
}

// A word on its way into the list of all.
struct LooseWord {
  uint64_t front;
  std::string_view loose;
  const CountedWord* word;
  uint32_t language;
};

bool ComesBefore(const LooseWord& a, const LooseWord& b) {
  if (a.front != b.front) return a.front < b.front;
  if (const int order = a.loose.compare(b.loose); order != 0) return order < 0;
  if (a.language != b.language) return a.language < b.language;
  return a.word->folded < b.word->folded;
}

// Loose forms live in `made` where they are not the word itself.
std::vector<LooseWord> SortedWords(const std::vector<std::vector<CountedWord>>& languages,
                                   std::deque<std::string>* made) {
  std::vector<LooseWord> words;
  for (uint32_t language = 0; language < languages.size(); ++language) {
    for (const CountedWord& word : languages[language]) {
      std::string_view loose = word.folded;
      if (!IsAscii(loose)) {
        std::string form = LooseForm(loose);
        if (form != loose) loose = made->emplace_back(std::move(form));
      }
      words.push_back({FrontOf(loose), loose, &word, language});
    }
  }
  std::sort(words.begin(), words.end(), ComesBefore);
  return words;
}

uint32_t Saturated(uint64_t number) {
  return static_cast<uint32_t>(std::min<uint64_t>(number, std::numeric_limits<uint32_t>::max()));
}

// How many documents have any of the words: LooseFormEntry::documents.
uint32_t CountDocuments(std::span<const LooseWord> words) {
  if (words.size() == 1) return words[0].word->documents;
  uint64_t sum = 0;
  bool known = true;
  std::vector<uint32_t> docs;
  for (const LooseWord& word : words) {
    sum += word.word->documents;
    known &= word.word->postings.size() == word.word->documents;
  }
  if (!known) return Saturated(sum);
  for (const LooseWord& word : words) {
    for (const WordPosting& posting : word.word->postings) docs.push_back(posting.doc);
  }
  std::sort(docs.begin(), docs.end());
  return static_cast<uint32_t>(std::unique(docs.begin(), docs.end()) - docs.begin());
}

// A spelling of a form, in all of its languages.
struct Spelling {
  std::string_view text;
  uint32_t documents = 0;
};

// The spelling with most documents, ties by bytes. REQUIRES: there is one.
const Spelling& MostFrequent(const std::vector<Spelling>& spellings) {
  return *std::max_element(spellings.begin(), spellings.end(), [](const Spelling& a, const Spelling& b) {
    return a.documents != b.documents ? a.documents < b.documents : a.text > b.text;
  });
}

std::vector<Spelling> SpellingsOf(std::span<const LooseWord> words) {
  std::vector<LooseWord> by_text(words.begin(), words.end());
  std::stable_sort(by_text.begin(), by_text.end(),
                   [](const LooseWord& a, const LooseWord& b) { return a.word->folded < b.word->folded; });
  std::vector<Spelling> spellings;
  for (size_t begin = 0; begin < by_text.size();) {
    size_t end = begin + 1;
    while (end < by_text.size() && by_text[end].word->folded == by_text[begin].word->folded) ++end;
    spellings.push_back({by_text[begin].word->folded, CountDocuments({by_text.data() + begin, end - begin})});
    begin = end;
  }
  return spellings;
}

// Calls visit(words) for the words of each language; `words` are of one form, by language.
template <typename Visit>
void ForEachLanguage(std::span<const LooseWord> words, const Visit& visit) {
  for (size_t begin = 0; begin < words.size();) {
    size_t end = begin + 1;
    while (end < words.size() && words[end].language == words[begin].language) ++end;
    visit(words.subspan(begin, end - begin));
    begin = end;
  }
}

void AppendText(std::string_view text, std::string* out) {
  AppendNumber(text.size(), out);
  out->append(text);
}

// What follows the form itself: see docs/index-format.md.
void AppendLanguages(std::span<const LooseWord> words, std::string* out) {
  const std::string_view loose = words[0].loose;
  if (words.size() == 1 && words[0].word->folded == loose) {  // most of them
    AppendNumber(2, out);
    AppendNumber(words[0].language, out);
    return;
  }
  std::vector<std::string_view> spellings = {loose};  // that are shown
  const auto number_of = [&spellings](std::string_view text) {
    const auto found = std::find(spellings.begin(), spellings.end(), text);
    const size_t number = static_cast<size_t>(found - spellings.begin());
    if (found == spellings.end()) spellings.push_back(text);
    return number;
  };
  const size_t of_all = number_of(MostFrequent(SpellingsOf(words)).text);
  struct Part {
    uint32_t language;
    size_t spelling;
  };
  std::vector<Part> parts;
  ForEachLanguage(words, [&](std::span<const LooseWord> part) {
    parts.push_back({part[0].language, number_of(MostFrequent(SpellingsOf(part)).text)});
  });
  const bool spelt = spellings.size() > 1;
  AppendNumber(parts.size() << 1 | (spelt ? 1 : 0), out);
  if (spelt) {
    AppendNumber(spellings.size() - 1, out);
    for (size_t i = 1; i < spellings.size(); ++i) AppendText(spellings[i], out);
    AppendNumber(of_all, out);
  }
  uint32_t before = 0;
  for (const Part& part : parts) {
    AppendNumber(part.language - before, out);
    before = part.language;
    if (spelt) AppendNumber(part.spelling, out);
  }
}

// The forms of a language as they are collected, and their bytes.
struct FormNumbers {
  std::vector<uint32_t> forms;
  std::vector<uint32_t> documents;
};

LooseFormsBuilder::Written WriteLanguage(const FormNumbers& numbers, std::string* out) {
  std::vector<LanguageForms::Block> blocks;
  std::string text;
  for (size_t i = 0; i < numbers.forms.size(); ++i) {
    if (i % kBlockForms == 0) {
      blocks.push_back({numbers.forms[i], static_cast<uint32_t>(text.size())});
    } else {
      AppendNumber(numbers.forms[i] - numbers.forms[i - 1], &text);
    }
    AppendNumber(numbers.documents[i], &text);
  }
  LooseFormsBuilder::Written written;
  written.count = static_cast<uint32_t>(numbers.forms.size());
  written.sections.blocks = AppendSection(blocks, out);
  written.sections.text = AppendSection(text, out);
  written.sections.maxima = AppendSection(MakeMaxTree(numbers.documents), out);
  return written;
}

// Whether the sections lie within `bytes`, with a block for each kBlockForms forms and a tree that fits them.
template <typename Block>
bool TakeForms(std::string_view bytes, const LooseFormSections& sections, uint32_t count,
               std::span<const Block>* blocks, std::span<const char>* text, MaxTree* tree) {
  std::span<const uint32_t> maxima;
  if (!TakeSection(bytes, sections.blocks, blocks) || !TakeSection(bytes, sections.text, text) ||
      !TakeSection(bytes, sections.maxima, &maxima)) {
    return false;
  }
  if (blocks->size() != (size_t{count} + kBlockForms - 1) / kBlockForms || !MaxTree::Fits(maxima, count)) {
    return false;
  }
  *tree = MaxTree(maxima, count);
  return true;
}

}  // namespace

void LooseFormsBuilder::AddLanguage(std::vector<CountedWord> words) {
  languages_.push_back(std::move(words));
}

LooseFormsBuilder::Written LooseFormsBuilder::Write(std::string* out, std::vector<Written>* languages) const {
  std::deque<std::string> made;
  const std::vector<LooseWord> words = SortedWords(languages_, &made);
  std::vector<std::span<const LooseWord>> forms;
  std::vector<uint32_t> documents;
  std::vector<FormNumbers> numbers(languages_.size());
  for (size_t begin = 0; begin < words.size();) {
    size_t end = begin + 1;
    while (end < words.size() && words[end].loose == words[begin].loose) ++end;
    forms.emplace_back(words.data() + begin, end - begin);
    documents.push_back(CountDocuments(forms.back()));
    if (languages_.size() > 1) {
      ForEachLanguage(forms.back(), [&](std::span<const LooseWord> part) {
        FormNumbers& of_language = numbers[part[0].language];
        of_language.forms.push_back(static_cast<uint32_t>(forms.size() - 1));
        of_language.documents.push_back(CountDocuments(part));
      });
    }
    begin = end;
  }
  std::vector<uint32_t> blocks;
  std::string text;
  for (size_t i = 0; i < forms.size(); ++i) {
    const std::string_view form = forms[i][0].loose;
    if (i % kBlockForms == 0) {
      blocks.push_back(static_cast<uint32_t>(text.size()));
      AppendText(form, &text);
      for (size_t j = i; j < std::min(i + kBlockForms, forms.size()); ++j) AppendNumber(documents[j], &text);
    } else {
      const std::string_view before = forms[i - 1][0].loose;
      size_t shared = 0;
      while (shared < form.size() && shared < before.size() && form[shared] == before[shared]) ++shared;
      AppendNumber(shared, &text);
      AppendText(form.substr(shared), &text);
    }
    AppendLanguages(forms[i], &text);
  }
  Written written;
  written.count = static_cast<uint32_t>(forms.size());
  written.sections.blocks = AppendSection(blocks, out);
  written.sections.text = AppendSection(text, out);
  written.sections.maxima = AppendSection(MakeMaxTree(documents), out);
  for (const FormNumbers& of_language : numbers) languages->push_back(WriteLanguage(of_language, out));
  return written;
}

bool LanguageForms::Read(std::string_view bytes, const LooseFormSections& sections, uint32_t count) {
  if (!TakeForms(bytes, sections, count, &blocks_, &text_, &maxima_)) return false;
  size_ = count;
  return true;
}

void LanguageForms::ReadBlock(size_t block, MaxTree::Block* forms, MaxTree::Block* documents) const {
  forms->fill(std::numeric_limits<uint32_t>::max());
  documents->fill(0);
  size_t at = blocks_[block].begin;
  uint32_t form = blocks_[block].first_form;
  const size_t count = std::min(kBlockForms, size_ - block * kBlockForms);
  for (size_t i = 0; i < count; ++i) {
    uint32_t difference = 0;
    if (i > 0 && !TakeNumber(text_, &at, &difference)) return;
    form += difference;
    if (!TakeNumber(text_, &at, &(*documents)[i])) return;
    (*forms)[i] = form;
  }
}

size_t LanguageForms::LowerBound(uint32_t form) const {
  const auto after =
      std::upper_bound(blocks_.begin(), blocks_.end(), form,
                       [](uint32_t wanted, const Block& block) { return wanted <= block.first_form; });
  if (after == blocks_.begin()) return 0;
  const auto block = static_cast<size_t>(after - blocks_.begin()) - 1;
  MaxTree::Block forms{};
  MaxTree::Block documents{};
  ReadBlock(block, &forms, &documents);
  size_t place = 0;
  while (place < kBlockForms && forms[place] < form) ++place;
  return std::min<size_t>(block * kBlockForms + place, size_);
}

bool LooseForms::Read(std::string_view bytes, const LooseFormSections& sections, uint32_t count) {
  if (!TakeForms(bytes, sections, count, &blocks_, &text_, &maxima_)) return false;
  size_ = count;
  return true;
}

std::string_view LooseForms::FirstForm(size_t block, size_t* at) const {
  *at = blocks_[block];
  uint32_t size = 0;
  if (!TakeNumber(text_, at, &size) || size > text_.size() - *at) {
    *at = text_.size();
    return {};
  }
  const std::string_view form(text_.data() + *at, size);
  *at += size;
  return form;
}

// What follows a form. Without `entry` it is skipped.
bool LooseForms::ReadEntry(size_t* at, std::string_view loose, std::optional<uint32_t> language,
                           LooseFormEntry* entry) const {
  uint32_t head = 0;
  if (!TakeNumber(text_, at, &head)) return false;
  const uint32_t parts = head >> 1;
  const bool spelt = (head & 1) != 0;
  std::vector<std::string_view> spellings;
  if (entry != nullptr) spellings.push_back(loose);
  uint32_t shown = 0;
  if (spelt) {
    uint32_t count = 0;
    if (!TakeNumber(text_, at, &count)) return false;
    for (uint32_t i = 0; i < count; ++i) {
      uint32_t size = 0;
      if (!TakeNumber(text_, at, &size) || size > text_.size() - *at) return false;
      if (entry != nullptr) spellings.emplace_back(text_.data() + *at, size);
      *at += size;
    }
    if (!TakeNumber(text_, at, &shown)) return false;
  }
  uint32_t number = 0;
  for (uint32_t i = 0; i < parts; ++i) {
    uint32_t difference = 0;
    uint32_t spelling = 0;
    if (!TakeNumber(text_, at, &difference) || (spelt && !TakeNumber(text_, at, &spelling))) return false;
    number += difference;
    if (entry == nullptr) continue;
    entry->languages.push_back(number);
    if (language == number) shown = spelling;
  }
  if (entry != nullptr) entry->written = spellings[shown < spellings.size() ? shown : 0];
  return true;
}

template <typename Visit>
bool LooseForms::ForEachForm(size_t block, const Visit& visit) const {
  size_t at = 0;
  std::string form(FirstForm(block, &at));
  const size_t count = std::min(kBlockForms, size_ - block * kBlockForms);
  for (size_t i = 0; i < count; ++i) {
    uint32_t ignored = 0;
    if (!TakeNumber(text_, &at, &ignored)) return false;
  }
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) {
      uint32_t shared = 0;
      uint32_t size = 0;
      if (!TakeNumber(text_, &at, &shared) || !TakeNumber(text_, &at, &size)) return false;
      if (shared > form.size() || size > text_.size() - at) return false;
      form.resize(shared);
      form.append(text_.data() + at, size);
      at += size;
    }
    if (visit(static_cast<uint32_t>(block * kBlockForms + i), form, at)) return true;
    if (!ReadEntry(&at, form, std::nullopt, nullptr)) return false;
  }
  return false;
}

// The number of the first form that is not less.
uint32_t LooseForms::LowerBound(std::string_view form) const {
  size_t low = 0;  // blocks
  size_t high = blocks_.size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    size_t ignored = 0;
    if (FirstForm(middle, &ignored) < form) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) return 0;
  uint32_t found = Saturated(std::min<uint64_t>(low * kBlockForms, size_));
  ForEachForm(low - 1, [&](uint32_t number, std::string_view candidate, size_t) {
    if (candidate < form) return false;
    found = number;
    return true;
  });
  return found;
}

LooseForms::Range LooseForms::WithPrefix(std::string_view prefix) const {
  Range range{LowerBound(prefix), size_};
  // The least bytes behind all that begin with the prefix.
  std::string behind(prefix);
  while (!behind.empty() && behind.back() == '\xFF') behind.pop_back();
  if (behind.empty()) return range;
  behind.back() = static_cast<char>(static_cast<unsigned char>(behind.back()) + 1);
  range.last = std::max(range.first, LowerBound(behind));
  return range;
}

std::vector<LooseForms::Best> LooseForms::BestOf(const Range& range, const LanguageForms* language,
                                                 size_t most) const {
  std::vector<Best> best;
  if (language == nullptr) {
    const auto read = [this](size_t block, MaxTree::Block* documents) {
      size_t at = 0;
      FirstForm(block, &at);
      const size_t count = std::min(kBlockForms, size_ - block * kBlockForms);
      for (size_t i = 0; i < count && TakeNumber(text_, &at, &(*documents)[i]); ++i) {
      }
    };
    for (const MaxTree::Ranked& ranked : maxima_.Best(range.first, range.last, most, read)) {
      best.push_back({ranked.place, ranked.number});
    }
    return best;
  }
  MaxTree::Block forms{};
  const auto read = [&](size_t block, MaxTree::Block* documents) {
    language->ReadBlock(block, &forms, documents);
  };
  for (const MaxTree::Ranked& ranked : language->maxima_.Best(language->LowerBound(range.first),
                                                              language->LowerBound(range.last), most, read)) {
    MaxTree::Block documents{};
    language->ReadBlock(ranked.place / kBlockForms, &forms, &documents);
    best.push_back({forms[ranked.place % kBlockForms], ranked.number});
  }
  return best;
}

LooseFormEntry LooseForms::Entry(uint32_t form, std::optional<uint32_t> language) const {
  LooseFormEntry entry;
  if (form >= size_) return entry;
  const size_t block = form / kBlockForms;
  size_t at = 0;
  FirstForm(block, &at);
  for (size_t i = 0; i <= form % kBlockForms; ++i) {
    if (!TakeNumber(text_, &at, &entry.documents)) return {};
  }
  bool whole = false;
  ForEachForm(block, [&](uint32_t number, std::string_view loose, size_t behind) {
    if (number != form) return false;
    whole = ReadEntry(&behind, loose, language, &entry);
    return true;
  });
  return whole ? entry : LooseFormEntry();
}

}  // namespace newsearch
