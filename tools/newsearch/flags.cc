// SPDX-License-Identifier: GPL-2.0-or-later
#include "flags.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace newsearch::cli {
namespace {

constexpr uint32_t kBatchHits = 1000;
constexpr uint32_t kFacetValues = 10;

// Groups of flags that a command takes.
enum FlagGroup : unsigned {
  kIndexFlags = 1,
  kInputFlags = 2,   // how an archive is read
  kOutputFlags = 4,  // --json and its long forms
  kColorFlags = 8,
  kQueryFlags = 16,
  kSegmentFlags = 32,
  kAuthorityFlags = 2048,
  kOverrideFlags = 4096,
  kWriterFlags = 8192,
  kLocaleFlags = 64,
  kCompleteFlags = 128,
};

constexpr Command kCommands[] = {
    {"segment", "[OPTION]... FILE...", "Show the articles of archives without indexing them",
     "Lists the articles of each FILE: lines, title, date, language and facets. FILE is a\n"
     "page or a document with many news items (plain text, Markdown, HTML), or a feed\n"
     "(RSS, Atom, a WordPress export, JSON Feed, JSON Lines), also compressed with gzip\n"
     "or Zstandard; a directory, for all archives in it and below; a pattern such as\n"
     "'news/**/*.html'; or - for standard input. A file that cannot be read does not\n"
     "keep the others from being shown.",
     "newsearch segment news.txt\n"
     "newsearch segment --report archive/\n"
     "curl -s https://example.org/news.html | newsearch segment --explain -\n"
     "newsearch segment --json news.html | jq -r .title\n",
     kSegmentFlags | kInputFlags | kAuthorityFlags | kOverrideFlags | kOutputFlags | kLocaleFlags |
         kColorFlags,
     RunSegment},
    {"index", "[OPTION]... FILE...", "Bring the index up to date with archives",
     "Reads each FILE and makes the index hold exactly the articles that FILE has now.\n"
     "FILE is what it is for 'newsearch segment'; standard input (-) needs --source. The\n"
     "index is made if there is none. A file is taken whole or not at all: when it\n"
     "cannot be read, is a feed that breaks off, or Ctrl-C stops the run, the index\n"
     "keeps what it had from it.",
     "newsearch index news.txt\n"
     "newsearch index --index /srv/news.index archive/ 'feeds/*.xml'\n"
     "curl -s https://example.org/feed | newsearch index --source example.org -\n",
     kIndexFlags | kInputFlags | kAuthorityFlags | kOverrideFlags | kWriterFlags, RunIndex},
    {"projects", "[OPTION]... FILE...", "List the names that archives may use for projects",
     "Reads each FILE, which is what it is for 'newsearch segment', and lists the names\n"
     "that it calls projects, surest first: how sure that is, how many articles name it\n"
     "and introduce it, and a sentence that does. Those marked + become values of the\n"
     "facet project by themselves. With --json the list is an authority file: go through\n"
     "it, put \"accepted\" to true or false, and give it to --authority. Names that a\n"
     "given authority file knows are left out.",
     "newsearch projects news.txt\n"
     "newsearch projects --json news.txt > projects.json\n"
     "newsearch index --authority projects.json news.txt\n",
     kInputFlags | kAuthorityFlags | kOutputFlags | kColorFlags, RunProjects},
    {"query", "[OPTION]... QUERY...", "Search the index, with counts by facet",
     "Prints the best articles for QUERY and how many of all matches have which facet\n"
     "value. Several words are one query; put -- before them when one starts with a\n"
     "dash. In a query:\n"
     "  word word          any of them, best first    \"two words\"      a phrase\n"
     "  -word              not this word              this OR that     either\n"
     "  ( )                groups                     title:word       in the title\n"
     "  city:Kista         has this facet value       country:SE       by ISO code\n"
     "  year:2015..2017    both years included        date:2016-06..2016-09",
     "newsearch query smart city Kista\n"
     "newsearch query '\"smart city\" -hackathon' --filter country=SE --sort date\n"
     "newsearch query --json --facet city:20 --facet year energy | jq .facets.city\n"
     "newsearch query -- -hackathon city:Kista\n"
     "newsearch query --across on nuclear power in Belgium\n"
     "newsearch query --batch topics.tsv --trec run1 > run1.trec\n",
     kIndexFlags | kQueryFlags | kOutputFlags | kLocaleFlags | kColorFlags, RunQuery},
    {"complete", "[OPTION]... TEXT...", "Complete the last word of a query",
     "Prints what the last word of TEXT may become: words of the index that begin with it,\n"
     "whatever their case and marks, those of most articles first; with the number of\n"
     "articles and the languages that have them. With --facet, values of a facet that\n"
     "begin with the end of TEXT, too.",
     "newsearch complete smart kra\n"
     "newsearch complete --lang sv --max 5 sp\n"
     "newsearch complete --no-words --facet city --facet country new yo\n"
     "newsearch complete --json goteb | jq -r '.completions[].text'\n",
     kIndexFlags | kCompleteFlags | kOutputFlags | kLocaleFlags | kColorFlags, RunComplete},
    {"show", "[OPTION]... ID", "Show one article in full",
     "Prints the article that has ID in the index. 'newsearch query' shows the ids.",
     "newsearch show 5f1d0c9a7be2346d\n"
     "newsearch show --json 5f1d0c9a7be2346d | jq .evidence\n",
     kIndexFlags | kOutputFlags | kLocaleFlags | kColorFlags, RunShow},
    {"why", "[OPTION]... ID [FACET[=VALUE]]", "Explain the facet values of one article",
     "Prints why the article that has ID in the index has its values of FACET (of all\n"
     "facets if none is named, or this VALUE only): what a value stands for, how sure\n"
     "that is and how it was found, the words behind it with their line in the source,\n"
     "and what else they could have meant.",
     "newsearch why 5f1d0c9a7be2346d\n"
     "newsearch why 5f1d0c9a7be2346d city\n"
     "newsearch why 5f1d0c9a7be2346d country=SE --locale sv\n"
     "newsearch why --json 5f1d0c9a7be2346d city | jq '.values[] | {value, confidence}'\n",
     kIndexFlags | kOutputFlags | kLocaleFlags | kColorFlags, RunWhy},
    {"stats", "[OPTION]...", "Show what the index holds",
     "Prints the number of articles, their archives, languages, dates and facets, and\n"
     "how the index was made.",
     "newsearch stats\n"
     "newsearch stats --json | jq .languages\n",
     kIndexFlags | kOutputFlags | kLocaleFlags | kColorFlags, RunStats},
    {"help", "[COMMAND]", "Explain a command", "Prints the help page of COMMAND, or the list of commands.",
     "newsearch help query\n", 0, RunHelp},
};

// Flags as they were written, before they mean anything.
struct RawFlags {
  bool help = false;
  bool json = false;
  bool no_facets = false;
  bool plain = false;
  bool roll_up = false;
  bool syntax = false;
  bool no_words = false;
  bool explain = false;
  bool report = false;
  std::optional<std::string> index, input_format, source, format, format_version, color;
  std::optional<std::string> locale, charset, match, sort, limit, offset, batch, trec;
  std::optional<std::string> max, overrides, across, lang, expansions, dictionaries, lexicons;
  std::optional<std::string> threads, memory;
  std::vector<std::string> facets, filters, authorities, ranking;
};

// The one place where flags are declared.
void DeclareFlags(const Command& command, CLI::App* app, RawFlags* raw) {
  const auto value = [&](const char* name, const char* placeholder, std::optional<std::string>* target,
                         const char* text) {
    app->add_option_function<std::string>(
           name, [target](const std::string& given) { *target = given; }, text)
        ->type_name(placeholder)
        ->take_last();
  };
  const auto list = [&](const char* name, const char* placeholder, std::vector<std::string>* target,
                        const char* text) {
    app->add_option(name, *target, text)->type_name(placeholder)->allow_extra_args(false);
  };
  const auto flag = [&](const char* name, bool* target, const char* text) {
    app->add_flag(name, *target, text);
  };

  if (command.flags & kIndexFlags) {
    value("--index", "DIR", &raw->index,
          "the index (default: $NEWSEARCH_INDEX, else newsearch/index in $XDG_DATA_HOME or ~/.local/share)");
  }
  if (command.flags & kInputFlags) {
    value("--input-format", "FORMAT", &raw->input_format,
          "what FILE is: text, markdown, html, feed (RSS, Atom, WordPress), jsonl, jsonfeed, or detect by "
          "its content and name (default)");
    value("--charset", "NAME", &raw->charset,
          "the character encoding of FILE, such as windows-1250 (default: as it declares, or as its bytes "
          "look)");
    value("--source", "NAME", &raw->source,
          "the archive's name for good, in place of its absolute path; with one FILE only, not with a "
          "directory");
  }
  if (command.flags & kAuthorityFlags) {
    list("--authority", "FILE", &raw->authorities,
         "take the values of a facet from FILE, in JSON: names, aliases, what tells them apart; may be "
         "repeated");
  }
  if (command.flags & kOverrideFlags) {
    value("--overrides", "FILE", &raw->overrides,
          "correct facets as the lines of FILE say: article, facet, add, remove or set, value");
  }
  if (command.flags & kWriterFlags) {
    value("--threads", "N", &raw->threads,
          "work with N threads (default: as many as the machine has); the index is the same with any number");
    value("--memory", "MB", &raw->memory,
          "hold about MB megabytes before they are written (default 512), and some for each thread");
  }
  if (command.flags & kSegmentFlags) {
    flag("--explain", &raw->explain,
         "show every line or paragraph with what it was taken for, and why articles start where they do");
    flag("--no-facets", &raw->no_facets,
         "leave out projects, cities and countries, which take most of the time");
    flag("--report", &raw->report, "show the archive in figures instead of its articles");
  }
  if (command.flags & kQueryFlags) {
    list("--filter", "FACET=VALUE", &raw->filters,
         "only articles with this facet value; may be repeated: values of one facet are alternatives, "
         "different facets "
         "must all hold");
    list("--facet", "NAME[:N]", &raw->facets,
         "count the values of this facet and list the N most frequent (default 10, 0: all); may be repeated");
    flag("--no-facets", &raw->no_facets, "count no facets");
    flag("--roll-up", &raw->roll_up,
         "let a city or region stand for the places in it too: in filters, city: and region:, and their "
         "counts");
    value("--match", "any|all", &raw->match, "whether any word of the query (default) or all must be there");
    value("--sort", "relevance|date", &raw->sort, "best first (default), or newest first");
    value("-n,--limit", "N", &raw->limit, "at most N articles (default 10; with --batch 1000)");
    value("--offset", "N", &raw->offset, "leave out the first N articles");
    value(
        "--across", "off|suggest|on", &raw->across,
        "search in the other languages of the index too (on), or say what would be added (suggest); default: "
        "off");
    value("--lang", "TAG", &raw->lang, "the language of the query, for --across (default: guessed)");
    value("--expansions", "FILE", &raw->expansions,
          "with --across on: add what FILE says, the member 'expansions' of --json as you edited it (-: "
          "standard input), and look nothing up");
    value("--dictionaries", "DIR", &raw->dictionaries,
          "where FreeDict's dictionaries are, for --across (default: /usr/share/dictd)");
    value("--lexicons", "DIR", &raw->lexicons,
          "where the files of newsearch-lexicon are, which are used in place of dictionaries");
    flag("--explain", &raw->explain, "say what the score of each article is made of");
    list("--ranking", "KEY=VALUE", &raw->ranking,
         "change how articles are ranked: a wrong KEY lists those there are; may be repeated");
    flag("--plain", &raw->plain, "take every character of the query as text, not as an operator");
    value("--batch", "FILE", &raw->batch,
          "answer each line 'id<TAB>query' of FILE (-: standard input); queries are plain text");
    value("--trec", "TAG", &raw->trec, "with --batch: print 'id Q0 docid rank score TAG' for each hit");
    flag("--syntax", &raw->syntax, "with --batch: queries have operators");
  }
  if (command.flags & kCompleteFlags) {
    list("--facet", "NAME", &raw->facets, "complete values of this facet too; may be repeated");
    flag("--no-words", &raw->no_words, "with --facet: complete no words");
    value("--lang", "TAG", &raw->lang, "only words of this language (default: of all)");
    value("-n,--max", "N", &raw->max, "at most N words, and N values of each facet (default 10, 0: all)");
  }
  if (command.flags & kOutputFlags) {
    flag("--json", &raw->json, "print JSON: the same as --format=json");
    value("--format", "text|json", &raw->format, "print a page to read (default), or JSON");
    value("--format-version", "N", &raw->format_version, "the version of the JSON; there is only 1");
  }
  if (command.flags & kLocaleFlags) {
    value("--locale", "TAG", &raw->locale,
          "the language to show facet values in, such as sv or pt-BR (default: en); filters take the values "
          "themselves");
  }
  if (command.flags & kColorFlags) {
    value("--color", "auto|always|never", &raw->color,
          "colours: on a terminal unless $NO_COLOR is set (auto, the default), always or never");
  }
  flag("-h,--help", &raw->help, "print this help");
}

// A usage error on its way out of the functions below.
struct UsageError {
  std::string message;
};

[[noreturn]] void Reject(std::string message) { throw UsageError{std::move(message)}; }

uint32_t ParseNumber(const std::string& flag, const std::string& text) {
  uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    Reject(flag + ": '" + text + "' is not a whole number from 0 to " +
           std::to_string(std::numeric_limits<uint32_t>::max()));
  }
  return number;
}

