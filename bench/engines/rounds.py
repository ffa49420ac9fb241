# SPDX-License-Identifier: GPL-2.0-or-later
"""The arithmetic of the table: medians over rounds, ratios within a round, agreement of answers."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OURS = "newsearch"


@dataclass(frozen=True)
class Ratio:
    """How many times better we are: the median over rounds, and the range."""

    value: float
    least: float
    most: float

    def __str__(self) -> str:
        return number(self.value)


def number(value: float) -> str:
    """Three digits, without a false exactness."""
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def ratio(ours: Sequence[float], peers: Sequence[float], more_is_better: bool) -> Ratio | None:
    """Taken round by round, as both ran under the same load only within a round; None where there is nothing to divide."""
    each = [(a / b if more_is_better else b / a) for a, b in zip(ours, peers) if a > 0 and b > 0]
    return Ratio(statistics.median(each), min(each), max(each)) if each else None


def means(rounds: Sequence[Sequence[float]], queries: Sequence[int]) -> list[float]:
    """Of some of the queries, in each round."""
    return [statistics.fmean(times[query] for query in queries) for times in rounds]


def medians(rounds: Sequence[Sequence[float]]) -> list[float]:
    """Of each query, over the rounds."""
    return [statistics.median(times) for times in zip(*rounds)]


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest of the values, as every one of them was measured."""
    ordered = sorted(values)
    return ordered[round(share * (len(ordered) - 1))]


Answer = Mapping[str, Any]  # {"total": N, "facets": {facet: {value: count}}}


def disagreements(answers: Mapping[str, Sequence[Answer]]) -> list[list[str]]:
    """For each query, what engines say that is not what most of them say: "lucene: 12 for 13", "fts5: other counts of city".

    Where no answer has a majority nobody can be said to be right, and all but the first are listed.
    """
    engines = list(answers)
    found: list[list[str]] = []
    for each in zip(*answers.values()):
        keys = [repr((answer["total"], sorted((facet, sorted(counts.items())) for facet, counts in answer["facets"].items()))) for answer in each]
        most = max(keys, key=keys.count)
        right = each[keys.index(most)]
        said = []
        for engine, answer, key in zip(engines, each, keys):
            if key == most:
                continue
            if answer["total"] != right["total"]:
                said.append(f"{engine}: {answer['total']} for {right['total']}")
            else:
                facets = [facet for facet in right["facets"] if answer["facets"].get(facet) != right["facets"][facet]]
                said.append(f"{engine}: other counts of {', '.join(facets)}")
        found.append(said)
    return found
