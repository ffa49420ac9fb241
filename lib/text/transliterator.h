// SPDX-License-Identifier: GPL-2.0-or-later
//
// Words in Latin letters and with their spelling levelled, so that a name looks the same however it is
// written: "Чайковский", "Tchaikovsky" and "Tschaikowski" come close to each other.
#ifndef NEWSEARCH_LIB_TEXT_TRANSLITERATOR_H_
#define NEWSEARCH_LIB_TEXT_TRANSLITERATOR_H_

#include <memory>
#include <string>
#include <string_view>

namespace newsearch {

// Thread-safety: one transliterator per thread at a time. Making one is cheap; the first word of a script
// that needs ICU's rules costs some milliseconds.
class Transliterator {
 public:
  Transliterator();
  Transliterator(Transliterator&&) noexcept;
  Transliterator& operator=(Transliterator&&) noexcept;
  ~Transliterator();

  // `word` in the letters a to z, digits and, where ICU knows no better, what it has besides: ICU's
  // "Any-Latin; Latin-ASCII", lower-cased. In alphabets that are read letter by letter (Latin, Cyrillic,
  // Greek, Armenian, Georgian, Hebrew, Arabic) this is a table; Greek's double letters are read as in modern
  // names (Μπάιντεν: "baiden").
  std::string ToLatin(std::string_view word);

 private:
  class Internal;
  std::unique_ptr<Internal> internal_;
};

// A word from ToLatin with the spellings of a sound made one: c q ck k, ph f, w v, y j i, sh sch sz s, th t,
// doubled letters single. Only a to z and 0 to 9 stay.
std::string LevelSpelling(std::string_view latin);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_TRANSLITERATOR_H_
