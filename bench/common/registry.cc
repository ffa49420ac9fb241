// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/registry.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace newsearch::bench {
namespace {

std::vector<std::function<void()>>& MutableRegistrations() {
  static std::vector<std::function<void()>> registrations;
  return registrations;
}

struct WorkFolder {
  WorkFolder() {
    if (!TheOptions().work_dir.empty()) {
      path = TheOptions().work_dir;
      std::filesystem::create_directories(path);
      return;
    }
    std::string pattern = (std::filesystem::temp_directory_path() / "newsearch-bench-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
      std::cerr << "cannot make a folder " << pattern << '\n';
      std::exit(1);
    }
    path = pattern;
    temporary = true;
  }
  ~WorkFolder() {
    std::error_code ignored;
    if (temporary) std::filesystem::remove_all(path, ignored);
  }
  std::string path;
  bool temporary = false;
};

}  // namespace

Options* MutableOptions() {
  static Options options;
  return &options;
}

const Options& TheOptions() { return *MutableOptions(); }

const std::string& WorkDir() {
  static const WorkFolder folder;
  return folder.path;
}

Registration::Registration(std::function<void()> add) { MutableRegistrations().push_back(std::move(add)); }

const std::vector<std::function<void()>>& Registrations() { return MutableRegistrations(); }

void AddContest(const std::string& name, std::vector<Contender> contenders, const Pace& pace) {
  if (TheOptions().peers_first) std::rotate(contenders.begin(), contenders.begin() + 1, contenders.end());
  for (Contender& contender : contenders) {
    auto* added = benchmark::RegisterBenchmark(
        (name + "/" + contender.engine).c_str(),
        [run = std::move(contender.run)](benchmark::State& state) { run(state); });
    added->UseRealTime()->Unit(pace.unit);
    if (pace.iterations > 0) added->Iterations(pace.iterations);
  }
}

}  // namespace newsearch::bench
