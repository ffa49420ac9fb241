# SPDX-License-Identifier: GPL-2.0-or-later
"""The arithmetic of bench/quality: precision and recall, pairing of spans, distances on the globe, measures of rankings."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Span = tuple[int, int]  # begin and end (not included), in characters

HALF_EQUATOR_KM = 20039  # the greatest distance there is on the globe; the constant of Gritta et al.
RANKING_MEASURES = ("nDCG@10", "MAP", "MRR@10", "R@100")  # in the order of `score_ranking`
NEAR_KM = 161  # 100 miles, the usual limit for "the right place"


@dataclass
class Score:
    """What was found, what should have been, and what of it agrees."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, other: "Score") -> None:
        self.right += other.right
        self.found += other.found
        self.gold += other.gold

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.right else 0.0

    def as_json(self) -> dict[str, float]:
        return {"p": round(self.precision, 4), "r": round(self.recall, 4), "f1": round(self.f1, 4),
                "right": self.right, "found": self.found, "gold": self.gold}


def score_sets(found: set[str], gold: set[str], free: Iterable[str] = ()) -> Score:
    """Compares two sets; what is in `free` is neither required nor punished."""
    found, gold = found - set(free), gold - set(free)
    return Score(len(found & gold), len(found), len(gold))


def overlap(a: Span, b: Span) -> int:
    """How many characters two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def pair_spans(gold: Sequence[Span], found: Sequence[Span], exact: bool) -> list[tuple[int, int]]:
    """Pairs spans one to one: equal ones, and unless `exact` then those that share most characters.

    Returns pairs of indices into `gold` and `found`.
    """
    choices = []
    for g, gold_span in enumerate(gold):
        for f, found_span in enumerate(found):
            shared = overlap(gold_span, found_span)
            if gold_span == found_span or (shared and not exact):
                choices.append((gold_span != found_span, -shared, g, f))
    pairs = []
    gold_used: set[int] = set()
    found_used: set[int] = set()
    for _, _, g, f in sorted(choices):
        if g not in gold_used and f not in found_used:
            gold_used.add(g)
            found_used.add(f)
            pairs.append((g, f))
    return sorted(pairs)


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The great circle between two points (latitude, longitude)."""
    lat1, lon1, lat2, lon2 = (math.radians(x) for x in (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(h)))


def error_auc(errors_km: Sequence[float]) -> float:
    """The area under the curve of sorted errors, ln(1 + km), as a share of the worst possible; 0 is perfect.

    With errors d1 <= ... <= dn: trapezoids of ln(1 + di) with width 1, over (n - 1) ln 20039.
    """
    curve = [math.log1p(d) for d in sorted(errors_km)]
    if len(curve) < 2:
        return curve[0] / math.log(HALF_EQUATOR_KM) if curve else 0.0
    area = sum((a + b) / 2 for a, b in zip(curve, curve[1:]))
    return area / ((len(curve) - 1) * math.log(HALF_EQUATOR_KM))


@dataclass
class Distances:
    """How far the places given to recognised names are from the gold coordinates."""

    errors_km: list[float]

    def as_json(self) -> dict[str, float | int | None]:
        n = len(self.errors_km)
        if not n:
            return {"n": 0, "near": None, "mean_km": None, "median_km": None, "auc": None}
        near = sum(d <= NEAR_KM for d in self.errors_km)
        return {"n": n, "near": round(near / n, 4), "mean_km": round(statistics.mean(self.errors_km), 1),
                "median_km": round(statistics.median(self.errors_km), 2), "auc": round(error_auc(self.errors_km), 4)}


def order_hits(scores: Mapping[str, float]) -> list[str]:
    """The documents of one query, best first; equal scores by document id, ascending by code point."""
    return [document for document, _ in sorted(scores.items(), key=lambda hit: (-hit[1], hit[0]))]


def score_ranking(ranking: Sequence[str], grades: Mapping[str, int]) -> tuple[float, float, float, float] | None:
    """The RANKING_MEASURES of one query; None if no document is relevant, that is, has a grade of 1 or more.

    nDCG takes the grade itself as gain and log2(rank + 1) as discount; MAP goes to the end of `ranking`.
    """
    relevant = sum(grade > 0 for grade in grades.values())
    if not relevant:
        return None
    gained = sum(max(grades.get(document, 0), 0) / math.log2(rank + 1) for rank, document in enumerate(ranking[:10], 1))
    ideal = sum(max(grade, 0) / math.log2(rank + 1) for rank, grade in enumerate(sorted(grades.values(), reverse=True)[:10], 1))
    ranks = [rank for rank, document in enumerate(ranking, 1) if grades.get(document, 0) > 0]
    return (gained / ideal,
            sum(found / rank for found, rank in enumerate(ranks, 1)) / relevant,
            1 / ranks[0] if ranks and ranks[0] <= 10 else 0.0,
            sum(rank <= 100 for rank in ranks) / relevant)
