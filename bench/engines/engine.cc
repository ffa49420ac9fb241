// SPDX-License-Identifier: GPL-2.0-or-later
#include "engines/engine.h"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string_view>
#include <thread>

namespace newsearch::bench {
namespace {

using Json = nlohmann::json;

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(separator, begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::vector<std::string> Values(const std::string& joined) {
  return joined.empty() ? std::vector<std::string>() : Split(joined, '|');
}

std::vector<EngineQuery> ReadQueries(const std::string& path) {
  std::ifstream lines(path);
  if (!lines) Fail("cannot read " + path);
  std::vector<EngineQuery> queries;
  for (std::string line; std::getline(lines, line);) {
    const std::vector<std::string> cells = Split(line, '\t');
    if (cells.size() != 3) Fail(path + ": not three columns: " + line);
    EngineQuery query{cells[1], {}};
    for (const std::string& filter : Values(cells[2])) {
      const size_t equals = filter.find('=');
      query.filters.emplace_back(filter.substr(0, equals), filter.substr(equals + 1));
    }
    queries.push_back(std::move(query));
  }
  return queries;
}

Parts PartsOf(const std::string& mode) {
  if (mode == "top10") return {};
  if (mode == "total") return {.total = true};
  if (mode == "facets") return {.total = true, .facets = true};
  if (mode == "snippets") return {.total = true, .snippets = true};
  if (mode == "page") return {.total = true, .facets = true, .snippets = true};
  Fail("no mode " + mode);
}

// The most that this process held at once. The parent would be told of more: what it held itself at the fork.
uint64_t PeakBytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    uint64_t kilobytes = 0;
    if (word == "VmHWM:" && status >> kilobytes) return kilobytes * 1024;
  }
  return 0;
}

// Of all threads: an engine that uses more than one shall not look cheaper for it.
double ProcessorMicros() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

void PrintAnswers(SearchEngine* engine, const std::vector<EngineQuery>& queries) {
  for (const EngineQuery& query : queries) {
    const EngineAnswer answer = engine->Search(query, {.total = true, .facets = true, .max_values = 0});
    Json facets = Json::object();
    for (const auto& [facet, values] : answer.facets) {
      Json& counts = facets[facet] = Json::object();
      for (const auto& [value, count] : values) counts[value] = count;
    }
    std::cout << Json{{"total", answer.total}, {"facets", std::move(facets)}}.dump() << '\n';
  }
  std::cout << '.' << std::endl;
}

struct Times {
  double wall_us = 0;
  double processor_us = 0;
};

// Takes the time of a search, and adds what was found to `check`.
Times Time(SearchEngine* engine, const EngineQuery& query, const Parts& parts, uint64_t* check) {
  using Clock = std::chrono::steady_clock;
  const double processor_start = ProcessorMicros();
  const Clock::time_point start = Clock::now();
  const EngineAnswer answer = engine->Search(query, parts);
  const std::chrono::duration<double, std::micro> took = Clock::now() - start;
  const Times times{took.count(), ProcessorMicros() - processor_start};
  *check += answer.total + answer.ids.size();
  for (const auto& [facet, values] : answer.facets) *check += values.size();
  for (const std::string& snippet : answer.snippets) *check += snippet.size();
  return times;
}

void Run(SearchEngine* engine, const std::vector<EngineQuery>& queries, const std::string& mode) {
  const Parts parts = PartsOf(mode);
  std::vector<double> wall;
  std::vector<double> processor;
  uint64_t check = 0;
  for (const EngineQuery& query : queries) {
    Times without;
    if (mode == "snippets") {
      Time(engine, query, {.total = true}, &check);  // else only the second of the two would find warm caches
      without = Time(engine, query, {.total = true}, &check);
    }
    const Times times = Time(engine, query, parts, &check);
    wall.push_back(times.wall_us - without.wall_us);
    processor.push_back(times.processor_us - without.processor_us);
  }
  std::cout << Json{{"wall_us", wall}, {"cpu_us", processor}, {"check", check}}.dump() << std::endl;
}

// Each thread begins elsewhere, so that they rarely ask the same at once.
void RunThreads(SearchEngine* engine, const std::vector<EngineQuery>& queries, size_t count,
                const std::string& mode) {
  const Parts parts = PartsOf(mode);
  const auto start = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> threads;
    for (size_t number = 0; number < count; ++number) {
      threads.emplace_back([&, number] {
        const size_t first = number * queries.size() / count;
        for (size_t i = 0; i < queries.size(); ++i) {
          (void)engine->Search(queries[(first + i) % queries.size()], parts);
        }
      });
    }
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::cout << Json{{"seconds", took.count()}}.dump() << std::endl;
}

void Serve(const EngineProgram& program, const std::string& index, const std::string& queries_path) {
  const std::vector<EngineQuery> queries = ReadQueries(queries_path);
  const std::unique_ptr<SearchEngine> engine = program.open(index);
  for (std::string line; std::getline(std::cin, line) && line != "quit";) {
    if (line == "answers") {
      PrintAnswers(engine.get(), queries);
    } else if (line.rfind("run ", 0) == 0) {
      Run(engine.get(), queries, line.substr(4));
    } else if (program.threads_share && line.rfind("threads ", 0) == 0) {
      const std::vector<std::string> words = Split(line, ' ');
      if (words.size() != 3) Fail("not a number and a mode: " + line);
      RunThreads(engine.get(), queries, std::stoul(words[1]), words[2]);
    } else {
      Fail("no command " + line);
    }
  }
}

}  // namespace

