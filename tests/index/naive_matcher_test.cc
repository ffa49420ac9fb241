// SPDX-License-Identifier: GPL-2.0-or-later
//
// Two ways to the same answer: a matcher that looks at every document, written from docs/query-syntax.md with
// the words of the analysis chain, their keys and the classes learned of them, and nothing of the index,
// agrees with it on random queries over small corpora.
#include <algorithm>
#include <map>
#include <set>

#include "index/index_test_support.h"
#include "index/naive_vocabulary.h"
#include "newsearch/analyzer.h"
#include "newsearch/facet.h"
#include "text/term_filter.h"
#include "text/tokenizer.h"

namespace newsearch {
namespace {

// A query before it is written down.
struct Node {
  enum class Kind {
    kWord,
    kPhrase,
    kTitleWord,
    kTitlePhrase,
    kFacet,
    kYears,
    kDates,
    kNot,
    kSequence,
    kAnd,
    kOr
  };
  Kind kind = Kind::kWord;
  std::string text;  // word, phrase, value
  std::string facet;
  std::string low;  // years; days
  std::string high;
  std::vector<Node> children;
};
using Kind = Node::Kind;

// Whether it always holds, whatever the match mode is.
bool Holds(const Node& node) {
  if (node.kind == Kind::kWord) return false;
  if (node.kind == Kind::kSequence || node.kind == Kind::kOr)
    return std::all_of(node.children.begin(), node.children.end(), Holds);
  return true;
}

std::string Write(const Node& node);

std::string WriteOperand(const Node& node) {
  const bool group = node.kind == Kind::kSequence || node.kind == Kind::kAnd || node.kind == Kind::kOr;
  return group ? "(" + Write(node) + ")" : Write(node);
}

std::string WriteAll(const std::vector<Node>& nodes, const std::string& separator, bool sequences_bare) {
  std::string text;
  for (const Node& node : nodes) {
    if (!text.empty()) text.append(separator);
    text.append(sequences_bare && node.kind == Kind::kSequence ? Write(node) : WriteOperand(node));
  }
  return text;
}

std::string Write(const Node& node) {
  switch (node.kind) {
    case Kind::kWord:
      return node.text;
    case Kind::kPhrase:
      return '"' + node.text + '"';
    case Kind::kTitleWord:
      return "title:" + node.text;
    case Kind::kTitlePhrase:
      return "title:\"" + node.text + '"';
    case Kind::kFacet:
      return node.facet + ":\"" + node.text + '"';
    case Kind::kYears:
      return "year:" + node.low + ".." + node.high;
    case Kind::kDates:
      return "date:" + node.low + ".." + node.high;
    case Kind::kNot:
      return "-" + WriteOperand(node.children.front());
    case Kind::kSequence:
      return WriteAll(node.children, " ", false);
    case Kind::kAnd:
      return WriteAll(node.children, " AND ", false);
    case Kind::kOr:
      return WriteAll(node.children, " OR ", true);
  }
  return "";
}

// The words of a title or a body in order.
struct Field {
  std::vector<std::string> forms;
  bool HasPhrase(const std::vector<std::string>& phrase) const {
    return !phrase.empty() &&
           std::search(forms.begin(), forms.end(), phrase.begin(), phrase.end()) != forms.end();
  }
};

// A value as it is compared: without case and marks.
std::string FoldValue(const std::string& value) {
  static const Analyzer analyzer("und");
  std::string folded;
  for (const Token& token : analyzer.Analyze(value)) folded.append(token.form).append(" ");
  return folded;
}

// The places of a document and those they lie in, each once.
std::vector<std::string> PlacesByHand(const Document& document) {
  std::vector<std::string> places;
  std::set<std::string> folded;
  const auto add = [&](const std::string& name) {
    if (folded.insert(FoldValue(name)).second) places.push_back(name);
  };
  for (const std::string facet : {"city", "region", "country"}) {
    for (const std::string& value : document.values(facet)) {
      add(facet == "country" ? FacetLabel(facet, value) : value);
      for (const ResolvedValue& resolved : document.resolved) {
        if (resolved.facet != facet || resolved.value != value) continue;
        for (const std::string& wider : resolved.within) add(wider);
      }
    }
  }
  return places;
}

std::vector<std::string> ValuesByHand(const Document& document, const std::string& facet) {
  if (facet == "lang") return {document.lang};
  if (facet == "place") return PlacesByHand(document);
  return document.values(facet);
}

struct Indexed {
  const Document* document = nullptr;
  Field title;
  Field body;
  std::map<std::string, std::set<std::string>> words;   // folded, by language
  std::set<std::string> loose;                          // of all words, parts of joined names among them
  std::map<std::string, std::set<std::string>> values;  // folded, by facet
};

std::vector<Word> WordsOf(const std::string& text) {
  static const Tokenizer tokenizer;
  std::vector<Word> words;
  tokenizer.Tokenize(text, 0, &words);
  return words;
}

class NaiveMatcher {
 public:
  explicit NaiveMatcher(const std::vector<Document>& documents) {
    for (const Document& document : documents) {
      Indexed indexed;
      indexed.document = &document;
      const auto add = [&](const Word& word, const std::string& lang, Field* field) {
        indexed.words[lang].insert(word.folded);
        indexed.loose.insert(LooseForm(word.folded));
        VocabularyOf(lang).Add(word.folded);
        // A part of a joined name is no word of the text: the whole is.
        if (!word.is_part) field->forms.push_back(LooseForm(word.folded));
      };
      VocabularyOf(document.lang);
      if (document.title) {
        for (const Word& word : WordsOf(*document.title)) add(word, document.lang, &indexed.title);
      }
      for (const Word& word : WordsOf(document.body)) {
        std::string lang = document.lang;
        for (const LanguageSpan& part : document.other_languages) {
          if (part.span.begin <= word.begin && word.begin < part.span.end) lang = part.lang;
        }
        add(word, lang, &indexed.body);
      }
      for (const std::string facet :
           {"project", "city", "region", "country", "place", "year", "lang", "topic", "mood_2"}) {
        for (const std::string& value : ValuesByHand(document, facet)) {
          indexed.values[facet].insert(FoldValue(value));
        }
      }
      documents_.push_back(std::move(indexed));
    }
    for (auto& [lang, vocabulary] : vocabularies_) vocabulary.Learn();
  }