// The place of `text` among `names`.
size_t ParseChoice(const std::string& flag, const std::optional<std::string>& text,
                   std::initializer_list<std::string_view> names) {
  if (!text) return 0;
  size_t place = 0;
  std::string known;
  for (std::string_view name : names) {
    if (*text == name) return place;
    known += place++ == 0 ? "" : ", ";
    known += name;
  }
  Reject(flag + ": '" + *text + "' is not one of: " + known);
}

std::string DefaultIndex() {
  const auto variable = [](const char* name) -> std::string {
    const char* value = getenv(name);
    return value == nullptr ? "" : value;
  };
  if (std::string index = variable("NEWSEARCH_INDEX"); !index.empty()) return index;
  // The XDG specification has relative paths ignored.
  if (std::string data = variable("XDG_DATA_HOME"); data.starts_with('/')) return data + "/newsearch/index";
  if (std::string home = variable("HOME"); !home.empty()) return home + "/.local/share/newsearch/index";
  Reject("there is no home directory to look for an index in: use --index DIR or set NEWSEARCH_INDEX");
}

FacetRequest ParseFacet(const std::string& text) {
  FacetRequest facet{text, kFacetValues};
  if (const size_t colon = text.find(':'); colon != std::string::npos) {
    facet.facet = text.substr(0, colon);
    facet.max_values = ParseNumber("--facet " + text, text.substr(colon + 1));
  }
  if (facet.facet.empty()) Reject("--facet: '" + text + "' names no facet");
  return facet;
}

