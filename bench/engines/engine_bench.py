#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""newsearch and other engines over the same documents and queries, in turns: one table of ratios.

In a round every engine does the same work once, in another order each time, and ratios are taken within a round. Before anything is
timed, the totals and all facet counts of all queries are compared. tools/bench.sh builds the programs and runs this.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import pathlib
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import Any

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from corpus_maker import FACETS, SEED, Corpus, find_source, parse_size, write_corpus
from engine_programs import EngineFailure, Program, Server, build, disk_bytes, run, time_process
from query_maker import ENGINES, Query, QueryDrawer, WordFacts
from report import machine
from rounds import OURS, disagreements
from tables import MODES, Layout

COLD_CLASSES = ("term", "or2", "or3", "and2", "phrase2", "rare")
COLD_QUERIES = 3  # of each class
WARM_SECONDS = 3.0  # of each engine and mode, or WARM_PASSES, whichever is less work; a Java compiler needs some
WARM_PASSES = 10
LISTED_DISAGREEMENTS = 20


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def rotated(engines: Sequence[str], by: int) -> list[str]:
    """Another order for each round: everyone comes first in turn, and not always behind the same engine."""
    step = -1 if by % 2 else 1
    return [engines[(by + step * i) % len(engines)] for i in range(len(engines))]


