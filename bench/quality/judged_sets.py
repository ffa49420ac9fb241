# SPDX-License-Identifier: GPL-2.0-or-later
"""The judged sets that search is measured on: which there are, how they are grouped, what they hold.

The data is no part of the project. A set is documents, queries and judgements; the documents of several sets can be the
same, as when one collection is searched in several languages.
"""

from __future__ import annotations

import gzip
import json
import pathlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

AD_HOC, QUESTIONS, HEADLINES, NAMES = "ad hoc, topics", "question -> paragraph", "headline -> article", "names in inflected form"
CJK, ARABIC_THAI = "Chinese, Japanese", "Arabic, Thai"
EUROPEAN = (AD_HOC, QUESTIONS, HEADLINES, NAMES)
ALL_EUROPEAN = "all European"
MEASURE = {AD_HOC: "nDCG@10", QUESTIONS: "MRR@10", HEADLINES: "MRR@10", NAMES: "nDCG@10", CJK: "MRR@10", ARABIC_THAI: "MRR@10"}

# Folders and their languages; with = where the files' names do not tell it.
FOLDERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    AD_HOC: (("ir-cranfield", "=en"), ("ir-cisi", "=en"), ("news-reuters", "=en")),
    QUESTIONS: (("qa-xquad", "en de ru"), ("qa-squad-it", "it"), ("qa-swequad", "sv"), ("qa-estqa", "et"), ("qa-faquad", "pt"),
                ("qa-norquad", "no")),
    HEADLINES: (("news-ntrex", "en de sv fr sl nl pl fi el ru"), ("news-finnish", "=fi"), ("news-ag", "=en")),
    NAMES: (("ner-slavic", "bg cs pl ru sl uk"), ("ner-hungarian", "=hu")),
    CJK: (("qa-xquad", "zh"), ("news-ntrex", "ja")),
    ARABIC_THAI: (("qa-xquad", "ar th"), ("news-ntrex", "th")),
}

MULTILINGUAL = ("qa-xquad", "news-ntrex", "ner-slavic")  # sets are named folder-language

# One for each kind, of five languages with four ways to find words; together less than a minute.
SHORT = ("ir-cranfield", "qa-xquad-de", "news-ntrex-fi", "ner-slavic-pl", "qa-xquad-zh")

PARALLEL_NEWS = ("en", "de", "sv", "fr", "sl", "nl", "pl", "fi", "el", "ru", "ja", "th")


@dataclass(frozen=True)
class Collection:
    """Documents that share an index: files, each with what to put before its ids."""

    files: tuple[tuple[pathlib.Path, str], ...]
    titles: bool  # whether the title is indexed
    language: str  # "" for several

    @property
    def name(self) -> str:
        """Tells it from every other."""
        path, prefix = self.files[0]
        return "mixed" if prefix else f"{path.parent.name}{'-' * bool(self.language)}{self.language}{'' if self.titles else '-text'}"

    @property
    def bytes(self) -> int:
        return sum(path.stat().st_size for path, _ in self.files)

    def documents(self) -> Iterator[dict[str, str]]:
        """Each as id, text, lang and, where there is one to index, title: nothing that editors or annotators added."""
        for path, prefix in self.files:
            for line in read_lines(path):
                whole = json.loads(line)
                document = {"id": prefix + whole["id"], "text": whole["text"], "lang": whole["lang"]}
                if self.titles and whole.get("title"):
                    document["title"] = whole["title"]
                yield document


@dataclass(frozen=True)
class JudgedSet:
    name: str
    group: str
    measure: str
    collection: Collection
    queries_file: pathlib.Path
    judgements_file: pathlib.Path
    rename: tuple[str, str] = ("", "")  # judged ids have the first in front, indexed ones the second
    across: bool = False  # whether queries are in another language than documents

    def queries(self) -> Iterator[tuple[str, str]]:
        """Id and text, the text on one line."""
        for line in read_lines(self.queries_file):
            query = json.loads(line)
            yield query["id"], " ".join(query["text"].split())

    def judgements(self) -> dict[str, dict[str, int]]:
        """{query: {document: grade}}"""
        out: dict[str, dict[str, int]] = {}
        for line in read_lines(self.judgements_file):
            query, document, grade = line.rstrip("\n").split("\t")
            out.setdefault(query, {})[self.rename[1] + document.removeprefix(self.rename[0])] = int(grade)
        return out


def read_lines(path: pathlib.Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from lines


def files_of(data: pathlib.Path, folder: str, language: str) -> tuple[pathlib.Path, pathlib.Path, pathlib.Path]:
    """Documents, queries, judgements."""
    dot = f".{language}" if language else ""
    return (data / folder / f"docs{dot}.jsonl.gz", data / folder / f"queries{dot}.jsonl.gz", data / folder / f"qrels{dot}.tsv.gz")


def monolingual_sets(data: pathlib.Path) -> list[JudgedSet]:
    """The sets in one language, in the order of FOLDERS."""
    sets = []
    for group, folders in FOLDERS.items():
        for folder, languages in folders:
            marked = not languages.startswith("=")
            for language in languages.removeprefix("=").split():
                documents, queries, judgements = files_of(data, folder, language if marked else "")
                titles = not folder.startswith("news-") or folder == "news-reuters"
                sets.append(JudgedSet(f"{folder}-{language}" if folder in MULTILINGUAL else folder, group, MEASURE[group],
                                      Collection(((documents, ""),), titles, language), queries, judgements))
    return sets


def across_sets(data: pathlib.Path) -> list[JudgedSet]:
    """Queries in one language, documents in another. The name is set-from-to; the group is the row of the table."""
    sets = []

    def add(folder: str, group: str, source: str, target: str) -> None:
        documents, _, _ = files_of(data, folder, target)
        _, queries, judgements = files_of(data, folder, source)
        rename = (f"xq-{source}-", f"xq-{target}-") if folder == "qa-xquad" else ("", "")
        sets.append(JudgedSet(f"{folder}-{source}-{target}", group, "MRR@10", Collection(((documents, ""),), folder != "news-ntrex", target),
                              queries, judgements, rename, across=source != target))

    for one, other in (("en", "de"), ("en", "ru"), ("de", "ru")):
        for source, target in ((one, other), (other, one)):
            add("qa-xquad", f"questions {source} -> {target}", source, target)
    others = [x for x in PARALLEL_NEWS if x not in ("en", "ja", "th")]
    for language in others:
        add("news-ntrex", "headlines en -> 9 languages", "en", language)
    for language in others:
        add("news-ntrex", "headlines 9 languages -> en", language, "en")
    return sets


def mixed_sets(data: pathlib.Path) -> list[JudgedSet]:
    """The same news in twelve languages in one index: each query must find its own language's article."""
    everything = Collection(tuple((files_of(data, "news-ntrex", x)[0], f"{x}/") for x in PARALLEL_NEWS), False, "")
    return [JudgedSet(f"mixed-ntrex-{x}", "headlines among 12 languages", "MRR@10", everything, *files_of(data, "news-ntrex", x)[1:],
                      rename=("", f"{x}/")) for x in PARALLEL_NEWS]


def with_data(sets: Iterable[JudgedSet]) -> list[JudgedSet]:
    """Those whose files are all there."""
    return [s for s in sets if all(path.exists() for path in (*(f for f, _ in s.collection.files), s.queries_file, s.judgements_file))]
