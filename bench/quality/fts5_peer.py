#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""SQLite FTS5 as a peer: fts5_peer.py DOCUMENTS QUERIES LANGUAGE DEPTH, run on standard output.

unicode61 without diacritics, bm25() as it comes (the column rank), OR of the query's words, each quoted. FTS5 has no stemmers but one for
English that its users must ask for. The last line on standard error tells version, language and tokenizer.
"""

import re
import sqlite3
import sys


def main() -> None:
    documents, queries, language, depth = sys.argv[1:]
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE articles USING fts5(id UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 2')")
    with open(documents, encoding="utf-8", newline="\n") as lines:
        database.executemany("INSERT INTO articles VALUES (?, ?)", (line.rstrip("\n").split("\t") for line in lines))
    with open(queries, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            query, text = line.rstrip("\n").split("\t")
            words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
            if not words:
                continue
            found = database.execute("SELECT id, rank FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT ?", (words, int(depth)))
            for rank, (document, score) in enumerate(found, 1):
                print(query, "Q0", document, rank, repr(-score), "fts5")
    print(f"SQLite {sqlite3.sqlite_version}", language, "unicode61", sep="\t", file=sys.stderr)


if __name__ == "__main__":
    main()
