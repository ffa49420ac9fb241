// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/vocabulary_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "index/terms.h"
#include "schema/format.h"
#include "util/file.h"

namespace newsearch {
namespace {

std::string FileOf(const std::string& path, const std::string& generation) {
  return path + "/" + std::string(kVocabularyFilePrefix) + generation;
}

std::string Generation(const Xapian::Database& database) {
  return database.get_metadata(std::string(kVocabularyKey));
}

std::string BuildFrom(const Xapian::Database& database) {
  std::vector<Vocabulary::Words> languages;
  // Terms come in the order of their bytes: those in small letters are words.
  const Xapian::TermIterator end = database.allterms_end();
  Xapian::TermIterator term = database.allterms_begin();
  for (term.skip_to("a"); term != end; ++term) {
    const std::string text = *term;
    std::string_view lang;
    std::string_view folded;
    if (!SplitWordTerm(text, &lang, &folded)) continue;
    if (languages.empty() || languages.back().lang != lang) languages.push_back({std::string(lang), {}});
    VocabularyEntry& entry = languages.back().words.emplace_back();
    entry.word = folded;
    if (term.get_termfreq() > kMaxStoredPostings) continue;
    const Xapian::PostingIterator last = database.postlist_end(text);
    for (Xapian::PostingIterator doc = database.postlist_begin(text); doc != last; ++doc) {
      entry.postings.push_back({*doc, doc.get_wdf()});
    }
  }
  return Vocabulary::Build(languages);
}

Status WriteWhole(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return ErrnoStatus(errno, "cannot write", path);
  int error = 0;
  while (!bytes.empty() && error == 0) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno != EINTR) error = errno;
      continue;
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  if (error == 0 && ::fdatasync(file) != 0) error = errno;
  if (::close(file) != 0 && error == 0) error = errno;
  if (error == 0) return Status();
  (void)::unlink(path.c_str());
  return ErrnoStatus(error, "cannot write", path);
}

}  // namespace

Status WriteVocabulary(const std::string& path, Xapian::WritableDatabase* database) {
  // A number that no file has: one may be left by a writer that died.
  unsigned long number = std::strtoul(Generation(*database).c_str(), nullptr, 10);
  // With a part of the database's own name: another index may have been at this path.
  const std::string suffix = "-" + database->get_uuid().substr(0, 8);
  std::string generation;
  std::string file;
  do {
    generation = std::to_string(++number) + suffix;
    file = FileOf(path, generation);
  } while (std::filesystem::exists(file));
  if (Status status = WriteWhole(file, BuildFrom(*database)); !status.ok()) return status;
  database->set_metadata(std::string(kVocabularyKey), generation);
  return Status();
}

void RemoveOldVocabularies(const std::string& path, const Xapian::Database& database) {
  const unsigned long current = std::strtoul(Generation(database).c_str(), nullptr, 10);
  std::error_code error;
  // What cannot be removed now will be after a later commit.
  for (std::filesystem::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (!name.starts_with(kVocabularyFilePrefix)) continue;
    const unsigned long number = std::strtoul(name.c_str() + kVocabularyFilePrefix.size(), nullptr, 10);
    // Readers may still open the commit before.
    if (number != current && number + 1 != current) (void)::unlink(at->path().c_str());
  }
}

Vocabulary ReadVocabulary(const std::string& path, const Xapian::Database& database, Status* fault) {
  *fault = Status();
  const std::string generation = Generation(database);
  if (!generation.empty()) {
    Result<Vocabulary> vocabulary = Vocabulary::Open(FileOf(path, generation));
    if (vocabulary.ok()) return std::move(*vocabulary);
    *fault =
        Status(vocabulary.status().code(),
               vocabulary.status().message() + "; it is made anew at each start until an article changes");
  }
  const auto bytes = std::make_shared<const std::string>(BuildFrom(database));
  Result<Vocabulary> built = Vocabulary::Read(*bytes, bytes, "in memory");
  return built.ok() ? std::move(*built) : Vocabulary();
}

}  // namespace newsearch
