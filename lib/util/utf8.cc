// SPDX-License-Identifier: GPL-2.0-or-later
#include "util/utf8.h"

#include <algorithm>
#include <cstring>

namespace newsearch {
namespace {

// Bytes at the front of `text` that are ASCII; of its last seven, none are counted.
size_t AsciiPrefix(std::string_view text) {
  constexpr uint64_t kHighBits = 0x8080808080808080u;
  size_t i = 0;
  for (; i + 32 <= text.size(); i += 32) {
    uint64_t words[4];
    std::memcpy(words, text.data() + i, 32);
    if ((words[0] | words[1] | words[2] | words[3]) & kHighBits) break;
  }
  for (; i + 8 <= text.size(); i += 8) {
    uint64_t word;
    std::memcpy(&word, text.data() + i, 8);
    if (word & kHighBits) break;
  }
  if (i + 8 > text.size()) return i;
  while (static_cast<unsigned char>(text[i]) < 0x80) ++i;
  return i;
}

bool IsContinuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

}  // namespace

Utf8Step DecodeUtf8Slow(std::string_view text, size_t offset) {
  if (offset >= text.size()) return {0, 0, true};
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data()) + offset;
  const size_t left = text.size() - offset;
  const unsigned char lead = bytes[0];
  if (lead < 0x80) return {lead, 1, true};
  uint32_t length = 0;
  char32_t code_point = 0;
  // The second byte's range excludes overlong forms, surrogates and values beyond U+10FFFF (Unicode
  // Standard, table 3-7).
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
    code_point = lead & 0x1F;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    code_point = lead & 0x0F;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    code_point = lead & 0x07;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {kReplacement, 1, false};
  }
  for (uint32_t i = 1; i < length; ++i) {
    if (i >= left || bytes[i] < low || bytes[i] > high) return {kReplacement, i, false};
    code_point = (code_point << 6) | (bytes[i] & 0x3F);
    low = 0x80;
    high = 0xBF;
  }
  return {code_point, length, true};
}

Utf8Step DecodeUtf8BeforeSlow(std::string_view text, size_t offset) {
  size_t begin = offset - 1;
  while (begin > 0 && offset - begin < 4 && IsContinuation(static_cast<unsigned char>(text[begin]))) --begin;
  Utf8Step step = DecodeUtf8(text.substr(0, offset), begin);
  if (begin + step.length == offset) return step;
  return {kReplacement, 1, false};
}

void AppendUtf8(char32_t c, std::string* out) {
  if (c < 0x80) {
    out->push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out->push_back(static_cast<char>(0xC0 | (c >> 6)));
    out->push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    out->push_back(static_cast<char>(0xE0 | (c >> 12)));
    out->push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out->push_back(static_cast<char>(0xF0 | (c >> 18)));
    out->push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
    out->push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

bool IsAscii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

bool IsValidUtf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      i += std::max<size_t>(1, AsciiPrefix(text.substr(i)));
      continue;
    }
    const Utf8Step step = DecodeUtf8(text, i);
    if (!step.well_formed) return false;
    i += step.length;
  }
  return true;
}

std::string SanitizeUtf8(std::string_view text, uint64_t* ill_formed_bytes) {
  std::string out;
  out.reserve(text.size());
  size_t i = 0;
  while (i < text.size()) {
    const size_t ascii = AsciiPrefix(text.substr(i));
    out.append(text.substr(i, ascii));
    i += ascii;
    if (i >= text.size()) break;
    Utf8Step step = DecodeUtf8(text, i);
    if (step.well_formed) {
      out.append(text.substr(i, step.length));
    } else {
      AppendUtf8(kReplacement, &out);
      *ill_formed_bytes += step.length;
    }
    i += step.length;
  }
  return out;
}

std::string_view Utf8Prefix(std::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  // A code point has at most three continuation bytes; more are strays, and any place is as good.
  for (size_t back = 0; back < 4 && back <= max_bytes; ++back) {
    const size_t end = max_bytes - back;
    if (!IsContinuation(static_cast<unsigned char>(text[end]))) return text.substr(0, end);
  }
  return text.substr(0, max_bytes);
}

size_t CountCodePoints(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return !IsContinuation(static_cast<unsigned char>(c)); }));
}

}  // namespace newsearch
