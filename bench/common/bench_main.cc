// SPDX-License-Identifier: GPL-2.0-or-later
//
// main() of every benchmark program: our options, then Google Benchmark's (--benchmark_filter=REGEX,
// --benchmark_min_time=SECONDS, --benchmark_out=FILE, ...).
#include <benchmark/benchmark.h>
#include <unicode/uversion.h>
#include <xapian.h>

#include <charconv>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "common/corpus.h"
#include "common/registry.h"
#include "newsearch/version.h"

namespace newsearch::bench {
namespace {

bool TakeNumber(std::string_view argument, std::string_view flag, uint64_t* number) {
  if (argument.substr(0, flag.size()) != flag) return false;
  const std::string_view digits = argument.substr(flag.size());
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), *number);
  if (error == std::errc() && end == digits.data() + digits.size()) return true;
  std::cerr << "not a number: " << argument << '\n';
  std::exit(2);
}

bool TakeOption(std::string_view argument) {
  Options* options = MutableOptions();
  constexpr std::string_view kWorkDir = "--work_dir=";
  uint64_t docs = 0;
  if (TakeNumber(argument, "--docs=", &docs)) {
    options->docs = docs;
  } else if (TakeNumber(argument, "--seed=", &options->seed)) {
  } else if (TakeNumber(argument, "--archive_mb=", &options->archive_mb)) {
  } else if (argument.substr(0, kWorkDir.size()) == kWorkDir) {
    options->work_dir = argument.substr(kWorkDir.size());
  } else if (argument == "--peers_first") {
    options->peers_first = true;
  } else {
    return false;
  }
  return true;
}

void WarnWithoutOptimisation() {
#if defined(__GNUC__) && !defined(__OPTIMIZE__)
  std::cerr << "WARNING: built without optimisation: the numbers say nothing\n";
#endif
#ifndef NDEBUG
  std::cerr << "WARNING: built with assertions: the numbers are too low\n";
#endif
}

int Main(int argc, char** argv) {
  std::vector<char*> rest;
  for (int i = 0; i < argc; ++i) {
    if (i == 0 || !TakeOption(argv[i])) rest.push_back(argv[i]);
  }
  int rest_count = static_cast<int>(rest.size());
  rest.push_back(nullptr);
  benchmark::Initialize(&rest_count, rest.data());
  if (benchmark::ReportUnrecognizedArguments(rest_count, rest.data())) return 2;
  WarnWithoutOptimisation();
  benchmark::AddCustomContext("corpus", TheCorpus().description);
  benchmark::AddCustomContext("newsearch", NEWSEARCH_VERSION_STRING);
  benchmark::AddCustomContext("xapian", Xapian::version_string());
  benchmark::AddCustomContext("icu", U_ICU_VERSION);
  benchmark::AddCustomContext("compiler", NEWSEARCH_BENCH_COMPILER);
  benchmark::AddCustomContext("build", NEWSEARCH_BENCH_BUILD);
  for (const auto& add : Registrations()) add();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}

}  // namespace
}  // namespace newsearch::bench

int main(int argc, char** argv) { return newsearch::bench::Main(argc, argv); }
