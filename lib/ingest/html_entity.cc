// SPDX-License-Identifier: GPL-2.0-or-later
#include "ingest/html_entity.h"

#include <gumbo.h>

#include <cstdint>
#include <memory>
#include <utility>

#include "util/utf8.h"

namespace newsearch {
namespace {

// The longest name is CounterClockwiseContourIntegral.
constexpr size_t kMaxName = 40;

bool IsAsciiAlnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// What numbers from 0x80 to 0x9F mean: windows-1252 (HTML Standard, "Numeric character reference end state").
constexpr char32_t kWindows1252[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                       0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                       0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                       0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

// The text of a page that is one reference.
std::string Parsed(const std::string& reference) {
  struct Destroy {
    void operator()(GumboOutput* output) const { gumbo_destroy_output(&kGumboDefaultOptions, output); }
  };
  std::unique_ptr<GumboOutput, Destroy> output(
      gumbo_parse_with_options(&kGumboDefaultOptions, reference.data(), reference.size()));
  const GumboVector& html = output->root->v.element.children;
  for (unsigned i = 0; i < html.length; ++i) {
    const auto* body = static_cast<const GumboNode*>(html.data[i]);
    if (body->type != GUMBO_NODE_ELEMENT || body->v.element.tag != GUMBO_TAG_BODY) continue;
    if (body->v.element.children.length == 0) break;
    const auto* text = static_cast<const GumboNode*>(body->v.element.children.data[0]);
    if (text->type == GUMBO_NODE_TEXT || text->type == GUMBO_NODE_WHITESPACE) return text->v.text.text;
  }
  // White space before anything else is no text of the body: "&Tab;", "&NewLine;".
  return " ";
}

}  // namespace

const EntityDecoder::Entity& EntityDecoder::DecodeNumber(std::string_view text) {
  const bool hex = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
  const size_t digits = hex ? 3 : 2;
  size_t i = digits;
  uint32_t value = 0;
  for (; i < text.size(); ++i) {
    const int digit = HexValue(text[i]);
    if (digit < 0 || (!hex && digit > 9)) break;
    if (value < 0x110000) value = value * (hex ? 16 : 10) + static_cast<uint32_t>(digit);
  }
  number_.text.clear();
  number_.length = 0;
  if (i == digits) return number_;
  number_.length = i + (i < text.size() && text[i] == ';');
  char32_t c = value;
  if (value >= 0x80 && value < 0xA0) c = kWindows1252[value - 0x80];
  if (value == 0 || value >= 0x110000 || (value >= 0xD800 && value < 0xE000)) c = kReplacement;
  AppendUtf8(c, &number_.text);
  return number_;
}

const EntityDecoder::Entity& EntityDecoder::Decode(std::string_view text) {
  if (text.size() > 1 && text[1] == '#') return DecodeNumber(text);
  size_t end = 1;
  while (end < text.size() && end < kMaxName && IsAsciiAlnum(text[end])) ++end;
  if (end < text.size() && text[end] == ';') ++end;
  const auto [entry, added] = names_.try_emplace(std::string(text.substr(0, end)));
  Entity& entity = entry->second;
  if (!added || end < 3) return entity;
  const std::string& reference = entry->first;
  entity.text = Parsed(reference);
  if (entity.text == reference) {
    entity.text.clear();
    return entity;
  }
  // "&copy2015" is a reference and four digits.
  size_t rest = 0;
  while (rest < entity.text.size() && rest < reference.size() &&
         entity.text[entity.text.size() - 1 - rest] == reference[reference.size() - 1 - rest]) {
    ++rest;
  }
  entity.text.resize(entity.text.size() - rest);
  entity.length = reference.size() - rest;
  return entity;
}

}  // namespace newsearch
