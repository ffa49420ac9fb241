#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Compares what two builds scored: compare_runs.py [--sets] [--measure NAME] [--against PEER] BEFORE AFTER

BEFORE and AFTER are folders that tools/quality.sh --save wrote. Prints AFTER less BEFORE in points (hundredths) for every group,
with p by a bootstrap over queries within each set; and the sets that changed at p < 0.05 (--sets: all of them; p by a
randomisation test), with how many queries won and lost. Sets that only one of them has are left out. With --against, BEFORE are the scores of a peer that were kept
there: how a new build stands beside Lucene is known without running Lucene again.
"""

from __future__ import annotations

import argparse
import pathlib
import sys

from comparison import Comparison, Row, layout, load_scores
from engines import OURS
from judged_sets import across_sets, mixed_sets, monolingual_sets
from measures import RANKING_MEASURES


def figures(row: Row) -> list[str]:
    difference = row.differences["before"]
    return [f"{row.means['before']:.4f}", f"{row.means['after']:.4f}", f"{100 * difference.mean:+.2f}", f"{difference.p:.4f}",
            difference.mark.replace("+", "*").replace("-", "*")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=pathlib.Path, metavar="BEFORE")
    parser.add_argument("after", type=pathlib.Path, metavar="AFTER")
    parser.add_argument("--sets", action="store_true", help="every set")
    parser.add_argument("--measure", default="", choices=RANKING_MEASURES, help="one measure for all sets (each set's own)")
    parser.add_argument("--against", default=OURS, metavar="PEER", help="whose scores of BEFORE: lucene, xapian, fts5 (newsearch)")
    args = parser.parse_args()
    try:
        before, after = load_scores(args.before, args.against), load_scores(args.after, OURS)
    except OSError as error:
        sys.exit(f"compare_runs: {error}")
    common = [name for name in after if name in before]
    if [name for name in common if before[name].keys() != after[name].keys()]:
        sys.exit("compare_runs: the two were measured on different queries")
    if not common:
        sys.exit("compare_runs: they have no set in common")
    nowhere = pathlib.Path()  # scores are all that is needed, no data
    known = {s.name: s for s in (*across_sets(nowhere), *mixed_sets(nowhere), *monolingual_sets(nowhere))}
    comparison = Comparison([known[name] for name in common], {"after": {n: after[n] for n in common}, "before": {n: before[n] for n in common}},
                            args.measure)
    head = ["measure", "number", "before" if args.against == OURS else args.against, "after", "points", "p", ""]
    print(layout(["macro average", *head], [[row.name, row.measure, str(row.count), *figures(row)] for row in comparison.group_rows()], False, 2))
    rows = []
    for judged, row in zip(comparison.sets, comparison.set_rows()):
        changes = comparison.differences(judged, "before")
        if args.sets or row.differences["before"].p < 0.05:
            rows.append([row.name, row.measure, str(row.count), *figures(row), str(sum(x > 0 for x in changes)), str(sum(x < 0 for x in changes))])
    print()
    if rows:
        print(layout(["set", *head, "won", "lost"], rows, False, 2))
    else:
        print("No set changed at p < 0.05.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
