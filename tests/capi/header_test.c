/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Compiled, not run: c.h needs nothing before it.
 */
#include "newsearch/c.h"

newsearch_search_request newsearch_test_request(void);

newsearch_search_request newsearch_test_request(void) {
  const newsearch_search_request request = NEWSEARCH_SEARCH_REQUEST_INIT;
  return request;
}
