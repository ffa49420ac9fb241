// SPDX-License-Identifier: GPL-2.0-or-later
#include "facets/facets_words.h"

extern "C" const char newsearch_place_words[];
extern "C" const char newsearch_place_words_end[];
extern "C" const char newsearch_project_words[];
extern "C" const char newsearch_project_words_end[];

namespace newsearch {
namespace {

std::string_view Embedded(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

}  // namespace

const WordTable& PlaceWords() {
  static const WordTable table(Embedded(newsearch_place_words, newsearch_place_words_end));
  return table;
}

const WordTable& ProjectWords() {
  static const WordTable table(Embedded(newsearch_project_words, newsearch_project_words_end));
  return table;
}

}  // namespace newsearch
