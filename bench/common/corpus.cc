// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/corpus.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "common/random.h"
#include "common/registry.h"
#include "newsearch/ingest.h"

namespace newsearch::bench {
namespace {

using Json = nlohmann::json;

constexpr size_t kGeneratedDocuments = 7600;
constexpr size_t kTextSetBytes = 1'000'000;
constexpr size_t kProjects = 40;
constexpr size_t kCities = 2000;
constexpr size_t kYears = 30;
constexpr size_t kFirstYear = 1990;
constexpr const char* kCountries[60] = {
    "US", "GB", "DE", "FR", "IT", "SE", "FI", "NO", "DK", "NL", "BE", "ES", "PT", "PL", "CZ",
    "SK", "SI", "HR", "AT", "CH", "HU", "RO", "BG", "GR", "TR", "EE", "LV", "LT", "IE", "IS",
    "UA", "RU", "CN", "JP", "KR", "IN", "ID", "TH", "VN", "PH", "AU", "NZ", "CA", "MX", "BR",
    "AR", "CL", "PE", "CO", "ZA", "EG", "MA", "NG", "KE", "IL", "IR", "IQ", "SA", "AE", "PK"};

[[noreturn]] void Fail(const std::string& message) {
  std::cerr << message << '\n';
  std::exit(1);
}

std::string SharedPath(const std::string& name) {
  const char* from_environment = std::getenv("NEWSEARCH_SHARED_DATA");
  const std::filesystem::path root = from_environment != nullptr ? from_environment : NEWSEARCH_BENCH_SHARED;
  for (const char* folder : {"data", "."}) {
    std::filesystem::path path = root / folder / name;
    if (std::filesystem::exists(path)) return path.string();
  }
  return {};
}

// Lines of a .gz file. gzip does the work: it is on every Debian system, and no library is needed for it.
std::vector<std::string> ReadGzipLines(const std::string& path) {
  std::string quoted = "'";
  for (char c : path) c == '\'' ? quoted.append("'\\''") : quoted.append(1, c);
  FILE* pipe = popen(("gzip -dc " + quoted + "'").c_str(), "r");
  if (pipe == nullptr) Fail("cannot run gzip");
  std::string content;
  std::vector<char> buffer(1u << 16);
  for (size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    content.append(buffer.data(), got);
  if (pclose(pipe) != 0) Fail("cannot read " + path);
  std::vector<std::string> lines;
  std::istringstream stream(content);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Fail("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Document> OwnDocuments() {
  std::vector<Document> documents;
  for (const char* name : {"sample/news.txt", "multilingual/docs.jsonl"}) {
    const Status status =
        ReadArchive(std::string(NEWSEARCH_BENCH_CORPORA "/") + name, {}, [&](Document document) {
          documents.push_back(std::move(document));
          return Status();
        });
    if (!status.ok()) Fail(status.ToString());
  }
  return documents;
}

// A made-up word, another one for each number below 512,000: "tabelo", "rimusan".
std::string MadeUpWord(size_t number) {
  constexpr const char* kOnsets[] = {"b", "d", "f", "g", "k", "l",  "m",  "n",
                                     "p", "r", "s", "t", "v", "st", "tr", "kl"};
  constexpr const char* kVowels[] = {"a", "e", "i", "o", "u"};
  constexpr const char* kEnds[] = {"", "n", "r", "l"};
  // 80 syllables, three a word; the factor is coprime to their number, so no two numbers give the same word.
  size_t rest = number * 48271 % (80 * 80 * 80);
  std::string word;
  for (int syllable = 0; syllable < 3; ++syllable) {
    word.append(kOnsets[rest % 16]).append(kVowels[rest / 16 % 5]);
    rest /= 80;
  }
  return word + kEnds[number % 4];
}

std::vector<std::string> Sentences(const std::string& text) {
  std::vector<std::string> sentences;
  std::string sentence;
  for (size_t i = 0; i < text.size(); ++i) {
    sentence += text[i] == '\n' ? ' ' : text[i];
    const bool ends = (text[i] == '.' || text[i] == '!' || text[i] == '?') &&
                      (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n');
    if (!ends && i + 1 < text.size()) continue;
    const size_t first = sentence.find_first_not_of(' ');
    if (first != std::string::npos && sentence.size() - first > 20)
      sentences.push_back(sentence.substr(first));
    sentence.clear();
  }
  return sentences;
}

// New documents out of the sentences of others.
class Recombiner {
 public:
  // `enrich`: replaces some of the longer words by made-up ones, for sources with a small vocabulary.
  Recombiner(const std::vector<std::string>& texts, const std::vector<std::string>& titles, bool enrich)
      : titles_(titles), enrich_(enrich), words_(30'000) {
    for (const std::string& text : texts) {
      for (std::string& sentence : Sentences(text)) sentences_.push_back(std::move(sentence));
    }
    if (sentences_.empty() || titles_.empty()) Fail("no text to make a corpus from");
  }

  CorpusDocument Make(size_t number, Random* random) const {
    CorpusDocument document;
    document.id = "made-" + std::to_string(number);
    document.title = Vary(titles_[random->Below(titles_.size())], random);
    const size_t sentences = 1 + random->Below(3);
    for (size_t i = 0; i < sentences; ++i) {
      if (i > 0) document.text += ' ';
      document.text += Vary(sentences_[random->Below(sentences_.size())], random);
    }
    return document;
  }

 private:
  std::string Vary(const std::string& text, Random* random) const {
    if (!enrich_) return text;
    std::string varied;
    std::istringstream stream(text);
    for (std::string word; stream >> word;) {
      const bool plain = word.size() >= 5 &&
                         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
      if (!varied.empty()) varied += ' ';
      varied += plain && random->Below(2) == 0 ? MadeUpWord(words_.Draw(random)) : word;
    }
    return varied;
  }

  std::vector<std::string> titles_;
  bool enrich_;
  Zipf words_;
  std::vector<std::string> sentences_;
};

class FacetDrawer {
 public:
  explicit FacetDrawer(uint64_t seed) : random_(seed) {}

  void Draw(CorpusDocument* document) {
    if (random_.Below(2) == 0)
      document->projects.push_back("Initiative " + MadeUpWord(projects_.Draw(&random_) + 700));
    const size_t cities = 1 + random_.Below(3);
    while (document->cities.size() < cities) {
      std::string city = MadeUpWord(cities_.Draw(&random_) + 5000);
      city.front() = static_cast<char>(city.front() - 'a' + 'A');
      if (std::find(document->cities.begin(), document->cities.end(), city) == document->cities.end()) {
        document->cities.push_back(std::move(city));
      }
    }
    document->countries = {kCountries[countries_.Draw(&random_)]};
    document->year = std::to_string(kFirstYear + years_.Draw(&random_));
  }

 private:
  Random random_;
  Zipf projects_{kProjects};
  Zipf cities_{kCities};
  Zipf countries_{std::size(kCountries)};
  Zipf years_{kYears};
};

Corpus MakeCorpus() {
  const Options& options = TheOptions();
  Corpus corpus;
  std::vector<std::string> texts;
  std::vector<std::string> titles;
  const std::string shared = SharedPath("news-ag/docs.jsonl.gz");
  if (!shared.empty()) {
    for (const std::string& line : ReadGzipLines(shared)) {
      const Json json = Json::parse(line);
      CorpusDocument document;
      document.id = json.at("id").get<std::string>();
      document.title = json.value("title", "");
      document.text = json.at("text").get<std::string>();
      document.projects = {json.at("project").get<std::string>()};
      texts.push_back(document.text);
      titles.push_back(document.title);
      corpus.documents.push_back(std::move(document));
    }
    const std::string topics = SharedPath("news-ag/queries.jsonl.gz");
    if (!topics.empty()) {
      for (const std::string& line : ReadGzipLines(topics))
        corpus.topics.push_back(Json::parse(line).at("text").get<std::string>());
    }
    corpus.description = "AG News";
  } else {
    for (const Document& document : OwnDocuments()) {
      if (document.lang != "en" || !document.title) continue;
      titles.push_back(*document.title);
      texts.push_back(document.body);
    }
    corpus.description = "made from the sample texts";
  }
  const size_t wanted = options.docs > 0 ? options.docs
                        : shared.empty() ? kGeneratedDocuments
                                         : corpus.documents.size();
  if (wanted < corpus.documents.size()) corpus.documents.resize(wanted);
  Random random(options.seed);
  if (wanted > corpus.documents.size()) {
    const Recombiner recombiner(texts, titles, shared.empty());
    constexpr const char* kSections[] = {"World", "Sports", "Business", "Sci/Tech"};
    const size_t real = corpus.documents.size();
    while (corpus.documents.size() < wanted) {
      corpus.documents.push_back(recombiner.Make(corpus.documents.size(), &random));
      corpus.documents.back().projects = {kSections[random.Below(4)]};
    }
    if (real > 0)
      corpus.description += ", " + std::to_string(wanted - real) + " of them recombined from its sentences";
  }
  FacetDrawer facets(options.seed + 1);
  for (CorpusDocument& document : corpus.documents) {
    facets.Draw(&document);
    corpus.text_bytes += document.title.size() + document.text.size();
  }
  if (corpus.topics.empty()) {
    for (size_t i = 0; i < 1000; ++i)
      corpus.topics.push_back(corpus.documents[random.Below(corpus.documents.size())].title);
  }
  std::ostringstream description;
  description.precision(3);
  description << corpus.description << ": " << corpus.documents.size() << " documents, "
              << static_cast<double>(corpus.text_bytes) / 1e6 << " MB of text, facets with seed "
              << options.seed;
  corpus.description = description.str();
  return corpus;
}

// The articles of NTREX in a language; none where they are not there.
LanguageText NtrexText(const std::string& lang) {
  LanguageText language{lang, {}};
  const std::string path = SharedPath("news-ntrex/docs." + lang + ".jsonl.gz");
  if (path.empty()) return language;
  for (const std::string& line : ReadGzipLines(path))
    language.texts.push_back(Json::parse(line).at("text").get<std::string>());
  return language;
}

// Repeats the texts, whole passes, up to a megabyte.
void FillUp(TextSet* set) {
  uint64_t once = 0;
  for (const LanguageText& language : set->languages) {
    for (const std::string& text : language.texts) once += text.size();
  }
  if (once == 0) Fail("no text for " + set->description);
  const size_t passes = std::max<size_t>(1, (kTextSetBytes + once - 1) / once);
  for (LanguageText& language : set->languages) {
    const std::vector<std::string> texts = language.texts;
    for (size_t pass = 1; pass < passes; ++pass)
      language.texts.insert(language.texts.end(), texts.begin(), texts.end());
  }
  set->bytes = once * passes;
  if (passes > 1) set->description += ", " + std::to_string(passes) + " times over";
}

}  // namespace

const Corpus& TheCorpus() {
  static const Corpus corpus = MakeCorpus();
  return corpus;
}

std::string JsonLine(const CorpusDocument& document) {
  return Json{{"id", document.id},
              {"title", document.title},
              {"text", document.text},
              {"lang", "en"},
              {"project", document.projects},
              {"city", document.cities},
              {"country", document.countries},
              {"year", document.year}}
      .dump();
}

const std::string& CorpusFile() {
  static const std::string path = [] {
    std::string made = WorkDir() + "/corpus.jsonl";
    std::ofstream file(made, std::ios::binary | std::ios::trunc);
    for (const CorpusDocument& document : TheCorpus().documents) file << JsonLine(document) << '\n';
    file.close();
    if (!file) Fail("cannot write " + made);
    return made;
  }();
  return path;
}

const std::vector<Document>& CorpusDocuments() {
  static const std::vector<Document> documents = [] {
    std::vector<Document> read;
    const Status status = ReadArchive(CorpusFile(), {}, [&read](Document document) {
      read.push_back(std::move(document));
      return Status();
    });
    if (!status.ok()) Fail(status.ToString());
    return read;
  }();
  return documents;
}

const TextSet& EnglishText() {
  static const TextSet set = [] {
    TextSet made;
    made.description = "English (the corpus)";
    LanguageText english{"en", {}};
    size_t bytes = 0;
    for (const CorpusDocument& document : TheCorpus().documents) {
      english.texts.push_back(document.title + "\n" + document.text);
      bytes += english.texts.back().size();
      if (bytes >= kTextSetBytes) break;
    }
    made.languages.push_back(std::move(english));
    FillUp(&made);
    return made;
  }();
  return set;
}

const TextSet& TextIn(const std::string& lang) {
  static std::map<std::string, TextSet> sets;
  const auto [found, is_new] = sets.try_emplace(lang);
  TextSet& set = found->second;
  if (!is_new) return set;
  set.description = lang + " (NTREX)";
  LanguageText language = NtrexText(lang);
  if (language.texts.empty()) return set;
  set.languages.push_back(std::move(language));
  FillUp(&set);
  return set;
}

const TextSet& LatinText() {
  static const TextSet set = [] {
    TextSet made;
    for (const char* lang : {"de", "fi", "fr", "pl", "sv"}) {
      LanguageText language = NtrexText(lang);
      if (!language.texts.empty()) made.languages.push_back(std::move(language));
    }
    made.description = "German, Finnish, French, Polish, Swedish (NTREX)";
    if (made.languages.empty()) {
      made.description = "Latin script other than English (the sample texts)";
      const std::set<std::string> latin = {"cs", "da", "de", "es", "et", "fi", "fr", "hu",
                                           "it", "nl", "no", "pl", "pt", "sl", "sv", "tr"};
      std::map<std::string, std::vector<std::string>> by_language;
      for (Document& document : OwnDocuments()) {
        if (latin.count(document.lang) != 0) by_language[document.lang].push_back(std::move(document.body));
      }
      for (auto& [lang, texts] : by_language) made.languages.push_back({lang, std::move(texts)});
    }
    FillUp(&made);
    return made;
  }();
  return set;
}

const std::string& SampleArchive() {
  static const std::string text = ReadFile(NEWSEARCH_BENCH_CORPORA "/sample/news.txt");
  return text;
}

}  // namespace newsearch::bench
