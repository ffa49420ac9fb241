// SPDX-License-Identifier: GPL-2.0-or-later
//
// What an index keeps of a document as data.
#ifndef NEWSEARCH_LIB_SCHEMA_STORED_DOCUMENT_H_
#define NEWSEARCH_LIB_SCHEMA_STORED_DOCUMENT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "newsearch/status.h"

namespace newsearch {

struct StoredDocument {
  uint32_t source = 0;  // number of the archive
  std::string record;   // EncodeRecord
};

// The record is compressed (zstd, RFC 8878) where that makes it shorter.
std::string PackStored(uint32_t source, std::string_view record);

// Errors: kCorruption.
Result<StoredDocument> UnpackStored(std::string_view stored);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_SCHEMA_STORED_DOCUMENT_H_
