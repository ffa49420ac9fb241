# SPDX-License-Identifier: GPL-2.0-or-later
"""Lays out what engine_bench.py measured, in Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rounds import OURS, Ratio, means, medians, number, percentile, ratio

NAMES = {"newsearch": "newsearch", "xapian": "Xapian", "fts5": "FTS5", "lucene": "Lucene", "lucene++": "Lucene++"}
MODES = {
    "facets": "top 10, exact total, 4 facets",
    "total": "top 10, exact total",
    "top10": "top 10 ids",
    "snippets": "snippets of ten hits, alone",
    "page": "top 10, exact total, 4 facets, snippets",
}
LISTED = 3  # classes, as the best and as the worst beside a peer

Results = Mapping[str, Any]  # what engine_bench.py keeps as JSON


def layout(header: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> list[str]:
    """A table whose first `left` columns are text."""
    width = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]

    def line(row: Sequence[str]) -> str:
        cells = [cell.ljust(width[i]) if i < left else cell.rjust(width[i]) for i, cell in enumerate(row)]
        return "| " + " | ".join(cells) + " |"

    rule = "|" + "|".join("-" * (size + 1) + ("-" if i < left else ":") for i, size in enumerate(width)) + "|"
    return [line(header), rule, *(line(row) for row in rows)]


def _range(found: Ratio | None) -> str:
    return f"{number(found.least)}–{number(found.most)}" if found else ""


def _text(found: Ratio | None) -> str:
    return str(found) if found else "–"


class Layout:
    def __init__(self, results: Results) -> None:
        self._results = results
        self._engines: list[str] = results["engines"]
        self._peers = [engine for engine in self._engines if engine != OURS]
        self._by_class: dict[str, list[int]] = {}
        for i, kind in enumerate(results["classes"]):
            self._by_class.setdefault(kind, []).append(i)
        self._all = list(range(len(results["classes"])))

    def _times(self, engine: str, mode: str, clock: str = "wall_us") -> list[list[float]]:
        """Microseconds by round and query."""
        return [one[clock] for one in self._results["search"][engine][mode]]

    def _ratio(self, peer: str, mode: str, queries: Sequence[int], clock: str = "wall_us") -> Ratio | None:
        return ratio(means(self._times(OURS, mode, clock), queries), means(self._times(peer, mode, clock), queries), more_is_better=False)

    def _mean_us(self, engine: str, mode: str, queries: Sequence[int]) -> float:
        return statistics.median(means(self._times(engine, mode), queries))

    def facts(self) -> list[str]:
        return [f"- {name}: {value}" for name, value in self._results["facts"].items() if value]

    def headline(self) -> list[str]:
        """Every figure beside every peer."""
        rows = []

        def add(
            figure: str, unit: str, ours: Sequence[float], theirs: Sequence[float], peer: str, more: bool, cpu: Ratio | None = None
        ) -> None:
            found = ratio(ours, theirs, more)
            measured = (number(statistics.median(values)) for values in (ours, theirs))
            rows.append([figure, NAMES.get(peer, peer), unit, *measured, _text(found), _range(found), _text(cpu)])

        for mode, text in MODES.items():
            for peer in self._peers:
                ours, theirs = (means(self._times(engine, mode), self._all) for engine in (OURS, peer))
                add(text, "us", ours, theirs, peer, False, self._ratio(peer, mode, self._all, "cpu_us"))
        cold = self._results.get("cold", {})
        for peer in cold:
            if peer != OURS:
                ours, theirs = ([1e3 * statistics.fmean(times) for times in cold[name]] for name in (OURS, peer))
                add("cold process: page with facets and snippets", "ms", ours, theirs, peer, False)
        ingest = self._results["ingest"]
        megabytes = self._results["text_bytes"] / 1e6
        for peer in self._peers:
            cpu = ratio(*([one["cpu_seconds"] for one in ingest[engine]] for engine in (OURS, peer)), more_is_better=False)
            for unit, amount in (("docs/s", self._results["documents"]), ("MB/s", megabytes)):
                add("ingest", unit, *([amount / one["seconds"] for one in ingest[engine]] for engine in (OURS, peer)), peer, True, cpu)
        for peer in self._peers:
            add("memory of ingest, peak", "MB", *([one["peak_bytes"] / 1e6 for one in ingest[engine]] for engine in (OURS, peer)), peer, False)
        for peer in self._peers:
            add("index on disk", "MB", *([self._results["disk_bytes"][engine] / 1e6] for engine in (OURS, peer)), peer, False)
        for key, text in (("resident", "memory of a searcher after the mix"), ("anonymous", "the same without pages of files")):
            for peer in self._peers:
                add(text, "MB", *([self._results["memory"][engine][key] / 1e6] for engine in (OURS, peer)), peer, False)
        return layout(["figure", "peer", "unit", "newsearch", "the peer", "ratio", "rounds", "cpu ratio"], rows, left=3)

    def mix(self) -> list[str]:
        rows = []
        for mode, text in MODES.items():
            if mode == "snippets":
                continue  # differences have no percentiles
            for engine in self._engines:
                times = medians(self._times(engine, mode))
                mean = self._mean_us(engine, mode, self._all)
                each = (1e6 / mean, mean, percentile(times, 0.5), percentile(times, 0.99))
                rows.append([text, NAMES[engine], *(number(value) for value in each)])
        return layout(["mode", "engine", "queries/s", "mean us", "p50", "p99"], rows, left=2)

    def classes(self, mode: str) -> list[str]:
        rows = []
        for kind, queries in self._by_class.items():
            rows.append(
                [kind.replace("_", " "), str(len(queries))]
                + [number(self._mean_us(engine, mode, queries)) for engine in self._engines]
                + [_text(self._ratio(peer, mode, queries)) for peer in self._peers]
            )
        return layout(["class", "queries", *(NAMES[engine] for engine in self._engines), *(f"ratio to {NAMES[peer]}" for peer in self._peers)], rows)

    def threads(self) -> Iterator[str]:
        """How many more queries two threads ask that share a searcher."""
        more = [one["2"] / one["1"] for one in self._results.get("threads", [])]
        if more:
            yield f"Two threads that share a searcher: {number(statistics.median(more))} times the queries of one ({number(min(more))}–{number(max(more))})."

    def wins_and_cliffs(self) -> Iterator[str]:
        """Of all ratios by class, the ends of the list, for each peer."""
        for peer in self._peers:
            found: list[tuple[float, str]] = []
            for mode in ("facets", "top10", "page"):
                for kind, queries in self._by_class.items():
                    one = self._ratio(peer, mode, queries)
                    if one:
                        found.append((one.value, f"{kind.replace('_', ' ')}, {MODES[mode]}: {one}"))
            found.sort()
            at_least = sum(value >= 1 for value, _ in found)
            yield f"- {NAMES[peer]}: {at_least} of {len(found)} ratios by class are at 1 or above."
            yield f"  Worst: {'; '.join(text for _, text in found[:LISTED])}."
            yield f"  Best: {'; '.join(text for _, text in found[: -LISTED - 1 : -1])}."

    def markdown(self) -> str:
        lines = [*self.facts(), "", *self.headline(), "", "A ratio above 1 means that newsearch is better: faster, or smaller."]
        lines += ["", *self.threads(), "", *self.mix()]
        for mode in ("facets", "top10"):
            lines += ["", f"By class, {MODES[mode]}, mean us:", "", *self.classes(mode)]
        lines += ["", "Wins and cliffs:", "", *self.wins_and_cliffs()]
        return "\n".join(lines) + "\n"
