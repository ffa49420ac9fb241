// SPDX-License-Identifier: GPL-2.0-or-later
#include <xapian.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "index/index_test_support.h"
#include "index/terms.h"
#include "text/normalizer.h"
#include "text/term_filter.h"

namespace newsearch {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// "kraków 2 pl" for a word, "city=Kraków 2" for a value.
std::string Show(const Completion& completion) {
  std::string shown = completion.facet.empty() ? "" : completion.facet + "=";
  shown += completion.text + " " + std::to_string(completion.documents);
  for (const std::string& lang : completion.langs) shown += " " + lang;
  return shown;
}

class CompleterTest : public testing::Test {
 protected:
  // Each body in the language before it; ids count from 0 on.
  void Index(const std::vector<std::pair<std::string, std::string>>& bodies) {
    std::vector<Document> documents;
    for (const auto& [lang, body] : bodies) {
      documents.push_back(MakeDocument(std::to_string(documents.size()), "", body, lang));
    }
    PutAll(path_, documents);
  }

  std::vector<std::string> Complete(const CompletionRequest& request) {
    std::vector<std::string> shown;
    auto searcher = Searcher::Open(path_);
    EXPECT_THAT(searcher, IsOk());
    if (!searcher.ok()) return shown;
    const auto completions = searcher->Complete(request);
    EXPECT_THAT(completions, IsOk());
    if (!completions.ok()) return shown;
    for (const Completion& completion : *completions) {
      EXPECT_LE(completion.offset, request.text.size());
      shown.push_back(Show(completion));
    }
    return shown;
  }
  std::vector<std::string> Complete(const std::string& text, const std::string& lang = "") {
    CompletionRequest request;
    request.text = text;
    request.lang = lang;
    return Complete(request);
  }
  // The whole text with the first completion in it.
  std::string First(const std::string& text) {
    auto searcher = Searcher::Open(path_);
    EXPECT_THAT(searcher, IsOk());
    CompletionRequest request;
    request.text = text;
    const auto completions = searcher->Complete(request);
    EXPECT_THAT(completions, IsOk());
    if (!completions.ok() || completions->empty()) return "";
    return text.substr(0, completions->front().offset) + completions->front().text;
  }

