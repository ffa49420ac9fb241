// SPDX-License-Identifier: GPL-2.0-or-later
//
// Gumbo, made safe for any page. It destroys trees by recursion, its time grows with the depth of open
// elements and with the number of attributes of a tag, and a formatting element that is never closed is
// repeated in every paragraph. So its memory comes from an arena that has a limit and goes at once, and what
// no honest page needs is taken out before it reads.
#ifndef NEWSEARCH_LIB_INGEST_HTML_PARSER_H_
#define NEWSEARCH_LIB_INGEST_HTML_PARSER_H_

#include <gumbo.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace newsearch {

// What a look at the tags says before the page is parsed.
struct HtmlSurvey {
  struct Edit {
    size_t begin = 0;
    size_t end = 0;
    bool border = false;  // becomes <br>, not blanks
  };
  std::vector<Edit> edits;   // what goes too deep or must not be read
  std::vector<size_t> cuts;  // where an element begins that starts a line, every 32 KB or so
};
HtmlSurvey SurveyHtml(std::string_view html);

// The page with the edits made; everything stays at its place.
std::string EditedHtml(std::string_view html, const HtmlSurvey& survey);

// The tree of one page.
class HtmlParser {
 public:
  HtmlParser();
  ~HtmlParser();
  HtmlParser(const HtmlParser&) = delete;
  HtmlParser& operator=(const HtmlParser&) = delete;

  // Null if the tree would not fit into `max_bytes`. The tree is good until the next call, and points into
  // `html`. REQUIRES: html.size() fits into 32 bits.
  const GumboOutput* Parse(std::string_view html, size_t max_bytes);

 private:
  class Arena;
  std::unique_ptr<Arena> arena_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_HTML_PARSER_H_