FacetFilter ParseFilter(const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    Reject("--filter: '" + text + "' is not of the form FACET=VALUE");
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

struct RankingKey {
  std::string_view name;
  double RankingOptions::*number;
  uint32_t RankingOptions::*count;  // if it is no number
  double greatest;
};

// As the library has it (RankingOptions).
constexpr double kMostWeight = 1e6;

constexpr RankingKey kRankingKeys[] = {
    {"k1", &RankingOptions::k1, nullptr, kMostWeight},
    {"b", &RankingOptions::b, nullptr, 1},
    {"similar_weight", &RankingOptions::similar_weight, nullptr, kMostWeight},
    {"similar_words", nullptr, &RankingOptions::similar_words, kMostWeight},
    {"min_likeness", &RankingOptions::min_likeness, nullptr, 1},
    {"capital_weight", &RankingOptions::capital_weight, nullptr, kMostWeight},
    {"part_weight", &RankingOptions::part_weight, nullptr, kMostWeight},
    {"reordered", nullptr, &RankingOptions::reordered, kMostWeight},
    {"passage_weight", &RankingOptions::passage_weight, nullptr, kMostWeight},
    {"passage_words", nullptr, &RankingOptions::passage_words, kMostWeight},
    {"neighbour_weight", &RankingOptions::neighbour_weight, nullptr, kMostWeight},
    {"stop_word_weight", &RankingOptions::stop_word_weight, nullptr, kMostWeight},
};

void ApplyRanking(const std::string& text, RankingOptions* ranking) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos) Reject("--ranking: '" + text + "' is not of the form KEY=VALUE");
  const std::string name = text.substr(0, equals);
  const std::string value = text.substr(equals + 1);
  std::string known;
  for (const RankingKey& key : kRankingKeys) {
    known.append(known.empty() ? "" : ", ").append(key.name);
    if (key.name != name) continue;
    double number = -1;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool whole = key.count == nullptr || number == std::floor(number);
    if (error != std::errc() || end != value.data() + value.size() || !(number >= 0) ||
        number > key.greatest || !whole) {
      Reject("--ranking: " + name + ": '" + value + "' is not a " +
             (key.count == nullptr ? "number" : "whole number") + " from 0 to " +
             std::to_string(static_cast<uint32_t>(key.greatest)));
    }
    if (key.count == nullptr) {
      ranking->*key.number = number;
    } else {
      ranking->*key.count = static_cast<uint32_t>(number);
    }
    return;
  }
  Reject("--ranking: '" + name + "' is not one of: " + known);
}

