// SPDX-License-Identifier: GPL-2.0-or-later
//
// Makes an index with an article whose facet values have everything that can be known of them:
// make_resolved_index INDEX ARCHIVE. The article is the second paragraph of kText, which is written to
// ARCHIVE.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "newsearch/index.h"

namespace {

constexpr char kText[] =
    "About this page\n"
    "\n"
    "Paris waits for its bus\n"
    "1 May 2016\n"
    "In Paris, Texas, nobody waits. Paris has one bus, and Paris is proud of it.\n"
    "Mr. Smith of the U.S. office said so.\n";

newsearch::ByteSpan SpanOf(std::string_view words, size_t from) {
  const size_t begin = std::string_view(kText).find(words, from);
  return {begin, begin + words.size()};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  std::filesystem::remove_all(argv[1]);  // an older build may have left one of another format
  std::ofstream(argv[2], std::ios::binary) << kText;
  const std::string_view text = kText;
  newsearch::Document document;
  document.id = "paris";
  document.source = argv[2];
  document.lines = {3, 6};
  document.bytes = {text.find("Paris waits"), text.size() - 1};
  document.title = "Paris waits for its bus";
  document.body = std::string(text.substr(text.find("In Paris"), text.size() - 1 - text.find("In Paris")));
  document.lang = "en";
  document.facets = {{"city", {"Paris"}}, {"country", {"US"}}};
  newsearch::ResolvedValue city;
  city.facet = "city";
  city.value = "Paris";
  city.id = "geonames:4717560";
  city.confidence = 0.91249;
  city.rule = "named";
  city.within = {"Texas", "United States"};
  city.point = newsearch::GeoPoint{33.660937, -95.555513};
  city.candidates = {{"Paris", "geonames:2988507", "Île-de-France, France, 2138551 people", 0.08},
                     {"Paris", "", "", 0.004}};
  newsearch::ResolvedValue country;
  country.facet = "country";
  country.value = "US";
  country.id = "iso:US";
  country.confidence = 0.9999;
  country.rule = "country of city";
  document.resolved = {city, country};
  for (size_t at = document.bytes.begin; text.find("Paris", at) != text.npos;) {
    const newsearch::ByteSpan span = SpanOf("Paris", at);
    document.evidence.push_back({"city", "Paris", "Paris", span, "", "gazetteer"});
    at = span.end;
  }
  document.evidence.push_back({"country", "US", "U.S.", SpanOf("U.S.", 0), "", "name"});
  document.evidence.push_back({"country", "US", "America", {1, 8}, "", "name"});
  auto writer = newsearch::IndexWriter::Open(argv[1]);
  if (!writer.ok()) return std::cerr << writer.status().message() << '\n', 1;
  if (auto status = writer->Put(document); !status.ok()) return std::cerr << status.message() << '\n', 1;
  const auto status = writer->Commit();
  if (!status.ok()) std::cerr << status.message() << '\n';
  return status.ok() ? 0 : 1;
}
