// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INGEST_HTML_ENTITY_H_
#define NEWSEARCH_LIB_INGEST_HTML_ENTITY_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace newsearch {

// Reads HTML's character references ("&amp;", "&#8211;", "&copy"). Gumbo knows the 2231 names; those that
// were asked for are kept. Thread-safety: use one for each thread.
class EntityDecoder {
 public:
  struct Entity {
    std::string text;   // UTF-8
    size_t length = 0;  // of the reference in bytes; 0: the "&" is a sign like others
  };
  // The reference at the beginning of `text`. REQUIRES: text begins with "&".
  const Entity& Decode(std::string_view text);

 private:
  const Entity& DecodeNumber(std::string_view text);

  Entity number_;
  std::unordered_map<std::string, Entity> names_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INGEST_HTML_ENTITY_H_