  std::set<std::string> Matches(const Node& node, const SearchRequest& request) const {
    std::set<std::string> ids;
    for (const Indexed& indexed : documents_) {
      if (Match(node, indexed, request) && Passes(indexed, request.filters, request.roll_up))
        ids.insert(indexed.document->id);
    }
    return ids;
  }

 private:
  NaiveVocabulary& VocabularyOf(const std::string& lang) {
    return vocabularies_.try_emplace(lang, lang).first->second;
  }

  static bool Passes(const Indexed& indexed, const std::vector<FacetFilter>& filters, bool roll_up) {
    std::map<std::string, bool> facets;
    const auto has = [&indexed](const std::string& facet, const std::string& value) {
      const auto values = indexed.values.find(facet);
      return values != indexed.values.end() && values->second.count(FoldValue(value)) != 0;
    };
    for (const FacetFilter& filter : filters) {
      const bool wider = roll_up && (filter.facet == "city" || filter.facet == "region");
      facets[filter.facet] |= has(filter.facet, filter.value) || (wider && has("place", filter.value));
    }
    return std::all_of(facets.begin(), facets.end(), [](const auto& facet) { return facet.second; });
  }

  static std::vector<std::string> Forms(const std::string& text) {
    std::vector<std::string> forms;
    for (const Word& word : WordsOf(text)) {
      if (!word.is_part) forms.push_back(LooseForm(word.folded));
    }
    return forms;
  }

