// SPDX-License-Identifier: GPL-2.0-or-later
#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "newsearch/ingest.h"
#include "util/file.h"
#include "util/glob.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

constexpr std::string_view kEndings[] = {".txt", ".text", ".md",   ".markdown", ".html",  ".htm",   ".xhtml",
                                         ".xml", ".rss",  ".atom", ".json",     ".jsonl", ".ndjson"};
constexpr std::string_view kCompressedEndings[] = {".gz", ".zst"};
// Directories within each other: a path has at most 4096 bytes on Linux.
constexpr int kMaxDepth = 2048;

bool EndsWith(std::string_view name, std::string_view lower) {
  if (name.size() <= lower.size()) return false;
  return std::equal(
      lower.begin(), lower.end(), name.end() - static_cast<std::ptrdiff_t>(lower.size()),
      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b); });
}

bool MayBeArchive(std::string_view name) {
  for (const std::string_view ending : kCompressedEndings) {
    if (EndsWith(name, ending)) {
      name.remove_suffix(ending.size());
      break;
    }
  }
  return std::any_of(std::begin(kEndings), std::end(kEndings),
                     [name](std::string_view ending) { return EndsWith(name, ending); });
}

bool IsPattern(std::string_view part) { return part.find_first_of("*?[") != std::string_view::npos; }

// Whether a name matches one part of a pattern.
bool Matches(std::string_view pattern, std::string_view name) {
  if (!name.empty() && name[0] == '.' && (pattern.empty() || pattern[0] != '.')) return false;
  return MatchesGlob(pattern, name);
}

struct DirectoryCloser {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

Result<std::vector<std::string>> Names(const std::string& path) {
  if (path.empty()) return Names(".");
  const std::unique_ptr<DIR, DirectoryCloser> directory(::opendir(path.c_str()));
  if (directory == nullptr) return ErrnoStatus(errno, "cannot list", path);
  std::vector<std::string> names;
  while (true) {
    errno = 0;
    const dirent* const entry = ::readdir(directory.get());
    if (entry == nullptr) break;
    names.emplace_back(entry->d_name);
  }
  if (errno != 0) return ErrnoStatus(errno, "cannot list", path);
  std::sort(names.begin(), names.end());
  return names;
}

// The path of `name` in `directory`, which may be empty, "/" or end in a slash.
std::string Join(const std::string& directory, std::string_view name) {
  std::string path = directory;
  if (!path.empty() && path.back() != '/') path.push_back('/');
  return path.append(name);
}

// Collects files. Two rounds: what lies in directories itself, then what links lead to and was not there.
class Collector {
 public:
  // A file or directory that the caller named, or a pattern.
  Status AddNamed(const std::string& path) {
    struct stat info {};
    // What vanished meanwhile, and links that lead nowhere.
    if (::stat(path.c_str(), &info) != 0) return Status();
    if (S_ISDIR(info.st_mode)) return Walk(path, info, 0);
    if (S_ISREG(info.st_mode)) AddFile(path, info);
    return Status();
  }

  // Adds what matches the parts of a pattern from `part` on below `directory`.
  Status AddMatches(const std::string& directory, const std::vector<std::string>& parts, size_t part,
                    int depth) {
    if (depth > kMaxDepth) return Status();
    if (part == parts.size()) return AddNamed(directory);
    const std::string& pattern = parts[part];
    const bool last = part + 1 == parts.size();
    if (pattern == "**") {
      // At the end it is the directory; in front of more, also nothing.
      if (last) return AddNamed(directory.empty() ? "." : directory);
      if (Status status = AddMatches(directory, parts, part + 1, depth + 1); !status.ok()) return status;
    } else if (!IsPattern(pattern)) {
      const std::string path = Join(directory, pattern);
      struct stat info {};
      if (::stat(path.c_str(), &info) != 0) return Status();
      if (!last && !S_ISDIR(info.st_mode)) return Status();
      return AddMatches(path, parts, part + 1, depth + 1);
    }
    Result<std::vector<std::string>> names = Names(directory);
    if (!names.ok()) return names.status();
    for (const std::string& name : *names) {
      if (name == "." || name == "..") continue;
      const std::string path = Join(directory, name);
      struct stat info {};
      if (::lstat(path.c_str(), &info) != 0) continue;
      if (pattern == "**") {
        // Links are not gone through: they could lead in circles.
        if (name[0] == '.' || !S_ISDIR(info.st_mode)) continue;
        if (Status status = AddMatches(path, parts, part, depth + 1); !status.ok()) return status;
        continue;
      }
      if (!Matches(pattern, name)) continue;
      const bool link = S_ISLNK(info.st_mode);
      if (::stat(path.c_str(), &info) != 0) continue;
      if (last && link) {
        AddLink(path);
      } else if (last) {
        if (Status status = AddNamed(path); !status.ok()) return status;
      } else if (S_ISDIR(info.st_mode)) {
        if (Status status = AddMatches(path, parts, part + 1, depth + 1); !status.ok()) return status;
      }
    }
    return Status();
  }

