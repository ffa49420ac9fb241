// SPDX-License-Identifier: GPL-2.0-or-later
//
// Runs a fuzzer without libFuzzer:
//
//   NAME_standalone [--seconds N] FILE|FOLDER...
//
// Every file as it is; then, by turns over all files so that each gets its share, its first bytes and mutated
// copies of it, until those are done or the process has used N seconds of a processor (3). What is run
// follows from the files alone: a fault comes back. An input that stops the process is left in fuzz-input.
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

// What parsers look for, and bytes that begin or break characters.
constexpr std::string_view kSigns = "\n\r\t <>&\"'{}[]0/.-\xC3\xE2\xF0\x80\xFF";

constexpr size_t kPrefixes = 512;   // of each file
constexpr size_t kMutations = 400;  // of each file

const char* g_name = "";
std::string g_input;

void KeepInput(int signal) {
  if (FILE* file = std::fopen("fuzz-input", "wb")) {
    std::fwrite(g_input.data(), 1, g_input.size(), file);
    std::fclose(file);
  }
  std::fprintf(stderr, "stopped by an input made from %s, %zu bytes; see fuzz-input\n", g_name,
               g_input.size());
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void Run(const std::string& name, std::string input) {
  g_name = name.c_str();
  g_input = std::move(input);
  // A copy of its own, so that a sanitizer sees what is read behind the end.
  const auto bytes = std::make_unique<uint8_t[]>(g_input.size());
  std::copy(g_input.begin(), g_input.end(), bytes.get());
  LLVMFuzzerTestOneInput(bytes.get(), g_input.size());
}

// SplitMix64, seeded by file and number.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  size_t Below(size_t limit) { return static_cast<size_t>(Next() % limit); }

 private:
  uint64_t state_;
};

// One to eight changes: bytes changed, put in, taken out, repeated, or taken from `other`.
std::string Mutated(std::string text, const std::string& other, uint64_t seed) {
  Random random(seed);
  for (size_t changes = 1 + random.Below(8); changes > 0; --changes) {
    const size_t at = random.Below(text.size() + 1);
    const size_t length = std::min(1 + random.Below(16), text.size() - at);
    switch (random.Below(6)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(random.Next());
        break;
      case 1:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << random.Below(8)));
        break;
      case 2:
        text.insert(at, 1, kSigns[random.Below(kSigns.size())]);
        break;
      case 3:
        text.erase(at, length);
        break;
      case 4:
        text.insert(at, text.substr(at, length));
        break;
      default: {
        const size_t from = random.Below(other.size() + 1);
        text.insert(at, other.substr(from, 1 + random.Below(32)));
      }
    }
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  double seconds = 3;
  std::vector<std::string> paths;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--seconds") == 0 && i + 1 < argc) {
      seconds = std::atof(argv[++i]);
    } else if (std::filesystem::is_directory(argv[i])) {
      for (const auto& entry : std::filesystem::directory_iterator(argv[i])) paths.push_back(entry.path());
    } else {
      paths.push_back(argv[i]);
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
      std::fprintf(stderr, "cannot read %s\n", path.c_str());
      return 2;
    }
    files.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  if (files.empty()) {
    std::fprintf(stderr, "usage: %s [--seconds N] FILE|FOLDER...\n", argv[0]);
    return 2;
  }
  for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS}) std::signal(signal, KeepInput);
  size_t runs = 0;
  Run("nothing", "");
  for (size_t i = 0; i < files.size(); ++i, ++runs) Run(paths[i], files[i]);
  const auto time_left = [seconds] { return static_cast<double>(std::clock()) < seconds * CLOCKS_PER_SEC; };
  for (size_t round = 0; round < std::max(kPrefixes, kMutations) && time_left(); ++round) {
    for (size_t i = 0; i < files.size() && time_left(); ++i) {
      if (round < kPrefixes && round < files[i].size()) Run(paths[i], files[i].substr(0, round)), ++runs;
      if (round >= kMutations) continue;
      const std::string& other = files[(i + 1 + round) % files.size()];
      Run(paths[i], Mutated(files[i], other, i * kMutations + round)), ++runs;
    }
  }
  std::printf("%zu inputs from %zu files\n", runs, files.size());
  return 0;
}
