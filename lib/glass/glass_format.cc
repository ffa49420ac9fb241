// SPDX-License-Identifier: GPL-2.0-or-later
#include "glass/glass_format.h"

#include <bit>

#include "util/base128.h"

namespace newsearch {
namespace {

// Terms never start with a zero byte that is not followed by 0xFF, so these stand apart and in front.
constexpr std::string_view kMetadataPrefix("\0\xc0", 2);
constexpr std::string_view kValueStatisticsPrefix("\0\xd0", 2);
constexpr std::string_view kValueChunkPrefix("\0\xd8", 2);
constexpr std::string_view kLengthsPrefix("\0\xe0", 2);

void AppendEscaped(std::string_view term, std::string* out) {
  for (char c : term) {
    out->push_back(c);
    if (c == '\0') out->push_back('\xff');
  }
}

}  // namespace

bool WritesGlassOf(std::string_view xapian_version) { return xapian_version.starts_with("1.4."); }

void AppendSortable(uint32_t number, std::string* out) {
  // Two bytes for 15 bits; else as many ones in front as there are bytes behind the first two, a zero, and
  // the number in what is left.
  size_t bytes = 2;
  char first = 0;
  if (number >= 0x8000) {
    bytes = (static_cast<size_t>(std::bit_width(number)) + 5) / 7;
    first = static_cast<char>(0xffu << (10 - bytes));
  }
  for (size_t i = bytes; i-- > 0;) {
    char byte = i < sizeof number ? static_cast<char>(number >> (8 * i)) : '\0';
    if (i + 1 == bytes) byte = static_cast<char>(byte | first);
    out->push_back(byte);
  }
}

void PutBig16(uint32_t number, char* at) {
  at[0] = static_cast<char>(number >> 8);
  at[1] = static_cast<char>(number);
}

void PutBig32(uint32_t number, char* at) {
  PutBig16(number >> 16, at);
  PutBig16(number, at + 2);
}

std::string MetadataKey(std::string_view name) { return std::string(kMetadataPrefix).append(name); }

std::string ValueStatisticsKey(uint32_t slot) {
  std::string key(kValueStatisticsPrefix);
  for (; slot != 0; slot >>= 8) key.push_back(static_cast<char>(slot));
  return key;
}

std::string ValueChunkKey(uint32_t slot, uint32_t first_doc) {
  std::string key(kValueChunkPrefix);
  AppendNumber(slot, &key);
  AppendSortable(first_doc, &key);
  return key;
}

std::string LengthsKey() { return std::string(kLengthsPrefix); }

std::string LengthsKey(uint32_t first_doc) {
  std::string key(kLengthsPrefix);
  AppendSortable(first_doc, &key);
  return key;
}

std::string TermKey(std::string_view term) {
  std::string key;
  AppendEscaped(term, &key);
  return key;
}

std::string TermKey(std::string_view term, uint32_t first_doc) {
  std::string key = TermKey(term);
  key.push_back('\0');
  AppendSortable(first_doc, &key);
  return key;
}

std::string DocumentKey(uint32_t doc) {
  std::string key;
  AppendSortable(doc, &key);
  return key;
}

std::string UsedSlotsKey(uint32_t doc) { return DocumentKey(doc).append(1, '\0'); }

}  // namespace newsearch
