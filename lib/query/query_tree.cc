// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/query_tree.h"

#include <algorithm>

namespace newsearch {
namespace {

using Kind = QueryNode::Kind;

std::string Quote(const std::string& text) { return '"' + text + '"'; }

std::string Join(const std::vector<std::string>& parts, const char* separator) {
  std::string joined;
  for (const std::string& part : parts) {
    if (!joined.empty()) joined.append(separator);
    joined.append(part);
  }
  return parts.size() > 1 ? "(" + joined + ")" : joined;
}

std::string Describe(const QueryNode& node, bool all_words);

std::string DescribeSequence(const QueryNode& node, bool all_words) {
  std::vector<std::string> free;
  std::vector<std::string> strict;
  for (const QueryNode& child : node.children) {
    (IsStrict(child) ? strict : free).push_back(Describe(child, all_words));
  }
  if (!free.empty()) strict.insert(strict.begin(), Join(free, all_words ? " AND " : " OR "));
  return Join(strict, " AND ");
}

std::string DescribeRange(const QueryNode& node) { return node.field + ":" + node.text; }

std::string Describe(const QueryNode& node, bool all_words) {
  switch (node.kind) {
    case Kind::kAll:
      return "*";
    case Kind::kWords:
      return node.text;
    case Kind::kPhrase:
      return (node.field.empty() ? "" : node.field + ":") + Quote(node.text);
    case Kind::kTitleWords:
      return "title:" + node.text;
    case Kind::kFacet:
      return node.field + ":" + (node.text.find(' ') == std::string::npos ? node.text : Quote(node.text));
    case Kind::kFacetRange:
    case Kind::kDateRange:
      return DescribeRange(node);
    case Kind::kSequence:
      return DescribeSequence(node, all_words);
    case Kind::kNot:
      return "NOT " + Describe(node.children.front(), all_words);
    case Kind::kAnd:
    case Kind::kOr:
      break;
  }
  std::vector<std::string> parts;
  for (const QueryNode& child : node.children) parts.push_back(Describe(child, all_words));
  return Join(parts, node.kind == Kind::kAnd ? " AND " : " OR ");
}

}  // namespace

bool IsStrict(const QueryNode& node) {
  switch (node.kind) {
    case Kind::kWords:
      return false;
    case Kind::kSequence:
    case Kind::kOr:
      return std::all_of(node.children.begin(), node.children.end(), IsStrict);
    default:
      return true;
  }
}

std::string DescribeQuery(const QueryNode& node, bool all_words) {
  std::string text = Describe(node, all_words);
  // The outermost parentheses say nothing.
  if (text.size() > 1 && text.front() == '(' && text.back() == ')') {
    int depth = 0;
    for (size_t i = 0; i + 1 < text.size(); ++i) {
      depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
      if (depth == 0) return text;
    }
    return text.substr(1, text.size() - 2);
  }
  return text;
}

}  // namespace newsearch
