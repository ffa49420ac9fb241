# SPDX-License-Identifier: GPL-2.0-or-later
"""Scores of several engines on many sets, their means, and what of the differences is more than chance; kept on disk."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from engines import Scores
from judged_sets import ALL_EUROPEAN, EUROPEAN, JudgedSet
from measures import RANKING_MEASURES
from significance import Difference, bootstrap_means, macro_test, randomisation_test


@dataclass
class Row:
    """A set or a group of sets: for each engine a mean, for each engine compared the difference of the first from it."""

    name: str
    measure: str
    count: int  # of sets in a group, of queries in a set
    means: dict[str, float]
    differences: dict[str, Difference] = field(default_factory=dict)


def column(scores: Scores, measure: str) -> dict[str, float]:
    i = RANKING_MEASURES.index(measure)
    return {query: values[i] for query, values in scores.items()}


def mean(values: Iterable[float]) -> float:
    values = list(values)
    return sum(values) / len(values) if values else 0.0


class Comparison:
    """Compares the first engine with each of the others.

    `scores` are by engine, then by set. An engine may lack sets; a group's row leaves it out then.
    """

    def __init__(self, sets: Sequence[JudgedSet], scores: Mapping[str, Mapping[str, Scores]], measure: str = "") -> None:
        self.sets = [s for s in sets if any(s.name in of_engine for of_engine in scores.values())]
        self.scores = scores
        self.forced_measure = measure
        self._drawn: dict[tuple[str, str, str], tuple[float, list[float]]] = {}

    def measure(self, judged: JudgedSet) -> str:
        return self.forced_measure or judged.measure

    def differences(self, judged: JudgedSet, other: str) -> list[float]:
        """Query by query, the first engine less the other."""
        first = next(iter(self.scores))
        ours, theirs = (column(self.scores[engine][judged.name], self.measure(judged)) for engine in (first, other))
        return [ours[query] - theirs[query] for query in sorted(ours)]

    def set_rows(self) -> list[Row]:
        first, *others = self.scores
        rows = []
        for judged in self.sets:
            having = [engine for engine in self.scores if judged.name in self.scores[engine]]
            row = Row(judged.name, self.measure(judged), len(self.scores[having[0]][judged.name]),
                      {engine: mean(column(self.scores[engine][judged.name], self.measure(judged)).values()) for engine in having})
            if first in having:
                row.differences = {other: randomisation_test(judged.name, self.differences(judged, other)) for other in others if other in having}
            rows.append(row)
        return rows

    def group_rows(self) -> list[Row]:
        """Macro averages: of each group, and of all European sets where there are several groups of them."""
        groups: dict[str, list[JudgedSet]] = {}
        for judged in self.sets:
            groups.setdefault(judged.group, []).append(judged)
        european = [g for g in EUROPEAN if g in groups]
        rows = []
        for group, members in groups.items():
            rows.append(self._group_row(group, members))
            if len(european) > 1 and group == european[-1]:
                rows.append(self._group_row(ALL_EUROPEAN, [s for g in european for s in groups[g]]))
        return rows

    def _group_row(self, name: str, members: Sequence[JudgedSet]) -> Row:
        first, *others = self.scores
        having = [engine for engine in self.scores if all(s.name in self.scores[engine] for s in members)]
        measures = dict.fromkeys(self.measure(s) for s in members)
        row = Row(name, ", ".join(measures), len(members),
                  {e: mean(mean(column(self.scores[e][s.name], self.measure(s)).values()) for s in members) for e in having})
        if first in having:
            row.differences = {other: macro_test([self._draw(s, other) for s in members]) for other in others if other in having}
        return row

    def _draw(self, judged: JudgedSet, other: str) -> tuple[float, list[float]]:
        key = (judged.name, other, self.measure(judged))
        if key not in self._drawn:
            differences = self.differences(judged, other)
            self._drawn[key] = (mean(differences), bootstrap_means(judged.name, differences))
        return self._drawn[key]


# ---- tables ------------------------------------------------------------------------------------------------


def layout(head: Sequence[str], rows: Sequence[Sequence[str]], markdown: bool, left: int = 1) -> str:
    """A table to read, or in Markdown; the first `left` columns are text."""
    if markdown:
        lines = [head, ["---"] * left + ["---:"] * (len(head) - left), *rows]
        return "\n".join("| " + " | ".join(cell.strip() for cell in line) + " |" for line in lines)
    table = [list(head), *(list(row) for row in rows)]
    widths = [max(len(row[i]) for row in table) for i in range(len(head))]
    return "\n".join("  " + "  ".join(c.ljust(w) if i < left else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths))).rstrip() for row in table)


def cells(row: Row, engines: Sequence[str]) -> list[str]:
    """The means; behind that of an engine compared, the mark of the difference."""
    out = []
    for engine in engines:
        figure = f"{row.means[engine]:.3f}" if engine in row.means else "-"
        mark = row.differences[engine].mark if engine in row.differences else ""
        out.append(f"{figure} {mark:<2}" if engine in row.differences else figure)
    return out


# ---- on disk -----------------------------------------------------------------------------------------------


def save_scores(folder: pathlib.Path, engine: str, scores: Mapping[str, Scores]) -> None:
    """FOLDER/ENGINE.scores.tsv: set, query and its measures."""
    with open(folder / f"{engine}.scores.tsv", "w", encoding="utf-8") as out:
        print("set", "query", *RANKING_MEASURES, sep="\t", file=out)
        for name, of_set in scores.items():
            for query, values in of_set.items():
                print(name, query, *(f"{value:.6g}" for value in values), sep="\t", file=out)


def load_scores(folder: pathlib.Path, engine: str) -> dict[str, Scores]:
    scores: dict[str, Scores] = {}
    with open(folder / f"{engine}.scores.tsv", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            name, query, *values = line.rstrip("\n").split("\t")
            a, b, c, d = map(float, values)
            scores.setdefault(name, {})[query] = (a, b, c, d)
    return scores