  ScratchFolder folder_;
  std::string path_ = folder_.File("index");
};

// ---- Words ----

TEST_F(CompleterTest, MostDocumentsFirst) {
  Index({{"en", "tram tram tram"}, {"en", "tramway train"}, {"en", "train"}, {"en", "Trap trams"}});
  EXPECT_THAT(Complete("tra"),
              ElementsAre("train 2 en", "tram 1 en", "trams 1 en", "tramway 1 en", "trap 1 en"));
  EXPECT_THAT(Complete("tram"), ElementsAre("tram 1 en", "trams 1 en", "tramway 1 en"));
  EXPECT_THAT(Complete("tramways"), IsEmpty());
}

TEST_F(CompleterTest, AsManyAsAreAskedFor) {
  std::string body;
  for (int i = 100; i < 400; ++i) body += "w" + std::to_string(i) + " ";
  Index({{"en", body}});
  CompletionRequest request;
  request.text = "w";
  EXPECT_EQ(Complete(request).size(), 10u);
  request.max_completions = 1;
  EXPECT_THAT(Complete(request), ElementsAre("w100 1 en"));
  request.max_completions = 0;
  EXPECT_EQ(Complete(request).size(), 300u) << "all";
  request.words = false;
  EXPECT_THAT(Complete(request), IsEmpty());
}

TEST_F(CompleterTest, CaseAndMarksDoNotCount) {
  Index({{"pl", "Kraków Łódź"},
         {"pl", "Kraków krakowianka"},
         {"sv", "Göteborg ängen"},
         {"de", "Goteborg Straße"},
         {"el", "Αθήνα"},
         {"ru", "Ёлка"},
         {"fr", "cœur"},
         {"vi", "tiếng"}});
  const struct {
    const char* text;
    const char* first;
  } rows[] = {
      {"krak", "kraków"},
      {"KRAK", "kraków"},
      {"Kraków", "kraków"},
      {"krako\xCC\x81", "kraków"},  // a combining acute, as some keyboards type it
      {"lod", "łódź"},
      {"łó", "łódź"},
      {"goteb", "goteborg"},  // two spellings, one document each: the lesser bytes
      {"gÖteb", "goteborg"},
      {"ange", "ängen"},
      {"straß", "strasse"},
      {"STRASS", "strasse"},
      {"αθη", "αθήνα"},
      {"ΑΘΉ", "αθήνα"},
      {"елк", "ёлка"},
      {"coe", "cœur"},
      {"cœ", "cœur"},
      {"tie", "tiếng"},
      {"tiê", "tiếng"},
      {"\xEF\xBC\xAB\xEF\xBC\xB2\xEF\xBC\xA1\xEF\xBC\xAB", "kraków"},  // full-width KRAK
  };
  for (const auto& row : rows) EXPECT_EQ(First(row.text), row.first) << row.text;
}

TEST_F(CompleterTest, SpellingsAndLanguagesAreOneCompletion) {
  Index({{"sv", "Malmö"}, {"sv", "Malmö"}, {"en", "Malmo"}, {"de", "Malmö"}, {"de", "Malmoe"}});
  EXPECT_THAT(Complete("mal"), ElementsAre("malmö 4 de en sv", "malmoe 1 de"));
  EXPECT_THAT(Complete("mal", "sv"), ElementsAre("malmö 2 de en sv"));
  EXPECT_THAT(Complete("mal", "en"), ElementsAre("malmo 1 de en sv")) << "as it is written in the language";
  EXPECT_THAT(Complete("mal", "de-AT"), ElementsAre("malmö 1 de en sv", "malmoe 1 de"));
  EXPECT_THAT(Complete("mal", "fr"), IsEmpty());
  EXPECT_THAT(Complete("mal", "und"), IsEmpty());
}

TEST_F(CompleterTest, ADocumentCountsOnceWhereSpellingsAreRare) {
  Document both = MakeDocument("a", "", "Malmö Malmo");
  PutAll(path_, {both});
  EXPECT_THAT(Complete("mal"), ElementsAre("malmo 1 en"));
}

TEST_F(CompleterTest, TheLastWordIsCompleted) {
  Index({{"en", "smart city smartcities mySMARTLife l'eau example.com kraków"}});
  const struct {
    const char* text;
    const char* completed;  // empty: nothing
  } rows[] = {
      {"smart cit", "smart city"},
      {"Smart  CIT", "Smart  city"},
      {"\"smart cit", "\"smart city"},
      {"-cit", "-city"},
      {"(city OR krak", "(city OR kraków"},
      {"title:krak", "title:kraków"},
      {"smart\tkrak", "smart\tkraków"},
      {"smart\xC2\xA0krak", "smart\xC2\xA0kraków"},  // a no-break space
      {"mysm", "mysmartlife"},
      {"mySMARTL", "mysmartlife"},
      {"l'ea", "l'eau"},
      {"example.co", "example.com"},
      {"smart \xFFkrak", "smart \xFFkraków"},
      {"", ""},
      {" ", ""},
      {"smart ", ""},
      {"krak,", ""},
      {"krak\xFF", ""},
      {"krak\xC3", ""},
      {"krakx", ""},
      {"\xFF\xFE", ""},
  };
  for (const auto& row : rows) EXPECT_EQ(First(row.text), row.completed) << row.text;
}

TEST_F(CompleterTest, AVeryLongPrefix) {
  const std::string longest(120, 'k');
  Index({{"en", longest + " " + std::string(119, 'k') + " kraków"}});
  EXPECT_EQ(First(std::string(119, 'k')), std::string(119, 'k'));
  EXPECT_EQ(First(std::string(120, 'k')), longest);
  EXPECT_EQ(First(std::string(121, 'k')), longest) << "words are cut there";
  EXPECT_EQ(First(std::string(200000, 'q')), "");
  std::string text;
  for (int i = 0; i < 50000; ++i) text += "word ";
  EXPECT_EQ(First(text + "krak"), text + "kraków");
}

// Runs of characters without blanks are indexed as pairs.
TEST_F(CompleterTest, PairsOfCharacters) {
  Index({{"zh", "智慧城市"}, {"zh", "智能"}, {"zh", "智慧"}, {"ja", "路面電車"}, {"ko", "서울"}});
  EXPECT_THAT(Complete("智"), ElementsAre("智慧 2 zh", "智能 1 zh"));
  EXPECT_THAT(Complete("智慧"), ElementsAre("智慧 2 zh"));
  EXPECT_EQ(First("智慧城"), "智慧城");
  EXPECT_THAT(Complete("智慧電"), IsEmpty());
  EXPECT_EQ(First("tram 서"), "tram 서울");
}

TEST_F(CompleterTest, OfAnIndexWithoutWords) {
  { ASSERT_THAT(IndexWriter::Open(path_), IsOk()); }
  EXPECT_THAT(Complete("a"), IsEmpty());
  CompletionRequest request;
  request.facets = {"city", "country"};
  EXPECT_THAT(Complete(request), IsEmpty());
}

TEST_F(CompleterTest, FollowsTheIndex) {
  Index({{"en", "tram"}});
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  CompletionRequest request;
  request.text = "tr";
  request.facets = {"city"};
  EXPECT_EQ(searcher->Complete(request)->size(), 1u);
  Document document = MakeDocument("0", "", "train track");
  document.facets = {{"city", {"Trieste"}}};
  PutAll(path_, {document});
  ASSERT_THAT(searcher->Reopen(), IsOk());
  const auto completions = searcher->Complete(request);
  ASSERT_THAT(completions, IsOk());
  std::vector<std::string> shown;
  for (const Completion& completion : *completions) shown.push_back(Show(completion));
  EXPECT_THAT(shown, ElementsAre("track 1 en", "train 1 en", "city=Trieste 1"));
}

TEST_F(CompleterTest, RefusesWhatHasNoMeaning) {
  Index({{"en", "tram"}});
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  CompletionRequest request;
  request.facets = {"city", "colour"};
  EXPECT_THAT(searcher->Complete(request), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(searcher->Complete(request).status().message(), HasSubstr("city"));
  request.facets = {};
  request.lang = "no language";
  EXPECT_THAT(searcher->Complete(request), StatusIs(StatusCode::kInvalidArgument));
  request.lang = "und";
  EXPECT_THAT(searcher->Complete(request), IsOk());
  request.locale = "!";
  EXPECT_THAT(searcher->Complete(request), StatusIs(StatusCode::kInvalidArgument));
}

TEST_F(CompleterTest, WorksWithoutItsFile) {
  Index({{"en", "tram"}, {"pl", "Kraków"}});
  const std::string file =
      path_ + "/vocabulary." + Xapian::Database(path_).get_metadata("newsearch.vocabulary");
  std::string bytes = ReadFile(file);
  bytes[7] = '2';  // as an older version marked it
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  EXPECT_THAT(Complete("krak"), ElementsAre("kraków 1 pl"));
  fs::remove(file);
  EXPECT_THAT(Complete("krak"), ElementsAre("kraków 1 pl"));
}

// ---- Values ----

class FacetCompleterTest : public CompleterTest {
 protected:
  void SetUp() override {
    std::vector<Document> documents;
    const auto add = [&](const std::vector<FacetValues>& facets) {
      documents.push_back(MakeDocument(std::to_string(documents.size()), "", "new tram"));
      documents.back().facets = facets;
    };
    add({{"city", {"Gothenburg", "New York"}}, {"country", {"SE", "US"}}, {"year", {"2016"}}});
    add({{"city", {"Göteborg", "Gothenburg"}}, {"country", {"SE"}}, {"year", {"2017"}}});
    add({{"city", {"York", "Newcastle"}}, {"country", {"GB"}}, {"year", {"2017"}}});
    add({{"city", {"GOTHENBURG"}}, {"country", {"CH"}}, {"topic", {"Energy: heat", "Über alles"}}});
    PutAll(path_, documents);
  }
  std::vector<std::string> Values(const std::string& text, const std::vector<std::string>& facets,
                                  const std::string& locale = "en") {
    CompletionRequest request;
    request.text = text;
    request.words = false;
    request.facets = facets;
    request.locale = locale;
    return Complete(request);
  }
};

TEST_F(FacetCompleterTest, ValuesByPrefix) {
  EXPECT_THAT(Values("goth", {"city"}), ElementsAre("city=Gothenburg 3")) << "spellings are one value";
  EXPECT_THAT(Values("GOTH", {"city"}), ElementsAre("city=Gothenburg 3"));
  EXPECT_THAT(Values("gote", {"city"}), ElementsAre("city=Göteborg 1"));
  EXPECT_THAT(Values("GÖ", {"city"}), ElementsAre("city=Gothenburg 3", "city=Göteborg 1"));
  EXPECT_THAT(Values("uber", {"topic"}), ElementsAre("topic=Über alles 1"));
  EXPECT_THAT(Values("energy: h", {"topic"}), ElementsAre("topic=Energy: heat 1"));
  EXPECT_THAT(Values("x", {"city", "topic"}), IsEmpty());
}

TEST_F(FacetCompleterTest, TheLongestEndOfTheText) {
  EXPECT_THAT(Values("new yo", {"city"}), ElementsAre("city=New York 1"));
  EXPECT_THAT(Values("new", {"city"}), ElementsAre("city=New York 1", "city=Newcastle 1"));
  EXPECT_THAT(Values("tram yo", {"city"}), ElementsAre("city=York 1"));
  EXPECT_THAT(Values("tram in new  yo", {"city"}), ElementsAre("city=New York 1"));
  EXPECT_THAT(Values("city:Goth", {"city"}), ElementsAre("city=Gothenburg 3"));
  EXPECT_THAT(Values("city:\"New Y", {"city"}), ElementsAre("city=New York 1"));
  EXPECT_THAT(Values("new york ", {"city"}), ElementsAre("city=New York 1"));
  EXPECT_THAT(Values("goth,", {"city"}), IsEmpty());
  CompletionRequest request;
  request.text = "tram in new  yo";
  request.facets = {"city"};
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  const auto completions = searcher->Complete(request);
  ASSERT_THAT(completions, IsOk());
  ASSERT_EQ(completions->size(), 1u) << "no word begins so";
  EXPECT_EQ(completions->front().offset, 8u);
}

TEST_F(FacetCompleterTest, NothingTypedYet) {
  EXPECT_THAT(Values("", {"city"}), ElementsAre("city=Gothenburg 3", "city=Göteborg 1", "city=New York 1",
                                                "city=Newcastle 1", "city=York 1"));
  EXPECT_THAT(Values(" ", {"year"}), ElementsAre("year=2017 2", "year=2016 1")) << "the newest first";
}

TEST_F(FacetCompleterTest, LabelsAreNamesToo) {
  EXPECT_THAT(Values("swe", {"country"}), ElementsAre("country=SE 2"));
  EXPECT_THAT(Values("se", {"country"}), ElementsAre("country=SE 2"));
  EXPECT_THAT(Values("s", {"country"}), ElementsAre("country=SE 2", "country=CH 1")) << "Sweden, Switzerland";
  EXPECT_THAT(Values("schw", {"country"}, "de"), ElementsAre("country=SE 2", "country=CH 1"));
  EXPECT_THAT(Values("swe", {"country"}, "de"), IsEmpty());
  CompletionRequest request;
  request.text = "schwei";
  request.facets = {"country"};
  request.locale = "de";
  auto searcher = Searcher::Open(path_);
  ASSERT_THAT(searcher, IsOk());
  for (int again = 0; again < 2; ++again) {
    const auto completions = searcher->Complete(request);
    ASSERT_THAT(completions, IsOk());
    ASSERT_EQ(completions->size(), 1u);
    EXPECT_EQ(completions->front().label, "Schweiz");
  }
}

TEST_F(FacetCompleterTest, WordsComeFirstThenFacetsAsTheyWereNamed) {
  CompletionRequest request;
  request.text = "ne";
  request.facets = {"topic", "city"};
  EXPECT_THAT(Complete(request), ElementsAre("new 4 en", "city=New York 1", "city=Newcastle 1"));
  request.max_completions = 1;
  EXPECT_THAT(Complete(request), ElementsAre("new 4 en", "city=New York 1")) << "of each";
}

// ---- Against a scan of all terms ----

class NaiveCompleter {
 public:
  explicit NaiveCompleter(const std::string& path) {
    const Xapian::Database database(path);
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
      const std::string text = *term;
      std::string_view lang;
      std::string_view folded;
      if (!SplitWordTerm(text, &lang, &folded)) continue;
      WordDocs& word = forms_[LooseForm(folded)].emplace_back();
      word.lang = lang;
      word.folded = folded;
      for (auto doc = database.postlist_begin(text); doc != database.postlist_end(text); ++doc) {
        word.docs.insert(*doc);
      }
    }
  }

  std::vector<std::string> Complete(const std::string& loose, const std::string& lang, size_t most) const {
    struct Row {
      uint64_t documents;
      std::string shown;
    };
    std::vector<Row> rows;  // by loose form
    for (auto form = forms_.lower_bound(loose); form != forms_.end() && form->first.starts_with(loose);
         ++form) {
      std::vector<WordDocs> counted;
      std::map<std::string, std::vector<WordDocs>> spellings;
      std::set<std::string> langs;
      for (const WordDocs& word : form->second) {
        langs.insert(word.lang);
        if (!lang.empty() && word.lang != lang) continue;
        counted.push_back(word);
        spellings[word.folded].push_back(word);
      }
      if (counted.empty()) continue;
      std::string written;
      uint64_t most_documents = 0;
      for (const auto& [spelling, words] : spellings) {
        if (Count(words) > most_documents) {
          written = spelling;
          most_documents = Count(words);
        }
      }
      Row& row = rows.emplace_back();
      row.documents = Count(counted);
      row.shown = written + " " + std::to_string(row.documents);
      for (const std::string& name : langs) row.shown += " " + name;
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.documents > b.documents; });
    std::vector<std::string> shown;
    for (size_t i = 0; i < std::min(most, rows.size()); ++i) shown.push_back(rows[i].shown);
    return shown;
  }

