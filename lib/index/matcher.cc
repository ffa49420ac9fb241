// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/matcher.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <span>

#include "index/terms.h"
#include "index/weights.h"
#include "schema/calendar.h"
#include "schema/fields.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using Kind = QueryNode::Kind;

MatchedDocs Exactly(const DocSet& docs) { return {docs, docs}; }

// Whether `phrase` stands in words[begin, end).
bool HasPhrase(const std::vector<WordCode>& words, size_t begin, size_t end,
               const std::vector<WordCode>& phrase) {
  const auto first = words.begin() + static_cast<ptrdiff_t>(begin);
  const auto last = words.begin() + static_cast<ptrdiff_t>(end);
  return std::search(first, last, phrase.begin(), phrase.end()) != last;
}

std::vector<WordCode> CodesOf(const std::vector<Word>& words) {
  std::vector<WordCode> codes;
  for (const Word& word : words) codes.push_back(WordCodeOf(LooseForm(word.folded)));
  return codes;
}

double SimilarWeight(const Word& word, std::string_view loose) {
  if (word.is_gram) return kSimilarPairWeight;
  const double grams = static_cast<double>(CountCodePoints(loose)) - 3;
  return std::pow(std::max(1.0, grams) / kMiddleGrams, kGramsExponent);
}

}  // namespace

DocSet Matcher::Fail(std::string message, uint64_t offset) {
  if (error_.ok()) error_ = Status(StatusCode::kBadQuery, std::move(message), offset);
  return None();
}

Result<MatchedDocs> Matcher::Run(const QueryNode& root) {
  MatchedDocs matched = Node(root);
  if (!error_.ok()) return error_;
  // Values of one facet are alternatives, facets all hold.
  std::map<std::string, DocSet> by_facet;
  for (const FacetFilter& filter : request_.filters) {
    const FacetField* field = view_.facets.Find(filter.facet);
    if (field == nullptr) {
      return Status(StatusCode::kInvalidArgument, NoSuchFacet(filter.facet, view_.facets));
    }
    by_facet.try_emplace(filter.facet, None()).first->second |= FacetValue(*field, filter.value);
  }
  for (const auto& [facet, docs] : by_facet) {
    matched.exact &= docs;
    matched.wide &= docs;
  }
  return matched;
}

std::vector<Word> Matcher::Words(const std::string& text, uint64_t offset) {
  std::vector<Word> words;
  view_.tokenizer.Tokenize(text, 0, &words);
  if (word_count_ + words.size() > kMaxQueryWords) {
    if (word_count_ < kMaxQueryWords || warnings_.empty()) {
      warnings_.push_back(
          {"only the first " + std::to_string(kMaxQueryWords) + " words of the query are used", offset});
    }
    words.resize(kMaxQueryWords - std::min(word_count_, kMaxQueryWords));
  }
  word_count_ += words.size();
  for (Word& word : words) {
    word.begin += offset;
    word.end += offset;
  }
  return words;
}

MatchedDocs Matcher::Node(const QueryNode& node) {
  switch (node.kind) {
    case Kind::kAll:
      return Exactly(view_.docs.all());
    case Kind::kWords:
      return Sequence({&node});
    case Kind::kPhrase:
      return Exactly(Phrase(node));
    case Kind::kTitleWords:
      return Exactly(TitleWords(node));
    case Kind::kFacet:
      return Exactly(Facet(node));
    case Kind::kFacetRange:
      return Exactly(FacetRange(node));
    case Kind::kDateRange:
      return Exactly(DateRange(node));
    case Kind::kNot: {
      ++negations_;
      const MatchedDocs excluded = Node(node.children.front());
      --negations_;
      DocSet docs = view_.docs.all();
      return Exactly(docs -= excluded.exact);
    }
    case Kind::kSequence: {
      std::vector<const QueryNode*> children;
      for (const QueryNode& child : node.children) children.push_back(&child);
      return Sequence(children);
    }
    case Kind::kAnd:
    case Kind::kOr: {
      MatchedDocs matched = Node(node.children.front());
      for (size_t i = 1; i < node.children.size(); ++i) {
        const MatchedDocs other = Node(node.children[i]);
        if (node.kind == Kind::kAnd) {
          matched.exact &= other.exact;
          matched.wide &= other.wide;
        } else {
          matched.exact |= other.exact;
          matched.wide |= other.wide;
        }
      }
      return matched;
    }
  }
  return Exactly(None());
}

