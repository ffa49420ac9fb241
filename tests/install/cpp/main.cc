// SPDX-License-Identifier: GPL-2.0-or-later
#include <newsearch/index.h>
#include <newsearch/search.h>

#include <iostream>

int main(int, char** argv) {
  auto writer = newsearch::IndexWriter::Open(argv[1]);
  if (!writer.ok()) return std::cerr << writer.status().ToString() << '\n', 1;
  newsearch::IngestOptions options;
  options.source_name = "news";
  auto report = newsearch::IndexArchive(*writer, argv[2], options);
  if (!report.ok()) return std::cerr << report.status().ToString() << '\n', 1;
  auto searcher = newsearch::Searcher::Open(argv[1]);
  if (!searcher.ok()) return std::cerr << searcher.status().ToString() << '\n', 1;
  newsearch::SearchRequest request;
  request.text = argv[3];
  auto response = searcher->Search(request);
  if (!response.ok()) return std::cerr << response.status().ToString() << '\n', 1;
  std::cout << report->added << " articles, " << response->total << " hits\n";
  for (const auto& hit : response->hits)
    std::cout << hit.document.id << ' ' << hit.document.title.value_or("-") << '\n';
}