void ApplyAcrossFlags(const RawFlags& raw, Options* options) {
  SearchRequest& request = options->request;
  request.across = static_cast<AcrossMode>(ParseChoice("--across", raw.across, {"off", "suggest", "on"}));
  if (raw.lang) {
    if (raw.lang->empty()) Reject("--lang: no language named");
    request.query_lang = *raw.lang;
  }
  if (raw.expansions) {
    if (request.across != AcrossMode::kOn) Reject("--expansions needs --across on");
    if (raw.batch) Reject("--batch and --expansions exclude each other");
    if (raw.expansions->empty()) Reject("--expansions: no file named");
    options->expansions = *raw.expansions;
  }
  const auto folder = [](const char* flag, const std::optional<std::string>& given, std::string* target) {
    if (!given) return;
    if (given->empty()) Reject(std::string(flag) + ": no directory named");
    *target = *given;
  };
  folder("--dictionaries", raw.dictionaries, &options->searcher.dictd_directory);
  folder("--lexicons", raw.lexicons, &options->searcher.lexicon_directory);
}

// The words with a blank between them.
std::string JoinedWords(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (&word != &words.front()) text += ' ';
    text += word;
  }
  return text;
}

void ApplyCompleteFlags(const RawFlags& raw, Options* options) {
  CompletionRequest& request = options->completion;
  if (options->words.empty()) Reject("no text given");
  request.text = JoinedWords(options->words);
  request.locale = options->locale;
  if (raw.max) request.max_completions = ParseNumber("--max", *raw.max);
  if (raw.lang) {
    if (raw.lang->empty()) Reject("--lang: no language named");
    request.lang = *raw.lang;
  }
  for (const std::string& facet : raw.facets) {
    if (facet.empty()) Reject("--facet: '' names no facet");
    request.facets.push_back(facet);
  }
  if (raw.no_words && raw.facets.empty()) Reject("--no-words needs --facet NAME");
  request.words = !raw.no_words;
}

