// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef NEWSEARCH_LIB_INDEX_DOCUMENT_CHECK_H_
#define NEWSEARCH_LIB_INDEX_DOCUMENT_CHECK_H_

#include "newsearch/document.h"
#include "newsearch/status.h"

namespace newsearch {

// Whether the document keeps the rules of document.h, as far as an index relies on them.
// Errors: kInvalidArgument, with its id and what is wrong. Thread-safety: may be called from many threads.
Status CheckDocument(const Document& document);

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_INDEX_DOCUMENT_CHECK_H_
