// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_TEXT_STOP_WORDS_H_
#define NEWSEARCH_LIB_TEXT_STOP_WORDS_H_

#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace newsearch {

// Case-folded stop words of a language (ISO 639-1), empty if there is no list. The lists are data
// (lib/text/data/stopwords) built into the library. Lives as long as the program.
// Thread-safety: may be called from many threads.
const std::unordered_set<std::string>& StopWords(std::string_view lang);

// All words of all lists as they are written there, language by language.
void ForEachStopWord(const std::function<void(std::string_view lang, std::string_view word)>& visit);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_STOP_WORDS_H_
