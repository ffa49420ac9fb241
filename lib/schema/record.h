// SPDX-License-Identifier: GPL-2.0-or-later
//
// A Document as the bytes that an index stores, and back: compact JSON, a line feed, and the body.
#ifndef NEWSEARCH_LIB_SCHEMA_RECORD_H_
#define NEWSEARCH_LIB_SCHEMA_RECORD_H_

#include <string>
#include <string_view>
#include <vector>

#include "newsearch/document.h"
#include "newsearch/status.h"

namespace newsearch {

// The same document gives the same bytes. Its source is not among them: an index keeps that apart.
std::string EncodeRecord(const Document& document);

// Errors: kCorruption.
Result<Document> DecodeRecord(std::string_view record);

// A hash, 16 hexadecimal digits, over everything in the document but its place in the source, how sure
// anything in it is, and where on the globe its places are: two documents with the same one have the same
// terms and values.
std::string ContentFingerprint(const Document& document);

// Several values in one slot: each with its length in front (base 128, low bits first).
std::string PackValues(const std::vector<std::string>& values);

// Appends the values; stops at the first that is damaged.
void UnpackValues(std::string_view packed, std::vector<std::string_view>* values);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_SCHEMA_RECORD_H_