void ApplyQueryFlags(const RawFlags& raw, Options* options) {
  SearchRequest& request = options->request;
  request.text = JoinedWords(options->words);
  for (const std::string& text : raw.filters) request.filters.push_back(ParseFilter(text));
  if (raw.no_facets && !raw.facets.empty()) Reject("--no-facets and --facet exclude each other");
  for (const std::string& text : raw.facets) request.facets.push_back(ParseFacet(text));
  if (raw.facets.empty() && !raw.no_facets && !raw.batch) {
    options->default_facet_values = kFacetValues;
  }
  request.roll_up = raw.roll_up;
  request.match = ParseChoice("--match", raw.match, {"any", "all"}) == 0 ? MatchMode::kAny : MatchMode::kAll;
  request.sort =
      ParseChoice("--sort", raw.sort, {"relevance", "date"}) == 0 ? SortOrder::kRelevance : SortOrder::kDate;
  if (raw.limit) request.max_hits = ParseNumber("--limit", *raw.limit);
  if (raw.offset) request.offset = ParseNumber("--offset", *raw.offset);
  if (raw.plain) request.syntax = QuerySyntax::kPlain;
  ApplyAcrossFlags(raw, options);
  request.explain = raw.explain;
  for (const std::string& text : raw.ranking) ApplyRanking(text, &request.ranking);

  if (!raw.batch) {
    if (raw.trec) Reject("--trec needs --batch FILE");
    if (raw.syntax) Reject("--syntax needs --batch FILE");
    if (options->words.empty()) Reject("no query given");
    return;
  }
  if (!raw.trec) Reject("--batch needs --trec TAG");
  if (!options->words.empty()) Reject("--batch and a query exclude each other");
  if (options->json) Reject("--batch and --json exclude each other");
  if (raw.sort) Reject("--batch and --sort exclude each other: a TREC run is in the order of its scores");
  if (raw.explain) Reject("--batch and --explain exclude each other");
  if (!raw.facets.empty()) Reject("--batch and --facet exclude each other");
  if (raw.plain && raw.syntax) Reject("--plain and --syntax exclude each other");
  if (raw.batch->empty()) Reject("--batch: no file named");
  if (raw.trec->empty() || raw.trec->find_first_of(" \t\r\n\v\f") != std::string::npos) {
    Reject("--trec: '" + *raw.trec + "' is not one word");
  }
  options->batch = *raw.batch;
  options->trec_tag = *raw.trec;
  request.syntax = raw.syntax ? QuerySyntax::kFull : QuerySyntax::kPlain;
  request.facets.clear();
  request.snippets = false;
  if (!raw.limit) request.max_hits = kBatchHits;
}

