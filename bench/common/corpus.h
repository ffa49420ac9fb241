// SPDX-License-Identifier: GPL-2.0-or-later
//
// The corpus of the benchmarks: AG News descriptions of 2004 where the shared data are, else documents made
// from the project's own sample texts. Each document carries explicit facets, so that every engine counts the
// same: a section, and values drawn by Zipf with a fixed seed (projects from 40, cities from 2000, a country
// from 60, a year from 30).
#ifndef NEWSEARCH_BENCH_COMMON_CORPUS_H_
#define NEWSEARCH_BENCH_COMMON_CORPUS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "newsearch/document.h"

namespace newsearch::bench {

struct CorpusDocument {
  std::string id;
  std::string title;
  std::string text;
  std::vector<std::string> projects;   // the section, then at most one more
  std::vector<std::string> cities;     // 1 to 3
  std::vector<std::string> countries;  // one
  std::string year;
};

struct Corpus {
  std::string description;  // for people: which it is, how large, which seed
  std::vector<CorpusDocument> documents;
  std::vector<std::string> topics;  // what a person might paste into the search box: headlines
  uint64_t text_bytes = 0;          // titles and texts, UTF-8
};

// Made at the first call; --docs and --seed decide.
const Corpus& TheCorpus();

// The corpus as JSON Lines, and the path of a file with them.
std::string JsonLine(const CorpusDocument& document);
const std::string& CorpusFile();

// The corpus as IndexArchive would read it from CorpusFile().
const std::vector<Document>& CorpusDocuments();

// Texts in one language.
struct LanguageText {
  std::string lang;  // ISO 639-1
  std::vector<std::string> texts;
};
struct TextSet {
  std::string description;
  std::vector<LanguageText> languages;
  uint64_t bytes = 0;
};

// About a megabyte of English, nearly all ASCII.
const TextSet& EnglishText();
// About a megabyte of one language (NTREX: el fi fr de ja nl pl ru sl sv th); without languages where it is
// not there.
const TextSet& TextIn(const std::string& lang);
// About a megabyte of Latin script with many marks.
const TextSet& LatinText();

// The sample archive, tests/corpora/sample/news.txt.
const std::string& SampleArchive();

}  // namespace newsearch::bench

#endif  // NEWSEARCH_BENCH_COMMON_CORPUS_H_
