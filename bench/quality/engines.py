# SPDX-License-Identifier: GPL-2.0-or-later
"""newsearch and its peers, each as a way to turn a collection and queries into rankings.

All are run as programs, as their users would run them, and all are given the same: text, title where it is indexed, the
language of the documents. Peers get title and text as one field.
"""

from __future__ import annotations

import json
import pathlib
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from judged_sets import Collection, JudgedSet
from measures import order_hits, score_ranking

DEPTH = 100  # hits for each query
OURS = "newsearch"

Scores = dict[str, tuple[float, float, float, float]]  # of queries, by RANKING_MEASURES


class EngineFailure(Exception):
    """A program failed; the message has its last words."""


@dataclass(frozen=True)
class Engine:
    """`command` is followed by flags; a peer's by files of documents and queries, language, depth."""

    name: str
    command: tuple[str, ...]
    index_flags: tuple[str, ...] = ()
    query_flags: tuple[str, ...] = ()
    across_flags: tuple[str, ...] = ()  # of queries in another language than the documents


@dataclass
class Job:
    """One engine, one collection, and the sets that search it."""

    engine: Engine
    collection: Collection
    sets: list[JudgedSet]
    folder: pathlib.Path  # of its own, for files
    runs: pathlib.Path  # where rankings are left, as NAME.run
    kept_index: pathlib.Path | None = None  # used if it is there, else made; newsearch's only


@dataclass
class Outcome:
    engine: str
    scores: dict[str, Scores] = field(default_factory=dict)  # by set
    first: dict[str, dict[str, str]] = field(default_factory=dict)  # by set: the first hit of each query
    index_s: float = 0.0
    query_s: float = 0.0
    note: str = ""  # of a peer: version, language, how it treats the language
    index_bytes: int = 0  # 0 for peers


def call(command: Sequence[str], output: pathlib.Path | None = None, accept: Sequence[int] = (0,)) -> tuple[float, str]:
    """Runs a program; seconds and what it said."""
    started = time.monotonic()
    if output:
        with open(output, "wb") as file:
            done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, check=False)
    else:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode not in accept:
        raise EngineFailure(f"{pathlib.Path(command[0]).name}: exit status {done.returncode}: {said[-2000:]}")
    return time.monotonic() - started, said


def write_documents(path: pathlib.Path, collection: Collection, lines_of_json: bool) -> None:
    with open(path, "w", encoding="utf-8") as out:
        for document in collection.documents():
            if lines_of_json:
                out.write(json.dumps(document, ensure_ascii=False) + "\n")
            else:
                text = " ".join(f"{document.get('title', '')}\n{document['text']}".split())
                out.write(f"{document['id']}\t{text}\n")


def write_queries(path: pathlib.Path, judged: JudgedSet) -> None:
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(f"{query}\t{text}\n" for query, text in judged.queries())


def read_run(path: pathlib.Path) -> dict[str, list[str]]:
    """A TREC run as {query: documents, best first}; the order is that of the scores, whatever that of the lines."""
    hits: dict[str, dict[str, float]] = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            query, _, document, _, score, _ = line.split()
            hits.setdefault(query, {})[document] = float(score)
    return {query: order_hits(scores) for query, scores in hits.items()}


def score_run(run: Mapping[str, Sequence[str]], judgements: Mapping[str, Mapping[str, int]]) -> Scores:
    """Every query that has a relevant document; one that is not in the run has found nothing."""
    scored = {query: score_ranking(run.get(query, ()), grades) for query, grades in judgements.items()}
    return {query: scores for query, scores in scored.items() if scores is not None}


def run_job(job: Job) -> Outcome:
    """Indexes, searches and scores; leaves the runs in `job.runs` and nothing else."""
    outcome = Outcome(job.engine.name)
    ours = job.engine.name == OURS
    job.folder.mkdir(parents=True)
    job.runs.mkdir(parents=True, exist_ok=True)
    documents, index = job.folder / ("docs.jsonl" if ours else "docs.tsv"), job.kept_index or job.folder / "index"
    made = index.exists()
    if not made:
        write_documents(documents, job.collection, lines_of_json=ours)
    command = [*job.engine.command]
    if ours and not made:
        unfinished = job.folder / "index"
        outcome.index_s, _ = call([*command, "index", "--index", str(unfinished), *job.engine.index_flags, str(documents)])
        if job.kept_index:
            shutil.move(unfinished, job.kept_index)
    if ours:
        outcome.index_bytes = sum(file.stat().st_size for file in index.rglob("*") if file.is_file())
    for judged in job.sets:
        topics, run = job.folder / "topics.tsv", job.runs / f"{judged.name}.run"
        write_queries(topics, judged)
        if ours:
            flags = job.engine.query_flags + (job.engine.across_flags if judged.across else ())
            seconds, said = call([*command, "query", "--index", str(index), "--batch", str(topics), "--trec", "newsearch", "-n", str(DEPTH),
                                  *flags], run, accept=(0, 1))  # 1: nothing found
        else:
            seconds, said = call([*command, str(documents), str(topics), job.collection.language, str(DEPTH)], run)
            outcome.note = said.rpartition("\n")[2]
        outcome.query_s += seconds
        rankings = read_run(run)
        outcome.scores[judged.name] = score_run(rankings, judged.judgements())
        outcome.first[judged.name] = {query: ranking[0] for query, ranking in rankings.items()}
    shutil.rmtree(job.folder)
    return outcome


def python_peer(name: str) -> tuple[str, ...]:
    return (sys.executable, "-B", str(pathlib.Path(__file__).resolve().parent / name))