// What is left after the flags: words, and flags that the command does not have.
std::vector<std::string> TakeWords(const CLI::App& app) {
  std::vector<std::string> words;
  bool flags_ended = false;
  for (std::string& word : app.remaining()) {
    if (!flags_ended && word == "--") {
      flags_ended = true;
    } else if (!flags_ended && word.size() > 1 && word[0] == '-') {
      Reject("unknown option '" + word + "'; put -- before words that start with a dash");
    } else {
      words.push_back(std::move(word));
    }
  }
  return words;
}

Options Interpret(const Command& command, const RawFlags& raw, std::vector<std::string> words) {
  Options options;
  options.help = raw.help;
  options.words = std::move(words);
  if (raw.help) return options;

  options.json = ParseChoice("--format", raw.format, {"text", "json"}) == 1 || raw.json;
  if (raw.json && raw.format == "text") Reject("--json and --format=text exclude each other");
  ParseChoice("--format-version", raw.format_version, {"1"});
  options.color = static_cast<ColorChoice>(ParseChoice("--color", raw.color, {"auto", "always", "never"}));
  if (raw.locale) {
    if (const Status status = CheckLocale(*raw.locale); !status.ok()) Reject("--" + status.message());
    options.locale = options.request.locale = *raw.locale;
  }
  if (command.flags & kIndexFlags) {
    options.index = raw.index ? *raw.index : DefaultIndex();
    if (options.index.empty()) Reject("--index: no directory named");
  }

  options.ingest.format = static_cast<ArchiveFormat>(
      ParseChoice("--input-format", raw.input_format,
                  {"detect", "text", "jsonl", "markdown", "html", "feed", "jsonfeed"}));
  if (raw.charset) options.ingest.charset = *raw.charset;
  if (command.flags & kSegmentFlags) {
    options.explain = raw.explain;
    options.report = raw.report;
    options.ingest.facets = !raw.no_facets;
    if (raw.explain && raw.report) Reject("--explain and --report exclude each other");
  }
  options.ingest.authorities = raw.authorities;
  if (raw.overrides) {
    if (raw.overrides->empty()) Reject("--overrides: no file named");
    options.ingest.overrides = *raw.overrides;
  }
  if (raw.threads) options.writer.threads = ParseNumber("--threads", *raw.threads);
  if (raw.memory) options.writer.memory_bytes = uint64_t{ParseNumber("--memory", *raw.memory)} << 20;
  if (raw.source) {
    if (raw.source->empty()) Reject("--source: no name given");
    if (options.words.size() > 1) Reject("--source names one archive, but there are several files");
    options.ingest.source_name = *raw.source;
  }
  if (command.flags & kInputFlags && options.words.empty()) Reject("no file given");
  if (command.run == RunIndex && !raw.source &&
      std::find(options.words.begin(), options.words.end(), "-") != options.words.end()) {
    Reject("standard input has no name to be found again by: give it one with --source NAME");
  }
  if (command.flags & kQueryFlags) ApplyQueryFlags(raw, &options);
  if (command.flags & kCompleteFlags) ApplyCompleteFlags(raw, &options);
  if ((command.run == RunShow || command.run == RunWhy) && options.words.empty()) Reject("no id given");
  const bool takes_one = command.run == RunShow || command.run == RunHelp;
  const size_t most = takes_one                 ? 1
                      : command.run == RunWhy   ? 2
                      : command.run == RunStats ? 0
                                                : options.words.size();
  if (options.words.size() > most) Reject("one word too many: '" + options.words[most] + "'");
  return options;
}

