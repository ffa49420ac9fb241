// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/word_sequences.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "index/sidecar_file.h"
#include "schema/format.h"
#include "schema/record.h"
#include "schema/stored_document.h"

namespace newsearch {
namespace {

constexpr SidecarKind kKind{kSequencesKey, kSequencesFilePrefix};

// What a segment has at most when it is put together, and what is held before it is written: 128 MB.
constexpr size_t kMaxSegmentWords = size_t{32} << 20;
// An earlier segment is put together with what follows unless it is more than so many times larger.
constexpr size_t kMergedShare = 2;

// Of sequences that are kept for later queries, and what one takes beside its own.
constexpr size_t kKeptWords = size_t{3} << 20;
constexpr size_t kWordsOfEntry = 24;

struct Generations {
  std::vector<std::string> current;
  std::vector<std::string> before;
};

Generations ReadGenerations(const Xapian::Database& database) {
  Generations generations;
  const std::string lines = database.get_metadata(std::string(kSequencesKey));
  std::vector<std::string>* names = &generations.current;
  std::string name;
  for (const char c : lines + " ") {
    if (c != ' ' && c != '\n') {
      name.push_back(c);
      continue;
    }
    if (!name.empty()) names->push_back(std::exchange(name, {}));
    if (c == '\n') names = &generations.before;
  }
  return generations;
}

std::string Joined(const std::vector<std::string>& names) {
  std::string line;
  for (const std::string& name : names) line.append(line.empty() ? "" : " ").append(name);
  return line;
}

unsigned long GreatestNumber(const std::vector<std::string>& generations) {
  unsigned long greatest = 0;
  for (const std::string& generation : generations) {
    greatest = std::max(greatest, std::strtoul(generation.c_str(), nullptr, 10));
  }
  return greatest;
}

// From the stored text.
bool CutStored(const Xapian::Database& database, uint32_t doc, const Tokenizer& tokenizer,
               WordSequence* sequence) {
  const Result<StoredDocument> stored = UnpackStored(database.get_document(doc).get_data());
  if (!stored.ok()) return false;
  const Result<Document> document = DecodeRecord(stored->record);
  if (!document.ok()) return false;
  *sequence = CutWords(*document, tokenizer);
  return true;
}

}  // namespace

SegmentList::SegmentList(const std::string& path, const Xapian::Database& database) {
  const std::vector<std::string> generations = ReadGenerations(database).current;
  for (auto generation = generations.rbegin(); generation != generations.rend(); ++generation) {
    Result<SequenceSegment> segment = SequenceSegment::Open(SidecarPath(kKind, path, *generation));
    if (!segment.ok()) {
      // Earlier ones may have what this one replaces.
      fault = Status(segment.status().code(),
                     segment.status().message() + "; texts are read in its place until an article changes");
      return;
    }
    segments.push_back(std::move(*segment));
  }
}

const WordSequence* WordSequences::Find(uint32_t doc) {
  if (const auto known = kept_.find(doc); known != kept_.end()) return &known->second;
  WordSequence sequence;
  const auto has = [doc](const SequenceSegment& segment) { return segment.Has(doc); };
  const auto segment = std::find_if(segments_.segments.begin(), segments_.segments.end(), has);
  const bool found = segment != segments_.segments.end() && segment->Read(doc, &sequence);
  if (!found && !CutStored(database_, doc, tokenizer_, &sequence)) return nullptr;
  kept_words_ += sequence.words.size() + kWordsOfEntry;
  if (kept_words_ > kKeptWords) {
    // Any half: which ones come again nobody knows.
    bool drops = false;
    for (auto at = kept_.begin(); at != kept_.end();) {
      drops = !drops;
      if (drops) kept_words_ -= at->second.words.size() + kWordsOfEntry;
      at = drops ? kept_.erase(at) : std::next(at);
    }
  }
  return &kept_.emplace(doc, std::move(sequence)).first->second;
}

Status SequenceWriter::Add(uint32_t doc, const WordSequence& sequence, const Xapian::Database& database) {
  builder_.Add(doc, sequence);
  return builder_.words() < kMaxSegmentWords ? Status() : Spill(database);
}

Status SequenceWriter::Add(const SequenceBuilder& sequences, const Xapian::Database& database) {
  builder_.Add(sequences);
  return builder_.words() < kMaxSegmentWords ? Status() : Spill(database);
}

Status SequenceWriter::Spill(const Xapian::Database& database) {
  std::vector<std::string> known = ReadGenerations(database).current;
  known.insert(known.end(), spilled_.begin(), spilled_.end());
  Result<std::string> generation =
      WriteSidecarFile(kKind, path_, builder_.Build(), GreatestNumber(known), database);
  if (!generation.ok()) return generation.status();
  spilled_.push_back(std::move(*generation));
  builder_.Clear();
  return Status();
}

Status SequenceWriter::Write(Xapian::WritableDatabase* database) {
  const std::vector<std::string> before = ReadGenerations(*database).current;
  unsigned long number = std::max(GreatestNumber(before), GreatestNumber(spilled_));
  const auto write = [&](const SequenceBuilder& sequences, std::vector<std::string>* generations) {
    Result<std::string> generation = WriteSidecarFile(kKind, path_, sequences.Build(), number, *database);
    if (!generation.ok()) return generation.status();
    generations->push_back(std::move(*generation));
    ++number;
    return Status();
  };
  struct Listed {
    std::string generation;
    SequenceSegment segment;
  };
  std::vector<Listed> listed;
  bool whole = true;
  for (const std::vector<std::string>* names : {&before, &std::as_const(spilled_)}) {
    for (const std::string& generation : *names) {
      Result<SequenceSegment> segment = SequenceSegment::Open(SidecarPath(kKind, path_, generation));
      if (segment.ok()) {
        listed.push_back({generation, std::move(*segment)});
      } else {
        whole = false;
        listed.clear();  // these may have what the lost one replaced
      }
    }
  }
  std::vector<std::string> current;
  if (!whole) {
    SequenceBuilder missing;
    WordSequence sequence;
    const auto is_known = [&](uint32_t doc) {
      const auto has = [doc](const Listed& one) { return one.segment.Has(doc); };
      const auto last = std::find_if(listed.rbegin(), listed.rend(), has);
      return last != listed.rend() && last->segment.Read(doc, &sequence);
    };
    const Xapian::PostingIterator end = database->postlist_end("");
    for (Xapian::PostingIterator doc = database->postlist_begin(""); doc != end; ++doc) {
      if (is_known(*doc) || !CutStored(*database, *doc, tokenizer_, &sequence)) continue;
      missing.Add(*doc, sequence);
      if (missing.words() < kMaxSegmentWords) continue;
      if (Status status = write(missing, &current); !status.ok()) return status;
      missing.Clear();
    }
    if (!missing.empty()) {
      if (Status status = write(missing, &current); !status.ok()) return status;
    }
  }
  while (!builder_.empty() && !listed.empty()) {
    const SequenceSegment& last = listed.back().segment;
    if (last.words() > builder_.words() * kMergedShare ||
        last.words() + builder_.words() > kMaxSegmentWords) {
      break;
    }
    SequenceBuilder both;
    WordSequence sequence;
    last.ForEachDoc([&](uint32_t doc) {
      if (last.Read(doc, &sequence)) both.Add(doc, sequence);
    });
    both.Add(builder_);
    builder_ = std::move(both);
    listed.pop_back();
  }
  for (Listed& one : listed) current.push_back(std::move(one.generation));
  if (!builder_.empty()) {
    if (Status status = write(builder_, &current); !status.ok()) return status;
  }
  if (current != before) {
    database->set_metadata(std::string(kSequencesKey), Joined(current) + "\n" + Joined(before));
  }
  builder_.Clear();
  spilled_.clear();
  return Status();
}

void SequenceWriter::Drop() {
  builder_.Clear();
  spilled_.clear();  // the files go with those that no commit names
}

void SequenceWriter::RemoveOld(const Xapian::Database& database) const {
  const Generations generations = ReadGenerations(database);
  std::vector<std::string> kept = generations.current;
  kept.insert(kept.end(), generations.before.begin(), generations.before.end());
  RemoveSidecarsBut(kKind, path_, kept);
}

}  // namespace newsearch
