// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/sequence_segment.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "index/file_section.h"
#include "index/sidecar_file.h"
#include "util/file.h"

namespace newsearch {
namespace {

// Numbers are those of the machine; the mark at the front tells another one.
constexpr uint64_t kMagic = 0x3230'5145'5357'534E;  // "NSWSEQ02" on a machine that stores the low byte first

struct Header {
  uint64_t magic = kMagic;
  uint64_t size = 0;  // of the file
  uint32_t first_doc = 0;
  uint32_t has_docs = 0;  // 1: the numbers of its documents are listed
  FileSection docs;
  FileSection starts;
  FileSection words;
};
static_assert(sizeof(Header) == 72);

// A segment has a place for each number between its documents if at least one of so many is used.
constexpr uint64_t kGapsShare = 2;

// In front of the words of a run: the number of words of the title, the bytes of the id, and these.
constexpr size_t kRunHeader = 2;
size_t WordsOfId(size_t bytes) { return (bytes + sizeof(WordCode) - 1) / sizeof(WordCode); }

}  // namespace

void SequenceBuilder::Add(uint32_t doc, const WordSequence& sequence) {
  const size_t id_words = WordsOfId(sequence.id.size());
  runs_.push_back({doc, static_cast<uint32_t>(kRunHeader + id_words + sequence.words.size()), words_.size()});
  words_.push_back(static_cast<uint32_t>(sequence.title_words));
  words_.push_back(static_cast<uint32_t>(sequence.id.size()));
  words_.resize(words_.size() + id_words);
  if (id_words > 0) {
    std::memcpy(words_.data() + (words_.size() - id_words), sequence.id.data(), sequence.id.size());
  }
  words_.insert(words_.end(), sequence.words.begin(), sequence.words.end());
}

void SequenceBuilder::Add(const SequenceBuilder& other) {
  for (Run run : other.runs_) {
    run.begin += words_.size();
    runs_.push_back(run);
  }
  words_.insert(words_.end(), other.words_.begin(), other.words_.end());
}

void SequenceBuilder::Clear() {
  words_ = {};
  runs_ = {};
}

std::string SequenceBuilder::Build() const {
  std::vector<Run> runs = runs_;
  std::stable_sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) { return a.doc < b.doc; });
  // Of runs of one document the last.
  const auto same_doc = [](const Run& a, const Run& b) { return a.doc == b.doc; };
  runs.erase(runs.begin(), std::unique(runs.rbegin(), runs.rend(), same_doc).base());

  Header header;
  header.first_doc = runs.front().doc;
  const uint64_t range = uint64_t{runs.back().doc} - runs.front().doc + 1;
  header.has_docs = runs.size() * kGapsShare < range ? 1 : 0;
  std::vector<uint32_t> docs;
  std::vector<uint32_t> starts;
  std::vector<uint32_t> words;
  words.reserve(words_.size());
  for (const Run& run : runs) {
    if (header.has_docs != 0) {
      docs.push_back(run.doc);
    } else {
      starts.resize(run.doc - header.first_doc, static_cast<uint32_t>(words.size()));
    }
    starts.push_back(static_cast<uint32_t>(words.size()));
    const auto begin = words_.begin() + static_cast<ptrdiff_t>(run.begin);
    words.insert(words.end(), begin, begin + run.count);
  }
  starts.push_back(static_cast<uint32_t>(words.size()));
  std::string bytes(sizeof header, '\0');
  header.docs = AppendSection(docs, &bytes);
  header.starts = AppendSection(starts, &bytes);
  header.words = AppendSection(words, &bytes);
  header.size = bytes.size();
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

struct SequenceSegment::File {
  explicit File(int descriptor_in) : descriptor(descriptor_in) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { ::close(descriptor); }
  int descriptor;
};

Result<SequenceSegment> SequenceSegment::Open(const std::string& path) {
  const auto damaged = [&path](const char* what) {
    return Status(StatusCode::kCorruption, "word sequences " + path + " are damaged: " + what);
  };
  Result<MappedFile> mapped = MapFile(path, "word sequences");
  if (!mapped.ok()) return mapped.status();
  const std::string_view bytes = mapped->bytes;
  Header header;
  if (bytes.size() < sizeof header) return damaged("they are shorter than their header");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != kMagic) {
    return Status(StatusCode::kVersionMismatch, "word sequences " + path + " are of another version");
  }
  if (header.size != bytes.size()) return damaged("they do not end where they should");
  SequenceSegment segment;
  std::span<const uint32_t> words;
  if (!TakeSection(bytes, header.docs, &segment.docs_) ||
      !TakeSection(bytes, header.starts, &segment.starts_) || !TakeSection(bytes, header.words, &words)) {
    return damaged("a table lies outside of them");
  }
  if (segment.starts_.empty() ||
      (header.has_docs != 0 && segment.docs_.size() + 1 != segment.starts_.size()) ||
      (header.has_docs == 0 && !segment.docs_.empty())) {
    return damaged("their tables do not fit each other");
  }
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return ErrnoStatus(errno, "cannot open", path);
  segment.file_ = std::make_shared<const File>(file);
  segment.mapping_ = std::move(mapped->owner);
  segment.first_doc_ = header.first_doc;
  segment.words_at_ = header.words.begin;
  segment.word_count_ = words.size();
  return segment;
}

size_t SequenceSegment::PlaceOf(uint32_t doc) const {
  size_t place = size_t{doc} - first_doc_;  // huge if it is less
  if (!docs_.empty()) {
    const auto found = std::lower_bound(docs_.begin(), docs_.end(), doc);
    if (found == docs_.end() || *found != doc) return starts_.size();
    place = static_cast<size_t>(found - docs_.begin());
  }
  return place < starts_.size() - 1 ? place : starts_.size();
}

bool SequenceSegment::Has(uint32_t doc) const {
  const size_t place = PlaceOf(doc);
  return place < starts_.size() && starts_[place] != starts_[place + 1];
}

bool SequenceSegment::Read(uint32_t doc, WordSequence* sequence) const {
  const size_t place = PlaceOf(doc);
  if (place == starts_.size()) return false;
  const size_t begin = starts_[place];
  const size_t end = starts_[place + 1];
  if (end > word_count_ || end < begin + kRunHeader) return false;
  std::vector<WordCode>& words = sequence->words;
  words.resize(end - begin);
  // Read instead of mapped: pages that were looked at once would count as memory of the process.
  const size_t size = words.size() * sizeof(WordCode);
  if (ReadFileAt(file_->descriptor, words_at_ + begin * sizeof(WordCode), size, words.data()) !=
      static_cast<int64_t>(size)) {
    return false;
  }
  const size_t title_words = words[0];
  const size_t id_bytes = words[1];
  const size_t front = kRunHeader + WordsOfId(id_bytes);
  if (front > words.size()) return false;
  sequence->id.assign(reinterpret_cast<const char*>(words.data() + kRunHeader), id_bytes);
  words.erase(words.begin(), words.begin() + static_cast<ptrdiff_t>(front));
  sequence->title_words = std::min(title_words, words.size());
  return true;
}

}  // namespace newsearch