class Bench:
    def __init__(self, arguments: argparse.Namespace, work: pathlib.Path) -> None:
        self._arguments = arguments
        self._work = work
        self._programs = {program.name: program for program in self._find_programs()}
        self._engines = [engine for engine in ENGINES if engine in self._programs]
        self._loads = [os.getloadavg()[0]]
        self._results: dict[str, Any] = {"engines": self._engines}

    def _find_programs(self) -> list[Program]:
        folder = self._arguments.programs
        found = [Program(OURS, (str(folder / "newsearch_engine"),), "docs.jsonl")]
        for name, file in (("xapian", "xapian_engine"), ("fts5", "fts5_engine"), ("lucene++", "lucenepp_engine")):
            if (folder / file).exists():
                found.append(Program(name, (str(folder / file),)))
        if self._arguments.lucene:
            found.append(Program("lucene", ("java", "-Xmx2g", "-cp", self._arguments.lucene, "LuceneEngine")))
        wanted = self._arguments.engines
        return [program for program in found if program.name == OURS or not wanted or program.name in wanted]

    def _facts_of(self, words: Sequence[str]) -> dict[str, WordFacts]:
        text = "\n".join(words) + "\n"
        # Xapian's program knows the stemmers, ours its stop words.
        stems = run([str(self._arguments.programs / "xapian_engine"), "words"], text).splitlines()
        stops = run([*self._programs[OURS].command, "words"], text).splitlines()
        return {word: (*stem.split("\t"), stop == "1") for word, stem, stop in zip(words, stems, stops, strict=True)}

    def _index(self, engine: str) -> pathlib.Path:
        return self._work / f"index-{engine}"

    def _searched_index(self, engine: str) -> pathlib.Path:
        """Raw Xapian is searched and weighed after compaction."""
        return self._work / "index-xapian-compact" if engine == "xapian" else self._index(engine)

    def make_corpus(self) -> tuple[Corpus, list[Query]]:
        say(f"making {self._arguments.docs:,} documents")
        corpus = write_corpus(self._work, find_source(self._arguments.data, self._arguments.seed), self._arguments.docs, self._arguments.seed)
        queries = QueryDrawer(corpus, self._facts_of, self._arguments.seed).draw()
        for engine in self._engines:
            (self._work / f"queries-{engine}.tsv").write_text("".join(query.row(engine) + "\n" for query in queries), encoding="utf-8")
        self._results |= {"documents": corpus.documents, "text_bytes": corpus.text_bytes, "classes": [query.kind for query in queries]}
        return corpus, queries

    def ingest(self) -> None:
        results: dict[str, list[dict[str, float]]] = {engine: [] for engine in self._engines}
        for number in range(self._arguments.ingest_rounds):
            for engine in rotated(self._engines, number):
                say(f"ingest, round {number + 1} of {self._arguments.ingest_rounds}: {engine}")
                results[engine].append(vars(build(self._programs[engine], self._work, self._index(engine))))
                self._loads.append(os.getloadavg()[0])
        if "xapian" in self._engines:
            run(["xapian-compact", str(self._index("xapian")), str(self._searched_index("xapian"))])
            shutil.rmtree(self._index("xapian"))
        self._results["ingest"] = results
        self._results["disk_bytes"] = {engine: disk_bytes(self._searched_index(engine)) for engine in self._engines}

    def _compare(self, servers: dict[str, Server], queries: Sequence[Query]) -> str:
        answers = {engine: servers[engine].answers() for engine in self._engines}
        found = disagreements(answers)
        empty = sum(all(answers[engine][i]["total"] == 0 for engine in self._engines) for i in range(len(queries)))
        differing = [(query, said) for query, said in zip(queries, found) if said]
        for query, said in differing[:LISTED_DISAGREEMENTS]:
            say(f"engines disagree: {query.name} {query.form(OURS)} {dict(query.filters)}: {'; '.join(said)}")
        if len(differing) > LISTED_DISAGREEMENTS:
            say(f"and {len(differing) - LISTED_DISAGREEMENTS} more")
        if empty:
            say(f"{empty} queries find nothing")
        text = f"totals and all facet counts of {len(queries)} queries, {len(self._engines)} engines: equal for {len(queries) - len(differing)}"
        by_engine = {engine: sum(any(one.startswith(engine + ":") for one in said) for _, said in differing) for engine in self._engines}
        if differing:
            text += " (" + ", ".join(f"{engine} differs in {count}" for engine, count in by_engine.items() if count) + ")"
        share = len(differing) / len(queries)
        if share > self._arguments.tolerance:
            raise EngineFailure(f"{text}: that is more than {self._arguments.tolerance:.0%}, and the table would compare different work")
        return text

    def search(self, queries: Sequence[Query]) -> None:
        servers: dict[str, Server] = {}
        try:
            for engine in self._engines:
                servers[engine] = Server(self._programs[engine], self._searched_index(engine), self._work / f"queries-{engine}.tsv")
            self._results["agreement"] = self._compare(servers, queries)
            say(self._results["agreement"])
            results: dict[str, dict[str, list[Any]]] = {engine: {mode: [] for mode in MODES} for engine in self._engines}
            checks: dict[tuple[str, str], int] = {}
            for mode in MODES:
                for engine in self._engines:
                    started = time.monotonic()
                    for _ in range(WARM_PASSES):
                        checks[engine, mode] = servers[engine].run(mode)["check"]
                        if time.monotonic() - started > WARM_SECONDS:
                            break
                for number in range(self._arguments.rounds):
                    say(f"search, {mode}, round {number + 1} of {self._arguments.rounds}")
                    for engine in rotated(self._engines, number):
                        one = servers[engine].run(mode)
                        if one["check"] != checks[engine, mode]:
                            raise EngineFailure(f"{engine}, {mode}: the answers changed from one pass to the next")
                        results[engine][mode].append(one)
                self._loads.append(os.getloadavg()[0])
            self._results["search"] = results
            say("one thread and two")
            self._results["threads"] = [
                {str(count): count / servers[OURS].threads(count, "facets") for count in rotated([1, 2], number)} for number in range(self._arguments.rounds)
            ]
            self._results["memory"] = {engine: servers[engine].memory() for engine in self._engines}
        finally:
            for server in servers.values():
                server.close()

    def cold(self, queries: Sequence[Query]) -> None:
        """Whole processes, the index in the page cache: a page of ours with facets and snippets, quest's ten hits without."""
        if "xapian" not in self._engines or not shutil.which("quest"):
            say("cold processes left out: there is no quest (xapian-tools)")
            return
        asked = [query for kind in COLD_CLASSES for query in [one for one in queries if one.kind == kind][:COLD_QUERIES]]
        ours = [str(self._arguments.newsearch), "query", "--index", str(self._index(OURS)), "--color", "never"]
        for facet in FACETS:
            ours += ["--facet", facet]
        quest = ["quest", f"--db={self._searched_index('xapian')}", "--msize=10"]
        commands = {
            OURS: [[*ours, "--", query.form(OURS)] for query in asked],
            "quest, no facets, no snippets": [[*quest, query.form("xapian")] for query in asked],
            "newsearch --version": [[str(self._arguments.newsearch), "--version"] for _ in asked],
            "an empty program": [["true"] for _ in asked],
        }
        times: dict[str, list[list[float]]] = {name: [] for name in commands}
        for number in range(self._arguments.rounds + 1):
            say(f"cold processes, round {number} of {self._arguments.rounds}" if number else "cold processes, warming the page cache")
            for name in rotated(list(commands), number):
                took = [time_process(command) for command in commands[name]]
                if number:
                    times[name].append(took)
        self._results["cold"] = times

    def facts(self, corpus: Corpus) -> None:
        self._loads.append(os.getloadavg()[0])
        missing = [engine for engine in ENGINES if engine not in self._engines]
        versions = ", ".join(self._programs[engine].version() for engine in self._engines)
        kinds = len(set(self._results["classes"]))
        self._results["facts"] = {
            "Command": f"`{self._arguments.command}`" if self._arguments.command else "",
            "Date": datetime.date.today().isoformat(),
            "Machine": machine(),
            "Load": f"{min(self._loads):.1f} to {max(self._loads):.1f} while it ran (1 is the benchmark itself)",
            "Versions": versions,
            "Corpus": f"{corpus.documents:,} documents, {corpus.text_bytes / 1e6:.1f} MB of text, {corpus.source.name}, seed {self._arguments.seed}",
            "Queries": f"{len(self._results['classes'])} in {kinds} classes",
            "Agreement": self._results["agreement"],
            "Rounds": f"{self._arguments.rounds} of searches, {self._arguments.ingest_rounds} of ingest, engines in turns; medians",
            "Left out": ", ".join(missing),
        }

    def run(self) -> Layout:
        corpus, queries = self.make_corpus()
        self.ingest()
        self.search(queries)
        self.cold(queries)
        self.facts(corpus)
        if self._arguments.keep:
            self._arguments.keep.mkdir(parents=True, exist_ok=True)
            (self._arguments.keep / "engines.json").write_text(json.dumps(self._results), encoding="utf-8")
            (self._arguments.keep / "queries.jsonl").write_text(
                "".join(json.dumps(query.described()) + "\n" for query in queries), encoding="utf-8"
            )
        return Layout(self._results)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--docs", type=parse_size, default=10_000, metavar="N", help="documents: 10k, 120k, 1m (10k)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--ingest-rounds", type=int, metavar="N", help="(as --rounds; 1 above 200,000 documents, as a round takes hours there)")
    peers = ", ".join(ENGINES[1:])
    parser.add_argument("--engines", type=lambda text: text.split(","), default=[], metavar="LIST", help=f"peers, of {peers} (all there are)")
    parser.add_argument("--programs", type=pathlib.Path, required=True, metavar="DIR", help="where the engines' programs were built")
    parser.add_argument("--newsearch", type=pathlib.Path, required=True, metavar="PATH", help="the command")
    parser.add_argument("--lucene", default="", metavar="CLASSPATH", help="Lucene's jars and the folder of LuceneEngine.class")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2].parent / "shared" / "data")
    parser.add_argument(
        "--work", type=pathlib.Path, metavar="DIR", help="for a folder with corpus and indexes, some 25 times the size of the text, that goes away"
    )
    parser.add_argument("--tolerance", type=float, default=0.02, help="the share of queries about which engines may disagree (0.02)")
    parser.add_argument("--markdown", type=pathlib.Path, metavar="FILE", help="write the tables here too")
    parser.add_argument("--keep", type=pathlib.Path, metavar="DIR", help="keep every measured time, and the queries")
    parser.add_argument("--command", default="", help="the command to show above the tables")
    arguments = parser.parse_args()
    if arguments.ingest_rounds is None:
        arguments.ingest_rounds = arguments.rounds if arguments.docs <= 200_000 else 1
    unknown = set(arguments.engines) - set(ENGINES)
    if unknown:
        parser.error(f"no engine {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="newsearch-engines.", dir=arguments.work) as work:
        try:
            text = Bench(arguments, pathlib.Path(work)).run().markdown()
        except EngineFailure as failure:
            say(f"engine_bench: {failure}")
            return 1
    print(text, end="")
    if arguments.markdown:
        arguments.markdown.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
