// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TEXT_STOP_WORDS_H_
#define NEWSEARCH_LIB_TEXT_STOP_WORDS_H_

#include <string>
#include <string_view>
#include <unordered_set>

namespace newsearch {

// Case-folded stop words of a language (ISO 639-1), empty if there is no list. The lists are data
// (lib/text/data/stopwords) built into the library. Lives as long as the program.
// Thread-safety: may be called from many threads.
const std::unordered_set<std::string>& StopWords(std::string_view lang);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_STOP_WORDS_H_
