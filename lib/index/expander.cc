// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/expander.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "index/terms.h"
#include "schema/stored_document.h"
#include "text/language.h"
#include "text/stop_words.h"

namespace newsearch {
namespace {

// A word that a dictionary knows may be another word in the other language ("gift"); a name is the same.
constexpr double kOwnWeight = 0.3;
// The other words of a phrase match where its meaning stands, and add nothing to the score once more.
constexpr double kOtherWordsWeight = 1e-3;
// Stop words of the query are words in other languages ("was", "die"), but no word that was asked for.
constexpr double kForeignStopWord = 0.1;
// Languages whose dictionaries are asked when a query's language is guessed.
constexpr size_t kMaxAsked = 4;
constexpr size_t kMaxAskedWords = 8;

std::string_view LookAlikeSource() { return TranslationSourceName(Translation::Source::kLookAlike); }

class RunCollector {
 public:
  RunCollector(const Tokenizer& tokenizer, size_t max_words) : tokenizer_(tokenizer), left_(max_words) {}

  std::vector<WordRun> Collect(const QueryNode& root) {
    Visit(root, false);
    Finish();
    return std::move(runs_);
  }

 private:
  // Each word of a query may be a node: a run goes on until something else comes.
  void Visit(const QueryNode& node, bool excluded) {
    if (node.kind == QueryNode::Kind::kWords) {
      if (!excluded) Append(node);
      return;
    }
    if (node.kind == QueryNode::Kind::kNot) excluded = !excluded;
    Finish();
    for (const QueryNode& child : node.children) {
      if (node.kind != QueryNode::Kind::kSequence) Finish();
      Visit(child, excluded);
    }
    Finish();
  }

  void Append(const QueryNode& node) {
    WordRun words;
    tokenizer_.Tokenize(node.text, 0, &words);
    if (words.size() > left_) words.resize(left_);
    left_ -= words.size();
    for (Word& word : words) {
      if (word.is_part) continue;
      word.begin += node.offset;
      word.end += node.offset;
      run_.push_back(std::move(word));
    }
  }

  void Finish() {
    if (!run_.empty()) runs_.push_back(std::move(run_));
    run_.clear();
  }

