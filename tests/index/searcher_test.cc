// SPDX-License-Identifier: GPL-2.0-or-later
#include "newsearch/search.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <sstream>
#include <thread>

#include "index/index_test_support.h"
#include "newsearch/facet.h"

namespace newsearch {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// The two corpora in one index, made once.
class SearcherTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new ScratchFolder;
    IngestOptions options;
    options.source_name = "sample";
    documents_ = ReadDocuments(CorpusPath("sample/news.txt"), options);
    options.source_name = "multilingual";
    for (Document& document : ReadDocuments(CorpusPath("multilingual/docs.jsonl"), options))
      documents_.push_back(std::move(document));
    PutAll(folder_->path() + "/index", documents_);
  }
  static void TearDownTestSuite() {
    delete folder_;
    documents_.clear();
  }
  Searcher Open() const {
    auto searcher = Searcher::Open(folder_->path() + "/index");
    EXPECT_THAT(searcher, IsOk());
    return std::move(*searcher);
  }
  static const Document& Find(const std::string& id) {
    return *std::find_if(documents_.begin(), documents_.end(),
                         [&id](const Document& d) { return d.id == id; });
  }
  static ScratchFolder* folder_;
  static std::vector<Document> documents_;
};
ScratchFolder* SearcherTest::folder_ = nullptr;
std::vector<Document> SearcherTest::documents_;

// Queries of all kinds, for contracts that hold for each.
std::vector<SearchRequest> Requests() {
  std::vector<SearchRequest> requests;
  for (const char* text : {"", "tram", "smart city Kista", "the", "\"smart city\"", "project -tram",
                           "city:Kista", "year:2014..2016", "洪水", "light OR licht OR ljus", "title:tram",
                           "the and of", "date:2016", "TAILWIND", "a b c d e f"}) {
    for (MatchMode match : {MatchMode::kAny, MatchMode::kAll}) {
      for (SortOrder sort : {SortOrder::kRelevance, SortOrder::kDate}) {
        SearchRequest request;
        request.text = text;
        request.match = match;
        request.sort = sort;
        requests.push_back(request);
      }
    }
  }
  return requests;
}

std::string Describe(const SearchRequest& request) {
  return request.text + (request.match == MatchMode::kAll ? " [all]" : "") +
         (request.sort == SortOrder::kDate ? " [by date]" : "");
}

TEST_F(SearcherTest, PagesMakeTheWholeList) {
  const Searcher searcher = Open();
  for (SearchRequest request : Requests()) {
    SCOPED_TRACE(Describe(request));
    request.snippets = false;
    request.max_hits = 1000;
    const SearchResponse whole = searcher.Search(request).value();
    const uint64_t total = whole.total;
    std::vector<std::string> all;
    for (const Hit& hit : whole.hits) all.push_back(hit.document.id);
    EXPECT_EQ(SearchFor(searcher, request).size(), total);
    EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size()) << "no hit twice";
    for (uint32_t page : {1u, 7u, 10u}) {
      std::vector<std::string> pages;
      for (request.offset = 0; request.offset < all.size() + page; request.offset += page) {
        request.max_hits = page;
        auto response = searcher.Search(request);
        ASSERT_THAT(response, IsOk());
        EXPECT_EQ(response->total, total) << "whatever page it is";
        for (const Hit& hit : response->hits) pages.push_back(hit.document.id);
      }
      EXPECT_EQ(pages, all) << "pages of " << page;
    }
    request.offset = 0;
    request.max_hits = 0;
    auto none = searcher.Search(request);
    ASSERT_THAT(none, IsOk());
    EXPECT_THAT(none->hits, IsEmpty());
    EXPECT_EQ(none->total, total);
    request.max_hits = 10;
    request.offset = 1000000;
    auto beyond = searcher.Search(request);
    ASSERT_THAT(beyond, IsOk());
    EXPECT_THAT(beyond->hits, IsEmpty());
    EXPECT_EQ(beyond->total, total);
  }
}

TEST_F(SearcherTest, TheOrderIsTheSameEachTime) {
  const Searcher one = Open();
  const Searcher two = Open();
  for (SearchRequest request : Requests()) {
    request.max_hits = 1000;
    EXPECT_EQ(SearchFor(one, request), SearchFor(two, request)) << Describe(request);
  }
}

// All that an answer is, in one string.
std::string Shown(const SearchResponse& response) {
  std::ostringstream shown;
  shown << response.total << ' ' << response.understood << '\n';
  for (const Hit& hit : response.hits) {
    shown << hit.document.id << ' ' << hit.score << ' ' << hit.snippet.text << '\n';
    for (const std::string& lang : hit.matched_langs) shown << lang << ' ';
    for (const ScorePart& part : hit.explanation) shown << part.kind << part.word << part.score << ' ';
  }
  for (const FacetResult& facet : response.facets) {
    for (const FacetCount& value : facet.values) shown << value.label << ' ' << value.count << '\n';
  }
  return shown.str();
}

TEST_F(SearcherTest, ThreadsThatShareASearcherGetTheSameAnswers) {
  std::vector<SearchRequest> requests = Requests();
  std::vector<std::string> expected;
  for (SearchRequest& request : requests) {
    request.facets = {{"city"}, {"year"}};
    request.explain = true;
    const Searcher alone = Open();
    const auto response = alone.Search(request);
    ASSERT_THAT(response, IsOk());
    expected.push_back(Shown(*response));
  }
  Searcher shared = Open();
  std::vector<std::jthread> threads;
  for (size_t number = 0; number < 4; ++number) {
    threads.emplace_back([&, number] {
      for (size_t i = 0; i < 3 * requests.size(); ++i) {
        const size_t which = (i * (number + 1) + number * 7) % requests.size();
        const auto response = shared.Search(requests[which]);
        ASSERT_THAT(response, IsOk());
        ASSERT_EQ(Shown(*response), expected[which]) << Describe(requests[which]);
        ASSERT_THAT(shared.SearchIds(requests[which]), IsOk());
        ASSERT_THAT(shared.Get(documents_[i % documents_.size()].id), IsOk());
        if (i % 16 == number) {
          ASSERT_THAT(shared.Reopen(), IsOk());
          ASSERT_THAT(shared.Stats(), IsOk());
        }
        ASSERT_FALSE(shared.facets().empty());
      }
    });
  }
}

TEST_F(SearcherTest, SearchIdsAgreesWithSearch) {
  const Searcher searcher = Open();
  for (SearchRequest request : Requests()) {
    request.max_hits = 25;
    request.offset = 3;
    auto response = searcher.Search(request);
    auto ids = searcher.SearchIds(request);
    ASSERT_THAT(response, IsOk());
    ASSERT_THAT(ids, IsOk());
    ASSERT_EQ(response->hits.size(), ids->size()) << Describe(request);
    for (size_t i = 0; i < ids->size(); ++i) {
      EXPECT_EQ(response->hits[i].document.id, (*ids)[i].id) << Describe(request);
      EXPECT_DOUBLE_EQ(response->hits[i].score, (*ids)[i].score) << Describe(request);
    }
  }
}

