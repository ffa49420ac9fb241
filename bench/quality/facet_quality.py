#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Measures how well newsearch finds the places and projects of news: the facets city, region, country, project.

    facet_quality.py [--data DIR] [--only geovirus,gwn] [--errors N] [--json] NEWSEARCH

NEWSEARCH is the program. DIR holds the labelled corpora (default: ../shared/data beside the repository); they are
not part of the project. Without them there is nothing to measure: the command says so and succeeds.

Parts, for --only:
  geovirus, gwn, ...  each folder toponym-NAME: which words are places, and which places they are
  archives            city, country and project of labelled archives, by the labels' own scorer
  slavic, hungarian   names of places in inflected form
  reuters             countries and datelines of a newswire against its editors
  ntrex               the same articles in many languages: do the facets agree?

docs/facet-quality.md tells what the figures mean. Only the standard library is used.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import itertools
import json
import pathlib
import statistics
import sys
import types
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from measures import NEAR_KM, Distances, Score, Span, distance_km, overlap, pair_spans, score_sets
from mentions import Json, Mention, Newsearch, Segment

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACES = ("lib/facets/data/places.tsv", "lib/ingest/data/places.tsv")  # now, and up to version 0.2


# ---- what all parts share ----------------------------------------------------------------------------------


@dataclass
class Case:
    """One kind of error: how often, of how many, and where it can be seen."""

    count: int = 0
    notes: Counter[str] = field(default_factory=Counter)
    seen: list[str] = field(default_factory=list)


@dataclass
class Errors:
    """Errors by kind ("missed", "false", ...) and by words."""

    kinds: dict[str, dict[str, Case]] = field(default_factory=dict)
    of: dict[str, Counter[str]] = field(default_factory=dict)  # how often the words occur in the gold at all

    def add(self, kind: str, words: str, note: str, seen: str) -> None:
        case = self.kinds.setdefault(kind, {}).setdefault(words, Case())
        case.count += 1
        if note:
            case.notes[note] += 1
        if len(case.seen) < 3 and seen not in case.seen:
            case.seen.append(seen)

    def occurs(self, kind: str, words: str) -> None:
        self.of.setdefault(kind, Counter())[words] += 1

    def top(self, n: int) -> dict[str, list[Json]]:
        out = {}
        for kind, cases in self.kinds.items():
            ranked = sorted(cases.items(), key=lambda item: (-item[1].count, item[0]))[:n]
            out[kind] = [{"words": words, "count": case.count, "of": self.of.get(kind, {}).get(words),
                          "notes": dict(case.notes.most_common(3)), "seen": case.seen} for words, case in ranked]
        return out

    def totals(self) -> dict[str, int]:
        return {kind: sum(c.count for c in cases.values()) for kind, cases in self.kinds.items()}


@dataclass
class Result:
    """What a part found: figures for machines, rows for people, errors for the recogniser's author."""

    figures: Json
    tables: list[tuple[str, list[str], list[list[str]]]]  # title, head, rows
    errors: Errors = field(default_factory=Errors)


def read_documents(path: pathlib.Path) -> list[Json]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def context(text: str, begin: int, end: int, width: int = 45) -> str:
    before, after = text[max(0, begin - width):begin], text[end:end + width]
    return " ".join(f"{before}[{text[begin:end]}]{after}".split())