  bool Match(const Node& node, const Indexed& indexed, const SearchRequest& request) const {
    const Document& document = *indexed.document;
    switch (node.kind) {
      case Kind::kWord:
        return MatchSequence({node}, indexed, request);
      case Kind::kSequence:
        return MatchSequence(node.children, indexed, request);
      case Kind::kPhrase: {
        const std::vector<std::string> forms = Forms(node.text);
        // A single word stands for itself, as it is written, wherever it is.
        if (forms.size() == 1) return indexed.loose.count(forms.front()) != 0;
        return indexed.title.HasPhrase(forms) || indexed.body.HasPhrase(forms);
      }
      case Kind::kTitlePhrase:
        return indexed.title.HasPhrase(Forms(node.text));
      case Kind::kTitleWord: {
        const std::vector<std::string> forms = Forms(node.text);
        return !forms.empty() && std::all_of(forms.begin(), forms.end(), [&indexed](const std::string& form) {
          return indexed.title.HasPhrase({form});
        });
      }
      case Kind::kFacet:
        return Passes(indexed, {{node.facet, node.text}}, request.roll_up);
      case Kind::kYears: {
        const std::vector<std::string>& years = document.values("year");
        return !years.empty() && (node.low.empty() || years[0] >= node.low) &&
               (node.high.empty() || years[0] <= node.high);
      }
      case Kind::kDates:
        return document.date && (node.low.empty() || FormatDay(document.date->end) >= node.low) &&
               (node.high.empty() || FormatDay(document.date->start) <= node.high);
      case Kind::kNot:
        return !Match(node.children.front(), indexed, request);
      case Kind::kAnd:
        return std::all_of(node.children.begin(), node.children.end(),
                           [&](const Node& child) { return Match(child, indexed, request); });
      case Kind::kOr:
        return std::any_of(node.children.begin(), node.children.end(),
                           [&](const Node& child) { return Match(child, indexed, request); });
    }
    return false;
  }

  bool HasWord(const Indexed& indexed, const std::string& lang, const Word& word) const {
    const auto words = indexed.words.find(lang);
    if (words == indexed.words.end()) return false;
    const std::map<std::string, double>& forms = vocabularies_.at(lang).FormsOf(word.folded);
    return std::any_of(forms.begin(), forms.end(),
                       [&](const auto& form) { return words->second.count(form.first) != 0; });
  }

  bool HasWordAnywhere(const Indexed& indexed, const Word& word) const {
    return std::any_of(indexed.words.begin(), indexed.words.end(),
                       [&](const auto& entry) { return HasWord(indexed, entry.first, word); });
  }

  // What stands side by side: operators always hold, of the rest (words that are no stop words, and groups of
  // such words) any or all. Any: in each language for itself, the words of that language and its stop words.
  // All: the stop words are those of the document's language, its words may be of any.
  bool MatchSequence(const std::vector<Node>& children, const Indexed& indexed,
                     const SearchRequest& request) const {
    std::vector<Word> words;
    std::vector<bool> groups;
    for (const Node& child : children) {
      if (child.kind == Kind::kWord) {
        for (Word& word : WordsOf(child.text)) words.push_back(std::move(word));
      } else if (Holds(child)) {
        if (!Match(child, indexed, request)) return false;
      } else {
        groups.push_back(Match(child, indexed, request));
      }
    }
    if (words.empty() && groups.empty()) return true;
    const auto hit = [](bool b) { return b; };
    const auto stop_words_count = [&](const std::string& lang) {
      return groups.empty() && std::all_of(words.begin(), words.end(), [&](const Word& word) {
               return vocabularies_.at(lang).IsStopWord(word);
             });
    };
    if (request.match == MatchMode::kAll) {
      const std::string& lang = indexed.document->lang;
      const bool all_count = stop_words_count(lang);
      for (const Word& word : words) {
        // A part is there with its whole, or is not asked for.
        if (word.is_part || (vocabularies_.at(lang).IsStopWord(word) && !all_count)) continue;
        if (!HasWordAnywhere(indexed, word)) return false;
      }
      return std::all_of(groups.begin(), groups.end(), hit);
    }
    for (const auto& [lang, in_lang] : indexed.words) {
      const bool all_count = stop_words_count(lang);
      for (const Word& word : words) {
        if (vocabularies_.at(lang).IsStopWord(word) && !all_count) continue;
        if (HasWord(indexed, lang, word)) return true;
      }
    }
    return std::any_of(groups.begin(), groups.end(), hit);
  }