TEST_F(SearcherTest, RelevanceFalls) {
  const Searcher searcher = Open();
  for (SearchRequest request : Requests()) {
    if (request.sort != SortOrder::kRelevance) continue;
    request.max_hits = 1000;
    auto response = searcher.Search(request);
    ASSERT_THAT(response, IsOk());
    for (size_t i = 0; i < response->hits.size(); ++i) {
      EXPECT_GE(response->hits[i].score, 0) << Describe(request);
      EXPECT_TRUE(std::isfinite(response->hits[i].score));
      if (i > 0) {
        EXPECT_GE(response->hits[i - 1].score, response->hits[i].score) << Describe(request);
      }
    }
  }
}

TEST_F(SearcherTest, ByDateNewestFirstUndatedLast) {
  const std::string path = folder_->File("dates");
  std::vector<Document> documents;
  const std::pair<const char*, std::optional<Date>> dates[] = {
      {"middle", MakeDay(2016, 6, 21)},  {"undated 1", std::nullopt},        {"newest", MakeDay(2018, 1, 1)},
      {"oldest", MakeDay(1899, 12, 31)}, {"same day", MakeDay(2016, 6, 21)}, {"undated 2", std::nullopt},
      {"ancient", MakeDay(1, 1, 1)}};
  for (const auto& [id, date] : dates) {
    documents.push_back(
        MakeDocument(id, "", id == std::string("same day") ? "word word word" : "word and some other text"));
    documents.back().date = date;
  }
  PutAll(path, documents);
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  SearchRequest request;
  request.sort = SortOrder::kDate;
  request.text = "word";
  EXPECT_THAT(SearchFor(*searcher, request),
              ElementsAre("newest", "same day", "middle", "oldest", "ancient", "undated 1", "undated 2"))
      << "on one day the better score first";
  request.text = "";
  EXPECT_THAT(SearchFor(*searcher, request),
              ElementsAre("newest", "middle", "same day", "oldest", "ancient", "undated 1", "undated 2"));
}

// A title weighs more than a body, many words more than one, rare words more than frequent ones.
TEST_F(SearcherTest, Ranking) {
  const std::string path = folder_->File("ranking");
  const std::string filler = " Some other text that says nothing of all this and goes on for a while.";
  std::vector<Document> documents = {
      MakeDocument("body", "Something else", "The harbour is mentioned." + filler),
      MakeDocument("title", "The harbour", "It is not mentioned again." + filler),
      MakeDocument("both", "Harbour and lighthouse", "It is not mentioned again." + filler)};
  for (int i = 0; i < 20; ++i)
    documents.push_back(MakeDocument("filler" + std::to_string(i), "", "A bicycle." + filler));
  documents.push_back(MakeDocument("rare", "", "A zeppelin." + filler));
  PutAll(path, documents);
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  std::vector<std::string> found = SearchFor(*searcher, "harbour");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[2], "body");
  EXPECT_EQ(SearchFor(*searcher, "harbour lighthouse")[0], "both");
  EXPECT_EQ(SearchFor(*searcher, "bicycle zeppelin")[0], "rare");
  EXPECT_EQ(SearchFor(*searcher, "the of harbour a bicycle zeppelin")[0], "rare")
      << "stop words decide nothing";
}

TEST_F(SearcherTest, StopWordsAloneMakeNoHit) {
  const std::string path = folder_->File("stop words");
  PutAll(path, {MakeDocument("a", "", "The bridge is open."),
                MakeDocument("b", "", "The river is deep and the water is cold."),
                MakeDocument("c", "", "Die Brücke ist offen.", "de")});
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  EXPECT_THAT(SearchFor(*searcher, "the bridge"), ElementsAre("a"));
  EXPECT_THAT(SearchFor(*searcher, "is the xylophone"), IsEmpty());
  EXPECT_THAT(SearchFor(*searcher, "die Brücke"), ElementsAre("c")) << "die is a stop word in German";
  EXPECT_THAT(SearchFor(*searcher, "thé the"), UnorderedElementsAre("a", "b"))
      << "thé is none, and folds to the same";
  EXPECT_THAT(SearchFor(*searcher, "the thé"), UnorderedElementsAre("a", "b")) << "in any order";
  EXPECT_THAT(SearchFor(*searcher, "the"), UnorderedElementsAre("a", "b"))
      << "of nothing but stop words they count";
  SearchRequest request;
  request.text = "the bridge";
  request.match = MatchMode::kAll;
  EXPECT_THAT(SearchFor(*searcher, request), ElementsAre("a"));
  request.text = "a bridge";
  EXPECT_THAT(SearchFor(*searcher, request), ElementsAre("a")) << "that it lacks a stop word does not matter";
  request.text = "the (bridge OR boat)";
  EXPECT_THAT(SearchFor(*searcher, request), ElementsAre("a")) << "beside a group neither";
}

