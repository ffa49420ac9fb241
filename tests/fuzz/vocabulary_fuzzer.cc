// SPDX-License-Identifier: GPL-2.0-or-later
//
// Any bytes as the vocabulary of an index, and look-ups in it: no memory error, words that there are, each
// once. Bytes without the mark of the file are words, one a line, from which a vocabulary is built.
#include "index/vocabulary.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/fuzz_expect.h"
#include "text/normalizer.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr std::string_view kMark = "NSVOCB";  // and two digits, its version

// The forms that begin with the first bytes of the queries: numbers that there are, each once.
void LookUpForms(const Vocabulary& vocabulary, const std::vector<std::string>& queries) {
  const LooseForms& forms = vocabulary.loose_forms();
  const size_t languages = std::min<size_t>(vocabulary.languages().size(), 8);
  for (const std::string& query : queries) {
    for (size_t length : {size_t{0}, std::min<size_t>(query.size(), 2), query.size()}) {
      const LooseForms::Range range = forms.WithPrefix(query.substr(0, length));
      FuzzExpect(range.first <= range.last && range.last <= forms.size(), "a range of forms");
      for (size_t language = 0; language <= languages; ++language) {
        std::set<uint32_t> once;
        const LanguageForms* of_language = language < languages ? vocabulary.forms_of(language) : nullptr;
        for (const LooseForms::Best& best : forms.BestOf(range, of_language, 20)) {
          if (of_language == nullptr) {
            FuzzExpect(best.form >= range.first && best.form < range.last, "a form of the range");
            FuzzExpect(once.insert(best.form).second, "each once");
          }
          (void)forms.Entry(best.form, language);
        }
      }
    }
  }
}

void LookUp(const Vocabulary& vocabulary, const std::vector<std::string>& queries) {
  LookUpForms(vocabulary, queries);
  SimilarityScratch scratch;
  size_t languages = 0;
  for (const LanguageVocabulary& language : vocabulary.languages()) {
    if (++languages > 8) break;  // a damaged table may name thousands
    TermFilter filter(language.lang());
    for (uint32_t word : {0u, 1u, 15u, 16u, language.size() - 1, language.size(), UINT32_MAX}) {
      FuzzExpect(word < language.size() || language.Word(word).empty(), "nothing beyond the last word");
    }
    for (const std::string& query : queries) {
      for (const LikeWord& like : language.FormsOf(query, &filter)) {
        FuzzExpect(like.word < language.size(), "a form that there is");
        FuzzExpect(like.likeness >= 0 && like.likeness <= 1, "likeness");
      }
      std::set<uint32_t> once;
      for (const LikeWord& like : language.SimilarTo(LooseForm(query), {}, &scratch)) {
        FuzzExpect(like.word < language.size(), "a similar word that there is");
        FuzzExpect(once.insert(like.word).second, "each once");
        FuzzExpect(std::isfinite(like.likeness) && like.likeness > 0, "likeness");
      }
    }
  }
}

// The bytes in memory of their own, so that reading beyond them is seen.
Result<Vocabulary> Read(std::string_view bytes) {
  const std::shared_ptr<char[]> copy(new char[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), copy.get());
  return Vocabulary::Read({copy.get(), bytes.size()}, copy, "fuzz");
}

void ReadBytes(std::string_view bytes) {
  const Result<Vocabulary> read = Read(bytes);
  if (!read.ok()) {
    const StatusCode code = read.status().code();
    FuzzExpect(code == StatusCode::kCorruption || code == StatusCode::kVersionMismatch,
               "says that it is damaged");
    return;
  }
  LookUp(*read, {"tram", "smartcities", "malmö", "krakowowi", "θεσσαλονίκη", ""});
}

void BuildWords(std::string_view text) {
  std::set<std::string> words;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    uint64_t ignored = 0;
    std::string word = FoldCase(SanitizeUtf8(text.substr(0, std::min<size_t>(end, 100)), &ignored));
    if (!word.empty()) words.insert(std::move(word));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  const std::vector<std::string> sorted(words.begin(), words.end());
  std::vector<VocabularyEntry> entries;
  for (const std::string& word : sorted) {
    entries.push_back({word});
    for (uint32_t doc = 1; doc <= word.size() % (kMaxStoredPostings + 1); ++doc) {
      entries.back().postings.push_back({doc * 1000, doc});
    }
  }
  const std::string bytes = Vocabulary::Build({{"en", entries}, {"pl", entries}, {"und", entries}});
  const Result<Vocabulary> vocabulary = Read(bytes);
  FuzzExpect(vocabulary.ok() && vocabulary->languages().size() == 3, "what is built is read");
  for (const LanguageVocabulary& language : vocabulary->languages()) {
    FuzzExpect(language.size() == sorted.size(), "all words");
    std::set<std::string> there;
    for (uint32_t word = 0; word < language.size(); ++word) there.insert(language.Word(word));
    FuzzExpect(there == words, "the same words");
    TermFilter filter(language.lang());
    for (size_t i = 0; i < sorted.size(); i += 1 + sorted.size() / 20) {
      bool itself = false;
      std::set<uint32_t> once;
      for (const LikeWord& like : language.FormsOf(sorted[i], &filter)) {
        FuzzExpect(once.insert(like.word).second, "each once");
        itself |= like.likeness == 1 && language.Word(like.word) == sorted[i];
      }
      FuzzExpect(itself, "a word is a form of itself");
    }
  }
  const LooseForms& forms = vocabulary->loose_forms();
  std::set<std::string> loose;
  for (const std::string& word : sorted) loose.insert(LooseForm(word));
  FuzzExpect(forms.size() == loose.size(), "all forms");
  for (size_t i = 0; i < sorted.size(); i += 1 + sorted.size() / 20) {
    const LooseForms::Range range = forms.WithPrefix(LooseForm(sorted[i]));
    FuzzExpect(range.first < range.last, "a form begins with itself");
    const LooseFormEntry entry = forms.Entry(range.first, {});
    FuzzExpect(LooseForm(entry.written) == LooseForm(sorted[i]), "it is the first that does");
    FuzzExpect(entry.languages.size() == 3, "all languages have it");
  }
  LookUp(*vocabulary,
         {sorted.begin(), sorted.begin() + static_cast<ptrdiff_t>(std::min<size_t>(sorted.size(), 5))});
}

}  // namespace
}  // namespace newsearch

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.starts_with(newsearch::kMark) && size >= 8) {
    // Of whatever version the input was made: the mark of this one, so that it is read.
    newsearch::ReadBytes(newsearch::Vocabulary::Build({}).substr(0, 8) + std::string(bytes.substr(8)));
  } else {
    newsearch::BuildWords(bytes);
  }
  return 0;
}