void Fail(const std::string& message) {
  std::cerr << message << '\n';
  std::exit(1);
}

void ForEachDocument(const std::string& path, const std::function<void(const EngineDocument&)>& visit) {
  std::ifstream lines(path);
  if (!lines) Fail("cannot read " + path);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> cells = Split(line, '\t');
    if (cells.size() != 4 + kFacets) Fail(path + ": wrong number of columns: " + line);
    EngineDocument document{
        std::move(cells[0]), std::move(cells[1]), std::move(cells[2]), std::move(cells[3]), {}};
    for (size_t i = 0; i < kFacets; ++i) document.facets[i] = Values(cells[4 + i]);
    visit(document);
  }
}

std::vector<std::pair<std::string, uint64_t>> MostFrequent(
    std::vector<std::pair<std::string, uint64_t>> counts, uint32_t max_values) {
  const size_t wanted = max_values == 0 ? counts.size() : std::min<size_t>(max_values, counts.size());
  std::partial_sort(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(wanted), counts.end(),
                    [](const auto& a, const auto& b) {
                      return a.second != b.second ? a.second > b.second : a.first < b.first;
                    });
  counts.resize(wanted);
  return counts;
}

int RunEngine(int argc, char** argv, const EngineProgram& program) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  try {
    if (arguments.size() == 1 && arguments[0] == "version") {
      std::cout << program.version << '\n';
    } else if (arguments.size() == 1 && arguments[0] == "words" && program.describe_word) {
      for (std::string word; std::getline(std::cin, word);) std::cout << program.describe_word(word) << '\n';
    } else if (arguments.size() == 3 && arguments[0] == "build") {
      const double processor_start = ProcessorMicros();
      const auto start = std::chrono::steady_clock::now();
      program.build(arguments[1], arguments[2]);
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
      std::cout << Json{{"seconds", took.count()},
                        {"cpu_seconds", (ProcessorMicros() - processor_start) / 1e6},
                        {"peak_bytes", PeakBytes()}}
                       .dump()
                << '\n';
    } else if (arguments.size() == 3 && arguments[0] == "serve") {
      Serve(program, arguments[1], arguments[2]);
    } else {
      Fail("usage: " + std::string(argv[0]) + " version | build DOCS INDEX | serve INDEX QUERIES");
    }
  } catch (const std::exception& error) {
    Fail(error.what());
  }
  return 0;
}

}  // namespace newsearch::bench
