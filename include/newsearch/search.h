// SPDX-License-Identifier: GPL-2.0-or-later
//
// Searcher: ranked, faceted answers from an index.
//
//   auto searcher = newsearch::Searcher::Open("news.index");
//   newsearch::SearchRequest request;
//   request.text = "smart city Kista";
//   auto response = searcher->Search(request);
//   for (const newsearch::Hit& hit : response->hits) std::cout << hit.document.title.value_or("") << '\n';
//
// Query syntax (docs/query-syntax.md): words, "a phrase", -not, OR, ( ), facet:value, facet:"two words",
// year:2015..2017, date:2016-06..2016-09, title:word.
#ifndef NEWSEARCH_SEARCH_H_
#define NEWSEARCH_SEARCH_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/document.h"
#include "newsearch/export.h"
#include "newsearch/facet.h"
#include "newsearch/status.h"

namespace newsearch {

enum class QuerySyntax {
  kFull,   // operators as above
  kPlain,  // every character is text: for boxes where people paste sentences, and for judged topics
};

// What the free words of a query ask for. Phrases, filters and exclusions always hold.
enum class MatchMode {
  kAny,  // at least one word that is no stop word
  kAll,  // every word that is no stop word
};

enum class SortOrder {
  kRelevance,  // best score first, ties by the order of indexing
  kDate,       // newest first, undated last, ties by score
};

struct FacetFilter {
  std::string facet;
  std::string value;  // compared without case and marks
};

struct FacetRequest {
  std::string facet;
  uint32_t max_values = 10;  // 0: all
};

// How hits are put in order. The defaults are measured: docs/relevance.md says what each step brings. A
// weight of 0 leaves its step out. All are between 0 and a million, `b` and `min_likeness` between 0 and 1.
struct RankingOptions {
  // BM25 (Robertson and others 1994): how soon more occurrences of a word add little, and how much long texts
  // are held back.
  double k1 = 0.95;
  double b = 0.65;
  // Words that share n-grams of characters with a query's word rank too, the more the more they share: other
  // forms that no stemmer knows, parts of compounds (the formula is in docs/relevance.md). They never count
  // in totals or facets. Costs a look-up of each of `similar_words` words.
  double similar_weight = 1.1;
  uint32_t similar_words = 80;
  double min_likeness = 0.15;    // the least share of n-grams, by rarity
  double capital_weight = 1.15;  // of a word with a capital that does not open the query
  double part_weight = 0.5;      // of a part of a joined name (smart, in mySMARTLife)
  // The best `reordered` by the above, but for those with less than 0.3 of the best one's score, are ordered
  // anew by the words' order in their texts. Costs reading the words of each.
  uint32_t reordered = 100;
  double passage_weight = 1;  // the best passage: times the sum of the IDFs of the different words in it
  uint32_t passage_words = 15;
  double neighbour_weight = 0.33;  // words side by side as in the query, as a share of their weight
  double stop_word_weight = 0.15;  // of stop words, as a share of an ordinary word's weight
};

// What a query's words mean in the other languages of the index: by dictionaries that are installed, the
// gazetteer, CLDR, and words that look alike (docs/across.md).
enum class AcrossMode {
  kOff,
  kSuggest,  // say what would be added, and search without it
  kOn,       // search with it
};

// Words that stand for words of the query in one of the index's languages.
struct Expansion {
  uint64_t offset = 0;  // bytes into SearchRequest::text: the first of the words that it stands for
  uint32_t words = 1;   // of the query, that it stands for
  std::string lang;     // ISO 639-1
  std::string text;     // one word or several
  double weight = 1;    // between 0 and 1: how sure it is
  // "dictionary", "pivot" (by way of a third language), "place", "country", "look-alike"; anything for one
  // that was given.
  std::string source;
};

struct SearchRequest {
  // Affects behaviour.
  std::string text;  // UTF-8; empty: every document
  QuerySyntax syntax = QuerySyntax::kFull;
  MatchMode match = MatchMode::kAny;
  // Values of one facet are alternatives, different facets must all hold.
  std::vector<FacetFilter> filters;
  SortOrder sort = SortOrder::kRelevance;
  RankingOptions ranking;
  AcrossMode across = AcrossMode::kOff;
  // The language of the query, ISO 639-1, for `across`; empty: guessed from its words. Hides nothing.
  std::string query_lang;
  // With `across` on: use these, as SearchResponse::expansions gave them and somebody edited them, and look
  // nothing up.
  std::optional<std::vector<Expansion>> expansions;
  // Whether hits say what their scores are made of; costs an analysis of each hit.
  bool explain = false;
  uint32_t offset = 0;
  uint32_t max_hits = 10;
  // Facets to count over all matches. Costs one look at every match; empty: none.
  std::vector<FacetRequest> facets;
  // Whether a city or region also stands for the places that lie in it, in filters, in the query's fields
  // city: and region:, and in the counts of these facets: with it, city:Stockholm finds what is about its
  // district Kista alone, and the count of Stockholm includes it. Places are told apart by name only. A
  // country includes its places in any case.
  bool roll_up = false;
  // Whether hits carry a snippet; costs an analysis of the text of each hit.
  bool snippets = true;
  uint32_t snippet_chars = 240;  // about; code points
  // The language of labels, BCP 47. Changes nothing else: filters take values.
  std::string locale = "en";
};

struct Snippet {
  std::string text;  // one line, white space collapsed; starts or ends with U+2026 where text was left out
  std::vector<ByteSpan> highlights;  // into `text`, ascending, not overlapping
};

// A part of a hit's score.
struct ScorePart {
  // "word" (a word of the query, in `forms`), "similar" (words that share n-grams with it), "passage" (words
  // close together), "neighbours" (side by side as in the query), "stop words".
  std::string kind;
  std::string word;                // of the query; empty for parts that are of no single word
  std::string lang;                // in whose words it matched
  std::vector<std::string> forms;  // what the document has of it, as written there, case-folded
  double idf = 0;
  double score = 0;
};

struct Hit {
  double score = 0;  // comparable within one response only
  // Whether it has no word of the query, only similar ones: such hits come besides `total` and are in no
  // facet's count.
  bool similar_only = false;
  std::vector<std::string> matched_langs;  // in whose words it matched, sorted; empty for filters alone
  std::vector<ScorePart> explanation;      // if asked for; adds up to `score`, up to rounding
  Document document;                       // whole, but `body` is empty: see Searcher::Get
  std::vector<ByteSpan> title_highlights;  // into document.title
  Snippet snippet;
};

struct FacetCount {
  std::string value;
  std::string label;   // for people: FacetLabel() in the locale that was asked for
  uint64_t count = 0;  // documents
};

struct FacetResult {
  std::string facet;
  uint64_t documents = 0;        // matches with at least one value
  uint64_t distinct_values = 0;  // over all matches, not only those listed
  // Most frequent first, ties by value; for year, newest first.
  std::vector<FacetCount> values;
};

struct QueryWarning {
  std::string message;  // "unmatched quotation mark"
  uint64_t offset = 0;  // bytes into SearchRequest::text
};

struct SearchResponse {
  uint64_t total = 0;  // exact number of matches
  std::vector<Hit> hits;
  std::vector<FacetResult> facets;  // as requested, in that order; counts are exact
  std::string understood;           // the query as it was read, in full notation
  std::vector<QueryWarning> warnings;
  std::string query_lang;             // that expansions were looked up from; empty without
  std::vector<Expansion> expansions;  // what was added, or would be, by place in the query, language, weight
};

// What the last word of a text, as far as somebody typed it, may become: words of the index, and values of
// its facets. Matching is without case and marks: "krak" finds "kraków".
struct CompletionRequest {
  // Affects behaviour.
  std::string text;  // UTF-8; ill-formed bytes end a word
  // Words, and values of each facet, most frequent first; 0: all.
  uint32_t max_completions = 10;
  // ISO 639-1 or "und": words of this language only, with the documents that have them in it. Empty: of all
  // languages at once. Facets do not look at it.
  std::string lang;
  bool words = true;  // whether words are looked for
  // Facets whose values are looked for, by value and by label. The first look at a facet costs a walk over
  // its values, which is kept until the index changes.
  std::vector<std::string> facets;
  // The language of labels, BCP 47.
  std::string locale = "en";
};

// What stands for the end of a text. Where a word is completed, what it becomes is the word as it is written
// in most documents, case-folded; it stands for all words that differ from it in case and marks only. A run
// of Chinese, Japanese or Korean is indexed by pairs of characters: its first character becomes the pairs
// that begin with it, further on there is at most the pair that ends the run.
struct Completion {
  std::string text;     // "kraków"; of a facet, the value: what filters take
  uint64_t offset = 0;  // bytes into CompletionRequest::text: `text` stands for everything from there on
  std::string facet;    // empty for a word
  std::string label;    // of a value, for people: FacetLabel(); of a word, the same as `text`
  std::vector<std::string> langs;  // of a word: the languages that have it, ISO 639-1, sorted
  // Documents with it. Exact for values, for words that have one spelling in one language, and for words of
  // which each spelling stands in few documents. Else a document may count once for each of the spellings and
  // languages in which it has the word, so that it is an upper bound.
  uint64_t documents = 0;
};

struct IndexStats {
  uint64_t documents = 0;
  std::map<std::string, uint64_t> languages;  // documents by language
  std::map<std::string, uint64_t> sources;    // documents by archive
  std::vector<FacetResult> facets;            // all facets, at most 10 values each
  uint64_t undated = 0;
  std::optional<std::chrono::year_month_day> first_day;
  std::optional<std::chrono::year_month_day> last_day;
  uint64_t size_bytes = 0;  // on disk
  int format_version = 0;
  std::string analyzer;     // version of the analysis chain
  std::string icu_version;  // of the ICU that wrote the index
};

struct ScoredId {
  std::string id;
  double score = 0;
};

struct SearcherOptions {
  // Where dictionaries are looked for, for `across`; a directory that is not there has none, and an empty
  // name is none. As dictd's servers keep them and Debian's dict-freedict packages install them:
  std::string dictd_directory = "/usr/share/dictd";
  // and in the compact form that newsearch-lexicon makes from these.
  std::string lexicon_directory;
};

// Thread-safety: any number of threads may use one Searcher at once; none may move or destroy it meanwhile.
// What each of them searches with is kept for later searches: up to 12 MB of words, and 8 bytes for each
// document.
// Lifetime: keeps the index open; everything returned owns its data and outlives it.
// A Searcher answers from the commit that was the latest when it was opened. When that commit may have been
// overwritten (two later ones, or one and a writer at work), it moves to the latest by itself and starts the
// search anew. So it does when there is a later one and more threads search at once than did before.
class NEWSEARCH_EXPORT Searcher {
 public:
  // Opens the index in directory `path` as of its latest commit.
  // Errors: kNotFound, kVersionMismatch, kCorruption (not an index), kIo.
  static Result<Searcher> Open(const std::string& path, const SearcherOptions& options = {});

