// SPDX-License-Identifier: GPL-2.0-or-later
#include "mentions.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <set>

#include "newsearch/facet.h"

namespace newsearch::cli {
namespace {

constexpr size_t kMaxSentenceBytes = 320;        // what is longer is cut around the mention ...
constexpr size_t kContextBytes = 140;            // ... to about this much on both sides
constexpr size_t kWrappedLineBytes = 50;         // a line that is at least as long may go on in the next
constexpr uint64_t kMaxArticleBytes = 64 << 20;  // of source that is read to count lines

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The article's own bytes in its source; empty if they cannot be had as they are.
std::string ReadSource(const Document& document) {
  const uint64_t size = document.bytes.end - document.bytes.begin;
  if (!document.source.starts_with('/') || document.lines.first == 0 ||
      document.bytes.end <= document.bytes.begin || size > kMaxArticleBytes) {
    return "";
  }
  struct stat info {};
  if (stat(document.source.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return "";
  const std::unique_ptr<FILE, int (*)(FILE*)> file(fopen(document.source.c_str(), "rb"), fclose);
  if (file == nullptr || fseeko(file.get(), static_cast<off_t>(document.bytes.begin), SEEK_SET) != 0)
    return "";
  std::string bytes(size, '\0');
  bytes.resize(fread(bytes.data(), 1, bytes.size(), file.get()));
  return bytes;
}

// Title and body as one text, in which evidence is looked for.
class ArticleWords {
 public:
  explicit ArticleWords(const Document& document) : document_(document), source_(ReadSource(document)) {
    if (document.title) text_ = *document.title;
    body_begin_ = text_.size() + 1;
    text_ += '\n';
    text_ += document.body;
  }

  // Places that were found are not found again, until this is called: one place can speak for a city and for
  // its country.
  void StartValue() { taken_.clear(); }

  Mention Find(const Evidence& evidence) {
    Mention mention;
    mention.evidence = &evidence;
    mention.line = LineOf(evidence);
    const size_t at = PlaceOf(evidence);
    if (at == std::string::npos) return mention;
    taken_.insert(at);
    SetSentence(at, at + evidence.text.size(), &mention);
    return mention;
  }

 private:
  // The line in the source, if the words stand there still.
  uint32_t LineOf(const Evidence& evidence) const {
    if (source_.empty() || !evidence.field.empty() || evidence.span.begin < document_.bytes.begin) return 0;
    const uint64_t at = evidence.span.begin - document_.bytes.begin;
    if (at > source_.size() || source_.compare(at, evidence.text.size(), evidence.text) != 0) return 0;
    const auto newlines = std::count(source_.begin(), source_.begin() + static_cast<ptrdiff_t>(at), '\n');
    return document_.lines.first + static_cast<uint32_t>(newlines);
  }

  bool IsAt(size_t at, std::string_view words) const {
    return at < text_.size() && text_.compare(at, words.size(), words) == 0;
  }

  // Where in title and body the words stand. The place in the source tells about where: for documents that
  // came as data exactly, for others counted from the end, because what is above a body (dates, decoration)
  // is not part of it. npos if they are nowhere.
  size_t PlaceOf(const Evidence& evidence) const {
    const std::string& words = evidence.text;
    if (words.empty()) return std::string::npos;
    size_t expected = 0;
    if (!evidence.field.empty()) {
      expected = evidence.span.begin + (evidence.field == "title" ? 0 : body_begin_);
      if (IsAt(expected, words)) return expected;
    } else if (evidence.span.begin >= document_.bytes.begin && evidence.span.begin < document_.bytes.end) {
      const uint64_t all = document_.bytes.end - document_.bytes.begin;
      const uint64_t behind = document_.bytes.end - evidence.span.begin;
      if (behind <= document_.body.size() && IsAt(text_.size() - behind, words)) return text_.size() - behind;
      // Markup makes a source longer than its text.
      const double scale = std::min(1.0, static_cast<double>(text_.size()) / static_cast<double>(all));
      expected = text_.size() - static_cast<size_t>(static_cast<double>(behind) * scale);
      if (behind > document_.body.size() && scale == 1) expected = 0;
    }
    size_t best = std::string::npos;
    const auto distance = [expected](size_t at) { return at > expected ? at - expected : expected - at; };
    for (size_t at = text_.find(words); at != std::string::npos; at = text_.find(words, at + 1)) {
      if (taken_.count(at) != 0) continue;
      if (best == std::string::npos || distance(at) < distance(best)) best = at;
    }
    return best;
  }

  // Whether the line that ends at `newline` goes on below: a long one that does not end a sentence.
  bool IsWrapped(size_t newline) const {
    if (newline + 1 < body_begin_ || newline + 1 >= text_.size() || text_[newline + 1] == '\n') return false;
    const size_t before = newline == 0 ? std::string::npos : text_.rfind('\n', newline - 1);
    const size_t begin = before == std::string::npos ? 0 : before + 1;
    return newline - begin >= kWrappedLineBytes &&
           std::string_view(".!?:;").find(text_[newline - 1]) == std::string::npos;
  }

  // Whether a sentence ends with the sign at `at`; *next is then where the next one begins.
  bool EndsSentence(size_t at, size_t* next) const {
    for (std::string_view sign : {"。", "！", "？"}) {
      if (IsAt(at, sign)) {
        *next = at + sign.size();
        return true;
      }
    }
    if (text_[at] != '.' && text_[at] != '!' && text_[at] != '?') return false;
    size_t end = at + 1;
    for (bool closing = true; closing;) {
      closing = false;
      for (std::string_view sign : {"\"", "'", ")", "]", "»", "”", "’", "“", ".", "!", "?"}) {
        if (IsAt(end, sign)) {
          end += sign.size();
          closing = true;
        }
      }
    }
    if (end < text_.size() && text_[end] != ' ' && text_[end] != '\n' && text_[end] != '\t') return false;
    *next = end;
    if (text_[at] != '.') return true;
    // "14. November", "St. Gallen", "z. B. heute": after a number or a short word the dot may be its own.
    size_t word = at;
    while (word > 0 && text_[word - 1] != ' ' && text_[word - 1] != '\n' && text_[word - 1] != '.') --word;
    const std::string_view before = std::string_view(text_).substr(word, at - word);
    const bool number = before.find_first_not_of("0123456789") == std::string_view::npos;
    if (before.size() <= 2 || (number && before.size() < 4)) return false;
    return end + 1 >= text_.size() || text_[end + 1] < 'a' || text_[end + 1] > 'z';
  }

  void SetSentence(size_t begin, size_t end, Mention* mention) const {
    size_t from = begin;
    while (from > 0 && (text_[from - 1] != '\n' || IsWrapped(from - 1))) --from;
    size_t to = end;
    while (to < text_.size() && (text_[to] != '\n' || IsWrapped(to))) ++to;
    for (size_t at = from, next = 0; at < to; ++at) {
      if (!EndsSentence(at, &next)) continue;
      if (next <= begin) from = next;
      if (at >= end) {
        to = std::min(to, next);
        break;
      }
    }
    while (from < begin && (text_[from] == ' ' || text_[from] == '\n')) ++from;
    mention->place = {from, to};

    // What is too long is cut at blanks.
    bool cut_before = false;
    bool cut_behind = false;
    if (to - from > kMaxSentenceBytes) {
      if (begin - from > kContextBytes) {
        size_t at = begin - kContextBytes;
        const size_t blank = text_.find(' ', at);
        at = blank < begin ? blank + 1 : at;
        while (at < begin && IsContinuation(text_[at])) ++at;
        from = at;
        cut_before = true;
      }
      if (to - end > kContextBytes) {
        size_t at = end + kContextBytes;
        const size_t blank = text_.rfind(' ', at);
        at = blank != std::string::npos && blank > end ? blank : at;
        while (at > end && IsContinuation(text_[at])) --at;
        to = at;
        cut_behind = true;
      }
    }
    std::string& line = mention->sentence;
    if (cut_before) line += "…";
    mention->highlight.begin = line.size() + (begin - from);
    mention->highlight.end = mention->highlight.begin + (end - begin);
    line += text_.substr(from, to - from);
    std::replace(line.begin(), line.end(), '\n', ' ');
    if (cut_behind) line += "…";
  }

  const Document& document_;
  const std::string source_;
  std::string text_;
  size_t body_begin_ = 0;
  std::set<size_t> taken_;  // places that belong to evidence of this value already
};

}  // namespace

std::vector<ExplainedValue> ExplainValues(const Document& document, std::string_view facet) {
  std::vector<ExplainedValue> explained;
  for (const FacetInfo& info : FacetSchema()) {
    if (!facet.empty() && facet != info.name) continue;
    if (info.name == "lang" && document.lang != "und") {
      explained.push_back({info.name, document.lang, document.FindResolved(info.name, document.lang), {}});
    }
    for (const std::string& value : document.values(info.name)) {
      explained.push_back({info.name, value, document.FindResolved(info.name, value), {}});
    }
  }
  ArticleWords words(document);
  for (ExplainedValue& value : explained) {
    words.StartValue();
    for (const Evidence& evidence : document.evidence) {
      if (evidence.facet == value.facet && evidence.value == value.value) {
        value.mentions.push_back(words.Find(evidence));
      }
    }
  }
  return explained;
}

std::string LinkOf(std::string_view id) {
  constexpr std::string_view kGeoNames = "geonames:";
  if (!id.starts_with(kGeoNames)) return "";
  id.remove_prefix(kGeoNames.size());
  if (id.empty() || id.find_first_not_of("0123456789") != std::string_view::npos) return "";
  return "https://www.geonames.org/" + std::string(id);
}

}  // namespace newsearch::cli
