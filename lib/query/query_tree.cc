// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/query_tree.h"

#include <algorithm>

namespace newsearch {
namespace {

using Kind = QueryNode::Kind;

std::string Quote(const std::string& text) { return '"' + text + '"'; }

// A value as it would have to be typed.
std::string Value(const std::string& text) {
  const bool bare = !text.empty() && text.find("..") == std::string::npos &&
                    std::all_of(text.begin(), text.end(), [](char c) {
                      const auto byte = static_cast<unsigned char>(c);
                      return byte > ' ' && c != '(' && c != ')' && c != '"' && byte != 0xC2 && byte != 0xE2 &&
                             byte != 0xE3;  // the first bytes of wide blanks and curly quotation marks
                    });
  return bare ? text : Quote(text);
}

std::string Join(const std::vector<std::string>& parts, const char* separator, bool outermost) {
  std::string joined;
  for (const std::string& part : parts) {
    if (!joined.empty()) joined.append(separator);
    joined.append(part);
  }
  return parts.size() > 1 && !outermost ? "(" + joined + ")" : joined;
}

std::string Describe(const QueryNode& node, bool all_words, bool outermost);

std::string DescribeSequence(const QueryNode& node, bool all_words, bool outermost) {
  std::vector<const QueryNode*> free;
  std::vector<std::string> parts;
  for (const QueryNode& child : node.children) {
    if (!IsStrict(child)) free.push_back(&child);
  }
  const bool only_free = free.size() == node.children.size();
  std::vector<std::string> words;
  for (const QueryNode* child : free) words.push_back(Describe(*child, all_words, false));
  if (!words.empty()) parts.push_back(Join(words, all_words ? " AND " : " OR ", outermost && only_free));
  for (const QueryNode& child : node.children) {
    if (IsStrict(child)) parts.push_back(Describe(child, all_words, false));
  }
  return Join(parts, " AND ", outermost);
}

std::string Describe(const QueryNode& node, bool all_words, bool outermost) {
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
      return node.field + ":" + Value(node.text);
    case Kind::kFacetRange:
    case Kind::kDateRange:
      return node.field + ":" + node.text;
    case Kind::kSequence:
      return DescribeSequence(node, all_words, outermost);
    case Kind::kNot:
      return "NOT " + Describe(node.children.front(), all_words, false);
    case Kind::kAnd:
    case Kind::kOr:
      break;
  }
  std::vector<std::string> parts;
  for (const QueryNode& child : node.children) parts.push_back(Describe(child, all_words, false));
  return Join(parts, node.kind == Kind::kAnd ? " AND " : " OR ", outermost);
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

std::string DescribeQuery(const QueryNode& node, bool all_words) { return Describe(node, all_words, true); }

}  // namespace newsearch