def fold(name: str) -> str:
    """A name without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


def percent(x: float | None) -> str:
    return "-" if x is None else f"{100 * x:.1f}"


def prf_cells(score: Score) -> list[str]:
    return [percent(score.precision), percent(score.recall), percent(score.f1)]


class NearestPlace:
    """Tells the country of a point from the nearest known place, for gold without a country."""

    REACH_KM = 100

    def __init__(self, path: pathlib.Path) -> None:
        self.cells: dict[tuple[int, int], list[tuple[float, float, str]]] = defaultdict(list)
        if path.exists():
            with path.open(encoding="utf-8") as lines:
                head = next(lines).lstrip("# ").rstrip("\n").split("\t")
                country, lat, lon = (head.index(name) for name in ("country", "lat", "lon"))
                for line in lines:
                    row = line.rstrip("\n").split("\t")
                    where = float(row[lat]), float(row[lon])
                    self.cells[int(where[0] // 1), int(where[1] // 1)].append((*where, row[country]))

    def country(self, where: tuple[float, float]) -> str | None:
        row, column = int(where[0] // 1), int(where[1] // 1)
        near = [(distance_km(where, place[:2]), place[2])
                for r, c in itertools.product((row - 1, row, row + 1), (column - 1, column, column + 1))
                for place in self.cells.get((r, c), ())]
        best = min(near, default=(self.REACH_KM, ""))
        return best[1] if best[0] < self.REACH_KM else None


# ---- toponym corpora ---------------------------------------------------------------------------------------

LITERAL = {"Literal", "Mixed", "Coercion", "Embedded_Literal", "Literal_Modifier"}
ASSOCIATIVE = {"Metonymic", "Non_Literal_Modifier", "Embedded_Non_Lit", "Demonym", "Language", "Homonym"}


@dataclass(frozen=True)
class Task:
    """Which marked names of a corpus have to be found, which may be, and whether adjectives count as found."""

    name: str
    required: set[str] | None  # types; None: all
    free: set[str]
    implied: bool


UNTYPED = [Task("places", None, set(), False)]
TYPED = [
    Task("places", {"Literal", "Mixed", "Metonymic"}, {"Literal_Modifier", "Embedded_Literal", "Coercion"}, False),
    Task("places; other toponyms free", {"Literal", "Mixed", "Metonymic"}, LITERAL | ASSOCIATIVE, False),
    Task("all toponyms", LITERAL | ASSOCIATIVE, set(), True),
]

# Names of no country, whose coordinates lie in one nonetheless.
WIDE = set("""africa; america; americas; the americas; asia; balkans; caribbean; central africa; central america; central asia; east africa;
    east asia; eastern africa; eastern europe; eu; europe; european union; gulf; latin america; middle east; north africa; north america;
    northern africa; northern europe; oceania; persian gulf; scandinavia; south america; south asia; southeast asia; southern africa;
    southern europe; sub-saharan africa; west; west africa; western africa; western europe""".replace("\n    ", " ").split("; "))


def page_name(toponym: Json) -> str:
    return str(toponym.get("page", "")).rsplit("/", 1)[-1].replace("_", " ")


def derive_country(toponym: Json, nearest: NearestPlace) -> str | None:
    """The country around the coordinates of a gold place, where the corpus gives none."""
    names = {str(name).casefold().removeprefix("the ") for name in (toponym["text"], toponym.get("name", ""), page_name(toponym))}
    if "lat" not in toponym or "country" in toponym or names & WIDE or toponym.get("fcode") in ("CONT", "RGN", "OCN", "SEA"):
        return None
    return nearest.country((toponym["lat"], toponym["lon"]))


def split_gold(document: Json, task: Task) -> tuple[list[Json], list[Json], list[Json]]:
    """The marked names that are required, free, and not part of the task; one for each span."""
    ranks: dict[Span, tuple[int, Json]] = {}
    for toponym in document["toponyms"]:
        kind = toponym.get("type")
        rank = 0 if task.required is None or kind in task.required else 1 if kind in task.free else 2
        span = (toponym["start"], toponym["end"])
        if span not in ranks or rank < ranks[span][0]:
            ranks[span] = (rank, toponym)
    groups: tuple[list[Json], list[Json], list[Json]] = ([], [], [])
    for _, (rank, toponym) in sorted(ranks.items()):
        groups[rank].append(toponym)
    return groups


def gold_span(toponym: Json) -> Span:
    return toponym["start"], toponym["end"]


def gold_kind(toponym: Json) -> str:
    """A word on what a gold place is, for lists of errors."""
    page = page_name(toponym)
    parts = [toponym.get("type"), toponym.get("fcode"), f"country {toponym['country']}" if "country" in toponym else None,
             toponym.get("name"), page if page and page != toponym["text"] else None]
    return ", ".join(str(p) for p in parts if p and p != toponym["text"])


def recognise(documents: list[Json], segments: dict[str, Segment], task: Task) -> tuple[Score, Score, list[tuple[Json, Json, Mention]]]:
    """Compares spans, exactly and with overlaps; returns (document, gold, mention) of the exact pairs as well."""
    scores = Score(), Score()
    pairs = []
    for document in documents:
        required, free, _ = split_gold(document, task)
        mentions = segments[document["id"]].in_text(task.implied)
        gold_spans, found_spans = [gold_span(t) for t in required], [m.span for m in mentions]
        free_spans = [gold_span(t) for t in free]
        for score, exact in zip(scores, (True, False)):
            matched = pair_spans(gold_spans, found_spans, exact)
            hits = {f for _, f in matched}
            excused = sum(1 for f, span in enumerate(found_spans) if f not in hits and any(overlap(span, s) for s in free_spans))
            score.add(Score(len(matched), len(found_spans) - excused, len(gold_spans)))
            if exact:
                pairs += [(document, required[g], mentions[f]) for g, f in matched]
    return *scores, pairs


def list_toponym_errors(documents: list[Json], segments: dict[str, Segment], task: Task, errors: Errors) -> None:
    for document in documents:
        text = document["text"]
        required, free, rest = split_gold(document, task)
        mentions = segments[document["id"]].in_text(task.implied)
        found = {m.span: m for m in mentions}
        gold = {gold_span(t) for t in required}
        for toponym in required:
            errors.occurs("missed", toponym["text"])
            span = gold_span(toponym)
            if span in found:
                continue
            part = [m for m in mentions if overlap(span, m.span)]
            implied = [m for m in segments[document["id"]].in_text(True) if m.implied and overlap(span, m.span)]
            note = f"[{gold_kind(toponym)}]" if gold_kind(toponym) else ""
            note += f" found only {', '.join(f'{m.text!r} as {m.describe()}' for m in part)}" if part else ""
            note += f" implied {implied[0].describe()}" if implied and not part else ""
            errors.add("missed", toponym["text"], note.strip(), context(text, *span))
        for mention in mentions:
            if mention.span in gold or any(overlap(mention.span, gold_span(t)) for t in free):
                continue
            inside = [t for t in required + rest if overlap(mention.span, gold_span(t))]
            note = mention.describe()
            note += f"; gold here: {', '.join(sorted({repr(t['text']) + ' ' + gold_kind(t) for t in inside}))}" if inside else ""
            errors.add("false", mention.text, note, context(text, *mention.span))


def measure_toponyms(name: str, newsearch: Newsearch, folder: pathlib.Path, nearest: NearestPlace) -> Result:
    documents = read_documents(folder / "docs.jsonl.gz")
    segments = newsearch.segment(name, documents)
    typed = any("type" in t for d in documents for t in d["toponyms"])
    tasks = TYPED if typed else UNTYPED
    listed = tasks[1] if typed else tasks[0]  # the task whose errors are worth reading
    errors = Errors()
    figures: Json = {"documents": len(documents), "tasks": {}}
    span_rows, place_rows = [], []
    for task in tasks:
        exact, overlapping, pairs = recognise(documents, segments, task)
        span_rows.append([task.name, str(exact.gold), *prf_cells(exact), *prf_cells(overlapping)])

        given, derived = Score(), Score()
        far: list[float] = []
        near_gold = located = 0
        for document in documents:
            near_gold += sum("lat" in t for t in split_gold(document, task)[0])
        for document, toponym, mention in pairs:
            where = (toponym["lat"], toponym["lon"]) if "lat" in toponym else None
            country = toponym.get("country")
            counts = given
            if country is None:
                country, counts = derive_country(toponym, nearest), derived
            if country:
                right = mention.country == country
                counts.add(Score(int(right), 1, 1))
                if not right and task is listed:
                    errors.add("wrong country", toponym["text"], f"{mention.describe()}, gold {country}", context(document["text"], *mention.span))
            located += where is not None
            if where and mention.where:
                far.append(distance_km(where, mention.where))
                if far[-1] > NEAR_KM and task is listed:
                    note = f"{mention.describe()}, {far[-1]:.0f} km from gold [{gold_kind(toponym)}]"
                    errors.add("far", toponym["text"], note, context(document["text"], *mention.span))
        distances = Distances(far)
        near = sum(d <= NEAR_KM for d in far)
        d = distances.as_json()
        figures["tasks"][task.name] = {
            "exact": exact.as_json(), "overlapping": overlapping.as_json(),
            "country_given": given.as_json(), "country_derived": derived.as_json(),
            "distance": d, "recognised_with_gold_coordinates": located,
            "found_and_near_of_all_gold": round(near / near_gold, 4) if near_gold and far else None,
        }
        place_rows.append([task.name, percent(given.recall if given.gold else None), str(given.gold),
                           percent(derived.recall if derived.gold else None), str(derived.gold),
                           f"{d['n']}/{located}", percent(d["near"]), str(d["mean_km"] or "-"),
                           "-" if d["median_km"] is None else str(d["median_km"]), "-" if d["auc"] is None else f"{d['auc']:.3f}",
                           percent(near / near_gold if near_gold and far else None)])
    list_toponym_errors(documents, segments, listed, errors)

    # Countries of documents: as far as the corpus names them, and with those that coordinates tell.
    sets, wide_sets = Score(), Score()
    for document in documents:
        found = segments[document["id"]].countries("text")
        gold = set(document.get("countries", []))
        more = gold | {c for t in document["toponyms"] if (c := derive_country(t, nearest))}
        if gold:
            sets.add(score_sets(found, gold))
        wide_sets.add(score_sets(found, more))
        for country in more - found:
            errors.add("country of document missed", country, "", context(document["text"], 0, 0, 80))
        for country in found - more:
            why = Counter(e["text"] for e in segments[document["id"]].evidence if e["facet"] == "country" and e["value"] == country)
            errors.add("country of document false", country, ", ".join(sorted(why)), str(document["id"]))
    figures["countries"] = {"given": sets.as_json(), "with_derived": wide_sets.as_json()}
    return Result(figures, [
        (f"{name}: which words are places ({len(documents)} documents)",
         ["task", "gold", "exact P", "R", "F1", "overlap P", "R", "F1"], span_rows),
        (f"{name}: which places they are, of those found with exact spans",
         ["task", "country %", "of", "derived %", "of", "placed", "@161km %", "mean km", "median", "AUC", "found&near % of gold"], place_rows),
        (f"{name}: countries of documents", ["gold", "documents' countries", "P", "R", "F1"],
         [["as given", str(sets.gold), *prf_cells(sets)], ["with those of coordinates", str(wide_sets.gold), *prf_cells(wide_sets)]]),
    ], errors)


# ---- archives ----------------------------------------------------------------------------------------------


def load_scorer(path: pathlib.Path) -> types.ModuleType | None:
    if not path.exists():
        return None
    spec = importlib.util.spec_from_file_location("score_archive", path)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure_archives(newsearch: Newsearch, data: pathlib.Path) -> Result:
    scorer = load_scorer(data.parent / "tools/score_archive.py")
    if scorer is None:
        return Result({}, [("archives: no tools/score_archive.py beside the data, not measured", [], [])])
    errors = Errors()
    figures: Json = {}
    rows = []
    groups = {"seed archive": data / "seed-archive", "archives": data / "archives", "sample": ROOT / "tests/corpora/sample",
              "written archives": ROOT / "tests/corpora/archives"}
    for group, folder in groups.items():
        total = {facet: Score() for facet in ("city", "country", "project")}
        for gold_path in sorted(folder.rglob("*.gold.json")):
            archive = gold_path.with_name(gold_path.name.removesuffix(".gold.json") + ".txt")
            if not archive.exists():
                continue
            gold = json.loads(gold_path.read_text(encoding="utf-8"))
            out, told = scorer.score(gold, newsearch.segment_file(archive))
            scores = {facet: Score(out[facet]["right"], out[facet]["got"], out[facet]["gold"]) for facet in total}
            for facet, score in scores.items():
                total[facet].add(score)
            figures[f"{group}/{archive.stem}"] = {facet: score.as_json() for facet, score in scores.items()}
            rows.append([f"{group}: {archive.stem}", str(out["items"]), *(c for f in total for c in (percent(scores[f].f1 if scores[f].gold or scores[f].found else None),))])
            for line in told:
                where, _, what = line.partition(": ")
                if what.startswith(("city ", "country ", "project ")):
                    errors.add("article", what, "", f"{archive.stem} {where}")
        if sum(s.gold for s in total.values()):
            figures[group] = {facet: score.as_json() for facet, score in total.items()}
            rows.append([f"{group}: all", "", *(percent(total[f].f1) for f in total)])
    return Result(figures, [("archives: F1 of facets", ["archive", "items", "city", "country", "project"], rows)], errors)


# ---- names in inflected form -------------------------------------------------------------------------------


def measure_entities(name: str, newsearch: Newsearch, paths: Sequence[pathlib.Path]) -> Result:
    errors = Errors()
    figures: Json = {}
    rows, country_rows = [], []
    whole: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for path in paths:
        documents = read_documents(path)
        lang = documents[0]["lang"]
        segments = newsearch.segment(f"{name} {lang}", documents)
        covered: dict[str, list[int]] = defaultdict(lambda: [0, 0])  # found, all
        exact = found_spans = right_spans = 0
        sets, named = Score(), Score()
        for document in documents:
            text = document["text"]
            mentions = segments[document["id"]].in_text(implied=True)
            places = {}
            for start, end, surface, lemma, kind, identity in document.get("entities", []):
                places[start, end] = kind
                if kind != "LOC":
                    continue
                form = "base form" if fold(surface) == fold(lemma) else "inflected"
                hits = [m for m in mentions if overlap(m.span, (start, end))]
                exact += any(m.span == (start, end) for m in hits)
                for key in (form, "all"):
                    covered[key][0] += bool(hits)
                    covered[key][1] += 1
                label = f"{lang} {lemma or surface}" + (f" ({identity})" if identity else "")
                errors.occurs("missed", label)
                if not hits:
                    errors.add("missed", label, surface, context(text, start, end))
            for mention in mentions:
                if mention.implied:
                    continue
                touched = {kind for span, kind in places.items() if overlap(span, mention.span)}
                found_spans += 1
                right_spans += "LOC" in touched
                if "LOC" not in touched:
                    note = mention.describe() + (f"; gold here: {', '.join(sorted(touched))}" if touched else "; no name there")
                    errors.add("false", f"{lang} {mention.text}", note, context(text, *mention.span))
            if document.get("countries"):
                gold = set(document["countries"])
                segment = segments[document["id"]]
                sets.add(score_sets(segment.countries(), gold))
                named.add(score_sets(segment.named_countries(), gold))
                for country in gold - segment.countries():
                    errors.add("country of document missed", f"{lang} {country}", "", str(document["id"]))
        for key, counts in covered.items():
            whole[key][0] += counts[0]
            whole[key][1] += counts[1]
        figures[lang] = {
            "recall": {key: {"r": round(a / b, 4), "found": a, "gold": b} for key, (a, b) in sorted(covered.items())},
            "exact_recall": round(exact / covered["all"][1], 4),
            "on_a_place": {"p": round(right_spans / found_spans, 4) if found_spans else None, "found": found_spans},
            "countries": sets.as_json(), "countries_named": named.as_json(),
        }
        cells = [f"{percent(covered[k][0] / covered[k][1] if covered[k][1] else None)} of {covered[k][1]}" for k in ("all", "base form", "inflected")]
        rows.append([lang, str(len(documents)), *cells, percent(exact / covered["all"][1]), percent(right_spans / found_spans if found_spans else None)])
        if sets.gold:
            country_rows.append([lang, str(sets.gold), *prf_cells(sets), *prf_cells(named)])
    figures["all"] = {key: {"r": round(a / b, 4), "found": a, "gold": b} for key, (a, b) in sorted(whole.items())}
    rows.append(["all", "", *(f"{percent(whole[k][0] / whole[k][1])} of {whole[k][1]}" for k in ("all", "base form", "inflected")), "", ""])
    tables = [(f"{name}: places covered by evidence, % of LOC names",
               ["language", "documents", "all", "base form", "inflected", "exact span", "mentions on a LOC %"], rows)]
    if country_rows:
        tables.append((f"{name}: countries of documents (gold: countries named)",
                       ["language", "gold", "facet P", "R", "F1", "named only P", "R", "F1"], country_rows))
    return Result(figures, tables, errors)


# ---- Reuters -----------------------------------------------------------------------------------------------

# States of 1987 that are gone: what a gazetteer of today can answer. The others are neither required nor punished.
SUCCESSORS = {"SU": "RU", "DD": "DE", "YD": "YE"}
GONE = {"YU", "CS"}
GONE_NOW = {"CZ", "SK", "RS", "HR", "SI", "BA", "MK", "ME", "XK"}


def measure_reuters(newsearch: Newsearch, path: pathlib.Path) -> Result:
    documents = read_documents(path)
    segments = newsearch.segment("reuters", documents)
    errors = Errors()
    sets, text_sets = Score(), Score()
    lines, wide = Score(), Score()
    about = Score()
    for document in documents:
        segment = segments[document["id"]]
        editors = {SUCCESSORS.get(c, c) for c in document.get("countries", [])}
        gold = {c for c in editors if len(c) == 2 and c.isupper()}
        free = GONE | (GONE_NOW if gold & GONE else set())
        if gold:
            score = score_sets(segment.countries(), gold, free)
            sets.add(score)
            if document.get("kind") != "brief":
                text_sets.add(score)
            for country in gold - free - segment.countries():
                errors.add("country missed", country, "", f"{document['id']} {context(document['text'], 0, 0, 90)}")
            for country in segment.countries() - free - gold:
                why = sorted({e["text"] for e in segment.evidence if e["facet"] == "country" and e["value"] == country})
                for words in why:
                    errors.add("country not the editors'", f"{country} {words}", "", f"{document['id']} {document.get('dateline', '')}")
        place = document.get("place")
        if not place or not document["text"].startswith(place):
            continue
        at_start = [m for m in segment.in_text(implied=False) if m.begin < len(place)]
        cities = [m for m in at_start if m.facet == "city"]
        whole = [m for m in cities if m.begin == 0 and m.end >= len(place)]
        lines.add(Score(bool(whole), bool(cities), 1))
        wide.add(Score(bool(at_start), bool(at_start), 1))
        errors.occurs("dateline missed", place)
        if whole and gold:
            right = whole[0].country in gold
            about.add(Score(right, 1, 1))
            if not right:
                errors.add("dateline in a country not the editors'", place, f"{whole[0].describe()}, editors {' '.join(sorted(gold))}", document.get("dateline", ""))
        if not whole:
            note = ", ".join(f"{m.text!r} as {m.describe()}" for m in at_start) or "nothing"
            errors.add("dateline missed", place, note, str(document.get("dateline", "")))
    figures = {"countries": sets.as_json(), "countries_without_briefs": text_sets.as_json(),
               "dateline": {"city": round(lines.recall, 4), "gold": lines.gold, "any_place": round(wide.recall, 4),
                            "country_among_editors": round(about.recall, 4)}}
    return Result(figures, [
        ("reuters: countries of stories (gold: what editors say a story is about)", ["stories", "gold", "P", "R", "F1"],
         [["all with a country", str(sets.gold), *prf_cells(sets)], ["without title-only briefs", str(text_sets.gold), *prf_cells(text_sets)]]),
        ("reuters: the city of the dateline", ["datelines", "recognised whole as a city %", "any place %", "its country among the editors' %"],
         [[str(lines.gold), percent(lines.recall), percent(wide.recall), percent(about.recall)]]),
    ], errors)


# ---- the same article in many languages --------------------------------------------------------------------


def jaccard(a: set[str], b: set[str]) -> float | None:
    return len(a & b) / len(a | b) if a | b else None


def measure_agreement(newsearch: Newsearch, paths: Sequence[pathlib.Path]) -> Result:
    facets = ("country", "city")
    by_lang: dict[str, dict[str, Segment]] = {}
    texts: dict[str, dict[str, str]] = {}
    for path in paths:
        documents = read_documents(path)
        lang = documents[0]["lang"]
        by_lang[lang] = newsearch.segment(f"ntrex {lang}", documents)
        texts[lang] = {d["id"]: d["text"] for d in documents}
    errors = Errors()
    figures: Json = {}
    rows = []
    names = {facet: {lang: {doc: s.ids(facet) for doc, s in segments.items()} for lang, segments in by_lang.items()} for facet in facets}
    labels = {e.get("id"): e["value"] for s in by_lang.values() for seg in s.values() for e in seg.evidence if e.get("id")}

    def mean_jaccard(facet: str, a: str, b: str) -> float:
        values = [j for doc in names[facet][a] if (j := jaccard(names[facet][a][doc], names[facet][b].get(doc, set()))) is not None]
        return statistics.mean(values) if values else 0.0

    for lang in sorted(by_lang, key=lambda x: (x != "en", x)):
        others = [x for x in by_lang if x != lang]
        cells, out = [], {}
        for facet in facets:
            english = mean_jaccard(facet, "en", lang) if "en" in by_lang else 0.0
            mean = statistics.mean(mean_jaccard(facet, lang, x) for x in others)
            number = sum(len(v) for v in names[facet][lang].values())
            cells += [percent(english), percent(mean), str(number)]
            out[facet] = {"with_english": round(english, 4), "with_others": round(mean, 4), "values": number}
        figures[lang] = out
        rows.append([lang, *cells])
    overall = {facet: statistics.mean(mean_jaccard(facet, a, b) for a, b in itertools.combinations(sorted(by_lang), 2)) for facet in facets}
    figures["all"] = {facet: round(value, 4) for facet, value in overall.items()}
    rows.append(["all pairs", "", percent(overall["country"]), "", "", percent(overall["city"]), ""])

    # A value most languages agree on and one lacks is probably a miss there; one that only one has, a false hit.
    for facet in facets:
        for doc in next(iter(by_lang.values())):
            votes = Counter(v for lang in by_lang for v in names[facet][lang].get(doc, set()))
            for value, count in votes.items():
                label = str(labels.get(value, value))
                if count >= len(by_lang) * 2 / 3:
                    for lang in by_lang:
                        if value not in names[facet][lang].get(doc, set()):
                            errors.add(f"{facet} missed by one language", f"{lang} {label}", "", doc)
                elif count == 1:
                    lang = next(x for x in by_lang if value in names[facet][x].get(doc, set()))
                    words = sorted({e["text"] for e in by_lang[lang][doc].evidence if e["facet"] == facet and value in (e.get("id"), e["value"])})
                    mention = next((m for m in by_lang[lang][doc].in_text(True) if m.text in words), None)
                    seen = context(texts[lang][doc], *mention.span) if mention else doc
                    errors.add(f"{facet} in one language only", f"{lang} {label}", ", ".join(words), f"{doc}: {seen}")
    return Result(figures, [("ntrex: agreement over languages, mean Jaccard of the values per article",
                             ["language", "country: with en %", "with others %", "values", "city: with en %", "with others %", "values"], rows)], errors)


# ---- the command -------------------------------------------------------------------------------------------


def parts(newsearch: Newsearch, data: pathlib.Path, places: pathlib.Path) -> Iterator[tuple[str, Callable[[], Result]]]:
    """The parts for which there is data."""
    nearest = NearestPlace(places)
    for folder in sorted(data.glob("toponym-*")):
        if (folder / "docs.jsonl.gz").exists():
            name = folder.name.removeprefix("toponym-")
            yield name, lambda name=name, folder=folder: measure_toponyms(name, newsearch, folder, nearest)  # type: ignore[misc]
    if (data / "seed-archive").exists() or (data / "archives").exists():
        yield "archives", lambda: measure_archives(newsearch, data)
    for name in ("slavic", "hungarian"):
        paths = sorted((data / f"ner-{name}").glob("docs*.jsonl.gz"))
        if paths:
            yield name, lambda name=name, paths=paths: measure_entities(name, newsearch, paths)  # type: ignore[misc]
    reuters = data / "news-reuters/docs.jsonl.gz"
    if reuters.exists():
        yield "reuters", lambda: measure_reuters(newsearch, reuters)
    ntrex = sorted((data / "news-ntrex").glob("docs.*.jsonl.gz"))
    if len(ntrex) > 1:
        yield "ntrex", lambda: measure_agreement(newsearch, ntrex)


def print_table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    print(f"\n{title}")
    table = [list(head), *(list(row) for row in rows)]
    widths = [max((len(row[i]) for row in table if i < len(row)), default=0) for i in range(len(head))]
    for row in table:
        print("  " + "  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))).rstrip())


def print_errors(name: str, errors: Errors, n: int) -> None:
    totals = errors.totals()
    for kind, cases in errors.top(n).items():
        print(f"\n{name}: {kind} ({totals[kind]} in all; the {min(n, len(cases))} most frequent)")
        for case in cases:
            of = f"/{case['of']}" if case["of"] else ""
            notes = "; ".join(f"{count}x {note}" if count > 1 else note for note, count in case["notes"].items())
            print(f"  {case['count']:>4}{of:<5} {case['words']}" + (f"   {notes}" if notes else ""))
            for seen in case["seen"][:2]:
                print(f"             {seen}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("newsearch", type=pathlib.Path, metavar="NEWSEARCH", help="the program")
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared/data", metavar="DIR", help="the labelled corpora")
    known = [ROOT / name for name in PLACES]
    parser.add_argument("--places", type=pathlib.Path, default=next((p for p in known if p.exists()), known[0]), metavar="FILE",
                        help="table with the columns country, lat, lon, for gold places without a country")
    parser.add_argument("--only", default="", metavar="PARTS", help="parts to measure, with commas")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list the N most frequent errors of each kind")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args()
    if not args.data.is_dir():
        print(f"facet_quality: no labelled corpora at {args.data}: nothing measured")
        return 0
    newsearch = Newsearch(args.newsearch.resolve())
    wanted = {part for part in args.only.split(",") if part}
    available = dict(parts(newsearch, args.data, args.places))
    if wanted - available.keys():
        parser.error(f"no such part, or no data for it: {', '.join(sorted(wanted - available.keys()))}; there are {', '.join(available)}")
    out: Json = {}
    for name, measure in available.items():
        if wanted and name not in wanted:
            continue
        result = measure()
        out[name] = result.figures
        if args.json:
            if args.errors:
                out[name]["errors"] = result.errors.top(args.errors)
            continue
        for title, head, rows in result.tables:
            print_table(title, head, rows)
        if args.errors:
            print_errors(name, result.errors, args.errors)
        sys.stdout.flush()
    bad = {corpus: n for corpus, n in newsearch.bad_offsets.items() if n}
    if bad:
        print(f"facet_quality: evidence that does not stand where it says: {bad}", file=sys.stderr)
    if args.json:
        print(json.dumps(out, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
