# SPDX-License-Identifier: GPL-2.0-or-later
import sys

import newsearch

index, archive, query = sys.argv[1:]
with newsearch.IndexWriter(index) as writer:
    report = writer.index(archive, source_name="news")
with newsearch.Index(index) as ix:
    results = ix.search(query)
    print(f"{report.added} articles, {results.total} hits")
    for hit in results:
        print(hit.id, hit.title or "-")
