// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/indexes.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "common/corpus.h"
#include "common/raw_xapian.h"
#include "common/registry.h"
#include "newsearch/index.h"

namespace newsearch::bench {
namespace {

[[noreturn]] void Fail(const std::string& message) {
  std::cerr << message << '\n';
  std::exit(1);
}

// The path of an index that `build` makes unless an earlier program left it.
template <typename Build>
std::string Kept(const std::string& name, Build&& build) {
  const std::string path = KeptPath(name);
  if (std::filesystem::exists(path)) return path;
  const std::string unfinished = path + ".unfinished";
  std::filesystem::remove_all(unfinished);
  build(unfinished);
  std::filesystem::rename(unfinished, path);
  return path;
}

}  // namespace

std::string KeptPath(const std::string& name) {
  return WorkDir() + "/" + name + "-" + std::to_string(TheOptions().docs) + "-" +
         std::to_string(TheOptions().seed);
}

std::string OurIndex() {
  return Kept("newsearch", [](const std::string& unfinished) {
    auto writer = IndexWriter::Open(unfinished);
    if (!writer.ok()) Fail(writer.status().ToString());
    const auto report = IndexArchive(*writer, CorpusFile());
    if (!report.ok()) Fail(report.status().ToString());
    if (report->added != TheCorpus().documents.size()) Fail("not all documents were indexed");
  });
}

std::string RawIndex() {
  return Kept("xapian", [](const std::string& unfinished) {
    RawXapianWriter writer(unfinished);
    for (const CorpusDocument& document : TheCorpus().documents) writer.Add(document, JsonLine(document));
    writer.Commit();
  });
}

}  // namespace newsearch::bench
