#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes a corpus of news for speed tests: real sentences recombined, facets drawn by Zipf.

    corpus_maker.py --docs 120k --out DIR [--seed 2026] [--data ../shared/data]

DIR gets docs.jsonl, which `newsearch index` takes, and docs.tsv with the same documents for engines that read no JSON: id, title,
text, date, project, city, country, year, with "|" between the values of a facet. Seed and source decide every byte, and a small
corpus is the beginning of a large one. The sentences are those of Reuters-21578 where it is there, else our own sample texts with
made-up words in them, since they are too few to have a vocabulary.
"""

from __future__ import annotations

import argparse
import bisect
import gzip
import itertools
import json
import pathlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

FACETS = ("project", "city", "country", "year")
SEED = 2026
PROJECTS, CITIES, COUNTRIES, YEARS = 40, 2000, 60, 30
FIRST_YEAR = 1990
MIN_SENTENCE, MAX_SENTENCE = 25, 600  # bytes; shorter ones are remains of tables, longer ones are tables
MIN_SENTENCES, MAX_SENTENCES = 3, 13  # of a document
OWN_VARIANTS = 40_000  # of our own sentences
OWN_VOCABULARY = 30_000

_ROOT = pathlib.Path(__file__).resolve().parents[2]
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)\"][.!?]) +(?=[A-Z\"])")
_LONGER_WORD = re.compile(r"\b[a-z]{5,}\b")
_ENGLISH = re.compile(r"\b(the|and|of|with|will|was)\b")
_ONSETS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "kl")
_VOWELS = ("a", "e", "i", "o", "u")
_ENDS = ("", "n", "r", "l")
_SYLLABLES = len(_ONSETS) * len(_VOWELS)


class Zipf:
    """Draws 0 .. n-1, the rank r with a probability in proportion to 1 / (r + 1)."""

    def __init__(self, n: int) -> None:
        self._cumulative = list(itertools.accumulate(1 / (rank + 1) for rank in range(n)))

    def draw(self, source: random.Random) -> int:
        at = source.random() * self._cumulative[-1]
        return min(bisect.bisect_right(self._cumulative, at), len(self._cumulative) - 1)


def below(source: random.Random, limit: int) -> int:
    """An even draw from 0 .. limit-1. Python keeps the sequence of random() from version to version, not that of randrange()."""
    return int(source.random() * limit)


def made_up_word(number: int) -> str:
    """Another word for each number below 512,000."""
    # The factor has no divisor in common with the number of words, so no two numbers give the same syllables.
    rest = number * 48271 % _SYLLABLES**3
    word = ""
    for _ in range(3):
        rest, syllable = divmod(rest, _SYLLABLES)
        word += _ONSETS[syllable % len(_ONSETS)] + _VOWELS[syllable // len(_ONSETS)]
    return word + _ENDS[number % len(_ENDS)]


@dataclass
class Source:
    """What documents are made of."""

    name: str
    sentences: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)

    def add(self, title: str, text: str) -> None:
        title = " ".join(title.split())
        if title:
            self.titles.append(title)
        for line in text.split("\n"):
            for sentence in _SENTENCE_END.split(" ".join(line.split())):
                if MIN_SENTENCE <= len(sentence) <= MAX_SENTENCE:
                    self.sentences.append(sentence)


def _reuters(data: pathlib.Path) -> Source | None:
    path = data / "news-reuters" / "docs.jsonl.gz"
    if not path.exists():
        return None
    source = Source("sentences of Reuters-21578")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if document.get("kind") == "norm":
                source.add(document.get("title", ""), document["text"])
    return source


def own_source(seed: int = SEED, variants: int = OWN_VARIANTS) -> Source:
    """Our sample texts; about every second longer word is replaced by a made-up one, frequent and rare ones as in real text."""
    plain = Source("own sample texts with made-up words")
    corpora = _ROOT / "tests" / "corpora"
    for paragraph in (corpora / "sample" / "news.txt").read_text(encoding="utf-8").split("\n\n"):
        plain.add("", " ".join(paragraph.split()))
    with open(corpora / "multilingual" / "docs.jsonl", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if document.get("lang") == "en":
                plain.add(document.get("title", ""), document.get("text", ""))
    # The samples are in many languages; the corpus is in one, as engines are told.
    plain.sentences = [text for text in plain.sentences if text.isascii() and _ENGLISH.search(text)]
    draws = random.Random(seed)
    words = Zipf(OWN_VOCABULARY)

    def vary(text: str) -> str:
        return _LONGER_WORD.sub(lambda found: made_up_word(words.draw(draws)) if draws.random() < 0.5 else found[0], text)

    varied = Source(plain.name)
    varied.sentences = [vary(plain.sentences[below(draws, len(plain.sentences))]) for _ in range(variants)]
    varied.titles = [vary(plain.titles[below(draws, len(plain.titles))]) for _ in range(variants // 4)]
    return varied


def find_source(data: pathlib.Path, seed: int = SEED) -> Source:
    return _reuters(data) or own_source(seed)


@dataclass(frozen=True)
class Made:
    """A document, by the numbers of its title and sentences."""

    number: int
    title: int
    sentences: tuple[int, ...]
    date: str
    facets: dict[str, tuple[str, ...]]  # by FACETS

    @property
    def id(self) -> str:
        return f"d{self.number}"


# Codes without a meaning would be refused by an engine that knows ISO 3166-1.
_COUNTRY_CODES = (
    "US GB DE FR IT SE FI NO DK NL BE ES PT PL CZ SK SI HR AT CH HU RO BG GR TR EE LV LT IE IS "
    "UA RU CN JP KR IN ID TH VN PH AU NZ CA MX BR AR CL PE CO ZA EG MA NG KE IL IR IQ SA AE PK"
).split()


def _distinct(source: random.Random, zipf: Zipf, count: int) -> list[int]:
    drawn: list[int] = []
    while len(drawn) < count:
        rank = zipf.draw(source)
        if rank not in drawn:
            drawn.append(rank)
    return drawn


def make(source: Source, count: int, seed: int = SEED) -> Iterator[Made]:
    """The documents in order."""
    draws = random.Random(seed + 1)
    projects, cities, countries, years = Zipf(PROJECTS), Zipf(CITIES), Zipf(COUNTRIES), Zipf(YEARS)
    for number in range(count):
        sentences = MIN_SENTENCES + below(draws, MAX_SENTENCES - MIN_SENTENCES + 1)
        year = str(FIRST_YEAR + years.draw(draws))
        yield Made(
            number=number,
            title=below(draws, len(source.titles)),
            sentences=tuple(below(draws, len(source.sentences)) for _ in range(sentences)),
            date=f"{year}-{1 + below(draws, 12):02}-{1 + below(draws, 28):02}",
            facets={
                "project": tuple("Initiative " + made_up_word(rank + 700) for rank in _distinct(draws, projects, below(draws, 3))),
                "city": tuple(made_up_word(rank + 5000).capitalize() for rank in _distinct(draws, cities, below(draws, 4))),
                "country": (_COUNTRY_CODES[countries.draw(draws)],),
                "year": (year,),
            },
        )


def json_line(source: Source, made: Made) -> str:
    return json.dumps(
        {
            "id": made.id,
            "title": source.titles[made.title],
            "text": " ".join(source.sentences[sentence] for sentence in made.sentences),
            "lang": "en",
            "date": made.date,
            "project": list(made.facets["project"]),
            "city": list(made.facets["city"]),
            "country": list(made.facets["country"]),
            "year": made.facets["year"][0],
        },
        ensure_ascii=False,
    )


def tsv_line(source: Source, made: Made) -> str:
    text = " ".join(source.sentences[sentence] for sentence in made.sentences)
    return "\t".join([made.id, source.titles[made.title], text, made.date, *("|".join(made.facets[facet]) for facet in FACETS)])


def parse_size(text: str) -> int:
    """10k, 1m or a plain number."""
    found = re.fullmatch(r"([1-9][0-9]*)([km]?)", text.lower())
    if not found:
        raise argparse.ArgumentTypeError(f"not a number of documents: {text}")
    return int(found[1]) * {"": 1, "k": 1000, "m": 1_000_000}[found[2]]


@dataclass
class Corpus:
    """What was written, and what queries are drawn from."""

    source: Source
    documents: int = 0
    text_bytes: int = 0  # titles and texts
    uses: list[int] = field(default_factory=list)  # of each sentence, in documents' texts
    title_uses: list[int] = field(default_factory=list)
    sample: list[Made] = field(default_factory=list)


SAMPLED = 2000  # documents kept in Corpus.sample


def write_corpus(folder: pathlib.Path, source: Source, count: int, seed: int = SEED) -> Corpus:
    corpus = Corpus(source, uses=[0] * len(source.sentences), title_uses=[0] * len(source.titles))
    step = max(1, count // SAMPLED)
    with open(folder / "docs.jsonl", "w", encoding="utf-8") as lines, open(folder / "docs.tsv", "w", encoding="utf-8") as table:
        for made in make(source, count, seed):
            lines.write(json_line(source, made) + "\n")
            row = tsv_line(source, made)
            table.write(row + "\n")
            corpus.documents += 1
            corpus.text_bytes += sum(len(cell.encode()) for cell in row.split("\t", 3)[1:3])
            corpus.title_uses[made.title] += 1
            for sentence in made.sentences:
                corpus.uses[sentence] += 1
            if made.number % step == 0:
                corpus.sample.append(made)
    return corpus


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--docs", type=parse_size, default=10_000, metavar="N", help="documents: 10k, 120k, 1m (10k)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--data", type=pathlib.Path, default=_ROOT.parent / "shared" / "data")
    parser.add_argument("--out", type=pathlib.Path, required=True, metavar="DIR")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    source = find_source(arguments.data, arguments.seed)
    corpus = write_corpus(arguments.out, source, arguments.docs, arguments.seed)
    print(f"{corpus.documents:,} documents, {corpus.text_bytes / 1e6:.1f} MB of text, {source.name}, seed {arguments.seed}")


if __name__ == "__main__":
    main()
