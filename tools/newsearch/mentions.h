// SPDX-License-Identifier: GPL-2.0-or-later
//
// Why an article has its facet values, in its own words.
#ifndef NEWSEARCH_TOOLS_MENTIONS_H_
#define NEWSEARCH_TOOLS_MENTIONS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "newsearch/document.h"

namespace newsearch::cli {

// A piece of evidence in its sentence.
struct Mention {
  const Evidence* evidence = nullptr;
  // The sentence, in one line, cut at both ends where it is very long. Empty if the words are in neither
  // title nor body, as a date line is.
  std::string sentence;
  ByteSpan highlight;  // of the words, into `sentence`
  ByteSpan place;      // of the sentence in title and body together: mentions in one sentence agree
  uint32_t line = 0;   // in the source; 0 if that cannot be told
};

// A value with what is known of it.
struct ExplainedValue {
  std::string facet;
  std::string value;
  const ResolvedValue* resolved = nullptr;  // null if nothing is known
  std::vector<Mention> mentions;            // in the order of the text
};

// The values of `facet` on the document, of all facets if it is empty; the language is one of them. Reads the
// article's lines in its source, if that is still there, to tell in which line a mention stands.
// Lifetime: points into `document`.
std::vector<ExplainedValue> ExplainValues(const Document& document, std::string_view facet);

// Where people read about what an id stands for, "https://www.geonames.org/2673730"; empty if nowhere.
std::string LinkOf(std::string_view id);

}  // namespace newsearch::cli

#endif  // NEWSEARCH_TOOLS_MENTIONS_H_
