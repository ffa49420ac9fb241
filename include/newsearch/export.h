// SPDX-License-Identifier: GPL-2.0-or-later
//
// Marks what the shared form of the C++ library exports. Everything else is hidden.
#ifndef NEWSEARCH_EXPORT_H_
#define NEWSEARCH_EXPORT_H_

#define NEWSEARCH_EXPORT [[gnu::visibility("default")]]

#endif  // NEWSEARCH_EXPORT_H_
