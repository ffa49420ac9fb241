// SPDX-License-Identifier: GPL-2.0-or-later
#include "translate/dictionary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "translate/freedict_entry.h"

namespace newsearch {
namespace {

// A dictionary of more text than this is not turned around at each start: 12 MB take 0.1 s.
constexpr uint64_t kMaxInvertedBytes = 12 << 20;
// How many translations are asked whether they lead back, the most likely first.
constexpr size_t kMaxChecked = 30;
// Both directions agree.
constexpr double kAgreement = 1.5;

struct LanguageCode {
  std::string_view two;
  std::string_view three;
};
// Languages of FreeDict; "nor" is the Norwegian of its WikDict dictionaries.
constexpr std::array<LanguageCode, 52> kLanguages = {{
    {"af", "afr"}, {"ar", "ara"}, {"bg", "bul"}, {"br", "bre"}, {"ca", "cat"}, {"cs", "ces"}, {"cy", "cym"},
    {"da", "dan"}, {"de", "deu"}, {"el", "ell"}, {"en", "eng"}, {"eo", "epo"}, {"es", "spa"}, {"et", "est"},
    {"eu", "eus"}, {"fa", "fas"}, {"fi", "fin"}, {"fr", "fra"}, {"ga", "gle"}, {"gd", "gla"}, {"gl", "glg"},
    {"he", "heb"}, {"hi", "hin"}, {"hr", "hrv"}, {"hu", "hun"}, {"hy", "hye"}, {"id", "ind"}, {"is", "isl"},
    {"it", "ita"}, {"ja", "jpn"}, {"ka", "kat"}, {"ko", "kor"}, {"ku", "kur"}, {"la", "lat"}, {"lt", "lit"},
    {"lv", "lav"}, {"mk", "mkd"}, {"nl", "nld"}, {"no", "nor"}, {"oc", "oci"}, {"pl", "pol"}, {"pt", "por"},
    {"ro", "ron"}, {"ru", "rus"}, {"sk", "slk"}, {"sl", "slv"}, {"sr", "srp"}, {"sv", "swe"}, {"sw", "swh"},
    {"tr", "tur"}, {"uk", "ukr"}, {"zh", "zho"},
}};

std::string_view Iso639Part1(std::string_view three) {
  for (const LanguageCode& language : kLanguages) {
    if (language.three == three) return language.two;
  }
  return {};
}

std::string DictdPath(const std::string& directory, std::string_view from, std::string_view to) {
  return directory + "/freedict-" + std::string(Iso639Part3(from)) + "-" + std::string(Iso639Part3(to));
}

// The dictionary if it is there.
Status OpenIfThere(const std::string& directory, std::string_view from, std::string_view to,
                   std::optional<DictdFile>* file) {
  if (directory.empty() || Iso639Part3(from).empty() || Iso639Part3(to).empty()) return Status();
  Result<DictdFile> opened = DictdFile::Open(DictdPath(directory, from, to));
  if (opened.ok()) {
    *file = std::move(opened).value();
  } else if (opened.status().code() != StatusCode::kNotFound) {
    return opened.status();
  }
  return Status();
}

}  // namespace

std::string_view Iso639Part3(std::string_view lang) {
  for (const LanguageCode& language : kLanguages) {
    if (language.two == lang) return language.three;
  }
  return {};
}

std::string LexiconName(std::string_view from, std::string_view to) {
  return std::string("newsearch-").append(from).append("-").append(to).append(".lex");
}

std::vector<std::pair<std::string, std::string>> DictionaryPairs(const DictionaryPaths& paths) {
  std::vector<std::pair<std::string, std::string>> pairs;
  const auto for_names = [](const std::string& directory, const auto& visit) {
    if (directory.empty()) return;
    std::error_code error;
    for (std::filesystem::directory_iterator at(directory, error), end; !error && at != end;
         at.increment(error))
      visit(at->path().filename().string());
  };
  for_names(paths.dictd, [&](const std::string& name) {
    constexpr std::string_view kPattern = "freedict-xxx-yyy.index";
    if (name.size() != kPattern.size() || !name.starts_with("freedict-") || !name.ends_with(".index")) return;
    const std::string_view from = Iso639Part1(std::string_view(name).substr(9, 3));
    const std::string_view to = Iso639Part1(std::string_view(name).substr(13, 3));
    if (from.empty() || to.empty()) return;
    // Each is turned around as well.
    pairs.emplace_back(from, to);
    pairs.emplace_back(to, from);
  });
  for_names(paths.lexicon, [&](const std::string& name) {
    if (name.size() == LexiconName("xx", "yy").size() &&
        name == LexiconName(name.substr(10, 2), name.substr(13, 2)))
      pairs.emplace_back(name.substr(10, 2), name.substr(13, 2));
  });
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

Result<Dictionary> Dictionary::Open(const DictionaryPaths& paths, std::string_view from,
                                    std::string_view to) {
  Dictionary dictionary;
  if (!paths.lexicon.empty()) {
    Result<Lexicon> lexicon = Lexicon::Open(paths.lexicon + "/" + LexiconName(from, to));
    if (lexicon.ok()) {
      dictionary.lexicon_ = std::move(lexicon).value();
      return dictionary;
    }
    if (lexicon.status().code() != StatusCode::kNotFound) return lexicon.status();
  }
  if (Status status = OpenIfThere(paths.dictd, from, to, &dictionary.forward_); !status.ok()) return status;
  if (Status status = OpenIfThere(paths.dictd, to, from, &dictionary.backward_); !status.ok()) return status;
  if (!dictionary.forward_ && !dictionary.backward_) {
    return Status(StatusCode::kNotFound, "no dictionary from " + std::string(from) + " to " +
                                             std::string(to) + " in " + paths.dictd);
  }
  // Without the other direction there is nothing else, so it is turned around whatever it takes.
  if (dictionary.backward_ &&
      (!dictionary.forward_ || dictionary.backward_->text_size() <= kMaxInvertedBytes)) {
    LexiconBuilder builder;
    if (Status status = builder.AddInverse(&*dictionary.backward_); !status.ok()) return status;
    dictionary.lexicon_ = builder.Build();
    dictionary.backward_.reset();
  }
  return dictionary;
}

size_t Dictionary::size() const {
  return (lexicon_ ? lexicon_->size() : 0) + (forward_ ? forward_->size() : 0);
}

bool Dictionary::Has(std::string_view key) {
  if (lexicon_) {
    const auto [begin, end] = lexicon_->WithPrefix(key);
    if (begin < end && lexicon_->key(begin) == key) return true;
  }
  if (!forward_) return false;
  const auto [begin, end] = forward_->Equal(key);
  return begin < end;
}

void Dictionary::FindForward(std::string_view key, std::vector<ScoredPhrase>* phrases) {
  const auto read = [&](std::string_view headword, bool must_be_key) {
    const auto [begin, end] = forward_->Equal(headword);
    for (size_t i = begin; i < end; ++i) {
      const Result<std::string> text = forward_->Entry(i);
      if (!text.ok()) continue;
      const FreedictEntry entry = ParseFreedictEntry(*text);
      if (must_be_key && std::none_of(entry.headwords.begin(), entry.headwords.end(),
                                      [&](const std::string& word) { return PhraseKey(word) == key; })) {
        continue;
      }
      for (size_t sense = 0; sense < entry.senses.size(); ++sense) {
        for (size_t place = 0; place < entry.senses[sense].size(); ++place)
          AddScored(entry.senses[sense][place], PlaceScore(sense, place), 0, phrases);
      }
    }
  };
  read(key, false);
  // The index leaves hyphens and apostrophes out: "son-in-law" is "soninlaw".
  if (key.find(' ') != std::string_view::npos) {
    std::string joined(key);
    std::erase(joined, ' ');
    read(joined, true);
  }
}

std::vector<WeightedPhrase> Dictionary::Find(std::string_view key, size_t max) {
  std::vector<ScoredPhrase> phrases;
  if (forward_) FindForward(key, &phrases);
  if (lexicon_) lexicon_->Find(key, &phrases);
  if (backward_ && !phrases.empty()) {
    std::stable_sort(phrases.begin(), phrases.end(),
                     [](const ScoredPhrase& a, const ScoredPhrase& b) { return a.forward > b.forward; });
    for (size_t i = 0; i < std::min(phrases.size(), kMaxChecked); ++i) {
      const auto [begin, end] = backward_->Equal(PhraseKey(phrases[i].text));
      for (size_t number = begin; number < end; ++number) {
        const Result<std::string> text = backward_->Entry(number);
        if (!text.ok()) continue;
        const FreedictEntry entry = ParseFreedictEntry(*text);
        for (size_t sense = 0; sense < entry.senses.size(); ++sense) {
          for (size_t place = 0; place < entry.senses[sense].size(); ++place) {
            if (PhraseKey(entry.senses[sense][place]) == key) phrases[i].inverse += PlaceScore(sense, place);
          }
        }
      }
    }
  }
  std::vector<WeightedPhrase> found;
  for (const ScoredPhrase& phrase : phrases) {
    const bool agree = phrase.forward > 0 && phrase.inverse > 0;
    found.push_back({phrase.text, (phrase.forward + phrase.inverse) * (agree ? kAgreement : 1)});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const WeightedPhrase& a, const WeightedPhrase& b) { return a.weight > b.weight; });
  if (found.size() > max) found.resize(max);
  // Damaged scores may all be 0.
  const double best = found.empty() || found.front().weight <= 0 ? 1 : found.front().weight;
  for (WeightedPhrase& phrase : found) phrase.weight /= best;
  return found;
}

void Dictionary::ForEachKey(std::string_view prefix, size_t max,
                            const std::function<void(std::string_view key)>& visit) const {
  const auto walk = [&](const auto& source, const auto& word) {
    const auto [begin, end] = source.WithPrefix(prefix);
    std::string_view before;
    for (size_t i = begin; i < std::min(end, begin + max); ++i) {
      const std::string_view key = word(i);
      if (i == begin || key != before) visit(key);
      before = key;
    }
  };
  if (forward_) walk(*forward_, [&](size_t i) { return forward_->headword(i); });
  if (lexicon_) walk(*lexicon_, [&](size_t i) { return lexicon_->key(i); });
}

}  // namespace newsearch
