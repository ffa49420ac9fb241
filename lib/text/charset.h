// SPDX-License-Identifier: GPL-2.0-or-later
//
// In which encoding a text is written, and what it says in UTF-8.
//
// Thread-safety: the functions may be called from many threads; use one object from one thread at a time.
#ifndef NEWSEARCH_LIB_TEXT_CHARSET_H_
#define NEWSEARCH_LIB_TEXT_CHARSET_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "newsearch/status.h"

namespace newsearch {

enum class CharsetHow {
  kMark,      // a byte order mark at the front
  kDeclared,  // the text says so: <meta charset=...>, <?xml encoding=...?>, @charset
  kDetected,  // what the bytes look like
  kGiven,     // the caller said so
};

struct Charset {
  std::string name;  // "UTF-8", "UTF-16LE", "windows-1252": a name that MIME or IANA knows where there is one
  CharsetHow how = CharsetHow::kDetected;
  // Bytes at the front that are the mark, which is not part of the text.
  size_t mark_bytes = 0;
  // False where the bytes look like text in no encoding that is known here.
  bool plausible = true;

  bool is_utf8() const { return name == "UTF-8"; }
};

// The charset that `label` means on the Web, by its canonical name: labels of ISO-8859-1 and ASCII mean
// windows-1252, as the WHATWG Encoding Standard has it, and likewise for other charsets with a superset that
// is in use under their name. Spaces around it and case do not matter. Errors: kInvalidArgument naming the
// label.
Result<Charset> CharsetByName(std::string_view label);

// The label in a declaration at the front of a text whose bytes are a superset of ASCII; empty if there is
// none.
std::string DeclaredCharset(std::string_view head);

// Where the first byte lies that ASCII does not explain: 0x80 and above, or the escape that begins Japanese
// text in ISO-2022-JP; bytes.size() if there is none.
size_t FindNonAscii(std::string_view bytes);

// What a byte order mark at the front says (UTF-8, UTF-16, UTF-32).
std::optional<Charset> CharsetByMark(std::string_view head);

// UTF-16 without a mark: text that has zero bytes in one half of its units alone and is in order otherwise.
std::optional<Charset> DetectUtf16(std::string_view head);

// Decides by bytes that need not be the front of the text, some 64 KB of them if there are as many; they may
// end inside a character and must not begin inside one. In this order:
//   UTF-8 where the bytes are that, or nearly so with plenty of well-formed sequences;
//   `declared`, the label of a declaration (may be empty), unless the bytes contradict it: they are
//   ill-formed there, or much more plausible in another charset; the charset and language under which the
//   bytes are most plausible.
// Bytes that are all ASCII are UTF-8. Looks at the surroundings of what is not ASCII alone.
Charset DetectCharset(std::string_view bytes, std::string_view declared);

// Converts a stream to UTF-8. Ill-formed bytes become U+FFFD and are counted.
class Utf8Converter {
 public:
  // `charset` as CharsetByName, CharsetByMark or the Detect functions name it. Errors: kInvalidArgument.
  static Result<std::unique_ptr<Utf8Converter>> Open(const std::string& charset);

  virtual ~Utf8Converter() = default;

  // Appends what `bytes` say to `utf8`, always in whole characters; a character that is cut at the end waits
  // for the next call.
  virtual void Convert(std::string_view bytes, std::string* utf8) = 0;
  // The end of the text: what still waits is ill-formed.
  virtual void Finish(std::string* utf8) = 0;

  // Bytes of the input that were ill-formed so far.
  virtual uint64_t ill_formed_bytes() const = 0;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_TEXT_CHARSET_H_
