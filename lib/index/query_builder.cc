// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/query_builder.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "index/terms.h"
#include "index/weights.h"
#include "schema/calendar.h"
#include "schema/fields.h"

namespace newsearch {
namespace {

using Kind = QueryNode::Kind;
using Xapian::Query;

Query Combine(Query::op op, const std::vector<Query>& parts) {
  if (parts.size() == 1) return parts.front();
  return Query(op, parts.begin(), parts.end());
}

// The weight of a term that stands in `with_term` of `documents`, as Xapian::BM25Weight has it.
double Bm25Idf(double documents, double with_term) {
  with_term = std::min(with_term, documents);
  double ratio = (documents - with_term + 0.5) / (with_term + 0.5);
  if (ratio < 2) ratio = ratio * 0.5 + 1;
  return std::log(ratio);
}

// `wanted` must match and gives the weight; `bonus`, if it matches too, adds weight.
Query WithBonus(const Query& wanted, const Query& bonus) {
  return bonus.empty() ? wanted : Query(Query::OP_AND_MAYBE, wanted, bonus);
}

Query AllDocuments() { return Query(Query::OP_SCALE_WEIGHT, Query::MatchAll, 0); }

// The lowest value there can be; documents without a value are below it.
const std::string kBeforeAllValues(1, '\0');

// A condition that adds no weight.
Query Unweighted(const Query& query) { return Query(Query::OP_SCALE_WEIGHT, query, 0); }

}  // namespace

Query QueryBuilder::Fail(std::string message, uint64_t offset) {
  if (error_.ok()) error_ = Status(StatusCode::kBadQuery, std::move(message), offset);
  return Query::MatchNothing;
}

Result<Query> QueryBuilder::Build(const QueryNode& root, const std::vector<FacetFilter>& filters) {
  Query query = Node(root);
  if (!error_.ok()) return error_;
  // Values of one facet are alternatives, facets all hold.
  std::map<std::string, std::vector<Query>> by_facet;
  for (const FacetFilter& filter : filters) {
    const FacetField* field = facets_.Find(filter.facet);
    if (field == nullptr) return Status(StatusCode::kInvalidArgument, NoSuchFacet(filter.facet, facets_));
    AddFacetTerms(*field, filter.value, &by_facet[filter.facet]);
  }
  for (const auto& [facet, values] : by_facet) {
    query = Query(Query::OP_FILTER, query, Combine(Query::OP_OR, values));
  }
  return query;
}

std::vector<Word> QueryBuilder::Words(const std::string& text, uint64_t offset) {
  std::vector<Word> words;
  tokenizer_.Tokenize(text, 0, &words);
  // A joined name is asked for as it is written; its parts are there for those who ask for them.
  std::erase_if(words, [](const Word& word) { return word.is_part; });
  if (word_count_ + words.size() > kMaxQueryWords) {
    if (word_count_ < kMaxQueryWords || warnings_.empty()) {
      warnings_.push_back(
          {"only the first " + std::to_string(kMaxQueryWords) + " words of the query are used", offset});
    }
    words.resize(kMaxQueryWords - std::min(word_count_, kMaxQueryWords));
  }
  word_count_ += words.size();
  if (negations_ % 2 == 0) highlight_words_.insert(highlight_words_.end(), words.begin(), words.end());
  return words;
}

Query QueryBuilder::Node(const QueryNode& node) {
  switch (node.kind) {
    case Kind::kAll:
      return AllDocuments();
    case Kind::kWords:
      return Sequence({&node});
    case Kind::kPhrase:
      return Phrase(node);
    case Kind::kTitleWords:
      return TitleWords(node);
    case Kind::kFacet:
      return Facet(node);
    case Kind::kFacetRange:
      return FacetRange(node);
    case Kind::kDateRange:
      return DateRange(node);
    case Kind::kNot: {
      ++negations_;
      Query excluded = Node(node.children.front());
      --negations_;
      return Query(Query::OP_AND_NOT, AllDocuments(), excluded);
    }
    case Kind::kSequence: {
      std::vector<const QueryNode*> children;
      for (const QueryNode& child : node.children) children.push_back(&child);
      return Sequence(children);
    }
    case Kind::kAnd:
    case Kind::kOr: {
      std::vector<Query> parts;
      for (const QueryNode& child : node.children) parts.push_back(Node(child));
      return Combine(node.kind == Kind::kAnd ? Query::OP_AND : Query::OP_OR, parts);
    }
  }
  return Query::MatchNothing;
}

Query QueryBuilder::Sequence(const std::vector<const QueryNode*>& children) {
  std::vector<Word> words;
  std::vector<Query> groups;
  std::vector<Query> required;
  std::vector<Query> excluded;
  bool has_free = false;
  for (const QueryNode* child : children) {
    if (child->kind == Kind::kWords) {
      std::vector<Word> found = Words(child->text, child->offset);
      words.insert(words.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
      has_free = true;
    } else if (child->kind == Kind::kNot) {
      ++negations_;
      excluded.push_back(Node(child->children.front()));
      --negations_;
    } else if (IsStrict(*child)) {
      required.push_back(Node(*child));
    } else {
      groups.push_back(Node(*child));
      has_free = true;
    }
  }
  Query query;
  // Words without a letter or digit ("??") are no condition if something else is.
  const bool free_holds = !words.empty() || !groups.empty();
  if (free_holds) query = FreeWords(words, groups);
  if (!required.empty()) {
    const Query strict = Combine(Query::OP_AND, required);
    query = free_holds ? Query(Query::OP_AND, query, strict) : strict;
  } else if (!free_holds) {
    query = has_free ? Query::MatchNothing : AllDocuments();
  }
  for (const Query& part : excluded) query = Query(Query::OP_AND_NOT, query, part);
  return query;
}

// In each language: the words that are no stop words there decide what matches, stop words only add a little
// weight. A query of nothing but stop words takes them for words.
//
// A word is as rare as it is in all languages together (a group in the sense of Pirkola 1998): otherwise the
// few documents of a small language would come first for every name, since there it stands in fewer of them.
Query QueryBuilder::FreeWords(const std::vector<Word>& words, const std::vector<Query>& groups) {
  struct Term {
    std::string term;
    Xapian::doccount documents = 0;
    bool stop_word = false;
  };
  const size_t languages = filters_->size();
  std::vector<std::vector<Term>> terms(words.size());  // by word, then language
  std::vector<double> in_all(words.size());            // documents with the word, whatever the language
  for (size_t w = 0; w < words.size(); ++w) {
    for (TermFilter& filter : *filters_) {
      Term term{StemTerm(filter.lang(), filter.Stem(words[w])), 0, filter.IsStopWord(words[w])};
      term.documents = database_.get_termfreq(term.term);
      in_all[w] += term.documents;
      terms[w].push_back(std::move(term));
    }
  }
  const double all_documents = database_.get_doccount();
  std::vector<Query> alternatives;
  for (size_t l = 0; l < languages; ++l) {
    const bool has_content = std::any_of(terms.begin(), terms.end(),
                                         [l](const std::vector<Term>& word) { return !word[l].stop_word; });
    const bool stop_words_count = !has_content && groups.empty();
    if (!has_content && !stop_words_count && match_ == MatchMode::kAll) {
      // All words are stop words here, so nothing is asked of the documents in this language.
      alternatives.push_back(Unweighted(Query(FacetTerm(*facets_.Find("lang"), (*filters_)[l].lang()))));
      continue;
    }
    // A word said twice is not wanted twice; one that is a stop word in one spelling only is none.
    std::vector<std::pair<Term, double>> wanted_terms;
    for (size_t w = 0; w < words.size(); ++w) {
      const Term& term = terms[w][l];
      const auto same = std::find_if(wanted_terms.begin(), wanted_terms.end(),
                                     [&term](const auto& other) { return other.first.term == term.term; });
      if (same == wanted_terms.end()) {
        wanted_terms.emplace_back(term, in_all[w]);
      } else {
        same->first.stop_word &= term.stop_word;
      }
    }
    std::vector<Query> content;
    std::vector<Query> stop;
    bool possible = true;
    for (const auto& [term, documents_in_all] : wanted_terms) {
      const bool is_content = !term.stop_word || stop_words_count;
      if (term.documents == 0) {
        possible &= !(is_content && match_ == MatchMode::kAll);
        continue;
      }
      Query query(term.term);
      if (documents_in_all > term.documents) {
        const double factor =
            Bm25Idf(all_documents, documents_in_all) / Bm25Idf(all_documents, term.documents);
        query = Query(Query::OP_SCALE_WEIGHT, query, factor);
      }
      (is_content ? content : stop).push_back(query);
    }
    if (content.empty() || !possible) continue;
    const Query wanted = Combine(match_ == MatchMode::kAll ? Query::OP_AND : Query::OP_OR, content);
    Query bonus;
    if (!stop.empty()) bonus = Query(Query::OP_SCALE_WEIGHT, Combine(Query::OP_OR, stop), kStopWordWeight);
    alternatives.push_back(WithBonus(wanted, bonus));
  }
  std::vector<Query> units = groups;
  if (!alternatives.empty()) {
    units.push_back(Combine(Query::OP_OR, alternatives));
  } else if (!words.empty() && match_ == MatchMode::kAll) {
    return Query::MatchNothing;
  }
  if (units.empty()) return Query::MatchNothing;
  return Combine(match_ == MatchMode::kAll ? Query::OP_AND : Query::OP_OR, units);
}

// Word forms have positions but no weight; the stems of the same words give it, as many of them as there are.
Query QueryBuilder::WeightOf(const std::vector<Word>& words) {
  const MatchMode mode = std::exchange(match_, MatchMode::kAny);
  const Query weight = FreeWords(words, {});
  match_ = mode;
  return weight;
}

Query QueryBuilder::Phrase(const QueryNode& node) {
  const std::vector<Word> words = Words(node.text, node.offset);
  if (words.empty()) return Query::MatchNothing;
  std::vector<Query> forms;
  for (const Word& word : words) {
    const std::string form = WordForm(word);
    forms.emplace_back(node.field == "title" ? TitleTerm(form) : form);
  }
  const Query phrase =
      forms.size() == 1 ? forms.front() : Query(Query::OP_PHRASE, forms.begin(), forms.end(), forms.size());
  return WithBonus(Unweighted(phrase), WeightOf(words));
}

Query QueryBuilder::TitleWords(const QueryNode& node) {
  const std::vector<Word> words = Words(node.text, node.offset);
  if (words.empty()) return Query::MatchNothing;
  std::vector<Query> forms;
  for (const Word& word : words) forms.emplace_back(TitleTerm(WordForm(word)));
  return WithBonus(Unweighted(Combine(Query::OP_AND, forms)), WeightOf(words));
}

// The terms of which a document with this value has one. Rolled up, also the places that lie in it.
void QueryBuilder::AddFacetTerms(const FacetField& field, const std::string& value,
                                 std::vector<Query>* terms) {
  terms->emplace_back(FacetTerm(field, value));
  const FacetField* place = roll_up_ && RollsUp(field.name) ? facets_.Find("place") : nullptr;
  if (place != nullptr) terms->emplace_back(FacetTerm(*place, value));
}

Query QueryBuilder::Facet(const QueryNode& node) {
  const FacetField* field = facets_.Find(node.field);
  if (field == nullptr) return Fail(NoSuchFacet(node.field, facets_), node.offset);
  if (node.field == "year" && !IsFourDigitYear(node.text)) return Fail("no year: " + node.text, node.offset);
  std::vector<Query> terms;
  AddFacetTerms(*field, node.text, &terms);
  return Unweighted(Combine(Query::OP_OR, terms));
}

Query QueryBuilder::FacetRange(const QueryNode& node) {
  const FacetField* field = facets_.Find(node.field);
  if (field == nullptr) return Fail(NoSuchFacet(node.field, facets_), node.offset);
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
  // Documents without a value have the empty string in the slot, which is before everything.
  const std::string low = node.low.empty() ? kBeforeAllValues : node.low;
  if (node.high.empty()) return Unweighted(Query(Query::OP_VALUE_GE, field->slot, low));
  return Unweighted(Query(Query::OP_VALUE_RANGE, field->slot, low, node.high));
}

// A document's date is an interval too; it matches if the intervals overlap.
Query QueryBuilder::DateRange(const QueryNode& node) {
  const auto day = [](const std::string& number) { return Xapian::sortable_serialise(std::stod(number)); };
  std::vector<Query> conditions;
  if (!node.low.empty()) conditions.emplace_back(Query::OP_VALUE_GE, kDateEndSlot, day(node.low));
  if (!node.high.empty()) {
    conditions.emplace_back(Query::OP_VALUE_RANGE, kDateStartSlot, kBeforeAllValues, day(node.high));
  }
  return Unweighted(Combine(Query::OP_AND, conditions));
}

}  // namespace newsearch