TEST_F(SearcherTest, HitsCarryTheDocumentWithoutItsBody) {
  const Searcher searcher = Open();
  SearchRequest request;
  request.text = "tram";
  request.max_hits = 100;
  auto response = searcher.Search(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_FALSE(response->hits.empty());
  for (const Hit& hit : response->hits) {
    const Document& document = Find(hit.document.id);
    EXPECT_EQ(hit.document.body, "");
    EXPECT_EQ(hit.document.title, document.title);
    EXPECT_EQ(hit.document.lines, document.lines);
    EXPECT_EQ(hit.document.source, document.source);
    EXPECT_EQ(hit.document.evidence.size(), document.evidence.size());
    auto whole = searcher.Get(hit.document.id);
    ASSERT_THAT(whole, IsOk());
    EXPECT_EQ(whole->body, document.body);
  }
}

TEST_F(SearcherTest, GetFindsWhatThereIs) {
  const Searcher searcher = Open();
  EXPECT_THAT(searcher.Get("tram-en"), IsOk());
  for (const std::string& id : {std::string("tram-xx"), std::string(), std::string(5000, 'x'),
                                std::string("tram"), std::string("a\0b", 3)}) {
    EXPECT_THAT(searcher.Get(id), StatusIs(StatusCode::kNotFound)) << id;
  }
}

bool IsInsideCharacter(const std::string& text, uint64_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

void CheckHighlights(const std::string& text, const std::vector<ByteSpan>& highlights) {
  uint64_t end = 0;
  for (const ByteSpan& span : highlights) {
    EXPECT_GE(span.begin, end) << text;
    EXPECT_LT(span.begin, span.end) << text;
    ASSERT_LE(span.end, text.size()) << text;
    EXPECT_FALSE(IsInsideCharacter(text, span.begin)) << text;
    EXPECT_FALSE(IsInsideCharacter(text, span.end)) << text;
    end = span.end;
  }
}

TEST_F(SearcherTest, SnippetsAndHighlightsStayInBounds) {
  const Searcher searcher = Open();
  for (SearchRequest request : Requests()) {
    for (uint32_t chars : {0u, 1u, 20u, 240u, 100000u}) {
      SCOPED_TRACE(Describe(request) + " " + std::to_string(chars));
      request.snippet_chars = chars;
      request.max_hits = 30;
      auto response = searcher.Search(request);
      ASSERT_THAT(response, IsOk());
      for (const Hit& hit : response->hits) {
        const std::string& text = hit.snippet.text;
        EXPECT_EQ(text.find_first_of("\n\r\t"), std::string::npos) << "one line";
        EXPECT_EQ(text.find("  "), std::string::npos) << "white space is collapsed";
        CheckHighlights(text, hit.snippet.highlights);
        if (hit.document.title) CheckHighlights(*hit.document.title, hit.title_highlights);
        // About so long; a highlighted word is not cut.
        const size_t length = static_cast<size_t>(std::count_if(
            text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
        if (chars >= 20) {
          EXPECT_LE(length, chars + chars / 2 + 20) << text;
        }
        const std::string& body = Find(hit.document.id).body;
        if (chars == 100000) {
          EXPECT_EQ(text.find("\u2026") == 0, body.find("\u2026") == 0) << "nothing is left out";
        }
      }
    }
  }
}

TEST_F(SearcherTest, HighlightsAreTheWordsOfTheQuery) {
  const Searcher searcher = Open();
  const auto marked = [](const std::string& text, const std::vector<ByteSpan>& spans) {
    std::set<std::string> words;
    for (const ByteSpan& span : spans) words.insert(text.substr(span.begin, span.end - span.begin));
    return words;
  };
  const struct {
    const char* query;
    const char* id;
    std::set<std::string> title;
    std::set<std::string> snippet;
  } rows[] = {
      {"trams", "tram-en", {"tram"}, {"tram", "trams"}},     // by stem
      {"the tram", "tram-en", {"tram"}, {"tram", "trams"}},  // stop words are not marked beside others
      {"the", "tram-en", {"the"}, {"The", "the"}},
      {"STRASSE", "tram-de", {}, {"Straße"}},
      {"tram -xylophone city:Manchester", "tram-en", {"tram"}, {"tram", "trams"}},
      {"洪水", "flood-zh", {"洪水"}, {"洪水"}},
      {"norrkoping", "tram-sv", {"Norrköping"}, {}},
      {"city:Manchester", "tram-en", {}, {}},
  };
  for (const auto& row : rows) {
    SearchRequest request;
    request.text = row.query;
    request.max_hits = 1000;
    request.snippet_chars = 2000;
    auto response = searcher.Search(request);
    ASSERT_THAT(response, IsOk());
    const auto hit = std::find_if(response->hits.begin(), response->hits.end(),
                                  [&row](const Hit& h) { return h.document.id == row.id; });
    ASSERT_NE(hit, response->hits.end()) << row.query;
    EXPECT_EQ(marked(*hit->document.title, hit->title_highlights), row.title) << row.query;
    EXPECT_EQ(marked(hit->snippet.text, hit->snippet.highlights), row.snippet)
        << row.query << ": " << hit->snippet.text;
  }
}

// The snippet shows the place where the words are, with an ellipsis for what is left out.
TEST_F(SearcherTest, SnippetsShowTheWords) {
  const std::string path = folder_->File("snippets");
  std::string filler;
  for (int i = 0; i < 200; ++i) filler += "Nothing of interest is said in this sentence. ";
  PutAll(path, {MakeDocument("start", "", "A zeppelin came. " + filler),
                MakeDocument("middle", "", filler + "A zeppelin came. " + filler),
                MakeDocument("end", "", filler + "A zeppelin came."),
                MakeDocument("short", "", "A zeppelin\n\n came.")});
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  SearchRequest request;
  request.text = "zeppelin";
  auto response = searcher->Search(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->hits.size(), 4u);
  for (const Hit& hit : response->hits) {
    const std::string& text = hit.snippet.text;
    EXPECT_NE(text.find("zeppelin"), std::string::npos) << text;
    ASSERT_EQ(hit.snippet.highlights.size(), 1u);
    const bool left_out_before = text.rfind("\u2026", 0) == 0;
    const bool left_out_behind = text.size() >= 3 && text.substr(text.size() - 3) == "\u2026";
    EXPECT_EQ(left_out_before, hit.document.id == "middle" || hit.document.id == "end") << text;
    EXPECT_EQ(left_out_behind, hit.document.id == "middle" || hit.document.id == "start") << text;
    if (hit.document.id == "short") {
      EXPECT_EQ(text, "A zeppelin came.");
    }
  }
  request.snippets = false;
  EXPECT_EQ(searcher->Search(request).value().hits.at(0).snippet.text, "");
}

// ---- Spellings, similar words, languages ----

// Each spelling finds the others, and is the best of them itself.
TEST_F(SearcherTest, TheWrittenSpellingComesFirst) {
  const std::string path = folder_->File("written");
  const std::vector<std::string> spellings = {"Malmö", "Malmo", "Malmoe"};
  std::vector<Document> documents;
  for (const std::string lang : {"sv", "de", "en"}) {
    for (const std::string& spelling : spellings) {
      documents.push_back(MakeDocument(spelling + "-" + lang, "", "Nytt i " + spelling, lang));
    }
    documents.push_back(MakeDocument("Lund-" + lang, "", "Nytt i Lund", lang));
  }
  PutAll(path, documents);
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  for (const std::string& query : spellings) {
    SearchRequest request;
    request.text = query;
    auto response = searcher->Search(request);
    ASSERT_THAT(response, IsOk());
    EXPECT_EQ(response->total, 9u) << query;
    // In Swedish ö is a letter of its own; malmoe has the stem malmo there, and in German and English ö and o
    // are one: none is better then.
    std::map<std::string, double> scores;
    for (const Hit& hit : response->hits) scores[hit.document.id] = hit.score;
    for (const std::string& other : spellings) {
      if (other == query) continue;
      for (const std::string lang : {"sv", "de", "en"}) {
        const double written = scores[query + "-" + lang];
        const double spelt = scores[other + "-" + lang];
        EXPECT_GE(written, spelt) << lang << ": " << query << " and " << other;
        if (lang == "sv" && (query == "Malmö" || other == "Malmö")) {
          EXPECT_GT(written, spelt) << query << " and " << other;
        }
      }
    }
    // As phrases they are compared without marks: what is spelt out is another word.
    request.text = "\"" + query + "\"";
    EXPECT_EQ(searcher->Search(request).value().total, query == "Malmoe" ? 3u : 6u) << query;
  }
}

TEST_F(SearcherTest, ANameInAnotherScriptIsFound) {
  const std::string path = folder_->File("scripts");
  PutAll(path, {MakeDocument("el", "", "Νέα από την Αθήνα", "el"),
                MakeDocument("ru", "", "Новости из Москвы", "ru"),
                MakeDocument("uk", "", "Новини: Київ", "uk"), MakeDocument("en", "", "News from Athina")});
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  EXPECT_THAT(SearchFor(*searcher, "Athina"), ElementsAre("en", "el")) << "the written one first";
  EXPECT_THAT(SearchFor(*searcher, "Αθήνας"), testing::Contains("el"));
  EXPECT_THAT(SearchFor(*searcher, "Moskva"), ElementsAre("ru"));
  EXPECT_THAT(SearchFor(*searcher, "Kyiv"), ElementsAre("uk"));
}

// Words that only look like the query's rank, and change nothing in what is counted.
TEST_F(SearcherTest, SimilarWordsNeverCount) {
  const std::string path = folder_->File("similar");
  std::vector<Document> documents = {
      MakeDocument("exact", "", "The photovoltaic roof"),
      MakeDocument("similar", "", "Agrophotovoltaics in the field"),
      MakeDocument("other", "", "Nothing of the kind"),
  };
  for (Document& document : documents) document.facets = {{"topic", {document.id}}};
  PutAll(path, documents);
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  SearchRequest request;
  request.text = "photovoltaic";
  request.facets = {{"topic", 0}};
  auto response = searcher->Search(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->total, 1u);
  ASSERT_EQ(response->hits.size(), 2u);
  EXPECT_EQ(response->hits[0].document.id, "exact");
  EXPECT_FALSE(response->hits[0].similar_only);
  EXPECT_EQ(response->hits[1].document.id, "similar");
  EXPECT_TRUE(response->hits[1].similar_only);
  EXPECT_GT(response->hits[1].score, 0);
  EXPECT_EQ(response->facets[0].documents, 1u);
  ASSERT_EQ(response->facets[0].values.size(), 1u);
  EXPECT_EQ(response->facets[0].values[0].value, "exact");

  const auto hits = [&](const std::function<void(SearchRequest*)>& change) {
    SearchRequest changed = request;
    change(&changed);
    auto answer = searcher->Search(changed);
    EXPECT_THAT(answer, IsOk());
    std::string shown = std::to_string(answer->total) + ":";
    for (const Hit& hit : answer->hits) shown += " " + hit.document.id + (hit.similar_only ? "?" : "");
    return shown;
  };
  EXPECT_EQ(hits([](SearchRequest* r) { r->ranking.similar_weight = 0; }), "1: exact");
  EXPECT_EQ(hits([](SearchRequest* r) { r->ranking.similar_words = 0; }), "1: exact");
  EXPECT_EQ(hits([](SearchRequest* r) { r->ranking.min_likeness = 1; }), "1: exact");
  EXPECT_EQ(hits([](SearchRequest* r) { r->match = MatchMode::kAll; }), "1: exact");
  EXPECT_EQ(hits([](SearchRequest* r) { r->sort = SortOrder::kDate; }), "1: exact");
  EXPECT_EQ(hits([](SearchRequest* r) { r->text = "\"photovoltaic\""; }), "1: exact");
  EXPECT_EQ(hits([](SearchRequest* r) { r->text = "-photovoltaic"; }), "2: similar other")
      << "what is similar is not left out";
  // Conditions hold for similar ones too.
  EXPECT_EQ(hits([](SearchRequest* r) { r->filters = {{"topic", "similar"}}; }), "0: similar?");
  EXPECT_EQ(hits([](SearchRequest* r) { r->text += " topic:similar"; }), "0: similar?");
  EXPECT_EQ(hits([](SearchRequest* r) { r->text += " -field"; }), "1: exact");
  EXPECT_EQ(hits([](SearchRequest* r) { r->text += " \"the field\""; }), "0: similar?");
  // Pages go over both.
  EXPECT_EQ(hits([](SearchRequest* r) { r->max_hits = 1; }), "1: exact");
  EXPECT_EQ(hits([](SearchRequest* r) { r->offset = 1; }), "1: similar?");
}

// The same on the corpora: with similar words there are the same counts, and the same hits among others.
TEST_F(SearcherTest, SimilarWordsChangeNoCounts) {
  const Searcher searcher = Open();
  size_t similar = 0;
  for (SearchRequest request : Requests()) {
    request.max_hits = 1000;
    request.facets = {{"city", 0}, {"lang", 0}};
    auto with = searcher.Search(request);
    request.ranking.similar_weight = 0;
    auto without = searcher.Search(request);
    ASSERT_THAT(with, IsOk());
    ASSERT_THAT(without, IsOk());
    EXPECT_EQ(with->total, without->total) << Describe(request);
    EXPECT_EQ(without->hits.size(), without->total) << Describe(request);
    std::set<std::string> exact;
    for (const Hit& hit : with->hits) {
      if (!hit.similar_only) exact.insert(hit.document.id);
      similar += hit.similar_only;
    }
    EXPECT_EQ(exact.size(), with->total) << Describe(request);
    for (const Hit& hit : without->hits) {
      EXPECT_EQ(exact.count(hit.document.id), 1u) << Describe(request);
      EXPECT_FALSE(hit.similar_only);
    }
    for (size_t i = 0; i < with->facets.size(); ++i) {
      EXPECT_EQ(with->facets[i].documents, without->facets[i].documents) << Describe(request);
      EXPECT_EQ(with->facets[i].distinct_values, without->facets[i].distinct_values);
    }
  }
  EXPECT_GT(similar, 0u);
}

// No language hides a document: a word is looked for in all of them, in the forms of each.
TEST_F(SearcherTest, WordsAreFoundInEveryLanguage) {
  const std::string path = folder_->File("languages");
  std::vector<Document> documents;
  for (const std::string lang : {"en", "de", "sv", "fi", "pl", "el", "ru", "ja", "und"}) {
    documents.push_back(MakeDocument(lang, "", "Kista UPSIDE " + lang + " projekt", lang));
  }
  Document mixed = MakeDocument("mixed", "", "Die Gärten der Stadt. Gardens of the towns.", "de");
  mixed.other_languages = {{"en", {mixed.body.find("Gardens"), mixed.body.size()}}};
  documents.push_back(mixed);
  PutAll(path, documents);
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  for (const char* query : {"Kista", "upside", "\"Kista UPSIDE\"", "kista upside"}) {
    for (MatchMode match : {MatchMode::kAny, MatchMode::kAll}) {
      SearchRequest request;
      request.text = query;
      request.match = match;
      EXPECT_EQ(searcher->Search(request).value().total, 9u) << query;
    }
  }
  // Each paragraph in the forms of its language, and words of both for those who ask for all.
  EXPECT_THAT(SearchFor(*searcher, "Garten"), ElementsAre("mixed"));
  EXPECT_THAT(SearchFor(*searcher, "town"), ElementsAre("mixed"));
  EXPECT_THAT(SearchFor(*searcher, "\"Stadt Gardens\""), ElementsAre("mixed")) << "words stand side by side";
  SearchRequest both;
  both.text = "Städte garden";
  both.match = MatchMode::kAll;
  EXPECT_THAT(SearchFor(*searcher, both), ElementsAre("mixed"));
}

// A document without a word of its own language is asked for in that of its paragraphs.
TEST_F(SearcherTest, ADocumentWithoutWordsOfItsLanguage) {
  const std::string path = folder_->File("no words");
  Document document = MakeDocument("a", "", "Die Stadt", "fr");
  document.other_languages = {{"de", {0, document.body.size()}}};
  PutAll(path, {document});
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  for (MatchMode match : {MatchMode::kAny, MatchMode::kAll}) {
    SearchRequest request;
    request.text = "Stadt";
    request.match = match;
    EXPECT_EQ(searcher->Search(request).value().total, 1u);
  }
}

// ---- Facets and filters ----

TEST_F(SearcherTest, FilterTotalsAreTheCounts) {
  const Searcher searcher = Open();
  for (const char* text : {"", "tram", "project", "year:2014..2017"}) {
    SearchRequest request;
    request.text = text;
    request.max_hits = 0;
    for (const FacetInfo& facet : FacetSchema()) request.facets.push_back({facet.name, 0});
    auto response = searcher.Search(request);
    ASSERT_THAT(response, IsOk());
    ASSERT_EQ(response->facets.size(), FacetSchema().size());
    size_t checked = 0;
    for (const FacetResult& facet : response->facets) {
      EXPECT_EQ(facet.values.size(), facet.distinct_values) << facet.facet;
      for (const FacetCount& value : facet.values) {
        SearchRequest filtered;
        filtered.text = text;
        filtered.max_hits = 0;
        filtered.filters = {{facet.facet, value.value}};
        EXPECT_EQ(searcher.Search(filtered).value().total, value.count)
            << text << " " << facet.facet << "=" << value.value;
        // The same as an operator of the query.
        SearchRequest typed;
        typed.text = facet.facet + ":\"" + value.value + "\"" +
                     (text[0] == '\0' ? "" : " (" + std::string(text) + ")");
        typed.max_hits = 0;
        typed.match = MatchMode::kAll;
        EXPECT_EQ(searcher.Search(typed).value().total, value.count) << typed.text;
        ++checked;
      }
    }
    EXPECT_GT(checked, 10u) << text;
  }
}

TEST_F(SearcherTest, FiltersOfOneFacetAreAlternatives) {
  const Searcher searcher = Open();
  const auto total = [&searcher](std::vector<FacetFilter> filters) {
    SearchRequest request;
    request.filters = std::move(filters);
    request.max_hits = 0;
    return searcher.Search(request).value().total;
  };
  std::map<std::pair<std::string, std::string>, std::set<std::string>> with;
  for (const Document& document : documents_) {
    for (const FacetValues& entry : document.facets) {
      for (const std::string& value : entry.values) with[{entry.facet, value}].insert(document.id);
    }
  }
  const auto both = [&with](const std::string& facet, const std::string& a, const std::string& b) {
    std::set<std::string> ids = with[{facet, a}];
    ids.insert(with[{facet, b}].begin(), with[{facet, b}].end());
    return ids;
  };
  EXPECT_EQ(total({{"city", "Kista"}, {"city", "Tartu"}}), both("city", "Kista", "Tartu").size());
  EXPECT_EQ(total({{"city", "Kista"}, {"city", "Kista"}}), (with[{"city", "Kista"}].size()));
  size_t expected = 0;
  for (const std::string& id : both("city", "Kista", "Tartu")) expected += with[{"year", "2017"}].count(id);
  EXPECT_EQ(total({{"city", "Kista"}, {"city", "Tartu"}, {"year", "2017"}}), expected);
  EXPECT_EQ(total({{"city", "Kista"}, {"city", "Nowhere"}}), (with[{"city", "Kista"}].size()));
  EXPECT_EQ(total({{"city", "Nowhere"}}), 0u);
  EXPECT_EQ(total({{"city", ""}}), 0u);
}

TEST_F(SearcherTest, FilterValuesAreComparedWithoutCaseAndMarks) {
  const Searcher searcher = Open();
  for (const char* value : {"Norrköping", "norrkoping", "NORRKÖPING", "Norrko\u0308ping"}) {
    SearchRequest request;
    request.filters = {{"city", value}};
    EXPECT_THAT(SearchFor(searcher, request), ElementsAre("tram-sv")) << value;
    request.filters.clear();
    request.text = std::string("city:") + value;
    EXPECT_THAT(SearchFor(searcher, request), ElementsAre("tram-sv")) << value;
  }
}

TEST_F(SearcherTest, FacetValuesInOrderAndLimited) {
  const Searcher searcher = Open();
  SearchRequest request;
  request.facets = {{"country", 0}, {"year", 0}, {"city", 3}, {"country", 2}};
  auto response = searcher.Search(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->facets.size(), 4u) << "as requested, in that order";
  EXPECT_EQ(response->facets[0].facet, "country");
  EXPECT_EQ(response->facets[1].facet, "year");
  const auto& countries = response->facets[0].values;
  ASSERT_GT(countries.size(), 10u);
  for (size_t i = 1; i < countries.size(); ++i) {
    EXPECT_TRUE(countries[i - 1].count > countries[i].count ||
                (countries[i - 1].count == countries[i].count && countries[i - 1].value < countries[i].value))
        << countries[i].value;
  }
  const auto& years = response->facets[1].values;
  ASSERT_GT(years.size(), 5u);
  for (size_t i = 1; i < years.size(); ++i) EXPECT_GT(years[i - 1].value, years[i].value) << "newest first";
  EXPECT_EQ(response->facets[2].values.size(), 3u);
  EXPECT_GT(response->facets[2].distinct_values, 3u);
  EXPECT_EQ(response->facets[3].values.size(), 2u);
  EXPECT_EQ(response->facets[3].values[0].value, countries[0].value);
  for (const FacetCount& country : countries) {
    EXPECT_EQ(country.label, FacetLabel("country", country.value));
    EXPECT_NE(country.label, country.value) << "a name for people";
  }
}

TEST_F(SearcherTest, LabelsAreInTheLanguageOfTheReader) {
  const std::string path = folder_->File("locales");
  Document document = MakeDocument("a", "", "word");
  document.facets = {{"country", {"SE"}}};
  PutAll(path, {document});
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  SearchRequest request;
  request.facets = {{"country"}, {"lang"}};
  request.filters = {{"country", "SE"}};
  for (const auto& [locale, country, language] :
       {std::tuple("en", "Sweden", "English"), std::tuple("sv", "Sverige", "engelska"),
        std::tuple("pt-BR", "Suécia", "inglês"), std::tuple("ja", "スウェーデン", "英語")}) {
    request.locale = locale;
    auto response = searcher->Search(request);
    ASSERT_THAT(response, IsOk()) << locale;
    ASSERT_EQ(response->total, 1u) << "filters take values: " << locale;
    EXPECT_EQ(response->facets[0].values.at(0).value, "SE");
    EXPECT_EQ(response->facets[0].values.at(0).label, country);
    EXPECT_EQ(response->facets[1].values.at(0).label, language);
    auto stats = searcher->Stats(locale);
    ASSERT_THAT(stats, IsOk()) << locale;
    EXPECT_EQ(stats->facets[3].values.at(0).label, country);
  }
  for (const char* locale : {"", "C", "en_US.UTF-8", "tlh"}) {
    request.locale = locale;
    EXPECT_THAT(searcher->Search(request), StatusIs(StatusCode::kInvalidArgument)) << locale;
    EXPECT_THAT(searcher->Stats(locale), StatusIs(StatusCode::kInvalidArgument)) << locale;
  }
}

// Spellings that a filter does not tell apart are one value, counted once a document.
TEST_F(SearcherTest, SpellingsOfOneValueAreCountedTogether) {
  const std::string path = folder_->File("spellings");
  std::vector<Document> documents;
  for (const auto& [id, cities] : std::map<std::string, std::vector<std::string>>{{"a", {"Malmö"}},
                                                                                  {"b", {"Malmö", "Lund"}},
                                                                                  {"c", {"malmo", "Malmö"}},
                                                                                  {"d", {"MALMO"}},
                                                                                  {"e", {}}}) {
    documents.push_back(MakeDocument(id, "", "word"));
    documents.back().facets = {{"city", cities}};
  }
  PutAll(path, documents);
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  SearchRequest request;
  request.facets = {{"city", 0}};
  auto response = searcher->Search(request);
  ASSERT_THAT(response, IsOk());
  const FacetResult& cities = response->facets.at(0);
  EXPECT_EQ(cities.documents, 4u);
  EXPECT_EQ(cities.distinct_values, 2u);
  ASSERT_EQ(cities.values.size(), 2u);
  EXPECT_EQ(cities.values[0].value, "Malmö");
  EXPECT_EQ(cities.values[0].count, 4u);
  EXPECT_EQ(cities.values[1].value, "Lund");
  EXPECT_EQ(cities.values[1].count, 1u);
  request.filters = {{"city", "malmö"}};
  EXPECT_EQ(searcher->Search(request).value().total, 4u);
}

// A word may be excluded in one place and wanted in another, whichever comes first.
TEST_F(SearcherTest, ExcludedWordsAreScoredWhereTheyAreWanted) {
  const Searcher searcher = Open();
  const auto hits = [&](const std::string& text) {
    SearchRequest request;
    request.text = text;
    request.max_hits = 1000;
    request.explain = true;
    return searcher.Search(request).value().hits;
  };
  const auto scores = [&](const std::string& text) {
    std::map<std::string, double> by_id;
    for (const Hit& hit : hits(text)) by_id[hit.document.id] = hit.score;
    return by_id;
  };
  EXPECT_EQ(scores("-\"no such phrase of tram\" tram"), scores("tram"));
  EXPECT_EQ(scores("(-tram zzyzx) OR tram"), scores("zzyzx OR tram"));
  // What is excluded alone adds nothing, and is marked nowhere.
  const auto plain = hits("tram");
  const auto with = hits("tram -\"city zzyzx\"");
  ASSERT_EQ(with.size(), plain.size());
  for (size_t i = 0; i < with.size(); ++i) {
    EXPECT_EQ(with[i].document.id, plain[i].document.id);
    EXPECT_EQ(with[i].score, plain[i].score);
    EXPECT_EQ(with[i].explanation.size(), plain[i].explanation.size());
    EXPECT_EQ(with[i].title_highlights, plain[i].title_highlights);
    EXPECT_EQ(with[i].snippet.text, plain[i].snippet.text);
  }
}

TEST_F(SearcherTest, StopWordsCountOnce) {
  const Searcher searcher = Open();
  const auto best = [&](const char* text) {
    SearchRequest request;
    request.text = text;
    request.max_hits = 1;
    return searcher.Search(request).value().hits.at(0).score;
  };
  EXPECT_EQ(best("the OR the"), best("the"));
}

// ---- Small indexes, made for one question ----

class SmallIndexTest : public testing::Test {
 protected:
  std::vector<Hit> Ask(const std::vector<Document>& documents, const std::string& text) {
    ScratchFolder folder;
    PutAll(folder.File("index"), documents);
    auto searcher = Searcher::Open(folder.File("index"));
    EXPECT_THAT(searcher, IsOk());
    SearchRequest request;
    request.text = text;
    request.explain = true;
    auto response = searcher->Search(request);
    EXPECT_THAT(response, IsOk());
    total_ = response->total;
    return std::move(response->hits);
  }

  uint64_t total_ = 0;
};

double ScoreOf(const Hit& hit, std::string_view kind) {
  double score = 0;
  for (const ScorePart& part : hit.explanation) score += part.kind == kind ? part.score : 0;
  return score;
}

TEST_F(SmallIndexTest, TheWrittenFormComesFirst) {
  const std::vector<Document> documents = {MakeDocument("one", "", "The ferry left late"),
                                           MakeDocument("many", "", "The ferries left late"),
                                           MakeDocument("none", "", "Nothing left at all")};
  for (const auto& [text, first] : {std::pair("ferry", "one"), {"ferries", "many"}}) {
    const std::vector<Hit> hits = Ask(documents, text);
    EXPECT_EQ(total_, 2u) << text;
    ASSERT_GE(hits.size(), 2u) << text;
    EXPECT_EQ(hits[0].document.id, first);
    EXPECT_GT(hits[0].score, hits[1].score) << text;
  }
}

TEST_F(SmallIndexTest, OnlyWordsSideBySideAreNeighbours) {
  const std::vector<Document> documents = {
      MakeDocument("a", "", "The tram ferry of Kista has an electric motor"),
      MakeDocument("b", "", "A ferry with an electric motor, no tram")};
  const std::vector<Hit> beside = Ask(documents, "tram ferry \"motor\"");
  ASSERT_EQ(beside.at(0).document.id, "a");
  EXPECT_GT(ScoreOf(beside[0], "neighbours"), 0);
  const std::vector<Hit> apart = Ask(documents, "tram \"motor\" ferry");
  ASSERT_EQ(apart.size(), 2u);
  for (const Hit& hit : apart) EXPECT_EQ(ScoreOf(hit, "neighbours"), 0) << "something stands between them";
  // A pair is one pair however often the query has it.
  const std::vector<Hit> twice = Ask(documents, "(tram ferry) OR (tram ferry)");
  const std::vector<Hit> once = Ask(documents, "tram ferry");
  EXPECT_DOUBLE_EQ(ScoreOf(twice.at(0), "neighbours"), ScoreOf(once.at(0), "neighbours"));
}

// What is a stop word is decided by the language of the text that is shown.
TEST_F(SmallIndexTest, StopWordsAreMarkedByTheLanguageOfTheHit) {
  const std::vector<Hit> hits = Ask({MakeDocument("de", "", "Die Tram und die Kugel", "de"),
                                     MakeDocument("en", "", "Trams die out, a tram says")},
                                    "die tram");
  ASSERT_EQ(hits.size(), 2u);
  for (const Hit& hit : hits) {
    std::set<std::string> marked;
    for (const ByteSpan& span : hit.snippet.highlights)
      marked.insert(hit.snippet.text.substr(span.begin, span.end - span.begin));
    EXPECT_EQ(marked.count("Die") + marked.count("die"), hit.document.id == "en" ? 1u : 0u)
        << hit.document.id;
    EXPECT_TRUE(marked.count("Tram") == 1 || marked.count("tram") == 1) << hit.document.id;
  }
}

// A pair of characters that shares one of two says a little, and is no match.
TEST_F(SmallIndexTest, PairsThatShareACharacterOnlyRank) {
  const std::vector<Document> documents = {
      MakeDocument("school", "", "学校", "zh"), MakeDocument("both", "", "学校 校長", "zh"),
      MakeDocument("head", "", "校長", "zh"), MakeDocument("other", "", "電車", "zh")};
  const std::vector<Hit> hits = Ask(documents, "学校");
  EXPECT_EQ(total_, 2u);
  ASSERT_EQ(hits.size(), 2u) << "nothing is listed for a character alone";
  std::set<std::string> ids;
  for (const Hit& hit : hits) {
    ids.insert(hit.document.id);
    EXPECT_GT(ScoreOf(hit, "similar"), 0) << hit.document.id;
    EXPECT_LT(ScoreOf(hit, "similar"), ScoreOf(hit, "word")) << hit.document.id;
  }
  EXPECT_EQ(ids, (std::set<std::string>{"school", "both"}));
}

TEST_F(SearcherTest, RankingOptionsOutOfRange) {
  const Searcher searcher = Open();
  const std::pair<const char*, double RankingOptions::*> members[] = {
      {"k1", &RankingOptions::k1},
      {"b", &RankingOptions::b},
      {"similar_weight", &RankingOptions::similar_weight},
      {"min_likeness", &RankingOptions::min_likeness},
      {"capital_weight", &RankingOptions::capital_weight},
      {"part_weight", &RankingOptions::part_weight},
      {"passage_weight", &RankingOptions::passage_weight},
      {"neighbour_weight", &RankingOptions::neighbour_weight},
      {"stop_word_weight", &RankingOptions::stop_word_weight}};
  for (const auto& [name, member] : members) {
    for (double number : {std::nan(""), -1e-9, HUGE_VAL, 1.1e6}) {
      SCOPED_TRACE(std::string(name) + " " + std::to_string(number));
      SearchRequest request;
      request.text = "tram";
      request.ranking.*member = number;
      for (const Status& status : {searcher.Search(request).status(), searcher.SearchIds(request).status()}) {
        EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
        EXPECT_THAT(status.message(), testing::HasSubstr(std::string("ranking.") + name + " "));
      }
    }
    for (double number : {0.0, 1.0}) {
      SearchRequest request;
      request.text = "Tram mySMARTLife the";
      request.ranking.*member = number;
      auto response = searcher.Search(request);
      ASSERT_THAT(response, IsOk()) << name << " " << number;
      for (const Hit& hit : response->hits) EXPECT_TRUE(std::isfinite(hit.score)) << name << " " << number;
    }
  }
}

TEST_F(SearcherTest, UnknownFacets) {
  const Searcher searcher = Open();
  SearchRequest request;
  request.facets = {{"planet", 10}};
  EXPECT_THAT(searcher.Search(request), StatusIs(StatusCode::kInvalidArgument));
  request.facets.clear();
  request.filters = {{"planet", "Mars"}};
  auto response = searcher.Search(request);
  EXPECT_THAT(response, StatusIs(StatusCode::kInvalidArgument));
  EXPECT_NE(response.status().message().find("city"), std::string::npos)
      << "the message lists those there are";
  EXPECT_THAT(searcher.SearchIds(request), StatusIs(StatusCode::kInvalidArgument));
  request.filters.clear();
  request.text = "planet:Mars";
  EXPECT_THAT(searcher.Search(request), IsOk()) << "any other word before a colon is text";
}

TEST_F(SearcherTest, BadQueriesPointAtThePlace) {
  const Searcher searcher = Open();
  const struct {
    const char* text;
    uint64_t offset;
  } rows[] = {
      {"year:2017..2015", 5},
      {"tram year:2017..2015", 10},
      {"date:2016-13", 5},
      {"date:2016-06-31", 5},
      {"date:..", 5},
      {"date:yesterday", 5},
      {"tram date:2017..2016", 10},
      {"year:..", 5},
      {"city:\"\"", 5},
      {"city:A..B", 0},
      {"tram country:A..B", 5},
      {"year:abc..def", 0},
  };
  for (const auto& row : rows) {
    SearchRequest request;
    request.text = row.text;
    auto response = searcher.Search(request);
    ASSERT_THAT(response, StatusIs(StatusCode::kBadQuery)) << row.text;
    ASSERT_TRUE(response.status().offset().has_value()) << row.text;
    EXPECT_EQ(*response.status().offset(), row.offset) << row.text;
    EXPECT_FALSE(response.status().message().empty());
    request.syntax = QuerySyntax::kPlain;
    EXPECT_THAT(searcher.Search(request), IsOk()) << row.text << ": every character is text";
  }
}

TEST_F(SearcherTest, Stats) {
  const Searcher searcher = Open();
  auto stats = searcher.Stats();
  ASSERT_THAT(stats, IsOk());
  EXPECT_EQ(stats->documents, documents_.size());
  EXPECT_THAT(stats->sources, ElementsAre(testing::Pair("multilingual", 69), testing::Pair("sample", 39)));
  std::map<std::string, uint64_t> languages;
  uint64_t undated = 0;
  std::optional<std::chrono::year_month_day> first;
  std::optional<std::chrono::year_month_day> last;
  for (const Document& document : documents_) {
    ++languages[document.lang];
    if (!document.date) {
      ++undated;
      continue;
    }
    if (!first || document.date->start < *first) first = document.date->start;
    if (!last || document.date->end > *last) last = document.date->end;
  }
  EXPECT_EQ(stats->languages, languages);
  EXPECT_EQ(stats->undated, undated);
  ASSERT_TRUE(stats->first_day && stats->last_day);
  EXPECT_EQ(FormatDay(*stats->first_day), FormatDay(*first));
  EXPECT_EQ(FormatDay(*stats->last_day), FormatDay(*last));
  EXPECT_GT(stats->size_bytes, 10000u);
  EXPECT_EQ(stats->format_version, 4);
  EXPECT_FALSE(stats->analyzer.empty());
  EXPECT_FALSE(stats->icu_version.empty());
  ASSERT_EQ(stats->facets.size(), FacetSchema().size());
  for (const FacetResult& facet : stats->facets) EXPECT_LE(facet.values.size(), 10u);
}

TEST_F(SearcherTest, StatsOfAnEmptyIndex) {
  const std::string path = folder_->File("empty index");
  PutAll(path, {});
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  auto stats = searcher->Stats();
  ASSERT_THAT(stats, IsOk());
  EXPECT_EQ(stats->documents, 0u);
  EXPECT_FALSE(stats->first_day.has_value());
  EXPECT_EQ(stats->undated, 0u);
  for (const char* text : {"", "word", "city:Kista", "-word", "\"two words\""})
    EXPECT_THAT(SearchFor(*searcher, text), IsEmpty());
}

TEST_F(SearcherTest, DateRangesOverlap) {
  const std::string path = folder_->File("ranges");
  std::vector<Document> documents = {MakeDocument("month", "", "word"), MakeDocument("day", "", "word"),
                                     MakeDocument("days", "", "word"), MakeDocument("undated", "", "word")};
  using std::chrono::year;
  documents[0].date =
      Date{year(2017) / 11 / 1, year(2017) / 11 / 30, DatePrecision::kMonth, "", {}, false, ""};
  documents[1].date = MakeDay(2017, 11, 14);
  documents[2].date = Date{year(2016) / 12 / 30, year(2017) / 1 / 2, DatePrecision::kDay, "", {}, false, ""};
  PutAll(path, documents);
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  const struct {
    const char* query;
    std::vector<std::string> expected;
  } rows[] = {
      {"date:2017-11-14", {"month", "day"}},
      {"date:2017-11-15", {"month"}},
      {"date:2017-11", {"month", "day"}},
      {"date:2017", {"month", "day", "days"}},
      {"date:2016", {"days"}},
      {"date:2017-01-02", {"days"}},
      {"date:2017-01-03", {}},
      {"date:2016-12-29", {}},
      {"date:2017-02..2017-10", {}},
      {"date:..2017-01", {"days"}},
      {"date:2017-01-03..", {"month", "day"}},
      {"-date:2017", {"undated"}},
      {"date:2017 word", {"month", "day", "days"}},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(SearchFor(*searcher, row.query), testing::UnorderedElementsAreArray(row.expected))
        << row.query;
  }
}

// Whatever people type gives an answer or an error that says where.
TEST_F(SearcherTest, RandomQueryTextsAreAnswered) {
  const Searcher searcher = Open();
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  const std::vector<std::string> pieces = {
      "tram", "\"", "(", ")", "-", "OR", "AND", "NOT", "city:", "year:", "2016", "..", "date:", "title:",
      " ",    " ",  "“", "”", "*", ":",  "the", "é",   "洪水",  "\xFF",  "+",    "~",  "Kista", "lang:en"};
  for (int round = 0; round < 600; ++round) {
    std::string text;
    for (uint64_t i = random.Below(14); i > 0; --i) text.append(pieces[random.Below(pieces.size())]);
    if (random.Below(10) == 0) text.append(random.Text(20));
    SearchRequest request;
    request.text = text;
    request.match = random.Below(2) == 0 ? MatchMode::kAny : MatchMode::kAll;
    request.facets = {{"city", 5}};
    auto response = searcher.Search(request);
    if (!response.ok()) {
      ASSERT_THAT(response, StatusIs(StatusCode::kBadQuery)) << text;
      ASSERT_TRUE(response.status().offset().has_value());
      ASSERT_LE(*response.status().offset(), text.size()) << text;
      continue;
    }
    ASSERT_LE(response->total, documents_.size());
    for (const QueryWarning& warning : response->warnings) ASSERT_LE(warning.offset, text.size()) << text;
    // Hits beyond the total have similar words only, and where there are none such come with the first page.
    ASSERT_TRUE(response->total == 0 || !response->hits.empty()) << text;
    for (const Hit& hit : response->hits) ASSERT_TRUE(response->total > 0 || hit.similar_only) << text;
  }
}

TEST_F(SearcherTest, LongQueries) {
  const Searcher searcher = Open();
  SearchRequest request;
  for (int i = 0; i < 2000; ++i) request.text += "word" + std::to_string(i) + " ";
  auto response = searcher.Search(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->warnings.size(), 1u) << "that words are left out";
  request.text = std::string(70000, 'x');
  EXPECT_THAT(searcher.Search(request), StatusIs(StatusCode::kBadQuery));
  request.text = std::string(30000, '(') + "tram";
  EXPECT_THAT(searcher.Search(request), StatusIs(StatusCode::kBadQuery)) << "nested too deep";
  request.text = std::string(30, '(') + "tram" + std::string(30, ')');
  EXPECT_THAT(searcher.Search(request), IsOk());
}

TEST_F(SearcherTest, SearchersMove) {
  Searcher first = Open();
  const Searcher second = std::move(first);
  EXPECT_THAT(SearchFor(second, "city:Manchester"), testing::Contains("tram-en"));
}

TEST_F(SearcherTest, AnswersFromTheCommitItOpened) {
  const std::string path = folder_->File("commits");
  PutAll(path, {MakeDocument("a", "", "word")});
  auto searcher = Searcher::Open(path);
  ASSERT_THAT(searcher, IsOk());
  PutAll(path, {MakeDocument("b", "", "word")});
  EXPECT_THAT(SearchFor(*searcher, "word"), ElementsAre("a"));
  EXPECT_TRUE(searcher->Reopen().value());
  EXPECT_THAT(SearchFor(*searcher, "word"), UnorderedElementsAre("a", "b"));
  EXPECT_FALSE(searcher->Reopen().value());
  // Languages that came later are searched too.
  PutAll(path, {MakeDocument("c", "", "Die Straßen der Städte", "de")});
  EXPECT_TRUE(searcher->Reopen().value());
  EXPECT_THAT(SearchFor(*searcher, "Stadt"), ElementsAre("c"));
}

}  // namespace
}  // namespace newsearch
