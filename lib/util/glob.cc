// SPDX-License-Identifier: GPL-2.0-or-later
#include "util/glob.h"

#include <cstddef>
#include <optional>

#include "util/utf8.h"

namespace newsearch {
namespace {

// One [...] of a pattern against `c`; `*at` is behind the bracket, and moves behind its end. nullopt if it
// has no end and so is an ordinary character.
std::optional<bool> MatchesSet(std::string_view pattern, size_t* at, char32_t c) {
  size_t i = *at;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated) ++i;
  bool found = false;
  for (bool first = true;; first = false) {
    if (i >= pattern.size()) return std::nullopt;
    if (pattern[i] == ']' && !first) break;
    const Utf8Step low = DecodeUtf8(pattern, i);
    i += low.length;
    char32_t high = low.code_point;
    if (i + 1 < pattern.size() && pattern[i] == '-' && pattern[i + 1] != ']') {
      const Utf8Step step = DecodeUtf8(pattern, i + 1);
      high = step.code_point;
      i += 1 + step.length;
    }
    if (c >= low.code_point && c <= high) found = true;
  }
  *at = i + 1;
  return found != negated;
}

}  // namespace

bool MatchesGlob(std::string_view pattern, std::string_view name) {
  size_t p = 0;
  size_t n = 0;
  size_t star = std::string_view::npos;  // behind the last one
  size_t star_name = 0;                  // where what follows it was tried
  while (n < name.size()) {
    const Utf8Step here = DecodeUtf8(name, n);
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      star_name = n;
      continue;
    }
    bool matched = false;
    size_t next = p;
    if (p < pattern.size()) {
      if (pattern[p] == '?') {
        matched = true;
        next = p + 1;
      } else {
        size_t behind = p + 1;
        std::optional<bool> in_set;
        if (pattern[p] == '[') in_set = MatchesSet(pattern, &behind, here.code_point);
        if (in_set) {
          matched = *in_set;
          next = behind;
        } else {
          matched = pattern.substr(p, here.length) == name.substr(n, here.length);
          next = p + here.length;
        }
      }
    }
    if (matched) {
      p = next;
      n += here.length;
    } else if (star != std::string_view::npos) {
      p = star;
      star_name += DecodeUtf8(name, star_name).length;
      n = star_name;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace newsearch