static_assert(static_cast<int>(ColorChoice::kAuto) == 0 && static_cast<int>(ColorChoice::kAlways) == 1 &&
              static_cast<int>(ColorChoice::kNever) == 2);
static_assert(static_cast<int>(AcrossMode::kOff) == 0 && static_cast<int>(AcrossMode::kSuggest) == 1 &&
              static_cast<int>(AcrossMode::kOn) == 2);
static_assert(static_cast<int>(ArchiveFormat::kDetect) == 0 && static_cast<int>(ArchiveFormat::kText) == 1 &&
              static_cast<int>(ArchiveFormat::kJsonLines) == 2);

CLI::App* MakeApp(const Command& command, CLI::App* app, RawFlags* raw) {
  app->set_help_flag();
  app->allow_extras();
  DeclareFlags(command, app, raw);
  return app;
}

// "  -n, --limit N" with its text beside it, broken at 80 columns.
std::string FlagHelp(const CLI::Option& option) {
  constexpr size_t kColumn = 28;
  std::string left = option.get_snames().empty() ? "      " : "  -" + option.get_snames()[0] + ", ";
  left += "--" + option.get_lnames()[0];
  if (option.get_items_expected_min() > 0) left += ' ' + option.get_type_name();
  std::string out = left;
  if (left.size() + 1 >= kColumn) {
    out += '\n';
    left.clear();
  }
  for (const std::string& line : WrapText({}, option.get_description(), {}, 80 - kColumn, "")) {
    out.append(kColumn - left.size(), ' ').append(line) += '\n';
    left.clear();
  }
  return out;
}

std::string Indented(std::string_view lines) {
  std::string out;
  while (!lines.empty()) {
    const size_t end = lines.find('\n');
    out.append("  ").append(lines.substr(0, end)).append("\n");
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
  }
  return out;
}

}  // namespace

const std::vector<Command>& Commands() {
  static const std::vector<Command> commands(std::begin(kCommands), std::end(kCommands));
  return commands;
}

const Command* FindCommand(std::string_view name) {
  for (const Command& command : Commands()) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

std::optional<Options> ParseArguments(const Command& command, const std::vector<std::string>& arguments) {
  RawFlags raw;
  CLI::App app;
  MakeApp(command, &app, &raw);
  std::string message;
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    return Interpret(command, raw, TakeWords(app));
  } catch (const UsageError& error) {
    message = error.message;
  } catch (const CLI::ArgumentMismatch& error) {
    // "--limit: 1 required N missing"
    message = std::string(error.what());
    message = message.substr(0, message.find(':')) + " needs a value";
  } catch (const CLI::ParseError& error) {
    message = error.what();
  }
  Complain(std::string(command.name) + ": " + message);
  Talk("Try 'newsearch help " + std::string(command.name) + "'.\n");
  return std::nullopt;
}

std::string HelpText() {
  std::string text =
      "Usage: newsearch COMMAND [ARGUMENT]...\n\n"
      "Full-text search with facets over news archives.\n\nCommands:\n";
  for (const Command& command : Commands()) {
    text.append("  ").append(command.name).append(10 - command.name.size(), ' ').append(command.summary) +=
        '\n';
  }
  return text +
         "\nExamples:\n"
         "  newsearch index news.txt\n"
         "  newsearch query smart city Kista\n"
         "\n'newsearch help COMMAND' explains a command, 'newsearch --version' tells the version.\n"
         "Exit status: 0 found or done, 1 nothing found, 2 usage or query error or a bad file,\n"
         "3 index missing, locked or incompatible, 130 interrupted.\n";
}

std::string HelpText(const Command& command) {
  RawFlags raw;
  CLI::App app;
  MakeApp(command, &app, &raw);
  std::string text = "Usage: newsearch " + std::string(command.name) + " " + std::string(command.usage) +
                     "\n\n" + std::string(command.details) + "\n\nOptions:\n";
  for (const CLI::Option* option : app.get_options()) text += FlagHelp(*option);
  return text + "\nExamples:\n" + Indented(command.examples);
}

}  // namespace newsearch::cli