  mutable std::map<std::string, NaiveVocabulary> vocabularies_;  // by language
  std::vector<Indexed> documents_;
};

// Random queries whose words, phrases and values come from the documents.
class QueryMaker {
 public:
  QueryMaker(const std::vector<Document>& documents, TestRandom* random)
      : documents_(documents), random_(random) {}

  Node Make() {
    focus_ = random_->Below(documents_.size());
    return MakeSequenceOrOr(2);
  }

 private:
  // A piece of text that a query can hold without being read as something else.
  static bool IsPlain(std::string_view text) {
    for (const char* sign : {"\"", "(", ")", ":", "\n", "\u201C", "\u201D", "\u201E", "\u00AB", "\u00BB"}) {
      if (text.find(sign) != std::string_view::npos) return false;
    }
    return !text.empty() && text != "OR" && text != "AND" && text != "NOT" && text.front() != '-';
  }

  // Most parts of a query come from one document, so that it finds something.
  const Document& AnyDocument() {
    return documents_[random_->Below(3) != 0 ? focus_ : random_->Below(documents_.size())];
  }

  // Some words as they stand in a text, at most `count`.
  std::string Words(const std::string& text, size_t count) {
    const std::vector<Token> tokens = analyzer_.Analyze(text);
    for (int attempt = 0; attempt < 20 && !tokens.empty(); ++attempt) {
      const size_t first = random_->Below(tokens.size());
      const size_t last = std::min(tokens.size(), first + count) - 1;
      const std::string words = text.substr(tokens[first].begin, tokens[last].end - tokens[first].begin);
      if (IsPlain(words) && (count > 1 || words.find(' ') == std::string::npos)) return words;
    }
    return "zzqx";
  }

  std::string TextOf(const Document& document) {
    return random_->Below(3) == 0 && document.title ? *document.title : document.body;
  }

  Node Word() {
    Node node;
    static const std::vector<std::string> kStopWords = {"the", "of",  "and", "in", "die", "und",
                                                        "i",   "och", "a",   "di", "la",  "v"};
    const uint64_t kind = random_->Below(12);
    if (kind == 0) {
      node.text = "zzqx" + std::to_string(random_->Below(3));
    } else if (kind < 4) {
      node.text = kStopWords[random_->Below(kStopWords.size())];
    } else {
      node.text = Words(TextOf(AnyDocument()), 1);
    }
    return node;
  }

