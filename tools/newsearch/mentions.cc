// SPDX-License-Identifier: GPL-2.0-or-later
#include "mentions.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <utility>

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

  // The mentions that are evidence for a value, in the order of the document's evidence, which for one field
  // or source is that of the text.
  std::vector<Mention> Find(std::string_view facet, std::string_view value) const {
    std::vector<Mention> mentions;
    std::map<std::pair<std::string_view, std::string_view>, std::vector<size_t>> alike;  // field, words
    for (const Evidence& evidence : document_.evidence) {
      if (evidence.facet != facet || evidence.value != value) continue;
      alike[{evidence.field, evidence.text}].push_back(mentions.size());
      Mention& mention = mentions.emplace_back();
      mention.evidence = &evidence;
      mention.line = LineOf(evidence);
    }
    for (const auto& [words, numbers] : alike) Place(numbers, &mentions);
    return mentions;
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

  // Where in title and body the words of a piece of evidence are to be expected, by their place in the
  // source: for documents that came as data exactly there, for others counted from the end, because what is
  // above a body (dates, decoration) is not part of it.
  size_t ExpectedPlace(const Evidence& evidence) const {
    if (!evidence.field.empty()) return evidence.span.begin + (evidence.field == "title" ? 0 : body_begin_);
    if (evidence.span.begin < document_.bytes.begin || evidence.span.begin >= document_.bytes.end) return 0;
    const uint64_t all = document_.bytes.end - document_.bytes.begin;
    const uint64_t behind = document_.bytes.end - evidence.span.begin;
    if (behind <= document_.body.size() && IsAt(text_.size() - behind, evidence.text)) {
      return text_.size() - behind;
    }
    // Markup makes a source longer than its text.
    const double scale = std::min(1.0, static_cast<double>(text_.size()) / static_cast<double>(all));
    const auto scaled = static_cast<size_t>(static_cast<double>(behind) * scale);
    return text_.size() - std::min(scaled, text_.size());
  }

  // Finds the places of mentions of the same words: each is given the nearest to where it is expected, so
  // that all are in order and as many as possible have one.
  void Place(const std::vector<size_t>& numbers, std::vector<Mention>* mentions) const {
    const std::string& words = mentions->at(numbers.front()).evidence->text;
    if (words.empty()) return;
    std::vector<size_t> places;
    for (size_t at = text_.find(words); at != std::string::npos; at = text_.find(words, at + 1)) {
      places.push_back(at);
    }
    size_t next = 0;
    for (size_t i = 0; i < numbers.size() && next < places.size(); ++i) {
      Mention& mention = mentions->at(numbers[i]);
      const size_t expected = ExpectedPlace(*mention.evidence);
      const size_t others = numbers.size() - i - 1;
      const size_t last = std::max(next + 1, places.size() - std::min(others, places.size()));
      size_t best = next;
      const auto distance = [&](size_t k) {
        return places[k] > expected ? places[k] - expected : expected - places[k];
      };
      while (best + 1 < last && distance(best + 1) < distance(best)) ++best;
      SetSentence(places[best], places[best] + words.size(), &mention);
      next = best + 1;
    }
  }

  // Whether the line that ends at `newline` goes on below: a long one that does not end a sentence.
  bool IsWrapped(size_t newline) const {
    if (newline < body_begin_ || newline + 1 >= text_.size() || text_[newline + 1] == '\n') return false;
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
};

}  // namespace

std::vector<ExplainedValue> ExplainValues(const Document& document, std::string_view facet) {
  std::vector<ExplainedValue> explained;
  const auto explain = [&](const std::string& name, const std::string& value) {
    if (facet.empty() || facet == name)
      explained.push_back({name, value, document.FindResolved(name, value), {}});
  };
  for (const FacetValues& entry : document.facets) {
    for (const std::string& value : entry.values) explain(entry.facet, value);
  }
  if (document.lang != "und") explain("lang", document.lang);
  const ArticleWords words(document);
  for (ExplainedValue& value : explained) value.mentions = words.Find(value.facet, value.value);
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