  Result<std::vector<std::string>> Finish() {
    in_links_ = true;
    while (!links_.empty()) {
      const std::string path = links_.begin()->second;
      links_.erase(links_.begin());
      if (Status status = AddNamed(path); !status.ok()) return status;
    }
    std::vector<std::string> paths(paths_.begin(), paths_.end());
    return paths;
  }

 private:
  using Identity = std::pair<dev_t, ino_t>;

  Status Walk(const std::string& directory, const struct stat& identity, int depth) {
    if (depth > kMaxDepth || !directories_.insert({identity.st_dev, identity.st_ino}).second) return Status();
    Result<std::vector<std::string>> names = Names(directory);
    if (!names.ok()) return names.status();
    for (const std::string& name : *names) {
      if (name[0] == '.') continue;
      const std::string path = Join(directory, name);
      struct stat info {};
      if (::lstat(path.c_str(), &info) != 0) continue;
      const bool link = S_ISLNK(info.st_mode);
      if (link && ::stat(path.c_str(), &info) != 0) continue;
      if (S_ISDIR(info.st_mode)) {
        if (link) {
          AddLink(path);
        } else if (Status status = Walk(path, info, depth + 1); !status.ok()) {
          return status;
        }
      } else if (S_ISREG(info.st_mode) && MayBeArchive(name)) {
        if (link) {
          AddLink(path);
        } else {
          AddFile(path, info);
        }
      }
    }
    return Status();
  }

  void AddFile(const std::string& path, const struct stat& info) {
    const bool is_new = files_.insert({info.st_dev, info.st_ino}).second;
    // A file with two names that are no links is for the caller to know.
    if (is_new || !in_links_) paths_.insert(path);
  }

  void AddLink(const std::string& path) { links_.insert({std::count(path.begin(), path.end(), '/'), path}); }

  std::set<Identity> directories_;
  std::set<Identity> files_;
  std::set<std::string> paths_;
  std::set<std::pair<std::ptrdiff_t, std::string>> links_;  // the least deep first
  bool in_links_ = false;
};

}  // namespace

Result<std::vector<std::string>> ListArchives(const std::string& path) {
  if (path == "-") return std::vector<std::string>{path};
  if (path.empty()) return Status(StatusCode::kNotFound, "the path of the archive is empty");
  struct stat info {};
  const bool is_there = ::stat(path.c_str(), &info) == 0;
  const int error = errno;
  if (is_there && !S_ISDIR(info.st_mode)) return std::vector<std::string>{path};
  if (!is_there && !IsPattern(path)) return ErrnoStatus(error, "cannot open", path);
  Collector collector;
  if (is_there) {
    if (Status status = collector.AddNamed(path); !status.ok()) return status;
  } else {
    std::vector<std::string> parts;
    for (size_t i = 0; i < path.size();) {
      const size_t end = std::min(path.find('/', i), path.size());
      const std::string part = path.substr(i, end - i);
      // Two ** are no more than one.
      if (!part.empty() && !(part == "**" && !parts.empty() && parts.back() == "**")) parts.push_back(part);
      i = end + 1;
    }
    if (Status status = collector.AddMatches(path[0] == '/' ? "/" : "", parts, 0, 0); !status.ok())
      return status;
  }
  Result<std::vector<std::string>> paths = collector.Finish();
  if (paths.ok() && paths->empty()) {
    return Status(StatusCode::kNotFound,
                  is_there ? "no archive in " + path + ": none of its files ends as archives do"
                           : "nothing matches " + path);
  }
  return paths;
}

}  // namespace newsearch