  Node Operand(int depth) {
    Node node;
    const Document& document = AnyDocument();
    switch (random_->Below(depth > 0 ? 11 : 8)) {
      case 0:
      case 1:
        node.kind = Kind::kPhrase;
        node.text = Words(TextOf(document), 1 + random_->Below(4));
        return node;
      case 2:
        node.kind = random_->Below(2) == 0 ? Kind::kTitleWord : Kind::kTitlePhrase;
        node.text =
            Words(document.title.value_or("zzqx"), node.kind == Kind::kTitleWord ? 1 : 1 + random_->Below(3));
        return node;
      case 3:
      case 4: {
        node.kind = Kind::kFacet;
        node.facet = "lang";
        node.text = document.lang;
        if (!document.facets.empty() && random_->Below(5) != 0) {
          const FacetValues& facet = document.facets[random_->Below(document.facets.size())];
          node.facet = facet.facet;
          node.text = facet.values[random_->Below(facet.values.size())];
        }
        const std::vector<std::string> places = PlacesByHand(document);
        if (!places.empty() && random_->Below(4) == 0) {
          static const std::vector<std::string> kPlaceFacets = {"place", "city", "region"};
          node.facet = kPlaceFacets[random_->Below(3)];
          node.text = places[random_->Below(places.size())];
        }
        return node;
      }
      case 5: {
        node.kind = Kind::kYears;
        const uint64_t first = 2012 + random_->Below(7);
        node.low = random_->Below(4) == 0 ? "" : std::to_string(first);
        node.high =
            random_->Below(4) == 0 && !node.low.empty() ? "" : std::to_string(first + random_->Below(3));
        return node;
      }
      case 6: {
        node.kind = Kind::kDates;
        node.low = document.date ? FormatDay(document.date->start) : "2015-01-01";
        node.high = random_->Below(2) == 0 ? node.low : "2018-02-01";
        if (node.high < node.low) node.high = node.low;
        return node;
      }
      case 7:
        node.kind = Kind::kNot;
        node.children.push_back(random_->Below(2) == 0 ? Word() : Operand(depth - 1));
        if (node.children[0].kind == Kind::kNot) node.children[0] = Word();
        return node;
      case 8: {
        node.kind = Kind::kAnd;
        node.children = {random_->Below(2) == 0 ? Word() : Operand(0),
                         random_->Below(2) == 0 ? Word() : Operand(0)};
        return node;
      }
      default:
        return MakeSequenceOrOr(depth - 1);
    }
  }

  Node Sequence(int depth) {
    Node node;
    node.kind = Kind::kSequence;
    for (uint64_t i = 1 + random_->Below(3); i > 0; --i)
      node.children.push_back(random_->Below(5) < 3 ? Word() : Operand(depth));
    // A single element is that element.
    if (node.children.size() == 1) return Node(node.children.front());
    return node;
  }

  Node MakeSequenceOrOr(int depth) {
    if (random_->Below(3) != 0) return Sequence(depth);
    Node node;
    node.kind = Kind::kOr;
    for (uint64_t i = 2 + random_->Below(2); i > 0; --i) node.children.push_back(Sequence(depth - 1));
    return node;
  }