MatchedDocs Matcher::Sequence(const std::vector<const QueryNode*>& children) {
  std::vector<Word> words;
  std::vector<MatchedDocs> groups;
  std::vector<MatchedDocs> required;
  DocSet excluded = None();
  bool has_free = false;
  bool beside_words = false;
  for (const QueryNode* child : children) {
    if (child->kind == Kind::kWords) {
      std::vector<Word> found = Words(child->text, child->offset);
      // What stands on both sides of something else is not side by side.
      const uint32_t shift = words.empty() ? 0 : words.back().position + (beside_words ? 1 : 2);
      for (Word& word : found) word.position += shift;
      words.insert(words.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
      has_free = true;
    } else if (child->kind == Kind::kNot) {
      ++negations_;
      excluded |= Node(child->children.front()).exact;
      --negations_;
    } else if (IsStrict(*child)) {
      required.push_back(Node(*child));
    } else {
      groups.push_back(Node(*child));
      has_free = true;
    }
    beside_words = child->kind == Kind::kWords;
  }
  // Words without a letter or digit ("??") are no condition if something else is.
  MatchedDocs matched;
  if (!words.empty() || !groups.empty()) {
    matched = FreeWords(words, groups);
  } else {
    matched = Exactly(has_free && required.empty() ? None() : view_.docs.all());
  }
  for (const MatchedDocs& condition : required) {
    matched.exact &= condition.exact;
    matched.wide &= condition.exact;
  }
  matched.exact -= excluded;
  matched.wide -= excluded;
  return matched;
}

QueryWord Matcher::MakeWord(const Word& word) {
  QueryWord made;
  made.folded = word.folded;
  made.offset = word.begin;
  made.is_gram = word.is_gram;
  if (word.is_capital && word.begin > 0) made.weight = request_.ranking.capital_weight;
  if (word.is_part) made.weight *= request_.ranking.part_weight;
  const std::string loose = LooseForm(word.folded);
  made.similar_weight = SimilarWeight(word, loose);
  const WordCode code = WordCodeOf(loose);
  const SimilarityOptions similarity{request_.ranking.similar_words, request_.ranking.min_likeness};
  const bool wants_similar = request_.ranking.similar_weight > 0 && similarity.max_words > 0 && wanted();
  const auto languages = view_.vocabulary.languages();
  for (size_t l = 0; l < languages.size(); ++l) {
    const LanguageVocabulary& language = languages[l];
    TermFilter& filter = (*view_.filters)[l];
    WordGroup& group = made.groups.emplace_back();
    group.stop_word = filter.IsStopWord(word);
    for (const LikeWord& like : language.FormsOf(word.folded, &filter)) {
      GroupMember& form = group.forms.emplace_back(MakeMember(language, like));
      if (form.code != code) form.likeness *= kOtherFormLikeness;
    }
    if (expanded_ != nullptr && wanted()) expanded_->Extend(word.folded, l, &group);
    // Where something else stands for the word, n-grams of it find mostly other words.
    if (wants_similar && !group.stop_word && !group.translated) {
      for (const LikeWord& like : language.SimilarTo(loose, similarity, view_.scratch)) {
        GroupMember& member = group.similar.emplace_back(MakeMember(language, like));
        member.likeness = std::pow(member.likeness, kSimilarityExponent);
      }
    }
  }
  return made;
}

// Looks up the words that were not there before and scores them if they are wanted; their numbers in Taken(),
// each once.
std::vector<size_t> Matcher::TakeWords(const std::vector<Word>& words) {
  TakenWords& taken = Taken();
  // A word that is said twice is wanted twice as much.
  std::map<std::string_view, double> counts;
  for (const Word& word : words) counts[word.folded] += 1;
  std::vector<size_t> numbers;
  size_t before = SIZE_MAX;
  uint32_t position_before = 0;
  for (const Word& word : words) {
    const auto [known, fresh] = taken.numbers.try_emplace(word.folded, taken.words.size());
    const size_t number = known->second;
    if (fresh) {
      taken.words.push_back(MakeWord(word));
      taken.words.back().weight *= counts[word.folded];
      ScoreWord(&taken.words.back());
    }
    if (std::find(numbers.begin(), numbers.end(), number) == numbers.end()) numbers.push_back(number);
    if (word.is_part) continue;
    // Pairs of characters overlap: that they stand side by side says nothing new.
    if (word.is_gram) {
      before = SIZE_MAX;
      continue;
    }
    const std::pair<size_t, size_t> pair(before, number);
    if (before != SIZE_MAX && before != number && word.position == position_before + 1 && wanted() &&
        std::find(neighbours_.begin(), neighbours_.end(), pair) == neighbours_.end()) {
      neighbours_.push_back(pair);
    }
    before = number;
    position_before = word.position;
  }
  return numbers;
}

// Finds the documents of a word that was not there before, and scores its groups if it is wanted.
void Matcher::ScoreWord(QueryWord* word) {
  const RankingOptions& ranking = request_.ranking;
  std::vector<DocSet>& docs = Taken().form_docs.emplace_back();
  std::vector<DocSet>& similar_docs = Taken().similar_docs.emplace_back(word->groups.size());
  DocSet& docs_with = Taken().docs_with.emplace_back(None());
  const auto weight_of = [&](const WordGroup& group) {
    return wanted() && !group.stop_word ? word->weight * group.importance : 0;
  };
  std::vector<double> with_forms;  // documents, by language
  for (size_t l = 0; l < word->groups.size(); ++l) {
    WordGroup& group = word->groups[l];
    GroupDocs forms = scorer_.Find(group.forms, l, group.translated);
    docs_with |= forms.docs;
    with_forms.push_back(forms.documents);
    group.idf = forms.idf;
    group.documents = static_cast<uint32_t>(forms.docs.Count());
    // What is too short for n-grams is similar to itself alone.
    const double weight = weight_of(group);
    const double similar_weight = ranking.similar_weight * (word->is_gram ? kSimilarPairWeight : 1);
    group.scored = group.similar.empty() ? weight * (1 + similar_weight) : weight;
    scorer_.Score(forms, group.scored);
    docs.push_back(std::move(forms.docs));
  }
  const bool somewhere = std::any_of(with_forms.begin(), with_forms.end(), [](double n) { return n > 0; });
  for (size_t l = 0; l < word->groups.size(); ++l) {
    WordGroup& group = word->groups[l];
    if (group.similar.empty()) continue;
    GroupDocs alike = scorer_.Find(group.similar, l, true);
    docs_with |= alike.docs;
    group.similar_idf = alike.idf;
    // The more of what is similar the word's own forms do not cover, the more that says; but little in a
    // language without the word if another has it.
    const double covered = alike.documents > 0 ? std::min(1.0, with_forms[l] / alike.documents) : 1;
    const double share = with_forms[l] == 0 && somewhere ? kForeignSimilarWeight : 2 - covered;
    const double weight = weight_of(group);
    group.similar_scored = weight * ranking.similar_weight * word->similar_weight * share;
    scorer_.Score(alike, group.similar_scored);
    similar_docs[l] = std::move(alike.docs);
  }
}

// In each language: the words that are no stop words there decide what matches; stop words only add a little
// weight, when the best are put in order. A query of nothing but stop words takes them for words.
MatchedDocs Matcher::FreeWords(const std::vector<Word>& words, const std::vector<MatchedDocs>& groups) {
  const bool all = request_.match == MatchMode::kAll;
  const std::vector<size_t> numbers = TakeWords(words);
  TakenWords& taken = Taken();
  std::vector<bool> is_part(numbers.size());
  for (size_t i = 0; i < numbers.size(); ++i) {
    is_part[i] = std::none_of(words.begin(), words.end(), [&](const Word& word) {
      return !word.is_part && word.folded == taken.words[numbers[i]].folded;
    });
  }
  const size_t languages = view_.vocabulary.languages().size();
  MatchedDocs matched = Exactly(None());
  // Documents with the word in any language, for words that are required.
  std::vector<DocSet> anywhere;
  if (all) {
    for (size_t number : numbers) {
      DocSet docs = None();
      for (const DocSet& in_language : taken.form_docs[number]) docs |= in_language;
      anywhere.push_back(std::move(docs));
    }
  }
  for (size_t l = 0; l < languages; ++l) {
    const bool has_content = std::any_of(numbers.begin(), numbers.end(), [&](size_t number) {
      return !taken.words[number].groups[l].stop_word;
    });
    const bool stop_words_count = !has_content && groups.empty();
    if (!all) {
      for (size_t i = 0; i < numbers.size(); ++i) {
        WordGroup& group = taken.words[numbers[i]].groups[l];
        if (group.stop_word && !stop_words_count) continue;
        // Once, as other words, in however many places they stand.
        if (group.stop_word && wanted() && group.scored == 0) {
          scorer_.Score(scorer_.Find(group.forms, l, group.translated), taken.words[numbers[i]].weight);
          group.scored += taken.words[numbers[i]].weight;
        }
        matched.exact |= taken.form_docs[numbers[i]][l];
      }
      continue;
    }
    const std::string& lang = view_.vocabulary.languages()[l].lang();
    const auto stats = std::find_if(view_.docs.langs().begin(), view_.docs.langs().end(),
                                    [&lang](const auto& other) { return other.lang == lang; });
    if (stats == view_.docs.langs().end()) continue;
    // If all words are stop words here, nothing is asked of the documents in this language.
    DocSet docs = stats->docs;
    for (size_t i = 0; i < numbers.size(); ++i) {
      if (is_part[i] || (taken.words[numbers[i]].groups[l].stop_word && !stop_words_count)) continue;
      docs &= anywhere[i];
    }
    matched.exact |= docs;
  }
  if (all) {
    // Documents without a word of their own language, only of their paragraphs': it has no stop words either.
    for (const DocTable::LangStats& stats : view_.docs.langs()) {
      if (view_.vocabulary.NumberOf(stats.lang) < languages) continue;
      DocSet docs = stats.docs;
      for (size_t i = 0; i < numbers.size(); ++i) {
        if (!is_part[i]) docs &= anywhere[i];
      }
      matched.exact |= docs;
    }
    if (numbers.empty()) matched.exact = view_.docs.all();
    for (const MatchedDocs& group : groups) matched.exact &= group.exact;
    matched.wide = matched.exact;
    return matched;
  }
  matched.wide = matched.exact;
  for (const MatchedDocs& group : groups) {
    matched.exact |= group.exact;
    matched.wide |= group.wide;
  }
  matched.wide |= matched.exact;
  for (size_t number : numbers) {
    // Most documents have a pair with one of a pair's characters: no reason to list them.
    if (taken.words[number].is_gram) continue;
    for (size_t l = 0; l < languages; ++l) {
      if (!taken.words[number].groups[l].similar.empty()) matched.wide |= taken.similar_docs[number][l];
    }
  }
  return matched;
}

std::vector<std::string> Matcher::LangsOf(uint32_t doc) const {
  std::vector<std::string> words_of, similar_of, stop_words_of;
  const auto languages = view_.vocabulary.languages();
  for (size_t l = 0; l < languages.size(); ++l) {
    bool has_word = false;
    bool has_similar = false;
    bool has_stop_word = false;
    for (size_t w = 0; w < wanted_.words.size(); ++w) {
      const WordGroup& group = wanted_.words[w].groups[l];
      const bool weak = group.stop_word || group.importance < 1;
      (weak ? has_stop_word : has_word) |= wanted_.form_docs[w][l].Has(doc);
      has_similar |= !group.similar.empty() && wanted_.similar_docs[w][l].Has(doc);
    }
    if (has_word) words_of.push_back(languages[l].lang());
    if (has_similar) similar_of.push_back(languages[l].lang());
    if (has_stop_word) stop_words_of.push_back(languages[l].lang());
  }
  return !words_of.empty() ? words_of : !similar_of.empty() ? similar_of : stop_words_of;
}

// Documents that have all of the words as they are written, case and marks aside.
DocSet Matcher::WithWords(const std::vector<Word>& words) {
  DocSet docs = view_.docs.all();
  std::vector<std::string> seen;
  const auto languages = view_.vocabulary.languages();
  for (const Word& word : words) {
    if (word.is_part) continue;
    const std::string loose = LooseForm(word.folded);
    if (std::find(seen.begin(), seen.end(), loose) != seen.end()) continue;
    DocSet with = None();
    for (size_t l = 0; l < languages.size(); ++l) {
      for (const LikeWord& like : languages[l].FormsOf(word.folded, &(*view_.filters)[l])) {
        const std::string text = languages[l].Word(like.word);
        if (LooseForm(text) == loose) with |= Term(WordTerm(languages[l].lang(), text));
      }
    }
    docs &= with;
    seen.push_back(loose);
  }
  return docs;
}

template <typename Accepts>
void Matcher::KeepIf(DocSet* docs, const Accepts& accepts) {
  DocSet kept = None();
  docs->ForEach([&](uint32_t doc) {
    const WordSequence* sequence = view_.sequences->Find(doc);
    if (sequence != nullptr && accepts(*sequence)) kept.Add(doc);
  });
  *docs = std::move(kept);
}

DocSet Matcher::Phrase(const QueryNode& node) {
  std::vector<Word> words = Words(node.text, node.offset);
  if (words.empty()) return None();
  (void)TakeWords(words);
  std::erase_if(words, [](const Word& word) { return word.is_part; });
  DocSet docs = WithWords(words);
  const bool in_title = node.field == "title";
  if (words.size() == 1 && !in_title) return docs;
  const std::vector<WordCode> phrase = CodesOf(words);
  KeepIf(&docs, [&](const WordSequence& sequence) {
    return HasPhrase(sequence.words, 0, sequence.title_words, phrase) ||
           (!in_title && HasPhrase(sequence.words, sequence.title_words, sequence.words.size(), phrase));
  });
  return docs;
}

DocSet Matcher::TitleWords(const QueryNode& node) {
  std::vector<Word> words = Words(node.text, node.offset);
  if (words.empty()) return None();
  (void)TakeWords(words);
  std::erase_if(words, [](const Word& word) { return word.is_part; });
  DocSet docs = WithWords(words);
  const std::vector<WordCode> codes = CodesOf(words);
  KeepIf(&docs, [&](const WordSequence& sequence) {
    const auto begin = sequence.words.begin();
    const auto end = begin + static_cast<ptrdiff_t>(sequence.title_words);
    return std::all_of(codes.begin(), codes.end(),
                       [&](WordCode code) { return std::find(begin, end, code) != end; });
  });
  return docs;
}

DocSet Matcher::Term(const std::string& term) {
  DocSet docs = None();
  view_.postings->Read(term)->ForEach([&](uint32_t doc, uint32_t) {
    if (doc < view_.docs.limit()) docs.Add(doc);
  });
  return docs;
}

// The documents with this value. Rolled up, also those whose places lie in it.
DocSet Matcher::FacetValue(const FacetField& field, const std::string& value) {
  DocSet docs = Term(FacetTerm(field, value));
  const FacetField* place = request_.roll_up && RollsUp(field.name) ? view_.facets.Find("place") : nullptr;
  if (place != nullptr) docs |= Term(FacetTerm(*place, value));
  return docs;
}

DocSet Matcher::Facet(const QueryNode& node) {
  const FacetField* field = view_.facets.Find(node.field);
  if (field == nullptr) return Fail(NoSuchFacet(node.field, view_.facets), node.offset);
  if (node.field == "year" && !IsFourDigitYear(node.text)) return Fail("no year: " + node.text, node.offset);
  return FacetValue(*field, node.text);
}

DocSet Matcher::FacetRange(const QueryNode& node) {
  const FacetField* field = view_.facets.Find(node.field);
  if (field == nullptr) return Fail(NoSuchFacet(node.field, view_.facets), node.offset);
  if (field->multi_valued) {
    return Fail("a range needs a facet with one value a document; " + node.field + " has several",
                node.offset);
  }
  if (node.field == "year") {
    for (const std::string* bound : {&node.low, &node.high}) {
      if (bound->empty()) continue;
      if (!IsFourDigitYear(*bound)) return Fail("no year: " + *bound, node.offset);
    }
  }
  const FacetColumn* column = view_.columns.Find(node.field);
  if (column == nullptr) return None();
  // "\0" is the least value after the bound itself.
  const uint32_t end =
      node.high.empty() ? column->size() + 1 : column->LowerBound(node.high + std::string(1, '\0'));
  return column->WithOrdinals(column->LowerBound(node.low), end - 1);
}

// A document's date is an interval too; it matches if the intervals overlap.
DocSet Matcher::DateRange(const QueryNode& node) {
  // Bounds are days of the years 1 to 9999; kNoDay is less than any of them.
  const int32_t low = node.low.empty() ? kNoDay + 1 : static_cast<int32_t>(std::stod(node.low));
  const int32_t high =
      node.high.empty() ? std::numeric_limits<int32_t>::max() : static_cast<int32_t>(std::stod(node.high));
  const int32_t* first_days = view_.columns.first_days().data();
  const int32_t* last_days = view_.columns.last_days().data();
  // Without branches: which documents match cannot be foretold.
  return DocSet::Where(view_.docs.limit(), [=](size_t doc) {
    return static_cast<bool>(static_cast<int>(first_days[doc] != kNoDay) &
                             static_cast<int>(last_days[doc] >= low) &
                             static_cast<int>(first_days[doc] <= high));
  });
}

}  // namespace newsearch
