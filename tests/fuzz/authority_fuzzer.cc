// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reads any bytes as an authority file: what is wrong is told by file and line; what is right finds its own
// names in any text.
#include "facets/authority.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facets/authority_tagger.h"
#include "fuzz/fuzz_expect.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using newsearch::FuzzExpect;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto file = newsearch::ParseAuthority(text, "f.json");
  if (!file.ok()) {
    FuzzExpect(file.status().code() == newsearch::StatusCode::kBadInput, "bad input");
    FuzzExpect(file.status().message().starts_with("f.json:"), "names the file");
    return 0;
  }
  FuzzExpect(newsearch::WhatIsWrongWithAuthorityFacet(file->facet) == nullptr, "a facet");
  std::vector<std::string> names;
  for (const newsearch::AuthorityEntry& entry : file->entries) names.push_back(entry.name);
  std::vector<newsearch::AuthorityFile> files;
  files.push_back(*std::move(file));
  const newsearch::AuthorityTagger tagger(std::move(files));
  newsearch::ArticleText article;
  for (const std::string& name : names) article.pieces.push_back({name, false});
  article.pieces.push_back({text, false});
  for (const newsearch::FoundValue& value : tagger.Tag(newsearch::ScanArticle(article))) {
    FuzzExpect(!value.mentions.empty(), "evidence");
    FuzzExpect(value.value.confidence > 0 && value.value.confidence <= 1, "confidence");
    for (const newsearch::FacetMention& mention : value.mentions) {
      FuzzExpect(mention.span.begin < mention.span.end &&
                     mention.span.end <= article.pieces[mention.span.piece].text.size(),
                 "in the text");
    }
  }
  return 0;
}