  const std::vector<Document>& documents_;
  TestRandom* random_;
  size_t focus_ = 0;
  Analyzer analyzer_{"und"};
};

// Gives documents places that lie in others, and facets that are not built in.
void AddHierarchy(TestRandom* random, std::vector<Document>* documents) {
  static const std::vector<std::string> kWider = {"Stockholm", "Dresden", "manchester", "Bavaria",
                                                  "Sweden",    "Europe",  "Kista"};
  static const std::vector<std::string> kRegions = {"Bavaria", "Tuscany", "Stockholm"};
  static const std::vector<std::string> kTopics = {"energy", "Energy", "water", "two words"};
  const auto some = [random](const std::vector<std::string>& names) {
    return names[random->Below(names.size())];
  };
  for (Document& document : *documents) {
    if (document.values("region").empty() && random->Below(4) == 0)
      document.facets.push_back({"region", {some(kRegions)}});
    if (random->Below(3) == 0) document.facets.push_back({"topic", {some(kTopics), "all"}});
    if (random->Below(5) == 0) document.facets.push_back({"mood_2", {some(kTopics)}});
    document.resolved.clear();
    for (const FacetValues& entry : document.facets) {
      for (const std::string& value : entry.values) {
        ResolvedValue& resolved = document.resolved.emplace_back();
        resolved.facet = entry.facet;
        resolved.value = value;
        for (uint64_t i = random->Below(3); i > 0; --i) resolved.within.push_back(some(kWider));
      }
    }
  }
}

// Counts of a facet over documents, value by value, as results show them. Rolled up, a document has the
// places as values too that some document of `all` has as values of the facet itself.
FacetResult CountByHand(const std::string& facet, const std::vector<const Document*>& documents, bool roll_up,
                        const std::vector<Document>& all) {
  std::set<std::string> values_of_facet;
  for (const Document& document : all) {
    for (const std::string& value : document.values(facet)) values_of_facet.insert(FoldValue(value));
  }
  std::map<std::string, std::set<std::string>> ids;              // by folded value
  std::map<std::string, std::map<std::string, size_t>> spelled;  // folded value -> spelling -> documents
  FacetResult result;
  result.facet = facet;
  for (const Document* document : documents) {
    std::vector<std::string> values = ValuesByHand(*document, facet);
    if (roll_up && (facet == "city" || facet == "region")) {
      for (std::string& place : PlacesByHand(*document)) {
        if (values_of_facet.count(FoldValue(place)) != 0) values.push_back(std::move(place));
      }
    }
    result.documents += !values.empty();
    for (const std::string& value : values) {
      ids[FoldValue(value)].insert(document->id);
      ++spelled[FoldValue(value)][value];
    }
  }
  for (const auto& [folded, with_it] : ids) {
    std::string best;
    size_t best_count = 0;
    for (const auto& [spelling, count] : spelled[folded]) {
      if (count > best_count) {
        best = spelling;
        best_count = count;
      }
    }
    result.values.push_back({best, FacetLabel(facet, best), with_it.size()});
  }
  result.distinct_values = result.values.size();
  std::sort(result.values.begin(), result.values.end(), [&facet](const FacetCount& a, const FacetCount& b) {
    if (facet == "year") return a.value > b.value;
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  });
  return result;
}

std::string Show(const FacetResult& result) {
  std::string text = result.facet + " of " + std::to_string(result.documents) + ", " +
                     std::to_string(result.distinct_values) + ":";
  for (const FacetCount& value : result.values)
    text.append(" " + value.value + "/" + value.label + "=" + std::to_string(value.count));
  return text;
}

class NaiveMatcherTest : public testing::Test {
 protected:
  static std::vector<Document> Read(const std::string& corpus) {
    IngestOptions options;
    options.source_name = corpus;
    return ReadDocuments(CorpusPath(corpus), options);
  }

  static std::string Difference(const std::set<std::string>& expected, const std::set<std::string>& found) {
    std::string text;
    for (const std::string& id : expected) text.append(found.count(id) == 0 ? " missing " + id : "");
    for (const std::string& id : found) text.append(expected.count(id) == 0 ? " too many " + id : "");
    return text;
  }