  Searcher(Searcher&&) noexcept;
  Searcher& operator=(Searcher&&) noexcept;
  ~Searcher();

  // Errors: kBadQuery (status.offset() is a byte offset into request.text), kInvalidArgument (unknown
  // facet in filters or facets; the message lists those there are; a locale that CheckLocale refuses; an
  // expansion whose weight is not between 0 and 1; a query_lang that is no language tag; a member of
  // `ranking` out of its range),
  // kIndexChanged, kCorruption, kIo.
  Result<SearchResponse> Search(const SearchRequest& request) const;

  // As Search, but only ids and scores: for evaluation and for fetching very many. Facets and snippets of the
  // request are not looked at.
  Result<std::vector<ScoredId>> SearchIds(const SearchRequest& request) const;

  // The whole document. Errors: kNotFound, kIndexChanged, kCorruption, kIo.
  Result<Document> Get(const std::string& id) const;

  // Completes the last word of `request.text`, if the text ends with a word, and, for each facet of the
  // request, the longest end of the text with which a value or its label begins: "new yo" and "hotels in new
  // yo" become New York. An empty text, or one of blanks, becomes the first values of each facet, and no
  // word. Words come first, most documents first, ties by their bytes without case and marks; then facets in
  // the order of the request, values in that of FacetResult::values. Costs a look at as many words as are
  // wanted, however many there are; the first request after a commit was taken into use also reads what every
  // search needs of it. Errors: kInvalidArgument (an unknown facet; the message lists those there are; a lang
  // that is no language tag; a locale that CheckLocale refuses), kIndexChanged, kCorruption, kIo.
  Result<std::vector<Completion>> Complete(const CompletionRequest& request) const;

  // Counts what is in the index, with labels in `locale`. Errors: kInvalidArgument (a locale that CheckLocale
  // refuses), kIndexChanged, kCorruption, kIo.
  Result<IndexStats> Stats(std::string_view locale = "en") const;

  // The facets of the index, in the order in which results list them: the built-in ones and those that its
  // documents brought. As of the commit in use.
  std::vector<FacetInfo> facets() const;

  // Moves to the latest commit. Returns whether there was a newer one.
  Result<bool> Reopen();

 private:
  class Internal;
  explicit Searcher(std::unique_ptr<Internal> internal);
  std::unique_ptr<Internal> internal_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_SEARCH_H_
