# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs `newsearch segment` over documents and reads which words it took for which places."""

from __future__ import annotations

import json
import pathlib
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

PLACE_FACETS = ("city", "region", "country")  # finest first


@dataclass(frozen=True)
class Mention:
    """A piece of text taken for a place. A piece that speaks for several facets counts once: as the finest."""

    field: str  # "text" or "title"
    begin: int  # characters, end not included
    end: int
    text: str
    facet: str  # the finest: city, region, country
    value: str
    place_id: str | None  # "geonames:2673730"
    lat: float | None
    lon: float | None
    country: str | None  # ISO 3166-1 alpha-2
    implied: bool  # an adjective, a demonym: speaks for a place without naming it

    @property
    def span(self) -> tuple[int, int]:
        return self.begin, self.end

    @property
    def where(self) -> tuple[float, float] | None:
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)

    def describe(self) -> str:
        country = f" {self.country}" if self.country and self.facet != "country" else ""
        return f"{self.facet} {self.value}{country}{' (implied)' if self.implied else ''}"


@dataclass
class Segment:
    """What newsearch says about one document."""

    facets: dict[str, list[str]]
    mentions: list[Mention]  # by field, position
    evidence: list[Json]
    bad_offsets: int = 0  # evidence whose words do not stand where it says

    def in_text(self, implied: bool) -> list[Mention]:
        return [m for m in self.mentions if m.field == "text" and (implied or not m.implied)]

    def countries(self, field_name: str | None = None) -> set[str]:
        """The values of the country facet, or those of them that words of one field justify."""
        if field_name is None:
            return set(self.facets.get("country", []))
        return {e["value"] for e in self.evidence if e["facet"] == "country" and e.get("field") == field_name}

    def named_countries(self) -> set[str]:
        """Countries named themselves, not only by a city or a region of theirs."""
        return {m.value for m in self.mentions if m.facet == "country"}

    def ids(self, facet: str) -> set[str]:
        """The values of a facet by their identifiers where there are such."""
        by_value = {e["value"]: e["id"] for e in self.evidence if e["facet"] == facet and e.get("id")}
        return {by_value.get(v, v) for v in self.facets.get(facet, [])}


def is_implied(evidence: Json) -> bool:
    return str(evidence.get("rule", "")).startswith("implied")


def read_segment(line: Json, document: Json) -> Segment:
    values = {name: str(document.get(name, "")) for name in ("text", "title")}
    as_bytes = {name: value.encode() for name, value in values.items()}
    by_span: dict[tuple[str, int, int], list[Json]] = {}
    bad = 0
    kept = []
    for evidence in line["evidence"]:
        if evidence["facet"] not in PLACE_FACETS:
            continue
        name = evidence.get("field", "text")
        begin, end = evidence["begin"], evidence["end"]
        try:
            before, words = as_bytes[name][:begin].decode(), as_bytes[name][begin:end].decode()
        except (KeyError, UnicodeDecodeError):
            before, words = "", ""
        if not words or words != evidence["text"]:
            bad += 1
            continue
        kept.append(evidence)
        by_span.setdefault((name, len(before), len(before) + len(words)), []).append(evidence)

    mentions = []
    for (name, begin, end), group in sorted(by_span.items()):
        group.sort(key=lambda e: (is_implied(e), PLACE_FACETS.index(e["facet"])))
        finest = group[0]
        countries = [e["value"] for e in group if e["facet"] == "country"]
        country = finest.get("country") or (countries[0] if countries else None)
        mentions.append(Mention(name, begin, end, values[name][begin:end], finest["facet"], finest["value"],
                                finest.get("id"), finest.get("lat"), finest.get("lon"), country, is_implied(finest)))
    return Segment(line["facets"], mentions, kept, bad)


@dataclass
class Newsearch:
    """The program that is measured."""

    program: pathlib.Path
    bad_offsets: Counter[str] = field(default_factory=Counter)

    def segment_file(self, path: pathlib.Path) -> list[Json]:
        """The articles of an archive as `newsearch segment --json` prints them."""
        run = subprocess.run([self.program, "segment", "--json", path], capture_output=True, check=False)
        if run.returncode not in (0, 1):
            raise RuntimeError(f"{self.program} segment {path}: exit {run.returncode}: {run.stderr.decode()[:500]}")
        return [json.loads(line) for line in run.stdout.decode().splitlines()]

    def segment(self, corpus: str, documents: Iterable[Json]) -> dict[str, Segment]:
        """Reads documents as JSON Lines, without anything that would give the facets away. By id."""
        by_id = {str(d["id"]): d for d in documents}
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "documents.jsonl")
            with path.open("w", encoding="utf-8") as out:
                for document in by_id.values():
                    given = {k: document[k] for k in ("id", "title", "text", "lang") if k in document}
                    out.write(json.dumps(given, ensure_ascii=False) + "\n")
            segments = {line["id"]: read_segment(line, by_id[line["id"]]) for line in self.segment_file(path)}
        self.bad_offsets[corpus] += sum(s.bad_offsets for s in segments.values())
        empty = Segment({}, [], [])
        return {name: segments.get(name, empty) for name in by_id}
