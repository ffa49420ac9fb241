// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_UTIL_GLOB_H_
#define NEWSEARCH_LIB_UTIL_GLOB_H_

#include <string_view>

namespace newsearch {

// Whether the whole of `name` matches: * stands for any characters, ? for one, [a-z] and [!a-z] for one of
// these or another. Characters are code points. Backs up to the last star alone, so the time is at most the
// product of the lengths.
bool MatchesGlob(std::string_view pattern, std::string_view name);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_UTIL_GLOB_H_
