#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Measures how well newsearch ranks, on judged sets of queries, beside its peers. Run by tools/quality.sh.

    search_quality.py [OPTION]... NEWSEARCH

NEWSEARCH is the program. Every set is indexed and searched through it, as users do: `newsearch index` on documents in
JSON Lines, `newsearch query --batch --trec`. The sets are looked for in ../shared/data beside the repository (--data
DIR); they are no part of the project, and without them the command says so and succeeds.

docs/relevance.md tells what is measured. Only the standard library is used.
"""

from __future__ import annotations

import argparse
import datetime
import fnmatch
import pathlib
import shlex
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed

from comparison import Comparison, Row, cells, layout, mean, save_scores
from engines import OURS, Engine, EngineFailure, Job, Outcome, Scores, python_peer, run_job
from judged_sets import PARALLEL_NEWS, SHORT, Collection, JudgedSet, across_sets, mixed_sets, monolingual_sets, with_data
from measures import RANKING_MEASURES

ROOT = pathlib.Path(__file__).resolve().parents[2]
FLOORS = pathlib.Path(__file__).resolve().parent / "floors.tsv"
PEERS = {"lucene": "Lucene 8", "xapian": "Xapian", "fts5": "FTS5"}


class Report:
    """Prints as it goes, and keeps the same in Markdown."""

    def __init__(self) -> None:
        self.markdown: list[str] = []

    def line(self, text: str = "") -> None:
        print(text, flush=True)
        self.markdown.append(text)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> None:
        print(layout(head, rows, markdown=False, left=left), flush=True)
        self.markdown.append(layout(head, rows, markdown=True, left=left))


# ---- running -----------------------------------------------------------------------------------------------


def jobs_of(engines: Iterable[Engine], sets: Sequence[JudgedSet], work: pathlib.Path, runs: pathlib.Path,
            indexes: pathlib.Path | None) -> list[Job]:
    """One for each engine and collection, the largest first: so the processes end at about the same time."""
    jobs = []
    for engine in engines:
        of_collection: dict[Collection, list[JudgedSet]] = {}
        for judged in sets:
            of_collection.setdefault(judged.collection, []).append(judged)
        for collection, searched in of_collection.items():
            kept = indexes / collection.name if indexes and engine.name == OURS else None
            jobs.append(Job(engine, collection, searched, work / f"{len(jobs)}-{engine.name}", runs / engine.name, kept))
    return sorted(jobs, key=lambda job: -job.collection.bytes)


class Measured:
    """What the engines scored, and what it took."""

    def __init__(self) -> None:
        self.scores: dict[str, dict[str, Scores]] = {}
        self.outcomes: list[tuple[Job, Outcome]] = []

    def run(self, jobs: Sequence[Job], processes: int) -> None:
        for job in jobs:
            self.scores.setdefault(job.engine.name, {})
        with ProcessPoolExecutor(processes) as pool:
            waiting = {pool.submit(run_job, job): job for job in jobs}
            for done, future in enumerate(as_completed(waiting), 1):
                try:
                    outcome = future.result()
                except EngineFailure:
                    pool.shutdown(cancel_futures=True)
                    raise
                self.outcomes.append((waiting[future], outcome))
                self.scores[outcome.engine].update(outcome.scores)
                if sys.stderr.isatty():
                    print(f"\r{done} of {len(jobs)}", end="\r", file=sys.stderr)

    def times(self, elapsed_s: float) -> str:
        parts = [f"{elapsed_s:.0f} s in all"]
        for engine in self.scores:
            mine = [outcome for _, outcome in self.outcomes if outcome.engine == engine]
            queries = sum(len(scores) for outcome in mine for scores in outcome.scores.values())
            index_s, query_s = sum(outcome.index_s for outcome in mine), sum(outcome.query_s for outcome in mine)
            parts.append(f"{engine}: {f'indexing {index_s:.1f} s, searching' if index_s else 'indexing and searching'} {query_s:.1f} s, "
                         f"{queries} queries"
                         + (f", indexes {sum(outcome.index_bytes for outcome in mine) / 1e6:.0f} MB" if engine == OURS else ""))
        mine = sorted(((o.index_s + o.query_s, job.sets[0].name) for job, o in self.outcomes if o.engine == OURS), reverse=True)
        parts.append("longest: " + ", ".join(f"{name} {seconds:.1f} s" for seconds, name in mine[:3]))
        return "; ".join(parts)


# ---- what is printed ---------------------------------------------------------------------------------------


def print_comparison(report: Report, comparison: Comparison) -> None:
    engines = list(comparison.scores)
    names = [PEERS.get(engine, engine) for engine in engines]
    report.line()
    report.table(["macro average", "measure", "sets", *names],
                 [[row.name, row.measure, str(row.count), *cells(row, engines)] for row in comparison.group_rows()], left=2)
    rows = comparison.set_rows()
    report.line()
    report.table(["set", "measure", "queries", *names],
                 [[row.name, row.measure, str(row.count), *cells(row, engines)] for row in rows], left=2)
    if len(engines) > 1:
        report.line()
        report.line("Behind a peer's figure: newsearch is above it (+ p < 0.05, ++ p < 0.01) or below it (-, --).")
    for peer in engines[1:]:
        below = [row for row in rows if "-" in (row.differences[peer].mark if peer in row.differences else "")]
        if peer == "lucene" or below:
            report.line(f"Sets where newsearch is significantly below {PEERS[peer]}: {', '.join(told(row, peer) for row in below) or 'none'}.")


def told(row: Row, peer: str) -> str:
    difference = row.differences[peer]
    return f"{row.name} ({difference.mean:+.3f}, p {difference.p:.4f})"


def print_all_measures(report: Report, comparison: Comparison) -> None:
    """Macro averages of newsearch in every measure."""
    rows = []
    by_measure = [Comparison(comparison.sets, {OURS: comparison.scores[OURS]}, measure).group_rows() for measure in RANKING_MEASURES]
    for of_group in zip(*by_measure):
        rows.append([of_group[0].name, *(f"{row.means[OURS]:.3f}" for row in of_group)])
    report.line()
    report.table(["newsearch", *RANKING_MEASURES], rows)


def print_across(report: Report, scores: dict[str, Scores], sets: Sequence[JudgedSet], alone: Sequence[JudgedSet]) -> None:
    """By pair or group of pairs, beside searching the same documents in their own language."""
    same = {s.collection: s for s in alone}
    groups: dict[str, list[JudgedSet]] = {}
    for judged in sets:
        groups.setdefault(judged.group, []).append(judged)

    def figures(name: str, members: Sequence[JudgedSet]) -> list[str]:
        crossed = mean(mrr(scores[s.name]) for s in members)
        own = mean(mrr(scores[same[s.collection].name]) for s in members)
        return [name, str(len(members)), f"{crossed:.3f}", f"{own:.3f}", f"{100 * crossed / own:.1f} %" if own else "-"]

    report.line()
    report.table(["search across languages, MRR@10", "pairs", OURS, "same language", "of it"],
                 [figures(name, members) for name, members in groups.items()])
    report.line()
    report.table(["headlines", "pairs", OURS, "same language", "of it"],
                 [figures(s.name.removeprefix("news-ntrex-").replace("-", " -> "), [s]) for s in sets if s.name.startswith("news-ntrex")])


def print_mixed(report: Report, measured: Measured, sets: Sequence[JudgedSet], alone: Sequence[JudgedSet]) -> None:
    """Each language among all, beside an index of its own."""
    scores = measured.scores[OURS]
    firsts = {name: first for _, outcome in measured.outcomes for name, first in outcome.first.items()}
    rows, figures = [], []
    for judged, by_itself in zip(sets, alone):
        language = judged.name.rpartition("-")[2]
        first = firsts[judged.name]
        own = sum(document.startswith(f"{language}/") for document in first.values()) / max(len(scores[judged.name]), 1)
        figures.append((mrr(scores[judged.name]), mrr(scores[by_itself.name]), own))
        rows.append([language, *(f"{x:.3f}" for x in figures[-1][:2]), f"{100 * own:.1f} %"])
    rows.append(["macro average", *(f"{mean(f[i] for f in figures):.3f}" for i in range(2)), f"{100 * mean(f[2] for f in figures):.1f} %"])
    report.line()
    report.table(["headlines, one index of 12 languages, MRR@10", OURS, "index of its own", "first hit in the query's language"], rows)


def print_peers(report: Report, measured: Measured) -> None:
    """Versions, and what they have for which language."""
    for engine in measured.scores:
        ways: dict[tuple[str, str], set[str]] = {}
        for _, outcome in measured.outcomes:
            if outcome.engine == engine and outcome.note:
                version, language, way = outcome.note.split("\t")
                ways.setdefault((version, way), set()).add(language)
        if ways:
            said = ", ".join(f"{way} ({' '.join(sorted(languages))})" for (_, way), languages in sorted(ways.items()))
            report.line()
            report.line(f"{next(iter(ways))[0]}: {said}.")


def mrr(scores: Scores) -> float:
    return mean(values[RANKING_MEASURES.index("MRR@10")] for values in scores.values())


# ---- floors ------------------------------------------------------------------------------------------------


def read_floors(path: pathlib.Path) -> dict[tuple[str, str], float]:
    """{(set, measure): floor}; lines that start with # are comments."""
    floors = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, measure, floor = line.split("\t")
            floors[name, measure] = float(floor)
    return floors