  // What a user may have typed of one of the words.
  std::string RandomPrefix(TestRandom* random) const {
    auto form = forms_.begin();
    std::advance(form, static_cast<ptrdiff_t>(random->Below(forms_.size())));
    const std::string& loose = form->first;
    size_t end = 1 + random->Below(loose.size());
    while (end < loose.size() && (static_cast<unsigned char>(loose[end]) & 0xC0) == 0x80) ++end;
    return loose.substr(0, end);
  }

 private:
  struct WordDocs {
    std::string lang;
    std::string folded;
    std::set<Xapian::docid> docs;
  };

  static uint64_t Count(const std::vector<WordDocs>& words) {
    uint64_t sum = 0;
    bool few = true;
    std::set<Xapian::docid> docs;
    for (const WordDocs& word : words) {
      sum += word.docs.size();
      few = few && word.docs.size() <= 5;
      docs.insert(word.docs.begin(), word.docs.end());
    }
    return few || words.size() == 1 ? docs.size() : sum;
  }

  std::map<std::string, std::vector<WordDocs>> forms_;  // by loose form; words by term
};

TEST_F(CompleterTest, AgreesWithAScanAfterAnyEdits) {
  TestRandom random;
  SCOPED_TRACE(random.Trace());
  static const char* const kWords[] = {"tram",   "Tramway", "trams",  "Malmö",    "malmo",       "Malmoe",
                                       "Kraków", "krakow",  "Straße", "strasse",  "Αθήνα",       "αθηνα",
                                       "город",  "Ёлка",    "елка",   "路面電車", "智慧",        "서울",
                                       "مدينة",  "naïve",   "naive",  "2016",     "mySMARTLife", "ərazi",
                                       "țară",   "tara",    "ไทย",    "a"};
  static const char* const kLangs[] = {"en", "sv", "pl", "de", "el", "ru", "ja", "zh", "und"};
  size_t completed = 0;
  for (int round = 0; round < 12; ++round) {
    auto writer = IndexWriter::Open(path_);
    ASSERT_THAT(writer, IsOk());
    for (int i = 0; i < 30; ++i) {
      const std::string id = std::to_string(random.Below(60));
      if (random.Below(4) == 0) {
        (void)writer->Remove(id);
        continue;
      }
      std::string body;
      for (size_t words = random.Below(12); words > 0; --words) {
        body += kWords[random.Below(std::size(kWords))];
        if (random.Below(3) == 0) body += static_cast<char>('a' + random.Below(4));
        body += ' ';
      }
      if (random.Below(4) == 0) body += random.Text(random.Below(30));
      ASSERT_THAT(writer->Put(MakeDocument(id, "", body, kLangs[random.Below(round % 3 == 0 ? 1 : 9)])),
                  IsOk());
    }
    ASSERT_THAT(writer->Commit(), IsOk());
    const NaiveCompleter naive(path_);
    auto searcher = Searcher::Open(path_);
    ASSERT_THAT(searcher, IsOk());
    for (int i = 0; i < 80; ++i) {
      CompletionRequest request;
      request.text = naive.RandomPrefix(&random);
      request.max_completions = i % 8 == 0 ? 0 : static_cast<uint32_t>(1 + random.Below(12));
      if (i % 3 == 0) request.lang = kLangs[random.Below(9)];
      const auto found = searcher->Complete(request);
      ASSERT_THAT(found, IsOk());
      if (found->empty() || found->front().offset != 0) continue;  // not one word: a sign, or in parts
      std::vector<std::string> shown;
      for (const Completion& completion : *found) shown.push_back(Show(completion));
      const size_t most = request.max_completions == 0 ? 1000000 : request.max_completions;
      ASSERT_EQ(shown, naive.Complete(request.text, request.lang, most))
          << request.text << " " << request.lang;
      ++completed;
    }
  }
  EXPECT_GT(completed, 500u);
}

}  // namespace
}  // namespace newsearch