  static void Compare(std::vector<Document> documents, MatchMode match) {
    constexpr int kQueries = 600;
    const ScratchFolder folder;
    TestRandom random;
    SCOPED_TRACE(random.Trace());
    AddHierarchy(&random, &documents);
    PutAll(folder.File("index"), documents);
    auto searcher = Searcher::Open(folder.File("index"));
    ASSERT_THAT(searcher, IsOk());
    std::map<std::string, const Document*> by_id;
    for (const Document& document : documents) by_id[document.id] = &document;
    const NaiveMatcher matcher(documents);
    const std::vector<FacetInfo> facets = searcher->facets();
    ASSERT_EQ(facets.size(), FacetSchema().size() + 2);
    QueryMaker maker(documents, &random);
    size_t with_hits = 0;
    size_t partial = 0;
    size_t similar = 0;
    int failures = 0;
    for (int i = 0; i < kQueries && failures < 10; ++i) {
      const Node node = maker.Make();
      SearchRequest request;
      request.text = Write(node);
      request.match = match;
      request.max_hits = 1000;
      request.snippets = false;
      for (uint64_t f = random.Below(4); f == 0 || f == 1;) {
        const Document& document = documents[random.Below(documents.size())];
        if (document.facets.empty()) break;
        const FacetValues& facet = document.facets[random.Below(document.facets.size())];
        request.filters.push_back({facet.facet, facet.values.front()});
        if (const auto places = PlacesByHand(document); !places.empty() && random.Below(3) == 0) {
          request.filters.back() = {random.Below(2) == 0 ? "city" : "place", places.back()};
        }
        f = random.Below(3);
      }
      for (const FacetInfo& facet : facets) request.facets.push_back({facet.name, 0});
      request.roll_up = random.Below(2) == 0;
      // Similar words change nothing in what is counted.
      if (random.Below(2) == 0) request.ranking.similar_weight = 0;
      std::string described = request.text + (request.match == MatchMode::kAll ? "  [all]" : "  [any]");
      if (request.roll_up) described += " [rolled up]";
      for (const FacetFilter& filter : request.filters) described += " " + filter.facet + "=" + filter.value;

      auto response = searcher->Search(request);
      ASSERT_THAT(response, IsOk()) << described;
      std::set<std::string> found;
      for (const Hit& hit : response->hits) {
        if (!hit.similar_only) found.insert(hit.document.id);
        similar += hit.similar_only;
      }
      const std::set<std::string> expected = matcher.Matches(node, request);
      EXPECT_EQ(Difference(expected, found), "") << described << "\nunderstood: " << response->understood;
      EXPECT_EQ(response->total, found.size()) << described;
      EXPECT_THAT(response->warnings, testing::IsEmpty()) << described;
      failures += found != expected;
      with_hits += !expected.empty();
      partial += !expected.empty() && expected.size() < documents.size() / 2;
      if (found != expected) continue;
      std::vector<const Document*> matched;
      for (const std::string& id : found) matched.push_back(by_id[id]);
      ASSERT_EQ(response->facets.size(), facets.size());
      for (const FacetResult& facet : response->facets) {
        EXPECT_EQ(Show(facet), Show(CountByHand(facet.facet, matched, request.roll_up, documents)))
            << described;
      }
    }
    EXPECT_GT(with_hits, kQueries / 4u) << "the queries should find something";
    EXPECT_GT(partial, kQueries / 8u);
    EXPECT_EQ(similar > 0, match == MatchMode::kAny) << "only where any word will do";
  }
};

TEST_F(NaiveMatcherTest, MultilingualAny) { Compare(Read("multilingual/docs.jsonl"), MatchMode::kAny); }
TEST_F(NaiveMatcherTest, MultilingualAll) { Compare(Read("multilingual/docs.jsonl"), MatchMode::kAll); }
TEST_F(NaiveMatcherTest, SampleAny) { Compare(Read("sample/news.txt"), MatchMode::kAny); }
TEST_F(NaiveMatcherTest, SampleAll) { Compare(Read("sample/news.txt"), MatchMode::kAll); }

TEST_F(NaiveMatcherTest, BothInOneIndex) {
  std::vector<Document> documents = Read("multilingual/docs.jsonl");
  for (Document& document : Read("sample/news.txt")) documents.push_back(std::move(document));
  Compare(documents, MatchMode::kAny);
  Compare(documents, MatchMode::kAll);
}

// The writer of queries is read as it means.
TEST_F(NaiveMatcherTest, QueriesAreWrittenAsMeant) {
  Node a;
  a.text = "a";
  Node b;
  b.text = "b";
  Node phrase;
  phrase.kind = Kind::kPhrase;
  phrase.text = "c d";
  Node sequence;
  sequence.kind = Kind::kSequence;
  sequence.children = {a, b};
  Node either;
  either.kind = Kind::kOr;
  either.children = {sequence, phrase};
  Node excluded;
  excluded.kind = Kind::kNot;
  excluded.children = {either};
  Node all;
  all.kind = Kind::kSequence;
  all.children = {a, excluded, either};
  EXPECT_EQ(Write(all), "a -(a b OR \"c d\") (a b OR \"c d\")");
  EXPECT_FALSE(Holds(sequence));
  EXPECT_TRUE(Holds(excluded));
  EXPECT_FALSE(Holds(either));
}

}  // namespace
}  // namespace newsearch