def below_floors(scores: dict[str, Scores], floors: dict[tuple[str, str], float]) -> list[str]:
    """A line for each floor that is not reached. Every set that was measured must have one."""
    faults = [f"{name}: has no floor" for name in scores if not any(name == other for other, _ in floors)]
    for (name, measure), floor in floors.items():
        if name in scores:
            figure = mean(values[RANKING_MEASURES.index(measure)] for values in scores[name].values())
            if figure < floor:
                faults.append(f"{name}: {measure} {figure:.4f} is below its floor {floor:.4f}")
    return faults


# ---- the command -------------------------------------------------------------------------------------------


def choose_engines(args: argparse.Namespace) -> list[Engine]:
    across = tuple(shlex.split(args.across_flags))
    if across and args.across:
        listed = subprocess.run([args.newsearch, "query", "--help"], capture_output=True, text=True, check=False).stdout
        if across[0].split("=")[0] not in listed:
            print(f"search_quality: this newsearch has no {across[0]}: searching across languages without it", file=sys.stderr)
            across = ()
    engines = [Engine(OURS, (str(args.newsearch),), tuple(shlex.split(args.index_flags)), tuple(shlex.split(args.query_flags)), across)]
    for peer in args.peers:
        if peer == "lucene":
            if not args.lucene:
                sys.exit("search_quality: --peers lucene needs --lucene CLASSPATH; tools/quality.sh gives it")
            engines.append(Engine(peer, ("java", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", args.lucene, "LucenePeer")))
        elif peer == "xapian":
            if not args.xapian:
                sys.exit("search_quality: --peers xapian needs --xapian PROGRAM; tools/quality.sh gives it")
            engines.append(Engine(peer, (str(args.xapian),)))
        elif not any(option == "ENABLE_FTS5" for option, in sqlite3.connect(":memory:").execute("PRAGMA compile_options")):
            print("search_quality: Python's SQLite has no FTS5: that peer is left out", file=sys.stderr)
        else:
            engines.append(Engine(peer, python_peer("fts5_peer.py")))
    return engines


def read_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("newsearch", type=pathlib.Path, metavar="NEWSEARCH", help="the program")
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared/data", metavar="DIR", help="the judged sets")
    parser.add_argument("--short", action="store_true", help="five small sets, newsearch alone, against floors.tsv; 1 if below")
    parser.add_argument("--only", default="*", metavar="PATTERN", help="sets to measure, as in a shell: 'ner-*'; with commas")
    parser.add_argument("--peers", default=",".join(PEERS), metavar="LIST", help=f"none, or some of {','.join(PEERS)} (all)")
    parser.add_argument("--across", action="store_true", help="search across languages, in place of the ordinary sets")
    parser.add_argument("--mixed", action="store_true", help="one index of twelve languages, in place of the ordinary sets")
    parser.add_argument("--markdown", type=pathlib.Path, metavar="FILE", help="write the tables in Markdown too")
    parser.add_argument("--save", type=pathlib.Path, metavar="DIR", help="keep runs and scores, for compare_runs.py")
    parser.add_argument("--indexes", type=pathlib.Path, metavar="DIR",
                        help="use newsearch's indexes in DIR and make those that are missing: for trying out changes that concern queries alone")
    parser.add_argument("--index-flags", default="", metavar="FLAGS", help="further flags of 'newsearch index'")
    parser.add_argument("--query-flags", default="", metavar="FLAGS", help="further flags of 'newsearch query'")
    parser.add_argument("--across-flags", default="--across on", metavar="FLAGS", help="its flags across languages (--across on)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes (2)")
    parser.add_argument("--commit", default="", metavar="NAME", help="what the program was built from, for the heading")
    parser.add_argument("--lucene", default="", metavar="CLASSPATH", help="Lucene's jars and the folder of LucenePeer.class")
    parser.add_argument("--xapian", type=pathlib.Path, metavar="PROGRAM", help="the program xapian_peer")
    args = parser.parse_args(arguments)
    args.newsearch = args.newsearch.resolve()
    args.peers = [] if args.peers == "none" or args.short or args.across or args.mixed else args.peers.split(",")
    if set(args.peers) - set(PEERS):
        parser.error(f"--peers: there are {', '.join(PEERS)} and none")
    return args


def main() -> int:
    args = read_arguments()
    if not args.data.is_dir():
        print("search_quality: skipped: no judged sets (../shared/data beside the repository, or --data DIR): nothing measured")
        return 0
    monolingual = with_data(monolingual_sets(args.data))
    if args.short:
        monolingual = [s for s in monolingual if s.name in SHORT]
    parallel = [s for s in monolingual if s.name.removeprefix("news-ntrex-") in PARALLEL_NEWS]
    across = with_data(across_sets(args.data)) if args.across else []
    mixed = with_data(mixed_sets(args.data)) if args.mixed else []

    def chosen(sets: Sequence[JudgedSet]) -> list[JudgedSet]:
        return [s for s in sets if any(fnmatch.fnmatchcase(s.name, pattern) for pattern in args.only.split(","))]

    across, mixed = chosen(across), chosen(mixed)
    indexed = {s.collection for s in across}
    across_alone = [s for s in monolingual if s.collection in indexed]
    by_language = {s.collection.language: s for s in parallel}
    mixed_alone = [by_language[s.name.rpartition("-")[2]] for s in mixed]
    ordinary = [] if args.across or args.mixed else chosen(monolingual)
    sets = list(dict.fromkeys([*ordinary, *across, *across_alone, *mixed, *mixed_alone]))
    if not sets:
        sys.exit(f"search_quality: no set matches {args.only}")
    engines = choose_engines(args)

    report = Report()
    now = datetime.datetime.now().strftime("%Y-%m-%d %H:%M")
    report.line(f"Search quality, {now}, {f'commit {args.commit}' if args.commit else 'a program given by hand'}, {len(sets)} sets.")
    for folder in (args.save, args.indexes):
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
    measured = Measured()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="newsearch-quality.") as work:
        runs = args.save or pathlib.Path(work, "runs")
        try:
            measured.run(jobs_of(engines, sets, pathlib.Path(work), runs, args.indexes), args.jobs)
        except EngineFailure as failure:
            sys.exit(f"search_quality: {failure}")
    elapsed_s = time.monotonic() - started
    order = [s.name for s in sets]
    for engine, of_engine in measured.scores.items():
        measured.scores[engine] = {name: of_engine[name] for name in order if name in of_engine}
        if args.save:
            save_scores(args.save, engine, measured.scores[engine])

    if ordinary:
        comparison = Comparison(ordinary, measured.scores)
        print_comparison(report, comparison)
        if not args.short:
            print_all_measures(report, comparison)
    if across:
        print_across(report, measured.scores[OURS], across, across_alone)
    if mixed:
        print_mixed(report, measured, mixed, mixed_alone)
    print_peers(report, measured)
    report.line()
    report.line(f"Time: {measured.times(elapsed_s)}.")
    if args.markdown:
        args.markdown.write_text("\n".join(report.markdown) + "\n", encoding="utf-8")
    if args.short:
        faults = below_floors(measured.scores[OURS], read_floors(FLOORS))
        for fault in faults:
            print(f"search_quality: {fault}", file=sys.stderr)
        return 1 if faults else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