  const Tokenizer& tokenizer_;
  size_t left_;
  WordRun run_;
  std::vector<WordRun> runs_;
};

bool HasDigit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsName(const Word& word) { return word.is_capital || HasDigit(word.folded); }

void Raise(GroupMember member, std::vector<GroupMember>* members) {
  for (GroupMember& there : *members) {
    if (there.term != member.term) continue;
    there.likeness = std::max(there.likeness, member.likeness);
    return;
  }
  members->push_back(std::move(member));
}

}  // namespace

VocabularyLookAlikes::VocabularyLookAlikes(const LanguageVocabulary& language, TermFilter* filter)
    : language_(language), look_alikes_([&] {
        // Words of a class stand together. That it has many forms says that it is a common one.
        std::vector<VocabularyWord> stems;
        for (uint32_t i = 0; i < language.size(); ++i) {
          std::string stem = filter->Key(language.Word(i));
          if (!stems.empty() && stems.back().word == stem) {
            ++stems.back().documents;
            continue;
          }
          stems.push_back({std::move(stem), 1});
          first_words_.push_back(i);
        }
        return stems;
      }()) {}

std::vector<VocabularyLookAlikes::Found> VocabularyLookAlikes::Find(const std::string& written) {
  std::vector<Found> found;
  for (const LookAlike& like : look_alikes_.Find(written)) {
    found.push_back({language_.Word(first_words_[like.word]), like.dice});
  }
  return found;
}

std::vector<WordRun> FreeWordRuns(const QueryNode& root, const Tokenizer& tokenizer, size_t max_words) {
  return RunCollector(tokenizer, max_words).Collect(root);
}

void ExpandedWords::Extend(const std::string& folded, size_t language, WordGroup* group) const {
  const auto found = additions_.find({folded, language});
  if (found == additions_.end()) return;
  const Addition& addition = found->second;
  group->importance = addition.importance;
  if (addition.members.empty()) return;
  for (GroupMember& form : group->forms) form.likeness *= static_cast<float>(addition.own);
  for (const GroupMember& member : addition.members) Raise(member, &group->forms);
  group->translated = true;
  group->stop_word = false;
}

Expander::Expander(const Vocabulary& vocabulary, std::vector<TermFilter>* filters, const Tokenizer& tokenizer,
                   Translator* translator, Kept* kept)
    : vocabulary_(vocabulary),
      filters_(*filters),
      tokenizer_(tokenizer),
      translator_(*translator),
      kept_(*kept) {
  kept_.resize(vocabulary.languages().size());
}

VocabularyLookAlikes& Expander::LookAlikesOf(size_t language) {
  std::unique_ptr<VocabularyLookAlikes>& kept = kept_[language];
  if (kept == nullptr) {
    kept = std::make_unique<VocabularyLookAlikes>(vocabulary_.languages()[language], &filters_[language]);
  }
  return *kept;
}

std::string Expander::GuessQueryLanguage(const std::string& text, const std::vector<WordRun>& runs) {
  const LanguageGuess guess = GuessLanguage(text);
  if (guess.reliable && guess.lang != kUnknownLanguage) return guess.lang;

  std::vector<const Word*> words;
  for (const WordRun& run : runs) {
    for (const Word& word : run) words.push_back(&word);
  }
  if (words.empty()) return {};
  struct Candidate {
    std::string lang;
    double known = 0;
    bool operator<(const Candidate& other) const { return known > other.known; }
  };
  std::vector<Candidate> candidates;
  const auto languages = vocabulary_.languages();
  const auto candidate = [&](const std::string& lang) -> Candidate& {
    for (Candidate& there : candidates) {
      if (there.lang == lang) return there;
    }
    return candidates.emplace_back(Candidate{lang, 0});
  };
  if (guess.lang != kUnknownLanguage) candidate(guess.lang).known += 0.5;
  for (const std::string& pivot : TranslatorOptions().pivots) candidate(pivot);
  for (size_t l = 0; l < languages.size(); ++l) {
    if (languages[l].lang() == kUnknownLanguage) continue;
    Candidate& here = candidate(languages[l].lang());
    // Every vocabulary has words of other languages too, so that it is no more than a hint.
    for (const Word* word : words) {
      here.known += languages[l].FormsOf(word->folded, &filters_[l]).empty() ? 0 : 0.5;
    }
  }
  for (const LanguageVocabulary& language : languages) {
    for (const std::string& lang : translator_.LanguagesFrom(language.lang())) candidate(lang);
  }
  for (Candidate& here : candidates) {
    for (const Word* word : words) here.known += StopWords(here.lang).count(word->folded) != 0 ? 1 : 0;
  }
  std::stable_sort(candidates.begin(), candidates.end());
  candidates.resize(std::min(candidates.size(), kMaxAsked));
  std::vector<std::string> written;
  for (const Word* word : words) {
    if (written.size() < kMaxAskedWords) written.push_back(text.substr(word->begin, word->end - word->begin));
  }
  for (Candidate& here : candidates) {
    const auto other = std::find_if(languages.begin(), languages.end(), [&](const auto& language) {
      return language.lang() != here.lang && language.lang() != kUnknownLanguage;
    });
    if (other == languages.end()) continue;
    for (size_t at = 0; at < written.size(); ++at) {
      if (StopWords(here.lang).count(words[at]->folded) != 0) continue;
      const std::vector<std::string> alone = {written[at]};
      here.known += translator_.Translate(alone, 0, here.lang, other->lang()).known ? 0.75 : 0;
    }
  }
  std::stable_sort(candidates.begin(), candidates.end());
  return candidates.front().known > 0 ? candidates.front().lang : std::string();
}

// What the words from `at` mean; sets *words to how many that is of.
void Expander::LookUpAt(const std::vector<std::string>& written, const WordRun& run, size_t at,
                        const std::string& lang, size_t language, size_t* words,
                        std::vector<Expansion>* out) {
  *words = 1;
  const LanguageVocabulary& vocabulary = vocabulary_.languages()[language];
  const Meaning meaning = translator_.Translate(written, at, lang, vocabulary.lang());
  const bool stop_word = StopWords(lang).count(run[at].folded) != 0;
  const auto is_place = [](const Translation& translation) {
    return translation.source == Translation::Source::kPlace ||
           translation.source == Translation::Source::kCountry;
  };
  // "The Hague", but not "in front of".
  if (stop_word && (meaning.words < 2 ||
                    std::none_of(meaning.translations.begin(), meaning.translations.end(), is_place))) {
    return;
  }
  *words = meaning.words;
  std::set<std::string> terms;
  const auto add = [&](const std::string& text, double weight, std::string_view source) {
    bool fresh = false;
    for (const GroupMember& member : MembersOf(text, language, weight)) {
      fresh |= terms.insert(member.term).second;
    }
    if (!fresh) return;
    // Weights go out as text and come back.
    const double rounded = std::round(weight * 1000) / 1000;
    out->push_back({run[at].begin, static_cast<uint32_t>(meaning.words), vocabulary.lang(), text, rounded,
                    std::string(source)});
  };
  for (const LikeWord& like : vocabulary.FormsOf(run[at].folded, &filters_[language])) {
    terms.insert(WordTerm(vocabulary.lang(), vocabulary.Word(like.word)));
  }
  if (meaning.known || meaning.words > 1) terms.clear();
  for (const Translation& translation : meaning.translations) {
    if (translation.source == Translation::Source::kSame) continue;
    add(translation.text, translation.weight, TranslationSourceName(translation.source));
  }
  if (meaning.words > 1) return;
  for (const VocabularyLookAlikes::Found& like : LookAlikesOf(language).Find(written[at])) {
    add(like.word, LookAlikeWeight(like.dice, meaning.name || !meaning.known), LookAlikeSource());
  }
}

std::vector<Expansion> Expander::LookUp(const std::string& text, const std::vector<WordRun>& runs,
                                        const std::string& lang) {
  std::vector<Expansion> expansions;
  const auto languages = vocabulary_.languages();
  for (const WordRun& run : runs) {
    std::vector<std::string> written;
    for (const Word& word : run) written.push_back(text.substr(word.begin, word.end - word.begin));
    for (size_t l = 0; l < languages.size(); ++l) {
      if (languages[l].lang() == lang || languages[l].lang() == kUnknownLanguage) continue;
      for (size_t at = 0; at < run.size();) {
        size_t words = 1;
        if (!run[at].is_gram) {
          // A meaning that no document has is worth less than what the shorter phrase means.
          std::vector<std::string> left = written;
          const size_t before = expansions.size();
          LookUpAt(left, run, at, lang, l, &words, &expansions);
          while (expansions.size() == before && words > 1) {
            left.resize(at + words - 1);
            LookUpAt(left, run, at, lang, l, &words, &expansions);
          }
        }
        at += words;
      }
    }
  }
  std::stable_sort(expansions.begin(), expansions.end(), [](const Expansion& a, const Expansion& b) {
    if (a.offset != b.offset) return a.offset < b.offset;
    if (a.lang != b.lang) return a.lang < b.lang;
    return a.weight > b.weight;
  });
  return expansions;
}

// The words of the index that a text stands for; stop words alone stand for none.
std::vector<GroupMember> Expander::MembersOf(const std::string& text, size_t language, double weight) {
  const LanguageVocabulary& vocabulary = vocabulary_.languages()[language];
  TermFilter& filter = filters_[language];
  std::vector<Word> words;
  tokenizer_.Tokenize(text, 0, &words);
  std::erase_if(words, [&](const Word& word) { return word.is_part || filter.IsStopWord(word); });
  std::vector<GroupMember> members;
  for (const Word& word : words) {
    for (const LikeWord& like : vocabulary.FormsOf(word.folded, &filter)) {
      const double likeness = like.likeness * weight / static_cast<double>(words.size());
      Raise(MakeMember(vocabulary, {like.word, static_cast<float>(likeness)}), &members);
    }
  }
  return members;
}

ExpandedWords Expander::Apply(const std::vector<WordRun>& runs, const std::string& lang,
                              const std::vector<Expansion>& expansions, std::vector<QueryWarning>* warnings) {
  ExpandedWords expanded;
  const auto languages = vocabulary_.languages();
  const std::unordered_set<std::string>& stop_words = StopWords(lang);
  for (const WordRun& run : runs) {
    for (const Word& word : run) {
      if (stop_words.count(word.folded) == 0) continue;
      for (size_t l = 0; l < languages.size(); ++l) {
        if (languages[l].lang() != lang) expanded.additions_[{word.folded, l}].importance = kForeignStopWord;
      }
    }
  }
  std::map<uint64_t, std::pair<const WordRun*, size_t>> places;
  for (const WordRun& run : runs) {
    for (size_t at = 0; at < run.size(); ++at) places[run[at].begin] = {&run, at};
  }
  for (const Expansion& expansion : expansions) {
    const auto place = places.find(expansion.offset);
    if (place == places.end() || expansion.words == 0) {
      warnings->push_back(
          {"'" + expansion.text + "' (" + expansion.lang + ") stands for no word of the query",
           expansion.offset});
      continue;
    }
    if (expansion.weight <= 0) continue;
    const auto& [run, at] = place->second;
    for (size_t l = 0; l < languages.size(); ++l) {
      if (languages[l].lang() != expansion.lang) continue;
      const std::vector<GroupMember> members = MembersOf(expansion.text, l, expansion.weight);
      const size_t end = std::min<size_t>(run->size(), at + expansion.words);
      for (size_t i = at; i < end; ++i) {
        const Word& word = (*run)[i];
        ExpandedWords::Addition& addition = expanded.additions_[{word.folded, l}];
        addition.importance = 1;
        if (expansion.source != LookAlikeSource() && !IsName(word)) addition.own = kOwnWeight;
        for (GroupMember member : members) {
          if (i > at) member.likeness *= static_cast<float>(kOtherWordsWeight);
          Raise(std::move(member), &addition.members);
        }
      }
    }
  }
  return expanded;
}

}  // namespace newsearch
