// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/ingest_words.h"

extern "C" const char newsearch_date_words[];
extern "C" const char newsearch_date_words_end[];
extern "C" const char newsearch_page_words[];
extern "C" const char newsearch_page_words_end[];

namespace newsearch {
namespace {

std::string_view Embedded(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

}  // namespace

const WordTable& DateWords() {
  static const WordTable table(Embedded(newsearch_date_words, newsearch_date_words_end));
  return table;
}

const WordTable& PageWords() {
  static const WordTable table(Embedded(newsearch_page_words, newsearch_page_words_end));
  return table;
}

}  // namespace newsearch
