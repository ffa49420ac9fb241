// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reads any bytes as overrides and makes them: what is wrong is told by file and line; no facet is left
// empty.
#include "ingest/overrides.h"

#include <string_view>

#include "fuzz/fuzz_expect.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using newsearch::FuzzExpect;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto overrides = newsearch::Overrides::Parse(text, "o.tsv", {"topic"});
  if (!overrides.ok()) {
    FuzzExpect(overrides.status().code() == newsearch::StatusCode::kBadInput, "bad input");
    FuzzExpect(overrides.status().message().starts_with("o.tsv:"), "names the file");
    return 0;
  }
  newsearch::OverrideRun run(*overrides);
  for (const char* id : {"a", "b"}) {
    newsearch::Document document;
    document.id = id;
    document.source = "/srv/news.txt";
    document.title = "News of a";
    document.facets = {{"project", {"UPSIDE", "X"}}, {"city", {"Kista"}}};
    document.evidence = {{"project", "X", "X", {0, 1}, "", "rule"}};
    run.Apply(&document);
    for (const newsearch::FacetValues& facet : document.facets) FuzzExpect(!facet.values.empty(), "values");
    for (const newsearch::Evidence& evidence : document.evidence) {
      bool there = false;
      for (const std::string& value : document.values(evidence.facet)) there |= value == evidence.value;
      FuzzExpect(there, "evidence of a value");
    }
  }
  return 0;
}
