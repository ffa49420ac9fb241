# SPDX-License-Identifier: GPL-2.0-or-later
"""Paired tests between two rankings of the same queries: is a difference more than chance?

Most queries score the same under both, so only the others are drawn; that is what makes this fast enough without numpy.
All figures are reproducible: the seed is the name of the set.
"""

from __future__ import annotations

import bisect
import itertools
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

RESAMPLES = 2000


@dataclass(frozen=True)
class Difference:
    """A difference of means and the two-sided probability of one as large by chance."""

    mean: float
    p: float

    @property
    def mark(self) -> str:
        """++ or -- for p < 0.01, + or - for p < 0.05, nothing above."""
        sign = "+" if self.mean > 0 else "-"
        return sign * ((self.p < 0.01) + (self.p < 0.05))


def randomisation_test(name: str, differences: Sequence[float], resamples: int = RESAMPLES) -> Difference:
    """The mean of one set's differences, and how often it is as large when each of them takes a sign by chance."""
    nonzero = [x for x in differences if x]
    if not nonzero:
        return Difference(0.0, 1.0)
    draw = random.Random(name)
    total = sum(nonzero)
    limit = abs(total) - 1e-12
    hits = 0
    for _ in range(resamples):
        signs = bin(draw.getrandbits(len(nonzero)) | 1 << len(nonzero))[3:]
        hits += abs(2 * sum(itertools.compress(nonzero, map(int, signs))) - total) >= limit
    return Difference(total / len(differences), (hits + 1) / (resamples + 1))


def bootstrap_means(name: str, differences: Sequence[float], resamples: int = RESAMPLES) -> list[float]:
    """Means of samples with replacement, each as large as `differences`.

    How many of a sample are not zero follows a binomial distribution; those alone are then drawn.
    """
    n, nonzero = len(differences), [x for x in differences if x]
    if not nonzero:
        return [0.0] * resamples
    draw = random.Random(name)
    share = len(nonzero) / n
    if share == 1:
        return [sum(draw.choices(nonzero, k=n)) / n for _ in range(resamples)]
    log_n = math.lgamma(n + 1)
    cumulative = list(itertools.accumulate(
        math.exp(log_n - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * math.log(share) + (n - k) * math.log1p(-share))
        for k in range(n + 1)))
    means = []
    for _ in range(resamples):
        k = min(bisect.bisect_left(cumulative, draw.random()), n)
        means.append(sum(draw.choices(nonzero, k=k)) / n)
    return means


def macro_test(sets: Sequence[tuple[float, Sequence[float]]]) -> Difference:
    """The mean over sets of their mean differences, by a bootstrap over queries within each set.

    For each set: its mean difference and its `bootstrap_means`.
    """
    mean = sum(m for m, _ in sets) / len(sets)
    samples = [sum(column) for column in zip(*(means for _, means in sets))]
    below, above = sum(x <= 1e-12 for x in samples), sum(x >= -1e-12 for x in samples)
    return Difference(mean, min(1.0, 2 * (min(below, above) + 1) / (len(samples) + 1)))
