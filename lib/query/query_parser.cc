// SPDX-License-Identifier: GPL-2.0-or-later
//
// Recursive descent over
//   query    := sequence ("OR" sequence)*
//   sequence := (unary ("AND" unary)*)+
//   unary    := ("-" | "NOT") unary | "(" query ")" | field ":" value | field ":(" query ")" | phrase | words
// A word is whatever stands between blanks, so "e-mail" and "C++" need no quoting.
#include "query/query_parser.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "schema/calendar.h"
#include "util/utf8.h"

namespace newsearch {
namespace {

using Kind = QueryNode::Kind;

// Quotation marks that people and word processors type.
bool IsQuote(char32_t c) {
  return c == '"' || c == 0x201C || c == 0x201D || c == 0x201E || c == 0xAB || c == 0xBB;
}

bool IsBlank(char32_t c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v' || c == 0xA0 ||
         c == 0x3000 || c == 0x2009 || c == 0x202F;
}

bool IsDigitOrUnderscore(char c) { return (c >= '0' && c <= '9') || c == '_'; }

bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class Parser {
 public:
  Parser(std::string_view text, const std::vector<std::string>& facet_names)
      : text_(text), facet_names_(facet_names) {}

  Result<ParsedQuery> Run() {
    std::vector<QueryNode> parts;
    parts.push_back(ParseOr(0));
    // A closing parenthesis that nothing opened ends a query early; go on behind it.
    while (ok() && at_ < text_.size()) {
      Warn("closing parenthesis without an opening one", at_);
      ++at_;
      parts.push_back(ParseOr(0));
    }
    std::vector<QueryNode> elements;
    for (QueryNode& part : parts) {
      if (part.kind == Kind::kSequence) {
        std::move(part.children.begin(), part.children.end(), std::back_inserter(elements));
      } else if (part.kind != Kind::kAll) {
        elements.push_back(std::move(part));
      }
    }
    QueryNode root = Combine(Kind::kSequence, std::move(elements));
    if (!error_.ok()) return error_;
    return ParsedQuery{std::move(root), std::move(warnings_)};
  }

 private:
  bool ok() const { return error_.ok(); }
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  static std::vector<QueryNode> Children(QueryNode a, QueryNode b) {
    std::vector<QueryNode> children;
    children.push_back(std::move(a));
    children.push_back(std::move(b));
    return children;
  }

  static QueryNode Combine(Kind kind, std::vector<QueryNode> children) {
    if (children.empty()) return {};
    if (children.size() == 1) return std::move(children.front());
    QueryNode node;
    node.kind = kind;
    node.offset = children.front().offset;
    node.children = std::move(children);
    return node;
  }

  void Warn(std::string message, size_t offset) { warnings_.push_back({std::move(message), offset}); }

  QueryNode Fail(std::string message, size_t offset) {
    if (ok()) error_ = Status(StatusCode::kBadQuery, std::move(message), offset);
    at_ = text_.size();
    return {};
  }

  void SkipBlanks() {
    while (at_ < text_.size()) {
      const Utf8Step step = DecodeUtf8(text_, at_);
      if (!IsBlank(step.code_point)) return;
      at_ += step.length;
    }
  }

  // Whether an operator word stands here and something follows and precedes that it can work on.
  bool AtOperator(std::string_view name) const {
    if (text_.substr(at_, name.size()) != name) return false;
    const size_t end = at_ + name.size();
    return end >= text_.size() || IsBlank(DecodeUtf8(text_, end).code_point) || text_[end] == '(' ||
           text_[end] == ')';
  }

  bool TakeOperator(std::string_view name, bool has_left) {
    if (!AtOperator(name)) return false;
    const size_t start = at_;
    at_ += name.size();
    SkipBlanks();
    const bool has_right = at_ < text_.size() && Peek() != ')' && !AtOperator("OR") && !AtOperator("AND");
    if (has_left && has_right) return true;
    Warn(std::string(name) + " needs something on both sides; read as a word", start);
    at_ = start;
    word_at_ = start;
    return false;
  }

  QueryNode ParseOr(int depth) {
    if (depth > kMaxQueryDepth) return Fail("parentheses are nested too deep", at_);
    std::vector<QueryNode> alternatives;
    do {
      QueryNode sequence = ParseSequence(depth);
      if (!ok()) return {};
      if (sequence.kind != Kind::kAll) alternatives.push_back(std::move(sequence));
      SkipBlanks();
    } while (at_ < text_.size() && Peek() != ')' && TakeOperator("OR", !alternatives.empty()));
    return Combine(Kind::kOr, std::move(alternatives));
  }

  QueryNode ParseSequence(int depth) {
    std::vector<QueryNode> elements;
    while (ok()) {
      SkipBlanks();
      if (at_ >= text_.size() || Peek() == ')') break;
      if (word_at_ != at_ && AtOperator("OR")) {
        const size_t start = at_;
        if (TakeOperator("OR", !elements.empty())) {
          at_ = start;  // ParseOr takes it
          break;
        }
      }
      if (word_at_ != at_ && TakeOperator("AND", !elements.empty())) {
        QueryNode right = ParseUnary(depth);
        if (right.kind == Kind::kAll) continue;
        QueryNode left = std::move(elements.back());
        elements.pop_back();
        if (left.kind == Kind::kAnd) {
          left.children.push_back(std::move(right));
          elements.push_back(std::move(left));
        } else {
          elements.push_back(Combine(Kind::kAnd, Children(std::move(left), std::move(right))));
        }
        continue;
      }
      QueryNode element = ParseUnary(depth);
      if (element.kind != Kind::kAll) elements.push_back(std::move(element));
    }
    return Combine(Kind::kSequence, std::move(elements));
  }

  QueryNode ParseUnary(int depth) {
    if (depth > kMaxQueryDepth) return Fail("the query is nested too deep", at_);
    const size_t start = at_;
    if (Peek() == '-' && at_ + 1 < text_.size() && StartsOperand(at_ + 1)) {
      ++at_;
      return Negate(ParseUnary(depth + 1), start);
    }
    if (word_at_ != at_ && AtOperator("NOT")) {
      at_ += 3;
      SkipBlanks();
      if (at_ < text_.size() && Peek() != ')') return Negate(ParseUnary(depth + 1), start);
      Warn("NOT needs something after it; read as a word", start);
      at_ = start;
      word_at_ = start;
    }
    if (Peek() == '(') return ParseGroup(depth);
    if (IsQuote(DecodeUtf8(text_, at_).code_point)) return ParsePhrase("");
    QueryNode field;
    if (ParseField(depth, &field)) return field;
    return ParseWord();
  }

  // What "-" can exclude: not a blank, not another dash, not the end.
  bool StartsOperand(size_t at) const {
    const char32_t c = DecodeUtf8(text_, at).code_point;
    return !IsBlank(c) && c != '-' && c != ')';
  }

  QueryNode Negate(QueryNode child, size_t offset) {
    if (child.kind == Kind::kAll) return {};
    QueryNode node;
    node.kind = Kind::kNot;
    node.offset = offset;
    node.children.push_back(std::move(child));
    return node;
  }

  QueryNode ParseGroup(int depth) {
    const size_t start = at_++;
    QueryNode group = ParseOr(depth + 1);
    if (!ok()) return {};
    if (Peek() == ')') {
      ++at_;
    } else {
      Warn("opening parenthesis is never closed", start);
    }
    return group;
  }

  QueryNode ParsePhrase(std::string field) {
    const size_t start = at_;
    QueryNode node;
    node.kind = Kind::kPhrase;
    node.offset = start;
    node.field = std::move(field);
    node.text = TakeQuoted();
    if (node.text.find_first_not_of(" \t") == std::string::npos) return {};
    return node;
  }

  // The text between quotation marks, up to the end if the closing one is missing. REQUIRES: at a mark.
  std::string TakeQuoted() {
    const size_t start = at_;
    at_ += DecodeUtf8(text_, at_).length;
    const size_t begin = at_;
    while (at_ < text_.size()) {
      const Utf8Step step = DecodeUtf8(text_, at_);
      if (IsQuote(step.code_point)) {
        std::string quoted(text_.substr(begin, at_ - begin));
        at_ += step.length;
        return quoted;
      }
      at_ += step.length;
    }
    Warn("quotation mark is never closed", start);
    return std::string(text_.substr(begin));
  }

  // Up to a blank, parenthesis or quotation mark.
  std::string TakeBare() {
    const size_t begin = at_;
    while (at_ < text_.size()) {
      const Utf8Step step = DecodeUtf8(text_, at_);
      const char32_t c = step.code_point;
      if (IsBlank(c) || c == '(' || c == ')' || (IsQuote(c) && at_ > begin)) break;
      at_ += step.length;
    }
    return std::string(text_.substr(begin, at_ - begin));
  }

  QueryNode ParseWord() {
    QueryNode node;
    node.kind = Kind::kWords;
    node.offset = at_;
    node.text = TakeBare();
    if (node.text.empty()) at_ += std::max<size_t>(1, DecodeUtf8(text_, at_).length);
    return node.text.empty() ? QueryNode{} : node;
  }

  bool ParseField(int depth, QueryNode* out) {
    const size_t start = at_;
    size_t colon = at_;
    while (colon < text_.size() &&
           (IsAsciiLetter(text_[colon]) || (colon > start && IsDigitOrUnderscore(text_[colon])))) {
      ++colon;
    }
    if (colon == start || colon >= text_.size() || text_[colon] != ':') return false;
    std::string name(text_.substr(start, colon - start));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const bool is_facet = std::find(facet_names_.begin(), facet_names_.end(), name) != facet_names_.end();
    if (!is_facet && name != "title" && name != "date") {
      WarnOfUnknownField(name, start, colon);
      return false;
    }
    if (colon + 1 >= text_.size() || IsBlank(DecodeUtf8(text_, colon + 1).code_point)) {
      Warn(name + ": needs its value right behind the colon; read as a word", start);
      return false;
    }
    at_ = colon + 1;
    if (Peek() == '(' && name != "date") {
      *out = ParseGroup(depth);
      ApplyField(name, out);
      return true;
    }
    const bool quoted = IsQuote(DecodeUtf8(text_, at_).code_point);
    if (name == "title" && quoted) {
      *out = ParsePhrase("title");
      return true;
    }
    std::string value = quoted ? TakeQuoted() : TakeBare();
    out->offset = start;
    out->field = name;
    out->text = std::move(value);
    if (name == "title") {
      out->kind = out->text.empty() ? Kind::kAll : Kind::kTitleWords;
    } else if (name == "date") {
      *out = DateRange(std::move(*out), colon + 1);
    } else {
      *out = Facet(std::move(*out), quoted, colon + 1);
    }
    return true;
  }

  // What looks like a field and its value; not "note: bring", "http://...", "C:\\".
  void WarnOfUnknownField(const std::string& name, size_t start, size_t colon) {
    const size_t behind = colon + 1;
    if (name.size() < 2 || behind >= text_.size() || text_[behind] == '/' || text_[behind] == ':') return;
    if (IsBlank(DecodeUtf8(text_, behind).code_point) || text_[behind] == ')') return;
    std::string known = "title, date";
    for (const std::string& facet : facet_names_) known.append(", ").append(facet);
    Warn("there is no field " + std::string(Utf8Prefix(name, 60)) + ", only " + known + "; read as words",
         start);
  }

  // title:(old harbour), city:(Kista OR Bled): the field holds for everything in the group.
  void ApplyField(const std::string& field, QueryNode* node) {
    const bool title = field == "title";
    if (node->kind == Kind::kWords) {
      node->kind = Kind::kTitleWords;
      node->field = field;
      if (!title) *node = Facet(std::move(*node), false, node->offset);
    } else if (node->kind == Kind::kPhrase && node->field.empty()) {
      if (!title) node->kind = Kind::kFacet;
      node->field = field;
    }
    for (QueryNode& child : node->children) ApplyField(field, &child);
  }

  QueryNode Facet(QueryNode node, bool quoted, size_t offset) {
    const size_t dots = quoted ? std::string::npos : node.text.find("..");
    if (dots == std::string::npos) {
      node.kind = Kind::kFacet;
      if (node.text.empty()) return Fail(node.field + ": needs a value", offset);
      return node;
    }
    node.kind = Kind::kFacetRange;
    node.low = node.text.substr(0, dots);
    node.high = node.text.substr(dots + 2);
    if (node.low.empty() && node.high.empty()) return Fail("a range needs a start or an end", offset);
    if (!node.low.empty() && !node.high.empty() && IsBehind(node.low, node.high)) {
      return Fail(node.field + " range ends before it starts: " + node.text, offset);
    }
    return node;
  }

  // Numbers by value, everything else by its letters.
  static bool IsBehind(const std::string& low, const std::string& high) {
    const auto is_number = [](const std::string& text) {
      return text.find_first_not_of("0123456789") == std::string::npos;
    };
    if (low.size() != high.size() && is_number(low) && is_number(high)) return low.size() > high.size();
    return low > high;
  }

  QueryNode DateRange(QueryNode node, size_t offset) {
    node.kind = Kind::kDateRange;
    const size_t dots = node.text.find("..");
    const std::string low = node.text.substr(0, dots);
    const std::string high = dots == std::string::npos ? low : node.text.substr(dots + 2);
    if (low.empty() && high.empty()) return Fail("date: needs a day, a month or a year", offset);
    std::optional<Date> first = low.empty() ? std::nullopt : ParseIsoDate(low);
    std::optional<Date> last = high.empty() ? std::nullopt : ParseIsoDate(high);
    if ((!low.empty() && !first) || (!high.empty() && !last)) {
      return Fail("no date of the form 2016, 2016-06 or 2016-06-21: " + node.text, offset);
    }
    if (first && last && first->start > last->end) {
      return Fail("date range ends before it starts: " + node.text, offset);
    }
    if (first) node.low = std::to_string(DayNumber(first->start));
    if (last) node.high = std::to_string(DayNumber(last->end));
    return node;
  }

  std::string_view text_;
  const std::vector<std::string>& facet_names_;
  size_t at_ = 0;
  size_t word_at_ = std::string_view::npos;  // an operator name here is an ordinary word
  Status error_;
  std::vector<QueryWarning> warnings_;
};

}  // namespace

Result<ParsedQuery> ParseQuery(std::string_view text, QuerySyntax syntax,
                               const std::vector<std::string>& facet_names) {
  if (text.size() > kMaxQueryBytes) {
    return Status(StatusCode::kBadQuery,
                  "the query is " + std::to_string(text.size()) + " bytes long, the limit is " +
                      std::to_string(kMaxQueryBytes),
                  kMaxQueryBytes);
  }
  if (syntax == QuerySyntax::kPlain) {
    ParsedQuery query;
    query.root.kind = text.empty() ? Kind::kAll : Kind::kWords;
    query.root.text = std::string(text);
    return query;
  }
  return Parser(text, facet_names).Run();
}

}  // namespace newsearch
